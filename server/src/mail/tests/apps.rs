//! Apps: trials, news, what the operator does to them.

use teamwork::letters::{AppNews, Letter};

use super::AT;

fn news(news: AppNews) -> Letter {
    let (app, company, slug, by) = ("acme-shop".into(), "Acme Inc".into(), "acme".into(), "Ada Lovelace".into());
    Letter::AppNews { app, company, slug, by, news }
}

/// All of them.
pub(super) fn letters() -> Vec<Letter> {
    let (company, slug) = (|| "Acme Inc".to_owned(), || "acme".to_owned());
    vec![
        Letter::TrialEnding { app: "acme-blog".into(), slug: Some(slug()), ends_at: AT, kept_days: 7, last: false },
        Letter::TrialEnding { app: "app-x".into(), slug: None, ends_at: AT, kept_days: 7, last: true },
        Letter::TrialDeleted { app: "acme-blog".into(), company: Some(company()), blocked_days: 7 },
        Letter::TrialDeleted { app: "app-x".into(), company: None, blocked_days: 1 },
        Letter::AppPaused { app: "acme-shop".into(), slug: Some(slug()), reason: "Abuse".into(), resumed: false },
        Letter::AppPaused { app: "app-x".into(), slug: None, reason: "Settled".into(), resumed: true },
        news(AppNews::Created { plan: "Small".into(), trial: false }),
        news(AppNews::Created { plan: "Trial".into(), trial: true }),
        news(AppNews::Deleted),
        news(AppNews::Scaled { from: "small".into(), to: "large".into() }),
        news(AppNews::MovedAway { to: Some("Elsewhere".into()) }),
        news(AppNews::MovedAway { to: None }),
        news(AppNews::MovedHere { from: Some("Elsewhere".into()) }),
        news(AppNews::MovedHere { from: None }),
        Letter::AppDeleted { app: "shop".into(), company: Some(company()), reason: "Unpaid".into() },
        Letter::AppDeleted { app: "shop".into(), company: None, reason: "Unpaid".into() },
    ]
}
