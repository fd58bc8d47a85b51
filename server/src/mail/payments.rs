//! Mails about invoices and the cards that pay them.

use teamwork::letters::{Letter, NotTaken};

use super::{requests::all_of, words::Words};

pub(super) fn words(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::Invoice { number, seller, company, total, from, through, due, charge, .. } => {
            let paid = match charge {
                Some((card, on)) => ("Payment", format!("{card} is charged on {on}. There is nothing to do.")),
                None => ("To be paid by", due.to_string()),
            };
            Words {
                subject: format!("Invoice {number} from {seller}: {total}"),
                sentence: format!("Here is the invoice of {seller} for {company}."),
                details: vec![
                    ("Number", number.to_string()),
                    ("Amount", total.to_string()),
                    ("Period", format!("{from} to {through}")),
                    paid,
                ],
                button: secret.map(|url| ("See the invoice", url)),
                after: "The link opens without an account. Whoever has this mail can read the invoice.".into(),
                ..Words::default()
            }
        }
        Letter::ChargeFailed { number, company, slug, card, amount, why, next, .. } => Words {
            subject: format!("Your card did not pay invoice {number}"),
            sentence: format!("{card} did not pay invoice {number} of {company}, because {}.", why.because()),
            details: vec![
                ("Open", amount.to_string()),
                ("Next try", next.map_or_else(|| "None".to_owned(), |day| day.to_string())),
            ],
            button: Some(("Pay now", link(&format!("/c/{slug}/invoices/{number}")))),
            after: match next {
                Some(_) => "You can wait for the next try, pay now, or enter another card under Billing.".into(),
                None => "Pay now, enter another card under Billing, or transfer the amount.".into(),
            },
            ..Words::default()
        },
        Letter::CardExpires { company, slug, contact, contact_id, card, month } => Words {
            subject: format!("The card of {company} expires"),
            sentence: format!("{card} can be charged until {month}. After that, invoices of {company} stay unpaid."),
            details: vec![("Billing contact", contact.clone())],
            button: Some(("Enter another card", link(&format!("/c/{slug}/billing/{contact_id}")))),
            ..Words::default()
        },
        Letter::CardNotTaken { sender, apps, why: NotTaken::Ended, .. } => Words {
            subject: format!("No card was saved for {}", all_of(apps)),
            sentence: format!(
                "You began to take over {} from {sender}, and no card was saved: the bank did not agree, or the page was closed.",
                all_of(apps)
            ),
            button: secret.map(|url| ("Try again", url)),
            after: "Nothing has changed and nothing was charged. You can also pay by bank transfer.".into(),
            ..Words::default()
        },
        Letter::CardNotTaken { sender, apps, why: NotTaken::Over, .. } => Words {
            subject: format!("Your card was not used for {}", all_of(apps)),
            sentence: format!(
                "Your card was confirmed when the request of {sender} for {} had ended, or offered something else.",
                all_of(apps)
            ),
            button: secret.map(|url| ("Look at the request", url)),
            after:
                "Nothing has changed, nothing was charged, and the card is forgotten. Ask the sender for a new request."
                    .into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}
