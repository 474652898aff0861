//! The two views of the audit history.

use leptos::prelude::*;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuditTab {
    /// Event by event.
    Events,
    /// Who had access to a bucket on a day.
    Access,
}

/// The way from one to the other.
pub(crate) fn audit_tabs(shown: AuditTab) -> AnyView {
    let current = |tab: AuditTab| (shown == tab).then_some("page");
    view! {
        <nav class="tabs" aria-label="Views of the history">
            <a href="/history" aria-current=current(AuditTab::Events)>"Events"</a>
            <a href="/access" aria-current=current(AuditTab::Access)>"Who had access"</a>
        </nav>
    }
    .into_any()
}
