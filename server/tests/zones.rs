//! Deadlines as the clocks of their reader show them (S18): learned when somebody signs in, chosen in the account settings.

use server::mail;
use teamwork::{letters::Letter, rules::zone::TimeZone};

use crate::{house::*, html::values};

/// Has no account.
const ANA: &str = "ana@client.example";

async fn sign_in(house: &House, who: Person, zone: &str) {
    let typed = [("email", who.email), ("password", PASSWORD), ("next", ""), ("time_zone", zone)];
    let inside = house.post(NOBODY, "/login", "sign_in", &form(&typed)).await;
    assert!(inside.status == 303 && inside.session().is_some(), "{zone:?}: {}", inside.status);
}

/// What the newest mail to an address says.
async fn newest_to(house: &House, address: &str) -> String {
    let mails = house.warren.mailbox(None).await.unwrap();
    mail::words_of(&house.warren, mails.iter().find(|mail| mail.to == address).unwrap()).as_text()
}

#[tokio::test]
async fn both_sides_read_a_deadline_by_their_own_clocks_in_mails_and_on_pages() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        sign_in(&house, KEVIN, "Europe/Berlin").await;
        // Later browsers of his say nothing of use.
        sign_in(&house, KEVIN, "Mars/Olympus").await;
        sign_in(&house, KEVIN, "").await;
        let sent = house.act(Some(KEVIN), "send_request", &format!("app=app-x&email={ANA}")).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let mails = house.warren.mailbox(None).await.unwrap();
        let open_until = mails.iter().find_map(|mail| match &mail.letter {
            Letter::PaymentRequest { expires_at, .. } => Some(*expires_at),
            _ => None,
        });
        let at = open_until.unwrap();
        let (berlin, utc) = (TimeZone::named("Europe/Berlin").unwrap().sentence(at), at.to_sentence());
        assert!(berlin.ends_with("CET") && utc.ends_with("UTC"), "{berlin}, {utc}");
        let secret = newest_secret(&house.warren, ANA).await;
        let (his, hers) = (newest_to(&house, KEVIN.email).await, newest_to(&house, ANA).await);
        let his_page = house.get(Some(KEVIN), "/apps/app-x/client").await.body;
        let her_page = house.get(NOBODY, &format!("/requests/{secret}")).await.body;
        for (what, text, told, other) in [
            ("the sender's mail", his, &berlin, &utc),
            ("the client's mail", hers, &utc, &berlin),
            ("the sender's page", his_page, &berlin, &utc),
            ("the client's page", her_page, &utc, &berlin),
        ] {
            assert!(text.contains(told) && !text.contains(other), "{what} of {engine:?}");
        }
        house.close().await;
    }
}

#[tokio::test]
async fn a_zone_is_chosen_without_script_and_what_is_refused_stays_typed() {
    let house = House::open().await;
    let page = house.get(Some(ADA), "/account").await.body;
    assert!(page.contains("Now it is the one of the house: UTC."));
    assert!(page.contains("<datalist") && values(&page).iter().any(|name| name == "Asia/Kolkata"));
    let choose = async |zone| house.post(Some(ADA), "/account", "change_zone", &form(&[("time_zone", zone)])).await;
    let refused = choose("Berlin").await;
    assert!(refused.status == 422 && refused.body.contains("There is no time zone of this name."));
    assert!(values(&refused.body).iter().any(|typed| typed == "Berlin"), "what was typed is lost");
    let saved = choose(" europe/berlin ").await;
    assert!(saved.status == 200 && saved.body.contains("Your time zone was saved."));
    assert!(saved.body.contains("You have chosen it."));
    // The invitation page of somebody who is signed in tells it so too.
    let invited = house.act(Some(MALLORY), "invite", "slug=elsewhere&addresses=ada@acme.example&role=admin").await;
    assert_eq!(invited.status, 200, "{}", invited.body);
    let secret = newest_secret(&house.warren, ADA.email).await;
    let invitation = house.get(Some(ADA), &format!("/invitations/{secret}")).await.body;
    assert!(invitation.contains(" CET") && !invitation.contains(" UTC"));
    let as_house = choose("").await;
    assert!(as_house.status == 200 && as_house.body.contains("Now it is the one of the house: UTC."));
    house.close().await;
}

/// What a mail leads to opens without a script; where somebody comes in, a few lines say where the browser is.
#[tokio::test]
async fn the_pages_where_somebody_comes_in_ask_the_browser() {
    let house = House::open().await;
    let field = "<input type=\"hidden\" name=\"time_zone\"";
    for path in ["/login", "/signup", "/signup?invitation={invitation}"] {
        let page = house.get(NOBODY, &house.fill(path)).await.body;
        assert!(page.contains(field) && page.contains("src=\"/zone.js\""), "{path}");
    }
    let page = house.get(NOBODY, &house.fill("/invitations/{invitation}")).await.body;
    assert!(page.contains("name=\"email\"") && !page.contains(field) && !page.contains("<script"));
    house.close().await;
}
