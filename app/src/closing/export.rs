//! `/account/export`: everything that is stored about me, as one file.

use leptos::prelude::*;

use crate::{
    frame::use_frame,
    parts::PageHead,
    profile::{nav::AccountNav, proof::Proof},
};

/// What is in the file, and the way to it.
#[component]
pub fn ExportPage() -> impl IntoView {
    let fresh = use_frame().with_untracked(|frame| frame.me.fresh);
    let way = if fresh {
        view! { <p><a class="button button--primary" href="/account/data.json" rel="external" download="">"Download the file"</a></p> }.into_any()
    } else {
        view! { <Proof when=true/> }.into_any()
    };
    view! {
        <PageHead title="Your data" subtitle="A copy of what is stored about you."/>
        <AccountNav/>
        <div class="prose">
            <p>"One file in JSON, which people and programs can read:"</p>
            <ul>
                <li>"your name, address, view and preferences"</li>
                <li>"your companies and what you are there, your trial Apps, the invitations you sent"</li>
                <li>"your public keys, the names of your passkeys, and where you are signed in"</li>
                <li>"what the log says that you did"</li>
            </ul>
            <p>"Passwords and secrets are not in it. The download is noted in the log."</p>
        </div>
        {way}
    }
}
