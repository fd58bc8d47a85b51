//! `/account/security`: the second factor of one's own account, and `/login/code`, where it is asked for.

pub mod api;
pub mod code;

use leptos::prelude::*;
use qrcode::{QrCode, render::svg};
use teamwork::rules::second_factor::{FactorSetup, RecoveryCodes, SecondFactor};

use self::api::{BeginSecondFactor, ConfirmSecondFactor, RenewRecoveryCodes, TurnOffSecondFactor};
use crate::{
    form::{Act, Form, FormActions, Submit},
    frame::use_frame,
    parts::{Load, Notice, PageHead, SectionHead},
    profile::{
        nav::AccountNav,
        proof::{CodeField, Proof},
    },
    remote::remote,
};

/// The page.
#[component]
pub fn Security() -> impl IntoView {
    let factor = remote(|| 0, || api::SecondFactor {});
    let (confirm, renew) = (Act::<ConfirmSecondFactor>::new(), Act::<RenewRecoveryCodes>::new());
    let fresh_codes = move || confirm.done().get().or(renew.done().get());
    view! {
        <PageHead title="Second factor" subtitle="A code of your telephone beside the password, so that the password alone opens nothing."/>
        <AccountNav/>
        {move || fresh_codes().map(|codes| view! { <Codes codes/> })}
        <Load remote=factor what="your second factor" let:factor>
            {move || state(factor.get(), confirm, renew)}
        </Load>
    }
}

fn state(factor: SecondFactor, confirm: Act<ConfirmSecondFactor>, renew: Act<RenewRecoveryCodes>) -> AnyView {
    let is_fresh = use_frame().with_untracked(|frame| frame.me.fresh);
    match factor {
        SecondFactor { on_at: Some(at), codes_left, .. } => view! {
            <Notice kind="success">"On since " {at.to_day()} ". Recovery codes left: " {codes_left} "."</Notice>
            <Proof when=!is_fresh/>
            <SectionHead title="New recovery codes"/>
            <p class="muted">"The old ones stop working."</p>
            <Form act=renew><CodeField/><FormActions><Submit class="">"Make new codes"</Submit></FormActions></Form>
            <SectionHead title="Turn it off"/>
            <Form act={Act::<TurnOffSecondFactor>::new()}>
                <CodeField/>
                <FormActions><Submit class="button--danger">"Turn off the second factor"</Submit></FormActions>
            </Form>
        }
        .into_any(),
        SecondFactor { setup: Some(setup), .. } => view! {
            <Learn setup/>
            <Form act=confirm>
                <CodeField/>
                <FormActions><Submit>"Turn on the second factor"</Submit></FormActions>
            </Form>
        }
        .into_any(),
        _ => view! {
            <p>"You need an app that makes codes, such as Aegis, FreeOTP or a password manager."</p>
            <Proof when=!is_fresh/>
            <Form act={Act::<BeginSecondFactor>::new()}>
                <FormActions><Submit>"Set up a second factor"</Submit></FormActions>
            </Form>
        }
        .into_any(),
    }
}

/// What the telephone has to learn: a picture to look at, or a secret to type.
#[component]
fn Learn(setup: FactorSetup) -> impl IntoView {
    let picture = QrCode::new(setup.address.as_bytes()).map(|code| {
        code.render::<svg::Color>()
            .min_dimensions(200, 200)
            .dark_color(svg::Color("#000"))
            .light_color(svg::Color("#fff"))
            .build()
    });
    // The picture begins with a declaration of XML, which has no place inside HTML.
    let picture = picture.ok().and_then(|svg| svg.split_once("?>").map(|(_, svg)| svg.to_owned()));
    let secret = setup.secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    view! {
        <ol class="stack">
            <li>"Let your app read this picture" {picture.map(|svg| view! { <div class="qr" role="img" aria-label="The secret as a picture" inner_html=svg></div> })}</li>
            <li>"or type this secret into it: " <code class="mono">{secret}</code></li>
            <li>"Then type the code that it shows."</li>
        </ol>
    }
}

/// The fresh recovery codes, this once.
#[component]
fn Codes(codes: RecoveryCodes) -> impl IntoView {
    let codes = codes.codes.into_iter().map(|code| view! { <li><code class="mono">{code}</code></li> }).collect_view();
    view! {
        <section class="notice notice--warning" role="status">
            <div class="notice__text stack">
                <p><strong>"Write these recovery codes down now."</strong>" They are not shown again. Each signs you in once when your telephone is not there."</p>
                <ul class="codes" role="list">{codes}</ul>
            </div>
        </section>
    }
}
