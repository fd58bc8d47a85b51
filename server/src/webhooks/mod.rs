//! How webhooks leave the house: one attempt over HTTP, to addresses of the world only, and one lane for each platform, so
//! that a slow one delays nobody.

mod attempt;
mod courier;
mod resolve;

pub use attempt::Sender;
pub use courier::Courier;
