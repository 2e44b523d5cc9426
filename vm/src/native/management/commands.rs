//! Diagnostic commands and heap dumps: this VM has none, and says so.

use gc::Handle;

use super::UNSUPPORTED;
use crate::native::jvm::c_function;
use crate::runtime::alloc;
use crate::thread::{Scope, Thrown};
use crate::well_known::Wk;

fn no_commands(t: &mut Scope<'_>) -> Thrown {
    t.throw_new(super::ILLEGAL_ARGUMENT, "Unknown diagnostic command")
}

c_function! {
    /// `DumpHeap0`
    fn dump_heap(t, _file: Option<Handle<'_>>, _live: u8) -> i32, else -1; {
        Err(t.throw_new(UNSUPPORTED, "this virtual machine does not write heap dumps"))
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
