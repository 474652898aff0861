//! How a receiver knows that a webhook comes from this Roleport, and lately.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The header `Roleport-Signature`: `t=<seconds since 1970>,v1=<HMAC-SHA-256 of "t.body" in hex>`.
pub fn sign(secret: &str, at: i64, body: &str) -> String {
    // Any length of key is taken (RFC 2104), so there is no error to tell of.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn it_is_what_openssl_makes_of_the_same() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
        assert_eq!(
            sign("0123456789abcdef", 1_700_000_000, r#"{"a":1}"#),
            "t=1700000000,v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23"
        );
    }
}
