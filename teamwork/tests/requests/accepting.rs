//! The handover (R57, R62–R64, S22–S25; I20–I24): all of it, and only for who was asked.

use teamwork::{
    acts::{Declining, Operator, Visitor},
    letters::Letter,
    rules::{
        account::View,
        app::AppState,
        day::Day,
        invitation::Offer,
        log::Event,
        log_filter::LogFilter,
        plan::Period,
        problem::{Conflict, Field, Gone, Problem, Thing, Why},
        request::{AcceptForm, Client, RequestState, SellerTax, in_company},
        role::Role,
    },
};

use super::{ANA, Owns, accept, apps_of, cafe, elsewhere, offer, own_trial};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, Person, each_engine, last_part},
    races::bring_in,
};

async fn periods(house: &House, app: &str) -> Vec<Period> {
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

async fn role_in(house: &House, who: Person, slug: &str) -> Option<Role> {
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

/// R62 "or logs in", S22: an existing client pays with what they have.
#[tokio::test(flavor = "multi_thread")]
async fn an_existing_client_chooses_a_company_they_own() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, payer) = elsewhere(house).await;
        let acmes = house.ada().await.billing("acme").await.unwrap()[0].id.to_string();
        let pay = async |payer: &str| {
            let form = AcceptForm { payer: payer.into(), ..AcceptForm::default() };
            Visitor::Person(house.mallory().await).accept_request(&secret, form).await.map(Owns::from)
        };
        for foreign in [acmes.as_str(), "00000000-0000-0000-0000-000000000000", "nonsense"] {
            assert_eq!(pay(foreign).await.map(|_| ()), Err(Problem::field(Field::Payer, Why::NotAPayer)), "{foreign}");
        }
        let accepted = pay(&payer).await.unwrap();
        assert_eq!((accepted.slug.as_str(), accepted.session.is_none()), (slug.as_str(), true));
        assert_eq!(house.mallory().await.app("app-x").await.unwrap().slug, Some(slug.clone()));
        assert_eq!(role_in(house, KEVIN, &slug).await, Some(Role::Admin));
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

/// I10, I22: the secret alone is not enough, and an invitation signs nobody in to an account that is there.
#[tokio::test(flavor = "multi_thread")]
async fn only_who_was_asked_accepts() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let before = house.database.dump().await;
        for who in [KEVIN, GRACE, ADA, MARA] {
            let answer = Visitor::Person(house.person(who).await).accept_request(&secret, cafe()).await.map(|_| ());
            assert_eq!(answer, Err(Problem::Conflict(Conflict::WrongClient)), "{}", who.first);
        }
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::SignedOut), "there is an account: sign in");
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_account_of_the_address_cannot_accept_and_is_not_in_the_way() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let claimant = house.sign_up("Imposter", ANA, None).await;
        let answer = Visitor::Person(claimant.clone()).accept_request(&secret, cafe()).await.map(|_| ());
        assert_eq!(answer, Err(Problem::Unconfirmed));
        let accepted = accept(house, &secret).await.unwrap();
        assert_eq!(apps_of(house, &accepted).await.len(), 1);
        assert!(claimant.my_companies().await.unwrap().is_empty());
    })
    .await;
}

/// A copied link proves nothing: an account is made only with a code that was mailed.
#[tokio::test(flavor = "multi_thread")]
async fn a_copied_link_asks_for_a_mailed_code() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        let with = async |code: &str| {
            let form = AcceptForm { code: code.into(), ..cafe() };
            Visitor::Guest(house.guest()).accept_request(&copied, form).await.map(|accepted| Owns::from(accepted).slug)
        };
        let wrong = Err(Problem::field(Field::Code, Why::WrongMailedCode));
        assert_eq!(with("").await, Err(Problem::field(Field::Code, Why::Missing)));
        assert_eq!(with("123456").await, wrong, "none was mailed");
        Visitor::Guest(house.guest()).ask_request_code(&copied).await.unwrap();
        let letters = house.letters_to(ANA).await;
        let code = house.warren.secret_code(letters.last().unwrap()).unwrap();
        let other = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(with(other).await, wrong);
        house.clock.forward(teamwork::rules::request::CODE_LIFE);
        assert_eq!(with(&code).await, wrong, "half an hour is over");
        house.forgive_limits().await;
        Visitor::Guest(house.guest()).ask_request_code(&copied).await.unwrap();
        assert_eq!(with(&code).await, wrong, "a newer code makes the older one dead");
        let code = house.warren.secret_code(house.letters_to(ANA).await.last().unwrap()).unwrap();
        assert_eq!(with(&format!(" {} {} ", &code[..3], &code[3..])).await, Ok("caf-alba".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_guesses_a_code() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        Visitor::Guest(house.guest()).ask_request_code(&copied).await.unwrap();
        let mut refused = 0;
        for guess in 0..8 {
            let form = AcceptForm { code: format!("{guess:06}"), ..cafe() };
            let answer = Visitor::Guest(house.guest()).accept_request(&copied, form).await;
            refused += usize::from(matches!(answer, Err(Problem::TooMany { .. })));
        }
        assert_eq!(refused, 3, "five guesses in a quarter of an hour");
    })
    .await;
}

/// Everything that is wrong is said at once, and nothing happens.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_flaws_changes_nothing() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let before = house.database.dump().await;
        let empty = Visitor::Guest(house.guest()).accept_request(&secret, AcceptForm::default()).await;
        let Err(Problem::Invalid(flaws)) = empty else { panic!() };
        let fields: Vec<_> = flaws.iter().map(|flaw| flaw.field).collect();
        for field in
            [Field::FullName, Field::CompanyName, Field::Street, Field::PostalCode, Field::City, Field::Country]
        {
            assert_eq!(fields.iter().filter(|found| **found == field).count(), 1, "{field:?}");
        }
        let vat = AcceptForm { vat_number: "DE123456789".into(), ..cafe() };
        assert!(Visitor::Guest(house.guest()).accept_request(&secret, vat).await.is_err());
        assert_eq!(house.database.dump().await, before);
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}

/// I21: each is answered once, and everybody after that is told so.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_hands_nothing_over_twice() {
    each_engine(async |house| {
        let (id, secret) = own_trial(house).await;
        let accepted = accept(house, &secret).await.unwrap();
        let done = Err(Problem::Gone(Gone::RequestCompleted));
        assert_eq!(accept(house, &secret).await.map(|_| ()), done);
        let visitor = Visitor::Guest(house.guest());
        assert_eq!(visitor.look_at_request(&secret).await.map(|_| ()), done);
        assert_eq!(visitor.decline_request(&secret, &Declining::default()).await, done);
        assert_eq!(visitor.pass_request_on(&secret, "bob@cafe.example", "").await, done);
        assert_eq!(house.kevin().await.cancel_request(id).await, done);
        assert_eq!(house.kevin().await.resend_request(id).await, done);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM companies").await, 2);
        let ana = house.recognise(&accepted.session.unwrap().secret).await.unwrap();
        let handover = ana.look_at_handover(&secret).await.unwrap();
        assert_eq!(
            (handover.company.as_str(), handover.apps.as_slice()),
            ("Café Alba", ["app-x".to_owned()].as_slice())
        );
        let other = house.mallory().await.look_at_handover(&secret).await;
        assert_eq!(other, Err(Problem::Gone(Gone::RequestCompleted)));
        let state: Vec<(String,)> = house.database.rows("SELECT state FROM requests").await;
        assert_eq!(state[0].0, RequestState::Completed.key());
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

/// I12, I22: a sender who could not send it any more hands nothing over.
#[tokio::test(flavor = "multi_thread")]
async fn the_sender_s_right_is_asked_for_again() {
    each_engine(async |house| {
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        let (_, secret) = offer(house, GRACE, "acme-blog", ANA).await;
        // Past the acts: what withdraws it has not come round yet.
        house
            .database
            .run("UPDATE members SET role = 'billing' WHERE user_id = (SELECT id FROM users WHERE email = 'grace@acme.example')")
            .await;
        assert_eq!(accept(house, &secret).await.map(|_| ()), Err(Problem::Gone(Gone::RequestWithdrawn)));
        let looked = Visitor::Guest(house.guest()).look_at_request(&secret).await.map(|_| ());
        assert_eq!(looked, Err(Problem::Gone(Gone::RequestWithdrawn)));
        house
            .database
            .run("UPDATE members SET role = 'admin' WHERE user_id = (SELECT id FROM users WHERE email = 'grace@acme.example')")
            .await;
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}

/// When, and to which terms: by the name the operator gave them, or by the digest of what stood above the button.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_agreed_to_is_kept_with_the_acceptance() {
    each_engine(async |house| {
        let operator = Operator::of_the_house(&house.warren);
        let digest = "sha256:12ea416eb4abd5c56d6f7bf1fd91bd7b0e27550954c684b415a07a1738341648";
        let named = "of November 2026, https://warren.example/terms";
        for (round, (terms, kept)) in [("", digest), (named, named)].into_iter().enumerate() {
            operator.set_setting("terms_version", terms).await.unwrap();
            let app = format!("app-{round}-x");
            house.kevin().await.start_personal_trial(&app).await.unwrap();
            let (id, secret) = offer(house, KEVIN, &app, &format!("ana{round}@cafe.example")).await;
            let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
            assert_eq!(view.terms, terms, "they read which");
            let owns = accept(house, &secret).await.unwrap();
            let client = house.recognise(&owns.session.unwrap().secret).await.unwrap();
            let filter = LogFilter::default();
            let entries = client.activity(&owns.slug, &filter, None).await.unwrap().lines;
            let entry = entries.iter().find(|line| line.event == Event::TermsAccepted).unwrap();
            assert_eq!((entry.after.as_deref(), entry.target.as_deref()), (Some(kept), Some(id.to_string().as_str())));
            assert_eq!(entry.at, house.warren.now());
            assert_eq!(entry.sentence, "Ana Alba agreed to the terms of service");
        }
    })
    .await;
}

/// "What it costs with tax": by the country of who pays, in the mail and on the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_reads_what_a_month_costs_with_tax() {
    each_engine(async |house| {
        Operator::of_the_house(&house.warren).set_setting("seller_country", "DE").await.unwrap();
        let (_, secret) = own_trial(house).await;
        let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
        let home = SellerTax { country: "DE".into(), rate: 1_900 };
        assert_eq!((&view.vat, view.offer.total.amount), (&home, 900));
        let asked = house.letters_to(ANA).await;
        assert!(asked.iter().any(|letter| matches!(letter, Letter::PaymentRequest { vat, .. } if *vat == home)), "M11");
        let accepted = accept(house, &secret).await.unwrap();
        let words = "10.80 EUR with 20 % VAT in Austria";
        let told = house.letters_to(ANA).await.into_iter().find_map(|letter| match letter {
            Letter::NowYours { price, .. } => price,
            _ => None,
        });
        assert_eq!(told.map(|price| price.to_string()).as_deref(), Some(words), "M13");
        let ana = house.recognise(&accepted.session.unwrap().secret).await.unwrap();
        let price = ana.look_at_handover(&secret).await.unwrap().price;
        assert_eq!(price.map(|price| price.to_string()).as_deref(), Some(words));

        house.kevin().await.start_personal_trial("app-y").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-y", MALLORY.email).await;
        elsewhere(house).await;
        house.database.run("UPDATE billing_contacts SET country = 'FR', vat_number = 'FR40303265045'").await;
        let view = Visitor::Person(house.mallory().await).look_at_request(&secret).await.unwrap();
        let Client::Invited { companies, .. } = view.reader else { panic!("{:?}", view.reader) };
        let price = companies[0].payers[0].price.as_ref().map(ToString::to_string);
        assert_eq!(price.as_deref(), Some("9.00 EUR without VAT, for which you account yourself (reverse charge)"));
    })
    .await;
}

/// S22: a Company of one's own, and a new Billing Contact there.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sets_up_another_billing_contact_in_their_company() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, first) = elsewhere(house).await;
        let pay = async |slug: &str, form: AcceptForm| {
            let form = AcceptForm { payer: in_company(slug), ..form };
            Visitor::Person(house.mallory().await).accept_request(&secret, form).await.map(Owns::from)
        };
        let before = house.database.dump().await;
        for foreign in ["acme", "nobody", ""] {
            let refused = Err(Problem::field(Field::Payer, Why::NotAPayer));
            assert_eq!(pay(foreign, cafe()).await.map(|_| ()), refused, "{foreign:?}");
        }
        let nowhere = AcceptForm { city: String::new(), ..cafe() };
        assert_eq!(pay(&slug, nowhere).await.map(|_| ()), Err(Problem::field(Field::City, Why::Missing)));
        assert_eq!(house.database.dump().await, before);

        assert_eq!(pay(&slug, cafe()).await.unwrap().slug, slug);
        let mallory = house.mallory().await;
        assert_eq!(mallory.my_companies().await.unwrap().len(), 1, "no other Company");
        let contacts = mallory.billing(&slug).await.unwrap();
        let new = contacts.iter().find(|contact| contact.id.to_string() != first).unwrap();
        assert_eq!((contacts.len(), new.name.as_str()), (2, "Café Alba"));
        assert_eq!(new.details.as_ref().unwrap().email, MALLORY.email);
        assert_eq!(mallory.app("app-x").await.unwrap().payer.unwrap().id, new.id);
        assert!(house.log().await.iter().any(|entry| entry.event == "billing_contact_created"));
    })
    .await;
}
