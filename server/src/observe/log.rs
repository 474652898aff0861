//! The log, and traces beside it.

use anyhow::Context as _;
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use super::Traces;
use crate::config::{Config, LogFormat};

/// Starts the log as configured, and traces where the environment names a collector. What is given
/// has to be ended with [`Traces::end`], so that the last spans are sent.
///
/// # Errors
/// When the filter or the collector's address can't be used.
pub fn start(config: &Config) -> anyhow::Result<Traces> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| {
        format!(
            "ROLEPORT_LOG is \"{}\": use info, or target=level",
            config.log
        )
    })?;
    let lines = tracing_subscriber::fmt::layer::<Registry>()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    let lines = match config.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        // The list of spans has the current one as its last.
        LogFormat::Json => lines
            .json()
            .with_current_span(false)
            .with_filter(filter)
            .boxed(),
    };
    let traces = Traces::start()?;
    tracing_subscriber::registry()
        .with(lines)
        .with(traces.layer())
        .init();
    Ok(traces)
}
