//! Every page of Warren, for both worlds: rendered by the server, and made lively in the browser.
//!
//! The public pages (sign-up, sign-in, mailed links) are plain HTML without any script and exist on the server only, see
//! [`public`]. The pages behind the sign-in are one Leptos app, [`routes::Dashboard`], that the browser takes over.
//! Each folder is a slice of the product: `mod.rs` its pages, `api.rs` its server functions, one line each.

pub mod doors;
pub mod failure;
pub mod form;
pub mod frame;
pub mod layout;
#[cfg(not(feature = "ssr"))]
mod lazy;
pub mod live;
pub mod parts;
pub mod remote;
pub mod routes;

pub mod apps;
pub mod company;
#[cfg(feature = "ssr")]
pub mod departures;
pub mod home;
pub mod invitations;
pub mod members;
pub mod passkeys;
pub mod profile;
pub mod session;

#[cfg(feature = "ssr")]
pub mod clients;
#[cfg(feature = "ssr")]
pub mod closing;
#[cfg(feature = "ssr")]
pub mod code;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod notifications;

#[cfg(feature = "hydrate")]
mod wire;

#[cfg(feature = "ssr")]
pub mod activity;
#[cfg(feature = "ssr")]
pub mod actor;
#[cfg(feature = "ssr")]
pub mod billing;
#[cfg(feature = "ssr")]
pub mod company_settings;
#[cfg(feature = "ssr")]
pub mod factor;
#[cfg(feature = "ssr")]
pub mod invoices;
#[cfg(feature = "ssr")]
pub mod operator;
#[cfg(feature = "ssr")]
pub mod public;
#[cfg(feature = "ssr")]
pub mod releases;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
pub mod setup;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
#[cfg(feature = "ssr")]
pub mod tokens;
