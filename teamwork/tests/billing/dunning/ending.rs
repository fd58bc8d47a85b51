//! The end (3.2, 4.5, M33): nothing is deleted before the operator has said so.

use teamwork::{
    letters::Letter,
    rules::{
        dunning::Arrears,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{PAUSED, RUNS, come_to, eleven_fifty_one, one_invoice, shell, standing, state, told};
use crate::{
    billing::{BILLED, add, day},
    house::{ADA, GRACE, each_engine},
};

/// 3.2, M33: with a reason, by its name, and only what waits for it.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_confirms_the_end_of_the_apps() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        let ada = house.ada().await;
        let other = add(&ada).await;
        ada.create_app("acme", "blog", "small", other).await.unwrap();
        shell(house).suspend_app("shop", "Abuse").await.unwrap();
        come_to(house, 4).await;
        let end = async |name: &str, why: &str| shell(house).delete_for_non_payment(contact, name, why).await;
        assert!(shell(house).doomed().await.unwrap().is_empty());
        assert_eq!(end("Acme Inc", "Unpaid").await, Err(Conflict::NotDoomed.into()));
        come_to(house, 5).await;
        let doomed = shell(house).doomed().await.unwrap();
        assert_eq!(
            (doomed.len(), doomed[0].contact, doomed[0].apps.as_slice()),
            (1, contact, ["shop".to_owned()].as_slice())
        );
        assert_eq!(
            (&doomed[0].owed, doomed[0].due, shell(house).waiting().await.unwrap().doomed),
            (&eleven_fifty_one(), day("2026-12-15"), 1)
        );
        assert_eq!(end("Acme Labs", "Unpaid").await, Err(Problem::field(Field::Confirmation, Why::NotTheName)));
        assert_eq!(end("Acme Inc", " ").await, Err(Problem::field(Field::Reason, Why::Missing)));
        assert_eq!(state(house, "shop").await, PAUSED);

        end(" Acme Inc ", "Unpaid for months").await.unwrap();
        let letter = Letter::AppsDeleted {
            company: "Acme Inc".into(),
            apps: vec!["shop".into()],
            reason: "Unpaid for months".into(),
        };
        assert_eq!(told(house, |told| *told == letter).await, [ADA.email, GRACE.email, BILLED]);
        let ada = house.ada().await;
        assert_eq!(ada.app("shop").await, Err(Problem::NotFound(Thing::App)));
        assert_eq!(state(house, "blog").await, RUNS);
        let last = house.log().await.into_iter().rfind(|entry| entry.event == "app_deleted").unwrap();
        assert_eq!(
            (last.event.as_str(), last.after.as_str(), last.has_company),
            ("app_deleted", "Unpaid for months", true)
        );
        // What is owed stays open, and the contact stays as it stands until it is settled.
        assert_eq!((shell(house).doomed().await.unwrap(), shell(house).waiting().await.unwrap().doomed), (vec![], 0));
        assert_eq!(end("Acme Inc", "Again").await, Err(Conflict::NotDoomed.into()));
        assert_eq!(standing(house).await, Arrears::Blocked);
        shell(house).write_off("W-000001", "Insolvent").await.unwrap();
        assert_eq!(standing(house).await, Arrears::Active);
    })
    .await;
}
