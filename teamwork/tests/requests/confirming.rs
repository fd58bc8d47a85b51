//! S10: what an Admin asks for paid Apps waits for an Owner, and nothing of it goes to the client before.

use teamwork::{
    acts::{Operator, Visitor},
    letters::{Letter, RequestNews},
    rules::{
        app::WaitingRequest,
        id::PaymentRequestId,
        moment::{DAY, SECOND},
        money::Money,
        permission::Refusal,
        problem::{Conflict, Gone, Problem, Thing},
        request::{RequestForm, RequestState},
        role::Role,
    },
};

use super::{ANA, accept, apps_of, to};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, each_engine},
    races::{ROUNDS, at_once, bring_in},
};

/// Grace, who is Admin, would like Ana to take over the paid App.
async fn proposed(house: &House) -> PaymentRequestId {
    house.forgive_limits().await;
    house.grace().await.send_request("acme-shop", to(ANA)).await.unwrap()
}

/// Where the newest request is in its life.
async fn state(house: &House) -> String {
    let rows: Vec<(String,)> = house.database.rows("SELECT state FROM requests ORDER BY id DESC LIMIT 1").await;
    rows.into_iter().next().unwrap().0
}

const TO_ANA: &str = "SELECT COUNT(*) FROM outbox WHERE address = 'ana@cafe.example'";

async fn newest(house: &House, address: &str) -> Letter {
    house.letters_to(address).await.pop().unwrap()
}

/// What a client was told, by whatever mail.
async fn client_heard(house: &House) -> bool {
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

/// A refusal, a withdrawal and the deadline end it; the client never hears of any, and the App is free again.
#[tokio::test(flavor = "multi_thread")]
async fn what_no_owner_confirms_never_was_for_the_client() {
    each_engine(async |house| {
        shop(house).await;
        let id = proposed(house).await;
        house.ada().await.refuse_request(id, "We keep it.").await.unwrap();
        assert_eq!(state(house).await, RequestState::Refused.key());
        let news = newest(house, GRACE.email).await;
        let says = |reason: &Option<String>| reason.as_deref() == Some("We keep it.");
        assert!(matches!(&news, Letter::RequestNews { news: RequestNews::Refused { reason, .. }, .. } if says(reason)));
        assert_eq!(house.ada().await.confirm_request(id).await, Err(Problem::Gone(Gone::RequestRefused)));
        let last = house.grace().await.request_sheet("acme-shop").await.unwrap().request.unwrap();
        assert_eq!((last.state, last.reason.as_deref()), (RequestState::Refused, Some("We keep it.")));

        house.clock.forward(1000);
        let id = proposed(house).await;
        house.grace().await.cancel_request(id).await.unwrap();
        assert_eq!(house.ada().await.confirm_request(id).await, Err(Problem::Gone(Gone::RequestWithdrawn)));

        house.clock.forward(1000);
        let id = proposed(house).await;
        house.clock.forward(7 * DAY);
        let late = house.ada().await.confirm_request(id).await;
        assert_eq!(late, Err(Problem::Gone(Gone::RequestExpired)), "the clock has not come yet");
        assert!(house.ada().await.proposals().await.unwrap().is_empty());
        house.warren.tend_requests().await.unwrap();
        assert_eq!(state(house).await, RequestState::Expired.key());
        let news = newest(house, GRACE.email).await;
        assert!(matches!(news, Letter::RequestNews { news: RequestNews::Unconfirmed, .. }));

        house.deliver().await;
        assert!(!client_heard(house).await, "neither a request, nor a reminder, nor a withdrawal");
        proposed(house).await;
    })
    .await;
}

/// The Owners are reminded as a client would be, at half-time and a day before the end; the Admin hears when it is about to
/// end. Confirmed, it is the client's turn, with two reminders of their own.
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_reminds_the_owners_of_what_waits_for_them() {
    each_engine(async |house| {
        shop(house).await;
        let id = proposed(house).await;
        let until = house.warren.now().plus(7 * DAY);
        let tend = async || house.warren.tend_requests().await.unwrap();
        let reminded = async |address: &str| {
            let letters = house.letters_to(address).await;
            letters.iter().filter(|one| matches!(one, Letter::RequestProposed { reminds: true, .. })).count()
        };
        let warned = async || {
            let letters = house.letters_to(GRACE.email).await;
            let ending = |one: &&Letter| {
                let Letter::RequestNews { news: RequestNews::Ending { state, expires_at }, .. } = one else {
                    return false;
                };
                (*state, *expires_at) == (RequestState::Proposed, until)
            };
            letters.iter().filter(ending).count()
        };
        house.clock.forward(7 * DAY / 2 - SECOND);
        assert_eq!(tend().await, 0);
        house.clock.forward(SECOND);
        assert_eq!((tend().await, tend().await), (1, 0), "half-time");
        assert_eq!((reminded(ADA.email).await, warned().await), (1, 0));
        house.clock.set(until.plus(-DAY));
        assert_eq!((tend().await, tend().await), (1, 0), "24 hours before");
        assert_eq!((reminded(ADA.email).await, warned().await), (2, 1));
        assert_eq!((reminded(GRACE.email).await, client_heard(house).await), (0, false));
        let log = house.log().await;
        assert_eq!(log.iter().filter(|entry| entry.event == "request_reminded").count(), 2);

        house.ada().await.confirm_request(id).await.unwrap();
        house.clock.forward(6 * DAY);
        assert_eq!((tend().await, tend().await), (1, 0));
        let letters = house.letters_to(ANA).await;
        assert!(
            letters.iter().any(|one| matches!(one, Letter::PaymentRequest { reminds: true, .. })),
            "the client's turn"
        );
        assert_eq!(reminded(ADA.email).await, 2);
    })
    .await;
}

/// While the App is suspended the deadline stands still, and nobody is reminded of what they cannot decide.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_a_proposal_that_is_held_up() {
    each_engine(async |house| {
        shop(house).await;
        proposed(house).await;
        Operator::of_the_house(&house.warren).suspend_app("acme-shop", "Abuse").await.unwrap();
        house.clock.forward(6 * DAY + 1);
        assert_eq!(house.warren.tend_requests().await.unwrap(), 0);
    })
    .await;
}

/// S29, S30: it does not outlive the Admin's authority, or the App.
#[tokio::test(flavor = "multi_thread")]
async fn with_the_admin_or_the_app_it_ends() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        for how in ["demoted", "dismissed", "confirmed and dismissed", "deleted"] {
            let id = proposed(house).await;
            if how == "confirmed and dismissed" {
                ada.confirm_request(id).await.unwrap();
            }
            match how {
                "demoted" => {
                    let version = house.version_of(grace.id()).await;
                    ada.change_role("acme", grace.id(), Role::Billing, version).await.unwrap();
                }
                "deleted" => {
                    let version = ada.app("acme-shop").await.unwrap().version;
                    ada.delete_app("acme-shop", "acme-shop", version).await.unwrap();
                }
                _ => ada.dismiss("acme", grace.id()).await.unwrap(),
            }
            let requests = ada.requests("acme", None).await.unwrap().requests;
            let one = requests.into_iter().find(|one| one.id == id).unwrap();
            assert_eq!(one.state, RequestState::Cancelled, "{how}");
            match how {
                "demoted" => {
                    let version = house.version_of(grace.id()).await;
                    ada.change_role("acme", grace.id(), Role::Admin, version).await.unwrap();
                }
                "deleted" => {}
                _ => bring_in(house, &ada, GRACE, Role::Admin).await,
            }
            house.clock.forward(1000);
        }
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

#[tokio::test(flavor = "multi_thread")]
async fn confirming_and_withdrawing_at_once() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        for round in 0..ROUNDS {
            let id = proposed(house).await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.confirm_request(id).await }, async move { g.cancel_request(id).await });
            match both.await {
                // Confirmed first, and withdrawn then.
                (Ok(()) | Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(state(house).await, RequestState::Cancelled.key());
            house.clock.forward(1000);
        }
    })
    .await;
}

/// Two Owners decide at once, and one of them has.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_owners_who_decide_at_once_one_has() {
    each_engine(async |house| {
        shop(house).await;
        let ada = house.ada().await;
        bring_in(house, &ada, MALLORY, Role::Owner).await;
        let mallory = house.mallory().await;
        for round in 0..ROUNDS {
            let id = proposed(house).await;
            let mails = house.database.count(TO_ANA).await;
            let (a, m, refuses) = (ada.clone(), mallory.clone(), round % 2 == 1);
            let both = at_once(async move { a.confirm_request(id).await }, async move {
                if refuses { m.refuse_request(id, "").await } else { m.confirm_request(id).await }
            });
            let state = match both.await {
                (Ok(()), Err(Problem::Conflict(Conflict::NotProposed))) => RequestState::Pending,
                (Err(Problem::Conflict(Conflict::NotProposed)), Ok(())) if !refuses => RequestState::Pending,
                (Err(Problem::Gone(Gone::RequestRefused)), Ok(())) if refuses => RequestState::Refused,
                other => panic!("round {round}: {other:?}"),
            };
            assert_eq!(self::state(house).await, state.key());
            let sent = house.database.count(TO_ANA).await - mails;
            assert_eq!(sent, i64::from(state == RequestState::Pending), "one mail, or none");
            if state == RequestState::Pending {
                ada.cancel_request(id).await.unwrap();
            }
            house.clock.forward(1000);
        }
    })
    .await;
}

/// S29: the Admin is dismissed while an Owner confirms.
#[tokio::test(flavor = "multi_thread")]
async fn confirming_and_dismissing_the_admin_at_once() {
    each_engine(async |house| {
        shop(house).await;
        let ada = house.ada().await;
        bring_in(house, &ada, MALLORY, Role::Owner).await;
        let (mallory, grace) = (house.mallory().await, house.grace().await.id());
        for round in 0..ROUNDS {
            let id = proposed(house).await;
            let (a, m) = (ada.clone(), mallory.clone());
            let both =
                at_once(async move { a.confirm_request(id).await }, async move { m.dismiss("acme", grace).await });
            match both.await {
                (Ok(()) | Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            bring_in(house, &ada, GRACE, Role::Admin).await;
            assert_eq!(state(house).await, RequestState::Cancelled.key());
            house.clock.forward(1000);
        }
    })
    .await;
}
