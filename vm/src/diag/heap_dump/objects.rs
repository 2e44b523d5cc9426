//! Class dumps and objects.

use std::rc::Rc;

use gc::object::array_base;
use gc::{NarrowRef, ObjRef, TypeKind};

use super::output::{double_bits, float_bits, object_id, sub, type_code, type_size};
use super::{Dump, NO_TRACE};
use crate::class::{BasicType, ConstantPool, Field, KlassRef, Tag};
use crate::loader::data::RefSlot;
use crate::options::VM_NAME;
use crate::symbol::FxMap;
use crate::vm::vm;
use crate::well_known::f;

/// Where the fields of an instance lie, those of the class first, then its superclass's, and so on.
struct Plan {
    fields: Vec<(BasicType, u32)>,
    /// Bytes of their values in a dump.
    size: u32,
}

/// Plans of the classes met so far, by class id.
#[derive(Default)]
pub struct Plans(FxMap<u32, Rc<Plan>>);

impl Plans {
    fn of(&mut self, k: KlassRef) -> Rc<Plan> {
        let plan = self.0.entry(k.id()).or_insert_with(|| {
            let fields: Vec<(BasicType, u32)> =
                k.supers().flat_map(instance_fields).map(|f| (f.ty, f.offset)).collect();
            let size = fields.iter().map(|(ty, _)| type_size(*ty)).sum();
            Rc::new(Plan { fields, size })
        });
        Rc::clone(plan)
    }
}

fn instance_fields(k: KlassRef) -> impl Iterator<Item = &'static Field> {
    k.fields.get().iter().filter(|f| !f.is_static())
}

fn static_fields(k: KlassRef) -> impl Iterator<Item = &'static Field> {
    k.fields.get().iter().filter(|f| f.is_static())
}

/// What the constants of a class have been resolved to: strings, method handles and types, dynamic constants.
pub fn resolved_references(cp: &ConstantPool) -> impl Iterator<Item = RefSlot> + '_ {
    let holds_slot = |tag| matches!(tag, Tag::String | Tag::MethodHandle | Tag::MethodType | Tag::Dynamic);
    (0..cp.len() as u16)
        .filter(move |&i| holds_slot(cp.tag(i)) && cp.resolved(i) != 0)
        .map(|i| RefSlot(cp.resolved(i) as u32))
}

/// Number of elements of `size` bytes that a sub-record with `head` further bytes can hold: lengths have 32 bits.
fn max_elements(size: u32, head: u32) -> usize {
    ((u32::MAX - 1 - head) / size) as usize
}

impl Dump<'_> {
    pub(super) fn write_class_dumps(&mut self) {
        let mut others = self.other_references();
        for i in 0..self.classes.len() {
            let k = self.classes[i];
            let others = others.remove(&k.id()).unwrap_or_default();
            self.write_class_dump(k, others);
        }
    }

    fn write_class_dump(&mut self, k: KlassRef, others: Vec<RefSlot>) {
        // as a class of its elements has them
        let element = k.element();
        let mirror = k.mirror(self.t);
        let own = element.map(|e| e.mirror(self.t));
        let mut references: Vec<RefSlot> =
            k.cp.into_iter().flat_map(resolved_references).chain(others).collect();
        // the count has 16 bits
        references.truncate(usize::from(u16::MAX) - static_fields(k).count());
        let (statics, fields) = (static_fields(k).count() + references.len(), instance_fields(k).count());
        let values: u32 = static_fields(k).map(|f| type_size(f.ty)).sum();
        let length =
            70 + statics as u64 * 9 + u64::from(values) + references.len() as u64 * 8 + fields as u64 * 9;
        let size = if k.is_instance() { self.plans.of(k).size } else { 0 };
        let out = &mut self.out;
        out.sub_record(sub::CLASS_DUMP, length);
        out.class(k);
        out.u4(NO_TRACE);
        match k.superclass.get().filter(|_| !k.is_interface()) {
            Some(s) => out.class(s),
            None => out.u8(0),
        }
        out.object(element.and_then(|e| e.loader.object(self.t)));
        out.object(own.and_then(|m| f::Class::signers.get(m)));
        out.object(own.and_then(|m| f::Class::protection_domain.get(m)));
        out.u8(0);
        out.u8(0);
        out.u4(size);
        // the constant pool: readers leave it out
        out.u2(0);
        out.u2(statics as u16);
        for f in static_fields(k) {
            out.symbol(f.name);
            out.u1(type_code(f.ty));
            // SAFETY: a static field of the class lies there in its mirror.
            unsafe { out.value(f.ty, mirror, f.offset as usize) };
        }
        for slot in references {
            out.symbol(self.names.resolved_references);
            out.u1(type_code(BasicType::Object));
            out.narrow(slot.narrow());
        }
        out.u2(fields as u16);
        for f in instance_fields(k) {
            out.symbol(f.name);
            out.u1(type_code(f.ty));
        }
    }

    pub(super) fn write_objects(&mut self) {
        // SAFETY: all threads are stopped, and their buffers have been retired.
        unsafe { vm().heap.for_each_object(|o| self.write_object(o)) };
    }

    fn write_object(&mut self, o: ObjRef<'_>) {
        match o.type_info().kind {
            TypeKind::RefArray => self.write_object_array(o),
            TypeKind::PrimArray => self.write_primitive_array(o),
            // classes have a dump of their own kind
            TypeKind::Mirror if KlassRef::from_mirror(o).is_some() => {}
            _ => self.write_instance(o),
        }
    }

    fn write_instance(&mut self, o: ObjRef<'_>) {
        let k = KlassRef::of(o);
        let plan = self.plans.of(k);
        let out = &mut self.out;
        out.sub_record(sub::INSTANCE_DUMP, 24 + u64::from(plan.size));
        out.object(Some(o));
        out.u4(NO_TRACE);
        out.class(k);
        out.u4(plan.size);
        for &(ty, offset) in &plan.fields {
            // SAFETY: a field of the object's class or a superclass.
            unsafe { out.value(ty, o, offset as usize) };
        }
    }

    fn write_object_array(&mut self, o: ObjRef<'_>) {
        let length = self.checked_length(o, max_elements(8, 24));
        let out = &mut self.out;
        out.sub_record(sub::OBJECT_ARRAY_DUMP, 24 + 8 * length as u64);
        out.object(Some(o));
        out.u4(NO_TRACE);
        out.u4(length as u32);
        out.class(KlassRef::of(o));
        out.elements((0..length).map(|i| {
            // SAFETY: an element of an array of references; nobody writes it now.
            object_id(unsafe { o.load::<NarrowRef>(array_base(2) + 4 * i) }).to_be_bytes()
        }));
    }

    fn write_primitive_array(&mut self, o: ObjRef<'_>) {
        let ty = KlassRef::of(o).elem_type;
        let size = type_size(ty);
        let length = self.checked_length(o, max_elements(size, 17));
        let out = &mut self.out;
        out.sub_record(sub::PRIMITIVE_ARRAY_DUMP, 17 + u64::from(size) * length as u64);
        out.object(Some(o));
        out.u4(NO_TRACE);
        out.u4(length as u32);
        out.u1(type_code(ty));
        let bytes = &o.bytes()[..length * size as usize];
        match ty {
            BasicType::Boolean | BasicType::Byte => out.bytes(bytes),
            BasicType::Char | BasicType::Short => {
                out.elements(bytes.as_chunks().0.iter().map(|c| u16::from_ne_bytes(*c).to_be_bytes()));
            }
            BasicType::Int => {
                out.elements(bytes.as_chunks().0.iter().map(|c| u32::from_ne_bytes(*c).to_be_bytes()));
            }
            BasicType::Long => {
                out.elements(bytes.as_chunks().0.iter().map(|c| u64::from_ne_bytes(*c).to_be_bytes()));
            }
            BasicType::Float => {
                let floats = bytes.as_chunks().0.iter().map(|c| f32::from_ne_bytes(*c));
                out.elements(floats.map(|v| float_bits(v).to_be_bytes()));
            }
            _ => {
                let doubles = bytes.as_chunks().0.iter().map(|c| f64::from_ne_bytes(*c));
                out.elements(doubles.map(|v| double_bits(v).to_be_bytes()));
            }
        }
    }

    /// Length of an array, cut off where the format cannot say more.
    fn checked_length(&self, o: ObjRef<'_>, max: usize) -> usize {
        let length = o.length();
        if length > max {
            let name = KlassRef::of(o).external_name();
            eprintln!(
                "{VM_NAME} VM warning: cannot dump array of type {name} with length {length}; truncating to length \
                 {max}"
            );
        }
        length.min(max)
    }
}
