//! Mails about who is what in a Company, and who is no longer.

use teamwork::{letters::Letter, rules::zone::TimeZone};

use super::words::Words;

/// Said at every departure, because copies on other machines stay where they are (E79).
const ROTATE: &str = "Change the secrets this person knew: database passwords, API keys, tokens of other services.";

pub(super) fn words(letter: &Letter, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    match letter {
        Letter::YourRoleChanged { company, slug, from, to, by, withdrawn } => Words {
            subject: format!("You are now {} of {company}", to.with_article()),
            sentence: format!("{by} changed your role in {company} from {from} to {to}."),
            details: [("What you can do now", to.sentence().into())].into_iter().chain(ended(withdrawn)).collect(),
            button: Some(("Open the Company", link(&format!("/c/{slug}")))),
            ..Words::default()
        },
        Letter::RoleChanged { name, company, slug, from, to, by } => Words {
            subject: format!("{name} is now {} of {company}", to.with_article()),
            sentence: format!("{by} changed the role of {name} in {company} from {from} to {to}."),
            button: Some(("See the team", link(&format!("/c/{slug}/team")))),
            ..Words::default()
        },
        Letter::YourAppsChanged { company, slug, by, apps, added, removed } => Words {
            subject: format!("Your Apps in {company} changed"),
            sentence: format!("{by} changed on which Apps you work in {company}."),
            details: [("New", added), ("No longer yours", removed), ("Your Apps now", apps)]
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(label, names)| (label, names.join(", ")))
                .collect(),
            button: Some(("Open the Company", link(&format!("/c/{slug}")))),
            after: "Your SSH keys work on your Apps, and no longer on the others.".into(),
            ..Words::default()
        },
        Letter::YouLeft { name, company, withdrawn, apps } => Words {
            subject: format!("You left {company}"),
            sentence: format!("Hello {name}, you left {company}. Your access to the Company and its Apps has ended."),
            details: lost(apps).into_iter().chain(ended(withdrawn)).collect(),
            after: "Delete copies of its code and data that you no longer need.".into(),
            ..Words::default()
        },
        Letter::MemberGone { name, company, slug, role, dismissed_by, user, expired, apps, deploy_keys } => {
            let was = role.with_article();
            let sentence = match dismissed_by {
                Some(by) => format!("{by} dismissed {name}, who was {was} of {company}."),
                None if *expired => format!("The access of {name}, who was {was} of {company}, ended on its last day."),
                None => format!("{name}, who was {was} of {company}, left."),
            };
            let keys = (!deploy_keys.is_empty()).then(|| ("Deploy keys they added that still work", deploy_keys.join(", ")));
            let button = match user {
                Some(user) => ("See what ended and what to do", format!("/c/{slug}/departures/{user}")),
                None => ("See the team", format!("/c/{slug}/team")),
            };
            Words {
                subject: format!("{name} is no longer in {company}"),
                sentence,
                details: lost(apps).into_iter().chain(keys).collect(),
                button: Some((button.0, link(&button.1))),
                after: ROTATE.into(),
                ..Words::default()
            }
        }
        Letter::Dismissed { company, withdrawn, expired, apps } => Words {
            subject: format!("Your access to {company} has ended"),
            sentence: match expired {
                true => format!("The last day of your access to {company} is over; you are no longer a member."),
                false => format!("You are no longer a member of {company}; your access to it and its Apps has ended."),
            },
            details: lost(apps).into_iter().chain(ended(withdrawn)).collect(),
            after: "Your account and your other Companies are as they were. Ask an Owner of the Company if you have questions.".into(),
            ..Words::default()
        },
        Letter::YourAccessEnds { name, company, slug, role, ends_at } => Words {
            subject: format!("Your access to {company} ends on {}", zone.day(*ends_at)),
            sentence: format!("Hello {name}, your access to {company} ends by itself."),
            details: vec![
                ("Company", company.clone()),
                ("Your role", role.name().into()),
                ("Your access ends", zone.sentence(*ends_at)),
            ],
            button: Some(("Open the Company", link(&format!("/c/{slug}")))),
            after: "If you need it longer, ask an Owner of the Company to move the date.".into(),
            ..Words::default()
        },
        Letter::AccessEnds { name, company, slug, role, ends_at } => Words {
            subject: format!("The access of {name} to {company} ends on {}", zone.day(*ends_at)),
            sentence: format!("The access of {name} to {company} ends by itself."),
            details: vec![
                ("Company", company.clone()),
                ("Their role", role.name().into()),
                ("Their access ends", zone.sentence(*ends_at)),
            ],
            button: Some(("See the team", link(&format!("/c/{slug}/team")))),
            after: "If they need it longer, move the date on the team page. If you do nothing, it ends.".into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// The Apps that somebody no longer reaches.
fn lost(apps: &[String]) -> Option<(&'static str, String)> {
    (!apps.is_empty()).then(|| ("Access ended to", apps.join(", ")))
}

/// Invitations that ended because their sender could no longer send them (S29).
fn ended(withdrawn: &[String]) -> Option<(&'static str, String)> {
    (!withdrawn.is_empty()).then(|| ("Your open invitations that ended", withdrawn.join(", ")))
}
