//! A newsletter before it is sent, exactly as its readers will get it.

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use teamwork::{
    acts::Visitor,
    rules::{
        id::NewsletterId,
        problem::{Problem, Thing},
    },
};

use super::{House, answer, guard::AsMailed};
use crate::mail::words;

/// Which of its two forms: mail programs choose between them.
#[derive(Deserialize)]
pub struct Form {
    #[serde(default)]
    plain: bool,
}

/// `GET /operator/newsletters/{newsletter}/mail`: its HTML, or with `?plain=true` its text.
pub async fn mail(
    State(house): State<House>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Query(form): Query<Form>,
) -> Response {
    match written(&house, &visitor, &id).await {
        Ok(words) if form.plain => {
            let kind = HeaderValue::from_static("text/plain; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], words.as_text()).into_response()
        }
        Ok(words) => (Extension(AsMailed), Html(words.as_html())).into_response(),
        Err(problem) => answer::problem(&problem, true),
    }
}

async fn written(house: &House, visitor: &Visitor, id: &str) -> Result<words::Words, Problem> {
    let operator = visitor.person()?.operator().await?;
    let id: NewsletterId = id.parse().map_err(|_| Problem::NotFound(Thing::Newsletter))?;
    let letter = operator.preview_newsletter(id).await?;
    let link = |path: &str| house.warren.link(path);
    // Each reader has a link of their own; this one is of the same form.
    let own = house.warren.secret_link(&letter);
    Ok(words::write(&letter, own, &link, &visitor.zone()))
}
