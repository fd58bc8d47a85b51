//! Who is what in a Company, as a picture. The server draws it; in the invite dialog it follows the chosen role.

use leptos::prelude::*;
use teamwork::rules::role::Role;

/// How a person stands to the Company of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// No part of it.
    Outside,
    /// A member, with this role if the reader may know it.
    Is(Option<Role>),
    /// Will have this role once the invitation is accepted.
    Becomes(Role),
}

/// A person in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Their name; "You" for the reader.
    pub name: String,
    pub is_reader: bool,
    /// "3 people".
    pub is_many: bool,
    pub tie: Tie,
}

impl Figure {
    /// The reader of the page.
    pub fn you(tie: Tie) -> Self {
        Self { name: "You".into(), is_reader: true, is_many: false, tie }
    }

    /// Somebody else.
    pub fn other(name: impl Into<String>, tie: Tie) -> Self {
        Self { name: name.into(), is_reader: false, is_many: false, tie }
    }

    /// Several people, whom one figure stands for.
    pub fn many(number: usize, tie: Tie) -> Self {
        Self { is_many: true, ..Self::other(format!("{number} people"), tie) }
    }

    /// The same in words, for who does not see the picture.
    fn sentence(&self, company: &str) -> String {
        let name = &self.name;
        let (is, becomes) = if self.is_reader || self.is_many { ("are", "become") } else { ("is", "becomes") };
        match self.tie {
            Tie::Outside => format!("{name} {is} not part of {company}."),
            Tie::Is(Some(role)) => format!("{name} {is} {} of {company}.", role.with_article()),
            Tie::Is(None) => format!("{name} {is} a member of {company}."),
            Tie::Becomes(role) => format!("{name} {becomes} {} of {company} with the acceptance.", role.with_article()),
        }
    }
}

/// One Company and one or two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The first, strong words of the caption: "Before".
    pub when: &'static str,
    /// The rest of the caption.
    pub caption: String,
    pub company: String,
    pub left: Figure,
    pub right: Option<Figure>,
    /// Whether the left one asks the right one in.
    pub invites: bool,
}

/// Draws a picture. `id` is unique on the page.
#[component]
pub fn Drawing(id: &'static str, #[prop(into)] picture: Signal<Picture>) -> impl IntoView {
    view! {
        <figure class="drawing">
            <figcaption class="drawing__caption">
                <strong>{move || picture.with(|picture| picture.when)}</strong>
                " "
                {move || picture.with(|picture| picture.caption.clone())}
            </figcaption>
            {move || canvas(id, &picture.get())}
        </figure>
    }
}

fn canvas(id: &str, picture: &Picture) -> impl IntoView + use<> {
    let Picture { when, caption, company, left, right, invites } = picture;
    let (title_id, desc_id) = (format!("{id}-title"), format!("{id}-desc"));
    let (title, labels) = (format!("{when}: {caption}"), format!("{title_id} {desc_id}"));
    let people: Vec<_> = std::iter::once(left).chain(right).map(|figure| figure.sentence(company)).collect();
    let left_place = if right.is_some() { &LEFT } else { &MIDDLE };
    let asks = invites.then(|| {
        view! {
            <path class="drawing__line drawing__line--quiet" d="M68 146h144"></path>
            <path class="drawing__head drawing__head--quiet" d="M220 146l-8-4.5v9z"></path>
            <text class="drawing__label" x="142" y="150">"invites"</text>
        }
    });
    view! {
        <svg class="drawing__picture" viewBox="0 0 288 200" role="img" aria-labelledby=labels>
            <title id=title_id>{title}</title>
            <desc id=desc_id>{people.join(" ")}</desc>
            {line(left, left_place)}
            {right.as_ref().map(|right| line(right, &RIGHT))}
            {asks}
            <g class="drawing__node drawing__node--company" transform="translate(92 10)">
                <title>{company.clone()}</title>
                <rect class="drawing__box" width="104" height="44" rx="10"></rect>
                <text class="drawing__name" x="52" y="20">{cut(company)}</text>
                <text class="drawing__kind" x="52" y="35">"Company"</text>
            </g>
            {person(left, left_place)}
            {right.as_ref().map(|right| person(right, &RIGHT))}
        </svg>
    }
}

/// Where a person stands, and how their line runs to the Company.
struct Place {
    node: &'static str,
    line: &'static str,
    head: &'static str,
    label: &'static str,
}

const LEFT: Place =
    Place { node: "translate(20 124)", line: "M44 124V40a8 8 0 0 1 8-8h34", head: "M92 32l-8-4.5v9z", label: "44" };
const RIGHT: Place =
    Place { node: "translate(220 124)", line: "M244 124V40a8 8 0 0 0-8-8h-34", head: "M196 32l8-4.5v9z", label: "244" };
const MIDDLE: Place =
    Place { node: "translate(120 124)", line: "M144 124V60", head: "M144 54l-4.5 8h9z", label: "144" };

fn line(figure: &Figure, place: &'static Place) -> impl IntoView + use<> {
    let you = |part: &str| if figure.is_reader { format!("{part} {part}--you") } else { part.to_owned() };
    let (role, new) = match figure.tie {
        Tie::Outside => return None,
        Tie::Is(role) => (role, ""),
        Tie::Becomes(role) => (Some(role), " drawing__line--new"),
    };
    let label = role.map(|role| {
        view! { <text class=you("drawing__label") x=place.label y="88">{role.name()}</text> }
    });
    Some(view! {
        <path class=format!("{}{new}", you("drawing__line")) d=place.line></path>
        <path class=you("drawing__head") d=place.head></path>
        {label}
    })
}

fn person(figure: &Figure, place: &'static Place) -> impl IntoView + use<> {
    let is_outside = figure.tie == Tie::Outside;
    let class = match (figure.is_reader, is_outside) {
        (true, _) => "drawing__node drawing__node--you",
        (false, true) => "drawing__node drawing__node--outside",
        (false, false) => "drawing__node",
    };
    let face = if is_outside { "M17 18h.01M31 18h.01M17 30h14" } else { "M17 18h.01M31 18h.01M16 28q8 6 16 0" };
    view! {
        <g class=class transform=place.node>
            <title>{figure.name.clone()}</title>
            <rect class="drawing__box" width="48" height="44" rx="10"></rect>
            <path class="drawing__face" d=face></path>
            <text class="drawing__name" x="24" y="62">{cut(&figure.name)}</text>
        </g>
    }
}

/// Text in a picture does not wrap: long names end in "…".
fn cut(name: &str) -> String {
    if name.chars().count() <= 12 {
        return name.to_owned();
    }
    name.chars().take(11).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_also_said_in_words() {
        let ada = Figure::other("Ada Lovelace", Tie::Is(Some(Role::Owner)));
        assert_eq!(ada.sentence("Acme Inc"), "Ada Lovelace is an Owner of Acme Inc.");
        let you = Figure::you(Tie::Becomes(Role::Developer));
        assert_eq!(you.sentence("Acme Inc"), "You become a Developer of Acme Inc with the acceptance.");
    }

    #[test]
    fn a_long_name_is_cut_in_the_picture() {
        assert_eq!(cut("Ada Lovelace"), "Ada Lovelace");
        assert_eq!(cut("ana.clientova@acme.example"), "ana.cliento…");
    }
}
