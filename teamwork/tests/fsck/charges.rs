//! What can be wrong with money that moves.

use teamwork::{acts::Operator, rules::invoice::PayBack};

use super::{Fault, Proof, fault, planting::prove};
use crate::{
    billing::{add, bill, noon},
    house::{House, each_engine},
    payments::charging::{NUMBER, charge_on, with_invoice},
};

/// A card has paid 11.51 and 34.51, and got the 11.51 back. Acme Labs pays by transfer.
async fn set(house: &House) {
    with_invoice(house).await;
    charge_on(house, "2026-12-03").await;
    house.clock.set(noon("2027-01-01"));
    bill(house).await;
    charge_on(house, "2027-01-03").await;
    let shell = Operator::of_the_house(&house.warren);
    shell.credit_invoice(NUMBER, &[], "Billed by mistake").await.unwrap();
    shell.pay_credit_back("CN-000001", "", PayBack::Card).await.unwrap();
    house.warren.tend_refunds().await.unwrap();
    add(&house.ada().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_money_that_moves_is_found() {
    each_engine(async |house| {
        set(house).await;
        prove(house, PROOFS).await;
    })
    .await;
}

/// Goes back without a credit note.
macro_rules! refund {
    ($amount:literal, $state:literal, $charge:literal) => {
        concat!(
            "INSERT INTO refunds (id, charge_id, currency, begun_at, look_at, amount, state, ended_at)
             SELECT {id}, id, currency, {now}, {now}, ",
            $amount,
            ", ",
            $state,
            ", CASE WHEN ",
            $state,
            " <> 'begun' THEN {now} END FROM charges WHERE amount = ",
            $charge
        )
    };
}

pub const PROOFS: &[Proof] = &[
    Proof {
        sentence: "Money on its way to a card that is another part of the credit note, or of another invoice or currency",
        faults: &[
            fault("UPDATE refunds SET amount = amount - 1"),
            fault("UPDATE refunds SET currency = 'USD'"),
            fault("UPDATE refunds SET charge_id = (SELECT h.id FROM charges h WHERE h.amount = 3451)"),
            fault("UPDATE charges SET state = 'failed', why = 'lost' WHERE amount = 1151"),
            fault("UPDATE credit_uses SET invoice_id = {invoice 1151}")
                .with(&["Invoices whose payments, credit notes and balance are not their total"]),
        ],
    },
    Proof {
        sentence: "Charges of which more goes back than was taken",
        faults: &[fault(refund!("taken", "'begun'", "1151")), fault(refund!("taken", "'done'", "1151"))],
    },
    Proof {
        sentence: "Billing Contacts that pay by a card or a mandate the provider does not know, or by transfer with one",
        faults: MEANS,
    },
    Proof {
        sentence: "Charges that a bank took back although they have not paid, or whose payment counts still",
        faults: TAKEN_BACK,
    },
    Proof {
        sentence: "Charges that were begun for what was settled, or have paid without a word of how much",
        faults: &[
            fault(
                "INSERT INTO charges (id, invoice_id, amount, currency, customer, method, state, by_hand, begun_at, look_at)
                 SELECT {id}, id, 1, 'EUR', '', '', 'begun', FALSE, {now} + 1, {now} FROM invoices WHERE total = 3451",
            ),
            fault("UPDATE charges SET taken = NULL WHERE amount = 3451"),
        ],
    },
    Proof {
        sentence: "Charges of which something was taken that neither pays nor goes back, or of which a part does both",
        faults: &[
            fault("UPDATE charges SET taken = taken + 1 WHERE amount = 3451"),
            fault("UPDATE charges SET ended_at = ended_at + 1 WHERE amount = 3451"),
            fault("UPDATE invoice_payments SET at = at + 1 WHERE amount = 3451"),
            fault(refund!("1", "'done'", "3451")),
        ],
    },
    Proof {
        sentence: "Money that the provider took too much and does not pay back: the operator has to",
        faults: &[fault(refund!("taken", "'failed'", "3451"))],
    },
];

const MEANS: &[Fault] = &[
    fault("UPDATE billing_contacts SET provider_method = 'pm_1' WHERE name = 'Acme Labs'"),
    fault("UPDATE billing_contacts SET card_expires = 24000 WHERE name = 'Acme Labs'"),
    fault("UPDATE billing_contacts SET mandate = 'MNDT-7' WHERE name = 'Acme Labs'"),
    fault("UPDATE billing_contacts SET provider_method = NULL WHERE name = 'Acme Inc'"),
    fault("UPDATE billing_contacts SET card_expires = NULL WHERE name = 'Acme Inc'"),
    fault("UPDATE billing_contacts SET method = 'sepa', provider_method = 'pm_1' WHERE name = 'Acme Labs'"),
    fault(
        "UPDATE billing_contacts SET method = 'sepa', provider_method = 'pm_1', mandate = 'MNDT-7', country = 'US',
            currency = 'USD' WHERE name = 'Acme Labs'",
    ),
];

const TAKEN_BACK: &[Fault] = &[
    fault("UPDATE charges SET returned_at = {now} WHERE amount = 3451"),
    fault(
        "INSERT INTO charges (id, invoice_id, amount, currency, customer, method, state, why, by_hand, begun_at, ended_at,
            look_at, returned_at)
         SELECT {id}, id, 1, 'EUR', '', '', 'failed', 'lost', FALSE, 1, 1, 1, {now} FROM invoices WHERE total = 3451",
    ),
    // Its payment does not count any more, and it is watched still.
    fault(
        "INSERT INTO charges (id, invoice_id, amount, taken, currency, customer, method, state, reference, by_hand, begun_at,
            ended_at, look_at, returned_at, watch_at)
         SELECT {id}, id, 1, 1, 'EUR', '', '', 'paid', 'ch_7', FALSE, 1, 1, 1, {now}, {now} FROM invoices
         WHERE total = 3451;
         INSERT INTO invoice_payments (invoice_id, position, at, amount, returned_at)
         VALUES ({invoice 3451}, 9, 1, 1, {now})",
    ),
];
