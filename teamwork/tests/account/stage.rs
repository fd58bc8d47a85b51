//! What the tests of accounts set up beside the stage: Apps that others build the acts for, and keys.

use teamwork::{
    acts::Actor,
    rules::id::{AppId, UserId},
};

use crate::house::{Engine, House};

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

/// The bytes of an id, as SQL.
fn bytes(house: &House, id: &str) -> String {
    match house.database.engine() {
        Engine::Sqlite => format!("X'{}'", id.replace('-', "")),
        Engine::Postgres => format!("'{id}'"),
    }
}

/// An App of Acme Inc by this name, with Kevin on it or not.
pub async fn company_app(house: &House, name: &str, kevin_is_on_it: bool) -> AppId {
    let app = add_app(house, name, house.ada().await.id(), true).await;
    if kevin_is_on_it {
        let (app, kevin) = (bytes(house, &app.to_string()), bytes(house, &house.kevin().await.id().to_string()));
        let add = format!(
            "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
             SELECT {app}, id, {kevin}, 0 FROM companies WHERE slug = 'acme'"
        );
        house.database.run(&add).await;
    }
    app
}

/// A trial that this person alone holds.
pub async fn trial_of(house: &House, who: &Actor, name: &str) -> AppId {
    add_app(house, name, who.id(), false).await
}

async fn add_app(house: &House, name: &str, creator: UserId, in_acme: bool) -> AppId {
    let id = AppId::new(house.warren.now(), house.warren.chance.bytes());
    let (app, creator) = (bytes(house, &id.to_string()), bytes(house, &creator.to_string()));
    let company = if in_acme { "(SELECT id FROM companies WHERE slug = 'acme')" } else { "NULL" };
    house
        .database
        .run(&format!(
            "INSERT INTO apps (id, name, company_id, creator_id, state, plan, trial_ends_at, created_at)
             VALUES ({app}, '{name}', {company}, {creator}, 'trial', 'small', 9000000000000, 0)"
        ))
        .await;
    house.database.run(&format!("INSERT INTO app_names (name, app_id) VALUES ('{name}', {app})")).await;
    id
}
