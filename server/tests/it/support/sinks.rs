//! A mail server and a webhook's receiver, on real sockets of this process.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap};
use http::StatusCode;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// An e-mail as it came over the wire.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    pub data: String,
}

impl Mail {
    /// A header, its folded lines put together.
    pub fn header(&self, name: &str) -> String {
        let head = self.data.split("\r\n\r\n").next().unwrap();
        head.replace("\r\n ", " ")
            .lines()
            .find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned()))
            .unwrap_or_default()
    }

    /// What a part of this type says.
    pub fn part(&self, kind: &str) -> String {
        let (head, parts) = self.data.split_once("\r\n\r\n").unwrap();
        let boundary = head.split("boundary=\"").nth(1).unwrap();
        let boundary = boundary.split('"').next().unwrap();
        let part = parts
            .split(&format!("--{boundary}"))
            .find(|part| part.contains(&format!("Content-Type: {kind}")))
            .unwrap();
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        let body = body.strip_suffix("\r\n").unwrap();
        if head.contains("quoted-printable") {
            unquoted(body)
        } else {
            assert!(head.contains("7bit"), "{head}");
            body.to_owned()
        }
    }
}

/// The text of quoted-printable (RFC 2045, 6.7).
fn unquoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut pieces = joined.split('=');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

#[derive(Debug, Clone, Default)]
pub struct Mails(Arc<Mutex<Vec<Mail>>>);

impl Mails {
    /// Starts to take e-mail; gives its address as well.
    pub async fn listen() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mails = Self::default();
        let taken = mails.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(taken.clone().talk(stream));
            }
        });
        (mails, url)
    }

    async fn talk(self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 sink\r\n").await.ok()?;
        let mut to = String::new();
        while let Some(line) = lines.next_line().await.ok()? {
            let answer = match line.get(..4)? {
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1)?.to_owned();
                    "250 ok\r\n"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut data = String::new();
                    while let Some(line) = lines.next_line().await.ok()? {
                        if line == "." {
                            break;
                        }
                        data.push_str(&line);
                        data.push_str("\r\n");
                    }
                    let to = to.clone();
                    self.0.lock().unwrap().push(Mail { to, data });
                    "250 taken\r\n"
                }
                "QUIT" => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            write.write_all(answer.as_bytes()).await.ok()?;
        }
        Some(())
    }

    /// All so far.
    pub fn all(&self) -> Vec<Mail> {
        self.0.lock().unwrap().clone()
    }

    /// To whom, in order of the alphabet, without the domain that all share.
    pub fn to(&self) -> Vec<String> {
        let mut to: Vec<_> = self
            .all()
            .into_iter()
            .map(|mail| mail.to.replace("@example.com", ""))
            .collect();
        to.sort();
        to
    }

    pub fn clear(&self) {
        self.0.lock().unwrap().clear();
    }
}

/// What a webhook received.
#[derive(Debug, Clone)]
pub struct Hook {
    pub headers: HeaderMap,
    pub body: String,
}

impl Hook {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Debug, Clone)]
pub struct Hooks {
    taken: Arc<Mutex<Vec<Hook>>>,
    status: Arc<Mutex<StatusCode>>,
}

impl Hooks {
    /// Starts to take webhooks; gives its address as well.
    pub async fn listen() -> (Self, String) {
        let hooks = Self {
            taken: Arc::default(),
            status: Arc::new(Mutex::new(StatusCode::OK)),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().fallback(take).with_state(hooks.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (hooks, url)
    }

    pub fn all(&self) -> Vec<Hook> {
        self.taken.lock().unwrap().clone()
    }

    pub fn answer(&self, status: StatusCode) {
        *self.status.lock().unwrap() = status;
    }
}

async fn take(State(hooks): State<Hooks>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let body = String::from_utf8(body.to_vec()).unwrap();
    hooks.taken.lock().unwrap().push(Hook { headers, body });
    *hooks.status.lock().unwrap()
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().to_string()
}
