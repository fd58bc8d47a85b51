//! SEPA direct debit (E66, E68): announced before, undecided for days, and taken back weeks after it has paid (I25, I28).

use std::sync::Arc;

use teamwork::{
    acts::{EventAbout, Operator, Visitor},
    letters::Letter,
    rules::{
        billing::PaymentMethod,
        day::Day,
        dunning::Arrears,
        id::BillingContactId,
        invoice::{InvoiceState, PaidNow, PayBack},
        moment::DAY,
        payment::{DebitNotice, Decline},
        problem::{Conflict, Problem},
        request::AcceptForm,
    },
};

use super::{
    Bank,
    charging::{BILLED, NUMBER, charge_on, failures, state},
};
use crate::{
    billing::{
        first,
        invoices::{bill, day, noon, set_seller},
    },
    house::{House, each_engine},
    requests::{ANA, cafe, own_trial},
};

pub const CREDITOR: &str = "DE98ZZZ09999999999";

fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

async fn standing(house: &House) -> Arrears {
    house.ada().await.billing("acme").await.unwrap()[0].arrears
}

async fn sells(house: &House) -> Arc<Bank> {
    set_seller(house).await;
    shell(house).set_setting("seller_creditor", CREDITOR).await.unwrap();
    Bank::of(house)
}

/// Acme Inc gives a mandate.
pub async fn give_mandate(house: &House, bank: &Bank, event: &str) -> BillingContactId {
    let ada = house.ada().await;
    let contact = first(&ada).await;
    let version = ada.billing_contact("acme", contact).await.unwrap().details.unwrap().version;
    ada.enter_account("acme", contact, version).await.unwrap();
    let page = bank.opened().pop().unwrap();
    bank.prove_account(&page);
    house.warren.hear_of_payment(event, EventAbout::Page(&page)).await.unwrap();
    contact
}

/// Acme Inc pays by direct debit, and its November is billed: 11.51 EUR.
pub async fn with_debit(house: &House) -> (Arc<Bank>, BillingContactId) {
    let bank = sells(house).await;
    let contact = give_mandate(house, &bank, "evt_1").await;
    house.ada().await.create_app("acme", "shop", "standard", contact).await.unwrap();
    house.clock.set(noon("2026-12-01"));
    bill(house).await;
    (bank, contact)
}

fn notice() -> DebitNotice {
    DebitNotice { mandate: "MNDT-7".into(), creditor: CREDITOR.into() }
}

/// The clocks of charges and of dunning strike at noon of that day.
pub async fn wait_until(house: &House, text: &str) {
    house.clock.set(noon(text));
    house.warren.tend_charges().await.unwrap();
    house.warren.dun().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_is_announced_made_on_the_seventh_and_paid_days_later() {
    each_engine(async |house| {
        let (bank, contact) = with_debit(house).await;
        let details = house.ada().await.billing_contact("acme", contact).await.unwrap().details.unwrap();
        assert_eq!((details.method, details.card.is_none()), (PaymentMethod::Sepa, true));
        assert_eq!(details.pays_by(), "SEPA direct debit, IBAN ending in 3000");
        let mandate = details.mandate.unwrap();
        assert_eq!((mandate.place().as_str(), mandate.reference.as_str()), ("bank 37040044 in DE", "MNDT-7"));
        let letters = house.letters_to(BILLED).await;
        let Some(Letter::Invoice { charge: Some((account, on)), debit, .. }) = letters.last() else {
            panic!("{letters:?}")
        };
        assert_eq!((account.as_str(), *on), ("SEPA direct debit, IBAN ending in 3000", day("2026-12-07")));
        assert_eq!(*debit, Some(notice()));
        let collection = house.ada().await.invoice("acme", NUMBER).await.unwrap().document().collection.clone();
        let collection = collection.unwrap();
        assert_eq!((collection.on, collection.debit.unwrap().notice), (*on, notice()));
        charge_on(house, "2026-12-06").await;
        assert_eq!(bank.newest_charge(), None);
        charge_on(house, "2026-12-07").await;
        assert!(bank.newest_charge().is_some() && bank.taken().is_empty());
        // Due on the 15th, reminded of on the 18th: but a bank thinks.
        wait_until(house, "2026-12-19").await;
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Open, Arrears::Active));
        assert_eq!(shell(house).record_payment(NUMBER, "").await, Err(Conflict::ChargeUnderWay.into()));
        charge_on(house, "2026-12-19").await;
        bank.decide(true);
        wait_until(house, "2026-12-20").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
        assert!(failures(house).await.is_empty());
    })
    .await;
}

/// Three weeks and no longer.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_never_decides_is_overdue_in_the_end() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        wait_until(house, "2026-12-27").await;
        assert_eq!(standing(house).await, Arrears::Active);
        wait_until(house, "2026-12-29").await;
        assert_eq!(standing(house).await, Arrears::Failing);
        bank.decide(true);
        wait_until(house, "2026-12-30").await;
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Paid, Arrears::Active));
    })
    .await;
}

/// After three weeks, or at once where no provider is left: and what the bank takes or refuses later changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_operator_settles_what_no_bank_decides() {
    for (on, is_left) in [("2026-12-29", true), ("2026-12-10", false)] {
        for (pays, how) in [(true, "paid"), (false, "written off"), (true, "credited")] {
            each_engine(async |house| {
                let (bank, _) = with_debit(house).await;
                charge_on(house, "2026-12-07").await;
                house.clock.set(noon("2026-12-10"));
                assert_eq!(shell(house).write_off(NUMBER, "Gone").await, Err(Conflict::ChargeUnderWay.into()));
                wait_until(house, on).await;
                let other = house.beside().await;
                let shell = Operator::of_the_house(if is_left { &house.warren } else { &other });
                let (expected, back) = match how {
                    "paid" => (InvoiceState::Paid, shell.record_payment(NUMBER, "").await),
                    "written off" => (InvoiceState::WrittenOff, shell.write_off(NUMBER, "Gone").await),
                    _ => (InvoiceState::Credited, shell.credit_invoice(NUMBER, &[], "Wrong").await.map(drop)),
                };
                assert_eq!(back, Ok(()), "{how}");
                assert_eq!((state(house).await, standing(house).await), (expected, Arrears::Active));
                assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "{how}, and nobody knows of the debit");
                bank.decide(pays);
                wait_until(house, "2027-01-02").await;
                house.warren.tend_refunds().await.unwrap();
                assert_eq!((state(house).await, failures(house).await.len()), (expected, 0), "{how}");
                assert_eq!(bank.returned().iter().map(|money| money.amount).sum::<i64>(), 1_151 * i64::from(pays));
                other.close().await;
            })
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_that_fails_is_told_with_the_next_one() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(false);
        wait_until(house, "2026-12-10").await;
        assert_eq!(failures(house).await, [(Decline::Funds, Some(day("2026-12-13")))]);
        let letters = house.letters_to(BILLED).await;
        assert!(
            letters
                .iter()
                .any(|one| matches!(one, Letter::ChargeFailed { debit: Some(debit), .. } if *debit == notice()))
        );
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Open, Arrears::Failing));
        charge_on(house, "2026-12-13").await;
        bank.decide(true);
        wait_until(house, "2026-12-16").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// By an event, or by the daily question; whoever hears of it twice reopens it once.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_takes_back_is_open_again() {
    for is_told in [true, false] {
        each_engine(async |house| {
            let (bank, _) = with_debit(house).await;
            charge_on(house, "2026-12-07").await;
            // Whoever hears of the end before the beginning believes neither.
            house.warren.hear_of_payment("evt_d0", EventAbout::Return("charge-0")).await.unwrap();
            assert_eq!(state(house).await, InvoiceState::Open);
            bank.decide(true);
            wait_until(house, "2026-12-10").await;
            assert_eq!(state(house).await, InvoiceState::Paid);
            house.clock.set(noon("2026-12-30"));
            house.warren.watch_debits().await.unwrap();
            assert_eq!(state(house).await, InvoiceState::Paid, "nothing was taken back");
            bank.take_back();
            house.clock.set(noon("2027-01-12"));
            if is_told {
                bank.be_silent(true);
                let told = house.warren.hear_of_payment("evt_d1", EventAbout::Return("charge-0")).await;
                assert_eq!(told, Err(Conflict::ProviderSilent.into()), "it is told again");
                bank.be_silent(false);
            }
            for event in ["evt_d1", "evt_d1", "evt_d2"].into_iter().filter(|_| is_told) {
                house.warren.hear_of_payment(event, EventAbout::Return("charge-0")).await.unwrap();
            }
            for _ in 0..2 {
                house.warren.watch_debits().await.unwrap();
            }
            let invoice = house.ada().await.invoice("acme", NUMBER).await.unwrap().invoice().unwrap();
            assert_eq!((invoice.state, invoice.balance.amount), (InvoiceState::Open, 1_151));
            assert_eq!(invoice.payments.iter().map(|one| one.returned.is_some()).collect::<Vec<_>>(), [true]);
            assert_eq!(failures(house).await, [(Decline::Returned, None)]);
            assert_eq!(standing(house).await, Arrears::Failing);
            let log = house.log().await;
            assert_eq!(log.iter().filter(|entry| entry.event == "charge_returned").count(), 1);
            charge_on(house, "2027-01-13").await;
            assert_eq!(bank.taken().len(), 1, "nobody is debited again without a word of theirs");
            assert_eq!(house.warren.fsck().await, Ok(Vec::new()));

            shell(house).record_payment(NUMBER, "").await.unwrap();
            assert_eq!((state(house).await, standing(house).await), (InvoiceState::Paid, Arrears::Active));
            // What was transferred goes back by transfer: the account has nothing there.
            shell(house).credit_invoice(NUMBER, &[], "Wrong").await.unwrap();
            let nothing = Err(Conflict::NothingOnCard.into());
            assert_eq!(shell(house).pay_credit_back("CN-000001", "", PayBack::Card).await, nothing);
        })
        .await;
    }
}

/// Four weeks after it was due: each step comes as late after the return as it usually comes after that day.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_dunned_from_then_on() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        bank.take_back();
        house.clock.set(noon("2027-01-12"));
        house.warren.watch_debits().await.unwrap();
        let mut steps = Vec::new();
        for on in ["2027-01-12", "2027-01-21", "2027-01-22", "2027-02-01", "2027-02-02"] {
            wait_until(house, on).await;
            steps.push(house.database.count("SELECT dun_step FROM invoices").await);
        }
        assert_eq!(steps, [1, 1, 2, 2, 3], "ten and twenty-one days later");
        let letters = house.letters_to(BILLED).await;
        let kept = letters.iter().find_map(|letter| match letter {
            Letter::AppsSuspended { kept_until, .. } => Some(*kept_until),
            _ => None,
        });
        assert_eq!(kept, Some(day("2027-03-04")), "fifty-one days later");
    })
    .await;
}

/// Eight weeks are over: nobody asks any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_debit_is_watched_as_long_as_it_can_be_taken_back() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        charge_on(house, "2026-12-07").await;
        bank.decide(true);
        wait_until(house, "2026-12-10").await;
        let mut asked = 0;
        for _ in 0..70 {
            house.clock.forward(DAY);
            asked += house.warren.watch_debits().await.unwrap();
        }
        assert_eq!(asked, 60);
    })
    .await;
}

/// E62: what is open is debited too, and its payer hears of that two days before at least.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_mandate_pays_what_is_open_after_a_notice() {
    for (given, on) in [("2026-12-05", "2026-12-11"), ("2026-12-20", "2026-12-22")] {
        each_engine(async |house| {
            let bank = sells(house).await;
            let ada = house.ada().await;
            ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
            house.clock.set(noon("2026-12-01"));
            bill(house).await;
            house.clock.set(noon(given));
            give_mandate(house, &bank, "evt_1").await;
            let letters = house.letters_to(BILLED).await;
            let told = letters.iter().find_map(|letter| match letter {
                Letter::DebitAhead { on, amount, debit, .. } => Some((*on, amount.amount, debit.clone())),
                _ => None,
            });
            assert_eq!(told, Some((day(on), 1_151, notice())), "given on {given}");
            house.clock.set(noon(on).plus(-DAY));
            house.warren.charge_cards().await.unwrap();
            assert_eq!(bank.newest_charge(), None);
            charge_on(house, on).await;
            assert!(bank.newest_charge().is_some());
        })
        .await;
    }
}

/// Which debits were announced beside the invoices: for when, and how much.
async fn announced(house: &House) -> Vec<(Day, i64)> {
    let ahead = |letter| match letter {
        Letter::DebitAhead { on, amount, .. } => Some((on, amount.amount)),
        _ => None,
    };
    house.letters_to(BILLED).await.into_iter().filter_map(ahead).collect()
}

/// Row 43: also who is in a hurry hears of it two days before.
#[tokio::test(flavor = "multi_thread")]
async fn paying_now_brings_the_debit_forward() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        let ada = house.ada().await;
        for _ in 0..2 {
            assert_eq!(
                ada.pay_invoice_now("acme", NUMBER).await,
                Ok(PaidNow { state: InvoiceState::Open, declined: None, debit_on: Some(day("2026-12-03")) })
            );
        }
        assert_eq!((bank.charged_to().len(), announced(house).await), (0, vec![(day("2026-12-03"), 1_151)]));
        let ordered = house.log().await.into_iter().filter(|entry| entry.event == "debit_ordered");
        assert_eq!(ordered.map(|entry| entry.after).collect::<Vec<_>>(), ["11.51 EUR on 3 Dec 2026"]);
        charge_on(house, "2026-12-02").await;
        assert_eq!(bank.charged_to().len(), 0);
        charge_on(house, "2026-12-03").await;
        let again = house.ada().await.pay_invoice_now("acme", NUMBER).await;
        assert_eq!(again, Err(Conflict::ChargeUnderWay.into()));
        bank.decide(true);
        wait_until(house, "2026-12-05").await;
        assert_eq!((bank.taken(), state(house).await), (vec![1_151], InvoiceState::Paid));
    })
    .await;
}

/// The provider has never heard of a debit: the day that was announced has passed, so another one is.
#[tokio::test(flavor = "multi_thread")]
async fn a_debit_that_never_arrived_is_announced_anew() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        bank.be_silent(true);
        charge_on(house, "2026-12-07").await;
        bank.be_silent(false);
        wait_until(house, "2026-12-08").await;
        assert_eq!(announced(house).await, [(day("2026-12-10"), 1_151)]);
        charge_on(house, "2026-12-09").await;
        assert_eq!(bank.charged_to().len(), 0);
        charge_on(house, "2026-12-10").await;
        assert_eq!((bank.charged_to().len(), failures(house).await.len()), (1, 0));
    })
    .await;
}

/// Without the identifier no notice is whole: what was given is not debited, and what is issued is to be transferred.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_debited_for_a_creditor_without_a_name() {
    each_engine(async |house| {
        let (bank, _) = with_debit(house).await;
        shell(house).set_setting("seller_creditor", "").await.unwrap();
        charge_on(house, "2026-12-08").await;
        assert_eq!(bank.charged_to().len(), 0);
        let refused = house.ada().await.pay_invoice_now("acme", NUMBER).await;
        assert_eq!(refused, Err(Conflict::NoSepa.into()));
        house.clock.set(noon("2027-01-01"));
        bill(house).await;
        let letters = house.letters_to(BILLED).await;
        assert!(matches!(letters.last(), Some(Letter::Invoice { charge: None, debit: None, .. })), "{letters:?}");
        shell(house).set_setting("seller_creditor", CREDITOR).await.unwrap();
        charge_on(house, "2027-01-02").await;
        assert_eq!((bank.charged_to().len(), announced(house).await), (0, vec![(day("2027-01-04"), 1_151)]), "anew");
        charge_on(house, "2027-01-04").await;
        assert_eq!(bank.charged_to().len(), 1);
    })
    .await;
}

/// Due on the 15th, reminded of on the 18th: but we have said that we fetch it.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_will_be_debited() {
    each_engine(async |house| {
        let bank = sells(house).await;
        let ada = house.ada().await;
        ada.create_app("acme", "shop", "standard", first(&ada).await).await.unwrap();
        house.clock.set(noon("2026-12-01"));
        bill(house).await;
        house.clock.set(noon("2026-12-17"));
        give_mandate(house, &bank, "evt_1").await;
        wait_until(house, "2026-12-18").await;
        assert_eq!(standing(house).await, Arrears::Active);
        charge_on(house, "2026-12-19").await;
        bank.decide(true);
        wait_until(house, "2026-12-22").await;
        assert_eq!((state(house).await, standing(house).await), (InvoiceState::Paid, Arrears::Active));
    })
    .await;
}

/// Where an invoice is due at once, it is debited before anybody is reminded.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_reminder_comes_after_the_debit() {
    each_engine(async |house| {
        for (setting, days) in [("payment_days", "1"), ("reminder_days", "1")] {
            shell(house).set_setting(setting, days).await.unwrap();
        }
        with_debit(house).await;
        let days: Vec<(i64, i64)> = house.database.rows("SELECT charge_on, dun_on FROM invoices").await;
        assert_eq!(days, [(day("2026-12-07").0, day("2026-12-08").0)]);
    })
    .await;
}

/// The handover completes when the mandate is there (R64).
#[tokio::test(flavor = "multi_thread")]
async fn a_client_takes_over_with_a_mandate() {
    each_engine(async |house| {
        let bank = sells(house).await;
        let (_, secret) = own_trial(house).await;
        let form = AcceptForm { method: "sepa".into(), ..cafe() };
        Visitor::Guest(house.guest()).accept_request(&secret, form).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove_account(&page);
        house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
        let told = house.letters_to(ANA).await;
        assert!(told.iter().any(|letter| matches!(letter, Letter::NowYours { .. })), "{told:?}");
        assert_eq!(house.warren.fsck().await, Ok(Vec::new()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_debited_whose_notice_could_not_be_whole() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let ada = house.ada().await;
        let contact = first(&ada).await;
        let details = ada.billing_contact("acme", contact).await.unwrap().details.unwrap();
        assert!(details.takes_cards && !details.takes_sepa, "there is no creditor identifier");
        let refused: Result<_, Problem> = ada.enter_account("acme", contact, details.version).await.map(|_| ());
        assert_eq!(refused, Err(Conflict::NoSepa.into()));
        let (_, secret) = own_trial(house).await;
        let form = AcceptForm { method: "sepa".into(), ..cafe() };
        let refused = Visitor::Guest(house.guest()).accept_request(&secret, form).await.map(|_| ());
        assert_eq!(refused, Err(Conflict::NoSepa.into()));
        assert!(bank.opened().is_empty());
    })
    .await;
}
