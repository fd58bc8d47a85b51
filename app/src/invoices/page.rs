//! `/invoices/{secret}`: the invoice or the credit note behind a mailed link. It opens without an account, again and again.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::problem::{Gone, Problem};

use super::{
    api::MailInvoiceAgain,
    document::{Files, Paper},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    public::Visit,
};

/// The document, or the way to a new link when this one has expired.
pub async fn page(visit: Visit, Path(secret): Path<String>) -> Response {
    if visit.succeeded("mail_invoice_again") {
        return visit.page("A new link is on its way", || {
            view! { <p>"It goes to the address that this one was mailed to."</p> }
        });
    }
    match visit.visitor.guest().look_at_invoice(&secret).await {
        Ok(view) => {
            let title = view.document().title();
            let (heading, base) = (title.clone(), format!("/invoices/{secret}"));
            visit.column_page(&title, move || {
                view! {
                    <header class="page-head">
                        <h1 class="page-head__title">{heading}</h1>
                        <div class="page-head__actions"><Files base/></div>
                    </header>
                    <Paper view/>
                }
            })
        }
        Err(Problem::Gone(gone)) => visit.gone("This link has expired", move || view! { <Expired gone secret/> }),
        Err(problem) => visit.problem(problem),
    }
}

#[component]
fn Expired(gone: Gone, secret: String) -> impl IntoView {
    view! {
        <section class="blankslate blankslate--page">
            <h1 class="blankslate__title">"This link has expired"</h1>
            <p class="blankslate__text">{gone.to_string()}</p>
            <Form act={Act::<MailInvoiceAgain>::new()}>
                <Hidden name="secret" value=secret/>
                <FormActions><Submit class="button--primary">"Mail a new link"</Submit></FormActions>
            </Form>
        </section>
    }
}
