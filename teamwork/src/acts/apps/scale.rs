//! Scaling (R24, R31; matrix row 12): another plan, billed from tomorrow.

use super::{plan, terms};
use crate::{
    acts::{Actor, within},
    letters::AppNews,
    rules::{
        day::Day,
        log::Event,
        permission::Action,
        problem::{Field, Problem, Why},
    },
};

impl Actor {
    /// Gives an App another plan. It has its room at once; a paid App is billed for it from tomorrow.
    ///
    /// # Errors
    /// When the policy refuses, the App is suspended, the plan is not in the currency of who pays, or somebody changed it
    /// meanwhile.
    pub async fn scale_app(&self, name: &str, plan_key: &str, version: i64) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, name).await?;
            let permit = standing.may(|_| Action::ScaleApp)?;
            standing.seen(version)?;
            standing.running()?;
            let plan = plan(tx, plan_key).await?;
            let before = standing.app.plan.clone();
            if before == plan.key {
                return Ok(());
            }
            let open = tx.open_period(standing.app.id).await?;
            // The currency of who pays is fixed for life (E65).
            if open.as_ref().is_some_and(|open| open.currency != plan.price.currency) {
                return Err(Problem::field(Field::Plan, Why::NotAPlan).into());
            }
            tx.set_plan(standing.app.id, &plan.key).await?;
            if let Some(open) = open {
                let today = Day::of(self.guest.at);
                tx.turn_period(standing.app.id, &open, today, &terms(open.payer, &plan)).await?;
            }
            if let Some(me) = standing.company() {
                let (from, to) = (before.clone(), plan.key.clone());
                self.post_news(tx, me, &standing.app.name, AppNews::Scaled { from, to }).await?;
            }
            let entry = standing.entry(self, Event::AppScaled, permit);
            tx.record(entry.change(Some(&before), Some(&plan.key))).await?;
            standing.announce(tx);
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }
}
