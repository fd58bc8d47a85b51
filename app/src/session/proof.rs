//! Confirming by a mailed link that it is me: for those who have no password to give again.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::{
    account::LinkPurpose,
    problem::{Problem, Thing},
};

use super::sign_in::wish;
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    profile::{
        api::{AskProof, ProveByLink},
        proof::CodeField,
    },
    public::{MailOnItsWay, Visit, go},
};

/// `/proof?next=/c/acme/team`: have the link mailed.
pub async fn ask(visit: Visit) -> Response {
    let next = wish(&visit);
    let Ok(me) = visit.visitor.person().map(|actor| actor.me()) else { return go("/login") };
    if visit.succeeded("ask_proof") {
        return visit.page("Look into your mail", move || {
            view! { <MailOnItsWay email=me.email what="a link that confirms that it is you. It works once, for 15 minutes, in this browser"/> }
        });
    }
    // Whoever has a password gives it where it is asked for.
    if me.has_password || me.fresh {
        return go(next.as_deref().unwrap_or("/account"));
    }
    visit.page("Confirm that it is you", move || {
        view! {
            <p>"You have no password, so we mail a link to " <strong>{me.email}</strong> ". You open it in this browser, and go on."</p>
            <Form act={Act::<AskProof>::new()}>
                {next.map(|next| view! { <Hidden name="next" value=next/> })}
                <FormActions><Submit class="button--primary button--wide">"Mail me the link"</Submit></FormActions>
            </Form>
        }
    })
}

/// `/proof/{secret}`: the mailed link. Programs that read mails open links too, so only the button confirms.
pub async fn open(visit: Visit, Path(secret): Path<String>) -> Response {
    let again =
        || view! { <p class="public__aside"><a class="link" href="/proof">"Have a new link mailed to you"</a></p> };
    if let Some(Problem::Gone(gone)) = visit.problem_of("prove_by_link") {
        return visit.problem_with(Problem::Gone(gone), again);
    }
    let Ok(person) = visit.visitor.person().cloned() else { return signed_out(visit, &secret).await };
    match person.look_at_proof(&secret).await {
        Err(problem @ Problem::NotFound(_)) => {
            let email = person.me().email;
            visit.problem_with(problem, move || {
                view! { <p>{format!("You are signed in as {email}. The link works for the account that asked for it.")}</p> }
            })
        }
        Err(problem) => visit.problem_with(problem, again),
        Ok(()) => {
            let asks_for_code = person.me().second_factor;
            visit.page("Confirm that it is you", move || {
                view! {
                    <p>"Did you ask for this link? Then one press confirms it, and you are back where you were."</p>
                    <Form act={Act::<ProveByLink>::new()}>
                        <Hidden name="secret" value=secret/>
                        {asks_for_code.then(|| view! { <CodeField/> })}
                        <FormActions><Submit class="button--primary button--wide">"It is me"</Submit></FormActions>
                    </Form>
                }
            })
        }
    }
}

/// The link was opened in a browser in which nobody is signed in.
async fn signed_out(visit: Visit, secret: &str) -> Response {
    match visit.visitor.guest().look_at_link(secret).await {
        Err(problem) => visit.problem(problem),
        Ok(LinkPurpose::Prove) => visit.page("You are not signed in here", || {
            view! {
                <p>"The link confirms who sits at a browser that is signed in. Open it in the browser in which you asked for it."</p>
                <p class="public__aside">"Or sign in here: "<a class="link" href="/login/link">"Have a sign-in link mailed to you"</a></p>
            }
        }),
        Ok(_) => visit.problem(Problem::NotFound(Thing::Page)),
    }
}
