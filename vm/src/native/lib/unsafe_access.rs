//! `jdk.internal.misc.Unsafe`.
//!
//! With a null base an offset is an absolute address. References in objects are narrow; a reference
//! through a null base is a narrow one in native memory, as in HotSpot with compressed references.

use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU32, Ordering, fence};

use gc::object::array_base;
use gc::{Handle, NarrowRef, Prim, barrier};

use crate::class::klass::{InitState, KlassRef};
use crate::link::init;
use crate::loader::define::{DefineOptions, define_class};
use crate::loader::load;
use crate::native::builtin::{Args, Row};
use crate::runtime::{alloc, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, JavaThread, Scope, Value, park};
use crate::well_known::f;

const CLASS: &str = "jdk/internal/misc/Unsafe";

/// Address that (base object in slot 1, offset in slot 2) names, valid until the next safepoint.
#[inline(always)]
fn address(t: &Scope<'_>, a: Args<'_>) -> *mut u8 {
    at(t, a.object(1), a.long(2))
}

#[inline(always)]
fn at(t: &Scope<'_>, base: Option<Handle<'_>>, offset: i64) -> *mut u8 {
    let base = base.map_or(0, |h| h.get(t).addr());
    (base as i64).wrapping_add(offset) as *mut u8
}

/// A value read or written through Unsafe; addresses in native memory may be unaligned.
unsafe fn load<T: Prim>(p: *mut u8, volatile: bool) -> T {
    // SAFETY: Unsafe's callers vouch for the address.
    unsafe {
        if volatile {
            T::load(p, Ordering::SeqCst)
        } else if (p as usize).is_multiple_of(size_of::<T>()) {
            T::load(p, Ordering::Relaxed)
        } else {
            p.cast::<T>().read_unaligned()
        }
    }
}

unsafe fn store<T: Prim>(p: *mut u8, v: T, volatile: bool) {
    // SAFETY: Unsafe's callers vouch for the address.
    unsafe {
        if volatile {
            T::store(p, v, Ordering::SeqCst);
        } else if (p as usize).is_multiple_of(size_of::<T>()) {
            T::store(p, v, Ordering::Relaxed);
        } else {
            p.cast::<T>().write_unaligned(v);
        }
    }
}

macro_rules! access {
    ($($get:ident $put:ident $getv:ident $putv:ident $ty:ty, |$a:ident| $arg:expr, |$v:ident| $value:expr;)*) => {$(
        fn $get<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
            // SAFETY: Unsafe's callers vouch for the address.
            let $v: $ty = unsafe { load(address(t, a), false) };
            Ok($value)
        }
        fn $getv<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
            // SAFETY: as above.
            let $v: $ty = unsafe { load(address(t, a), true) };
            Ok($value)
        }
        fn $put<'s>(t: &mut Scope<'s>, $a: Args<'_>) -> JResult<Value<'s>> {
            // SAFETY: as above.
            unsafe { store::<$ty>(address(t, $a), $arg, false) };
            Ok(Value::Void)
        }
        fn $putv<'s>(t: &mut Scope<'s>, $a: Args<'_>) -> JResult<Value<'s>> {
            // SAFETY: as above.
            unsafe { store::<$ty>(address(t, $a), $arg, true) };
            Ok(Value::Void)
        }
    )*};
}
access! {
    get_int put_int get_int_volatile put_int_volatile i32, |a| a.int(4), |v| Value::Int(v);
    get_boolean put_boolean get_boolean_volatile put_boolean_volatile u8, |a| u8::from(a.bool(4)), |v| Value::Int(i32::from(v != 0));
    get_byte put_byte get_byte_volatile put_byte_volatile i8, |a| a.int(4) as i8, |v| Value::Int(v.into());
    get_short put_short get_short_volatile put_short_volatile i16, |a| a.int(4) as i16, |v| Value::Int(v.into());
    get_char put_char get_char_volatile put_char_volatile u16, |a| a.int(4) as u16, |v| Value::Int(v.into());
    get_long put_long get_long_volatile put_long_volatile i64, |a| a.long(4), |v| Value::Long(v);
    get_float put_float get_float_volatile put_float_volatile f32, |a| a.float(4), |v| Value::Float(v);
    get_double put_double get_double_volatile put_double_volatile f64, |a| a.double(4), |v| Value::Double(v);
}

fn reference<'s>(t: &Scope<'s>, n: NarrowRef) -> Value<'s> {
    // SAFETY: just read from a reference location.
    Value::Ref(unsafe { t.handle_from(n) })
}

fn narrow(h: Option<Handle<'_>>) -> NarrowRef {
    h.map_or(NarrowRef::NULL, Handle::narrow)
}

/// The barrier for a store at `p`, which may lie outside the heap when the base is null.
fn stored(base: Option<Handle<'_>>, p: *mut u8) {
    if base.is_some() {
        barrier::post_write(p as usize);
    }
}

fn get_reference<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: Unsafe's callers vouch for the address.
    Ok(reference(t, unsafe { load(address(t, a), false) }))
}
fn get_reference_volatile<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: as above.
    Ok(reference(t, unsafe { load(address(t, a), true) }))
}
fn put_ref(t: &Scope<'_>, a: Args<'_>, volatile: bool) {
    let p = address(t, a);
    // SAFETY: as above.
    unsafe { store(p, narrow(a.object(4)), volatile) };
    stored(a.object(1), p);
}
fn put_reference<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    put_ref(t, a, false);
    Ok(Value::Void)
}
fn put_reference_volatile<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    put_ref(t, a, true);
    Ok(Value::Void)
}
fn get_uncompressed_object<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: the caller vouches that a full object address is stored there.
    let o = unsafe {
        let addr = (a.long(1) as *const usize).read_unaligned();
        if addr == 0 { None } else { Some(gc::ObjRef::from_addr(addr)) }
    };
    Ok(Value::Ref(t.handle_opt(o)))
}

fn exchange_ref(t: &Scope<'_>, a: Args<'_>) -> Result<u32, u32> {
    let p = address(t, a);
    let (old, new) = (narrow(a.object(4)), narrow(a.object(5)));
    // SAFETY: Unsafe's callers vouch for the address, aligned as references are.
    let r = unsafe { AtomicU32::from_ptr(p.cast()) }.compare_exchange(
        old.0,
        new.0,
        Ordering::SeqCst,
        Ordering::SeqCst,
    );
    if r.is_ok() {
        stored(a.object(1), p);
    }
    r
}
fn compare_and_set_reference<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    Ok(Value::Int(i32::from(exchange_ref(t, a).is_ok())))
}
fn compare_and_exchange_reference<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let (Ok(n) | Err(n)) = exchange_ref(t, a);
    Ok(reference(t, NarrowRef(n)))
}
fn exchange_int(t: &Scope<'_>, a: Args<'_>) -> Result<i32, i32> {
    // SAFETY: Unsafe's callers vouch for the address and its alignment.
    unsafe { AtomicI32::from_ptr(address(t, a).cast()) }.compare_exchange(
        a.int(4),
        a.int(5),
        Ordering::SeqCst,
        Ordering::SeqCst,
    )
}
fn compare_and_set_int<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    Ok(Value::Int(i32::from(exchange_int(t, a).is_ok())))
}
fn compare_and_exchange_int<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let (Ok(v) | Err(v)) = exchange_int(t, a);
    Ok(Value::Int(v))
}
fn exchange_long(t: &Scope<'_>, a: Args<'_>) -> Result<i64, i64> {
    // SAFETY: Unsafe's callers vouch for the address and its alignment.
    unsafe { AtomicI64::from_ptr(address(t, a).cast()) }.compare_exchange(
        a.long(4),
        a.long(6),
        Ordering::SeqCst,
        Ordering::SeqCst,
    )
}
fn compare_and_set_long<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    Ok(Value::Int(i32::from(exchange_long(t, a).is_ok())))
}
fn compare_and_exchange_long<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let (Ok(v) | Err(v)) = exchange_long(t, a);
    Ok(Value::Long(v))
}

fn load_fence<'s>(_: &mut Scope<'s>, _: Args<'_>) -> JResult<Value<'s>> {
    fence(Ordering::Acquire);
    Ok(Value::Void)
}
fn store_fence<'s>(_: &mut Scope<'s>, _: Args<'_>) -> JResult<Value<'s>> {
    fence(Ordering::Release);
    Ok(Value::Void)
}
fn full_fence<'s>(_: &mut Scope<'s>, _: Args<'_>) -> JResult<Value<'s>> {
    fence(Ordering::SeqCst);
    Ok(Value::Void)
}

// ---- native memory --------------------------------------------------------------------------------

fn allocate_memory<'s>(_: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: malloc takes any size; Java turns 0 into OutOfMemoryError.
    Ok(Value::Long(unsafe { libc::malloc(a.long(1) as usize) } as i64))
}
fn reallocate_memory<'s>(_: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: Unsafe's callers pass an address that allocateMemory gave, or 0.
    Ok(Value::Long(unsafe { libc::realloc(a.long(1) as *mut libc::c_void, a.long(3) as usize) } as i64))
}
fn free_memory<'s>(_: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: as above.
    unsafe { libc::free(a.long(1) as *mut libc::c_void) };
    Ok(Value::Void)
}
fn set_memory<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    // SAFETY: Unsafe's callers vouch for the range.
    unsafe { std::ptr::write_bytes(address(t, a), a.int(6) as u8, a.long(4) as usize) };
    Ok(Value::Void)
}
fn copy_memory<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let (from, to) = (address(t, a), at(t, a.object(4), a.long(5)));
    // SAFETY: Unsafe's callers vouch for both ranges.
    unsafe { std::ptr::copy(from, to, a.long(7) as usize) };
    Ok(Value::Void)
}
fn copy_swap_memory<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let (from, to) = (address(t, a), at(t, a.object(4), a.long(5)));
    let (bytes, elem) = (a.long(7) as usize, a.long(9) as usize);
    if elem == 0 {
        return Ok(Value::Void);
    }
    // SAFETY: Unsafe's callers vouch for both ranges, which may overlap: go by a copy.
    unsafe {
        let mut data = std::slice::from_raw_parts(from, bytes).to_vec();
        data.chunks_exact_mut(elem).for_each(<[u8]>::reverse);
        std::ptr::copy_nonoverlapping(data.as_ptr(), to, bytes);
    }
    Ok(Value::Void)
}
/// `writeback0` and its syncs: only called when the platform supports persistent memory, which
/// `UnsafeConstants.DATA_CACHE_LINE_FLUSH_SIZE` 0 denies.
fn writeback<'s>(t: &mut Scope<'s>, _: Args<'_>) -> JResult<Value<'s>> {
    Err(t.throw_new("java/lang/RuntimeException", "writebackMemory not enabled!"))
}

// ---- layout ---------------------------------------------------------------------------------------

fn reflected_field(t: &mut Scope<'_>, field: Handle<'_>) -> JResult<&'static crate::class::Field> {
    let slot = f::Field::slot.get(field.get(t));
    let class = f::Field::clazz.get(field.get(t)).and_then(KlassRef::from_mirror);
    match class.and_then(|k| k.fields.get().iter().find(|x| i32::from(x.index) == slot)) {
        Some(x) => Ok(x),
        None => Err(t.throw_new("java/lang/InternalError", "not a field of a class")),
    }
}
fn field_offset<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let field = a.non_null(t, 1)?;
    Ok(Value::Long(reflected_field(t, field)?.offset.into()))
}
fn object_field_offset_by_name<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let (class, name) = (a.non_null(t, 1)?, a.non_null(t, 2)?);
    let k = KlassRef::from_mirror(class.get(t));
    let name = strings::symbol(name.get(t));
    let found = k.zip(name).and_then(|(k, n)| k.fields.get().iter().find(|x| x.name == n && !x.is_static()));
    match found {
        Some(x) => Ok(Value::Long(x.offset.into())),
        None => Err(t.throw_bare("java/lang/InternalError")),
    }
}
fn static_field_base<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let field = a.non_null(t, 1)?;
    let x = reflected_field(t, field)?;
    if !x.is_static() {
        return Err(t.throw_bare("java/lang/IllegalArgumentException"));
    }
    Ok(Value::Ref(Some(t.handle(x.holder.mirror(t)))))
}
fn array_facts(t: &mut Scope<'_>, a: Args<'_>) -> JResult<u32> {
    let class = a.non_null(t, 1)?;
    match KlassRef::from_mirror(class.get(t)) {
        Some(k) if k.is_array() => Ok(k.type_info.log2_elem.into()),
        _ => Err(t.throw_bare("java/lang/InvalidClassException")),
    }
}
fn array_base_offset<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let log2 = array_facts(t, a)?;
    Ok(Value::Int(array_base(log2) as i32))
}
fn array_index_scale<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let log2 = array_facts(t, a)?;
    Ok(Value::Int(1 << log2))
}

// ---- classes --------------------------------------------------------------------------------------

fn should_be_initialized<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let class = a.non_null(t, 1)?;
    let k = KlassRef::from_mirror(class.get(t));
    Ok(Value::Int(i32::from(k.is_some_and(|k| k.is_instance() && k.init_state() != InitState::Initialized))))
}
fn ensure_class_initialized<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let class = a.non_null(t, 1)?;
    if let Some(k) = KlassRef::from_mirror(class.get(t)) {
        init::ensure_initialized(t, k)?;
    }
    Ok(Value::Void)
}
fn allocate_instance<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let class = a.non_null(t, 1)?;
    let k = KlassRef::from_mirror(class.get(t));
    match k {
        Some(k) if k.is_instance() && !k.is_abstract() && k.type_info.kind != gc::TypeKind::Mirror => {
            init::ensure_initialized(t, k)?;
            Ok(Value::Ref(Some(alloc::new_instance(t, k)?)))
        }
        Some(k) => {
            let name = k.external_name();
            Err(t.throw_new("java/lang/InstantiationException", &name))
        }
        None => Err(t.throw_bare("java/lang/InstantiationException")),
    }
}
fn define_class_0<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let data = a.non_null(t, 2)?;
    let (start, length) = (a.int(3), a.int(4));
    if start < 0 || length < 0 || (start as usize + length as usize) > data.get(t).length() {
        return Err(t.throw_bare("java/lang/ArrayIndexOutOfBoundsException"));
    }
    let mut bytes = vec![0u8; length as usize];
    data.get(t).read_array(start as usize, &mut bytes);
    let loader = load::of_object(t, a.object(5));
    let name = a.object(1).and_then(|n| {
        let text = strings::mutf8(n.get(t));
        let dotted: Vec<u8> = text.iter().map(|&b| if b == b'.' { b'/' } else { b }).collect();
        (dotted.len() <= u16::MAX as usize).then(|| Symbol::new(&dotted))
    });
    let options =
        DefineOptions { name: name.map(Symbol::bytes), protection_domain: a.object(6), ..Default::default() };
    let k = define_class(t, loader, &bytes, &options)?;
    Ok(Value::Ref(Some(t.handle(k.mirror(t)))))
}

// ---- threads and others -----------------------------------------------------------------------------

fn throw_exception<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let e = a.non_null(t, 1)?;
    Err(t.throw(e))
}
fn park_0<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    park::park(t, a.bool(1), a.long(2));
    Ok(Value::Void)
}
fn unpark_0<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    if let Some(thread) = a.object(1) {
        let eetop = f::Thread::eetop.get(thread.get(t));
        if eetop != 0 {
            // SAFETY: the field holds the address of the thread's JavaThread while it runs; these structures are
            // never freed, and one that has been given to another thread gets a permit too many, which park allows.
            park::unpark(unsafe { &*(eetop as usize as *const JavaThread) });
        }
    }
    Ok(Value::Void)
}
fn load_average<'s>(t: &mut Scope<'s>, a: Args<'_>) -> JResult<Value<'s>> {
    let array = a.non_null(t, 1)?;
    let n = a.int(2).clamp(0, 3);
    let mut load = [0f64; 3];
    // SAFETY: room for three values.
    let got = unsafe { libc::getloadavg(load.as_mut_ptr(), n) };
    for (i, v) in load.iter().enumerate().take(got.max(0) as usize) {
        array.get(t).set_elem(i, *v);
    }
    Ok(Value::Int(got))
}
fn nothing<'s>(_: &mut Scope<'s>, _: Args<'_>) -> JResult<Value<'s>> {
    Ok(Value::Void)
}

macro_rules! rows {
    ($($name:literal $desc:literal $body:expr;)*) => {
        /// The native methods of `jdk.internal.misc.Unsafe`.
        pub static ROWS: &[Row] = &[$(Row { class: CLASS, name: $name, desc: $desc, body: $body }),*];
    };
}
rows! {
    // binding is by this table, so there is nothing to register
    "registerNatives" "()V" nothing;
    "getInt" "(Ljava/lang/Object;J)I" get_int;
    "putInt" "(Ljava/lang/Object;JI)V" put_int;
    "getBoolean" "(Ljava/lang/Object;J)Z" get_boolean;
    "putBoolean" "(Ljava/lang/Object;JZ)V" put_boolean;
    "getByte" "(Ljava/lang/Object;J)B" get_byte;
    "putByte" "(Ljava/lang/Object;JB)V" put_byte;
    "getShort" "(Ljava/lang/Object;J)S" get_short;
    "putShort" "(Ljava/lang/Object;JS)V" put_short;
    "getChar" "(Ljava/lang/Object;J)C" get_char;
    "putChar" "(Ljava/lang/Object;JC)V" put_char;
    "getLong" "(Ljava/lang/Object;J)J" get_long;
    "putLong" "(Ljava/lang/Object;JJ)V" put_long;
    "getFloat" "(Ljava/lang/Object;J)F" get_float;
    "putFloat" "(Ljava/lang/Object;JF)V" put_float;
    "getDouble" "(Ljava/lang/Object;J)D" get_double;
    "putDouble" "(Ljava/lang/Object;JD)V" put_double;
    "getReference" "(Ljava/lang/Object;J)Ljava/lang/Object;" get_reference;
    "putReference" "(Ljava/lang/Object;JLjava/lang/Object;)V" put_reference;
    "getIntVolatile" "(Ljava/lang/Object;J)I" get_int_volatile;
    "putIntVolatile" "(Ljava/lang/Object;JI)V" put_int_volatile;
    "getBooleanVolatile" "(Ljava/lang/Object;J)Z" get_boolean_volatile;
    "putBooleanVolatile" "(Ljava/lang/Object;JZ)V" put_boolean_volatile;
    "getByteVolatile" "(Ljava/lang/Object;J)B" get_byte_volatile;
    "putByteVolatile" "(Ljava/lang/Object;JB)V" put_byte_volatile;
    "getShortVolatile" "(Ljava/lang/Object;J)S" get_short_volatile;
    "putShortVolatile" "(Ljava/lang/Object;JS)V" put_short_volatile;
    "getCharVolatile" "(Ljava/lang/Object;J)C" get_char_volatile;
    "putCharVolatile" "(Ljava/lang/Object;JC)V" put_char_volatile;
    "getLongVolatile" "(Ljava/lang/Object;J)J" get_long_volatile;
    "putLongVolatile" "(Ljava/lang/Object;JJ)V" put_long_volatile;
    "getFloatVolatile" "(Ljava/lang/Object;J)F" get_float_volatile;
    "putFloatVolatile" "(Ljava/lang/Object;JF)V" put_float_volatile;
    "getDoubleVolatile" "(Ljava/lang/Object;J)D" get_double_volatile;
    "putDoubleVolatile" "(Ljava/lang/Object;JD)V" put_double_volatile;
    "getReferenceVolatile" "(Ljava/lang/Object;J)Ljava/lang/Object;" get_reference_volatile;
    "putReferenceVolatile" "(Ljava/lang/Object;JLjava/lang/Object;)V" put_reference_volatile;
    "getUncompressedObject" "(J)Ljava/lang/Object;" get_uncompressed_object;
    "compareAndSetReference" "(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Z" compare_and_set_reference;
    "compareAndExchangeReference" "(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;" compare_and_exchange_reference;
    "compareAndSetInt" "(Ljava/lang/Object;JII)Z" compare_and_set_int;
    "compareAndExchangeInt" "(Ljava/lang/Object;JII)I" compare_and_exchange_int;
    "compareAndSetLong" "(Ljava/lang/Object;JJJ)Z" compare_and_set_long;
    "compareAndExchangeLong" "(Ljava/lang/Object;JJJ)J" compare_and_exchange_long;
    "loadFence" "()V" load_fence;
    "storeFence" "()V" store_fence;
    "fullFence" "()V" full_fence;
    "allocateMemory0" "(J)J" allocate_memory;
    "reallocateMemory0" "(JJ)J" reallocate_memory;
    "freeMemory0" "(J)V" free_memory;
    "setMemory0" "(Ljava/lang/Object;JJB)V" set_memory;
    "copyMemory0" "(Ljava/lang/Object;JLjava/lang/Object;JJ)V" copy_memory;
    "copySwapMemory0" "(Ljava/lang/Object;JLjava/lang/Object;JJJ)V" copy_swap_memory;
    "writeback0" "(J)V" writeback;
    "writebackPreSync0" "()V" writeback;
    "writebackPostSync0" "()V" writeback;
    "objectFieldOffset0" "(Ljava/lang/reflect/Field;)J" field_offset;
    "objectFieldOffset1" "(Ljava/lang/Class;Ljava/lang/String;)J" object_field_offset_by_name;
    "staticFieldOffset0" "(Ljava/lang/reflect/Field;)J" field_offset;
    "staticFieldBase0" "(Ljava/lang/reflect/Field;)Ljava/lang/Object;" static_field_base;
    "arrayBaseOffset0" "(Ljava/lang/Class;)I" array_base_offset;
    "arrayIndexScale0" "(Ljava/lang/Class;)I" array_index_scale;
    "shouldBeInitialized0" "(Ljava/lang/Class;)Z" should_be_initialized;
    "ensureClassInitialized0" "(Ljava/lang/Class;)V" ensure_class_initialized;
    "allocateInstance" "(Ljava/lang/Class;)Ljava/lang/Object;" allocate_instance;
    "defineClass0" "(Ljava/lang/String;[BIILjava/lang/ClassLoader;Ljava/security/ProtectionDomain;)Ljava/lang/Class;" define_class_0;
    "throwException" "(Ljava/lang/Throwable;)V" throw_exception;
    "park" "(ZJ)V" park_0;
    "unpark" "(Ljava/lang/Object;)V" unpark_0;
    "getLoadAverage0" "([DI)I" load_average;
}
