//! The routes.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    components::layout::Layout,
    pages::{
        access::AccessPage,
        api::{ApiPage, ApiSchemas},
        clusters::{ChangeCluster, ClusterChangePage, Clusters, NewCluster, RemoveCluster},
        deliveries::Deliveries,
        doctor::Doctor,
        error::{ErrorPage, NotFound},
        event::EventPage,
        guide::{Guide, GuideTopic},
        history::History,
        home::Home,
        new_request::{EditRequest, NewRequest},
        request::RequestPage,
        requests::Requests,
        retire::{RestoreRole, RetireRole},
        revisions::Revisions,
        role::RolePage,
        roles::Roles,
        rules::Rules,
        settings::Settings,
        shortcuts::ShortcutsPage,
        signed_out::SignedOut,
        style::StylePage,
        together::TogetherPage,
        tokens::Tokens,
        unmanaged::{TablePage, Unmanaged, UnmanagedRolePage},
    },
    portal::PageError,
};

/// The whole application: a layout, and the page of the URL in it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Layout>
                <Body/>
            </Layout>
        </Router>
    }
}

/// A handler that refuses a POST puts a [`PageError`] into the context; it is then shown in place
/// of a page, whatever the URL is.
#[component]
fn Body() -> impl IntoView {
    match use_context::<PageError>() {
        Some(PageError(error)) => view! { <ErrorPage error/> }.into_any(),
        None => view! { <Pages/> }.into_any(),
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=Home ssr=SsrMode::Async/>
            <Route path=path!("/roles") view=Roles ssr=SsrMode::Async/>
            <Route path=path!("/roles/:id") view=RolePage ssr=SsrMode::Async/>
            <Route path=path!("/roles/:id/retire") view=RetireRole ssr=SsrMode::Async/>
            <Route path=path!("/roles/:id/restore") view=RestoreRole ssr=SsrMode::Async/>
            <Route path=path!("/requests") view=Requests ssr=SsrMode::Async/>
            // Before its neighbour: "new" would be read as a number otherwise.
            <Route path=path!("/requests/new") view=NewRequest ssr=SsrMode::Async/>
            <Route path=path!("/requests/together") view=TogetherPage ssr=SsrMode::Async/>
            <Route path=path!("/requests/:id/edit") view=EditRequest ssr=SsrMode::Async/>
            <Route path=path!("/requests/:id/revisions") view=Revisions ssr=SsrMode::Async/>
            <Route path=path!("/requests/:id") view=RequestPage ssr=SsrMode::Async/>
            <Route path=path!("/clusters") view=Clusters ssr=SsrMode::Async/>
            <Route path=path!("/clusters/new") view=NewCluster ssr=SsrMode::Async/>
            <Route path=path!("/clusters/:name/change") view=ChangeCluster ssr=SsrMode::Async/>
            <Route path=path!("/clusters/:name/remove") view=RemoveCluster ssr=SsrMode::Async/>
            <Route path=path!("/cluster-changes/:id") view=ClusterChangePage ssr=SsrMode::Async/>
            <Route path=path!("/unmanaged") view=Unmanaged ssr=SsrMode::Async/>
            // Before its neighbour, as above.
            <Route path=path!("/unmanaged/table") view=TablePage ssr=SsrMode::Async/>
            <Route path=path!("/unmanaged/:id") view=UnmanagedRolePage ssr=SsrMode::Async/>
            <Route path=path!("/rules") view=Rules ssr=SsrMode::Async/>
            <Route path=path!("/history") view=History ssr=SsrMode::Async/>
            <Route path=path!("/history/:position") view=EventPage ssr=SsrMode::Async/>
            <Route path=path!("/access") view=AccessPage ssr=SsrMode::Async/>
            <Route path=path!("/doctor") view=Doctor ssr=SsrMode::Async/>
            <Route path=path!("/style") view=StylePage ssr=SsrMode::Async/>
            <Route path=path!("/guide") view=Guide ssr=SsrMode::Async/>
            <Route path=path!("/guide/:topic") view=GuideTopic ssr=SsrMode::Async/>
            <Route path=path!("/shortcuts") view=ShortcutsPage ssr=SsrMode::Async/>
            <Route path=path!("/settings") view=Settings ssr=SsrMode::Async/>
            <Route path=path!("/deliveries") view=Deliveries ssr=SsrMode::Async/>
            <Route path=path!("/tokens") view=Tokens ssr=SsrMode::Async/>
            <Route path=path!("/api") view=ApiPage ssr=SsrMode::Async/>
            <Route path=path!("/api/schemas") view=ApiSchemas ssr=SsrMode::Async/>
            <Route path=path!("/signed-out") view=SignedOut ssr=SsrMode::Async/>
        </FlatRoutes>
    }
}
