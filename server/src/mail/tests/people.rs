//! Invitations, roles, the end of a membership.

use teamwork::{
    letters::Letter,
    rules::{
        id::{InvitationId, UserId},
        role::Role,
    },
};

use super::{AT, link, write};

pub(super) fn invitation(inviter: &str, note: Option<&str>) -> Letter {
    Letter::Invitation {
        invitation: InvitationId::new(AT, [2; 10]),
        link: link(),
        inviter: inviter.into(),
        company: "Acme Inc".into(),
        role: Role::Developer,
        note: note.map(str::to_owned),
        expires_at: AT,
        now: None,
        apps: Vec::new(),
        ends_at: None,
        reminds: false,
    }
}

/// The same with all that it can hold, a second time.
fn reminder() -> Letter {
    let mut letter = invitation("Ada", None);
    if let Letter::Invitation { apps, ends_at, reminds, .. } = &mut letter {
        (*apps, *ends_at, *reminds) = (vec!["shop".into(), "blog".into()], Some(AT), true);
    }
    letter
}

/// An Admin is offered more.
fn offer() -> Letter {
    let mut letter = invitation("Ada", None);
    if let Letter::Invitation { role, now, .. } = &mut letter {
        (*role, *now) = (Role::Owner, Some(Role::Admin));
    }
    letter
}

fn gone(dismissed_by: Option<String>, expired: bool) -> Letter {
    Letter::MemberGone {
        name: "Kevin Flynn".into(),
        company: "Acme Inc".into(),
        slug: "acme".into(),
        role: Role::Developer,
        dismissed_by,
        user: Some(UserId::new(AT, [3; 10])),
        expired,
        apps: vec!["shop".into()],
        deploy_keys: vec!["CI (shop)".into()],
    }
}

/// All of them.
pub(super) fn letters() -> Vec<Letter> {
    let (name, company, slug, email) = ("Ada", "Acme Inc", "acme", "dev@warren.example");
    let (name, company, slug, email) = (|| name.into(), || company.into(), || slug.into(), || email.into());
    let (wanted, role) = ("ada@home.example".into(), Role::Admin);
    vec![
        invitation("Ada Lovelace", Some("Welcome!\nSee you.")),
        reminder(),
        offer(),
        Letter::Welcome { name: name(), company: company(), slug: slug(), role: Role::Admin },
        Letter::Joined { name: name(), company: company(), slug: slug(), role: Role::Admin },
        Letter::Declined { email: email(), company: company(), slug: slug() },
        Letter::InvitationExpired { email: email(), company: company(), slug: slug() },
        Letter::RenewalAsked { email: email(), company: company(), slug: slug(), role: Role::Developer },
        Letter::ReaddressAsked { email: email(), wanted, company: company(), slug: slug(), role },
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
            by: "Grace Hopper".into(),
        },
        Letter::YourAppsChanged {
            company: company(),
            slug: slug(),
            by: name(),
            apps: vec!["shop".into()],
            added: vec!["shop".into()],
            removed: vec!["blog".into()],
        },
        Letter::YouLeft {
            name: name(),
            company: company(),
            withdrawn: vec!["new@acme.example".into()],
            apps: vec!["shop".into()],
        },
        gone(None, false),
        gone(Some(name()), false),
        gone(None, true),
        Letter::Dismissed { company: company(), withdrawn: Vec::new(), expired: false, apps: Vec::new() },
        Letter::Dismissed { company: company(), withdrawn: Vec::new(), expired: true, apps: vec!["shop".into()] },
        Letter::YourAccessEnds { name: name(), company: company(), slug: slug(), role: Role::Admin, ends_at: AT },
        Letter::AccessEnds { name: name(), company: company(), slug: slug(), role: Role::Admin, ends_at: AT },
    ]
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
