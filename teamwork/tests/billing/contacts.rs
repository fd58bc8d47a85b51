use teamwork::{
    letters::Letter,
    rules::{
        billing::{BillingForm, BillingPart, BillingState, ContactData, ContactForm},
        moment::{MINUTE, SECOND},
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::{add, contact, first, read, second};
use crate::house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, each_engine};

async fn last_event(house: &House) -> (String, String, String) {
    let entry = house.log().await.pop().unwrap();
    (entry.event, entry.role, entry.after)
}

/// R39, R26, R45, row 38.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_creates_several_billing_contacts() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let id = add(&ada).await;
        let details = contact(&ada, id).await.details.unwrap();
        assert_eq!(details.recipients, ["books@mara.example", "boss@acme.example"]);
        assert_eq!((details.email.as_str(), details.currency.as_str()), ("labs@acme.example", "EUR"));
        assert_eq!(ada.billing("acme").await.unwrap().len(), 2);
        assert_eq!(last_event(house).await, ("billing_contact_created".into(), "owner".into(), String::new()));
        assert!(house.mails().await.is_empty());
    })
    .await;
}

/// Rows 37–40, S7, S13: each role, each act.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_does_its_part_and_no_other() {
    each_engine(async |house| {
        let id = first(&house.ada().await).await;
        let (owner, billing) = (Refusal::NeedsOwner, Refusal::NeedsBilling);
        let nothing = |thing| Some(Problem::NotFound(thing));
        for (who, create, change, archive, see) in [
            (GRACE, Some(owner), Some(billing), Some(owner), Some(billing)),
            (KEVIN, Some(owner), Some(billing), Some(owner), Some(billing)),
            (MARA, Some(owner), None, Some(owner), None),
        ] {
            let person = house.person(who).await;
            let told = |refusal: Option<Refusal>| refusal.map(Problem::Refused);
            let before = house.database.dump().await;
            assert_eq!(person.billing_contact("acme", id).await.err(), told(see), "{}", who.first);
            assert_eq!(person.billing_currencies("acme").await.err(), told(create), "{}", who.first);
            assert_eq!(person.create_billing_contact("acme", read(&second())).await.err(), told(create));
            assert_eq!(person.archive_billing_contact("acme", id, 1).await.err(), told(archive));
            assert_eq!(person.restore_billing_contact("acme", id, 1).await.err(), told(create));
            let same = |line: &&String| !line.starts_with("log") && !line.starts_with("limits");
            let after = house.database.dump().await;
            assert!(before.iter().filter(same).eq(after.iter().filter(same)), "{}", who.first);
            assert_eq!(last_event(house).await.0, "access_denied", "{}", who.first);
            let version = if change.is_none() { 1 } else { 0 };
            assert_eq!(person.change_billing_contact("acme", id, version, read(&second())).await.err(), told(change));
        }
        let mallory = house.mallory().await;
        assert_eq!(mallory.billing_contact("acme", id).await.err(), nothing(Thing::Company));
        assert_eq!(mallory.create_billing_contact("acme", read(&second())).await.err(), nothing(Thing::Company));
        assert_eq!(mallory.change_billing_contact("acme", id, 1, read(&second())).await.err(), nothing(Thing::Company));
        assert_eq!(mallory.archive_billing_contact("acme", id, 1).await.err(), nothing(Thing::Company));
        assert_eq!(mallory.restore_billing_contact("acme", id, 1).await.err(), nothing(Thing::Company));
    })
    .await;
}

/// The contact of another Company is not there (I17, I41).
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_billing_contact_is_like_none() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        let (slug, foreign) = (house.company_of(&mallory, "Elsewhere").await, first(&ada).await);
        let none = Some(Problem::NotFound(Thing::BillingContact));
        assert_eq!(mallory.billing_contact(&slug, foreign).await.err(), none);
        assert_eq!(mallory.change_billing_contact(&slug, foreign, 1, read(&second())).await.err(), none);
        assert_eq!(mallory.archive_billing_contact(&slug, foreign, 1).await.err(), none);
        assert_eq!(mallory.restore_billing_contact(&slug, foreign, 1).await.err(), none);
    })
    .await;
}

/// M35: to the old and the new invoice address and to the Owners, with what changed but not to what; the log neither.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_told_to_both_invoice_addresses_and_the_owners_without_the_data() {
    each_engine(async |house| {
        let mara = house.mara().await;
        let id = first(&mara).await;
        let version = mara.change_billing_contact("acme", id, 1, read(&second())).await;
        assert_eq!(version, Ok(2));
        let mut to: Vec<_> = house.mails().await.into_iter().map(|mail| mail.to).collect();
        to.sort_unstable();
        assert_eq!(to, [ADA.email, "invoices@acme.example", "labs@acme.example"]);
        let Letter::BillingChanged { by, parts, .. } = house.letters_to(ADA.email).await.remove(0) else { panic!() };
        assert_eq!((by, parts), (MARA.full(), vec![BillingPart::Name, BillingPart::Email, BillingPart::Recipients]));
        assert_eq!(
            last_event(house).await,
            ("billing_contact_changed".into(), "billing".into(), "name email recipients".into())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_as_it_was_is_no_change_and_an_owner_who_gets_the_invoices_gets_one_mail() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let id = first(&ada).await;
        let mut form = second();
        form.billing.billing_email = "ADA@acme.example".into();
        assert_eq!(ada.change_billing_contact("acme", id, 1, read(&form)).await, Ok(2));
        assert_eq!(house.mails().await.len(), 2, "the old invoice address, and Ada once");
        let logged = house.log().await.len();
        assert_eq!(ada.change_billing_contact("acme", id, 2, read(&form)).await, Ok(2));
        assert_eq!((house.log().await.len(), house.mails().await.len()), (logged, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saw_an_old_state_changes_nothing() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let id = add(&ada).await;
        let stale = Some(Problem::Conflict(Conflict::StaleBillingContact));
        assert_eq!(ada.change_billing_contact("acme", id, 7, read(&second())).await.err(), stale);
        assert_eq!(ada.archive_billing_contact("acme", id, 7).await.err(), stale);
        ada.archive_billing_contact("acme", id, 1).await.unwrap();
        assert_eq!(ada.restore_billing_contact("acme", id, 1).await.err(), stale);
    })
    .await;
}

/// S16, R10, R44, 4.5.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_one_and_one_in_use_stay_and_others_are_archived_and_come_back() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let old = first(&ada).await;
        let refused = |refusal| Some(Problem::Refused(refusal));
        assert_eq!(ada.archive_billing_contact("acme", old, 1).await.err(), refused(Refusal::LastBillingContact));
        let new = add(&ada).await;
        ada.create_app("acme", "shop", "small", new).await.unwrap();
        assert_eq!(ada.archive_billing_contact("acme", new, 1).await.err(), refused(Refusal::BillingContactInUse));
        assert_eq!(contact(&ada, new).await.details.unwrap().pays_for, ["shop"]);
        ada.archive_billing_contact("acme", old, 1).await.unwrap();
        assert_eq!(last_event(house).await.0, "billing_contact_archived");
        assert_eq!(contact(&ada, old).await.state, BillingState::Archived);
        assert_eq!(ada.billing("acme").await.unwrap().last().unwrap().id, old, "archived ones come last");
        let archived = Some(Problem::Conflict(Conflict::BillingContactArchived));
        assert_eq!(ada.archive_billing_contact("acme", old, 2).await.err(), archived);
        assert_eq!(ada.change_billing_contact("acme", old, 2, read(&second())).await.err(), archived);
        assert_eq!(ada.archive_billing_contact("acme", new, 1).await.err(), refused(Refusal::LastBillingContact));
        ada.restore_billing_contact("acme", old, 2).await.unwrap();
        assert_eq!(last_event(house).await.0, "billing_contact_restored");
        let live = Some(Problem::Conflict(Conflict::BillingContactLive));
        assert_eq!(ada.restore_billing_contact("acme", old, 3).await.err(), live);
    })
    .await;
}

/// S7: an Admin sees names and states, and nothing else in the answer.
#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sees_names_and_states_alone() {
    each_engine(async |house| {
        add(&house.ada().await).await;
        let cards = house.grace().await.billing("acme").await.unwrap();
        let text = serde_json::to_string(&cards).unwrap();
        for secret in ["Rabbit", "10115", "DE123456788", "@acme.example", "mara.example", "EUR"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(text.contains("Acme Labs") && text.contains("active"));
    })
    .await;
}

/// E65.
#[tokio::test(flavor = "multi_thread")]
async fn the_currency_is_of_the_price_list_and_stays_for_life() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let abroad = |currency: &str| ContactForm {
            billing: BillingForm { country: "US".into(), vat_number: String::new(), ..second().billing },
            currency: currency.into(),
            ..second()
        };
        let unknown = Some(Problem::field(Field::Currency, Why::NotACurrency));
        assert_eq!(ada.create_billing_contact("acme", read(&abroad("USD"))).await.err(), unknown);
        house
            .database
            .run(
                "INSERT INTO plans (key, name, position, price, currency, memory_mb, storage_mb, domains)
             VALUES ('us', 'US', 9, 900, 'USD', 1, 1, 1)",
            )
            .await;
        assert_eq!(ada.billing_currencies("acme").await.unwrap(), ["EUR", "USD"]);
        let id = ada.create_billing_contact("acme", read(&abroad("usd"))).await.unwrap();
        assert_eq!(contact(&ada, id).await.details.unwrap().currency, "USD");
        let fixed = Some(Problem::field(Field::Country, Why::FixedCurrency));
        assert_eq!(ada.change_billing_contact("acme", id, 1, read(&second())).await.err(), fixed);
        let only_euro = ContactData::read(&ContactForm { currency: "USD".into(), ..second() });
        assert_eq!(only_euro, Err(Problem::field(Field::Currency, Why::OnlyEuro)));
    })
    .await;
}

/// Money asks for the password again after ten minutes.
#[tokio::test(flavor = "multi_thread")]
async fn after_ten_minutes_the_password_is_asked_again() {
    each_engine(async |house| {
        let id = first(&house.ada().await).await;
        house.clock.forward(10 * MINUTE);
        // The people of the stage have signed in some seconds before the curtain rises.
        let ada = house.ada().await;
        let again = Some(Problem::Reauthenticate);
        assert_eq!(ada.create_billing_contact("acme", read(&second())).await.err(), again);
        assert_eq!(ada.change_billing_contact("acme", id, 1, read(&second())).await.err(), again);
        assert_eq!(ada.archive_billing_contact("acme", id, 1).await.err(), again);
        assert_eq!(ada.restore_billing_contact("acme", id, 1).await.err(), again);
        assert_eq!(ada.delete_company("acme", "Acme Inc").await.err(), again);
        let proven = ada.reauthenticate(crate::house::PASSWORD, "").await.unwrap();
        let moment = 10 * MINUTE;
        house.clock.forward(moment - SECOND);
        let ada = house.recognise(&proven.secret).await.unwrap();
        ada.create_billing_contact("acme", read(&second())).await.unwrap();
        house.clock.forward(SECOND);
        let ada = house.recognise(&proven.secret).await.unwrap();
        assert_eq!(ada.create_billing_contact("acme", read(&second())).await.err(), again);
    })
    .await;
}

#[test]
fn further_recipients_are_read_with_forgiveness_up_to_ten() {
    let read = |text: &str| {
        ContactData::read(&ContactForm { recipients: text.into(), ..second() })
            .map(|data| data.recipients.len())
            .map_err(|problem| problem.flaw(Field::Recipients))
    };
    assert_eq!(read(""), Ok(0));
    assert_eq!(read("a@b.example; A@B.example\nlabs@ACME.example"), Ok(1), "nobody gets an invoice twice");
    assert_eq!(read("a@b.example nobody@"), Err(Some(Why::NotAnEmail)));
    let many = |count: usize| (0..count).map(|n| format!("p{n}@b.example")).collect::<Vec<_>>().join(",");
    assert_eq!((read(&many(10)), read(&many(11))), (Ok(10), Err(Some(Why::TooMany(10)))));
}

/// What a stranger types is no way in.
#[tokio::test(flavor = "multi_thread")]
async fn a_billing_member_who_was_dismissed_changes_nothing_any_more() {
    each_engine(async |house| {
        let (ada, mara) = (house.ada().await, house.mara().await);
        let id = first(&ada).await;
        ada.dismiss("acme", mara.id()).await.unwrap();
        let gone = Some(Problem::NotFound(Thing::Company));
        assert_eq!(mara.change_billing_contact("acme", id, 1, read(&second())).await.err(), gone);
        assert_eq!(house.letters_to(MALLORY.email).await.len(), 0);
    })
    .await;
}
