//! `/c/{slug}/leave`: read what ends, and confirm (R75).

use leptos::prelude::*;
use teamwork::rules::{
    member::Departure,
    permission::{Action, may},
};

use super::{
    api::{self, Leave},
    consequences::Consequences,
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    frame::company_slug,
    parts::{Load, PageHead},
    remote::remote,
};

/// What leaving means for the person who reads it.
#[component]
pub fn LeaveCompany() -> impl IntoView {
    let slug = company_slug();
    let facts = remote(|| 0, move || api::Departure { slug: slug.clone() });
    view! {
        <Load remote=facts what="what leaving means" let:facts>
            <PageHead title=Signal::derive(move || format!("Leave {}", facts.get().company)) subtitle="Read what ends, then decide."/>
            <div class="stack stack--wide">{move || page(facts.get())}</div>
        </Load>
    }
}

fn page(facts: Departure) -> impl IntoView {
    let stay = may(facts.role, Action::Leave { another_owner: facts.another_owner }).err();
    match stay {
        None => leaving(facts).into_any(),
        Some(refusal) => staying(&facts, refusal.to_string()).into_any(),
    }
}

fn leaving(facts: Departure) -> impl IntoView {
    let (company, slug) = (facts.company.clone(), facts.slug.clone());
    let home = format!("/c/{slug}/team");
    view! {
        <Consequences facts mine=true/>
        <p>{format!("An Owner of {company} can invite you again. The Owners get a mail that you left.")}</p>
        <LeaveForm company slug home/>
    }
}

#[component]
fn LeaveForm(company: String, slug: String, home: String) -> impl IntoView {
    view! {
        <Form act={Act::<Leave>::new()}>
            <Hidden name="slug" value=slug/>
            <FormActions>
                <Submit class="button--danger">{format!("Leave {company}")}</Submit>
                <a class="button button--quiet" href=home>"Stay"</a>
            </FormActions>
        </Form>
    }
}

/// The last Owner cannot leave: there are three ways out, and no button.
fn staying(facts: &Departure, why: String) -> impl IntoView + use<> {
    let Departure { company, slug, .. } = facts;
    let [invite, team, delete] = ["team/invite?role=owner", "team", "delete"].map(|rest| format!("/c/{slug}/{rest}"));
    view! {
        <div class="notice notice--warning"><p class="notice__text"><strong>{format!("You cannot leave {company} yet. ")}</strong>{why}</p></div>
        <section class="stack" aria-labelledby="ways">
            <h2 class="section-head__title" id="ways">"Three ways out"</h2>
            <ul class="rows" role="list">
                <li class="rows__item">
                    <div class="rows__main">
                        <span class="rows__title">"Offer ownership to a member"</span>
                        <span class="rows__detail">"Open the menu of their role and choose Owner. When they have accepted, you can leave."</span>
                    </div>
                    <div class="rows__end"><a class="button" href=team>"Go to the team"</a></div>
                </li>
                <li class="rows__item">
                    <div class="rows__main">
                        <span class="rows__title">"Invite somebody new as Owner"</span>
                        <span class="rows__detail">"They get a mail with what it means, and the Company once they accept."</span>
                    </div>
                    <div class="rows__end"><a class="button" href=invite>"Invite an Owner"</a></div>
                </li>
                <li class="rows__item">
                    <div class="rows__main">
                        <span class="rows__title">"Delete the company"</span>
                        <span class="rows__detail">"Its Apps and everybody's access end. You read first what ends."</span>
                    </div>
                    <div class="rows__end"><a class="button" href=delete rel="external">"Read what ends"</a></div>
                </li>
            </ul>
        </section>
    }
}
