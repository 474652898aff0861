//! `roleport healthcheck`: what a container asks of itself.

use std::time::Duration;

use anyhow::Context as _;

use crate::config::Config;

pub(super) async fn run() -> anyhow::Result<()> {
    let config = Config::load()?;
    let address = config
        .listen
        .replace("0.0.0.0", "127.0.0.1")
        .replace("[::]", "[::1]");
    reqwest::Client::builder()
        .timeout(Duration::from_secs(3))
        .build()?
        .get(format!("http://{address}/readyz"))
        .send()
        .await
        .with_context(|| format!("no answer from {address}"))?
        .error_for_status()
        .context("not ready")?;
    Ok(())
}
