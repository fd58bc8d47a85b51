//! One member in the team table.

use leptos::prelude::*;
use teamwork::rules::{
    count::{ENOUGH, counted},
    id::UserId,
    member::{MemberCard, TeamPage},
    permission::{Action, Refusal, may},
    role::Role,
};

use super::{
    api::ChangeRole,
    ask::{Ask, AskLink, Asking},
    role_menu::RoleMenu,
    seen::Seen,
};
use crate::{
    form::Act,
    frame::company_slug,
    live::{Topic, use_live},
    parts::{Avatar, Badge, Day, RoleBadge, after_change, changing, on_change},
};

/// The row of a member. It stays the same row while the member changes, so whoever stands in it keeps their place.
#[component]
pub fn MemberRow(
    member: MemberCard,
    page: Signal<TeamPage>,
    /// Whether the member appeared while the page was open.
    is_new: bool,
    /// Whether there is a column that says who has a second factor (row 36).
    factors: bool,
) -> impl IntoView {
    let (user, live) = (member.user, use_live());
    let fetched = Memo::new(move |before: Option<&MemberCard>| {
        let found = page.with(|page| page.members.iter().find(|member| member.user == user).cloned());
        found.or_else(|| before.cloned()).unwrap_or_else(|| member.clone())
    });
    let seen = Seen::new(fetched);
    let act = Act::<ChangeRole>::keyed("user", user).on_done(move |card| {
        if has_nothing_to_do(&card) {
            live.touch(Topic::Team);
        }
        seen.settle(card);
    });
    let asking = expect_context::<Asking>();
    on_change(move || {
        // Asked when the list has caught up: the answer names the version that is in the list.
        if seen.has_arrived() && has_nothing_to_do(&seen.card()) && page.with_untracked(|page| page.apps > 0) {
            asking.ask(Ask::Apps(user));
        }
    });
    let failure = act.failure();
    after_change(
        move || failure.track(),
        move || {
            if failure.with_untracked(Option::is_some) {
                seen.give_up();
                // Most likely somebody else was faster: look at the new state.
                live.touch(Topic::Team);
            }
        },
    );
    let class = if is_new { "table__row table__row--new" } else { "table__row" };
    view! {
        <tr class=class role="row" aria-busy=move || if act.pending().get() { "true" } else { "false" }>
            <th class="table__cell table__cell--main" role="rowheader" scope="row"><Who fetched me=page.with_untracked(|page| page.me)/></th>
            <td class="table__cell" role="cell" data-label="Role"><RoleCell page seen act/></td>
            {factors.then(|| {
                let word = move || match fetched.with(|card| card.second_factor) {
                    Some(true) => "On",
                    Some(false) => "Off",
                    None => "",
                };
                view! { <td class="table__cell" role="cell" data-label="Second factor"><span>{changing(word)}</span></td> }
            })}
            <td class="table__cell" role="cell" data-label="Joined"><Day at=fetched.with_untracked(|card| card.joined_at)/></td>
            <td class="table__cell table__cell--actions" role="cell"><WayOut page seen/></td>
        </tr>
    }
}

/// Is this a Developer without Apps? Whoever made them one chooses some next.
fn has_nothing_to_do(card: &MemberCard) -> bool {
    card.role == Role::Developer && card.apps == 0
}

#[component]
fn Who(fetched: Memo<MemberCard>, me: UserId) -> impl IntoView {
    let card = fetched.get_untracked();
    // Who sees the addresses of all sees what they did; for the others it is no link.
    let log = card.email.is_some().then(|| format!("/c/{}/activity?person={}", company_slug(), card.user));
    let you = (card.user == me).then(|| view! { " "<Badge kind="you">"You"</Badge> });
    view! {
        <div class="person">
            <Avatar name=card.name/>
            <div class="person__text">
                <span class="person__name">
                    <a href=log rel="external">{changing(move || fetched.with(|card| card.name.clone()))}</a> {you}
                </span>
                {changing(move || fetched.with(|card| card.ends_at).map(|at| view! { <span><Badge kind="waiting">"ends " {at.to_day()}</Badge></span> }))}
                {changing(move || fetched.with(|card| card.email.clone()).map(|email| view! { <span class="person__detail">{email}</span> }))}
            </div>
        </div>
    }
}

/// The role: a menu for others, a word for Owners and for myself.
#[component]
fn RoleCell(page: Signal<TeamPage>, seen: Seen, act: Act<ChangeRole>) -> impl IntoView {
    let mine = Signal::derive(move || page.with(|page| page.role));
    let shape = Memo::new(move |_| Shape::of(&page.get(), &seen.card()));
    let badge = move || changing(move || view! { <RoleBadge role=seen.role()/> });
    changing(move || {
        match shape.get() {
        Shape::Menu => view! { <div class="cluster"><RoleMenu mine seen act/><Apps page seen/></div> }.into_any(),
        Shape::Word => badge(),
        Shape::Owner => {
            view! { <div class="cluster">{badge()}<span class="why">{Refusal::OwnerIsUntouchable.to_string()}</span></div> }.into_any()
        }
        Shape::StepDown => {
            view! { <div class="cluster">{badge()}<AskLink ask=Ask::StepDown class="button--quiet">"Step down to Admin"</AskLink></div> }
                .into_any()
        }
        Shape::LastOwner => {
            view! { <div class="cluster">{badge()}<span class="why">{Refusal::LastOwner.to_string()}</span></div> }
                .into_any()
        }
    }
    })
}

/// "2 of 5 Apps": on how many a Developer works. Opens the choice.
#[component]
fn Apps(page: Signal<TeamPage>, seen: Seen) -> impl IntoView {
    let user = untrack(|| seen.card().user);
    changing(move || {
        let (card, all) = (seen.card(), page.with(|page| page.apps));
        (card.role == Role::Developer && all > 0).then(|| {
            view! {
                <AskLink ask=Ask::Apps(user) class="button--quiet">
                    {on_how_many(card.apps, all)} <span class="visually-hidden">" of " {card.name}</span>
                </AskLink>
            }
        })
    })
}

/// Both numbers were counted up to [`ENOUGH`].
fn on_how_many(chosen: i64, all: i64) -> String {
    match chosen {
        0 => "Choose their Apps".to_owned(),
        ENOUGH.. => format!("{} Apps", counted(chosen)),
        _ => format!("{chosen} of {} Apps", counted(all)),
    }
}

/// What can be done with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Menu,
    Word,
    Owner,
    StepDown,
    LastOwner,
}

impl Shape {
    fn of(page: &TeamPage, card: &MemberCard) -> Self {
        let step_down = Action::ChangeOwnRole { to: Role::Admin, another_owner: page.owners > 1 };
        match (card.user == page.me, card.role) {
            (true, Role::Owner) if may(page.role, step_down).is_ok() => Self::StepDown,
            (true, Role::Owner) => Self::LastOwner,
            (true, _) => Self::Word,
            (false, _) if may(page.role, Action::SeeTeam).is_err() => Self::Word,
            (false, Role::Owner) => Self::Owner,
            (false, _) => Self::Menu,
        }
    }
}

/// How the membership ends: I leave, or somebody is dismissed.
#[component]
fn WayOut(page: Signal<TeamPage>, seen: Seen) -> impl IntoView {
    let user = untrack(|| seen.card().user);
    let slug = company_slug();
    changing(move || {
        let (card, mine, me) = (seen.card(), page.with(|page| page.role), page.with(|page| page.me));
        if user == me {
            let href = format!("/c/{slug}/leave");
            return view! { <a class="button button--quiet button--small" href=href rel="external">"Leave"</a> }
                .into_any();
        }
        let name = card.name;
        match may(mine, Action::Dismiss(card.role)) {
            Ok(_) => {
                let whose = name.clone();
                view! {
                    <div class="cluster cluster--end">
                        <AskLink ask=Ask::End(user) class="button--quiet">"Last day" <span class="visually-hidden">" of " {whose}</span></AskLink>
                        <AskLink ask=Ask::Dismiss(user) class="button--quiet">"Dismiss" <span class="visually-hidden">" " {name}</span></AskLink>
                    </div>
                }
                .into_any()
            }
            Err(Refusal::NeedsOwner) => {
                let why = Refusal::NeedsOwner.to_string();
                view! {
                    <button class="button button--quiet button--small" type="button" aria-disabled="true" title=why.clone()>
                        "Dismiss" <span class="visually-hidden">" " {name} ". " {why.clone()}</span>
                    </button>
                }
                .into_any()
            }
            Err(_) => ().into_any(),
        }
    })
}
