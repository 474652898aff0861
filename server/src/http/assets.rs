//! The built assets: their names carry their hash, so browsers keep them for good.

use std::{collections::BTreeMap, path::Path};

use http::{HeaderValue, header};
use tower::ServiceBuilder;
use tower_http::{
    services::ServeDir,
    set_header::{SetResponseHeader, SetResponseHeaderLayer},
};

/// A year, never asked for again.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Serves the folder, brotli where it was built and is accepted.
pub(super) fn service(site_dir: &Path) -> SetResponseHeader<ServeDir, HeaderValue> {
    ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            IMMUTABLE,
        ))
        .service(
            ServeDir::new(site_dir)
                .precompressed_br()
                .append_index_html_on_directories(false),
        )
}

/// What the build writes.
#[derive(serde::Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
    /// Scripts of single pages: a name, and that of its file.
    #[serde(default)]
    scripts: BTreeMap<String, String>,
}

/// Reads `manifest.json` of the site folder.
///
/// # Errors
/// When it is missing or not of the form that the build writes.
pub fn read_manifest(site_dir: &Path) -> anyhow::Result<roleport_app::Assets> {
    use anyhow::Context as _;
    let path = site_dir.join("manifest.json");
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!(
            "can't read {}: build the assets with `cargo xtask build-web` and set ROLEPORT_SITE_DIR",
            path.display()
        )
    })?;
    let manifest: Manifest = serde_json::from_str(&text)
        .with_context(|| format!("{} is not a manifest", path.display()))?;
    let url = |name: String| format!("/assets/{name}");
    Ok(roleport_app::Assets {
        js: url(manifest.js),
        wasm: url(manifest.wasm),
        css: url(manifest.css),
        scripts: manifest
            .scripts
            .into_iter()
            .map(|(name, file)| (name, url(file)))
            .collect(),
        present: true,
    })
}
