//! Changing roles and dismissing: actor × target × new role, typed from the matrix.

use teamwork::rules::{
    permission::Refusal,
    problem::{Conflict, Problem, Thing},
    role::Role::{self, *},
};

use crate::{
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, Person, each_engine},
    races::bring_in,
};

const Y: bool = true;
const N: bool = false;

/// Rows 28–31, 34 and S13: actor, the target's role, and whether they may make it Owner, Admin, Developer, Billing. To
/// become an Owner takes an offer and acceptance (row 30), so no actor does it here.
const CHANGES: &[(Person, Role, [bool; 4])] = &[
    (ADA, Owner, [N, N, N, N]),
    (ADA, Admin, [N, Y, Y, Y]),
    (ADA, Developer, [N, Y, Y, Y]),
    (ADA, Billing, [N, Y, Y, Y]),
    (GRACE, Owner, [N, N, N, N]),
    (GRACE, Admin, [N, N, N, N]),
    (GRACE, Developer, [N, Y, Y, N]),
    (GRACE, Billing, [N, N, N, N]),
    (KEVIN, Owner, [N, N, N, N]),
    (KEVIN, Admin, [N, N, N, N]),
    (KEVIN, Developer, [N, N, N, N]),
    (KEVIN, Billing, [N, N, N, N]),
    (MARA, Owner, [N, N, N, N]),
    (MARA, Admin, [N, N, N, N]),
    (MARA, Developer, [N, N, N, N]),
    (MARA, Billing, [N, N, N, N]),
];

/// Rows 32–34: who may dismiss an Owner, Admin, Developer, Billing member.
const DISMISSALS: &[(Person, [bool; 4])] =
    &[(ADA, [N, Y, Y, Y]), (GRACE, [N, N, Y, N]), (KEVIN, [N, N, N, N]), (MARA, [N, N, N, N])];

/// Mallory plays every target, so that nobody changes themself.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_changes_only_what_the_matrix_says() {
    each_engine(async |house| {
        for (actor, from, allowed) in CHANGES {
            bring_in(house, &house.ada().await, MALLORY, *from).await;
            let target = house.mallory().await.id();
            let actor = house.person(*actor).await;
            for (to, allowed) in Role::ALL.into_iter().zip(allowed) {
                let version = house.version_of(target).await;
                let before = house.database.dump().await;
                let answer = actor.change_role("acme", target, to, version).await;
                assert_eq!(answer.is_ok(), *allowed, "{} makes {from} {to}: {answer:?}", actor.name().first);
                if !allowed {
                    assert_eq!(house.database.dump().await, before, "{} makes {from} {to}", actor.name().first);
                    continue;
                }
                assert_eq!(house.role_of(MALLORY).await, Some(to));
                reset(house, *from).await;
            }
            house.mallory().await.leave("acme").await.unwrap();
        }
    })
    .await;
}

async fn reset(house: &House, to: Role) {
    let target = house.mallory().await.id();
    let version = house.version_of(target).await;
    house.ada().await.change_role("acme", target, to, version).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_dismisses_only_whom_the_matrix_says() {
    each_engine(async |house| {
        for (actor, allowed) in DISMISSALS {
            for (role, allowed) in Role::ALL.into_iter().zip(allowed) {
                bring_in(house, &house.ada().await, MALLORY, role).await;
                let target = house.mallory().await.id();
                let before = house.database.dump().await;
                let answer = house.person(*actor).await.dismiss("acme", target).await;
                assert_eq!(answer.is_ok(), *allowed, "{} dismisses {role}: {answer:?}", actor.first);
                if *allowed {
                    assert_eq!(house.role_of(MALLORY).await, None);
                } else {
                    assert_eq!(house.database.dump().await, before, "{} dismisses {role}", actor.first);
                    house.mallory().await.leave("acme").await.unwrap();
                }
            }
        }
    })
    .await;
}

/// Row 35, B25, B26: nobody raises themself, in any role.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_their_own_role() {
    each_engine(async |house| {
        for who in [GRACE, KEVIN, MARA] {
            let person = house.person(who).await;
            let version = house.version_of(person.id()).await;
            for to in Role::ALL {
                let answer = person.change_role("acme", person.id(), to, version).await;
                assert_eq!(answer.map(|_| ()), Err(Problem::Refused(Refusal::OwnRole)), "{} {to}", who.first);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_touches_another_owner() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Owner).await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        let untouchable = Problem::Refused(Refusal::OwnerIsUntouchable);
        assert_eq!(ada.dismiss("acme", grace.id()).await, Err(untouchable.clone()));
        let version = house.version_of(grace.id()).await;
        let answer = ada.change_role("acme", grace.id(), Admin, version).await;
        assert_eq!(answer.map(|_| ()), Err(untouchable));
    })
    .await;
}

/// For a stranger there is neither Company nor member, whatever they ask (I41).
#[tokio::test(flavor = "multi_thread")]
async fn for_a_stranger_there_is_nobody_to_change() {
    each_engine(async |house| {
        let (mallory, kevin) = (house.mallory().await, house.kevin().await.id());
        let nothing = Problem::NotFound(Thing::Company);
        for slug in ["acme", "no-such"] {
            assert_eq!(mallory.change_role(slug, kevin, Admin, 1).await.map(|_| ()), Err(nothing.clone()));
            assert_eq!(mallory.dismiss(slug, kevin).await, Err(nothing.clone()));
            assert_eq!(mallory.leave(slug).await, Err(nothing.clone()));
            assert_eq!(mallory.step_down(slug).await, Err(nothing.clone()));
            assert_eq!(mallory.team(slug, None).await.map(|_| ()), Err(nothing.clone()));
            assert_eq!(mallory.departure(slug).await.map(|_| ()), Err(nothing.clone()));
        }
    })
    .await;
}

/// B28: being an Owner at home is nothing abroad.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_elsewhere_reaches_nobody_here() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let kevin = house.kevin().await.id();
        let nobody = Problem::NotFound(Thing::Member);
        assert_eq!(mallory.dismiss(&slug, kevin).await, Err(nobody.clone()));
        assert_eq!(mallory.change_role(&slug, kevin, Admin, 1).await.map(|_| ()), Err(nobody));
        assert_eq!(house.role_of(KEVIN).await, Some(Developer));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_decided_on_an_old_state_is_stale() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await.id());
        let seen = house.version_of(kevin).await;
        let card = ada.change_role("acme", kevin, Admin, seen).await.unwrap();
        assert_eq!((card.role, card.version), (Admin, seen + 1));
        for version in [seen, seen + 2, 0, -1, i64::MAX] {
            let answer = ada.change_role("acme", kevin, Developer, version).await;
            assert_eq!(answer.map(|_| ()), Err(Problem::Conflict(Conflict::StaleMember)), "{version}");
        }
        assert_eq!(house.role_of(KEVIN).await, Some(Admin));
    })
    .await;
}

/// Who goes and comes back is not the member of before.
#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_member_is_not_found() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await.id());
        ada.dismiss("acme", kevin).await.unwrap();
        assert_eq!(ada.dismiss("acme", kevin).await, Err(Problem::NotFound(Thing::Member)));
        let answer = ada.change_role("acme", kevin, Admin, 1).await;
        assert_eq!(answer.map(|_| ()), Err(Problem::NotFound(Thing::Member)));
    })
    .await;
}
