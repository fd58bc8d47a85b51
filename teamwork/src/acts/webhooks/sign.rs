//! Secrets and signatures as Standard Webhooks writes them.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// A secret as the platform gets it.
pub(super) fn secret(chance: [u8; 32]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(chance))
}

/// The signature of one attempt with each of these secrets, with a space between them: over the id, the second and the very
/// bytes of the body.
pub(super) fn sign(secrets: &[String], id: &str, seconds: i64, body: &str) -> String {
    let signatures = secrets.iter().map(|secret| {
        let key = STANDARD.decode(secret.trim_start_matches(PREFIX)).unwrap_or_default();
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    });
    signatures.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn the_signature_is_that_of_the_standard() {
        let secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()];
        let body = r#"{"test": 2432232314}"#;
        let signed = sign(&secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn two_secrets_sign_beside_each_other() {
        let (one, other) = (secret([1; 32]), secret([2; 32]));
        let both = sign(&[one.clone(), other.clone()], "msg_1", 7, "{}");
        assert_eq!(both, format!("{} {}", sign(&[one], "msg_1", 7, "{}"), sign(&[other], "msg_1", 7, "{}")));
    }
}
