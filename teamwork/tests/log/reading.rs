//! Each role reads its part, newest first, page by page.

use teamwork::{
    acts::Actor,
    rules::{
        id::AppId,
        log::{Event, EventKind, LogLine, LogScope},
        log_filter::{LogFilter, LogWords},
        moment::DAY,
        permission::Refusal,
        problem::{Problem, Thing},
        role::Role,
    },
};

use crate::house::{Engine, House, KEVIN, MALLORY, each_engine};

/// An id as a statement of this engine holds it.
pub fn literal(house: &House, id: impl ToString) -> String {
    match house.database.engine() {
        Engine::Sqlite => format!("x'{}'", id.to_string().replace('-', "")),
        Engine::Postgres => format!("CAST('{}' AS UUID)", id.to_string()),
    }
}

/// The id of Acme Inc, as a statement holds it.
const ACME: &str = "(SELECT id FROM companies WHERE slug = 'acme')";

/// An entry of an act that this suite does not play.
async fn note(house: &House, event: Event, actor: &Actor, app: &str) {
    let (actor, kind) = (literal(house, actor.id()), event.kind().key());
    let request = literal(house, house.warren.request());
    let (at, event) = (house.warren.now().millis(), event.key());
    house
        .database
        .run(&format!(
            "INSERT INTO log (at, company_id, actor_id, role, door, event, kind, app_id, target, before, after, request_id)
             VALUES ({at}, {ACME}, {actor}, 'owner', 'page', '{event}', '{kind}', {app}, 'contact', 'old', 'new', {request})"
        ))
        .await;
}

/// A trial in Acme Inc.
async fn app(ada: &Actor, name: &str) -> AppId {
    ada.start_trial("acme", name).await.unwrap();
    read(ada, LogWords::default()).await[0].app.unwrap()
}

async fn read(actor: &Actor, words: LogWords) -> Vec<LogLine> {
    actor.activity("acme", &LogFilter::read(&words).unwrap(), None).await.unwrap().lines
}

fn kind(kind: EventKind) -> LogWords {
    LogWords { kind: kind.key().into(), ..LogWords::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_names_people_as_they_are_called_today() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        ada.change_role("acme", kevin.id(), Role::Admin, 1).await.unwrap();
        assert_eq!(
            read(&ada, LogWords::default()).await[0].sentence,
            "Ada Lovelace changed Kevin Flynn from Developer to Admin"
        );
        kevin.change_name("Clu", "").await.unwrap();
        let line = read(&ada, LogWords::default()).await.remove(0);
        assert_eq!(line.sentence, "Ada Lovelace changed Clu from Developer to Admin");
        assert_eq!(
            (line.before.as_deref(), line.after.as_deref(), line.role),
            (Some("developer"), Some("admin"), Some(Role::Owner))
        );
        let clu = literal(house, kevin.id());
        house
            .database
            .run(&format!("UPDATE users SET erased_at = 1, first_name = '', last_name = '' WHERE id = {clu}"))
            .await;
        let line = read(&ada, LogWords::default()).await.remove(0);
        assert_eq!(line.sentence, "Ada Lovelace changed a former user from Developer to Admin");
        house.database.run(&format!("UPDATE users SET erased_at = NULL, first_name = 'Clu' WHERE id = {clu}")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_sees_the_team_reads_who_was_invited() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        ada.invite("acme", "x@heart.example", Role::Developer, "").await.unwrap();
        for reader in [&ada, &grace] {
            assert_eq!(
                read(reader, LogWords::default()).await[0].sentence,
                "Ada Lovelace invited x@heart.example as Developer"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_reads_of_billing_only_that_it_happened() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        note(house, Event::BillingContactChanged, &ada, "NULL").await;
        let seen = |line: &LogLine| (line.target.clone(), line.before.clone(), line.after.clone());
        let hers = read(&ada, kind(EventKind::Billing)).await;
        assert_eq!(seen(&hers[0]), (Some("contact".into()), Some("old".into()), Some("new".into())));
        let page = grace.activity("acme", &LogFilter::default(), None).await.unwrap();
        assert_eq!((page.scope, seen(&page.lines[0])), (LogScope::ButPayment, (None, None, None)));
        assert_eq!(page.lines[0].sentence, "Ada Lovelace changed a Billing Contact");
        assert_eq!(page.lines.len(), read(&ada, LogWords::default()).await.len(), "and everything else");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_billing_member_reads_billing_and_nothing_else() {
    each_engine(async |house| {
        let (ada, mara) = (house.ada().await, house.mara().await);
        note(house, Event::BillingContactCreated, &ada, "NULL").await;
        for words in [LogWords::default(), kind(EventKind::Billing)] {
            let events: Vec<_> = read(&mara, words).await.iter().map(|line| line.event).collect();
            assert_eq!(events, [Event::BillingContactCreated]);
        }
        assert!(read(&mara, kind(EventKind::People)).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_reads_their_apps_and_what_they_did_themself() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        let (shop, blog) = (app(&ada, "shop").await, app(&ada, "blog").await);
        ada.assign_apps("acme", kevin.id(), vec![shop], 1).await.unwrap();
        note(house, Event::DeployKeyAdded, &ada, &literal(house, shop)).await;
        note(house, Event::DeployKeyRemoved, &ada, &literal(house, blog)).await;
        note(house, Event::BillingContactChanged, &ada, "NULL").await;
        note(house, Event::DeployKeyAdded, &kevin, &literal(house, shop)).await;
        let lines = read(&kevin, LogWords::default()).await;
        let lines = lines.into_iter().filter(|line| line.event != Event::AppsAssigned);
        assert_eq!(
            lines.map(|line| line.sentence).collect::<Vec<_>>(),
            [
                "Kevin Flynn added a deploy key to the App shop",
                "Ada Lovelace added a deploy key to the App shop",
                "Ada Lovelace created the App shop",
                "Kevin Flynn accepted the invitation and joined as Developer"
            ]
        );
        let his = kevin.app_activity("shop", &LogFilter::default(), None).await.unwrap();
        assert!(his.lines.len() >= 3 && his.lines.iter().all(|line| line.app == Some(shop)));
        let refused = kevin.app_activity("blog", &LogFilter::default(), None).await;
        assert_eq!(refused, Err(Problem::Refused(Refusal::NotAssigned)));
        let of_blog = LogWords { app: blog.to_string(), ..LogWords::default() };
        let events: Vec<_> = read(&kevin, of_blog).await.iter().map(|line| line.event).collect();
        assert_eq!(events, [Event::AccessDenied], "his own refusal, and nothing else");
    })
    .await;
}

/// S1: a Developer knows the people on the same App, and nobody else. Who was refused there is none of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_developer_does_not_read_what_others_were_refused_at_their_app() {
    each_engine(async |house| {
        let (ada, kevin, mara) = (house.ada().await, house.kevin().await, house.mara().await);
        let shop = app(&ada, "shop").await;
        assert!(kevin.app("shop").await.is_err(), "his own refusal");
        ada.assign_apps("acme", kevin.id(), vec![shop], 1).await.unwrap();
        for _ in 0..60 {
            assert!(mara.app("shop").await.is_err());
        }
        let refused = |lines: &[LogLine]| {
            lines.iter().filter(|line| line.event == Event::AccessDenied).map(|line| line.actor).collect::<Vec<_>>()
        };
        let filter = LogFilter::default();
        let of_app = kevin.app_activity("shop", &filter, None).await.unwrap();
        assert_eq!((refused(&of_app.lines), of_app.next), (vec![Some(kevin.id())], None));
        let his = kevin.activity("acme", &filter, None).await.unwrap();
        assert_eq!((refused(&his.lines), his.next), (vec![Some(kevin.id())], None));
        assert!(his.lines.iter().any(|line| line.event == Event::AppCreated), "what is behind them is found");
        let hers = ada.app_activity("shop", &filter, None).await.unwrap();
        assert!(refused(&hers.lines).contains(&Some(mara.id())), "an Owner reads them");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_trial_has_a_log_that_its_creator_reads() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        mallory.start_personal_trial("burrow").await.unwrap();
        let page = mallory.app_activity("burrow", &LogFilter::default(), None).await.unwrap();
        let sentences: Vec<_> = page.lines.iter().map(|line| line.sentence.as_str()).collect();
        assert_eq!(sentences, ["Mallory Archer created the App burrow"]);
        let other = house.ada().await.app_activity("burrow", &LogFilter::default(), None).await;
        assert_eq!(other, Err(Problem::NotFound(Thing::App)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_find_a_person_as_actor_and_as_subject_and_days_to_their_end() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        ada.change_role("acme", kevin.id(), Role::Admin, 1).await.unwrap();
        house.clock.forward(DAY);
        let ada = house.ada().await;
        ada.change_role("acme", kevin.id(), Role::Developer, 2).await.unwrap();
        let person = LogWords { person: kevin.id().to_string(), ..LogWords::default() };
        let events: Vec<_> = read(&ada, person.clone()).await.iter().map(|line| line.event).collect();
        assert_eq!(events, [Event::RoleChanged, Event::RoleChanged, Event::InvitationAccepted]);
        let days = |from: &str, to: &str| LogWords { from: from.into(), to: to.into(), ..person.clone() };
        assert_eq!(read(&ada, days("2026-11-22", "")).await.len(), 1);
        assert_eq!(read(&ada, days("", "2026-11-21")).await.len(), 2);
        assert_eq!(read(&ada, days("2026-11-21", "2026-11-22")).await.len(), 3);
        assert_eq!(read(&ada, days("2026-11-23", "")).await.len(), 0);
        assert_eq!(read(&ada, days("", "2026-11-20")).await.len(), 0);
        let both = LogWords { kind: "people".into(), ..days("2026-11-21", "2026-11-21") };
        assert_eq!(read(&ada, both).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_fifty_long_and_leave_nothing_out() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for _ in 0..120 {
            note(house, Event::BillingContactChanged, &ada, "NULL").await;
        }
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = ada.activity("acme", &LogFilter::default(), cursor).await.unwrap();
            assert!(page.lines.len() <= 50);
            seen.extend(page.lines.iter().map(|line| line.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let all = house.database.count(&format!("SELECT COUNT(*) FROM log WHERE company_id = {ACME}")).await;
        assert_eq!(i64::try_from(seen.len()).unwrap(), all);
        assert!(seen.is_sorted_by(|one, other| one > other));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_their_own_sign_ins_and_refusals_and_nobody_elses() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        assert!(mallory.company("acme").await.is_err());
        let page = mallory.my_activity(None).await.unwrap();
        let events: Vec<_> = page.lines.iter().map(|line| line.event).collect();
        assert_eq!(events, [Event::AccessDenied, Event::EmailConfirmed, Event::SignedUp]);
        assert!(page.lines.iter().all(|line| line.actor == Some(mallory.id())));
        assert_eq!(page.lines[0].sentence, format!("{} asked for acme, which is not there for them", MALLORY.full()));
        house.guest().sign_in(KEVIN.email, crate::house::PASSWORD).await.unwrap();
        assert_eq!(house.kevin().await.my_activity(None).await.unwrap().lines[0].event, Event::SignedIn);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_reads_nothing_and_leaves_a_trace() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let filter = LogFilter::default();
        assert_eq!(mallory.activity("acme", &filter, None).await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(mallory.app_activity("shop", &filter, None).await, Err(Problem::NotFound(Thing::App)));
        assert!(mallory.export_log("acme", &filter).await.is_err());
        assert_eq!(house.log().await.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_whether_it_is_whole_and_ends_with_the_right() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        let filter = LogFilter::default();
        let mut hers = ada.export_log("acme", &filter).await.unwrap();
        assert!(hers.whole);
        assert!(
            !ada.export_log("acme", &LogFilter { kind: Some(EventKind::People), ..filter.clone() })
                .await
                .unwrap()
                .whole
        );
        let mut part = grace.export_log("acme", &filter).await.unwrap();
        assert!(!part.whole);
        assert_eq!(ada.export_more(&mut hers).await.unwrap()[0].event, Event::LogExported);
        assert!(ada.export_more(&mut hers).await.unwrap().is_empty());
        ada.dismiss("acme", grace.id()).await.unwrap();
        assert_eq!(grace.export_more(&mut part).await, Err(Problem::NotFound(Thing::Company)));
        let exported = house.log().await.into_iter().filter(|entry| entry.event == "log_exported");
        assert_eq!(exported.map(|entry| entry.role).collect::<Vec<_>>(), ["owner", "owner", "admin"]);
    })
    .await;
}

/// Who I am, and the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_log_is_two_statements() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let spent = house.warren.statements();
        ada.activity("acme", &LogFilter::default(), None).await.unwrap();
        assert_eq!(house.warren.statements() - spent, 2);
        ada.my_activity(None).await.unwrap();
        assert_eq!(house.warren.statements() - spent, 3);
    })
    .await;
}

/// I34, and an open invitation goes with its Company.
#[tokio::test(flavor = "multi_thread")]
async fn entries_outlive_the_company_and_its_chain_holds() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", "x@heart.example", Role::Admin, "").await.unwrap();
        let before = house.database.count(&format!("SELECT COUNT(*) FROM log WHERE company_id = {ACME}")).await;
        let heads = house.warren.verify_log(&[]).await.unwrap().heads;
        ada.delete_company("acme", "Acme Inc").await.unwrap();
        let after = house.database.count("SELECT COUNT(*) FROM log WHERE company_id IS NOT NULL").await;
        assert!(after > before, "{after}");
        assert_eq!(house.warren.verify_log(&heads).await.unwrap().tampered, []);
    })
    .await;
}

/// I34: entries outlive everything, and the engine itself refuses to change them.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_or_removes_an_entry() {
    each_engine(async |house| {
        for sql in ["UPDATE log SET target = 'x'", "DELETE FROM log"] {
            assert!(house.database.try_run(sql).await.is_err(), "{sql}");
        }
    })
    .await;
}
