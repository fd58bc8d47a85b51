//! The few pages that are written without the browser side: plain answers and the mailbox of the demo.

use std::fmt::Write;

/// The text with everything escaped that could end an element or an attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

/// A whole page around a body that is already HTML. The title is plain text.
pub fn page(title: &str, body: &str) -> String {
    let mut html = String::with_capacity(body.len() + 512);
    let title = escape(title);
    // Writing into a String cannot fail.
    let _ = write!(
        html,
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · Warren</title>\
         <link rel=\"stylesheet\" href=\"/pkg/warren.css\"></head><body>{body}</body></html>"
    );
    html
}

/// The page for something that did not happen: a title, a sentence, a way on.
pub fn blank_page(title: &str, sentence: &str) -> String {
    let body = format!(
        "<main><section class=\"blankslate blankslate--page\"><h1 class=\"blankslate__title\">{}</h1>\
         <p class=\"blankslate__text\">{}</p><div class=\"blankslate__action\">\
         <a class=\"button button--primary\" href=\"/\">Go to the start page</a></div></section></main>",
        escape(title),
        escape(sentence)
    );
    page(title, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_an_element_or_an_attribute() {
        assert_eq!(escape("<a href='x'>\"&"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
        assert!(!blank_page("</title><script>", "<img>").contains("<script>"));
    }
}
