//! Suspending and resuming a Company: what rests, what goes on, and that no clock runs meanwhile (4.3).

use teamwork::{
    letters::Letter,
    rules::{
        moment::DAY,
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
        role::Role,
    },
};

use super::{operator, shell};
use crate::house::{ADA, GRACE, House, KEVIN, MALLORY, each_engine};

type AppRow = (String, String, String, Option<i64>, Option<i64>);

/// One App of each kind in Acme Inc: a trial, a paid one, one whose trial is over, one that the operator has paused before.
pub async fn apps(house: &House) {
    house.ada().await.start_trial("acme", "gamma").await.unwrap();
    house.clock.forward(8 * DAY);
    house.warren.tend_trials().await.unwrap();
    let ada = house.ada().await;
    let contact = ada.billing("acme").await.unwrap()[0].id;
    ada.start_trial("acme", "alpha").await.unwrap();
    for paid in ["beta", "delta"] {
        ada.create_app("acme", paid, "small", contact).await.unwrap();
    }
    shell(house).suspend_app("delta", "Abuse").await.unwrap();
}

async fn rows(house: &House) -> Vec<AppRow> {
    house
        .database
        .rows("SELECT name, state, COALESCE(suspended_by, ''), trial_ends_at, suspended_at FROM apps ORDER BY name")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_company_rests_and_comes_back_as_it_was() {
    each_engine(async |house| {
        apps(house).await;
        let before = rows(house).await;
        let operator = operator(house).await;
        operator.suspend_company("acme", "Unpaid since May").await.unwrap();
        assert!(rows(house).await.iter().all(|app| app.1 == "suspended" && app.2 == "operator"));
        let tenant = operator.company("acme").await.unwrap();
        assert_eq!(tenant.card.suspended_why.as_deref(), Some("Unpaid since May"));

        house.clock.forward(3 * DAY);
        shell(house).resume_company("acme", "Paid").await.unwrap();
        let after = rows(house).await;
        for (was, is) in before.iter().zip(&after) {
            assert_eq!((&was.0, &was.1, &was.2), (&is.0, &is.1, &is.2));
        }
        let moved = |rows: &[AppRow], name: &str| {
            let row = rows.iter().find(|row| row.0 == name).unwrap();
            (row.3, row.4)
        };
        let (trial, over) = (moved(&before, "alpha"), moved(&before, "gamma"));
        assert_eq!(moved(&after, "alpha"), (trial.0.map(|at| at + 3 * DAY), None), "the trial did not run on");
        assert_eq!(moved(&after, "gamma").1, over.1.map(|at| at + 3 * DAY), "neither did the time of grace");
        assert_eq!(moved(&after, "beta"), (None, None));
        assert_eq!(moved(&after, "delta"), moved(&before, "delta"), "paused before, paused still");
    })
    .await;
}

/// Owners, Admins and the addresses for invoices; not Developers and Billing members.
#[tokio::test(flavor = "multi_thread")]
async fn who_answers_for_the_company_gets_a_mail_with_the_reason() {
    each_engine(async |house| {
        operator(house).await.suspend_company("acme", "Unpaid since May").await.unwrap();
        let mails = house.mails().await;
        let mut to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, [ADA.email, GRACE.email, "invoices@acme.example"]);
        let (company, slug) = ("Acme Inc".to_owned(), Some("acme".to_owned()));
        let (reason, at) = ("Unpaid since May".to_owned(), house.warren.now());
        let letter = Letter::CompanySuspended { company: company.clone(), slug: slug.clone(), reason, at };
        let outside = |to: &str| to == "invoices@acme.example";
        for mail in &mails {
            let meant = if outside(&mail.to) { letter.outside() } else { letter.clone() };
            assert_eq!(mail.letter, meant, "{}", mail.to);
        }
        operator(house).await.resume_company("acme", "Paid").await.unwrap();
        assert_eq!(
            house.letters_to(ADA.email).await[1],
            Letter::CompanyResumed { company, slug, reason: "Paid".into() }
        );
        let log = house.log().await;
        let events: Vec<_> = log.iter().map(|entry| (entry.event.as_str(), entry.after.as_str())).collect();
        assert_eq!(events, [("company_suspended", "Unpaid since May"), ("company_resumed", "Paid")]);
        assert!(log.iter().all(|entry| entry.has_company && entry.has_actor && entry.role.is_empty()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_suspended_nobody_invites_and_everybody_looks_and_leaves() {
    each_engine(async |house| {
        operator(house).await.suspend_company("acme", "Unpaid").await.unwrap();
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await);
        let rests = Problem::Conflict(Conflict::CompanySuspended);
        for person in [&ada, &grace] {
            let answer = person.invite("acme", "x@heart.example", Role::Developer, "").await;
            assert_eq!(answer.map(|_| ()), Err(rests.clone()));
        }
        let refused = kevin.invite("acme", "x@heart.example", Role::Developer, "").await;
        assert_eq!(refused.map(|_| ()), Err(Problem::Refused(Refusal::NeedsAdmin)), "the role is asked first");
        let noted = house.log().await.into_iter().rfind(|entry| entry.after == "company_suspended").unwrap();
        assert_eq!((noted.event.as_str(), noted.target.as_str()), ("access_denied", "invite"));

        let trial = ada.start_trial("acme", "later").await;
        assert_eq!(trial.map(|_| ()), Err(rests.clone()));
        assert_eq!(ada.company("acme").await.unwrap().suspended.as_deref(), Some("Unpaid"));
        ada.team("acme", None).await.unwrap();
        ada.billing("acme").await.unwrap();
        kevin.leave("acme").await.unwrap();
        ada.dismiss("acme", house.mara().await.id()).await.unwrap();
        let version = house.version_of(grace.id()).await;
        ada.change_role("acme", grace.id(), Role::Developer, version).await.unwrap();

        shell(house).resume_company("acme", "Paid").await.unwrap();
        ada.invite("acme", KEVIN.email, Role::Developer, "").await.unwrap();
        assert_eq!(ada.company("acme").await.unwrap().suspended, None);
    })
    .await;
}

/// An App that rests with its Company is neither resumed alone, nor does the clock take it away.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_rests_as_long_as_its_company() {
    each_engine(async |house| {
        apps(house).await;
        shell(house).suspend_company("acme", "Unpaid").await.unwrap();
        for app in ["alpha", "beta", "delta"] {
            let alone = shell(house).resume_app(app, "Settled").await;
            assert_eq!(alone, Err(Problem::Conflict(Conflict::CompanySuspended)), "{app}");
        }
        house.clock.forward(30 * DAY);
        assert_eq!(house.warren.tend_trials().await, Ok(0));
        let ada = house.ada().await;
        let version = ada.app("beta").await.unwrap().version;
        assert!(ada.scale_app("beta", "large", version).await.is_err());
        shell(house).resume_company("acme", "Paid").await.unwrap();
        assert_eq!(house.warren.tend_trials().await, Ok(0), "as much time is left as there was");
        house.clock.forward(7 * DAY);
        assert!(house.warren.tend_trials().await.unwrap() > 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suspended_or_runs_already_is_told_so() {
    each_engine(async |house| {
        let operator = operator(house).await;
        assert_eq!(operator.resume_company("acme", "Paid").await, Err(Problem::Conflict(Conflict::CompanyRuns)));
        for no_reason in [operator.suspend_company("acme", "  ").await, operator.resume_company("acme", "").await] {
            assert_eq!(no_reason, Err(Problem::field(Field::Reason, Why::Missing)));
        }
        assert_eq!(operator.suspend_company("no-such", "Unpaid").await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(operator.company("no-such").await.map(|_| ()), Err(Problem::NotFound(Thing::Company)));
        operator.suspend_company("acme", "Unpaid").await.unwrap();
        assert_eq!(
            operator.suspend_company("acme", "Unpaid").await,
            Err(Problem::Conflict(Conflict::CompanySuspended))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_and_apps_are_found_by_the_beginning_of_their_names() {
    each_engine(async |house| {
        apps(house).await;
        let ada = house.ada().await;
        for n in 0..60 {
            house.company_of(&ada, &format!("Zebra {n:02}")).await;
        }
        let operator = operator(house).await;
        let first = operator.companies("ZEBRA", None).await.unwrap();
        assert_eq!((first.companies.len(), first.companies[0].name.as_str()), (50, "Zebra 00"));
        let rest = operator.companies("zebra", first.next.as_deref()).await.unwrap();
        assert_eq!((rest.companies.len(), rest.companies[0].name.as_str(), rest.next), (10, "Zebra 50", None));
        assert_eq!(operator.companies("", None).await.unwrap().companies[0].slug, "acme");
        assert!(operator.companies("zebras", None).await.unwrap().companies.is_empty());
        for astray in ["", "acme", "x.acme"] {
            assert_eq!(operator.companies("", Some(astray)).await, Err(Problem::Malformed), "{astray}");
        }
        let names = |page: teamwork::rules::tenant::TenantApps| -> Vec<String> {
            page.apps.into_iter().map(|app| app.name).collect()
        };
        assert_eq!(names(operator.apps("", None).await.unwrap()), ["alpha", "beta", "delta", "gamma"]);
        assert_eq!(names(operator.apps("alpha", None).await.unwrap()), ["alpha"]);
        assert_eq!(names(operator.apps("", Some("beta")).await.unwrap()), ["delta", "gamma"]);
        assert_eq!(operator.waiting().await.unwrap().trials_ending, 0);
        house.clock.forward(4 * DAY);
        assert_eq!(shell(house).waiting().await.unwrap().trials_ending, 1);
        assert_eq!(shell(house).ending_trials().await.unwrap().apps.len(), 1, "as many as are counted");
    })
    .await;
}

/// Looking goes on, and is no refusal for the log; what makes it larger rests.
#[tokio::test(flavor = "multi_thread")]
async fn settings_and_their_history_are_read_while_the_company_is_suspended() {
    each_engine(async |house| {
        apps(house).await;
        shell(house).suspend_company("acme", "Unpaid").await.unwrap();
        let ada = house.ada().await;
        ada.config("alpha").await.unwrap();
        ada.config_versions("alpha", None).await.unwrap();
        ada.scaling("beta").await.unwrap();
        ada.pay_sheet("beta").await.unwrap();
        ada.bill_of_lading("beta").await.unwrap();
        assert!(house.log().await.iter().all(|entry| entry.event != "access_denied"));

        let (contact, app) = (ada.billing("acme").await.unwrap()[0].id, ada.app("alpha").await.unwrap());
        let rests = Err(Problem::Conflict(Conflict::CompanySuspended));
        assert_eq!(
            ada.pay_for_app("alpha", "small", contact, app.version).await,
            rests,
            "4.3: the operator resumes it"
        );
        assert_eq!(ada.set_variable("alpha", 0, "MODE", "live", false).await.map(|_| ()), rests);
    })
    .await;
}

/// An invitation that was sent before waits with the Company.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_joins_a_company_while_it_is_suspended() {
    each_engine(async |house| {
        house.ada().await.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        shell(house).suspend_company("acme", "Unpaid").await.unwrap();
        let mallory = house.mallory().await;
        let rests = mallory.accept_invitation(&secret).await;
        assert_eq!(rests, Err(Problem::Conflict(Conflict::CompanySuspended)));
        assert_eq!(house.role_of(MALLORY).await, None);
        shell(house).resume_company("acme", "Paid").await.unwrap();
        mallory.accept_invitation(&secret).await.unwrap();
        assert_eq!(house.role_of(MALLORY).await, Some(Role::Admin));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_addresses_for_copies_of_invoices_get_invoices_and_nothing_else() {
    each_engine(async |house| {
        let copies = "INSERT INTO billing_recipients (billing_contact_id, email) SELECT id, 'copies@acme.example' FROM billing_contacts";
        house.database.run(copies).await;
        shell(house).suspend_company("acme", "Unpaid").await.unwrap();
        assert!(house.letters_to("copies@acme.example").await.is_empty(), "M29 alone has them");
    })
    .await;
}

/// The clock stands as long as the App does, also when the App alone was paused (4.3).
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_a_trial_stands_while_the_app_alone_is_suspended() {
    each_engine(async |house| {
        apps(house).await;
        let of = |rows: Vec<AppRow>, name: &str| rows.into_iter().find(|row| row.0 == name).unwrap();
        let before = of(rows(house).await, "alpha");
        house.clock.forward(5 * DAY);
        house.warren.tend_trials().await.unwrap();
        shell(house).suspend_app("alpha", "Abuse").await.unwrap();
        house.clock.forward(4 * DAY);
        shell(house).resume_app("alpha", "Settled").await.unwrap();
        let after = of(rows(house).await, "alpha");
        assert_eq!((after.1.as_str(), after.3), ("trial", before.3.map(|at| at + 4 * DAY)));
        let told = async || {
            let of_alpha =
                |letter: &Letter| matches!(letter, Letter::TrialEnding { app, last: false, .. } if app == "alpha");
            house.letters_to(ADA.email).await.iter().filter(|letter| of_alpha(letter)).count()
        };
        assert_eq!(told().await, 1);
        house.warren.tend_trials().await.unwrap();
        assert_eq!(told().await, 2, "its new end is told too");
        // A paid App has no clock, and a trial that was over has none left.
        shell(house).resume_app("delta", "Settled").await.unwrap();
        assert_eq!(of(rows(house).await, "delta").3, None);
        house.ada().await.start_trial("acme", "omega").await.unwrap();
        house.clock.forward(7 * DAY);
        house.warren.tend_trials().await.unwrap();
        let over = of(rows(house).await, "omega");
        shell(house).suspend_app("omega", "Abuse").await.unwrap();
        house.clock.forward(DAY);
        shell(house).resume_app("omega", "Settled").await.unwrap();
        assert_eq!(of(rows(house).await, "omega").3, over.3);
    })
    .await;
}

/// 3.2, 4.3, M33: running or suspended, in a Company or not; its people could have done it, and read why it was done.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_deletes_an_app_with_a_reason_that_its_people_read() {
    each_engine(async |house| {
        apps(house).await;
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        shell(house).suspend_company("acme", "Unpaid").await.unwrap();
        let operator = operator(house).await;
        house.raise_the_curtain().await;
        let flaw = |field, why| Err(Problem::field(field, why));
        let delete = async |name, typed, why| operator.delete_app(name, typed, why).await;
        assert_eq!(delete("beta", "beta", " ").await, flaw(Field::Reason, Why::Missing));
        assert_eq!(delete("beta", "alpha", "Unpaid").await, flaw(Field::Confirmation, Why::NotTheName));
        assert_eq!(delete("no-app", "no-app", "Unpaid").await, Err(Problem::NotFound(Thing::App)));
        assert!(house.log().await.is_empty());

        delete("beta", "beta", "Unpaid since May").await.unwrap();
        shell(house).delete_app("app-x", "app-x", "Abuse").await.unwrap();
        let (app, company, reason) = ("beta".to_owned(), Some("Acme Inc".to_owned()), "Unpaid since May".to_owned());
        let letter = Letter::AppDeleted { app, company, reason };
        let told = house.mails().await.into_iter().filter(|mail| mail.letter == letter).map(|mail| mail.to);
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        assert_eq!(told, [ADA.email, GRACE.email, "invoices@acme.example"]);
        let (app, reason) = ("app-x".to_owned(), "Abuse".to_owned());
        let letter = Letter::AppDeleted { app, company: None, reason };
        assert_eq!(house.letters_to(KEVIN.email).await.last(), Some(&letter));

        let log = house.log().await;
        let words: Vec<_> = log.iter().map(|entry| (entry.event.as_str(), entry.after.as_str())).collect();
        assert_eq!(words, [("app_deleted", "Unpaid since May"), ("app_deleted", "Abuse")]);
        assert_eq!((log[0].has_company, log[1].has_company), (true, false));
        assert_eq!(house.ada().await.app("beta").await, Err(Problem::NotFound(Thing::App)));
        let open = "SELECT COUNT(*) FROM app_periods p JOIN apps a ON a.id = p.app_id WHERE a.name = 'beta' AND p.to_day IS NULL";
        assert_eq!(house.database.count(open).await, 0, "billed through today");
    })
    .await;
}
