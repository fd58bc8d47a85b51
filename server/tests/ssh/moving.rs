//! An App goes elsewhere while its code is in use: who keeps the right notices nothing, and nothing is copied.

use std::{process::Stdio, time::Duration};

use tokio::io::{AsyncBufReadExt, BufReader};

use super::gate::Gate;
use crate::house::*;

const ANA: &str = "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE";

/// 4.2: in the moment of the handover the trial is the client's, Kevin is its Admin, and his clone goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_handover_cuts_nobody_off_who_keeps_the_right() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let (kevin, ada) = (gate.key_of(KEVIN).await, gate.key_of(ADA).await);
        let own = gate.url("app-x");
        gate.work(&kevin, "kevin", "first").await;
        gate.does(&kevin, "kevin", &["push", "--quiet", &own, "main"]).await;
        let app = gate.house.facts["app_x"].parse().unwrap();
        let before = std::fs::canonicalize(gate.repositories.path(app)).unwrap();

        // A clone that has begun and waits for more of us.
        let mut clone = gate.ssh(&kevin, &[], &["git-upload-pack '/app-x.git'"]);
        let mut clone = clone.stdin(Stdio::piped()).spawn().unwrap();
        let mut hear = BufReader::new(clone.stdout.take().unwrap());
        let mut line = Vec::new();
        hear.read_until(b'\n', &mut line).await.unwrap();

        let form = "app=app-x&email=ana@client.example&name=Alves+Bakery&plan=standard&note=It+is+ready";
        assert_eq!(gate.house.act(Some(KEVIN), "send_request", form).await.status, 200);
        let secret = newest_secret(&gate.house.warren, "ana@client.example").await;
        let done = gate.house.act(NOBODY, "accept_request", &format!("secret={secret}&{ANA}")).await;
        assert_eq!(done.status, 200, "{}", done.body);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(clone.try_wait().unwrap().is_none(), "{engine:?}: the clone was cut off");
        drop(clone.stdin.take());
        assert!(clone.wait().await.unwrap().success() || !line.is_empty());

        // The old address leads there still, and the new one does.
        gate.commit(&kevin, "kevin", "second").await;
        gate.does(&kevin, "kevin", &["push", "--quiet", &own, "main"]).await;
        let new = gate.url("alves-bakery/app-x");
        gate.commit(&kevin, "kevin", "third").await;
        gate.does(&kevin, "kevin", &["push", "--quiet", &new, "main"]).await;
        assert_eq!(std::fs::canonicalize(gate.repositories.path(app)).unwrap(), before);
        let elsewhere = gate.asks(&kevin, "git-upload-pack '/acme/app-x.git'").await;
        assert!(elsewhere.err.contains(&format!("This App is at {new} now.")), "{elsewhere:?}");
        let stranger = gate.asks(&ada, "git-upload-pack '/acme/app-x.git'").await;
        assert_eq!(stranger.err, "Warren: This key opens no such App.\n", "who may not hear where it is, does");
        gate.close().await;
    }
}
