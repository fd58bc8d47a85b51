//! Which key counts: the one that was proven, exactly, and a deploy key for one App alone (B58, B60, B61, I39, S8).

use teamwork::{
    acts::{GitRefusal, Guest},
    rules::{git::GitCommand, log::Door},
};

use super::gate::{Gate, said};
use crate::house::*;

/// Ada's key is offered but never signed with; Mallory's is. Then it is Mallory who has come.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_only_offered_opens_nothing() {
    let gate = Gate::on(Engine::Sqlite).await;
    let (ada, mallory) = (gate.key_of(ADA).await, gate.key_of(MALLORY).await);
    // The public half alone, as everybody has it.
    let offered = gate.folder.0.join("offered");
    std::fs::write(&offered, gate.public(&ada)).unwrap();
    std::fs::write(offered.with_extension("pub"), gate.public(&ada)).unwrap();
    let mine = format!("IdentityFile={}", mallory.display());
    for (command, opens) in [
        ("git-upload-pack '/acme/acme-shop.git'", false),
        ("git-receive-pack '/acme/acme-shop.git'", false),
        ("git-upload-pack '/app-e.git'", true),
    ] {
        let answer = said(gate.ssh(&offered, &["-o", &mine], &[command])).await;
        assert_eq!(answer.out.starts_with("00"), opens, "{command}: {answer:?}");
    }
    let alone = gate.asks(&offered, "git-upload-pack '/acme/acme-shop.git'").await;
    assert!(alone.status == 255 && alone.err.contains("Permission denied (publickey)"), "{alone:?}");
    // Who has proven a key that is nobody's is not in either, and neither is another name than git.
    let nobody = gate.pair("nobody").await;
    let answer = gate.asks(&nobody, "git-upload-pack '/acme/acme-shop.git'").await;
    assert!(answer.status == 255 && answer.err.contains("Permission denied (publickey)"), "{answer:?}");
    let root = said(gate.ssh(&ada, &["-l", "root"], &["git-upload-pack '/acme/acme-shop.git'"])).await;
    assert!(root.status == 255 && root.err.contains("Permission denied"), "{root:?}");
    gate.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fingerprint_is_looked_up_to_the_letter() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let key = gate.pair("exact").await;
        let look = gate.actor(ADA).await.look_at_key(&gate.public(&key)).unwrap();
        gate.actor(ADA).await.add_key(&look.line, "exact").await.unwrap();
        let warren = &gate.house.warren;
        let guest = || Guest::new(warren, Door::Ssh, "192.0.2.1", "", warren.request());
        let command = GitCommand::parse(b"git-upload-pack '/acme/acme-shop.git'").unwrap();
        let opens = async |fingerprint: &str| guest().open_repository(fingerprint, &command).await.map(|_| ());
        let (head, digest) = look.fingerprint.split_once(':').unwrap();
        let flipped: String = digest
            .chars()
            .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        for wrong in [
            format!("{head}:{flipped}"),
            look.fingerprint.to_lowercase(),
            format!("{}=", look.fingerprint),
            format!("{head}:{}%", &digest[..20]),
            format!("{head}:{}", &digest[..20]),
            digest.to_owned(),
            "%".to_owned(),
            "_".repeat(50),
            String::new(),
        ] {
            assert_eq!(guest().knows_key(&wrong).await, Ok(false), "{engine:?}: {wrong}");
            assert_eq!(opens(&wrong).await, Err(GitRefusal::NoApp), "{engine:?}: {wrong}");
        }
        assert_eq!(guest().knows_key(&look.fingerprint).await, Ok(true));
        assert_eq!(opens(&look.fingerprint).await, Ok(()));
        gate.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deploy_key_opens_one_app_as_far_as_it_may() {
    for engine in Engine::all() {
        let gate = Gate::on(engine).await;
        let (ada, kevin) = (gate.actor(ADA).await, gate.actor(KEVIN).await);
        let (reads, writes) = (gate.pair("reads").await, gate.pair("writes").await);
        ada.add_deploy_key("acme-shop", &gate.public(&reads), "mirror", false).await.unwrap();
        kevin.add_deploy_key("acme-shop", &gate.public(&writes), "robot", true).await.unwrap();
        let shop = gate.url("acme/acme-shop");
        gate.work(&writes, "writes", "first").await;
        gate.does(&writes, "writes", &["push", "--quiet", &shop, "main"]).await;
        gate.does(&reads, "reads", &["clone", "--quiet", &shop, "."]).await;
        gate.commit(&reads, "reads", "second").await;
        let refused = gate.runs(&reads, "reads", &["push", "--quiet", "origin", "main"]).await;
        assert!(refused.err.starts_with("Warren: This deploy key may read the code, not change it.\n"), "{refused:?}");
        let tip = gate.tip("acme_shop", "main").await;

        // No other App, whoever added it; and the log knows that a machine wanted it.
        for key in [&reads, &writes] {
            for app in ["acme/acme-blog", "app-x", "acme/nothing", "elsewhere/app-e"] {
                let answer = gate.asks(key, &format!("git-upload-pack '/{app}.git'")).await;
                assert_eq!(
                    (answer.status, answer.err.as_str()),
                    (128, "Warren: This key opens no such App.\n"),
                    "{app}"
                );
            }
        }
        let log = gate.house.get(Some(ADA), "/c/acme/activity").await.body;
        assert!(log.contains("A deploy key was not allowed to access code at the App acme-shop"), "{log}");
        assert!(log.contains("The deploy key robot pushed main new at "), "{log}");

        // S8: it goes on when the person is gone, and ends when it is taken away.
        ada.dismiss("acme", kevin.id()).await.unwrap();
        gate.commit(&writes, "writes", "third").await;
        gate.does(&writes, "writes", &["push", "--quiet", &shop, "main"]).await;
        assert_ne!(gate.tip("acme_shop", "main").await, tip);
        let robot = ada.deploy_keys("acme-shop", "acme").await.unwrap().keys;
        let robot = robot.iter().find(|key| key.name == "robot").unwrap();
        assert_eq!(robot.last_used_at, Some(gate.house.warren.now()));
        ada.remove_deploy_key("acme-shop", robot.id).await.unwrap();
        let gone = gate.runs(&writes, "writes", &["push", &shop, "main"]).await;
        assert!(gone.err.contains("Permission denied (publickey)"), "{gone:?}");
        gate.close().await;
    }
}
