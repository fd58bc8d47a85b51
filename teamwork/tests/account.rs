//! A person's own account: keys, preferences, view, its end, and the copy of its data; and the keys of Apps.

mod abandoned;
mod budgets;
mod closing;
mod code;
mod deploy_keys;
mod device;
mod export;
mod keys;
mod passkeys;
mod preferences;
mod proof;
mod races;
mod secrets;
mod ssh_keygen;
pub mod stage;
mod zones;
