//! Agents (JVM TI, "Agent Start-Up", "Agent Shutdown"): libraries with `Agent_OnLoad`, called before there is a Java thread, or
//! `Agent_OnAttach`, called in the live phase, and `Agent_OnUnload`.

use std::ffi::{CString, c_char, c_void};
use std::os::unix::ffi::OsStrExt;

use parking_lot::Mutex;

use super::environment::{self, Phase};
use super::events::call_out;
use crate::diag::commands::describe_throwable;
use crate::init::{invocation, report};
use crate::loader::boot;
use crate::native::jvm::library::linker_error;
use crate::options::AgentOption;
use crate::runtime::{java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::vm::vm;

/// The JDK's library that runs agents written in Java.
pub const INSTRUMENT: &str = "instrument";

const JNI_OK: i32 = 0;
const JNI_ERR: i32 = -1;

/// `Agent_OnLoad` and `Agent_OnAttach`.
type Start = unsafe extern "C" fn(*mut c_void, *mut c_char, *mut c_void) -> i32;
/// `Agent_OnUnload`
type Unload = unsafe extern "C" fn(*mut c_void);

/// A library that the dynamic linker has loaded.
#[derive(Clone, Copy)]
struct Library(usize);

/// The agents that run, in the order in which they started.
static RUNNING: Mutex<Vec<Library>> = Mutex::new(Vec::new());

impl Library {
    /// Loads a library by its path, or by name: from the JDK, else from where the dynamic linker looks.
    ///
    /// # Errors
    /// What the dynamic linker says.
    fn load(name: &str, is_path: bool) -> Result<Library, String> {
        if is_path {
            return Library::open(name.as_bytes());
        }
        let file = format!("lib{name}.so");
        let own = vm().options.jdk.home.join("lib").join(&file);
        if own.exists() {
            return Library::open(own.as_os_str().as_bytes());
        }
        Library::open(file.as_bytes())
    }

    fn open(path: &[u8]) -> Result<Library, String> {
        let path = CString::new(path).map_err(|e| e.to_string())?;
        // SAFETY: running the library's code is what is asked for.
        let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_LAZY) };
        if handle.is_null() { Err(linker_error()) } else { Ok(Library(handle as usize)) }
    }

    fn symbol(self, name: &std::ffi::CStr) -> Option<*mut c_void> {
        // SAFETY: the handle is a loaded library's.
        let address = unsafe { libc::dlsym(self.0 as *mut c_void, name.as_ptr()) };
        (!address.is_null()).then_some(address)
    }

    fn start_function(self, name: &std::ffi::CStr) -> Option<Start> {
        // SAFETY: functions of this name have this type (JVM TI, "Agent Start-Up").
        self.symbol(name).map(|f| unsafe { std::mem::transmute::<*mut c_void, Start>(f) })
    }

    fn close(self) {
        // SAFETY: nothing of the library is used any more; a failure leaves it loaded.
        unsafe { libc::dlclose(self.0 as *mut c_void) };
    }
}

/// Options as an agent gets them: it may write into them, and keep them.
fn options_of(options: Option<&str>) -> *mut c_char {
    options.and_then(|o| CString::new(o).ok()).map_or(std::ptr::null_mut(), CString::into_raw)
}

/// Starts the agents of the command line, in order. The process ends when one cannot be started.
pub fn load(agents: &[AgentOption]) {
    if agents.is_empty() {
        return;
    }
    environment::set_phase(Phase::OnLoad);
    for agent in agents {
        load_agent(agent);
    }
    environment::set_phase(Phase::Primordial);
}

fn load_agent(agent: &AgentOption) {
    let name = &agent.name;
    let library = Library::load(name, agent.is_path).unwrap_or_else(|reason| {
        let place = if agent.is_path { "in absolute path" } else { "on the library path" };
        let hint = if name == INSTRUMENT {
            "\nModule java.instrument may be missing from runtime image."
        } else {
            ""
        };
        report::error(
            &format!("Could not find agent library {name} {place}, with error: {reason}{hint}"),
            None,
        )
    });
    let Some(start) = library.start_function(c"Agent_OnLoad") else {
        report::error("Could not find Agent_OnLoad function in the agent library", Some(name))
    };
    // SAFETY: called as the specification says, before there is a Java thread.
    let status =
        unsafe { start(invocation::java_vm(), options_of(agent.options.as_deref()), std::ptr::null_mut()) };
    if status != JNI_OK {
        report::error("agent library failed to init", Some(name));
    }
    RUNNING.lock().push(library);
}

/// Loads an agent into the running VM, and tells `out` what came of it. The status is that of the request: an agent that has
/// been called and failed is a success with the agent's own status in the text.
pub fn attach(t: &mut Scope<'_>, name: &str, is_path: bool, options: Option<&str>, out: &mut String) -> i32 {
    if name == INSTRUMENT
        && let Err(thrown) = load_module(t)
    {
        let n = t.nested();
        let e = n.catch(thrown);
        out.push_str(&format!("{}\n", describe_throwable(&n, e)));
        return JNI_ERR;
    }
    let library = match t.blocked(|| Library::load(name, is_path)) {
        Ok(library) => library,
        Err(reason) => {
            out.push_str(&format!("{name} was not loaded.\n{reason}\n"));
            return JNI_ERR;
        }
    };
    let Some(start) = library.start_function(c"Agent_OnAttach") else {
        library.close();
        out.push_str(&format!("Agent_OnAttach is not available in {name}\n"));
        return JNI_ERR;
    };
    let options = options_of(options);
    // SAFETY: called as the specification says, by an attached thread in native code.
    let status =
        call_out(t, [], |_, []| unsafe { start(invocation::java_vm(), options, std::ptr::null_mut()) });
    if status == JNI_OK {
        RUNNING.lock().push(library);
    } else {
        library.close();
    }
    out.push_str(&format!("return code: {status}\n"));
    JNI_OK
}

/// Adds `java.instrument` to the boot layer when it is not there.
fn load_module(t: &mut Scope<'_>) -> JResult<()> {
    let mut n = t.nested();
    let modules = boot::load(&mut n, Symbol::new(b"jdk/internal/module/Modules"))?;
    let name = strings::new_string(&mut n, "java.instrument")?;
    let desc = "(Ljava/lang/String;)Ljava/lang/Module;";
    java_call::call_static_named(&mut n, modules, "loadModule", desc, &[Value::Ref(Some(name))])?;
    Ok(())
}

/// Calls `Agent_OnUnload` of all agents that have it.
pub(super) fn unload(t: &mut Scope<'_>) {
    let running = std::mem::take(&mut *RUNNING.lock());
    for library in running {
        let Some(unload) = library.symbol(c"Agent_OnUnload") else { continue };
        // SAFETY: functions of this name have this type (JVM TI, "Agent Shutdown").
        let unload: Unload = unsafe { std::mem::transmute(unload) };
        // SAFETY: called as the specification says.
        call_out(t, [], |_, []| unsafe { unload(invocation::java_vm()) });
    }
}
