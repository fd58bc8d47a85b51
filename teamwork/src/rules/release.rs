//! Releases: what of an App is published, in which state, and what cannot be.
//!
//! A commit of the App's branch becomes a release with a number of its own. Its files never change; which one visitors
//! see is the one thing that does.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    config::Runtime,
    moment::{MINUTE, Moment},
};

/// How many published releases of an App are kept, the live one included: so far back one can roll.
pub const KEPT: i64 = 10;
/// How many files one release can have.
pub const FILES_MAX: i64 = 20_000;
/// How long the path of a file can be, in bytes.
pub const PATH_MAX: usize = 512;
/// How long one name in a path can be, in bytes: what file systems take.
pub const NAME_MAX: usize = 255;
/// How long publishing may take, in milliseconds. What takes longer was interrupted.
pub const PUBLISH_TIME: i64 = 5 * MINUTE;
/// The folder that is published when it exists and the configuration names no other.
pub const USUAL_FOLDER: &str = "public";
/// The page for what is not found, when the configuration names no other and the App has it.
pub const USUAL_ERROR_FILE: &str = "404.html";
/// The one folder with a dot at the beginning that is published (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

/// Where a release is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
    /// Its files are being written. Nobody sees it.
    Unpacking,
    /// It is whole: it is live, or can be.
    Published,
    /// It did not come about. What was live before stayed.
    Failed,
}

impl ReleaseState {
    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unpacking => "Publishing…",
            Self::Published => "Published",
            Self::Failed => "Failed",
        }
    }
}

/// A release in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct ReleaseCard {
    /// 1, 2, 3 … for each App.
    pub number: i64,
    /// The commit, in full.
    pub commit: String,
    /// Who pushed it: their name of today, or the name of a deploy key.
    pub by: String,
    pub at: Moment,
    pub state: ReleaseState,
    /// Why it failed.
    pub failure: Option<String>,
    pub files: i64,
    /// The size of its files together.
    pub bytes: i64,
    /// Whether it is what visitors see.
    pub live: bool,
}

/// One page of the releases, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasePage {
    pub releases: Vec<ReleaseCard>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What visitors of an App see, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct SiteCard {
    pub app: String,
    /// The Company that holds it, by its name in URLs; `None` for a trial of one's own.
    pub company: Option<String>,
    /// The App's own address. Its domains that lead here serve it too.
    pub address: String,
    /// The domains that lead here.
    pub domains: Vec<String>,
    /// The branch that is published when somebody pushes it.
    pub branch: String,
    /// Whether visitors read that it is suspended.
    pub suspended: bool,
    /// The number of the live release; 0 as long as nothing is published. Rolling back takes it.
    pub version: i64,
    /// How much one release can hold, in bytes.
    pub bytes_allowed: i64,
}

/// What one release can hold on a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseRoom {
    pub bytes: i64,
    pub files: i64,
}

impl ReleaseRoom {
    /// The room on a plan with so many megabytes of storage.
    pub const fn of_plan(storage_mb: i64) -> Self {
        Self { bytes: storage_mb.saturating_mul(MB), files: FILES_MAX }
    }
}

/// What a release came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    pub files: i64,
    pub bytes: i64,
    /// How many files were left out, because their names begin with a dot.
    pub hidden: i64,
    /// Whether there is a start page.
    pub has_index: bool,
}

/// Why a commit cannot be published, and what to do next. What was live stays.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReleaseFlaw {
    #[error("There is no folder {0} in this commit. Add it, or choose another folder in the App's settings.")]
    NoFolder(String),
    #[error("There is no file to publish in this commit. Add an index.html.")]
    Empty,
    #[error("There are more than {0} files, and one release holds no more. Leave out what visitors do not need.")]
    TooManyFiles(i64),
    #[error("Its files have more than {}, and the plan of this App holds no more. Make them smaller, or scale the App.", size(*.0))]
    TooLarge(i64),
    #[error("The path {0} is longer than {PATH_MAX} bytes, or a name in it longer than {NAME_MAX}. Shorten it.")]
    TooLong(String),
    #[error("The name {0} cannot be published: it holds a backslash, a control character or no text. Rename it.")]
    OddName(String),
    #[error("{0} belongs to git and is not published. Remove it from the commit.")]
    OfGit(String),
    #[error("{0} is a submodule. Put its files into this repository instead.")]
    Submodule(String),
    #[error("{0} is a link that leads to no file of what is published. Put the file itself there.")]
    LinkAstray(String),
    #[error("{0} stands there twice, in capitals and small letters. Rename one of them.")]
    Twice(String),
    #[error("Publishing took too long and was stopped. Push again; tell the operator when that happens again.")]
    TookTooLong,
    #[error("It could not be written on the server, and the operator can read why. Push again in a while.")]
    Broken,
}

/// Whether something at this path is published: what begins with a dot stays behind, but for `.well-known`.
///
/// # Errors
/// When the path cannot be a file of a release.
pub fn is_public(path: &str) -> Result<bool, ReleaseFlaw> {
    let shown = || shorten(path);
    if path.len() > PATH_MAX {
        return Err(ReleaseFlaw::TooLong(shown()));
    }
    let mut public = true;
    for name in path.split('/') {
        match name {
            _ if name.eq_ignore_ascii_case(".git") => return Err(ReleaseFlaw::OfGit(shown())),
            "" | "." | ".." => return Err(ReleaseFlaw::OddName(shown())),
            _ if name.len() > NAME_MAX => return Err(ReleaseFlaw::TooLong(shown())),
            _ if name.contains(|c: char| c.is_control() || c == '\\') => return Err(ReleaseFlaw::OddName(shown())),
            _ => public &= !name.starts_with('.') || name == WELL_KNOWN,
        }
    }
    Ok(public)
}

/// Where a link at `path` leads inside the release; `None` when it leads out of it.
pub fn follow_link(path: &str, target: &str) -> Option<String> {
    if target.is_empty() || target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What plans mean by a megabyte.
const MB: i64 = 1024 * 1024;

/// "12 KB", "3.4 MB", "10 GB", as plans count them, rounded up.
pub fn size(bytes: i64) -> String {
    let bytes = bytes.max(0).unsigned_abs();
    let megabyte = MB.unsigned_abs();
    let (unit, name) = match () {
        () if bytes <= megabyte - 1024 => return format!("{} KB", bytes.div_ceil(1024)),
        () if bytes < 1024 * megabyte => (megabyte, "MB"),
        () => (1024 * megabyte, "GB"),
    };
    let tenths = bytes.saturating_mul(10).div_ceil(unit);
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        rest => format!("{}.{rest} {name}", tenths / 10),
    }
}

/// The same of so many megabytes.
pub fn megabytes(megabytes: i64) -> String {
    size(megabytes.saturating_mul(MB))
}

/// The path in a sentence: cut, and without what a terminal would obey.
pub fn shorten(path: &str) -> String {
    let mut text: String = path.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.len() < path.len() && path.chars().nth(80).is_some() {
        text.push('…');
    }
    text
}

impl Runtime {
    /// The page for what is not found, inside the release.
    pub fn not_found_file(&self) -> &str {
        if self.error_file.is_empty() { USUAL_ERROR_FILE } else { &self.error_file }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_a_dot_stays_behind() {
        for (path, public) in [
            ("index.html", true),
            ("a/b c/ü.html", true),
            (".env", false),
            ("a/.htpasswd", false),
            (".well-known/security.txt", true),
            (".well-known/.secret", false),
            (".github/workflows/x.yml", false),
            ("a/...", false),
        ] {
            assert_eq!(is_public(path), Ok(public), "{path}");
        }
    }

    #[test]
    fn a_path_that_is_none_is_refused() {
        for bad in ["", "a//b", "/a", "a/", "..", "a/../b", "./a", "a\\b", "a\nb", "a\u{7f}", "a\u{1b}[2J"] {
            assert!(matches!(is_public(bad), Err(ReleaseFlaw::OddName(_))), "{bad}");
        }
        for bad in [".git/config", "a/.GIT/hooks/x", ".Git"] {
            assert!(matches!(is_public(bad), Err(ReleaseFlaw::OfGit(_))), "{bad}");
        }
        for (bad, fine) in [("a".repeat(256), "a".repeat(255)), ("ab/".repeat(170) + "abc", "ab/".repeat(170) + "ab")] {
            assert!(matches!(is_public(&bad), Err(ReleaseFlaw::TooLong(_))), "{bad}");
            assert_eq!(is_public(&fine), Ok(true));
        }
        let told = is_public("a\u{1b}[2J").unwrap_err().to_string();
        assert!(!told.contains('\u{1b}'), "{told:?}");
    }

    #[test]
    fn a_link_leads_inside_or_nowhere() {
        for (path, target, leads) in [
            ("a.html", "b.html", Some("b.html")),
            ("a/b.html", "../c.html", Some("c.html")),
            ("a/b.html", "./c//d", Some("a/c/d")),
            ("a.html", "../secret", None),
            ("a/b.html", "../../secret", None),
            ("a/b.html", "../../public/c", None),
            ("a.html", "/etc/passwd", None),
            ("a.html", "", None),
        ] {
            assert_eq!(follow_link(path, target).as_deref(), leads, "{path} -> {target}");
        }
    }

    #[test]
    fn a_limit_is_told_in_megabytes() {
        let told = ReleaseFlaw::TooLarge(ReleaseRoom::of_plan(500).bytes).to_string();
        assert!(told.contains("500 MB"), "{told}");
        assert_eq!([0, 1, 1024, 1025, 1023 * 1024, MB].map(size), ["0 KB", "1 KB", "1 KB", "2 KB", "1023 KB", "1 MB"]);
        assert_eq!([3 * MB + 1, 500 * MB, 10_240 * MB].map(size), ["3.1 MB", "500 MB", "10 GB"]);
        assert_eq!(size(i64::MIN), "0 KB");
    }
}
