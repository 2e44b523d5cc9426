//! The raw results again, with a summary beside them. A reader of results ignores the summary and computes it anew.

use anyhow::Result;
use serde_json::{Value, json};

use crate::analysis::Analysis;
use crate::stats::bootstrap::Estimate;

pub fn render(analysis: &Analysis) -> Result<String> {
    let mut document = serde_json::to_value(analysis.results)?;
    document["summary"] = summary(analysis);
    Ok(serde_json::to_string(&document)?)
}

fn summary(analysis: &Analysis) -> Value {
    let cells: Vec<Value> = analysis
        .cells
        .iter()
        .map(|c| {
            let facts: serde_json::Map<String, Value> = c.facts.iter().map(|(name, e)| ((*name).to_owned(), estimate(e))).collect();
            json!({
                "workload": c.workload, "configuration": c.configuration, "outcome": c.failure.map_or("ok", |o| o.word()), "class": c.class,
                "classes": c.verdicts.iter().map(|v| v.class).collect::<Vec<_>>(), "time_s": c.time.as_ref().map(estimate),
                "ratio": c.ratio.as_ref().map(estimate), "difference": c.ratio.as_ref().map(Estimate::difference), "warmup_s": c.warmup_s,
                "facts": facts, "counters": c.counters,
            })
        })
        .collect();
    let means: Vec<Value> = analysis.means.iter().map(|m| json!({ "configuration": m.configuration, "workloads": m.workloads, "ratio": estimate(&m.ratio) })).collect();
    json!({ "baseline": analysis.baseline, "cells": cells, "geometric_means": means, "best": super::best_setting(analysis) })
}

fn estimate(e: &Estimate) -> Value {
    json!({ "value": e.value, "low": e.low, "high": e.high })
}
