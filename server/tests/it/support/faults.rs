//! A proxy in front of the server that speaks IAM: it notes every call, and lets one go wrong.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use tokio::{net::TcpListener, sync::mpsc};

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Too many calls; it has no effect.
    Throttled,
    /// A 500; it has no effect.
    Broken,
    /// The connection ends in the middle of the answer; it has taken effect.
    Reset,
    /// No answer comes; it has no effect.
    Silent,
    /// No answer comes; it has taken effect.
    Lost,
    /// Roleport's rights do not cover it.
    Denied,
    /// A quota is used up.
    Limit,
}

impl Fault {
    pub const ALL: [Self; 7] = [
        Self::Throttled,
        Self::Broken,
        Self::Reset,
        Self::Silent,
        Self::Lost,
        Self::Denied,
        Self::Limit,
    ];

    /// Whether the same call may succeed later.
    pub fn passes(self) -> bool {
        !matches!(self, Self::Denied | Self::Limit)
    }
}

#[derive(Debug, Default)]
struct Script {
    calls: Vec<String>,
    /// At the first call of this name, once.
    next: Option<(String, Fault)>,
}

/// The proxy; it ends with the test.
#[derive(Debug, Clone)]
pub struct Proxy {
    pub url: String,
    script: Arc<Mutex<Script>>,
    struck: Arc<Mutex<Option<mpsc::UnboundedSender<()>>>>,
}

#[derive(Clone)]
struct Shared {
    upstream: String,
    client: reqwest::Client,
    proxy: Proxy,
}

impl Proxy {
    /// In front of this server.
    pub async fn start(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            script: Arc::default(),
            struck: Arc::default(),
        };
        let shared = Shared {
            upstream: upstream.to_owned(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            proxy: proxy.clone(),
        };
        let router = Router::new().fallback(pass).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        proxy
    }

    /// Lets the next call of this name go wrong.
    pub fn strike(&self, call: &str, fault: Fault) {
        self.script.lock().unwrap().next = Some((call.to_owned(), fault));
    }

    /// The same, and tells when it has happened.
    pub fn watch(&self, call: &str, fault: Fault) -> mpsc::UnboundedReceiver<()> {
        let (tell, told) = mpsc::unbounded_channel();
        *self.struck.lock().unwrap() = Some(tell);
        self.strike(call, fault);
        told
    }

    /// Whether the fault is still to come.
    pub fn is_armed(&self) -> bool {
        self.script.lock().unwrap().next.is_some()
    }

    /// The calls so far, and forgets them.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.script.lock().unwrap().calls)
    }

    fn note(&self, call: &str) -> Option<Fault> {
        let mut script = self.script.lock().unwrap();
        script.calls.push(call.to_owned());
        let fault = script.next.take_if(|(name, _)| name == call);
        fault.map(|(_, fault)| fault)
    }
}

/// A call of the Query protocol has its name in its body, one of EKS in method and path, and of S3 there is one.
fn name(method: &Method, path: &str, body: &[u8]) -> String {
    if method == Method::GET && path == "/" {
        return "ListBuckets".to_owned();
    }
    let associations = path.split_once("/pod-identity-associations");
    let in_eks = associations.map(|(_, one)| match (method.as_str(), one.is_empty()) {
        ("POST", true) => "CreatePodIdentityAssociation",
        ("GET", true) => "ListPodIdentityAssociations",
        ("POST", false) => "UpdatePodIdentityAssociation",
        ("DELETE", _) => "DeletePodIdentityAssociation",
        _ => "DescribePodIdentityAssociation",
    });
    in_eks.map_or_else(
        || {
            url::form_urlencoded::parse(body)
                .find(|(key, _)| key == "Action")
                .map(|(_, value)| value.into_owned())
                .unwrap_or_default()
        },
        str::to_owned,
    )
}

async fn pass(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let call = name(&method, uri.path(), &body);
    let is_eks = call.contains("PodIdentity");
    let refuse = |status, code: &str, message: &str| {
        if is_eks {
            refuse_in_json(status, code, message)
        } else {
            refuse(status, code, message)
        }
    };
    let fault = shared.proxy.note(&call);
    let answer = match fault {
        None => return forward(&shared, (method, &uri), headers, body).await,
        Some(Fault::Throttled) => refuse(400, "Throttling", "Rate exceeded"),
        Some(Fault::Broken) => refuse(500, "ServiceFailure", "The request failed."),
        Some(Fault::Denied) => refuse(403, "AccessDenied", "not authorized to perform"),
        Some(Fault::Limit) => refuse(409, "LimitExceeded", "Cannot exceed quota"),
        Some(Fault::Silent) => silence(&shared).await,
        Some(Fault::Lost) => {
            forward(&shared, (method, &uri), headers, body).await;
            silence(&shared).await
        }
        Some(Fault::Reset) => {
            forward(&shared, (method, &uri), headers, body).await;
            let broken = futures::stream::iter([
                Ok(Bytes::from_static(b"<")),
                Err(std::io::Error::other("reset")),
            ]);
            Response::new(Body::from_stream(broken))
        }
    };
    tell(&shared);
    answer
}

fn tell(shared: &Shared) {
    if let Some(tell) = shared.proxy.struck.lock().unwrap().take() {
        let _ = tell.send(());
    }
}

/// Longer than anybody waits for an answer here.
async fn silence(shared: &Shared) -> Response {
    tell(shared);
    tokio::time::sleep(Duration::from_mins(2)).await;
    StatusCode::GATEWAY_TIMEOUT.into_response()
}

async fn forward(
    shared: &Shared,
    (method, uri): (Method, &Uri),
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let url = format!("{}{uri}", shared.upstream);
    let answer = shared
        .client
        .request(method, url)
        .headers(headers)
        .body(body)
        .send()
        .await
        .unwrap();
    let (status, content) = (
        answer.status(),
        answer.headers().get("content-type").cloned(),
    );
    let mut response = Response::new(Body::from(answer.bytes().await.unwrap()));
    *response.status_mut() = status;
    if let Some(content) = content {
        response.headers_mut().insert("content-type", content);
    }
    response
}

/// An error as EKS words it: the code in a header, the message in JSON.
fn refuse_in_json(status: u16, code: &str, message: &str) -> Response {
    let code = match code {
        "Throttling" => "ThrottlingException",
        "ServiceFailure" => "ServerException",
        "AccessDenied" => "AccessDeniedException",
        "LimitExceeded" => "ResourceLimitExceededException",
        other => other,
    };
    let status = StatusCode::from_u16(status).unwrap();
    let headers = [
        ("content-type", "application/json"),
        ("x-amzn-errortype", code),
        ("x-amzn-requestid", "request-of-the-fault"),
    ];
    let body = serde_json::json!({ "message": message }).to_string();
    (status, headers, body).into_response()
}

/// An error as IAM words it.
fn refuse(status: u16, code: &str, message: &str) -> Response {
    let body = format!(
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>request-of-the-fault</RequestId></ErrorResponse>"
    );
    let status = StatusCode::from_u16(status).unwrap();
    let headers = [
        ("content-type", "text/xml"),
        ("x-amzn-requestid", "request-of-the-fault"),
    ];
    (status, headers, body).into_response()
}
