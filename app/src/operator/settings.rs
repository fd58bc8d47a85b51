//! `/operator/settings`: how long things last, and what this house is called.

use leptos::prelude::*;
use teamwork::rules::{house::SettingCard, problem::Field};

use super::{
    Desk, PasswordAgain,
    api::{self, SetSetting},
};
use crate::{
    form::{Act, Form, FormActions, Submit, TextField},
    parts::{Load, Notice},
    remote::remote,
};

/// One form for each setting.
#[component]
pub fn Settings() -> impl IntoView {
    let settings = remote(|| 0, || api::OperatorSettings {});
    view! {
        <Load remote=settings what="the settings" let:settings>
            <Desk title="Settings" subtitle="They count at once, on every server." writes=true>
                <div class="grid">{move || settings.get().into_iter().map(one).collect_view()}</div>
            </Desk>
        </Load>
    }
}

fn one(card: SettingCard) -> impl IntoView {
    let SettingCard { setting, value, changed_at, changed_by } = card;
    let act = Act::<SetSetting>::keyed("key", setting.key());
    let class = if setting.is_short() { "field__input--short" } else { "" };
    let changed = match changed_at {
        None => "The default.".to_owned(),
        Some(at) => {
            let by = changed_by.unwrap_or_else(|| "the command line".into());
            format!("Set by {by} on {}.", at.to_day())
        }
    };
    view! {
        <section class="card">
            <div class="card__body stack">
                <Form act>
                    <TextField field=Field::Value label=setting.name() hint=setting.sentence() autocomplete="off" value class/>
                    <PasswordAgain/>
                    <FormActions>
                        <Submit class="">"Save"<span class="visually-hidden">": " {setting.name()}</span></Submit>
                    </FormActions>
                </Form>
                <Show when=move || act.done().get().is_some()><Notice kind="success" small=true>"Saved."</Notice></Show>
                <p class="muted small">{changed}</p>
            </div>
        </section>
    }
}
