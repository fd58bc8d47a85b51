//! Keys over HTTP: a private key that is pasted anywhere comes back nowhere, and the way of a key without script.

use std::process::{Command, Stdio};

use axum::http::Method;

use crate::house::*;

/// Both halves as ssh-keygen makes them, in a folder that goes with them.
struct Pair(std::path::PathBuf);

impl Pair {
    fn make(name: &str, arguments: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("warren_pair_{}_{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let pair = Self(folder);
        let made = Command::new("ssh-keygen")
            .args(arguments)
            .args(["-q", "-N", "", "-C", "ada@laptop", "-f"])
            .arg(pair.0.join("key"))
            .status()
            .unwrap();
        assert!(made.success());
        pair
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// The signature over a text, as the command on the page makes it.
    fn sign(&self, text: &str) -> String {
        let mut child = Command::new("ssh-keygen")
            .args(["-Y", "sign", "-n", "warren", "-f"])
            .arg(self.0.join("key"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Nothing of the secret is in this text, in whatever way it is written.
fn is_free_of(text: &str, secret: &str, place: &str) {
    for line in secret.lines().filter(|line| line.len() > 20 && !line.starts_with("---")) {
        for part in [line.to_owned(), line[..20].to_owned(), encode(line), line.replace('/', "&#x2F;")] {
            assert!(!text.contains(&part), "{place}: a part of a private key came back");
        }
    }
    assert!(
        !text.contains("BEGIN OPENSSH PRIVATE") && !text.contains("BEGIN RSA PRIVATE"),
        "{place}: its armour came back"
    );
}

#[tokio::test]
async fn a_private_key_pasted_anywhere_comes_back_nowhere() {
    let pairs = [Pair::make("new", &["-t", "ed25519"]), Pair::make("old", &["-t", "rsa", "-b", "2048", "-m", "PEM"])];
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let mut eye = house.eye().await;
        let public = some_key(210);
        for pair in &pairs {
            let secret = pair.read("key");
            let (one_line, body) =
                (secret.replace('\n', ""), secret.lines().filter(|line| !line.starts_with('-')).collect::<String>());
            for pasted in [&secret, &secret.replace('\n', "\r\n"), &one_line, &body] {
                let key = house.facts["key_of_ada"].clone();
                let until = house.facts["in_an_hour"].clone();
                let proof = format!("/account/keys/{key}");
                let forms: [(&str, &str, Vec<(&str, &str)>); 10] = [
                    ("/account/keys", "look_at_key", vec![("key_line", pasted)]),
                    ("/account/keys", "add_key", vec![("key_line", pasted), ("label", "laptop")]),
                    ("/account/keys", "add_key", vec![("key_line", &public), ("label", pasted)]),
                    ("/c/acme/apps/acme-shop/keys", "look_at_key", vec![("key_line", pasted)]),
                    (
                        "/c/acme/apps/acme-shop/keys",
                        "add_deploy_key",
                        vec![("app", "acme-shop"), ("key_line", pasted), ("label", "ci")],
                    ),
                    (
                        "/c/acme/apps/acme-shop/keys",
                        "add_deploy_key",
                        vec![("app", "acme-shop"), ("key_line", &public), ("label", pasted)],
                    ),
                    (
                        "/c/acme/apps/acme-shop/keys",
                        "add_deploy_key",
                        vec![("app", pasted), ("key_line", &public), ("label", "ci")],
                    ),
                    (&proof, "prove_key", vec![("key", &key), ("until", &until), ("signature", pasted)]),
                    ("/account/close", "close_account", vec![("confirmation", pasted)]),
                    ("/account", "change_name", vec![("first_name", pasted), ("last_name", pasted)]),
                ];
                for (page, act, fields) in forms {
                    let sent = form(&fields);
                    let without_script = house.post(Some(ADA), page, act, &sent).await;
                    assert!([404, 422].contains(&without_script.status), "{act}: {}", without_script.status);
                    is_free_of(&without_script.body, &secret, act);
                    let with_script = house.act(Some(ADA), act, &sent).await;
                    assert!([404, 422].contains(&with_script.status), "{act}: {}", with_script.status);
                    is_free_of(&with_script.body, &secret, act);
                }
            }
            for row in eye.digest().await {
                is_free_of(&row, &secret, "a row");
            }
        }
        house.close().await;
    }
}

#[tokio::test]
async fn a_key_goes_its_way_without_script() {
    let pair = Pair::make("way", &["-t", "ed25519"]);
    let house = House::open().await;
    let line = pair.read("key.pub");
    let looked = house.post(Some(MALLORY), "/account/keys", "look_at_key", &form(&[("key_line", &line)])).await;
    assert_eq!(looked.status, 200);
    let said = Command::new("ssh-keygen").args(["-l", "-f"]).arg(pair.0.join("key.pub")).output().unwrap();
    let fingerprint = String::from_utf8(said.stdout).unwrap().split(' ').nth(1).unwrap().to_owned();
    assert!(looked.body.contains(&fingerprint) && looked.body.contains("value=\"ada@laptop\""), "{}", looked.body);
    let nameless = form(&[("key_line", &line), ("label", "")]);
    let again = house.post(Some(MALLORY), "/account/keys", "add_key", &nameless).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains(&fingerprint), "what was looked at is still there");
    let named = form(&[("key_line", &line), ("label", "workshop")]);
    let added = house.post(Some(MALLORY), "/account/keys", "add_key", &named).await;
    assert_eq!(added.status, 200);
    assert!(added.body.contains(&fingerprint) && added.body.contains("The key was added"));
    assert!(!added.body.contains("warren.js"), "a still page does not bring the program of the browser");

    let (_, row) = added.body.split_once("rows__title\">workshop").unwrap();
    let (_, link) = row.split_once("href=\"/account/keys/").unwrap();
    let id = link.split('"').next().unwrap().to_owned();
    let page = house.get(Some(MALLORY), &format!("/account/keys/{id}")).await;
    let until = page.body.split("name=\"until\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let text = page.body.split("printf %s ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let signature = pair.sign(&text);
    let fields = form(&[("key", &id), ("until", &until), ("signature", &signature)]);
    let proven = house.post(Some(MALLORY), &format!("/account/keys/{id}"), "prove_key", &fields).await;
    assert_eq!(proven.status, 200, "{}", proven.body);
    assert!(proven.body.contains("You proved that you have workshop."));
    assert!(house.get(Some(MALLORY), "/account/keys").await.body.contains("Proven"));
    house.close().await;
}

#[tokio::test]
async fn a_program_stores_and_proves_a_key_and_no_private_one_comes_back() {
    let house = House::open().await;
    let pair = Pair::make("program", &["-t", "ed25519"]);
    let mallory = house.facts["secret_of_mallory"].clone();
    let (line, secret) = (pair.read("key.pub"), pair.read("key"));
    let pasted = serde_json::json!({ "key_line": secret, "label": "laptop" }).to_string();
    for path in ["/keys", "/apps/app-e/deploy-keys"] {
        let refused = house.ask(Method::POST, path, Some(&mallory), &pasted).await;
        assert_eq!(refused.answer.status, 422, "{path}");
        is_free_of(&refused.answer.body, &secret, path);
    }
    let new = serde_json::json!({ "key_line": line, "label": "workshop" }).to_string();
    let added = house.ask(Method::POST, "/keys", Some(&mallory), &new).await;
    assert_eq!(added.answer.status, 201, "{}", added.answer.body);
    let path = format!("/keys/{}/proof", added.json()["key"].as_str().unwrap());
    let proof = house.ask(Method::GET, &path, Some(&mallory), "").await.json();
    let signature = pair.sign(proof["text"].as_str().unwrap());
    let signed = serde_json::json!({ "until": proof["until"], "signature": signature }).to_string();
    let proven = house.ask(Method::POST, &path, Some(&mallory), &signed).await;
    assert_eq!(proven.answer.status, 204, "{}", proven.answer.body);
    let keys = house.ask(Method::GET, "/keys", Some(&mallory), "").await.json();
    let is_proven = |key: &serde_json::Value| key["name"] == "workshop" && key["proven_at"].is_i64();
    assert!(keys["items"].as_array().unwrap().iter().any(is_proven), "{keys}");
    house.close().await;
}

#[tokio::test]
async fn the_copy_of_ones_data_is_one_file() {
    let house = House::open().await;
    let file = house.get(Some(KEVIN), "/account/data.json").await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"warren-data.json\""));
    let copy: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!((&copy["email"], &copy["companies"][0]["slug"]), (&KEVIN.email.into(), &"acme".into()));
    let events: Vec<_> = copy["log"].as_array().unwrap().iter().map(|entry| entry["event"].as_str().unwrap()).collect();
    assert!(events.contains(&"key_added") && events.last() == Some(&"data_exported"), "{events:?}");
    for secret in ["hash", "secret", "password"] {
        assert!(!file.body.contains(&format!("{secret}\":")), "{secret} is in the copy");
    }
    house.clock.forward(11 * teamwork::rules::moment::MINUTE);
    assert_eq!(house.get(Some(KEVIN), "/account/data.json").await.status, 403);
    house.close().await;
}

#[tokio::test]
async fn closing_an_account_leads_out_and_takes_the_session_along() {
    let house = House::open().await;
    let page = house.get(Some(ADA), "/account/close").await;
    assert!(page.body.contains("You cannot close your account yet.") && page.body.contains("Solo Inc"));
    let fields = form(&[("confirmation", KEVIN.email)]);
    let closed = house.post(Some(KEVIN), "/account/close", "close_account", &fields).await;
    assert_eq!((closed.status, closed.location()), (303, Some("/login")));
    assert!(closed.cookies().iter().any(|cookie| cookie.starts_with("__Host-sid=;")));
    assert_eq!(house.get(Some(KEVIN), "/account").await.status, 303);
    house.close().await;
}

#[tokio::test]
async fn the_clients_view_offers_no_keys_and_still_opens_them() {
    let house = House::open().await;
    let keys = "href=\"/account/keys\"";
    assert!(house.get(Some(MALLORY), "/account/notifications").await.body.contains(keys));
    let switched = house.post(Some(MALLORY), "/account/notifications", "change_view", "view=client").await;
    assert_eq!((switched.status, switched.location()), (303, Some("/account/notifications")));
    for page in ["/", "/account", "/account/notifications", "/account/close"] {
        assert!(!house.get(Some(MALLORY), page).await.body.contains(keys), "{page}");
    }
    assert_eq!(house.get(Some(MALLORY), "/account/keys").await.status, 200);
    house.close().await;
}

/// M36 is a preference of Admins; Owners are always told, so who is only that has nothing to tick.
#[tokio::test]
async fn news_about_apps_are_offered_to_whom_they_are_a_choice() {
    let house = House::open().await;
    let page = async |who| house.get(Some(who), "/account/notifications").await.body;
    assert!(page(GRACE).await.contains("id=\"app_events\""));
    let hers = page(ADA).await;
    assert!(!hers.contains("id=\"app_events\"") && hers.contains("name=\"app_events\""), "what she chose before stays");
    let saved =
        house.post(Some(ADA), "/account/notifications", "change_preferences", "joined=true&app_events=true").await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    house.close().await;
}
