//! What the provider took too much, and the bank did not take back: the operators hear of it, find it, and note once that they
//! have paid it back (I28).

use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::{
        id::RefundId,
        invoice::{InvoiceNumber, Surplus},
        moment::DAY,
        money::Money,
        problem::{Conflict, Problem, Thing},
    },
};

use super::charging::{NUMBER, charge_on, with_invoice};
use crate::{
    billing::day,
    house::{House, each_engine},
};

const MALLORY: &str = "mallory@elsewhere.example";

/// Who did which things about it, and with how much money.
async fn events(house: &House) -> Vec<(String, String)> {
    let log = house.log().await.into_iter().filter(|entry| entry.event.starts_with("refund_"));
    log.map(|entry| (entry.event, entry.after)).collect()
}

/// What operators were told.
async fn told(house: &House) -> Vec<Letter> {
    let letters = house.letters_to(MALLORY).await;
    letters.into_iter().filter(|letter| matches!(letter, Letter::SurplusNotTaken { .. })).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_does_not_take_back_the_operator_pays_back_once() {
    each_engine(async |house| {
        house.database.run("UPDATE users SET operator = TRUE WHERE email = 'mallory@elsewhere.example'").await;
        let (bank, _) = with_invoice(house).await;
        let (shell, amount) = (Operator::of_the_house(&house.warren), Money::new(349, "EUR"));
        bank.take(Some(Money::new(1_500, "EUR")));
        charge_on(house, "2026-12-03").await;
        bank.take(None);
        house.warren.tend_refunds().await.unwrap();
        let refund: RefundId = bank.newest_refund().unwrap().parse().unwrap();
        assert_eq!(bank.returned(), [amount.clone()]);
        assert_eq!(shell.open_surpluses().await, Ok(Vec::new()));
        let unknown = Err(Problem::NotFound(Thing::Payment));
        assert_eq!(shell.settle_surplus(refund).await, unknown, "it went back by itself");

        bank.refuse_back(true);
        for _ in 0..3 {
            house.clock.forward(DAY);
            house.warren.tend_refunds().await.unwrap();
        }
        let found = shell.open_surpluses().await.unwrap();
        let [Surplus { invoice, company, since, buyer, .. }] = &found[..] else { panic!("{found:?}") };
        let seen = (invoice.to_string(), company.as_deref(), *since);
        assert_eq!(seen, (NUMBER.to_owned(), Some("acme"), day("2026-12-04")));
        assert_eq!((found[0].refund, &found[0].amount), (refund, &amount));
        let letters = told(house).await;
        let [Letter::SurplusNotTaken { invoice, buyer: named, amount: owed, .. }] = &letters[..] else {
            panic!("once: {letters:?}")
        };
        assert_eq!((invoice, named, owed), (&NUMBER.parse::<InvoiceNumber>().unwrap(), buyer, &amount));
        let findings = house.warren.fsck().await.unwrap();
        assert_eq!(findings.len(), 1, "nobody has paid it back: {findings:?}");

        // Two of the operators, at once.
        let (one, other) = tokio::join!(shell.settle_surplus(refund), shell.settle_surplus(refund));
        let settled = Err(Conflict::SurplusSettled.into());
        assert!([(&Ok(()), &settled), (&settled, &Ok(()))].contains(&(&one, &other)), "{one:?}, {other:?}");
        assert_eq!(shell.settle_surplus(refund).await, settled);
        assert_eq!(shell.open_surpluses().await, Ok(Vec::new()));
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
        let all = ["refund_begun", "refund_done", "refund_failed", "refund_settled"];
        assert_eq!(events(house).await, all.map(|event| (event.to_owned(), amount.to_string())));

        // It is gone: what is credited since goes back without it.
        bank.refuse_back(false);
        shell.credit_invoice(NUMBER, &[], "Billed by mistake").await.unwrap();
        assert_eq!(shell.open_credits(None).await.unwrap().credits[0].to_card, Money::new(1_151, "EUR"));
    })
    .await;
}
