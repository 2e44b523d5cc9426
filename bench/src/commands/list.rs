//! `list`.

use anyhow::Result;
use comfy_table::{Table, presets};

use crate::cli::List;
use crate::workload::Catalogue;

pub fn list(catalogue: &Catalogue, args: &List) -> Result<u8> {
    let chosen = if args.select.is_empty() {
        catalogue.workloads.iter().collect()
    } else {
        catalogue.select(&args.select)?.into_iter().map(|(w, _)| w).collect::<Vec<_>>()
    };
    let chosen = chosen.into_iter().filter(|w| args.group.is_none_or(|g| g == w.group));
    if args.json {
        let rows: Vec<serde_json::Value> = chosen
            .map(|w| {
                serde_json::json!({ "name": w.name, "group": w.group.name(), "topic": w.topic, "about": w.about, "packages": w.packages,
                    "missing": w.missing(&catalogue.home) })
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(0);
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["workload", "group", "topic", "what it does"]);
    let mut missing = Vec::new();
    for w in chosen {
        table.add_row([&w.name, w.group.name(), &w.topic, &w.about]);
        missing
            .extend(w.missing(&catalogue.home).map(|reason| format!("{} cannot run yet: {reason}", w.name)));
    }
    println!("{table}");
    for line in missing {
        println!("{line}");
    }
    Ok(0)
}
