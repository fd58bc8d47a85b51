//! A year of an archive (row 41, R45), and what a Company that ends still owes (S3).

use teamwork::{
    acts::Operator,
    rules::{
        invoice::InvoiceState,
        permission::Refusal,
        problem::{Problem, Thing},
    },
};

use super::{bill, first, noon, set_seller};
use crate::house::{GRACE, House, MARA, each_engine};

/// The App of Acme Inc is billed for each month from Nov 2026 to Nov 2027: one invoice in 2026, twelve in 2027.
async fn thirteen_months(house: &House) {
    set_seller(house).await;
    let ada = house.ada().await;
    ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
    for month in 12..=24 {
        let (year, month) = if month <= 12 { (2026, month) } else { (2027, month - 12) };
        house.clock.set(noon(&format!("{year}-{month:02}-01")));
        bill(house).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_told_whole_and_to_whom_may_see_it() {
    each_engine(async |house| {
        thirteen_months(house).await;
        Operator::of_the_house(&house.warren).record_payment("W-000003", "4.51").await.unwrap();
        let ada = house.ada().await;
        let contact = first(&ada).await;
        for (year, numbers) in [("2026", 1..=1), ("2027", 2..=13)] {
            let mut begun = ada.invoice_year("acme", contact, year).await.unwrap();
            assert_eq!((begun.contact_name.as_str(), begun.year.to_string().as_str()), ("Acme Inc", year));
            let mut told = Vec::new();
            loop {
                let batch = ada.more_invoices(&mut begun).await.unwrap();
                assert!(batch.len() <= 5, "no more than a few are in memory");
                if batch.is_empty() {
                    break;
                }
                told.extend(batch);
            }
            assert!(told.iter().map(|one| one.document.number.number).eq(numbers), "{year}");
            for one in told {
                let number = one.document.number.to_string();
                let view = ada.invoice("acme", &number).await.unwrap().invoice().unwrap();
                assert_eq!((&view.document, view.balance.amount), (&one.document, one.balance), "{number}");
                assert_eq!(one.state, InvoiceState::Open);
            }
        }
        for nothing in ["2025", "2028", "", "x", "99999999999999999999", "-2026", "9223372036854775807"] {
            let answer = ada.invoice_year("acme", contact, nothing).await.err();
            assert_eq!(answer, Some(Problem::NotFound(Thing::Invoice)), "{nothing}");
        }
        let refused = house.person(GRACE).await.invoice_year("acme", contact, "2027").await.err();
        assert_eq!(refused, Some(Problem::Refused(Refusal::NeedsBilling)));
        let mallory = house.mallory().await;
        let nothing = mallory.invoice_year("acme", contact, "2027").await.err();
        assert_eq!(nothing, Some(Problem::NotFound(Thing::Company)));
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let nothing = mallory.invoice_year(&slug, contact, "2027").await.err();
        assert_eq!(nothing, Some(Problem::NotFound(Thing::BillingContact)));

        // Whoever goes meanwhile has read the beginning, and reads no further.
        let mara = house.person(MARA).await;
        let mut begun = mara.invoice_year("acme", contact, "2027").await.unwrap();
        assert_eq!(mara.more_invoices(&mut begun).await.unwrap().len(), 5);
        mara.leave("acme").await.unwrap();
        assert_eq!(mara.more_invoices(&mut begun).await.err(), Some(Problem::NotFound(Thing::Company)));
    })
    .await;
}

/// S3: read before it ends.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_deletes_a_company_reads_what_is_still_owed() {
    each_engine(async |house| {
        thirteen_months(house).await;
        let ada = house.ada().await;
        assert_eq!(ada.company_end("acme").await.unwrap().invoices.len(), 13);
        let shell = Operator::of_the_house(&house.warren);
        for number in 1..=11 {
            shell.record_payment(&format!("W-{number:06}"), "").await.unwrap();
        }
        shell.record_payment("W-000012", "4.51").await.unwrap();
        let owed = ada.company_end("acme").await.unwrap().invoices;
        // 29.00 with 19 % is 34.51.
        let told: Vec<_> = owed.iter().map(|one| format!("{} {} {}", one.number, one.balance, one.due)).collect();
        assert_eq!(told, ["W-000012 30.00 EUR 15 Nov 2027", "W-000013 34.51 EUR 15 Dec 2027"]);
    })
    .await;
}
