//! What `Harness.java` wrote: lines of JSON. A process that crashed leaves what it had written so far.

use serde::Deserialize;

use crate::record::{Iterations, JvmFacts};

/// One line; unknown kinds are an error, unknown fields are not.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Start {
        /// From the JVM's start to `main`.
        #[serde(default)]
        main_ns: Option<f64>,
        #[serde(default)]
        vm: String,
        #[serde(default)]
        version: String,
    },
    It {
        start_ns: u64,
        ns: u64,
        #[serde(default)]
        cpu_ns: i64,
        #[serde(default)]
        thread_cpu_ns: i64,
    },
    Result {
        value: String,
    },
    Error {
        message: String,
    },
    End(JvmFacts),
}

/// All lines together.
#[derive(Debug, Default)]
pub struct Report {
    pub iterations: Iterations,
    pub result: Option<String>,
    pub error: Option<String>,
    pub jvm: JvmFacts,
    /// The last line was reached.
    pub complete: bool,
}

pub fn parse(text: &str) -> Result<Report, String> {
    let mut report = Report::default();
    let (mut start, mut vm, mut version) = (None, String::new(), String::new());
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        match serde_json::from_str(line).map_err(|e| format!("the harness wrote {line:?}: {e}"))? {
            Line::Start { main_ns, vm: name, version: text } => (start, vm, version) = (main_ns, name, text),
            Line::It { start_ns, ns, cpu_ns, thread_cpu_ns } => {
                report.iterations.start_ns.push(start_ns);
                report.iterations.ns.push(ns);
                // -1 where the JVM has no such clock.
                report.iterations.cpu_ns.push(cpu_ns.max(0).cast_unsigned());
                report.iterations.thread_ns.push(thread_cpu_ns.max(0).cast_unsigned());
            }
            Line::Result { value } => report.result = Some(value),
            Line::Error { message } => report.error = Some(message),
            Line::End(facts) => {
                report.jvm = facts;
                report.complete = true;
            }
        }
    }
    report.jvm.start_ms = start.map(|ns| ns / 1e6);
    report.jvm.vm = vm;
    report.jvm.version = version;
    // -1 says that the JVM does not know.
    for value in [&mut report.jvm.compile_ms, &mut report.jvm.code_bytes] {
        *value = value.filter(|v| *v >= 0.0);
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_report() {
        let text = r#"{"type":"start","jvm_start_ms":1700000000000,"main_ns":41500000,"vm":"Excelsa","version":"1","args":["-Xint"]}
{"type":"it","start_ns":10,"ns":20,"cpu_ns":30,"thread_cpu_ns":-1}
{"type":"result","value":"5702887"}
{"type":"end","gc":[{"name":"Copy","count":2,"ms":3}],"pauses_ms":[1.5],"compile_ms":-1,"code_bytes":100,"loaded_classes":5,"heap_used":6,"counters":{"deopts":7}}"#;
        let r = parse(text).unwrap();
        assert!(r.complete);
        assert_eq!(
            (r.iterations.ns, r.iterations.cpu_ns, r.iterations.thread_ns),
            (vec![20], vec![30], vec![0])
        );
        assert_eq!(r.result.as_deref(), Some("5702887"));
        assert_eq!((r.jvm.compile_ms, r.jvm.code_bytes, r.jvm.counters["deopts"]), (None, Some(100.0), 7.0));
        assert_eq!(r.jvm.start_ms, Some(41.5));
    }

    #[test]
    fn a_crashed_one() {
        let r = parse("{\"type\":\"start\"}\n{\"type\":\"error\",\"message\":\"boom\"}\n").unwrap();
        assert!(!r.complete);
        assert_eq!(r.error.as_deref(), Some("boom"));
        assert!(parse("{\"type\":").is_err());
    }
}
