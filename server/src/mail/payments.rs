//! Mails about the cards and accounts that pay invoices.

use teamwork::{
    letters::{Letter, NotTaken},
    rules::payment::{ACCOUNT, DebitNotice},
};

use super::{requests::all_of, words::Words};

pub(super) fn words(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::DebitAhead { number, company, slug, account, amount, on, debit, .. } => Words {
            subject: format!("{amount} for invoice {number} is debited on {on}"),
            sentence: format!("Invoice {number} of {company} is open still, and {account} is debited for it. There is nothing to do."),
            details: [("Amount", amount.to_string()), ("Debited on", on.to_string())]
                .into_iter()
                .chain(notice(Some(debit)))
                .collect(),
            button: Some((
                "See the invoice",
                secret.unwrap_or_else(|| link(&format!("/c/{slug}/invoices/{number}"))),
            )),
            ..Words::default()
        },
        Letter::ChargeFailed { number, company, card, amount, why, next, debit, .. } => {
            // The next try may be made with another one.
            let what = if card.starts_with(ACCOUNT) { "account" } else { "card" };
            let (button, after) = ways_to_pay(letter, what, secret, link);
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
                button,
                after,
                ..Words::default()
            }
        }
        Letter::CardExpires { company, slug, contact, contact_id, card, month } => Words {
            subject: format!("The card of {company} expires"),
            sentence: format!("{card} can be charged until {month}. After that, invoices of {company} stay unpaid."),
            details: vec![("Billing contact", contact.clone())],
            button: slug
                .as_ref()
                .map(|slug| ("Enter another card", link(&format!("/c/{slug}/billing/{contact_id}#pays-by")))),
            after: match slug {
                Some(_) => String::new(),
                None => format!("An Owner of {company} can enter another card under Billing."),
            },
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

/// The button of M30 and what stands below it. What would only fail again is entered anew, for which one has to be in the
/// dashboard; whoever gets the mail without an account sees the invoice and where to transfer the money.
fn ways_to_pay(
    letter: &Letter,
    what: &str,
    secret: Option<String>,
    link: &dyn Fn(&str) -> String,
) -> (Option<(&'static str, String)>, String) {
    let Letter::ChargeFailed { number, company, slug, contact_id, why, next, debit, .. } = letter else {
        return (None, String::new());
    };
    if let Some(secret) = secret {
        let transfer = format!("An Owner of {company} can enter another {what}, or you transfer the amount.");
        let after = match next {
            Some(_) => format!("You can wait for the next try. {transfer}"),
            None => transfer,
        };
        return (Some(("See the invoice", secret)), after);
    }
    if why.wants_another() {
        let label = if debit.is_some() { "Enter an account" } else { "Enter a card" };
        let place = link(&format!("/c/{slug}/billing/{contact_id}#pays-by"));
        return (
            Some((label, place)),
            "What is open is charged as soon as it is confirmed. Or transfer the amount.".into(),
        );
    }
    let after = match next {
        Some(_) => format!("You can wait for the next try, pay now, or enter another {what} under Billing."),
        None => format!("Pay now, enter another {what} under Billing, or transfer the amount."),
    };
    (Some(("Pay now", link(&format!("/c/{slug}/invoices/{number}")))), after)
}

/// What a notice before a debit has to say beside its amount and its day.
pub(super) fn notice(debit: Option<&DebitNotice>) -> impl Iterator<Item = (&'static str, String)> {
    let rows =
        |debit: &DebitNotice| [("Mandate", debit.mandate.clone()), ("Creditor identifier", debit.creditor.clone())];
    debit.map(rows).into_iter().flatten().filter(|(_, value)| !value.is_empty())
}
