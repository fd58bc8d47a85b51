//! Mails that bring an invoice or a credit note, and where the money of a credit note goes.

use teamwork::{
    letters::{InvoiceNow, Letter},
    rules::{invoice::InvoiceState, money::Money},
};

use super::{payments::notice, words::Words};

pub(super) fn words(letter: &Letter, secret: Option<String>) -> Words {
    match letter {
        Letter::Invoice { number, seller, company, total, .. } => Words {
            subject: format!("Invoice {number} from {seller}: {total}"),
            sentence: format!("Here is the invoice of {seller} for {company}."),
            details: facts(letter),
            button: secret.map(|url| ("See the invoice", url)),
            after: "The link opens without an account. Whoever has this mail can read the invoice.".into(),
            ..Words::default()
        },
        Letter::CreditNote { number, seller, company, invoice, reason, total, settled, left, .. } => Words {
            subject: format!("Credit note {number} from {seller}: {total}"),
            sentence: format!("{seller} has corrected invoice {invoice} of {company}."),
            details: [
                Some(("Number", number.to_string())),
                Some(("Corrects invoice", invoice.to_string())),
                Some(("Amount", total.to_string())),
                Some(("Reason", reason.clone())),
                (settled.amount > 0).then(|| ("No longer to be paid", settled.to_string())),
                (left.amount > 0).then(|| ("Paid already", left.to_string())),
            ]
            .into_iter()
            .flatten()
            .collect(),
            button: secret.map(|url| ("See the credit note", url)),
            after: match left.amount {
                0 => "There is nothing to do. The link opens without an account.".into(),
                _ => "There is nothing to do: what was paid already is set off against open invoices or the next one, or paid \
                      back, to your card or account or by transfer; then we say so. The link opens without an account."
                    .into(),
            },
            ..Words::default()
        },
        Letter::CreditToCard { number, seller, company, invoice, amount, goes } => Words {
            subject: if *goes {
                format!("{amount} of credit note {number} goes back")
            } else {
                format!("{amount} of credit note {number} did not arrive")
            },
            sentence: if *goes {
                format!("{seller} sends {amount} back to the card or account that paid invoice {invoice} of {company}.")
            } else {
                format!("{seller} sent {amount} back to the card or account that paid invoice {invoice} of {company}, and it was not taken.")
            },
            details: vec![("Credit note", number.to_string()), ("Amount", amount.to_string())],
            after: if *goes {
                "There is nothing to do. Until your bank shows it, up to ten days can pass.".into()
            } else {
                "The money is yours still, and there is nothing to do: it is set off against the next invoice, or transferred. \
                 You can answer this mail and say where to."
                    .into()
            },
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// What M29 says of an invoice.
fn facts(letter: &Letter) -> Vec<(&'static str, String)> {
    let Letter::Invoice { number, total, from, through, due, charge, set_off, debit, now, .. } = letter else {
        return Vec::new();
    };
    let issued = set_off.as_ref().map_or(total.amount, |part| total.amount - part.amount);
    let open = now.as_ref().map_or(issued, |now| now.balance.amount);
    let is_open = now.as_ref().is_none_or(|now| now.state == InvoiceState::Open);
    let payment = match (now.as_ref().and_then(said), charge) {
        (Some(said), _) => said,
        _ if open == 0 => ("Payment", "Credit notes have paid it. There is nothing to do.".to_owned()),
        (None, Some((card, on))) if debit.is_some() => {
            ("Payment", format!("{card} is debited on {on}. There is nothing to do."))
        }
        (None, Some((card, on))) => ("Payment", format!("{card} is charged on {on}. There is nothing to do.")),
        (None, None) => ("To be paid by", due.to_string()),
    };
    let left = (is_open && open < total.amount).then(|| ("To be paid", Money::new(open, &total.currency).to_string()));
    [("Number", number.to_string()), ("Amount", total.to_string())]
        .into_iter()
        .chain(set_off.as_ref().map(|part| ("Paid by credit notes", part.to_string())))
        .chain(left)
        .chain([("Period", format!("{from} to {through}")), payment])
        .chain(notice(debit.as_ref()))
        .collect()
}

/// What has become of it, unless it is to be paid still.
fn said(now: &InvoiceNow) -> Option<(&'static str, String)> {
    let nothing = |why: &str| Some(("Payment", format!("{why} There is nothing to do.")));
    match (now.state, now.settled, &now.charging) {
        (InvoiceState::Open, _, Some(card)) => nothing(&format!("{card} is being charged.")),
        (InvoiceState::Open, _, None) => None,
        (InvoiceState::Paid, Some(on), _) => Some(("Paid on", on.to_string())),
        (InvoiceState::Paid, None, _) => nothing("It is paid."),
        (InvoiceState::Credited, ..) => nothing("Credit notes have taken all of it back."),
        (InvoiceState::WrittenOff, ..) => nothing("It is not waited for any more."),
    }
}
