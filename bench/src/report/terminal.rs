//! The table at the end of a measurement.

use comfy_table::{Cell as Field, CellAlignment, Table, presets};

use super::{class_text, digits, mean_lines, ratio, time_or_failure, warnings, what};
use crate::analysis::{Analysis, Cell};
use crate::schedule::describe;
use crate::stats::bootstrap::Difference;

pub fn render(analysis: &Analysis) -> String {
    let results = analysis.results;
    let several = results.configurations.len() > 1;
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let header: &[&str] = if several {
        &["workload", "JVM", "time", "/ baseline", "", "steady", "CPU", "RSS"]
    } else {
        &["workload", "time", "class", "steady", "CPU", "RSS"]
    };
    table.set_header(header.iter().map(Field::new));
    let mut last = "";
    for cell in &analysis.cells {
        table.add_row(row(analysis, cell, several, cell.workload != last));
        last = cell.workload;
    }
    for (column, title) in table.column_iter_mut().zip(header) {
        if ["time", "/ baseline", "CPU", "RSS"].contains(title) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = format!("{}.\n", what(analysis));
    if several {
        text += &format!("Baseline: {}. A ratio below 1 is faster.\n", analysis.baseline);
    }
    text += &format!("\n{}\n", trimmed(&table));
    let failures: Vec<_> = analysis.cells.iter().filter_map(|c| Some((c, c.failure?))).collect();
    if !failures.is_empty() {
        text += "\nFailures:\n";
        for (cell, outcome) in failures {
            text += &format!(
                "  {} on {}, {}: {}\n",
                cell.workload,
                cell.configuration,
                cell.how_often(),
                describe(outcome)
            );
        }
    }
    if !analysis.means.is_empty() {
        text += "\nGeometric means:\n";
        for line in mean_lines(analysis) {
            text += &format!("  {line}\n");
        }
    }
    if let Some(verdict) = super::best_setting(analysis) {
        text += &format!("\n{verdict}\n");
    }
    let warnings = warnings(analysis);
    if !warnings.is_empty() {
        text += "\nNotes:\n";
        for line in warnings {
            text += &format!("  {line}\n");
        }
    }
    text
}

fn row(analysis: &Analysis, cell: &Cell, several: bool, first: bool) -> Vec<String> {
    let fact = |name: &str, unit: &str| {
        cell.facts.get(name).map(|e| format!("{} {unit}", digits(e.value))).unwrap_or_default()
    };
    let steady = cell.warmup_s.map(|s| format!("after {} s", digits(s))).unwrap_or_default();
    let end = [fact("cpu", "s"), fact("rss", "MB")];
    let mut row = vec![if first { cell.workload.to_owned() } else { String::new() }];
    if several {
        row.extend([cell.configuration.to_owned(), time_or_failure(cell)]);
        let other = cell.configuration != analysis.baseline;
        let against = cell.ratio.as_ref().filter(|_| other);
        row.push(against.map(ratio).unwrap_or_default());
        row.push(
            against
                .map(|e| e.difference())
                .filter(|d| *d == Difference::Noise || *d == Difference::Unknown)
                .map(|d| d.name().to_owned())
                .unwrap_or_default(),
        );
        row.push(
            [class_text(cell), steady].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" "),
        );
    } else {
        row.extend([time_or_failure(cell), class_text(cell), steady]);
    }
    row.extend(end);
    row
}

fn trimmed(table: &Table) -> String {
    table.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
