//! What a push moves: branches and tags, each from one commit to another.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How many branches and tags one push may move.
pub const MAX_REFS: usize = 500;
/// The longest name of one, in bytes.
const LONGEST: usize = 255;
/// How many of them a sentence names.
const NAMED: usize = 3;

/// One branch or tag, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefChange {
    /// `refs/heads/main`.
    pub name: String,
    /// The commit before; `None` for what is new.
    pub old: Option<String>,
    /// The commit after; `None` for what is deleted.
    pub new: Option<String>,
}

/// Why a push is not taken, whoever it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StrangePush {
    #[error("Only branches and tags can be pushed here.")]
    NotABranch,
    #[error("The name of a branch or tag is too long, or has characters that nobody can see.")]
    StrangeName,
    #[error("This push moves more than {MAX_REFS} branches and tags at once. Push them in parts.")]
    TooMany,
    #[error("git said something that is not understood here.")]
    NotUnderstood,
}

impl RefChange {
    /// Reads what git tells its hooks: a line `old new name` for each.
    ///
    /// # Errors
    /// When something else than branches and tags is to move, or too many of them.
    pub fn read(lines: &str) -> Result<Vec<Self>, StrangePush> {
        let changes: Vec<Self> = lines.lines().map(Self::read_one).collect::<Result<_, _>>()?;
        if changes.len() > MAX_REFS { Err(StrangePush::TooMany) } else { Ok(changes) }
    }

    fn read_one(line: &str) -> Result<Self, StrangePush> {
        let mut parts = line.splitn(3, ' ');
        let mut next = || parts.next().ok_or(StrangePush::NotUnderstood);
        let (old, new, name) = (next()?, next()?, next()?);
        // Not refs/replace: it would put other content under a commit that people have read.
        if !["refs/heads/", "refs/tags/"].iter().any(|start| name.starts_with(start)) {
            return Err(StrangePush::NotABranch);
        }
        if name.len() > LONGEST || name.chars().any(is_unseen) {
            return Err(StrangePush::StrangeName);
        }
        Ok(Self { name: name.to_owned(), old: read_id(old)?, new: read_id(new)? })
    }

    /// The name as people say it: `main`, `tag v1`.
    pub fn short(&self) -> String {
        match self.name.strip_prefix("refs/tags/") {
            Some(tag) => format!("tag {tag}"),
            None => self.name.trim_start_matches("refs/heads/").to_owned(),
        }
    }

    /// `main 1a2b3c4 → 5d6e7f8`.
    pub fn sentence(&self) -> String {
        let name = self.short();
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!("{name} {} → {}", brief(old), brief(new)),
            (None, Some(new)) => format!("{name} new at {}", brief(new)),
            (_, None) => format!("{name} deleted"),
        }
    }
}

/// What a push moved, in a few words: the first ones by name, the rest as a number.
pub fn in_words(changes: &[RefChange]) -> String {
    let named: Vec<_> = changes.iter().take(NAMED).map(RefChange::sentence).collect();
    match changes.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The first seven digits.
fn brief(id: &str) -> &str {
    id.get(..7).unwrap_or(id)
}

/// A commit, or nothing at all when every digit is zero.
fn read_id(text: &str) -> Result<Option<String>, StrangePush> {
    let is_id = matches!(text.len(), 40 | 64) && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    match is_id {
        false => Err(StrangePush::NotUnderstood),
        true if text.bytes().all(|digit| digit == b'0') => Ok(None),
        true => Ok(Some(text.to_owned())),
    }
}

/// Characters that change how the rest of a line reads.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "1a2b3c4d5e6f708192a3b4c5d6e7f80910213243";
    const NEW: &str = "5d6e7f80910213243a1b2c3d4e5f60718293a4b5";
    const NONE: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn a_push_is_told_in_words() {
        let lines = format!(
            "{OLD} {NEW} refs/heads/main\n{NONE} {NEW} refs/tags/v1\n{OLD} {NONE} refs/heads/a/b\n{OLD} {NEW} refs/heads/x\n"
        );
        let changes = RefChange::read(&lines).unwrap();
        assert_eq!(in_words(&changes[..1]), "main 1a2b3c4 → 5d6e7f8");
        assert_eq!(in_words(&changes), "main 1a2b3c4 → 5d6e7f8, tag v1 new at 5d6e7f8, a/b deleted and 1 more");
    }

    #[test]
    fn only_branches_and_tags_with_plain_names_move() {
        let read = |line: &str| RefChange::read(line).map(|changes| changes.len());
        for (name, why) in [
            ("refs/replace/1a2b3c4d", StrangePush::NotABranch),
            ("refs/remotes/origin/main", StrangePush::NotABranch),
            ("HEAD", StrangePush::NotABranch),
            ("refs/heads/a\u{202e}b", StrangePush::StrangeName),
            ("refs/heads/a\u{7f}", StrangePush::StrangeName),
            (&format!("refs/heads/{}", "x".repeat(256)), StrangePush::StrangeName),
        ] {
            assert_eq!(read(&format!("{OLD} {NEW} {name}")), Err(why), "{name}");
        }
        for line in [
            "",
            " ",
            "a b refs/heads/c",
            "refs/heads/main",
            &format!("{OLD} {NEW}"),
            &format!("{OLD} x refs/heads/main"),
        ] {
            assert_eq!(read(&format!("{line}\n")), Err(StrangePush::NotUnderstood), "{line:?}");
        }
        let many = format!("{OLD} {NEW} refs/heads/main\n").repeat(MAX_REFS + 1);
        assert_eq!(read(&many), Err(StrangePush::TooMany));
    }
}
