//! Invocations (JVMS §6.5: `invoke*`), in the Java convention through the callee's entry.

use std::mem::offset_of;

use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{self, AbiParam, ExternalName, InstBuilder, Signature, Value};
use cranelift_codegen::isa::CallConv;

use super::landings::Callee;
use super::{Region, Translator, Ty, parameter_characters, result_character, thread_offset};
use crate::abi::{ItableCacheEntry, itable_cache};
use crate::code::SiteResult;
use crate::compiler::{Bailout, JAVA_CONVENTION, NAMESPACE_THIS, Quality};
use crate::env::{CallTarget, ClassFacts, MANY_RECEIVERS, MethodAddr, MethodIntrinsic};
use crate::runtime_calls::{DeoptReason, RuntimeCall};

impl Translator<'_, '_> {
    pub(super) fn invoke(&mut self, opcode: O) -> Result<(), Bailout> {
        let index = self.pool_index();
        let target = self.env.call(self.m.addr, self.bci(), index, opcode as u8);
        let descriptor = self.env.call_descriptor(self.m.addr, index).to_vec();
        match target {
            CallTarget::Unresolved => self.exit(DeoptReason::Unresolved),
            CallTarget::Static { method, holder, holder_initialized } => {
                if !holder_initialized {
                    self.class_barrier(holder);
                }
                match self.env.method(method).intrinsic {
                    MethodIntrinsic::None => self.direct_call(method, &descriptor, false, None)?,
                    i => self.link_to(i, &descriptor)?,
                }
            }
            CallTarget::Direct { method, check } => {
                self.call_with_receiver(method, check, &descriptor, |t, _| {
                    t.direct_call(method, &descriptor, true, None)
                })?;
            }
            CallTarget::Virtual { method, check, unique: Some(target), .. } => {
                self.call_with_receiver(method, check, &descriptor, |t, _| {
                    t.direct_call(target, &descriptor, true, None)
                })?;
            }
            CallTarget::Virtual { method, entry_offset, check, unique: None } => {
                self.call_with_receiver(method, check, &descriptor, |t, receiver| {
                    if let Some(target) = t.known_target(receiver, index, opcode) {
                        return t.direct_call(target, &descriptor, true, None);
                    }
                    t.profiled_call(receiver, index, opcode, &descriptor, |t| {
                        let object = t.decode(receiver);
                        let id = t.class_id(object);
                        let class = t.metadata(id);
                        t.b.ins().load(I64, Region::Metadata.flags(), class, entry_offset as i32)
                    })
                })?;
            }
            CallTarget::Interface { method_id, .. } => {
                let receiver = self.receiver(&descriptor);
                self.null_check(receiver);
                if let Some(target) = self.known_target(receiver, index, opcode) {
                    return self.direct_call(target, &descriptor, true, None);
                }
                self.profiled_call(receiver, index, opcode, &descriptor, |t| {
                    t.interface_method(receiver, method_id)
                })?;
            }
            CallTarget::Adapter { method, appendix } => {
                let adapter = self.env.method(method).descriptor.to_vec();
                let appendix = appendix.map(|at| {
                    let slot = self.address(at);
                    let v = self.b.ins().uload32(Region::Roots.flags(), slot, 0);
                    self.non_null.push(v);
                    self.identify(v, at, false);
                    v
                });
                self.direct_call(method, &adapter, false, appendix)?;
            }
        }
        Ok(())
    }

    /// Checks the receiver and goes on with `call`, unless the method means `invokeBasic`.
    fn call_with_receiver(
        &mut self,
        method: MethodAddr,
        check: Option<ClassFacts>,
        descriptor: &[u8],
        call: impl FnOnce(&mut Self, Value) -> Result<(), Bailout>,
    ) -> Result<(), Bailout> {
        let receiver = self.receiver(descriptor);
        self.null_check(receiver);
        if self.env.method(method).intrinsic == MethodIntrinsic::InvokeBasic {
            return self.invoke_basic(receiver, descriptor);
        }
        if let Some(c) = check {
            self.check_receiver(receiver, &c);
        }
        call(self, receiver)
    }

    /// What the instruction calls with this receiver, whose class is known.
    fn known_target(&self, receiver: Value, index: u16, opcode: O) -> Option<MethodAddr> {
        self.env.selected(self.exact_class(receiver)?, self.m.addr, index, opcode as u8)
    }

    /// A call of the method that `select` finds by the receiver. At quick quality the receiver's class is noted; at full quality, a class that was the
    /// only one until now gets a direct call.
    fn profiled_call(
        &mut self,
        receiver: Value,
        index: u16,
        opcode: O,
        descriptor: &[u8],
        select: impl FnOnce(&mut Self) -> Value,
    ) -> Result<(), Bailout> {
        let likely = match self.request.quality {
            Quality::Quick => {
                self.note_receiver(receiver);
                None
            }
            Quality::Full => self.env.likely_receiver(self.m.addr, self.bci(), index, opcode as u8),
        };
        let Some(likely) = likely else {
            let method = select(self);
            self.call(method, descriptor, true, None, 0);
            return Ok(());
        };
        let object = self.decode(receiver);
        let id = self.class_id(object);
        let same = self.b.ins().icmp_imm_u(IntCC::Equal, id, i64::from(likely.class_id));
        let (fast, slow, join) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(slow);
        self.b.ins().brif(same, fast, &[], slow, &[]);
        let before = (self.stack.clone(), self.dirty.clone(), self.known.clone(), self.non_null.clone());
        let (base, restart) = (self.heap_base, self.restart.clone());
        self.b.switch_to_block(fast);
        self.b.seal_block(fast);
        // a name for the receiver of which the class is known here only
        let exact = self.b.ins().iadd_imm_s(receiver, 0);
        self.set_class(exact, likely.class);
        self.non_null.push(exact);
        let at = self.stack.len() - 1 - parameter_characters(descriptor).len();
        self.stack[at].value = exact;
        self.direct_call(likely.method, descriptor, true, None)?;
        let returns = !std::mem::take(&mut self.ended);
        if returns {
            self.pass_operands(join);
        }
        let dirty = self.dirty.clone();
        self.b.switch_to_block(slow);
        self.b.seal_block(slow);
        (self.stack, self.dirty, self.known, self.non_null) = before;
        (self.heap_base, self.restart) = (base, restart);
        self.origins.clear();
        let method = select(self);
        self.call(method, descriptor, true, None, 0);
        self.pass_operands(join);
        if returns {
            self.dirty.union(&dirty);
        }
        self.take_operands(join);
        Ok(())
    }

    /// Notes the class of a call's receiver, see [`crate::env::CompileEnv::receiver_word`].
    fn note_receiver(&mut self, receiver: Value) {
        let Some(word) = self.env.receiver_word(self.m.addr, self.bci()) else { return };
        let object = self.decode(receiver);
        let id = self.class_id(object);
        let word = self.address(word);
        let noted = self.b.ins().load(I32, Region::Metadata.flags(), word, 0);
        let same = self.b.ins().icmp(IntCC::Equal, noted, id);
        let (other, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(other);
        self.b.ins().brif(same, join, &[], other, &[]);
        self.b.switch_to_block(other);
        self.b.seal_block(other);
        let many = self.int(MANY_RECEIVERS as i32);
        let new = self.b.ins().select(noted, many, id);
        self.b.ins().store(Region::Metadata.flags(), new, word, 0);
        self.b.ins().jump(join, &[]);
        self.b.switch_to_block(join);
        self.b.seal_block(join);
    }

    /// Jumps to `join` with all operands.
    fn pass_operands(&mut self, join: ir::Block) {
        let all: Vec<ir::BlockArg> = self.stack.iter().map(|o| o.value.into()).collect();
        self.b.ins().jump(join, &all);
    }

    /// Goes on in `join`, to which all operands have been passed on every way.
    fn take_operands(&mut self, join: ir::Block) {
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        for i in 0..self.stack.len() {
            let ty = self.stack[i].ty;
            let value = self.b.append_block_param(join, ty.clif());
            self.stack[i] = super::Operand { ty, value, in_memory: false };
        }
        self.non_null.clear();
        self.origins.clear();
        self.heap_base = None;
        self.effect();
    }

    /// A call of exactly this method: a leaf, inlined, or a call.
    fn direct_call(
        &mut self,
        method: MethodAddr,
        descriptor: &[u8],
        has_receiver: bool,
        appendix: Option<Value>,
    ) -> Result<(), Bailout> {
        if self.intrinsic(method) {
            return Ok(());
        }
        if let Some(leaf) = self.env.leaf(method) {
            self.leaf_method(leaf, method, descriptor, has_receiver);
            return Ok(());
        }
        if self.inline(method, appendix)? {
            return Ok(());
        }
        self.calls_itself = method == self.scopes[0].method && self.request.osr_bci.is_none();
        let method = self.address(method);
        self.call(method, descriptor, has_receiver, appendix, 0);
        Ok(())
    }

    /// Calls a leaf, and the method itself when the leaf declines.
    fn leaf_method(&mut self, leaf: u64, method: MethodAddr, descriptor: &[u8], has_receiver: bool) {
        let count = parameter_characters(descriptor).len() + usize::from(has_receiver);
        let from = self.stack.len() - count;
        let result = Ty::of(result_character(descriptor));
        // the arguments' state words are what an interpreter would pass
        let first: usize = self.stack[..from].iter().map(|o| o.ty.slots()).sum();
        let mut slot = first;
        for i in from..self.stack.len() {
            let o = self.stack[i];
            if !o.in_memory {
                let word = self.operand_word(slot, o.ty);
                self.store_word(word, o.value);
            }
            slot += o.ty.slots();
        }
        let (ran, bits) = self.leaf_call_at(leaf, self.base + usize::from(self.m.max_locals) + first);
        let (slow, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(slow);
        let value = result.map(|ty| self.leaf_result(ty, bits));
        let arguments: Vec<ir::BlockArg> =
            self.stack[..from].iter().map(|o| o.value).chain(value).map(ir::BlockArg::from).collect();
        self.b.ins().brif(ran, join, &arguments, slow, &[]);
        self.b.switch_to_block(slow);
        self.b.seal_block(slow);
        let dirty = self.dirty.clone();
        let method = self.address(method);
        self.call(method, descriptor, has_receiver, None, 0);
        self.pass_operands(join);
        self.dirty = dirty;
        self.take_operands(join);
    }

    /// At the entry of a method that has a leaf: calls it, and goes on when it declines. Whoever calls the method from
    /// elsewhere than compiled code comes by here.
    pub(super) fn leaf_entry(&mut self, leaf: u64) {
        if self.m.is_synchronized {
            return;
        }
        let a = self.a.clone();
        for (at, ty) in self.parameters() {
            // what the method does not use is not kept from its start on, and null for the leaf
            let value = if a.live_in(0).contains(at) {
                self.local(self.base + at, ty)
            } else {
                self.b.ins().iconst(I64, 0)
            };
            self.store_word(self.base + at, value);
        }
        let (ran, bits) = self.leaf_call_at(leaf, self.base);
        let (done, declined) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(ran, done, &[], declined, &[]);
        self.b.switch_to_block(done);
        self.b.seal_block(done);
        let character = result_character(self.m.descriptor);
        let value = Ty::of(character).map(|ty| {
            let value = self.leaf_result(ty, bits);
            self.cut(character, value)
        });
        self.b.ins().return_(value.as_slice());
        self.b.switch_to_block(declined);
        self.b.seal_block(declined);
    }

    /// Calls the leaf with the arguments that the state words from `first` on hold: whether it ran, and its result's bits.
    fn leaf_call_at(&mut self, leaf: u64, first: usize) -> (Value, Value) {
        let state = self.state_slot();
        let arguments = self.b.ins().stack_addr(I64, state, (first * 8) as i32);
        let signature = self.leaf_signature();
        let function = self.address(leaf);
        let thread = self.thread();
        let inst = self.b.ins().call_indirect(signature, function, &[thread, arguments]);
        (self.b.inst_results(inst)[0], self.b.inst_results(inst)[1])
    }

    /// A leaf's result, from its bits.
    fn leaf_result(&mut self, ty: Ty, bits: Value) -> Value {
        match ty {
            Ty::Int => self.b.ins().ireduce(I32, bits),
            Ty::Long | Ty::Ref => bits,
            Ty::Double => self.b.ins().bitcast(F64, ir::MemFlagsData::new(), bits),
            Ty::Float => {
                let low = self.b.ins().ireduce(I32, bits);
                self.b.ins().bitcast(F32, ir::MemFlagsData::new(), low)
            }
        }
    }

    /// `extern "C" fn(thread, arguments) -> { ran, bits }`.
    fn leaf_signature(&mut self) -> ir::SigRef {
        let key = b"leaf".to_vec();
        if let Some(&s) = self.signatures.get(&key) {
            return s;
        }
        let mut sig = Signature::new(CallConv::SystemV);
        sig.params.extend([AbiParam::new(I64); 2]);
        sig.returns.extend([AbiParam::new(I64); 2]);
        let s = self.b.import_signature(sig);
        self.signatures.insert(key, s);
        s
    }

    /// The operand that is the receiver of a call with this descriptor.
    fn receiver(&self, descriptor: &[u8]) -> Value {
        let n = parameter_characters(descriptor).len();
        self.stack[self.stack.len() - 1 - n].value
    }

    /// Leaves unless the receiver is of a class that the instruction allows.
    fn check_receiver(&mut self, receiver: Value, c: &ClassFacts) {
        let is = self.is_subtype(receiver, c);
        let not = self.b.ins().icmp_imm_u(IntCC::Equal, is, 0);
        self.exit_if(not, DeoptReason::Exception);
    }

    /// The implementation of an interface's method in the receiver's class, by way of the thread's cache of such lookups.
    fn interface_method(&mut self, receiver: Value, method_id: u32) -> Value {
        let object = self.decode(receiver);
        let id = self.class_id(object);
        let t = self.thread();
        let cache = self.b.ins().load(I64, Region::Thread.flags(), t, thread_offset!(itable_cache));
        let mixed = self.b.ins().bxor_imm_s(id, i64::from(itable_cache::method_part(method_id) as i32));
        let hash = self.b.ins().imul_imm_s(mixed, i64::from(itable_cache::MULTIPLIER as i32));
        let index = self.b.ins().ushr_imm_u(hash, i64::from(32 - itable_cache::LOG));
        let index = self.b.ins().uextend(I64, index);
        let distance = self.b.ins().ishl_imm_u(index, i64::from(size_of::<ItableCacheEntry>().ilog2()));
        let entry = self.b.ins().iadd(cache, distance);
        let key = self.b.ins().load(
            I64,
            Region::Metadata.flags(),
            entry,
            offset_of!(ItableCacheEntry, class) as i32,
        );
        let wide = self.b.ins().uextend(I64, id);
        let wanted = self.b.ins().bor_imm_u(wide, i64::from(method_id) << 32);
        let same = self.b.ins().icmp(IntCC::Equal, key, wanted);
        let (hit, miss, join) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(miss);
        self.b.append_block_param(join, I64);
        self.b.ins().brif(same, hit, &[], miss, &[]);
        self.b.switch_to_block(hit);
        self.b.seal_block(hit);
        let target = self.b.ins().load(
            I32,
            Region::Metadata.flags(),
            entry,
            offset_of!(ItableCacheEntry, target) as i32,
        );
        let method = self.metadata(target);
        self.b.ins().jump(join, &[method.into()]);
        self.b.switch_to_block(miss);
        self.b.seal_block(miss);
        let wanted = self.int(method_id as i32);
        let method = self.cold_leaf_call(RuntimeCall::find_interface_method, &[id, wanted]);
        let none = self.b.ins().icmp_imm_u(IntCC::Equal, method, 0);
        self.exit_if(none, DeoptReason::Exception);
        self.b.ins().jump(join, &[method.into()]);
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        self.b.block_params(join)[0]
    }

    /// `MethodHandle.invokeBasic`: runs the handle's form.
    fn invoke_basic(&mut self, handle: Value, descriptor: &[u8]) -> Result<(), Bailout> {
        let constant = self.constant_object(handle);
        if let Some(target) = constant.and_then(|slot| self.env.handle_target(slot)) {
            let descriptor = self.env.method(target).descriptor.to_vec();
            return self.direct_call(target, &descriptor, false, None);
        }
        let l = self.layout;
        let mut at = handle;
        for offset in [l.method_handle_form, l.lambda_form_vmentry, l.member_name_method] {
            let object = self.decode(at);
            at = self.b.ins().uload32(Region::Heap.flags(), object, offset);
        }
        let object = self.decode(at);
        let method = self.b.ins().load(I64, Region::Heap.flags(), object, l.resolved_method_vmtarget);
        self.call(method, descriptor, true, None, 0);
        Ok(())
    }

    /// `MethodHandle.linkTo*`: the last argument, a MemberName, names the method.
    fn link_to(&mut self, intrinsic: MethodIntrinsic, descriptor: &[u8]) -> Result<(), Bailout> {
        let l = self.layout;
        let member = self.stack.last().expect("a MemberName").value;
        self.null_check(member);
        let has_receiver = intrinsic != MethodIntrinsic::LinkToStatic;
        let count = parameter_characters(descriptor).len();
        let receiver = self.stack[self.stack.len() - count].value;
        if has_receiver {
            self.null_check(receiver);
        }
        let constant = self.constant_object(member);
        if let Some(target) = constant.and_then(|slot| self.env.member_target(slot)) {
            let m = self.env.method(target);
            let descriptor = m.descriptor.to_vec();
            if m.is_static != has_receiver {
                self.pop();
                return self.direct_call(target, &descriptor, has_receiver, None);
            }
        }
        let method = match intrinsic {
            MethodIntrinsic::LinkToInterface => {
                let m = self.cold_leaf_call(RuntimeCall::link_to_interface, &[receiver, member]);
                let none = self.b.ins().icmp_imm_u(IntCC::Equal, m, 0);
                self.exit_if(none, DeoptReason::Exception);
                m
            }
            MethodIntrinsic::LinkToVirtual => {
                // the index, or less than 0: exactly the member's method
                let object = self.decode(member);
                let index = self.b.ins().load(I64, Region::Heap.flags(), object, l.member_name_vmindex);
                let exact = self.member_method(member);
                let (table, join) = (self.b.create_block(), self.b.create_block());
                self.b.append_block_param(join, I64);
                let negative = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, index, 0);
                self.b.ins().brif(negative, join, &[exact.into()], table, &[]);
                self.b.switch_to_block(table);
                self.b.seal_block(table);
                let base = self.heap_base;
                let object = self.decode(receiver);
                let id = self.class_id(object);
                let class = self.metadata(id);
                let scaled = self.b.ins().ishl_imm_u(index, 3);
                let entry = self.b.ins().iadd(class, scaled);
                let m = self.b.ins().load(I64, Region::Metadata.flags(), entry, l.klass_vtable);
                self.b.ins().jump(join, &[m.into()]);
                self.b.switch_to_block(join);
                self.b.seal_block(join);
                self.heap_base = base;
                self.b.block_params(join)[0]
            }
            _ => self.member_method(member),
        };
        self.call(method, descriptor, false, None, 1);
        Ok(())
    }

    /// The method that a MemberName names.
    fn member_method(&mut self, member: Value) -> Value {
        let object = self.decode(member);
        let resolved = self.b.ins().uload32(Region::Heap.flags(), object, self.layout.member_name_method);
        let object = self.decode(resolved);
        self.b.ins().load(I64, Region::Heap.flags(), object, self.layout.resolved_method_vmtarget)
    }

    /// Calls the method at address `method` with the operands that the descriptor says, of which the last `dropped` are
    /// not passed, and `appendix` behind them (which the descriptor counts).
    fn call(
        &mut self,
        method: Value,
        descriptor: &[u8],
        has_receiver: bool,
        appendix: Option<Value>,
        dropped: usize,
    ) {
        let mut count = parameter_characters(descriptor).len() + usize::from(has_receiver);
        count -= usize::from(appendix.is_some());
        let from = self.stack.len() - count;
        let mut arguments = vec![method];
        let mut signature = vec![b'w'];
        for o in &self.stack[from..self.stack.len() - dropped] {
            arguments.push(o.value);
            signature.push(match o.ty {
                Ty::Int => b'i',
                Ty::Long | Ty::Ref => b'w',
                Ty::Float => b'f',
                Ty::Double => b'd',
            });
        }
        if let Some(a) = appendix {
            arguments.push(a);
            signature.push(b'w');
        }
        self.stack.truncate(from);
        let result_char = result_character(descriptor);
        let result_ty = Ty::of(result_char);
        signature.push(match result_ty {
            None => b'v',
            Some(Ty::Int) => b'i',
            Some(Ty::Long | Ty::Ref) => b'w',
            Some(Ty::Float) => b'f',
            Some(Ty::Double) => b'd',
        });
        let signature = self.signature(signature);
        let result = match result_ty {
            None => SiteResult::Void,
            Some(Ty::Int) => SiteResult::Int,
            Some(Ty::Long) => SiteResult::Long,
            Some(Ty::Float) => SiteResult::Float,
            Some(Ty::Double) => SiteResult::Double,
            Some(Ty::Ref) => SiteResult::Ref,
        };
        let offset = self.layout.method_compiled_entry;
        let calls_itself = std::mem::take(&mut self.calls_itself);
        let value = self.main_site(result, &arguments, |t| {
            if calls_itself {
                return Callee::Function(signature, t.this_function(signature));
            }
            let entry = t.b.ins().load(I64, Region::Metadata.flags(), method, offset);
            Callee::Address(signature, entry)
        });
        if let (Some(ty), Some(v)) = (result_ty, value) {
            self.push(ty, v);
        }
    }

    /// The code under construction as a callee: activations that have to leave it are made to, so the entry in the method need not
    /// be asked.
    fn this_function(&mut self, signature: ir::SigRef) -> ir::FuncRef {
        if let Some(f) = self.this_function {
            return f;
        }
        let name = self.b.func.declare_imported_user_function(ir::UserExternalName::new(NAMESPACE_THIS, 0));
        let f = self.b.import_function(ir::ExtFuncData {
            name: ExternalName::user(name),
            signature,
            colocated: true,
            patchable: false,
        });
        self.this_function = Some(f);
        f
    }

    /// The signature with these parameter characters and result.
    fn signature(&mut self, characters: Vec<u8>) -> ir::SigRef {
        if let Some(&s) = self.signatures.get(&characters) {
            return s;
        }
        let mut sig = Signature::new(JAVA_CONVENTION);
        let ty = |c: u8| match c {
            b'i' => I32,
            b'f' => ir::types::F32,
            b'd' => ir::types::F64,
            _ => I64,
        };
        let (result, parameters) = characters.split_last().expect("a result");
        sig.params.extend(parameters.iter().map(|&c| AbiParam::new(ty(c))));
        if *result != b'v' {
            sig.returns.push(AbiParam::new(ty(*result)));
        }
        let s = self.b.import_signature(sig);
        self.signatures.insert(characters, s);
        s
    }
}
