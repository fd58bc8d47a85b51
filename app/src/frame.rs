//! What the frame of every signed-in page shows: who I am, and where I belong.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use teamwork::rules::{account::Me, company::CompanyCard};

#[cfg(feature = "ssr")]
use crate::actor::{actor, warren};
use crate::failure::Failure;

/// The facts of the frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub me: Me,
    pub companies: Vec<CompanyCard>,
    /// Whether this house is a demo, whose mails can be read in the browser.
    pub demo: bool,
    /// The name of this house in addresses: `warren.example.org`.
    pub host: String,
    /// What the operator calls it.
    pub house: String,
}

impl Frame {
    /// The Company of this slug, if I belong to it.
    pub fn company(&self, slug: &str) -> Option<&CompanyCard> {
        self.companies.iter().find(|company| company.slug == slug)
    }
}

/// Who I am and where I belong.
#[server(prefix = "/do", endpoint = "frame")]
pub async fn fetch_frame() -> Result<Frame, Failure> {
    let (actor, warren) = (actor()?, warren()?);
    let host = warren.settings.base_url.split_once("://").map_or("", |(_, host)| host).to_owned();
    Ok(Frame {
        me: actor.me(),
        companies: actor.my_companies().await?,
        demo: warren.settings.demo,
        host,
        house: warren.house_name(),
    })
}

/// The frame's facts; new ones arrive by themselves.
pub fn use_frame() -> Signal<Frame> {
    expect_context::<FrameFacts>().0
}

/// The frame's facts, as the layout gives them to the pages.
#[derive(Clone, Copy)]
pub struct FrameFacts(pub Signal<Frame>);

/// My role in a Company; none in one that is not mine.
#[cfg(feature = "ssr")]
pub fn role_in(slug: &str) -> Option<teamwork::rules::role::Role> {
    use_frame().with_untracked(|frame| frame.company(slug).map(|company| company.role))
}

/// The slug in this page's address `/c/{slug}/…`. Links to another Company load the page anew, so it never changes.
pub fn company_slug() -> String {
    leptos_router::hooks::use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default()
}
