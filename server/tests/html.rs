//! Just enough of HTML to see what a browser would show, and what it would run.

/// The text without scripts: what a script holds is data, and is looked at by [`scripts`].
pub fn without_scripts(html: &str) -> String {
    let mut parts = html.split("<script");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("</script>").map_or("", |(_, rest)| rest))
}

/// The insides of the scripts.
pub fn scripts(html: &str) -> Vec<&str> {
    let inside = |part| Some(str::split_once(str::split_once(part, '>')?.1, "</script>")?.0);
    html.split("<script").skip(1).filter_map(inside).collect()
}

/// The values of all attributes with this name, and the insides of the text areas, as a browser reads them.
pub fn values(html: &str) -> Vec<String> {
    let html = without_scripts(html);
    let attributes = html.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let areas = html.split("<textarea").skip(1).filter_map(|rest| {
        let inside = rest.split_once('>')?.1;
        inside.split("</textarea>").next()
    });
    attributes.chain(areas).map(decode).collect()
}

/// Text with its references resolved.
pub fn decode(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

/// What an attacker types to have it run.
pub const XSS: [&str; 9] = [
    "</textarea><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onfocus='alert(1)",
    "\" onfocus=\"alert(1)\" x=\"",
    "</title></style></script><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
];

/// Nothing of what was typed has become a tag, an attribute or a script.
pub fn assert_escaped(what: &str, html: &str) {
    let shown = without_scripts(html);
    let tags: String =
        shown.split('<').skip(1).filter_map(|part| part.split('>').next()).collect::<Vec<_>>().join("\n");
    let outside_quotes: String = tags.split('"').step_by(2).collect();
    for bad in ["alert(1)", "onerror", "onload", "onfocus"] {
        assert!(!outside_quotes.contains(bad), "{what}: {bad} has become part of a tag");
    }
    assert!(!shown.contains("<img") && !shown.contains("<svg onload"), "{what}: a foreign element");
    for script in scripts(html) {
        assert!(!script.contains("<script") && !script.contains("<!--"), "{what}: a script can be left: {script}");
        assert!(!script.trim_start().starts_with("alert(1)"), "{what}: a foreign script runs");
    }
}
