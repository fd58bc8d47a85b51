//! The price list of the house: what an App can be, and what it costs a month.

use serde::{Deserialize, Serialize};

use super::{
    money::{read_amount, read_currency},
    problem::{Field, Flaw, Flaws, Problem, Why},
    text::Line,
};

/// A plan as the operator sees it. Periods that have begun keep the price they began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::FromRow))]
pub struct PricedPlan {
    /// Its word in the database and on the command line; never changed.
    pub key: String,
    pub name: String,
    pub position: i64,
    /// Net, for a month, in minor units.
    pub price: i64,
    pub currency: String,
    pub memory_mb: i64,
    pub storage_mb: i64,
    pub domains: i64,
    /// Whether new Apps can have it.
    pub offered: bool,
    pub version: i64,
}

/// What somebody typed about a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanForm {
    /// The plan that is changed, or the word of a new one.
    pub key: String,
    pub name: String,
    pub position: String,
    /// "29.00".
    pub price: String,
    pub currency: String,
    pub memory: String,
    pub storage: String,
    pub domain_count: String,
    pub offered: bool,
}

impl PlanForm {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(&self) -> Result<PricedPlan, Problem> {
        let mut flaws = Flaws::default();
        let key = flaws.keep(read_key(&self.key));
        let name = flaws.keep(Line::parse(Field::Label, &self.name, 40));
        let currency = flaws.keep(read_currency(&self.currency));
        let price = flaws.keep(read_amount(&self.price));
        let memory = flaws.keep(number(Field::Memory, &self.memory, 1, 1_048_576));
        let storage = flaws.keep(number(Field::Storage, &self.storage, 1, 104_857_600));
        let domains = flaws.keep(number(Field::DomainCount, &self.domain_count, 0, 1_000));
        let position = flaws.keep(number(Field::Position, &self.position, 1, 1_000));
        match (key, name, currency, price, memory, storage, domains, position) {
            (
                Some(key),
                Some(name),
                Some(currency),
                Some(price),
                Some(memory_mb),
                Some(storage_mb),
                Some(domains),
                Some(position),
            ) => Ok(PricedPlan {
                key,
                name: name.to_string(),
                position,
                price,
                currency,
                memory_mb,
                storage_mb,
                domains,
                offered: self.offered,
                version: 0,
            }),
            _ => Err(flaws.into_problem()),
        }
    }
}

impl PricedPlan {
    /// One line for the log.
    pub fn line(&self) -> String {
        let price = super::money::write_amount(self.price);
        let offered = if self.offered { "offered" } else { "withdrawn" };
        format!(
            "{}: {price} {}, {} MB memory, {} MB storage, {} domains, {offered}",
            self.name, self.currency, self.memory_mb, self.storage_mb, self.domains
        )
    }
}

fn read_key(text: &str) -> Result<String, Flaw> {
    let key = text.trim().to_ascii_lowercase();
    let fits = (2..=20).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let why = if key.is_empty() { Why::Missing } else { Why::NotASlug };
    if fits { Ok(key) } else { Err(Flaw { field: Field::Plan, why }) }
}

fn number(field: Field, text: &str, least: u32, most: u32) -> Result<i64, Flaw> {
    let number = text.trim().parse::<u32>().ok().filter(|number| (least..=most).contains(number));
    number.map(i64::from).ok_or(Flaw { field, why: Why::NotInRange(least, most) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PlanForm {
        PlanForm {
            key: "huge".into(),
            name: "Huge".into(),
            position: "4".into(),
            price: "149.00".into(),
            currency: "eur".into(),
            memory: "16384".into(),
            storage: "204800".into(),
            domain_count: "200".into(),
            offered: true,
        }
    }

    #[test]
    fn a_plan_is_read_as_a_whole() {
        let plan = form().read().unwrap();
        assert_eq!((plan.price, plan.currency.as_str(), plan.domains), (14_900, "EUR", 200));
        assert_eq!(plan.line(), "Huge: 149.00 EUR, 16384 MB memory, 204800 MB storage, 200 domains, offered");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let Err(Problem::Invalid(flaws)) = PlanForm::default().read() else { panic!("an empty form is no plan") };
        assert_eq!(flaws.len(), 8);
        let why = PlanForm { price: "a lot".into(), ..form() }.read();
        assert_eq!(why, Err(Problem::field(Field::Price, Why::NotAnAmount)));
    }
}
