//! The operator (domain.md, 3.2): settings, prices, suspension, recovery of ownership, mails.

mod access;
mod budgets;
mod outbox;
mod prices;
mod recovery;
mod recovery_races;
mod settings;
mod suspension;

use teamwork::acts::Operator;

use crate::house::House;

/// Mallory, whose account is one of the operator's here.
async fn operator(house: &House) -> Operator {
    house.database.run("UPDATE users SET operator = TRUE WHERE email = 'mallory@elsewhere.example'").await;
    house.mallory().await.operator().await.unwrap()
}

/// The command line, at this moment of the clock.
fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}
