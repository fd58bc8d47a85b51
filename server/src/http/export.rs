//! The log as a file: written while it is read, batch by batch, so that a million entries need no more memory than ten.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::Response,
};
use futures::{Stream, StreamExt, stream};
use teamwork::{
    acts::{Actor, LogExport, Visitor},
    rules::{
        log::LogLine,
        log_filter::{LogFilter, LogWords},
        problem::Problem,
    },
};

use super::answer;
use crate::csv::row;

/// `GET /c/{slug}/activity.csv`.
pub async fn csv(
    Extension(visitor): Extension<Visitor>,
    Path(slug): Path<String>,
    Query(words): Query<LogWords>,
) -> Response {
    file(&visitor, &slug, &words, &CSV).await
}

/// `GET /c/{slug}/activity.json`.
pub async fn json(
    Extension(visitor): Extension<Visitor>,
    Path(slug): Path<String>,
    Query(words): Query<LogWords>,
) -> Response {
    file(&visitor, &slug, &words, &JSON).await
}

/// How a file is written.
struct Format {
    end: &'static str,
    kind: &'static str,
    head: fn(&LogExport) -> String,
    line: fn(&LogLine, first: bool) -> String,
    tail: &'static str,
}

const CSV: Format =
    Format { end: "csv", kind: "text/csv; charset=utf-8", head: |_| csv_head(), line: csv_line, tail: "" };
const JSON: Format = Format { end: "json", kind: "application/json", head: json_head, line: json_line, tail: "\n]}\n" };

async fn file(visitor: &Visitor, slug: &str, words: &LogWords, format: &'static Format) -> Response {
    match begin(visitor, slug, words).await {
        Ok((actor, export)) => {
            let part = if export.whole { "" } else { "-part" };
            let name = format!("attachment; filename=\"{}-activity{part}.{}\"", export.slug, format.end);
            let mut response = Response::new(Body::from_stream(written(actor, export, format)));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(format.kind));
            if let Ok(name) = HeaderValue::try_from(name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Err(problem) => answer::problem(&problem, false),
    }
}

async fn begin(visitor: &Visitor, slug: &str, words: &LogWords) -> Result<(Actor, LogExport), Problem> {
    let (actor, filter) = (visitor.person()?, LogFilter::read(words)?);
    Ok((actor.clone(), actor.export_log(slug, &filter).await?))
}

/// Head, lines and tail. What fails on the way breaks the connection off, so that half a file is not taken for a whole.
fn written(
    actor: Actor,
    export: LogExport,
    format: &'static Format,
) -> impl Stream<Item = Result<Bytes, Problem>> + Send {
    let head = (format.head)(&export);
    let lines = stream::unfold(Some((actor, export, true)), move |state| async move {
        let (actor, mut export, first) = state?;
        match actor.export_more(&mut export).await {
            Ok(lines) if lines.is_empty() => None,
            Ok(lines) => {
                let text: String =
                    lines.iter().enumerate().map(|(at, line)| (format.line)(line, first && at == 0)).collect();
                Some((Ok(Bytes::from(text)), Some((actor, export, false))))
            }
            Err(problem) => Some((Err(problem), None)),
        }
    });
    let ends = |text: String| stream::once(async move { Ok(Bytes::from(text)) });
    ends(head).chain(lines).chain(ends(format.tail.to_owned()))
}

fn csv_head() -> String {
    "seq,time,what,event,kind,actor,actor_name,role,door,person,person_name,app,app_name,target,before,after,request,at,hash\r\n"
        .to_owned()
}

fn csv_line(line: &LogLine, _: bool) -> String {
    let id = |id: Option<String>| id.unwrap_or_default();
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let cells = [
        line.seq.map(|seq| seq.to_string()).unwrap_or_default(),
        line.at.to_rfc3339(),
        line.sentence.clone(),
        line.event.key().to_owned(),
        line.kind.key().to_owned(),
        id(line.actor.map(|id| id.to_string())),
        word(&line.actor_name),
        line.role.map(|role| role.key().to_owned()).unwrap_or_default(),
        line.door.key().to_owned(),
        id(line.person.map(|id| id.to_string())),
        word(&line.person_name),
        id(line.app.map(|id| id.to_string())),
        word(&line.app_name),
        word(&line.target),
        word(&line.before),
        word(&line.after),
        line.request.to_string(),
        line.at.millis().to_string(),
        word(&line.hash),
    ];
    row(&cells)
}

fn json_head(export: &LogExport) -> String {
    format!(
        "{{\"company\":\"{}\",\"slug\":\"{}\",\"whole\":{},\"entries\":[\n",
        export.company, export.slug, export.whole
    )
}

fn json_line(line: &LogLine, first: bool) -> String {
    let comma = if first { "" } else { ",\n" };
    // Strings and numbers can always be written as JSON.
    format!("{comma}{}", serde_json::to_string(line).unwrap_or_default())
}
