//! Accesses of `jdk.internal.misc.Unsafe` as instructions: fields, elements and native memory, plain, volatile and atomic.
//!
//! Volatile accesses are sequentially consistent. With a base of null the offset is an address.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I8, I16, I32, I64};
use cranelift_codegen::ir::{AtomicRmwOp, InstBuilder, MemFlagsData, Type, Value};

use super::{Region, Translator, Ty};
use crate::runtime_calls::DeoptReason;

/// What a method does to the place that its first two arguments name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Operation {
    Get,
    Put,
    CompareAndSet,
    CompareAndExchange,
    GetAndAdd,
    GetAndSet,
}

/// A method of this kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Access {
    operation: Operation,
    /// Descriptor character.
    ty: u8,
    volatile: bool,
}

const OPERATIONS: [(&str, Operation); 6] = [
    ("getAndAdd", Operation::GetAndAdd),
    ("getAndSet", Operation::GetAndSet),
    ("get", Operation::Get),
    ("put", Operation::Put),
    ("compareAndSet", Operation::CompareAndSet),
    ("compareAndExchange", Operation::CompareAndExchange),
];

const TYPES: [(&str, u8); 9] = [
    ("Boolean", b'Z'),
    ("Byte", b'B'),
    ("Short", b'S'),
    ("Char", b'C'),
    ("Int", b'I'),
    ("Long", b'J'),
    ("Float", b'F'),
    ("Double", b'D'),
    ("Reference", b'L'),
];

/// The access that a method of `Unsafe` stands for.
fn access(name: &[u8], descriptor: &[u8]) -> Option<Access> {
    let name = std::str::from_utf8(name).ok()?;
    let (rest, operation) = OPERATIONS.iter().find_map(|o| Some((name.strip_prefix(o.0)?, o.1)))?;
    let (suffix, ty) = TYPES.iter().find_map(|t| Some((rest.strip_prefix(t.0)?, t.1)))?;
    let simple = matches!(operation, Operation::Get | Operation::Put);
    let volatile = match suffix {
        "" => !simple,
        "Volatile" if simple => true,
        // of any alignment, which plain accesses may have anyway
        "Unaligned" if simple && matches!(ty, b'S' | b'C' | b'I' | b'J') => false,
        _ => return None,
    };
    // the atomic operations on smaller types are loops in Java
    if !simple && !matches!(ty, b'I' | b'J' | b'L') || operation == Operation::GetAndAdd && ty == b'L' {
        return None;
    }
    let t = if ty == b'L' { "Ljava/lang/Object;".to_owned() } else { char::from(ty).to_string() };
    let expected = match operation {
        Operation::Get => format!("(Ljava/lang/Object;J){t}"),
        Operation::Put => format!("(Ljava/lang/Object;J{t})V"),
        Operation::CompareAndSet => format!("(Ljava/lang/Object;J{t}{t})Z"),
        Operation::CompareAndExchange => format!("(Ljava/lang/Object;J{t}{t}){t}"),
        Operation::GetAndAdd | Operation::GetAndSet => format!("(Ljava/lang/Object;J{t}){t}"),
    };
    (descriptor == expected.as_bytes()).then_some(Access { operation, ty, volatile })
}

/// The type in memory.
fn memory_type(ty: u8) -> Type {
    match ty {
        b'Z' | b'B' => I8,
        b'S' | b'C' => I16,
        b'J' | b'D' => I64,
        _ => I32,
    }
}

impl Translator<'_, '_> {
    /// Translates a call of a method of `Unsafe`, if it is an access.
    pub(super) fn unsafe_access(&mut self, name: &[u8], descriptor: &[u8]) -> bool {
        if matches!(name, b"fullFence" | b"loadFence" | b"storeFence") && descriptor == b"()V" {
            self.pop();
            self.b.ins().fence();
            self.effect();
            return true;
        }
        let Some(a) = access(name, descriptor) else { return false };
        let is_reference = a.ty == b'L';
        let ty = Ty::of(a.ty).expect("no access is of type void");
        match a.operation {
            Operation::Get => {
                let place = self.place(false);
                let v = self.read(a, place);
                self.push(ty, v);
            }
            Operation::Put => {
                let v = self.pop();
                let place = self.place(is_reference);
                self.write(a, place, v);
                self.stored(is_reference, place);
            }
            Operation::CompareAndSet | Operation::CompareAndExchange => {
                let (expected, new) = self.pop2();
                let place = self.place(is_reference);
                let (expected, new) = (self.narrowed(a.ty, expected), self.narrowed(a.ty, new));
                let old = self.b.ins().atomic_cas(flags(), place, expected, new);
                self.stored(is_reference, place);
                if a.operation == Operation::CompareAndExchange {
                    let old = if is_reference { self.b.ins().uextend(I64, old) } else { old };
                    self.push(ty, old);
                } else {
                    let done = self.b.ins().icmp(IntCC::Equal, old, expected);
                    let done = self.b.ins().uextend(I32, done);
                    self.push(Ty::Int, done);
                }
            }
            Operation::GetAndAdd | Operation::GetAndSet => {
                let v = self.pop();
                let place = self.place(is_reference);
                let v = self.narrowed(a.ty, v);
                let op =
                    if a.operation == Operation::GetAndAdd { AtomicRmwOp::Add } else { AtomicRmwOp::Xchg };
                let old = self.b.ins().atomic_rmw(memory_type(a.ty), flags(), op, place, v);
                self.stored(is_reference, place);
                let old = if is_reference { self.b.ins().uextend(I64, old) } else { old };
                self.push(ty, old);
            }
        }
        true
    }

    /// Takes offset, base and the `Unsafe` off: the address. With `in_heap` the base must not be null.
    fn place(&mut self, in_heap: bool) -> Value {
        let (base, offset) = self.pop2();
        self.pop();
        if self.constant_value(base) == Some(0) && !in_heap {
            return offset;
        }
        if in_heap && !self.non_null.contains(&base) {
            let none = self.b.ins().icmp_imm_u(IntCC::Equal, base, 0);
            self.exit_if(none, DeoptReason::Exception);
            self.learn_non_null(base);
        }
        let object = self.decode(base);
        let start = if self.non_null.contains(&base) {
            object
        } else {
            let zero = self.b.ins().iconst(I64, 0);
            self.b.ins().select(base, object, zero)
        };
        self.b.ins().iadd(start, offset)
    }

    fn narrowed(&mut self, ty: u8, v: Value) -> Value {
        if ty == b'L' { self.b.ins().ireduce(I32, v) } else { v }
    }

    /// After a write to `place`.
    fn stored(&mut self, is_reference: bool, place: Value) {
        if is_reference {
            self.mark_card(place);
        }
        self.effect();
    }

    fn read(&mut self, a: Access, place: Value) -> Value {
        if !a.volatile {
            let v = match a.ty {
                b'Z' => {
                    let v = self.b.ins().uload8(I32, flags(), place, 0);
                    let set = self.b.ins().icmp_imm_u(IntCC::NotEqual, v, 0);
                    self.b.ins().uextend(I32, set)
                }
                b'B' => self.b.ins().sload8(I32, flags(), place, 0),
                b'S' => self.b.ins().sload16(I32, flags(), place, 0),
                b'C' => self.b.ins().uload16(I32, flags(), place, 0),
                b'I' => self.b.ins().load(I32, flags(), place, 0),
                b'J' => self.b.ins().load(I64, flags(), place, 0),
                b'F' => self.b.ins().load(F32, flags(), place, 0),
                b'D' => self.b.ins().load(F64, flags(), place, 0),
                _ => self.b.ins().uload32(flags(), place, 0),
            };
            return v;
        }
        let v = self.b.ins().atomic_load(memory_type(a.ty), flags(), place);
        match a.ty {
            b'Z' => {
                let set = self.b.ins().icmp_imm_u(IntCC::NotEqual, v, 0);
                self.b.ins().uextend(I32, set)
            }
            b'B' | b'S' => self.b.ins().sextend(I32, v),
            b'C' => self.b.ins().uextend(I32, v),
            b'F' => self.b.ins().bitcast(F32, MemFlagsData::new(), v),
            b'D' => self.b.ins().bitcast(F64, MemFlagsData::new(), v),
            b'L' => self.b.ins().uextend(I64, v),
            _ => v,
        }
    }

    fn write(&mut self, a: Access, place: Value, v: Value) {
        let v = if a.ty == b'Z' { self.b.ins().band_imm_u(v, 1) } else { v };
        let bits = match a.ty {
            b'Z' | b'B' => self.b.ins().ireduce(I8, v),
            b'S' | b'C' => self.b.ins().ireduce(I16, v),
            b'L' => self.b.ins().ireduce(I32, v),
            b'F' if a.volatile => self.b.ins().bitcast(I32, MemFlagsData::new(), v),
            b'D' if a.volatile => self.b.ins().bitcast(I64, MemFlagsData::new(), v),
            _ => v,
        };
        if a.volatile {
            self.volatile_store(flags(), bits, place);
        } else {
            self.b.ins().store(flags(), bits, place, 0);
        }
    }

    /// A sequentially consistent store. An exchange: on x86-64 Cranelift gives a store and `mfence` for its atomic store,
    /// which takes several times as long.
    pub(super) fn volatile_store(&mut self, flags: MemFlagsData, bits: Value, place: Value) {
        let ty = self.b.func.dfg.value_type(bits);
        self.b.ins().atomic_rmw(ty, flags, AtomicRmwOp::Xchg, place, bits);
    }
}

fn flags() -> MemFlagsData {
    Region::Heap.flags()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, descriptor: &str) -> Option<Access> {
        access(name.as_bytes(), descriptor.as_bytes())
    }

    #[test]
    fn methods_are_told_by_name_and_descriptor() {
        let get = |ty, volatile| Some(Access { operation: Operation::Get, ty, volatile });
        assert_eq!(of("getInt", "(Ljava/lang/Object;J)I"), get(b'I', false));
        assert_eq!(of("getInt", "(J)I"), None);
        assert_eq!(of("getReferenceVolatile", "(Ljava/lang/Object;J)Ljava/lang/Object;"), get(b'L', true));
        assert_eq!(of("getLongUnaligned", "(Ljava/lang/Object;J)J"), get(b'J', false));
        assert_eq!(of("getLongUnaligned", "(Ljava/lang/Object;JZ)J"), None);
        assert_eq!(of("getIntAcquire", "(Ljava/lang/Object;J)I"), None);
        let add = Access { operation: Operation::GetAndAdd, ty: b'J', volatile: true };
        assert_eq!(of("getAndAddLong", "(Ljava/lang/Object;JJ)J"), Some(add));
        assert_eq!(of("getAndAddByte", "(Ljava/lang/Object;JB)B"), None);
        let set = Access { operation: Operation::CompareAndSet, ty: b'L', volatile: true };
        let two = "(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Z";
        assert_eq!(of("compareAndSetReference", two), Some(set));
    }
}
