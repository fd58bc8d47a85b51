//! From Company to Company (S9, S25, E49, E50; matrix row 18).

use teamwork::{
    letters::{AppNews, Letter},
    rules::{
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
        role::Role,
    },
};

use super::{assign, contacts, shop};
use crate::house::{ADA, GRACE, House, KEVIN, MARA, each_engine};
use crate::races::bring_in;

async fn labs(house: &House) {
    house.company_of(&house.ada().await, "Acme Labs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_of_both_moves_an_app() {
    each_engine(async |house| {
        let app = shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        labs(house).await;
        let ada = house.ada().await;
        let bill = ada.bill_of_lading("acme-shop").await.unwrap();
        assert_eq!(bill.loses, [GRACE.full(), KEVIN.full()]);
        assert_eq!(bill.targets.iter().map(|target| target.slug.as_str()).collect::<Vec<_>>(), ["acme-labs"]);
        let contact = bill.targets[0].payers[0].id;
        let unpaid = ada.move_app("acme-shop", "acme-labs", None, app.version).await;
        assert_eq!(unpaid, Err(Problem::field(Field::Payer, Why::Missing)));
        let own = contacts(&ada, "acme").await[0];
        let old = ada.move_app("acme-shop", "acme-labs", Some(own), app.version).await;
        assert_eq!(old, Err(Problem::field(Field::Payer, Why::NotAPayer)), "the payer is of the new Company (I17)");
        ada.move_app("acme-shop", "acme-labs", Some(contact), app.version).await.unwrap();
        let moved = ada.app("acme-shop").await.unwrap();
        assert_eq!((moved.slug.as_deref(), moved.access.len()), (Some("acme-labs"), 1));
        for by in [house.grace().await, house.kevin().await] {
            assert_eq!(by.app("acme-shop").await, Err(Problem::NotFound(Thing::App)));
        }
        let news = house.letters_to(ADA.email).await;
        assert_eq!(news.len(), 3, "created, moved away, moved here");
        assert_eq!(house.letters_to(GRACE.email).await.len(), 2);
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "app_moved").count(), 2);
    })
    .await;
}

/// I41: which other Companies somebody has is nobody's business here. Only who belongs to both reads their names.
#[tokio::test(flavor = "multi_thread")]
async fn a_move_tells_nobody_the_name_of_a_company_they_do_not_belong_to() {
    each_engine(async |house| {
        let app = shop(house).await;
        let ada = house.ada().await;
        labs(house).await;
        ada.invite("acme-labs", MARA.email, Role::Admin, "").await.unwrap();
        let secret = house.secret_to(MARA.email).await;
        house.mara().await.accept_invitation(&secret).await.unwrap();
        house.raise_the_curtain().await;
        let contact = contacts(&ada, "acme-labs").await[0];
        ada.move_app("acme-shop", "acme-labs", Some(contact), app.version).await.unwrap();
        let moved = async |who: &str| -> Vec<Option<String>> {
            let news = |letter| match letter {
                Letter::AppNews {
                    news: AppNews::MovedAway { to: name } | AppNews::MovedHere { from: name }, ..
                } => Some(name),
                _ => None,
            };
            house.letters_to(who).await.into_iter().filter_map(news).collect()
        };
        let (here, there) = (Some("Acme Inc".to_owned()), Some("Acme Labs".to_owned()));
        assert_eq!(moved(ADA.email).await, [there, here.clone()], "she belongs to both");
        assert_eq!(moved(GRACE.email).await, [None]);
        assert_eq!(moved(MARA.email).await, [here], "an Admin there who keeps the books here");
        let log: Vec<_> = house.log().await.into_iter().filter(|entry| entry.event == "app_moved").collect();
        let changes: Vec<_> = log.iter().map(|entry| (entry.before.as_str(), entry.after.as_str())).collect();
        assert_eq!(changes, [("acme", ""), ("", "acme-labs")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_an_owner_of_both_moves_nothing() {
    each_engine(async |house| {
        let app = shop(house).await;
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        house.company_of(&mallory, "Elsewhere").await;
        let moved = |by: teamwork::acts::Actor, to: &'static str| async move {
            by.move_app("acme-shop", to, None, app.version).await
        };
        assert_eq!(moved(ada.clone(), "elsewhere").await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(moved(ada.clone(), "nowhere").await, Err(Problem::NotFound(Thing::Company)));
        assert_eq!(moved(mallory.clone(), "elsewhere").await, Err(Problem::NotFound(Thing::App)));
        mallory.invite("elsewhere", ADA.email, Role::Admin, "").await.unwrap();
        let secret = house.secret_to(ADA.email).await;
        ada.accept_invitation(&secret).await.unwrap();
        assert_eq!(moved(ada, "elsewhere").await, Err(Problem::Refused(Refusal::NeedsOwnerThere)));
        assert_eq!(moved(house.grace().await, "nowhere").await, Err(Problem::Refused(Refusal::NeedsOwner)));
        let kevin = house.kevin().await;
        kevin.start_personal_trial("app-x").await.unwrap();
        let own = kevin.move_app("app-x", "acme", None, 1).await;
        assert_eq!(own, Err(Problem::Refused(Refusal::NeedsCompany)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_moves_without_a_payer() {
    each_engine(async |house| {
        labs(house).await;
        let ada = house.ada().await;
        ada.start_trial("acme", "acme-blog").await.unwrap();
        ada.move_app("acme-blog", "acme-labs", None, 1).await.unwrap();
        let app = ada.app("acme-blog").await.unwrap();
        assert_eq!((app.slug.as_deref(), app.cost), (Some("acme-labs"), vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_app_stays_where_it_is() {
    each_engine(async |house| {
        let app = shop(house).await;
        labs(house).await;
        house.warren.suspend_app("acme-shop", "Abuse").await.unwrap();
        let ada = house.ada().await;
        let contact = contacts(&ada, "acme-labs").await[0];
        let refused = ada.move_app("acme-shop", "acme-labs", Some(contact), app.version + 1).await;
        assert_eq!(refused, Err(Problem::Conflict(Conflict::AppSuspended)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_owner_may_move_too() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        let grace = house.grace().await;
        house.company_of(&grace, "Hoppers").await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        grace.move_app("acme-blog", "hoppers", None, 1).await.unwrap();
        assert_eq!(house.ada().await.app("acme-blog").await, Err(Problem::NotFound(Thing::App)));
    })
    .await;
}
