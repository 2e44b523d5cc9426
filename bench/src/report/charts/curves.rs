//! Curves: time per iteration against time, and a sweep of one flag.

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::{Axis, GRID, INK, MUTED, draw, legend, range, series, text, tick};
use crate::analysis::Analysis;
use crate::report::unit;
use crate::stats::bootstrap::Estimate;
use crate::stats::median;

const SIZE: (u32, u32) = (720, 320);
/// Points of a process's curve; more would not be seen.
const POINTS: usize = 120;

struct Curve {
    series: usize,
    /// Seconds since main, seconds of an iteration.
    points: Vec<(f64, f64)>,
    /// Where the steady part begins, if warm-up or slow-down came before.
    steady: Option<(f64, f64)>,
}

/// A line for each process; a dot where its steady part begins. `None` where there are no iterations.
pub fn warmup(analysis: &Analysis, workload: &str) -> Result<Option<String>> {
    let mut curves = Vec::new();
    for (i, c) in analysis.results.configurations.iter().enumerate() {
        let Some(cell) = analysis.cell(workload, &c.name) else { continue };
        let right = cell.samples.iter().filter(|s| s.outcome.is_ok());
        for (sample, verdict) in right.zip(&cell.verdicts) {
            let it = &sample.iterations;
            let all: Vec<(f64, f64)> = it
                .start_ns
                .iter()
                .zip(&it.ns)
                .map(|(s, n)| (*s as f64 / 1e9, (*n as f64 / 1e9).max(1e-9)))
                .collect();
            let from = verdict.steady.start;
            let steady = all.get(from).filter(|_| from > 1).copied();
            curves.push(Curve { series: i, points: thin(&all), steady });
        }
    }
    let xs = range(curves.iter().flat_map(|c| &c.points).map(|p| p.0));
    let ys = range(curves.iter().flat_map(|c| &c.points).map(|p| p.1));
    let (Some((_, end)), Some((low, high))) = (xs, ys) else { return Ok(None) };
    let u = unit((low * high).sqrt());
    let (low, high) = (low * u.scale / 1.15, high * u.scale * 1.15);
    let names: Vec<(String, RGBColor)> = analysis
        .results
        .configurations
        .iter()
        .enumerate()
        .map(|(i, c)| (c.name.clone(), series(i)))
        .collect();
    let svg = draw(&format!("{workload}: time per iteration against time"), SIZE, |area| {
        let top = legend(area, &names)?;
        let (_, below) = area.split_vertically(top);
        let mut chart = ChartBuilder::on(&below)
            .margin_right(14)
            .margin_top(4)
            .x_label_area_size(40)
            .y_label_area_size(58)
            .build_cartesian_2d(Axis::linear(0.0, end * 1.02), Axis::logarithmic(low, high))?;
        let label = ("sans-serif", 13).into_font().color(&MUTED);
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(GRID)
            .label_style(label)
            .x_desc("seconds since the start of main")
            .y_desc(format!("{} per iteration", u.name))
            .x_label_formatter(&|v| tick(*v))
            .y_label_formatter(&|v| tick(*v))
            .draw()?;
        for curve in &curves {
            let color = series(curve.series);
            let points = curve.points.iter().map(|(x, y)| (*x, y * u.scale));
            chart.draw_series(LineSeries::new(points, color.mix(0.8).stroke_width(1)))?;
            if let Some((x, y)) = curve.steady {
                chart.draw_series(std::iter::once(Circle::new((x, y * u.scale), 4, color.filled())))?;
            }
        }
        Ok(())
    })?;
    Ok(Some(svg))
}

/// Medians of groups; the first iterations stay single, they are what warm-up is about.
fn thin(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let first = points.len().min(POINTS / 4);
    let group = (points.len() - first).div_ceil(POINTS * 3 / 4).max(1);
    let rest = points[first..]
        .chunks(group)
        .filter_map(|g| Some((g[0].0, median(&g.iter().map(|p| p.1).collect::<Vec<_>>())?)));
    points[..first].iter().copied().chain(rest).collect()
}

/// The geometric mean with its interval for each value of a flag, and behind it the workloads' own ratios. `None` if it is no sweep of one flag.
pub fn sweep_curve(analysis: &Analysis) -> Result<Option<String>> {
    let Some([flag]) = analysis.results.sweep.as_ref().map(|s| &s.flags[..]) else { return Ok(None) };
    let points: Vec<&str> = analysis
        .results
        .configurations
        .iter()
        .filter(|c| !c.values.is_empty())
        .map(|c| c.name.as_str())
        .collect();
    let means: Vec<Option<&Estimate>> = points
        .iter()
        .map(|p| analysis.means.iter().find(|m| m.configuration == *p).map(|m| &m.ratio))
        .collect();
    let workloads: Vec<Vec<(usize, f64)>> = analysis
        .results
        .workloads
        .iter()
        .map(|w| {
            points
                .iter()
                .enumerate()
                .filter_map(|(i, p)| Some((i, analysis.cell(&w.name, p)?.ratio.as_ref()?.value)))
                .collect()
        })
        .collect();
    let values = means
        .iter()
        .flatten()
        .flat_map(|e| [e.low, e.high])
        .chain(workloads.iter().flatten().map(|p| p.1))
        .chain([1.0]);
    let Some((low, high)) = range(values) else { return Ok(None) };
    let (low, high) = (low / 1.03, high * 1.03);
    let svg = draw(&format!("Time by the default's for each value of {}", flag.name), SIZE, |area| {
        let names = [("geometric mean".to_owned(), series(0)), ("single workloads".to_owned(), MUTED)];
        let top = legend(area, &names)?;
        let (left, right, bottom) = (60, SIZE.0 as i32 - 30, SIZE.1 as i32 - 44);
        let x = |i: usize| {
            left + 40 + ((right - left - 80) as f64 * i as f64 / (points.len() - 1).max(1) as f64) as i32
        };
        let axis = Axis::logarithmic(low, high);
        let y = |v: f64| axis.place(v, (bottom, top));
        for &t in axis.ticks() {
            area.draw(&PathElement::new([(left, y(t)), (right, y(t))], GRID))?;
            text(area, &tick(t), (left - 6, y(t)), MUTED, HPos::Right)?;
        }
        area.draw(&PathElement::new([(left, y(1.0)), (right, y(1.0))], MUTED))?;
        for line in &workloads {
            let path: Vec<(i32, i32)> = line.iter().map(|(i, v)| (x(*i), y(*v))).collect();
            area.draw(&PathElement::new(path, MUTED.mix(0.5)))?;
        }
        let path: Vec<(i32, i32)> =
            means.iter().enumerate().filter_map(|(i, e)| Some((x(i), y(e.as_ref()?.value)))).collect();
        area.draw(&PathElement::new(path, series(0).stroke_width(2)))?;
        for (i, value) in flag.values.iter().enumerate() {
            text(area, value, (x(i), bottom + 13), INK, HPos::Center)?;
            if let Some(e) = means[i] {
                area.draw(&PathElement::new([(x(i), y(e.low)), (x(i), y(e.high))], INK))?;
                for end in [e.low, e.high] {
                    area.draw(&PathElement::new([(x(i) - 4, y(end)), (x(i) + 4, y(end))], INK))?;
                }
                area.draw(&Circle::new((x(i), y(e.value)), 4, series(0).filled()))?;
            }
        }
        text(
            area,
            &format!("{}; time / time of the default", flag.name),
            ((left + right) / 2, bottom + 32),
            MUTED,
            HPos::Center,
        )
    })?;
    Ok(Some(svg))
}
