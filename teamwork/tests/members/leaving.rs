//! Going, and that an Owner always stays (R29, S15).

use teamwork::rules::{
    permission::Refusal,
    problem::{Problem, Thing},
    role::Role,
};

use crate::{
    house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine},
    races::bring_in,
};

const LAST: Problem = Problem::Refused(Refusal::LastOwner);

/// R34, S4.
#[tokio::test(flavor = "multi_thread")]
async fn everybody_but_an_owner_leaves_without_a_condition() {
    each_engine(async |house| {
        for who in [GRACE, KEVIN, MARA] {
            assert_eq!(house.person(who).await.leave("acme").await, Ok(()), "{}", who.first);
            assert_eq!(house.role_of(who).await, None);
        }
        assert_eq!(house.ada().await.company("acme").await.unwrap().members, Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_neither_leaves_nor_steps_down() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(ada.leave("acme").await, Err(LAST));
        assert_eq!(ada.step_down("acme").await, Err(LAST));
        assert_eq!(ada.dismiss("acme", ada.id()).await, Err(Problem::Refused(Refusal::LeaveInstead)));
        assert_eq!(house.role_of(ADA).await, Some(Role::Owner));
    })
    .await;
}

/// B32: the boundary of one person.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_alone_in_their_company_stays_its_owner() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        assert_eq!(mallory.leave(&slug).await, Err(LAST));
        assert_eq!(mallory.step_down(&slug).await, Err(LAST));
        for role in Role::ALL {
            assert_eq!(mallory.change_role(&slug, mallory.id(), role, 1).await.map(|_| ()), Err(LAST), "{role}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_leaves_when_another_one_stays() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        assert_eq!(house.ada().await.leave("acme").await, Ok(()));
        assert_eq!(house.role_of(ADA).await, None);
        assert_eq!(house.grace().await.leave("acme").await, Err(LAST));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_steps_down_to_admin_when_another_one_stays() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        assert_eq!(house.ada().await.step_down("acme").await, Ok(()));
        assert_eq!(house.role_of(ADA).await, Some(Role::Admin));
        assert_eq!(house.grace().await.step_down("acme").await, Err(LAST));
    })
    .await;
}

/// S15 knows one step: to Admin.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_does_not_step_down_further_than_to_admin() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        let ada = house.ada().await;
        let version = house.version_of(ada.id()).await;
        for to in [Role::Developer, Role::Billing, Role::Owner] {
            let answer = ada.change_role("acme", ada.id(), to, version).await;
            assert_eq!(answer.map(|_| ()), Err(Problem::Refused(Refusal::OwnRole)), "{to}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_owner_steps_down() {
    each_engine(async |house| {
        for who in [GRACE, KEVIN, MARA] {
            let answer = house.person(who).await.step_down("acme").await;
            assert_eq!(answer, Err(Problem::Refused(Refusal::OwnRole)), "{}", who.first);
        }
    })
    .await;
}

/// B36: the session lives, the right does not.
#[tokio::test(flavor = "multi_thread")]
async fn with_the_membership_every_right_ends() {
    each_engine(async |house| {
        let grace = house.grace().await;
        let invitation = {
            house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
            house.ada().await.invitations("acme").await.unwrap()[0].id
        };
        house.ada().await.dismiss("acme", grace.id()).await.unwrap();
        let nothing = Problem::NotFound(Thing::Company);
        let kevin = house.kevin().await.id();
        assert_eq!(grace.company("acme").await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.team("acme", None).await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.invitations("acme").await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.billing("acme").await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.departure("acme").await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.watch(Some("acme")).await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.invite("acme", "x@heart.example", Role::Developer, "").await, Err(nothing.clone()));
        assert_eq!(grace.resend_invitation("acme", invitation).await, Err(nothing.clone()));
        assert_eq!(grace.cancel_invitation("acme", invitation).await, Err(nothing.clone()));
        assert_eq!(grace.copy_invitation_link("acme", invitation).await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.dismiss("acme", kevin).await, Err(nothing.clone()));
        assert_eq!(grace.change_role("acme", kevin, Role::Admin, 1).await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(grace.leave("acme").await, Err(nothing));
        assert!(grace.my_companies().await.unwrap().is_empty());
    })
    .await;
}

/// R75: what one reads before confirming. Reading changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_leaving_says_what_ends() {
    each_engine(async |house| {
        house.grace().await.invite("acme", "x@heart.example", Role::Developer, "").await.unwrap();
        let before = house.database.dump().await;
        let grace = house.grace().await.departure("acme").await.unwrap();
        assert_eq!((grace.company.as_str(), grace.role, grace.another_owner), ("Acme Inc", Role::Admin, true));
        assert_eq!((grace.owners, grace.invitations), (vec![ADA.full()], vec!["x@heart.example".to_owned()]));
        let ada = house.ada().await.departure("acme").await.unwrap();
        assert_eq!((ada.role, ada.another_owner), (Role::Owner, false));
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}
