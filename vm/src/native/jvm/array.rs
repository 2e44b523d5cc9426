//! `java.lang.reflect.Array` and `System.arraycopy`.

use gc::Handle;

use super::{JValue, jvm_export};
use crate::class::{BasicType, KlassRef};
use crate::loader::{arrays, mirrors};
use crate::runtime::{alloc, arraycopy, boxing};
use crate::thread::{JResult, Scope, Thrown, Value};

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";
const BOUNDS: &str = "java/lang/ArrayIndexOutOfBoundsException";
/// Most dimensions of an array class (JVMS §4.3.2).
const MAX_DIMENSIONS: usize = 255;

/// Checks that `array` is an array, of primitives when `primitive` is set; its element type.
fn check(t: &mut Scope<'_>, array: Handle<'_>, primitive: bool) -> JResult<Option<BasicType>> {
    let k = KlassRef::of(array.get(t));
    match (k.is_array(), k.component) {
        (false, _) => Err(t.throw_new(ILLEGAL_ARGUMENT, "Argument is not an array")),
        (true, Some(_)) if primitive => {
            Err(t.throw_new(ILLEGAL_ARGUMENT, "Argument is not an array of primitive type"))
        }
        (true, Some(_)) => Ok(None),
        (true, None) => Ok(Some(k.elem_type)),
    }
}

/// Checks an index against an array's length.
fn check_index(t: &mut Scope<'_>, array: Handle<'_>, index: i32) -> JResult<usize> {
    match usize::try_from(index) {
        Ok(i) if i < array.get(t).length() => Ok(i),
        _ => Err(t.throw_bare(BOUNDS)),
    }
}

fn mismatch(t: &mut Scope<'_>) -> Thrown {
    t.throw_new(ILLEGAL_ARGUMENT, "argument type mismatch")
}

/// Element `i`, in bounds, of an array of primitives.
fn load(t: &Scope<'_>, array: Handle<'_>, i: usize, ty: BasicType) -> Value<'static> {
    let a = array.get(t);
    match ty {
        BasicType::Boolean => Value::Int((a.elem::<u8>(i) & 1).into()),
        BasicType::Byte => Value::Int(a.elem::<i8>(i).into()),
        BasicType::Char => Value::Int(a.elem::<u16>(i).into()),
        BasicType::Short => Value::Int(a.elem::<i16>(i).into()),
        BasicType::Int => Value::Int(a.elem(i)),
        BasicType::Long => Value::Long(a.elem(i)),
        BasicType::Float => Value::Float(a.elem(i)),
        BasicType::Double => Value::Double(a.elem(i)),
        BasicType::Object | BasicType::Array | BasicType::Void => {
            unreachable!("primitive element types only")
        }
    }
}

/// Stores a value of the element type `ty`.
fn store(t: &Scope<'_>, array: Handle<'_>, i: usize, ty: BasicType, value: Value<'static>) {
    let a = array.get(t);
    match (ty, value) {
        (BasicType::Boolean, Value::Int(v)) => a.set_elem(i, v as u8 & 1),
        (BasicType::Byte, Value::Int(v)) => a.set_elem(i, v as i8),
        (BasicType::Char, Value::Int(v)) => a.set_elem(i, v as u16),
        (BasicType::Short, Value::Int(v)) => a.set_elem(i, v as i16),
        (BasicType::Int, Value::Int(v)) => a.set_elem(i, v),
        (BasicType::Long, Value::Long(v)) => a.set_elem(i, v),
        (BasicType::Float, Value::Float(v)) => a.set_elem(i, v),
        (BasicType::Double, Value::Double(v)) => a.set_elem(i, v),
        (ty, v) => unreachable!("{v:?} is no {ty:?}"),
    }
}

/// A `jvalue` from a value of type `ty`.
fn to_jvalue(ty: BasicType, v: Value<'static>) -> JValue {
    match v {
        Value::Int(v) => match ty {
            BasicType::Boolean | BasicType::Byte => u64::from(v as u8),
            BasicType::Char | BasicType::Short => u64::from(v as u16),
            _ => u64::from(v as u32),
        },
        Value::Long(v) => v as u64,
        Value::Float(v) => v.to_bits().into(),
        Value::Double(v) => v.to_bits(),
        Value::Void | Value::Ref(_) => 0,
    }
}

/// The value of type `ty` in a `jvalue`.
fn from_jvalue(ty: BasicType, v: JValue) -> Value<'static> {
    match ty {
        BasicType::Boolean => Value::Int((v as u8).into()),
        BasicType::Byte => Value::Int((v as i8).into()),
        BasicType::Char => Value::Int((v as u16).into()),
        BasicType::Short => Value::Int((v as i16).into()),
        BasicType::Int => Value::Int(v as i32),
        BasicType::Long => Value::Long(v as i64),
        BasicType::Float => Value::Float(f32::from_bits(v as u32)),
        BasicType::Double => Value::Double(f64::from_bits(v)),
        BasicType::Object | BasicType::Array | BasicType::Void => Value::Void,
    }
}

/// The primitive type with HotSpot's code (the codes of `newarray`).
fn type_of_code(t: &mut Scope<'_>, code: i32) -> JResult<BasicType> {
    BasicType::PRIMITIVES.into_iter().find(|&ty| ty as i32 == code).ok_or_else(|| mismatch(t))
}

fn store_widened(
    t: &mut Scope<'_>,
    array: Handle<'_>,
    index: i32,
    ty: BasicType,
    (from, value): (BasicType, Value<'static>),
) -> JResult<()> {
    let i = check_index(t, array, index)?;
    match boxing::widen(value, from, ty) {
        Some(v) => {
            store(t, array, i, ty, v);
            Ok(())
        }
        None => Err(mismatch(t)),
    }
}

/// The array class with the given mirror as component type.
fn array_of(t: &mut Scope<'_>, mirror: Handle<'_>) -> JResult<KlassRef> {
    match KlassRef::from_mirror(mirror.get(t)) {
        Some(k) if dimensions(k) >= MAX_DIMENSIONS => Err(t.throw_bare(ILLEGAL_ARGUMENT)),
        Some(k) => arrays::array_klass(t, k),
        None => match mirrors::primitive_type_of(t, mirror) {
            Some(ty) if ty.is_primitive() => Ok(mirrors::primitive_array_klass(ty)),
            _ => Err(t.throw_bare(ILLEGAL_ARGUMENT)),
        },
    }
}

/// Dimensions of an array class, 0 for others.
fn dimensions(k: KlassRef) -> usize {
    std::iter::successors(Some(k), |k| k.component).filter(|k| k.is_array()).count()
}

jvm_export! {
    /// `Array.getLength`
    fn JVM_GetArrayLength(t, array: Handle<'_>) -> i32, else 0; {
        check(t, array, false)?;
        Ok(array.get(t).length() as i32)
    }

    /// `Array.get`: the element, boxed when it is primitive.
    fn JVM_GetArrayElement(t, array: Handle<'_>, index: i32) -> object {
        let ty = check(t, array, false)?;
        let i = check_index(t, array, index)?;
        match ty {
            None => Ok(t.handle_opt(array.get(t).elem_ref(i))),
            Some(ty) => {
                let v = load(t, array, i, ty);
                boxing::box_value(t, ty, v)
            }
        }
    }

    /// `Array.getInt` and its like: the element widened to the type with code `wide`.
    fn JVM_GetPrimitiveArrayElement(t, array: Handle<'_>, index: i32, wide: i32) -> JValue, else 0; {
        let ty = check(t, array, true)?.expect("an array of primitives");
        let i = check_index(t, array, index)?;
        let wide = type_of_code(t, wide)?;
        match boxing::widen(load(t, array, i, ty), ty, wide) {
            Some(v) => Ok(to_jvalue(wide, v)),
            None => Err(mismatch(t)),
        }
    }

    /// `Array.set`: unboxes and widens for arrays of primitives.
    fn JVM_SetArrayElement(t, array: Handle<'_>, index: i32, value: Option<Handle<'_>>) -> (), else (); {
        let Some(ty) = check(t, array, false)? else {
            let i = check_index(t, array, index)?;
            let component = KlassRef::of(array.get(t)).component;
            let fits = value.is_none_or(|v| {
                component.is_some_and(|c| KlassRef::of(v.get(t)).is_subtype_of(c))
            });
            if !fits {
                return Err(t.throw_new(ILLEGAL_ARGUMENT, "array element type mismatch"));
            }
            array.get(t).set_elem_ref(i, value.map(|v| v.get(t)));
            return Ok(());
        };
        let Some(v) = value else { return Err(t.throw_bare(ILLEGAL_ARGUMENT)) };
        match boxing::unbox(v.get(t)) {
            Some(unboxed) => store_widened(t, array, index, ty, unboxed),
            None => {
                check_index(t, array, index)?;
                Err(mismatch(t))
            }
        }
    }

    /// `Array.setInt` and its like: a value of the type with code `code`, widened to the element type.
    fn JVM_SetPrimitiveArrayElement(t, array: Handle<'_>, index: i32, value: JValue, code: u8) -> (), else (); {
        let ty = check(t, array, true)?.expect("an array of primitives");
        let from = type_of_code(t, code.into())?;
        store_widened(t, array, index, ty, (from, from_jvalue(from, value)))
    }

    /// `Array.newArray`
    fn JVM_NewArray(t, component: Handle<'_>, length: i32) -> object {
        if length < 0 {
            return Err(t.throw_new("java/lang/NegativeArraySizeException", &length.to_string()));
        }
        let k = array_of(t, component)?;
        alloc::new_array(t, k, length).map(Some)
    }

    /// `Array.multiNewArray`
    fn JVM_NewMultiArray(t, element: Option<Handle<'_>>, lengths: Handle<'_>) -> object {
        check(t, lengths, true)?;
        let Some(element) = element else { return Err(t.throw_npe()) };
        let n = lengths.get(t).length();
        if n == 0 || n > MAX_DIMENSIONS {
            return Err(t.throw_bare(ILLEGAL_ARGUMENT));
        }
        let mut sizes = vec![0i32; n];
        lengths.get(t).read_array(0, &mut sizes);
        if let Some(negative) = sizes.iter().find(|n| **n < 0) {
            return Err(t.throw_new("java/lang/NegativeArraySizeException", &negative.to_string()));
        }
        if KlassRef::from_mirror(element.get(t)).is_some_and(|k| dimensions(k) + n > MAX_DIMENSIONS) {
            return Err(t.throw_bare(ILLEGAL_ARGUMENT));
        }
        let mut k = array_of(t, element)?;
        for _ in 1..n {
            k = arrays::array_klass(t, k)?;
        }
        alloc::new_multi_array(t, k, &sizes).map(Some)
    }

    /// `System.arraycopy`
    fn JVM_ArrayCopy(
        t, _ignored: Option<Handle<'_>>, src: Handle<'_>, src_pos: i32, dst: Handle<'_>, dst_pos: i32, n: i32,
    ) -> (), else (); {
        arraycopy::array_copy(t, src, src_pos, dst, dst_pos, n)
    }
}
