//! Cards (domain.md 4.2, 4.5; I20–I24, I28): nothing counts before the provider has proven it, and then it counts once.

mod announcing;
mod bank;
pub mod charging;
mod confluence;
mod credited;
mod crediting;
mod debiting;
mod disputed;
mod ended;
mod ending_on_the_way;
mod exchanged;
mod forgetting;
mod hostile;
mod least;
mod mandates;
mod overtaken;
mod owed_again;
mod patience;
mod paying;
mod remnant;
mod renewed;
mod returning;
mod rivals;
mod schedules;
mod surplus;
mod swapping;
mod taken_back;
mod taken_back_in_part;
mod template;
mod typed;
mod undecided;
mod unserved;

use teamwork::{
    acts::{Accepted, Elsewhere, Visitor},
    rules::{
        problem::Problem,
        request::{AcceptForm, PayingState},
    },
};

pub use bank::Bank;
pub use template::wanted;

use crate::{house::House, requests::cafe};

/// What a café in Vienna fills in that wants to pay with a card.
pub fn by_card() -> AcceptForm {
    AcceptForm { method: "card".into(), ..cafe() }
}

/// Somebody without an account goes to the provider.
pub async fn go(house: &House, secret: &str) -> Result<Elsewhere, Problem> {
    match Visitor::Guest(house.guest()).accept_request(secret, by_card()).await? {
        Accepted::Pays(elsewhere) => Ok(elsewhere),
        Accepted::Done { .. } => panic!("a card was asked for"),
    }
}

/// What the browser that went there reads.
pub async fn seen(house: &House, gone: &Elsewhere) -> PayingState {
    house.forgive_limits().await;
    house.guest().look_at_payment(gone.claim.as_ref().unwrap()).await.unwrap().state
}
