//! Says that a list has changed, in place of moving its lines under the reader's hand.

use std::{cell::Cell, time::Duration};

use web_sys::HtmlElement;

use super::{
    feed::{Source, follow},
    page,
};

/// A list is read, not waited for.
const EVERY: Duration = Duration::from_secs(10);

/// Shows the number of requests that are different by now, and the link that shows them.
pub(super) fn wake(island: &HtmlElement) {
    let watched = page::data(island, "watched");
    let parts = page::first(island, ".note")
        .zip(page::first(island, "span"))
        .zip(page::first(island, "a"));
    let Some(((note, words), link)) = parts else {
        return;
    };
    let source = Source {
        stream: island
            .has_attribute("data-stream")
            .then(|| format!("/requests/live?{watched}")),
        question: format!("/requests/changes?{watched}"),
        every: EVERY,
        field: "changed",
    };
    let shown = Cell::new(0);
    follow(source, move |now| {
        if now != shown.replace(now) {
            let (said, link_said) = said(now);
            words.set_text_content(Some(&said));
            link.set_text_content(Some(link_said));
            note.set_hidden(now == 0);
        }
        true
    });
}

fn said(changed: i32) -> (String, &'static str) {
    if changed == 1 {
        ("1 request has changed – ".to_owned(), "show it")
    } else {
        (format!("{changed} requests have changed – "), "show them")
    }
}
