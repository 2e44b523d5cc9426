//! Judges an outcome against HotSpot's.

use crate::exec::Outcome;
use crate::program::Compare;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;

/// Longest diff shown, in lines.
const MAX_LINES: usize = 80;

/// What differs, readable; `None` when nothing does.
pub fn difference(expected: &Outcome, actual: &Outcome, compare: Compare) -> Option<String> {
    let mut report = String::new();
    if expected.end != actual.end {
        let _ = writeln!(report, "ended with {:?}, HotSpot with {:?}", actual.end, expected.end);
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    diff(&mut report, "stdout", &text(&expected.stdout), &text(&actual.stdout));
    let (wanted, got) = (text(&expected.stderr), text(&actual.stderr));
    match compare {
        Compare::Stdout => {}
        Compare::Traces => diff(&mut report, "traces on stderr", &traces(&wanted), &traces(&got)),
        Compare::All => diff(&mut report, "stderr", &wanted, &got),
    }
    if report.is_empty() {
        return None;
    }
    if compare != Compare::All && !got.is_empty() {
        let _ = writeln!(report, "--- all of stderr");
        got.lines().take(MAX_LINES).for_each(|line| {
            let _ = writeln!(report, "  {line}");
        });
    }
    Some(report)
}

/// The lines of `stderr` that belong to exception traces or are the launcher's errors.
pub fn traces(stderr: &str) -> String {
    let mut in_trace = false;
    let mut kept = String::new();
    for line in stderr.lines() {
        let body = line.trim_start();
        let frame = body.starts_with("at ") && line.starts_with(['\t', ' ']);
        let more = body.starts_with("... ") && body.ends_with(" more");
        let head = line.starts_with("Exception in thread")
            || line.starts_with("Error: ")
            || line.starts_with("Exception: ")
            || body.starts_with("Caused by: ")
            || body.starts_with("Suppressed: ")
            || body.starts_with("[CIRCULAR REFERENCE: ");
        if frame || more || head {
            kept.push_str(line);
            kept.push('\n');
            in_trace = true;
        } else if in_trace && is_throwable(line) {
            kept.push_str(line);
            kept.push('\n');
        } else {
            in_trace = false;
        }
    }
    kept
}

/// Whether the line looks like the first line of a printed throwable.
fn is_throwable(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or("");
    name.contains('.') && !name.contains(' ') && (name.ends_with("Exception") || name.ends_with("Error"))
}

fn diff(report: &mut String, what: &str, expected: &str, actual: &str) {
    if expected == actual {
        return;
    }
    let _ = writeln!(report, "--- {what}: HotSpot (-), Excelsa (+)");
    let changes = TextDiff::from_lines(expected, actual);
    let mut lines = 0;
    for group in changes.grouped_ops(3) {
        for change in group.iter().flat_map(|op| changes.iter_changes(op)) {
            lines += 1;
            if lines > MAX_LINES {
                let _ = writeln!(report, "  (more left out)");
                return;
            }
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let _ = writeln!(report, "{sign} {}", change.value().trim_end_matches('\n'));
        }
        let _ = writeln!(report, "  ~");
    }
}

#[cfg(test)]
mod tests {
    use super::traces;

    #[test]
    fn keeps_traces_only() {
        let stderr = "note\nException in thread \"main\" E: m\n\tat A.b(A.java:1)\nCaused by: F\n\t... 1 more\nWARNING: x\n";
        let kept = traces(stderr);
        assert!(kept.starts_with("Exception in thread") && kept.ends_with("\t... 1 more\n"));
        assert_eq!(kept.lines().count(), 4);
    }
}
