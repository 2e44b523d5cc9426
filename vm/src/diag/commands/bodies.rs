//! What the diagnostic commands do.

use std::fmt::Write;
use std::path::Path;

use gc::{Cause, Kind};

use super::{Arguments, Command, Parameter, all, find, serialized_properties};
use crate::class::KlassRef;
use crate::code;
use crate::diag::{gc_log, heap_dump as heap_dumps, histogram};
use crate::loader::boot;
use crate::log;
use crate::native::jvmti::agents;
use crate::options::{FlagError, VM_NAME, VM_VERSION};
use crate::os::{process, time};
use crate::runtime::{collect, java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value, dump};
use crate::vm::vm;
use crate::well_known::Wk;

// writing to a String cannot fail: results of writeln! are dropped

pub fn help(_t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    if a.is_on("-all") {
        for c in all(a.source) {
            let _ = writeln!(out, "{}\n\t{}\n", c.name, c.description);
        }
    } else if let Some(name) = a.text("command name") {
        match find(a.source, name) {
            Some(c) => describe(c, out),
            None => out.push_str(&format!("Help unavailable : '{name}' : No such command\n")),
        }
    } else {
        out.push_str("The following commands are available:\n");
        for c in all(a.source) {
            let _ = writeln!(out, "{}", c.name);
        }
        out.push_str("\nFor more information about a specific command use 'help <command>'.\n");
    }
    Ok(())
}

fn describe(c: &Command, out: &mut String) {
    let _ = writeln!(out, "{}\n{}\n\nImpact: {}", c.name, c.description, c.impact);
    if let Some((class, name, action)) = c.permission {
        let action = action.map_or_else(String::new, |a| format!(", {a}"));
        let _ = writeln!(out, "\nPermission: {class}({name}{action})");
    }
    if c.parameters.is_empty() {
        let _ = writeln!(out, "\nSyntax: {}", c.name);
        return;
    }
    let of_kind = |is_option| c.parameters.iter().filter(move |p| p.is_option == is_option);
    let has_options = of_kind(true).next().is_some();
    let _ = write!(out, "\nSyntax : {} {}", c.name, if has_options { "[options]" } else { "" });
    for p in of_kind(false) {
        let _ = if p.mandatory { write!(out, " <{}>", p.name) } else { write!(out, " [<{}>]", p.name) };
    }
    out.push('\n');
    if of_kind(false).next().is_some() {
        out.push_str("\nArguments:\n");
        of_kind(false).for_each(|p| describe_parameter(p, out));
    }
    if has_options {
        out.push_str("\nOptions: (options must be specified using the <key> or <key>=<value> syntax)\n");
        of_kind(true).for_each(|p| describe_parameter(p, out));
    }
}

fn describe_parameter(p: &Parameter, out: &mut String) {
    let optional = if p.mandatory { "" } else { "[optional]" };
    let default = p.default.unwrap_or("no default value");
    let _ = writeln!(out, "\t{} : {optional} {} ({}, {default})", p.name, p.description, p.ty.name());
}

pub fn code_cache(_t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    out.push_str(&code::describe());
    Ok(())
}

pub fn perf_map(t: &mut Scope<'_>, _: &Arguments<'_>, _: &mut String) -> JResult<()> {
    t.blocked(code::dump_perf_map);
    Ok(())
}

pub fn class_histogram(t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    match a.int("-parallel") {
        Some(n) if n < 0 => out.push_str(&format!("Parallel thread number out of range (>=0): {n}\n")),
        _ => out.push_str(&histogram::take(t, !a.is_on("-all"))),
    }
    Ok(())
}

/// Asks the class library for objects that wait for their finalizers, by class.
pub fn finalizer_info(t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let k = boot::load(t, Symbol::new(b"java/lang/ref/FinalizerHistogram"))?;
    let desc = "()[Ljava/lang/ref/FinalizerHistogram$Entry;";
    let entries = java_call::call_static_named(t, k, "getFinalizerHistogram", desc, &[])?;
    let Some(entries) = entries.object() else { return Err(t.throw_npe()) };
    let all = (0..entries.get(t).length()).filter_map(|i| entries.get(t).elem_ref(i));
    let mut rows = String::new();
    for entry in all {
        let fields = KlassRef::of(entry).fields.get();
        let offset = |name| fields.iter().find(|f| f.name == name).map(|f| f.offset as usize);
        let (Some(count), Some(name)) = (offset("instanceCount"), offset("className")) else { continue };
        // SAFETY: an int and a String of the class library's class.
        let (count, name) = unsafe { (entry.load::<i32>(count), entry.load_ref(name)) };
        let _ = writeln!(rows, "{count:10}  {}", name.map(strings::text).unwrap_or_default());
    }
    out.push_str(match rows.is_empty() {
        true => "No instances waiting for finalization found\n",
        false => {
            "Unreachable instances waiting for finalization\n#instances  class name\n-----------------------\n"
        }
    });
    out.push_str(&rows);
    Ok(())
}

pub fn heap_dump(t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let gzip = match a.int("-gz") {
        None => 0,
        Some(level @ 1..=9) => level as u32,
        Some(level) => {
            let _ = writeln!(out, "Compression level out of range (1-9): {level}");
            return Ok(());
        }
    };
    let path = Path::new(a.text("filename").unwrap_or_default());
    let request = heap_dumps::Request {
        path,
        live: !a.is_on("-all"),
        overwrite: a.is_on("-overwrite"),
        gzip,
        out_of_memory: false,
    };
    out.push_str(&heap_dumps::announcement(path));
    out.push_str(&heap_dumps::write_and_describe(t, &request));
    Ok(())
}

pub fn heap_info(_t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    out.push_str(&gc_log::describe_spaces());
    Ok(())
}

/// Collects whatever `-XX:+DisableExplicitGC` says.
pub fn run_gc(t: &mut Scope<'_>, _: &Arguments<'_>, _: &mut String) -> JResult<()> {
    collect::collect(t, gc::Request { cause: Cause::JmxGc, kind: Kind::Full, clear_soft: false });
    Ok(())
}

pub fn run_finalization(t: &mut Scope<'_>, _: &Arguments<'_>, _: &mut String) -> JResult<()> {
    java_call::call_static_named(t, Wk::System.klass(), "runFinalization", "()V", &[]).map(|_| ())
}

/// Calls a static method of the management agent, whose module need not be in the boot layer.
fn call_agent<'s>(t: &mut Scope<'s>, method: &str, desc: &str, args: &[Value<'s>]) -> JResult<Value<'s>> {
    {
        let mut n = t.nested();
        let modules = boot::load(&mut n, Symbol::new(b"jdk/internal/module/Modules"))?;
        let name = strings::new_string(&mut n, "jdk.management.agent")?;
        let desc = "(Ljava/lang/String;)Ljava/lang/Module;";
        java_call::call_static_named(&mut n, modules, "loadModule", desc, &[Value::Ref(Some(name))])?;
    }
    let agent = boot::load(t, Symbol::new(b"jdk/internal/agent/Agent"))?;
    java_call::call_static_named(t, agent, method, desc, args)
}

/// Options become system properties of the agent's start.
pub fn start_agent(t: &mut Scope<'_>, a: &Arguments<'_>, _: &mut String) -> JResult<()> {
    let settings = a.options().map(|(name, value)| format!("com.sun.management.{name}={value}"));
    let settings = settings.collect::<Vec<_>>().join(",");
    let settings = strings::new_string(t, &settings)?;
    let desc = "(Ljava/lang/String;)V";
    call_agent(t, "startRemoteManagementAgent", desc, &[Value::Ref(Some(settings))]).map(|_| ())
}

/// An agent's jar file is an option of the library `instrument`; all else is the path of a library.
pub fn load_agent(t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let path = a.text("library path").unwrap_or_default();
    let option = a.text("agent option");
    let is_java = path.rfind('.').is_some_and(|dot| path[dot..].starts_with(".jar"));
    if is_java {
        let options = option.map_or_else(|| path.to_owned(), |o| format!("{path}={o}"));
        agents::attach(t, agents::INSTRUMENT, false, Some(&options), out);
    } else {
        agents::attach(t, path, true, option, out);
    }
    Ok(())
}

pub fn start_local_agent(t: &mut Scope<'_>, _: &Arguments<'_>, _: &mut String) -> JResult<()> {
    call_agent(t, "startLocalManagementAgent", "()V", &[]).map(|_| ())
}

pub fn stop_agent(t: &mut Scope<'_>, _: &Arguments<'_>, _: &mut String) -> JResult<()> {
    call_agent(t, "stopRemoteManagementAgent", "()V", &[]).map(|_| ())
}

pub fn agent_status(t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let status = call_agent(t, "getManagementAgentStatus", "()Ljava/lang/String;", &[])?;
    if let Some(text) = status.object() {
        out.push_str(&strings::text(text.get(t)));
        out.push('\n');
    }
    Ok(())
}

pub fn print_threads(t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    out.push_str(&dump::describe(t, dump::Wanted { locks: a.is_on("-l"), extended: a.is_on("-e") }));
    Ok(())
}

pub fn command_line(_t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let o = &vm().options;
    out.push_str("VM Arguments:\n");
    for (title, list) in [("jvm_flags", &o.file_flags), ("jvm_args", &o.vm_arguments)] {
        if !list.is_empty() {
            let _ = writeln!(out, "{title}: {} ", list.join(" "));
        }
    }
    let property = |key: &str| o.properties.get(key).filter(|v| !v.is_empty());
    let _ = writeln!(out, "java_command: {}", o.java_command.as_deref().unwrap_or("<unknown>"));
    let _ =
        writeln!(out, "java_class_path (initial): {}", property("java.class.path").unwrap_or("<not set>"));
    let _ = writeln!(out, "Launcher Type: {}", property("sun.java.launcher").unwrap_or("generic"));
    Ok(())
}

pub fn dynamic_libraries(t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    out.push_str("Dynamic libraries:\n");
    match t.blocked(|| std::fs::read_to_string("/proc/self/maps")) {
        Ok(maps) => out.push_str(&maps),
        Err(e) => {
            out.push_str(&format!("Can not get library information for pid = {}: {e}\n", process::id()))
        }
    }
    Ok(())
}

pub fn flags(_t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let o = &vm().options;
    out.push_str(&if a.is_on("-all") { o.list_flags() } else { o.list_set_flags() });
    Ok(())
}

pub fn set_flag(_t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let name = a.text("flag name").unwrap_or_default();
    match vm().options.set_from_text(name, a.text("string value")) {
        Ok(()) => {}
        Err(FlagError::NotManageable) => out.push_str("only 'writeable' flags can be set\n"),
        Err(FlagError::Other(text)) => out.push_str(&format!("{text}\n")),
    }
    Ok(())
}

pub fn system_properties(t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    serialized_properties(t, "serializePropertiesToByteArray", out)
}

pub fn uptime(_t: &mut Scope<'_>, a: &Arguments<'_>, out: &mut String) -> JResult<()> {
    if a.is_on("-date") {
        let _ = write!(out, "{}: ", time::iso8601(time::now_millis(), false));
    }
    let _ = writeln!(out, "{:.3} s", log::uptime().as_secs_f64());
    Ok(())
}

pub fn version(_t: &mut Scope<'_>, _: &Arguments<'_>, out: &mut String) -> JResult<()> {
    let jdk = &vm().options.jdk.runtime_version;
    let numbers = jdk.split(['+', '-']).next().unwrap_or(jdk);
    let _ = writeln!(out, "{VM_NAME} version {VM_VERSION}\nJDK {numbers}");
    Ok(())
}
