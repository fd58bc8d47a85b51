//! What can be wrong with Billing Contacts, their invoices and their credit notes.

use teamwork::acts::Operator;

use super::{Fault, Proof, fault, planting::prove, walled};
use crate::{
    billing::{add, bill, first, noon, set_seller},
    house::{House, each_engine},
};

const TOTAL: &str = "Invoices whose payments, credit notes and balance are not their total";
const SET_OFF: &str =
    "Credit notes that were set off against what another Billing Contact owes, or in another currency";
const LINES: &str =
    "Credit notes whose lines are not their sum, or name another currency or contact than their invoice";
const NOTES_IN_ORDER: &str = "Series of credit notes with a gap or without an end";
const UNKNOWN: &str = "Invoices that the log does not know";
const UNKNOWN_NOTES: &str = "Credit notes that the log does not know";
const ARREARS: &str =
    "Billing Contacts that do not stand as the worst of their open invoices of which enough is left to be charged";

/// `shop` costs 11.51 in November and 34.51 in December, `wiki` of the other Billing Contact 31.33 and 94.01. The 11.51 were
/// paid and then credited, which is set off against the 34.51.
async fn set(house: &House) {
    set_seller(house).await;
    let ada = house.ada().await;
    let (contact, labs) = (first(&ada).await, add(&ada).await);
    ada.create_app("acme", "shop", "standard", contact).await.unwrap();
    ada.create_app("acme", "wiki", "large", labs).await.unwrap();
    for day in ["2026-12-01", "2027-01-01"] {
        house.clock.set(noon(day));
        bill(house).await;
    }
    let november = house.database.count("SELECT number FROM invoices WHERE total = 1151").await;
    let november = format!("W-{november:06}");
    let shell = Operator::of_the_house(&house.warren);
    shell.record_payment(&november, "").await.unwrap();
    shell.credit_invoice(&november, &[], "Billed by mistake").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_invoice_is_found() {
    each_engine(async |house| {
        set(house).await;
        prove(house, PROOFS).await;
    })
    .await;
}

pub const PROOFS: &[Proof] = &[
    Proof {
        sentence: "Archived Billing Contacts without the moment, or live ones with it",
        faults: &[
            fault("UPDATE billing_contacts SET archived_at = {now} WHERE name = 'Acme Labs'"),
            fault(
                "UPDATE billing_contacts SET state = 'archived' WHERE name = 'Acme Labs';
                 UPDATE apps SET billing_contact_id = {contact Acme Inc} WHERE name = 'wiki';
                 UPDATE app_periods SET billing_contact_id = {contact Acme Inc} WHERE app_id = {app wiki}",
            ),
        ],
    },
    Proof {
        sentence: "Billing Contacts in the European Union that do not pay in euros",
        faults: &[
            fault("UPDATE billing_contacts SET currency = 'USD' WHERE name = 'Acme Labs'"),
            fault("UPDATE billing_contacts SET currency = 'USD', country = 'IE' WHERE name = 'Acme Labs'"),
        ],
    },
    Proof {
        sentence: TOTAL,
        faults: &[
            fault("UPDATE invoices SET balance = balance - 1 WHERE total = 3451"),
            fault("UPDATE invoice_payments SET amount = amount + 1"),
            fault("UPDATE invoice_payments SET returned_at = {now}"),
            fault("UPDATE credit_uses SET invoice_id = NULL"),
        ],
    },
    Proof {
        sentence: "Credit notes of which the buyer got more or less than is no longer left of them",
        faults: &[
            fault(
                "INSERT INTO credit_uses (credit_note_id, position, at, amount) SELECT id, 9, {now}, 1 FROM credit_notes",
            ),
            fault("UPDATE credit_uses SET amount = amount - 1").with(&[TOTAL]),
            walled("UPDATE credit_notes SET balance = balance + 1"),
        ],
    },
    Proof {
        sentence: SET_OFF,
        faults: &[
            fault(
                "UPDATE credit_uses SET invoice_id = {invoice 9401};
                 UPDATE invoices SET balance = balance + 1151 WHERE total = 3451;
                 UPDATE invoices SET balance = balance - 1151 WHERE total = 9401",
            ),
            walled("UPDATE invoices SET currency = 'USD' WHERE total = 3451"),
        ],
    },
    Proof {
        sentence: "Invoices that were credited with more than they are, or with something else than their credit notes say",
        faults: CREDITED,
    },
    Proof {
        sentence: LINES,
        faults: &[
            fault("INSERT INTO credit_note_lines (credit_note_id, line, net) SELECT id, 9, 1 FROM credit_notes"),
            walled("DELETE FROM credit_note_lines"),
            walled("UPDATE credit_note_lines SET net = net - 1"),
            walled("UPDATE credit_notes SET currency = 'USD'").with(&[SET_OFF]),
            walled("UPDATE credit_notes SET billing_contact_id = {contact Acme Labs}").with(&[SET_OFF]),
            walled("UPDATE credit_notes SET issued_day = 0"),
        ],
    },
    Proof {
        sentence: "Series of invoices with a gap or without an end",
        faults: &[
            fault("UPDATE invoice_series SET last = last + 1 WHERE kind = 'invoice'"),
            fault("DELETE FROM invoice_series WHERE kind = 'invoice'"),
            fault("UPDATE invoice_series SET kind = 'credit_note' WHERE kind = 'invoice'").with(&[NOTES_IN_ORDER]),
            walled("UPDATE invoices SET number = 5 WHERE number = 4").with(&[UNKNOWN]),
        ],
    },
    Proof {
        sentence: NOTES_IN_ORDER,
        faults: &[
            fault("UPDATE invoice_series SET last = last + 1 WHERE kind = 'credit_note'"),
            fault("DELETE FROM invoice_series WHERE kind = 'credit_note'"),
            walled("UPDATE credit_notes SET number = 2").with(&[UNKNOWN_NOTES]),
        ],
    },
    Proof {
        sentence: "Days of a Billing Contact on two invoices, or on one although it says that they wait",
        faults: &[
            walled("UPDATE invoices SET from_day = from_day - 1 WHERE total = 3451"),
            fault("UPDATE billing_contacts SET billed_to = billed_to - 1 WHERE name = 'Acme Inc'"),
            fault("UPDATE billing_contacts SET run_to = run_to - 1 WHERE name = 'Acme Inc'"),
        ],
    },
    Proof { sentence: UNKNOWN, faults: &[walled("DELETE FROM log WHERE event = 'invoice_issued'")] },
    Proof { sentence: UNKNOWN_NOTES, faults: &[walled("DELETE FROM log WHERE event = 'credit_note_issued'")] },
    Proof {
        sentence: ARREARS,
        faults: &[
            fault("UPDATE billing_contacts SET arrears = 'failing' WHERE name = 'Acme Inc'"),
            fault("UPDATE invoices SET dun_step = 1 WHERE total = 3451"),
            fault("UPDATE invoices SET dun_step = 3 WHERE total = 3451"),
            fault(
                "UPDATE invoices SET dun_step = 3 WHERE total = 3451;
                 UPDATE billing_contacts SET arrears = 'failing' WHERE name = 'Acme Inc'",
            ),
        ],
    },
    Proof {
        sentence: "Open invoices whose next step has no day, or that have a day after the last step",
        faults: &[
            fault("UPDATE invoices SET dun_on = NULL WHERE total = 3451"),
            fault("UPDATE invoices SET dun_step = 5 WHERE total = 3451").with(&[ARREARS]),
        ],
    },
];

const CREDITED: &[Fault] = &[
    fault("UPDATE invoices SET credited = 1 WHERE total = 3451"),
    fault("UPDATE invoices SET credited = 0 WHERE total = 1151"),
    walled("UPDATE invoices SET credited = total + 1 WHERE total = 1151"),
    walled("UPDATE credit_notes SET net = net + 1, tax = tax - 1").with(&[LINES]),
    walled("UPDATE credit_notes SET net = net - 1, tax = tax + 1").with(&[LINES]),
];
