//! The price list of this year, and the tax of each country, typed by hand.

use teamwork::rules::price_list::PlanForm;

use super::house::House;

/// A plan as it is sold today.
#[derive(Clone, Debug)]
pub struct Plan {
    pub key: &'static str,
    pub name: &'static str,
    /// In hundredths, for a month.
    pub price: i64,
    pub currency: &'static str,
}

/// What a new house sells, and what this one adds: a plan so cheap that a month of it is carried forward, odd prices, and
/// another currency.
pub fn plans() -> Vec<Plan> {
    let plan = |(key, name, price, currency)| Plan { key, name, price, currency };
    [
        ("small", "Small", 900, "EUR"),
        ("standard", "Standard", 2_900, "EUR"),
        ("large", "Large", 7_900, "EUR"),
        ("tiny", "Tiny", 37, "EUR"),
        ("odd", "Odd", 1_235, "EUR"),
        ("small-usd", "Small in dollars", 1_111, "USD"),
        ("large-usd", "Large in dollars", 8_425, "USD"),
    ]
    .map(plan)
    .to_vec()
}

/// The plan whose price rises in July, and to what.
pub const RISES: (&str, i64) = ("standard", 3_149);

/// Puts the plans that a new house does not have on its price list.
pub async fn add_plans(house: &House) {
    for plan in plans().iter().skip(3) {
        house.operator().add_plan(&form(plan)).await.unwrap();
    }
}

/// Changes the price of a plan: for what begins later.
pub async fn raise(house: &House, plan: &Plan) {
    let list = house.operator().price_list().await.unwrap();
    let version = list.iter().find(|known| known.key == plan.key).unwrap().version;
    house.operator().change_plan(&form(plan), version).await.unwrap();
}

fn form(plan: &Plan) -> PlanForm {
    PlanForm {
        key: plan.key.into(),
        name: plan.name.into(),
        position: "9".into(),
        price: write_amount(plan.price),
        currency: plan.currency.into(),
        memory: "256".into(),
        storage: "1024".into(),
        domain_count: "2".into(),
        offered: true,
    }
}

/// "31.49", as the operator types it.
pub fn write_amount(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Where a buyer is, and with which VAT number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    pub country: &'static str,
    /// Empty for none.
    pub vat_number: &'static str,
    /// What a seller in Germany has to ask for in 2028: the rule, and hundredths of a percent.
    pub rule: &'static str,
    pub rate: i64,
}

impl Address {
    pub fn is_in_the_union(&self) -> bool {
        self.rule != "out_of_scope"
    }
}

const fn at(country: &'static str, vat_number: &'static str, rule: &'static str, rate: i64) -> Address {
    Address { country, vat_number, rule, rate }
}

/// Buyers at home, elsewhere in the Union with a VAT number and without, and outside of it.
pub const ADDRESSES: [Address; 20] = [
    at("DE", "", "home", 1_900),
    at("DE", "DE136695976", "home", 1_900),
    at("AT", "", "destination", 2_000),
    at("FR", "", "destination", 2_000),
    at("FI", "", "destination", 2_550),
    at("EE", "", "destination", 2_400),
    at("RO", "", "destination", 2_100),
    at("SK", "", "destination", 2_300),
    at("HU", "", "destination", 2_700),
    at("LU", "", "destination", 1_700),
    at("MT", "", "destination", 1_800),
    at("IT", "", "destination", 2_200),
    at("CZ", "CZ12345678", "reverse_charge", 0),
    at("HU", "HU12345678", "reverse_charge", 0),
    at("GR", "EL123456789", "reverse_charge", 0),
    at("HR", "HR12345678901", "reverse_charge", 0),
    at("US", "", "out_of_scope", 0),
    at("CH", "CHE123456789", "out_of_scope", 0),
    at("GB", "", "out_of_scope", 0),
    at("NO", "", "out_of_scope", 0),
];
