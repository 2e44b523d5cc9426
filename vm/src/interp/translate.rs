//! From bytecode to the interpreter's cells, at a method's first call.

use std::sync::atomic::{AtomicU32, Ordering};

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode;

use super::calls::LONG_FORM;
use super::{fused, objects, ops};
use crate::class::{BasicType, ConstantPool, MethodRef, Tag};
use crate::well_known::Wk;

/// The cells of one instruction under construction.
struct Emit<'a> {
    code: &'a [AtomicU32],
    bci: usize,
}

impl Emit<'_> {
    fn op(&self, op: u16, a: u16) {
        self.code[self.bci].store(u32::from(op) | (u32::from(a) << 16), Ordering::Relaxed);
    }
    fn cell(&self, i: usize, v: u32) {
        self.code[self.bci + i].store(v, Ordering::Relaxed);
    }
    fn offset(&self, target: i32) -> i32 {
        target - self.bci as i32
    }
    /// A branch with a forward and a backward form.
    fn branch(&self, forms: [u16; 2], target: i32) {
        let offset = self.offset(target);
        match i16::try_from(offset) {
            Ok(o) => self.op(forms[usize::from(o <= 0)], o as u16),
            Err(_) => crate::fatal::fatal("a branch of a verified method leaves 16 bits"),
        }
    }
}

/// Makes the cells of `m`, unless another thread has done so, and publishes them.
pub fn prepare_code(m: MethodRef) {
    if !m.code.load(Ordering::Acquire).is_null() {
        return;
    }
    let bytecode = m.cold.bytecode;
    // one cell more than bytes, and 8-byte alignment for inline caches
    let p = m.holder.data.arena.allocate((bytecode.len() + 2) * 4).cast::<AtomicU32>();
    // SAFETY: fresh zeroed memory; op 0 is `illegal`.
    let code = unsafe { std::slice::from_raw_parts(p, bytecode.len() + 2) };
    let cp = m.holder.constants();
    let mut trail = Trail::default();
    let mut bci = 0;
    while bci < bytecode.len() {
        let Ok(i) = Instruction::decode(bytecode, bci) else {
            break; // unverified code: the zero cells stop it
        };
        translate(&Emit { code, bci }, &i, m, cp);
        trail.add(code, &i);
        bci = i.next_bci() as usize;
    }
    let _ = m.code.compare_exchange(std::ptr::null_mut(), p, Ordering::AcqRel, Ordering::Acquire);
}

/// The instructions before the present one, for fusing: (bci, local) of loads.
#[derive(Default)]
struct Trail {
    /// The instruction before the last, if it is a load right before it.
    second: Option<(usize, u16)>,
    /// The last instruction, if it is a one-slot load.
    last: Option<(usize, u16)>,
    /// The last instruction, if it is an `iinc`.
    iinc: Option<usize>,
}

impl Trail {
    /// Fuses the newly translated instruction with those before it, where a fused op exists.
    fn add(&mut self, code: &[AtomicU32], i: &Instruction<'_>) {
        let bci = i.bci as usize;
        let op = |at: usize| code[at].load(Ordering::Relaxed) as u16;
        let local = if let Operands::Local(n) = i.operands { n } else { 0 };
        let load = if i.wide { None } else { fused::loaded(i.opcode, local) };
        if let Some(b) = load {
            // load_n forms have no operand of their own: fusing with a getfield needs it
            code[bci].store(u32::from(op(bci)) | (u32::from(b) << 16), Ordering::Relaxed);
            if let Some((at, a)) = self.last {
                let length = (bci - at) as u32 + i.length;
                let both = a | (b << 8);
                code[at].store(
                    u32::from(fused::for_loads(length, None)) | (u32::from(both) << 16),
                    Ordering::Relaxed,
                );
            }
        } else if let (Some((at, a)), Some((middle, b))) = (self.second, self.last) {
            let length = (bci - at) as u32;
            let fused = fused::for_loads(length, Some(op(bci)));
            code[at].store(u32::from(fused) | (u32::from(a | (b << 8)) << 16), Ordering::Relaxed);
            debug_assert!(middle < bci);
        }
        if i.opcode == Opcode::Getfield
            && let Some((at, _)) = self.last
        {
            // where the load begins that may be fused when the field is resolved
            code[bci + 2].store((bci - at) as u32, Ordering::Relaxed);
        }
        if i.opcode == Opcode::Goto
            && op(bci) == ops::goto_b
            && let Some(at) = self.iinc
        {
            let a = code[at].load(Ordering::Relaxed) & 0xffff_0000;
            code[at].store(a | u32::from(ops::iinc_goto_b), Ordering::Relaxed);
        }
        self.second = if load.is_some() { self.last } else { None };
        self.last = load.filter(|b| *b < 256).map(|b| (bci, b));
        self.iinc = (i.opcode == Opcode::Iinc && !i.wide).then_some(bci);
    }
}

fn translate(e: &Emit<'_>, i: &Instruction<'_>, m: MethodRef, cp: &ConstantPool) {
    use Opcode as O;
    let local = || if let Operands::Local(n) = i.operands { n } else { 0 };
    let index = || match i.operands {
        Operands::Constant(n) => n,
        Operands::InvokeInterface { index, .. }
        | Operands::InvokeDynamic { index, .. }
        | Operands::MultiANewArray { index, .. } => index,
        _ => 0,
    };
    let target = || if let Operands::Branch(t) = i.operands { t } else { 0 };
    let pick = |narrow: u16, wide: u16| if i.wide { wide } else { narrow };
    let sync = m.is_synchronized();
    match i.opcode {
        O::Nop => e.op(ops::nop, 0),
        O::AconstNull => e.op(ops::const_1, 0),
        O::IconstM1 | O::Iconst0 | O::Iconst1 | O::Iconst2 | O::Iconst3 | O::Iconst4 | O::Iconst5 => {
            e.op(ops::const_1, (i.opcode as i16 - O::Iconst0 as i16) as u16);
        }
        O::Lconst0 | O::Lconst1 => e.op(ops::lconst, i.opcode as u16 - O::Lconst0 as u16),
        O::Fconst0 | O::Fconst1 | O::Fconst2 => e.op(ops::fconst, i.opcode as u16 - O::Fconst0 as u16),
        O::Dconst0 | O::Dconst1 => e.op(ops::dconst, i.opcode as u16 - O::Dconst0 as u16),
        O::Bipush | O::Sipush => {
            let v = if let Operands::Immediate(v) = i.operands { v } else { 0 };
            e.op(if i.opcode == O::Bipush { ops::bipush } else { ops::sipush }, v as u16);
        }
        O::Ldc | O::LdcW | O::Ldc2W => constant(e, i.opcode, index(), cp),
        O::Iload | O::Fload | O::Aload => e.op(pick(ops::load, ops::load_wide), local()),
        O::Lload | O::Dload => e.op(pick(ops::load2, ops::load2_wide), local() + 1),
        O::Iload0 | O::Fload0 | O::Aload0 => e.op(ops::load_0, 0),
        O::Iload1 | O::Fload1 | O::Aload1 => e.op(ops::load_1, 0),
        O::Iload2 | O::Fload2 | O::Aload2 => e.op(ops::load_2, 0),
        O::Iload3 | O::Fload3 | O::Aload3 => e.op(ops::load_3, 0),
        O::Lload0 | O::Lload1 | O::Lload2 | O::Lload3 => {
            e.op(ops::load2_n, i.opcode as u16 - O::Lload0 as u16 + 1)
        }
        O::Dload0 | O::Dload1 | O::Dload2 | O::Dload3 => {
            e.op(ops::load2_n, i.opcode as u16 - O::Dload0 as u16 + 1)
        }
        O::Istore | O::Fstore | O::Astore => e.op(pick(ops::store, ops::store_wide), local()),
        O::Lstore | O::Dstore => e.op(pick(ops::store2, ops::store2_wide), local() + 1),
        O::Istore0 | O::Fstore0 | O::Astore0 => e.op(ops::store_0, 0),
        O::Istore1 | O::Fstore1 | O::Astore1 => e.op(ops::store_1, 0),
        O::Istore2 | O::Fstore2 | O::Astore2 => e.op(ops::store_2, 0),
        O::Istore3 | O::Fstore3 | O::Astore3 => e.op(ops::store_3, 0),
        O::Lstore0 | O::Lstore1 | O::Lstore2 | O::Lstore3 => {
            e.op(ops::store2_n, i.opcode as u16 - O::Lstore0 as u16 + 1);
        }
        O::Dstore0 | O::Dstore1 | O::Dstore2 | O::Dstore3 => {
            e.op(ops::store2_n, i.opcode as u16 - O::Dstore0 as u16 + 1);
        }
        O::Iaload | O::Faload | O::Aaload => e.op(ops::iaload, 0),
        O::Laload | O::Daload => e.op(ops::laload, 0),
        O::Baload => e.op(ops::baload, 0),
        O::Caload => e.op(ops::caload, 0),
        O::Saload => e.op(ops::saload, 0),
        O::Iastore | O::Fastore => e.op(ops::iastore, 0),
        O::Lastore | O::Dastore => e.op(ops::lastore, 0),
        O::Aastore => e.op(ops::aastore, 0),
        O::Bastore => e.op(ops::bastore, 0),
        O::Castore | O::Sastore => e.op(ops::castore, 0),
        O::Pop => e.op(ops::pop, 0),
        O::Pop2 => e.op(ops::pop2, 0),
        O::Dup => e.op(ops::dup, 0),
        O::DupX1 => e.op(ops::dup_x1, 0),
        O::DupX2 => e.op(ops::dup_x2, 0),
        O::Dup2 => e.op(ops::dup2, 0),
        O::Dup2X1 => e.op(ops::dup2_x1, 0),
        O::Dup2X2 => e.op(ops::dup2_x2, 0),
        O::Swap => e.op(ops::swap, 0),
        O::Iadd => e.op(ops::iadd, 0),
        O::Ladd => e.op(ops::ladd, 0),
        O::Fadd => e.op(ops::fadd, 0),
        O::Dadd => e.op(ops::dadd, 0),
        O::Isub => e.op(ops::isub, 0),
        O::Lsub => e.op(ops::lsub, 0),
        O::Fsub => e.op(ops::fsub, 0),
        O::Dsub => e.op(ops::dsub, 0),
        O::Imul => e.op(ops::imul, 0),
        O::Lmul => e.op(ops::lmul, 0),
        O::Fmul => e.op(ops::fmul, 0),
        O::Dmul => e.op(ops::dmul, 0),
        O::Idiv => e.op(ops::idiv, 0),
        O::Ldiv => e.op(ops::ldiv, 0),
        O::Fdiv => e.op(ops::fdiv, 0),
        O::Ddiv => e.op(ops::ddiv, 0),
        O::Irem => e.op(ops::irem, 0),
        O::Lrem => e.op(ops::lrem, 0),
        O::Frem => e.op(ops::frem, 0),
        O::Drem => e.op(ops::drem, 0),
        O::Ineg => e.op(ops::ineg, 0),
        O::Lneg => e.op(ops::lneg, 0),
        O::Fneg => e.op(ops::fneg, 0),
        O::Dneg => e.op(ops::dneg, 0),
        O::Ishl => e.op(ops::ishl, 0),
        O::Lshl => e.op(ops::lshl, 0),
        O::Ishr => e.op(ops::ishr, 0),
        O::Lshr => e.op(ops::lshr, 0),
        O::Iushr => e.op(ops::iushr, 0),
        O::Lushr => e.op(ops::lushr, 0),
        O::Iand => e.op(ops::iand, 0),
        O::Land => e.op(ops::land, 0),
        O::Ior => e.op(ops::ior, 0),
        O::Lor => e.op(ops::lor, 0),
        O::Ixor => e.op(ops::ixor, 0),
        O::Lxor => e.op(ops::lxor, 0),
        O::Iinc => {
            if let Operands::Iinc { index, delta } = i.operands {
                e.op(pick(ops::iinc, ops::iinc_wide), index);
                e.cell(1, i32::from(delta) as u32);
            }
        }
        O::I2l => e.op(ops::i2l, 0),
        O::I2f => e.op(ops::i2f, 0),
        O::I2d => e.op(ops::i2d, 0),
        O::L2i => e.op(ops::l2i, 0),
        O::L2f => e.op(ops::l2f, 0),
        O::L2d => e.op(ops::l2d, 0),
        O::F2i => e.op(ops::f2i, 0),
        O::F2l => e.op(ops::f2l, 0),
        O::F2d => e.op(ops::f2d, 0),
        O::D2i => e.op(ops::d2i, 0),
        O::D2l => e.op(ops::d2l, 0),
        O::D2f => e.op(ops::d2f, 0),
        O::I2b => e.op(ops::i2b, 0),
        O::I2c => e.op(ops::i2c, 0),
        O::I2s => e.op(ops::i2s, 0),
        O::Lcmp => e.op(ops::lcmp, 0),
        O::Fcmpl => e.op(ops::fcmpl, 0),
        O::Fcmpg => e.op(ops::fcmpg, 0),
        O::Dcmpl => e.op(ops::dcmpl, 0),
        O::Dcmpg => e.op(ops::dcmpg, 0),
        O::Ifeq | O::Ifnull => e.branch([ops::ifeq, ops::ifeq_b], target()),
        O::Ifne | O::Ifnonnull => e.branch([ops::ifne, ops::ifne_b], target()),
        O::Iflt => e.branch([ops::iflt, ops::iflt_b], target()),
        O::Ifge => e.branch([ops::ifge, ops::ifge_b], target()),
        O::Ifgt => e.branch([ops::ifgt, ops::ifgt_b], target()),
        O::Ifle => e.branch([ops::ifle, ops::ifle_b], target()),
        O::IfIcmpeq | O::IfAcmpeq => e.branch([ops::if_icmpeq, ops::if_icmpeq_b], target()),
        O::IfIcmpne | O::IfAcmpne => e.branch([ops::if_icmpne, ops::if_icmpne_b], target()),
        O::IfIcmplt => e.branch([ops::if_icmplt, ops::if_icmplt_b], target()),
        O::IfIcmpge => e.branch([ops::if_icmpge, ops::if_icmpge_b], target()),
        O::IfIcmpgt => e.branch([ops::if_icmpgt, ops::if_icmpgt_b], target()),
        O::IfIcmple => e.branch([ops::if_icmple, ops::if_icmple_b], target()),
        O::Goto => e.branch([ops::goto, ops::goto_b], target()),
        O::GotoW => {
            e.op(ops::goto_w, 0);
            e.cell(1, e.offset(target()) as u32);
        }
        O::Jsr | O::JsrW => {
            e.op(ops::jsr, 0);
            e.cell(1, i.next_bci());
            e.cell(2, e.offset(target()) as u32);
        }
        O::Ret => e.op(ops::ret, local()),
        O::Tableswitch => {
            if let Operands::TableSwitch(s) = i.operands {
                e.op(ops::tableswitch, 0);
                e.cell(1, e.offset(s.default) as u32);
                e.cell(2, s.low as u32);
                e.cell(3, s.high as u32);
                for (n, target) in s.targets().enumerate() {
                    e.cell(4 + n, e.offset(target) as u32);
                }
            }
        }
        O::Lookupswitch => {
            if let Operands::LookupSwitch(s) = i.operands {
                e.op(ops::lookupswitch, 0);
                e.cell(1, e.offset(s.default) as u32);
                e.cell(2, s.len() as u32);
                for (n, (key, target)) in s.pairs().enumerate() {
                    e.cell(3 + 2 * n, key as u32);
                    e.cell(4 + 2 * n, e.offset(target) as u32);
                }
            }
        }
        O::Ireturn => e.op(
            match (m.return_type, sync) {
                (BasicType::Boolean, false) => ops::return_bool,
                (BasicType::Byte, false) => ops::return_byte,
                (BasicType::Char, false) => ops::return_char,
                (BasicType::Short, false) => ops::return_short,
                (BasicType::Boolean, true) => ops::return_bool_sync,
                (BasicType::Byte, true) => ops::return_byte_sync,
                (BasicType::Char, true) => ops::return_char_sync,
                (BasicType::Short, true) => ops::return_short_sync,
                (_, false) => ops::return_one,
                (_, true) => ops::return_one_sync,
            },
            0,
        ),
        O::Freturn | O::Areturn => e.op(if sync { ops::return_one_sync } else { ops::return_one }, 0),
        O::Lreturn | O::Dreturn => e.op(if sync { ops::return_two_sync } else { ops::return_two }, 0),
        O::Return => {
            let object_init = m.is_constructor() && Wk::Object.try_klass().is_none_or(|k| k == m.holder);
            let object_init = object_init && m.holder.superclass.get().is_none();
            let op = if sync {
                ops::return_void_sync
            } else if object_init {
                ops::return_object_init
            } else {
                ops::return_void
            };
            e.op(op, 0);
        }
        O::Getstatic => e.op(ops::getstatic, index()),
        O::Putstatic => e.op(ops::putstatic, index()),
        O::Getfield => e.op(ops::getfield, index()),
        O::Putfield => e.op(ops::putfield, index()),
        // a frame that deoptimisation has put inside of one may return before it is linked
        O::Invokevirtual => e.op(ops::invokevirtual, 0),
        O::Invokespecial => e.op(ops::invokespecial, 0),
        O::Invokestatic => e.op(ops::invokestatic, 0),
        O::Invokeinterface => e.op(ops::invokeinterface, LONG_FORM),
        O::Invokedynamic => e.op(ops::invokedynamic, LONG_FORM),
        O::New => e.op(ops::new, index()),
        O::Newarray => {
            let code = if let Operands::NewArray(c) = i.operands { c } else { 0 };
            if let Some(k) = objects::newarray_class(code) {
                e.op(ops::newarray, u16::from(code));
                e.cell(1, k.id());
            }
        }
        O::Anewarray => e.op(ops::anewarray, index()),
        O::Arraylength => e.op(ops::arraylength, 0),
        O::Athrow => e.op(ops::athrow, 0),
        O::Checkcast => e.op(ops::checkcast, index()),
        O::Instanceof => e.op(ops::instanceof, index()),
        O::Monitorenter => e.op(ops::monitorenter, 0),
        O::Monitorexit => e.op(ops::monitorexit, 0),
        O::Multianewarray => {
            let dims =
                if let Operands::MultiANewArray { dimensions, .. } = i.operands { dimensions } else { 1 };
            e.op(ops::multianewarray, index());
            e.cell(1, u32::from(dims));
        }
        O::Wide => {}
    }
}

/// `ldc`, `ldc_w`, `ldc2_w`.
fn constant(e: &Emit<'_>, opcode: Opcode, index: u16, cp: &ConstantPool) {
    match cp.tag(index) {
        Tag::Integer | Tag::Float => {
            e.op(if opcode == Opcode::Ldc { ops::ldc_int } else { ops::ldc_w_int }, 0);
            e.cell(1, cp.info(index) as u32);
        }
        Tag::Long | Tag::Double => {
            let v = cp.info(index);
            e.op(ops::ldc2_w_long, 0);
            e.cell(1, v as u32);
            e.cell(2, (v >> 32) as u32);
        }
        _ => e.op(ops::ldc_unresolved, index),
    }
}
