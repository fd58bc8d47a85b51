//! Pausing a Company or an App, letting it run again, deleting an App, and more days for a trial.

use super::{Done, operator, say, sentence_of};

pub(super) async fn suspend(company: &str, reason: &str) -> Done {
    operator().await?.suspend_company(company, reason).await.map_err(sentence_of)?;
    say(&format!("{company} is suspended, and its Apps with it.\n"))
}

pub(super) async fn resume(company: &str, reason: &str) -> Done {
    operator().await?.resume_company(company, reason).await.map_err(sentence_of)?;
    say(&format!("{company} runs again.\n"))
}

pub(super) async fn suspend_app(app: &str, reason: &str) -> Done {
    operator().await?.suspend_app(app, reason).await.map_err(sentence_of)?;
    say(&format!("{app} is suspended.\n"))
}

pub(super) async fn resume_app(app: &str, reason: &str) -> Done {
    operator().await?.resume_app(app, reason).await.map_err(sentence_of)?;
    say(&format!("{app} runs again.\n"))
}

/// The name on the command line is typed already, so it confirms itself.
pub(super) async fn delete_app(app: &str, reason: &str) -> Done {
    operator().await?.delete_app(app, app, reason).await.map_err(sentence_of)?;
    say(&format!("{app} is deleted.\n"))
}

pub(super) async fn extend_trial(app: &str, days: u32) -> Done {
    let ends_at = operator().await?.extend_trial(app, &days.to_string()).await.map_err(sentence_of)?;
    say(&format!("The trial of {app} ends {}.\n", ends_at.to_sentence()))
}
