//! Redirects: one a line, from a path to a path or an https address.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{FLAWS_MAX, REDIRECTS_MAX, domain::is_host};
use crate::rules::problem::{Field, Flaws, LineFlaw, Problem, Why};

/// How long a path or an address can be.
const TARGET_MAX: usize = 2048;

/// One redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct Redirect {
    /// The path that is asked for.
    pub from: String,
    /// A path of the App, or an https address.
    pub to: String,
    /// 301, 302, 307 or 308.
    pub status: u16,
}

/// What is wrong with one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum RedirectFlaw {
    #[error("write a path, a target, and perhaps 301, 302, 307 or 308, with spaces between.")]
    Words,
    #[error("begin with a path like /old, without ? and #.")]
    From,
    #[error("lead to a path like /new, or to an address that begins with https://.")]
    To,
    #[error("use 301 or 308 for ever, 302 or 307 for a while.")]
    Status,
    #[error("this path stands in a line above already.")]
    Twice,
}

/// Reads the whole list, one redirect a line; empty lines are forgiven.
///
/// # Errors
/// What is wrong with each line, at once, for the first lines that are wrong.
pub fn read_redirects(text: &str) -> Result<Vec<Redirect>, Problem> {
    let (mut flaws, mut redirects, mut seen) = (Flaws::default(), Vec::new(), HashSet::new());
    let mut wrong = 0;
    for (number, line) in (1_u16..=u16::MAX).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let read = read_line(line).and_then(|redirect| {
            if seen.insert(redirect.from.clone()) { Ok(redirect) } else { Err(RedirectFlaw::Twice) }
        });
        match read {
            Ok(redirect) => redirects.push(redirect),
            Err(flaw) => {
                flaws.add(Field::Redirects, Why::InLine(number, LineFlaw::Redirect(flaw)));
                wrong += 1;
            }
        }
        if wrong == FLAWS_MAX {
            break;
        }
        if redirects.len() > REDIRECTS_MAX {
            return Err(Problem::field(Field::Redirects, Why::TooManyLines(200)));
        }
    }
    flaws.check().map(|()| redirects)
}

/// The list as it is written into the form.
pub fn write_redirects(redirects: &[Redirect]) -> String {
    redirects.iter().fold(String::new(), |mut text, Redirect { from, to, status }| {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{from} {to} {status}");
        text
    })
}

/// Does a redirect lead back to itself, also over others and over the App's own hosts?
pub fn leads_in_a_circle(redirects: &[Redirect], hosts: &[String]) -> bool {
    let onward: HashMap<&str, &str> =
        redirects.iter().filter_map(|redirect| Some((&*redirect.from, own_path(&redirect.to, hosts)?))).collect();
    // Each path leads to one other at most, so a walk longer than the list goes round.
    redirects.iter().any(|redirect| {
        let mut path = redirect.from.as_str();
        (0..=redirects.len()).all(|_| {
            onward.get(path).is_some_and(|next| {
                path = next;
                true
            })
        })
    })
}

/// The path that a target has in this App.
fn own_path<'a>(to: &'a str, hosts: &[String]) -> Option<&'a str> {
    let path = match to.strip_prefix("https://") {
        None => to,
        Some(rest) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            let host = host.strip_suffix(":443").unwrap_or(host);
            hosts.iter().any(|own| own == host).then_some(path)?
        }
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    Some(if path.is_empty() { "/" } else { path })
}

fn read_line(line: &str) -> Result<Redirect, RedirectFlaw> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (from, to, status) = match words[..] {
        [from, to] => (from, to, 301),
        [from, to, status] => {
            let known = [301, 302, 307, 308].into_iter().find(|known| known.to_string() == status);
            (from, to, known.ok_or(RedirectFlaw::Status)?)
        }
        _ => return Err(RedirectFlaw::Words),
    };
    if !is_path(from) || from.contains(['?', '#']) {
        return Err(RedirectFlaw::From);
    }
    let to = if is_path(to) { to.to_owned() } else { read_address(to).ok_or(RedirectFlaw::To)? };
    Ok(Redirect { from: from.to_owned(), to, status })
}

/// A path of this App. Two slashes, or one that leans the other way, would lead to another host.
pub(super) fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && is_printable(text) && !climbs(text)
}

fn is_printable(text: &str) -> bool {
    text.len() <= TARGET_MAX && text.bytes().all(|b| b.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&b))
}

fn climbs(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    path.split('/').any(|part| part == "." || part == "..")
}

/// An https address with its host in lower case.
fn read_address(text: &str) -> Option<String> {
    let scheme = text.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://"))?;
    let rest = &text[scheme.len()..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.to_ascii_lowercase();
    let (name, port) = host.split_once(':').map_or((host.as_str(), None), |(name, port)| (name, Some(port)));
    let port_is_fine = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    (is_host(name) && name.len() <= 253 && port_is_fine && is_printable(text) && !climbs(path))
        .then(|| format!("https://{host}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String, u16)>, Vec<Why>> {
        match read_redirects(text) {
            Ok(redirects) => Ok(redirects.into_iter().map(|r| (r.from, r.to, r.status)).collect()),
            Err(Problem::Invalid(flaws)) => Err(flaws.into_iter().map(|flaw| flaw.why).collect()),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_is_read_line_by_line() {
        let expected = [("/old", "/new?a=b#c", 301), ("/a", "https://acme.example/B", 308)];
        let expected = expected.map(|(from, to, status)| (from.to_owned(), to.to_owned(), status)).to_vec();
        assert_eq!(read("/old   /new?a=b#c\r\n\r\n\t/a HTTPS://Acme.Example/B 308\n"), Ok(expected));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn every_line_says_what_is_wrong_with_it() {
        let text = "/a\n/b /c /d 301\nold /new\n//evil /new\n/x?y /new\n/a/../b /c\n/ok /fine\n\
                    /c //evil.example\n/d http://acme.example\n/e https://me@acme.example\n/f https://192.0.2.7/\n\
                    /g javascript:alert(1)\n/h /new 303\n/ok /other\n/i \\\\evil";
        use RedirectFlaw::*;
        let expected = [
            (1, Words),
            (2, Words),
            (3, From),
            (4, From),
            (5, From),
            (6, From),
            (8, To),
            (9, To),
            (10, To),
            (11, To),
            (12, To),
            (13, Status),
            (14, Twice),
            (15, To),
        ];
        assert_eq!(read(text), Err(expected.map(|(line, flaw)| Why::InLine(line, LineFlaw::Redirect(flaw))).to_vec()));
    }

    #[test]
    fn two_hundred_is_enough() {
        let list = |count: usize| (0..count).map(|n| format!("/{n} /x\n")).collect::<String>();
        assert!(read(&list(200)).is_ok());
        assert_eq!(read(&list(201)), Err(vec![Why::TooManyLines(200)]));
    }

    #[test]
    fn a_circle_is_found_over_several_hops_and_own_hosts() {
        let circle = |text: &str| leads_in_a_circle(&read_redirects(text).unwrap(), &["www.acme.example".into()]);
        assert!(circle("/a /a"));
        assert!(circle("/a /a?again=1"));
        assert!(circle("/a /b\n/b /c\n/c /a"));
        assert!(circle("/x /a\n/a /b\n/b https://WWW.acme.example/a"));
        assert!(circle("/ https://www.acme.example:443"));
        assert!(!circle("/a /b\n/b /c\n/c https://other.example/a"));
        assert!(!circle("/a /b\n/c /b\n/b /d"));
    }
}
