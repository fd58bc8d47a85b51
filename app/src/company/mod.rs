//! `/c/{slug}`: whose Company this is, and what I am in it.

pub mod api;
mod rights;

use leptos::prelude::*;
use teamwork::rules::{
    company::CompanyOverview,
    permission::{Action, may},
    role::Role,
};

use self::rights::Rights;
use crate::{
    frame::{company_slug, use_frame},
    invitations::{InviteDialog, InviteLink, Inviting},
    live::{Topic, use_live},
    parts::{Avatar, Drawing, Figure, Load, Notice, PageHead, Picture, RoleBadge, Tie},
    remote::remote,
};

/// The overview.
#[component]
pub fn Overview() -> impl IntoView {
    let (live, slug) = (use_live(), company_slug());
    Inviting::provide();
    let overview = remote(
        move || [Topic::Company, Topic::Team, Topic::Invitations].map(|topic| live.version(topic)).iter().sum(),
        move || api::Company { slug: slug.clone() },
    );
    view! {
        <Load remote=overview what="the Company" let:company>
            <Head company/>
            <Word company/>
            <div class="split">
                <div class="split__main stack stack--wide">
                    <Numbers company/>
                    <Rights company/>
                </div>
                <aside class="split__side stack stack--wide">
                    <Drawing id="team" picture=Signal::derive(move || picture(&company.get(), &my_name()))/>
                    <Owners company/>
                </aside>
            </div>
            <Show when=move || invites(company)>
                <InviteDialog
                    mine=Signal::derive(move || company.with(|company| company.role))
                    company=Signal::derive(move || company.with(|company| company.name.clone()))
                />
            </Show>
        </Load>
    }
}

fn invites(company: Signal<CompanyOverview>) -> bool {
    may(company.with(|company| company.role), Action::Invite(Role::Developer)).is_ok()
}

#[component]
fn Head(company: Signal<CompanyOverview>) -> impl IntoView {
    let title = Signal::derive(move || company.with(|company| company.name.clone()));
    let subtitle = Signal::derive(move || {
        let role = company.with(|company| company.role);
        format!("Your role is {role}. {}", role.sentence())
    });
    let home = company.with_untracked(|company| format!("/c/{}", company.slug));
    let leave = format!("{home}/leave");
    view! {
        <PageHead title subtitle>
            <a class="button" href=leave rel="external">"Leave company"</a>
            <Show when=move || invites(company)><InviteLink/></Show>
        </PageHead>
    }
}

/// What the operator is doing to this Company, if anything.
#[component]
fn Word(company: Signal<CompanyOverview>) -> impl IntoView {
    move || {
        let CompanyOverview { slug, suspended, recovery, .. } = company.get();
        let suspended = suspended.map(|why| format!("The operator has suspended this Company: {why}"));
        let way = recovery.then(|| {
            let href = format!("/c/{slug}/recovery");
            view! { <a class="link" href=href rel="external">"A recovery of ownership is under way."</a> }
        });
        (suspended.is_some() || recovery).then(|| view! { <Notice kind="warning">{suspended} " " {way}</Notice> })
    }
}

#[component]
fn Numbers(company: Signal<CompanyOverview>) -> impl IntoView {
    let numbers = move || {
        let CompanyOverview { owners, members, invitations, bill, .. } = company.get();
        let owners = i64::try_from(owners.len()).unwrap_or_default();
        let [apps, cost, next] = bill.map_or([None, None, None], |bill| {
            let cost = bill.cost.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
            let cost = if cost.is_empty() { "Nothing".to_owned() } else { cost };
            [Some(bill.apps.to_string()), Some(cost), bill.next_invoice.map(|day| day.to_string())]
        });
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        [
            ("Apps", apps),
            ("Cost this month", cost),
            ("Next invoice", next),
            ("Members", number(members)),
            ("Owners", number(Some(owners))),
            ("Open invitations", number(invitations)),
        ]
        .into_iter()
        .filter_map(|(label, number)| Some((label, number?)))
        .map(|(label, number)| {
            view! { <div class="stat"><dt class="stat__label">{label}</dt><dd class="stat__value">{number}</dd></div> }
        })
        .collect_view()
    };
    view! { <dl class="stats">{numbers}</dl> }
}

#[component]
fn Owners(company: Signal<CompanyOverview>) -> impl IntoView {
    let owners = move || {
        company
            .get()
            .owners
            .into_iter()
            .map(|name| {
                view! {
                    <li class="rows__item">
                        <div class="person">
                            <Avatar name=name.clone()/>
                            <div class="person__text"><span class="person__name">{name}</span></div>
                        </div>
                        <RoleBadge role=Role::Owner/>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="card" aria-labelledby="owners">
            <header class="card__head"><h2 class="card__title" id="owners">"Owners"</h2></header>
            <ul class="rows" role="list">{owners}</ul>
        </section>
    }
}

fn my_name() -> String {
    use_frame().with(|frame| frame.me.name.full())
}

/// The Company, one of its Owners, and me; an only Owner stands alone.
fn picture(company: &CompanyOverview, me: &str) -> Picture {
    let you = Figure::you(Tie::Is(Some(company.role)));
    let other = company.owners.iter().find(|name| company.role != Role::Owner || name.as_str() != me);
    let (left, right) = match other {
        Some(name) => (Figure::other(name.clone(), Tie::Is(Some(Role::Owner))), Some(you)),
        None => (you, None),
    };
    let caption = format!("you are {} of {}", company.role.with_article(), company.name);
    Picture { when: "Now", caption, company: company.name.clone(), left, right, invites: false }
}
