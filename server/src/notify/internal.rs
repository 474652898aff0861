//! Which addresses a webhook may not be at: whoever writes the configuration, or owns a name in it,
//! must not reach what only this server can reach.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Whether an address is not one of the public Internet.
pub fn is_internal(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_internal_v4(address),
        IpAddr::V6(address) => is_internal_v6(address),
    }
}

/// The special-purpose registry of IANA (RFC 6890 and its successors), multicast included.
fn is_internal_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // Carrier-grade NAT, benchmarks, protocol assignments.
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (b == 18 || b == 19))
        || (a == 192 && b == 0 && c == 0)
}

fn is_internal_v6(address: Ipv6Addr) -> bool {
    if let Some(embedded) = embedded_v4(address) {
        return is_internal_v4(embedded);
    }
    let [first, second, ..] = address.segments();
    // Nothing outside of 2000::/3 is public unicast: that leaves out loopback, unspecified, unique
    // local, link-local and multicast at once.
    first & 0xe000 != 0x2000
        // Protocol assignments (Teredo among them) and documentation.
        || (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        || first == 0x3fff
}

/// The IPv4 address that an IPv6 one leads to: mapped, NAT64 or 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(v4(high, low))
        }
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

/// Why nothing is sent to this address, as far as its text tells.
pub fn refused(url: &Url, allow_internal: bool) -> Option<String> {
    let plain = url.scheme() == "http" && allow_internal;
    if url.scheme() != "https" && !plain {
        return Some("the address must begin with https://".to_owned());
    }
    let literal = match url.host()? {
        Host::Ipv4(address) => IpAddr::V4(address),
        Host::Ipv6(address) => IpAddr::V6(address),
        Host::Domain(_) => return None,
    };
    (!allow_internal && is_internal(literal)).then(|| {
        format!("{literal} is an internal address; set allow_internal = true if that is meant")
    })
}

/// Resolves names to public addresses alone. The client connects to what this gives and asks
/// nobody again, so a name can't change in between.
#[derive(Debug)]
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> =
                found.filter(|address| !is_internal(address.ip())).collect();
            if public.is_empty() {
                let words = format!(
                    "{} is at an internal address; set allow_internal = true if that is meant",
                    name.as_str()
                );
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, words).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn internal_addresses_are_known_in_every_form() {
        for internal in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(is_internal(internal.parse().unwrap()), "{internal}");
        }
        for public in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
            "2606:4700::1111",
            "2a00:1450:4001::200e",
        ] {
            assert!(!is_internal(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_address_that_is_written_out_is_checked_as_well() {
        let refusal = |url: &str, allow| refused(&Url::parse(url).unwrap(), allow);
        for bad in [
            "https://127.0.0.1/hook",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:169.254.169.254]/latest",
            "http://hooks.example.com/",
            "ftp://hooks.example.com/",
            "file:///etc/passwd",
        ] {
            assert!(refusal(bad, false).is_some(), "{bad}");
        }
        assert_eq!(refusal("https://hooks.example.com/x", false), None);
        assert_eq!(refusal("https://1.1.1.1/x", false), None);
        assert_eq!(refusal("http://127.0.0.1:9/x", true), None);
        assert!(refusal("ftp://127.0.0.1/x", true).is_some());
    }
}
