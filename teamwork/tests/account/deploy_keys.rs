//! Keys of Apps (row 15, S8).

use teamwork::{
    acts::Operator,
    rules::{
        key::DeployKeyCard,
        moment::SECOND,
        permission::Refusal,
        problem::{Conflict, Problem, Thing},
        role::Role,
    },
};

use super::stage::{FINGERPRINT, KEY, company_app, some_key, trial_of};
use crate::house::{ADA, House, KEVIN, each_engine};

async fn keys_of(house: &House, app: &str) -> Vec<DeployKeyCard> {
    house.ada().await.deploy_keys(app, "acme").await.unwrap().keys
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deploy_key_carries_its_creator_and_what_it_may() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let kevin = house.kevin().await;
        kevin.add_deploy_key("shop", KEY, "build server", true).await.unwrap();
        house.clock.forward(SECOND);
        let ada = house.person(ADA).await;
        ada.add_deploy_key("shop", &some_key(1), "mirror", false).await.unwrap();
        let keys = keys_of(house, "shop").await;
        let seen: Vec<_> = keys.iter().map(|key| (key.name.as_str(), key.creator.as_str(), key.writes)).collect();
        assert_eq!(seen, [("build server", "Kevin Flynn", true), ("mirror", "Ada Lovelace", false)]);
        assert_eq!(keys[0].fingerprint, FINGERPRINT);
        let log = house.log().await;
        let log: Vec<_> = log.iter().filter(|entry| entry.event == "deploy_key_added").collect();
        assert_eq!((log[0].event.as_str(), log[0].role.as_str()), ("deploy_key_added", "developer"));
        assert_eq!((log[0].target.as_str(), log[0].after.as_str(), log[0].has_company), ("shop", FINGERPRINT, true));
        ada.remove_deploy_key("shop", keys[0].id).await.unwrap();
        let log = house.log().await;
        let last = log.last().unwrap();
        assert_eq!(
            (last.event.as_str(), last.role.as_str(), last.before.as_str()),
            ("deploy_key_removed", "owner", FINGERPRINT)
        );
        assert_eq!(keys_of(house, "shop").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_manages_own_keys_of_assigned_apps_only() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        company_app(house, "blog", false).await;
        let of_ada = house.ada().await.add_deploy_key("shop", &some_key(1), "mirror", false).await.unwrap();
        house.clock.forward(SECOND);
        let kevin = house.kevin().await;
        let of_kevin = kevin.add_deploy_key("shop", &some_key(2), "build", false).await.unwrap();
        let removable: Vec<_> =
            kevin.deploy_keys("shop", "acme").await.unwrap().keys.iter().map(|key| key.is_removable).collect();
        assert_eq!(removable, [false, true]);
        assert_eq!(kevin.remove_deploy_key("shop", of_ada).await, Err(Problem::Refused(Refusal::OwnKeysOnly)));
        kevin.remove_deploy_key("shop", of_kevin).await.unwrap();
        let not_assigned = Problem::Refused(Refusal::NotAssigned);
        assert_eq!(kevin.add_deploy_key("blog", KEY, "x", false).await, Err(not_assigned.clone()));
        assert_eq!(kevin.deploy_keys("blog", "acme").await, Err(not_assigned.clone()));
        assert_eq!(kevin.remove_deploy_key("blog", of_ada).await, Err(not_assigned));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_manage_all_keys_and_nobody_else_does() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let kevin = house.kevin().await;
        let id = kevin.add_deploy_key("shop", KEY, "build", false).await.unwrap();
        let (mara, mallory) = (house.mara().await, house.mallory().await);
        let (refused, nothing) = (Problem::Refused(Refusal::NeedsAdmin), Problem::NotFound(Thing::App));
        for (who, expected) in [(&mara, &refused), (&mallory, &nothing)] {
            assert_eq!(who.add_deploy_key("shop", &some_key(9), "x", true).await.as_ref(), Err(expected));
            assert_eq!(who.remove_deploy_key("shop", id).await.as_ref(), Err(expected));
            assert_eq!(who.deploy_keys("shop", "acme").await.as_ref(), Err(expected));
        }
        assert_eq!(mallory.deploy_keys("nothing-here", "acme").await, Err(nothing));
        house.grace().await.remove_deploy_key("shop", id).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_removed_only_from_its_own_app() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        company_app(house, "blog", true).await;
        let ada = house.ada().await;
        let id = ada.add_deploy_key("shop", KEY, "build", false).await.unwrap();
        let personal = ada.add_key(&some_key(3), "laptop").await.unwrap();
        let nothing = Problem::NotFound(Thing::Key);
        assert_eq!(ada.remove_deploy_key("blog", id).await, Err(nothing.clone()));
        assert_eq!(ada.remove_deploy_key("shop", personal).await, Err(nothing.clone()));
        assert_eq!(ada.remove_key(id).await, Err(nothing));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_apps_share_no_fingerprint() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        company_app(house, "blog", true).await;
        let ada = house.ada().await;
        ada.add_deploy_key("shop", KEY, "build", false).await.unwrap();
        let in_use = Problem::Conflict(Conflict::KeyInUse);
        assert_eq!(ada.add_deploy_key("blog", KEY, "build", false).await, Err(in_use.clone()));
        assert_eq!(house.mallory().await.add_key(KEY, "laptop").await, Err(in_use));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_a_trial_manages_its_keys() {
    each_engine(async |house| {
        let (mallory, ada) = (house.mallory().await, house.ada().await);
        trial_of(&mallory, "try-out").await;
        let id = mallory.add_deploy_key("try-out", KEY, "build", true).await.unwrap();
        let page = mallory.deploy_keys("try-out", "").await.unwrap();
        assert_eq!((page.company, page.keys.len(), page.keys[0].is_removable), (None, 1, true));
        assert_eq!(ada.deploy_keys("try-out", "").await, Err(Problem::NotFound(Thing::App)));
        assert_eq!(ada.deploy_keys("try-out", "acme").await, Err(Problem::NotFound(Thing::App)));
        mallory.remove_deploy_key("try-out", id).await.unwrap();
    })
    .await;
}

/// The address of the page names Company and App; they have to belong together.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_not_found_in_another_company() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let ada = house.ada().await;
        let other = house.company_of(&ada, "Other Inc").await;
        assert_eq!(ada.deploy_keys("shop", &other).await, Err(Problem::NotFound(Thing::App)));
        assert_eq!(ada.deploy_keys("shop", "").await, Err(Problem::NotFound(Thing::App)));
    })
    .await;
}

/// S8: a machine goes on working when the person is gone, and the list still tells who gave it the key.
#[tokio::test(flavor = "multi_thread")]
async fn a_deploy_key_stays_when_its_creator_leaves() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let kevin = house.kevin().await;
        let id = kevin.add_deploy_key("shop", KEY, "build", false).await.unwrap();
        kevin.leave("acme").await.unwrap();
        assert_eq!(keys_of(house, "shop").await[0].creator, KEVIN.full());
        assert_eq!(kevin.remove_deploy_key("shop", id).await, Err(Problem::NotFound(Thing::App)));
        kevin.close_account(KEVIN.email).await.unwrap();
        assert_eq!(keys_of(house, "shop").await[0].creator, "a former user");
        assert_eq!(house.role_of(ADA).await, Some(Role::Owner));
    })
    .await;
}

/// What is suspended is not changed (S8: a deploy key is configuration); what closes a door goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_app_gets_no_new_keys_and_loses_old_ones() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        let old = kevin.add_deploy_key("shop", KEY, "build server", true).await.unwrap();
        let operator = Operator::of_the_house(&house.warren);
        operator.suspend_app("shop", "Abuse").await.unwrap();
        let refused = kevin.add_deploy_key("shop", &some_key(1), "mirror", false).await;
        assert_eq!(refused, Err(Problem::Conflict(Conflict::AppSuspended)));
        operator.suspend_company("acme", "Unpaid").await.unwrap();
        let refused = ada.add_deploy_key("shop", &some_key(1), "mirror", false).await;
        assert_eq!(refused, Err(Problem::Conflict(Conflict::CompanySuspended)));
        assert_eq!(keys_of(house, "shop").await.len(), 1);
        kevin.remove_deploy_key("shop", old).await.unwrap();
    })
    .await;
}
