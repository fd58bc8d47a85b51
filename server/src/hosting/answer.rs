//! One file as an answer: its kind, how long it may be kept, what of it is wanted, and nothing when the browser has it.

use std::{io, path::Path, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use sha2::{Digest, Sha256};
use teamwork::rules::{id::AppId, moment::Moment};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt},
};
use tokio_util::io::ReaderStream;

use super::{
    kind::{kind, packs},
    packed::{self, Coding},
};

/// Which state of a file it is. A release never changes, so its App, its number and the name in it say which.
pub(super) struct Version {
    etag: String,
    modified: String,
}

/// A file of a release.
pub(super) struct Wanted<'a> {
    /// The folder of the release.
    pub release: &'a Path,
    /// Its path in there.
    pub name: &'a str,
    pub file: &'a Path,
}

impl Version {
    /// Of the file with this name in a release that was pushed then.
    pub fn new(app: AppId, number: i64, name: &str, at: Moment) -> Self {
        let hash = Sha256::digest(format!("{app} {number} {name}"));
        let etag = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>();
        let since = Duration::from_millis(at.millis().max(0).unsigned_abs());
        let modified = httpdate::fmt_http_date(std::time::UNIX_EPOCH + since);
        Self { etag: format!("\"{etag}\""), modified }
    }

    /// The same, packed: other bytes have another tag.
    fn packed(self, coding: Option<Coding>) -> Self {
        match coding {
            None => self,
            Some(coding) => Self { etag: format!("{}-{}\"", self.etag.trim_end_matches('"'), coding.name()), ..self },
        }
    }

    /// Whether the browser has it already. A date counts only when it is this very one: who rolled back has an older one.
    fn is_known(&self, headers: &HeaderMap) -> bool {
        match text(headers, header::IF_NONE_MATCH) {
            Some(tags) => tags.split(',').any(|tag| {
                let tag = tag.trim();
                tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.etag
            }),
            None => text(headers, header::IF_MODIFIED_SINCE).is_some_and(|date| date == self.modified),
        }
    }

    /// The part that is wanted, when it is of this state. Several parts at once are answered with the whole.
    fn part(&self, headers: &HeaderMap, length: u64) -> Option<Result<(u64, u64), ()>> {
        let of_this = text(headers, header::IF_RANGE).is_none_or(|state| state == self.etag || state == self.modified);
        let wanted = text(headers, header::RANGE).filter(|_| of_this)?;
        read_range(wanted.strip_prefix("bytes=")?, length)
    }
}

/// The file, the part of it that is wanted, or that the browser has it already.
pub(super) async fn answer(
    Wanted { release, name, file }: Wanted<'_>,
    version: Version,
    cache_seconds: u32,
    method: &Method,
    headers: &HeaderMap,
) -> io::Result<Response> {
    let packed = packed::find(release, name, headers).await;
    let (coding, file) = packed.map_or((None, file.to_owned()), |(coding, file)| (Some(coding), file));
    let version = version.packed(coding);
    let mut response = Response::new(Body::empty());
    set(&mut response, header::ETAG, &version.etag);
    set(&mut response, header::LAST_MODIFIED, &version.modified);
    set(&mut response, header::CACHE_CONTROL, &caching(cache_seconds));
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    vary(&mut response, name);
    if version.is_known(headers) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    set(&mut response, header::CONTENT_TYPE, &kind(name));
    match coding {
        Some(coding) => set(&mut response, header::CONTENT_ENCODING, coding.name()),
        None => set(&mut response, header::ACCEPT_RANGES, "bytes"),
    }
    let mut opened = File::open(file).await?;
    let length = opened.metadata().await?.len();
    let (first, count) = match version.part(headers, length) {
        None => (0, length),
        Some(Ok((first, last))) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            (first, last - first + 1)
        }
        Some(Err(())) => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
            response.headers_mut().remove(header::CONTENT_TYPE);
            return Ok(response);
        }
    };
    set(&mut response, header::CONTENT_LENGTH, &count.to_string());
    if *method != Method::HEAD {
        opened.seek(io::SeekFrom::Start(first)).await?;
        *response.body_mut() = Body::from_stream(ReaderStream::with_capacity(opened.take(count), 64 * 1024));
    }
    Ok(response)
}

/// The App's own page for what is not found.
pub(super) async fn not_found(Wanted { release, name, file }: Wanted<'_>, headers: &HeaderMap) -> io::Result<Response> {
    let packed = packed::find(release, name, headers).await;
    let content = tokio::fs::read(packed.as_ref().map_or(file, |(_, file)| file)).await?;
    let mut response = Response::new(Body::from(content));
    if let Some((coding, _)) = packed {
        set(&mut response, header::CONTENT_ENCODING, coding.name());
    }
    vary(&mut response, name);
    *response.status_mut() = StatusCode::NOT_FOUND;
    set(&mut response, header::CONTENT_TYPE, &kind(name));
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(response)
}

/// Leads elsewhere, for as long as files are kept.
pub(super) fn lead(status: u16, to: &str, cache_seconds: u32) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND);
    set(&mut response, header::LOCATION, to);
    set(&mut response, header::CACHE_CONTROL, &caching(cache_seconds));
    response
}

fn caching(seconds: u32) -> String {
    if seconds == 0 { "no-cache".to_owned() } else { format!("public, max-age={seconds}") }
}

/// Tells caches that not everybody gets these bytes.
fn vary(response: &mut Response, name: &str) {
    if packs(name) {
        set(response, header::VARY, "accept-encoding");
    }
}

/// What a header says, when it is text.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// `0-99`, `100-` or `-100` (RFC 9110, 14.1.2). `None` when it is no single range: then it is passed over.
fn read_range(text: &str, length: u64) -> Option<Result<(u64, u64), ()>> {
    let (first, last) = text.trim().split_once('-')?;
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    let (first, last) = match (first, last) {
        ("", last) => {
            let count = number(last)?.min(length);
            (length - count, length.checked_sub(1))
        }
        (first, "") => (number(first)?, length.checked_sub(1)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            (first, length.checked_sub(1).map(|end| last.min(end)))
        }
    };
    Some(last.filter(|last| first <= *last).map(|last| (first, last)).ok_or(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_or_passed_over() {
        for (text, wanted) in [
            ("0-0", Some(Ok((0, 0)))),
            ("2-4", Some(Ok((2, 4)))),
            ("2-", Some(Ok((2, 9)))),
            ("-3", Some(Ok((7, 9)))),
            ("-30", Some(Ok((0, 9)))),
            ("8-99", Some(Ok((8, 9)))),
            ("10-", Some(Err(()))),
            ("10-12", Some(Err(()))),
            ("-0", Some(Err(()))),
            ("4-2", None),
            ("0-1,3-4", None),
            ("a-b", None),
            ("", None),
            ("+1-2", None),
            ("99999999999999999999-", None),
        ] {
            assert_eq!(read_range(text, 10), wanted, "{text}");
        }
        assert_eq!(read_range("0-", 0), Some(Err(())));
    }
}
