//! Who sees what of the Apps (matrix rows 8 and 42, S1, S7).

use teamwork::{
    acts::Actor,
    rules::{
        permission::Refusal,
        problem::{Problem, Thing},
        role::Role,
    },
};

use super::{assign, shop};
use crate::house::{ADA, GRACE, KEVIN, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn each_role_sees_its_part_of_the_list() {
    each_engine(async |house| {
        shop(house).await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        assign(house, KEVIN.email, "acme-shop").await;
        for by in [house.ada().await, house.grace().await] {
            let apps = by.apps("acme", None).await.unwrap().apps;
            assert_eq!(apps.iter().map(|app| app.name.as_str()).collect::<Vec<_>>(), ["acme-blog", "acme-shop"]);
            assert_eq!(apps[1].price.as_ref().unwrap().to_string(), "9.00 EUR");
            assert_eq!(apps[1].payer.as_deref(), Some("Acme Inc"));
            assert_eq!(apps[0].price, None, "a trial costs nothing");
        }
        let kevins = house.kevin().await.apps("acme", None).await.unwrap().apps;
        assert_eq!((kevins.len(), kevins[0].name.as_str()), (1, "acme-shop"));
        assert_eq!((&kevins[0].price, &kevins[0].payer), (&None, &None));
        let maras = house.mara().await.apps("acme", None).await.unwrap().apps;
        assert_eq!(maras.len(), 2);
        assert!(maras.iter().all(|app| app.state.is_none() && app.plan.is_none() && !app.opens));
        assert!(maras[1].price.is_some() && maras[1].payer.is_some());
        assert_eq!(house.mallory().await.apps("acme", None).await, Err(Problem::NotFound(Thing::Company)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_opens_to_whom_it_should() {
    each_engine(async |house| {
        shop(house).await;
        let refused = house.kevin().await.app("acme-shop").await;
        assert_eq!(refused, Err(Problem::Refused(Refusal::NotAssigned)));
        assign(house, KEVIN.email, "acme-shop").await;
        let seen = house.kevin().await.app("acme-shop").await.unwrap();
        assert_eq!((seen.price, seen.payer, seen.cost), (None, None, vec![]), "money is not his");
        let people: Vec<_> = seen.access.iter().map(|person| (person.name.clone(), person.role)).collect();
        let expected = [(ADA, Role::Owner), (GRACE, Role::Admin), (KEVIN, Role::Developer)];
        assert_eq!(people, expected.map(|(who, role)| (who.full(), Some(role))));
        assert_eq!(house.mara().await.app("acme-shop").await, Err(Problem::Refused(Refusal::NeedsAdmin)));
        let sheet = house.mara().await.pay_sheet("acme-shop").await.unwrap();
        assert!(sheet.app.price.is_some() && sheet.app.payer.is_some(), "but the money is hers");
        assert_eq!(sheet.app.access, vec![], "and who works on it is not");
        let mallory = house.mallory().await;
        assert_eq!(mallory.app("acme-shop").await, Err(Problem::NotFound(Thing::App)));
        assert_eq!(mallory.app("no-app").await, Err(Problem::NotFound(Thing::App)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_of_ones_own_is_not_there_for_anybody_else() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        assert_eq!(house.kevin().await.my_trials().await.unwrap()[0].name, "app-x");
        for by in [house.ada().await, house.grace().await, house.mallory().await] {
            assert_eq!(by.app("app-x").await, Err(Problem::NotFound(Thing::App)));
            assert_eq!(by.my_trials().await, Ok(Vec::new()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_comes_in_pages() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for number in 0..53 {
            ada.start_trial("acme", &format!("app-{number:02}")).await.unwrap();
        }
        let first = ada.apps("acme", None).await.unwrap();
        assert_eq!((first.apps.len(), first.next.as_deref()), (50, Some("app-49")));
        let second = ada.apps("acme", first.next.as_deref()).await.unwrap();
        assert_eq!((second.apps.len(), second.next), (3, None));
        assert_eq!(ada.apps("acme", Some("zzz")).await.unwrap().apps.len(), 0);
    })
    .await;
}

/// The overview goes to the browser as it is: what a Developer may not see must not be in it at all (row 42).
#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_to_a_developer_holds_no_price() {
    each_engine(async |house| {
        shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let sent = async |by: Actor| serde_json::to_string(&by.app("acme-shop").await.unwrap()).unwrap();
        assert!(sent(house.grace().await).await.contains("EUR"));
        let his = sent(house.kevin().await).await;
        assert!(!his.contains("EUR"), "{his}");
    })
    .await;
}
