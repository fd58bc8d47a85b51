//! Who wants me in their Company. Answering takes the mailed link: only that proves whose mailbox it is.

use leptos::prelude::*;
use teamwork::rules::invitation::MyInvitation;

use super::api::{MailMyInvitation, MyInvitations};
use crate::{
    form::{Act, Form, Submit},
    live::{Topic, use_live},
    parts::{Each, Load, SectionHead, Until},
    remote::remote,
};

/// The open invitations; nothing at all when there are none.
#[component]
pub fn Invitations() -> impl IntoView {
    let live = use_live();
    let mine = remote(move || live.version(Topic::Person) + live.version(Topic::Invitations), || MyInvitations {});
    view! {
        <Load remote=mine what="your invitations" let:mine>
            <Show when=move || !mine.with(Vec::is_empty)>
                <section class="stack" aria-label="Invitations">
                    <SectionHead title="Invitations" count=Signal::derive(move || mine.with(Vec::len))/>
                    <ul class="rows" role="list">
                        <Each each=move || mine.get() key=|invitation| invitation.id.to_string() let:invitation>
                            <Row invitation/>
                        </Each>
                    </ul>
                </section>
            </Show>
        </Load>
    }
}

#[component]
fn Row(invitation: MyInvitation) -> impl IntoView {
    let mail = Act::<MailMyInvitation>::keyed("invitation", invitation.id);
    let what = match invitation.is_member {
        true => " offers you ownership".to_owned(),
        false => format!(" as {}", invitation.role.name()),
    };
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{invitation.company.clone()} <span class="muted">{what}</span></span>
                <span class="rows__detail">
                    "From " {invitation.inviter} " · expires " <Until at=invitation.expires_at/>
                    ". Open the link in the mail to answer."
                </span>
            </div>
            <div class="rows__end">
                <Show when=move || mail.done().get().is_some()><span class="badge badge--ok">"Mail sent"</span></Show>
                <Form act=mail compact=true>
                    <Submit class="button--small">"Mail me the link again"<span class="visually-hidden">" to " {invitation.company}</span></Submit>
                </Form>
            </div>
        </li>
    }
}
