//! Headers, written as a list.

use leptos::prelude::*;
use teamwork::rules::{
    config::{HEADERS_MAX, Header, write_headers},
    problem::Field,
};

use super::{Lined, Lines, Section, Seen, api::SetHeaders};
use crate::form::Act;

const HINT: &str = "One a line: a path, in which one * stands for anything, and what is sent with the files there. Like \
                    /assets/* Cache-Control: public, max-age=31536000. Of one name, the last line for a path counts.";
const SAID: Lined = Lined { save: "Save headers", saved: "The headers were saved." };

/// What browsers are told with the files of the App.
#[component]
pub fn Headers(headers: Vec<Header>, seen: Seen) -> impl IntoView {
    let act = Act::<SetHeaders>::new();
    let (note, list) = (format!("{} of {HEADERS_MAX}", headers.len()), write_headers(&headers));
    view! {
        <Section id="headers" title="Headers" note>
            <Lines act field=Field::Headers list hint=HINT seen=seen.clone() said=SAID/>
        </Section>
    }
}
