//! The suite of the doors: everything goes through the whole router, as a browser or an attacker would send it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop, and may tell what it measured")]

mod bleed;
mod clients;
mod cross_site;
mod demo;
mod doors;
mod echo;
mod headers;
mod hostile;
mod hosting;
mod house;
mod html;
mod invoices;
mod keys;
mod live;
mod log;
mod malformed;
mod newsletters;
mod offers;
mod passkeys;
mod programs;
mod proof;
mod settings;
mod ssh;
mod status;
mod stripe;
mod webhooks;
mod zones;
