//! The modes table: one row per way of running every program.

/// One way of running Excelsa.
#[derive(Debug, Clone, Copy)]
pub struct Mode {
    /// Short name, the part after `@` in a trial's name.
    pub name: &'static str,
    /// VM options that select the mode.
    pub vm_args: &'static [&'static str],
}

/// All modes; each program runs once in each.
pub const MODES: &[Mode] = &[Mode { name: "int", vm_args: &["-Xint"] }];
