//! What each of the commands does.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    path::Path,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    Failure, Output, Pages, RoleFilters, View,
    client::Client,
    credentials::{self, Credentials},
    file, text,
};

/// How often a request that is watched is looked at.
const LOOK: Duration = Duration::from_secs(2);

pub(super) async fn login(url: &str, token: Option<String>) -> Result<(), Failure> {
    let token = match token {
        Some(token) => token,
        None => line("Token: ")?,
    };
    let credentials = Credentials {
        url: url.trim_end_matches('/').to_owned(),
        token: token.trim().to_owned(),
    };
    let me = Client::new(&credentials)?.get("/me", &[]).await?;
    let path = credentials::keep(&credentials)?;
    let name = me["name"].as_str().unwrap_or("somebody");
    print(&format!(
        "You are {name}; the token is kept in {}.\n",
        path.display()
    ));
    Ok(())
}

pub(super) async fn new(
    client: &Client,
    path: &Path,
    key: Option<String>,
    output: Output,
) -> Result<(), Failure> {
    let body = file::read(path)?;
    let key = key.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let request = client.post("/requests", &body, Some(&key)).await?;
    told(&request, output, text::request)
}

pub(super) async fn list(
    client: &Client,
    view: View,
    pages: Pages,
    output: Output,
) -> Result<(), Failure> {
    let view = match view {
        View::Queue => "queue",
        View::Riskiest => "riskiest",
        View::Mine => "mine",
        View::All => "all",
    };
    let query = [("view", view.to_owned())];
    let page = client.pages("/requests", &query, pages).await?;
    told(&page, output, text::requests)
}

pub(super) async fn show(client: &Client, number: u64, output: Output) -> Result<(), Failure> {
    let request = find(client, number).await?;
    told(&request, output, text::request)
}

pub(super) async fn watch(client: &Client, number: u64, output: Output) -> Result<(), Failure> {
    let mut seen = None;
    loop {
        let request = find(client, number).await?;
        let state = request["state"].as_str().unwrap_or_default().to_owned();
        if seen.as_ref() != Some(&state) {
            if output.json {
                print(&format!("{request}\n"));
            } else {
                print(&format!(
                    "request {number} is {}\n",
                    state.replace('_', " ")
                ));
            }
        }
        match state.as_str() {
            "applied" => return Ok(()),
            "rejected" | "withdrawn" | "expired" | "failed" => {
                let why = request["failure"].as_str().unwrap_or("it was not applied");
                return Err(Failure::Refused(format!(
                    "request {number} is {state}: {why}"
                )));
            }
            _ => {}
        }
        seen = Some(state);
        tokio::time::sleep(LOOK).await;
    }
}

pub(super) async fn approve(
    client: &Client,
    number: u64,
    comment: &str,
    yes: bool,
    output: Output,
) -> Result<(), Failure> {
    let request = find(client, number).await?;
    if !yes {
        // On the other stream: what is on this one may be read by a program.
        eprint!("{}", text::request(&request));
        if !io::stdin().is_terminal() {
            return Err(Failure::usage("nobody can be asked here: add --yes"));
        }
        let answer = line(&format!("Approve request {number}? [y/N] "))?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(Failure::Refused("not approved".to_owned()));
        }
    }
    decide(client, &request, number, "approve", comment, output).await
}

pub(super) async fn reject(
    client: &Client,
    number: u64,
    comment: &str,
    output: Output,
) -> Result<(), Failure> {
    let request = find(client, number).await?;
    decide(client, &request, number, "reject", comment, output).await
}

pub(super) async fn roles(
    client: &Client,
    search: String,
    filters: RoleFilters,
    pages: Pages,
    output: Output,
) -> Result<(), Failure> {
    let filters = [
        ("app", filters.app),
        ("namespace", filters.namespace),
        ("service_account", filters.service_account),
        ("cluster", filters.cluster),
        ("service", filters.service),
        ("state", filters.state),
        ("sort", filters.sort),
    ];
    let set = filters
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    let query: Vec<_> = [("q", search)].into_iter().chain(set).collect();
    let page = client.pages("/roles", &query, pages).await?;
    told(&page, output, text::roles)
}

pub(super) async fn role(client: &Client, number: u64, output: Output) -> Result<(), Failure> {
    let role = client.get(&format!("/roles/{number}"), &[]).await?;
    told(&role, output, text::role)
}

pub(super) async fn doctor(
    client: &Client,
    path: &Path,
    role: Option<u64>,
    output: Output,
) -> Result<(), Failure> {
    let mut body = json!({ "text": file::text(path)? });
    if let Some(role) = role {
        body["role"] = role.into();
    }
    let found = client.post("/doctor", &body, None).await?;
    told(&found, output, |found| {
        text::doctor::diagnosis(found, &client.page(""))
    })
}

/// Decides on the content that was read, and on no other.
async fn decide(
    client: &Client,
    request: &Value,
    number: u64,
    command: &str,
    comment: &str,
    output: Output,
) -> Result<(), Failure> {
    let body = json!({
        "version": request["version"],
        "hash": request["hash"],
        "plan": request["plan"]["hash"].as_str().unwrap_or_default(),
        "comment": comment,
    });
    let path = format!("/requests/{number}/{command}");
    let now = client.post(&path, &body, None).await?;
    told(&now, output, |now| {
        let state = now["state"].as_str().unwrap_or_default();
        format!("request {number} is {}\n", state.replace('_', " "))
    })
}

async fn find(client: &Client, number: u64) -> Result<Value, Failure> {
    client.get(&format!("/requests/{number}"), &[]).await
}

pub(super) fn told(
    answer: &Value,
    output: Output,
    words: impl FnOnce(&Value) -> String,
) -> Result<(), Failure> {
    if output.json {
        let text = serde_json::to_string_pretty(answer)
            .map_err(|error| Failure::Refused(error.to_string()))?;
        print(&format!("{text}\n"));
    } else {
        print(&words(answer));
    }
    Ok(())
}

/// `print!` would panic where the reader has gone, as `head` does.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn line(question: &str) -> Result<String, Failure> {
    eprint!("{question}");
    let mut answer = String::new();
    match io::stdin().lock().read_line(&mut answer) {
        Ok(1..) => Ok(answer),
        _ => Err(Failure::usage("nothing was typed")),
    }
}
