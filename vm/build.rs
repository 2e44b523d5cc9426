//! The JDK's libraries name `libjvm.so` as NEEDED and find it only by its SONAME.
fn main() {
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libjvm.so");
    println!("cargo::rerun-if-changed=build.rs");
}
