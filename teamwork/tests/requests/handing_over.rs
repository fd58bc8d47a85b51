//! What a handover moves, and whom (R57, R62–R64, S23–S25; I23): the App, its payer, and who has access to it on both sides.

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        account::View,
        app::AppState,
        day::Day,
        invitation::Offer,
        plan::Period,
        problem::{Problem, Thing},
        request::AcceptForm,
        role::Role,
    },
};

use super::{ANA, accept, apps_of, elsewhere, offer, own_trial};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, Person, each_engine},
    races::bring_in,
};

/// For which days somebody pays for an App, and how much.
pub async fn periods(house: &House, app: &str) -> Vec<Period> {
    let rows: Vec<(i64, Option<i64>, String, i64)> = house
        .database
        .rows(&format!(
            "SELECT p.from_day, p.to_day, p.plan, p.price FROM app_periods p JOIN apps a ON a.id = p.app_id
             WHERE a.name = '{app}' ORDER BY p.from_day"
        ))
        .await;
    let id = "00000000-0000-0000-0000-000000000000".parse().unwrap();
    let period = |(from, to, plan, price): (i64, Option<i64>, String, i64)| Period {
        from: Day(from),
        to: to.map(Day),
        payer: id,
        plan,
        price,
        currency: "EUR".into(),
    };
    rows.into_iter().map(period).collect()
}

/// What somebody is in a Company, if they are in it.
pub async fn role_in(house: &House, who: Person, slug: &str) -> Option<Role> {
    let companies = house.person(who).await.my_companies().await.unwrap();
    companies.iter().find(|company| company.slug == slug).map(|company| company.role)
}

/// The story of the brief: R56 before, R57 after.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_account_owns_the_company_that_owns_the_app() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let accepted = accept(house, &secret).await.unwrap();
        assert_eq!(accepted.slug, "caf-alba");
        let session = accepted.session.clone().unwrap();
        let ana = house.recognise(&session.secret).await.unwrap();
        let me = ana.me();
        assert_eq!((me.name.full().as_str(), me.email.as_str(), me.confirmed), ("Ana Alba", ANA, true));
        assert_eq!((me.has_password, me.view), (false, View::Client), "R65, R66");
        let company = ana.company(&accepted.slug).await.unwrap();
        assert_eq!((company.name.as_str(), company.role, company.members), ("Café Alba", Role::Owner, Some(2)));
        assert_eq!(role_in(house, KEVIN, &accepted.slug).await, Some(Role::Admin), "R64");
        let apps = apps_of(house, &accepted).await;
        assert_eq!((apps[0].name.as_str(), apps[0].state), ("app-x", Some(AppState::Active)));
        let billing = ana.billing(&accepted.slug).await.unwrap();
        assert_eq!(billing.len(), 1, "R41 to R43");
        assert!(house.kevin().await.my_trials().await.unwrap().is_empty());
        let tomorrow = Day::of(house.warren.now()).plus(1);
        let paid = periods(house, "app-x").await;
        assert_eq!(
            (paid.len(), paid[0].from, paid[0].price),
            (1, tomorrow, 900),
            "S25: the next day the receiver pays"
        );
        // R70, R72, R74: the Admin sees it, scales it, invites others.
        let kevin = house.kevin().await;
        let app = kevin.app("app-x").await.unwrap();
        kevin.scale_app("app-x", "standard", app.version).await.unwrap();
        kevin.invite(&accepted.slug, MALLORY.email, Role::Admin, "").await.unwrap();
        // R76: and the client can dismiss them.
        ana.dismiss(&accepted.slug, kevin.id()).await.unwrap();
        assert_eq!(house.kevin().await.app("app-x").await, Err(Problem::NotFound(Thing::App)));
    })
    .await;
}

/// M13 and M14; and each log knows its own Company alone (I41).
#[tokio::test(flavor = "multi_thread")]
async fn both_sides_hear_of_it_once() {
    each_engine(async |house| {
        shop(house).await;
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        let (_, secret) = offer(house, ADA, "acme-shop", ANA).await;
        let before = house.mails().await.len();
        let accepted = accept(house, &secret).await.unwrap();
        let told: Vec<_> =
            house.mails().await.split_off(before).into_iter().map(|mail| (mail.to, mail.letter)).collect();
        let mut to: Vec<_> = told.iter().map(|(to, _)| to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, [ADA.email, ANA, GRACE.email]);
        for (to, letter) in &told {
            match letter {
                Letter::NowYours { company, slug, apps, keeps, .. } if to == ANA => {
                    assert_eq!(
                        (company.as_str(), slug, apps.as_slice()),
                        ("Café Alba", &accepted.slug, ["acme-shop".to_owned()].as_slice())
                    );
                    assert_eq!(keeps[0].name, ADA.full());
                }
                Letter::HandedOver { slug, company, .. } if to == ADA.email => {
                    assert_eq!((slug.as_ref(), company.as_deref()), (Some(&accepted.slug), Some("Café Alba")));
                }
                Letter::HandedOver { slug, company, client, .. } if to == GRACE.email => {
                    assert_eq!((slug, company, client.as_str()), (&None, &None, ANA));
                }
                other => panic!("{to}: {other:?}"),
            }
        }
        let log: Vec<_> = house.log().await.into_iter().filter(|entry| entry.event == "app_handed_over").collect();
        let changes: Vec<_> = log.iter().map(|entry| (entry.before.as_str(), entry.after.as_str())).collect();
        assert_eq!(changes, [("active", ""), ("", "small")]);
    })
    .await;
}

/// S24, S25, I23: listed Developers come along for this App alone, everybody else of the giving side loses it, the giver
/// pays through today.
#[tokio::test(flavor = "multi_thread")]
async fn of_the_giving_side_only_the_listed_keep_access() {
    each_engine(async |house| {
        shop(house).await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        assign(house, KEVIN.email, "acme-shop").await;
        assign(house, KEVIN.email, "acme-blog").await;
        let (_, secret) = offer(house, ADA, "acme-shop", ANA).await;
        house.clock.forward(3 * teamwork::rules::moment::DAY);
        let accepted = accept(house, &secret).await.unwrap();
        let roles = [(ADA, Some(Role::Admin)), (KEVIN, Some(Role::Developer)), (GRACE, None), (MARA, None)];
        for (who, role) in roles {
            assert_eq!(role_in(house, who, &accepted.slug).await, role, "{}", who.first);
            let sees = house.person(who).await.app("acme-shop").await.is_ok();
            assert_eq!(sees, role.is_some(), "{}", who.first);
        }
        assert!(house.kevin().await.app("acme-blog").await.is_ok(), "what was not handed over is as before");
        let kevins = house.kevin().await.apps(&accepted.slug, None).await.unwrap().apps;
        assert_eq!(kevins.len(), 1);
        let today = Day::of(house.warren.now());
        let paid = periods(house, "acme-shop").await;
        assert_eq!(
            paid.iter().map(|p| (p.from, p.to)).collect::<Vec<_>>(),
            [(today.plus(-3), Some(today.plus(1))), (today.plus(1), None)]
        );
        assert!(house.letters_to(KEVIN.email).await.iter().any(|letter| matches!(letter, Letter::Welcome { .. })));
    })
    .await;
}

/// S23: nobody becomes less.
#[tokio::test(flavor = "multi_thread")]
async fn the_sender_is_at_least_admin_where_they_were_a_member_already() {
    each_engine(async |house| {
        let (slug, payer) = elsewhere(house).await;
        let mallory = house.mallory().await;
        for (round, (role, then)) in
            [(Role::Owner, Role::Owner), (Role::Admin, Role::Admin), (Role::Developer, Role::Admin)]
                .into_iter()
                .enumerate()
        {
            house.forgive_limits().await;
            let apps = mallory.apps(&slug, None).await.unwrap().apps.into_iter().map(|app| app.id);
            let offered = Offer { apps: apps.collect(), ..Offer::plain(role, "") };
            mallory.invite_with(&slug, KEVIN.email, offered).await.unwrap();
            let secret = house.newest_secret(KEVIN.email).await;
            house.kevin().await.accept_invitation(&secret).await.unwrap();
            let app = format!("app-{round}-x");
            house.kevin().await.start_personal_trial(&app).await.unwrap();
            let (_, secret) = offer(house, KEVIN, &app, MALLORY.email).await;
            let form = AcceptForm { payer: payer.clone(), ..AcceptForm::default() };
            Visitor::Person(house.mallory().await).accept_request(&secret, form).await.unwrap();
            assert_eq!(role_in(house, KEVIN, &slug).await, Some(then), "{role}");
            house.kevin().await.leave(&slug).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_companies_of_one_name_get_two_names_in_urls() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let first = accept(house, &secret).await.unwrap();
        house.kevin().await.start_personal_trial("app-y").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-y", "bob@cafe.example").await;
        let second = accept(house, &secret).await.unwrap();
        assert_ne!(first.slug, second.slug);
        assert!(second.slug.starts_with("caf-alba-"), "{}", second.slug);
    })
    .await;
}
