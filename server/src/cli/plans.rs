//! `warren plans`.

use clap::{Args, Subcommand};
use teamwork::{
    acts::Operator,
    rules::{
        money::write_amount,
        price_list::{PlanForm, PricedPlan},
    },
};

use super::{Done, list, operator, say, sentence_of};

#[derive(Subcommand)]
pub(super) enum Plans {
    /// List every plan, with what is no longer offered
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Add a plan, or change one; what is left out stays as it is. Periods that have begun keep their price
    Set(Set),
}

#[derive(Args)]
pub(super) struct Set {
    /// The word of the plan, such as standard
    key: String,
    #[arg(long)]
    name: Option<String>,
    /// Net, for a month, like 29.00
    #[arg(long)]
    price: Option<String>,
    /// Three letters
    #[arg(long)]
    currency: Option<String>,
    #[arg(long)]
    memory_mb: Option<String>,
    #[arg(long)]
    storage_mb: Option<String>,
    #[arg(long)]
    domains: Option<String>,
    /// The place in the list
    #[arg(long)]
    position: Option<String>,
    /// Whether new Apps can have it
    #[arg(long)]
    offered: Option<bool>,
}

pub(super) async fn run(command: Plans) -> Done {
    match command {
        Plans::List { json } => {
            let plans = operator().await?.price_list().await.map_err(sentence_of)?;
            list(&plans, json, |plan| format!("{:<16}{}", plan.key, plan.line()))
        }
        Plans::Set(set) => save(&operator().await?, set).await,
    }
}

async fn save(operator: &Operator, set: Set) -> Done {
    let plans = operator.price_list().await.map_err(sentence_of)?;
    let known = plans.into_iter().find(|plan| plan.key == set.key);
    let form = form(known.as_ref(), set);
    let saved = match &known {
        Some(plan) => operator.change_plan(&form, plan.version).await,
        None => operator.add_plan(&form).await,
    };
    saved.map_err(sentence_of)?;
    say(&format!("The plan {} {}.\n", form.key, if known.is_some() { "was changed" } else { "was added" }))
}

/// What was said, and for the rest what is there already.
fn form(known: Option<&PricedPlan>, set: Set) -> PlanForm {
    let or = |said: Option<String>, of: fn(&PricedPlan) -> String| said.or(known.map(of)).unwrap_or_default();
    PlanForm {
        key: set.key,
        name: or(set.name, |plan| plan.name.clone()),
        position: or(set.position, |plan| plan.position.to_string()),
        price: or(set.price, |plan| write_amount(plan.price)),
        currency: or(set.currency, |plan| plan.currency.clone()),
        memory: or(set.memory_mb, |plan| plan.memory_mb.to_string()),
        storage: or(set.storage_mb, |plan| plan.storage_mb.to_string()),
        domain_count: or(set.domains, |plan| plan.domains.to_string()),
        offered: set.offered.unwrap_or(known.is_none_or(|plan| plan.offered)),
    }
}
