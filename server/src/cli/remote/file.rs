//! A request in a file.

use std::{fs, io::Read as _, path::Path};

use serde_json::Value;

use super::Failure;

/// Reads text; `-` is standard input.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let mut text = String::new();
    let got = if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    got.map_err(|error| Failure::usage(format!("can’t read {shown}: {error}")))
}

/// Reads JSON, or TOML where the name says so; `-` is JSON from standard input.
pub(super) fn read(path: &Path) -> Result<Value, Failure> {
    let shown = path.display();
    let text = text(path)?;
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        toml::from_str(&text)
            .map_err(|error| Failure::usage(format!("{shown} is no TOML: {error}")))
    } else {
        serde_json::from_str(&text)
            .map_err(|error| Failure::usage(format!("{shown} is no JSON: {error}")))
    }
}
