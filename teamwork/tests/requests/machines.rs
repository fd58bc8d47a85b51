//! What of the giving side's machines gets into an App that was handed over (I23, S8).

use teamwork::{
    acts::{GitRefusal, Guest, OpenRepository},
    letters::Letter,
    rules::{git::GitCommand, log::Door, moment::SECOND},
};

use super::{ANA, accept, offer};
use crate::{
    account::stage::{FINGERPRINT, KEY, some_key},
    apps::{assign, shop},
    house::{ADA, GRACE, House, KEVIN, NETWORK, each_engine},
};

async fn push(house: &House, fingerprint: &str) -> Result<OpenRepository, GitRefusal> {
    let guest = Guest::new(&house.warren, Door::Ssh, NETWORK, "", house.warren.request());
    guest.open_repository(fingerprint, &GitCommand::parse(b"git-receive-pack '/acme-shop.git'").unwrap()).await
}

/// Ada hands over; Grace, Admin of the giving Company, loses access, and so does the machine she let in. Kevin comes along
/// and Ada stays: theirs go on, and the client reads which those are.
#[tokio::test(flavor = "multi_thread")]
async fn who_loses_access_keeps_none_by_a_machine() {
    each_engine(async |house| {
        shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let fingerprint = async |name: &str| {
            let keys = house.ada().await.deploy_keys("acme-shop", "acme").await.unwrap().keys;
            keys.into_iter().find(|key| key.name == name).unwrap().fingerprint
        };
        house.person(GRACE).await.add_deploy_key("acme-shop", KEY, "grace's robot", true).await.unwrap();
        house.clock.forward(SECOND);
        house.person(ADA).await.add_deploy_key("acme-shop", &some_key(1), "build server", true).await.unwrap();
        house.clock.forward(SECOND);
        house.person(KEVIN).await.add_deploy_key("acme-shop", &some_key(2), "kevin's robot", true).await.unwrap();
        let (stays, along) = (fingerprint("build server").await, fingerprint("kevin's robot").await);
        let (_, secret) = offer(house, ADA, "acme-shop", ANA).await;
        let under_way = push(house, FINGERPRINT).await.unwrap();
        accept(house, &secret).await.unwrap();
        assert_eq!(push(house, FINGERPRINT).await.err(), Some(GitRefusal::NoApp));
        assert_eq!(under_way.ended().await, GitRefusal::Ended, "a push that runs ends too");
        assert!(push(house, &stays).await.is_ok() && push(house, &along).await.is_ok());
        let log = house.log().await;
        let removed: Vec<_> = log.iter().filter(|entry| entry.event == "deploy_key_removed").collect();
        assert_eq!((removed.len(), removed[0].before.as_str(), removed[0].has_company), (1, FINGERPRINT, true));
        let letters = house.letters_to(ANA).await;
        let Some(Letter::NowYours { deploy_keys, .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!(deploy_keys, &["build server (acme-shop)", "kevin's robot (acme-shop)"], "M13");
    })
    .await;
}
