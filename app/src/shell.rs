//! The document around every page.

use std::collections::BTreeMap;

use chrono::Utc;
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{
    App, Theme, Zone,
    components::layout::may_ask,
    language::{self, t},
    portal::{Viewer, moment::machine},
};

/// URL paths of the built assets. Pages find them in the context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The loader that wasm-bindgen wrote.
    pub js: String,
    /// The browser's half.
    pub wasm: String,
    /// The stylesheet.
    pub css: String,
    /// The plain scripts of `app/scripts`: the name of each, and its URL path.
    pub scripts: BTreeMap<String, String>,
    /// Whether the browser's half was built; without it pages are plain HTML.
    pub present: bool,
}

impl Assets {
    /// A plain script; nothing where the browser's half was not built.
    pub(crate) fn script(&self, name: &str) -> Option<AnyView> {
        let url = self.scripts.get(name)?.clone();
        Some(view! { <script type="module" src=url></script> }.into_any())
    }
}

/// A plain script of the page that is being made.
pub(crate) fn page_script(name: &str) -> Option<AnyView> {
    use_context::<Assets>()?.script(name)
}

/// The plain scripts that every page has.
const EVERYWHERE: [&str; 3] = ["times.js", "copy.js", "live.js"];

/// The HTML document, with the application inside.
pub fn shell(assets: Assets) -> impl IntoView {
    // What Leptos's own HydrationScripts does for islands: nothing outside an island is hydrated,
    // so the page carries no serialised data for it.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    provide_context(assets.clone());
    let plain = EVERYWHERE.map(|name| assets.script(name)).collect_view();
    let Assets {
        js,
        wasm,
        css,
        present,
        ..
    } = assets;
    let css = (!css.is_empty()).then(|| view! { <link rel="stylesheet" href=css/> });
    let asks = use_context::<Viewer>().is_some_and(|viewer| may_ask(&viewer));
    let scripts = present.then(|| scripts(&js, &wasm, asks));
    let theme = use_context::<Theme>().unwrap_or_default();
    let zone = Zone::of_page();
    view! {
        <!DOCTYPE html>
        <html
            lang=language::of_page().tag()
            data-theme=theme.as_str()
            data-zone=zone.name()
            data-zone-by=zone.source().as_str()
            data-made=machine(Utc::now())
            data-just-now=t!(parts_ago_now)
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="description" content=t!(layout_description)/>
                <meta name="color-scheme" content=theme.color_scheme()/>
                <link rel="icon" href=FAVICON/>
                {css}
                {plain}
                {scripts}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The logo as a data URL: one request less, and no file to keep beside the stylesheet.
const FAVICON: &str = concat!(
    "data:image/svg+xml,",
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E",
    "%3Crect width='24' height='24' rx='6' fill='%234353d9'/%3E",
    "%3Cpath d='M7 18V9a5 5 0 0 1 10 0v9M12 18v-5' fill='none' stroke='white' ",
    "stroke-width='2.2' stroke-linecap='round'/%3E%3C/svg%3E",
);

/// Leptos's HydrationScripts guesses file names from the server's own folder; these are the names
/// that the server found in its site folder. No preload: only pages with islands want the files at once,
/// and the script asks for both. It fetches them `ahead`, once a page is there, for whoever may ask for access: so the form is
/// as quick as any later page.
fn scripts(js: &str, wasm: &str, ahead: bool) -> AnyView {
    let start = include_str!("island_start.js");
    let script = format!("({start})({js:?}, {wasm:?}, {ahead});");
    view! { <script type="module" nonce=use_nonce() inner_html=script></script> }.into_any()
}
