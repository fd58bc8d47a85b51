//! The browser side: styles, scripts and wasm. A release carries them inside itself; a debug build reads them from the
//! disk, so that an edit shows without a new build of the server.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;

use super::answer;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Everything under `/pkg`, and each file at the root of the site (`/favicon.ico` …).
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let packed = async |Path(name): Path<String>, headers: HeaderMap| serve(&format!("pkg/{name}"), &headers);
    let mut router = Router::new().route("/pkg/{*name}", get(packed));
    for name in at_the_root() {
        router = router.route(&format!("/{name}"), get(async move |headers: HeaderMap| serve(&name, &headers)));
    }
    router
}

/// The files at the root of the site.
pub fn at_the_root() -> Vec<String> {
    Site::iter()
        .map(std::borrow::Cow::into_owned)
        .filter(|name| !name.contains('/') && !name.ends_with(".br"))
        .collect()
}

/// The address of a part of the browser's program.
pub fn part(name: &str) -> Option<String> {
    let is_it = |file: &str| {
        let version = file.strip_prefix("pkg/").and_then(|file| file.strip_prefix(name));
        version.is_some_and(|version| version.starts_with('.')) && has_version(file)
    };
    Site::iter().find(|file| is_it(file)).map(|file| format!("/{file}"))
}

fn serve(name: &str, headers: &HeaderMap) -> Response {
    let has =
        |name, what| headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| lists(value, what));
    if name.ends_with(".br") {
        return answer::plain(StatusCode::NOT_FOUND, "There is no such file.");
    }
    let compressed = has(header::ACCEPT_ENCODING, "br").then(|| find(&format!("{name}.br"))).flatten();
    let is_compressed = compressed.is_some();
    let Some((bytes, tag)) = compressed.or_else(|| find(name)) else {
        return answer::plain(StatusCode::NOT_FOUND, "There is no such file.");
    };
    let mut response = if has(header::IF_NONE_MATCH, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    // Under a name without a version the browser asks each time whether it still has the newest; mostly the answer is 304.
    let keeps = if has_version(name) { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeps));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if is_compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// Parts of the browser's program do, `team.0123456789abcdef.wasm`: what a page asks for must fit what the page runs.
fn has_version(name: &str) -> bool {
    name.ends_with(".wasm") && name.matches('.').count() == 2
}

/// Whether a header with a list names this word and does not refuse it.
pub(crate) fn lists(value: &str, what: &str) -> bool {
    value.split(',').map(str::trim).any(|item| {
        let (word, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim();
        word.trim().trim_start_matches("W/") == what && weight != "q=0" && !weight.starts_with("q=0.000")
    })
}

/// A file, and a tag that changes with it.
#[cfg(not(debug_assertions))]
fn find(name: &str) -> Option<(Bytes, String)> {
    let file = Site::get(name)?;
    let tag: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let bytes = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => bytes.into(),
    };
    Some((bytes, format!("\"{tag}\"")))
}

/// A file, and a tag that changes with it: its age and length, because hashing megabytes of unoptimised wasm in
/// unoptimised code costs a third of a second each time.
#[cfg(debug_assertions)]
fn find(name: &str) -> Option<(Bytes, String)> {
    if name.contains('\\') || name.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site")).join(name);
    let about = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let age = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((std::fs::read(path).ok()?.into(), format!("\"{:x}-{:x}\"", age.as_nanos(), about.len())))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "ico" => "image/x-icon",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn a_list_may_refuse_what_it_names() {
        assert!(lists("gzip, deflate, br", "br") && lists("br;q=1.0", "br"));
        assert!(!lists("gzip", "br") && !lists("br;q=0", "br") && !lists("brotli", "br"));
        assert!(lists("W/\"abc\", \"def\"", "\"abc\""));
    }
}
