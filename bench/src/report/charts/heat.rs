//! The heat map of a sweep of two flags.

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::{BAD, GOOD, GRID, INK, MUTED, draw, text, text_width};
use crate::analysis::Analysis;
use crate::stats::bootstrap::{Difference, Estimate};

const CELL: (i32, i32) = (92, 46);

/// Ratios to the default, of one workload or their geometric mean: faster is green, slower is red, the strongest colour is the farthest from 1, what is within noise has none. The best cell has a
/// frame. `None` if it is no sweep of two flags.
pub fn heat_map(analysis: &Analysis, workload: Option<&str>) -> Result<Option<String>> {
    let Some([rows, columns]) = analysis.results.sweep.as_ref().map(|s| &s.flags[..]) else {
        return Ok(None);
    };
    let ratio = |v: &str, w: &str| -> Option<&Estimate> {
        let point = analysis.results.configurations.iter().find(|c| c.values == [v, w])?;
        match workload {
            None => analysis.means.iter().find(|m| m.configuration == point.name).map(|m| &m.ratio),
            Some(name) => analysis.cell(name, &point.name)?.ratio.as_ref(),
        }
    };
    let all = || rows.values.iter().flat_map(|v| columns.values.iter().filter_map(move |w| ratio(v, w)));
    let farthest = all().map(|e| e.value.ln().abs()).fold(0.02, f64::max);
    let best = all().map(|e| e.value).fold(f64::INFINITY, f64::min);
    let left = rows.values.iter().map(|v| text_width(v)).max().unwrap_or(0).max(text_width(&rows.name)) + 24;
    let top = 52;
    let count = |n: usize, size: i32| i32::try_from(n).unwrap_or(0) * size;
    let across = (left + count(columns.values.len(), CELL.0) + 20).max(left + text_width(&columns.name) + 20);
    let size = (across.cast_unsigned(), (top + count(rows.values.len(), CELL.1) + 40).cast_unsigned());
    let of = workload.unwrap_or("geometric mean");
    let svg = draw(
        &format!("Time by the default's, {of}, for {} and {}", rows.name, columns.name),
        size,
        |area| {
            text(area, &columns.name, (left, 14), MUTED, HPos::Left)?;
            text(area, &rows.name, (left - 10, top - 16), MUTED, HPos::Right)?;
            for (j, w) in columns.values.iter().enumerate() {
                text(area, w, (left + count(j, CELL.0) + CELL.0 / 2, top - 16), INK, HPos::Center)?;
            }
            for (i, v) in rows.values.iter().enumerate() {
                let y = top + count(i, CELL.1);
                text(area, v, (left - 10, y + CELL.1 / 2), INK, HPos::Right)?;
                for (j, w) in columns.values.iter().enumerate() {
                    let x = left + count(j, CELL.0);
                    let corners = [(x + 1, y + 1), (x + CELL.0 - 1, y + CELL.1 - 1)];
                    let Some(e) = ratio(v, w) else {
                        area.draw(&Rectangle::new(corners, GRID))?;
                        text(area, "failed", (x + CELL.0 / 2, y + CELL.1 / 2), BAD, HPos::Center)?;
                        continue;
                    };
                    // No colour for what is no difference.
                    let (color, strength) = match e.difference() {
                        Difference::Noise => (GRID, 0.3),
                        _ if e.value < 1.0 => (GOOD, 0.1 + 0.6 * e.value.ln().abs() / farthest),
                        _ => (BAD, 0.1 + 0.6 * e.value.ln().abs() / farthest),
                    };
                    area.draw(&Rectangle::new(corners, color.mix(strength).filled()))?;
                    if e.value == best {
                        area.draw(&Rectangle::new(corners, INK.stroke_width(2)))?;
                    }
                    text(
                        area,
                        &format!("{:.2}", e.value),
                        (x + CELL.0 / 2, y + CELL.1 / 2 - 8),
                        INK,
                        HPos::Center,
                    )?;
                    if !e.single {
                        text(
                            area,
                            &format!("{:.2}–{:.2}", e.low, e.high),
                            (x + CELL.0 / 2, y + CELL.1 / 2 + 9),
                            INK,
                            HPos::Center,
                        )?;
                    }
                }
            }
            let foot = top + count(rows.values.len(), CELL.1) + 20;
            text(area, &format!("{of}; time / time of the default"), (left, foot), MUTED, HPos::Left)
        },
    )?;
    Ok(Some(svg))
}
