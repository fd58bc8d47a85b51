//! Who keeps cards and charges them: Stripe, or in the demo a simulator. Without either, bills are paid by bank transfer.

mod read;
pub mod signature;
pub mod simulator;
mod stripe;

use std::sync::Arc;

use teamwork::acts::Warren;

pub use simulator::Simulator;
pub use stripe::{Stripe, StripeKeys};

use crate::config::Config;

/// The provider of this house.
#[derive(Clone)]
pub enum Provider {
    Stripe,
    Simulator(Arc<Simulator>),
    None,
}

impl Provider {
    /// Opens the way to the provider that the settings name, and has the house pay through it.
    ///
    /// # Errors
    /// When TLS cannot be prepared.
    pub fn open(warren: &Arc<Warren>, config: &Config) -> Result<Self, reqwest::Error> {
        if let Some(keys) = &config.stripe {
            warren.pay_through(Arc::new(Stripe::new(keys)?));
            return Ok(Self::Stripe);
        }
        let Some(simulator) = Simulator::in_the_demo(warren, config) else { return Ok(Self::None) };
        let simulator = Arc::new(simulator);
        warren.pay_through(simulator.clone());
        Ok(Self::Simulator(simulator))
    }
}
