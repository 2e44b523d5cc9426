//! Fields of classes that the VM does not load at start (those are in `well_known`): the first leaf that needs one finds its offset.

use std::sync::atomic::{AtomicU32, Ordering};

use gc::ObjRef;

use crate::class::KlassRef;

/// An instance field of a class of the boot loader.
pub(super) struct LateField {
    class: &'static str,
    name: &'static str,
    desc: &'static str,
    /// 0 until it has been found.
    offset: AtomicU32,
}

impl LateField {
    pub(super) const fn new(class: &'static str, name: &'static str, desc: &'static str) -> LateField {
        LateField { class, name, desc, offset: AtomicU32::new(0) }
    }

    /// The offset in `o`, which is an instance of the class; `None`: the class has no such field.
    fn offset(&self, o: ObjRef<'_>) -> Option<usize> {
        let known = self.offset.load(Ordering::Relaxed);
        if known != 0 {
            return Some(known as usize);
        }
        let class = KlassRef::of(o).supers().find(|&k| is_boot_class(k, self.class))?;
        let found = class.fields.get().iter().find(|f| {
            !f.is_static() && f.name.bytes() == self.name.as_bytes() && f.desc.bytes() == self.desc.as_bytes()
        })?;
        let offset = found.offset;
        self.offset.store(offset, Ordering::Relaxed);
        Some(offset as usize)
    }

    /// The reference that the field holds in `o`, an instance of the class.
    pub(super) fn get_ref<'a>(&self, o: ObjRef<'a>) -> Option<ObjRef<'a>> {
        debug_assert!(self.desc.starts_with(['L', '[']));
        // SAFETY: the offset is that of a field of this type.
        unsafe { o.load_ref(self.offset(o)?) }
    }

    /// The `int` that the field holds.
    pub(super) fn get_int(&self, o: ObjRef<'_>) -> Option<i32> {
        debug_assert!(self.desc == "I");
        // SAFETY: as above.
        unsafe { Some(o.load(self.offset(o)?)) }
    }

    /// Sets the `int`.
    pub(super) fn set_int(&self, o: ObjRef<'_>, v: i32) -> Option<()> {
        debug_assert!(self.desc == "I");
        // SAFETY: as above.
        unsafe { o.store(self.offset(o)?, v) };
        Some(())
    }
}

/// Whether `k` is the class of this name of the boot loader.
pub(super) fn is_boot_class(k: KlassRef, name: &str) -> bool {
    k.name.bytes() == name.as_bytes() && k.loader.is_boot()
}
