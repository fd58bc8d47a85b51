//! What the clock does for repositories: those of Apps that are gone go too, and pushes that nobody saw the end of are told.

use std::sync::Arc;

use teamwork::{acts::Warren, rules::problem::Problem};

use super::{AfterPush, Progress, Repositories};

/// Does both. Answers how many repositories went and pushes were told.
///
/// # Errors
/// When the database does not answer.
pub async fn tend(warren: &Arc<Warren>, repositories: &Repositories, after: &dyn AfterPush) -> Result<u64, Problem> {
    let mut done = 0;
    for (push, wanted) in warren.open_pushes().await? {
        match repositories.moved(push.app_id, &wanted).await {
            Ok(moved) => {
                if let Some(told) = warren.end_open_push(&push, &moved).await? {
                    after.pushed(told, Progress::channel().0).await;
                    done += 1;
                }
            }
            Err(error) => tracing::error!(%error, app = %push.app_id, "what a push has moved cannot be seen"),
        }
    }
    for app in warren.repositories_to_remove().await? {
        match repositories.remove(app).await {
            Ok(()) => {
                warren.repository_removed(app).await?;
                done += 1;
            }
            Err(error) => tracing::error!(%error, %app, "the repository of an App that is gone could not be removed"),
        }
    }
    Ok(done)
}
