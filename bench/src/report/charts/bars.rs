//! Bars with intervals: ratios to the baseline for a comparison, times for a single JVM.

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::{Axis, GRID, INK, MUTED, draw, legend, range, series, text, tick};
use crate::analysis::Analysis;
use crate::report::{unit, what};
use crate::stats::bootstrap::Estimate;

const WIDTH: u32 = 860;
const LEFT: i32 = 140;
const RIGHT: i32 = 70;
const BAR: f64 = 11.0;
const GAP: f64 = 9.0;
const AXIS: i32 = 44;
/// Rows of a long chart, and the room for numbers above it.
const LONG: usize = 15;
const ABOVE: i32 = 18;

struct Row {
    label: String,
    /// Series, and its figure or the word for a failure.
    bars: Vec<(usize, Result<Estimate, &'static str>)>,
}

/// Horizontal bars on a logarithmic axis. Ratios grow from 1: to the left is faster.
pub fn bars(analysis: &Analysis) -> Result<String> {
    let configurations = &analysis.results.configurations;
    let several = configurations.len() > 1;
    let shown = |name: &str| !several || name != analysis.baseline;
    let mut rows: Vec<Row> =
        analysis.results.workloads.iter().map(|w| row(analysis, &w.name, several)).collect();
    if analysis.means.len() + 1 == configurations.len() && rows.len() > 1 && several {
        let mean =
            |name: &str| analysis.means.iter().find(|m| m.configuration == name).map(|m| m.ratio.clone());
        let bars = configurations.iter().enumerate().filter_map(|(i, c)| Some((i, Ok(mean(&c.name)?))));
        rows.push(Row { label: "geometric mean".to_owned(), bars: bars.collect() });
    }
    let figures = || rows.iter().flat_map(|r| &r.bars).filter_map(|(_, e)| e.as_ref().ok());
    let one = several.then_some(1.0);
    let Some((low, high)) = range(figures().flat_map(|e| [e.low, e.high]).chain(one).filter(|v| *v > 0.0))
    else {
        return draw("no results", (WIDTH, 60), |area| {
            text(area, "There are no right results.", (20, 30), MUTED, HPos::Left)
        });
    };
    let u = unit((low * high).sqrt());
    let scale = if several { 1.0 } else { u.scale };
    let (low, high) = if several { (low / 1.08, high * 1.08) } else { (low / 1.6, high * 1.15) };
    let lengths: f64 = rows.iter().map(|r| r.bars.len() as f64 * BAR + GAP).sum();
    let names: Vec<(String, RGBColor)> = configurations
        .iter()
        .enumerate()
        .filter(|(_, c)| shown(&c.name))
        .map(|(i, c)| (c.name.clone(), series(i)))
        .collect();
    let legend_space = 30 + 20 * u32::try_from(names.len() / 3).unwrap_or(0);
    let height = lengths as u32 + (AXIS + ABOVE) as u32 + legend_space;
    draw(&what(analysis), (WIDTH, height), |area| {
        // A long chart has its numbers at the top as well.
        let long = rows.len() > LONG;
        let top = legend(area, &names)? + if long { ABOVE } else { 0 };
        let bottom = top + lengths as i32;
        let right = WIDTH as i32 - RIGHT;
        let axis = Axis::logarithmic(low * scale, high * scale);
        let x = |v: f64| axis.place(v * scale, (LEFT, right));
        for &t in axis.ticks() {
            let at = x(t / scale);
            area.draw(&PathElement::new([(at, top), (at, bottom)], GRID))?;
            text(area, &tick(t), (at, bottom + 12), MUTED, HPos::Center)?;
            if long {
                text(area, &tick(t), (at, top - ABOVE / 2), MUTED, HPos::Center)?;
            }
        }
        let origin = if several { 1.0 } else { low };
        area.draw(&PathElement::new([(x(origin), top), (x(origin), bottom)], MUTED))?;
        let caption = if several {
            format!("time / time of {} (left of 1 is faster)", analysis.baseline)
        } else {
            u.name.to_owned()
        };
        text(area, &caption, ((LEFT + right) / 2, bottom + 31), MUTED, HPos::Center)?;
        let mut y = f64::from(top) + GAP / 2.0;
        for row in &rows {
            let middle = y + row.bars.len() as f64 * BAR / 2.0;
            text(area, &row.label, (LEFT - 8, middle as i32), INK, HPos::Right)?;
            for (i, figure) in &row.bars {
                let (y0, y1) = (y as i32 + 1, (y + BAR) as i32 - 1);
                match figure {
                    Ok(e) => {
                        area.draw(&Rectangle::new([(x(origin), y0), (x(e.value), y1)], series(*i).filled()))?;
                        let mid = (y0 + y1) / 2;
                        area.draw(&PathElement::new([(x(e.low), mid), (x(e.high), mid)], INK))?;
                        for end in [e.low, e.high] {
                            area.draw(&PathElement::new([(x(end), mid - 3), (x(end), mid + 3)], INK))?;
                        }
                        text(
                            area,
                            &tick(e.value * scale),
                            (x(e.high.max(origin)) + 6, mid),
                            MUTED,
                            HPos::Left,
                        )?;
                    }
                    Err(word) => text(area, word, (x(origin) + 6, (y0 + y1) / 2), series(*i), HPos::Left)?,
                }
                y += BAR;
            }
            y += GAP;
        }
        Ok(())
    })
}

fn row(analysis: &Analysis, workload: &str, several: bool) -> Row {
    let cells = analysis
        .results
        .configurations
        .iter()
        .enumerate()
        .filter(|(_, c)| !several || c.name != analysis.baseline);
    let bars = cells.filter_map(|(i, c)| {
        let cell = analysis.cell(workload, &c.name)?;
        let figure = if several { &cell.ratio } else { &cell.time };
        match (cell.failure, figure) {
            (Some(outcome), _) => Some((i, Err(outcome.word()))),
            (None, Some(e)) => Some((i, Ok(e.clone()))),
            (None, None) => None,
        }
    });
    Row { label: workload.to_owned(), bars: bars.collect() }
}
