//! A moment in the reader's zone: to the minute or how long ago, and on hover to the second with its zone.
//!
//! `app/scripts/times.js` writes the same where the browser's zone is another than the page's, and counts on.

use leptos::prelude::*;

use crate::{Zone, language::said, portal::Moment};

/// "3 minutes ago".
pub(crate) fn ago(at: &Moment) -> AnyView {
    let exact = Zone::of_page().second(at.at);
    view! { <time class="ago" datetime=at.machine.clone() title=exact>{said(&at.ago)}</time> }
        .into_any()
}

/// To the minute, for a history that is read later.
pub(crate) fn exact(at: &Moment) -> AnyView {
    let zone = Zone::of_page();
    view! { <time datetime=at.machine.clone() title=zone.second(at.at)>{zone.minute(at.at)}</time> }
        .into_any()
}

/// As plain text, where no element can stand.
pub(crate) fn plain(at: &Moment) -> String {
    Zone::of_page().sentence(at.at)
}
