//! The role of a member, and the menu that changes it in two presses, with and without script.

use leptos::{ev::MouseEvent, prelude::*};
use teamwork::rules::{
    id::UserId,
    member::MemberCard,
    permission::{Action, Refusal, may},
    role::Role,
};

use super::{api::ChangeRole, seen::Seen};
use crate::{
    form::{Act, Form, Hidden},
    frame::company_slug,
    invitations::{Inviting, Proposal},
    parts::{Popover, arrows, changing, close_popover},
};

/// A button with the role; under it the four roles. What is not mine to give is there too, with the reason.
#[component]
pub fn RoleMenu(
    /// My own role.
    mine: Signal<Role>,
    seen: Seen,
    act: Act<ChangeRole>,
) -> impl IntoView {
    let card = untrack(|| seen.card());
    let id = panel_id(card.user);
    let label = format!("Role of {}", card.name);
    let said = format!("{label}: ");
    let button = move || {
        view! {
            <span class="popover__label">
                <span class="visually-hidden">{said}</span>
                {changing(move || seen.role().name())}
            </span>
        }
    };
    let items = move || Role::ALL.map(|to| view! { <Item to mine seen act/> }).collect_view();
    view! {
        <Form act compact=true>
            <Hidden name="slug" value=company_slug()/>
            <input type="hidden" name="version" value=move || seen.card().version.to_string()/>
            <Popover id label button_class="button--small" panel_class="menu menu--wide" role="menu" button>
                <div class="menu__items" role="none" on:keydown=arrows>{items}</div>
            </Popover>
        </Form>
    }
}

/// One role. What it is follows what the server said last: while a choice is on its way only the tick moves, so that the
/// pressed button stays where it is and can submit its form.
#[component]
fn Item(to: Role, mine: Signal<Role>, seen: Seen, act: Act<ChangeRole>) -> impl IntoView {
    let state = Memo::new(move |_| {
        let card = seen.card();
        (card.role == to, may(mine.get(), Action::ChangeRole { from: card.role, to }).err())
    });
    changing(move || match state.get() {
        (true, _) => chosen(to, seen).into_any(),
        (false, None) => choice(to, seen, act).into_any(),
        (false, Some(Refusal::OwnershipIsAccepted)) => ownership(&untrack(|| seen.card())).into_any(),
        (false, Some(refusal)) => closed(to, refusal).into_any(),
    })
}

/// The role the member has.
fn chosen(role: Role, seen: Seen) -> impl IntoView {
    let close = move |_| close_popover(&panel_id(untrack(|| seen.card().user)));
    view! {
        <button class="menu__item" role="menuitemradio" aria-checked=ticked(role, seen) type="button" autofocus=true on:click=close>
            {words(role)}
        </button>
    }
}

/// A role I may give: one press submits the form.
fn choice(to: Role, seen: Seen, act: Act<ChangeRole>) -> impl IntoView {
    let choose = move |event: MouseEvent| {
        if act.pending().get_untracked() {
            event.prevent_default();
            return;
        }
        seen.wish(to);
        close_popover(&panel_id(untrack(|| seen.card().user)));
    };
    view! {
        <button class="menu__item" role="menuitemradio" aria-checked=ticked(to, seen) type="submit" name="to" value=to.key() on:click=choose>
            {words(to)}
        </button>
    }
}

fn ticked(role: Role, seen: Seen) -> impl Fn() -> &'static str {
    move || if seen.role() == role { "true" } else { "false" }
}

/// Nobody is made an Owner without being asked: an invitation, to be accepted.
fn ownership(card: &MemberCard) -> impl IntoView + use<> {
    let proposal = Proposal { address: card.email.clone(), role: Some(Role::Owner), now: Some(card.role) };
    let email = card.email.as_deref().unwrap_or_default().replace('%', "%25").replace('+', "%2B").replace('&', "%26");
    let href = format!("/c/{}/team/invite?role=owner&now={}&to={email}", company_slug(), card.role.key());
    let (inviting, user) = (expect_context::<Inviting>(), card.user);
    let open = move |event: MouseEvent| {
        event.prevent_default();
        // First, so that the focus comes back to the button of the menu.
        close_popover(&panel_id(user));
        inviting.open(proposal.clone());
    };
    view! {
        <a class="menu__item" role="menuitem" href=href rel="external" on:click=open>
            <span class="menu__title">"Offer ownership…"</span>
            <span class="menu__text">{Role::Owner.sentence()}</span>
            <span class="menu__reason">"They become an Owner when they accept. This prepares the offer."</span>
        </a>
    }
}

/// A role that is not mine to give.
fn closed(role: Role, refusal: Refusal) -> impl IntoView {
    view! {
        <button class="menu__item" role="menuitemradio" aria-checked="false" aria-disabled="true" type="button">
            {words(role)}
            <span class="menu__reason">{refusal.to_string()}</span>
        </button>
    }
}

fn words(role: Role) -> impl IntoView {
    view! {
        <span class="menu__title">{role.name()}</span>
        <span class="menu__text">{role.sentence()}</span>
    }
}

fn panel_id(user: UserId) -> String {
    format!("role-{user}")
}
