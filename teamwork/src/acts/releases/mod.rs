//! Releases (matrix rows 8, 11 and 14): a commit that is pushed to the branch of an App is published; any release that is
//! kept can be made the live one again.

mod deploy;
mod look;
mod pass;
mod roll_back;
mod site;
mod tend;

use std::path::Path;

use super::Pusher;
use crate::rules::{id::AppId, release::ReleaseFlaw};

pub use site::{Site, Whose};

/// A branch that leads to another commit now.
#[derive(Clone, Copy, Debug)]
pub struct Push<'a> {
    pub app: AppId,
    /// The name without `refs/heads/`.
    pub branch: &'a str,
    /// The commit, in full.
    pub commit: &'a str,
    /// The bare repository in which it is.
    pub repository: &'a Path,
    pub by: &'a Pusher,
}

/// What became of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deployed {
    /// Visitors see it.
    Live(i64),
    /// It was published, and so was a newer one meanwhile, which visitors see.
    Older(i64),
    /// Another branch is published: this one.
    OtherBranch(String),
    /// Nothing is published in this house.
    Nowhere,
    /// It cannot be published. What was live stays.
    Flawed(i64, ReleaseFlaw),
}
