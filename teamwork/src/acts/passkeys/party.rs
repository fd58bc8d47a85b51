//! What this house is to a device: the "relying party", a name to which passkeys are bound.

use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// The relying party that people reach under this address. None where browsers make no passkeys: under a number instead
/// of a name, and without https, except on the machine itself.
pub fn relying_party(base_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(base_url).ok()?;
    let name = origin.domain()?;
    let is_here = name == "localhost" || name.ends_with(".localhost");
    if origin.scheme() != "https" && !is_here {
        return None;
    }
    WebauthnBuilder::new(name, &origin).and_then(WebauthnBuilder::build).ok()
}

#[cfg(test)]
mod tests {
    use super::relying_party;

    #[test]
    fn passkeys_are_bound_to_a_name_over_https() {
        for good in ["https://warren.example", "https://warren.example:8443", "http://localhost:3000"] {
            assert!(relying_party(good).is_some(), "{good}");
        }
        for bad in ["http://warren.example", "https://192.0.2.7", "https://[2001:db8::1]", "http://127.0.0.1:3000", ""]
        {
            assert!(relying_party(bad).is_none(), "{bad}");
        }
    }
}
