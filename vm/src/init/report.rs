//! What is printed when the VM cannot start: HotSpot's words, where the VM's output goes; status 1.

use gc::Handle;

use crate::class::KlassRef;
use crate::runtime::{exceptions, java_call};
use crate::stack::trace;
use crate::thread::dump::{describe_frame, tty};
use crate::thread::{Scope, vm_exit};

const HEAD: &str = "Error occurred during initialization of VM";

/// Ends the process because of `what`, with a detail.
pub fn error(what: &str, detail: Option<&str>) -> ! {
    match detail {
        Some(d) => tty(&format!("{HEAD}\n{what}: {d}\n")),
        None => tty(&format!("{HEAD}\n{what}\n")),
    }
    vm_exit::abort_start()
}

/// Ends the process because of an exception, with its trace and causes.
pub fn exception(t: &mut Scope<'_>, e: Handle<'_>) -> ! {
    let mut text = format!("{HEAD}\n");
    let mut t = t.nested();
    let mut next = Some(t.handle(e.get(&t)));
    let mut prefix = "";
    // a chain of causes may be a cycle
    for _ in 0..64 {
        let Some(e) = next else { break };
        text.push_str(prefix);
        text.push_str(&KlassRef::of(e.get(&t)).external_name());
        if let Some(m) = exceptions::message_of(&t, e) {
            text.push_str(": ");
            text.push_str(&m);
        }
        text.push('\n');
        for el in trace::elements_of(e.get(&t)) {
            text.push_str(&format!("\tat {}\n", describe_frame(el.method, el.bci)));
        }
        prefix = "Caused by: ";
        next = match java_call::call_virtual_named(&mut t, e, "getCause", "()Ljava/lang/Throwable;", &[]) {
            Ok(v) => v.object(),
            Err(thrown) => {
                t.catch(thrown);
                None
            }
        };
    }
    text.push('\n');
    tty(&text);
    vm_exit::abort_start()
}
