//! Mails about invitations, to those who are invited and to those who invite.

use teamwork::letters::Letter;

use super::words::Words;

pub(super) fn words(letter: &Letter, secret_link: Option<String>, link: &dyn Fn(&str) -> String) -> Words {
    match letter {
        Letter::Invitation { inviter, company, role, note, expires_at, .. } => Words {
            subject: format!("{inviter} invites you to {company}"),
            sentence: format!("{inviter} invites you to join {company} as {}.", role.with_article()),
            note: note.clone(),
            details: vec![
                ("From", inviter.clone()),
                ("Company", company.clone()),
                ("Your role", format!("{role}. {}", role.sentence())),
                ("Open until", expires_at.to_sentence()),
            ],
            button: secret_link.map(|url| ("Look at the invitation", url)),
            after: "The link opens a page on which you accept or decline. If you do nothing, the invitation ends by itself.".into(),
        },
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
        Letter::Bounced { email, company, slug } => Words {
            subject: format!("Your invitation did not reach {email}"),
            sentence: format!("The mail server of {email} did not take your invitation to {company}."),
            button: Some(("See the invitations", link(&format!("/c/{slug}/team")))),
            after: "Look whether the address is right. You can cancel the invitation and send a new one, or copy its link.".into(),
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
