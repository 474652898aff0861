//! Where a request comes from.
//!
//! Every handler that finds out who is signed in also finds out from where, without passing it on:
//! one that forgot it would leave a gap in the history.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    middleware::Next,
    response::Response,
};
use http::HeaderMap;
use roleport_app::portal::origin::{Origin, Via};

tokio::task_local! {
    static ORIGIN: Origin;
}

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The origin of the request that is being answered; the worker's where there is none.
pub fn current() -> Origin {
    ORIGIN.try_with(Clone::clone).unwrap_or_default()
}

/// Answers a request with its origin known to whoever asks [`current`]: `via` is the part
/// of Roleport that answers, `trusted_proxies` is the
/// number of proxies in front of this server that add to `X-Forwarded-For`.
pub async fn within(via: Via, trusted_proxies: u8, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|ConnectInfo(peer)| {
        client(peer.ip(), request.headers(), trusted_proxies)
            .to_canonical()
            .to_string()
    });
    let origin = Origin { address, via };
    ORIGIN.scope(origin, next.run(request)).await
}

/// The address that the outermost trusted proxy saw. What stands before it in the header was sent
/// by the client and may be anything.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: u8) -> IpAddr {
    let named: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    named
        .iter()
        .rev()
        .take(usize::from(trusted_proxies))
        .map_while(|text| parse(text))
        .last()
        .unwrap_or(peer)
}

/// An address, with or without a port after it.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn seen(values: &[&str], trusted_proxies: u8) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        client("10.0.0.1".parse().unwrap(), &headers, trusted_proxies).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_header_is_anybodys() {
        assert_eq!(seen(&["203.0.113.7"], 0), "10.0.0.1");
        assert_eq!(seen(&[], 0), "10.0.0.1");
    }

    #[test]
    fn each_trusted_proxy_vouches_for_one_hop() {
        let forged = ["1.1.1.1, 203.0.113.7", "192.0.2.5:4711"];
        assert_eq!(seen(&forged, 1), "192.0.2.5");
        assert_eq!(seen(&forged, 2), "203.0.113.7");
        assert_eq!(seen(&["[2001:db8::1]:443"], 1), "2001:db8::1");
    }

    #[test]
    fn a_header_that_is_short_or_broken_leads_no_further_than_it_can_be_read() {
        assert_eq!(seen(&["203.0.113.7"], 3), "203.0.113.7");
        assert_eq!(seen(&["unknown"], 1), "10.0.0.1");
        assert_eq!(seen(&["1.1.1.1, unknown, 192.0.2.5"], 3), "192.0.2.5");
    }
}
