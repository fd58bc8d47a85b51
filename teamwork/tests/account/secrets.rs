//! A private key, pasted wherever a person can paste something, is nowhere afterwards.

use teamwork::rules::problem::{Field, Problem, Why};

use super::{
    ssh_keygen::Pair,
    stage::{KEY, company_app},
};
use crate::house::{House, each_engine};

/// Looks for every line of the secret in every row of every table.
async fn is_nowhere(house: &House, secret: &str) {
    let rows = house.database.dump().await;
    let lines = secret.lines().filter(|line| line.len() > 20 && !line.starts_with("---"));
    for part in lines.chain(["PRIVATE KEY"]) {
        let leak = rows.iter().find(|row| row.contains(part));
        assert_eq!(leak, None, "a part of a private key was stored");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_is_refused_loudly_and_stored_nowhere() {
    let pairs = [
        Pair::make(&["-t", "ed25519"]),
        Pair::make(&["-t", "rsa", "-b", "2048", "-m", "PEM"]),
        Pair::make(&["-t", "ecdsa", "-m", "PKCS8"]),
    ];
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let ada = house.ada().await;
        for pair in &pairs {
            let whole = pair.private();
            // As the browser sends a field of one line, without armour, and behind something harmless.
            let one_line = whole.replace('\n', "");
            let body: String = whole.lines().filter(|line| !line.starts_with("---")).collect();
            for secret in [&whole, &one_line, &body, &format!("{KEY} {whole}"), &format!("laptop {one_line}")] {
                let flaw = |field| Problem::field(field, Why::PrivateKey);
                assert_eq!(ada.look_at_key(secret), Err(flaw(Field::KeyLine)));
                assert_eq!(ada.add_key(secret, "laptop").await, Err(flaw(Field::KeyLine)));
                assert_eq!(ada.add_key(KEY, secret).await, Err(flaw(Field::Label)));
                assert_eq!(ada.add_deploy_key("shop", secret, "ci", true).await, Err(flaw(Field::KeyLine)));
                assert_eq!(ada.add_deploy_key("shop", KEY, secret, true).await, Err(flaw(Field::Label)));
                // What is no name of an App is not written down either.
                assert_eq!(ada.deploy_keys(secret, "acme").await.unwrap_err().status(), 404);
                assert_eq!(
                    ada.remove_deploy_key(secret, teamwork::rules::id::KeyId::new(house.warren.now(), [0; 10]))
                        .await
                        .unwrap_err()
                        .status(),
                    404
                );
            }
            is_nowhere(house, &whole).await;
        }
        let id = ada.add_key(KEY, "laptop").await.unwrap();
        let until = ada.key_proof(id).await.unwrap().until.millis();
        for pair in &pairs {
            let told = ada.prove_key(id, until, &pair.private()).await;
            assert_eq!(told, Err(Problem::field(Field::Signature, Why::PrivateKey)));
            is_nowhere(house, &pair.private()).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sentence_about_a_private_key_holds_nothing_of_it() {
    let pair = Pair::make(&["-t", "ed25519"]);
    each_engine(async |house| {
        let told = house.ada().await.look_at_key(&pair.private()).unwrap_err();
        let all = format!("{told} {told:?} {:?}", told.flaw(Field::KeyLine).map(|why| why.to_string()));
        assert!(pair.private().lines().all(|line| !all.contains(line)), "{all}");
        assert!(all.contains("PRIVATE"), "{all}");
    })
    .await;
}
