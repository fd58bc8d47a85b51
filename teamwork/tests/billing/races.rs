//! Two at the same instant: no Company without a live Billing Contact (I2, I18), and no orphan of a deleted one (I48).

use std::sync::Arc;

use teamwork::rules::{
    permission::Refusal,
    problem::{Problem, Thing},
    role::Role,
};
use tokio::sync::Barrier;

use super::{add, contact, first, read, second};
use crate::{
    house::{KEVIN, MALLORY, MARA, each_engine},
    races::{ROUNDS, at_once},
};

#[tokio::test(flavor = "multi_thread")]
async fn of_the_two_last_contacts_that_are_archived_at_once_one_stays() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let (one, other) = (first(&ada).await, add(&ada).await);
        for round in 0..ROUNDS {
            let version = async |id| contact(&ada, id).await.details.unwrap().version;
            let (first_version, other_version) = (version(one).await, version(other).await);
            let (a, b) = (ada.clone(), ada.clone());
            let both =
                at_once(async move { a.archive_billing_contact("acme", one, first_version).await }, async move {
                    b.archive_billing_contact("acme", other, other_version).await
                });
            let last = Err(Problem::Refused(Refusal::LastBillingContact));
            let (gone, version) = match both.await {
                (Ok(()), refused) if refused == last => (one, first_version),
                (refused, Ok(())) if refused == last => (other, other_version),
                unexpected => panic!("round {round}: {unexpected:?}"),
            };
            ada.restore_billing_contact("acme", gone, version + 1).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_the_same_state_one_does() {
    each_engine(async |house| {
        let (ada, mara) = (house.ada().await, house.mara().await);
        let id = first(&ada).await;
        for round in 0..ROUNDS {
            let version = contact(&ada, id).await.details.unwrap().version;
            let form = |street: String| {
                let mut form = second();
                form.billing.street = street;
                read(&form)
            };
            let (a, m) = (form(format!("{round} Ada Street")), form(format!("{round} Mara Street")));
            let (ada, mara) = (ada.clone(), mara.clone());
            let both = at_once(async move { ada.change_billing_contact("acme", id, version, a).await }, async move {
                mara.change_billing_contact("acme", id, version, m).await
            });
            let (a, m) = both.await;
            assert!(a.is_ok() != m.is_ok(), "round {round}: {a:?} {m:?}");
        }
    })
    .await;
}

/// Delete ∥ accept ∥ create an App ∥ add a contact ∥ leave, eight hands: afterwards nothing is left that a new Company could inherit.
#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_is_deleted_amid_other_acts_leaves_no_orphan() {
    each_engine(async |house| {
        let (ada, kevin, mara, mallory) =
            (house.ada().await, house.kevin().await, house.mara().await, house.mallory().await);
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            let slug = house.company_of(&ada, "Brief").await;
            for who in [KEVIN, MARA, MALLORY] {
                ada.invite(&slug, who.email, Role::Admin, "").await.unwrap();
            }
            kevin.accept_invitation(&house.newest_secret(KEVIN.email).await).await.unwrap();
            let secrets = [house.newest_secret(MARA.email).await, house.newest_secret(MALLORY.email).await];
            let payer = ada.billing(&slug).await.unwrap()[0].id;
            let gate = Arc::new(Barrier::new(8));
            let mut hands = Vec::new();
            for hand in 0..8 {
                let (gate, slug, secrets) = (gate.clone(), slug.clone(), secrets.clone());
                let (ada, kevin, mara, mallory) = (ada.clone(), kevin.clone(), mara.clone(), mallory.clone());
                hands.push(tokio::spawn(async move {
                    gate.wait().await;
                    match hand {
                        0 | 1 => ada.delete_company(&slug, "Brief").await,
                        2 => mara.accept_invitation(&secrets[0]).await.map(drop),
                        3 => mallory.accept_invitation(&secrets[1]).await.map(drop),
                        4 => ada.create_billing_contact(&slug, read(&second())).await.map(drop),
                        5 => kevin.leave(&slug).await,
                        6 => ada.create_app(&slug, &format!("brief-{round}"), "small", payer).await.map(drop),
                        _ => ada.dismiss(&slug, kevin.id()).await,
                    }
                }));
            }
            let answers = futures::future::join_all(hands).await;
            let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
            let deleted = answers[..2].iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(deleted, 1, "round {round}: {answers:?}");
            for (hand, answer) in answers.iter().enumerate() {
                let gone = matches!(
                    answer,
                    Ok(()) | Err(Problem::NotFound(Thing::Company | Thing::Invitation | Thing::Member))
                );
                assert!(gone, "round {round}, hand {hand}: {answer:?}");
            }
            for who in [&ada, &kevin, &mara, &mallory] {
                assert!(who.my_companies().await.unwrap().iter().all(|company| company.slug != slug), "round {round}");
            }
        }
        assert_eq!(house.database.count("SELECT COUNT(*) FROM invitations WHERE state = 'pending'").await, 0);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM billing_contacts").await, 1);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM apps WHERE state <> 'deleted'").await, 0);
    })
    .await;
}
