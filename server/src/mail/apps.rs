//! Mails about Apps: trials that end, pauses, and what happened to an App.

use teamwork::{
    letters::{AppNews, Letter},
    rules::zone::TimeZone,
};

use super::words::Words;

pub(super) fn words(letter: &Letter, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    match letter {
        Letter::TrialEnding { app, slug, ends_at, kept_days, last } => Words {
            subject: format!("The trial of {app} ends {}", if *last { "within 24 hours" } else { "in 3 days" }),
            sentence: format!("The trial of the App {app} ends on {}.", zone.sentence(*ends_at)),
            details: [("Until", zone.sentence(*ends_at))].into(),
            button: Some(("Keep the App", link(&app_path(slug.as_deref(), app, "/billing")))),
            after: format!(
                "If you do nothing, the App is paused then and deleted {} later. It never costs anything unless you \
                 attach a Billing Contact.",
                days(*kept_days)
            ),
            ..Words::default()
        },
        Letter::TrialDeleted { app, company, blocked_days } => Words {
            subject: format!("The trial App {app} was deleted"),
            sentence: match company {
                Some(company) => format!("The App {app} of {company} was deleted, because its trial had ended."),
                None => format!("Your App {app} was deleted, because its trial had ended."),
            },
            button: Some(("Begin another one", link("/apps/new"))),
            after: format!("It has cost nothing. Its name can be used again in {}.", days(*blocked_days)),
            ..Words::default()
        },
        Letter::AppPaused { app, slug, reason, resumed } => {
            let what = if *resumed { "runs again" } else { "is paused" };
            Words {
                subject: format!("The App {app} {what}"),
                sentence: match resumed {
                    true => format!("The operator lets the App {app} run again."),
                    false => format!("The operator has paused the App {app}. Its data is kept."),
                },
                details: [("Reason", reason.clone())].into(),
                button: Some(("Open the App", link(&app_path(slug.as_deref(), app, "")))),
                ..Words::default()
            }
        }
        Letter::AppDeleted { app, company, reason } => Words {
            subject: format!("The App {app} was deleted"),
            sentence: match company {
                Some(company) => format!("The operator has deleted the App {app} of {company}."),
                None => format!("The operator has deleted your App {app}."),
            },
            details: [("Reason", reason.clone())].into(),
            after: "It costs nothing from tomorrow. Reply to this mail to ask the operator.".into(),
            ..Words::default()
        },
        Letter::AppNews { app, company, slug, by, news } => {
            let (subject, sentence) = match news {
                AppNews::Created { trial: true, .. } => (
                    format!("New trial App in {company}: {app}"),
                    format!("{by} began the trial App {app} in {company}."),
                ),
                AppNews::Created { plan, .. } => (
                    format!("New App in {company}: {app}"),
                    format!("{by} created the App {app} in {company}, on the plan {plan}."),
                ),
                AppNews::Deleted => {
                    (format!("App of {company} deleted: {app}"), format!("{by} deleted the App {app} of {company}."))
                }
                AppNews::Scaled { from, to } => (
                    format!("App of {company} scaled: {app}"),
                    format!("{by} scaled the App {app} of {company} from {from} to {to}; billed from the next day."),
                ),
                AppNews::MovedAway { to } => (
                    format!("App moved away from {company}: {app}"),
                    format!(
                        "{by} moved the App {app} from {company} to {}, which pays for it from the next day.",
                        to.as_deref().unwrap_or("another Company")
                    ),
                ),
                AppNews::MovedHere { from } => (
                    format!("App moved to {company}: {app}"),
                    format!(
                        "{by} moved the App {app} from {} to {company}.",
                        from.as_deref().unwrap_or("another Company")
                    ),
                ),
            };
            Words {
                subject,
                sentence,
                button: Some(("See the Apps", link(&format!("/c/{slug}/apps")))),
                ..Words::default()
            }
        }
        _ => Words::default(),
    }
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// The page of an App; a trial of one's own has one page for all.
fn app_path(slug: Option<&str>, app: &str, rest: &str) -> String {
    slug.map_or_else(|| format!("/apps/{app}"), |slug| format!("/c/{slug}/apps/{app}{rest}"))
}
