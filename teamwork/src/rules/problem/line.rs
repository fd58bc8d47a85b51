//! What is wrong with one line of a field that takes a list.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::rules::{
    config::{HeaderFlaw, RedirectFlaw},
    key::KeyFlaw,
};

/// What is wrong with one line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum LineFlaw {
    #[error(transparent)]
    Redirect(RedirectFlaw),
    #[error(transparent)]
    Header(HeaderFlaw),
    #[error(transparent)]
    Key(KeyFlaw),
}
