//! Sheets of A4 that are filled from top to bottom, and what of them belongs together for whoever hears them.
//!
//! Drawing is only noted at first: how many sheets there are, which every foot says, is known at the end.

use super::face::{Face, Faces, Line};

/// The sheet, in points.
pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
/// Left and right.
pub const LEFT: f32 = 56.0;
pub const RIGHT: f32 = WIDTH - LEFT;
const TOP: f32 = 52.0;
/// Where the foot begins.
const BOTTOM: f32 = HEIGHT - 64.0;

/// How far lines are from each other, for a size of one.
const LEADING: f32 = 1.4;

/// How dark it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    Gray,
}

/// A piece of the document's text or of its picture: what a place of the structure points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece(pub usize);

/// Something that is drawn; without a piece it only adorns.
pub enum Mark {
    Text {
        x: f32,
        y: f32,
        size: f32,
        ink: Ink,
        line: Line,
        piece: Option<Piece>,
    },
    Rule {
        y: f32,
    },
    /// Dark squares: left, top and width of each run, and how high all of them are.
    Squares {
        runs: Vec<(f32, f32, f32)>,
        high: f32,
        piece: Piece,
    },
}

/// In which size and how dark.
#[derive(Clone, Copy)]
pub struct Style {
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
}

impl Style {
    pub const TITLE: Self = Self { size: 20.0, bold: true, ink: Ink::Black };
    pub const HEAD: Self = Self { size: 11.0, bold: true, ink: Ink::Black };
    pub const TEXT: Self = Self { size: 9.5, bold: false, ink: Ink::Black };
    pub const STRONG: Self = Self { size: 9.5, bold: true, ink: Ink::Black };
    pub const LABEL: Self = Self { size: 8.5, bold: false, ink: Ink::Gray };

    /// How high a line is.
    pub const fn leading(self) -> f32 {
        self.size * LEADING
    }
}

/// Where a text begins or ends.
#[derive(Clone, Copy)]
pub enum Side {
    Left(f32),
    Right(f32),
}

/// The sheets so far.
pub struct Paper {
    faces: Faces,
    pub sheets: Vec<Vec<Mark>>,
    /// Where the next thing begins, from the top of the sheet.
    pub y: f32,
    pub pieces: usize,
    /// Whether a character could not be drawn.
    pub lacks: bool,
}

impl Paper {
    /// One empty sheet.
    pub fn new(faces: Faces) -> Self {
        Self { faces, sheets: vec![Vec::new()], y: TOP, pieces: 0, lacks: false }
    }

    /// Begins a new sheet when so much does not fit below; answers whether it did.
    pub fn make_room(&mut self, height: f32) -> bool {
        let begins = self.y + height > BOTTOM && self.y > TOP;
        if begins {
            self.sheets.push(Vec::new());
            self.y = TOP;
        }
        begins
    }

    /// Goes down.
    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Sets a text in lines of this width.
    pub fn set(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        self.lacks |= !self.face(style).has(text);
        self.face(style).lines(text, style.size, width)
    }

    /// Writes lines from here on down, whose first one begins `down` below the present place. The place stays.
    pub fn write(&mut self, lines: &[Line], style: Style, side: Side, down: f32) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let y = self.y + down + style.leading() * at as f32 + style.size;
            let piece = self.piece();
            self.note(line, style, side, y, Some(piece));
            pieces.push(piece);
        }
        pieces
    }

    /// Writes a text of one line that only adorns: what is repeated on the next sheet.
    pub fn adorn(&mut self, text: &str, style: Style, side: Side) {
        let (line, y) = (self.face(style).line(text), self.y + style.size);
        self.note(&line, style, side, y, None);
    }

    /// Draws a line across the sheet.
    pub fn rule(&mut self) {
        let y = self.y;
        self.draw(Mark::Rule { y });
    }

    /// Draws something.
    pub fn draw(&mut self, mark: Mark) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(mark);
        }
    }

    /// The next piece of the document.
    pub fn piece(&mut self) -> Piece {
        self.pieces += 1;
        Piece(self.pieces - 1)
    }

    /// Writes the same words and its number at the foot of each sheet.
    pub fn number_sheets(&mut self, words: &str) {
        let (style, count) = (Style::LABEL, self.sheets.len());
        for at in 0..count {
            for (text, side) in
                [(words.to_owned(), Side::Left(LEFT)), (format!("Page {} of {count}", at + 1), Side::Right(RIGHT))]
            {
                let line = self.face(style).line(&text);
                let mark = mark(&line, style, side, HEIGHT - 36.0, None);
                self.sheets[at].push(mark);
            }
        }
    }

    fn note(&mut self, line: &Line, style: Style, side: Side, y: f32, piece: Option<Piece>) {
        self.draw(mark(line, style, side, y, piece));
    }

    fn face(&self, style: Style) -> &Face {
        if style.bold { &self.faces.bold } else { &self.faces.regular }
    }
}

fn mark(line: &Line, style: Style, side: Side, y: f32, piece: Option<Piece>) -> Mark {
    let x = match side {
        Side::Left(x) => x,
        Side::Right(x) => x - line.width(style.size),
    };
    Mark::Text { x, y, size: style.size, ink: style.ink, line: line.clone(), piece }
}
