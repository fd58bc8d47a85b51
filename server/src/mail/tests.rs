use teamwork::{
    letters::{Letter, SecurityEvent},
    rules::{
        id::{InvitationId, LinkId},
        moment::Moment,
        role::Role,
    },
};

use super::*;

const AT: Moment = Moment::from_millis(1_795_874_700_000);

fn link() -> LinkId {
    LinkId::new(AT, [1; 10])
}

fn invitation(inviter: &str, note: Option<&str>) -> Letter {
    Letter::Invitation {
        invitation: InvitationId::new(AT, [2; 10]),
        link: link(),
        inviter: inviter.into(),
        company: "Acme Inc".into(),
        role: Role::Developer,
        note: note.map(str::to_owned),
        expires_at: AT,
    }
}

fn every_letter() -> Vec<Letter> {
    let (name, company, slug, email) = ("Ada", "Acme Inc", "acme", "dev@warren.example");
    let (name, company, slug, email) = (|| name.into(), || company.into(), || slug.into(), || email.into());
    let mut letters = vec![
        Letter::ConfirmEmail { name: name(), link: link(), expires_at: AT },
        Letter::AlreadyRegistered { name: name() },
        Letter::SignInLink { name: name(), link: link(), expires_at: AT },
        Letter::ResetPassword { name: name(), link: link(), expires_at: AT },
        Letter::NoAccount,
        Letter::ConfirmNewEmail { name: name(), link: link(), expires_at: AT },
        invitation("Ada Lovelace", Some("Welcome!\nSee you.")),
        Letter::Welcome { name: name(), company: company(), slug: slug(), role: Role::Admin },
        Letter::Joined { name: name(), company: company(), slug: slug(), role: Role::Admin },
        Letter::Declined { email: email(), company: company(), slug: slug() },
        Letter::InvitationExpired { email: email(), company: company(), slug: slug() },
        Letter::Bounced { email: email(), company: company(), slug: slug() },
        Letter::InvitationWithdrawn { company: company(), inviter: name() },
        Letter::YourRoleChanged {
            company: company(),
            slug: slug(),
            from: Role::Developer,
            to: Role::Admin,
            by: name(),
            withdrawn: Vec::new(),
        },
        Letter::RoleChanged {
            name: name(),
            company: company(),
            slug: slug(),
            from: Role::Admin,
            to: Role::Developer,
            by: name(),
        },
        Letter::YouLeft { name: name(), company: company(), withdrawn: vec!["new@acme.example".into()] },
        Letter::MemberGone { name: name(), company: company(), slug: slug(), role: Role::Owner, dismissed_by: None },
        Letter::MemberGone {
            name: name(),
            company: company(),
            slug: slug(),
            role: Role::Admin,
            dismissed_by: Some(name()),
        },
        Letter::Dismissed { company: company(), withdrawn: Vec::new() },
    ];
    let events = [
        SecurityEvent::PasswordChanged,
        SecurityEvent::PasswordReset,
        SecurityEvent::EmailChanged,
        SecurityEvent::NewDevice,
        SecurityEvent::TokenMade,
    ];
    letters.extend(events.map(|what| Letter::SecurityNotice { name: name(), what, at: AT }));
    letters
}

fn write(letter: &Letter) -> Words {
    words::write(letter, Some("https://warren.example/x/secret".into()), &|path| {
        format!("https://warren.example{path}")
    })
}

#[test]
fn every_letter_has_words_and_none_of_them_grovels_or_blames() {
    for letter in every_letter() {
        let words = write(&letter);
        let text = format!("{} {}", words.subject, words.as_text());
        assert!(!words.subject.is_empty() && !words.sentence.is_empty(), "{letter:?}");
        for banned in ["invalid", "please", "sorry", "oops"] {
            assert!(!text.to_lowercase().contains(banned), "{banned}: {text}");
        }
    }
}

#[test]
fn an_invitation_says_who_what_and_until_when() {
    assert_eq!(
        write(&invitation("Ada Lovelace", Some("Welcome!\nSee you."))).as_text(),
        "Ada Lovelace invites you to join Acme Inc as a Developer.\n\
         \n> Welcome!\n> See you.\n\
         \nFrom: Ada Lovelace\nCompany: Acme Inc\n\
         Your role: Developer. Configures and deploys the Apps assigned to them.\n\
         Open until: 28 Nov 2026, 14:05 UTC\n\
         \nLook at the invitation:\nhttps://warren.example/x/secret\n\
         \nThe link opens a page on which you accept or decline. If you do nothing, the invitation ends by itself.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

#[test]
fn what_people_type_stays_text() {
    let words = write(&invitation("<b>Ada</b>\r\nBcc: mallory@evil.example", Some("<script>alert(1)</script>")));
    assert!(!words.subject.contains(['\r', '\n']));
    assert!(!words.as_html().contains("<script>") && !words.as_html().contains("<b>Ada"));
    let mail = Mail {
        id: 7,
        to: "dev@warren.example".into(),
        letter: Letter::NoAccount,
        attempts: 1,
        created_at: AT,
        sent_at: None,
    };
    let from: Mailbox = "Warren <warren@warren.example>".parse().unwrap();
    let message = compose("https://warren.example", (&from, Some(&from)), &mail, &words).unwrap();
    let wire = String::from_utf8(message.formatted()).unwrap();
    assert!(!wire.lines().any(|line| line.starts_with("Bcc:")));
    assert!(wire.contains("Message-ID: <7.1795874700000@warren.example>\r\n"), "{wire}");
    assert!(
        wire.contains("Auto-Submitted: auto-generated\r\n")
            && wire.contains("Reply-To: Warren <warren@warren.example>\r\n")
    );
}
