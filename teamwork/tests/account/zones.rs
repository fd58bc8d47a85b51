//! In which time zone somebody reads deadlines (S18): the browser says it at each sign-in, until they choose it themselves.

use teamwork::{
    acts::{Actor, Mail, SignUp, SignedIn, Visitor},
    letters::Letter,
    rules::{
        moment::MINUTE,
        problem::{Field, Problem, Why},
        role::Role,
        zone::{TimeZone, ZoneChoice},
    },
};

use crate::house::{ADA, House, KEVIN, PASSWORD, each_engine};

const TRUDY: &str = "trudy@elsewhere.example";

fn learned(zone: &str) -> ZoneChoice {
    ZoneChoice { time_zone: Some(zone.into()), chosen: false, house: "UTC".into() }
}

fn chosen(zone: Option<&str>) -> ZoneChoice {
    ZoneChoice { time_zone: zone.map(str::to_owned), chosen: true, house: "UTC".into() }
}

async fn who(house: &House, signed_in: SignedIn) -> Actor {
    house.recognise(&signed_in.secret).await.unwrap()
}

/// Kevin signs in with a browser that says to be there.
async fn kevin_in(house: &House, zone: &str) -> Actor {
    let signed_in = house.guest().in_zone(zone).sign_in(KEVIN.email, PASSWORD).await.unwrap();
    who(house, signed_in).await
}

/// Each mail that waits, by where its reader is.
async fn waiting(house: &House) -> Vec<(String, Option<String>)> {
    let mails = house.warren.claim_mails(1_000, MINUTE).await.unwrap();
    let named = |mail: Mail| (mail.to, mail.zone.map(|zone| zone.name().to_owned()));
    mails.into_iter().map(named).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_browser_says_where_somebody_is_and_what_is_no_zone_keeps_nobody_out() {
    each_engine(async |house| {
        let nothing = ZoneChoice { time_zone: None, chosen: false, house: "UTC".into() };
        assert_eq!(house.kevin().await.zone_choice(), nothing);
        assert_eq!(kevin_in(house, "Europe/Berlin").await.zone_choice(), learned("Europe/Berlin"));
        assert_eq!(kevin_in(house, "asia/kolkata").await.zone_choice(), learned("Asia/Kolkata"));
        for odd in ["", "Mars/Olympus", "Etc/Unknown", "'; DROP TABLE users", &"x/".repeat(50_000)] {
            assert_eq!(kevin_in(house, odd).await.zone_choice(), learned("Asia/Kolkata"), "{odd:.30}");
        }
        house.guest().ask_sign_in_link(KEVIN.email, "").await.unwrap();
        let link = house.secret_to(KEVIN.email).await;
        let by_link = house.guest().in_zone("America/Sao_Paulo").sign_in_by_link(&link).await.unwrap();
        assert_eq!(who(house, by_link).await.zone_choice(), learned("America/Sao_Paulo"));
        let form = SignUp {
            first_name: "Trudy".into(),
            email: TRUDY.into(),
            password: PASSWORD.into(),
            terms: true,
            ..SignUp::default()
        };
        let signed_up = house.guest().in_zone("Pacific/Auckland").sign_up(form).await.unwrap();
        assert_eq!(who(house, signed_up).await.zone_choice(), learned("Pacific/Auckland"));
        // Nobody else is elsewhere for that.
        assert_eq!(house.ada().await.zone_choice(), nothing);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_stays_whatever_a_browser_says() {
    each_engine(async |house| {
        let kevin = kevin_in(house, "Europe/Berlin").await;
        house.raise_the_curtain().await;
        let refused = kevin.change_zone("Lisbon").await;
        assert_eq!(refused, Err(Problem::field(Field::TimeZone, Why::NotATimeZone)));
        assert_eq!(house.kevin().await.zone_choice(), learned("Europe/Berlin"));
        kevin.change_zone(" europe/lisbon ").await.unwrap();
        let log = house.log().await;
        let entry = log.last().unwrap();
        assert_eq!((log.len(), entry.event.as_str()), (1, "time_zone_changed"));
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("", ""), "the log outlives the person");
        assert_eq!(kevin_in(house, "America/New_York").await.zone_choice(), chosen(Some("Europe/Lisbon")));
        // "As the house" is a choice too.
        house.kevin().await.change_zone("").await.unwrap();
        assert_eq!(kevin_in(house, "America/New_York").await.zone_choice(), chosen(None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_zone_reads_in_the_one_of_the_house() {
    each_engine(async |house| {
        let kevin = kevin_in(house, "Asia/Kolkata").await;
        let elsewhere = house.open_as(|settings| settings.time_zone = TimeZone::named("Europe/Vienna").unwrap()).await;
        for (zone, visitor) in [
            ("UTC", Visitor::Guest(house.guest())),
            ("UTC", Visitor::Person(house.ada().await)),
            ("Asia/Kolkata", Visitor::Person(kevin)),
        ] {
            assert_eq!(visitor.zone().name(), zone);
        }
        let guest = teamwork::acts::Guest::new(
            &elsewhere,
            teamwork::rules::log::Door::Page,
            "192.0.2.7",
            "",
            elsewhere.request(),
        );
        assert_eq!(guest.clone().recognise(&house.cookie(ADA)).await.unwrap().zone().name(), "Europe/Vienna");
        assert_eq!(Visitor::Guest(guest).zone().name(), "Europe/Vienna");
        elsewhere.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_knows_where_its_reader_is() {
    each_engine(async |house| {
        house.deliver().await;
        kevin_in(house, "Europe/Berlin").await;
        // Somebody who only claims Kevin's address does not move him.
        let claims = SignUp {
            first_name: "Trudy".into(),
            email: KEVIN.email.into(),
            password: "another burrow with doors".into(),
            terms: true,
            ..SignUp::default()
        };
        house.guest().in_zone("Pacific/Auckland").sign_up(claims).await.unwrap();
        house.deliver().await;
        let ada = house.ada().await;
        ada.invite("acme", "nobody@elsewhere.example", Role::Admin, "").await.unwrap();
        house.guest().ask_sign_in_link(KEVIN.email, "").await.unwrap();
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        let expected = [
            ("nobody@elsewhere.example".to_owned(), None),
            (KEVIN.email.to_owned(), Some("Europe/Berlin".to_owned())),
            (ADA.email.to_owned(), None),
        ];
        let found = waiting(house).await;
        assert!(expected.iter().all(|mail| found.contains(mail)), "{found:?}");
        // The mailbox of the demo tells them the same.
        let mails = house.mails().await;
        let link = mails.iter().rfind(|mail| mail.to == KEVIN.email).unwrap();
        assert!(matches!(link.letter, Letter::SignInLink { .. }));
        assert_eq!(link.zone.as_ref().map(TimeZone::name), Some("Europe/Berlin"));
        // However many there are, it is one statement.
        let spent = house.warren.statements();
        house.warren.claim_mails(1_000, MINUTE).await.unwrap();
        assert_eq!(house.warren.statements() - spent, 1);
    })
    .await;
}

/// It is the person's: in the copy of their data, and gone with the account (`fsck` looks after every test).
#[tokio::test(flavor = "multi_thread")]
async fn a_zone_is_personal() {
    each_engine(async |house| {
        let kevin = kevin_in(house, "Europe/Berlin").await;
        assert_eq!(kevin.export().await.unwrap().time_zone.as_deref(), Some("Europe/Berlin"));
        kevin.change_zone("Europe/Lisbon").await.unwrap();
        kevin.close_account(KEVIN.email).await.unwrap();
        let left = "SELECT COUNT(*) FROM users WHERE time_zone IS NOT NULL OR zone_chosen";
        assert_eq!(house.database.count(left).await, 0);
    })
    .await;
}
