//! The launcher: `excelsa` takes the command line of `java` and runs it on this VM.
//!
//! It finds a JDK 17, loads that JDK's launcher library `libjli.so` and lets it do everything that `java` does (options files,
//! `JDK_JAVA_OPTIONS`, class path wildcards, `-jar`, `-m`, source files, messages), with one option more: `-XXaltjvm=DIR`, which
//! names the folder of our `libjvm.so`. That folder is the launcher's own, or `lib/server` of the image in whose `bin` it lies.
//!
//! The entry point is C's `main`: Rust's would change signal handling (SIGPIPE, the stack guard of the first thread), which the
//! VM and the programs that it starts would inherit.
#![no_main]

#[path = "excelsa/help.rs"]
mod help;
#[path = "../os/jdk.rs"]
#[allow(dead_code)] // the VM uses the other half
mod jdk;

use jdk::{Jdk, SUPPORTED_FEATURE};
use std::ffi::{CStr, CString, OsStr, c_char, c_int, c_void};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// `JLI_List` of libjli: a growing array of C strings.
#[repr(C)]
struct JliList {
    elements: *mut *mut c_char,
    size: usize,
    capacity: usize,
}

type InitArgProcessing = unsafe extern "C" fn(has_java_args: u8, disable_arg_files: u8);
type AddArgsFromEnvVar = unsafe extern "C" fn(*mut JliList, *const c_char) -> u8;
type PreprocessArg = unsafe extern "C" fn(*const c_char, expand_source_options: u8) -> *mut JliList;
type ListNew = unsafe extern "C" fn(usize) -> *mut JliList;
type ListAdd = unsafe extern "C" fn(*mut JliList, *mut c_char);
type StringDup = unsafe extern "C" fn(*const c_char) -> *mut c_char;
type Launch = unsafe extern "C" fn(
    argc: c_int,
    argv: *mut *mut c_char,
    jargc: c_int,
    jargv: *const *const c_char,
    appclassc: c_int,
    appclassv: *const *const c_char,
    fullversion: *const c_char,
    dotversion: *const c_char,
    program_name: *const c_char,
    launcher_name: *const c_char,
    java_args: u8,
    class_path_wildcards: u8,
    javaw: u8,
    ergo: i32,
) -> c_int;

/// The functions of `libjli.so`, which stays loaded.
struct Jli {
    library: *mut c_void,
}

impl Jli {
    fn load(jdk: &Jdk) -> Result<Jli, String> {
        let path = jdk.home.join("lib/libjli.so");
        let name = c_string(path.as_os_str());
        // SAFETY: the name is a C string; loading libjli runs no code with demands of its own.
        let library = unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL) };
        if library.is_null() {
            return Err(format!("cannot load {}: {}", path.display(), dl_error()));
        }
        Ok(Jli { library })
    }

    /// A function of the library.
    ///
    /// # Safety
    /// `F` must be the function's type.
    unsafe fn function<F: Copy>(&self, name: &CStr) -> Result<F, String> {
        const { assert!(size_of::<F>() == size_of::<*mut c_void>()) };
        // SAFETY: the library is loaded and the name is a C string.
        let address = unsafe { libc::dlsym(self.library, name.as_ptr()) };
        if address.is_null() {
            return Err(format!("libjli.so has no {}: {}", name.to_string_lossy(), dl_error()));
        }
        // SAFETY: F has the size of a pointer and, by the caller's word, is the type of this function.
        Ok(unsafe { std::mem::transmute_copy(&address) })
    }
}

fn dl_error() -> String {
    // SAFETY: dlerror answers null or a C string that lives until the next dl call of this thread.
    let message = unsafe { libc::dlerror() };
    if message.is_null() {
        return "unknown error".into();
    }
    // SAFETY: as above.
    unsafe { CStr::from_ptr(message) }.to_string_lossy().into_owned()
}

/// Paths come from the system and hold no zero byte.
fn c_string(text: &OsStr) -> CString {
    CString::new(text.as_bytes()).unwrap_or_default()
}

/// The folder of our `libjvm.so`.
fn vm_folder(own_program: Option<&Path>) -> Result<PathBuf, String> {
    let program = own_program.ok_or("cannot tell where the launcher lies")?;
    let beside = program.parent().map(Path::to_path_buf);
    let in_image = program.parent().and_then(Path::parent).map(|home| home.join("lib/server"));
    [beside, in_image].into_iter().flatten().find(|folder| folder.join("libjvm.so").is_file()).ok_or_else(
        || format!("no libjvm.so beside {}; build it with: cargo build --release", program.display()),
    )
}

/// Options that take the next argument as their value.
const WITH_VALUE: [&str; 16] = [
    "-cp",
    "-classpath",
    "--class-path",
    "-p",
    "--module-path",
    "--upgrade-module-path",
    "--add-modules",
    "--limit-modules",
    "--add-exports",
    "--add-opens",
    "--add-reads",
    "--patch-module",
    "--enable-native-access",
    "--describe-module",
    "-d",
    "--source",
];

/// The VMs that `lib/jvm.cfg` offers, as options: `-server` and others.
fn vm_choices(jdk: &Jdk) -> Vec<String> {
    let config = std::fs::read_to_string(jdk.home.join("lib/jvm.cfg")).unwrap_or_default();
    let names =
        config.lines().filter(|line| line.starts_with('-')).filter_map(|line| line.split_whitespace().next());
    names.map(str::to_string).collect()
}

/// The places among the arguments that choose one of the JDK's own VMs. They would override ours, and all mean "the usual VM".
fn places_of_choices(arguments: &[&[u8]], choices: &[String]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut i = 0;
    while i < arguments.len() && arguments[i].starts_with(b"-") {
        if choices.iter().any(|c| c.as_bytes() == arguments[i]) {
            places.push(i);
        }
        i += if takes_value(arguments[i]) { 2 } else { 1 };
    }
    places
}

fn takes_value(option: &[u8]) -> bool {
    WITH_VALUE.iter().any(|o| o.as_bytes() == option)
}

/// Why no JDK could be chosen, and what to do about it.
fn no_jdk() -> String {
    let home = match std::env::var_os("JAVA_HOME").filter(|home| !home.is_empty()) {
        None => "JAVA_HOME is not set".into(),
        Some(home) => match Jdk::at(Path::new(&home)) {
            Some(jdk) => format!("JAVA_HOME={} is a JDK {}", home.display(), jdk.feature),
            None => format!("JAVA_HOME={} is no JDK", home.display()),
        },
    };
    format!(
        "no JDK {SUPPORTED_FEATURE} was found: {home}, and there is none in the usual folders or on the path.\n\
         Excelsa runs the class library of an installed JDK {SUPPORTED_FEATURE}. Install one (Debian, Ubuntu: \
         apt install openjdk-{SUPPORTED_FEATURE}-jdk-headless), or set JAVA_HOME to its folder."
    )
}

/// Lets libjli run the command line.
fn launch(arguments: &[*mut c_char]) -> Result<c_int, String> {
    let program = std::env::current_exe().ok();
    let jdk = Jdk::find_for_launcher(program.as_deref()).ok_or_else(no_jdk)?;
    let folder = vm_folder(program.as_deref())?;
    let jli = Jli::load(&jdk)?;
    // SAFETY: these are the types of libjli's functions in JDK 17.
    let (init, list_new, list_add, duplicate, add_from_env, preprocess, run) = unsafe {
        (
            jli.function::<InitArgProcessing>(c"JLI_InitArgProcessing")?,
            jli.function::<ListNew>(c"JLI_List_new")?,
            jli.function::<ListAdd>(c"JLI_List_add")?,
            jli.function::<StringDup>(c"JLI_StringDup")?,
            jli.function::<AddArgsFromEnvVar>(c"JLI_AddArgsFromEnvVar")?,
            jli.function::<PreprocessArg>(c"JLI_PreprocessArg")?,
            jli.function::<Launch>(c"JLI_Launch")?,
        )
    };
    let mut vm_option = std::ffi::OsString::from("-XXaltjvm=");
    vm_option.push(&folder);
    let vm_option = c_string(&vm_option);
    let version = CString::new(jdk.runtime_version.as_str()).unwrap_or_default();
    // SAFETY: all strings are C strings that outlive the calls, and the list is made and filled by libjli itself, in the order
    // that its own `main` has: program name, the VM, JDK_JAVA_OPTIONS, the arguments with @files expanded, null.
    unsafe {
        init(0, 0);
        let list = list_new(arguments.len() + 2);
        list_add(list, duplicate(arguments.first().map_or(c"excelsa".as_ptr(), |a| *a as *const c_char)));
        list_add(list, duplicate(vm_option.as_ptr()));
        add_from_env(list, c"JDK_JAVA_OPTIONS".as_ptr());
        for argument in arguments.iter().skip(1) {
            let expanded = preprocess(*argument, 1);
            if expanded.is_null() {
                list_add(list, duplicate(*argument));
            } else {
                for i in 0..(*expanded).size {
                    list_add(list, *(*expanded).elements.add(i));
                }
            }
        }
        let elements = std::slice::from_raw_parts_mut((*list).elements, (*list).size);
        let options: Vec<&[u8]> = elements[1..].iter().map(|e| CStr::from_ptr(*e).to_bytes()).collect();
        for place in places_of_choices(&options, &vm_choices(&jdk)) {
            elements[1 + place] = duplicate(vm_option.as_ptr());
        }
        let help = help::wanted(&options, takes_value);
        let count = (*list).size as c_int;
        list_add(list, std::ptr::null_mut());
        let status = run(
            count,
            (*list).elements,
            0,
            std::ptr::null(),
            0,
            std::ptr::null(),
            version.as_ptr(),
            c"0.0".as_ptr(),
            c"excelsa".as_ptr(),
            c"excelsa".as_ptr(),
            0,
            1,
            0,
            0,
        );
        if let Some((help, to_stdout)) = help.filter(|_| status == 0) {
            print_help(help::text(help), to_stdout);
        }
        Ok(status)
    }
}

/// Nothing is left to do when nobody reads it.
fn print_help(text: &str, to_stdout: bool) {
    let _ = if to_stdout {
        std::io::stdout().write_all(text.as_bytes())
    } else {
        std::io::stderr().write_all(text.as_bytes())
    };
}

/// The entry point.
///
/// # Safety
/// For the C library only, which passes `argc` valid strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn main(argc: c_int, argv: *mut *mut c_char) -> c_int {
    // SAFETY: the caller passes that many strings.
    let arguments = unsafe { std::slice::from_raw_parts(argv, argc.max(0) as usize) };
    launch(arguments).unwrap_or_else(|why| {
        eprintln!("excelsa: {why}");
        1
    })
}
