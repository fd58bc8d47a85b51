//! Who may do what with a request that waits, and who is still there when it is done (S10, S26, R76).

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        permission::Refusal,
        problem::{Field, Problem, Why},
        request::Keeper,
        role::Role,
    },
};

use super::{ANA, accept, offer, to};
use crate::{
    apps::{assign, shop},
    house::{ADA, GRACE, House, KEVIN, each_engine},
};

/// S26 holds also for whom the client names: another Owner of the giving Company.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_does_not_pass_it_on_to_an_owner_of_it() {
    each_engine(async |house| {
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        let (_, secret) = offer(house, GRACE, "acme-blog", ANA).await;
        let ana = || Visitor::Guest(house.guest());
        let refused = ana().pass_request_on(&secret, ADA.email, "").await;
        assert_eq!(refused, Err(Problem::field(Field::Email, Why::OwnsIt)));
        assert!(ana().look_at_request(&secret).await.is_ok(), "the link lives");
    })
    .await;
}

/// S10: what an Owner has confirmed its Admin sends again as it is, and is offered nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn an_admin_reads_what_an_owner_has_to_do() {
    each_engine(async |house| {
        let needs_owner = async |house: &House, app: &str| {
            let (grace, ada) = (house.grace().await, house.ada().await);
            let sheets = (grace.request_sheet(app).await.unwrap(), ada.request_sheet(app).await.unwrap());
            (sheets.0.needs_owner, sheets.1.needs_owner)
        };
        let version = shop(house).await.version;
        assert_eq!(needs_owner(house, "acme-shop").await, (false, false), "nothing waits");
        let id = house.grace().await.send_request("acme-shop", to(ANA)).await.unwrap();
        house.ada().await.confirm_request(id).await.unwrap();
        assert_eq!(needs_owner(house, "acme-shop").await, (true, false));
        house.ada().await.scale_app("acme-shop", "large", version).await.unwrap();
        house.forgive_limits().await;
        let refused = house.grace().await.resend_request(id).await;
        assert_eq!(refused, Err(Problem::Refused(Refusal::NeedsOwner)), "on other terms");
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        offer(house, GRACE, "acme-blog", ANA).await;
        assert_eq!(needs_owner(house, "acme-blog").await, (false, false), "a trial is the Admin's own business");
    })
    .await;
}

/// The page of what is theirs says who is there now, not who was named once.
#[tokio::test(flavor = "multi_thread")]
async fn who_was_dismissed_has_no_access_on_the_clients_page() {
    each_engine(async |house| {
        shop(house).await;
        assign(house, KEVIN.email, "acme-shop").await;
        let (_, secret) = offer(house, ADA, "acme-shop", ANA).await;
        let accepted = accept(house, &secret).await.unwrap();
        let ana = house.recognise(&accepted.session.unwrap().secret).await.unwrap();
        let keeps = async || ana.look_at_handover(&secret).await.unwrap().keeps;
        let keeper = |name: String, role| Keeper { name, role };
        let (admin, developer) = (keeper(ADA.full(), Role::Admin), keeper(KEVIN.full(), Role::Developer));
        assert_eq!(keeps().await, [admin, developer.clone()]);
        let (ada, kevin) = (house.ada().await.id(), house.kevin().await.id());
        ana.dismiss(&accepted.slug, ada).await.unwrap();
        assert_eq!(keeps().await, [developer]);
        ana.dismiss(&accepted.slug, kevin).await.unwrap();
        assert_eq!(keeps().await, []);
    })
    .await;
}

/// M14 to the Owners: a trial has cost them nothing, so they do not pay through today.
#[tokio::test(flavor = "multi_thread")]
async fn the_owners_read_whether_they_have_paid() {
    each_engine(async |house| {
        shop(house).await;
        house.ada().await.start_trial("acme", "acme-blog").await.unwrap();
        for (app, by, email, costs_nothing) in
            [("acme-blog", GRACE, ANA, true), ("acme-shop", ADA, "client@tea.example", false)]
        {
            let (_, secret) = offer(house, by, app, email).await;
            accept(house, &secret).await.unwrap();
            let told = house.letters_to(ADA.email).await;
            let Some(Letter::HandedOver { trial, .. }) = told.last() else { panic!("{told:?}") };
            assert_eq!(*trial, costs_nothing, "{app}");
        }
    })
    .await;
}
