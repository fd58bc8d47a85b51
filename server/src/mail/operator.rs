//! Mails about what the operator does to a Company: it stands still, it runs again, it gets a new Owner. And mails to the
//! operator.

use teamwork::{
    letters::Letter,
    rules::{webhook::WebhookOff, zone::TimeZone},
};

use super::words::Words;

pub(super) fn words(letter: &Letter, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    match letter {
        Letter::CompanySuspended { company, slug, reason, at } => Words {
            subject: format!("{company} is suspended"),
            sentence: format!("The operator has suspended {company} and paused its Apps."),
            details: vec![("Reason", reason.clone()), ("Since", zone.sentence(*at))],
            button: open(slug.as_deref(), link),
            after: "Nothing is lost: data is kept, trials do not run on meanwhile, and everything is as it was once the operator \
                    resumes it. Reply to this mail to ask the operator."
                .into(),
            ..Words::default()
        },
        Letter::CompanyResumed { company, slug, reason } => Words {
            subject: format!("{company} runs again"),
            sentence: format!("The operator has resumed {company}; its Apps are as they were before."),
            details: [("Reason", reason.clone())].into(),
            button: open(slug.as_deref(), link),
            ..Words::default()
        },
        Letter::RecoveryRequested { company, slug, heir, departed, reason, due_at } => Words {
            subject: format!("{heir} is to become an Owner of {company}"),
            sentence: requested(company, heir, departed.as_deref()),
            details: vec![("Reason", reason.clone()), ("Not before", zone.sentence(*due_at))],
            button: slug.as_ref().map(|slug| ("Look at it, or stop it", link(&format!("/c/{slug}/recovery")))),
            after: "Any Owner of the Company stops it with one press. If nobody does, the operator completes it by hand after \
                    that time, and you get another mail."
                .into(),
            ..Words::default()
        },
        Letter::RecoveryStopped { company, slug, by } => Words {
            subject: format!("The Owners of {company} stay as they are"),
            sentence: format!("{by} stopped the recovery of {company}. Nothing was changed."),
            button: see_team(slug.as_deref(), link),
            ..Words::default()
        },
        Letter::RecoveryDone { company, slug, heir, departed } => Words {
            subject: format!("{heir} is now an Owner of {company}"),
            sentence: match departed {
                Some(departed) => format!(
                    "The operator has made {heir} an Owner of {company}; {departed} is no longer a member."
                ),
                None => format!("The operator has made {heir} an Owner of {company}."),
            },
            button: see_team(slug.as_deref(), link),
            ..Words::default()
        },
        Letter::SenderUnknown { sender, sender_email, apps, at } => Words {
            subject: format!("A client does not know {sender}"),
            sentence: format!("Somebody declined a payment request for {}, and says that they do not know {sender}, who sent it.", apps.join(", ")),
            details: vec![("Sender", format!("{sender} <{sender_email}>")), ("When", zone.sentence(*at))],
            button: Some(("Look at the Apps", link("/operator/apps"))),
            after: "One of these may be a mistake. Several from one sender may be fraud: look at their Apps and their Company, and suspend them.".into(),
            ..Words::default()
        },
        Letter::WebhookTurnedOff { webhook, target, description, why, at } => Words {
            subject: format!("The webhook {description} was turned off"),
            sentence: match why {
                WebhookOff::Failing => format!("{target} took nothing for five days, so nothing is sent to it any more."),
                WebhookOff::Gone | WebhookOff::Operator => {
                    format!("{target} answered that it wants nothing any more (410), so nothing is sent to it.")
                }
            },
            details: vec![("Webhook", description.clone()), ("Since", zone.sentence(*at))],
            button: Some(("See what failed", link(&format!("/operator/webhooks/{webhook}")))),
            after: "Once the platform works again, turn the webhook on and send again what has failed. What happens while it \
                    is off is not sent later."
                .into(),
            ..Words::default()
        },
        Letter::SurplusNotTaken { invoice, buyer, amount, at } => Words {
            subject: format!("{amount} did not go back to {buyer}"),
            sentence: format!(
                "The payment provider took {amount} too much for {invoice}, and the bank of {buyer} did not take it back."
            ),
            details: vec![("Invoice", invoice.to_string()), ("Amount", amount.to_string()), ("Since", zone.sentence(*at))],
            button: Some(("See what to pay back", link("/operator/credits"))),
            after: "Nothing happens by itself any more: ask the payer for an account, transfer the money, and note it there."
                .into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

fn requested(company: &str, heir: &str, departed: Option<&str>) -> String {
    match departed {
        Some(departed) => format!(
            "The operator was asked to make {heir} an Owner of {company} in the place of {departed}, whose membership then ends."
        ),
        None => format!("The operator was asked to make {heir} an Owner of {company}."),
    }
}

/// The way into the Company, for who has one.
fn open(slug: Option<&str>, link: &dyn Fn(&str) -> String) -> Option<(&'static str, String)> {
    slug.map(|slug| ("Open the Company", link(&format!("/c/{slug}"))))
}

fn see_team(slug: Option<&str>, link: &dyn Fn(&str) -> String) -> Option<(&'static str, String)> {
    slug.map(|slug| ("See the team", link(&format!("/c/{slug}/team"))))
}
