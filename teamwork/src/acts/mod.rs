//! What is done. An act reads like the minutes of a meeting: open, look, ask, do, record, commit.
//!
//! A [`Guest`] is not signed in, an [`Actor`] is; the [`Warren`] is the running whole. Every door (page, command line,
//! job) makes one of them and calls one act. Acts check permission themselves, in the transaction that writes.

mod abandoned;
mod activity;
mod app_standing;
mod apps;
mod assignments;
mod billing;
mod closing;
mod code;
mod companies;
mod company_end;
mod company_settings;
mod config;
mod denial;
mod dunning;
mod ending;
mod export;
mod fsck;
mod house;
mod hub;
mod invitations;
mod invite;
mod invoices;
mod keys;
mod leaving;
mod live;
mod mails;
mod members;
mod newsletters;
mod once;
mod operator;
mod passkeys;
mod passwords;
mod payments;
mod preferences;
mod profile;
mod proof;
mod releases;
mod requests;
mod second_factor;
mod secrets;
mod sessions;
mod sign_up;
mod tokens;
mod trouble;
mod verify_log;
mod visitor;
mod webhooks;

pub use activity::LogExport;
pub use code::{GitRefusal, OpenRepository, PushDone, Pusher};
pub use denial::Denied;
pub use export::{Export, OwnEntry};
pub use fsck::Finding;
pub use house::{Chance, Clock, Settings, SystemClock, Warren};
pub use hub::Hub;
pub use invoices::{InvoiceYear, IssuedInvoice};
pub use live::{Live, Watch};
pub use once::Done;
pub use operator::Operator;
pub use passwords::PasswordCost;
pub use payments::{Elsewhere, EventAbout, Onward};
pub use releases::{Deployed, Push, Site, Whose};
pub use requests::{Accepted, Declining};
pub use sign_up::SignUp;
pub use trouble::Trouble;
pub(crate) use trouble::within;
pub use verify_log::{Head, LogReport, Tampered};
pub use visitor::{Actor, Guest, SignedIn, Visitor};
pub use webhooks::{Answered, Posting};

pub use crate::store::{code::OpenPush, db::OpenError, log::Topic, outbox::Mail};
