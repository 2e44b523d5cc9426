//! Distributions of pauses of the collector.

use anyhow::Result;
use plotters::prelude::*;

use super::{Axis, GRID, MUTED, draw, legend, range, series, tick};
use crate::analysis::Analysis;

const SIZE: (u32, u32) = (720, 300);
/// The JVMs tell whole milliseconds; 0 is drawn as half of one.
const LEAST_MS: f64 = 0.5;

/// For each configuration, the share of pauses that are at least so long, of one workload or of all. `None` if no JVM told of pauses.
pub fn pauses(analysis: &Analysis, workload: Option<&str>) -> Result<Option<String>> {
    let mut curves: Vec<(usize, Vec<f64>)> = Vec::new();
    for (i, c) in analysis.results.configurations.iter().enumerate() {
        let cells =
            analysis.of_configuration(&c.name).filter(|cell| workload.is_none_or(|w| w == cell.workload));
        let mut all: Vec<f64> =
            cells.flat_map(|cell| cell.pauses_ms.iter().map(|ms| ms.max(LEAST_MS))).collect();
        all.sort_by(f64::total_cmp);
        if !all.is_empty() {
            curves.push((i, all));
        }
    }
    let Some((_, longest)) = range(curves.iter().flat_map(|(_, c)| c.iter().copied())) else {
        return Ok(None);
    };
    let (low, high) = (LEAST_MS * 0.9, longest.max(2.0) * 1.1);
    let of = workload.map(|w| format!("{w}: pauses")).unwrap_or_else(|| "Pauses".to_owned());
    let configurations = &analysis.results.configurations;
    let names: Vec<(String, RGBColor)> = curves
        .iter()
        .map(|(i, all)| (format!("{} ({} pauses)", configurations[*i].name, all.len()), series(*i)))
        .collect();
    let svg = draw(&format!("{of} of the collector, share that is at least so long"), SIZE, |area| {
        let top = legend(area, &names)?;
        let (_, below) = area.split_vertically(top);
        let mut chart = ChartBuilder::on(&below)
            .margin_right(14)
            .margin_top(4)
            .x_label_area_size(40)
            .y_label_area_size(58)
            .build_cartesian_2d(Axis::logarithmic(low, high), Axis::linear(0.0, 100.0))?;
        let label = ("sans-serif", 13).into_font().color(&MUTED);
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(GRID)
            .label_style(label)
            .x_desc("pause in ms")
            .y_desc("% at least so long")
            .x_label_formatter(&|v| tick(*v))
            .y_label_formatter(&|v| tick(*v))
            .draw()?;
        for (i, all) in &curves {
            chart.draw_series(LineSeries::new(steps(all), series(*i).stroke_width(2)))?;
        }
        Ok(())
    })?;
    Ok(Some(svg))
}

/// Corners of the falling stairs.
fn steps(sorted: &[f64]) -> Vec<(f64, f64)> {
    let n = sorted.len() as f64;
    let mut corners = vec![(LEAST_MS, 100.0)];
    let mut done = 0;
    for run in sorted.chunk_by(|a, b| a == b) {
        let before = 100.0 * (1.0 - f64::from(done) / n);
        done += i32::try_from(run.len()).unwrap_or(i32::MAX);
        corners.extend([(run[0], before), (run[0], 100.0 * (1.0 - f64::from(done) / n))]);
    }
    corners
}
