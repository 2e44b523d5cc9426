//! A report for a browser: one file, which asks for no other. Its policy (`Content-Security-Policy`) forbids it to load anything.

use anyhow::Result;

use super::{
    charts, class_text, digits, in_words, markdown::first_line, ratio, time_or_failure, warnings, what,
};
use crate::analysis::{Analysis, Cell, FACTS};
use crate::schedule::describe;
use crate::stats::bootstrap::Difference;

const CSS: &str = include_str!("page.css");
const JS: &str = include_str!("page.js");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Text as it stands in HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub fn render(analysis: &Analysis) -> Result<String> {
    let r = analysis.results;
    let m = &r.machine;
    let kind = format!("{:?}", r.kind).to_lowercase();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"><link rel=\"icon\" href=\"data:,\"><title>excelsa-bench {kind}, {}</title>\
         <style>{}{CSS}</style></head><body>\n<h1>excelsa-bench: {kind}</h1>\n",
        escape(&r.created),
        charts::variables()
    );
    page += &format!("<p>{}.</p>\n", escape(&what(analysis)));
    page += &format!(
        "<p class=\"muted\">{}, {} processors, {} GB, {}, {}; {}</p>\n",
        escape(&m.cpu),
        m.processors,
        digits(m.memory_bytes as f64 / 1e9),
        escape(&m.system),
        escape(&m.kernel),
        escape(&r.created)
    );
    page += &cards(analysis);
    page += &failures(analysis);
    page += &sweep(analysis)?;
    page += "<h2>Overview</h2>\n";
    if r.configurations.len() > 1 {
        let note = "Bars are ratios on a logarithmic scale, with their intervals: left of 1 is faster than";
        page += &format!("<p class=\"muted\">{note} {}.</p>\n", escape(&analysis.baseline));
    }
    page += &figure("bars", "", &charts::bars(analysis)?);
    page += &table(analysis);
    page += &workloads(analysis)?;
    if let Some(svg) = charts::pauses(analysis, None)? {
        page += &format!(
            "<h2>Pauses of the collector</h2>\n<p class=\"muted\">All workloads together.</p>\n{}",
            figure("pauses", "", &svg)
        );
    }
    page += &about(analysis);
    page += &format!("<script>{JS}</script>\n</body></html>\n");
    Ok(page)
}

fn figure(class: &str, size: &str, svg: &str) -> String {
    format!(
        "<div class=\"scroll chart {class}\">{}</div>\n",
        svg.replacen("<svg ", &format!("<svg class=\"{size}\" "), 1)
    )
}

/// The answers in short.
fn cards(analysis: &Analysis) -> String {
    let mut text = String::from("<div class=\"cards\">");
    let place = |name: &str| analysis.results.configurations.iter().position(|c| c.name == name).unwrap_or(0);
    if analysis.results.sweep.is_none() {
        for mean in &analysis.means {
            text += &format!(
                "<div class=\"card\" style=\"border-color:var(--{})\">{} / {}<b>{}</b><span class=\"muted\">{}; geometric mean of {}</span></div>",
                charts::series_variable(place(&mean.configuration)),
                escape(&mean.configuration),
                escape(&analysis.baseline),
                ratio(&mean.ratio),
                in_words(&mean.ratio),
                mean.workloads
            );
        }
    }
    if let Some(best) = super::best_setting(analysis) {
        text += &format!("<div class=\"card best\">{}</div>", escape(&best));
    }
    text + "</div>\n"
}

fn failures(analysis: &Analysis) -> String {
    let failed = analysis.cells.iter().filter_map(|cell| {
        let words = escape(&describe(cell.failure?));
        let (workload, configuration) = (escape(cell.workload), escape(cell.configuration));
        Some(format!(
            "<li><b>{workload}</b> on {configuration}, {}: <span class=\"bad\">{words}</span></li>",
            cell.how_often()
        ))
    });
    let items: String = failed.collect();
    if items.is_empty() { items } else { format!("<h2>Failures</h2>\n<ul class=\"failures\">{items}</ul>\n") }
}

fn sweep(analysis: &Analysis) -> Result<String> {
    let mut text = String::new();
    if let Some(svg) = charts::sweep_curve(analysis)? {
        text += &format!("<h2>Threshold curve</h2>\n{}", figure("curve", "", &svg));
    }
    if let Some(svg) = charts::heat_map(analysis, None)? {
        text += "<h2>Heat map</h2>\n<p class=\"muted\">Green is faster than the default, red slower; the frame is around the least.</p>\n";
        text += &figure("heat", "small", &svg);
    }
    Ok(text)
}

/// Details of each workload, folded.
fn workloads(analysis: &Analysis) -> Result<String> {
    let mut text = String::from(
        "<h2>Workloads</h2>\n<p class=\"muted\">A line for each process: time per iteration against time. A dot is where the steady part begins.</p>\n",
    );
    for (i, w) in analysis.results.workloads.iter().enumerate() {
        let open = if i == 0 { " open" } else { "" };
        text += &format!(
            "<details{open}><summary><b>{}</b> <span class=\"muted\">{}: {}</span></summary>\n",
            escape(&w.name),
            escape(&w.topic),
            escape(&w.about)
        );
        if let Some(svg) = charts::heat_map(analysis, Some(&w.name))? {
            text += &figure("heat", "small", &svg);
        }
        if let Some(svg) = charts::warmup(analysis, &w.name)? {
            text += &figure("warmup", "", &svg);
        }
        if let Some(svg) = charts::pauses(analysis, Some(&w.name))? {
            text += &figure("pauses", "", &svg);
        }
        text += "</details>\n";
    }
    Ok(text)
}

/// A field: the class `n` marks numbers, `data-v` is what they are sorted by.
fn number(value: Option<f64>, shown: String) -> String {
    format!("<td class=\"n\" data-v=\"{}\">{shown}</td>", value.map(|v| v.to_string()).unwrap_or_default())
}

fn table(analysis: &Analysis) -> String {
    let counters: std::collections::BTreeSet<&String> =
        analysis.cells.iter().flat_map(|c| c.counters.keys()).collect();
    let mut head: Vec<(String, bool)> = vec![
        ("workload".into(), false),
        ("JVM".into(), false),
        ("time".into(), true),
        ("interval".into(), true),
    ];
    head.extend([
        ("ratio".into(), true),
        ("difference".into(), false),
        ("class".into(), false),
        ("steady after s".into(), true),
    ]);
    head.extend(FACTS.iter().map(|f| (format!("{} {}", f.name, f.unit).trim().to_owned(), true)));
    head.extend(counters.iter().map(|c| (c.to_string(), true)));
    let mut text = String::from(
        "<h2>Table</h2>\n<p><input id=\"filter\" type=\"search\" placeholder=\"filter rows\" aria-label=\"filter rows\"></p>\n",
    );
    text += "<div class=\"scroll\"><table class=\"sortable\" id=\"results\"><thead><tr>";
    for (name, is_number) in head {
        let about = FACTS.iter().find(|f| name.starts_with(f.name)).map_or("", |f| f.about);
        let class = if is_number { " class=\"n\"" } else { "" };
        text += &format!("<th{class} title=\"{about}\"><button>{}</button></th>", escape(&name));
    }
    text += "</tr></thead><tbody>\n";
    for cell in &analysis.cells {
        text += &row(analysis, cell, &counters);
    }
    text + "</tbody></table></div>\n"
}

fn row(analysis: &Analysis, cell: &Cell, counters: &std::collections::BTreeSet<&String>) -> String {
    let mut text = format!("<tr><td>{}</td><td>{}</td>", escape(cell.workload), escape(cell.configuration));
    match (&cell.failure, &cell.time) {
        (Some(_), _) => {
            text += &format!(
                "<td class=\"n bad\" data-v=\"\">{}</td><td class=\"n\" data-v=\"\"></td>",
                time_or_failure(cell)
            )
        }
        (None, Some(e)) => {
            let u = super::unit(e.value);
            text += &number(Some(e.value), format!("{} {}", digits(e.value * u.scale), u.name));
            text += &number(
                Some(e.high - e.low),
                format!("{}–{}", digits(e.low * u.scale), digits(e.high * u.scale)),
            );
        }
        (None, None) => text += &(number(None, String::new()) + &number(None, String::new())),
    }
    let against = cell.ratio.as_ref().filter(|_| cell.configuration != analysis.baseline);
    text += &number(against.map(|e| e.value), against.map(ratio).unwrap_or_default());
    let class = match against.map(|e| e.difference()) {
        Some(Difference::Faster) => "good",
        Some(Difference::Slower) => "bad",
        _ => "muted",
    };
    text += &format!("<td class=\"{class}\">{}</td>", against.map(in_words).unwrap_or_default());
    text += &format!(
        "<td>{}</td>{}",
        class_text(cell),
        number(cell.warmup_s, cell.warmup_s.map(digits).unwrap_or_default())
    );
    for fact in &FACTS {
        let value = cell.facts.get(fact.name).map(|e| e.value);
        text += &number(value, value.map(digits).unwrap_or_default());
    }
    for counter in counters {
        let value = cell.counters.get(*counter).copied();
        text += &number(value, value.map(digits).unwrap_or_default());
    }
    text + "</tr>\n"
}

/// What was measured, and what to mind.
fn about(analysis: &Analysis) -> String {
    let r = analysis.results;
    let mut text = String::from("<h2>Notes</h2>\n<ul>");
    for line in warnings(analysis) {
        text += &format!("<li>{}</li>", escape(&line));
    }
    text += "<li>A ratio is time by the baseline's time. A difference is <i>within noise</i> if its interval holds 1 or it is below 1 %.</li>";
    text += "<li>Warm-up is told from the steady state by change points of mean and variance (PELT), after Barrett et al., \
             <i>Virtual Machine Warmup Blows Hot and Cold</i>, 2017; intervals are from a bootstrap over processes and iterations.</li></ul>\n";
    text += "<h2>JVMs</h2>\n<div class=\"scroll\"><table><thead><tr><th>name</th><th>command</th><th>version</th></tr></thead><tbody>";
    for c in &r.configurations {
        let command = escape(&c.command.join(" "));
        text += &format!(
            "<tr><td>{}</td><td class=\"wide\"><code>{command}</code></td><td class=\"wide\" title=\"{}\">{}</td></tr>",
            escape(&c.name),
            escape(&c.version),
            escape(&first_line(&c.version))
        );
    }
    text + &format!(
        "</tbody></table></div>\n<p>Repeat it with <code>{}</code></p>\n",
        escape(&shell_words::join(&r.command))
    )
}
