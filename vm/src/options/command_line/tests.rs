//! Command lines and what becomes of them.

use super::super::properties;
use super::*;
use std::path::PathBuf;

fn jdk() -> Jdk {
    Jdk { home: PathBuf::from("/jdk"), feature: 17, runtime_version: "17.0.1+1".into() }
}

fn run_in(
    environment: &Environment,
    options: &[&str],
    ignore: bool,
) -> (Result<Options, ParseError>, String, String) {
    let options: Vec<VmOption> = options.iter().map(|o| VmOption::new(*o)).collect();
    let mut console = Console::captured();
    let result = Options::parse_with(&options, ignore, jdk(), environment, &mut console);
    (result, console.captured_out().to_string(), console.captured_err().to_string())
}

fn run(options: &[&str]) -> (Result<Options, ParseError>, String) {
    let (result, _, err) = run_in(&Environment::default(), options, false);
    (result, err)
}

fn good(options: &[&str]) -> Options {
    let (result, err) = run(options);
    assert_eq!(err, "");
    result.unwrap()
}

#[test]
fn defaults() {
    let o = good(&[]);
    assert!(o.heap.max >= 1 << 20 && o.heap.initial <= o.heap.max);
    assert_eq!(o.java_stack_size(), 1 << 20);
    assert_eq!(o.properties.get("java.home"), Some("/jdk"));
    assert_eq!(o.properties.get("java.vm.specification.version"), Some("17"));
    assert_eq!(o.boot_append(), None);
    assert!(o.processors() >= 1);
}

#[test]
fn heap_and_stack_sizes() {
    let o = good(&["-Xms16m", "-Xmx64m", "-Xmn8m", "-Xss512k"]);
    assert_eq!((o.heap.initial, o.heap.max, o.heap.young_max), (16 << 20, 64 << 20, Some(8 << 20)));
    assert_eq!(o.java_stack_size(), 512 << 10);
    assert_eq!(good(&["-Xmx64m", "-XX:MaxHeapSize=32m"]).heap.max, 32 << 20);
}

#[test]
fn module_options_become_properties() {
    let o = good(&[
        "--add-modules=a,b",
        "--add-modules=c",
        "--add-exports=m/p=ALL-UNNAMED",
        "--module-path=x:y",
        "--module-path=z",
        "--limit-modules=java.base",
        "--patch-module=java.base=/p:/q",
        "-Xbootclasspath/a:/one",
        "-Xbootclasspath/a:/two",
        "-Dcom.sun.management.jmxremote",
    ]);
    let get = |key| o.properties.get(key);
    assert_eq!(get("jdk.module.addmods.0"), Some("a,b"));
    assert_eq!(get("jdk.module.addmods.1"), Some("c"));
    assert_eq!(get("jdk.module.addmods.2"), Some("jdk.management.agent"));
    assert_eq!(get("jdk.module.addexports.0"), Some("m/p=ALL-UNNAMED"));
    assert_eq!(get("jdk.module.path"), Some("z"));
    assert_eq!(get("jdk.module.limitmods"), Some("java.base"));
    assert_eq!(get("jdk.module.patch.0"), Some("java.base=/p:/q"));
    assert_eq!(o.patch_modules, [("java.base".to_string(), "/p:/q".to_string())]);
    assert_eq!(o.boot_append(), Some("/one:/two"));
}

#[test]
fn system_properties() {
    let o = good(&[
        "-Da=1",
        "-Da=2",
        "-Db",
        "-Djava.vm.name=Other",
        "-Djava.home=/x",
        "-XX:MaxDirectMemorySize=1m",
    ]);
    let pairs = properties(&o);
    let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("a"), Some("2"));
    assert_eq!(get("b"), Some(""));
    assert_eq!(get("java.vm.name"), Some("Excelsa"));
    assert_eq!(get("java.home"), Some("/x"));
    assert_eq!(get("sun.nio.MaxDirectMemorySize"), Some("1048576"));
    assert!(pairs.iter().position(|(k, _)| k == "java.home") < pairs.iter().position(|(k, _)| k == "a"));
}

#[test]
fn environment_order_and_announcement() {
    let environment = Environment {
        java_tool_options: Some("-Da=tool -Db=tool".into()),
        java_options: Some("-Da=last".into()),
        image_options: Some("-Dc=image".into()),
    };
    let (result, _, err) = run_in(&environment, &["-Da=command", "-Db=command"], false);
    let o = result.unwrap();
    assert_eq!(o.properties.get("a"), Some("last"));
    assert_eq!(o.properties.get("b"), Some("command"));
    assert_eq!(o.properties.get("c"), Some("image"));
    assert_eq!(err, "Picked up JAVA_TOOL_OPTIONS: -Da=tool -Db=tool\nPicked up _JAVA_OPTIONS: -Da=last\n");
}

#[test]
fn refusals() {
    for (options, message) in [
        (&["-Xfoo"][..], "Unrecognized option: -Xfoo\n"),
        (&["-Xverify:foo"], "Unrecognized verification option: -Xverify:foo\n"),
        (&["-Xmx1z"], "Invalid maximum heap size: -Xmx1z\n"),
        (&["-Xms-1"], "Invalid initial heap size: -Xms-1\n"),
        (
            &["-Xss100000m"],
            "Invalid thread stack size: -Xss100000m\nThe specified size exceeds the maximum representable size.\n",
        ),
        (&["-Xss1"], ""),
        (
            &["-XX:MaxTenuringThreshold=99"],
            "uintx MaxTenuringThreshold=99 is outside the allowed range [ 0 ... 16 ]\n",
        ),
        (
            &["-XX:ReservedCodeCacheSize=500k"],
            "Invalid ReservedCodeCacheSize: 500K. Must be at least InitialCodeCacheSize=2496K.\n",
        ),
        (
            &["-XX:ReservedCodeCacheSize=100k", "-XX:InitialCodeCacheSize=50k"],
            "Invalid ReservedCodeCacheSize=100K. Must be at least 400K.\n",
        ),
        (&["-XX:ReservedCodeCacheSize=3g"], "Invalid ReservedCodeCacheSize=3072M. Must be at most 2048M.\n"),
        (&["-Xshare:dump"], "Shared spaces are not supported in this VM\n"),
        (&["-Xlog:foo"], "Invalid -Xlog option '-Xlog:foo', see error log for details.\n"),
    ] {
        let (result, err) = run(options);
        assert_eq!(err, message);
        assert_eq!(result.unwrap_err(), ParseError::Refused, "{options:?}");
    }
}

#[test]
fn errors_of_initialisation() {
    for (options, message) in [
        (&["-Xmx1m"][..], "Too small maximum heap"),
        (&["-Xms100m", "-Xmx50m"], "Initial heap size set to a larger value than the maximum heap size"),
        (
            &["--patch-module=java.base=a", "--patch-module=java.base=b"],
            "Cannot specify java.base more than once to --patch-module",
        ),
    ] {
        let (result, out, _) = run_in(&Environment::default(), options, false);
        assert_eq!(out, format!("Error occurred during initialization of VM\n{message}\n"));
        assert_eq!(result.unwrap_err(), ParseError::Exit(1));
    }
    let options = &["-XX:+UseSerialGC", "-XX:+UseG1GC"];
    let (result, out, _) = run_in(&Environment::default(), options, false);
    assert_eq!(out, "Error occurred during initialization of VM\nMultiple garbage collectors selected\n");
    assert_eq!(result.unwrap_err(), ParseError::Exit(1));
}

#[test]
fn ignoring_unrecognized() {
    let (result, err) =
        run(&["-XX:+IgnoreUnrecognizedVMOptions", "-XX:+NoSuchFlag", "-XX:+TraceBytecodes", "-Xfoo"]);
    assert!(result.is_ok());
    assert_eq!(err, "");
    let (result, _, err) = run_in(&Environment::default(), &["-XX:NoSuchFlag=1"], true);
    assert!(result.is_ok());
    assert_eq!(err, "");
    // Known flags stay checked.
    assert!(run(&["-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=9"]).0.is_err());
}

#[test]
fn modes() {
    assert_eq!(good(&["-Xint"]).mode, Mode::Int);
    assert_eq!(good(&["-Xint", "-Xmixed"]).mode, Mode::Mixed);
    assert_eq!(good(&["-Djava.compiler=NONE"]).mode, Mode::Int);
    assert_eq!(good(&["-Djava.compiler=NONE", "-Xdebug"]).mode, Mode::Mixed);
    assert_eq!(good(&["-XX:CompileThresholdScaling=0"]).mode, Mode::Int);
    let o = good(&["-Xcomp"]);
    assert!(!o.flags().use_interpreter && !o.flags().background_compilation);
    assert!(good(&["-Xverify:all"]).flags().bytecode_verification_local);
}

#[test]
fn hooks_and_arguments() {
    let options = [
        VmOption { text: "exit".into(), extra: 42 },
        VmOption::new("-Dsun.java.command=Main a b"),
        VmOption::new("-Xmx64m"),
    ];
    let mut console = Console::captured();
    let o = Options::parse_with(&options, false, jdk(), &Environment::default(), &mut console).unwrap();
    assert_eq!(o.hooks.exit, 42);
    assert_eq!(o.java_command.as_deref(), Some("Main a b"));
    assert_eq!(o.vm_arguments, ["exit", "-Xmx64m"]);
}

#[test]
fn lists() {
    let (result, out, _) = run_in(&Environment::default(), &["-XX:+PrintFlagsInitial"], false);
    assert_eq!(result.unwrap_err(), ParseError::Exit(0));
    assert!(out.starts_with("[Global flags]\n"));
    let (result, out, _) = run_in(&Environment::default(), &["-Xmx64m", "-XX:+PrintCommandLineFlags"], false);
    assert!(result.is_ok());
    assert!(out.contains("-XX:MaxHeapSize=67108864 ") && out.contains("-XX:+PrintCommandLineFlags "));
}

#[test]
fn reserved_properties_are_ignored_with_a_warning() {
    let (result, err) = run(&["-Djdk.module.addmods.0=x"]);
    assert_eq!(result.unwrap().properties.get("jdk.module.addmods.0"), None);
    assert!(err.contains("Ignoring system property options"));
}

/// The messages are those that HotSpot 17.0.15 prints.
#[test]
fn values_are_checked() {
    for (options, message) in [
        (&["-XX:ContendedPaddingWidth=12"][..], "ContendedPaddingWidth (12) must be a multiple of 8\n"),
        (&["-XX:CICompilerCount=1"], "CICompilerCount (1) must be at least 2 \n"),
        (&["-XX:CICompilerCount=0", "-XX:-TieredCompilation"], "CICompilerCount (0) must be at least 1 \n"),
        (
            &["-XX:CompileThreshold=-1"],
            "OnStackReplacePercentage cannot be validated because CompileThreshold value is invalid\n\
             CompileThreshold (-1) must be between 0 and 1073741823\n",
        ),
        (
            &["-XX:OnStackReplacePercentage=-5"],
            "OnStackReplacePercentage (-5) must be larger than InterpreterProfilePercentage (33)\n",
        ),
        (
            &["-XX:CompilationMode=foo"],
            "Unsupported compilation mode 'foo', available modes are: quick-only, high-only, \
             high-only-quick-internal\n",
        ),
    ] {
        let (result, err) = run(options);
        assert_eq!(err, message, "{options:?}");
        assert_eq!(result.unwrap_err(), ParseError::Refused);
    }
    let (result, err) = run(&["-Xint", "-XX:+TieredCompilation"]);
    assert!(!result.unwrap().flags().tiered_compilation);
    assert_eq!(err, "Excelsa VM warning: TieredCompilation disabled due to -Xint.\n");
    good(&["-XX:CICompilerCount=1", "-XX:TieredStopAtLevel=1"]);
    good(&["-XX:CICompilerCount=0", "-Xint"]);
}

#[test]
fn thresholds_are_settled() {
    let o = good(&["-XX:-TieredCompilation", "-XX:CompileThreshold=1000"]);
    let f = o.flags();
    assert_eq!((f.tier4_invocation_threshold, f.tier4_back_edge_threshold), (1000, 1400));
    assert_eq!((f.tier0_invoke_notify_freq_log, f.tier0_profiling_start_percentage), (7, 33));
    let o = good(&["-XX:CompileThresholdScaling=0.1"]);
    let f = o.flags();
    assert_eq!((f.tier3_invocation_threshold, f.tier4_back_edge_threshold), (200, 4000));
    assert_eq!((f.tier0_invoke_notify_freq_log, f.tier3_backedge_notify_freq_log), (3, 9));
    let o = good(&["-Xcomp"]);
    assert_eq!((o.flags().tier4_invocation_threshold, o.flags().tier3_invoke_notify_freq_log), (0, 0));
    assert_eq!(good(&["-XX:ActiveProcessorCount=2"]).flags().ci_compiler_count, 2);
    assert_eq!(good(&["-XX:ActiveProcessorCount=16"]).flags().ci_compiler_count, 12);
}

#[test]
fn names_of_modes() {
    for (options, info) in [
        (&[][..], "mixed mode"),
        (&["-Xint"], "interpreted mode"),
        (&["-Xcomp"], "compiled mode"),
        (&["-XX:TieredStopAtLevel=0"], "mixed mode"),
        (&["-XX:TieredStopAtLevel=1"], "mixed mode, emulated-client"),
        (&["-XX:CompilationMode=quick-only"], "mixed mode, emulated-client"),
        (&["-Xcomp", "-XX:TieredStopAtLevel=1"], "compiled mode, emulated-client"),
        (&["-XX:-TieredCompilation"], "mixed mode"),
    ] {
        assert_eq!(good(options).vm_info(), info, "{options:?}");
    }
}
