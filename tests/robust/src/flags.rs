//! Target `flags`: command lines of known options with all sorts of values, mutated; parsed in this process, now and then by a whole
//! virtual machine.

use crate::{Random, Target, process};
use jvm::options::{Environment, Options, Type, VmOption};
use jvm::os::jdk::Jdk;
use std::hint::black_box;
use std::path::PathBuf;

/// One in so many inputs goes to a virtual machine.
const WHOLE: usize = 300;

/// Flags that end the process on purpose, ask for a debugger, run commands or stress beyond any limit of time.
const LEFT_OUT: &[&str] = &[
    "CompileTheWorld",
    "ErrorHandlerTest",
    "CrashOnOutOfMemoryError",
    "OnError",
    "OnOutOfMemoryError",
    "FailAllocationAt",
    "PauseAtStartup",
    "PauseAtExit",
    "ShowMessageBoxOnError",
    "GCStress",
    "DeoptimizeOften",
    "ErrorFile",
    "SelfDestructTimer",
];

const OTHERS: &[&str] = &[
    "-Xmx",
    "-Xms",
    "-Xmn",
    "-Xss",
    "-Xlog:",
    "-Xlog",
    "-verbose:",
    "-ea:",
    "-da:",
    "-esa",
    "-Xint",
    "-Xcomp",
    "-Xmixed",
    "-Xbatch",
    "-D",
    "--add-modules=",
    "--add-exports=",
    "--add-opens=",
    "--add-reads=",
    "--patch-module=",
    "--limit-modules=",
    "--module-path=",
    "-Xbootclasspath/a:",
    "-Xbootclasspath/p:",
    "-Xverify:",
    "-Xcheck:jni",
    "-Xshare:",
    "-Xrs",
    "-Xrunjdwp",
    "-agentlib:",
    "-agentpath:",
    "-javaagent:",
    "-XX:Flags=",
    "-XX:VMOptionsFile=",
    "-XX:CompileCommand=",
    "-XX:CompileOnly=",
    "-Xprof",
    "-XX:",
    "-X",
    "-",
    "",
    "--enable-preview",
    "--illegal-access=",
    "-Xnoclassgc",
    "-Xloggc:",
    "-XX:+PrintFlagsFinal",
    "-XX:+PrintFlagsRanges",
    "exit",
    "vfprintf",
];

const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "2m",
    "64m",
    "1g",
    "100g",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807k",
    "4096t",
    "1e3",
    "0x10",
    "0.5",
    "-0.0",
    "NaN",
    "inf",
    "",
    " ",
    "true",
    "all",
    "none",
    "auto",
    "remote",
    "gc*=debug:file=x.log:time,level:filecount=3,filesize=1k",
    "gc+heap=trace:stdout:uptime,pid",
    "all=trace:stderr",
    "disable",
    "help",
    "async",
    ":::::",
    "gc=off,safepoint*=info",
    "java.lang.String::length",
    "print,*::*",
    "exclude,java/lang/String.*(I)V",
    "option,a::b,bool,X,true",
    "inline,*.*.*;dontinline,a",
    "java.base=patch",
    "ALL-UNNAMED",
    "a.b.c...",
    "\u{e9}\u{1F600}",
    "%p%t%%",
    "options.txt",
    "no/such/file",
    ".",
    "/dev/null",
    "\"quoted 'text",
    "a=b=c",
    ",,,",
];

struct Flags {
    jdk: Jdk,
    /// Names of flags, and whether they are switches.
    names: Vec<(&'static str, bool)>,
    folder: PathBuf,
    excelsa: PathBuf,
}

/// The target `flags`.
pub fn open() -> Result<Box<dyn Target>, String> {
    let jdk = Jdk::find_for_launcher(None).ok_or("no JDK 17 was found")?;
    let options = Options::parse(&[], false, jdk.clone(), &Environment::default())
        .map_err(|e| format!("the empty command line: {e:?}"))?;
    let names = options.table.all().iter().map(|f| (f.name, f.ty == Type::bool)).collect();
    let folder = std::env::current_dir().map_err(|e| e.to_string())?;
    Ok(Box::new(Flags { jdk, names, folder, excelsa: process::excelsa()? }))
}

impl Flags {
    fn option(&self, random: &mut Random) -> String {
        let value = random.pick(VALUES);
        let mut text = match random.below(4) {
            0 => format!("{}{value}", random.pick(OTHERS)),
            1 => format!("-XX:{}={}", self.names[random.below(self.names.len())].0, random.number()),
            _ => match self.names[random.below(self.names.len())] {
                (name, true) if !random.once_in(10) => format!("-XX:{}{name}", random.pick(&["+", "-"])),
                (name, _) => format!("-XX:{name}={value}"),
            },
        };
        if random.once_in(6) {
            let mut bytes = text.into_bytes();
            random.mutate(&mut bytes);
            text = String::from_utf8_lossy(&bytes).replace('\0', "");
        }
        text
    }

    /// Some options; those that end or stop a process by intent are left out.
    fn line(&self, random: &mut Random) -> Vec<String> {
        let mut line: Vec<String> = (0..1 + random.below(5)).map(|_| self.option(random)).collect();
        line.retain(|o| !LEFT_OUT.iter().any(|name| o.contains(name)));
        if random.once_in(2) {
            line.insert(0, "-XX:+UnlockDiagnosticVMOptions".into());
            line.insert(0, "-XX:+UnlockExperimentalVMOptions".into());
        }
        line
    }
}

impl Target for Flags {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let line = self.line(random);
        let file = self.line(random).join(random.pick(&[" ", "\n", "\" '", "\t\t", ",", "\\"]));
        std::fs::write(self.folder.join("options.txt"), &file).map_err(|e| e.to_string())?;
        let tool = random.once_in(5).then(|| self.line(random).join(" "));
        let environment =
            Environment { java_tool_options: tool.clone(), java_options: None, image_options: None };
        let options: Vec<VmOption> = line.iter().map(VmOption::new).collect();
        black_box(Options::parse(&options, random.once_in(2), self.jdk.clone(), &environment).is_ok());
        if !random.once_in(WHOLE) {
            return Ok(());
        }
        // The launcher has ideas of its own about what does not begin with -X.
        let mut command: Vec<String> = line.into_iter().filter(|o| o.starts_with("-X")).collect();
        command.extend(["-Xmx200m".into(), "-version".into()]);
        process::run(&self.excelsa, &self.folder, &command)
    }
}
