//! Rights end at once (I32, T13): after the answer nobody comes in, what runs is cut within a second, and a push that was
//! under way moves nothing.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use server::git::{AfterPush, Progress};
use sqlx::{Connection, PgConnection};
use teamwork::{
    acts::{GitRefusal, Guest, PushDone},
    rules::{
        git::{GitCommand, RefChange},
        log::Door,
        role::Role,
    },
};
use tokio::io::AsyncWriteExt;

use super::{
    gate::Gate,
    right::{Right, WAYS, cut},
};
use crate::house::*;

const SECOND: Duration = Duration::from_secs(1);

/// How often, and how soon everything has to be over: measured when that is proven on a quiet machine, and not on one that
/// does a dozen other things (I32).
fn rounds() -> (usize, Duration) {
    match std::env::var("SSH_REVOCATIONS").ok().and_then(|text| text.parse().ok()) {
        Some(rounds) => (rounds, SECOND + SECOND / 2),
        None => (2, 15 * SECOND),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_end_at_once_whichever_way_they_end() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let ((rounds, soon), mut slowest, mut rights) = (rounds(), Duration::ZERO, 0);
        for round in 0..rounds {
            for way in WAYS {
                let right = Right::give(&gate, way, round).await;
                let (clone, mut push) =
                    (right.begin(&gate, "git-upload-pack").await, right.begin(&gate, "git-receive-pack").await);
                // Half a push: what it wants, and the beginning of a pack.
                let new = "1a2b3c4d5e6f708192a3b4c5d6e7f80910213243";
                let wants = format!("{} {new} refs/heads/main\0 report-status\n", "0".repeat(40));
                let half = format!("{:04x}{wants}0000PACK\0\0\0\u{2}", wants.len() + 4);
                push.stdin.as_mut().unwrap().write_all(half.as_bytes()).await.unwrap();

                right.end(&gate, &gate.house.warren).await;
                let ended = Instant::now();
                let late = gate.asks(&right.key, &right.command("git-upload-pack")).await;
                assert!(!late.out.starts_with("00") && late.status != 0, "{engine:?} {way:?}: {late:?}");
                for running in [clone, push] {
                    let said = cut(running, soon).await.unwrap_or_else(|| panic!("{engine:?} {way:?}: it runs on"));
                    assert!(said.contains("The right to this App has ended."), "{engine:?} {way:?}: {said}");
                }
                let took = ended.elapsed();
                // The new connection took some of it; alone, what ran was gone before.
                assert!(took < soon, "{engine:?} {way:?}: cut after {took:?}");
                (slowest, rights) = (slowest.max(took), rights + 1);
                right.restore(&gate).await;
            }
        }
        println!(
            "{engine:?}: {rights} rights ended, nobody came in after; the slowest cut and refusal took {slowest:?}"
        );
        assert_eq!(gate.tip("acme_shop", "main").await, None, "half a push has moved something");
        gate.close().await;
    }
}

/// The right ends on another server, whose notices do not come reliably: on PostgreSQL whoever listens is thrown out again and
/// again.
#[tokio::test(flavor = "multi_thread")]
async fn rights_end_also_when_another_server_takes_them() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let other = gate.house.reopened().await;
        let deaf = (engine == Engine::Postgres).then(|| tokio::spawn(silence(gate.house.database.url())));
        let (rounds, soon) = rounds();
        // A proof takes all ways in turns; at every push one is enough for both engines.
        let (rounds, ways) = if soon < 2 * SECOND { (rounds, &WAYS[..]) } else { (1, &WAYS[..1]) };
        let mut slowest = Duration::ZERO;
        for round in 0..rounds {
            for &way in ways {
                let right = Right::give(&gate, way, round).await;
                let clone = right.begin(&gate, "git-upload-pack").await;
                right.end(&gate, &other).await;
                let ended = Instant::now();
                let said = cut(clone, soon + SECOND).await.unwrap_or_else(|| panic!("{engine:?} {way:?}: it runs on"));
                assert!(said.contains("The right to this App has ended."), "{engine:?} {way:?}: {said}");
                slowest = slowest.max(ended.elapsed());
                // Afterwards: a refusal is an entry in the log, and of that this server would hear.
                let late = gate.asks(&right.key, &right.command("git-upload-pack")).await;
                assert!(!late.out.starts_with("00") && late.status != 0, "{engine:?} {way:?}: {late:?}");
                right.restore(&gate).await;
            }
        }
        println!(
            "{engine:?}: {} rights ended on another server; the slowest cut took {slowest:?}",
            rounds * ways.len()
        );
        if let Some(deaf) = deaf {
            deaf.abort();
        }
        other.close().await;
        gate.close().await;
    }
}

/// Throws out whoever listens to what other servers tell, again and again.
async fn silence(url: String) {
    let mut eye = PgConnection::connect(&url).await.unwrap();
    loop {
        let listeners = "SELECT pg_terminate_backend(pid)::TEXT FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        sqlx::query(listeners).execute(&mut eye).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The last moment: everything has been received, and the right ends before git asks whether it may move.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_asked_for_again_before_anything_moves() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let warren = &gate.house.warren;
        for way in WAYS {
            let right = Right::give(&gate, way, 0).await;
            let look = gate.actor(ADA).await.look_at_key(&right.public).unwrap();
            let command = GitCommand::parse(right.command("git-receive-pack").as_bytes()).unwrap();
            let guest = Guest::new(warren, Door::Ssh, "192.0.2.1", "", warren.request());
            let open = guest.open_repository(&look.fingerprint, &command).await.unwrap();
            let change = RefChange { name: "refs/heads/main".into(), old: None, new: Some("1".repeat(40)) };
            let first = open.begin_push(std::slice::from_ref(&change)).await.unwrap();
            assert_eq!(open.end_push(first, &[]).await, Ok(None));
            right.end(&gate, &gate.house.warren).await;
            assert_eq!(open.begin_push(&[change]).await, Err(GitRefusal::Ended), "{engine:?} {way:?}");
            right.restore(&gate).await;
        }
        gate.close().await;
    }
}

/// Holds whoever pushed, as publishing would, and counts.
#[derive(Clone, Default)]
struct Slow(Arc<Mutex<Vec<PushDone>>>);

impl AfterPush for Slow {
    fn pushed(&self, push: PushDone, progress: Progress) -> BoxFuture<'static, ()> {
        let done = self.0.clone();
        Box::pin(async move {
            progress.say(format!("Publishing {} …", push.app_name)).await;
            done.lock().unwrap().push(push);
            progress.say("It is\nthere.").await;
        })
    }
}

/// What happens after a push happens once, with what has moved, and is read by whoever pushed. A push whose end nobody saw
/// is found by the clock.
#[tokio::test(flavor = "multi_thread")]
async fn what_follows_a_push_follows_once() {
    for engine in Engine::all() {
        let slow = Slow::default();
        let gate = Gate::with(engine, Arc::new(slow.clone())).await;
        let kevin = gate.key_of(KEVIN).await;
        let shop = gate.url("acme/acme-shop");
        gate.work(&kevin, "kevin", "first").await;
        let pushed = gate.runs(&kevin, "kevin", &["push", &shop, "main", "main:refs/heads/next"]).await;
        assert!(pushed.err.contains("remote: Publishing acme-shop …"), "{pushed:?}");
        assert!(pushed.err.contains("remote: It is there."), "{pushed:?}");
        {
            let done = slow.0.lock().unwrap();
            let names: Vec<_> = done[0].changes.iter().map(|change| change.name.as_str()).collect();
            assert_eq!((done.len(), names), (1, vec!["refs/heads/main", "refs/heads/next"]));
            assert_eq!(done[0].pusher.role, Some(Role::Developer));
        }
        // Only what has moved: one branch goes on, the other would lose a commit.
        gate.commit(&kevin, "kevin", "second").await;
        gate.does(&kevin, "kevin", &["push", "--quiet", &shop, "main"]).await;
        let tip = gate.tip("acme_shop", "main").await.unwrap();

        // The server fell down between the branch and the word about it.
        let warren = &gate.house.warren;
        let look = gate.actor(KEVIN).await.look_at_key(&gate.public(&kevin)).unwrap();
        let command = GitCommand::parse(b"git-receive-pack '/acme/acme-shop.git'").unwrap();
        let guest = Guest::new(warren, Door::Ssh, "192.0.2.1", "", warren.request());
        let open = guest.open_repository(&look.fingerprint, &command).await.unwrap();
        let change = |name: &str| RefChange { name: name.into(), old: None, new: Some(tip.clone()) };
        open.begin_push(&[change("refs/heads/main"), change("refs/heads/never")]).await.unwrap();
        let tend = async || server::git::tend(warren, &gate.repositories, &slow).await;
        assert_eq!((tend().await, tend().await), (Ok(1), Ok(0)));
        assert_eq!(slow.0.lock().unwrap()[2].changes, [change("refs/heads/main")]);
        assert_eq!(slow.0.lock().unwrap().len(), 3);
        assert_eq!(gate.actor(KEVIN).await.app_code("acme-shop", "acme").await.unwrap().pushes.len(), 3);
        gate.close().await;
    }
}
