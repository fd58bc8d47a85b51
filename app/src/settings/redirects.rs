//! Redirects, written as a list.

use leptos::prelude::*;
use teamwork::rules::{
    config::{REDIRECTS_MAX, Redirect, write_redirects},
    problem::Field,
};

use super::{Lined, Lines, Section, Seen, api::SetRedirects};
use crate::form::Act;

const HINT: &str = "One a line: a path, where it leads, and perhaps 301, 302, 307 or 308. Like /old /new, or \
                    /shop https://shop.example.com 302.";
const SAID: Lined = Lined { save: "Save redirects", saved: "The redirects were saved." };

/// Which paths lead elsewhere.
#[component]
pub fn Redirects(redirects: Vec<Redirect>, seen: Seen) -> impl IntoView {
    let act = Act::<SetRedirects>::new();
    let (note, list) = (format!("{} of {REDIRECTS_MAX}", redirects.len()), write_redirects(&redirects));
    view! {
        <Section id="redirects" title="Redirects" note>
            <Lines act field=Field::Redirects list hint=HINT seen=seen.clone() said=SAID/>
        </Section>
    }
}
