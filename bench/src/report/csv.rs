//! A row for each workload and JVM, RFC 4180. Times are seconds.

use crate::analysis::{Analysis, FACTS};
use crate::stats::bootstrap::Estimate;

pub fn render(analysis: &Analysis) -> String {
    let counters: std::collections::BTreeSet<&String> =
        analysis.cells.iter().flat_map(|c| c.counters.keys()).collect();
    let mut header: Vec<String> = [
        "workload",
        "jvm",
        "outcome",
        "class",
        "time",
        "time_low",
        "time_high",
        "ratio",
        "ratio_low",
        "ratio_high",
        "difference",
        "warmup_s",
    ]
    .map(str::to_owned)
    .into();
    header.extend(FACTS.iter().map(|f| format!("{} {}", f.name, f.unit).trim().replace(' ', "_")));
    header.extend(counters.iter().map(|c| c.to_string()));
    let mut text = line(header);
    for cell in &analysis.cells {
        let mut row = vec![
            cell.workload.to_owned(),
            cell.configuration.to_owned(),
            cell.failure.map_or("ok", |o| o.word()).to_owned(),
        ];
        row.push(cell.class.map(|c| c.name().to_owned()).unwrap_or_default());
        row.extend(three(cell.time.as_ref()));
        row.extend(three(cell.ratio.as_ref()));
        row.push(cell.ratio.as_ref().map(|r| r.difference().name().to_owned()).unwrap_or_default());
        row.push(cell.warmup_s.map(|s| s.to_string()).unwrap_or_default());
        row.extend(
            FACTS.iter().map(|f| cell.facts.get(f.name).map(|e| e.value.to_string()).unwrap_or_default()),
        );
        row.extend(counters.iter().map(|c| cell.counters.get(*c).map(f64::to_string).unwrap_or_default()));
        text += &line(row);
    }
    text
}

fn three(e: Option<&Estimate>) -> [String; 3] {
    e.map_or_else(Default::default, |e| [e.value, e.low, e.high].map(|v| v.to_string()))
}

fn line(fields: Vec<String>) -> String {
    let quoted = |f: &String| {
        if f.contains([',', '"', '\n']) { format!("\"{}\"", f.replace('"', "\"\"")) } else { f.clone() }
    };
    fields.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}
