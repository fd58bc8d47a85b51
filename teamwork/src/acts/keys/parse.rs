//! From what was pasted to a public key that may be stored (S32). Only the public part is ever kept: it is written anew
//! from what was understood, so nothing that was pasted beside it comes along.

use ssh_key::{HashAlg, PublicKey, public::KeyData};

use crate::rules::{
    key::{KeyLook, looks_private},
    problem::{Field, Flaw, Why},
    text::Line,
};

/// Longer than any line that ssh-keygen makes (RSA of 16384 bits is 2,800 characters).
const LONGEST: usize = 8_000;
/// From here on nobody warns.
const RSA_GOOD: usize = 3072;
const RSA_LEAST: usize = 2048;
const RSA_MOST: usize = 16_384;
/// The longest name of a key.
const NAME: u16 = 60;

/// Reads one public key.
///
/// # Errors
/// What is wrong with it. A private key is known before anything else is looked at.
pub(super) fn read_key(text: &str) -> Result<KeyLook, Flaw> {
    read(text).map_err(|why| Flaw { field: Field::KeyLine, why })
}

/// Reads the name of a key.
///
/// # Errors
/// When it is missing, too long, or the secret half was pasted into it.
pub(super) fn read_name(text: &str) -> Result<String, Flaw> {
    if looks_private(text) {
        return Err(Flaw { field: Field::Label, why: Why::PrivateKey });
    }
    Line::parse(Field::Label, text, NAME).map(|line| line.to_string())
}

fn read(text: &str) -> Result<KeyLook, Why> {
    if looks_private(text) {
        return Err(Why::PrivateKey);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Why::Missing);
    }
    if text.contains(['\n', '\r']) {
        return Err(Why::SeveralLines);
    }
    if text.len() > LONGEST || text.chars().any(|letter| letter.is_control() && letter != '\t') {
        return Err(Why::NotAPublicKey);
    }
    let mut words = text.split([' ', '\t']).filter(|word| !word.is_empty());
    let (kind, body) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if kind == "ssh-dss" || kind.starts_with("ecdsa-sha2-") {
        return Err(Why::OldKey);
    }
    let known = ["ssh-ed25519", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa"];
    if !known.contains(&kind) {
        return Err(Why::NotAPublicKey);
    }
    let key = PublicKey::from_openssh(&format!("{kind} {body}")).map_err(|_| Why::NotAPublicKey)?;
    let (name, is_short) = name_of(key.key_data())?;
    let plain = PublicKey::from(key.key_data().clone());
    Ok(KeyLook {
        line: plain.to_openssh().map_err(|_| Why::NotAPublicKey)?,
        kind: name,
        fingerprint: plain.fingerprint(HashAlg::Sha256).to_string(),
        label: propose(&words.collect::<Vec<_>>().join(" ")),
        is_short,
    })
}

/// What people call this kind, and whether it is weaker than a new key should be.
fn name_of(key: &KeyData) -> Result<(String, bool), Why> {
    match key {
        KeyData::Ed25519(_) => Ok(("Ed25519".into(), false)),
        KeyData::SkEd25519(_) => Ok(("Ed25519 security key".into(), false)),
        KeyData::SkEcdsaSha2NistP256(_) => Ok(("ECDSA security key".into(), false)),
        KeyData::Rsa(rsa) => {
            let modulus = rsa.n.as_positive_bytes().ok_or(Why::StrangeKey)?;
            let exponent = rsa.e.as_positive_bytes().ok_or(Why::StrangeKey)?;
            let bits = bits(modulus);
            if bits < RSA_LEAST {
                return Err(Why::WeakKey);
            }
            // With the exponent 1 everybody can sign, and an even number is not the product of two primes.
            let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
            let is_usual = is_odd(modulus) && is_odd(exponent) && exponent != [1] && exponent.len() <= 8;
            if bits > RSA_MOST || !is_usual {
                return Err(Why::StrangeKey);
            }
            Ok((format!("RSA {bits}"), bits < RSA_GOOD))
        }
        _ => Err(Why::NotAPublicKey),
    }
}

/// How many binary digits a number has.
fn bits(number: &[u8]) -> usize {
    let first = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(first)
}

/// What stood behind the key, as a name; nothing when it cannot be one.
fn propose(comment: &str) -> String {
    let short: String = comment.chars().take(usize::from(NAME)).collect();
    read_name(&short).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn only_the_public_part_is_kept_and_the_rest_may_be_a_name() {
        let look = read(&format!("  {ED25519}\tada@laptop  at home\r\n")).unwrap();
        assert_eq!(
            look,
            KeyLook {
                line: ED25519.into(),
                kind: "Ed25519".into(),
                fingerprint: "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ".into(),
                label: "ada@laptop at home".into(),
                is_short: false,
            }
        );
    }

    #[test]
    fn what_is_no_public_key_is_told_why() {
        let body = ED25519.split(' ').nth(1).unwrap();
        for (text, why) in [
            (String::new(), Why::Missing),
            ("\r\n \t".into(), Why::Missing),
            (body.into(), Why::NotAPublicKey),
            ("ssh-ed25519".into(), Why::NotAPublicKey),
            (format!("ssh-rsa {body}"), Why::NotAPublicKey),
            (format!("command=\"x\" {ED25519}"), Why::NotAPublicKey),
            (format!("no-pty,from=\"10.0.0.1\" {ED25519}"), Why::NotAPublicKey),
            (format!("{ED25519}\n{ED25519}"), Why::SeveralLines),
            (format!("{ED25519}\r{ED25519}"), Why::SeveralLines),
            (ED25519.replace(' ', "\u{0}"), Why::NotAPublicKey),
            (format!("{ED25519}\u{0}"), Why::NotAPublicKey),
            (ED25519.replace(' ', "\u{a0}"), Why::NotAPublicKey),
            (ED25519.replace("ssh", "ѕѕh"), Why::NotAPublicKey),
            (ED25519.to_uppercase(), Why::NotAPublicKey),
            (format!("{ED25519}AAAA"), Why::NotAPublicKey),
            (ED25519[..ED25519.len() - 4].into(), Why::NotAPublicKey),
            (format!("ssh-ed25519-cert-v01@openssh.com {body}"), Why::NotAPublicKey),
            (format!("ssh-dss {body}"), Why::OldKey),
            (format!("ecdsa-sha2-nistp256 {body}"), Why::OldKey),
            ("A".repeat(1_000_000), Why::NotAPublicKey),
            (format!("{ED25519} {}", "x".repeat(1_000_000)), Why::NotAPublicKey),
            (format!("{ED25519} -----BEGIN OPENSSH PRIVATE KEY-----"), Why::PrivateKey),
        ] {
            let shown: String = text.chars().take(60).collect();
            assert_eq!(read(&text), Err(why), "{shown:?}");
        }
    }

    #[test]
    fn a_number_is_as_long_as_its_first_digit_says() {
        assert_eq!([bits(&[]), bits(&[1]), bits(&[255]), bits(&[1, 0])], [0, 1, 8, 9]);
    }
}
