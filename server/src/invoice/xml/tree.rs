//! Elements of XML, written as they come: what is not text is not written at all.

use std::fmt::Write;

/// A document that is being written.
pub struct Tree {
    text: String,
    open: Vec<&'static str>,
}

impl Tree {
    /// An empty one.
    pub fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// An element with others in it. `attributes` are ours and need no care.
    pub fn within(&mut self, name: &'static str, attributes: &str, content: impl FnOnce(&mut Self)) {
        self.begin(name, attributes);
        self.text.push('\n');
        self.open.push(name);
        content(self);
        self.open.pop();
        self.indent();
        self.end(name);
    }

    /// An element with others in it and without attributes.
    pub fn of(&mut self, name: &'static str, content: impl FnOnce(&mut Self)) {
        self.within(name, "", content);
    }

    /// An element with a text; none when the text is empty.
    pub fn text(&mut self, name: &'static str, text: &str) {
        self.text_with(name, "", text);
    }

    /// The same with attributes, which are ours and need no care.
    pub fn text_with(&mut self, name: &'static str, attributes: &str, text: &str) {
        let text = escape(text);
        if text.is_empty() {
            return;
        }
        self.begin(name, attributes);
        self.text.push_str(&text);
        self.end(name);
    }

    /// The whole document.
    pub fn finish(self) -> String {
        self.text
    }

    fn begin(&mut self, name: &str, attributes: &str) {
        self.indent();
        let space = if attributes.is_empty() { "" } else { " " };
        // Writing into a String cannot fail.
        let _ = write!(self.text, "<{name}{space}{attributes}>");
    }

    fn end(&mut self, name: &str) {
        let _ = writeln!(self.text, "</{name}>");
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// A text as it stands in an element, without what XML has no place for.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.trim().chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => escaped.push(character),
        }
    }
    escaped
}
