//! Methods of the class library that are a few instructions.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value};

use super::{Region, Translator, Ty};
use crate::env::{Constant, MethodAddr};

/// What a method does, by class, name and descriptor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Intrinsic {
    Sqrt,
    Abs(Ty),
    Min(Ty),
    Max(Ty),
    Floor,
    Ceil,
    Rint,
    MultiplyHigh,
    BitCount(Ty),
    LeadingZeros(Ty),
    TrailingZeros(Ty),
    ReverseBytes(Ty),
    Reverse(Ty),
    RotateLeft(Ty),
    RotateRight(Ty),
    /// The bits of a value as another type.
    Bits(Ty),
    GetClass,
}

/// The table of intrinsics of this kind.
const TABLE: &[(&str, &str, &str, Intrinsic)] = {
    use Intrinsic as I;
    &[
        ("java/lang/Math", "sqrt", "(D)D", I::Sqrt),
        ("java/lang/StrictMath", "sqrt", "(D)D", I::Sqrt),
        ("java/lang/Math", "abs", "(I)I", I::Abs(Ty::Int)),
        ("java/lang/Math", "abs", "(J)J", I::Abs(Ty::Long)),
        ("java/lang/Math", "abs", "(F)F", I::Abs(Ty::Float)),
        ("java/lang/Math", "abs", "(D)D", I::Abs(Ty::Double)),
        ("java/lang/Math", "min", "(II)I", I::Min(Ty::Int)),
        ("java/lang/Math", "min", "(JJ)J", I::Min(Ty::Long)),
        ("java/lang/Math", "min", "(FF)F", I::Min(Ty::Float)),
        ("java/lang/Math", "min", "(DD)D", I::Min(Ty::Double)),
        ("java/lang/Math", "max", "(II)I", I::Max(Ty::Int)),
        ("java/lang/Math", "max", "(JJ)J", I::Max(Ty::Long)),
        ("java/lang/Math", "max", "(FF)F", I::Max(Ty::Float)),
        ("java/lang/Math", "max", "(DD)D", I::Max(Ty::Double)),
        ("java/lang/Math", "floor", "(D)D", I::Floor),
        ("java/lang/Math", "ceil", "(D)D", I::Ceil),
        ("java/lang/Math", "rint", "(D)D", I::Rint),
        ("java/lang/Math", "multiplyHigh", "(JJ)J", I::MultiplyHigh),
        ("java/lang/Integer", "bitCount", "(I)I", I::BitCount(Ty::Int)),
        ("java/lang/Long", "bitCount", "(J)I", I::BitCount(Ty::Long)),
        ("java/lang/Integer", "numberOfLeadingZeros", "(I)I", I::LeadingZeros(Ty::Int)),
        ("java/lang/Long", "numberOfLeadingZeros", "(J)I", I::LeadingZeros(Ty::Long)),
        ("java/lang/Integer", "numberOfTrailingZeros", "(I)I", I::TrailingZeros(Ty::Int)),
        ("java/lang/Long", "numberOfTrailingZeros", "(J)I", I::TrailingZeros(Ty::Long)),
        ("java/lang/Integer", "reverseBytes", "(I)I", I::ReverseBytes(Ty::Int)),
        ("java/lang/Long", "reverseBytes", "(J)J", I::ReverseBytes(Ty::Long)),
        ("java/lang/Integer", "reverse", "(I)I", I::Reverse(Ty::Int)),
        ("java/lang/Long", "reverse", "(J)J", I::Reverse(Ty::Long)),
        ("java/lang/Integer", "rotateLeft", "(II)I", I::RotateLeft(Ty::Int)),
        ("java/lang/Long", "rotateLeft", "(JI)J", I::RotateLeft(Ty::Long)),
        ("java/lang/Integer", "rotateRight", "(II)I", I::RotateRight(Ty::Int)),
        ("java/lang/Long", "rotateRight", "(JI)J", I::RotateRight(Ty::Long)),
        ("java/lang/Float", "floatToRawIntBits", "(F)I", I::Bits(Ty::Int)),
        ("java/lang/Float", "intBitsToFloat", "(I)F", I::Bits(Ty::Float)),
        ("java/lang/Double", "doubleToRawLongBits", "(D)J", I::Bits(Ty::Long)),
        ("java/lang/Double", "longBitsToDouble", "(J)D", I::Bits(Ty::Double)),
        ("java/lang/Object", "getClass", "()Ljava/lang/Class;", I::GetClass),
    ]
};

impl Translator<'_, '_> {
    /// Translates a call of the method, if it is an intrinsic; its receiver is known not to be null.
    pub(super) fn intrinsic(&mut self, method: MethodAddr) -> bool {
        let m = self.env.method(method);
        if m.holder_name == b"jdk/internal/misc/Unsafe" {
            return self.unsafe_access(m.name, m.descriptor);
        }
        if m.holder_name == b"jdk/internal/reflect/Reflection" {
            return m.name == b"getCallerClass" && self.caller_class();
        }
        if !m.holder_name.starts_with(b"java/lang/") {
            return false;
        }
        if m.holder_name == b"java/lang/Class" {
            return m.name == b"isInstance" && self.is_instance();
        }
        let row = TABLE.iter().find(|r| {
            r.1.as_bytes() == m.name && r.0.as_bytes() == m.holder_name && r.2.as_bytes() == m.descriptor
        });
        let Some(&(_, _, _, intrinsic)) = row else { return false };
        let (ty, v) = self.emit_intrinsic(intrinsic);
        self.push(ty, v);
        true
    }

    /// `Reflection.getCallerClass`, if the caller is inlined into.
    fn caller_class(&mut self) -> bool {
        let outer = self.callers.iter().rev().map(|c| c.m.addr);
        let methods: Vec<MethodAddr> = std::iter::once(self.m.addr).chain(outer).collect();
        let Some(c) = self.env.caller_class(&methods) else { return false };
        self.push_constant(Constant::Ref { slot: c.mirror, may_be_null: false });
        true
    }

    /// `Class.isInstance`, if the class is a constant.
    fn is_instance(&mut self) -> bool {
        let class = self.stack[self.stack.len() - 2].value;
        let Some(c) = self.constant_object(class).and_then(|slot| self.env.mirrored(slot)) else {
            return false;
        };
        let object = self.pop();
        self.pop();
        self.push(Ty::Ref, object);
        self.instanceof(&c);
        true
    }

    fn emit_intrinsic(&mut self, intrinsic: Intrinsic) -> (Ty, Value) {
        use Intrinsic as I;
        match intrinsic {
            I::Sqrt => self.unary(Ty::Double, |t, a| t.b.ins().sqrt(a)),
            I::Floor => self.unary(Ty::Double, |t, a| t.b.ins().floor(a)),
            I::Ceil => self.unary(Ty::Double, |t, a| t.b.ins().ceil(a)),
            I::Rint => self.unary(Ty::Double, |t, a| t.b.ins().nearest(a)),
            I::Abs(ty @ (Ty::Float | Ty::Double)) => self.unary(ty, |t, a| t.b.ins().fabs(a)),
            I::Abs(ty) => self.unary(ty, |t, a| {
                let negative = t.b.ins().icmp_imm_s(IntCC::SignedLessThan, a, 0);
                let opposite = t.b.ins().ineg(a);
                t.b.ins().select(negative, opposite, a)
            }),
            I::Min(ty) => self.binary(ty, |t, a, b| match ty {
                Ty::Float | Ty::Double => t.b.ins().fmin(a, b),
                _ => t.b.ins().smin(a, b),
            }),
            I::Max(ty) => self.binary(ty, |t, a, b| match ty {
                Ty::Float | Ty::Double => t.b.ins().fmax(a, b),
                _ => t.b.ins().smax(a, b),
            }),
            I::MultiplyHigh => self.binary(Ty::Long, |t, a, b| t.b.ins().smulhi(a, b)),
            I::BitCount(ty) => self.count_bits(ty, |t, a| t.b.ins().popcnt(a)),
            I::LeadingZeros(ty) => self.count_bits(ty, |t, a| t.b.ins().clz(a)),
            I::TrailingZeros(ty) => self.count_bits(ty, |t, a| t.b.ins().ctz(a)),
            I::ReverseBytes(ty) => self.unary(ty, |t, a| t.b.ins().bswap(a)),
            I::Reverse(ty) => self.unary(ty, |t, a| t.b.ins().bitrev(a)),
            I::RotateLeft(ty) => self.binary(ty, |t, a, n| t.b.ins().rotl(a, n)),
            I::RotateRight(ty) => self.binary(ty, |t, a, n| t.b.ins().rotr(a, n)),
            I::Bits(ty) => self.unary(ty, |t, a| {
                let to = match ty {
                    Ty::Int => I32,
                    Ty::Float => F32,
                    Ty::Double => F64,
                    Ty::Long | Ty::Ref => I64,
                };
                t.b.ins().bitcast(to, MemFlagsData::new(), a)
            }),
            I::GetClass => {
                let receiver = self.pop();
                if let Some(class) = self.exact_class(receiver) {
                    let slot = self.env.class(class).mirror;
                    self.push_constant(Constant::Ref { slot, may_be_null: false });
                    return (Ty::Ref, self.pop());
                }
                let object = self.decode(receiver);
                let id = self.class_id(object);
                let class = self.metadata(id);
                let mirror = self.b.ins().uload32(Region::Metadata.flags(), class, self.layout.klass_mirror);
                self.non_null.push(mirror);
                (Ty::Ref, mirror)
            }
        }
    }

    fn unary(&mut self, ty: Ty, f: impl FnOnce(&mut Self, Value) -> Value) -> (Ty, Value) {
        let a = self.pop();
        (ty, f(self, a))
    }

    fn binary(&mut self, ty: Ty, f: impl FnOnce(&mut Self, Value, Value) -> Value) -> (Ty, Value) {
        let (a, b) = self.pop2();
        (ty, f(self, a, b))
    }

    /// A count in a value of type `ty`, as an `int`.
    fn count_bits(&mut self, ty: Ty, f: impl FnOnce(&mut Self, Value) -> Value) -> (Ty, Value) {
        let a = self.pop();
        let n = f(self, a);
        (Ty::Int, if ty == Ty::Long { self.b.ins().ireduce(I32, n) } else { n })
    }
}
