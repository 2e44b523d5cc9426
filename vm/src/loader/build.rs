//! Builds the metadata of a class in its loader's arena: layout, vtable, constant pool, fields, methods, attributes.

use std::cell::{Cell, OnceCell};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, AtomicU32};

use classfile::ClassFile;
use gc::{NarrowRef, RefBlock, Strength, TypeInfo, TypeKind};

use super::data::{ClassLoaderData, Loader};
use super::define::{self, DefineOptions};
use super::layout::{self, Padding, Slot, Space};
use super::modules::Package;
use super::supers::Supers;
use super::{annotations, boot, members, vtable};
use crate::class::klass::{DISPLAY, KlassCold, flag};
use crate::class::method::{access, flag as method_flag};
use crate::class::{BasicType, ConstantPool, Field, Klass, KlassKind, KlassRef};
use crate::link::itable;
use crate::symbol::{FxMap, Symbol};
use crate::well_known::{self, Wk};

/// Bytes of the header and of what the VM puts behind it in mirrors.
const MIRROR_FIRST: u32 = layout::FIRST + gc::object::MIRROR_INJECTED as u32;

/// Instances grow to this by padding, and no further: sizes and numbers of reference blocks stay in their range.
const MAX_PADDED: u32 = 256 << 10;

/// Builds the class `name` from its class file. It has no mirror yet and is in no dictionary.
pub fn build(
    data: &'static ClassLoaderData,
    cf: &ClassFile<'static>,
    name: Symbol,
    supers: &Supers,
    options: &DefineOptions<'_>,
) -> KlassRef {
    let (loader, arena) = (data.loader(), &data.arena);
    let cp: &'static ConstantPool =
        arena.alloc(members::constant_pool(cf, options.hidden.as_ref().map(|_| name)));
    let declared = members::declared(cf, cp);
    let flags = u32::from(cf.access_flags.bits());
    let is_interface = flags & access::INTERFACE != 0;
    let package = package_of(loader, name);
    let plan = vtable::plan(&vtable::Subject {
        superclass: supers.superclass,
        interfaces: &supers.interfaces,
        is_interface,
        is_final: flags & access::FINAL != 0,
        major: cf.major_version,
        same_package: &|k: KlassRef| std::ptr::eq(k.loader, loader) && k.package() == package_name(name),
        methods: &declared,
    });
    let vm_annotations = options.hidden.as_ref().is_some_and(|h| h.access_vm_annotations);
    let privileged = loader.is_boot() || vm_annotations || is_platform(loader);
    let parts = layout_of(loader, cf, name, supers.superclass, privileged);
    let k = KlassRef::create(
        arena,
        Klass {
            type_info: TypeInfo {
                kind: type_kind(loader, name, supers.superclass),
                log2_elem: 0,
                ref_block_count: parts.blocks.len() as u16,
                instance_size: parts.instance_size,
                ref_blocks: arena.alloc_slice(&parts.blocks).as_ptr(),
                strength: strength(loader, name, supers.superclass),
                unloadable: data.may_be_unloaded(),
            },
            display: Default::default(),
            secondary_cache: AtomicU32::new(0),
            depth: Cell::new(u8::MAX),
            kind: KlassKind::Instance,
            init_state: AtomicU8::new(define::LOADED),
            elem_type: BasicType::Object,
            access: Cell::new(flags),
            vm_flags: AtomicU32::new(define::inherited_flags(supers.superclass, &supers.interfaces)),
            mirror: Cell::new(NarrowRef::NULL),
            vtable_len: Cell::new(0),
            id: Cell::new(0),
            array_class: AtomicU32::new(0),
            name,
            superclass: Cell::new(supers.superclass),
            loader,
            data,
            component: None,
            secondaries: Cell::new(&[]),
            itable: Cell::new(&[]),
            cp: Some(cp),
            methods: Cell::new(&[]),
            fields: Cell::new(&[]),
            cold: KlassCold::default(),
        },
        plan.entries.len(),
    );
    cp.holder.set(Some(k));
    let context = members::Context {
        klass: k,
        arena,
        cp,
        privileged,
        hidden: options.hidden.is_some(),
        trusts_finals: options.hidden.is_some() || cf.attributes.record.is_some(),
    };
    k.cold.interfaces.set(arena.alloc_slice(&supers.interfaces));
    set_supertypes(k, &supers.interfaces);
    k.cold.package_entry.set(package);
    let (own, injected) = parts.instance_offsets.split_at(parts.declared_instance);
    k.fields.set(members::fields(cf, &context, own, &parts.static_offsets));
    k.cold.injected.set(members::injected(&context, parts.injected, injected));
    k.cold.static_size.set(parts.static_size);
    k.cold.static_refs.set(parts.static_refs);
    let methods = members::methods(cf, &context, &declared, &plan.indices);
    k.methods.set(methods);
    let new_interfaces = !supers.interfaces.is_empty();
    k.set_vtable(plan.entries.iter().map(|e| match *e {
        vtable::Entry::Inherited(m) if itable::is_stale(k, m, new_interfaces) => itable::miranda(k, m),
        vtable::Entry::Inherited(m) => m,
        vtable::Entry::Own(i) => methods[i],
        vtable::Entry::Miranda(m) => itable::miranda(k, m),
    }));
    if parts.contended {
        k.set_flag(flag::CONTENDED);
    }
    set_flags(k);
    set_attributes(cf, &context);
    k
}

fn is_platform(loader: &Loader) -> bool {
    loader.kind.get() == super::data::LoaderKind::Platform
}

fn package_name(name: Symbol) -> &'static [u8] {
    let b = name.bytes();
    b.iter().rposition(|&c| c == b'/').map_or(&[], |i| &b[..i])
}

fn package_of(loader: &'static Loader, name: Symbol) -> Option<&'static Package> {
    let p = package_name(name);
    if p.is_empty() { None } else { Some(loader.package(Symbol::new(p))) }
}

fn type_kind(loader: &Loader, name: Symbol, superclass: Option<KlassRef>) -> TypeKind {
    if loader.is_boot() && name == "java/lang/Class" {
        return TypeKind::Mirror;
    }
    if loader.is_boot() && name == "java/lang/ref/Reference" {
        return TypeKind::Reference;
    }
    if loader.is_boot() && name == "java/lang/ClassLoader" {
        return TypeKind::ClassLoader;
    }
    superclass.map_or(TypeKind::Instance, |s| s.type_info.kind)
}

/// What instances do for their referents, if they are references.
fn strength(loader: &Loader, name: Symbol, superclass: Option<KlassRef>) -> Strength {
    match name.bytes() {
        b"java/lang/ref/SoftReference" if loader.is_boot() => Strength::Soft,
        b"java/lang/ref/FinalReference" if loader.is_boot() => Strength::Final,
        b"java/lang/ref/PhantomReference" if loader.is_boot() => Strength::Phantom,
        _ => superclass.map_or(Strength::default(), |s| s.type_info.strength),
    }
}

/// Everything about where fields lie.
struct Parts {
    blocks: Vec<RefBlock>,
    instance_size: u32,
    /// There is padding for the sake of the class or its own fields.
    contended: bool,
    /// Declared instance fields, then injected ones.
    instance_offsets: Vec<u32>,
    declared_instance: usize,
    injected: &'static [(&'static str, &'static str)],
    static_offsets: Vec<u32>,
    static_size: u32,
    static_refs: u32,
}

fn layout_of(
    loader: &Loader,
    cf: &ClassFile<'_>,
    name: Symbol,
    superclass: Option<KlassRef>,
    privileged: bool,
) -> Parts {
    let injected: &'static [(&str, &str)] = if loader.is_boot() { injected_fields(name) } else { &[] };
    let settings = &boot::settings().contended;
    let pads = settings.enabled && (privileged || !settings.restricted);
    let mut slots = members::slots(cf, false, pads);
    let declared_instance = slots.len();
    slots.extend(injected.iter().map(|(_, d)| members::slot_of(members::field_type(d.as_bytes()))));
    let is_class = loader.is_boot() && name == "java/lang/Class";
    let mut whole_class =
        pads && annotations::contended(&cf.constant_pool, cf.attributes.annotations.visible).is_some();
    let inherited_size = superclass.map_or(layout::FIRST, |s| s.type_info.instance_size);
    let groups = slots.iter().map(|s| s.group).max().unwrap_or(0);
    if inherited_size + groups.saturating_mul(settings.width + 8) > MAX_PADDED {
        slots.iter_mut().for_each(|s| s.group = 0);
        whole_class = false;
    }
    let padding = Padding { width: settings.width, whole_class };
    let contended = whole_class || slots.iter().any(|s| s.group != 0);
    let mut space = space_behind(superclass, is_class, slots.is_empty());
    let (instance_offsets, own_blocks) = layout::instance(&mut space, &slots, padding);
    let instance_size = space.end().next_multiple_of(8).max(inherited_size);
    let mut blocks = layout::join_blocks(superclass.map_or(&[], inherited_blocks), own_blocks);
    if loader.is_boot() && name == "java/lang/ref/Reference" {
        blocks = without_special(cf, &slots, &instance_offsets);
    }
    let statics = members::slots(cf, true, false);
    let base = if is_class {
        instance_size
    } else if statics.is_empty() {
        0
    } else {
        match Wk::Class.try_klass() {
            Some(c) => c.type_info.instance_size,
            None => crate::fatal::fatal("a class with static fields is loaded before java.lang.Class"),
        }
    };
    let (static_offsets, static_size, static_refs) = layout::statics(base, &statics);
    Parts {
        blocks,
        instance_size,
        contended,
        instance_offsets,
        declared_instance,
        injected,
        static_offsets,
        static_size,
        static_refs,
    }
}

fn inherited_blocks(s: KlassRef) -> &'static [RefBlock] {
    s.ref_blocks()
}

/// The room that superclasses leave, behind padding if they are contended; without new fields nothing is computed.
fn space_behind(superclass: Option<KlassRef>, is_class: bool, no_fields: bool) -> Space {
    if is_class {
        return Space::new(MIRROR_FIRST);
    }
    let Some(s) = superclass else { return Space::new(layout::FIRST) };
    if no_fields || s.type_info.instance_size == layout::FIRST {
        return Space::new(s.type_info.instance_size);
    }
    let mut occupied: Vec<(u32, u32)> = s
        .supers()
        .flat_map(|k| k.fields.get().iter().chain(k.cold.injected.get()))
        .filter(|f| !f.is_static())
        .map(|f: &Field| (f.offset, 1 << f.ty.log2_size()))
        .collect();
    let mut space = Space::behind(layout::FIRST, &mut occupied);
    if s.has_flag(flag::CONTENDED) && s.type_info.instance_size <= MAX_PADDED {
        space.pad(boot::settings().contended.width);
    }
    space
}

/// Blocks of `java.lang.ref.Reference` without `referent` and `discovered`, which the collector treats apart.
fn without_special(cf: &ClassFile<'_>, slots: &[Slot], offsets: &[u32]) -> Vec<RefBlock> {
    let names: Vec<&[u8]> = cf
        .fields
        .iter()
        .filter(|f| u32::from(f.access_flags.bits()) & access::STATIC == 0)
        .map(|f| f.name)
        .collect();
    let mut blocks = Vec::new();
    for (i, slot) in slots.iter().enumerate() {
        let special = matches!(names.get(i), Some(&b"referent") | Some(&b"discovered"));
        if slot.is_reference && !special {
            let own = Some(RefBlock { offset: offsets[i], count: 1 });
            blocks = layout::join_blocks(&blocks, own);
        }
    }
    blocks
}

type Injected = FxMap<Symbol, Vec<(&'static str, &'static str)>>;

fn injected_fields(name: Symbol) -> &'static [(&'static str, &'static str)] {
    static TABLE: OnceLock<Injected> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = Injected::default();
        for w in Wk::ALL {
            let fields: Vec<_> = well_known::injected_fields(w.name()).collect();
            if !fields.is_empty() {
                table.insert(Symbol::new(w.name().as_bytes()), fields);
            }
        }
        table
    });
    table.get(&name).map_or(&[], Vec::as_slice)
}

/// Display and secondaries (see [`Klass::display`]).
fn set_supertypes(k: KlassRef, interfaces: &[KlassRef]) {
    let superclass = k.superclass.get();
    if let Some(s) = superclass {
        for i in 0..DISPLAY {
            k.display[i].set(s.display[i].get());
        }
    }
    let mut beyond = None;
    if !k.is_interface() {
        let depth = superclass.map_or(0, |s| s.depth.get().saturating_add(1).min(u8::MAX - 1));
        k.depth.set(depth);
        match k.display.get(usize::from(depth)) {
            Some(d) => d.set(k.id()),
            None => beyond = superclass.filter(|s| usize::from(s.depth.get()) >= DISPLAY),
        }
    }
    let inherited = superclass.map_or(&[][..], |s| s.secondaries.get());
    if interfaces.is_empty() && beyond.is_none() {
        k.secondaries.set(inherited);
        return;
    }
    let mut all = inherited.to_vec();
    let mut add = |x: KlassRef| {
        if !all.contains(&x) {
            all.push(x);
        }
    };
    beyond.into_iter().for_each(&mut add);
    for &i in interfaces {
        i.secondaries.get().iter().copied().for_each(&mut add);
        add(i);
    }
    k.secondaries.set(k.data.arena.alloc_slice(&all));
}

fn set_flags(k: KlassRef) {
    let mut flags = 0;
    let mut clear = 0;
    for m in k.methods.get() {
        if k.is_interface() && !m.is_abstract() && !m.is_static() {
            flags |= flag::DECLARES_DEFAULT_METHODS | flag::HAS_DEFAULT_METHODS;
        }
        if m.is_final() && !m.is_static() && !m.is_private() {
            flags |= flag::HAS_FINAL_METHODS;
        }
        if m.name == "finalize" && m.desc == "()V" && !m.is_static() {
            if m.has(method_flag::EMPTY) {
                clear |= flag::HAS_FINALIZER;
            } else {
                flags |= flag::HAS_FINALIZER;
            }
        }
    }
    if k.loader.is_boot() {
        flags |= match k.name.bytes() {
            b"java/lang/Class" => flag::SLOW_NEW,
            b"java/lang/ref/Reference" => flag::REFERENCE,
            b"java/lang/ClassLoader" => flag::CLASS_LOADER,
            b"java/lang/Throwable" => flag::THROWABLE,
            _ => 0,
        };
    }
    if k.is_abstract() || k.is_interface() {
        flags |= flag::SLOW_NEW;
    }
    k.set_flag(flags);
    if k.has_flag(flag::REFERENCE) {
        clear |= flag::CLONEABLE;
    }
    k.clear_flag(clear);
}

fn set_attributes(cf: &ClassFile<'static>, c: &members::Context<'_>) {
    let (k, a, arena) = (c.klass, &cf.attributes, c.arena);
    let cold = &k.cold;
    cold.bytes.set(cf.bytes);
    cold.major.set(cf.major_version);
    cold.minor.set(cf.minor_version);
    let symbol = |index: u16| if index == 0 { None } else { Some(c.cp.symbol(index)) };
    cold.source_file.set(symbol(a.source_file_index));
    cold.signature.set(symbol(a.signature_index));
    cold.source_debug_extension.set(a.source_debug_extension);
    cold.annotations.set(a.annotations.visible);
    cold.type_annotations.set(a.annotations.visible_type);
    let rows: Vec<[u16; 4]> = a
        .inner_classes
        .iter()
        .map(|r| [r.inner_class_info_index, r.outer_class_info_index, r.inner_name_index, r.access_flags])
        .collect();
    cold.inner_classes.set(arena.alloc_slice(&rows));
    cold.enclosing_method.set(a.enclosing_method.map(|e| (e.class_index, e.method_index)));
    cold.nest_host_index.set(a.nest_host_index);
    let list = |l: classfile::attribute::U16List<'_>| arena.alloc_slice(&l.iter().collect::<Vec<u16>>());
    cold.nest_members.set(a.nest_members.map_or(&[], list));
    cold.permitted_subclasses.set(a.permitted_subclasses.map(list));
    let record = members::record(cf, c);
    cold.record.set(record);
    if record.is_some() {
        k.set_flag(flag::RECORD);
    }
    if !a.bootstrap_methods.is_empty() {
        let all: Box<[(u16, Box<[u16]>)]> =
            a.bootstrap_methods.iter().map(|b| (b.method_ref, b.arguments.iter().collect())).collect();
        let cell: &OnceCell<_> = &cold.bootstrap_methods;
        let _ = cell.set(all);
    }
}
