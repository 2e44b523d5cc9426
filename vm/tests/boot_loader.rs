//! Boots metadata and boot loader without an interpreter, and looks at what the loader makes of some classes.

use std::time::Instant;

use gc::{Heap, TypeKind};
use jvm::class::{BasicType, KlassRef};
use jvm::link::{init, resolve};
use jvm::loader::{arrays, boot, mirrors};
use jvm::options::{Environment, Options};
use jvm::os::jdk::Jdk;
use jvm::symbol::Symbol;
use jvm::thread::{Scope, lifecycle};
use jvm::well_known::Wk;

fn symbol(s: &str) -> Symbol {
    Symbol::new(s.as_bytes())
}

fn load(t: &mut Scope<'_>, name: &str) -> KlassRef {
    match boot::find(t, symbol(name)) {
        Ok(Some(k)) => k,
        Ok(None) => panic!("{name} is not there"),
        Err(_) => panic!("{name} cannot be loaded"),
    }
}

fn linked(t: &mut Scope<'_>, name: &str) -> KlassRef {
    let k = load(t, name);
    init::ensure_linked(t, k).unwrap_or_else(|_| panic!("{name} cannot be linked"));
    k
}

#[test]
fn boot_loader() {
    let jdk = Jdk::find_for_launcher(None).expect("the tests need an installed JDK 17");
    let options = Options::parse(&[], false, jdk, &Environment::default()).expect("no options");
    jvm::metaspace::initialize(256 << 20).expect("metaspace");
    let heap = Heap::reserve(gc::Config::with_max(256 << 20)).expect("heap");
    assert!(jvm::vm::install(jvm::vm::Vm::new(heap, options)));
    let thread = lifecycle::attach_bare(1 << 20, false).expect("attach");
    lifecycle::in_vm(thread, |t| {
        let start = Instant::now();
        boot::initialize(t).unwrap_or_else(|e| panic!("{e}"));
        println!("boot classes: {:?}, {} classes", start.elapsed(), boot::loader().classes.read().len());
        mirrors_are_complete(t);
        layouts(t);
        vtables(t);
        itables(t);
        subtypes(t);
        whole_package_set(t);
    });
}

fn mirrors_are_complete(t: &mut Scope<'_>) {
    for w in Wk::ALL {
        let m = w.klass().mirror(t);
        assert_eq!(m.type_info().kind, TypeKind::Mirror);
        assert_eq!(KlassRef::from_mirror(m), Some(w.klass()), "{w:?}");
    }
    let int = mirrors::primitive_mirror(t, BasicType::Int);
    assert_eq!(mirrors::primitive_type_of(t, int), Some(BasicType::Int));
    let void = mirrors::primitive_mirror(t, BasicType::Void);
    assert_eq!(mirrors::primitive_type_of(t, void), Some(BasicType::Void));
    let ints = mirrors::primitive_array_klass(BasicType::Int);
    assert_eq!(KlassRef::from_mirror(ints.mirror(t)), Some(ints));
    assert!(ints.is_subtype_of(Wk::Cloneable.klass()) && ints.is_subtype_of(Wk::Object.klass()));
}

fn layouts(t: &mut Scope<'_>) {
    let k = load(t, "java/util/HashMap$Node");
    assert_eq!(k.type_info.instance_size, 24, "hash, key, value, next");
    assert_eq!(k.ref_blocks().len(), 1);
    assert_eq!(k.ref_blocks()[0].count, 3);
    assert_eq!(load(t, "java/lang/Object").type_info.instance_size, 8);
    assert_eq!(load(t, "java/lang/String").type_info.instance_size, 24);
    let reference = Wk::Reference.klass();
    assert_eq!(reference.type_info.kind, TypeKind::Reference);
    assert_eq!(reference.ref_blocks().iter().map(|b| b.count).sum::<u32>(), 2, "queue and next");
}

fn vtables(t: &mut Scope<'_>) {
    let object = linked(t, "java/lang/Object");
    assert_eq!(object.vtable_len.get(), 5, "finalize, equals, toString, hashCode, clone");
    let map = linked(t, "java/util/HashMap");
    println!("java/util/HashMap: vtable {}, itables {}", map.vtable_len.get(), map.itable.get().len());
    let to_string = resolve::lookup_method(map, symbol("toString"), symbol("()Ljava/lang/String;")).unwrap();
    assert_eq!(to_string.holder.name, "java/util/AbstractMap");
    assert_eq!(map.vtable(to_string.vtable_index.get() as usize), to_string);
    let linked_map = linked(t, "java/util/LinkedHashMap");
    let get = map.declared_method(symbol("get"), symbol("(Ljava/lang/Object;)Ljava/lang/Object;")).unwrap();
    assert_eq!(linked_map.vtable(get.vtable_index.get() as usize).holder, linked_map);
}

fn itables(t: &mut Scope<'_>) {
    let map = linked(t, "java/util/HashMap");
    let interface = load(t, "java/util/Map");
    let size = interface.declared_method(symbol("size"), symbol("()I")).unwrap();
    let entry = map.itable.get().iter().find(|e| e.interface == interface).unwrap();
    assert_eq!(entry.methods[size.vtable_index.get() as usize].get().unwrap().holder, map);
    assert_eq!(resolve::select_method(map, size).unwrap().holder, map);
    // a default method that nobody overrides
    let list = linked(t, "java/util/LinkedList");
    let spliterator = symbol("stream");
    let m = resolve::lookup_method(list, spliterator, symbol("()Ljava/util/stream/Stream;")).unwrap();
    assert_eq!(m.holder.name, "java/util/Collection");
    assert_eq!(resolve::select_method(list, m), Some(m));
}

fn subtypes(t: &mut Scope<'_>) {
    let (map, table) = (load(t, "java/util/Map"), load(t, "java/util/Hashtable"));
    assert!(table.is_subtype_of(map) && !map.is_subtype_of(table));
    let (string, object) = (Wk::String.klass(), Wk::Object.klass());
    let strings = arrays::array_klass(t, string).expect("array");
    let objects = arrays::array_klass(t, object).expect("array");
    let deep = arrays::nested(t, string, 3).expect("array");
    assert!(strings.is_subtype_of(objects) && deep.is_subtype_of(objects) && !objects.is_subtype_of(strings));
    assert_eq!(deep.name, "[[[Ljava/lang/String;");
    assert_eq!(load(t, "[[[Ljava/lang/String;"), deep);
    assert!(strings.is_subtype_of(Wk::Serializable.klass()));
}

/// Every class of the packages that a program starts with can be loaded and linked.
fn whole_package_set(t: &mut Scope<'_>) {
    let names = std::process::Command::new("jimage")
        .args(["list", "--include", "regex:/java.base/java/(lang|util|io)/.*"])
        .arg(boot_image())
        .output();
    let Ok(out) = names else { return };
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut count = 0;
    let start = Instant::now();
    for class in text.lines().filter_map(|l| l.trim().strip_suffix(".class")) {
        linked(t, class);
        count += 1;
    }
    println!("{count} classes: {:?}, metaspace {:?}", start.elapsed(), jvm::metaspace::usage());
}

fn boot_image() -> std::path::PathBuf {
    jvm::vm::vm().options.jdk.home.join("lib/modules")
}
