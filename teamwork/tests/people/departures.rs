//! What one reads before somebody goes, and after (R75, R76, S8, S34, E79).

use std::ops::RangeInclusive;

use teamwork::{
    letters::Letter,
    rules::{
        count::AND_MORE,
        id::AppId,
        log::Event,
        permission::Refusal,
        problem::{Problem, Thing},
        request::RequestForm,
        role::Role,
    },
};

use super::{app, assign_kevin, literal};
use crate::house::{ADA, GRACE, House, KEVIN, MARA, each_engine};

/// A key of a person, and one they have added to an App, past the acts.
async fn keys_of_kevin(house: &House, app: AppId) {
    let (kevin, app) = (literal(house, &house.kevin().await.id().to_string()), literal(house, &app.to_string()));
    let [one, two] =
        ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"].map(|id| literal(house, id));
    let columns = "id, user_id, app_id, creator_id, name, algorithm, line, fingerprint, added_at";
    let values = format!(
        "({one}, {kevin}, NULL, {kevin}, 'Laptop', 'ssh-ed25519', 'a', 'a', 1),
         ({two}, NULL, {app}, {kevin}, 'CI', 'ssh-ed25519', 'b', 'b', 1)"
    );
    house.database.run(&format!("INSERT INTO ssh_keys ({columns}) VALUES {values}")).await;
}

/// As many deploy keys that Kevin added to an App, past the acts, which would stop him.
async fn many_keys_of_kevin(house: &House, app: AppId, numbers: RangeInclusive<u32>) {
    let (kevin, app) = (literal(house, &house.kevin().await.id().to_string()), literal(house, &app.to_string()));
    let key = |number| {
        let id = literal(house, &format!("33333333-3333-4333-8333-{number:012}"));
        format!("({id}, NULL, {app}, {kevin}, 'CI {number}', 'ssh-ed25519', 'k{number}', 'k{number}', 1)")
    };
    let columns = "id, user_id, app_id, creator_id, name, algorithm, line, fingerprint, added_at";
    let values = numbers.map(key).collect::<Vec<_>>().join(", ");
    house.database.run(&format!("INSERT INTO ssh_keys ({columns}) VALUES {values}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_is_told_by_name_to_who_goes_and_to_who_dismisses() {
    each_engine(async |house| {
        let (shop, _blog) = (app(house, "shop").await, app(house, "blog").await);
        assign_kevin(house, &[shop]).await;
        keys_of_kevin(house, shop).await;
        let kevin = house.kevin().await;
        let before = house.database.dump().await;
        let mine = kevin.departure("acme").await.unwrap();
        assert_eq!(
            (mine.name.clone(), mine.apps.clone(), mine.keys.clone()),
            (KEVIN.full(), vec!["shop".into()], vec!["Laptop".into()])
        );
        assert_eq!((mine.deploy_keys[0].app.as_str(), mine.deploy_keys[0].key.as_str()), ("shop", "CI"));
        assert_eq!((mine.owners.clone(), mine.last_technician), (vec![ADA.full()], false));
        for who in [ADA, GRACE] {
            assert_eq!(
                house.person(who).await.departure_of("acme", kevin.id()).await,
                Ok(mine.clone()),
                "{}",
                who.first
            );
        }
        assert_eq!(house.database.dump().await, before);
        // An Admin reaches all Apps (E26), a Billing member none.
        assert_eq!(house.grace().await.departure("acme").await.unwrap().apps, ["blog", "shop"]);
        assert!(house.mara().await.departure("acme").await.unwrap().apps.is_empty());
    })
    .await;
}

/// Many Apps push nothing else off the page, and that more are not named is said.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_says_that_there_is_more_and_hides_nothing_else() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        for number in 0..103 {
            ada.start_trial("acme", &format!("app-{number:03}")).await.unwrap();
        }
        grace.invite("acme", "x@heart.example", Role::Admin, "").await.unwrap();
        let asks = |email: &str| RequestForm { email: email.into(), ..RequestForm::default() };
        grace.send_request("app-000", asks("client@cafe.example")).await.unwrap();
        ada.send_request("app-001", asks("other@cafe.example")).await.unwrap();
        let hers = grace.departure("acme").await.unwrap();
        assert_eq!((hers.apps.len(), hers.apps[0].as_str(), hers.apps[100].as_str()), (101, "app-000", AND_MORE));
        assert_eq!((hers.owners, hers.invitations), (vec![ADA.full()], vec!["x@heart.example".to_owned()]));
        assert_eq!(hers.requests, ["client@cafe.example"], "what others have sent stays");
        assert!(!hers.more_deploy_keys);
        grace.leave("acme").await.unwrap();
        let receipt = ada.departure_receipt("acme", grace.id()).await.unwrap();
        assert_eq!((receipt.apps.len(), receipt.apps[102].as_str()), (103, "app-102"));
    })
    .await;
}

/// Keys that still work are not forgotten because there are many: the page and the mail say that there are more.
#[tokio::test(flavor = "multi_thread")]
async fn more_deploy_keys_than_a_page_can_show_are_said_to_be_more() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        assign_kevin(house, &[shop, blog]).await;
        // No App has more than a hundred.
        many_keys_of_kevin(house, blog, 1..=60).await;
        many_keys_of_kevin(house, shop, 61..=101).await;
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        let facts = ada.departure_of("acme", kevin.id()).await.unwrap();
        assert_eq!(
            (facts.deploy_keys.len(), facts.more_deploy_keys, facts.apps),
            (100, true, vec!["blog".into(), "shop".into()])
        );
        ada.dismiss("acme", kevin.id()).await.unwrap();
        let receipt = ada.departure_receipt("acme", kevin.id()).await.unwrap();
        assert_eq!((receipt.deploy_keys.len(), receipt.more_deploy_keys), (100, true));
        let Some(Letter::MemberGone { deploy_keys, .. }) = house.letters_to(ADA.email).await.pop() else { panic!() };
        assert_eq!((deploy_keys.len(), deploy_keys[0].as_str()), (101, "CI 1 (blog)"), "the mail names more");
        house.database.run("DELETE FROM ssh_keys WHERE name = 'CI 7'").await;
        let receipt = ada.departure_receipt("acme", kevin.id()).await.unwrap();
        assert_eq!((receipt.deploy_keys.len(), receipt.more_deploy_keys), (100, false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_dismiss_reads_what_it_means_for_others() {
    each_engine(async |house| {
        let (kevin, grace) = (house.kevin().await.id(), house.grace().await.id());
        let refused = |refusal| Err(Problem::Refused(refusal));
        assert_eq!(house.mara().await.departure_of("acme", kevin).await, refused(Refusal::NeedsAdmin));
        assert_eq!(house.kevin().await.departure_of("acme", grace).await, refused(Refusal::NeedsAdmin));
        let mara = house.mara().await.id();
        assert_eq!(house.grace().await.departure_of("acme", mara).await, refused(Refusal::NeedsOwner));
        let ada = house.ada().await.id();
        assert_eq!(house.grace().await.departure_of("acme", ada).await, refused(Refusal::OwnerIsUntouchable));
        let mallory = house.mallory().await;
        assert_eq!(mallory.departure_of("acme", kevin).await, Err(Problem::NotFound(Thing::Company)));
        let nobody = house.ada().await.departure_of("acme", mallory.id()).await;
        assert_eq!(nobody, Err(Problem::NotFound(Thing::Member)));
    })
    .await;
}

/// S34.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_one_with_technical_access_is_known() {
    each_engine(async |house| {
        let last = async |who| {
            let user = house.person(who).await.id();
            house.ada().await.departure_of("acme", user).await.unwrap().last_technician
        };
        assert!(!last(GRACE).await && !last(KEVIN).await && !last(MARA).await);
        house.grace().await.leave("acme").await.unwrap();
        assert!(last(KEVIN).await && !last(MARA).await);
        // It is a warning, no refusal (R76).
        house.ada().await.dismiss("acme", house.kevin().await.id()).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_says_what_was_revoked_and_what_is_left_to_do() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        assign_kevin(house, &[shop]).await;
        keys_of_kevin(house, shop).await;
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        let none = ada.departure_receipt("acme", kevin.id()).await;
        assert_eq!(none, Err(Problem::NotFound(Thing::Member)), "nobody has gone yet");
        house.grace().await.dismiss("acme", kevin.id()).await.unwrap();
        let receipt = ada.departure_receipt("acme", kevin.id()).await.unwrap();
        assert_eq!((receipt.name, receipt.by, receipt.how), (KEVIN.full(), Some(GRACE.full()), Event::MemberDismissed));
        assert_eq!((receipt.role, receipt.apps, receipt.mine), (Some(Role::Developer), vec!["shop".into()], false));
        assert_eq!((receipt.deploy_keys[0].app.as_str(), receipt.deploy_keys[0].key.as_str()), ("shop", "CI"));
        // Their own page tells them what ended, and nothing of what the Company does now.
        let mine = kevin.departure_receipt("acme", kevin.id()).await.unwrap();
        assert_eq!((mine.apps, mine.mine, mine.deploy_keys), (vec!["shop".to_owned()], true, Vec::new()));
        let Some(Letter::MemberGone { apps, deploy_keys, .. }) = house.letters_to(ADA.email).await.pop() else {
            panic!()
        };
        assert_eq!((apps, deploy_keys), (vec!["shop".to_owned()], vec!["CI (shop)".to_owned()]));
        assert_eq!(house.log().await.pop().unwrap().after, "shop");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_for_who_went_and_for_who_sees_the_team() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        kevin.leave("acme").await.unwrap();
        assert_eq!(kevin.departure_receipt("acme", kevin.id()).await.unwrap().how, Event::MemberLeft);
        assert!(house.grace().await.departure_receipt("acme", kevin.id()).await.is_ok());
        let mara = house.mara().await.departure_receipt("acme", kevin.id()).await;
        assert_eq!(mara, Err(Problem::Refused(Refusal::NeedsAdmin)));
        let nothing = Err(Problem::NotFound(Thing::Company));
        assert_eq!(house.mallory().await.departure_receipt("acme", kevin.id()).await, nothing);
        assert_eq!(house.ada().await.departure_receipt("nowhere", kevin.id()).await, nothing);
    })
    .await;
}
