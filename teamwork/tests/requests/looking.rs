//! What the client sees (R78), and that looking changes nothing (law 2).

use teamwork::{
    acts::{Declining, Operator, Visitor},
    rules::{
        day::Day,
        money::Money,
        problem::{Conflict, Gone, Problem, Thing},
        request::{AcceptForm, Client, EndedRequest, PayerRefusal, RequestForm, in_company},
        role::Role,
    },
};

use super::{ANA, elsewhere, offer, own_trial, to};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine, last_part},
};

#[tokio::test(flavor = "multi_thread")]
async fn looking_changes_nothing_and_tells_each_reader_what_to_do() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        let claimant = house.sign_up("Imposter", ANA, None).await;
        let before = house.database.dump().await;
        let guest = || Visitor::Guest(house.guest());
        let grace = GRACE.email.to_owned();
        for (visitor, secret, reader) in [
            (guest(), &secret, Client::New { proven: true, coded: false }),
            (guest(), &copied, Client::New { proven: false, coded: false }),
            (Visitor::Person(house.grace().await), &secret, Client::WrongAccount { email: grace }),
            (Visitor::Person(claimant), &secret, Client::Unconfirmed),
        ] {
            assert_eq!(visitor.look_at_request(secret).await.unwrap().reader, reader);
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_account_signs_in_and_chooses_among_the_companies_they_own() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (id, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, payer) = elsewhere(house).await;
        let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
        assert_eq!(view.reader, Client::SignIn);
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        let view = Visitor::Guest(house.guest()).look_at_request(&copied).await.unwrap();
        let handed = Client::New { proven: false, coded: false };
        assert_eq!(view.reader, handed, "a copied link proves no mailbox, and does not say that there is an account");
        let view = Visitor::Person(house.mallory().await).look_at_request(&secret).await.unwrap();
        let Client::Invited { name, companies } = view.reader else { panic!("{:?}", view.reader) };
        assert_eq!(name.full(), MALLORY.full());
        let payers: Vec<_> = companies.iter().flat_map(|company| &company.payers).map(|p| p.id.to_string()).collect();
        assert_eq!((companies[0].name.as_str(), payers), ("Elsewhere", vec![payer]), "{slug}");
    })
    .await;
}

/// S24: every name stands there, before anybody confirms.
#[tokio::test(flavor = "multi_thread")]
async fn both_sides_read_who_keeps_access_and_who_loses_it() {
    each_engine(async |house| {
        shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let sheet = house.ada().await.request_sheet("acme-shop").await.unwrap();
        let (id, secret) = offer(house, ADA, "acme-shop", ANA).await;
        let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
        let preview = house.ada().await.preview_request(id).await.unwrap();
        assert_eq!(view, preview, "exactly what the client sees");
        assert_eq!(view.offer, sheet.offer);
        let people = |keepers: &[teamwork::rules::request::Keeper]| -> Vec<(String, Role)> {
            keepers.iter().map(|one| (one.name.clone(), one.role)).collect()
        };
        assert_eq!(people(&view.offer.keeps), [(ADA.full(), Role::Admin), (KEVIN.full(), Role::Developer)]);
        assert_eq!(people(&view.offer.loses), [(GRACE.full(), Role::Admin)]);
        assert_eq!(view.offer.giver.as_deref(), Some("Acme Inc"));
        assert_eq!(view.offer.total, Money::new(900, "EUR"));
        let tomorrow = Day::of(house.warren.now()).plus(1);
        assert_eq!((view.offer.from, view.offer.first_invoice), (tomorrow, tomorrow.month().1), "S25");
        assert!(house.letters_to(MARA.email).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_secret_opens_nothing() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        let mut flipped = secret.clone().into_bytes();
        flipped[20] ^= 1;
        let flipped = String::from_utf8(flipped).unwrap();
        for text in ["", "null", &id.to_string(), &secret[..42], &flipped, &"A".repeat(43)] {
            let visitor = Visitor::Guest(house.guest());
            let nothing = Problem::NotFound(Thing::Request);
            assert_eq!(visitor.look_at_request(text).await, Err(nothing.clone()), "{text:?}");
            assert_eq!(visitor.decline_request(text, &Declining::default()).await, Err(nothing.clone()), "{text:?}");
            assert_eq!(visitor.ask_request_code(text).await, Err(nothing.clone()), "{text:?}");
            assert_eq!(visitor.pass_request_on(text, ANA, "").await, Err(nothing.clone()), "{text:?}");
            assert_eq!(visitor.ask_for_request(text).await, Err(nothing), "{text:?}");
        }
    })
    .await;
}

/// "Any change of the offer (price, people, App) voids the link and needs a new one."
#[tokio::test(flavor = "multi_thread")]
async fn whatever_changes_of_the_offer_voids_the_link_until_it_is_sent_again() {
    each_engine(async |house| {
        let app = shop(house).await;
        let ada = house.ada().await;
        let (id, mut secret) = offer(house, ADA, "acme-shop", ANA).await;
        let outdated = Err(Problem::Gone(Gone::RequestOutdated));
        for change in ["people", "price", "payer"] {
            match change {
                "people" => assign(house, KEVIN.email, "acme-shop").await,
                "price" => ada.scale_app("acme-shop", "large", app.version).await.unwrap(),
                _ => {
                    let other = crate::apps::second_contact(house).await;
                    let version = ada.app("acme-shop").await.unwrap().version;
                    ada.change_payer("acme-shop", other, version).await.unwrap();
                }
            }
            let look = Visitor::Guest(house.guest()).look_at_request(&secret).await.map(|_| ());
            assert_eq!(look, outdated, "{change}");
            assert_eq!(super::accept(house, &secret).await.map(|_| ()), outdated, "{change}");
            assert!(ada.request_sheet("acme-shop").await.unwrap().outdated, "{change}");
            ada.resend_request(id).await.unwrap();
            assert!(!ada.request_sheet("acme-shop").await.unwrap().outdated, "{change}");
            secret = house.newest_secret(ANA).await;
            assert!(Visitor::Guest(house.guest()).look_at_request(&secret).await.is_ok(), "{change}");
        }
        assert_eq!(ada.preview_request(id).await.unwrap().offer.total, Money::new(7_900, "EUR"));
    })
    .await;
}

/// The sender's page says what the request says: the plan that was proposed, not the one the trial has.
#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_of_a_request_that_waits_shows_what_it_offers() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        kevin.start_personal_trial("app-x").await.unwrap();
        assert_eq!(kevin.request_sheet("app-x").await.unwrap().offer.total, Money::new(900, "EUR"));
        let form = RequestForm { plan: "large".into(), company: "Café Alba".into(), ..to(ANA) };
        let id = kevin.send_request("app-x", form).await.unwrap();
        let sheet = kevin.request_sheet("app-x").await.unwrap();
        assert_eq!(sheet.offer, kevin.preview_request(id).await.unwrap().offer);
        assert_eq!((sheet.offer.total, sheet.client_company.as_deref()), (Money::new(7_900, "EUR"), Some("Café Alba")));
        kevin.cancel_request(id).await.unwrap();
        assert_eq!(kevin.request_sheet("app-x").await.unwrap().offer.total, Money::new(900, "EUR"), "what it is today");
    })
    .await;
}

/// A link that opens nothing any more says no more than the mail that brought it, and an older one says nothing.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_request_says_who_sent_it_as_far_as_the_link_proves_it() {
    each_engine(async |house| {
        let (id, old) = own_trial(house).await;
        house.kevin().await.resend_request(id).await.unwrap();
        let mailed = house.newest_secret(ANA).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        house.kevin().await.cancel_request(id).await.unwrap();
        let before = house.database.dump().await;
        let ended = async |secret: &str| Visitor::Guest(house.guest()).look_at_ended_request(secret).await;
        let told = |email: Option<&str>| {
            let (email, apps) = (email.map(str::to_owned), vec!["app-x".to_owned()]);
            Ok(EndedRequest { sender: KEVIN.full(), email, apps })
        };
        assert_eq!(ended(&mailed).await, told(Some(KEVIN.email)));
        assert_eq!(ended(&copied).await, told(None), "a copied link was in no mail");
        for text in [old.as_str(), "", &"A".repeat(43)] {
            assert_eq!(ended(text).await, Err(Problem::NotFound(Thing::Request)), "{text:?}");
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

/// S22: what cannot pay is there, and says why; only the giving Company is left out.
#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_pay_for_it_says_why() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, _) = elsewhere(house).await;
        for (change, suspended, refusal) in [
            ("arrears = 'blocked'", false, Some(PayerRefusal::Blocked)),
            ("arrears = 'active', currency = 'USD'", false, Some(PayerRefusal::OtherCurrency)),
            ("currency = 'EUR'", false, None),
            ("currency = 'EUR'", true, None),
        ] {
            house.database.run(&format!("UPDATE billing_contacts SET {change}")).await;
            if suspended {
                Operator::of_the_house(&house.warren).suspend_company(&slug, "Unpaid").await.unwrap();
            }
            let view = Visitor::Person(house.mallory().await).look_at_request(&secret).await.unwrap();
            let Client::Invited { companies, .. } = view.reader else { panic!("{:?}", view.reader) };
            let [company] = &companies[..] else { panic!("{change}: {companies:?}") };
            let seen = (company.slug.as_str(), company.suspended, company.payers[0].refusal);
            assert_eq!(seen, (slug.as_str(), suspended, refusal), "{change}");
        }
        let form = AcceptForm { payer: in_company(&slug), ..super::cafe() };
        let accepted = Visitor::Person(house.mallory().await).accept_request(&secret, form).await.map(|_| ());
        assert_eq!(accepted, Err(Conflict::CompanySuspended.into()));
    })
    .await;
}
