//! The bytecode table (JVMS 17 chapter 6): one row per opcode, from which every consumer derives what
//! it needs: the decoder, the printer, the verifier, the interpreter and the compilers.
//!
//! A row is `(code, Variant, "mnemonic", OperandFormat, "pops", "pushes", may_throw, "section");`
//! where *section* is the anchor of JVMS §6.5. The stack effect is a string of one letter per value,
//! the deepest first: `I` int, `J` long, `F` float, `D` double, `A` reference, `R` returnAddress, `s` one
//! untyped slot (a long or double is two of them), and `?` alone when the constant pool decides.
//! *May throw* covers run-time and linking exceptions, not asynchronous ones (§2.10).

/// Calls the macro `$consumer` with all rows of the bytecode table.
#[macro_export]
macro_rules! for_each_opcode {
    ($consumer:ident) => {
        $consumer! {
            (0, Nop, "nop", None, "", "", false, "nop");
            (1, AconstNull, "aconst_null", None, "", "A", false, "aconst_null");
            (2, IconstM1, "iconst_m1", None, "", "I", false, "iconst_i");
            (3, Iconst0, "iconst_0", None, "", "I", false, "iconst_i");
            (4, Iconst1, "iconst_1", None, "", "I", false, "iconst_i");
            (5, Iconst2, "iconst_2", None, "", "I", false, "iconst_i");
            (6, Iconst3, "iconst_3", None, "", "I", false, "iconst_i");
            (7, Iconst4, "iconst_4", None, "", "I", false, "iconst_i");
            (8, Iconst5, "iconst_5", None, "", "I", false, "iconst_i");
            (9, Lconst0, "lconst_0", None, "", "J", false, "lconst_l");
            (10, Lconst1, "lconst_1", None, "", "J", false, "lconst_l");
            (11, Fconst0, "fconst_0", None, "", "F", false, "fconst_f");
            (12, Fconst1, "fconst_1", None, "", "F", false, "fconst_f");
            (13, Fconst2, "fconst_2", None, "", "F", false, "fconst_f");
            (14, Dconst0, "dconst_0", None, "", "D", false, "dconst_d");
            (15, Dconst1, "dconst_1", None, "", "D", false, "dconst_d");
            (16, Bipush, "bipush", Byte, "", "I", false, "bipush");
            (17, Sipush, "sipush", Short, "", "I", false, "sipush");
            (18, Ldc, "ldc", Constant1, "", "?", true, "ldc");
            (19, LdcW, "ldc_w", Constant, "", "?", true, "ldc_w");
            (20, Ldc2W, "ldc2_w", Constant, "", "?", true, "ldc2_w");
            (21, Iload, "iload", Local, "", "I", false, "iload");
            (22, Lload, "lload", Local, "", "J", false, "lload");
            (23, Fload, "fload", Local, "", "F", false, "fload");
            (24, Dload, "dload", Local, "", "D", false, "dload");
            (25, Aload, "aload", Local, "", "A", false, "aload");
            (26, Iload0, "iload_0", None, "", "I", false, "iload_n");
            (27, Iload1, "iload_1", None, "", "I", false, "iload_n");
            (28, Iload2, "iload_2", None, "", "I", false, "iload_n");
            (29, Iload3, "iload_3", None, "", "I", false, "iload_n");
            (30, Lload0, "lload_0", None, "", "J", false, "lload_n");
            (31, Lload1, "lload_1", None, "", "J", false, "lload_n");
            (32, Lload2, "lload_2", None, "", "J", false, "lload_n");
            (33, Lload3, "lload_3", None, "", "J", false, "lload_n");
            (34, Fload0, "fload_0", None, "", "F", false, "fload_n");
            (35, Fload1, "fload_1", None, "", "F", false, "fload_n");
            (36, Fload2, "fload_2", None, "", "F", false, "fload_n");
            (37, Fload3, "fload_3", None, "", "F", false, "fload_n");
            (38, Dload0, "dload_0", None, "", "D", false, "dload_n");
            (39, Dload1, "dload_1", None, "", "D", false, "dload_n");
            (40, Dload2, "dload_2", None, "", "D", false, "dload_n");
            (41, Dload3, "dload_3", None, "", "D", false, "dload_n");
            (42, Aload0, "aload_0", None, "", "A", false, "aload_n");
            (43, Aload1, "aload_1", None, "", "A", false, "aload_n");
            (44, Aload2, "aload_2", None, "", "A", false, "aload_n");
            (45, Aload3, "aload_3", None, "", "A", false, "aload_n");
            (46, Iaload, "iaload", None, "AI", "I", true, "iaload");
            (47, Laload, "laload", None, "AI", "J", true, "laload");
            (48, Faload, "faload", None, "AI", "F", true, "faload");
            (49, Daload, "daload", None, "AI", "D", true, "daload");
            (50, Aaload, "aaload", None, "AI", "A", true, "aaload");
            (51, Baload, "baload", None, "AI", "I", true, "baload");
            (52, Caload, "caload", None, "AI", "I", true, "caload");
            (53, Saload, "saload", None, "AI", "I", true, "saload");
            (54, Istore, "istore", Local, "I", "", false, "istore");
            (55, Lstore, "lstore", Local, "J", "", false, "lstore");
            (56, Fstore, "fstore", Local, "F", "", false, "fstore");
            (57, Dstore, "dstore", Local, "D", "", false, "dstore");
            (58, Astore, "astore", Local, "A", "", false, "astore");
            (59, Istore0, "istore_0", None, "I", "", false, "istore_n");
            (60, Istore1, "istore_1", None, "I", "", false, "istore_n");
            (61, Istore2, "istore_2", None, "I", "", false, "istore_n");
            (62, Istore3, "istore_3", None, "I", "", false, "istore_n");
            (63, Lstore0, "lstore_0", None, "J", "", false, "lstore_n");
            (64, Lstore1, "lstore_1", None, "J", "", false, "lstore_n");
            (65, Lstore2, "lstore_2", None, "J", "", false, "lstore_n");
            (66, Lstore3, "lstore_3", None, "J", "", false, "lstore_n");
            (67, Fstore0, "fstore_0", None, "F", "", false, "fstore_n");
            (68, Fstore1, "fstore_1", None, "F", "", false, "fstore_n");
            (69, Fstore2, "fstore_2", None, "F", "", false, "fstore_n");
            (70, Fstore3, "fstore_3", None, "F", "", false, "fstore_n");
            (71, Dstore0, "dstore_0", None, "D", "", false, "dstore_n");
            (72, Dstore1, "dstore_1", None, "D", "", false, "dstore_n");
            (73, Dstore2, "dstore_2", None, "D", "", false, "dstore_n");
            (74, Dstore3, "dstore_3", None, "D", "", false, "dstore_n");
            (75, Astore0, "astore_0", None, "A", "", false, "astore_n");
            (76, Astore1, "astore_1", None, "A", "", false, "astore_n");
            (77, Astore2, "astore_2", None, "A", "", false, "astore_n");
            (78, Astore3, "astore_3", None, "A", "", false, "astore_n");
            (79, Iastore, "iastore", None, "AII", "", true, "iastore");
            (80, Lastore, "lastore", None, "AIJ", "", true, "lastore");
            (81, Fastore, "fastore", None, "AIF", "", true, "fastore");
            (82, Dastore, "dastore", None, "AID", "", true, "dastore");
            (83, Aastore, "aastore", None, "AIA", "", true, "aastore");
            (84, Bastore, "bastore", None, "AII", "", true, "bastore");
            (85, Castore, "castore", None, "AII", "", true, "castore");
            (86, Sastore, "sastore", None, "AII", "", true, "sastore");
            (87, Pop, "pop", None, "s", "", false, "pop");
            (88, Pop2, "pop2", None, "ss", "", false, "pop2");
            (89, Dup, "dup", None, "s", "ss", false, "dup");
            (90, DupX1, "dup_x1", None, "ss", "sss", false, "dup_x1");
            (91, DupX2, "dup_x2", None, "sss", "ssss", false, "dup_x2");
            (92, Dup2, "dup2", None, "ss", "ssss", false, "dup2");
            (93, Dup2X1, "dup2_x1", None, "sss", "sssss", false, "dup2_x1");
            (94, Dup2X2, "dup2_x2", None, "ssss", "ssssss", false, "dup2_x2");
            (95, Swap, "swap", None, "ss", "ss", false, "swap");
            (96, Iadd, "iadd", None, "II", "I", false, "iadd");
            (97, Ladd, "ladd", None, "JJ", "J", false, "ladd");
            (98, Fadd, "fadd", None, "FF", "F", false, "fadd");
            (99, Dadd, "dadd", None, "DD", "D", false, "dadd");
            (100, Isub, "isub", None, "II", "I", false, "isub");
            (101, Lsub, "lsub", None, "JJ", "J", false, "lsub");
            (102, Fsub, "fsub", None, "FF", "F", false, "fsub");
            (103, Dsub, "dsub", None, "DD", "D", false, "dsub");
            (104, Imul, "imul", None, "II", "I", false, "imul");
            (105, Lmul, "lmul", None, "JJ", "J", false, "lmul");
            (106, Fmul, "fmul", None, "FF", "F", false, "fmul");
            (107, Dmul, "dmul", None, "DD", "D", false, "dmul");
            (108, Idiv, "idiv", None, "II", "I", true, "idiv");
            (109, Ldiv, "ldiv", None, "JJ", "J", true, "ldiv");
            (110, Fdiv, "fdiv", None, "FF", "F", false, "fdiv");
            (111, Ddiv, "ddiv", None, "DD", "D", false, "ddiv");
            (112, Irem, "irem", None, "II", "I", true, "irem");
            (113, Lrem, "lrem", None, "JJ", "J", true, "lrem");
            (114, Frem, "frem", None, "FF", "F", false, "frem");
            (115, Drem, "drem", None, "DD", "D", false, "drem");
            (116, Ineg, "ineg", None, "I", "I", false, "ineg");
            (117, Lneg, "lneg", None, "J", "J", false, "lneg");
            (118, Fneg, "fneg", None, "F", "F", false, "fneg");
            (119, Dneg, "dneg", None, "D", "D", false, "dneg");
            (120, Ishl, "ishl", None, "II", "I", false, "ishl");
            (121, Lshl, "lshl", None, "JI", "J", false, "lshl");
            (122, Ishr, "ishr", None, "II", "I", false, "ishr");
            (123, Lshr, "lshr", None, "JI", "J", false, "lshr");
            (124, Iushr, "iushr", None, "II", "I", false, "iushr");
            (125, Lushr, "lushr", None, "JI", "J", false, "lushr");
            (126, Iand, "iand", None, "II", "I", false, "iand");
            (127, Land, "land", None, "JJ", "J", false, "land");
            (128, Ior, "ior", None, "II", "I", false, "ior");
            (129, Lor, "lor", None, "JJ", "J", false, "lor");
            (130, Ixor, "ixor", None, "II", "I", false, "ixor");
            (131, Lxor, "lxor", None, "JJ", "J", false, "lxor");
            (132, Iinc, "iinc", Iinc, "", "", false, "iinc");
            (133, I2l, "i2l", None, "I", "J", false, "i2l");
            (134, I2f, "i2f", None, "I", "F", false, "i2f");
            (135, I2d, "i2d", None, "I", "D", false, "i2d");
            (136, L2i, "l2i", None, "J", "I", false, "l2i");
            (137, L2f, "l2f", None, "J", "F", false, "l2f");
            (138, L2d, "l2d", None, "J", "D", false, "l2d");
            (139, F2i, "f2i", None, "F", "I", false, "f2i");
            (140, F2l, "f2l", None, "F", "J", false, "f2l");
            (141, F2d, "f2d", None, "F", "D", false, "f2d");
            (142, D2i, "d2i", None, "D", "I", false, "d2i");
            (143, D2l, "d2l", None, "D", "J", false, "d2l");
            (144, D2f, "d2f", None, "D", "F", false, "d2f");
            (145, I2b, "i2b", None, "I", "I", false, "i2b");
            (146, I2c, "i2c", None, "I", "I", false, "i2c");
            (147, I2s, "i2s", None, "I", "I", false, "i2s");
            (148, Lcmp, "lcmp", None, "JJ", "I", false, "lcmp");
            (149, Fcmpl, "fcmpl", None, "FF", "I", false, "fcmp_op");
            (150, Fcmpg, "fcmpg", None, "FF", "I", false, "fcmp_op");
            (151, Dcmpl, "dcmpl", None, "DD", "I", false, "dcmp_op");
            (152, Dcmpg, "dcmpg", None, "DD", "I", false, "dcmp_op");
            (153, Ifeq, "ifeq", Branch, "I", "", false, "if_cond");
            (154, Ifne, "ifne", Branch, "I", "", false, "if_cond");
            (155, Iflt, "iflt", Branch, "I", "", false, "if_cond");
            (156, Ifge, "ifge", Branch, "I", "", false, "if_cond");
            (157, Ifgt, "ifgt", Branch, "I", "", false, "if_cond");
            (158, Ifle, "ifle", Branch, "I", "", false, "if_cond");
            (159, IfIcmpeq, "if_icmpeq", Branch, "II", "", false, "if_icmp_cond");
            (160, IfIcmpne, "if_icmpne", Branch, "II", "", false, "if_icmp_cond");
            (161, IfIcmplt, "if_icmplt", Branch, "II", "", false, "if_icmp_cond");
            (162, IfIcmpge, "if_icmpge", Branch, "II", "", false, "if_icmp_cond");
            (163, IfIcmpgt, "if_icmpgt", Branch, "II", "", false, "if_icmp_cond");
            (164, IfIcmple, "if_icmple", Branch, "II", "", false, "if_icmp_cond");
            (165, IfAcmpeq, "if_acmpeq", Branch, "AA", "", false, "if_acmp_cond");
            (166, IfAcmpne, "if_acmpne", Branch, "AA", "", false, "if_acmp_cond");
            (167, Goto, "goto", Branch, "", "", false, "goto");
            (168, Jsr, "jsr", Branch, "", "R", false, "jsr");
            (169, Ret, "ret", Local, "", "", false, "ret");
            (170, Tableswitch, "tableswitch", TableSwitch, "I", "", false, "tableswitch");
            (171, Lookupswitch, "lookupswitch", LookupSwitch, "I", "", false, "lookupswitch");
            (172, Ireturn, "ireturn", None, "I", "", true, "ireturn");
            (173, Lreturn, "lreturn", None, "J", "", true, "lreturn");
            (174, Freturn, "freturn", None, "F", "", true, "freturn");
            (175, Dreturn, "dreturn", None, "D", "", true, "dreturn");
            (176, Areturn, "areturn", None, "A", "", true, "areturn");
            (177, Return, "return", None, "", "", true, "return");
            (178, Getstatic, "getstatic", Constant, "", "?", true, "getstatic");
            (179, Putstatic, "putstatic", Constant, "?", "", true, "putstatic");
            (180, Getfield, "getfield", Constant, "A", "?", true, "getfield");
            (181, Putfield, "putfield", Constant, "?", "", true, "putfield");
            (182, Invokevirtual, "invokevirtual", Constant, "?", "?", true, "invokevirtual");
            (183, Invokespecial, "invokespecial", Constant, "?", "?", true, "invokespecial");
            (184, Invokestatic, "invokestatic", Constant, "?", "?", true, "invokestatic");
            (185, Invokeinterface, "invokeinterface", InvokeInterface, "?", "?", true, "invokeinterface");
            (186, Invokedynamic, "invokedynamic", InvokeDynamic, "?", "?", true, "invokedynamic");
            (187, New, "new", Constant, "", "A", true, "new");
            (188, Newarray, "newarray", NewArray, "I", "A", true, "newarray");
            (189, Anewarray, "anewarray", Constant, "I", "A", true, "anewarray");
            (190, Arraylength, "arraylength", None, "A", "I", true, "arraylength");
            (191, Athrow, "athrow", None, "A", "", true, "athrow");
            (192, Checkcast, "checkcast", Constant, "A", "A", true, "checkcast");
            (193, Instanceof, "instanceof", Constant, "A", "I", true, "instanceof");
            (194, Monitorenter, "monitorenter", None, "A", "", true, "monitorenter");
            (195, Monitorexit, "monitorexit", None, "A", "", true, "monitorexit");
            (196, Wide, "wide", Wide, "", "", false, "wide");
            (197, Multianewarray, "multianewarray", MultiANewArray, "?", "A", true, "multianewarray");
            (198, Ifnull, "ifnull", Branch, "A", "", false, "ifnull");
            (199, Ifnonnull, "ifnonnull", Branch, "A", "", false, "ifnonnull");
            (200, GotoW, "goto_w", BranchWide, "", "", false, "goto_w");
            (201, JsrW, "jsr_w", BranchWide, "", "R", false, "jsr_w");
        }
    };
}

/// The layout of an instruction's operands (JVMS §6.5, the *Format* boxes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperandFormat {
    /// No operands.
    None,
    /// One signed byte.
    Byte,
    /// One signed 16-bit value.
    Short,
    /// One-byte constant-pool index.
    Constant1,
    /// Two-byte constant-pool index.
    Constant,
    /// One-byte local variable index; two bytes after `wide`.
    Local,
    /// Local variable index and signed byte; two bytes each after `wide`.
    Iinc,
    /// 16-bit branch offset.
    Branch,
    /// 32-bit branch offset.
    BranchWide,
    /// Padding, default, low, high, offsets.
    TableSwitch,
    /// Padding, default, npairs, match-offset pairs.
    LookupSwitch,
    /// Constant-pool index, argument slot count, zero byte.
    InvokeInterface,
    /// Constant-pool index, two zero bytes.
    InvokeDynamic,
    /// The code of a primitive element type.
    NewArray,
    /// Constant-pool index and number of dimensions.
    MultiANewArray,
    /// The prefix `wide`: another opcode follows.
    Wide,
}

impl OperandFormat {
    /// The length of an instruction in this format without `wide`, its opcode included; 0 when variable.
    pub const fn length(self) -> usize {
        match self {
            OperandFormat::None => 1,
            OperandFormat::Byte
            | OperandFormat::Constant1
            | OperandFormat::Local
            | OperandFormat::NewArray => 2,
            OperandFormat::Short | OperandFormat::Constant | OperandFormat::Iinc | OperandFormat::Branch => 3,
            OperandFormat::MultiANewArray => 4,
            OperandFormat::BranchWide | OperandFormat::InvokeInterface | OperandFormat::InvokeDynamic => 5,
            OperandFormat::TableSwitch | OperandFormat::LookupSwitch | OperandFormat::Wide => 0,
        }
    }
}

/// What the table says of one opcode.
#[derive(Clone, Copy, Debug)]
pub struct OpcodeInfo {
    /// The opcode.
    pub opcode: Opcode,
    /// Its name in JVMS §6.5.
    pub mnemonic: &'static str,
    /// The layout of its operands.
    pub format: OperandFormat,
    /// What it pops (see the module's header).
    pub pops: &'static str,
    /// What it pushes.
    pub pushes: &'static str,
    /// Whether it may throw synchronously.
    pub may_throw: bool,
    /// The anchor of its section in JVMS §6.5.
    pub section: &'static str,
}

macro_rules! define_opcodes {
    ($(($code:literal, $variant:ident, $mnemonic:literal, $format:ident, $pops:literal, $pushes:literal,
        $throws:literal, $section:literal);)*) => {
        /// A bytecode of JVMS §6.5.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Opcode {
            $(#[doc = concat!("`", $mnemonic, "`, JVMS §6.5.", $section)] $variant = $code,)*
        }

        static TABLE: [OpcodeInfo; Opcode::COUNT] = [
            $(OpcodeInfo {
                opcode: Opcode::$variant,
                mnemonic: $mnemonic,
                format: OperandFormat::$format,
                pops: $pops,
                pushes: $pushes,
                may_throw: $throws,
                section: $section,
            },)*
        ];
    };
}
for_each_opcode!(define_opcodes);

impl Opcode {
    /// How many opcodes the specification defines; they are the codes `0..COUNT`.
    pub const COUNT: usize = 202;

    /// The opcode with this code, if the specification defines one.
    #[inline]
    pub fn from_u8(code: u8) -> Option<Opcode> {
        TABLE.get(code as usize).map(|info| info.opcode)
    }

    /// All opcodes in the order of their codes.
    pub fn all() -> impl Iterator<Item = Opcode> {
        TABLE.iter().map(|info| info.opcode)
    }

    /// The table row.
    #[inline]
    pub fn info(self) -> &'static OpcodeInfo {
        &TABLE[self as usize]
    }

    /// The name in the specification.
    #[inline]
    pub fn mnemonic(self) -> &'static str {
        self.info().mnemonic
    }

    /// The layout of the operands.
    #[inline]
    pub fn format(self) -> OperandFormat {
        self.info().format
    }

    /// The instruction's length in bytes without `wide`, opcode included; 0 when it varies
    /// (`tableswitch`, `lookupswitch`, `wide`).
    #[inline]
    pub fn length(self) -> usize {
        self.format().length()
    }

    /// Whether the instruction may throw synchronously.
    #[inline]
    pub fn may_throw(self) -> bool {
        self.info().may_throw
    }

    /// Whether control never goes on to the following instruction.
    pub fn ends_block(self) -> bool {
        matches!(
            self,
            Opcode::Goto
                | Opcode::GotoW
                | Opcode::Ret
                | Opcode::Tableswitch
                | Opcode::Lookupswitch
                | Opcode::Athrow
        ) || self.is_return()
    }

    /// Whether this is one of the six return instructions.
    pub fn is_return(self) -> bool {
        (Opcode::Ireturn..=Opcode::Return).contains(&self)
    }

    /// Whether this branches on a condition (`if…`).
    pub fn is_conditional_branch(self) -> bool {
        (Opcode::Ifeq..=Opcode::IfAcmpne).contains(&self)
            || matches!(self, Opcode::Ifnull | Opcode::Ifnonnull)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_dense_and_in_order() {
        for (code, opcode) in Opcode::all().enumerate() {
            assert_eq!(opcode as usize, code);
            assert_eq!(Opcode::from_u8(code as u8), Some(opcode));
        }
        assert_eq!(Opcode::from_u8(202), None);
        assert_eq!(Opcode::from_u8(255), None);
    }

    #[test]
    fn well_known_codes() {
        for (opcode, code, mnemonic) in [
            (Opcode::Iload, 0x15, "iload"),
            (Opcode::IconstM1, 0x02, "iconst_m1"),
            (Opcode::Saload, 0x35, "saload"),
            (Opcode::Sastore, 0x56, "sastore"),
            (Opcode::Swap, 0x5f, "swap"),
            (Opcode::Iinc, 0x84, "iinc"),
            (Opcode::I2s, 0x93, "i2s"),
            (Opcode::Return, 0xb1, "return"),
            (Opcode::Invokedynamic, 0xba, "invokedynamic"),
            (Opcode::JsrW, 0xc9, "jsr_w"),
        ] {
            assert_eq!(opcode as u8, code);
            assert_eq!(opcode.mnemonic(), mnemonic);
        }
    }

    #[test]
    fn stack_effects_use_the_documented_letters() {
        for opcode in Opcode::all() {
            for effect in [opcode.info().pops, opcode.info().pushes] {
                assert!(effect == "?" || effect.chars().all(|c| "IJFDARs".contains(c)), "{opcode:?}");
            }
        }
    }
}
