//! Compiles the callers of the `V` forms, which need a `va_list` that only C can make.

fn main() {
    println!("cargo::rerun-if-changed=c/va_calls.c");
    cc::Build::new().file("c/va_calls.c").warnings(true).compile("va_calls");
}
