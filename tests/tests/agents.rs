//! Agents: `-javaagent`, agents that are loaded into a running VM, and agents in native code, compared with HotSpot.

use excelsa_tests::script::{Ran, Scripts};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Classes and jars of agents, which all tests use.
struct Material {
    scripts: Scripts,
    folder: PathBuf,
}

/// Jars: name, lines of the manifest, class files.
const JARS: &[(&str, &str, &[&str])] = &[
    (
        "agent",
        "Premain-Class: Agent\nAgent-Class: Agent\nLauncher-Agent-Class: Agent\nMain-Class: Agents\nCan-Set-Native-Method-Prefix: true\n",
        &["Agent", "Agent$1", "Agent$2", "Agent$Attempt"],
    ),
    (
        "retransforming",
        "Premain-Class: Agent\nCan-Retransform-Classes: true\nCan-Redefine-Classes: true\n",
        &["Agent", "Agent$1", "Agent$2", "Agent$Attempt"],
    ),
    (
        "boot-path",
        "Premain-Class: Agent\nBoot-Class-Path: boot.jar missing.jar\n",
        &["Agent", "Agent$1", "Agent$2", "Agent$Attempt"],
    ),
    ("no-method", "Premain-Class: NoAgent\nAgent-Class: NoAgent\n", &["NoAgent"]),
    ("no-class", "Premain-Class: Missing\nAgent-Class: Missing\n", &["NoAgent"]),
    ("no-attribute", "Created-By: nobody\n", &["NoAgent"]),
    ("launched", "Main-Class: Agents\nLauncher-Agent-Class: Agent\n", &[""]),
    ("boot", "Created-By: nobody\n", &["extra/InBoot"]),
    ("system", "Created-By: nobody\n", &["extra/InSystem"]),
];

const EXTRA: &str = "package extra; public class NAME { public String toString() { return \"NAME\"; } }";

fn material() -> &'static Material {
    static MATERIAL: OnceLock<Material> = OnceLock::new();
    MATERIAL.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agents");
        drop(fs::remove_dir_all(&folder));
        let scripts =
            Scripts::open(root, &root.join("agents/Agents.java"), &folder).expect("both virtual machines");
        let jdk = scripts.jdk();
        let classes = scripts.classes();
        for name in ["InBoot", "InSystem"] {
            let source = folder.join(format!("{name}.java"));
            fs::write(&source, EXTRA.replace("NAME", name)).expect("a file");
            command(jdk.join("bin/javac"), &["-d", &text(classes), &text(&source)]);
        }
        for (name, manifest, files) in JARS {
            let lines = folder.join("manifest");
            fs::write(&lines, manifest).expect("a file");
            let (lines, jar) = (text(&lines), text(&folder.join(format!("{name}.jar"))));
            let files: Vec<String> =
                files.iter().map(|f| if f.is_empty() { ".".into() } else { format!("{f}.class") }).collect();
            let classes = text(classes);
            let mut args = vec!["cfm", &jar, &lines];
            files.iter().for_each(|f| args.extend(["-C", &classes, f]));
            command(jdk.join("bin/jar"), &args);
        }
        // only agents' paths have these
        fs::remove_dir_all(classes.join("extra")).expect("a folder");
        let include = jdk.join("include");
        let includes = [format!("-I{}", text(&include)), format!("-I{}", text(&include.join("linux")))];
        let (library, source) = (text(&folder.join("libprobe.so")), text(&root.join("agents/probe.c")));
        command("cc".into(), &["-shared", "-fPIC", &includes[0], &includes[1], "-o", &library, &source]);
        Material { scripts, folder }
    })
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn command(tool: PathBuf, args: &[&str]) {
    let output = Command::new(&tool).args(args).output().expect("a tool");
    assert!(output.status.success(), "{tool:?} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Material {
    /// A script that runs `$JAVA` with options, in which `{}` stands for the folder of the jars, and a program.
    fn script(&self, options: &str, program: &str) -> String {
        let folder = text(&self.folder);
        format!(
            "ulimit -c 0; \"$JAVA\" {} {}",
            options.replace("{}", &folder),
            program.replace("{}", &folder)
        )
    }

    fn same(&self, options: &str, program: &str) -> Ran {
        self.scripts.same(&self.script(options, &format!("-cp \"$CP\" Agents {program}")))
    }

    /// As [`Material::same`] for a VM that gives up: `#` for numbers on standard error, and the first line of standard output.
    fn same_failure(&self, options: &str) -> Ran {
        let script = self.script(options, "-cp \"$CP\" Agents plain");
        let all = [true, false].map(|hotspot| {
            let mut ran = self.scripts.run(hotspot, &script);
            let lines = if ran.code == 1 { 2 } else { 1 };
            let is_vm_text = |l: &&str| !l.starts_with("premain");
            ran.out = ran.out.lines().filter(is_vm_text).take(lines).fold(String::new(), |mut out, l| {
                let _ = writeln!(out, "{l}");
                out
            });
            ran.err.retain(|c| !c.is_ascii_digit());
            // what the shell says of the signal
            ran.err = ran.err.lines().filter(|l| !l.contains("Aborted")).collect::<Vec<_>>().join("\n");
            ran
        });
        let ours = all[1].clone();
        assert_eq!(all[0], ours, "{options}");
        ours
    }
}

#[test]
fn classes_are_changed_in_order() {
    let m = material();
    m.same("-javaagent:{}/agent.jar", "plain");
    m.same("-javaagent:{}/agent.jar=", "plain");
    let ran = m.same("-javaagent:{}/agent.jar=A:original:replaced", "plain");
    assert!(ran.out.ends_with("main: the replaced text, another text\n"), "{ran:?}");
    let agents = ["A:original:replaced", "B:replaced:REPLACED", "C:another:ANOTHER", "D:original:unseen.."];
    let options: Vec<String> = agents.iter().map(|a| format!("-javaagent:{{}}/agent.jar={a}")).collect();
    for mode in ["", "-Xint ", "-Xcomp "] {
        let ran = m.same(&format!("{mode}{}", options.join(" ")), "plain");
        assert!(ran.out.ends_with("main: the REPLACED text, ANOTHER text\n"), "{ran:?}");
    }
    m.same("-agentlib:instrument={}/agent.jar=A:original:replaced", "plain");
}

#[test]
fn all_kinds_of_classes() {
    let ran = material().same("-javaagent:{}/agent.jar=A:text:TEXT", "kinds");
    assert!(ran.out.contains("A sees java/util/zip/Adler32, java.base, loader false"), "{ran:?}");
    assert!(ran.out.contains("own loader: another TEXT") && ran.out.contains("hidden: a text"), "{ran:?}");
}

#[test]
fn many_threads() {
    let m = material();
    for mode in ["", "-Xcomp", "-Xmx20m"] {
        let options = format!("{mode} -javaagent:{{}}/agent.jar=A:another:ANOTHER");
        let script = m.script(&options, "-cp \"$CP\" Agents threads | tail -n 1");
        assert_eq!(m.scripts.same_out(&script).out, "[ANOTHER text]\n");
    }
    let stress = "-XX:+UnlockDiagnosticVMOptions -XX:GCStressAllocations=2000 -XX:+VerifyBeforeGC -javaagent:{}/agent.jar=A:original:replaced";
    let ran = m.scripts.ours(&m.script(stress, "-cp \"$CP\" Agents plain"));
    assert!(ran.code == 0 && ran.out.ends_with("main: the replaced text, another text\n"), "{ran:?}");
}

#[test]
fn transformers_that_fail() {
    let m = material();
    let ran = m.same("-javaagent:{}/agent.jar=throwing -javaagent:{}/agent.jar=B:original:replaced", "plain");
    assert!(ran.out.ends_with("main: the replaced text, another text\n"), "{ran:?}");
    let ran = m.same("-javaagent:{}/agent.jar=broken", "plain");
    assert!(ran.code == 1 && ran.err.contains("java.lang.ClassFormatError: Truncated class file"), "{ran:?}");
    m.same("-javaagent:{}/agent.jar=removed", "plain");
}

#[test]
fn agents_that_cannot_start() {
    let m = material();
    for (options, code) in [
        ("-javaagent:{}/no-method.jar", 134),
        ("-javaagent:{}/no-class.jar", 134),
        ("-javaagent:{}/agent.jar=fail", 134),
        ("-javaagent:{}/no-attribute.jar", 1),
        ("-javaagent:{}/no-such.jar", 1),
        ("-javaagent:{}/libprobe.so", 1),
        ("-agentlib:nosuch", 1),
        ("-agentpath:/no/such.so=x", 1),
        ("-agentlib:zip", 1),
    ] {
        let ran = m.same_failure(options);
        assert_eq!(ran.code, code, "{options} {ran:?}");
    }
}

/// What this VM does not do is refused by the JDK's own code, without a word from the VM.
#[test]
fn retransformation_is_refused() {
    let m = material();
    let ran =
        m.scripts.ours(&m.script("-javaagent:{}/retransforming.jar=refused", "-cp \"$CP\" Agents plain"));
    let text = "premain: refused\n\
                false false\n\
                java.lang.UnsupportedOperationException: retransformClasses is not supported in this environment\n\
                java.lang.UnsupportedOperationException: redefineClasses is not supported in this environment\n\
                java.lang.UnsupportedOperationException: adding retransformable transformers is not supported in this environment\n\
                main: the original text, another text\n";
    assert_eq!(ran, Ran { code: 0, out: text.into(), err: String::new() });
    let debugger = m.script("-agentlib:jdwp=transport=dt_socket,server=y", "-cp \"$CP\" Agents plain");
    let ran = m.scripts.ours(&debugger);
    assert!(ran.code == 1 && ran.err.contains("unable to get necessary JVMTI capabilities"), "{ran:?}");
}

#[test]
fn lists_modules_and_paths() {
    let m = material();
    m.same("-javaagent:{}/agent.jar=lists", "plain");
    m.same("-javaagent:{}/agent.jar=modules", "plain");
    m.same("-Xshare:off -javaagent:{}/agent.jar=search:{}/boot.jar:{}/system.jar", "search");
    let ran = m.same(
        "-Xshare:off -javaagent:{}/boot-path.jar -javaagent:{}/agent.jar=search:{}/system.jar:{}/system.jar",
        "search",
    );
    assert!(ran.out.contains("main: null InBoot false\n"), "{ran:?}");
    let ran = m.same("-javaagent:{}/agent.jar=prefix", "prefix {}/libprobe.so");
    assert!(ran.out.ends_with("native method: 42\n"), "{ran:?}");
}

#[test]
fn launcher_agent() {
    let m = material();
    m.scripts.same(&m.script("-jar {}/launched.jar", "plain"));
}

#[test]
fn agents_are_loaded_later() {
    let m = material();
    let loads = "attach {}/agent.jar=A:another:ANOTHER {}/agent.jar {}/no-method.jar {}/no-class.jar {}/no-attribute.jar \
                 {}/no-such.jar {}/libprobe.so /no/such.so nosuch zip";
    let script = m.script("-Djdk.attach.allowAttachSelf=true", &format!("-cp \"$CP\" Agents {loads}"));
    let ran = m.scripts.same_out(&script);
    assert!(ran.out.contains("main: the original text, ANOTHER text\n"), "{ran:?}");
    assert!(ran.out.ends_with("Agent_OnUnload\n"), "{ran:?}");
}

/// As when a HotSpot has started it.
#[test]
fn agents_are_loaded_when_the_signal_is_blocked() {
    let m = material();
    let script = m.script(
        "-Djdk.attach.allowAttachSelf=true",
        "-cp \"$CP\" Agents attach {}/agent.jar=A:another:ANOTHER",
    );
    let script = script.replace("\"$JAVA\"", "env --block-signal=QUIT \"$JAVA\"");
    let ran = m.scripts.same_out(&script);
    assert!(ran.out.ends_with("main: the original text, ANOTHER text\n"), "{ran:?}");
}

#[test]
fn agents_in_native_code() {
    let m = material();
    let ran = m.same("-Dmy.property=value -agentpath:{}/libprobe.so", "plain");
    assert!(ran.out.contains("main: the original text, yet another text\n"), "{ran:?}");
    assert!(ran.out.ends_with("VMDeath: JVMTI_ERROR_NONE in phase 4\nAgent_OnUnload\n"), "{ran:?}");
    m.same("-agentpath:{}/libprobe.so=options -javaagent:{}/agent.jar=A:original:replaced", "plain");
    m.same("-agentpath:{}/libprobe.so=x", "exit");
    m.same("-agentpath:{}/libprobe.so=dispose", "plain");
    assert_eq!(m.same_failure("-agentpath:{}/libprobe.so=fail").code, 1);
}
