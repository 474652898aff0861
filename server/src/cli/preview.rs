//! `roleport preview`: the form's check and the compiler, for other people's CI. No database,
//! network or clock.

use std::{
    io::{self, Read as _, Write as _},
    process::ExitCode,
};

use roleport_domain::{preview, request::RequestInput};
use serde::Serialize;

/// A request of more than 1 MiB was not written by a person.
const MAX_INPUT: u64 = 1024 * 1024;

pub(super) fn run(schema: bool) -> ExitCode {
    if schema {
        return print(&preview::schema(), ExitCode::SUCCESS);
    }
    let mut text = String::new();
    if let Err(error) = io::stdin().take(MAX_INPUT).read_to_string(&mut text) {
        return not_a_request(&format!("can't read standard input: {error}"));
    }
    match serde_json::from_str::<RequestInput>(&text) {
        Err(error) => not_a_request(&format!(
            "standard input is not a request: {error}. See `roleport preview --schema`."
        )),
        Ok(input) => {
            let preview = preview::preview(&input);
            let code = u8::from(!preview.valid);
            print(&preview, ExitCode::from(code))
        }
    }
}

fn not_a_request(reason: &str) -> ExitCode {
    eprintln!("roleport preview: {reason}");
    ExitCode::from(2)
}

fn print(value: &impl Serialize, code: ExitCode) -> ExitCode {
    let written = serde_json::to_string_pretty(value)
        .map_err(io::Error::other)
        .and_then(|text| writeln!(io::stdout().lock(), "{text}"));
    match written {
        Ok(()) => code,
        Err(error) => not_a_request(&format!("can't write standard output: {error}")),
    }
}
