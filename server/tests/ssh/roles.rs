//! Row 14 of the matrix, typed from the domain: whose key opens which App for which verb, and that everybody else hears one
//! answer, whatever is there.

use std::{collections::BTreeSet, path::PathBuf};

use super::gate::{Gate, Said};
use crate::house::*;

/// Who, which App, and whether it opens. R25, R32, R37, S1, S6: Owners and Admins all Apps of the Company, Developers those
/// they are assigned to, Billing members none, strangers none, whoever began a trial that one.
const TABLE: &[(Person, &str, bool)] = &[
    (ADA, "acme/acme-shop", true),
    (ADA, "acme/acme-blog", true),
    (GRACE, "acme/acme-shop", true),
    (GRACE, "acme/acme-blog", true),
    (KEVIN, "acme/acme-shop", true),
    (KEVIN, "acme-shop", true),
    (KEVIN, "acme/acme-blog", false),
    (KEVIN, "app-x", true),
    (ADA, "app-x", false),
    (DENNIS, "acme/acme-shop", false),
    (MARA, "acme/acme-shop", false),
    (MALLORY, "acme/acme-shop", false),
    (MALLORY, "acme-shop", false),
    (MALLORY, "app-e", true),
    (MALLORY, "app-x", false),
    (MALLORY, "acme/nothing", false),
    (ADA, "acme/nothing", false),
    (ADA, "nowhere/nothing", false),
    (IVAN, "acme/acme-shop", false),
];

const VERBS: [&str; 2] = ["git-upload-pack", "git-receive-pack"];

/// I42: every way in is in the table of doors, with the row of the matrix that decides.
#[test]
fn every_verb_is_a_door() {
    let doors = server::http::doors::table(false).into_iter().filter(|row| row.door == "ssh");
    let doors: Vec<_> = doors.map(|row| (row.path, row.permission, row.rows)).collect();
    let expected = ["git-receive-pack", "git-upload-pack"];
    assert_eq!(doors, expected.map(|verb| (format!("{verb} /{{company}}/{{app}}.git"), "member", vec![14])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_what_its_role_opens_and_nothing_else_can_be_told_apart() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let mut keys: Vec<(Person, PathBuf)> = Vec::new();
        for who in [ADA, GRACE, KEVIN, DENNIS, MARA, MALLORY, IVAN] {
            keys.push((who, gate.key_of(who).await));
        }
        let key = |who| keys.iter().find(|(known, _)| *known == who).map(|(_, key)| key).unwrap();
        let cases = TABLE.iter().flat_map(|row| VERBS.map(|verb| (row, verb)));
        let asked = cases.map(|((who, app, opens), verb)| {
            let (gate, key) = (&gate, key(*who));
            async move { (who, app, opens, verb, gate.asks(key, &format!("{verb} '/{app}.git'")).await) }
        });
        let mut answers = BTreeSet::new();
        for (who, app, opens, verb, answer) in futures::future::join_all(asked).await {
            // A repository that opens greets with its branches, and then hears nothing from this client.
            let opened = answer.out.starts_with("00");
            assert_eq!(opened, *opens, "{engine:?} {} {verb} {app}: {answer:?}", who.first);
            if !opens {
                answers.insert((answer.status, answer.out, answer.err));
            }
        }
        assert_eq!(answers.len(), 1, "{engine:?}: what is foreign and what is not there sound different: {answers:?}");
        assert_eq!(answers.first().unwrap().0, 128);
        // Row 14 in the log: who was refused what, and what was not there for them.
        let denials = gate.house.eye().await.denials().await;
        for (person, expected) in [(KEVIN, "developer access_code"), (MARA, "billing access_code"), (ADA, " nothing")] {
            assert!(denials.iter().any(|denial| denial == expected), "{} {denials:?}", person.first);
        }
        gate.close().await;
    }
}

/// Clone, push, fetch and pull, by an Owner, an Admin and an assigned Developer, and what is seen of it.
#[tokio::test(flavor = "multi_thread")]
async fn people_work_together_on_one_repository() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let (ada, grace, kevin) = (gate.key_of(ADA).await, gate.key_of(GRACE).await, gate.key_of(KEVIN).await);
        let shop = gate.url("acme/acme-shop");
        gate.work(&kevin, "kevin", "first").await;
        gate.does(&kevin, "kevin", &["push", "--quiet", &shop, "main"]).await;
        gate.does(&ada, "ada", &["clone", "--quiet", &shop, "."]).await;
        gate.commit(&ada, "ada", "second").await;
        gate.does(&ada, "ada", &["push", "--quiet", "origin", "main"]).await;
        gate.does(&grace, "grace", &["clone", "--quiet", &shop, "."]).await;
        gate.does(&kevin, "kevin", &["fetch", "--quiet", &shop, "main"]).await;
        gate.does(&kevin, "kevin", &["pull", "--quiet", "--ff-only", &shop, "main"]).await;
        let read = |folder: &str| std::fs::read_to_string(gate.folder.0.join(folder).join("index.html")).unwrap();
        assert_eq!([read("kevin"), read("grace")], ["second", "second"]);
        gate.does(&grace, "grace", &["tag", "v1"]).await;
        gate.does(&grace, "grace", &["push", "--quiet", "origin", "v1"]).await;
        let head = gate.does(&ada, "ada", &["rev-parse", "HEAD"]).await;
        assert_eq!(gate.tip("acme_shop", "refs/tags/v1").await.as_deref(), Some(head.trim()));

        // The pages tell who pushed what, to whom it concerns.
        let page = gate.house.get(Some(KEVIN), "/c/acme/apps/acme-shop/code").await.body;
        let short = &head[..7];
        let fingerprint = gate.house.warren.gate().unwrap().fingerprint.replace('/', "&#x2F;");
        for words in ["Kevin Flynn", "Ada Lovelace", "Grace Hopper", "main new at ", &format!("tag v1 new at {short}")]
        {
            assert!(page.contains(words), "{words} is missing in {page}");
        }
        assert!(page.contains(&shop) || page.contains(&shop.replace('/', "&#x2F;")), "{page}");
        assert!(page.contains(&fingerprint) || page.contains(&fingerprint.replace("&#x2F;", "/")), "{page}");
        let log = gate.house.get(Some(ADA), "/c/acme/activity").await.body;
        assert!(log.contains(&format!("Grace Hopper pushed tag v1 new at {short} to the App acme-shop")), "{log}");
        let keys = gate.actor(KEVIN).await.keys().await.unwrap();
        let used = keys.iter().find(|key| key.name == "desk").unwrap();
        assert_eq!(
            (used.last_used_at, used.last_used_app.as_deref()),
            (Some(gate.house.warren.now()), Some("acme-shop"))
        );
        gate.close().await;
    }
}

/// 4.3: what is suspended is read, not changed; what is deleted is not there.
#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_app_is_read_and_a_deleted_one_is_not_there() {
    use teamwork::acts::Operator;
    let gate = Gate::on(Engine::Sqlite).await;
    let ada = gate.key_of(ADA).await;
    let operator = Operator::of_the_house(&gate.house.warren);
    let refused = |answer: Said| (answer.status, answer.err);
    let paused = (128, "Warren: This App is suspended: its code can be read, not changed.\n".to_owned());
    let (read, push) = ("git-upload-pack '/acme/acme-shop.git'", "git-receive-pack '/acme/acme-shop.git'");
    operator.suspend_app("acme-shop", "Abuse").await.unwrap();
    assert_eq!(refused(gate.asks(&ada, push).await), paused);
    assert!(gate.asks(&ada, read).await.out.starts_with("00"));
    operator.resume_app("acme-shop", "Settled").await.unwrap();
    assert!(gate.asks(&ada, push).await.out.starts_with("00"));
    operator.suspend_company("acme", "Unpaid").await.unwrap();
    assert_eq!(refused(gate.asks(&ada, push).await), paused);
    assert!(gate.asks(&ada, read).await.out.starts_with("00"));
    operator.resume_company("acme", "Settled").await.unwrap();

    let version = gate.actor(ADA).await.app("acme-shop").await.unwrap().version;
    gate.actor(ADA).await.delete_app("acme-shop", "acme-shop", version).await.unwrap();
    assert_eq!(refused(gate.asks(&ada, read).await), (128, "Warren: This key opens no such App.\n".to_owned()));

    // Its files stay as long as its name is blocked, and no longer.
    let app = gate.house.facts["acme_shop"].parse().unwrap();
    let tend = async || server::git::tend(&gate.house.warren, &gate.repositories, &server::git::NothingAfter).await;
    assert_eq!(tend().await, Ok(0));
    assert!(gate.repositories.path(app).exists());
    gate.house.clock.forward(7 * teamwork::rules::moment::DAY + 1);
    assert_eq!((tend().await, tend().await), (Ok(1), Ok(0)));
    assert!(!gate.repositories.path(app).exists());
    gate.close().await;
}
