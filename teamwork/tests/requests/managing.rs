//! Resend, re-address, copy, withdraw (row 21, S11).

use teamwork::{
    acts::Visitor,
    letters::{Letter, RequestNews},
    rules::{
        moment::DAY,
        permission::Refusal,
        problem::{Conflict, Field, Gone, Problem, Thing, Why},
        request::{RequestState, RequestWords},
    },
};

use super::{ANA, accept, offer, own_trial};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine, last_part},
};

const BOB: &str = "bob@books.example";

/// Row 21: Owners all, Admins their own, the sender of a trial of their own; nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_manage_a_request_and_who_may_not() {
    each_engine(async |house| {
        shop(house).await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        assign(house, KEVIN.email, "acme-shop").await;
        let (adas, _) = offer(house, ADA, "acme-shop", ANA).await;
        let (graces, _) = offer(house, GRACE, "acme-blog", ANA).await;
        let (own, _) = own_trial(house).await;
        let (owner, admin) = (Err(Problem::Refused(Refusal::NeedsOwner)), Err(Problem::Refused(Refusal::NeedsAdmin)));
        let nothing = Err(Problem::NotFound(Thing::Request));
        for (who, id, answer) in [
            (GRACE, adas, owner),
            (KEVIN, adas, admin.clone()),
            (MARA, graces, admin),
            (MALLORY, adas, nothing.clone()),
            (ADA, own, nothing.clone()),
            (MALLORY, own, nothing),
        ] {
            house.forgive_limits().await;
            let by = house.person(who).await;
            let before = house.database.count("SELECT COUNT(*) FROM outbox").await;
            assert_eq!(by.cancel_request(id).await, answer, "{}", who.first);
            assert_eq!(by.resend_request(id).await, answer, "{}", who.first);
            assert_eq!(by.edit_request(id, RequestWords::default()).await, answer, "{}", who.first);
            assert_eq!(by.readdress_request(id, BOB).await, answer, "{}", who.first);
            assert_eq!(by.copy_request_link(id).await.map(|_| ()), answer, "{}", who.first);
            assert!(by.preview_request(id).await.is_err(), "{}", who.first);
            assert_eq!(house.database.count("SELECT COUNT(*) FROM outbox").await, before);
        }
        house.forgive_limits().await;
        house.ada().await.resend_request(graces).await.unwrap();
        house.grace().await.cancel_request(graces).await.unwrap();
        house.ada().await.cancel_request(adas).await.unwrap();
        house.kevin().await.cancel_request(own).await.unwrap();
    })
    .await;
}

/// Law 3: a resend replaces the token; both old links are dead.
#[tokio::test(flavor = "multi_thread")]
async fn a_resend_makes_the_old_links_dead_and_gives_as_much_time_again() {
    each_engine(async |house| {
        let (id, old) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        house.clock.forward(2 * DAY);
        house.kevin().await.resend_request(id).await.unwrap();
        for dead in [&old, &copied] {
            let looked = Visitor::Guest(house.guest()).look_at_request(dead).await;
            assert_eq!(looked.map(|_| ()), Err(Problem::NotFound(Thing::Request)));
        }
        let card = house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap();
        assert_eq!((card.id, card.expires_at), (id, house.warren.now().plus(7 * DAY)));
        assert!(accept(house, &house.newest_secret(ANA).await).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_to_another_address_and_the_old_one_hears_it() {
    each_engine(async |house| {
        let (id, old) = own_trial(house).await;
        house.deliver().await;
        let kevin = house.kevin().await;
        assert_eq!(kevin.readdress_request(id, KEVIN.email).await, Err(Problem::field(Field::Email, Why::YourAddress)));
        kevin.readdress_request(id, BOB).await.unwrap();
        assert!(matches!(house.letters_to(ANA).await.last(), Some(Letter::RequestWithdrawn { .. })), "M19");
        assert!(accept(house, &old).await.is_err());
        assert!(accept(house, &house.newest_secret(BOB).await).await.is_ok());
    })
    .await;
}

/// M19 goes to who had got the mail, and nobody hears of what they never knew.
#[tokio::test(flavor = "multi_thread")]
async fn who_had_the_mail_hears_of_the_withdrawal() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        house.kevin().await.cancel_request(id).await.unwrap();
        assert_eq!(house.letters_to(ANA).await.len(), 1, "it was never delivered");
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Gone(Gone::RequestWithdrawn)));
        let claimed = house.warren.claim_mails(100, 1000).await.unwrap();
        assert!(
            claimed.iter().all(|mail| !matches!(mail.letter, Letter::PaymentRequest { .. })),
            "it goes out no more"
        );
        let (id, _) = offer(house, KEVIN, "app-x", ANA).await;
        house.deliver().await;
        assert!(house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap().delivered);
        house.kevin().await.cancel_request(id).await.unwrap();
        assert!(matches!(house.letters_to(ANA).await.last(), Some(Letter::RequestWithdrawn { .. })));
        let news = house.letters_to(KEVIN.email).await;
        let told = |letter: &Letter| matches!(letter, Letter::RequestNews { news: RequestNews::Withdrawn, .. });
        assert!(!news.iter().any(told), "who did it knows");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_no_mail_is_flagged() {
    each_engine(async |house| {
        own_trial(house).await;
        for mail in house.warren.claim_mails(100, 60_000).await.unwrap() {
            match mail.letter {
                Letter::PaymentRequest { .. } => house.warren.mail_failed(&mail, "no such user", None).await.unwrap(),
                _ => house.warren.mail_sent(&mail).await.unwrap(),
            }
        }
        let card = house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap();
        assert_eq!((card.state, card.bounced, card.delivered), (RequestState::Pending, true, false));
        let last = house.letters_to(KEVIN.email).await.pop().unwrap();
        assert!(matches!(last, Letter::RequestNews { news: RequestNews::Bounced, .. }));
    })
    .await;
}

/// The list is a page; who sees the invitations sees it (row 3).
#[tokio::test(flavor = "multi_thread")]
async fn the_requests_of_a_company_are_listed_newest_first() {
    each_engine(async |house| {
        shop(house).await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        for round in 0..3 {
            let (id, _) = offer(house, GRACE, "acme-blog", &format!("client{round}@x.example")).await;
            house.grace().await.cancel_request(id).await.unwrap();
            house.clock.forward(1000);
        }
        offer(house, ADA, "acme-shop", ANA).await;
        let page = house.grace().await.requests("acme", None).await.unwrap();
        let rows: Vec<_> = page.requests.iter().map(|one| (one.email.as_str(), one.state, one.mine)).collect();
        let gone = |email| (email, RequestState::Cancelled, true);
        assert_eq!(
            rows,
            [
                (ANA, RequestState::Pending, false),
                gone("client2@x.example"),
                gone("client1@x.example"),
                gone("client0@x.example")
            ]
        );
        let after = page.requests[1].cursor();
        assert_eq!(house.ada().await.requests("acme", Some(&after)).await.unwrap().requests.len(), 2);
        for who in [KEVIN, MARA] {
            let refused = house.person(who).await.requests("acme", None).await;
            assert_eq!(refused, Err(Problem::Refused(Refusal::NeedsAdmin)));
        }
        assert_eq!(house.mallory().await.requests("acme", None).await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(
            house.ada().await.delete_company("acme", "Acme Inc").await,
            Err(Problem::Conflict(Conflict::RequestsOpen)),
            "S3"
        );
    })
    .await;
}
