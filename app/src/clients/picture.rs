//! A handover as two pictures, before and after, drawn for who reads: the sender, or the client.

use leptos::prelude::*;
use teamwork::rules::request::RequestOffer;

/// Who looks at the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Sender,
    /// An Owner of the giving Company, who is no part of the pictures.
    Owner,
    Client,
}

/// The names in the pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    pub side: Side,
    /// The sender; "You" for the sender.
    sender: String,
    /// The client, by address; "You" for the client.
    client: String,
    app: String,
    /// The Company that gives the Apps away, if one does.
    giver: Option<String>,
    /// The client's Company.
    company: String,
}

impl Scene {
    /// What `offer` changes, as this side sees it. `client` is the client's address, and `company` the name of their
    /// Company, as far as it is known.
    pub fn new(side: Side, offer: &RequestOffer, client: Option<&str>, company: Option<&str>) -> Self {
        let you = || "You".to_owned();
        let theirs = match side {
            Side::Sender | Side::Owner => "Their company",
            Side::Client => "Your company",
        };
        let app = match offer.apps.as_slice() {
            [app] => app.name.clone(),
            apps => format!("{} Apps", apps.len()),
        };
        Self {
            side,
            sender: if side == Side::Sender { you() } else { offer.sender.clone() },
            client: if side == Side::Client { you() } else { client.unwrap_or("Your client").to_owned() },
            app,
            giver: offer.giver.clone(),
            company: company.unwrap_or(theirs).to_owned(),
        }
    }

    /// Both pictures in words, for who does not see them.
    fn before(&self) -> String {
        let Self { sender, client, app, giver, side, .. } = self;
        let (has, is) = match side {
            Side::Sender => ("have", "is"),
            Side::Owner => ("has", "is"),
            Side::Client => ("has", "are"),
        };
        let owner = giver.as_ref().map(|giver| format!(" {giver} owns {app}.")).unwrap_or_default();
        format!("{sender} {has} access to {app}.{owner} {client} {is} outside.")
    }

    fn after(&self) -> String {
        let Self { sender, client, app, company, side, .. } = self;
        let (are, is) = match side {
            Side::Sender => ("are", "is"),
            Side::Owner => ("is", "is"),
            Side::Client => ("is", "are"),
        };
        format!("{company} owns {app}. {client} {is} its Owner. {sender} {are} its Admin.")
    }
}

/// Before and after, side by side.
#[component]
pub fn Pictures(scene: Scene) -> impl IntoView {
    let (before, after) = (scene.before(), scene.after());
    // Without a Company above them, people need less room.
    let frame = if scene.giver.is_some() { "0 0 288 200" } else { "0 104 288 96" };
    let (now, then) = (now(&scene), then(&scene));
    view! {
        <div class="drawings drawings--pair">
            <Figure id="before" when="Now" words=before frame=frame>{now}</Figure>
            <Figure id="after" when="When it is accepted" words=after frame="0 0 288 200">{then}</Figure>
        </div>
    }
}

#[component]
fn Figure(
    id: &'static str,
    when: &'static str,
    words: String,
    frame: &'static str,
    children: Children,
) -> impl IntoView {
    let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
    let labels = format!("{title} {desc}");
    view! {
        <figure class="drawing">
            <figcaption class="drawing__caption"><strong>{when}</strong></figcaption>
            <svg class="drawing__picture" viewBox=frame role="img" aria-labelledby=labels>
                <title id=title>{when}</title>
                <desc id=desc>{words}</desc>
                {children()}
            </svg>
        </figure>
    }
}

/// The sender has access to the App, the client is no part of it.
fn now(scene: &Scene) -> impl IntoView + use<> {
    let giver = scene.giver.as_ref().map(|giver| {
        view! {
            <path class="drawing__line" d="M144 54v62"></path>
            <path class="drawing__head" d="M144 124l-4.5-8h9z"></path>
            <text class="drawing__label" x="144" y="90">"owns"</text>
            {company(giver)}
        }
    });
    let (you, client) = (scene.side == Side::Sender, scene.side == Side::Client);
    view! {
        <path class=line(you) d="M56 146h50"></path>
        <path class=head(you) d="M114 146l-8-4.5v9z"></path>
        <text class=label(you) x="84" y="137">"access"</text>
        {giver}
        {app(&scene.app)}
        {person("translate(8 124)", &scene.sender, you, false)}
        {person("translate(222 124)", &scene.client, client, true)}
    }
}

/// The client's Company owns the App; the client is its Owner, the sender its Admin.
fn then(scene: &Scene) -> impl IntoView + use<> {
    let (you, client) = (scene.side == Side::Sender, scene.side == Side::Client);
    view! {
        <path class=line(you) d="M44 124V40a8 8 0 0 1 8-8h28"></path>
        <path class=head(you) d="M86 32l-8-4.5v9z"></path>
        <text class=label(you) x="44" y="88">"Admin"</text>
        <path class=line(client) d="M244 124V40a8 8 0 0 0-8-8h-28"></path>
        <path class=head(client) d="M202 32l8-4.5v9z"></path>
        <text class=label(client) x="244" y="88">"Owner"</text>
        <path class="drawing__line" d="M144 54v62"></path>
        <path class="drawing__head" d="M144 124l-4.5-8h9z"></path>
        <text class="drawing__label" x="144" y="90">"owns"</text>
        {company(&scene.company)}
        {app(&scene.app)}
        {person("translate(20 124)", &scene.sender, you, false)}
        {person("translate(220 124)", &scene.client, client, false)}
    }
}

fn line(is_reader: bool) -> &'static str {
    if is_reader { "drawing__line drawing__line--you" } else { "drawing__line" }
}

fn head(is_reader: bool) -> &'static str {
    if is_reader { "drawing__head drawing__head--you" } else { "drawing__head" }
}

fn label(is_reader: bool) -> &'static str {
    if is_reader { "drawing__label drawing__label--you" } else { "drawing__label" }
}

fn company(name: &str) -> impl IntoView + use<> {
    view! {
        <g class="drawing__node drawing__node--company" transform="translate(86 10)">
            <title>{name.to_owned()}</title>
            <rect class="drawing__box" width="116" height="44" rx="10"></rect>
            <text class="drawing__name" x="58" y="20">{cut(name, 14)}</text>
            <text class="drawing__kind" x="58" y="35">"Company"</text>
        </g>
    }
}

/// An App is a window.
fn app(name: &str) -> impl IntoView + use<> {
    view! {
        <g class="drawing__node drawing__node--app" transform="translate(116 124)">
            <title>{name.to_owned()}</title>
            <rect class="drawing__box" width="56" height="44" rx="6"></rect>
            <path class="drawing__face" d="M0 12h56M7 6h.01M13 6h.01M19 6h.01"></path>
            <text class="drawing__kind" x="28" y="32">"App"</text>
            <text class="drawing__name" x="28" y="62">{cut(name, 12)}</text>
        </g>
    }
}

fn person(place: &'static str, name: &str, is_reader: bool, is_outside: bool) -> impl IntoView + use<> {
    let class = match (is_reader, is_outside) {
        (true, false) => "drawing__node drawing__node--you",
        (true, true) => "drawing__node drawing__node--you drawing__node--outside",
        (false, true) => "drawing__node drawing__node--outside",
        (false, false) => "drawing__node",
    };
    let face = if is_outside { "M17 18h.01M31 18h.01M17 30h14" } else { "M17 18h.01M31 18h.01M16 28q8 6 16 0" };
    view! {
        <g class=class transform=place>
            <title>{name.to_owned()}</title>
            <rect class="drawing__box" width="48" height="44" rx="10"></rect>
            <path class="drawing__face" d=face></path>
            <text class="drawing__name" x="24" y="62">{cut(name, 12)}</text>
        </g>
    }
}

/// Text in a picture does not wrap: long names end in "…".
fn cut(name: &str, longest: usize) -> String {
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    name.chars().take(longest - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use teamwork::rules::{day::Day, money::Money, request::OfferedApp};

    use super::*;

    fn offer(giver: Option<&str>) -> RequestOffer {
        let price = Money::new(2_900, "EUR");
        RequestOffer {
            sender: "Kevin Flynn".into(),
            giver: giver.map(str::to_owned),
            apps: vec![OfferedApp { name: "app-x".into(), plan: "Standard".into(), price: price.clone(), trial: true }],
            total: price,
            keeps: Vec::new(),
            loses: Vec::new(),
            more_lose: false,
            from: Day(0),
            first_invoice: Day(1),
        }
    }

    #[test]
    fn each_side_reads_the_pictures_as_its_own() {
        let sender = Scene::new(Side::Sender, &offer(None), Some("ana@acme.example"), Some("Acme Inc"));
        assert_eq!(sender.before(), "You have access to app-x. ana@acme.example is outside.");
        assert_eq!(sender.after(), "Acme Inc owns app-x. ana@acme.example is its Owner. You are its Admin.");
        let owner = Scene::new(Side::Owner, &offer(Some("Flynn Web Studio")), Some("ana@acme.example"), None);
        assert_eq!(
            owner.before(),
            "Kevin Flynn has access to app-x. Flynn Web Studio owns app-x. ana@acme.example is outside."
        );
        assert_eq!(owner.after(), "Their company owns app-x. ana@acme.example is its Owner. Kevin Flynn is its Admin.");
        let client = Scene::new(Side::Client, &offer(Some("Flynn Web Studio")), None, None);
        assert_eq!(client.before(), "Kevin Flynn has access to app-x. Flynn Web Studio owns app-x. You are outside.");
        assert_eq!(client.after(), "Your company owns app-x. You are its Owner. Kevin Flynn is its Admin.");
    }
}
