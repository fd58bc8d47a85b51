//! From noted sheets to the file: tagged for readers of screens (PDF/UA-1), complete in itself for archives (PDF/A-3a).

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, Configuration, ConfigurationBuilder},
    destination::XyzDestination,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TagGroup, TagKind, TagTree},
};

use super::paper::{HEIGHT, Ink, LEFT, Mark, Paper, Piece, RIGHT, WIDTH};

/// A part of the document for whoever hears it.
pub struct Branch {
    tag: TagKind,
    twigs: Vec<Twig>,
}

enum Twig {
    Branch(Branch),
    Piece(Piece),
}

impl Branch {
    /// A part of this kind with these pieces.
    pub fn new(tag: impl Into<TagKind>, pieces: impl IntoIterator<Item = Piece>) -> Self {
        Self { tag: tag.into(), twigs: pieces.into_iter().map(Twig::Piece).collect() }
    }

    /// A part of this kind with these parts.
    pub fn of(tag: impl Into<TagKind>, branches: impl IntoIterator<Item = Self>) -> Self {
        Self { tag: tag.into(), twigs: branches.into_iter().map(Twig::Branch).collect() }
    }

    fn tag(self, known: &[Option<Identifier>]) -> TagGroup {
        let mut group = TagGroup::new(self.tag);
        for twig in self.twigs {
            match twig {
                Twig::Branch(branch) => group.push(branch.tag(known)),
                Twig::Piece(Piece(at)) => known.get(at).copied().flatten().into_iter().for_each(|id| group.push(id)),
            }
        }
        group
    }
}

/// What is said about the document outside of its sheets.
pub struct About {
    pub title: String,
    pub author: String,
    /// Year, month, day.
    pub issued: (u16, u8, u8),
    /// The same document for programs: the name of the file and its text.
    pub attached: (&'static str, String),
}

/// The file. The same sheets are the same bytes.
///
/// # Errors
/// What the library has to say against it.
pub fn print(paper: Paper, branches: Vec<Branch>, about: About) -> Result<Vec<u8>, String> {
    let mut document = Document::new_with(settings()?);
    let mut known = vec![None; paper.pieces];
    for sheet in paper.sheets {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("a sheet without a size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in sheet {
            draw(&mut surface, mark, &mut known);
        }
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new();
    branches.into_iter().for_each(|branch| tree.push(branch.tag(&known)));
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(about.title.clone(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    let (year, month, day) = about.issued;
    let date =
        DateTime::new(year).month(month).day(day).hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0);
    let (name, text) = about.attached;
    let attached = EmbeddedFile {
        path: name.to_owned(),
        mime_type: MimeType::new("text/xml"),
        description: Some(format!("{} as data (EN 16931)", about.title)),
        association_kind: AssociationKind::Alternative,
        data: text.into_bytes().into(),
        modification_date: Some(date),
        compress: Some(true),
        location: None,
    };
    document.embed_file(attached).ok_or("the name of the attachment is taken")?;
    document.set_metadata(
        Metadata::new()
            .title(about.title)
            .authors(vec![about.author])
            .language("en".to_owned())
            .creator("Warren".to_owned())
            .creation_date(date),
    );
    document.finish().map_err(|error| error.to_string())
}

fn settings() -> Result<SerializeSettings, String> {
    let configuration: Configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn draw(surface: &mut Surface<'_>, mark: Mark, known: &mut [Option<Identifier>]) {
    let adorns = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
    match mark {
        Mark::Text { x, y, size, ink, line, piece } => {
            let tag = match piece {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => adorns(ArtifactType::PaginationOther),
            };
            let id = surface.start_tagged(tag);
            surface.set_fill(Some(fill(ink)));
            surface.draw_glyphs(Point::from_xy(x, y), &line.glyphs, line.font, &line.text, size, false);
            surface.end_tagged();
            remember(known, piece, id);
        }
        Mark::Rule { y } => {
            surface.start_tagged(adorns(ArtifactType::Layout));
            surface.set_fill(Some(fill(Ink::Gray)));
            squares(surface, &[(LEFT, y, RIGHT - LEFT)], 0.5);
            surface.end_tagged();
        }
        Mark::Squares { runs, high, piece } => {
            let id = surface.start_tagged(ContentTag::Other);
            surface.set_fill(Some(fill(Ink::Black)));
            squares(surface, &runs, high);
            surface.end_tagged();
            remember(known, Some(piece), id);
        }
    }
}

fn remember(known: &mut [Option<Identifier>], piece: Option<Piece>, id: Identifier) {
    if let Some(place) = piece.and_then(|Piece(at)| known.get_mut(at)) {
        *place = Some(id);
    }
}

fn squares(surface: &mut Surface<'_>, runs: &[(f32, f32, f32)], high: f32) {
    let mut path = PathBuilder::new();
    for rect in runs.iter().filter_map(|(x, y, width)| Rect::from_xywh(*x, *y, *width, high)) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn fill(ink: Ink) -> Fill {
    let color = match ink {
        Ink::Black => rgb::Color::new(0x1b, 0x1f, 0x24),
        Ink::Gray => rgb::Color::new(0x57, 0x60, 0x6a),
    };
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}
