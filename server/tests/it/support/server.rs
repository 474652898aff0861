//! The program itself, as a process of its own.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Duration,
};

use roleport_domain::cluster::Cluster;
use sqlx::{ConnectOptions as _, PgPool};

/// A server that is killed when the test ends, however it ends.
pub struct Server {
    child: Child,
    said: PathBuf,
    log: PathBuf,
}

impl Server {
    /// Starts one in a folder of [`folder`], with these variables besides.
    pub fn start(folder: &Path, pool: &PgPool, aws: &str, more: &[(&str, &str)]) -> Self {
        let said = folder.join("said");
        let log = folder.join("log");
        let child = Command::new(env!("CARGO_BIN_EXE_roleport"))
            .arg("serve")
            .current_dir(folder)
            .env(
                "DATABASE_URL",
                pool.connect_options().to_url_lossy().as_str(),
            )
            .env("ROLEPORT_CONFIG", folder.join("roleport.toml"))
            .env("ROLEPORT_SITE_DIR", folder)
            .env("ROLEPORT_LISTEN", "127.0.0.1:0")
            .env("ROLEPORT_OIDC_ISSUER", "http://127.0.0.1:9")
            .env("ROLEPORT_OIDC_CLIENT_ID", "roleport")
            .env("ROLEPORT_OIDC_ROLE_MAP", "devops=approver")
            .env("ROLEPORT_AWS_ENDPOINT_URL", aws)
            .env("ROLEPORT_AWS_REGION", "us-east-1")
            .env("ROLEPORT_WORKER_TAKEOVER_SECONDS", "3")
            .env("ROLEPORT_LIVE", "polling")
            .env("ROLEPORT_LOG", "error")
            .envs(more.iter().copied())
            .stdout(File::create(&said).unwrap())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Self { child, said, log }
    }

    /// SIGKILL: nothing is finished, nothing is said.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; gives whether it ended well.
    pub async fn stop(&mut self) -> bool {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        for _ in 0..300 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }

    /// Where it listens, once it does.
    pub async fn address(&self) -> String {
        for _ in 0..300 {
            let said = std::fs::read_to_string(&self.said).unwrap();
            if let Some((_, address)) = said.trim_end().split_once("listening on ") {
                return address.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it does not listen: {}", self.log())
    }

    /// All that it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with what a server needs to start.
pub fn folder(cluster: &Cluster) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let clusters = serde_json::json!({ "clusters": [cluster] });
    std::fs::write(
        folder.path().join("roleport.toml"),
        toml::to_string(&clusters).unwrap(),
    )
    .unwrap();
    std::fs::write(
        folder.path().join("manifest.json"),
        r#"{"js":"a.js","wasm":"a.wasm","css":"a.css"}"#,
    )
    .unwrap();
    folder
}
