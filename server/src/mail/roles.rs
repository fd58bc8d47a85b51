//! Mails about who is what in a Company, and who is no longer.

use teamwork::letters::Letter;

use super::words::Words;

/// Said at every departure, because copies on other machines stay where they are (E79).
const ROTATE: &str = "Change the secrets this person knew: database passwords, API keys, tokens of other services.";

pub(super) fn words(letter: &Letter, link: &dyn Fn(&str) -> String) -> Words {
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
        Letter::YouLeft { name, company, withdrawn } => Words {
            subject: format!("You left {company}"),
            sentence: format!("Hello {name}, you left {company}. Your access to the Company and its Apps has ended."),
            details: ended(withdrawn).into_iter().collect(),
            after: "Delete copies of its code and data that you no longer need.".into(),
            ..Words::default()
        },
        Letter::MemberGone { name, company, slug, role, dismissed_by } => {
            let sentence = match dismissed_by {
                Some(by) => format!("{by} dismissed {name}, who was {} of {company}.", role.with_article()),
                None => format!("{name}, who was {} of {company}, left.", role.with_article()),
            };
            Words {
                subject: format!("{name} is no longer in {company}"),
                sentence,
                button: Some(("See the team", link(&format!("/c/{slug}/team")))),
                after: ROTATE.into(),
                ..Words::default()
            }
        }
        Letter::Dismissed { company, withdrawn } => Words {
            subject: format!("Your access to {company} has ended"),
            sentence: format!("You are no longer a member of {company}; your access to it and its Apps has ended."),
            details: ended(withdrawn).into_iter().collect(),
            after: "Your account and your other Companies are as they were. Ask an Owner of the Company if you have questions.".into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// Invitations that ended because their sender could no longer send them (S29).
fn ended(withdrawn: &[String]) -> Option<(&'static str, String)> {
    (!withdrawn.is_empty()).then(|| ("Your open invitations that ended", withdrawn.join(", ")))
}
