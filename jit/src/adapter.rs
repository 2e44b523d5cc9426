//! Interpreter-to-compiled adapters, one for each [`Shape`] (see [`crate::abi`] for their convention).

use std::mem::offset_of;

use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{
    AbiParam, BlockArg, ExceptionTableData, ExceptionTableItem, InstBuilder, MemFlagsData, Signature,
    SourceLoc, Value,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::FunctionBuilder;

use crate::abi::{STATUS_RETURNED, ThreadContext};
use crate::code::{CompiledCode, SiteResult};
use crate::compiler::{Bailout, Compiler, FIRST_LOCATION, JAVA_CONVENTION, adapter_type};
use crate::shape::{Kind, Shape};
use crate::translate::SiteDraft;

impl Compiler {
    /// The adapter of a shape: takes the arguments from interpreter slots.
    ///
    /// # Errors
    /// The code generator's.
    pub fn adapter(&mut self, shape: &Shape) -> Result<CompiledCode, Bailout> {
        self.make_adapter(&shape.arguments, shape.result, false)
    }

    /// The adapter of on-stack replacements: passes the address of the state on.
    ///
    /// # Errors
    /// The code generator's.
    pub fn osr_adapter(&mut self, result: Option<Kind>) -> Result<CompiledCode, Bailout> {
        self.make_adapter(&[Kind::Long], result, true)
    }

    fn make_adapter(
        &mut self,
        arguments: &[Kind],
        result: Option<Kind>,
        osr: bool,
    ) -> Result<CompiledCode, Bailout> {
        let mut java = Signature::new(JAVA_CONVENTION);
        java.params.push(AbiParam::new(I64));
        java.params.extend(arguments.iter().map(|&k| AbiParam::new(adapter_type(k))));
        java.returns.extend(result.map(|k| AbiParam::new(adapter_type(k))));
        let mut signature = Signature::new(CallConv::SystemV);
        signature.params.extend([AbiParam::new(I64); 4]);
        signature.returns.extend([AbiParam::new(I64); 2]);
        let config = self.frontend_config();
        let mut b = self.function(signature);
        let root = b.create_block();
        b.append_block_params_for_function_params(root);
        b.switch_to_block(root);
        b.seal_block(root);
        let p = b.block_params(root).to_vec();
        let (method, slots, thread, code) = (p[0], p[1], p[2], p[3]);
        // the pinned register is the C caller's, who wants it back
        let saved = b.ins().get_pinned_reg(I64);
        b.ins().set_pinned_reg(thread);
        let mut passed = vec![method];
        if osr {
            passed.push(slots);
        } else {
            let mut slot = 0;
            for &k in arguments {
                slot += k.slots();
                let at = ((slot - 1) * 8) as i32;
                passed.push(b.ins().load(adapter_type(k), MemFlagsData::trusted(), slots, at));
            }
        }
        let (returned, left) = (b.create_block(), b.create_block());
        let value = result.map(|k| b.append_block_param(returned, adapter_type(k)));
        let java = b.import_signature(java);
        let ok: Vec<BlockArg> = result.iter().map(|_| BlockArg::TryCallRet(0)).collect();
        let ok = b.func.dfg.block_call(returned, &ok);
        let exceptional = b.func.dfg.block_call(left, &[]);
        let table = b.func.dfg.exception_tables.push(ExceptionTableData::new(
            java,
            ok,
            [ExceptionTableItem::Default(exceptional)],
        ));
        b.set_srcloc(SourceLoc::new(FIRST_LOCATION));
        b.ins().try_call_indirect(code, &passed, table);
        b.set_srcloc(SourceLoc::default());
        b.switch_to_block(returned);
        b.seal_block(returned);
        b.ins().set_pinned_reg(saved);
        let bits = bits(&mut b, result, value);
        let normal = b.ins().iconst(I64, STATUS_RETURNED as i64);
        b.ins().return_(&[bits, normal]);
        b.switch_to_block(left);
        b.seal_block(left);
        let thread = b.ins().get_pinned_reg(I64);
        let status =
            b.ins().load(I64, MemFlagsData::trusted(), thread, offset_of!(ThreadContext, call_result) as i32);
        b.ins().set_pinned_reg(saved);
        let zero = b.ins().iconst(I64, 0);
        b.ins().return_(&[zero, status]);
        b.finalize(config);
        let site = SiteDraft {
            scope: 0,
            bci: 0,
            depth: 0,
            result: SiteResult::Void,
            saves_all: false,
            refs: Vec::new(),
        };
        self.finish_function(vec![site])
    }
}

/// A result as a slot has it.
fn bits(b: &mut FunctionBuilder<'_>, kind: Option<Kind>, value: Option<Value>) -> Value {
    use cranelift_codegen::ir::types::I32;
    match (kind, value) {
        (Some(Kind::Word | Kind::Long), Some(v)) => v,
        (Some(Kind::Double), Some(v)) => b.ins().bitcast(I64, MemFlagsData::new(), v),
        (Some(Kind::Float), Some(v)) => {
            let v = b.ins().bitcast(I32, MemFlagsData::new(), v);
            b.ins().uextend(I64, v)
        }
        _ => b.ins().iconst(I64, 0),
    }
}
