//! Small charts, drawn as SVG by the server. What they show is said in a sentence, and in a table that unfolds.

use leptos::prelude::*;

use crate::language::t;

/// A number with its name.
pub(crate) struct Bar {
    /// What is counted or measured.
    pub(crate) label: String,
    /// How long its bar is, beside the others.
    pub(crate) value: i64,
    /// The number, as people read it.
    pub(crate) shown: String,
}

/// What a chart says besides its bars.
pub(crate) struct Words<'a> {
    /// Its heading.
    pub(crate) title: &'a str,
    /// The same in a sentence, for who does not see it.
    pub(crate) summary: &'a str,
    /// Heads of the table's two columns.
    pub(crate) columns: [&'a str; 2],
}

/// Width of a drawing, in its own units.
const WIDTH: i64 = 320;
/// Height of a line of a chart with lines.
const LINE: i64 = 28;
/// Where bars begin in a line, and how long the longest is.
const FROM: i64 = 116;
const LONGEST: i64 = 150;

/// A line for each number.
pub(crate) fn bar_chart(words: &Words<'_>, bars: &[Bar]) -> AnyView {
    let most = most(bars);
    let lines: Vec<_> = (0..)
        .step_by(28)
        .zip(bars)
        .map(|(top, bar)| {
            let width = (bar.value * LONGEST / most).max(i64::from(bar.value > 0) * 2);
            view! {
                <text class="chart-label" x="0" y=top + 18>{bar.label.clone()}</text>
                <rect class="chart-bar" x=FROM y=top + 5 width=width height="18" rx="3"></rect>
                <text class="chart-value" x=FROM + width + 6 y=top + 18>{bar.shown.clone()}</text>
            }
        })
        .collect();
    let height = LINE * i64::try_from(bars.len()).unwrap_or(1);
    figure(words, bars, height, lines.into_any())
}

/// Height of a chart with columns, of its tallest column, and where the columns stand.
const HEIGHT: i64 = 140;
const TALLEST: i64 = 90;
const GROUND: i64 = 116;

/// A column for each number, in an order of time; the first, the last and the tallest are named.
pub(crate) fn column_chart(words: &Words<'_>, bars: &[Bar]) -> AnyView {
    let most = most(bars);
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let (step, last) = (WIDTH / count, count - 1);
    let tallest = (0..count)
        .zip(bars)
        .filter(|(_, bar)| bar.value > 0)
        .max_by_key(|(_, bar)| bar.value)
        .map(|(index, _)| index);
    let columns: Vec<_> = (0..count)
        .zip(bars)
        .map(|(index, bar)| {
            let height = (bar.value * TALLEST / most).max(i64::from(bar.value > 0) * 2);
            let left = index * step;
            let named = Some(index) == tallest;
            let (anchor, middle) = anchor(index, last, left, step);
            let value = named.then(|| view! {
                <text class="chart-value" x=middle y=GROUND - height - 6 text-anchor=anchor>{bar.shown.clone()}</text>
            });
            let label = (index == 0 || index == last).then(|| view! {
                <text class="chart-label" x=middle y=GROUND + 18 text-anchor=anchor>{bar.label.clone()}</text>
            });
            view! {
                <rect class="chart-bar" x=left + 3 y=GROUND - height width=step - 6 height=height rx="3"></rect>
                {value}
                {label}
            }
        })
        .collect();
    let drawing = view! {
        <line class="chart-ground" x1="0" y1=GROUND x2=WIDTH y2=GROUND></line>
        {columns}
    };
    figure(words, bars, HEIGHT, drawing.into_any())
}

/// Text at an edge would leave the drawing where it stood in the middle of its column.
const fn anchor(index: i64, last: i64, left: i64, step: i64) -> (&'static str, i64) {
    if index * 4 <= last {
        ("start", left + 3)
    } else if index * 4 >= last * 3 {
        ("end", left + step - 3)
    } else {
        ("middle", left + step / 2)
    }
}

fn most(bars: &[Bar]) -> i64 {
    bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1)
}

fn figure(words: &Words<'_>, bars: &[Bar], height: i64, drawing: AnyView) -> AnyView {
    let [first, second] = words.columns;
    let rows: Vec<_> = bars
        .iter()
        .map(|bar| {
            view! {
                <tr>
                    <th scope="row">{bar.label.clone()}</th>
                    <td>{bar.shown.clone()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <figure class="chart card">
            <figcaption><h3>{words.title.to_owned()}</h3></figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=words.summary.to_owned()>{drawing}</svg>
            <p class="quiet small">{words.summary.to_owned()}</p>
            <details>
                <summary>{t!(parts_chart_table)}</summary>
                <table class="table chart-table">
                    <caption>{words.title.to_owned()}</caption>
                    <thead><tr><th scope="col">{first.to_owned()}</th><th scope="col">{second.to_owned()}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}
