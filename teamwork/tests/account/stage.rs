//! What the tests of accounts set up beside the stage: Apps and keys.

use teamwork::acts::Actor;

use crate::house::{House, KEVIN};

/// Keys that ssh-keygen made.
pub const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti ada@laptop";
pub const FINGERPRINT: &str = "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ";

/// An Ed25519 key that nobody else has: a number in the place of the point.
pub fn some_key(number: u8) -> String {
    line("ssh-ed25519", &[&[number; 32]])
}

/// An RSA key of these numbers.
pub fn rsa_key(exponent: &[u8], modulus: &[u8]) -> String {
    // A first bit that is set would make the number negative.
    let positive = |number: &[u8]| if number[0] > 127 { [&[0], number].concat() } else { number.to_vec() };
    line("ssh-rsa", &[&positive(exponent), &positive(modulus)])
}

/// A public key as its one line.
fn line(kind: &str, parts: &[&[u8]]) -> String {
    let parts = [&[kind.as_bytes()], parts].concat();
    let blob: Vec<u8> = parts.iter().flat_map(|part| [&(part.len() as u32).to_be_bytes(), *part].concat()).collect();
    format!("{kind} {}", base64(&blob))
}

fn base64(bytes: &[u8]) -> String {
    let table = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let at = (bits >> (18 - 6 * place)) & 63;
            text.push(if place > three.len() { '=' } else { char::from(table[at as usize]) });
        }
    }
    text
}

/// A trial App of Acme Inc by this name, with Kevin on it or not.
pub async fn company_app(house: &House, name: &str, kevin_is_on_it: bool) {
    house.ada().await.start_trial("acme", name).await.unwrap();
    if kevin_is_on_it {
        let add = format!(
            "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
             SELECT a.id, a.company_id, u.id, 0 FROM apps a, users u WHERE a.name = '{name}' AND u.email = '{}'",
            KEVIN.email
        );
        house.database.run(&add).await;
    }
}

/// A trial that this person alone holds.
pub async fn trial_of(who: &Actor, name: &str) {
    who.start_personal_trial(name).await.unwrap();
}
