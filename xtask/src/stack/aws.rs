//! The stand-in for AWS: ministack, with IAM enforced.
//!
//! What it does, found by trying (1.5.33):
//! - an access key of 12 digits is the root user of the account of that number, with any secret;
//!   so one server holds several accounts. The key `test` is the root of `MINISTACK_ACCOUNT_ID`
//!   (default 000000000000); any other key is refused unless IAM gave it out;
//! - by its manual, `AWS_ACCESS_KEY_ID` in its own environment names the root user: it is removed;
//! - with `PERSIST_STATE=1` the state is written when it ends by TERM or INT, and only then.

use std::{fs, process::Command, time::Duration};

use super::{Ports, Stack, http, process::Process};
use crate::{
    output,
    paths::{self, Paths},
};

/// The account that the demo's clusters are in.
pub(crate) const ACCOUNT_ID: &str = "003250186609";
/// Any region will do; IAM has none.
const REGION: &str = "eu-central-1";

/// Starts it, unless the environment names an AWS, and tells the portal.
pub(super) fn start(stack: &mut Stack, paths: &Paths, ports: &Ports) -> anyhow::Result<()> {
    if ["ROLEPORT_AWS_ENDPOINT_URL", "ROLEPORT_AWS_REGION"]
        .iter()
        .any(|name| paths::set(name).is_some())
    {
        output::note("Using the AWS of ROLEPORT_AWS_ENDPOINT_URL or ROLEPORT_AWS_REGION");
        return Ok(());
    }
    let folder = stack.folder.join("aws");
    fs::create_dir_all(&folder)?;
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "TERM", "--"])
        .arg(paths.cache.join("venv/bin/ministack"))
        .env("GATEWAY_PORT", ports.aws.to_string())
        .env("BIND_HOST", "127.0.0.1")
        .env("AUTH", "true")
        .env("MINISTACK_ACCOUNT_ID", ACCOUNT_ID)
        .env("MINISTACK_REGION", REGION)
        .env("PERSIST_STATE", "1")
        .env("STATE_DIR", folder.join("state"))
        .env("S3_PERSIST", "1")
        .env("S3_DATA_DIR", folder.join("s3"))
        .current_dir(&folder);
    for name in [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
    ] {
        command.env_remove(name);
    }
    let mut process = Process::start("AWS stand-in", command, &stack.logs(), "TERM")?;
    process.wait_for(Duration::from_secs(30), |_| {
        http::answers(ports.aws, "/_ministack/health").then_some(())
    })?;
    stack.hold(process);
    stack.local_aws = true;
    stack.tell(
        "ROLEPORT_AWS_ENDPOINT_URL",
        &format!("http://127.0.0.1:{}", ports.aws),
    );
    stack.tell("ROLEPORT_AWS_REGION", REGION);
    stack.tell("AWS_REGION", REGION);
    stack.tell("AWS_ACCESS_KEY_ID", ACCOUNT_ID);
    stack.tell("AWS_SECRET_ACCESS_KEY", "test");
    Ok(())
}
