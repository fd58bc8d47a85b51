//! Letters: how a line of text looks and how wide it is. What is measured is what is drawn.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};

/// Latin, Greek, Cyrillic and Devanagari; the licence lies beside the files.
static REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../fonts/NotoSans-Bold.ttf");

/// Stands for a character that the face does not have.
const MISSING: char = char::REPLACEMENT_CHARACTER;

/// One weight of the family.
pub struct Face {
    font: Font,
    shaper: rustybuzz::Face<'static>,
}

/// A line of text, set.
#[derive(Clone)]
pub struct Line {
    pub text: String,
    pub font: Font,
    pub glyphs: Vec<KrillaGlyph>,
    /// For a size of one.
    width: f32,
}

impl Line {
    /// How wide it is in this size.
    pub fn width(&self, size: f32) -> f32 {
        self.width * size
    }
}

/// Both weights.
pub struct Faces {
    pub regular: Face,
    pub bold: Face,
}

impl Faces {
    /// The faces of this house; nothing when the program holds no fonts that can be read.
    pub fn open() -> Option<Self> {
        Some(Self { regular: Face::open(REGULAR)?, bold: Face::open(BOLD)? })
    }
}

impl Face {
    fn open(file: &'static [u8]) -> Option<Self> {
        Some(Self { font: Font::new(file.into(), 0)?, shaper: rustybuzz::Face::from_slice(file, 0)? })
    }

    /// Whether a character has no picture here.
    fn lacks(&self, character: char) -> bool {
        matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) || self.shaper.glyph_index(character).is_none()
    }

    /// The text with spaces for what has no width of its own, and with a mark for what cannot be drawn.
    fn drawable(&self, text: &str) -> String {
        let kept = text.chars().filter(|character| !is_invisible(*character));
        let drawn = kept.map(|character| match character {
            _ if character.is_whitespace() || character.is_control() => ' ',
            _ if self.lacks(character) => MISSING,
            _ => character,
        });
        drawn.collect()
    }

    /// Whether all of a text can be drawn.
    pub fn has(&self, text: &str) -> bool {
        !self.drawable(text).contains(MISSING)
    }

    /// Sets a text in one line.
    pub fn line(&self, text: &str) -> Line {
        let text = self.drawable(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let set = rustybuzz::shape(&self.shaper, &[], buffer);
        let scale = self.font.units_per_em();
        let clusters: Vec<usize> = set.glyph_infos().iter().map(|glyph| glyph.cluster as usize).collect();
        let end_of =
            |cluster: usize| clusters.iter().copied().filter(|next| *next > cluster).min().unwrap_or(text.len());
        let glyph = |(info, at): (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition)| {
            let [x, dx, dy, y] = [at.x_advance, at.x_offset, at.y_offset, at.y_advance].map(|part| part as f32 / scale);
            let cluster = info.cluster as usize;
            KrillaGlyph::new(GlyphId::new(info.glyph_id), x, dx, dy, y, cluster..end_of(cluster), None)
        };
        // What has no picture after all is left out: a document with such a glyph is no document for archives.
        let drawn = set.glyph_infos().iter().zip(set.glyph_positions()).filter(|(info, _)| info.glyph_id != 0);
        let glyphs: Vec<KrillaGlyph> = drawn.map(glyph).collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Line { text, font: self.font.clone(), glyphs, width }
    }

    /// Sets a text in as many lines as it needs; a word that is longer than a line is cut.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<Line> {
        let (mut lines, mut line) = (Vec::new(), String::new());
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.line(&longer).width(size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                line.push(character);
                if self.line(&line).width(size) > width {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, character.to_string()));
                }
            }
        }
        lines.push(line);
        let last = lines.len() - 1;
        // Between words is a space, also where a line ends: who hears the text needs it.
        let lines = lines.into_iter().enumerate();
        lines.map(|(at, line)| self.line(&if at < last { line + " " } else { line })).collect()
    }
}

/// What changes other characters or directions and has no picture: without the character beside it, it means nothing.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
