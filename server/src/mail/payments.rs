//! Mails about invoices and the cards that pay them.

use teamwork::{
    letters::{Letter, NotTaken},
    rules::{
        money::Money,
        payment::{ACCOUNT, DebitNotice},
    },
};

use super::{requests::all_of, words::Words};

pub(super) fn words(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::Invoice { number, seller, company, total, from, through, due, charge, set_off, debit, .. } => {
            let open = set_off.as_ref().map_or(total.amount, |part| total.amount - part.amount);
            let paid = match charge {
                _ if open == 0 => ("Payment", "Credit notes have paid it. There is nothing to do.".to_owned()),
                Some((card, on)) if debit.is_some() => {
                    ("Payment", format!("{card} is debited on {on}. There is nothing to do."))
                }
                Some((card, on)) => ("Payment", format!("{card} is charged on {on}. There is nothing to do.")),
                None => ("To be paid by", due.to_string()),
            };
            let set_off = set_off.as_ref().map(|part| {
                let open = Money::new(open, &total.currency);
                [("Paid by credit notes", part.to_string()), ("To be paid", open.to_string())]
            });
            Words {
                subject: format!("Invoice {number} from {seller}: {total}"),
                sentence: format!("Here is the invoice of {seller} for {company}."),
                details: [("Number", number.to_string()), ("Amount", total.to_string())]
                    .into_iter()
                    .chain(set_off.into_iter().flatten())
                    .chain([("Period", format!("{from} to {through}")), paid])
                    .chain(notice(debit.as_ref()))
                    .collect(),
                button: secret.map(|url| ("See the invoice", url)),
                after: "The link opens without an account. Whoever has this mail can read the invoice.".into(),
                ..Words::default()
            }
        }
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
        Letter::DebitAhead { number, company, slug, account, amount, on, debit } => Words {
            subject: format!("{amount} for invoice {number} is debited on {on}"),
            sentence: format!("Invoice {number} of {company} is open still, and {account} is debited for it. There is nothing to do."),
            details: [("Amount", amount.to_string()), ("Debited on", on.to_string())]
                .into_iter()
                .chain(notice(Some(debit)))
                .collect(),
            button: Some(("See the invoice", link(&format!("/c/{slug}/invoices/{number}")))),
            ..Words::default()
        },
        Letter::ChargeFailed { number, company, slug, card, amount, why, next, debit, .. } => {
            // The next try may be made with another one.
            let what = if card.starts_with(ACCOUNT) { "account" } else { "card" };
            Words {
                subject: format!("Your {what} did not pay invoice {number}"),
                sentence: format!("{card} did not pay invoice {number} of {company}, because {}.", why.because()),
                details: [
                    ("Open", amount.to_string()),
                    ("Next try", next.map_or_else(|| "None".to_owned(), |day| day.to_string())),
                ]
                .into_iter()
                .chain(notice(debit.as_ref().filter(|_| next.is_some())))
                .collect(),
                button: Some(("Pay now", link(&format!("/c/{slug}/invoices/{number}")))),
                after: match next {
                    Some(_) => format!("You can wait for the next try, pay now, or enter another {what} under Billing."),
                    None => format!("Pay now, enter another {what} under Billing, or transfer the amount."),
                },
                ..Words::default()
            }
        }
        Letter::CardExpires { company, slug, contact, contact_id, card, month } => Words {
            subject: format!("The card of {company} expires"),
            sentence: format!("{card} can be charged until {month}. After that, invoices of {company} stay unpaid."),
            details: vec![("Billing contact", contact.clone())],
            button: Some(("Enter another card", link(&format!("/c/{slug}/billing/{contact_id}")))),
            ..Words::default()
        },
        Letter::CardNotTaken { sender, apps, why: NotTaken::Ended, .. } => Words {
            subject: format!("No way to pay was saved for {}", all_of(apps)),
            sentence: format!(
                "You began to take over {} from {sender}, and no way to pay was saved: the bank did not agree, or the page was closed.",
                all_of(apps)
            ),
            button: secret.map(|url| ("Try again", url)),
            after: "Nothing has changed and nothing was charged. You can also pay by bank transfer.".into(),
            ..Words::default()
        },
        Letter::CardNotTaken { sender, apps, why: NotTaken::Over, .. } => Words {
            subject: format!("Your way to pay was not used for {}", all_of(apps)),
            sentence: format!(
                "Your way to pay was confirmed when the request of {sender} for {} had ended, or offered something else.",
                all_of(apps)
            ),
            button: secret.map(|url| ("Look at the request", url)),
            after:
                "Nothing has changed, nothing was charged, and what you entered is forgotten. Ask the sender for a new request."
                    .into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// What a notice before a debit has to say beside its amount and its day.
fn notice(debit: Option<&DebitNotice>) -> impl Iterator<Item = (&'static str, String)> {
    let rows =
        |debit: &DebitNotice| [("Mandate", debit.mandate.clone()), ("Creditor identifier", debit.creditor.clone())];
    debit.map(rows).into_iter().flatten().filter(|(_, value)| !value.is_empty())
}
