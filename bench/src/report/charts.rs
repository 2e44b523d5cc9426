//! Charts, as SVG for a page or as pictures of their own. The `plotters` crate draws them; its fixed colours are then replaced by CSS variables, so that
//! the same chart is readable on light and dark ground.

mod axis;
mod bars;
mod curves;
mod heat;
mod pauses;

use anyhow::Result;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::analysis::Analysis;

use axis::{Axis, tick};
pub use bars::bars;
pub use curves::{sweep_curve, warmup};
pub use heat::heat_map;
pub use pauses::pauses;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A colour by its role.
struct Tone {
    variable: &'static str,
    light: RGBColor,
    dark: &'static str,
}

const fn tone(variable: &'static str, light: u32, dark: &'static str) -> Tone {
    let [_, r, g, b] = light.to_be_bytes();
    Tone { variable, light: RGBColor(r, g, b), dark }
}

/// Text and lines, then the colours of series.
const TONES: [Tone; 11] = [
    tone("ink", 0x1c2024, "#e6e8eb"),
    tone("muted", 0x667085, "#9aa4b2"),
    tone("grid", 0xd9dde3, "#343a43"),
    tone("s0", 0x2563b0, "#6ea8ff"),
    tone("s1", 0xd9730d, "#ffab5c"),
    tone("s2", 0x1a8754, "#4fc98b"),
    tone("s3", 0x8b46b8, "#c58bf0"),
    tone("s4", 0xc9303e, "#ff7d86"),
    tone("s5", 0x0d8a94, "#46cdd8"),
    tone("s6", 0x8a6239, "#cfa577"),
    tone("s7", 0xc2408f, "#f58bc8"),
];
const INK: RGBColor = TONES[0].light;
const MUTED: RGBColor = TONES[1].light;
const GRID: RGBColor = TONES[2].light;
const GOOD: RGBColor = TONES[5].light;
const BAD: RGBColor = TONES[7].light;
const FIRST_SERIES: usize = 3;

const TEXT: i32 = 13;
const LEGEND_LINE: i32 = 20;

/// The colour of the i-th series.
fn series(i: usize) -> RGBColor {
    TONES[FIRST_SERIES + i % (TONES.len() - FIRST_SERIES)].light
}

/// The variable of the i-th series, for legends of a page.
pub fn series_variable(i: usize) -> &'static str {
    TONES[FIRST_SERIES + i % (TONES.len() - FIRST_SERIES)].variable
}

fn hex(c: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", c.0, c.1, c.2)
}

/// The variables' values, for both grounds.
pub fn variables() -> String {
    let list = |value: &dyn Fn(&Tone) -> String| {
        TONES.iter().map(|t| format!("--{}:{};", t.variable, value(t))).collect::<String>()
    };
    let (light, dark) = (list(&|t| hex(t.light)), list(&|t| t.dark.to_owned()));
    format!(":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}")
}

/// Draws a chart and makes it fit a page: colours by variables, size by the page, a title for those who cannot see it.
fn draw(title: &str, (width, height): (u32, u32), paint: impl FnOnce(&Area) -> Result<()>) -> Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        paint(&area)?;
        area.present()?;
    }
    for t in &TONES {
        svg = svg.replace(&format!("\"{}\"", hex(t.light)), &format!("\"var(--{})\"", t.variable));
    }
    let old = format!("<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"");
    let title = super::html::escape(title);
    anyhow::ensure!(svg.starts_with(&old), "the plotting library begins a picture in another way");
    let end = svg.find('>').expect("a start tag ends");
    let start = format!("{old} role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>{title}</title>");
    Ok(start + &svg[end + 1..])
}

/// A picture of its own: the heat map or curve of a sweep, otherwise the bars.
pub fn picture(analysis: &Analysis) -> Result<String> {
    let svg = match heat_map(analysis, None)? {
        Some(svg) => svg,
        None => match sweep_curve(analysis)? {
            Some(svg) => svg,
            None => bars(analysis)?,
        },
    };
    let style = format!(
        "<style>{} svg{{background:#fff}}@media(prefers-color-scheme:dark){{svg{{background:#14171b}}}}</style>",
        variables()
    );
    let end = svg.find("</title>").expect("a chart has a title");
    Ok(format!("{}</title>{style}{}\n", &svg[..end], &svg[end + "</title>".len()..]))
}

fn text(area: &Area, words: &str, at: (i32, i32), color: RGBColor, h: HPos) -> Result<()> {
    let style = ("sans-serif", TEXT).into_font().color(&color).pos(Pos::new(h, VPos::Center));
    area.draw(&Text::new(words.to_owned(), at, style))?;
    Ok(())
}

/// A line of names with their colours at the top; gives the height that it used.
fn legend(area: &Area, names: &[(String, RGBColor)]) -> Result<i32> {
    let right = area.dim_in_pixel().0.cast_signed() - 10;
    let (mut x, mut y) = (12, LEGEND_LINE / 2 + 4);
    for (name, color) in names {
        let width = 22 + text_width(name);
        if x > 12 && x + width > right {
            (x, y) = (12, y + LEGEND_LINE);
        }
        area.draw(&Rectangle::new([(x, y - 5), (x + 11, y + 6)], color.filled()))?;
        text(area, name, (x + 16, y), INK, HPos::Left)?;
        x += width + 14;
    }
    Ok(y + LEGEND_LINE / 2 + 4)
}

/// About as wide as a browser's sans-serif makes it.
fn text_width(text: &str) -> i32 {
    i32::try_from(text.chars().count() * 7).unwrap_or(i32::MAX)
}

/// Least and greatest of some numbers, a little apart.
fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (low, high) = values
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    (low <= high).then_some(if low == high {
        (low * 0.9, high * 1.1 + f64::MIN_POSITIVE)
    } else {
        (low, high)
    })
}
