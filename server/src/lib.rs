//! The doors of Warren and the outside world: pages, server functions, live streams, the command line, mail and jobs.
//!
//! Doors are dull: they take a request apart, call one act of `teamwork` and put the answer together.

pub mod cli;
pub mod config;
mod csv;
pub mod gate;
pub mod git;
pub mod hosting;
pub mod html;
pub mod http;
pub mod invoice;
pub mod jobs;
pub mod key;
pub mod mail;
pub mod names;
pub mod payments;
pub mod seed;
pub mod serve;
pub mod ssh;
pub mod trace;
pub mod webhooks;
