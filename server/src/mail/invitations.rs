//! Mails about invitations, to those who are invited and to those who invite.

use teamwork::{
    letters::Letter,
    rules::{role::Role, zone::TimeZone},
};
use url::form_urlencoded;

use super::words::Words;

pub(super) fn words(
    letter: &Letter,
    secret_link: Option<String>,
    link: &dyn Fn(&str) -> String,
    zone: &TimeZone,
) -> Words {
    match letter {
        Letter::Invitation { .. } => invitation(letter, secret_link, zone),
        Letter::Welcome { name, company, slug, role } => Words {
            subject: format!("Welcome to {company}"),
            sentence: format!("Hello {name}, you are now {} of {company}.", role.with_article()),
            details: vec![("What you can do", role.sentence().into())],
            button: Some(("Open the Company", link(&format!("/c/{slug}")))),
            after: "You can leave the Company yourself on its page.".into(),
            ..Words::default()
        },
        Letter::Joined { name, company, slug, role } => Words {
            subject: format!("{name} joined {company}"),
            sentence: format!("{name} accepted the invitation and is now {} of {company}.", role.with_article()),
            button: Some(("See the team", link(&format!("/c/{slug}/team")))),
            ..Words::default()
        },
        Letter::Declined { email, company, slug } => Words {
            subject: format!("{email} declined to join {company}"),
            sentence: format!("{email} declined your invitation to {company}."),
            button: Some(("See the team", link(&format!("/c/{slug}/team")))),
            ..Words::default()
        },
        Letter::InvitationExpired { email, company, slug } => Words {
            subject: format!("Your invitation to {email} has expired"),
            sentence: format!("{email} did not answer your invitation to {company} in time. One click renews it."),
            button: Some(("Renew the invitation", link(&format!("/c/{slug}/team")))),
            ..Words::default()
        },
        Letter::RenewalAsked { email, company, slug, role } => Words {
            subject: format!("{email} asks for a new invitation to {company}"),
            sentence: format!(
                "{email} opened your expired invitation to be {} of {company} and asks you to send it again.",
                role.with_article()
            ),
            button: Some(("Renew the invitation", link(&format!("/c/{slug}/team")))),
            after: "If you do nothing, nothing happens.".into(),
            ..Words::default()
        },
        Letter::ReaddressAsked { email, wanted, company, slug, role } => Words {
            subject: format!("{wanted} asks to be invited to {company}"),
            sentence: format!(
                "Somebody opened your invitation of {email} to be {} of {company}, signed in as {wanted}, and asks you to \
                 invite that address instead.",
                role.with_article()
            ),
            details: vec![("Invited", email.clone()), ("Asks", wanted.clone())],
            button: Some(("Invite that address", link(&invite_page(slug, wanted, *role)))),
            after: "Do you know that address? Then invite it, and revoke the invitation of the other one in the list. \
                    If you do nothing, nothing changes."
                .into(),
            ..Words::default()
        },
        Letter::Bounced { email, company, slug } => Words {
            subject: format!("Your invitation did not reach {email}"),
            sentence: format!("The mail server of {email} did not take your invitation to {company}."),
            button: Some(("See the invitations", link(&format!("/c/{slug}/team")))),
            after:
                "Look whether the address is right. You can cancel the invitation and send a new one, or copy its link."
                    .into(),
            ..Words::default()
        },
        Letter::InvitationWithdrawn { company, inviter } => Words {
            subject: format!("The invitation to {company} was withdrawn"),
            sentence: format!("The invitation of {inviter} to join {company} was withdrawn. Its link no longer works."),
            after: "There is nothing to do. If you expected to join, ask the sender.".into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// The page that invites, with address and role filled in.
fn invite_page(slug: &str, address: &str, role: Role) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("to", address)
        .append_pair("role", role.key())
        .finish();
    format!("/c/{slug}/team/invite?{query}")
}

/// M5; M24 to somebody who is a member already; M5r when nobody has answered.
fn invitation(letter: &Letter, secret_link: Option<String>, zone: &TimeZone) -> Words {
    let Letter::Invitation { inviter, company, role, note, expires_at, now, apps, ends_at, reminds, .. } = letter
    else {
        return Words::default();
    };
    let (subject, sentence, label) = match (now, reminds) {
        (Some(now), _) => (
            format!("{inviter} offers you ownership of {company}"),
            format!("{inviter} offers you to become an Owner of {company}, where you are {} now.", now.with_article()),
            "Look at the offer",
        ),
        (None, true) => (
            format!("The invitation of {inviter} to {company} is still open"),
            format!(
                "{inviter} invited you to join {company} as {}, and you have not answered yet.",
                role.with_article()
            ),
            "Look at the invitation",
        ),
        (None, false) => (
            format!("{inviter} invites you to {company}"),
            format!("{inviter} invites you to join {company} as {}.", role.with_article()),
            "Look at the invitation",
        ),
    };
    let mut details = vec![
        ("From", inviter.clone()),
        ("Company", company.clone()),
        ("Your role", format!("{role}. {}", role.sentence())),
    ];
    if !apps.is_empty() {
        details.push(("Your Apps", apps.join(", ")));
    }
    if let Some(ends_at) = ends_at {
        details.push(("Last day of access", ends_at.to_day()));
    }
    details.push(("Open until", zone.sentence(*expires_at)));
    let after = match now {
        Some(_) => {
            "Ownership has to be accepted: it brings the say over money and people, and nobody else can take it from you. \
             The link opens a page on which you accept or decline. If you do nothing, everything stays as it is."
        }
        None => {
            "The link opens a page on which you accept or decline. If you do nothing, the invitation ends by itself."
        }
    };
    let button = secret_link.map(|url| (label, url));
    Words { subject, sentence, note: note.clone(), details, button, after: after.into(), ..Words::default() }
}
