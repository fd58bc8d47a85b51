//! Webhooks over HTTP: to a platform that works, and to those that do not.

mod platform;

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use server::webhooks::{Courier, Sender};
use teamwork::{
    acts::{Answered, Operator, Warren},
    ports::{Names, Pending, Silence},
    rules::{
        id::WebhookId,
        moment::{MINUTE, SECOND},
        webhook::{Delivery, DeliveryState, WebhookOff, WebhookSecret, form::WebhookForm},
    },
};
use tokio::{net::TcpListener, time::sleep};
use tokio_util::sync::CancellationToken;

use self::platform::Platform;
use crate::house::*;

/// How long these tests wait for a platform.
const PATIENCE: Duration = Duration::from_millis(400);

/// Every name leads to these addresses.
struct Leads(Vec<IpAddr>);

impl Names for Leads {
    fn addresses<'a>(&'a self, _: &'a str) -> Pending<'a, Result<Vec<IpAddr>, Silence>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

fn sender(private: bool, leads: &[IpAddr]) -> Sender {
    Sender::patient(Arc::new(Leads(leads.to_vec())), private, PATIENCE).unwrap()
}

fn courier(warren: &Arc<Warren>, stop: &CancellationToken) -> Arc<Courier> {
    Courier::new(warren, sender(true, &[Ipv4Addr::LOCALHOST.into()]), stop)
}

fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

async fn hook(house: &House, url: &str) -> WebhookSecret {
    let (url, description) = (url.to_owned(), "Platform".to_owned());
    shell(house).make_webhook(&WebhookForm { url, description, events: Vec::new() }).await.unwrap()
}

/// A house in which nobody is told anything yet.
async fn quiet(engine: Engine) -> House {
    let house = House::on(engine).await;
    for webhook in shell(&house).webhooks().await.unwrap() {
        shell(&house).remove_webhook(webhook.id).await.unwrap();
    }
    house
}

async fn newest(house: &House, webhook: WebhookId) -> Delivery {
    shell(house).webhook(webhook, None).await.unwrap().deliveries.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_platform_is_told_as_it_answers() {
    for engine in Engine::all() {
        let house = quiet(engine).await;
        let platform = Platform::open().await;
        let stop = CancellationToken::new();
        let courier = courier(&house.warren, &stop);
        let mut made = Vec::new();
        for door in ["/works", "/broken", "/slow", "/elsewhere", "/gone"] {
            made.push(hook(&house, &format!("{}{door}", platform.url)).await);
        }
        let answer = house.act(Some(ADA), "start_trial", "slug=acme&app_name=acme-told").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        courier.look().await.unwrap();
        courier.rest().await;
        let told = platform.at("/works").remove(0);
        assert_eq!(told.signed_with(&made[0].secret), 1);
        assert_eq!(told.signed_with(&made[1].secret), 0, "each webhook has a secret of its own");
        assert!(told.body.starts_with(r#"{"type":"app.created","#) && told.body.contains("acme-told"), "{}", told.body);
        assert_eq!(told.timestamp, (house.warren.now().millis() / 1000).to_string());
        let mut seen = Vec::new();
        for made in &made {
            let one = newest(&house, made.webhook).await;
            seen.push((one.state, one.status, one.answer.unwrap_or_default()));
        }
        assert_eq!(seen[0], (DeliveryState::Sent, Some(204), String::new()));
        assert_eq!((seen[1].0, seen[1].1, seen[1].2.len()), (DeliveryState::Waiting, Some(500), 1_024));
        assert!(seen[1].2.starts_with("out of  order!"), "{}", seen[1].2);
        assert_eq!((seen[2].0, seen[2].1), (DeliveryState::Waiting, None));
        assert!(seen[2].2.contains("did not answer within"), "{}", seen[2].2);
        assert_eq!((seen[3].0, seen[3].1), (DeliveryState::Waiting, Some(307)));
        assert!(platform.at("/secret").is_empty(), "nobody is led elsewhere");
        assert_eq!(seen[4], (DeliveryState::Failed, Some(410), "we have moved away".into()));
        let gone = shell(&house).webhook(made[4].webhook, None).await.unwrap().webhook;
        assert_eq!(gone.off, Some(WebhookOff::Gone));
        // Seconds later it works, and hears the same message; nobody else is told again.
        platform.mended.store(true, Ordering::SeqCst);
        shell(&house).renew_webhook(made[1].webhook, 1).await.unwrap();
        house.clock.forward(6 * SECOND);
        courier.look().await.unwrap();
        courier.rest().await;
        let again = platform.at("/broken");
        assert_eq!((again.len(), again[0].id.clone(), &again[0].body), (2, again[1].id.clone(), &again[1].body));
        assert!(again[0].timestamp < again[1].timestamp);
        assert_eq!(again[1].signature.split(' ').count(), 2, "both secrets sign for a day");
        assert_eq!(again[1].signed_with(&made[1].secret), 1);
        assert_eq!(platform.at("/works").len(), 1);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_tell_a_platform_once() {
    for engine in Engine::all() {
        let house = quiet(engine).await;
        let platform = Platform::open().await;
        let webhook = hook(&house, &platform.url).await.webhook;
        for _ in 0..40 {
            shell(&house).test_webhook(webhook).await.unwrap();
        }
        let other = house.reopened().await;
        let stop = CancellationToken::new();
        let couriers = [courier(&house.warren, &stop), courier(&other, &stop)];
        for courier in &couriers {
            courier.look().await.unwrap();
        }
        for courier in &couriers {
            courier.rest().await;
        }
        let mut ids: Vec<_> = platform.at("/").into_iter().map(|heard| heard.id).collect();
        assert_eq!(ids.len(), 40);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
        other.close().await;
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_platform_with_a_thousand_messages_delays_nobody() {
    for engine in Engine::all() {
        let house = quiet(engine).await;
        let platform = Platform::open().await;
        let dead = hook(&house, &format!("{}/slow", platform.url)).await.webhook;
        let (id, blob) = match engine {
            Engine::Sqlite => ("randomblob(16)", format!("x'{}'", dead.to_string().replace('-', ""))),
            Engine::Postgres => ("gen_random_uuid()", format!("'{dead}'")),
        };
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)";
        let mut eye = house.eye().await;
        for sql in [
            format!(
                "INSERT INTO webhook_messages (id, event, at, body) {numbers}
                 SELECT {id}, 'webhook.test', 1, '{{}}' FROM n RETURNING event"
            ),
            format!(
                "INSERT INTO webhook_deliveries (webhook_id, message_id, made_at, due_at)
                 SELECT {blob}, id, 1, 1 FROM webhook_messages WHERE body = '{{}}' RETURNING 'due'"
            ),
        ] {
            assert_eq!(eye.texts(&sql).await.len(), 1_000);
        }
        hook(&house, &format!("{}/works", platform.url)).await;
        let answer = house.act(Some(ADA), "start_trial", "slug=acme&app_name=acme-told").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let stop = CancellationToken::new();
        let courier = courier(&house.warren, &stop);
        courier.look().await.unwrap();
        for _ in 0..100 {
            if !platform.at("/works").is_empty() {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(platform.at("/works").len(), 1);
        assert!(platform.at("/slow").len() < 100, "the dead one is asked by a few at once");
        stop.cancel();
        courier.rest().await;
        house.close().await;
    }
}

/// What an attempt leads to where nobody may be reached, although the webhook stands in the database: the operator allowed
/// more before, or its name leads elsewhere by now.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_into_a_private_network() {
    let house = quiet(Engine::Sqlite).await;
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = door.local_addr().unwrap().port();
    let local: IpAddr = Ipv4Addr::LOCALHOST.into();
    let private = ["10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"];
    let mut leads: Vec<IpAddr> = private.map(|address| address.parse().unwrap()).to_vec();
    leads.push(local);
    for (url, words) in [
        (format!("http://127.0.0.1:{port}/"), "where webhooks do not go"),
        (format!("https://127.0.0.1:{port}/"), "where webhooks do not go"),
        (format!("https://[::ffff:127.0.0.1]:{port}/"), "where webhooks do not go"),
        (format!("https://platform.example:{port}/"), "private network"),
    ] {
        let webhook = hook(&house, &url).await.webhook;
        shell(&house).test_webhook(webhook).await.unwrap();
        let posting = house.warren.claim_deliveries(webhook, 1, MINUTE).await.unwrap().remove(0);
        let Answered::Not(why) = sender(false, &leads).send(&posting).await else { panic!("{url} was reached") };
        assert!(why.contains(words), "{url}: {why}");
        let nowhere = sender(false, &[]).send(&posting).await;
        assert!(matches!(nowhere, Answered::Not(_)), "{nowhere:?}");
    }
    let reached = tokio::time::timeout(Duration::from_millis(100), door.accept()).await;
    assert!(reached.is_err(), "somebody knocked");
    // Allowed, the very same name leads here: what answers speaks no TLS, but it was reached.
    let webhook = hook(&house, &format!("https://platform.example:{port}/")).await.webhook;
    shell(&house).test_webhook(webhook).await.unwrap();
    let posting = house.warren.claim_deliveries(webhook, 1, MINUTE).await.unwrap().remove(0);
    let allowed = sender(true, &[local]);
    let (answered, reached) = tokio::join!(allowed.send(&posting), door.accept());
    assert!(matches!(answered, Answered::Not(_)) && reached.is_ok());
    house.close().await;
}
