//! Where somebody goes after signing in: only within this house.

/// How long such a path may be, in bytes.
const LONGEST: usize = 1000;

/// The path, if it is one of this house. `//elsewhere` and `/\elsewhere` are other houses for a browser.
pub fn next_path(text: &str) -> Option<&str> {
    let is_ours = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\") && text.len() <= LONGEST;
    // A header of the answer carries it, so it holds visible ASCII only.
    (is_ours && text.bytes().all(|byte| (0x21..=0x7e).contains(&byte))).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::next_path;

    #[test]
    fn nobody_is_sent_to_another_house() {
        assert_eq!(next_path("/c/acme/team?after=1"), Some("/c/acme/team?after=1"));
        for text in
            ["", "c/acme", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "/ä"]
        {
            assert_eq!(next_path(text), None, "{text:?}");
        }
        assert_eq!(next_path(&format!("/{}", "a".repeat(1000))), None);
    }
}
