//! Says that a list has changed, in place of moving its lines under the reader's hand.

use std::time::Duration;

use leptos::prelude::*;

use super::feed::{Source, follow};

/// A list is read, not waited for.
const EVERY: Duration = Duration::from_secs(10);

/// A note with the number of requests that are different by now, and a link that shows them.
#[island]
pub fn LiveList(
    /// The list and what it shows, as a query string.
    watched: String,
    /// The page's own address.
    here: String,
    /// Whether the server offers a stream.
    stream: bool,
) -> impl IntoView {
    let changed = RwSignal::new(0);
    Effect::new(move |_| {
        let source = Source {
            stream: stream.then(|| format!("/requests/live?{watched}")),
            question: format!("/requests/changes?{watched}"),
            every: EVERY,
            field: "changed",
        };
        follow(source, move |now| {
            if now != changed.get_untracked() {
                changed.set(now);
            }
            true
        });
    });
    let words = move || match changed.get() {
        1 => "1 request has changed – ".to_owned(),
        number => format!("{number} requests have changed – "),
    };
    let link = move || {
        if changed.get() == 1 {
            "show it"
        } else {
            "show them"
        }
    };
    view! {
        <div class="live" role="status">
            <div class="note note-info" hidden=Signal::derive(move || changed.get() == 0)>
                <p>{words} <a href=here>{link}</a></p>
            </div>
        </div>
    }
}
