//! `GET /account/data.json`: a copy of one's own data, written while it is read.

use axum::{
    Extension,
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use serde_json::Value;
use teamwork::{
    acts::{Actor, OwnEntry, Visitor},
    rules::problem::Problem,
};

use super::answer;

const AS_FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"warren-data.json\"");

/// The file, for whoever has proven a moment ago that it is theirs.
pub async fn data(Extension(visitor): Extension<Visitor>) -> Response {
    match begin(&visitor).await {
        Ok(body) => {
            let json = HeaderValue::from_static("application/json");
            ([(header::CONTENT_TYPE, json), (header::CONTENT_DISPOSITION, AS_FILE)], body).into_response()
        }
        Err(problem) => answer::problem(&problem, true),
    }
}

async fn begin(visitor: &Visitor) -> Result<Body, Problem> {
    let actor = visitor.person()?.clone();
    let head = serde_json::to_string_pretty(&actor.export().await?).unwrap_or_default();
    // The object stays open for the log, which can be longer than a page of memory.
    let head = format!("{},\n  \"log\": [", head.trim_end().trim_end_matches('}').trim_end());
    // Whoever compresses the file asks once more after its end.
    let pages = stream::unfold(Some((actor, 0, true)), next_page).fuse();
    Ok(Body::from_stream(stream::once(async { Ok(Bytes::from(head)) }).chain(pages)))
}

/// Whose log, after which entry, and whether none came yet.
type Place = (Actor, i64, bool);

/// One page of the log; the last piece closes the object. When the database does not answer the file breaks off, and so
/// is no JSON that looks whole.
async fn next_page(place: Option<Place>) -> Option<(Result<Bytes, std::io::Error>, Option<Place>)> {
    let (actor, after, is_first) = place?;
    let entries = match actor.own_log(after).await {
        Ok(entries) => entries,
        Err(problem) => return Some((Err(std::io::Error::other(problem)), None)),
    };
    let Some(last) = entries.last().map(|entry| entry.id) else {
        return Some((Ok(Bytes::from_static(b"\n  ]\n}\n")), None));
    };
    let lines = entries.iter().enumerate().map(|(index, entry)| line(entry, is_first && index == 0));
    Some((Ok(Bytes::from(lines.collect::<String>())), Some((actor, last, false))))
}

fn line(entry: &OwnEntry, is_first: bool) -> String {
    let json = serde_json::to_value(entry).unwrap_or(Value::Null);
    format!("{}\n    {json}", if is_first { "" } else { "," })
}
