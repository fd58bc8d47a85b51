//! Somebody's right changes at the instant in which it is used.

use teamwork::rules::{
    invitation::{InviteOutcome, Invited},
    permission::Refusal,
    problem::{Conflict, Gone, Problem, Thing},
    role::Role,
};

use crate::{
    house::{GRACE, KEVIN, each_engine},
    races::{ROUNDS, at_once, bring_in},
};

/// B31: whoever is second has to see what the first one did. An Admin may dismiss a Developer, but not an Admin.
#[tokio::test(flavor = "multi_thread")]
async fn a_developer_is_promoted_or_dismissed_but_not_both() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await.id());
        for round in 0..ROUNDS {
            let version = house.version_of(kevin).await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.change_role("acme", kevin, Role::Admin, version).await }, async move {
                g.dismiss("acme", kevin).await
            });
            match both.await {
                (Ok(_), Err(Problem::Refused(Refusal::NeedsOwner))) => {
                    ada.change_role("acme", kevin, Role::Developer, version + 1).await.unwrap();
                }
                (Err(Problem::NotFound(Thing::Member)), Ok(())) => bring_in(house, &ada, KEVIN, Role::Developer).await,
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_an_owner_is_not_dismissed_any_more() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            ada.invite("acme", KEVIN.email, Role::Owner, "").await.unwrap();
            let secret = house.newest_secret(KEVIN.email).await;
            let (g, k, id) = (grace.clone(), kevin.clone(), kevin.id());
            let both =
                at_once(async move { g.dismiss("acme", id).await }, async move { k.accept_invitation(&secret).await });
            match both.await {
                (Ok(()), Err(Problem::Gone(Gone::InvitationWithdrawn))) => {}
                (Err(Problem::Refused(Refusal::OwnerIsUntouchable)), Ok(_)) => kevin.leave("acme").await.unwrap(),
                other => panic!("round {round}: {other:?}"),
            }
            bring_in(house, &ada, KEVIN, Role::Developer).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_of_one_member_the_second_is_stale() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await.id());
        for round in 0..ROUNDS {
            let version = house.version_of(kevin).await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.change_role("acme", kevin, Role::Billing, version).await }, async move {
                g.change_role("acme", kevin, Role::Admin, version).await
            });
            match both.await {
                (Ok(_), Err(Problem::Refused(Refusal::NeedsOwner)))
                | (Err(Problem::Conflict(Conflict::StaleMember)), Ok(_)) => {}
                other => panic!("round {round}: {other:?}"),
            }
            ada.change_role("acme", kevin, Role::Developer, version + 1).await.unwrap();
        }
    })
    .await;
}

/// I14: an invitation does not outlive the right to send it, however close the two were.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_dismissed_while_inviting_leaves_no_invitation() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        for round in 0..ROUNDS {
            let (a, g, id) = (ada.clone(), grace.clone(), grace.id());
            let both = at_once(async move { a.dismiss("acme", id).await }, async move {
                g.invite("acme", "new@people.example", Role::Developer, "").await
            });
            match both.await {
                (Ok(()), Err(Problem::NotFound(Thing::Company))) => {}
                (Ok(()), Ok(sent)) => assert!(is_sent(&sent), "round {round}: {sent:?}"),
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(ada.invitations("acme").await.unwrap(), [], "round {round}");
            bring_in(house, &ada, GRACE, Role::Admin).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_demoted_while_inviting_leaves_no_invitation() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            let version = house.version_of(grace.id()).await;
            let (a, g, id) = (ada.clone(), grace.clone(), grace.id());
            let both = at_once(async move { a.change_role("acme", id, Role::Developer, version).await }, async move {
                g.invite("acme", "new@people.example", Role::Developer, "").await
            });
            match both.await {
                (Ok(_), Err(Problem::Refused(Refusal::NeedsAdmin))) => {}
                (Ok(_), Ok(sent)) => assert!(is_sent(&sent), "round {round}: {sent:?}"),
                other => panic!("round {round}: {other:?}"),
            }
            assert_eq!(ada.invitations("acme").await.unwrap(), [], "round {round}");
            ada.change_role("acme", grace.id(), Role::Admin, version + 1).await.unwrap();
        }
    })
    .await;
}

fn is_sent(invited: &[Invited]) -> bool {
    matches!(invited, [Invited { outcome: InviteOutcome::Sent, .. }])
}
