//! A report in Markdown.

use super::{class_text, digits, in_words, mean_lines, ratio, time_or_failure, warnings, what};
use crate::analysis::{Analysis, FACTS};
use crate::schedule::describe;

pub fn render(analysis: &Analysis) -> String {
    let r = analysis.results;
    let mut text =
        format!("# excelsa-bench {}\n\n{}.\n\n", format!("{:?}", r.kind).to_lowercase(), what(analysis));
    let m = &r.machine;
    text += &format!(
        "{}, {} processors, {} GB, {}, {}; {}.\n\n",
        m.cpu,
        m.processors,
        digits(m.memory_bytes as f64 / 1e9),
        m.system,
        m.kernel,
        r.created
    );
    text += &table(
        &["JVM", "command", "version"],
        r.configurations
            .iter()
            .map(|c| vec![c.name.clone(), format!("`{}`", c.command.join(" ")), first_line(&c.version)]),
    );
    text += "\n## Times\n\n";
    let baseline = &analysis.baseline;
    if r.configurations.len() > 1 {
        text += &format!("Ratios are times by those of {baseline}; below 1 is faster.\n\n");
        let mut header = vec!["workload".to_owned()];
        header.extend(r.configurations.iter().map(|c| c.name.clone()));
        let rows = r.workloads.iter().map(|w| {
            let cells = r.configurations.iter().filter_map(|c| analysis.cell(&w.name, &c.name));
            let texts = cells.map(|cell| match &cell.ratio {
                Some(e) if cell.configuration != baseline => {
                    format!("{}; {}, {}", time_or_failure(cell), ratio(e), in_words(e))
                }
                _ => time_or_failure(cell),
            });
            std::iter::once(w.name.clone()).chain(texts).collect()
        });
        text += &table(&header.iter().map(String::as_str).collect::<Vec<_>>(), rows);
        text += "\nGeometric means:\n\n";
        for line in mean_lines(analysis) {
            text += &format!("- {line}\n");
        }
    }
    if let Some(verdict) = super::best_setting(analysis) {
        text += &format!("\n{verdict}\n");
    }
    text += "\n## Details\n\n";
    let mut header = vec![
        "workload".to_owned(),
        "JVM".to_owned(),
        "time".to_owned(),
        "class".to_owned(),
        "steady after".to_owned(),
    ];
    header.extend(FACTS.iter().map(|f| format!("{} {}", f.name, f.unit).trim().to_owned()));
    let rows = analysis.cells.iter().map(|cell| {
        let mut row = vec![
            cell.workload.to_owned(),
            cell.configuration.to_owned(),
            time_or_failure(cell),
            class_text(cell),
        ];
        row.push(cell.warmup_s.map(|s| format!("{} s", digits(s))).unwrap_or_default());
        row.extend(FACTS.iter().map(|f| cell.facts.get(f.name).map(|e| digits(e.value)).unwrap_or_default()));
        row
    });
    text += &table(&header.iter().map(String::as_str).collect::<Vec<_>>(), rows);
    let failures = analysis.cells.iter().filter_map(|cell| {
        Some(format!(
            "- {} on {}, {}: {}\n",
            cell.workload,
            cell.configuration,
            cell.how_often(),
            describe(cell.failure?)
        ))
    });
    let failures: Vec<String> = failures.collect();
    if !failures.is_empty() {
        text += &format!("\n## Failures\n\n{}", failures.concat());
    }
    let notes = warnings(analysis);
    if !notes.is_empty() {
        text += "\n## Notes\n\n";
        for line in notes {
            text += &format!("- {line}\n");
        }
    }
    text += &format!("\nRepeat it with `{}`.\n", shell_words::join(&r.command));
    text
}

fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |fields: Vec<String>| {
        format!(
            "| {} |\n",
            fields.iter().map(|f| f.replace('|', "\\|").replace('\n', " ")).collect::<Vec<_>>().join(" | ")
        )
    };
    let mut text = line(header.iter().map(|h| h.to_string()).collect());
    text += &line(header.iter().map(|_| "---".to_owned()).collect());
    for row in rows {
        text += &line(row);
    }
    text
}

pub fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
