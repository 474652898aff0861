//! `roleport audit list`, `show`, `export` and `access`: the history, as a server tells it.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};

use super::{Failure, Output, Pages, client::Client, commands::told, text::audit as text};

/// Which events; each part narrows it.
#[derive(Debug, Args)]
pub(in super::super) struct Filter {
    /// Part of a person’s name or e-mail address.
    #[arg(long)]
    person: Option<String>,
    /// Part of a role’s name.
    #[arg(long)]
    role: Option<String>,
    /// A bucket’s name, or an address in it.
    #[arg(long)]
    bucket: Option<String>,
    /// First day, in UTC, such as 2026-11-25.
    #[arg(long)]
    from: Option<String>,
    /// Last day, in UTC.
    #[arg(long)]
    to: Option<String>,
    /// A kind such as request.approved, a group such as request, or refused.
    #[arg(long)]
    kind: Option<String>,
}

impl Filter {
    fn query(self) -> Vec<(&'static str, String)> {
        [
            ("person", self.person),
            ("role", self.role),
            ("bucket", self.bucket),
            ("from", self.from),
            ("to", self.to),
            ("kind", self.kind),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// The form of a file.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in super::super) enum Format {
    /// With a header line (RFC 4180).
    Csv,
    /// An object a line.
    Jsonl,
}

/// What may be done with objects.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in super::super) enum Access {
    /// See which objects there are.
    List,
    /// Read objects.
    Read,
    /// Create and overwrite objects.
    Write,
    /// Delete objects.
    Delete,
}

/// What can be read of the history.
#[derive(Debug, Subcommand)]
pub(in super::super) enum AuditCommand {
    /// List events, newest first, 50 at a time.
    List {
        #[command(flatten)]
        filter: Filter,
        #[command(flatten)]
        pages: Pages,
        #[command(flatten)]
        output: Output,
    },
    /// Show an event with all that is known of it.
    Show {
        /// Its place in the history.
        position: u64,
        #[command(flatten)]
        output: Output,
    },
    /// Export events as a file, newest first.
    Export {
        #[command(flatten)]
        filter: Filter,
        /// The form of the file.
        #[arg(long, value_enum, default_value = "jsonl")]
        format: Format,
        /// Where to; standard output without it. A file is there only when it is whole.
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Say who had access to a bucket on a day, since when, and who allowed it.
    Access {
        /// Its name, or an address in it such as s3://price-tables/in/.
        bucket: String,
        /// The start of the keys; the whole bucket without it.
        #[arg(long)]
        prefix: Option<String>,
        /// The day, in UTC, such as 2026-11-25; today without it.
        #[arg(long)]
        day: Option<String>,
        /// Any of these, with commas; read without it.
        #[arg(long, value_enum, value_delimiter = ',')]
        access: Vec<Access>,
        #[command(flatten)]
        output: Output,
    },
}

/// Carries one of them out.
pub(super) async fn carry_out(client: &Client, command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::List {
            filter,
            pages,
            output,
        } => {
            let page = client.pages("/history", &filter.query(), pages).await?;
            told(&page, output, text::events)
        }
        AuditCommand::Show { position, output } => {
            let event = client.get(&format!("/history/{position}"), &[]).await?;
            told(&event, output, text::event)
        }
        AuditCommand::Export {
            filter,
            format,
            output,
        } => export(client, &filter.query(), format, output.as_deref()).await,
        AuditCommand::Access {
            bucket,
            prefix,
            day,
            access,
            output,
        } => {
            let access: Vec<_> = access
                .iter()
                .filter_map(|access| Some(access.to_possible_value()?.get_name().to_owned()))
                .collect();
            let access = (!access.is_empty()).then(|| access.join(","));
            let mut query = vec![("bucket", bucket)];
            let more = [("prefix", prefix), ("day", day), ("access", access)];
            query.extend(
                more.into_iter()
                    .filter_map(|(name, value)| Some((name, value?))),
            );
            let answer = client.get("/access", &query).await?;
            told(&answer, output, text::answer)
        }
    }
}

async fn export(
    client: &Client,
    query: &[(&str, String)],
    format: Format,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let path = match format {
        Format::Csv => "/history/export.csv",
        Format::Jsonl => "/history/export.jsonl",
    };
    let Some(whole) = output else {
        // A reader who has gone, as `head` does, wants no more.
        let write = |piece: &[u8]| Ok(io::stdout().lock().write_all(piece).is_ok());
        return client.download(path, query, write).await;
    };
    let failed =
        |error: io::Error| Failure::Refused(format!("can’t write {}: {error}", whole.display()));
    // Beside it, until nothing is missing: a part must never be taken for all.
    let mut part = whole.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = fs::File::create(&part).map_err(failed)?;
    let write = |piece: &[u8]| file.write_all(piece).map(|()| true).map_err(failed);
    let done = match client.download(path, query, write).await {
        Ok(()) => fs::rename(&part, whole).map_err(failed),
        Err(failure) => Err(failure),
    };
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}
