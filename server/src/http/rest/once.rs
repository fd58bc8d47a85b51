//! `Idempotency-Key` on every POST: one effect and one answer, however often a client has to ask.

use axum::{
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use teamwork::{
    acts::Done,
    rules::problem::{Conflict, Problem},
};

use serde_json::json;

use super::{ask::Call, openapi::Sheet, table::Operation, tell::Answer, trouble::Trouble};

/// Writes the key onto the sheet of an operation.
pub fn describe(sheet: &mut Sheet) {
    sheet.parameter(json!({
        "name": "Idempotency-Key", "in": "header",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        "description": "The same request under the same key is done once and answered the same, for 24 hours.",
    }));
    sheet.refuses(Trouble::Key);
    sheet.refuses(Conflict::KeyReused);
    sheet.refuses(Conflict::AnswerLost);
}

/// Runs an operation, once if its sender wishes so.
pub async fn run(operation: &'static Operation, mut call: Call) -> Result<Response, Trouble> {
    if !operation.has_body && !matches!(call.body.trim_ascii(), b"" | b"{}") {
        return Err(Trouble::Json { data: true, what: "This operation takes no body.".into() });
    }
    let seen = call.headers.get(header::IF_NONE_MATCH).filter(|_| call.method != Method::POST).cloned();
    let key = if call.method == Method::POST { key(&call.headers)? } else { None };
    let Some(key) = key else { return Ok((operation.run)(call).await?.send(seen.as_ref())) };

    let request = [call.method.as_str().as_bytes(), call.target.as_bytes(), &call.body];
    let actor = call.actor.once(&key, &request);
    if let Some(done) = actor.done_before().await? {
        return replay(done);
    }
    call.actor = actor.clone();
    match (operation.run)(call).await {
        Ok(answer) => {
            if answer.keep {
                let kept = Done { status: answer.status.as_u16(), answer: answer.json.clone().unwrap_or_default() };
                if let Err(problem) = actor.keep_answer(&kept).await {
                    // It is done; who asks again hears that the answer is lost.
                    tracing::error!(%problem, "an answer could not be kept");
                }
            }
            Ok(answer.send(None))
        }
        // A twin was faster: what was answered to it is answered here.
        Err(Trouble::Problem(Problem::Conflict(Conflict::AnswerLost))) => match actor.done_before().await? {
            Some(done) => replay(done),
            None => Err(Problem::Conflict(Conflict::AnswerLost).into()),
        },
        Err(trouble) => Err(trouble),
    }
}

fn replay(done: Done) -> Result<Response, Trouble> {
    let answer = Answer {
        status: StatusCode::from_u16(done.status).unwrap_or(StatusCode::OK),
        etag: None,
        file: None,
        json: (!done.answer.is_empty()).then_some(done.answer),
        whole: false,
        keep: false,
    };
    let mut response = answer.send(None);
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Trouble> {
    let mut values = headers.get_all("idempotency-key").iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => {
            let fits = (1..=255).contains(&value.len()) && value.as_bytes().iter().all(u8::is_ascii_graphic);
            fits.then(|| String::from_utf8_lossy(value.as_bytes()).into_owned()).map(Some).ok_or(Trouble::Key)
        }
        _ => Err(Trouble::Key),
    }
}
