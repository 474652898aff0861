//! Where a request stands, as an icon and a word.

use leptos::prelude::*;
use roleport_domain::lifecycle::RequestState;

use super::icon::{Icon, icon};
use crate::language::{said, t};

/// The badge of a state.
pub(crate) fn state_badge(state: RequestState) -> AnyView {
    let (tone, which) = match state {
        RequestState::Submitted => ("attention", Icon::Clock),
        RequestState::ChangesRequested => ("info", Icon::Chat),
        RequestState::Approved => ("info", Icon::Check),
        RequestState::Applying => ("info", Icon::Spinner),
        RequestState::Applied => ("good", Icon::Check),
        RequestState::Failed => ("bad", Icon::Alert),
        RequestState::Rejected => ("bad", Icon::Cross),
        RequestState::Withdrawn => ("quiet", Icon::Undo),
        RequestState::Expired => ("quiet", Icon::Clock),
    };
    view! {
        <span class=format!("badge badge-{tone}") data-state=state.as_str()>
            {icon(which)}
            {said(&state.label())}
        </span>
    }
    .into_any()
}

/// The mark of a request that was approved without the people whom the rules want.
pub(crate) fn break_glass_badge() -> AnyView {
    view! {
        <span class="badge badge-bad">{icon(Icon::Alert)} {t!(parts_break_glass)}</span>
    }
    .into_any()
}
