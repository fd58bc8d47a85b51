//! What an operation takes, by its types: each reads itself from the request and describes itself in the document.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, header},
};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use teamwork::{
    acts::Actor,
    rules::problem::{Conflict, Field, Problem, Why},
};

mod paths;
mod query;

pub use paths::*;
pub use query::{After, Begins, Filter, InState, Page};

use super::{openapi::Sheet, trouble::Trouble};

/// One request whose sender is known and reaches so far.
pub struct Call {
    pub actor: Actor,
    pub method: Method,
    /// Path and query as they were sent.
    pub target: String,
    pub path: HashMap<String, String>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Call {
    /// A parameter of the query. Twice is once too often.
    fn parameter(&self, name: &str) -> Result<Option<&str>, Trouble> {
        let mut found = self.query.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        match (found.next(), found.next()) {
            (value, None) => Ok(value),
            _ => Err(Trouble::Query(format!("The parameter {name} stands here twice."))),
        }
    }
}

/// A part of a request.
pub trait Asked: Sized {
    /// The parameters of the query that this part knows.
    const QUERY: &'static [&'static str] = &[];
    /// Whether this part is the body.
    const BODY: bool = false;

    /// # Errors
    /// Why it cannot be read.
    fn read(call: &Call) -> Result<Self, Trouble>;

    fn describe(sheet: &mut Sheet);
}

/// The version that an edit is about, from `If-Match`.
pub struct IfMatch(pub i64);

impl Asked for IfMatch {
    fn read(call: &Call) -> Result<Self, Trouble> {
        let mut values = call.headers.get_all(header::IF_MATCH).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return Err(Trouble::NoVersion) };
        // What is no tag of ours is the tag of no version of ours.
        let version =
            value.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
        version.map(Self).ok_or(Trouble::Problem(Problem::Conflict(Conflict::PreconditionFailed)))
    }

    fn describe(sheet: &mut Sheet) {
        sheet.parameter(json!({
            "name": "If-Match", "in": "header", "required": true, "schema": { "type": "string" }, "example": "\"1\"",
            "description": "The `ETag` of the version you saw: its `version` in quotes. Without it the answer is 428, with one \
                            that is over 412.",
        }));
        sheet.refuses(Trouble::NoVersion);
        sheet.refuses(Conflict::PreconditionFailed);
    }
}

/// A body that has an example of itself.
pub trait Example: Serialize {
    /// Whether an act takes whatever fits these types. Else it can find flaws in the fields.
    const NEVER_FLAWED: bool = false;

    fn example() -> Self;
}

/// The JSON in the body. Unknown fields are refused by the types themselves.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + Example> Asked for Body<T> {
    const BODY: bool = true;

    fn read(call: &Call) -> Result<Self, Trouble> {
        if !is_json(&call.headers) {
            return Err(Trouble::Kind);
        }
        // serde_json goes 128 deep and no deeper.
        serde_json::from_slice(&call.body).map(Self).map_err(|error| Trouble::Json {
            data: error.classify() == serde_json::error::Category::Data,
            what: error.to_string().chars().take(200).collect(),
        })
    }

    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<T>();
        sheet.body(schema, serde_json::to_value(T::example()).unwrap_or_default());
        sheet.refuses(Trouble::Kind);
        sheet.refuses(Trouble::Json { data: false, what: "expected value at line 1 column 1".into() });
        sheet.refuses(Trouble::Json { data: true, what: "unknown field `x` at line 1 column 4".into() });
        if !T::NEVER_FLAWED {
            sheet.refuses(Problem::field(Field::Email, Why::NotAnEmail));
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (kinds.next(), kinds.next()) else { return false };
    let kind = kind.to_str().unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
