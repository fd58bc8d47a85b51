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
    rules::{
        id::{InvitationId, SessionId, TokenId, UserId},
        problem::{Conflict, Problem, Thing},
    },
};

use super::{openapi::Sheet, tell::Listed, trouble::Trouble};

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

macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty = $thing:ident $example:literal,)* })*) => {$(
        $(#[$doc])*
        pub struct $name { $(pub $field: $kind,)* }

        impl Asked for $name {
            fn read(call: &Call) -> Result<Self, Trouble> {
                // What is no id is the id of nothing.
                Ok(Self {$($field: {
                    let text = call.path.get(stringify!($field)).map(String::as_str).unwrap_or_default();
                    text.parse().map_err(|_| Problem::NotFound(Thing::$thing))?
                },)*})
            }

            fn describe(sheet: &mut Sheet) {
                $({
                    let schema = sheet.schema::<$kind>();
                    sheet.parameter(json!({
                        "name": stringify!($field), "in": "path", "required": true, "schema": schema, "example": $example,
                    }));
                })*
            }
        }
    )*};
}

paths! {
    /// A Company, by its name in URLs.
    InCompany { company: String = Company "acme", }
    /// A member of a Company.
    OfMember { company: String = Company "acme", member: UserId = Member "01938f3e-5c00-7000-8000-000000000001", }
    /// An invitation of a Company.
    OfInvitation {
        company: String = Company "acme",
        invitation: InvitationId = Invitation "01938f3e-5c00-7000-8000-000000000002",
    }
    /// An invitation to me.
    ToMe { invitation: InvitationId = Invitation "01938f3e-5c00-7000-8000-000000000002", }
    /// One of my sessions.
    OfSession { session: SessionId = Session "01938f3e-5c00-7000-8000-000000000003", }
    /// One of my tokens.
    OfToken { token: TokenId = Token "01938f3e-5c00-7000-8000-000000000004", }
}

/// Which part of a list.
pub struct Page {
    pub after: Option<String>,
    pub limit: usize,
}

/// The most that one page holds.
const MOST: usize = 50;

impl Asked for Page {
    const QUERY: &'static [&'static str] = &["after", "limit"];

    fn read(call: &Call) -> Result<Self, Trouble> {
        let find = |name: &str| -> Result<Option<String>, Trouble> {
            let mut found = call.query.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone());
            match (found.next(), found.next()) {
                (value, None) => Ok(value),
                _ => Err(Trouble::Query(format!("The parameter {name} stands here twice."))),
            }
        };
        let limit = match find("limit")? {
            None => MOST,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| Trouble::Query(format!("limit is a whole number from 1 to {MOST}.")))?,
        };
        Ok(Self { after: find("after")?, limit })
    }

    fn describe(sheet: &mut Sheet) {
        sheet.parameter(json!({
            "name": "after", "in": "query", "schema": { "type": "string", "minLength": 1 },
            "description": "The `next` of the page before.",
        }));
        sheet.parameter(json!({
            "name": "limit", "in": "query",
            "schema": { "type": "integer", "minimum": 1, "maximum": MOST, "default": MOST },
            "description": "How many items one page holds.",
        }));
    }
}

impl Page {
    /// The page of a list that is whole and short (at most 500 items).
    ///
    /// # Errors
    /// When the cursor is none of this list.
    pub fn cut<T>(&self, items: Vec<T>, cursor: impl Fn(&T) -> String) -> Result<Listed<T>, Trouble> {
        let begin = match &self.after {
            None => 0,
            Some(after) => 1 + items.iter().position(|item| cursor(item) == *after).ok_or(Trouble::Cursor)?,
        };
        let more = items.len() > begin + self.limit;
        let items: Vec<T> = items.into_iter().skip(begin).take(self.limit).collect();
        let next = items.last().filter(|_| more).map(cursor);
        Ok(Listed { items, next })
    }

    /// The page of what the act has cut into pages itself, when a shorter one is wanted.
    pub fn shorten<T>(&self, mut items: Vec<T>, next: Option<String>, cursor: impl Fn(&T) -> String) -> Listed<T> {
        if items.len() <= self.limit {
            return Listed { items, next };
        }
        items.truncate(self.limit);
        let next = items.last().map(cursor);
        Listed { items, next }
    }
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
    }
}

/// A body that has an example of itself.
pub trait Example: Serialize {
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
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (kinds.next(), kinds.next()) else { return false };
    let kind = kind.to_str().unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
