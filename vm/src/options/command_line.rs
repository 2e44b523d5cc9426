//! From option strings to [`Options`]: the order of the sources, and the standard options.
//!
//! Sources in order, later ones win: options stored in the image, `JAVA_TOOL_OPTIONS`, the command line, `_JAVA_OPTIONS`.
//! Before any of them, `-XX:Flags=` is read and the flags that govern the parsing itself are looked for.

use super::flags::FlagId;
use super::set_flag::{process_argument, store_own, warn};
use super::sources::{expand_options_file, from_variable, split_options, split_settings};
use super::table::{FlagTable, Origin};
use super::value::{Value, parse_size};
use super::{
    AgentOption, Assertions, Console, Environment, Hooks, Mode, Options, ParseError, Properties, Redirect,
    VmOption, compilers, heap, invalid_xlog, is_reserved_module_property, log_line,
};
use crate::log::Request;
use crate::native::jvmti::agents::INSTRUMENT;
use crate::os::jdk::Jdk;

pub(super) type Parsed = Result<(), ParseError>;

/// Smallest stack that a Java thread can start with, in kilobytes.
const MIN_JAVA_STACK_K: i64 = 136;

/// What accumulates while options are read.
struct Parser<'c> {
    console: &'c mut Console,
    o: Options,
    ignore_unrecognized: bool,
    origin: Origin,
    /// `-Djava.compiler=NONE` means `-Xint` unless `-Xdebug` is given too.
    compiler_property_off: bool,
    xdebug: bool,
    counts: Counts,
    saw_reserved_property: bool,
    gc_log_file: Option<String>,
}

/// Numbers of the `jdk.module.*.N` properties.
#[derive(Default)]
struct Counts {
    reads: u32,
    exports: u32,
    opens: u32,
    modules: u32,
    native_access: u32,
    patch: u32,
}

impl Options {
    /// As [`Options::parse`], with messages to a console of choice and logging untouched.
    pub(crate) fn parse_with(
        options: &[VmOption],
        ignore_unrecognized: bool,
        jdk: Jdk,
        environment: &Environment,
        console: &mut Console,
    ) -> Result<Options, ParseError> {
        let tool = from_variable("JAVA_TOOL_OPTIONS", environment.java_tool_options.as_deref(), console)?;
        let java = from_variable("_JAVA_OPTIONS", environment.java_options.as_deref(), console)?;
        let image = match &environment.image_options {
            Some(text) => split_options("vm options resource", text, console)?,
            None => Vec::new(),
        };
        let tool = expand_options_file(tool, "env_var='JAVA_TOOL_OPTIONS'", console)?;
        let command = expand_options_file(options.to_vec(), "cmd_line_args", console)?;
        let java = expand_options_file(java, "env_var='_JAVA_OPTIONS'", console)?;

        let mut parser = Parser::new(console, jdk, ignore_unrecognized);
        let flags_file = parser.look_ahead([&tool, &command, &java, &image].into_iter().flatten())?;
        parser.read_settings(flags_file.as_deref())?;
        if parser.o.flags().print_vm_options {
            for option in tool.iter().chain(&command).chain(&java) {
                if let Some(setting) = option.text.strip_prefix("-XX:") {
                    parser.console.out(&format!("VM option '{setting}'\n"));
                }
            }
        }
        parser.read(&image, Origin::Jimage)?;
        parser.read(&tool, Origin::Environment)?;
        parser.read(&command, Origin::CommandLine)?;
        parser.read(&java, Origin::Environment)?;
        parser.finish(flags_file.is_none())
    }
}

impl<'c> Parser<'c> {
    fn new(console: &'c mut Console, jdk: Jdk, ignore_unrecognized: bool) -> Parser<'c> {
        let o = Options {
            table: FlagTable::default(),
            mode: Mode::default(),
            heap: heap::HeapSizes::default(),
            properties: Properties::initial(&jdk),
            assertions: Assertions::default(),
            patch_modules: Vec::new(),
            jdk,
            hooks: Hooks::default(),
            enable_preview: false,
            vm_arguments: Vec::new(),
            file_flags: Vec::new(),
            java_command: None,
            agents: Vec::new(),
            log_requests: Vec::new(),
            overlay: Default::default(),
        };
        Parser {
            console,
            o,
            ignore_unrecognized,
            origin: Origin::Default,
            compiler_property_off: false,
            xdebug: false,
            counts: Counts::default(),
            saw_reserved_property: false,
            gc_log_file: None,
        }
    }

    /// Finds the options that count before all others. Answers with the file of `-XX:Flags=`.
    fn look_ahead<'a>(
        &mut self,
        options: impl Iterator<Item = &'a VmOption>,
    ) -> Result<Option<String>, ParseError> {
        let mut flags_file = None;
        let flags = &mut self.o.table.flags;
        for option in options {
            match option.text.as_str() {
                "-XX:+PrintVMOptions" => flags.print_vm_options = true,
                "-XX:-PrintVMOptions" => flags.print_vm_options = false,
                "-XX:+IgnoreUnrecognizedVMOptions" => self.ignore_unrecognized = true,
                "-XX:-IgnoreUnrecognizedVMOptions" => self.ignore_unrecognized = false,
                "-XX:+PrintFlagsInitial" => {
                    let list = self.o.table.list();
                    self.console.out(&list);
                    return Err(ParseError::Exit(0));
                }
                text => {
                    if let Some(file) = text.strip_prefix("-XX:Flags=") {
                        flags_file = Some(file.to_string());
                    }
                }
            }
        }
        Ok(flags_file)
    }

    fn read_settings(&mut self, file: Option<&str>) -> Parsed {
        let Some(file) = file else { return Ok(()) };
        let Ok(bytes) = std::fs::read(file) else {
            self.console.err(&format!("Could not open settings file {file}\n"));
            return Err(ParseError::Refused);
        };
        let mut result = Ok(());
        for setting in split_settings(&String::from_utf8_lossy(&bytes)) {
            let table = &mut self.o.table;
            result = result.and(process_argument(
                table,
                self.console,
                &setting,
                self.ignore_unrecognized,
                Origin::ConfigFile,
            ));
            self.o.file_flags.push(setting);
        }
        result
    }

    fn read(&mut self, options: &[VmOption], origin: Origin) -> Parsed {
        self.origin = origin;
        options.iter().try_for_each(|option| self.option(option))
    }

    fn refuse(&mut self, message: &str) -> Parsed {
        self.console.err(message);
        Err(ParseError::Refused)
    }

    fn warn(&mut self, message: &str) {
        warn(&self.o.table, self.console, message);
    }

    /// An option that nothing knows.
    fn unrecognized(&mut self, kind: &str, option: &str) -> Parsed {
        if self.ignore_unrecognized {
            return Ok(());
        }
        self.refuse(&format!("Unrecognized {kind}option: {option}\n"))
    }

    fn set(&mut self, id: FlagId, value: Value) -> Parsed {
        store_own(&mut self.o.table, self.console, id, value, self.origin)
    }

    fn switch(&mut self, id: FlagId, on: bool) -> Parsed {
        self.set(id, Value::Bool(on))
    }

    /// One option. Groups are tried in turn; each answers `None` for options of others.
    fn option(&mut self, option: &VmOption) -> Parsed {
        let text = option.text.as_str();
        let hidden = ["-Djava.class.path", "-Dsun.java.command", "-Dsun.java.launcher"];
        if !hidden.iter().any(|p| text.starts_with(p)) {
            self.o.vm_arguments.push(text.to_string());
        }
        None.or_else(|| self.hook(option))
            .or_else(|| self.assertion(text))
            .or_else(|| self.module(text))
            .or_else(|| self.refused(text))
            .or_else(|| self.agent(text))
            .or_else(|| self.logging(text))
            .or_else(|| self.sizes(text))
            .or_else(|| self.plain(text))
            .or_else(|| self.with_value(text))
            .or_else(|| self.xx(text))
            .unwrap_or_else(|| self.unrecognized("", text))
    }

    fn hook(&mut self, option: &VmOption) -> Option<Parsed> {
        let hooks = &mut self.o.hooks;
        match option.text.as_str() {
            "vfprintf" => hooks.vfprintf = option.extra,
            "exit" => hooks.exit = option.extra,
            "abort" => hooks.abort = option.extra,
            _ => return None,
        }
        Some(Ok(()))
    }

    fn assertion(&mut self, text: &str) -> Option<Parsed> {
        let (word, name) = match text.split_once(':') {
            Some((word, name)) => (word, Some(name)),
            None => (text, None),
        };
        let a = &mut self.o.assertions;
        match (word, name) {
            ("-ea" | "-enableassertions", None) => a.user_default = true,
            ("-da" | "-disableassertions", None) => a.user_default = false,
            ("-ea" | "-enableassertions", Some(name)) => a.add(name, true),
            ("-da" | "-disableassertions", Some(name)) => a.add(name, false),
            ("-esa" | "-enablesystemassertions", None) => a.system_default = true,
            ("-dsa" | "-disablesystemassertions", None) => a.system_default = false,
            _ => return None,
        }
        Some(Ok(()))
    }

    /// Options of the module system become properties that `jdk.internal.module.ModuleBootstrap` reads.
    fn module(&mut self, text: &str) -> Option<Parsed> {
        let (option, value) = text.split_once('=')?;
        let n = &mut self.counts;
        let (key, number) = match option {
            "--add-reads" => ("addreads", Some(&mut n.reads)),
            "--add-exports" => ("addexports", Some(&mut n.exports)),
            "--add-opens" => ("addopens", Some(&mut n.opens)),
            "--add-modules" => ("addmods", Some(&mut n.modules)),
            "--enable-native-access" => ("enable.native.access", Some(&mut n.native_access)),
            "--limit-modules" => ("limitmods", None),
            "--module-path" => ("path", None),
            "--upgrade-module-path" => ("upgrade.path", None),
            "--patch-module" => return Some(self.patch_module(value)),
            "--illegal-access" => {
                self.warn(&format!("Ignoring option {text}; support was removed in 17.0"));
                return Some(Ok(()));
            }
            _ => return None,
        };
        match number {
            Some(number) => {
                self.o.properties.put(&format!("jdk.module.{key}.{number}"), value, false, true);
                *number += 1;
            }
            None => self.o.properties.put(&format!("jdk.module.{key}"), value, true, key == "limitmods"),
        }
        Some(Ok(()))
    }

    fn patch_module(&mut self, value: &str) -> Parsed {
        let Some((module, path)) = value.split_once('=') else {
            self.console.out("Missing '=' in --patch-module specification\n");
            return Err(ParseError::Refused);
        };
        if module == "java.base" && self.o.patch_modules.iter().any(|(m, _)| m == module) {
            return Err(self.console.die("Cannot specify java.base more than once to --patch-module"));
        }
        self.o.patch_modules.push((module.to_string(), path.to_string()));
        let key = format!("jdk.module.patch.{}", self.counts.patch);
        self.o.properties.put(&key, value, false, true);
        self.counts.patch += 1;
        Ok(())
    }

    fn add_module(&mut self, module: &str) {
        let key = format!("jdk.module.addmods.{}", self.counts.modules);
        self.o.properties.put(&key, module, false, true);
        self.counts.modules += 1;
    }

    /// Options of times past.
    fn refused(&mut self, text: &str) -> Option<Parsed> {
        for (prefix, message) in [
            ("-Xbootclasspath:", "-Xbootclasspath is no longer a supported option.\n"),
            ("-Xbootclasspath/p:", "-Xbootclasspath/p is no longer a supported option.\n"),
        ] {
            if text.starts_with(prefix) {
                self.console.out(message);
                return Some(Err(ParseError::Refused));
            }
        }
        (text == "-green").then(|| self.refuse("Green threads support not available\n"))
    }

    /// Agents; those of `-javaagent:` need the module `java.instrument`. `-Xrun` is the form of times past.
    fn agent(&mut self, text: &str) -> Option<Parsed> {
        if let Some(jar) = text.strip_prefix("-javaagent:") {
            let options = Some(jar.to_string());
            self.o.agents.push(AgentOption { name: INSTRUMENT.to_string(), options, is_path: false });
            self.add_module("java.instrument");
            return Some(Ok(()));
        }
        let forms = [("-agentlib:", '=', false), ("-agentpath:", '=', true), ("-Xrun", ':', false)];
        let (tail, separator, is_path) = forms
            .iter()
            .find_map(|(prefix, separator, path)| Some((text.strip_prefix(prefix)?, *separator, *path)))?;
        let (name, options) = match tail.split_once(separator) {
            Some((name, options)) => (name, Some(options.to_string())),
            None => (tail, None),
        };
        self.o.agents.push(AgentOption { name: name.to_string(), options, is_path });
        Some(Ok(()))
    }

    fn logging(&mut self, text: &str) -> Option<Parsed> {
        if let Some(tail) = text.strip_prefix("-verbose") {
            let selections: &[&str] = match tail {
                "" | ":class" => &["class+load", "class+unload"],
                ":module" => &["module+load", "module+unload"],
                ":gc" => &["gc"],
                ":jni" => &["jni+resolve=debug"],
                _ => &[],
            };
            for what in selections {
                self.log_request(what);
            }
            return Some(Ok(()));
        }
        if let Some(file) = text.strip_prefix("-Xloggc:") {
            let message = format!("-Xloggc is deprecated. Will use -Xlog:gc:{file} instead.");
            log_line(self.console, "warning", "gc", &message);
            self.gc_log_file = Some(file.to_string());
            return Some(Ok(()));
        }
        let tail = text.strip_prefix("-Xlog")?;
        if tail == ":help" {
            self.console.out(&crate::log::help());
            return Some(Err(ParseError::Exit(0)));
        }
        match Request::parse(tail) {
            Ok(request) => {
                self.o.log_requests.push((text.to_string(), request));
                Some(Ok(()))
            }
            Err(message) => Some(Err(invalid_xlog(self.console, text, &message))),
        }
    }

    /// Adds a request of our own making.
    fn log_request(&mut self, what: &str) {
        let request = Request::for_stdout(what).expect("a selection in this file is valid");
        self.o.log_requests.push((what.to_string(), request));
    }

    fn sizes(&mut self, text: &str) -> Option<Parsed> {
        let tail = |prefixes: &[&str]| prefixes.iter().find_map(|p| text.strip_prefix(p));
        if text.starts_with("-Xmaxjitcodesize") || text.starts_with("-XX:ReservedCodeCacheSize=") {
            let tail = tail(&["-Xmaxjitcodesize", "-XX:ReservedCodeCacheSize="])?;
            let what = "Invalid maximum code cache size";
            return Some(match parse_size(tail).filter(|n| *n > 0) {
                Some(n) => self.set(FlagId::ReservedCodeCacheSize, Value::Uintx(n)),
                None => self.refuse(&format!("{what}: {text}.\n")),
            });
        }
        if let Some(tail) = tail(&["-Xss"]) {
            return Some(self.stack_size(text, tail));
        }
        if let Some(tail) = tail(&["-Xmaxf"]) {
            return Some(self.free_ratio(text, tail, "max", FlagId::MaxHeapFreeRatio));
        }
        if let Some(tail) = tail(&["-Xminf"]) {
            return Some(self.free_ratio(text, tail, "min", FlagId::MinHeapFreeRatio));
        }
        let (tail, least, what, ids): (_, _, _, &[FlagId]) = if let Some(tail) = tail(&["-Xmn"]) {
            (tail, 1, "initial young generation", &[FlagId::MaxNewSize, FlagId::NewSize])
        } else if let Some(tail) = tail(&["-Xms"]) {
            (tail, 0, "initial heap", &[FlagId::MinHeapSize, FlagId::InitialHeapSize])
        } else {
            (tail(&["-Xmx", "-XX:MaxHeapSize="])?, 1, "maximum heap", &[FlagId::MaxHeapSize])
        };
        Some(match parse_size(tail).filter(|n| *n >= least) {
            Some(n) => ids.iter().try_for_each(|id| self.set(*id, Value::Size(n))),
            None => self.refuse(&format!("Invalid {what} size: {text}\n")),
        })
    }

    fn stack_size(&mut self, text: &str, tail: &str) -> Parsed {
        const MAX: u64 = 1 << 30;
        match parse_size(tail) {
            Some(n) if n <= MAX => self.set(FlagId::ThreadStackSize, Value::Intx(n.div_ceil(1024) as i64)),
            too_big => {
                let why =
                    too_big.map_or("", |_| "The specified size exceeds the maximum representable size.\n");
                self.refuse(&format!("Invalid thread stack size: {text}\n{why}"))
            }
        }
    }

    fn free_ratio(&mut self, text: &str, tail: &str, what: &str, id: FlagId) -> Parsed {
        match tail.parse::<f64>() {
            Ok(ratio) if ratio >= 0.0 => self.set(id, Value::Uintx((ratio * 100.0) as u64)),
            _ => self.refuse(&format!("Bad {what} heap free percentage size: {text}\n")),
        }
    }

    /// Options without a value.
    fn plain(&mut self, text: &str) -> Option<Parsed> {
        Some(match text {
            "--enable-preview" => {
                self.o.enable_preview = true;
                Ok(())
            }
            "-Xnoclassgc" => self.switch(FlagId::ClassUnloading, false),
            "-Xbatch" => self.switch(FlagId::BackgroundCompilation, false),
            "-Xrs" => self.switch(FlagId::ReduceSignalUsage, true),
            "-Xint" => self.mode(Mode::Int),
            "-Xmixed" => self.mode(Mode::Mixed),
            "-Xcomp" => self.mode(Mode::Comp),
            // Threads are always native ones, and agents of the oldest kind are gone.
            "-native" | "-Xnoagent" => Ok(()),
            "-Xdebug" => {
                self.xdebug = true;
                Ok(())
            }
            "-Xprof" => {
                self.warn("Ignoring option -Xprof; support was removed in 10.0");
                Ok(())
            }
            "-Xinternalversion" => {
                self.console.out(&format!("{}\n", crate::diag::version::internal_info()));
                Err(ParseError::Exit(0))
            }
            "-Xshare:auto" => self.switch(FlagId::RequireSharedSpaces, false),
            "-Xshare:off" => self
                .switch(FlagId::UseSharedSpaces, false)
                .and_then(|()| self.switch(FlagId::RequireSharedSpaces, false)),
            "-Xshare:on" => self
                .switch(FlagId::UseSharedSpaces, true)
                .and_then(|()| self.switch(FlagId::RequireSharedSpaces, true)),
            "-Xshare:dump" => self.switch(FlagId::DumpSharedSpaces, true),
            "-Xcheck:jni" => self.switch(FlagId::CheckJNICalls, true),
            _ => return None,
        })
    }

    /// `-Xint` and its siblings, with the flags that they imply.
    fn mode(&mut self, mode: Mode) -> Parsed {
        self.compiler_property_off = false;
        self.o.mode = mode;
        let flags = &mut self.o.table.flags;
        flags.use_interpreter = mode != Mode::Comp;
        flags.use_compiler = mode != Mode::Int;
        flags.use_on_stack_replacement = mode != Mode::Int;
        flags.background_compilation = mode != Mode::Comp;
        Ok(())
    }

    /// Options with a value after `:` or `=`.
    fn with_value(&mut self, text: &str) -> Option<Parsed> {
        if let Some(path) = text.strip_prefix("-Xbootclasspath/a:") {
            self.o.properties.append("jdk.boot.class.path.append", path);
            return Some(Ok(()));
        }
        if text.starts_with("-Xcheck") {
            return Some(self.unrecognized("check ", text));
        }
        if let Some(what) = text.strip_prefix("-Xverify") {
            return Some(self.verify(what, text));
        }
        text.strip_prefix("-D").map(|property| self.property(property))
    }

    fn verify(&mut self, what: &str, text: &str) -> Parsed {
        let (local, remote) = match what {
            "" | ":all" => (true, true),
            ":remote" => (false, true),
            ":none" => (false, false),
            _ => return self.unrecognized("verification ", text),
        };
        if !remote {
            self.warn(
                "Options -Xverify:none and -noverify were deprecated in JDK 13 and will likely be removed in a future \
                 release.",
            );
        }
        self.switch(FlagId::BytecodeVerificationLocal, local)?;
        self.switch(FlagId::BytecodeVerificationRemote, remote)
    }

    fn property(&mut self, property: &str) -> Parsed {
        let (key, value) = property.split_once('=').unwrap_or((property, ""));
        let given = property.contains('=') && !value.is_empty() && value != "\"\"";
        if key == "java.endorsed.dirs" && given {
            self.console.out(&format!(
                "-Djava.endorsed.dirs={value} is not supported. Endorsed standards and standalone APIs\nin modular form \
                 will be supported via the concept of upgradeable modules.\n"
            ));
            return Err(ParseError::Refused);
        }
        if key == "java.ext.dirs" && given {
            self.console
                .out(&format!("-Djava.ext.dirs={value} is not supported.  Use -classpath instead.\n"));
            return Err(ParseError::Refused);
        }
        if is_reserved_module_property(property) {
            self.saw_reserved_property = true;
            return Ok(());
        }
        match key {
            "java.compiler" => {
                self.compiler_property_off = value.is_empty() || value.eq_ignore_ascii_case("none")
            }
            // The launcher's word that the VM lies outside its image, which the VM sees for itself.
            "sun.java.launcher.is_altjvm" => {}
            "sun.boot.library.path" => self.o.properties.append(key, value),
            _ => {
                if key == "sun.java.command" {
                    self.o.java_command = Some(value.to_string());
                }
                self.o.properties.put(key, value, true, false);
            }
        }
        if key.starts_with("com.sun.management") {
            self.switch(FlagId::ManagementServer, true)?;
            self.add_module("jdk.management.agent");
        }
        Ok(())
    }

    /// `-XX:` flags, first those that set others along.
    fn xx(&mut self, text: &str) -> Option<Parsed> {
        let setting = text.strip_prefix("-XX:")?;
        if setting.starts_with("Flags=") || setting.starts_with("VMOptionsFile=") {
            return Some(Ok(()));
        }
        let tenure = |threshold: u64, always: bool, never: bool| {
            move |p: &mut Parser| {
                p.switch(FlagId::NeverTenure, never)?;
                p.switch(FlagId::AlwaysTenure, always)?;
                p.set(FlagId::MaxTenuringThreshold, Value::Uintx(threshold))
            }
        };
        let pair = |on: FlagId, off: FlagId| {
            move |p: &mut Parser| {
                p.switch(off, false)?;
                p.switch(on, true)
            }
        };
        Some(match setting {
            "+NeverTenure" => tenure(16, false, true)(self),
            "+AlwaysTenure" => tenure(0, true, false)(self),
            "+DisplayVMOutputToStderr" => {
                self.console.redirect(Redirect::ToStderr);
                pair(FlagId::DisplayVMOutputToStderr, FlagId::DisplayVMOutputToStdout)(self)
            }
            "+DisplayVMOutputToStdout" => {
                self.console.redirect(Redirect::ToStdout);
                pair(FlagId::DisplayVMOutputToStdout, FlagId::DisplayVMOutputToStderr)(self)
            }
            "+ErrorFileToStderr" => pair(FlagId::ErrorFileToStderr, FlagId::ErrorFileToStdout)(self),
            "+ErrorFileToStdout" => pair(FlagId::ErrorFileToStdout, FlagId::ErrorFileToStderr)(self),
            _ => match setting.strip_prefix("MaxTenuringThreshold=").map(parse_size) {
                Some(Some(n)) => self.set(FlagId::MaxTenuringThreshold, Value::Uintx(n)).and_then(|()| {
                    self.switch(FlagId::NeverTenure, false)?;
                    self.switch(FlagId::AlwaysTenure, n == 0)
                }),
                _ => process_argument(
                    &mut self.o.table,
                    self.console,
                    setting,
                    self.ignore_unrecognized,
                    self.origin,
                ),
            },
        })
    }

    /// What can only be settled when all options are known.
    fn finish(mut self, no_flags_file: bool) -> Result<Options, ParseError> {
        self.check_collectors()?;
        self.check_sharing()?;
        self.fixed_flags();
        let flags = self.o.flags();
        let never_compile = flags.compile_threshold_scaling == 0.0
            || (!flags.tiered_compilation && flags.compile_threshold == 0)
            || (self.compiler_property_off && !self.xdebug);
        if never_compile {
            self.mode(Mode::Int)?;
        }
        compilers::check(&mut self.o.table, self.console, self.o.mode)?;
        if self.o.flags().bytecode_verification_local && !self.o.flags().bytecode_verification_remote {
            self.o.table.set_ergonomic(FlagId::BytecodeVerificationRemote, Value::Bool(true));
        }
        let padding = self.o.flags().contended_padding_width;
        if padding % 8 != 0 {
            self.console.err(&format!("ContendedPaddingWidth ({padding}) must be a multiple of 8\n"));
            return Err(ParseError::Refused);
        }
        let stack = self.o.flags().thread_stack_size;
        if stack != 0 && stack < MIN_JAVA_STACK_K {
            self.console.out(&format!(
                "\nThe Java thread stack size specified is too small. Specify at least {MIN_JAVA_STACK_K}k\n"
            ));
            return Err(ParseError::Refused);
        }
        if no_flags_file && std::path::Path::new(".hotspotrc").exists() {
            self.warn(
                ".hotspotrc file is present but has been ignored.  Run with -XX:Flags=.hotspotrc to load the file.",
            );
        }
        if self.saw_reserved_property {
            self.warn(
                "Ignoring system property options whose names match the '-Djdk.module.*'. names that are reserved for \
                 internal use.",
            );
        }
        self.gc_logging()?;
        self.class_path();
        let processors = self.o.processors();
        compilers::settle(&mut self.o.table, self.console, self.o.mode, processors)?;
        self.threads_and_code(processors);
        self.check_code_cache()?;
        self.o.heap = heap::settle(&mut self.o.table, self.console)?;
        let info = self.o.vm_info();
        self.o.properties.set_own("java.vm.info", info);
        self.print_lists();
        Ok(self.o)
    }

    /// One collector at most may be named, although none of them is here.
    fn check_collectors(&mut self) -> Parsed {
        const COLLECTORS: [&str; 6] =
            ["UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC", "UseShenandoahGC", "UseEpsilonGC"];
        let table = &self.o.table;
        let chosen = |name: &&&str| {
            table.lookup(name).is_some_and(|f| f.origin != Origin::Default && f.value == Value::Bool(true))
        };
        match COLLECTORS.iter().filter(chosen).count() {
            0 | 1 => Ok(()),
            _ => Err(self.console.die("Multiple garbage collectors selected")),
        }
    }

    /// The limits of HotSpot. Who unlocks diagnostic flags may have a smaller code cache, for tests.
    fn check_code_cache(&mut self) -> Parsed {
        const LEAST: u64 = 400 << 10;
        const MOST: u64 = crate::code::LARGEST as u64;
        let flags = self.o.flags();
        let (size, initial) = (flags.reserved_code_cache_size, flags.initial_code_cache_size);
        if size > MOST {
            let (size, most) = (size >> 20, MOST >> 20);
            return self
                .refuse(&format!("Invalid ReservedCodeCacheSize={size}M. Must be at most {most}M.\n"));
        }
        if flags.unlock_diagnostic_vm_options {
            return Ok(());
        }
        if size < initial {
            let (size, least) = (size >> 10, initial >> 10);
            return self.refuse(&format!(
                "Invalid ReservedCodeCacheSize: {size}K. Must be at least InitialCodeCacheSize={least}K.\n"
            ));
        }
        if size < LEAST {
            let (size, least) = (size >> 10, LEAST >> 10);
            return self
                .refuse(&format!("Invalid ReservedCodeCacheSize={size}K. Must be at least {least}K.\n"));
        }
        Ok(())
    }

    fn check_sharing(&mut self) -> Parsed {
        let flags = self.o.flags();
        if flags.dump_shared_spaces || flags.require_shared_spaces {
            return self.refuse("Shared spaces are not supported in this VM\n");
        }
        Ok(())
    }

    /// Facts of the object model that a flag may state but not change.
    fn fixed_flags(&mut self) {
        let changed = |flags: &super::Flags| {
            [
                (!flags.use_compressed_oops).then_some((FlagId::UseCompressedOops, Value::Bool(true))),
                (!flags.use_compressed_class_pointers)
                    .then_some((FlagId::UseCompressedClassPointers, Value::Bool(true))),
                (flags.object_alignment_in_bytes != 8)
                    .then_some((FlagId::ObjectAlignmentInBytes, Value::Intx(8))),
            ]
        };
        for (id, value) in changed(self.o.flags()).into_iter().flatten() {
            let name = id.row().name;
            self.warn(&format!("Option {name} cannot be changed in this VM; its value is {value}"));
            self.o.table.set_ergonomic(id, value);
        }
    }

    /// `-Xloggc:`, `-XX:+PrintGC` and `-XX:+PrintGCDetails` in terms of `-Xlog`.
    fn gc_logging(&mut self) -> Parsed {
        let flags = self.o.flags();
        let (print, details) = (flags.print_gc, flags.print_gc_details);
        if print {
            let message = "-XX:+PrintGC is deprecated. Will use -Xlog:gc instead.";
            log_line(self.console, "warning", "gc", message);
        }
        if details {
            let message = "-XX:+PrintGCDetails is deprecated. Will use -Xlog:gc* instead.";
            log_line(self.console, "warning", "gc", message);
        }
        let what = if details { "gc*" } else { "gc" };
        match self.gc_log_file.take() {
            Some(file) => match Request::parse(&format!(":{what}:{file}")) {
                Ok(request) => self.o.log_requests.push((format!("-Xloggc:{file}"), request)),
                Err(message) => return Err(invalid_xlog(self.console, &format!("-Xloggc:{file}"), &message)),
            },
            None if print || details => self.log_request(what),
            None => {}
        }
        Ok(())
    }

    /// `-XX:+IgnoreEmptyClassPaths`.
    fn class_path(&mut self) {
        if self.o.flags().ignore_empty_class_paths {
            let path = self.o.properties.get("java.class.path").unwrap_or("");
            let entries: Vec<&str> = path.split(':').filter(|e| !e.is_empty()).collect();
            let path = entries.join(":");
            self.o.properties.set_own("java.class.path", &path);
        }
    }

    /// Numbers of threads from that of processors, and the code cache from the tiers.
    fn threads_and_code(&mut self, processors: u32) {
        let table = &mut self.o.table;
        if table.is_default(FlagId::ParallelGCThreads) {
            let threads = processors.min(8) + processors.saturating_sub(8) * 5 / 8;
            table.set_ergonomic(FlagId::ParallelGCThreads, Value::Uint(threads));
        }
        if table.is_default(FlagId::ConcGCThreads) {
            let threads = table.flags.parallel_gc_threads.saturating_add(2) / 4;
            table.set_ergonomic(FlagId::ConcGCThreads, Value::Uint(threads.max(1)));
        }
        if table.is_default(FlagId::ReservedCodeCacheSize) && table.flags.is_tiered(self.o.mode) {
            table.set_ergonomic(FlagId::ReservedCodeCacheSize, Value::Uintx(240 << 20));
        }
    }

    fn print_lists(&mut self) {
        let table = &self.o.table;
        if table.flags.print_command_line_flags {
            self.console.out(&table.list_set());
        }
        if table.flags.print_flags_final {
            self.console.out(&table.list());
        }
        if table.flags.print_flags_ranges {
            self.console.out(&table.list_ranges());
        }
    }
}

#[cfg(test)]
mod tests;
