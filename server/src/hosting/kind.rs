//! What a file is, by the end of its name.

/// The kind of content, by the end of the name. Browsers are told not to guess otherwise.
pub(super) fn kind(name: &str) -> String {
    let kind = guess(name);
    if is_text(kind) { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

fn guess(name: &str) -> &'static str {
    mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream")
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/")
        || kind.ends_with("+xml")
        || ["application/javascript", "application/json", "application/xml", "application/manifest+json"]
            .contains(&kind)
}

/// Whether a file with this name becomes shorter when it is packed.
pub(super) fn packs(name: &str) -> bool {
    let kind = guess(name);
    is_text(kind) || kind == "application/wasm"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_follows_from_the_name() {
        for (name, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.png", "image/png"),
            ("a.wasm", "application/wasm"),
            ("noend", "application/octet-stream"),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
