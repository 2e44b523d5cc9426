//! Ending the process when the VM cannot go on.

/// Says why the VM cannot go on, and aborts (with a core file, if enabled).
pub fn fatal(message: &str) -> ! {
    eprintln!("#\n# Excelsa cannot go on: {message}\n#");
    std::process::abort();
}
