//! Creating the VM: the boot sequence, in the order in which HotSpot does it, and the invocation API.
//!
//! 1. options, logs, fatal signals;  2. metaspace, heap, the `Vm`, agents;  3. the calling thread;
//! 4. the boot loader and the well-known classes;  5. `String`, `System`, `Thread` ... and the main
//!    thread's object;  6. `System.initPhase1`, preallocated errors;  7. Signal Dispatcher;
//!    8. method handle classes;  9. `System.initPhase2` (modules);  10. `System.initPhase3` (system
//!    class loader), `premain` of agents.
//!
//! From step 3 on a failure ends the process with HotSpot's words and status 1.

mod crash_info;
pub mod invocation;
pub(crate) mod report;

use std::ffi::{CString, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use gc::{Handle, Heap};

use crate::class::KlassRef;
use crate::compile_env::compile_world;
use crate::link;
use crate::loader::jimage::Image;
use crate::loader::{boot, room};
use crate::native::{jni, jvmti, link as native_link};
use crate::options::{Environment, Options, ParseError, VmOption};
use crate::os::jdk::Jdk;
use crate::os::{machine, malloc, process};
use crate::runtime::exceptions::preallocated;
use crate::runtime::{alloc, collect, heap_config, java_call, out_of_memory, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, JavaThread, Scope, Value, lifecycle, registry, vm_exit};
use crate::vm::{self, Vm};
use crate::well_known::Wk;
use crate::{diag, metaspace, signals};

/// Bytes reserved for metadata, unless `-XX:MaxMetaspaceSize` is larger. What a 32-bit id scaled by 8 can name is far more:
/// that is the most.
const METASPACE_RESERVE: [u64; 2] = [1 << 30, 16 << 30];

/// Bytes to reserve for metadata.
fn metaspace_reserve(options: &Options) -> usize {
    let [least, most] = METASPACE_RESERVE;
    let max = options.flags().max_metaspace_size;
    // a part is kept apart from the limit
    if max == u64::MAX { least as usize } else { (max / 4).saturating_mul(5).clamp(least, most) as usize }
}

/// Why there is no VM, as far as the caller can go on.
#[derive(Debug)]
pub enum CreateError {
    /// The options were refused: `JNI_ERR`, and creating may be tried again.
    Refused,
    /// The kernel refused memory: `JNI_ENOMEM`.
    NoMemory,
}

/// Creates the VM, with the calling thread as its main thread, in state native.
///
/// # Errors
/// When it can be tried again with other options.
pub fn create_vm(
    options: &[VmOption],
    ignore_unrecognized: bool,
) -> Result<&'static JavaThread, CreateError> {
    if process::address_space_limit().is_some() {
        malloc::share_arena();
    }
    let Some(jdk) = Jdk::find_for_library(process::own_library().as_deref()) else {
        report::error("No Java class library found", Some("java.home cannot be told"));
    };
    let environment = Environment::of_process(image_options(&jdk));
    let options = match Options::parse(options, ignore_unrecognized, jdk, &environment) {
        Ok(o) => o,
        Err(ParseError::Refused) => return Err(CreateError::Refused),
        Err(ParseError::Exit(status)) => std::process::exit(status),
    };
    diag::crash::install(&options);
    crate::tiering::initialize(&options);
    crash_info::install();
    let heap_size = options.heap.max as usize;
    let stack_size = options.java_stack_size();
    let libjava = options.jdk.home.join("lib/libjava.so");

    if let Err(e) = metaspace::initialize(metaspace_reserve(&options)) {
        report::error("Could not reserve memory for class metadata", Some(&e.to_string()));
    }
    let heap = match Heap::reserve(heap_config::of_options(&options)) {
        Ok(h) => h,
        Err(_) => {
            let kilobytes = heap_size >> 10;
            report::error(&format!("Could not reserve enough space for {kilobytes}KB object heap"), None)
        }
    };
    if !vm::install(Vm::new(heap, options)) {
        return Err(CreateError::Refused);
    }
    diag::perf_data::initialize();
    diag::gc_log::started();
    if vm::vm().options.flags().max_fd_limit {
        process::raise_file_limit();
    }
    registry::set_default_stack_size(stack_size as u64);
    registry::set_jni_functions(jni::FUNCTIONS.address());
    jni::set_java_vm(invocation::java_vm());
    jni::set_vfprintf_hook(vm::vm().options.hooks.vfprintf as *const c_void);
    jvmti::agents::load(&vm::vm().options.agents);

    let thread = lifecycle::attach_bare(stack_size, false).map_err(|_| CreateError::NoMemory)?;
    lifecycle::in_vm(thread, |t| boot_java(t, libjava));
    Ok(thread)
}

/// Ends the process because there is no memory for the class library.
pub fn report_no_memory(message: &str) -> ! {
    report::error("java.lang.OutOfMemoryError", Some(message))
}

/// The options that `jlink --add-options` stored in the image.
fn image_options(jdk: &Jdk) -> Option<String> {
    let image = Image::open(&jdk.home.join("lib/modules")).ok()?;
    let bytes = image.find("java.base", "jdk/internal/vm/options").ok()??;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Steps 4 to 10.
fn boot_java(t: &mut Scope<'_>, libjava: PathBuf) {
    if let Err(message) = boot::initialize(t) {
        report::error(&message, None);
    }
    collect::set_reference_layout();
    let path = CString::new(libjava.as_os_str().as_bytes()).expect("a path has no NUL");
    if let Err(message) = t.blocked(|| native_link::load_java_library(&path)) {
        report::error("Unable to load native library", Some(&message));
    }
    let mut t = t.nested();
    if let Err(thrown) = run_java_phases(&mut t) {
        let e = t.catch(thrown);
        report::exception(&mut t, e);
    }
}

fn run_java_phases(t: &mut Scope<'_>) -> JResult<()> {
    let system_group = initialize_java_lang(t)?;
    diag::attach::vm_start(t);
    signals::start(t, system_group)?;
    for name in [
        "java/lang/invoke/MethodHandle",
        "java/lang/invoke/ResolvedMethodName",
        "java/lang/invoke/MemberName",
        "java/lang/invoke/MethodHandleNatives",
    ] {
        initialize(t, name)?;
    }
    init_phase_2(t)?;
    jvmti::vm_start(t);
    java_call::call_static_named(t, Wk::System.klass(), "initPhase3", "()V", &[])?;
    room::started();
    jvmti::vm_live(t);
    diag::perf_data::started();
    start_management_agent(t);
    post_init_hook(t);
    compile_world::run_if_wanted(t);
    Ok(())
}

/// Loads and initialises a class of the boot loader.
fn initialize(t: &mut Scope<'_>, name: &str) -> JResult<KlassRef> {
    let k = boot::load(t, Symbol::new(name.as_bytes()))?;
    link::init::ensure_initialized(t, k)?;
    Ok(k)
}

/// The classes that everything else needs, the main thread, and `System.initPhase1`. Returns the
/// `system` thread group.
fn initialize_java_lang<'s>(t: &mut Scope<'s>) -> JResult<Handle<'s>> {
    for name in ["java/lang/String", "java/lang/System", "java/lang/Class", "java/lang/ThreadGroup"] {
        initialize(t, name)?;
    }
    let system = alloc::new_instance(t, Wk::ThreadGroup.klass())?;
    java_call::construct(t, system, "()V", &[])?;
    {
        let mut t = t.nested();
        let main = alloc::new_instance(&mut t, Wk::ThreadGroup.klass())?;
        let name = strings::new_string(&mut t, "main")?;
        let args = [Value::Ref(Some(system)), Value::Ref(Some(name))];
        java_call::construct(&mut t, main, "(Ljava/lang/ThreadGroup;Ljava/lang/String;)V", &args)?;
        lifecycle::set_main_group(boot::loader().new_slot(Some(main.get(&t))));
        initialize(&mut t, "java/lang/Thread")?;
        lifecycle::make_object(&mut t, main, Some("main"), false)?;
    }
    initialize(t, "java/lang/Module")?;
    let constants = initialize(t, "jdk/internal/misc/UnsafeConstants")?;
    set_unsafe_constants(t, constants);
    for name in ["java/lang/reflect/Method", "java/lang/ref/Finalizer"] {
        initialize(t, name)?;
    }
    java_call::call_static_named(t, Wk::System.klass(), "initPhase1", "()V", &[])?;
    for name in [
        "java/lang/OutOfMemoryError",
        "java/lang/NullPointerException",
        "java/lang/ClassCastException",
        "java/lang/ArrayStoreException",
        "java/lang/ArithmeticException",
        "java/lang/StackOverflowError",
        "java/lang/IllegalMonitorStateException",
        "java/lang/IllegalArgumentException",
    ] {
        initialize(t, name)?;
    }
    preallocated::make(t)?;
    out_of_memory::make(t)?;
    Ok(system)
}

/// Gives the static finals of `UnsafeConstants` their values.
fn set_unsafe_constants(t: &Scope<'_>, k: KlassRef) {
    let mirror = k.mirror(t);
    for field in k.fields.get().iter().filter(|f| f.is_static()) {
        let at = field.offset as usize;
        // SAFETY: a static field of this class, of the type that the class library declares.
        unsafe {
            if field.name == "ADDRESS_SIZE0" {
                mirror.store(at, size_of::<usize>() as i32);
            } else if field.name == "PAGE_SIZE" {
                mirror.store(at, machine::page_size() as i32);
            } else if field.name == "BIG_ENDIAN" {
                mirror.store(at, cfg!(target_endian = "big"));
            } else if field.name == "UNALIGNED_ACCESS" {
                mirror.store(at, true);
            } else if field.name == "DATA_CACHE_LINE_FLUSH_SIZE" {
                // no cache line write-back: mapping persistent memory is refused
                mirror.store(at, 0i32);
            }
        }
    }
}

/// `System.initPhase2`: the module system. Its own failure has been printed when it answers non-zero.
fn init_phase_2(t: &mut Scope<'_>) -> JResult<()> {
    let to_stderr = vm::vm().options.flags().display_vm_output_to_stderr;
    let debug = crate::log_enabled!(debug, [init]);
    let args = [Value::Int(to_stderr.into()), Value::Int(debug.into())];
    let r = java_call::call_static_named(t, Wk::System.klass(), "initPhase2", "(ZZ)I", &args)?;
    if r.int() != 0 {
        vm_exit::abort_start();
    }
    Ok(())
}

/// The agent that properties `com.sun.management.*` ask for. It prints itself why it cannot start; the process ends then.
fn start_management_agent(t: &mut Scope<'_>) {
    if !vm::vm().options.flags().management_server {
        return;
    }
    let mut n = t.nested();
    let started = match boot::find(&mut n, Symbol::new(b"jdk/internal/agent/Agent")) {
        Ok(Some(k)) => java_call::call_static_named(&mut n, k, "startAgent", "()V", &[]).map(|_| ()),
        Ok(None) => report::error(
            "Management agent initialization failure: class jdk.internal.agent.Agent not found.",
            None,
        ),
        Err(thrown) => Err(thrown),
    };
    if let Err(thrown) = started {
        n.catch(thrown);
        vm_exit::exit(Some(&mut n), 1);
    }
}

/// `jdk.internal.vm.PostVMInitHook.run`, if the class library has it; what it throws is dropped.
fn post_init_hook(t: &mut Scope<'_>) {
    let mut n = t.nested();
    let called = match boot::find(&mut n, Symbol::new(b"jdk/internal/vm/PostVMInitHook")) {
        Ok(Some(k)) => java_call::call_static_named(&mut n, k, "run", "()V", &[]).map(|_| ()),
        Ok(None) => Ok(()),
        Err(thrown) => Err(thrown),
    };
    if let Err(thrown) = called {
        n.catch(thrown);
    }
}
