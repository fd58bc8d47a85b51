//! The first steps, until they are done.

use leptos::prelude::*;
use teamwork::rules::account::View;

use crate::frame::{Frame, use_frame};

struct Step {
    title: &'static str,
    detail: &'static str,
    done: bool,
    /// Where it is done, and the words of the way there.
    way: Option<(String, &'static str)>,
}

/// Confirm, set up, invite.
#[component]
pub fn Checklist() -> impl IntoView {
    let frame = use_frame();
    let all_done = Memo::new(move |_| frame.with(|frame| steps(frame).iter().all(|step| step.done)));
    view! {
        <Show when=move || !all_done.get()>
            <section class="card checklist" aria-labelledby="start">
                <header class="card__head">
                    <h2 class="card__title" id="start">"Get started"</h2>
                    <p class="card__note">{move || frame.with(note)}</p>
                </header>
                <ol class="checklist__list" role="list">{move || frame.with(list)}</ol>
            </section>
        </Show>
    }
}

fn steps(frame: &Frame) -> Vec<Step> {
    let team = frame.companies.first().map(|company| (format!("/c/{}/team", company.slug), "Open team"));
    let key = (frame.me.view == View::Developer).then(|| Step {
        title: "Add an SSH key",
        detail: "Or paste all of them at once. For code only: skip it if you write none.",
        done: frame.me.has_key,
        way: Some(("/account/keys".into(), "Add key")),
    });
    let steps = [
        Step {
            title: "Confirm your e-mail address",
            detail: "Open the link in the mail we sent you.",
            done: frame.me.confirmed,
            way: None,
        },
        Step {
            title: "Set up a company",
            detail: "Or accept an invitation to one.",
            done: !frame.companies.is_empty(),
            way: Some(("/companies/new".into(), "Set up company")),
        },
        Step {
            title: "Work as a team",
            detail: "Invite the people you work with.",
            done: frame.companies.iter().any(|company| company.members.is_some_and(|members| members > 1)),
            way: team,
        },
    ];
    steps.into_iter().chain(key).collect()
}

fn note(frame: &Frame) -> String {
    let steps = steps(frame);
    format!("{} of {} done", steps.iter().filter(|step| step.done).count(), steps.len())
}

fn list(frame: &Frame) -> impl IntoView + use<> {
    let steps = steps(frame);
    let next = steps.iter().position(|step| !step.done);
    let items = steps.into_iter().enumerate().map(|(index, step)| {
        let state = match () {
            () if step.done => Some("done"),
            () if Some(index) == next => Some("next"),
            () => None,
        };
        let way = step.way.filter(|_| !step.done).map(|(href, words)| {
            let is_still = href.starts_with("/account") || href == "/companies/new";
            view! { <div class="checklist__actions"><a class="button button--small" href=href rel=is_still.then_some("external")>{words}</a></div> }
        });
        view! {
            <li class="checklist__item" data-state=state>
                <span class="checklist__mark" aria-hidden="true"></span>
                <div class="checklist__text">
                    <span class="checklist__title">{step.title} {step.done.then(|| view! { <span class="visually-hidden">" (done)"</span> })}</span>
                    <span class="checklist__detail">{step.detail}</span>
                </div>
                {way}
            </li>
        }
    });
    items.collect_view()
}
