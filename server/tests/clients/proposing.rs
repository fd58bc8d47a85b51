//! S10: an Admin asks the Owners, and an Owner decides, on the pages.

use super::{ANA, DETAILS};
use crate::house::*;

/// S10: the whole way on the pages, by plain posts.
#[tokio::test]
async fn an_owner_confirms_on_the_page_what_an_admin_proposes() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let page = "/c/acme/apps/acme-shop/client";
        let empty = house.get(Some(GRACE), page).await.body;
        assert!(empty.contains("Ask the Owners") && empty.contains("an Owner confirms your request"), "{empty}");
        let asked = house.post(Some(GRACE), page, "send_request", "app=acme-shop&email=ana@client.example").await;
        assert!(asked.status == 200 && asked.body.contains("The Owners were asked."), "{}", asked.body);
        assert!(asked.body.contains("Waits for an Owner") && !asked.body.contains("Confirm and send"));
        for (who, path, words) in [
            (ADA, "/", "would like a client to take over"),
            (ADA, "/c/acme/apps", "Waits for your confirmation"),
            (GRACE, "/c/acme/apps", "Waits for an Owner"),
            (ADA, "/c/acme/requests", "Waits for you"),
            (ADA, page, "Confirm and send"),
            (ADA, page, "Grace Hopper has access to acme-shop."),
            (ADA, "/c/acme/apps/acme-shop/client/preview", "Grace Hopper asks you to take over acme-shop"),
        ] {
            let shown = house.get(Some(who), path).await.body;
            assert!(shown.contains(words), "{} at {path} does not read {words}: {shown}", who.first);
        }
        let home = house.get(Some(GRACE), "/").await.body;
        assert!(!home.contains("would like a client to take over"), "an Admin confirms nothing");

        let id = house.act(Some(ADA), "proposals", "").await.body;
        let id: serde_json::Value = serde_json::from_str(&id).unwrap();
        let form = format!("request={}", id[0]["id"].as_str().unwrap());
        let confirmed = house.post(Some(ADA), page, "confirm_request", &form).await;
        assert!(
            confirmed.status == 200 && confirmed.body.contains("Confirmed. It is on its way"),
            "{}",
            confirmed.body
        );
        let secret = newest_secret(&house.warren, ANA).await;
        let done = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert_eq!(house.get(Some(GRACE), "/c/alves-bakery/apps/acme-shop").await.status, 200, "the inviter is Admin");
        house.close().await;
    }
}

/// A refusal is read by the Admin, with its reason, and by nobody else.
#[tokio::test]
async fn an_owner_refuses_and_the_admin_reads_why() {
    let house = House::open().await;
    let page = "/c/acme/apps/acme-shop/client";
    assert_eq!(house.act(Some(GRACE), "send_request", "app=acme-shop&email=ana@client.example").await.status, 200);
    let id = house.act(Some(ADA), "proposals", "").await.body;
    let id: serde_json::Value = serde_json::from_str(&id).unwrap();
    let form = format!("request={}&reason=We+keep+it", id[0]["id"].as_str().unwrap());
    let refused = house.post(Some(ADA), page, "refuse_request", &form).await;
    assert!(refused.status == 200 && refused.body.contains("its Admin was told"), "{}", refused.body);
    let shown = house.get(Some(GRACE), page).await.body;
    assert!(shown.contains("We keep it") && shown.contains("Ask the Owners"), "{shown}");
    house.close().await;
}
