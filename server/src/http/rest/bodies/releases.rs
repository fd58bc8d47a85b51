//! Releases of an App.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::http::rest::ask::Example;

/// Another release, by its number.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OlderRelease {
    pub to: i64,
}

impl Example for OlderRelease {
    fn example() -> Self {
        Self { to: 1 }
    }
}
