//! `warren suspend-company` and `warren resume-company`.

use super::{Done, operator, say, sentence_of};

pub(super) async fn suspend(company: &str, reason: &str) -> Done {
    operator().await?.suspend_company(company, reason).await.map_err(sentence_of)?;
    say(&format!("{company} is suspended, and its Apps with it.\n"))
}

pub(super) async fn resume(company: &str) -> Done {
    operator().await?.resume_company(company).await.map_err(sentence_of)?;
    say(&format!("{company} runs again.\n"))
}
