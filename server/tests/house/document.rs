//! The document of the API keeps its word: no answer that does not stand in it, whoever asks for whatever.

use std::sync::LazyLock;

use axum::http::{Method, header};
use serde_json::Value;

use super::Answer;

static DOCUMENT: LazyLock<Value> = LazyLock::new(server::http::rest::openapi::make);

/// Fails when a program was answered what the document does not say of that operation: another status, another code
/// under it, another kind of content. What is no operation has no word to keep.
pub fn assert_told(method: &Method, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path) else { return };
    let what = format!("{method} {path}: {} {:.300}", answer.status, answer.body);
    let said = followed(&operation["responses"][answer.status.to_string()]);
    assert!(said.is_object(), "the status is not in the document. {what}");
    // To HEAD, the same without a body.
    if *method == Method::HEAD {
        return;
    }
    let kinds: Vec<&String> = said["content"].as_object().into_iter().flat_map(|content| content.keys()).collect();
    let kind = answer.header(header::CONTENT_TYPE);
    assert_eq!(kinds.first().map(|kind| kind.as_str()), kind, "the kind is not in the document. {what}");
    if answer.status >= 400 {
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        let codes = &said["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
        assert!(codes.as_array().unwrap().contains(&told["code"]), "the code is not in the document. {what}");
    }
}

/// What stands at the end of a reference, or what is none.
fn followed(said: &'static Value) -> &'static Value {
    let link = said["$ref"].as_str().and_then(|link| link.strip_prefix('#'));
    link.map_or(said, |link| DOCUMENT.pointer(link).unwrap())
}

/// What the document says of an operation; of a path with a word and one with a parameter the one with the word.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let path = path.strip_prefix("/api/v1")?;
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let fits = |template: &str| {
        let (said, asked) = (template.split('/'), path.split('/'));
        said.clone().count() == asked.clone().count()
            && said.zip(asked).all(|(said, asked)| said == asked || (said.starts_with('{') && !asked.is_empty()))
    };
    let paths = DOCUMENT["paths"].as_object().unwrap().iter().filter(|(template, _)| fits(template));
    let (_, item) = paths.min_by_key(|(template, _)| template.matches('{').count())?;
    item.get(method.as_str().to_ascii_lowercase())
}
