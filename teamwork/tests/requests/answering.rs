//! Declining, letting somebody else pay, claiming, asking for another one.

use teamwork::{
    acts::{Declining, Visitor},
    letters::{Letter, RequestNews},
    rules::{
        moment::{DAY, HOUR, MINUTE},
        problem::{Conflict, Field, Gone, Problem, Why},
        request::RequestState,
    },
};

use super::{ANA, accept, offer, own_trial, state_of};
use crate::house::{GRACE, House, KEVIN, MALLORY, each_engine, last_part};

const BOB: &str = "bob@books.example";

async fn news(house: &House) -> Vec<RequestNews> {
    let letters = house.letters_to(KEVIN.email).await;
    letters
        .into_iter()
        .filter_map(|letter| match letter {
            Letter::RequestNews { news, .. } => Some(news),
            _ => None,
        })
        .collect()
}

async fn request_state(house: &House) -> RequestState {
    house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap().state
}

/// S12, M16.
#[tokio::test(flavor = "multi_thread")]
async fn who_declines_tells_the_sender_why() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        Visitor::Guest(house.guest())
            .decline_request(&secret, &Declining { reason: " Too dear. ".into(), ..Declining::default() })
            .await
            .unwrap();
        assert_eq!(news(house).await.last(), Some(&RequestNews::Declined { reason: Some("Too dear.".into()) }));
        let sheet = house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap();
        assert_eq!((sheet.state, sheet.reason.as_deref()), (RequestState::Declined, Some("Too dear.")));
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Gone(Gone::RequestDeclined)));
        // And the App can be offered to somebody else.
        offer(house, KEVIN, "app-x", BOB).await;
        assert_eq!(request_state(house).await, RequestState::Pending);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM requests WHERE renews IS NOT NULL").await, 1);
    })
    .await;
}

/// Row 22: the addressed person only. A copied link proves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_declines_or_passes_on() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        for (visitor, secret, problem) in [
            (Visitor::Guest(house.guest()), &copied, Problem::SignedOut),
            (Visitor::Person(house.mallory().await), &secret, Problem::Conflict(Conflict::WrongClient)),
            (Visitor::Person(house.kevin().await), &copied, Problem::Conflict(Conflict::WrongClient)),
        ] {
            assert_eq!(visitor.decline_request(secret, &Declining::default()).await, Err(problem.clone()));
            assert_eq!(visitor.pass_request_on(secret, BOB, "").await, Err(problem));
        }
        assert_eq!(request_state(house).await, RequestState::Pending);
    })
    .await;
}

/// Row 22: the mailed code proves the mailbox as the mailed link does, whatever is answered.
#[tokio::test(flavor = "multi_thread")]
async fn the_mailed_code_declines_and_passes_on() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let visitor = Visitor::Guest(house.guest());
        let coded = async || {
            let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
            house.forgive_limits().await;
            visitor.ask_request_code(&copied).await.unwrap();
            let letters = house.mails().await.into_iter().map(|mail| mail.letter);
            let code = letters.filter_map(|letter| house.warren.secret_code(&letter)).next_back().unwrap();
            (copied, code)
        };
        let (copied, code) = coded().await;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for (typed, why) in [(wrong, Why::WrongMailedCode), (" ", Why::Missing)] {
            let flaw = Err(Problem::field(Field::Code, why));
            let form = Declining { code: typed.into(), ..Declining::default() };
            assert_eq!(visitor.decline_request(&copied, &form).await, flaw);
            assert_eq!(visitor.pass_request_on(&copied, BOB, typed).await, flaw);
        }
        // Somebody else's session does not become the client's by a code.
        let mallory = Visitor::Person(house.mallory().await);
        let form = Declining { code: code.clone(), ..Declining::default() };
        assert_eq!(mallory.decline_request(&copied, &form).await, Err(Problem::Conflict(Conflict::WrongClient)));
        visitor.pass_request_on(&copied, BOB, &code).await.unwrap();
        assert_eq!(news(house).await.last(), Some(&RequestNews::PassedOn { to: BOB.into() }));
        // The code of the first link is worth nothing for the next.
        let (next, code_of_bob) = coded().await;
        let form = Declining { code: code_of_bob, ..Declining::default() };
        assert_eq!(visitor.decline_request(&next, &form).await, Ok(()));
        assert_eq!(request_state(house).await, RequestState::Declined);
    })
    .await;
}

/// "I do not know them": the operator hears of it, and it stands in the log.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_hears_of_a_sender_whom_the_client_does_not_know() {
    each_engine(async |house| {
        house.database.run("UPDATE users SET operator = TRUE WHERE email = 'mallory@elsewhere.example'").await;
        let told = async || {
            let letters = house.letters_to(MALLORY.email).await;
            letters.into_iter().filter(|letter| matches!(letter, Letter::SenderUnknown { .. })).collect::<Vec<_>>()
        };
        let noted =
            async || house.database.count("SELECT COUNT(*) FROM log WHERE event = 'request_sender_unknown'").await;
        let (_, secret) = own_trial(house).await;
        Visitor::Guest(house.guest()).decline_request(&secret, &Declining::default()).await.unwrap();
        assert_eq!((told().await, noted().await), (Vec::new(), 0));
        let (_, secret) = offer(house, KEVIN, "app-x", ANA).await;
        let form = Declining { sender_unknown: true, ..Declining::default() };
        Visitor::Guest(house.guest()).decline_request(&secret, &form).await.unwrap();
        let [Letter::SenderUnknown { sender_email, apps, .. }] = &told().await[..] else { panic!() };
        assert_eq!((sender_email.as_str(), &apps[..]), (KEVIN.email, &["app-x".to_owned()][..]));
        assert_eq!(noted().await, 1);
        assert_eq!(
            news(house).await.last(),
            Some(&RequestNews::Declined { reason: None }),
            "their mail does not say it"
        );
    })
    .await;
}

/// "Someone else pays": the same record, a new address, a new secret; the old link is dead and the sender knows.
#[tokio::test(flavor = "multi_thread")]
async fn the_client_lets_somebody_else_pay() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        let ends = house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap().expires_at;
        house.clock.forward(DAY);
        let visitor = Visitor::Guest(house.guest());
        for (email, why) in [(ANA, Why::YourAddress), (KEVIN.email, Why::OwnsIt), ("nobody", Why::NotAnEmail)] {
            assert_eq!(
                visitor.pass_request_on(&secret, email, "").await,
                Err(Problem::field(Field::Email, why)),
                "{email}"
            );
        }
        visitor.pass_request_on(&secret, BOB, "").await.unwrap();
        assert_eq!(news(house).await.last(), Some(&RequestNews::PassedOn { to: BOB.into() }));
        assert!(accept(house, &secret).await.is_err(), "the old link is dead");
        let card = house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap();
        assert_eq!((card.id, card.email.as_str(), card.expires_at), (id, BOB, ends), "the deadline stays");
        let accepted = accept(house, &house.newest_secret(BOB).await).await.unwrap();
        let bob = house.recognise(&accepted.session.unwrap().secret).await.unwrap();
        assert_eq!(bob.me().email, BOB);
    })
    .await;
}

/// 4.2: pending → claimed by signing in through the link, and back by "not me".
#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_bound_to_who_signs_in_and_let_go_again() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let foreign = house.grace().await.claim_request(&secret).await;
        assert_eq!(foreign, Err(Problem::Conflict(Conflict::WrongClient)));
        house.mallory().await.claim_request(&secret).await.unwrap();
        assert_eq!(request_state(house).await, RequestState::Claimed);
        house.mallory().await.claim_request(&secret).await.unwrap();
        assert_eq!(house.grace().await.release_request(&secret).await, Err(Problem::Conflict(Conflict::WrongClient)));
        house.mallory().await.release_request(&secret).await.unwrap();
        assert_eq!(request_state(house).await, RequestState::Pending);
        let log = house.log().await;
        let count = |event: &str| log.iter().filter(|entry| entry.event == event).count();
        assert_eq!((count("request_claimed"), count("request_released")), (1, 1));
        assert_eq!(house.grace().await.me().email, GRACE.email);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_finds_it_where_they_are_signed_in_and_has_it_mailed_again() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (id, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let mine = house.mallory().await.my_requests().await.unwrap();
        assert_eq!((mine.len(), mine[0].id, mine[0].apps.as_slice()), (1, id, ["app-x".to_owned()].as_slice()));
        assert!(house.grace().await.my_requests().await.unwrap().is_empty());
        assert!(house.grace().await.mail_my_request(id).await.is_err());
        house.mallory().await.mail_my_request(id).await.unwrap();
        assert_eq!(house.newest_secret(MALLORY.email).await, secret, "the secret stays the same");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_request_is_asked_for_again_once_a_day() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let visitor = Visitor::Guest(house.guest());
        assert!(visitor.ask_for_request(&secret).await.is_err(), "an open one is answered");
        house.clock.forward(7 * DAY + HOUR);
        house.warren.tend_requests().await.unwrap();
        let visitor = Visitor::Guest(house.guest());
        visitor.ask_for_request(&secret).await.unwrap();
        assert_eq!(news(house).await.last(), Some(&RequestNews::RenewalAsked));
        assert!(matches!(visitor.ask_for_request(&secret).await, Err(Problem::TooMany { .. })));
        assert!(state_of(house, "app-x").await == teamwork::rules::app::AppState::Trial);
    })
    .await;
}

/// 4.2: "a billing begun before the deadline holds the request for 60 more minutes, shown to both sides". Nobody else is asked
/// within them: their link would open nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_begun_payment_holds_says_so_to_both_sides_and_goes_nowhere_else() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (id, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let before = house.kevin().await.preview_request(id).await.unwrap();
        assert_eq!(before.held_until, None);
        let expires_at = before.expires_at;
        house.database.run("UPDATE requests SET state = 'billing'").await;
        house.clock.set(expires_at.plus(5 * MINUTE));
        let held = Some(expires_at.plus(HOUR));
        let (kevin, mallory) = (house.kevin().await, house.mallory().await);
        let visitor = Visitor::Person(mallory.clone());
        assert_eq!(visitor.look_at_request(&secret).await.unwrap().held_until, held);
        assert_eq!(kevin.request_sheet("app-x").await.unwrap().request.unwrap().held_until, held);
        let mine = mallory.my_requests().await.unwrap();
        assert_eq!(mine.iter().map(|one| (one.id, Some(one.expires_at))).collect::<Vec<_>>(), [(id, held)]);
        let passed = visitor.pass_request_on(&secret, "books@cafe.example", "").await;
        assert_eq!(passed, Err(Problem::Conflict(Conflict::RequestHeld)));
        assert!(house.letters_to("books@cafe.example").await.is_empty());
        house.clock.set(expires_at.plus(HOUR));
        let mallory = house.mallory().await;
        assert!(mallory.my_requests().await.unwrap().is_empty());
        let looked = Visitor::Person(mallory).look_at_request(&secret).await;
        assert_eq!(looked.map(|_| ()), Err(Problem::Gone(Gone::RequestExpired)));
        // No payment was begun really, which the house would be told of.
        house.database.run("UPDATE requests SET state = 'pending'").await;
    })
    .await;
}
