//! The price list. What has begun keeps its price; what begins later has the new one.

use super::Operator;
use crate::{
    acts::within,
    rules::{
        log::Event,
        price_list::{PlanForm, PricedPlan},
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

impl Operator {
    /// The whole price list, with what is no longer offered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn price_list(&self) -> Result<Vec<PricedPlan>, Problem> {
        self.guest.warren.db.price_list().await.map_err(|error| self.guest.tell(error))
    }

    /// Adds a plan to the list.
    ///
    /// # Errors
    /// What is wrong with the form, or that there is a plan of this word.
    pub async fn add_plan(&self, form: &PlanForm) -> Result<(), Problem> {
        self.fresh()?;
        let plan = PricedPlan { version: 1, ..form.read()? };
        within!(&self.guest, |tx| {
            if tx.priced_plan(&plan.key).await?.is_some() {
                return Err(Problem::field(Field::Plan, Why::Taken).into());
            }
            tx.keep_plan(&plan).await?;
            tx.record(self.entry(Event::PlanChanged).to(&plan.key).change(None, Some(&plan.line()))).await?;
        })
    }

    /// Changes a plan, or withdraws it from the offer. `version` is the state the person saw.
    ///
    /// # Errors
    /// What is wrong with the form, that there is no such plan, or that somebody changed it meanwhile.
    pub async fn change_plan(&self, form: &PlanForm, version: i64) -> Result<(), Problem> {
        self.fresh()?;
        let plan = PricedPlan { version: version.saturating_add(1), ..form.read()? };
        within!(&self.guest, |tx| {
            let before = tx.priced_plan(&plan.key).await?.ok_or(Thing::Plan)?;
            if before.version != version {
                return Err(Conflict::StalePlan.into());
            }
            tx.keep_plan(&plan).await?;
            let entry = self.entry(Event::PlanChanged).to(&plan.key);
            tx.record(entry.change(Some(&before.line()), Some(&plan.line()))).await?;
        })
    }
}
