//! `/invitations/{secret}`: the mailed link. Looking at it changes nothing; answering is a press.

use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use teamwork::rules::{
    invitation::{InvitationView, Reader},
    problem::{Gone, Problem},
};

use super::api::{AcceptInvitation, AskForReaddress, AskForRenewal, DeclineInvitation};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit},
    members::consequences::fact,
    parts::{Drawing, Figure, Picture, Tie, Until, told},
    public::Visit,
    session::{
        api::{ResendConfirmation, SignOut},
        link::MailedSignIn,
        sign_in::{SignInForm, with_next},
        sign_up::SignUpForm,
    },
};

/// Who asks for what, and the answer that this reader can give.
pub async fn page(visit: Visit, Path(secret): Path<String>) -> Response {
    if visit.succeeded("decline_invitation") {
        return visit.page("You declined the invitation", || {
            view! {
                <p>"The sender was told. Nothing else happened, and this link no longer works."</p>
                <p class="muted">"If you change your mind, ask the sender for a new invitation."</p>
            }
        });
    }
    if visit.succeeded("ask_for_renewal") {
        return visit.page("You asked for a new invitation", || {
            view! {
                <p>"The sender was told. When they send it again, you get a new mail with a new link."</p>
            }
        });
    }
    if visit.succeeded("ask_for_readdress") {
        return visit.page("You asked for an invitation", || {
            view! {
                <p>"The sender was told which address is yours. If they invite it, you get a mail with a link of your own."</p>
            }
        });
    }
    match visit.visitor.look_at_invitation(&secret).await {
        Ok(invitation) => {
            let title = format!("{} invites you to {}", invitation.inviter, invitation.company);
            let heading = title.clone();
            visit.wide_page(&title, move || view! { <Invitation heading invitation secret/> })
        }
        Err(Problem::Gone(gone)) => {
            let is_signed_in = visit.is_signed_in();
            visit.gone(ended_title(gone), move || view! { <Ended gone is_signed_in secret/> })
        }
        Err(problem) => visit.problem(problem),
    }
}

#[component]
fn Invitation(heading: String, invitation: InvitationView, secret: String) -> impl IntoView {
    let subtitle = format!("As {}. {}", invitation.role.with_article(), invitation.role.sentence());
    let note = invitation.note.clone().map(|note| {
        view! { <div class="facts__row"><dt class="facts__term">"They write"</dt><dd class="facts__value">"“" {note} "”"</dd></div> }
    });
    view! {
        <header class="page-head">
            <div class="page-head__text">
                <h1 class="page-head__title">{heading}</h1>
                <p class="page-head__subtitle">{subtitle}</p>
            </div>
        </header>
        <div class="public__split">
            <div class="stack">
                <Drawing id="invitation" picture=picture(&invitation)/>
                <dl class="facts">
                    {note}
                    {(!invitation.apps.is_empty()).then(|| fact("Your Apps", vec![invitation.apps.join(", ")]))}
                    {invitation.ends_at.map(|at| fact("Last day of access", vec![at.to_day()]))}
                    <div class="facts__row"><dt class="facts__term">"Sent to"</dt><dd class="facts__value">{invitation.email.clone()}</dd></div>
                    <div class="facts__row">
                        <dt class="facts__term">"Open until"</dt>
                        <dd class="facts__value">{told(invitation.expires_at)} " (" <Until at=invitation.expires_at/> ")"</dd>
                    </div>
                </dl>
            </div>
            <div class="stack">{answer(invitation, secret)}</div>
        </div>
    }
}

fn picture(invitation: &InvitationView) -> Picture {
    Picture {
        when: "When you accept",
        caption: format!("you are {} of {}", invitation.role.with_article(), invitation.company),
        company: invitation.company.clone(),
        left: Figure::other(invitation.inviter.clone(), Tie::Is(None)),
        right: Some(Figure::you(Tie::Becomes(invitation.role))),
        invites: true,
    }
}

/// What this reader can do now.
fn answer(invitation: InvitationView, secret: String) -> AnyView {
    let InvitationView { company, inviter, email, reader, .. } = invitation;
    let (here, accepted) = (format!("/invitations/{secret}"), secret.clone());
    match reader {
        Reader::Invited => view! {
            <p>{format!("You are signed in as {email}. Accept, and you can work in {company} at once.")}</p>
            <Form act={Act::<AcceptInvitation>::new()}>
                <Hidden name="secret" value=accepted/>
                <FormActions><Submit class="button--primary button--wide">"Accept invitation"</Submit></FormActions>
            </Form>
            <Decline secret/>
        }
        .into_any(),
        Reader::Unconfirmed => view! {
            <div class="notice notice--warning">
                <p class="notice__text">
                    <strong>"Confirm your address first. "</strong>
                    {format!("We mailed a link to {email}. Open it, then come back to this page to accept.")}
                </p>
            </div>
            <Form act={Act::<ResendConfirmation>::new()}>
                <FormActions><Submit class="button--primary button--wide">"Mail me the link again"</Submit></FormActions>
            </Form>
            <Decline secret/>
        }
        .into_any(),
        Reader::WrongAccount { email: mine } => view! {
            <h2 class="section-head__title">"This invitation is for another address"</h2>
            <dl class="facts">
                <div class="facts__row"><dt class="facts__term">"Sent to"</dt><dd class="facts__value">{email}</dd></div>
                <div class="facts__row"><dt class="facts__term">"You are"</dt><dd class="facts__value">{mine.clone()}</dd></div>
            </dl>
            <Form act={Act::<SignOut>::new()}>
                <Hidden name="next" value=here/>
                <FormActions><Submit class="button--primary button--wide">"Switch account"</Submit></FormActions>
            </Form>
            <Form act={Act::<AskForReaddress>::new()}>
                <Hidden name="secret" value=secret/>
                <FormActions><Submit class="button--wide">{format!("Ask {inviter} to send it to {mine}")}</Submit></FormActions>
            </Form>
        }
        .into_any(),
        Reader::AlreadyMember { slug } => view! {
            <div class="notice notice--success">
                <p class="notice__text"><strong>{format!("You are a member of {company} already.")}</strong>" There is nothing to accept."</p>
            </div>
            <a class="button button--primary button--wide" href=format!("/c/{slug}")>{format!("Open {company}")}</a>
        }
        .into_any(),
        Reader::SignIn => view! {
            <h2 class="section-head__title">"Sign in to answer"</h2>
            <p>{format!("There is an account for {email}.")}</p>
            <SignInForm next=here.clone() email=email.clone()/>
            <MailedSignIn email next=here/>
            <Decline secret/>
        }
        .into_any(),
        Reader::SignUp { proven } => view! {
            <h2 class="section-head__title">{format!("Create your account and join {company}")}</h2>
            {(!proven).then(|| view! { <p class="muted">"This link was handed over, not mailed to you: we mail you a link to confirm the address before you can accept."</p> })}
            <SignUpForm secret=secret.clone() email/>
            // A copied link does not say whether the address has an account, so whoever has one says so.
            {(!proven).then(|| view! {
                <p class="public__aside">"You have an account? " <a class="link" href=with_next("/login", &here)>"Sign in"</a></p>
            })}
            <Decline secret/>
        }
        .into_any(),
    }
}

#[component]
fn Decline(secret: String) -> impl IntoView {
    view! {
        <div class="public__aside">
            <Form act={Act::<DeclineInvitation>::new()}>
                <Hidden name="secret" value=secret/>
                <div class="cluster"><span>"Not for you?"</span><Submit class="button--small">"Decline invitation"</Submit></div>
            </Form>
        </div>
    }
}

/// Why the link no longer opens anything, and what to do now.
#[component]
fn Ended(gone: Gone, is_signed_in: bool, secret: String) -> impl IntoView {
    let forward = match gone {
        Gone::InvitationAccepted => "If that was you, the Company is among yours.",
        Gone::InvitationDeclined => "Whoever sent it can invite you again at any time, also with another role.",
        Gone::InvitationWithdrawn => {
            "If you expected it, ask whoever sent it. A new invitation takes them a moment and brings a new link."
        }
        _ => "Whoever sent it can send it again with one press. The new mail brings a new link.",
    };
    let class = if gone == Gone::InvitationExpired { "button" } else { "button button--primary" };
    let action = match is_signed_in {
        true => view! { <a class=class href="/">"Go to your overview"</a> },
        false => view! { <a class=class href="/login">"Sign in"</a> },
    };
    let renewal = (gone == Gone::InvitationExpired).then(|| {
        view! {
            <Form act={Act::<AskForRenewal>::new()}>
                <Hidden name="secret" value=secret/>
                <FormActions><Submit class="button--primary">"Ask for a new invitation"</Submit></FormActions>
            </Form>
        }
    });
    view! {
        <section class="blankslate blankslate--page">
            <h1 class="blankslate__title">{ended_title(gone)}</h1>
            <p class="blankslate__text">{gone.to_string()}</p>
            <p class="blankslate__text">{forward}</p>
            {renewal}
            <div class="blankslate__action">{action}</div>
        </section>
    }
}

fn ended_title(gone: Gone) -> &'static str {
    match gone {
        Gone::InvitationAccepted => "This invitation was accepted",
        Gone::InvitationDeclined => "This invitation was declined",
        Gone::InvitationWithdrawn => "This invitation was withdrawn",
        _ => "This invitation has expired",
    }
}
