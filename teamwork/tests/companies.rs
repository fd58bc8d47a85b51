//! Setting up a Company (R9–R19), and who sees what of it (rows 2, 3, 37).

use teamwork::rules::{
    account::View,
    billing::BillingForm,
    company::CompanySetup,
    day::Day,
    money::Money,
    permission::Refusal,
    problem::{Field, Problem, Thing, Why},
    role::Role,
};

use crate::{
    billing::{day, noon},
    house::{ADA, GRACE, KEVIN, MALLORY, MARA, billing_form, each_engine},
    requests::{accept, offer},
};

#[tokio::test(flavor = "multi_thread")]
async fn who_sets_up_a_company_owns_it_and_its_first_billing_contact() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Müller & Söhne").await;
        assert_eq!(slug, "mueller-soehne");
        let company = mallory.company(&slug).await.unwrap();
        assert_eq!((company.name.as_str(), company.role), ("Müller & Söhne", Role::Owner));
        assert_eq!((company.owners, company.members, company.invitations), (vec![MALLORY.full()], Some(1), Some(0)));
        let billing = mallory.billing(&slug).await.unwrap();
        assert_eq!(billing.len(), 1);
        let details = billing[0].details.as_ref().unwrap();
        assert_eq!(details.address(), ["1 Rabbit Row", "10115 Berlin", "Germany"]);
        assert_eq!(details.vat_number.as_deref(), Some("DE123456788"));
        // R53: it need not be the address of any account.
        assert_eq!(details.email, "invoices@acme.example");
    })
    .await;
}

/// R13, E12: any number.
#[tokio::test(flavor = "multi_thread")]
async fn one_person_owns_several_companies_and_belongs_to_others() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        house.company_of(&kevin, "Zebra").await;
        house.company_of(&kevin, "aardvark").await;
        let mine: Vec<_> = kevin.my_companies().await.unwrap().into_iter().map(|one| (one.slug, one.role)).collect();
        let expected =
            [("aardvark", Role::Owner), ("acme", Role::Developer), ("zebra", Role::Owner)].map(|(s, r)| (s.into(), r));
        assert_eq!(mine, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_name_in_urls_is_told_at_its_field_and_makes_nothing() {
    each_engine(async |house| {
        let before = house.database.dump().await;
        for slug in ["acme", "ACME", " acme "] {
            let setup = CompanySetup::read("Other", slug, &billing_form()).unwrap();
            let answer = house.mallory().await.set_up_company(setup).await;
            assert_eq!(answer, Err(Problem::field(Field::Slug, Why::Taken)), "{slug:?}");
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[test]
fn everything_that_is_wrong_with_a_set_up_is_told_at_once() {
    let problem = CompanySetup::read("", "", &BillingForm::default()).unwrap_err();
    for field in [
        Field::CompanyName,
        Field::Slug,
        Field::BillingName,
        Field::Street,
        Field::PostalCode,
        Field::City,
        Field::Country,
        Field::BillingEmail,
    ] {
        assert_eq!(problem.flaw(field), Some(Why::Missing), "{field:?}");
    }
    assert_eq!(problem.flaw(Field::VatNumber), None, "it may be left out");
    let bad = BillingForm {
        country: "ZZ".into(),
        vat_number: "12".into(),
        billing_email: "nobody".into(),
        street: "a\nb".into(),
        ..billing_form()
    };
    let problem = CompanySetup::read(&"x".repeat(81), "9 lives", &bad).unwrap_err();
    assert_eq!(problem.flaw(Field::CompanyName), Some(Why::TooLong(80)));
    assert_eq!(problem.flaw(Field::Slug), Some(Why::NotASlug));
    assert_eq!(problem.flaw(Field::Country), Some(Why::NotACountry));
    assert_eq!(problem.flaw(Field::VatNumber), None, "nobody knows how it is made in no country");
    assert_eq!(problem.flaw(Field::BillingEmail), Some(Why::NotAnEmail));
    assert_eq!(problem.flaw(Field::Street), Some(Why::ControlCharacters));
    assert_eq!(problem.flaw(Field::City), None);
    let of_another = BillingForm { vat_number: "ATU13585627".into(), ..billing_form() };
    let problem = CompanySetup::read("Acme", "", &of_another).unwrap_err();
    assert_eq!(problem, Problem::field(Field::VatNumber, Why::VatCountry), "the first one is read like all others");
}

/// I41: foreign and nonexistent are the same answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_company_is_like_one_that_does_not_exist() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        for slug in ["acme", "no-such", "", "ACME", "' OR 1=1 --"] {
            let nothing = Problem::NotFound(Thing::Company);
            assert_eq!(mallory.company(slug).await.err(), Some(nothing.clone()), "{slug:?}");
            assert_eq!(mallory.billing(slug).await.err(), Some(nothing.clone()), "{slug:?}");
            assert_eq!(mallory.invitations(slug).await.err(), Some(nothing.clone()), "{slug:?}");
            assert_eq!(mallory.watch(Some(slug)).await.err(), Some(nothing), "{slug:?}");
        }
    })
    .await;
}

/// I44: what cannot be stored is not a fault of the house. PostgreSQL has no place for a zero byte.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_a_zero_byte_breaks_nothing() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for answer in [ada.company("acme\0").await.err(), ada.leave("acme\0").await.err()] {
            assert!(matches!(answer, Some(Problem::NotFound(_) | Problem::Malformed)), "{answer:?}");
        }
    })
    .await;
}

/// Row 37.
#[tokio::test(flavor = "multi_thread")]
async fn billing_contacts_are_seen_in_full_by_owners_and_billing_members_and_by_name_by_admins() {
    each_engine(async |house| {
        let refused = Some(Problem::Refused(Refusal::NeedsBilling));
        for (who, in_full) in [(ADA, true), (MARA, true), (GRACE, false)] {
            let contacts = house.person(who).await.billing("acme").await.unwrap();
            assert_eq!((contacts.len(), contacts[0].details.is_some()), (1, in_full), "{}", who.first);
        }
        assert_eq!(house.kevin().await.billing("acme").await.err(), refused);
    })
    .await;
}

/// Rows 2 and 3: name and Owners for everybody inside; numbers of members and invitations for who may see the team.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_sees_its_part_of_the_front_page() {
    each_engine(async |house| {
        house.ada().await.invite("acme", "x@heart.example", Role::Developer, "").await.unwrap();
        for (who, role, sees) in [
            (ADA, Role::Owner, true),
            (GRACE, Role::Admin, true),
            (KEVIN, Role::Developer, false),
            (MARA, Role::Billing, false),
        ] {
            let company = house.person(who).await.company("acme").await.unwrap();
            assert_eq!((company.role, company.owners), (role, vec![ADA.full()]));
            assert_eq!((company.members, company.invitations), (sees.then_some(4), sees.then_some(1)), "{}", who.first);
        }
    })
    .await;
}

/// Row 3, S1, B7: a Developer sees the Owners and themself, without addresses; invitations are for managers.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_sees_its_part_of_the_team() {
    each_engine(async |house| {
        for (who, names) in [
            (ADA, vec![ADA.full(), GRACE.full(), KEVIN.full(), MARA.full()]),
            (GRACE, vec![ADA.full(), GRACE.full(), KEVIN.full(), MARA.full()]),
            (KEVIN, vec![ADA.full(), KEVIN.full()]),
            (MARA, vec![ADA.full(), MARA.full()]),
        ] {
            let person = house.person(who).await;
            let team = person.team("acme", None).await.unwrap();
            let seen: Vec<_> = team.members.iter().map(|member| member.name.clone()).collect();
            assert_eq!(seen, names, "{}", who.first);
            let manages = matches!(team.role, Role::Owner | Role::Admin);
            let foreign = team.members.iter().filter(|member| member.user != person.id());
            assert!(foreign.clone().all(|member| member.email.is_some() == manages), "{}", who.first);
            assert_eq!(person.invitations("acme").await.is_ok(), manages);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_team_goes_on_where_the_last_one_ended() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let first = ada.team("acme", None).await.unwrap();
        assert_eq!(first.next, None);
        let second = &first.members[1];
        let rest = ada.team("acme", Some(&format!("{}.{}", second.joined_at.millis(), second.user))).await.unwrap();
        assert_eq!(rest.members, first.members[2..]);
        for nonsense in ["", "1", "x.y", "1.2", "99999999999999999999.x"] {
            assert_eq!(ada.team("acme", Some(nonsense)).await.err(), Some(Problem::Malformed), "{nonsense:?}");
        }
    })
    .await;
}

/// A page that begins after the last member is empty, but it is still one's own Company.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_after_the_last_member_is_empty() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let last = ada.team("acme", None).await.unwrap().members.pop().unwrap();
        let after = ada.team("acme", Some(&format!("{}.{}", last.joined_at.millis(), last.user))).await;
        assert_eq!(after.map(|team| (team.role, team.members)), Ok((Role::Owner, Vec::new())));
    })
    .await;
}

/// Row 42: what it costs stands on the front page of who looks at it as a client, as far as their role sees it.
#[tokio::test(flavor = "multi_thread")]
async fn in_the_client_s_view_the_front_page_says_what_it_costs() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(ada.company("acme").await.unwrap().bill, None, "not in the developer's view");
        for who in [ADA, GRACE, KEVIN, MARA] {
            house.person(who).await.change_view(View::Client).await.unwrap();
        }
        let nothing = house.ada().await.company("acme").await.unwrap().bill.unwrap();
        assert_eq!((nothing.apps, nothing.cost, nothing.next_invoice), (0, vec![], None));
        for name in ["acme-shop", "acme-site"] {
            let contact = crate::apps::contacts(&ada, "acme").await[0];
            ada.create_app("acme", name, "small", contact).await.unwrap();
        }
        ada.start_trial("acme", "acme-blog").await.unwrap();
        let (_, next) = Day::of(house.warren.now()).month();
        for who in [ADA, GRACE, MARA] {
            let bill = house.person(who).await.company("acme").await.unwrap().bill.unwrap();
            let single = house.ada().await.app("acme-shop").await.unwrap().cost[0].amount;
            assert_eq!((bill.apps, bill.cost), (3, vec![Money::new(2 * single, "EUR")]), "{}", who.first);
            assert!(single > 0);
            assert_eq!(bill.next_invoice, Some(next), "{}", who.first);
        }
        assert_eq!(house.kevin().await.company("acme").await.unwrap().bill, None, "a Developer sees no cost (S7)");
    })
    .await;
}

/// Who takes an App over on the last day of November pays from December on, and gets the first invoice in January (S25).
#[tokio::test(flavor = "multi_thread")]
async fn what_begins_tomorrow_is_on_the_invoice_after_the_next_month() {
    each_engine(async |house| {
        for (accepted_on, invoiced_on) in [("2026-11-29", "2026-12-01"), ("2026-11-30", "2027-01-01")] {
            house.clock.set(noon(accepted_on));
            let app = format!("app-{accepted_on}");
            house.kevin().await.start_personal_trial(&app).await.unwrap();
            let email = format!("ana-{accepted_on}@cafe.example");
            let (_, secret) = offer(house, KEVIN, &app, &email).await;
            let owns = accept(house, &secret).await.unwrap();
            let ana = house.recognise(&owns.session.unwrap().secret).await.unwrap();
            let bill = ana.company(&owns.slug).await.unwrap().bill.unwrap();
            assert_eq!((bill.cost, bill.next_invoice), (Vec::new(), Some(day(invoiced_on))), "{accepted_on}");
        }
    })
    .await;
}
