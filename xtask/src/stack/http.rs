//! Just enough HTTP to ask a part on this machine whether it is there.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// Whether GET of this path is answered with 200.
pub(super) fn answers(port: u16, path: &str) -> bool {
    status(port, path).is_some_and(|line| line.split(' ').nth(1) == Some("200"))
}

fn status(port: u16, path: &str) -> Option<String> {
    let patience = Duration::from_secs(2);
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream = TcpStream::connect_timeout(&address, patience).ok()?;
    stream.set_read_timeout(Some(patience)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut start = [0; 32];
    stream.read_exact(&mut start).ok()?;
    String::from_utf8(start.to_vec()).ok()
}
