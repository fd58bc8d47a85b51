//! `/operator/newsletters`: written here, looked at, sent to who has asked for them.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use teamwork::rules::{
    count::amount,
    newsletter::{Newsletter, NewsletterCard, NewsletterState},
    problem::Field,
};

use super::{
    Desk, PasswordAgain,
    api::{self, ChangeNewsletter, DiscardNewsletter, SendNewsletter, WriteNewsletter},
    list::{Next, query},
};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, TextField, Textarea},
    parts::{Badge, Load},
    remote::remote,
};

/// All of them, and a form for another one.
#[component]
pub fn Newsletters() -> impl IntoView {
    let after = query("after");
    let found = remote(|| 0, move || api::OperatorNewsletters { after: after.clone() });
    view! {
        <Load remote=found what="the newsletters" let:found>
            <Desk title="Newsletters" subtitle="They go to people who have asked for them, and to nobody else." writes=true>
                {move || if found.with(|found| found.newsletters.is_empty()) {
                    view! { <p class="muted">"None was written yet."</p> }.into_any()
                } else {
                    let rows = found.get().newsletters.into_iter().map(row).collect_view();
                    view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
                }}
                <Next next=found.with_untracked(|found| found.next.clone()) kept=("", String::new())/>
                <section class="card" aria-labelledby="another">
                    <header class="card__head"><h2 class="card__title" id="another">"Write one"</h2></header>
                    <div class="card__body stack">
                        <Form act={Act::<WriteNewsletter>::new()}>
                            <Text subject=String::new() text=String::new()/>
                            <FormActions><Submit>"Save draft"</Submit></FormActions>
                        </Form>
                        <p class="muted small">"Nothing is sent yet. The next page shows what it looks like, and to how many it goes."</p>
                    </div>
                </section>
            </Desk>
        </Load>
    }
}

fn row(card: NewsletterCard) -> impl IntoView {
    let href = format!("/operator/newsletters/{}", card.id);
    let when = match card.sent_at {
        None => format!("written {}", card.written_at.to_sentence()),
        Some(at) => format!("sent {} · {}", at.to_sentence(), amount(card.mailed, "mail", "mails")),
    };
    view! {
        <li class="rows__item">
            <div class="rows__main">
                <a class="rows__title link" href=href rel="external">{card.subject}</a>
                <span class="rows__detail">{when}</span>
            </div>
            <div class="rows__end">{badge(card.state)}</div>
        </li>
    }
}

fn badge(state: NewsletterState) -> AnyView {
    match state {
        NewsletterState::Draft => view! { <Badge kind="off">{state.name()}</Badge> }.into_any(),
        NewsletterState::Sending => view! { <Badge kind="waiting">{state.name()}</Badge> }.into_any(),
        NewsletterState::Sent => view! { <Badge kind="ok">{state.name()}</Badge> }.into_any(),
    }
}

/// One of them: what it looks like, and as long as it is a draft, the forms that change, send or discard it.
#[component]
pub fn OneNewsletter() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("newsletter").unwrap_or_default());
    let found = remote(|| 0, move || api::OperatorNewsletter { newsletter: id.clone() });
    view! {
        <Load remote=found what="the newsletter" let:found>
            <Desk
                title=Signal::derive(move || found.with(|found| found.card.subject.clone()))
                subtitle=Signal::derive(move || found.with(what))
                writes=true
            >
                {move || page(found.get())}
            </Desk>
        </Load>
    }
}

/// Where it stands, in one sentence.
fn what(newsletter: &Newsletter) -> String {
    let NewsletterCard { state, sent_at, mailed, .. } = &newsletter.card;
    let mailed = amount(*mailed, "mail", "mails");
    match (state, sent_at) {
        (NewsletterState::Draft, _) | (_, None) => format!(
            "A draft. It would go to {} now.",
            amount(newsletter.readers, "person who has asked for newsletters", "people who have asked for newsletters")
        ),
        (NewsletterState::Sending, Some(at)) => format!("Sent {}. {mailed} are written until now.", at.to_sentence()),
        (NewsletterState::Sent, Some(at)) => format!("Sent {}: {mailed}.", at.to_sentence()),
    }
}

fn page(newsletter: Newsletter) -> impl IntoView {
    let mail = format!("/operator/newsletters/{}/mail", newsletter.card.id);
    let plain = format!("{mail}?plain=true");
    let is_draft = newsletter.card.state == NewsletterState::Draft;
    view! {
        <section class="card" aria-labelledby="looks">
            <header class="card__head"><h2 class="card__title" id="looks">"What its readers get"</h2>{badge(newsletter.card.state)}</header>
            <div class="card__body stack">
                <p>
                    "The very mail: " <a class="link" href=mail rel="external" target="_blank">"as most programs show it"</a>
                    ", and " <a class="link" href=plain rel="external" target="_blank">"as plain text"</a>
                    ". Each reader has a link of their own to end it."
                </p>
            </div>
        </section>
        {is_draft.then(|| view! { <Draft newsletter/> })}
    }
}

#[component]
fn Draft(newsletter: Newsletter) -> impl IntoView {
    let Newsletter { card, text, readers, version } = newsletter;
    let change = Act::<ChangeNewsletter>::new();
    let words = format!("Send it to {readers}");
    view! {
        <section class="card" aria-labelledby="send">
            <header class="card__head"><h2 class="card__title" id="send">"Send it"</h2></header>
            <div class="card__body stack">
                <p>"It cannot be called back. Who ends the newsletter before their mail is written gets none."</p>
                <Form act={Act::<SendNewsletter>::new()}>
                    <Hidden name="newsletter" value=card.id.to_string()/>
                    <Hidden name="version" value=version.to_string()/>
                    <PasswordAgain/>
                    <FormActions><Submit>{words}</Submit></FormActions>
                </Form>
            </div>
        </section>
        <section class="card" aria-labelledby="change">
            <header class="card__head"><h2 class="card__title" id="change">"Change it"</h2></header>
            <div class="card__body stack">
                <Form act=change>
                    <Hidden name="newsletter" value=card.id.to_string()/>
                    <Hidden name="version" value=version.to_string()/>
                    <Text subject=card.subject text/>
                    <FormActions><Submit class="">"Save draft"</Submit></FormActions>
                </Form>
                <Form act={Act::<DiscardNewsletter>::new()}>
                    <Hidden name="newsletter" value=card.id.to_string()/>
                    <PasswordAgain/>
                    <FormActions><Submit class="button--danger">"Discard draft"</Submit></FormActions>
                </Form>
            </div>
        </section>
    }
}

/// The fields that both forms have.
#[component]
fn Text(subject: String, text: String) -> impl IntoView {
    view! {
        <TextField field=Field::Subject autocomplete="off" value=subject/>
        <Textarea field=Field::Text rows=12 value=text hint="Plain text. An empty line begins the next paragraph."/>
        <PasswordAgain/>
    }
}
