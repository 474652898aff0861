//! Where a request stands, as an icon and a word.

use leptos::prelude::*;
use roleport_domain::lifecycle::RequestState;

use super::icon::{Icon, icon};

/// The badge of a state.
pub(crate) fn state_badge(state: RequestState) -> AnyView {
    let (tone, which) = match state {
        RequestState::Submitted => ("attention", Icon::Clock),
        RequestState::Approved => ("info", Icon::Check),
        RequestState::Applying => ("info", Icon::Spinner),
        RequestState::Applied => ("good", Icon::Check),
        RequestState::Failed => ("bad", Icon::Alert),
        RequestState::Rejected => ("bad", Icon::Cross),
        RequestState::Withdrawn => ("quiet", Icon::Undo),
    };
    view! {
        <span class=format!("badge badge-{tone}") data-state=state.as_str()>
            {icon(which)}
            {state.label()}
        </span>
    }
    .into_any()
}
