//! What is told: exactly what was committed, once, to who wants to hear it.

use teamwork::rules::{moment::SECOND, role::Role, webhook::DeliveryState};

use super::{due, heard, hook, sent, tell};
use crate::house::{Engine, GRACE, House, KEVIN, each_engine};

/// The words between these quotes behind this name, in one body.
fn field<'a>(body: &'a str, name: &str) -> &'a str {
    let rest = body.split_once(&format!("\"{name}\":\"")).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}

fn types(bodies: &[String]) -> Vec<&str> {
    bodies.iter().map(|body| field(body, "type")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_apps_and_access_is_told_in_the_order_of_the_log() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        let (kevin, admin) = (house.kevin().await.id(), grace.id());
        grace.start_trial("acme", "acme-blog").await.unwrap();
        grace.set_variable("acme-blog", 0, "API_KEY", "hunter2-of-the-test", true).await.unwrap();
        let blog = ada.apps_to_offer("acme").await.unwrap()[0].id;
        ada.assign_apps("acme", kevin, vec![blog], 1).await.unwrap();
        ada.assign_apps("acme", kevin, Vec::new(), 2).await.unwrap();
        ada.change_role("acme", kevin, Role::Admin, 3).await.unwrap();
        ada.change_role("acme", kevin, Role::Developer, 4).await.unwrap();
        ada.dismiss("acme", kevin).await.unwrap();
        let version = ada.app("acme-blog").await.unwrap().version;
        ada.delete_app("acme-blog", "acme-blog", version).await.unwrap();
        let bodies = heard(house, webhook).await;
        assert_eq!(
            types(&bodies),
            [
                "app.created",
                "app.configured",
                "access.granted",
                "access.revoked",
                "access.granted",
                "access.revoked",
                "access.revoked",
                "app.deleted",
            ]
        );
        let at = house.warren.now().to_rfc3339();
        assert!(bodies.iter().all(|body| body.starts_with("{\"type\":\"") && field(body, "timestamp") == at));
        let created =
            format!(r#""data":{{"app":{{"id":"{blog}","name":"acme-blog"}},"by":"{admin}","company":{{"id":"#);
        assert!(bodies[0].contains(&created), "{}", bodies[0]);
        assert!(bodies[0].contains(r#""plan":{"after":"trial","before":null}"#), "{}", bodies[0]);
        let granted = format!(r#""apps":[{{"id":"{blog}","name":"acme-blog"}}],"by":"{}""#, ada.id());
        assert!(bodies[2].contains(&granted) && field(&bodies[2], "user") == kevin.to_string(), "{}", bodies[2]);
        assert!(bodies[4].contains(r#""role":{"after":"admin","before":"developer"}"#), "{}", bodies[4]);
        assert!(bodies[6].contains(r#""role":{"after":null,"before":"developer"}"#), "{}", bodies[6]);
        for hidden in ["hunter2", KEVIN.email, GRACE.email, "@"] {
            assert!(bodies.iter().all(|body| !body.contains(hidden)), "{hidden} is told");
        }
        assert!(heard(house, webhook).await.is_empty(), "everything is told once");
        assert_eq!(house.database.count("SELECT COUNT(*) FROM webhook_queue").await, 0);
    })
    .await;
}

/// Whoever wants to hear nothing costs an act nothing, and neither does whoever wants to: the entry of the log is enough.
#[tokio::test(flavor = "multi_thread")]
async fn an_act_costs_the_same_whether_somebody_listens_or_not() {
    each_engine(async |house| {
        let grace = house.grace().await;
        let mut costs = Vec::new();
        for name in ["acme-one", "acme-two"] {
            let before = house.warren.statements();
            grace.start_trial("acme", name).await.unwrap();
            costs.push(house.warren.statements() - before);
            let queued = house.database.count("SELECT COUNT(*) FROM webhook_queue").await;
            assert_eq!(queued, i64::from(name == "acme-two"), "without a webhook nothing is queued");
            hook(house, &[]).await;
        }
        assert_eq!(costs[0], costs[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_is_told_to_nobody_and_what_is_not_wanted_neither() {
    each_engine(async |house| {
        let webhook = hook(house, &["app.deleted"]).await;
        house.kevin().await.start_trial("acme", "no-app").await.unwrap_err();
        let grace = house.grace().await;
        grace.start_trial("acme", "acme-blog").await.unwrap();
        grace.start_trial("acme", "acme-blog").await.unwrap_err();
        let version = grace.app("acme-blog").await.unwrap().version;
        grace.delete_app("acme-blog", "acme-blog", version).await.unwrap();
        assert_eq!(types(&heard(house, webhook).await), ["app.deleted"]);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM webhook_messages").await, 1);
    })
    .await;
}

/// Entries of different Companies are committed in another order than they are numbered: the queue waits for none and loses
/// none.
#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_commits_late_is_told_although_later_entries_were_told_before() {
    let house = House::open(Engine::all().pop().unwrap()).await;
    if house.database.engine() == Engine::Postgres {
        let webhook = hook(&house, &["app.created"]).await;
        let mut late = house.database.eye().await;
        let entry = "INSERT INTO log (at, door, event, target, request_id)
            VALUES (1, 'page', 'app_created', 'late-app', gen_random_uuid())";
        late.run("BEGIN").await;
        late.run(entry).await;
        house.grace().await.start_trial("acme", "early-app").await.unwrap();
        assert_eq!(heard(&house, webhook).await.len(), 1);
        late.run("COMMIT").await;
        assert_eq!(heard(&house, webhook).await.len(), 1, "the late one");
    }
    house.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_tell_at_once_tell_once() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        let other = house.beside().await;
        let grace = house.grace().await;
        for number in 0..8 {
            grace.start_trial("acme", &format!("acme-{number}x")).await.unwrap();
        }
        tokio::join!(tell(&house.warren), tell(&other));
        // Each takes some, and nothing is taken twice.
        let (one, two) = tokio::join!(due(&house.warren, webhook), due(&other, webhook));
        let mut ids: Vec<_> = one.iter().chain(&two).map(|posting| posting.id.clone()).collect();
        assert_eq!(ids.len(), 8);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 8);
        other.close().await;
    })
    .await;
}

/// A server stops between the message and the end of the queue: the next one finishes what it began, under the same id.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_halfway_is_told_once() {
    each_engine(async |house| {
        let webhook = hook(house, &[]).await;
        house.grace().await.start_trial("acme", "acme-blog").await.unwrap();
        let queued = house.database.rows::<(i64,)>("SELECT log_id FROM webhook_queue").await[0].0;
        tell(&house.warren).await;
        let before = sent(house, webhook).await;
        house.database.run(&format!("INSERT INTO webhook_queue (log_id) VALUES ({queued})")).await;
        house.clock.forward(SECOND);
        tell(&house.warren).await;
        assert_eq!(sent(house, webhook).await, before);
        assert_eq!((before.len(), before[0].state), (1, DeliveryState::Waiting));
    })
    .await;
}
