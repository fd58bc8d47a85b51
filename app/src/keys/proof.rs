//! `/account/keys/{key}`: sign a text with the other half.

use leptos::prelude::*;
use teamwork::rules::{key::KeyProof, problem::Field};

use super::api::{self, ProveKey};
use crate::{
    form::{Act, Form, FormActions, Hidden, Submit, Textarea},
    parts::{Load, Notice, PageHead, Until},
    profile::nav::AccountNav,
    remote::remote,
};

/// The text, the command, and the field for the signature.
#[component]
pub fn KeyProofPage() -> impl IntoView {
    let key = leptos_router::hooks::use_params_map().with_untracked(|params| params.get("key")).unwrap_or_default();
    let proof = remote(|| 0, move || api::KeyProof { key: key.clone() });
    view! {
        <PageHead title="Prove a key" subtitle="It is optional. It shows that the other half is yours."/>
        <AccountNav/>
        <Load remote=proof what="the text to sign" let:proof>{move || page(proof.get())}</Load>
    }
}

fn page(proof: KeyProof) -> AnyView {
    let prove = Act::<ProveKey>::new();
    if prove.done().get_untracked().is_some() {
        return view! {
            <Notice kind="success">{format!("You proved that you have {}.", proof.name)}</Notice>
            <p><a class="button" href="/account/keys" rel="external">"Back to your keys"</a></p>
        }
        .into_any();
    }
    view! {
        <section class="card" aria-labelledby="sign">
            <header class="card__head"><h2 class="card__title" id="sign">{proof.name}</h2></header>
            <div class="card__body stack">
                <p>"Run this command where the private half is, with its path instead of KEY. The text is good " <Until at=proof.until/> " at the latest."</p>
                <pre class="code-line"><code class="code-line__text" tabindex="0">{proof.command}</code></pre>
                <Form act=prove>
                    <Hidden name="key" value=proof.key.to_string()/>
                    <Hidden name="until" value=proof.until.millis().to_string()/>
                    <Textarea field=Field::Signature rows=7 class="mono" hint="All of it, from -----BEGIN SSH SIGNATURE----- to the end."/>
                    <FormActions>
                        <Submit>"Check the signature"</Submit>
                        <a class="button button--quiet" href="/account/keys" rel="external">"Not now"</a>
                    </FormActions>
                </Form>
            </div>
        </section>
    }
    .into_any()
}
