//! What goes wrong at this door, as a problem document (RFC 9457) with a code that never changes its meaning.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;
use teamwork::rules::{
    problem::{Conflict, Flaw, Problem, Thing},
    token::Scope,
};

use crate::http::answer;

/// Why there is no answer.
#[derive(Debug)]
pub enum Trouble {
    /// An act, or the sign-in, said so.
    Problem(Problem),
    /// The token does not reach so far.
    Scope(Scope),
    NoRoute,
    Method,
    TooLong,
    Slow,
    /// The body is not JSON by its own word.
    Kind,
    /// The body is not JSON, or not such JSON as is asked for here.
    Json {
        data: bool,
        what: String,
    },
    Query(String),
    Cursor,
    /// An edit that does not say which version it is about.
    NoVersion,
    /// An Idempotency-Key that cannot be one.
    Key,
}

/// A problem document (RFC 9457).
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Document {
    /// Always `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The words of the status.
    title: &'static str,
    status: u16,
    /// What happened and what to do, for people.
    detail: String,
    /// What happened, for programs. A code never changes its meaning.
    code: String,
    /// What is wrong with which field; empty when it is not about fields.
    flaws: Vec<FieldFlaw>,
    /// The number of the request, for the operator.
    request: String,
}

/// One field that needs another look.
#[derive(Serialize, JsonSchema)]
pub struct FieldFlaw {
    field: &'static str,
    code: String,
    detail: String,
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Conflict> for Trouble {
    fn from(conflict: Conflict) -> Self {
        Self::Problem(conflict.into())
    }
}

impl From<Thing> for Trouble {
    fn from(thing: Thing) -> Self {
        Self::Problem(thing.into())
    }
}

impl Trouble {
    /// The trouble of an act that reads a cursor itself: it takes nothing else that could be malformed.
    pub fn of_cursor(problem: Problem) -> Self {
        if problem == Problem::Malformed { Self::Cursor } else { Self::Problem(problem) }
    }

    /// The answer.
    pub fn tell(&self, request: &str) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = serde_json::to_vec(&self.document(request)).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], json).into_response();
        if let Self::Problem(problem) = self {
            answer::set_retry_after(problem, response.headers_mut());
        }
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer realm=\"warren\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }

    /// What is told of it under the number of a request.
    pub(super) fn document(&self, request: &str) -> Document {
        let flaws = match self {
            Self::Problem(Problem::Invalid(flaws)) => flaws.iter().map(field_flaw).collect(),
            _ => Vec::new(),
        };
        Document {
            kind: "about:blank",
            title: words_of(self.status()),
            status: self.status(),
            detail: self.detail(),
            code: self.code(),
            flaws,
            request: request.to_owned(),
        }
    }

    pub(super) fn status(&self) -> u16 {
        match self {
            Self::Problem(_) if self.is_stale() => 412,
            Self::Problem(Problem::Conflict(Conflict::KeyReused)) => 422,
            Self::Problem(problem) => problem.status(),
            Self::Scope(_) => 403,
            Self::NoRoute => 404,
            Self::Method => 405,
            Self::Slow => 408,
            Self::TooLong => 413,
            Self::Kind => 415,
            Self::NoVersion => 428,
            Self::Json { data: true, .. } => 422,
            Self::Json { .. } | Self::Query(_) | Self::Cursor | Self::Key => 400,
        }
    }

    pub(super) fn code(&self) -> String {
        let code = match self {
            Self::Problem(_) if self.is_stale() => "precondition_failed",
            Self::Problem(problem) => return code_of(problem),
            Self::Scope(_) => "missing_scope",
            Self::NoRoute => "no_such_route",
            Self::Method => "method_not_allowed",
            Self::Slow => "too_slow",
            Self::TooLong => "too_long",
            Self::Kind => "unsupported_media_type",
            Self::NoVersion => "precondition_required",
            Self::Json { data: true, .. } => "unfit_body",
            Self::Json { .. } => "malformed_body",
            Self::Query(_) => "bad_parameter",
            Self::Cursor => "bad_cursor",
            Self::Key => "bad_key",
        };
        code.to_owned()
    }

    fn detail(&self) -> String {
        match self {
            Self::Problem(_) if self.is_stale() => Conflict::PreconditionFailed.to_string(),
            // The sentences of these are for somebody with a browser.
            Self::Problem(Problem::SignedOut) => {
                "Send a living token: Authorization: Bearer wrn_… Tokens are made in Warren under /account/tokens."
                    .into()
            }
            Self::Problem(Problem::Reauthenticate) => {
                "This asks for a fresh password in the browser. Make a token with the scope guarded.".into()
            }
            Self::Problem(Problem::Malformed) => "The request could not be read. Compare it with the document.".into(),
            Self::Problem(problem) => problem.to_string(),
            Self::Scope(scope) => format!("This token has not the scope {}. Make one that has it.", scope.key()),
            Self::NoRoute => "There is no such operation. They are listed in /api/v1/openapi.json.".into(),
            Self::Method => "This path takes another method. The header Allow says which.".into(),
            Self::Slow => "The request did not arrive in time. Try again.".into(),
            Self::TooLong => "The body is too long. Send less than 64 KiB.".into(),
            Self::Kind => "Send the body as application/json.".into(),
            Self::NoVersion => "Say in If-Match which version you saw: its ETag, in quotes.".into(),
            Self::Json { what, .. } => format!("The body does not fit. {what}"),
            Self::Query(what) => what.clone(),
            Self::Cursor => "This cursor is not (any more) one of this list. Begin anew without it.".into(),
            Self::Key => "An Idempotency-Key has 1 to 255 visible ASCII characters.".into(),
        }
    }

    /// Here a version comes from If-Match only, so who is too late has named one that is over.
    fn is_stale(&self) -> bool {
        matches!(self, Self::Problem(Problem::Conflict(conflict)) if word(conflict).starts_with("stale_"))
    }
}

/// The words of a status.
pub(super) fn words_of(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Problem")
}

/// The code of what an act says.
fn code_of(problem: &Problem) -> String {
    match problem {
        Problem::SignedOut => "unauthenticated".into(),
        Problem::Reauthenticate => "needs_guarded".into(),
        Problem::NeedsBrowser => "needs_browser".into(),
        Problem::Unconfirmed => "unconfirmed".into(),
        Problem::NotFound(thing) => format!("{}_not_found", word(thing)),
        Problem::Refused(refusal) => refusal.key().into(),
        Problem::Invalid(_) => "invalid".into(),
        Problem::Conflict(conflict) => word(conflict),
        Problem::Gone(gone) => word(gone),
        Problem::TooMany { .. } => "too_many".into(),
        Problem::Malformed => "malformed".into(),
        Problem::Busy => "busy".into(),
        Problem::Broken(_) => "broken".into(),
    }
}

fn field_flaw(flaw: &Flaw) -> FieldFlaw {
    FieldFlaw { field: flaw.field.name(), code: word(&flaw.why), detail: flaw.why.to_string() }
}

/// `not_an_email` for `NotAnEmail`, with or without facts in it.
pub(super) fn word(variant: &impl Serialize) -> String {
    let name = match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(map)) => map.into_iter().next().map(|(name, _)| name).unwrap_or_default(),
        _ => String::new(),
    };
    let mut word = String::with_capacity(name.len() + 4);
    for (at, c) in name.char_indices() {
        if c.is_ascii_uppercase() && at > 0 {
            word.push('_');
        }
        word.push(c.to_ascii_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use teamwork::rules::{
        permission::Refusal,
        problem::{Field, Gone, Why},
    };

    use super::*;

    /// Programs rely on these words, so each change here breaks somebody.
    #[test]
    fn codes_and_statuses_never_change() {
        for (trouble, status, code) in [
            (Trouble::Problem(Problem::SignedOut), 401, "unauthenticated"),
            (Trouble::Problem(Problem::Reauthenticate), 403, "needs_guarded"),
            (Trouble::Problem(Problem::NeedsBrowser), 403, "needs_browser"),
            (Trouble::Problem(Problem::Unconfirmed), 403, "unconfirmed"),
            (Trouble::Problem(Problem::Refused(Refusal::NeedsOwner)), 403, "needs_owner"),
            (Trouble::Problem(Problem::NotFound(Thing::Company)), 404, "company_not_found"),
            (Trouble::Problem(Problem::NotFound(Thing::BillingContact)), 404, "billing_contact_not_found"),
            (Trouble::Problem(Problem::Conflict(Conflict::StaleMember)), 412, "precondition_failed"),
            (Trouble::Problem(Problem::Conflict(Conflict::WrongAccount)), 409, "wrong_account"),
            (Trouble::Problem(Problem::Conflict(Conflict::AnswerLost)), 409, "answer_lost"),
            (Trouble::Problem(Problem::Conflict(Conflict::KeyReused)), 422, "key_reused"),
            (Trouble::Problem(Problem::Gone(Gone::InvitationExpired)), 410, "invitation_expired"),
            (Trouble::Problem(Problem::field(Field::Email, Why::NotAnEmail)), 422, "invalid"),
            (Trouble::Problem(Problem::Busy), 503, "busy"),
            (Trouble::Scope(Scope::Team), 403, "missing_scope"),
            (Trouble::NoRoute, 404, "no_such_route"),
            (Trouble::Method, 405, "method_not_allowed"),
            (Trouble::TooLong, 413, "too_long"),
            (Trouble::Kind, 415, "unsupported_media_type"),
            (Trouble::NoVersion, 428, "precondition_required"),
            (Trouble::Json { data: true, what: String::new() }, 422, "unfit_body"),
            (Trouble::Json { data: false, what: String::new() }, 400, "malformed_body"),
            (Trouble::Query(String::new()), 400, "bad_parameter"),
            (Trouble::Cursor, 400, "bad_cursor"),
            (Trouble::Key, 400, "bad_key"),
        ] {
            assert_eq!((trouble.status(), trouble.code().as_str()), (status, code), "{trouble:?}");
        }
        assert_eq!(word(&Why::TooLong(5)), "too_long");
        assert_eq!(word(&Why::NotAnEmail), "not_an_email");
    }
}
