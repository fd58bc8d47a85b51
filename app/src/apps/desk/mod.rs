//! Where an App is begun, scaled, paid, moved and deleted: read, decide, press. Still pages.

pub mod api;
mod billing;
mod choice;
mod delete;
mod moving;
mod new;
mod own;
mod scaling;

pub use billing::AppBilling;
pub use choice::PlanChoice;
pub use delete::DeleteApp;
pub use moving::MoveApp;
pub use new::{NewApp, StartTrial};
pub use own::OwnTrial;
pub use scaling::Scaling;
