//! How an App runs: what is published, and how browsers get it.

use serde::{Deserialize, Serialize};

use crate::rules::problem::{Field, Flaw, Flaws, Problem, Why};

/// A year.
const CACHE_MAX: u32 = 31_536_000;

/// The options, valid as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Runtime {
    /// The folder that is published; empty for `public` when there is one, else for the whole App.
    pub folder: String,
    /// The branch that is deployed.
    pub branch: String,
    /// The file that is the start page of each folder.
    pub index_file: String,
    /// The page for what is not found; empty for `404.html` when there is one, else for ours.
    pub error_file: String,
    /// How long browsers keep files.
    pub cache_seconds: u32,
    /// Whether http leads to https.
    pub https_only: bool,
}

impl Default for Runtime {
    fn default() -> Self {
        Self {
            folder: String::new(),
            branch: "main".into(),
            index_file: "index.html".into(),
            error_file: String::new(),
            cache_seconds: 3_600,
            https_only: true,
        }
    }
}

/// The options as somebody typed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimeForm {
    pub folder: String,
    pub branch: String,
    pub index_file: String,
    pub error_file: String,
    pub cache_seconds: String,
    pub https_only: bool,
}

impl Runtime {
    /// Reads the whole form.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(form: &RuntimeForm) -> Result<Self, Problem> {
        let mut flaws = Flaws::default();
        let folder = flaws.keep(parse_files(Field::Folder, form.folder.trim().trim_end_matches('/'), true));
        let branch = flaws.keep(parse_branch(&form.branch));
        let index_file = flaws.keep(parse_file(&form.index_file));
        let error_file = flaws.keep(parse_files(Field::ErrorFile, form.error_file.trim(), true));
        let cache_seconds = flaws.keep(parse_seconds(&form.cache_seconds));
        match (folder, branch, index_file, error_file, cache_seconds) {
            (Some(folder), Some(branch), Some(index_file), Some(error_file), Some(cache_seconds)) => {
                Ok(Self { folder, branch, index_file, error_file, cache_seconds, https_only: form.https_only })
            }
            _ => Err(flaws.into_problem()),
        }
    }
}

/// One file name.
fn parse_file(text: &str) -> Result<String, Flaw> {
    let name = parse_files(Field::IndexFile, text.trim(), false)?;
    if name.contains('/') { Err(Flaw { field: Field::IndexFile, why: Why::NotAFile }) } else { Ok(name) }
}

/// A folder or file inside the App, without a way out of it.
fn parse_files(field: Field, text: &str, may_be_empty: bool) -> Result<String, Flaw> {
    let flaw = |why| Flaw { field, why };
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+@~".contains(&b))
    };
    match text {
        "" if may_be_empty => Ok(String::new()),
        "" => Err(flaw(Why::Missing)),
        _ if text.len() > 255 => Err(flaw(Why::TooLong(255))),
        _ if text.split('/').all(is_name) => Ok(text.to_owned()),
        _ => Err(flaw(Why::NotAFile)),
    }
}

/// A name that git takes for a branch (git-check-ref-format).
fn parse_branch(text: &str) -> Result<String, Flaw> {
    let flaw = |why| Flaw { field: Field::Branch, why };
    let text = text.trim();
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    // Letters of all scripts, but nothing that is invisible or turns the reading direction.
    let is_char = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() && !"~^:?*[\\".contains(c);
    match text {
        "" => Err(flaw(Why::Missing)),
        _ if text.len() > 255 => Err(flaw(Why::TooLong(255))),
        _ if text == "@"
            || text.starts_with('-')
            || text.ends_with('.')
            || text.contains("..")
            || text.contains("@{")
            || !text.chars().all(is_char)
            || !text.split('/').all(is_part) =>
        {
            Err(flaw(Why::NotABranch))
        }
        _ => Ok(text.to_owned()),
    }
}

fn parse_seconds(text: &str) -> Result<u32, Flaw> {
    let number = text.trim().parse().ok().filter(|seconds| *seconds <= CACHE_MAX);
    number.ok_or(Flaw { field: Field::CacheSeconds, why: Why::NotInRange(0, CACHE_MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RuntimeForm {
        let [folder, branch, index_file, error_file, cache_seconds] =
            ["public/", "main", "index.html", "errors/404.html", "60"].map(str::to_owned);
        RuntimeForm { folder, branch, index_file, error_file, cache_seconds, https_only: true }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        assert_eq!(Runtime::read(&form()).unwrap().folder, "public");
        let wrong = RuntimeForm {
            folder: "../etc".into(),
            branch: "-x".into(),
            index_file: "a/b".into(),
            error_file: "/abs".into(),
            cache_seconds: "1.5".into(),
            https_only: false,
        };
        let Err(Problem::Invalid(flaws)) = Runtime::read(&wrong) else { panic!() };
        let fields: Vec<_> = flaws.iter().map(|flaw| flaw.field).collect();
        assert_eq!(fields, [Field::Folder, Field::Branch, Field::IndexFile, Field::ErrorFile, Field::CacheSeconds]);
    }

    #[test]
    fn no_file_leaves_the_app() {
        for bad in ["..", "a/..", "a/../b", "./a", "/a", "a//b", ".git", "a/.env", "a\\b", "a b", "a\0", "ä"] {
            let read = Runtime::read(&RuntimeForm { folder: bad.into(), ..form() });
            assert_eq!(read.map_err(|p| p.flaw(Field::Folder)).map(|_| ()), Err(Some(Why::NotAFile)), "{bad}");
        }
        assert_eq!(Runtime::read(&RuntimeForm { folder: String::new(), ..form() }).unwrap().folder, "");
    }

    #[test]
    fn a_branch_is_what_git_takes() {
        for good in ["main", "feature/x", "release-1.2", "función", "a@b", "v1"] {
            assert!(Runtime::read(&RuntimeForm { branch: good.into(), ..form() }).is_ok(), "{good}");
        }
        for bad in [
            "@",
            "-x",
            "a..b",
            "a b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[b",
            "a\\b",
            "/a",
            "a/",
            "a//b",
            ".a",
            "a/.b",
            "a.lock",
            "a.lock/b",
            "a.",
            "a@{1}",
            "a\u{7f}",
            "a\u{202e}b",
        ] {
            let read = Runtime::read(&RuntimeForm { branch: bad.into(), ..form() });
            assert_eq!(read.map_err(|p| p.flaw(Field::Branch)).map(|_| ()), Err(Some(Why::NotABranch)), "{bad}");
        }
    }

    #[test]
    fn a_year_is_the_longest() {
        for (text, good) in [("0", true), ("31536000", true), ("31536001", false), ("-1", false), ("", false)] {
            assert_eq!(Runtime::read(&RuntimeForm { cache_seconds: text.into(), ..form() }).is_ok(), good, "{text}");
        }
    }
}
