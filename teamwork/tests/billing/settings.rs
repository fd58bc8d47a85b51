use teamwork::rules::{
    company::CompanyNames,
    permission::Refusal,
    problem::{Conflict, Field, Problem, Thing, Why},
};

use crate::house::{ADA, GRACE, KEVIN, MARA, each_engine};

fn names(name: &str, slug: &str) -> CompanyNames {
    CompanyNames::read(name, slug).unwrap()
}

/// Row 4, S2.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_renames_the_company_and_the_old_name_in_urls_is_free() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(ada.company_settings("acme").await.unwrap().version, 1);
        assert_eq!(ada.rename_company("acme", 1, names("Acme & Co", "acme-co")).await, Ok("acme-co".into()));
        assert_eq!(ada.company("acme-co").await.unwrap().name, "Acme & Co");
        assert_eq!(ada.company("acme").await.err(), Some(Problem::NotFound(Thing::Company)));
        let entry = house.log().await.into_iter().find(|entry| entry.event == "company_renamed").unwrap();
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("Acme Inc (acme)", "Acme & Co (acme-co)"));
        let mallory = house.mallory().await;
        assert_eq!(house.company_of(&mallory, "Acme").await, "acme");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_owner_renames_and_a_taken_or_stale_name_changes_nothing() {
    each_engine(async |house| {
        for who in [GRACE, KEVIN, MARA] {
            let refused = Some(Problem::Refused(Refusal::NeedsOwner));
            let person = house.person(who).await;
            assert_eq!(person.company_settings("acme").await.err(), refused, "{}", who.first);
            assert_eq!(person.rename_company("acme", 1, names("Mine", "mine")).await.err(), refused, "{}", who.first);
        }
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        assert_eq!(mallory.company_settings("acme").await.err(), Some(Problem::NotFound(Thing::Company)));
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let taken = Some(Problem::field(Field::Slug, Why::Taken));
        assert_eq!(ada.rename_company("acme", 1, names("Acme", &slug)).await.err(), taken);
        let stale = Some(Problem::Conflict(Conflict::StaleCompany));
        assert_eq!(ada.rename_company("acme", 0, names("Acme", "acme")).await.err(), stale);
        assert_eq!(ada.rename_company("acme", 1, names("Acme Inc", "acme")).await, Ok("acme".into()), "nothing to do");
        assert_eq!(ada.company("acme").await.unwrap().owners, [ADA.full()]);
    })
    .await;
}
