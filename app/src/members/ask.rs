//! "Are you sure?": what is asked before something ends. A dialog with script, a part of the page without.

use std::{fmt, str::FromStr};

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use teamwork::rules::id::{InvitationId, UserId};

use crate::{
    form::{LastEcho, focus_later},
    frame::company_slug,
    parts::{changing, close_dialog, open_dialog},
};

/// What there is to ask on the team page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Dismiss(UserId),
    StepDown,
    Apps(UserId),
    End(UserId),
    Edit(InvitationId),
    Withdraw(InvitationId),
}

impl Ask {
    /// The dialog that asks this.
    const fn dialog(self) -> &'static str {
        match self {
            Self::Edit(_) | Self::Withdraw(_) => "ask-invitation",
            _ => "ask-member",
        }
    }

    /// The heading that gets the focus when it is done.
    const fn heading(self) -> &'static str {
        match self {
            Self::Edit(_) | Self::Withdraw(_) => "invitations",
            _ => "members",
        }
    }
}

/// The name of the server function, and whom it is about.
impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dismiss(user) => write!(f, "dismiss.{user}"),
            Self::StepDown => f.write_str("step_down"),
            Self::Apps(user) => write!(f, "assign_apps.{user}"),
            Self::End(user) => write!(f, "set_end.{user}"),
            Self::Edit(invitation) => write!(f, "edit_invitation.{invitation}"),
            Self::Withdraw(invitation) => write!(f, "cancel_invitation.{invitation}"),
        }
    }
}

impl FromStr for Ask {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (what, id) = text.split_once('.').unwrap_or((text, ""));
        match what {
            "dismiss" => id.parse().map(Self::Dismiss).map_err(drop),
            "step_down" => Ok(Self::StepDown),
            "assign_apps" => id.parse().map(Self::Apps).map_err(drop),
            "set_end" => id.parse().map(Self::End).map_err(drop),
            "edit_invitation" => id.parse().map(Self::Edit).map_err(drop),
            "cancel_invitation" => id.parse().map(Self::Withdraw).map_err(drop),
            _ => Err(()),
        }
    }
}

/// What is being asked.
#[derive(Clone, Copy)]
pub struct Asking {
    in_dialog: RwSignal<Option<Ask>>,
    on_page: Memo<Option<Ask>>,
}

impl Asking {
    /// Makes the question known to all below. The page asks what its address says, or what a form without script failed
    /// at: that form is then shown again.
    pub fn provide() {
        let query = use_query_map();
        let echo = use_context::<LastEcho>();
        let failed = move || {
            let echo = echo?.0.get_value().filter(|echo| echo.outcome.is_err())?;
            let id = echo.field("user").or(echo.field("invitation")).unwrap_or_default();
            format!("{}.{id}", echo.function).parse().ok()
        };
        let asked = move || query.with(|query| query.get("ask").and_then(|ask| ask.parse().ok()));
        let on_page = Memo::new(move |_| asked().or_else(failed));
        provide_context(Self { in_dialog: RwSignal::new(None), on_page });
    }

    /// Asks in the dialog.
    pub fn ask(self, ask: Ask) {
        self.in_dialog.set(Some(ask));
        open_dialog(ask.dialog());
    }
}

/// A link that asks. Without script it leads to the page that asks.
#[component]
pub fn AskLink(
    ask: Ask,
    /// `button--quiet`, `button--danger`.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let asking = expect_context::<Asking>();
    let open = move |event: MouseEvent| {
        event.prevent_default();
        asking.ask(ask);
    };
    view! { <a class=format!("button button--small {class}") href=format!("?ask={ask}") on:click=open>{children()}</a> }
}

/// Where the questions of one dialog are asked. `render` gives the form, or nothing when whom it is about is gone.
#[component]
pub fn Questions(dialog: &'static str, render: Callback<Ask, Option<AnyView>>) -> impl IntoView {
    let asking = expect_context::<Asking>();
    let show = move |ask: Option<Ask>| ask.filter(|ask| ask.dialog() == dialog).and_then(|ask| render.run(ask));
    let on_page = move || {
        show(asking.on_page.get()).map(|form| {
            view! { <section class="dialog dialog--page" aria-labelledby=format!("{dialog}-title")>{form}</section> }
        })
    };
    view! {
        {changing(on_page)}
        <dialog class="dialog dialog--small" id=dialog aria-labelledby=format!("{dialog}-title")>
            {changing(move || show(asking.in_dialog.get()))}
        </dialog>
    }
}

/// The question itself.
#[component]
pub fn AskTitle(ask: Ask, #[prop(into)] text: String) -> impl IntoView {
    let id = format!("{}-title", ask.dialog());
    view! { <header class="dialog__head"><h2 class="dialog__title" id=id>{text}</h2></header> }
}

/// "Cancel": nothing happens.
#[component]
pub fn Cancel(ask: Ask) -> impl IntoView {
    let asking = expect_context::<Asking>();
    let cancel = move |event: MouseEvent| {
        // On the page it is a link to the page without the question.
        if asking.on_page.get_untracked().is_none() {
            event.prevent_default();
            close_dialog(ask.dialog());
        }
    };
    let back = format!("/c/{}/team", company_slug());
    view! { <a class="button button--quiet" href=back autofocus=true on:click=cancel>"Cancel"</a> }
}

/// Makes what ends the question once it was answered: the focus goes to the heading of what changed.
pub fn answered<T>(ask: Ask) -> impl Fn(T) {
    let (asking, navigate, slug) = (expect_context::<Asking>(), use_navigate(), company_slug());
    move |_| {
        close_dialog(ask.dialog());
        if asking.on_page.get_untracked().is_some() {
            navigate(
                &format!("/c/{slug}/team"),
                NavigateOptions { replace: true, scroll: false, ..Default::default() },
            );
        }
        focus_later(ask.heading().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_survives_its_address() {
        let user = "0199c2b0-5f00-7000-8000-000000000001".parse().unwrap();
        for ask in [Ask::Dismiss(user), Ask::StepDown, Ask::Apps(user), Ask::End(user)] {
            assert_eq!(ask.to_string().parse(), Ok(ask));
        }
        assert_eq!("dismiss.me".parse::<Ask>(), Err(()));
    }
}
