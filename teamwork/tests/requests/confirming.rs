//! S10: what an Admin asks for paid Apps waits for an Owner, and nothing of it goes to the client before.

use teamwork::{
    acts::Visitor,
    letters::{Letter, RequestNews},
    rules::{
        app::WaitingRequest,
        id::PaymentRequestId,
        moment::DAY,
        money::Money,
        permission::Refusal,
        problem::{Conflict, Gone, Problem, Thing},
        request::{RequestForm, RequestState},
    },
};

use super::{ANA, accept, apps_of, to};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, each_engine},
};

/// Grace, who is Admin, would like Ana to take over the paid App.
pub async fn proposed(house: &House) -> PaymentRequestId {
    house.forgive_limits().await;
    house.grace().await.send_request("acme-shop", to(ANA)).await.unwrap()
}

/// Where the newest request is in its life.
pub async fn state(house: &House) -> String {
    let rows: Vec<(String,)> = house.database.rows("SELECT state FROM requests ORDER BY id DESC LIMIT 1").await;
    rows.into_iter().next().unwrap().0
}

/// How many mails wait for the client.
pub const TO_ANA: &str = "SELECT COUNT(*) FROM outbox WHERE address = 'ana@cafe.example'";

/// The newest mail to this address.
pub async fn newest(house: &House, address: &str) -> Letter {
    house.letters_to(address).await.pop().unwrap()
}

/// What a client was told, by whatever mail.
pub async fn client_heard(house: &House) -> bool {
    !house.letters_to(ANA).await.is_empty()
}

/// The whole way: the Admin asks, the Owner looks and confirms, the client accepts, the Admin is Admin there (R64), and the
/// Owner of the giving Company has lost the App (S24).
#[tokio::test(flavor = "multi_thread")]
async fn an_admin_asks_an_owner_confirms_and_the_client_takes_over() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        assert!(grace.request_sheet("acme-shop").await.unwrap().proposes);
        let form = RequestForm { note: "As we said.".into(), company: "Café Alba".into(), days: "3".into(), ..to(ANA) };
        let id = grace.send_request("acme-shop", form).await.unwrap();
        house.deliver().await;
        assert!(!client_heard(house).await, "nothing goes to the client");
        let Letter::RequestProposed { sender, email, slug, total, .. } = newest(house, ADA.email).await else {
            panic!("the Owner is asked")
        };
        assert_eq!((sender.as_str(), email.as_str(), slug.as_str()), ("Grace Hopper", ANA, "acme"));
        assert_eq!(total, Money::new(900, "EUR"));

        let [waits] = ada.proposals().await.unwrap().try_into().unwrap();
        assert_eq!((waits.id, waits.sender.as_str(), waits.email.as_str()), (id, "Grace Hopper", ANA));
        assert!(grace.proposals().await.unwrap().is_empty(), "an Admin confirms nothing");
        let card = ada.request_sheet("acme-shop").await.unwrap().request.unwrap();
        assert_eq!((card.state, card.mine, card.confirms), (RequestState::Proposed, true, true));
        let card = grace.request_sheet("acme-shop").await.unwrap().request.unwrap();
        assert_eq!((card.state, card.mine, card.confirms), (RequestState::Proposed, true, false));

        house.clock.forward(DAY);
        let seen = house.ada().await.preview_request(id).await.unwrap();
        house.ada().await.confirm_request(id).await.unwrap();
        let secret = house.newest_secret(ANA).await;
        let told = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
        assert_eq!((&told.offer, &told.note, &told.company), (&seen.offer, &seen.note, &seen.company), "the very same");
        assert_eq!((told.expires_at, seen.expires_at), (house.warren.now().plus(3 * DAY), told.expires_at));
        assert_eq!(told.offer.sender, "Grace Hopper");
        let copy = newest(house, GRACE.email).await;
        let by = |by: &Option<String>| by.as_deref() == Some("Ada Lovelace");
        assert!(matches!(&copy, Letter::RequestNews { news: RequestNews::Sent { confirmed_by, .. }, .. } if by(confirmed_by)));

        let owns = accept(house, &secret).await.unwrap();
        assert_eq!(apps_of(house, &owns).await[0].name, "acme-shop");
        assert!(house.grace().await.apps(&owns.slug, None).await.is_ok(), "the inviter is Admin (R64)");
        assert_eq!(house.ada().await.app("acme-shop").await, Err(Problem::NotFound(Thing::App)), "S24");
        let log = house.log().await;
        let entries: Vec<_> = log.iter().filter(|entry| entry.target == id.to_string()).collect();
        let events: Vec<_> = entries.iter().map(|entry| entry.event.as_str()).collect();
        assert_eq!(events, ["request_proposed", "request_confirmed", "terms_accepted"]);
    })
    .await;
}

/// Rows 19 and 21: Owners decide, the Admin withdraws; nobody else has a say, and nobody sends what is not confirmed.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_confirm_and_refuse_and_what_waits_until_then() {
    each_engine(async |house| {
        shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let id = proposed(house).await;
        for (who, answer) in [
            (GRACE, Err(Problem::Refused(Refusal::NeedsOwner))),
            (KEVIN, Err(Problem::Refused(Refusal::NeedsAdmin))),
            (MARA, Err(Problem::Refused(Refusal::NeedsAdmin))),
            (MALLORY, Err(Problem::NotFound(Thing::Request))),
        ] {
            let by = house.person(who).await;
            assert_eq!(by.confirm_request(id).await, answer, "{}", who.first);
            assert_eq!(by.refuse_request(id, "").await, answer, "{}", who.first);
        }
        let waits = Err(Problem::Conflict(Conflict::RequestProposed));
        for who in [GRACE, ADA] {
            let by = house.person(who).await;
            assert_eq!(by.resend_request(id).await, waits);
            assert_eq!(by.readdress_request(id, "bob@cafe.example").await, waits);
            assert_eq!(by.copy_request_link(id).await.map(|_| ()), waits);
        }
        let again = house.ada().await.send_request("acme-shop", to("bob@cafe.example")).await;
        assert_eq!(again, Err(Problem::Conflict(Conflict::RequestOpen)), "S20");
        let ends = house.ada().await.delete_company("acme", "Acme Inc").await;
        assert_eq!(ends, Err(Problem::Conflict(Conflict::RequestsOpen)), "S3");
        assert!(!client_heard(house).await);
        house.ada().await.confirm_request(id).await.unwrap();
        let late = Err(Problem::Conflict(Conflict::NotProposed));
        assert_eq!(house.ada().await.confirm_request(id).await, late);
        assert_eq!(house.ada().await.refuse_request(id, "").await, late);
    })
    .await;
}

/// The Owner confirms what they saw: another price, other people, a paused App, and it is not that any more.
#[tokio::test(flavor = "multi_thread")]
async fn what_has_changed_since_is_not_confirmed() {
    each_engine(async |house| {
        let shop = shop(house).await;
        let ada = house.ada().await;
        let id = proposed(house).await;
        house.warren.suspend_app("acme-shop", "Fraud").await.unwrap();
        assert_eq!(ada.confirm_request(id).await, Err(Problem::Conflict(Conflict::RequestFrozen)));
        house.warren.resume_app("acme-shop", "Sorry").await.unwrap();
        assign(house, KEVIN.email, "acme-shop").await;
        assert_eq!(ada.confirm_request(id).await, Err(Problem::Gone(Gone::RequestOutdated)), "people");
        assert!(house.grace().await.request_sheet("acme-shop").await.unwrap().outdated);
        house.grace().await.cancel_request(id).await.unwrap();
        house.clock.forward(1000);
        let id = proposed(house).await;
        let version = ada.app("acme-shop").await.unwrap().version;
        assert!(version >= shop.version);
        ada.scale_app("acme-shop", "large", version).await.unwrap();
        house.clock.forward(2 * DAY);
        assert_eq!(house.ada().await.confirm_request(id).await, Err(Problem::Gone(Gone::RequestOutdated)), "price");
        assert!(!client_heard(house).await);
    })
    .await;
}

/// What an Owner has confirmed its Admin sends again as it is; another address or another offer is the Owner's to send.
#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sends_again_what_was_confirmed_and_nothing_else() {
    each_engine(async |house| {
        shop(house).await;
        let id = proposed(house).await;
        house.ada().await.confirm_request(id).await.unwrap();
        let owner = Err(Problem::Refused(Refusal::NeedsOwner));
        house.grace().await.resend_request(id).await.unwrap();
        assert_eq!(house.grace().await.readdress_request(id, "bob@cafe.example").await, owner);
        assign(house, KEVIN.email, "acme-shop").await;
        assert_eq!(house.grace().await.resend_request(id).await, owner);
        house.ada().await.resend_request(id).await.unwrap();
        let secret = house.newest_secret(ANA).await;
        accept(house, &secret).await.unwrap();
    })
    .await;
}

/// Who sees the requests of the Company sees in the list of Apps, and on the App's own page, what waits, and for whom.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_waits_carries_a_mark() {
    each_engine(async |house| {
        shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let marks = async |who| {
            let listed = house.person(who).await.apps("acme", None).await.unwrap().apps[0].waits.clone();
            // A Billing member has no page of the App (row 8).
            if let Ok(app) = house.person(who).await.app("acme-shop").await {
                assert_eq!(app.waits, listed, "{}", who.first);
            }
            listed
        };
        assert_eq!(marks(ADA).await, None);
        let id = proposed(house).await;
        let expires_at = house.warren.now().plus(7 * DAY);
        let waits = |state, confirms| Some(WaitingRequest { state, expires_at, frozen: false, confirms });
        assert_eq!(marks(ADA).await, waits(RequestState::Proposed, true));
        assert_eq!(marks(GRACE).await, waits(RequestState::Proposed, false));
        house.ada().await.confirm_request(id).await.unwrap();
        assert_eq!(marks(ADA).await, waits(RequestState::Pending, false));
        for who in [KEVIN, MARA] {
            assert_eq!(marks(who).await, None, "{}", who.first);
        }
    })
    .await;
}
