//! The signature under an event of Stripe (<https://docs.stripe.com/webhooks#verify-manually>).

use hmac::{Hmac, Mac};
use sha2::Sha256;
use teamwork::rules::moment::{MINUTE, Moment};

/// How far the clock of the sender may be from ours: what was recorded is not to be played again later.
const TOLERANCE: i64 = 5 * MINUTE;

/// Whether `header` signs this very body, a moment ago. An empty secret signs nothing (B50).
pub fn is_signed(secret: &str, header: &str, body: &[u8], now: Moment) -> bool {
    let parts: Vec<(&str, &str)> = header.split(',').filter_map(|part| part.trim().split_once('=')).collect();
    let Some((_, time)) = parts.iter().find(|(name, _)| *name == "t") else { return false };
    let Ok(seconds) = time.parse::<i64>() else { return false };
    let Some(millis) = seconds.checked_mul(1000) else { return false };
    if secret.trim().is_empty() || now.millis().abs_diff(millis) > TOLERANCE.unsigned_abs() {
        return false;
    }
    // While a secret is changed there are two signatures.
    parts.iter().filter(|(name, _)| *name == "v1").any(|(_, signature)| {
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()) else { return false };
        mac.update(time.as_bytes());
        mac.update(b".");
        mac.update(body);
        unhex(signature).is_some_and(|signature| mac.verify_slice(&signature).is_ok())
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // echo -n '1795262400.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const SECONDS: i64 = 1_795_262_400;

    fn sign(secret: &str, seconds: i64, body: &[u8]) -> String {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("t={seconds},v1={hex}")
    }

    #[test]
    fn only_the_right_secret_over_this_body_at_this_time_counts() {
        let (now, header) = (Moment::from_millis(SECONDS * 1000), sign("whsec_test", SECONDS, BODY));
        assert!(is_signed("whsec_test", &header, BODY, now));
        assert!(is_signed("whsec_test", &format!("{header},v1=00,v0=11"), BODY, now), "two signatures");
        assert!(!is_signed("whsec_other", &header, BODY, now));
        assert!(!is_signed("whsec_test", &header, b"{}", now));
        for off in [5 * MINUTE, -5 * MINUTE] {
            assert!(is_signed("whsec_test", &header, BODY, now.plus(off)));
            assert!(!is_signed("whsec_test", &header, BODY, now.plus(off + off.signum())));
        }
        for secret in ["", " "] {
            assert!(!is_signed(secret, &sign(secret, SECONDS, BODY), BODY, now), "an empty secret signs nothing");
        }
    }

    #[test]
    fn no_header_makes_it_stumble() {
        let now = Moment::from_millis(SECONDS * 1000);
        for header in [
            "",
            "t=",
            "v1=",
            "t=1795262400",
            "t=1795262400,v1=",
            "t=1795262400,v1=abc",
            "t=1795262400,v1=éé",
            "t=99999999999999999999,v1=00",
            "t=9223372036854775807,v1=00",
            "t=-9223372036854775808,v1=00",
            "=,=,=",
            "t=1795262400,v1=0g",
        ] {
            assert!(!is_signed("whsec_test", header, BODY, now), "{header}");
        }
    }
}
