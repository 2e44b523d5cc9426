//! What the launcher adds to the help of `java`, which the class library prints (`sun.launcher.LauncherHelper`), and when.

/// The two texts that `java` has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Help {
    /// `--help` and its relatives.
    Usage,
    /// `-X` and `--help-extra`.
    Extra,
}

/// A help option: what it asks for, and whether the answer goes to standard output.
const OPTIONS: [(&str, Help, bool); 6] = [
    ("-help", Help::Usage, false),
    ("-h", Help::Usage, false),
    ("-?", Help::Usage, false),
    ("--help", Help::Usage, true),
    ("-X", Help::Extra, false),
    ("--help-extra", Help::Extra, true),
];

/// Options behind which the launcher looks at no others.
const LAST: [&str; 9] = [
    "-version",
    "--version",
    "-fullversion",
    "--full-version",
    "-jar",
    "-m",
    "--module",
    "--list-modules",
    "--validate-modules",
];

const USAGE: &str = "\
Excelsa takes the place of HotSpot in an installed JDK 17: the one in whose bin folder it
lies, else the one that JAVA_HOME names, else one of /usr/lib/jvm, /usr/java, /opt,
~/.sdkman and ~/.jdks, else that of the java on the path.
    -XX:+PrintFlagsFinal -version
                  lists all flags
    -Xlog:help    explains logging
    -X            lists more options, and Excelsa's own
Debuggers and profilers (-agentlib:jdwp and others that need more of JVM TI than
instrumentation) and shared archives (-Xshare:on) are refused.
";

const EXTRA: &str = "
These are Excelsa's own. They need -XX:+UnlockDiagnosticVMOptions in front.

    -XX:GCStressAllocations=<n>
                      collect at every n-th allocation
    -XX:GCStressPolls=<n>
                      collect at every n-th safepoint poll of Java code
    -XX:GCStressFullEvery=<n>
                      every n-th of these collections is a full one
    -XX:+GCStressAlwaysMove
                      full collections move all objects
    -XX:+GCStressDeoptimizes
                      these collections send compiled frames back to the interpreter
    -XX:FailAllocationAt=<n>
                      throw OutOfMemoryError at the n-th allocation
    -XX:DeoptimizeOften=<n>
                      compiled code leaves for the interpreter at about every n-th
                      place where it can
    -XX:+StressCompileThresholds
                      random thresholds for each method
    -XX:+CompileTheWorld
                      compile all methods of java.base, run none, and exit
    -XX:+WritePerfMap
                      write the table of compiled methods for perf as they are compiled
";

/// The help that a command line asks for, and whether it goes to standard output; arguments without the program's name. `takes_value`
/// says which options have the next argument as their value.
pub fn wanted(arguments: &[&[u8]], takes_value: impl Fn(&[u8]) -> bool) -> Option<(Help, bool)> {
    let is = |name: &str, argument: &[u8]| name.as_bytes() == argument;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if let Some(row) = OPTIONS.iter().find(|row| is(row.0, argument)) {
            return Some((row.1, row.2));
        }
        if !argument.starts_with(b"-") || LAST.iter().any(|name| is(name, argument)) {
            return None;
        }
        if takes_value(argument) {
            rest.next();
        }
    }
    None
}

/// Our part of a help text.
pub fn text(help: Help) -> &'static str {
    match help {
        Help::Usage => USAGE,
        Help::Extra => EXTRA,
    }
}
