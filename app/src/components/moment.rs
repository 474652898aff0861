//! A moment: how long ago, with the exact time for machines and on hover.

use leptos::prelude::*;

use crate::portal::Moment;

/// "3 minutes ago", with the exact time behind it.
pub(crate) fn ago(at: &Moment) -> AnyView {
    view! { <time datetime=at.machine.clone() title=at.shown.clone()>{at.ago.clone()}</time> }
        .into_any()
}

/// The exact time, for a history that is read later.
pub(crate) fn exact(at: &Moment) -> AnyView {
    view! { <time datetime=at.machine.clone() title=at.ago.clone()>{at.shown.clone()}</time> }
        .into_any()
}
