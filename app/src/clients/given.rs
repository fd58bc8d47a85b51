//! Where an App went that was handed over: what stands at its old address, for the side that gave it.

use leptos::prelude::*;
use teamwork::rules::request::GivenAway;

use super::all_of;
use crate::parts::{Badge, Day};

/// Who took it over, and when; and the way to it for who is still with it.
#[component]
pub fn Given(given: GivenAway) -> impl IntoView {
    let GivenAway { apps, email, sender, at, company, slug } = given;
    let apps = all_of(&apps);
    let way = company.zip(slug).map(|(company, slug)| {
        view! { <a class="button button--primary" href=format!("/c/{slug}") rel="external">{format!("Open {company}")}</a> }
    });
    view! {
        <section class="card" aria-labelledby="given">
            <header class="card__head">
                <h2 class="card__title" id="given">{format!("{email} took over {apps}")}</h2>
                <Badge kind="ok">"Accepted"</Badge>
            </header>
            <div class="card__body stack">
                <p>"On " <Day at/> ". The request came from " {sender} ". The client owns " {apps} " and pays for it from the day after."</p>
                <div class="cluster">{way}<a class="button" href="/requests" rel="external">"Requests you sent"</a></div>
            </div>
        </section>
    }
}
