//! Mails about payments that are due: the reminder, the suspension, the end, and that all is well again.

use teamwork::{
    letters::{Letter, Overdue},
    rules::{count::AND_MORE, day::Day, invoice::InvoiceNumber, money::Money},
};

use super::words::Words;

pub(super) fn words(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::PaymentDue { number, company, slug, balance, due, .. } if slug.is_empty() => {
            to_transfer((number, balance, *due), company, secret)
        }
        Letter::PaymentDue { number, company, slug, balance, due, again, next, .. } => {
            let place = secret.unwrap_or_else(|| link(&format!("/c/{slug}/invoices/{number}")));
            reminder((number, balance, *due), company, *again, *next, place)
        }
        Letter::AllClear { company, slug, contact, resumed, overdue } => {
            let archive = slug.as_ref().map(|slug| link(&format!("/c/{slug}/billing/{contact}/invoices")));
            all_clear(company, resumed, *overdue, archive)
        }
        Letter::AppsSuspended { company, slug, apps, kept_until, overdue, .. } => Words {
            subject: format!("Apps of {company} are suspended"),
            sentence: format!("Payment is overdue, so the Apps of {company} are suspended."),
            details: about(apps, overdue.as_ref()),
            button: Some(way(slug, overdue.as_ref(), secret, link)),
            after: format!(
                "Nothing is lost: the Apps run again as soon as the open invoices are paid. They can be deleted from \
                 {kept_until} on; ten days before that you get another mail."
            ),
            ..Words::default()
        },
        Letter::AppsEnding { company, slug, apps, on, overdue, .. } => Words {
            subject: format!("Apps of {company} will be deleted on {on}"),
            sentence: format!(
                "The Apps of {company} are suspended because payment is overdue, and will be deleted on {on} or after it."
            ),
            details: about(apps, overdue.as_ref()),
            button: Some(way(slug, overdue.as_ref(), secret, link)),
            after: "What is deleted cannot be brought back. If the open invoices are paid before, everything runs again. Reply \
                    to this mail if you need more time."
                .into(),
            ..Words::default()
        },
        Letter::AppsDeleted { company, apps, reason } => Words {
            subject: format!("Apps of {company} were deleted"),
            sentence: format!("The operator has deleted Apps of {company} because their invoices were not paid."),
            details: vec![("Apps", some_of(apps)), ("Reason", reason.clone())],
            after: "Their data is gone, and what was used until today stays to be paid. Reply to this mail to ask the operator."
                .into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// M30.
fn reminder(
    (number, balance, due): (&InvoiceNumber, &Money, Day),
    company: &str,
    again: bool,
    next: Option<Day>,
    place: String,
) -> Words {
    let next = next.map(|day| match again {
        false => ("Next reminder on", day.to_string()),
        true => ("Apps are suspended on", day.to_string()),
    });
    let details = [
        Some(("Invoice", number.to_string())),
        Some(("To be paid", balance.to_string())),
        Some(("Due since", due.to_string())),
        next,
    ];
    Words {
        subject: format!("Payment is due: invoice {number}, {balance}"),
        sentence: if again {
            format!("Payment for {company} is still due.")
        } else {
            format!("Payment for {company} is due.")
        },
        details: details.into_iter().flatten().collect(),
        button: Some(("See the invoice and how to pay", place)),
        after: "If the transfer is on its way already, there is nothing to do: the next steps end when it arrives."
            .into(),
        ..Words::default()
    }
}

/// M30 for who has no Company here any more, and so no card.
fn to_transfer((number, balance, due): (&InvoiceNumber, &Money, Day), company: &str, place: Option<String>) -> Words {
    Words {
        subject: format!("To be transferred: invoice {number}, {balance}"),
        sentence: format!(
            "{company} was deleted, and with it the card or account that paid its invoices. One is still open."
        ),
        details: vec![
            ("Invoice", number.to_string()),
            ("To be transferred", balance.to_string()),
            ("To be paid by", due.to_string()),
        ],
        button: place.map(|place| ("See the invoice and how to pay", place)),
        after: "Nothing of it is charged any more. If the transfer is on its way already, there is nothing to do."
            .into(),
        ..Words::default()
    }
}

/// M31.
fn all_clear(company: &str, resumed: &[String], overdue: bool, archive: Option<String>) -> Words {
    let runs = (!resumed.is_empty()).then(|| ("Run again", some_of(resumed)));
    let (subject, sentence) = if overdue {
        (
            format!("Thank you: one payment less is overdue for {company}"),
            format!("An invoice of {company} is settled; payment of another one is still due."),
        )
    } else {
        (format!("Paid, all clear: {company}"), format!("Thank you. No payment for {company} is overdue any more."))
    };
    Words {
        subject,
        sentence,
        details: runs.into_iter().collect(),
        button: archive.map(|archive| ("See the invoices", archive)),
        ..Words::default()
    }
}

/// The Apps, and for who sees amounts what is overdue.
fn about(apps: &[String], overdue: Option<&Overdue>) -> Vec<(&'static str, String)> {
    let mut details = vec![("Apps", some_of(apps))];
    if let Some(Overdue { number, owed, due }) = overdue {
        details.extend([
            ("To be paid", owed.to_string()),
            ("Oldest invoice", number.to_string()),
            ("Due since", due.to_string()),
        ]);
    }
    details
}

/// Where it goes on: the invoice by its secret link or in the archive; an Admin, who sees neither, goes to the Apps.
fn way(
    slug: &str,
    overdue: Option<&Overdue>,
    secret: Option<String>,
    link: &dyn Fn(&str) -> String,
) -> (&'static str, String) {
    match (overdue, secret) {
        (Some(_), Some(secret)) => ("See the invoice and how to pay", secret),
        (Some(overdue), None) => {
            ("See the invoice and how to pay", link(&format!("/c/{slug}/invoices/{}", overdue.number)))
        }
        (None, _) => ("See the Apps", link(&format!("/c/{slug}/apps"))),
    }
}

/// At most twenty names.
fn some_of(apps: &[String]) -> String {
    let more = (apps.len() > 20).then_some(AND_MORE);
    apps.iter().take(20).map(String::as_str).chain(more).collect::<Vec<_>>().join(", ")
}
