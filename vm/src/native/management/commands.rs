//! Heap dumps and diagnostic commands (`HotSpotDiagnosticMXBean`, `DiagnosticCommandMBean`).

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char};
use std::path::PathBuf;
use std::ptr;

use gc::Handle;
use parking_lot::Mutex;

use crate::diag::commands::{self, Command, Source};
use crate::diag::heap_dump;
use crate::native::jvm::c_function;
use crate::runtime::{alloc, strings};
use crate::thread::{JResult, Scope};
use crate::well_known::Wk;

/// `dcmdInfo`
#[repr(C)]
pub(super) struct CommandInfo {
    name: *const c_char,
    description: *const c_char,
    impact: *const c_char,
    permission_class: *const c_char,
    permission_name: *const c_char,
    permission_action: *const c_char,
    num_arguments: i32,
    enabled: u8,
}

/// `dcmdArgInfo`
#[repr(C)]
pub(super) struct ArgumentInfo {
    name: *const c_char,
    description: *const c_char,
    ty: *const c_char,
    default: *const c_char,
    mandatory: u8,
    option: u8,
    multiple: u8,
    position: i32,
}

/// A text of the table of commands as a C string, made once.
fn c_text(text: &'static str) -> *const c_char {
    static TEXTS: Mutex<BTreeMap<&'static str, &'static CStr>> = Mutex::new(BTreeMap::new());
    let mut texts = TEXTS.lock();
    let made = texts.entry(text).or_insert_with(|| {
        let text = CString::new(text).expect("the table has no NUL");
        Box::leak(text.into_boxed_c_str())
    });
    made.as_ptr()
}

fn c_text_or_null(text: Option<&'static str>) -> *const c_char {
    text.map_or(ptr::null(), c_text)
}

/// The command that a `String` names.
fn find_command(t: &mut Scope<'_>, name: &str) -> JResult<&'static Command> {
    match commands::find(Source::MBean, name) {
        Some(command) => Ok(command),
        None => Err(t.throw_new(super::ILLEGAL_ARGUMENT, commands::UNKNOWN)),
    }
}

fn info_of(c: &Command) -> CommandInfo {
    CommandInfo {
        name: c_text(c.name),
        description: c_text(c.description),
        impact: c_text(c.impact),
        permission_class: c_text_or_null(c.permission.map(|p| p.0)),
        permission_name: c_text_or_null(c.permission.map(|p| p.1)),
        permission_action: c_text_or_null(c.permission.and_then(|p| p.2)),
        num_arguments: c.parameters.len() as i32,
        enabled: 1,
    }
}

/// Arguments by place, then options.
fn arguments_of(c: &Command) -> Vec<ArgumentInfo> {
    let of_kind = |is_option| c.parameters.iter().filter(move |p| p.is_option == is_option);
    let all = of_kind(false).zip(0..).chain(of_kind(true).map(|p| (p, -1)));
    all.map(|(p, position)| ArgumentInfo {
        name: c_text(p.name),
        description: c_text(p.description),
        ty: c_text(p.ty.name()),
        default: c_text_or_null(p.default),
        mandatory: p.mandatory.into(),
        option: p.is_option.into(),
        multiple: 0,
        position,
    })
    .collect()
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

    /// `GetDiagnosticCommands`
    fn get_diagnostic_commands(t) -> object {
        let all = commands::all(Source::MBean);
        let a = alloc::new_object_array(t, Wk::String.klass(), all.len() as i32)?;
        for (i, c) in all.iter().enumerate() {
            let mut n = t.nested();
            let name = strings::new_string(&mut n, c.name)?;
            a.get(&n).set_elem_ref(i, Some(name.get(&n)));
        }
        Ok(Some(a))
    }

    /// `GetDiagnosticCommandInfo`: describes the commands named in an array, into one of the same length.
    fn get_diagnostic_command_info(t, names: Handle<'_>, infos: *mut CommandInfo) -> (), else (); {
        for i in 0..names.get(t).length() {
            let Some(name) = names.get(t).elem_ref(i).map(strings::text) else {
                return Err(t.throw_new("java/lang/NullPointerException", "Command name cannot be null."));
            };
            let info = info_of(find_command(t, &name)?);
            // SAFETY: the caller's array has as many elements as there are names.
            unsafe { infos.add(i).write(info) };
        }
        Ok(())
    }

    /// `GetDiagnosticCommandArgumentsInfo`: the caller has asked before how many there are.
    fn get_diagnostic_command_arguments_info(
        t, name: Handle<'_>, infos: *mut ArgumentInfo, count: i32
    ) -> (), else (); {
        let name = strings::text(name.get(t));
        let arguments = arguments_of(find_command(t, &name)?);
        for (i, info) in arguments.into_iter().enumerate().take(count.max(0) as usize) {
            // SAFETY: the caller's array has `count` elements.
            unsafe { infos.add(i).write(info) };
        }
        Ok(())
    }

    /// `ExecuteDiagnosticCommand`: what the command writes.
    fn execute_diagnostic_command(t, command: Handle<'_>) -> object {
        let command = strings::text(command.get(t));
        let mut out = String::new();
        commands::execute(t, Source::MBean, &command, &mut out)?;
        strings::new_string(t, &out).map(Some)
    }

    /// `SetDiagnosticFrameworkNotificationEnabled`: the set of commands never changes, so there is
    /// nothing to notify of.
    fn set_diagnostic_framework_notification_enabled(_t, _on: u8) -> (), else (); {
        Ok(())
    }
}
