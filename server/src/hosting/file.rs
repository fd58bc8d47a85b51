//! From the path of an address to a file of a release. What is no plain name leads nowhere.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file, and its path inside the release.
    File {
        file: PathBuf,
        name: String,
    },
    /// A folder with a start page, asked for without the slash at its end.
    Folder,
    Nothing,
}

/// Looks a path up in the folder of a release.
pub(super) async fn find(release: &Path, path: &str, index_file: &str) -> Found {
    let Some((names, is_folder)) = names(path) else { return Found::Nothing };
    let mut name = names.join("/");
    if is_folder {
        name = if name.is_empty() { index_file.to_owned() } else { format!("{name}/{index_file}") };
    }
    let file = release.join(&name);
    // Never through a link: a release has none, and would one be there, it is not followed.
    match tokio::fs::symlink_metadata(&file).await {
        Ok(facts) if facts.is_file() => Found::File { file, name },
        Ok(facts) if facts.is_dir() && !is_folder => match tokio::fs::symlink_metadata(file.join(index_file)).await {
            Ok(index) if index.is_file() => Found::Folder,
            _ => Found::Nothing,
        },
        _ => Found::Nothing,
    }
}

/// The names in a path, and whether it ends with a slash; `None` when one of them cannot be in a release.
fn names(path: &str) -> Option<(Vec<String>, bool)> {
    let mut parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let is_folder = parts.last().is_some_and(|last| last.is_empty());
    if is_folder {
        parts.pop();
    }
    let name = |part: &str| percent_decode_str(part).decode_utf8().ok().map(|name| name.into_owned());
    let names = parts.into_iter().map(|part| name(part).filter(|name| is_name(name))).collect::<Option<Vec<_>>>()?;
    Some((names, is_folder))
}

fn is_name(name: &str) -> bool {
    // A slash that was written as %2F is none of ours.
    !name.contains('/') && teamwork::rules::release::is_public(name) == Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_a_release() {
        for bad in [
            "",
            "a",
            "//",
            "//a",
            "/a//b",
            "/..",
            "/../a",
            "/a/..",
            "/a/../b",
            "/%2e%2e/a",
            "/%2E./a",
            "/.%2e",
            "/a%2fb",
            "/..%2f..%2fetc%2fpasswd",
            "/%5c..%5ca",
            "/a\\b",
            "/a%00",
            "/a%0a",
            "/.env",
            "/a/.git/config",
            "/%2eenv",
            "/%ff",
            "/.well-known/.x",
        ] {
            assert_eq!(names(bad), None, "{bad}");
        }
        let of = |path| names(path).map(|(names, is_folder)| (names.join("/"), is_folder));
        assert_eq!(of("/"), Some((String::new(), true)));
        assert_eq!(of("/a/b%20c.html"), Some(("a/b c.html".into(), false)));
        assert_eq!(of("/%C3%BC/"), Some(("ü".into(), true)));
        assert_eq!(of("/.well-known/security.txt"), Some((".well-known/security.txt".into(), false)));
        // Decoded once, never twice.
        assert_eq!(of("/%252e%252e/a"), Some(("%2e%2e/a".into(), false)));
    }
}
