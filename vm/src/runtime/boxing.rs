//! Boxes of primitive values (JLS §5.1.7), and the widening of primitive values (JLS §5.1.2) that
//! reflection does.
//!
//! A box made here is always a new object: `java.lang.Integer.valueOf` and its cache are Java's own.

use gc::{Handle, ObjRef};

use super::alloc;
use crate::class::{BasicType, KlassRef};
use crate::link;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::{Wk, f};

/// Class of the boxes of a primitive type.
///
/// # Panics
/// When `ty` is not one of the eight primitive types.
pub fn box_class(ty: BasicType) -> Wk {
    match ty {
        BasicType::Boolean => Wk::Boolean,
        BasicType::Char => Wk::Character,
        BasicType::Float => Wk::Float,
        BasicType::Double => Wk::Double,
        BasicType::Byte => Wk::Byte,
        BasicType::Short => Wk::Short,
        BasicType::Int => Wk::Integer,
        BasicType::Long => Wk::Long,
        BasicType::Object | BasicType::Array | BasicType::Void => panic!("{ty:?} has no boxes"),
    }
}

/// A value of type `ty` as an object: boxed when it is primitive, null for `void`.
///
/// # Errors
/// OutOfMemoryError.
pub fn box_value<'s>(t: &mut Scope<'s>, ty: BasicType, value: Value<'_>) -> JResult<Option<Handle<'s>>> {
    if let Value::Ref(v) = value {
        return Ok(v.map(|v| t.handle(v.get(t))));
    }
    if ty == BasicType::Void {
        return Ok(None);
    }
    let k = box_class(ty).klass();
    link::init::ensure_initialized(t, k)?;
    let b = alloc::new_instance(t, k)?;
    let o = b.get(t);
    match (ty, value) {
        (BasicType::Boolean, Value::Int(v)) => f::Boolean::value.set(o, v & 1 != 0),
        (BasicType::Char, Value::Int(v)) => f::Character::value.set(o, v as u16),
        (BasicType::Byte, Value::Int(v)) => f::Byte::value.set(o, v as i8),
        (BasicType::Short, Value::Int(v)) => f::Short::value.set(o, v as i16),
        (BasicType::Int, Value::Int(v)) => f::Integer::value.set(o, v),
        (BasicType::Long, Value::Long(v)) => f::Long::value.set(o, v),
        (BasicType::Float, Value::Float(v)) => f::Float::value.set(o, v),
        (BasicType::Double, Value::Double(v)) => f::Double::value.set(o, v),
        (ty, v) => panic!("{v:?} is no {ty:?}"),
    }
    Ok(Some(b))
}

/// The primitive type whose boxes `k` makes.
pub fn boxed_type(k: KlassRef) -> Option<BasicType> {
    BasicType::PRIMITIVES.into_iter().find(|&ty| box_class(ty).try_klass() == Some(k))
}

/// The value in a box; `None` when the object is no box.
pub fn unbox(o: ObjRef<'_>) -> Option<(BasicType, Value<'static>)> {
    let ty = boxed_type(KlassRef::of(o))?;
    let v = match ty {
        BasicType::Boolean => Value::Int(f::Boolean::value.get(o).into()),
        BasicType::Char => Value::Int(f::Character::value.get(o).into()),
        BasicType::Byte => Value::Int(f::Byte::value.get(o).into()),
        BasicType::Short => Value::Int(f::Short::value.get(o).into()),
        BasicType::Int => Value::Int(f::Integer::value.get(o)),
        BasicType::Long => Value::Long(f::Long::value.get(o)),
        BasicType::Float => Value::Float(f::Float::value.get(o)),
        BasicType::Double => Value::Double(f::Double::value.get(o)),
        BasicType::Object | BasicType::Array | BasicType::Void => return None,
    };
    Some((ty, v))
}

/// `value` of type `from` as a value of type `to` by identity or a widening primitive conversion;
/// `None` when there is none.
pub fn widen(value: Value<'static>, from: BasicType, to: BasicType) -> Option<Value<'static>> {
    use BasicType::{Byte, Char, Double, Float, Int, Long, Short};
    if from == to {
        return Some(value);
    }
    Some(match (from, to, value) {
        (Byte, Short | Int, v) | (Short | Char, Int, v) => v,
        (Byte | Short | Char | Int, Long, Value::Int(v)) => Value::Long(v.into()),
        (Byte | Short | Char | Int, Float, Value::Int(v)) => Value::Float(v as f32),
        (Byte | Short | Char | Int, Double, Value::Int(v)) => Value::Double(v.into()),
        (Long, Float, Value::Long(v)) => Value::Float(v as f32),
        (Long, Double, Value::Long(v)) => Value::Double(v as f64),
        (Float, Double, Value::Float(v)) => Value::Double(v.into()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widening_follows_jls_5_1_2() {
        use BasicType::*;
        let targets = |from| -> Vec<BasicType> {
            let v = match from {
                Long => Value::Long(1),
                Float => Value::Float(1.0),
                Double => Value::Double(1.0),
                _ => Value::Int(1),
            };
            BasicType::PRIMITIVES.into_iter().filter(|&to| widen(v, from, to).is_some()).collect()
        };
        assert_eq!(targets(Boolean), [Boolean]);
        assert_eq!(targets(Byte), [Float, Double, Byte, Short, Int, Long]);
        assert_eq!(targets(Char), [Char, Float, Double, Int, Long]);
        assert_eq!(targets(Short), [Float, Double, Short, Int, Long]);
        assert_eq!(targets(Int), [Float, Double, Int, Long]);
        assert_eq!(targets(Long), [Float, Double, Long]);
        assert_eq!(targets(Float), [Float, Double]);
        assert_eq!(targets(Double), [Double]);
    }
}
