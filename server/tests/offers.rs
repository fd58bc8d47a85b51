//! The pages of a payment request as both sides read them: what was typed stays, what cannot be done is not offered, and
//! every way out leads somewhere.

use serde_json::Value;

use crate::house::*;

/// Has no account, and is asked to take over `app-x`.
const ANA: &str = "ana@client.example";
/// What she types.
const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE";

/// Kevin asks Ana to take over his trial.
async fn asked(engine: Engine) -> House {
    let house = House::on(engine).await;
    let sent = house.act(Some(KEVIN), "send_request", &format!("app=app-x&email={ANA}")).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    house
}

/// The id of the request that somebody's page is about.
async fn request_of(house: &House, who: Person, form: &str) -> String {
    let sheet: Value = serde_json::from_str(&house.act(Some(who), "request_sheet", form).await.body).unwrap();
    sheet["request"]["id"].as_str().unwrap().to_owned()
}

/// What stands between two texts of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(after).unwrap().0
}

/// WCAG 3.3.7: asking for another code leaves the big form as it was.
#[tokio::test]
async fn what_was_typed_stays_while_another_code_is_mailed() {
    for engine in Engine::all() {
        let house = asked(engine).await;
        let id = request_of(&house, KEVIN, "app=app-x").await;
        let copied = house.act(Some(KEVIN), "copy_request_link", &format!("request={id}")).await.body;
        let secret = copied.trim_matches('"').rsplit('/').next().unwrap().to_owned();
        let page = format!("/requests/{secret}");
        let form = format!("secret={secret}");
        assert_eq!(house.post(NOBODY, &page, "ask_request_code", &form).await.status, 200);
        let shown = house.get(NOBODY, &page).await.body;
        let own = between(&shown, "name=\"proof_of\" value=\"", "\"").to_owned();
        let again = format!("{form}&{DETAILS}&code=123456&proof_of={own}");
        let again = house.post(NOBODY, &page, "ask_request_code", &again).await;
        assert_eq!(again.status, 200);
        for kept in ["value=\"Oven Lane 1\"", "value=\"Ana Alves\"", "value=\"Alves Bakery\"", "We mailed another code"]
        {
            assert!(again.body.contains(kept), "{kept}");
        }
        // A code that is too old by now: the form stays, and says which field is wrong.
        house.clock.forward(31 * 60_000);
        let late = house.post(NOBODY, &page, "accept_request", &format!("{form}&{DETAILS}&code=123456")).await;
        assert_eq!(late.status, 422);
        assert!(late.body.contains("value=\"Oven Lane 1\"") && late.body.contains("This code does not work"));
        house.close().await;
    }
}

/// Whoever has no password signs in by passkey or mail and comes back to the request, also when it was accepted already.
#[tokio::test]
async fn every_way_to_sign_in_comes_back_to_the_request() {
    for engine in Engine::all() {
        let house = asked(engine).await;
        let secret = newest_secret(&house.warren, ANA).await;
        let page = format!("/requests/{secret}");
        let shown = house.get(NOBODY, &page).await.body;
        let account = between(&shown, "I already have an account", "</details>");
        assert!(account.contains(&format!("/login/link?next=%2Frequests%2F{secret}")), "{account}");
        assert!(!account.contains(ANA), "the address has no account");
        let done = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!(done.status, 200, "{}", done.body);
        let over = house.get(NOBODY, &page).await;
        assert_eq!(over.status, 410);
        assert!(over.body.contains(&format!("href=\"/login?next=%2Frequests%2F{secret}\"")), "{}", over.body);
        house.close().await;
    }
}

/// S10: an Admin whose request an Owner has confirmed is offered what they may do, and no more; and the preview of an offer
/// that has changed does not say that the client sees it.
#[tokio::test]
async fn what_only_an_owner_does_is_not_offered_to_an_admin() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let sent = house.act(Some(GRACE), "send_request", &format!("app=acme-shop&email={ANA}")).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let id = request_of(&house, GRACE, "slug=acme&app=acme-shop").await;
        assert_eq!(house.act(Some(ADA), "confirm_request", &format!("request={id}")).await.status, 200);
        let page = "/c/acme/apps/acme-shop/client";
        let (resend, edit, elsewhere) = ("?/resend_request", "?/edit_request", "?/readdress_request");
        let offered = async |who| {
            let body = house.get(Some(who), page).await.body;
            [resend, edit, elsewhere].map(|act| body.contains(act))
        };
        assert_eq!((offered(GRACE).await, offered(ADA).await), ([true, false, false], [true, true, true]));
        let preview = house.get(Some(GRACE), &format!("{page}/preview")).await.body;
        assert!(preview.contains(&format!("This is what {ANA} sees.")), "{preview}");
        let ada = actor(&house.warren, house.cookie(ADA)).await;
        let version = ada.app("acme-shop").await.unwrap().version;
        ada.scale_app("acme-shop", "large", version).await.unwrap();
        assert_eq!((offered(GRACE).await, offered(ADA).await), ([false, false, false], [true, true, true]));
        assert!(house.get(Some(GRACE), page).await.body.contains("until an Owner sends it again"));
        let preview = house.get(Some(GRACE), &format!("{page}/preview")).await.body;
        assert!(
            !preview.contains(&format!("This is what {ANA} sees.")) && preview.contains("The offer has changed since")
        );
        house.close().await;
    }
}
