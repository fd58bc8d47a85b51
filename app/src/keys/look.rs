//! The first step with a key: what was pasted, and what it is.

use leptos::prelude::*;
use teamwork::rules::{key::KeyLook, problem::Field};

use super::api::LookAtKey;
use crate::{
    actor::actor,
    form::{Act, Form, FormActions, FormState, Submit, Textarea},
    parts::Notice,
};

/// The field to paste a key into.
#[component]
pub fn Look(act: Act<LookAtKey>) -> impl IntoView {
    view! {
        <Form act>
            <Textarea field=Field::KeyLine rows=4 class="mono" hint="The content of a file that ends in .pub, for example ~/.ssh/id_ed25519.pub. No key yet? Make one: ssh-keygen -t ed25519"/>
            <FormActions><Submit>"Look at the key"</Submit></FormActions>
        </Form>
    }
}

/// What the key is, to be compared before it is saved.
pub fn seen(look: KeyLook) -> impl IntoView {
    let short = look.is_short.then(|| {
        view! {
            <Notice kind="warning">
                <strong>"This key is short."</strong>
                " RSA keys should have 3072 bits or more. It works, but make a new one soon: ssh-keygen -t ed25519"
            </Notice>
        }
    });
    view! {
        <p>"Compare the fingerprint with what "<code>"ssh-keygen -l -f KEY.pub"</code>" prints. If they differ, it is not your key."</p>
        <dl class="facts">
            <div class="facts__row"><dt class="facts__term">"Kind"</dt><dd class="facts__value">{look.kind}</dd></div>
            <div class="facts__row">
                <dt class="facts__term">"Fingerprint"</dt>
                <dd class="facts__value mono">{look.fingerprint}</dd>
            </div>
        </dl>
        {short}
    }
}

/// The key of a form that was sent and came back: it is read once more.
pub fn again(state: FormState) -> Option<KeyLook> {
    actor().ok()?.look_at_key(&state.typed(Field::KeyLine.name())?).ok()
}
