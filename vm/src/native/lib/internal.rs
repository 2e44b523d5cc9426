//! Natives of `jdk.internal` that serve the incubating foreign-memory, foreign-function and vector
//! interfaces, and of the JVM compiler interface, which this VM does not have.

use gc::NarrowRef;

use crate::class::BasicType;
use crate::class::method::flag;
use crate::native::builtin::{Args, Row};
use crate::runtime::method_handles;
use crate::stack::{self, JavaFrame};
use crate::thread::{JResult, JavaThread, Scope, Value, safepoint};

type R<'s> = JResult<Value<'s>>;

/// How deep below the top of a stack a `@Scoped` method can be: what it calls is shallow.
const SCOPED_DEPTH: usize = 10;

fn nothing<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Void)
}

// ---- jdk.internal.misc.ScopedMemoryAccess -------------------------------------------------------------

/// Whether the activation of a method got `object` as a reference argument.
fn has_argument(f: &JavaFrame<'_>, object: NarrowRef) -> bool {
    let mut slot = usize::from(!f.method.is_static());
    let (params, _) = method_handles::split(f.method.desc.bytes());
    params.iter().any(|p| {
        let at = slot;
        let ty = BasicType::from_descriptor(p[0]);
        slot += ty.map_or(1, BasicType::slots);
        ty.is_some_and(BasicType::is_reference) && f.local_is(at, object)
    })
}

/// Whether a thread is inside an access to memory of the scope.
fn uses_scope(thread: &JavaThread, scope: NarrowRef) -> bool {
    stack::frames(thread)
        .take(SCOPED_DEPTH)
        .find(|f| f.method.has(flag::SCOPED))
        .is_some_and(|f| has_argument(&f, scope))
}

/// `closeScope0(Scope scope, ScopedAccessError exception)`: false when a thread is using the scope, which
/// has been marked closed already.
fn close_scope<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let scope = a.non_null(t, 1)?;
    let used = safepoint::at_safepoint(t, |_, stopped| {
        stopped.threads().iter().any(|thread| uses_scope(thread, scope.narrow()))
    });
    Ok(Value::Int(i32::from(!used)))
}

// ---- jdk.internal.vm.vector.VectorSupport --------------------------------------------------------------

fn register_vector_support<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Int(0))
}
/// `getMaxLaneCount`: no compiler turns vectors into machine vectors.
fn get_max_lane_count<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Int(-1))
}

// ---- foreign functions -----------------------------------------------------------------------------------

fn no_foreign_functions<'s>(t: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    let text = "this virtual machine has no foreign function interface";
    Err(t.throw_new("java/lang/UnsupportedOperationException", text))
}
fn supports_optimized_upcalls<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Int(0))
}

// ---- compiler interface ------------------------------------------------------------------------------------

fn no_compiler_interface<'s>(t: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Err(t.throw_new("java/lang/InternalError", "JVMCI is not enabled"))
}

rows! {
    "jdk/internal/misc/ScopedMemoryAccess" {
        "registerNatives" "()V" nothing;
        "closeScope0" "(Ljdk/internal/misc/ScopedMemoryAccess$Scope;Ljdk/internal/misc/ScopedMemoryAccess$Scope$ScopedAccessError;)Z" close_scope;
    }
    "jdk/internal/vm/vector/VectorSupport" {
        "registerNatives" "()I" register_vector_support;
        "getMaxLaneCount" "(Ljava/lang/Class;)I" get_max_lane_count;
    }
    "jdk/internal/invoke/NativeEntryPoint" {
        "registerNatives" "()V" nothing;
        "vmStorageToVMReg" "(II)J" no_foreign_functions;
    }
    "jdk/internal/foreign/abi/ProgrammableInvoker" {
        "registerNatives" "()V" nothing;
        "invokeNative" "(JJ)V" no_foreign_functions;
        "generateAdapter" "(Ljdk/internal/foreign/abi/ABIDescriptor;Ljdk/internal/foreign/abi/BufferLayout;)J" no_foreign_functions;
    }
    "jdk/internal/foreign/abi/ProgrammableUpcallHandler" {
        "registerNatives" "()V" nothing;
        "supportsOptimizedUpcalls" "()Z" supports_optimized_upcalls;
        "allocateOptimizedUpcallStub" "(Ljava/lang/invoke/MethodHandle;Ljdk/internal/foreign/abi/ABIDescriptor;Ljdk/internal/foreign/abi/ProgrammableUpcallHandler$CallRegs;)J" no_foreign_functions;
        "allocateUpcallStub" "(Ljava/lang/invoke/MethodHandle;Ljdk/internal/foreign/abi/ABIDescriptor;Ljdk/internal/foreign/abi/BufferLayout;)J" no_foreign_functions;
    }
    "jdk/internal/foreign/abi/UpcallStubs" {
        "registerNatives" "()V" nothing;
        "freeUpcallStub0" "(J)Z" no_foreign_functions;
    }
    "jdk/vm/ci/runtime/JVMCI" {
        "initializeRuntime" "()Ljdk/vm/ci/runtime/JVMCIRuntime;" no_compiler_interface;
    }
}
