//! The table of diagnostic commands.

use super::bodies as b;
use super::{Command, Parameter, Permission, Type};

const LOW: &str = "Low";
const MEDIUM_THREADS: &str = "Medium: Depends on the number of threads.";
const MEDIUM: &str = "Medium";
const MEDIUM_CONTENT: &str = "Medium: Depends on Java heap size and content.";
const HIGH_CONTENT: &str = "High: Depends on Java heap size and content.";

const MONITOR: Option<Permission> = Some(("java.lang.management.ManagementPermission", "monitor", None));
const CONTROL: Option<Permission> = Some(("java.lang.management.ManagementPermission", "control", None));

const fn option(name: &'static str, ty: Type, default: &'static str, description: &'static str) -> Parameter {
    Parameter { name, description, ty, default: Some(default), mandatory: false, is_option: true }
}

const fn switch(name: &'static str, description: &'static str) -> Parameter {
    option(name, Type::Boolean, "false", description)
}

/// An option that is left alone when it is not given.
const fn setting(name: &'static str, ty: Type, description: &'static str) -> Parameter {
    Parameter { name, description, ty, default: None, mandatory: false, is_option: true }
}

const fn argument(name: &'static str, mandatory: bool, description: &'static str) -> Parameter {
    Parameter { name, description, ty: Type::String, default: None, mandatory, is_option: false }
}

macro_rules! commands {
    ($( $name:literal $description:literal, $impact:expr, $permission:expr, $run:expr
        $(, [$($parameter:expr),* $(,)?])? $(, $only:ident)?; )*) => {
        /// Every diagnostic command.
        pub static COMMANDS: &[Command] = &[$( Command {
            name: $name,
            description: $description,
            impact: $impact,
            permission: $permission,
            parameters: &[$($($parameter),*)?],
            for_mbean: true $(&& commands!(@ $only))?,
            run: $run,
        } ),*];
    };
    (@ attach_only) => { false };
}

commands! {
    "help" "For more information about a specific command use 'help <command>'. With no argument this will show a list of \
            available commands. 'help all' will show help for all commands.", LOW, None, b::help, [
        switch("-all", "Show help for all commands"),
        argument("command name", false, "The name of the command for which we want help"),
    ];
    "Compiler.codecache" "Print code cache layout and bounds.", LOW, MONITOR, b::code_cache;
    "Compiler.perfmap" "Write map file for Linux perf tool.", LOW, MONITOR, b::perf_map;
    "GC.class_histogram" "Provide statistics about the Java heap usage.", HIGH_CONTENT, MONITOR, b::class_histogram, [
        switch("-all", "Inspect all objects, including unreachable objects"),
        option("-parallel", Type::Int, "0", "Number of parallel threads to use for heap inspection. 0 (the default) means \
                let the VM determine the number of threads to use. 1 means use one thread (disable parallelism). For any \
                other value the VM will try to use the specified number of threads, but might use fewer."),
    ];
    "GC.finalizer_info" "Provide information about Java finalization queue.", MEDIUM, MONITOR, b::finalizer_info;
    "GC.heap_dump" "Generate a HPROF format dump of the Java heap.", "High: Depends on Java heap size and content. Request a \
            full GC unless the '-all' option is specified.", MONITOR, b::heap_dump, [
        argument("filename", true, "Name of the dump file"),
        switch("-all", "Dump all objects, including unreachable objects"),
        option("-gz", Type::Int, "1", "If specified, the heap dump is written in gzipped format using the given compression \
                level. 1 (recommended) is the fastest, 9 the strongest compression."),
        switch("-overwrite", "If specified, the dump file will be overwritten if it exists"),
    ], attach_only;
    "GC.heap_info" "Provide generic Java heap information.", MEDIUM, MONITOR, b::heap_info;
    "GC.run" "Call java.lang.System.gc().", MEDIUM_CONTENT, None, b::run_gc;
    "GC.run_finalization" "Call java.lang.System.runFinalization().", "Medium: Depends on Java content.", None,
        b::run_finalization;
    "JVMTI.agent_load" "Load JVMTI native agent.", LOW, CONTROL, b::load_agent, [
        argument("library path", true, "Absolute path of the JVMTI agent to load."),
        argument("agent option", false, "Option string to pass the agent."),
    ];
    "ManagementAgent.start" "Start remote management agent.", "Low: No impact", None, b::start_agent, [
        setting("config.file", Type::String, "set com.sun.management.config.file"),
        setting("jmxremote.host", Type::String, "set com.sun.management.jmxremote.host"),
        setting("jmxremote.port", Type::String, "set com.sun.management.jmxremote.port"),
        setting("jmxremote.rmi.port", Type::String, "set com.sun.management.jmxremote.rmi.port"),
        setting("jmxremote.ssl", Type::String, "set com.sun.management.jmxremote.ssl"),
        setting("jmxremote.registry.ssl", Type::String, "set com.sun.management.jmxremote.registry.ssl"),
        setting("jmxremote.authenticate", Type::String, "set com.sun.management.jmxremote.authenticate"),
        setting("jmxremote.password.file", Type::String, "set com.sun.management.jmxremote.password.file"),
        setting("jmxremote.access.file", Type::String, "set com.sun.management.jmxremote.access.file"),
        setting("jmxremote.login.config", Type::String, "set com.sun.management.jmxremote.login.config"),
        setting("jmxremote.ssl.enabled.cipher.suites", Type::String, "set com.sun.management.jmxremote.ssl.enabled.cipher.suite"),
        setting("jmxremote.ssl.enabled.protocols", Type::String, "set com.sun.management.jmxremote.ssl.enabled.protocols"),
        setting("jmxremote.ssl.need.client.auth", Type::String, "set com.sun.management.jmxremote.need.client.auth"),
        setting("jmxremote.ssl.config.file", Type::String, "set com.sun.management.jmxremote.ssl.config.file"),
        setting("jmxremote.autodiscovery", Type::String, "set com.sun.management.jmxremote.autodiscovery"),
        setting("jdp.port", Type::Int, "set com.sun.management.jdp.port"),
        setting("jdp.address", Type::String, "set com.sun.management.jdp.address"),
        setting("jdp.source_addr", Type::String, "set com.sun.management.jdp.source_addr"),
        setting("jdp.ttl", Type::Int, "set com.sun.management.jdp.ttl"),
        setting("jdp.pause", Type::Int, "set com.sun.management.jdp.pause"),
        setting("jdp.name", Type::String, "set com.sun.management.jdp.name"),
    ], attach_only;
    "ManagementAgent.start_local" "Start local management agent.", "Low: No impact", None, b::start_local_agent, [],
        attach_only;
    "ManagementAgent.status" "Print the management agent status.", "Low: No impact", MONITOR, b::agent_status, [],
        attach_only;
    "ManagementAgent.stop" "Stop remote management agent.", "Low: No impact", None, b::stop_agent, [], attach_only;
    "Thread.print" "Print all threads with stacktraces.", MEDIUM_THREADS, MONITOR, b::print_threads, [
        switch("-l", "print java.util.concurrent locks"),
        switch("-e", "print extended thread information"),
    ];
    "VM.command_line" "Print the command line used to start this VM instance.", LOW, MONITOR, b::command_line;
    "VM.dynlibs" "Print loaded dynamic libraries.", LOW, MONITOR, b::dynamic_libraries;
    "VM.flags" "Print VM flag options and their current values.", LOW, MONITOR, b::flags, [
        switch("-all", "Print all flags supported by the VM"),
    ];
    "VM.set_flag" "Sets VM flag option using the provided value.", LOW, CONTROL, b::set_flag, [
        argument("flag name", true, "The name of the flag we want to set"),
        argument("string value", false, "The value we want to set"),
    ];
    "VM.system_properties" "Print system properties.", LOW, Some(("java.util.PropertyPermission", "*", Some("read"))),
        b::system_properties;
    "VM.uptime" "Print VM uptime.", LOW, None, b::uptime, [
        switch("-date", "Add a prefix with current date"),
    ];
    "VM.version" "Print JVM version information.", LOW,
        Some(("java.util.PropertyPermission", "java.vm.version", Some("read"))), b::version;
}
