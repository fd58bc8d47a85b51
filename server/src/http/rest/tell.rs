//! What an operation gives, by its type.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use teamwork::rules::{
    app::AppOverview, billing::BillingCard, company::CompanySettings, config::ConfigCard, member::MemberCard,
    newsletter::Newsletter, release::SiteCard, webhook::Webhook,
};

use super::openapi::Sheet;
use crate::http::file::File;

/// An answer before it is sent: it may have to be kept first.
pub struct Answer {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub json: Option<String>,
    /// What is told instead of JSON.
    pub file: Option<File>,
    /// Whether the tag stands for all that is told: who has it already needs nothing more.
    pub whole: bool,
    /// Whether it may be kept in the database for whoever asks again. A secret may not.
    pub keep: bool,
}

/// What an act answered.
pub trait Told {
    fn tell(self) -> Answer;
    fn describe(sheet: &mut Sheet);
}

/// A page of a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "List_of_{T}")]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// The cursor of the next page, for `after`; `null` on the last one.
    pub next: Option<String>,
}

/// One thing, with the hash of its present state as its tag.
pub struct One<T>(pub T);

/// One thing, with its version as its tag.
pub struct Versioned<T>(pub T);

/// What was made.
pub struct Made<T>(pub T);

/// What was made and holds a secret, which is told once and kept nowhere.
pub struct Secret<T>(pub T);

/// What was done to several at once, each with its own outcome.
pub struct Outcomes<T>(pub Vec<T>);

/// Done, and nothing to say.
pub struct Nothing;

macro_rules! files {
    ($($(#[$doc:meta])* $name:ident = $kind:ident, $words:literal;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub File);

        impl Told for $name {
            fn tell(self) -> Answer {
                Answer { status: StatusCode::OK, etag: None, json: None, file: Some(self.0), whole: false, keep: false }
            }
            fn describe(sheet: &mut Sheet) {
                sheet.file($words, File::$kind);
            }
        }
    )*};
}

files! {
    /// A document to print.
    Pdf = PDF, "The document.";
    /// A document for programs.
    Xml = XML, "The document.";
    /// A table.
    Csv = CSV, "The table, a row each, with their names in the first.";
    /// Several files in one.
    Zip = ZIP, "The files.";
}

/// What carries its version with it.
pub trait HasVersion {
    fn version(&self) -> i64;
}

macro_rules! versions {
    ($($kind:ty),*) => {$(
        impl HasVersion for $kind {
            fn version(&self) -> i64 {
                self.version
            }
        }
    )*};
}

versions! { MemberCard, AppOverview, CompanySettings, ConfigCard, Newsletter, SiteCard, Webhook }

impl HasVersion for BillingCard {
    /// Who does not see the content changes nothing either.
    fn version(&self) -> i64 {
        self.details.as_ref().map_or(0, |details| details.version)
    }
}

fn answer(status: StatusCode, value: &impl Serialize) -> Answer {
    Answer { status, etag: None, json: serde_json::to_string(value).ok(), file: None, whole: false, keep: true }
}

impl<T: Serialize + JsonSchema> Told for Listed<T> {
    fn tell(self) -> Answer {
        answer(StatusCode::OK, &self)
    }
    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<Self>();
        sheet.response(200, "A page of the list.", Some(schema), false);
    }
}

impl<T: Serialize + JsonSchema> Told for One<T> {
    fn tell(self) -> Answer {
        let mut answer = answer(StatusCode::OK, &self.0);
        let hash = Sha256::digest(answer.json.as_deref().unwrap_or_default());
        answer.etag = Some(format!("\"{}\"", hash.iter().take(12).map(|b| format!("{b:02x}")).collect::<String>()));
        answer.whole = true;
        answer
    }
    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<T>();
        sheet.response(200, "The present state.", Some(schema), true);
        sheet.unchanged();
    }
}

impl<T: Serialize + JsonSchema + HasVersion> Told for Versioned<T> {
    fn tell(self) -> Answer {
        Answer { etag: Some(format!("\"{}\"", self.0.version())), ..answer(StatusCode::OK, &self.0) }
    }
    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<T>();
        sheet.response(200, "The state, with its version as its tag.", Some(schema), true);
    }
}

impl<T: Serialize + JsonSchema> Told for Made<T> {
    fn tell(self) -> Answer {
        answer(StatusCode::CREATED, &self.0)
    }
    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<T>();
        sheet.response(201, "What was made.", Some(schema), false);
    }
}

impl<T: Serialize + JsonSchema> Told for Secret<T> {
    fn tell(self) -> Answer {
        Answer { keep: false, ..answer(StatusCode::CREATED, &self.0) }
    }
    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<T>();
        sheet.response(201, "What was made, with its secret, which is told only now.", Some(schema), false);
    }
}

impl<T: Serialize + JsonSchema> Told for Outcomes<T> {
    fn tell(self) -> Answer {
        answer(StatusCode::OK, &Listed { items: self.0, next: None })
    }
    fn describe(sheet: &mut Sheet) {
        let schema = sheet.schema::<Listed<T>>();
        sheet.response(200, "What became of each.", Some(schema), false);
    }
}

impl Told for Nothing {
    fn tell(self) -> Answer {
        Answer { status: StatusCode::NO_CONTENT, etag: None, json: None, file: None, whole: false, keep: true }
    }
    fn describe(sheet: &mut Sheet) {
        sheet.response(204, "Done.", None, false);
    }
}

impl Answer {
    /// The answer as it is sent; `seen` is the tag that the sender has already (`If-None-Match`).
    pub fn send(self, seen: Option<&HeaderValue>) -> Response {
        if let Some(file) = self.file {
            return file.into_response();
        }
        let same = self.whole
            && self.etag.as_deref().is_some_and(|tag| seen.is_some_and(|seen| seen.as_bytes() == tag.as_bytes()));
        let (status, json) = if same { (StatusCode::NOT_MODIFIED, None) } else { (self.status, self.json) };
        let mut response = Response::new(json.as_ref().map_or_else(Body::empty, |json| Body::from(json.clone())));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if json.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(tag) = self.etag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

/// The header of a thing with a tag, for the document.
pub fn etag_header() -> serde_json::Value {
    json!({ "ETag": { "description": "The tag of this state, for If-Match and If-None-Match.", "schema": { "type": "string" } } })
}
