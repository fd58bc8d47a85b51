//! "Send again" (4.2): what was declined or has expired begins a new request, and what is open gets new words.

use teamwork::{
    acts::{Declining, Visitor},
    letters::Letter,
    rules::{
        moment::DAY,
        permission::Refusal,
        problem::{Field, Problem, Thing, Why},
        request::{RequestAgain, RequestForm, RequestOffer, RequestWords},
    },
};

use super::{ANA, own_trial, to};
use crate::{
    apps::{assign, shop},
    house::{House, KEVIN, each_engine},
};

/// What one press sends.
fn pressed(again: RequestAgain) -> RequestForm {
    let RequestAgain { email, note, company, plan, days, apps } = again;
    RequestForm { email, note, company, plan, days: days.to_string(), apps, ..RequestForm::default() }
}

/// The same offer, whatever the day it is.
fn terms(offer: RequestOffer, as_of: &RequestOffer) -> RequestOffer {
    RequestOffer { from: as_of.from, first_invoice: as_of.first_invoice, ..offer }
}

/// Two trials of Acme Inc, on another plan than they have, with words and an expiry of their own.
async fn two_trials(house: &House) -> RequestForm {
    let ada = house.ada().await;
    ada.start_trial("acme", "acme-blog").await.unwrap();
    ada.start_trial("acme", "acme-atlas").await.unwrap();
    assign(house, KEVIN.email, "acme-atlas").await;
    RequestForm {
        note: "It is ready.".into(),
        company: "Café Alba".into(),
        plan: "large".into(),
        days: "3".into(),
        apps: vec![ada.app("acme-atlas").await.unwrap().id],
        ..to(ANA)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_offers_the_same_once_more() {
    each_engine(async |house| {
        let form = two_trials(house).await;
        let ada = house.ada().await;
        assert_eq!(ada.request_sheet("acme-blog").await.unwrap().again, None, "nobody was asked yet");
        let mut id = ada.send_request("acme-blog", form.clone()).await.unwrap();
        let first = ada.preview_request(id).await.unwrap();
        assert_eq!(ada.request_sheet("acme-blog").await.unwrap().again, None, "it waits still");
        for ends in ["declined", "expired"] {
            match ends {
                "declined" => {
                    let secret = house.newest_secret(ANA).await;
                    let too_dear = Declining { reason: "Too dear.".into(), ..Declining::default() };
                    Visitor::Guest(house.guest()).decline_request(&secret, &too_dear).await.unwrap();
                }
                _ => {
                    house.clock.forward(3 * DAY);
                    house.warren.tend_requests().await.unwrap();
                }
            }
            let ada = house.ada().await;
            let sheet = ada.request_sheet("acme-blog").await.unwrap();
            assert_eq!(terms(sheet.offer, &first.offer), first.offer, "{ends}: what is shown before the press");
            let again = pressed(sheet.again.unwrap());
            assert_eq!(again, form, "{ends}");
            house.forgive_limits().await;
            id = ada.send_request("acme-blog", again).await.unwrap();
            let view = ada.preview_request(id).await.unwrap();
            assert_eq!(terms(view.offer, &first.offer), first.offer, "{ends}");
            assert_eq!((&view.note, &view.company, &view.email), (&first.note, &first.company, &first.email), "{ends}");
            assert_eq!(view.expires_at, house.warren.now().plus(3 * DAY), "{ends}");
        }
        ada.cancel_request(id).await.unwrap();
        assert_eq!(ada.request_sheet("acme-blog").await.unwrap().again, None, "what was withdrawn begins anew");
    })
    .await;
}

/// What cannot be had any more is not offered, and what is shown is what goes out.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_since_is_left_out_of_the_next_request() {
    each_engine(async |house| {
        let form = two_trials(house).await;
        let ada = house.ada().await;
        ada.send_request("acme-blog", form).await.unwrap();
        house.clock.forward(3 * DAY);
        house.warren.tend_requests().await.unwrap();
        let ada = house.ada().await;
        let version = ada.app("acme-atlas").await.unwrap().version;
        ada.delete_app("acme-atlas", "acme-atlas", version).await.unwrap();
        house.database.run("UPDATE plans SET offered = FALSE WHERE key = 'large'").await;
        let sheet = ada.request_sheet("acme-blog").await.unwrap();
        let again = sheet.again.unwrap();
        assert_eq!((again.plan.as_str(), again.apps.len()), ("small", 0));
        house.forgive_limits().await;
        let id = ada.send_request("acme-blog", pressed(again)).await.unwrap();
        let offer = ada.preview_request(id).await.unwrap().offer;
        assert_eq!(offer, sheet.offer);
        assert_eq!(offer.keeps.len(), 1, "whose App is gone does not come along");
    })
    .await;
}

fn words(note: &str, company: &str) -> RequestWords {
    RequestWords { note: note.into(), company: company.into() }
}

/// 4.2: "resend, re-address, edit message: new token and deadline".
#[tokio::test(flavor = "multi_thread")]
async fn the_message_of_an_open_request_is_another_with_a_new_link() {
    each_engine(async |house| {
        let (id, old) = own_trial(house).await;
        house.clock.forward(2 * DAY);
        let kevin = house.kevin().await;
        let too_long = kevin.edit_request(id, words(&"x".repeat(501), "")).await;
        assert_eq!(too_long, Err(Problem::field(Field::Note, Why::TooLong(500))));
        assert!(Visitor::Guest(house.guest()).look_at_request(&old).await.is_ok(), "nothing has changed");
        for (note, company) in [("It is ready.", "Café Alba"), ("", "")] {
            house.forgive_limits().await;
            let old = house.newest_secret(ANA).await;
            kevin.edit_request(id, words(note, company)).await.unwrap();
            let dead = Visitor::Guest(house.guest()).look_at_request(&old).await;
            assert_eq!(dead.map(|_| ()), Err(Problem::NotFound(Thing::Request)));
            let view = Visitor::Guest(house.guest()).look_at_request(&house.newest_secret(ANA).await).await.unwrap();
            assert_eq!(
                (view.note.as_deref().unwrap_or_default(), view.company.as_deref().unwrap_or_default()),
                (note, company)
            );
            assert_eq!(view.expires_at, house.warren.now().plus(7 * DAY));
            let letters = house.letters_to(ANA).await;
            let Some(Letter::PaymentRequest { note: mailed, .. }) = letters.last() else { panic!("{letters:?}") };
            assert_eq!(mailed.as_deref().unwrap_or_default(), note, "M11");
            assert_eq!(kevin.request_sheet("app-x").await.unwrap().client_company.unwrap_or_default(), company);
        }
        kevin.resend_request(id).await.unwrap();
    })
    .await;
}

/// S10: an Admin sends again what an Owner has confirmed, and not something else.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_owner_has_confirmed_an_admin_does_not_reword() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        let form = RequestForm { note: "It is ready.".into(), ..to(ANA) };
        let id = grace.send_request("acme-shop", form).await.unwrap();
        ada.confirm_request(id).await.unwrap();
        let reworded = grace.edit_request(id, words("Pay me.", "")).await;
        assert_eq!(reworded, Err(Problem::Refused(Refusal::NeedsOwner)));
        house.forgive_limits().await;
        grace.edit_request(id, words("It is ready.", "")).await.unwrap();
        ada.edit_request(id, words("It is ready now.", "")).await.unwrap();
        assert_eq!(ada.preview_request(id).await.unwrap().note.as_deref(), Some("It is ready now."));
    })
    .await;
}
