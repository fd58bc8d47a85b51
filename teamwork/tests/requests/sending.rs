//! Who may invite a client, for what, and what goes out (R58–R61, S10, S20, S21, S26, S31; matrix rows 19 and 20).

use teamwork::{
    letters::{Letter, RequestNews},
    rules::{
        moment::DAY,
        money::Money,
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
        request::{RequestForm, RequestState},
        role::Role,
    },
};

use super::{ANA, own_trial, to};
use crate::{
    apps::{assign, contacts, shop},
    house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine},
    races::bring_in,
};

/// M11 to the client, with all that they decide about; M12 to the sender.
#[tokio::test(flavor = "multi_thread")]
async fn the_client_is_told_what_it_is_about_and_the_sender_gets_a_copy() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let letters = house.letters_to(ANA).await;
        let [Letter::PaymentRequest { request, sender, sender_email, apps, total, keeps, expires_at, reminds, .. }] =
            letters.as_slice()
        else {
            panic!("{letters:?}")
        };
        assert_eq!((*request, sender.as_str(), sender_email.as_str()), (id, "Kevin Flynn", KEVIN.email));
        assert_eq!((apps[0].name.as_str(), apps[0].trial), ("app-x", true));
        assert_eq!(*total, Money::new(900, "EUR"), "the plan of a trial, at its listed price");
        assert_eq!(
            keeps.iter().map(|one| (one.name.as_str(), one.role)).collect::<Vec<_>>(),
            [("Kevin Flynn", Role::Admin)]
        );
        assert_eq!((*expires_at, *reminds), (house.warren.now().plus(7 * DAY), false), "S18");
        let copy = house.letters_to(KEVIN.email).await;
        let [Letter::RequestNews { email, news: RequestNews::Sent { .. }, slug: None, .. }] = copy.as_slice() else {
            panic!("{copy:?}")
        };
        assert_eq!(email, ANA);
        let log: Vec<_> = house.log().await.into_iter().filter(|entry| entry.event == "request_sent").collect();
        assert_eq!((log.len(), log[0].target.as_str()), (1, id.to_string().as_str()));
    })
    .await;
}

/// Row 19: a paid App is the Owner's to give away, and an Admin asks them (S10). Row 20: a trial of the Company also the
/// Admin's.
#[tokio::test(flavor = "multi_thread")]
async fn owners_hand_over_all_apps_and_admins_trials_alone() {
    each_engine(async |house| {
        shop(house).await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        for app in ["acme-shop", "acme-blog"] {
            assign(house, KEVIN.email, app).await;
        }
        let needs_admin = Refusal::NeedsAdmin;
        for (who, app, answer) in [
            (KEVIN, "acme-shop", Err(Problem::Refused(needs_admin))),
            (KEVIN, "acme-blog", Err(Problem::Refused(needs_admin))),
            (MARA, "acme-blog", Err(Problem::Refused(needs_admin))),
            (MALLORY, "acme-blog", Err(Problem::NotFound(Thing::App))),
            (MALLORY, "nothing", Err(Problem::NotFound(Thing::App))),
            (ADA, "acme-shop", Ok(())),
            (GRACE, "acme-blog", Ok(())),
        ] {
            let before = house.database.count("SELECT COUNT(*) FROM requests").await;
            let sent = house.person(who).await.send_request(app, to(ANA)).await.map(|_| ());
            let after = house.database.count("SELECT COUNT(*) FROM requests").await;
            assert_eq!(after - before, i64::from(answer.is_ok()), "{} {app}", who.first);
            assert_eq!(sent, answer, "{} {app}", who.first);
        }
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "access_denied").count(), 5);
    })
    .await;
}

/// S10, S21: a paid App goes along with a trial; from an Admin that needs an Owner as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_paid_app_goes_along_with_a_trial_when_an_owner_says_so() {
    each_engine(async |house| {
        let paid = shop(house).await.id;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        let form = RequestForm { apps: vec![paid], ..to(ANA) };
        let proposed = house.grace().await.send_request("acme-blog", form.clone()).await.unwrap();
        assert!(house.letters_to(ANA).await.is_empty());
        assert_eq!(house.ada().await.proposals().await.unwrap()[0].apps, ["acme-blog", "acme-shop"]);
        house.grace().await.cancel_request(proposed).await.unwrap();
        house.clock.forward(1000);
        let sheet = house.ada().await.request_sheet("acme-blog").await.unwrap();
        assert_eq!(sheet.others.iter().map(|app| app.name.as_str()).collect::<Vec<_>>(), ["acme-shop"]);
        house.ada().await.send_request("acme-blog", form).await.unwrap();
        let requests = house.ada().await.requests("acme", None).await.unwrap().requests;
        assert_eq!(requests[0].apps, ["acme-blog", "acme-shop"]);
    })
    .await;
}

/// S20.
#[tokio::test(flavor = "multi_thread")]
async fn one_request_waits_for_an_app() {
    each_engine(async |house| {
        own_trial(house).await;
        let again = house.kevin().await.send_request("app-x", to("bob@cafe.example")).await;
        assert_eq!(again, Err(Problem::Conflict(Conflict::RequestOpen)));
        let sheet = house.kevin().await.request_sheet("app-x").await.unwrap();
        let card = sheet.request.unwrap();
        assert_eq!((card.state, card.email.as_str(), card.mine), (RequestState::Pending, ANA, true));
    })
    .await;
}

/// S26: nonsense is refused with its reason, and nothing typed wrong is guessed at.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_themself_or_who_owns_it() {
    each_engine(async |house| {
        shop(house).await;
        let ada = house.ada().await;
        bring_in(house, &ada, GRACE, Role::Owner).await;
        for (email, why) in [
            (ADA.email, Why::YourAddress),
            ("ADA@Acme.Example", Why::YourAddress),
            (GRACE.email, Why::OwnsIt),
            ("", Why::Missing),
            ("nobody", Why::NotAnEmail),
        ] {
            let sent = ada.send_request("acme-shop", to(email)).await;
            assert_eq!(sent, Err(Problem::field(Field::Email, why)), "{email}");
        }
        // A Developer of the Company may well take an App over.
        ada.send_request("acme-shop", to(KEVIN.email)).await.unwrap();
    })
    .await;
}

/// R59, S31: who has no last name gives it on the spot.
#[tokio::test(flavor = "multi_thread")]
async fn the_inviter_has_first_and_last_name() {
    each_engine(async |house| {
        house.database.run("UPDATE users SET last_name = '' WHERE email = 'kevin@flynn.example'").await;
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        assert!(house.kevin().await.request_sheet("app-x").await.unwrap().asks_name);
        let nameless = house.kevin().await.send_request("app-x", to(ANA)).await.unwrap_err();
        assert_eq!(nameless.flaw(Field::LastName), Some(Why::Missing));
        let named = RequestForm { first_name: "Kevin".into(), last_name: "Flynn".into(), ..to(ANA) };
        house.kevin().await.send_request("app-x", named).await.unwrap();
        assert_eq!(house.kevin().await.me().name.full(), KEVIN.full());
        let letters = house.letters_to(ANA).await;
        assert!(matches!(&letters[0], Letter::PaymentRequest { sender, .. } if *sender == KEVIN.full()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_address_invites_nobody() {
    each_engine(async |house| {
        let new = house.sign_up("Zaphod", "zaphod@heart.example", None).await;
        new.start_personal_trial("app-z").await.unwrap();
        assert_eq!(new.send_request("app-z", to(ANA)).await, Err(Problem::Unconfirmed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plan_expiry_and_words_are_the_sender_s_choice() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let form = RequestForm {
            plan: "large".into(),
            days: "3".into(),
            note: "It is ready.".into(),
            company: "Café Alba".into(),
            ..to(ANA)
        };
        for (form, field, why) in [
            (RequestForm { plan: "huge".into(), ..form.clone() }, Field::Plan, Why::NotAPlan),
            (RequestForm { days: "31".into(), ..form.clone() }, Field::Days, Why::NotInRange(1, 30)),
            (RequestForm { days: "0".into(), ..form.clone() }, Field::Days, Why::NotInRange(1, 30)),
            (RequestForm { note: "x".repeat(501), ..form.clone() }, Field::Note, Why::TooLong(500)),
        ] {
            assert_eq!(house.kevin().await.send_request("app-x", form).await, Err(Problem::field(field, why)));
        }
        let id = house.kevin().await.send_request("app-x", form).await.unwrap();
        let view = house.kevin().await.preview_request(id).await.unwrap();
        assert_eq!(view.offer.total, Money::new(7_900, "EUR"));
        assert_eq!(view.expires_at, house.warren.now().plus(3 * DAY));
        assert_eq!((view.note.as_deref(), view.company.as_deref()), (Some("It is ready."), Some("Café Alba")));
        assert_eq!(house.kevin().await.app("app-x").await.unwrap().plan.key, "small", "nothing has moved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suspended_or_somebody_else_s_is_not_offered() {
    each_engine(async |house| {
        let paid = shop(house).await.id;
        let (mallory, slug) = (house.mallory().await, house.company_of(&house.mallory().await, "Elsewhere").await);
        mallory.start_trial(&slug, "foreign").await.unwrap();
        let foreign = mallory.app("foreign").await.unwrap().id;
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let own = house.kevin().await.app("app-x").await.unwrap().id;
        let ada = house.ada().await;
        for other in [foreign, own] {
            let form = RequestForm { apps: vec![other], ..to(ANA) };
            assert_eq!(ada.send_request("acme-shop", form).await, Err(Problem::field(Field::Apps, Why::NotAnApp)));
        }
        let form = RequestForm { apps: vec![paid], ..to(ANA) };
        assert_eq!(
            house.kevin().await.send_request("app-x", form).await,
            Err(Problem::field(Field::Apps, Why::NotAnApp))
        );
        house.warren.suspend_app("acme-shop", "Fraud").await.unwrap();
        assert_eq!(ada.send_request("acme-shop", to(ANA)).await, Err(Problem::Conflict(Conflict::AppSuspended)));
        assert_eq!(house.database.count("SELECT COUNT(*) FROM requests").await, 0);
        assert_eq!(contacts(&ada, "acme").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_not_asked_over_and_over() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(house.kevin().await.resend_request(id).await.is_ok());
        }
        assert_eq!(answers.iter().filter(|sent| **sent).count(), 4, "five a day, the first one included: {answers:?}");
    })
    .await;
}
