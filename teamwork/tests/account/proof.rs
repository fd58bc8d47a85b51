//! Who has the other half of a key can show it.

use teamwork::{
    acts::Actor,
    rules::{
        id::KeyId,
        moment::{HOUR, SECOND},
        problem::{Field, Problem, Why},
    },
};

use super::ssh_keygen::Pair;
use crate::house::{House, each_engine};

async fn proven(actor: &Actor, key: KeyId) -> bool {
    actor.keys().await.unwrap().iter().any(|card| card.id == key && card.proven_at.is_some())
}

fn flaw<T>(why: Why) -> Result<T, Problem> {
    Err(Problem::field(Field::Signature, why))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signature_of_ssh_keygen_proves_every_kind() {
    let pairs = [
        Pair::make(&["-t", "ed25519"]),
        Pair::make(&["-t", "rsa", "-b", "2048"]),
        Pair::make(&["-t", "rsa", "-b", "3072"]),
        Pair::make(&["-t", "rsa", "-b", "4096"]),
    ];
    each_engine(async |house| {
        let ada = house.ada().await;
        for pair in &pairs {
            let key = ada.add_key(&pair.public(), "laptop").await.unwrap();
            let proof = ada.key_proof(key).await.unwrap();
            assert_eq!(proof.until, house.warren.now().plus(HOUR));
            assert!(proof.command.contains(&format!("printf %s {} | ssh-keygen -Y sign -n warren", proof.text)));
            // As a browser sends it.
            let signature = pair.sign("warren", &proof.text).replace('\n', "\r\n");
            ada.prove_key(key, proof.until.millis(), &signature).await.unwrap();
            assert!(proven(&ada, key).await);
            assert_eq!(house.log().await.last().unwrap().event, "key_proven");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_over_this_text_by_this_key_proves_nothing() {
    let (pair, other) = (Pair::make(&["-t", "ed25519"]), Pair::make(&["-t", "ed25519"]));
    each_engine(async |house| {
        let ada = house.ada().await;
        let key = ada.add_key(&pair.public(), "laptop").await.unwrap();
        let second = ada.add_key(&other.public(), "desktop").await.unwrap();
        let (proof, other_proof) = (ada.key_proof(key).await.unwrap(), ada.key_proof(second).await.unwrap());
        assert_ne!(proof.text, other_proof.text);
        let good = pair.sign("warren", &proof.text);
        for signature in [
            other.sign("warren", &proof.text),
            pair.sign("git", &proof.text),
            pair.sign("warren", &format!("{}\n", proof.text)),
            pair.sign("warren", &other_proof.text),
            good.replacen('U', "V", 1),
            good[..good.len() / 2].to_owned(),
            good.repeat(200),
            String::new(),
            "x".repeat(1_000_000),
            "-----BEGIN SSH SIGNATURE-----\n\0\n-----END SSH SIGNATURE-----".into(),
        ] {
            assert_eq!(ada.prove_key(key, proof.until.millis(), &signature).await, flaw(Why::NotASignature));
        }
        assert!(!proven(&ada, key).await);
        // A text with another end is another text.
        let moved = proof.until.millis() - 1;
        assert_eq!(ada.prove_key(key, moved, &good).await, flaw(Why::NotASignature));
        ada.prove_key(key, proof.until.millis(), &good).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_is_good_for_an_hour() {
    let pair = Pair::make(&["-t", "ed25519"]);
    each_engine(async |house: &House| {
        let ada = house.ada().await;
        let key = ada.add_key(&pair.public(), "laptop").await.unwrap();
        let proof = ada.key_proof(key).await.unwrap();
        let signature = pair.sign("warren", &proof.text);
        for (late, expected) in [(SECOND, flaw(Why::OldProof)), (0, flaw(Why::OldProof)), (-SECOND, Ok(()))] {
            house.clock.set(proof.until.plus(late));
            let ada = house.ada().await;
            assert_eq!(ada.prove_key(key, proof.until.millis(), &signature).await, expected);
        }
        let far = house.warren.now().plus(HOUR + 1).millis();
        assert_eq!(house.ada().await.prove_key(key, far, &signature).await, flaw(Why::OldProof));
        assert_eq!(house.ada().await.prove_key(key, i64::MAX, &signature).await, flaw(Why::OldProof));
        assert_eq!(house.ada().await.prove_key(key, i64::MIN, &signature).await, flaw(Why::OldProof));
    })
    .await;
}

/// Another house has another key, so what was signed there is nothing here.
#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_for_this_house() {
    let pair = Pair::make(&["-t", "ed25519"]);
    each_engine(async |house| {
        let key = house.ada().await.add_key(&pair.public(), "laptop").await.unwrap();
        let proof = house.ada().await.key_proof(key).await.unwrap();
        let elsewhere = house.open_as(|settings| settings.secret = [9; 32]).await;
        let cookie = house.cookie(crate::house::ADA);
        let guest =
            teamwork::acts::Guest::new(&elsewhere, teamwork::rules::log::Door::Page, "", "", elsewhere.request());
        let teamwork::acts::Visitor::Person(ada) = guest.recognise(&cookie).await.unwrap() else { panic!() };
        assert_ne!(ada.key_proof(key).await.unwrap().text, proof.text);
        let signature = pair.sign("warren", &proof.text);
        assert_eq!(ada.prove_key(key, proof.until.millis(), &signature).await, flaw(Why::NotASignature));
        elsewhere.close().await;
    })
    .await;
}
