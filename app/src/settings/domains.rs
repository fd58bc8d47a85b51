//! Domains, whether they lead here, and what to do when they do not.

use leptos::prelude::*;
use teamwork::rules::{
    config::{DomainCard, DomainState},
    problem::Field,
};

use super::{
    Basis, Section, Seen,
    api::{AddDomain, CheckDomain, RemoveDomain},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    parts::{Ago, Badge},
};

/// All domains, and a form for one more.
#[component]
pub fn Domains(domains: Vec<DomainCard>, allowed: i64, host: String, seen: Seen) -> impl IntoView {
    let note = format!("{} of {allowed} of your plan", domains.len());
    let rows = domains.into_iter().map(|card| view! { <Row card own=host.clone() seen=seen.clone()/> }).collect_view();
    let add = seen.open.then(|| view! { <Add seen/> });
    view! {
        <Section id="domains" title="Domains" note>
            <ul class="rows" role="list">
                <li class="rows__item">
                    <div class="rows__main">
                        <span class="rows__title">{host}</span>
                        <span class="rows__detail">"The App's own name. Your domains have to lead to it."</span>
                    </div>
                </li>
                {rows}
            </ul>
            {add}
        </Section>
    }
}

#[component]
fn Row(card: DomainCard, own: String, seen: Seen) -> impl IntoView {
    let DomainCard { host, state, checked_at } = card;
    let kind = match state {
        DomainState::Unchecked => "waiting",
        DomainState::Pointing => "ok",
        DomainState::Astray => "warning",
    };
    let advice =
        (state != DomainState::Pointing).then(|| view! { <span class="rows__detail">{advice(&host, &own)}</span> });
    let checked = match (checked_at, state) {
        (None, _) => view! { <span class="rows__detail">"Warren checks it within a few minutes."</span> }.into_any(),
        (Some(at), DomainState::Unchecked) => {
            view! { <span class="rows__detail">"Asked " <Ago at/> ", and the name servers did not answer."</span> }
                .into_any()
        }
        (Some(at), _) => view! { <span class="rows__detail">"Checked " <Ago at/> "."</span> }.into_any(),
    };
    let forms = seen.open.then(|| {
        let (app, words) = (seen.app.clone(), StoredValue::new(format!(" {host}")));
        let (check, remove) = (Act::<CheckDomain>::keyed("host", &host), Act::<RemoveDomain>::keyed("host", &host));
        view! {
            <Form act=check compact=true>
                <Hidden name="app" value=app/>
                <Submit class="button--small">"Check now"<span class="visually-hidden">{words.get_value()}</span></Submit>
            </Form>
            <Form act=remove compact=true>
                <Basis seen=seen.clone()/>
                <Submit class="button--small">"Remove"<span class="visually-hidden">{words.get_value()}</span></Submit>
            </Form>
        }
    });
    view! {
        <li class="rows__item">
            <div class="rows__main"><span class="rows__title">{host.clone()}</span>{checked}{advice}</div>
            <div class="rows__end"><Badge kind>{state.name()}</Badge>{forms}</div>
        </li>
    }
}

#[component]
fn Add(seen: Seen) -> impl IntoView {
    let add = Act::<AddDomain>::new();
    view! {
        <div class="card__body">
            <Form act=add>
                <Basis seen/>
                <TextField field=Field::Domains label="Domain" hint="Like www.example.com. With other letters than a–z, write it as xn--…" autocomplete="off"/>
                <FormActions><Submit class="">"Add domain"</Submit></FormActions>
            </Form>
        </div>
    }
}

/// Which record to set where the domain is managed.
fn advice(host: &str, own: &str) -> String {
    if host.split('.').count() > 2 {
        return format!("Where the domain is managed, set a CNAME record: {host} to {own}");
    }
    format!(
        "Where the domain is managed, set an ALIAS or ANAME record: {host} to {own}. Where there is none, set A and AAAA \
         records to the addresses of that name."
    )
}

#[cfg(test)]
mod tests {
    use super::advice;

    #[test]
    fn a_domain_without_a_name_in_front_takes_no_cname() {
        assert!(advice("www.acme.example", "shop.apps.example").contains("CNAME"));
        assert!(!advice("acme.example", "shop.apps.example").contains("CNAME"));
    }
}
