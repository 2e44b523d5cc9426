//! Heap dumps, and diagnostic commands: this VM has none of the latter, and says so.

use std::path::PathBuf;

use gc::Handle;

use crate::diag::heap_dump;
use crate::native::jvm::c_function;
use crate::runtime::{alloc, strings};
use crate::thread::{Scope, Thrown};
use crate::well_known::Wk;

fn no_commands(t: &mut Scope<'_>) -> Thrown {
    t.throw_new(super::ILLEGAL_ARGUMENT, "Unknown diagnostic command")
}

c_function! {
    /// `DumpHeap0`
    fn dump_heap(t, file: Option<Handle<'_>>, live: u8) -> i32, else -1; {
        let Some(file) = file else {
            return Err(t.throw_new("java/lang/NullPointerException", "Output file name cannot be null."));
        };
        let path = PathBuf::from(strings::text(file.get(t)));
        let request = heap_dump::Request {
            path: &path,
            live: live != 0,
            overwrite: false,
            gzip: 0,
            out_of_memory: false,
        };
        match heap_dump::write(t, &request) {
            Ok(_) => Ok(0),
            Err(failure) => Err(t.throw_new("java/io/IOException", &failure.text())),
        }
    }

    /// `GetDiagnosticCommands`: none.
    fn get_diagnostic_commands(t) -> object {
        alloc::new_object_array(t, Wk::String.klass(), 0).map(Some)
    }

    /// `GetDiagnosticCommandInfo`
    fn get_diagnostic_command_info(t, commands: Handle<'_>, _info: *mut u8) -> (), else (); {
        if commands.get(t).length() == 0 { Ok(()) } else { Err(no_commands(t)) }
    }

    /// `GetDiagnosticCommandArgumentsInfo`
    fn get_diagnostic_command_arguments_info(t, _name: Handle<'_>, _info: *mut u8, _count: i32) -> (), else (); {
        Err(no_commands(t))
    }

    /// `ExecuteDiagnosticCommand`
    fn execute_diagnostic_command(t, _command: Handle<'_>) -> object {
        Err(no_commands(t))
    }

    /// `SetDiagnosticFrameworkNotificationEnabled`: the set of commands never changes, so there is
    /// nothing to notify of.
    fn set_diagnostic_framework_notification_enabled(_t, _on: u8) -> (), else (); {
        Ok(())
    }
}
