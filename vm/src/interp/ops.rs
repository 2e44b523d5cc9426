//! The table of ops: every handler that an instruction cell can name.

use super::{Entry, arrays, calls, constants, control, fields, fused, math, objects, stackops};

macro_rules! ops {
    ($($module:ident: $($name:ident)*;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u16)]
        enum Number { $($($name),*),* }
        $($(
            #[allow(non_upper_case_globals)]
            pub const $name: u16 = Number::$name as u16;
        )*)*
        static TABLE: &[Entry] = &[$($(Entry($module::$name)),*),*];
        /// Names of the ops, by number.
        pub static NAMES: &[&str] = &[$($(stringify!($name)),*),*];
    };
}

ops! {
    control: illegal exit;
    stackops: nop load_0 load_1 load_2 load_3 load load2_n load2 load_wide load2_wide
        store_0 store_1 store_2 store_3 store store2_n store2 store_wide store2_wide iinc iinc_wide
        pop pop2 dup dup_x1 dup_x2 dup2 dup2_x1 dup2_x2 swap;
    constants: const_1 bipush sipush lconst fconst dconst ldc_int ldc_w_int ldc2_w_long ldc_ref ldc_w_ref
        ldc_class ldc_w_class ldc_unresolved;
    math: iadd isub imul idiv irem iand ior ixor ishl ishr iushr ineg
        ladd lsub lmul ldiv lrem land lor lxor lshl lshr lushr lneg
        fadd fsub fmul fdiv frem fneg dadd dsub dmul ddiv drem dneg
        i2l i2f i2d l2i l2f l2d f2i f2l f2d d2i d2l d2f i2b i2c i2s lcmp fcmpl fcmpg dcmpl dcmpg;
    control: ifeq ifeq_b ifne ifne_b iflt iflt_b ifge ifge_b ifgt ifgt_b ifle ifle_b
        if_icmpeq if_icmpeq_b if_icmpne if_icmpne_b if_icmplt if_icmplt_b if_icmpge if_icmpge_b
        if_icmpgt if_icmpgt_b if_icmple if_icmple_b goto goto_b goto_w jsr ret tableswitch lookupswitch;
    arrays: baload caload saload iaload laload bastore castore iastore lastore aastore arraylength;
    fields: getfield getfield_b getfield_z getfield_c getfield_s getfield_4 getfield_8
        getfield_bv getfield_zv getfield_cv getfield_sv getfield_4v getfield_8v
        putfield putfield_1 putfield_z putfield_2 putfield_4 putfield_8 putfield_a
        putfield_1v putfield_zv putfield_2v putfield_4v putfield_8v putfield_av
        getstatic getstatic_b getstatic_z getstatic_c getstatic_s getstatic_4 getstatic_8
        getstatic_bv getstatic_zv getstatic_cv getstatic_sv getstatic_4v getstatic_8v
        putstatic putstatic_1 putstatic_z putstatic_2 putstatic_4 putstatic_8 putstatic_a
        putstatic_1v putstatic_zv putstatic_2v putstatic_4v putstatic_8v putstatic_av resume;
    fused: load_load_2 load_load_3 load_load_4
        load_load_2_baload load_load_3_baload load_load_4_baload load_load_2_caload load_load_3_caload load_load_4_caload
        load_load_2_iaload load_load_3_iaload load_load_4_iaload load_load_2_laload load_load_3_laload load_load_4_laload
        load_load_2_if_icmpeq load_load_3_if_icmpeq load_load_4_if_icmpeq
        load_load_2_if_icmpne load_load_3_if_icmpne load_load_4_if_icmpne
        load_load_2_if_icmplt load_load_3_if_icmplt load_load_4_if_icmplt
        load_load_2_if_icmpge load_load_3_if_icmpge load_load_4_if_icmpge
        load_load_2_if_icmpgt load_load_3_if_icmpgt load_load_4_if_icmpgt
        load_load_2_if_icmple load_load_3_if_icmple load_load_4_if_icmple
        load_1_getfield_b load_2_getfield_b load_1_getfield_z load_2_getfield_z load_1_getfield_c load_2_getfield_c
        load_1_getfield_4 load_2_getfield_4 load_1_getfield_8 load_2_getfield_8 iinc_goto_b;
    objects: new new_q newarray anewarray anewarray_q multianewarray checkcast checkcast_q instanceof instanceof_q
        monitorenter monitorexit athrow;
    calls: invokestatic invokestatic_q invokestatic_checked invokespecial invokespecial_checked invokevirtual invokevirtual_q
        invokevirtual_long_q invokedirect_q invokedirect_long_q invokeinterface invokeinterface_q invokevirtual_interface_q invokedynamic
        invokeadapter_q invokeadapter_bare_q lock_and_begin
        return_void return_one return_two return_void_sync return_one_sync return_two_sync return_object_init
        return_bool return_byte return_char return_short
        return_bool_sync return_byte_sync return_char_sync return_short_sync;
}

/// The handlers by op.
#[inline(always)]
pub fn table() -> *const Entry {
    TABLE.as_ptr()
}
