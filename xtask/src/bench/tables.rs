//! The figures as tables.

use std::fmt::Write as _;

use anyhow::Context as _;
use serde_json::Value;

use super::sizes::kilobytes;

/// Beyond this, the docs have to say why.
const FLAT: f64 = 1.5;
/// One statement this often on one page is a loop.
const A_LOOP: u64 = 4;

/// All of it, for the two databases.
pub(super) fn tables(machine: &str, one: &Value, other: &Value) -> anyhow::Result<String> {
    let mut page = format!("{machine}.\n\n");
    let size = |figures: &Value| {
        format!(
            "{} requests, {} events, {}",
            figures["requests"],
            figures["events"],
            figures["size"].as_str().unwrap_or_default()
        )
    };
    let load = |figures: &Value| figures["load"][0].as_f64().unwrap_or_default();
    writeln!(
        page,
        "Small: {}. Large: {}. Load average at the end of each: {:.1} and {:.1}.\n",
        size(one),
        size(other),
        load(one),
        load(other)
    )?;
    let pages = pairs(one, other, "results")?;
    latency(&mut page, &pages)?;
    throughput(&mut page, &pages, &other["clients"])?;
    commands(&mut page, &pairs(one, other, "commands")?)?;
    rest(&mut page, one, other)?;
    Ok(page)
}

type Pair<'a> = (&'a Value, &'a Value);

/// What was measured in both, which must be the same things.
fn pairs<'a>(one: &'a Value, other: &'a Value, key: &str) -> anyhow::Result<Vec<Pair<'a>>> {
    let lines = |figures: &'a Value| figures[key].as_array().context("no results");
    let (one, other) = (lines(one)?, lines(other)?);
    let named = one.iter().map(|line| &line["name"]);
    anyhow::ensure!(
        named.eq(other.iter().map(|line| &line["name"])),
        "the runs differ"
    );
    Ok(one.iter().zip(other).collect())
}

fn latency(page: &mut String, pages: &[Pair]) -> anyhow::Result<()> {
    *page += "### One after the other\n\nMilliseconds, p50 / p95.\n\n";
    *page += "| page | who | small, HTTP | small, SQL | large, HTTP | large, SQL | large ÷ small, HTTP | SQL | HTTP ÷ SQL, large | statements |\n";
    *page += "|---|---|---|---|---|---|---|---|---|---|\n";
    for (one, other) in pages {
        writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            name(other),
            other["who"].as_str().unwrap_or_default(),
            times(one, "http"),
            times(one, "sql"),
            times(other, "http"),
            times(other, "sql"),
            growth(one, other, "http"),
            growth(one, other, "sql"),
            ratio(median(other, "http"), median(other, "sql")),
            statements(other),
        )?;
    }
    Ok(())
}

fn throughput(page: &mut String, pages: &[Pair], clients: &Value) -> anyhow::Result<()> {
    writeln!(
        page,
        "\n### {clients} at once, and sizes\n\nAnswers each second by {clients} clients; the SQL of so many pages by {clients} connections; the better of two turns. Bytes are the large database's.\n"
    )?;
    *page += "| page | who | small, HTTP | large, HTTP | large, SQL | SQL ÷ HTTP | large ÷ small, HTTP | as sent | uncompressed | first visit |\n";
    *page += "|---|---|---|---|---|---|---|---|---|---|\n";
    for (one, other) in pages {
        let rate = |line: &Value, kind: &str| {
            line[kind]
                .as_f64()
                .map_or_else(String::new, |rate| format!("{rate:.0}"))
        };
        let bytes = |kind: &str| other[kind].as_u64().map_or_else(String::new, kilobytes);
        let each = |line: &Value| line["each"].as_f64();
        writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            name(other),
            other["who"].as_str().unwrap_or_default(),
            rate(one, "each"),
            rate(other, "each"),
            rate(other, "many"),
            ratio(other["many"].as_f64(), each(other)),
            ratio(each(other), each(one)),
            bytes("bytes"),
            bytes("text"),
            bytes("first"),
        )?;
    }
    Ok(())
}

fn commands(page: &mut String, commands: &[Pair]) -> anyhow::Result<()> {
    *page += "\n### Commands\n\nBy the API, milliseconds, p50 / p95. HTTP and SQL wait for the disk at their commit.\n\n";
    *page += "| command | small, HTTP | small, SQL | large, HTTP | large, SQL | large ÷ small, HTTP | SQL | HTTP ÷ SQL, large |\n";
    *page += "|---|---|---|---|---|---|---|---|\n";
    for (one, other) in commands {
        writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            name(other),
            times(one, "http"),
            times(one, "sql"),
            times(other, "http"),
            times(other, "sql"),
            growth(one, other, "http"),
            growth(one, other, "sql"),
            ratio(median(other, "http"), median(other, "sql")),
        )?;
    }
    Ok(())
}

/// Memory, AWS's share, and what else took its time.
fn rest(page: &mut String, one: &Value, other: &Value) -> anyhow::Result<()> {
    *page += "\n### Memory of the server\n\nMiB of its process that are in memory (RSS).\n\n";
    *page += "| database | at rest | after all of this | most |\n|---|---|---|---|\n";
    for (label, figures) in [("small", one), ("large", other)] {
        let memory = |when: &str| figures["memory"][when].as_u64().unwrap_or_default() >> 10;
        writeln!(
            page,
            "| {label} | {} | {} | {} |",
            memory("rest"),
            memory("load"),
            memory("peak")
        )?;
    }
    let asking: Vec<_> = lines(other)
        .filter(|line| line["aws"].as_u64().unwrap_or_default() > 0)
        .map(|line| format!("{} ({})", name(line), line["aws"]))
        .collect();
    *page += "\n### AWS\n\n";
    if asking.is_empty() {
        *page += "No page asks AWS while it is made: each shows what the worker has read. ";
    } else {
        writeln!(
            page,
            "Pages that ask AWS, with their calls: {}. ",
            asking.join(", ")
        )?;
    }
    let look = |figures: &Value, key: &str| figures["clusters"][key].as_f64().unwrap_or_default();
    writeln!(
        page,
        "\"Look again now\" on the clusters' page has the worker ask: {} calls, {:.0} ms of {:.0} ms from the button to what is shown (small), {:.0} ms of {:.0} ms (large); the stand-in for AWS is on the same machine.",
        look(other, "calls"),
        look(one, "aws"),
        look(one, "milliseconds"),
        look(other, "aws"),
        look(other, "milliseconds")
    )?;
    let seconds = |figures: &Value, key: &str| figures["seconds"][key].as_f64().unwrap_or_default();
    writeln!(
        page,
        "\n### The rest\n\n`roleport audit verify` reads and checks the events, and that each is found by its buckets, in {:.1} s (small) and {:.0} s (large). The seed took {:.0} s and {:.0} s.",
        seconds(one, "verified"),
        seconds(other, "verified"),
        seconds(one, "seeded"),
        seconds(other, "seeded")
    )?;
    Ok(())
}

fn lines(figures: &Value) -> impl Iterator<Item = &Value> {
    figures["results"].as_array().into_iter().flatten()
}

/// What was asked for, and its status where that is another one than usual.
fn name(line: &Value) -> String {
    let name = line["name"].as_str().unwrap_or_default();
    match line["status"].as_u64() {
        None | Some(200) => name.to_owned(),
        Some(status) => format!("{name} ({status})"),
    }
}

fn median(line: &Value, kind: &str) -> Option<f64> {
    line[kind][0].as_f64()
}

fn ratio(one: Option<f64>, other: Option<f64>) -> String {
    match (one, other) {
        (Some(one), Some(other)) => format!("{:.1}", one / other),
        _ => String::new(),
    }
}

/// How much longer it takes with more rows, in bold where that is not flat.
fn growth(one: &Value, other: &Value, kind: &str) -> String {
    // Of each the quickest: what else the machine does makes slower, and the two are measured minutes apart.
    let least = |line: &Value| line[kind][2].as_f64();
    let (Some(one), Some(other)) = (least(one), least(other)) else {
        return String::new();
    };
    bold(&format!("{:.1}", other / one), other / one > FLAT)
}

fn bold(text: &str, is: bool) -> String {
    if is {
        format!("**{text}**")
    } else {
        text.to_owned()
    }
}

/// How many, and how many of them are one and the same where that is many.
fn statements(line: &Value) -> String {
    let (all, alike) = (&line["statements"]["all"], &line["statements"]["alike"]);
    match alike.as_u64() {
        Some(alike) if alike >= A_LOOP => format!("**{all}**, {alike} alike"),
        _ => all.to_string(),
    }
}

fn times(line: &Value, kind: &str) -> String {
    let times = line[kind].as_array().map(Vec::as_slice).unwrap_or_default();
    let times: Vec<_> = times
        .iter()
        .take(2)
        .filter_map(Value::as_f64)
        .map(|time| {
            if time < 10.0 {
                format!("{time:.2}")
            } else {
                format!("{time:.0}")
            }
        })
        .collect();
    times.join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(milliseconds: f64) -> Value {
        json!({
            "requests": 1, "events": 2, "size": "1 MB", "load": [0.5], "clients": 4, "commands": [],
            "results": [
                {"name": "list", "who": "ops", "status": 200, "http": [milliseconds, 30.0, milliseconds], "sql": [1.0, 1.0, 1.0], "each": 100.0, "many": 400.0,
                 "bytes": 1234, "text": 5678, "first": null, "aws": 0, "statements": {"all": 9, "alike": 5}},
                {"name": "style", "who": "dev", "status": 404, "http": [1.0, 2.0, 1.0], "sql": null, "each": 100.0, "many": null,
                 "bytes": 1, "text": 1, "first": 2, "aws": 0, "statements": {"all": 1, "alike": 1}},
            ],
        })
    }

    #[test]
    fn what_is_not_flat_and_what_loops_is_marked() -> anyhow::Result<()> {
        let page = tables("a machine", &run(2.0), &run(4.0))?;
        for line in [
            "| list | ops | 2.00 / 30 | 1.00 / 1.00 | 4.00 / 30 | 1.00 / 1.00 | **2.0** | 1.0 | 4.0 | **9**, 5 alike |",
            "| list | ops | 100 | 100 | 400 | 4.0 | 1.0 | 1.3 kB | 5.7 kB |  |",
            "| style (404) | dev | 1.00 / 2.00 |  | 1.00 / 2.00 |  | 1.0 |  |  | 1 |",
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
        Ok(())
    }

    #[test]
    fn runs_of_other_pages_are_not_compared() {
        let mut other = run(2.0);
        other["results"][1]["name"] = "home".into();
        assert!(tables("a machine", &run(2.0), &other).is_err());
    }
}
