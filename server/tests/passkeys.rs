//! Passkeys over HTTP: what the script of the pages sends, and what is left of garbage.

use axum::http::Method;
use serde_json::Value;
use teamwork::rules::passkey::Ceremony;

use crate::house::*;

#[expect(dead_code, reason = "the heart asks more of it")]
#[path = "../../teamwork/tests/account/device.rs"]
mod device;

use device::Device;

async fn asked(house: &House, who: Option<Person>, act: &str) -> Ceremony {
    let answer = house.act(who, act, "").await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

fn answered(asked: &Ceremony, passkey: &str, more: (&str, &str)) -> String {
    form(&[("ceremony", &asked.id.to_string()), ("passkey", passkey), more])
}

#[tokio::test]
async fn a_passkey_goes_its_way_through_the_pages() {
    for engine in Engine::all() {
        let (house, mut device) = (House::on(engine).await, Device::new());
        let ada = house.facts["secret_of_ada"].clone();
        let page = house.get(Some(ADA), "/account").await;
        assert!(page.body.contains("You have none yet.") && page.body.contains("/passkey.js"));

        let create = asked(&house, Some(ADA), "begin_passkey").await;
        let sent = answered(&create, &device.create(&create), ("label", "Ada's laptop"));
        let added = house.post(Some(ADA), "/account", "add_passkey", &sent).await;
        assert!(added.status == 200 && added.body.contains("Your passkey is created."), "{}", added.status);
        let again = house.post(Some(ADA), "/account", "add_passkey", &sent).await;
        assert!(again.status == 422 && again.body.contains("This passkey does not work here"), "{}", again.status);

        let login = house.get(NOBODY, "/login?next=/c/acme").await;
        assert!(login.body.contains("Sign in with a passkey"));
        let sign_in = asked(&house, NOBODY, "begin_passkey_sign_in").await;
        let sent = answered(&sign_in, &device.sign(&sign_in), ("next", "/c/acme"));
        let inside = house.post(NOBODY, "/login", "sign_in_by_passkey", &sent).await;
        assert_eq!((inside.status, inside.location()), (303, Some("/c/acme")));
        assert!(inside.session().is_some());
        let again = house.post(NOBODY, "/login", "sign_in_by_passkey", &sent).await;
        assert!(again.status == 422 && again.session().is_none());
        assert!(again.body.contains("This passkey does not work here"));

        let listed = house.ask(Method::GET, "/passkeys", Some(&ada), "").await.json();
        let (id, name) = (listed["items"][0]["id"].as_str().unwrap(), &listed["items"][0]["name"]);
        assert_eq!((name, listed["items"].as_array().unwrap().len()), (&Value::from("Ada's laptop"), 1));

        let prove = asked(&house, Some(ADA), "begin_passkey_proof").await;
        let proven = house.act(Some(ADA), "prove_by_passkey", &answered(&prove, &device.sign(&prove), ("x", ""))).await;
        assert!(proven.status == 200 && proven.session().is_some(), "{}", proven.body);
        let removed = house.ask(Method::DELETE, &format!("/passkeys/{id}"), Some(&ada), "").await;
        assert_eq!(removed.answer.status, 204);
        house.close().await;
    }
}

#[tokio::test]
async fn garbage_is_refused_and_breaks_nothing() {
    let house = House::open().await;
    for garbage in ["", "{}", "\0", "[[", "{\"id\":\"\u{fffd}\"}", &"9".repeat(20_000)] {
        for (who, begin, finish) in [
            (Some(ADA), "begin_passkey", "add_passkey"),
            (NOBODY, "begin_passkey_sign_in", "sign_in_by_passkey"),
            (Some(ADA), "begin_passkey_proof", "prove_by_passkey"),
        ] {
            let ceremony = asked(&house, who, begin).await;
            let answer = house.act(who, finish, &answered(&ceremony, garbage, ("x", ""))).await;
            assert_eq!(answer.status, 422, "{finish} {garbage}: {}", answer.body);
            let answer = house.act(who, finish, &form(&[("ceremony", garbage), ("passkey", "{}")])).await;
            assert_eq!(answer.status, 400, "{finish} {garbage}: {}", answer.body);
        }
    }
    house.close().await;
}
