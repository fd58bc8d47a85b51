//! What the operator does to a Company, and what operators are told.

use teamwork::{
    letters::Letter,
    rules::{id::WebhookId, money::Money, webhook::WebhookOff},
};

use super::{AT, write};

fn turned_off(why: WebhookOff) -> Letter {
    let (webhook, target) = (WebhookId::new(AT, [6; 10]), "https://platform.example".into());
    Letter::WebhookTurnedOff { webhook, target, description: "Mirror".into(), why, at: AT }
}

fn recovery(departed: Option<&str>) -> Letter {
    Letter::RecoveryRequested {
        company: "Acme Inc".into(),
        slug: Some("acme".into()),
        heir: "Kevin Flynn".into(),
        departed: departed.map(str::to_owned),
        reason: "The only Owner left the business.".into(),
        due_at: AT,
    }
}

/// All of them, as Owners and Admins get them.
pub(super) fn letters() -> Vec<Letter> {
    let (name, company, slug) = (|| "Ada".to_owned(), || "Acme Inc".to_owned(), || Some("acme".to_owned()));
    vec![
        Letter::CompanySuspended { company: company(), slug: slug(), reason: "Unpaid since May".into(), at: AT },
        Letter::CompanyResumed { company: company(), slug: slug(), reason: "Paid".into() },
        recovery(None),
        recovery(Some("Grace Hopper")),
        Letter::RecoveryStopped { company: company(), slug: slug(), by: name() },
        Letter::RecoveryDone { company: company(), slug: slug(), heir: name(), departed: None },
        Letter::RecoveryDone { company: company(), slug: slug(), heir: name(), departed: Some("Grace".to_owned()) },
        Letter::CompanyDeleted { company: company(), by: name() },
        turned_off(WebhookOff::Gone),
        turned_off(WebhookOff::Failing),
        Letter::SenderUnknown {
            sender: name(),
            sender_email: "dev@warren.example".into(),
            apps: vec!["app-x".into()],
            at: AT,
        },
        Letter::SurplusNotTaken {
            invoice: "W-000042".parse().unwrap(),
            buyer: company(),
            amount: Money::new(349, "EUR"),
            at: AT,
        },
    ]
}

#[test]
fn a_webhook_that_was_turned_off_says_why_and_what_to_do() {
    assert_eq!(
        write(&turned_off(WebhookOff::Failing)).as_text(),
        "https://platform.example took nothing for five days, so nothing is sent to it any more.\n\
         \nWebhook: Mirror\nSince: 28 Nov 2026, 14:05 UTC\n\
         \nSee what failed:\nhttps://warren.example/operator/webhooks/01a22279-3ae0-7606-8606-060606060606\n\
         \nOnce the platform works again, turn the webhook on and send again what has failed. What happens while it is off \
         is not sent later.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    assert!(write(&turned_off(WebhookOff::Gone)).as_text().contains("wants nothing any more (410)"));
}

/// M28 says what will happen, when, and how to stop it.
#[test]
fn a_requested_recovery_says_what_will_happen_and_how_to_stop_it() {
    assert_eq!(
        write(&recovery(Some("Grace Hopper"))).as_text(),
        "The operator was asked to make Kevin Flynn an Owner of Acme Inc in the place of Grace Hopper, whose membership \
         then ends.\n\
         \nReason: The only Owner left the business.\nNot before: 28 Nov 2026, 14:05 UTC\n\
         \nLook at it, or stop it:\nhttps://warren.example/c/acme/recovery\n\
         \nAny Owner of the Company stops it with one press. If nobody does, the operator completes it by hand after that \
         time, and you get another mail.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}
