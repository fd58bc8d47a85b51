//! `/c/{slug}/delete`: read what ends, type the name (S3).

use leptos::prelude::*;
use teamwork::rules::{
    company::{CompanyEnd, END_MAX, InvoiceEnd},
    count::AND_MORE,
    problem::Field,
};

use super::api::{self, DeleteCompany as Delete};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField},
    frame::company_slug,
    parts::{Load, PageHead},
    profile::proof::ProofFields,
    remote::remote,
};

/// What ends with the Company, and the form that ends it.
#[component]
pub fn DeleteCompany() -> impl IntoView {
    let slug = company_slug();
    let end = remote(|| 0, move || api::CompanyEnd { slug: slug.clone() });
    view! {
        <Load remote=end what="what ends" let:end>
            <PageHead title=format!("Delete {}", end.get_untracked().company) subtitle="Read what ends, then decide. It cannot be undone."/>
            {page(end.get_untracked())}
        </Load>
    }
}

fn page(end: CompanyEnd) -> impl IntoView {
    let CompanyEnd { company, slug, apps, people, invitations, invoices } = end;
    let people = people.into_iter().map(|person| format!("{}, {}", person.name, person.role)).collect();
    let when = |one: &InvoiceEnd| if one.charging { "being charged".into() } else { format!("due on {}", one.due) };
    let invoices = invoices.iter().map(|one| format!("{}: {}, {}", one.number, one.balance, when(one))).collect();
    view! {
        <dl class="facts">
            <Ends term="Apps that are deleted" none="There are none." words=apps/>
            <Ends term="People who lose access" none="Nobody." words=people/>
            <Ends term="Invitations that are withdrawn" none="None is open." words=invitations/>
            <Ends term="Open invoices, which stay to be paid" none="None is open." words=invoices/>
            <div class="facts__row">
                <dt class="facts__term">"Also ends"</dt>
                <dd class="facts__value">"All billing contacts. What was used until today is still invoiced."</dd>
            </div>
            <div class="facts__row">
                <dt class="facts__term">"Stays"</dt>
                <dd class="facts__value">"Everybody’s own account, and their other companies. All members and invoice addresses get a mail."</dd>
            </div>
        </dl>
        <Form act={Act::<Delete>::new()}>
            <Hidden name="slug" value=slug.clone()/>
            <p>"To confirm, type the name of the company: " <strong>{company.clone()}</strong></p>
            <TextField field=Field::Confirmation label="Name of the company" autocomplete="off"/>
            <ProofFields/>
            <FormActions>
                <Submit class="button--danger">{format!("Delete {company}")}</Submit>
                <a class="button button--quiet" href=format!("/c/{slug}/settings")>"Keep it"</a>
            </FormActions>
        </Form>
    }
}

/// One kind of thing that ends.
#[component]
fn Ends(term: &'static str, none: &'static str, mut words: Vec<String>) -> impl IntoView {
    let more = (words.len() > END_MAX).then(|| view! { <li>{AND_MORE}</li> });
    words.truncate(END_MAX);
    let list = match words.is_empty() {
        true => none.into_any(),
        false => {
            let words = words.into_iter().map(|word| view! { <li>{word}</li> }).collect_view();
            view! { <ul>{words}{more}</ul> }.into_any()
        }
    };
    view! {
        <div class="facts__row">
            <dt class="facts__term">{term}</dt>
            <dd class="facts__value prose">{list}</dd>
        </div>
    }
}
