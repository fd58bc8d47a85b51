use teamwork::{
    acts::Live,
    letters::Letter,
    rules::{
        permission::Refusal,
        problem::{Field, Problem, Thing, Why},
        role::Role,
    },
};

use super::add;
use crate::house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine};

/// Row 5, S3.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_owner_deletes_and_only_by_its_name() {
    each_engine(async |house| {
        for who in [GRACE, KEVIN, MARA] {
            let refused = Some(Problem::Refused(Refusal::NeedsOwner));
            let person = house.person(who).await;
            assert_eq!(person.company_end("acme").await.err(), refused, "{}", who.first);
            assert_eq!(person.delete_company("acme", "Acme Inc").await.err(), refused, "{}", who.first);
        }
        let nothing = Some(Problem::NotFound(Thing::Company));
        assert_eq!(house.mallory().await.delete_company("acme", "Acme Inc").await.err(), nothing);
        let ada = house.ada().await;
        for typed in ["", "acme", "ACME INC", "Acme"] {
            let other = Some(Problem::field(Field::Confirmation, Why::NotTheName));
            assert_eq!(ada.delete_company("acme", typed).await.err(), other, "{typed:?}");
        }
        assert_eq!(ada.company("acme").await.unwrap().members, Some(4));
    })
    .await;
}

/// E14, M10, M37, I48.
#[tokio::test(flavor = "multi_thread")]
async fn with_a_company_end_its_apps_its_people_its_invitations_and_its_contacts() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let contact = add(&ada).await;
        ada.create_app("acme", "shop", "small", contact).await.unwrap();
        ada.create_app("acme", "blog", "small", contact).await.unwrap();
        ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        house.deliver().await;
        ada.invite("acme", "late@heart.example", Role::Developer, "").await.unwrap();
        let end = ada.company_end("acme").await.unwrap();
        assert_eq!((end.apps, end.people.len()), (vec!["blog".to_owned(), "shop".to_owned()], 4));
        assert_eq!(end.invitations, [MALLORY.email, "late@heart.example"]);

        ada.delete_company("acme", " Acme Inc ").await.unwrap();

        for who in [ADA, GRACE, KEVIN, MARA] {
            assert_eq!(house.role_of(who).await, None, "{}", who.first);
            let letters = house.letters_to(who.email).await;
            assert!(matches!(letters.last(), Some(Letter::CompanyDeleted { .. })), "{letters:?}");
        }
        for invoices in ["invoices@acme.example", "labs@acme.example"] {
            assert_eq!(house.letters_to(invoices).await.len(), 1, "{invoices}");
        }
        let withdrawn = |letter: &&Letter| matches!(letter, Letter::InvitationWithdrawn { .. });
        assert_eq!(house.letters_to(MALLORY.email).await.iter().filter(withdrawn).count(), 1);
        assert_eq!(
            house.letters_to("late@heart.example").await.iter().filter(withdrawn).count(),
            0,
            "it never arrived"
        );
        for (sql, left) in [
            ("SELECT COUNT(*) FROM companies", 0),
            ("SELECT COUNT(*) FROM members", 0),
            ("SELECT COUNT(*) FROM invitations", 0),
            ("SELECT COUNT(*) FROM billing_contacts", 0),
            ("SELECT COUNT(*) FROM billing_recipients", 0),
            ("SELECT COUNT(*) FROM app_configs", 0),
            ("SELECT COUNT(*) FROM app_periods WHERE to_day IS NULL", 0),
            ("SELECT COUNT(*) FROM app_names WHERE free_at IS NULL", 0),
            ("SELECT COUNT(*) FROM apps WHERE state = 'deleted' AND company_id IS NULL", 2),
        ] {
            assert_eq!(house.database.count(sql).await, left, "{sql}");
        }
        let log = house.log().await;
        let of = |event: &str| log.iter().filter(|entry| entry.event == event).count();
        assert_eq!((of("app_deleted"), of("invitation_cancelled"), of("company_deleted")), (2, 2, 1));
        let last = log.iter().find(|entry| entry.event == "company_deleted").unwrap();
        assert_eq!((last.target.as_str(), last.before.as_str(), last.role.as_str()), ("acme", "Acme Inc", "owner"));
        assert!(last.has_company, "it stands in the chain of the Company");
        assert_eq!(house.company_of(&house.mallory().await, "Acme").await, "acme", "the name in URLs is free at once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_the_end_is_still_paid_and_the_names_are_blocked_for_a_week() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.create_app("acme", "shop", "small", super::first(&ada).await).await.unwrap();
        ada.delete_company("acme", "Acme Inc").await.unwrap();
        let at = house.warren.now().millis();
        let day = 86_400_000;
        assert_eq!(house.database.count("SELECT to_day FROM app_periods").await, at / day + 1);
        assert_eq!(house.database.count("SELECT free_at FROM app_names").await, at + 7 * day);
    })
    .await;
}

/// 3.2: a Company that the operator has suspended can still be deleted by its Owner.
#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_company_can_be_deleted() {
    each_engine(async |house| {
        house.database.run("UPDATE companies SET suspended_at = 1, suspended_why = 'debts'").await;
        house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_at_the_company_sees_that_access_has_ended() {
    each_engine(async |house| {
        let mut watch = house.kevin().await.watch(Some("acme")).await.unwrap();
        house.ada().await.delete_company("acme", "Acme Inc").await.unwrap();
        assert_eq!(watch.next().await, Live::Ended);
    })
    .await;
}
