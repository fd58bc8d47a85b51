//! Mails about the Company itself: who pays for it, what is to be paid, and its end.

use teamwork::{letters::Letter, rules::billing::BillingPart};

use super::words::Words;

pub(super) fn words(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::BillingChanged { company, slug, contact, by, parts } => Words {
            subject: format!("Billing data of {company} changed"),
            sentence: format!("{by} changed a billing contact of {company}."),
            details: vec![("Billing contact", contact.clone()), ("What changed", listed(parts))],
            button: Some(("Look at the billing contacts", link(&format!("/c/{slug}/billing")))),
            after: "It counts for invoices to come. If this surprises you, ask an Owner of the Company.".into(),
            ..Words::default()
        },
        Letter::Invoice { number, seller, company, total, from, through, due, .. } => Words {
            subject: format!("Invoice {number} from {seller}: {total}"),
            sentence: format!("Here is the invoice of {seller} for {company}."),
            details: vec![
                ("Number", number.to_string()),
                ("Amount", total.to_string()),
                ("Period", format!("{from} to {through}")),
                ("To be paid by", due.to_string()),
            ],
            button: secret.map(|url| ("See the invoice", url)),
            after: "The link opens without an account. Whoever has this mail can read the invoice.".into(),
            ..Words::default()
        },
        Letter::CompanyDeleted { company, by } => Words {
            subject: format!("{company} was deleted"),
            sentence: format!("{by} deleted {company}. Its Apps, and everybody's access to them, have ended."),
            after: "Your account and your other Companies are as they were. Reply to this mail if that was a mistake."
                .into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

fn listed(parts: &[BillingPart]) -> String {
    parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
}
