//! Mails about the Company itself: who pays for it, and its end.

use teamwork::{letters::Letter, rules::billing::BillingPart};

use super::words::Words;

pub(super) fn words(letter: &Letter, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::BillingChanged { company, slug, contact, by, parts } => Words {
            subject: format!("Billing data of {company} changed"),
            sentence: format!("{by} changed a billing contact of {company}."),
            details: vec![("Billing contact", contact.clone()), ("What changed", listed(parts))],
            button: slug.as_ref().map(|slug| ("Look at the billing contacts", link(&format!("/c/{slug}/billing")))),
            after: "It counts for invoices to come. If this surprises you, ask an Owner of the Company.".into(),
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
