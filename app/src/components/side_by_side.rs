//! A JSON document of a role: as it will be, and where it changes, before and after side by side.

use leptos::prelude::*;
use roleport_domain::changes::ChangeKind;

use super::{
    code::{code_block, copy_text},
    icon::{Icon, icon},
};
use crate::{
    language::{said, t},
    portal::{Fate, NumberedLine, RoleDocument},
};

/// A document, folded away unless `open`. One that stays as it is is folded anyway.
pub(crate) fn document(document: &RoleDocument, open: bool) -> AnyView {
    let open = open && document.fate != Fate::Same;
    let title = t!(parts_document_json, title = document.title);
    let body = match &document.fate {
        Fate::Changed(lines) => compared(&title, &document.text, lines),
        Fate::Unknown | Fate::New | Fate::Same | Fate::Gone => code_block(&title, &document.text),
    };
    let note = said(&document.note);
    let note = (!note.is_empty()).then(|| view! { <p class="quiet small">{note}</p> });
    view! {
        <details class="document" id=document.id.clone() open=open>
            <summary data-stop="">{said(&document.title)} " " {fate_badge(&document.fate)}</summary>
            {body}
            {note}
        </details>
    }
    .into_any()
}

fn fate_badge(fate: &Fate) -> Option<AnyView> {
    let (tone, which, word) = match fate {
        Fate::Unknown => return None,
        Fate::New => ("good", Icon::Plus, t!(parts_document_new)),
        Fate::Same => ("quiet", Icon::Equal, t!(parts_document_same)),
        Fate::Gone => ("bad", Icon::Minus, t!(parts_document_removed)),
        Fate::Changed(lines) => {
            let count = |kind| lines.iter().filter(|line| line.line.kind == kind).count();
            let (added, removed) = (count(ChangeKind::Added), count(ChangeKind::Removed));
            let words = t!(parts_document_changed, added = added, removed = removed);
            ("attention", Icon::Pencil, words)
        }
    };
    Some(view! { <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> }.into_any())
}

/// Two columns where there is room; one, on a telephone and on paper. A browser shows one of the two, and
/// says one of the two aloud.
fn compared(title: &str, text: &str, lines: &[NumberedLine]) -> AnyView {
    let whole = lines.iter().any(|line| line.far).then(|| {
        view! {
            <label class="whole"><input type="checkbox"/> {t!(parts_sides_whole)}</label>
        }
    });
    view! {
        <figure class="code compared">
            <figcaption>
                <span>{title.to_owned()}</span>
                {whole}
                {copy_text(&t!(parts_copy_named, title = title), text)}
            </figcaption>
            {sides(title, lines)}
            {one_column(title, lines)}
        </figure>
    }
    .into_any()
}

/// One line of each column; what was removed stands beside what was added in its place.
type Pair<'l> = (Option<&'l NumberedLine>, Option<&'l NumberedLine>);

fn pairs(lines: &[NumberedLine]) -> Vec<Pair<'_>> {
    let mut pairs = Vec::new();
    let is_kept = |line: &NumberedLine| line.line.kind == ChangeKind::Kept;
    for run in lines.chunk_by(|one, next| is_kept(one) == is_kept(next)) {
        if run.first().is_some_and(is_kept) {
            pairs.extend(run.iter().map(|line| (Some(line), Some(line))));
            continue;
        }
        let of = |kind| run.iter().filter(move |line| line.line.kind == kind);
        let (mut removed, mut added) = (of(ChangeKind::Removed), of(ChangeKind::Added));
        loop {
            match (removed.next(), added.next()) {
                (None, None) => break,
                pair => pairs.push(pair),
            }
        }
    }
    pairs
}

fn is_far(pair: &Pair<'_>) -> bool {
    pair.0.is_some_and(|line| line.far)
}

fn sides(title: &str, lines: &[NumberedLine]) -> AnyView {
    let pairs = pairs(lines);
    let rows: Vec<_> = pairs
        .chunk_by(|one, next| is_far(one) == is_far(next))
        .flat_map(|run| {
            let far = run.first().is_some_and(is_far);
            let gap = far.then(|| gap(run.len(), 4));
            gap.into_iter()
                .chain(run.iter().map(move |pair| side_row(pair, far)))
        })
        .collect();
    view! {
        <table class="sides">
            <caption class="visually-hidden">{t!(parts_sides_caption, title = title)}</caption>
            <thead>
                <tr>
                    <th scope="col"><span class="visually-hidden">{t!(parts_sides_line_before)}</span></th>
                    <th scope="col">{t!(parts_sides_before)}</th>
                    <th scope="col"><span class="visually-hidden">{t!(parts_sides_line_after)}</span></th>
                    <th scope="col">{t!(parts_sides_after)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn side_row((before, after): &Pair<'_>, far: bool) -> AnyView {
    let cells = |line: Option<&NumberedLine>, number: Option<u32>| match line {
        None => view! { <td class="line-number"></td><td class="line-none"></td> }.into_any(),
        Some(line) => view! {
            <td class="line-number">{number}</td>
            {text_cell(line)}
        }
        .into_any(),
    };
    view! {
        <tr class:far=far>
            {cells(*before, before.and_then(|line| line.before))}
            {cells(*after, after.and_then(|line| line.after))}
        </tr>
    }
    .into_any()
}

fn one_column(title: &str, lines: &[NumberedLine]) -> AnyView {
    let rows: Vec<_> = lines
        .chunk_by(|one, next| one.far == next.far)
        .flat_map(|run| {
            let far = run.first().is_some_and(|line| line.far);
            let gap = far.then(|| gap(run.len(), 3));
            gap.into_iter().chain(run.iter().map(move |line| {
                view! {
                    <tr class:far=far>
                        <td class="line-number">{line.before}</td>
                        <td class="line-number">{line.after}</td>
                        {text_cell(line)}
                    </tr>
                }
                .into_any()
            }))
        })
        .collect();
    view! {
        <table class="one-column">
            <caption class="visually-hidden">{t!(parts_sides_one_column, title = title)}</caption>
            <colgroup><col class="col-number"/><col class="col-number"/><col/></colgroup>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">{t!(parts_sides_line_before)}</th>
                    <th scope="col">{t!(parts_sides_line_after)}</th>
                    <th scope="col">{t!(parts_sides_text)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn text_cell(line: &NumberedLine) -> AnyView {
    let (class, sign, word) = match line.line.kind {
        ChangeKind::Added => ("line-text diff-added", "+", t!(parts_diff_added)),
        ChangeKind::Removed => ("line-text diff-removed", "−", t!(parts_diff_removed)),
        ChangeKind::Kept => ("line-text", "", String::new()),
    };
    view! {
        <td class=class>
            <span class="diff-sign" aria-hidden="true">{sign}</span>
            <span class="visually-hidden">{word}</span>
            <code>{line.line.text.clone()}</code>
        </td>
    }
    .into_any()
}

fn gap(lines: usize, columns: u8) -> AnyView {
    view! {
        <tr class="gap"><td colspan=columns>{t!(parts_sides_unchanged, count = lines)}</td></tr>
    }
    .into_any()
}
