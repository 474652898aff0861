//! `roleport audit verify`: checks the whole chain of the history, row by row.

use std::process::ExitCode;

use roleport_domain::chain::{Break, Head};
use serde_json::json;

use super::database;
use crate::{
    config::Config,
    store::{self, protection},
};

/// Ends with 0 when the history is whole, 1 when it is not, 2 when it could not be checked.
pub(super) async fn verify(noted: Option<Head>, as_json: bool) -> ExitCode {
    match check(noted).await {
        Ok((outcome, protected)) => {
            print(outcome, &protected, noted, as_json);
            ExitCode::from(u8::from(outcome.is_err()))
        }
        Err(error) => {
            eprintln!("roleport: the history could not be checked: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn check(noted: Option<Head>) -> anyhow::Result<(Result<Head, Break>, String)> {
    let pool = database::as_server(&Config::load()?).await?;
    let protected = protection::protection(&mut *pool.acquire().await?).await?;
    let outcome = store::chain::verify(&pool, noted).await?;
    Ok((outcome, protected.to_string()))
}

fn print(outcome: Result<Head, Break>, protected: &str, noted: Option<Head>, as_json: bool) {
    if as_json {
        let report = match outcome {
            Ok(head) => json!({
                "intact": true,
                "events": head.position,
                "head": head.to_string(),
                "noted_head_found": noted.map(|_| true),
                "protection": protected,
            }),
            Err(broken) => json!({
                "intact": false,
                "position": broken.position,
                "fault": broken.fault.as_str(),
                "message": broken.to_string(),
                "protection": protected,
            }),
        };
        println!("{report}");
        return;
    }
    match outcome {
        Ok(head) => {
            println!("The history is whole: {} events.", head.position);
            if let Some(noted) = noted {
                println!(
                    "The head that was noted, {}, is still in it.",
                    noted.position
                );
            }
            println!("Protection: {protected}.");
            println!("Note this head outside the database, for the next check:");
            println!("{head}");
        }
        Err(broken) => println!(
            "THE HISTORY WAS CHANGED. First bad event: {}\nEvent {} {}.",
            broken.position,
            broken.position,
            broken.fault.words()
        ),
    }
}
