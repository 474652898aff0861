//! What is around every page: header, main, footer.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use roleport_domain::authorize::{Action, Stake, Subject, may};

use super::{
    language_switch::language_switch, shortcuts::shortcut_dialog, theme_switch::theme_switch,
};
use crate::{
    Zone,
    language::{rich, t},
    portal::Viewer,
};

/// Header, the page, footer.
#[component]
pub(crate) fn Layout(children: Children) -> impl IntoView {
    let viewer = use_context::<Viewer>();
    let zone = |name| view! { <span class="zone">{name}</span> }.into_any();
    // They lead to pages that need a sign-in.
    let shortcuts = viewer
        .as_ref()
        .map(|_| view! { <a class="footer-link" href="/shortcuts">{t!(layout_shortcuts)}</a> });
    let dialog = viewer.as_ref().and_then(|_| shortcut_dialog());
    view! {
        <a class="skip-link" href="#main">{t!(layout_skip)}</a>
        <header class="header">
            <div class="header-inner">
                <a class="brand" href="/">{logo()} "Roleport"</a>
                {viewer.as_ref().map(navigation)}
                {viewer.map(|viewer| account(&viewer))}
            </div>
        </header>
        <main id="main" class="main" tabindex="-1">{children()}</main>
        <footer class="footer">
            <p>{rich!(layout_times, zone = Zone::of_page().name(); zone: zone)}</p>
            {shortcuts}
            {language_switch()}
            {theme_switch()}
        </footer>
        {dialog}
    }
}

/// Whether this person may ask for access at all; an auditor may not.
pub(crate) fn may_ask(viewer: &Viewer) -> bool {
    let subject = Subject {
        roles: &viewer.roles,
        stake: Stake::Other,
    };
    may(subject, Action::Submit, None).is_ok()
}

fn navigation(viewer: &Viewer) -> AnyView {
    let path = use_location().pathname.get_untracked();
    let current = |here: bool| here.then_some("page");
    let roles = current(path.starts_with("/roles") || path.starts_with("/unmanaged"));
    let requests = current(path.starts_with("/requests") && path != "/requests/new");
    let rules = current(path.starts_with("/rules"));
    let doctor = current(path == "/doctor");
    let guide = current(path.starts_with("/guide"));
    let history = current(path.starts_with("/history") || path == "/access");
    let subject = Subject {
        roles: &viewer.roles,
        stake: Stake::Other,
    };
    let clusters = may(subject, Action::SeeUnmanaged, None).is_ok().then(|| {
        let here = current(path.starts_with("/cluster"));
        view! { <a href="/clusters" aria-current=here>{t!(layout_nav_clusters)}</a> }
    });
    let deliveries = may(subject, Action::SeeDeliveries, None).is_ok().then(|| {
        let here = current(path == "/deliveries");
        view! { <a href="/deliveries" aria-current=here>{t!(layout_nav_notifications)}</a> }
    });
    view! {
        <nav class="nav" aria-label=t!(layout_nav)>
            <a href="/roles" aria-current=roles>{t!(layout_nav_roles)}</a>
            <a href="/requests" aria-current=requests>{t!(layout_nav_requests)}</a>
            <a href="/doctor" aria-current=doctor>{t!(layout_nav_doctor)}</a>
            <a href="/guide" aria-current=guide>{t!(layout_nav_guide)}</a>
            <a href="/rules" aria-current=rules>{t!(layout_nav_rules)}</a>
            <a href="/history" aria-current=history>{t!(layout_nav_history)}</a>
            {clusters}
            {deliveries}
        </nav>
    }
    .into_any()
}

fn account(viewer: &Viewer) -> AnyView {
    // The home page has one obvious thing to do, and it is another.
    let home = use_location().pathname.get_untracked() == "/";
    let class = if home {
        "button button-small"
    } else {
        "button button-small button-primary"
    };
    let ask = may_ask(viewer)
        .then(|| view! { <a class=class href="/requests/new">{t!(layout_new_request)}</a> });
    view! {
        <div class="account">
            {ask}
            <a class="account-name" href="/settings" title=viewer.email.clone()>
                {viewer.name.clone()} <span class="visually-hidden">{t!(layout_settings)}</span>
            </a>
            <form method="post" action="/sign-out">
                <button class="button button-small button-quiet" type="submit">{t!(layout_sign_out)}</button>
            </form>
        </div>
    }
    .into_any()
}

/// A port: an arch over a path that leads in.
fn logo() -> AnyView {
    view! {
        <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <rect width="24" height="24" rx="6"></rect>
            <path d="M7 18V9a5 5 0 0 1 10 0v9M12 18v-5"></path>
        </svg>
    }.into_any()
}
