//! The two views of the audit history.

use leptos::prelude::*;

use crate::language::t;

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
        <nav class="tabs" aria-label=t!(history_views)>
            <a href="/history" aria-current=current(AuditTab::Events)>{t!(history_view_events)}</a>
            <a href="/access" aria-current=current(AuditTab::Access)>{t!(history_view_access)}</a>
        </nav>
    }
    .into_any()
}
