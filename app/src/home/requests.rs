//! Who asks me to take over Apps and pay for them. Answering takes the mailed link: only that proves whose mailbox it is.

use leptos::prelude::*;
use teamwork::rules::request::MyRequest;

use super::api::{MailMyRequest, MyRequests};
use crate::{
    form::{Act, Form, Submit},
    live::{Topic, use_live},
    parts::{Each, Load, SectionHead, Until},
    remote::remote,
};

/// The open requests; nothing at all when there are none.
#[component]
pub fn Requests() -> impl IntoView {
    let live = use_live();
    let mine = remote(move || live.version(Topic::Person), || MyRequests {});
    view! {
        <Load remote=mine what="your payment requests" let:mine>
            <Show when=move || !mine.with(Vec::is_empty)>
                <section class="stack" aria-label="Payment requests">
                    <SectionHead title="Payment requests" count=Signal::derive(move || mine.with(Vec::len))/>
                    <ul class="rows" role="list">
                        <Each each=move || mine.get() key=|request| request.id.to_string() let:request>
                            <Row request/>
                        </Each>
                    </ul>
                </section>
            </Show>
        </Load>
    }
}

#[component]
fn Row(request: MyRequest) -> impl IntoView {
    let mail = Act::<MailMyRequest>::keyed("request", request.id);
    let apps = request.apps.join(", ");
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <span class="rows__title">{request.sender} <span class="muted">" asks you to take over "</span> {apps.clone()}</span>
                <span class="rows__detail">"Expires " <Until at=request.expires_at/> ". Open the link in the mail to answer."</span>
            </div>
            <div class="rows__end">
                <Show when=move || mail.done().get().is_some()><span class="badge badge--ok">"Mail sent"</span></Show>
                <Form act=mail compact=true>
                    <Submit class="button--small">"Mail me the link again"<span class="visually-hidden">" for " {apps}</span></Submit>
                </Form>
            </div>
        </li>
    }
}
