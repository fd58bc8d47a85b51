//! Headers of an App: one a line, for which paths, and what browsers are told with the files there.

use std::{collections::HashSet, fmt::Write};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{FLAWS_MAX, HEADERS_MAX, redirect::is_path};
use crate::rules::problem::{Field, Flaws, LineFlaw, Problem, Why};

/// How long the name of a header can be.
const NAME_MAX: usize = 100;
/// How long all names and values of an App can be together, in bytes: proxies take so much with an answer, and not more.
const ROOM: u16 = 6_000;
/// Two years in seconds: longer nobody has to keep to https because of what one App once said.
const STRICT_MAX: u64 = 63_072_000;

/// What is sent with the files of some paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Header {
    /// A path, in which one `*` stands for anything.
    pub path: String,
    /// Its name, like `Cache-Control`.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// What is wrong with one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum HeaderFlaw {
    #[error("write a path, a name with a colon, and a value, like /assets/* Cache-Control: no-cache.")]
    Words,
    #[error("begin with a path like /assets/*, with one * at most and without ? and #.")]
    Path,
    #[error("a name has letters, digits and hyphens, and at most 100 of them.")]
    Name,
    #[error("Warren says this itself, or it would reach beyond this App.")]
    Reserved,
    #[error("use letters, digits and signs of a keyboard in the value.")]
    Value,
    #[error("write max-age= and at most 63072000 seconds, and nothing else: other hosts may not be yours.")]
    Strict,
    #[error("this name stands for this path in a line above already.")]
    Twice,
}

/// Names that an App does not send. How an answer is framed, which state of a file it is and how it is packed, Warren
/// says; a host that is sent by cookies, by `Clear-Site-Data` or to other addresses would touch its neighbours; and the
/// last ones are orders to the proxy in front of Warren.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "date", "age", "via",
    "etag", "last-modified", "accept-ranges", "content-range", "content-encoding", "vary", "location", "allow",
    "x-content-type-options", "retry-after", "x-request-id",
    "set-cookie", "set-cookie2", "clear-site-data", "alt-svc", "public-key-pins",
    "x-sendfile", "x-lighttpd-send-file", "x-reproxy-url",
];
/// What reserved names begin with.
const RESERVED_PREFIXES: &[&str] = &["proxy-", "x-accel-"];

impl Header {
    /// Whether it is sent with what is at this path, as the browser wrote it.
    pub fn covers(&self, path: &str) -> bool {
        match self.path.split_once('*') {
            None => self.path == path,
            Some((begin, end)) => path.strip_prefix(begin).is_some_and(|rest| rest.ends_with(end)),
        }
    }
}

/// Reads the whole list, one header a line; empty lines are forgiven.
///
/// # Errors
/// What is wrong with each line, at once, for the first lines that are wrong; or that there is no room for so many.
pub fn read_headers(text: &str) -> Result<Vec<Header>, Problem> {
    let (mut flaws, mut headers, mut seen) = (Flaws::default(), Vec::new(), HashSet::new());
    let mut wrong = 0;
    for (number, line) in (1_u16..=u16::MAX).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let read = read_line(line.trim()).and_then(|header| {
            let is_new = seen.insert((header.path.clone(), header.name.to_ascii_lowercase()));
            if is_new { Ok(header) } else { Err(HeaderFlaw::Twice) }
        });
        match read {
            Ok(header) => headers.push(header),
            Err(flaw) => {
                flaws.add(Field::Headers, Why::InLine(number, LineFlaw::Header(flaw)));
                wrong += 1;
            }
        }
        if wrong == FLAWS_MAX {
            break;
        }
        if headers.len() > HEADERS_MAX {
            return Err(Problem::field(Field::Headers, Why::TooManyLines(50)));
        }
    }
    flaws.check()?;
    let bulk: usize = headers.iter().map(|header| header.name.len() + header.value.len()).sum();
    if bulk > usize::from(ROOM) { Err(Problem::field(Field::Headers, Why::NoRoom(ROOM))) } else { Ok(headers) }
}

/// The list as it is written into the form.
pub fn write_headers(headers: &[Header]) -> String {
    headers.iter().fold(String::new(), |mut text, Header { path, name, value }| {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{path} {name}: {value}");
        text
    })
}

fn read_line(line: &str) -> Result<Header, HeaderFlaw> {
    let (path, rest) = line.split_once(char::is_whitespace).ok_or(HeaderFlaw::Words)?;
    let (name, value) = rest.split_once(':').ok_or(HeaderFlaw::Words)?;
    let (name, value) = (name.trim(), value.trim());
    if !is_path(path) || path.contains(['?', '#']) || path.matches('*').count() > 1 {
        return Err(HeaderFlaw::Path);
    }
    if name.is_empty() || name.len() > NAME_MAX || !name.bytes().all(is_token) {
        return Err(HeaderFlaw::Name);
    }
    let lower = name.to_ascii_lowercase();
    if RESERVED.contains(&lower.as_str()) || RESERVED_PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) {
        return Err(HeaderFlaw::Reserved);
    }
    if value.is_empty() || !value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
        return Err(HeaderFlaw::Value);
    }
    if lower == "strict-transport-security" && !is_strict(value) {
        return Err(HeaderFlaw::Strict);
    }
    Ok(Header { path: path.to_owned(), name: name.to_owned(), value: value.to_owned() })
}

/// What a name is made of (RFC 9110, 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// For this host alone, and not for ever.
fn is_strict(value: &str) -> bool {
    let seconds = value.strip_prefix("max-age=").filter(|seconds| seconds.bytes().all(|b| b.is_ascii_digit()));
    seconds.and_then(|seconds| seconds.parse::<u64>().ok()).is_some_and(|seconds| seconds <= STRICT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaws(text: &str) -> Vec<Why> {
        match read_headers(text) {
            Ok(_) => Vec::new(),
            Err(Problem::Invalid(flaws)) => flaws.into_iter().map(|flaw| flaw.why).collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_is_read_line_by_line_and_written_back() {
        let text = "/* Content-Security-Policy:  default-src 'self'; img-src *\r\n\n  /a.txt\tX-Robots-Tag :noindex\n\
                    /* strict-transport-security: max-age=300\n";
        let headers = read_headers(text).unwrap();
        let written = "/* Content-Security-Policy: default-src 'self'; img-src *\n/a.txt X-Robots-Tag: noindex\n\
                       /* strict-transport-security: max-age=300\n";
        assert_eq!(write_headers(&headers), written);
        assert_eq!(read_headers(written), Ok(headers));
        assert_eq!(read_headers(""), Ok(Vec::new()));
    }

    #[test]
    fn every_line_says_what_is_wrong_with_it() {
        use HeaderFlaw::*;
        let cases = [
            ("/a", Words),
            ("/a X-A", Words),
            ("a X-A: b", Path),
            ("//a X-A: b", Path),
            ("/a?b X-A: b", Path),
            ("/*/* X-A: b", Path),
            ("/../a X-A: b", Path),
            ("/a X A: b", Name),
            ("/a X-\u{e4}: b", Name),
            ("/a : b", Name),
            ("/a X-A:", Value),
            ("/a X-A: \u{e4}", Value),
            ("/a X-A: b\u{0}c", Value),
            ("/a X-A: b\rSet-Cookie: c", Value),
            ("/a Set-Cookie: a=b", Reserved),
            ("/a CONTENT-LENGTH: 1", Reserved),
            ("/a Transfer-Encoding: chunked", Reserved),
            ("/a Clear-Site-Data: \"cookies\"", Reserved),
            ("/a X-Accel-Redirect: /internal", Reserved),
            ("/a Proxy-Authenticate: Basic", Reserved),
            ("/a Strict-Transport-Security: max-age=300; includeSubDomains", Strict),
            ("/a Strict-Transport-Security: max-age=63072001", Strict),
            ("/a Strict-Transport-Security: max-age=", Strict),
        ];
        for (line, flaw) in cases {
            assert_eq!(flaws(line), [Why::InLine(1, LineFlaw::Header(flaw))], "{line:?}");
        }
        let twice = flaws("/a X-A: 1\n/b X-A: 1\n/a x-a: 2");
        assert_eq!(twice, [Why::InLine(3, LineFlaw::Header(Twice))]);
    }

    #[test]
    fn there_is_room_for_fifty_and_six_thousand_bytes() {
        let list = |count: usize| (0..count).map(|n| format!("/{n} X-A: b\n")).collect::<String>();
        assert!(flaws(&list(50)).is_empty());
        assert_eq!(flaws(&list(51)), [Why::TooManyLines(50)]);
        assert!(flaws(&format!("/ X-A: {}", "b".repeat(5_997))).is_empty());
        assert_eq!(flaws(&format!("/ X-A: {}", "b".repeat(5_998))), [Why::NoRoom(6_000)]);
    }

    #[test]
    fn a_star_stands_for_anything() {
        let covers = |pattern: &str, path: &str| {
            Header { path: pattern.into(), name: String::new(), value: String::new() }.covers(path)
        };
        for (pattern, path) in [("/*", "/"), ("/*", "/a/b"), ("/a/*", "/a/"), ("/*.css", "/x/y.css"), ("/a", "/a")] {
            assert!(covers(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("/a/*", "/a"), ("/a", "/a/"), ("/*.css", "/x.css.map"), ("/ab*ba", "/aba")] {
            assert!(!covers(pattern, path), "{pattern} {path}");
        }
    }
}
