//! What I may do in a Company, asked of the same policy that the acts ask.

use leptos::prelude::*;
use teamwork::rules::{
    company::CompanyOverview,
    permission::{Action, Refusal, may},
    role::Role,
};

use crate::parts::Badge;

/// What there is to do, with the reason where it is not mine to do.
#[component]
pub fn Rights(company: Signal<CompanyOverview>) -> impl IntoView {
    let rows =
        move || {
            company.with(rights).into_iter().map(|(words, refusal)| {
            let badge = match refusal {
                None => view! { <Badge kind="ok">"Yes"</Badge> }.into_any(),
                Some(_) => view! { <span class="muted">"No"</span> }.into_any(),
            };
            view! {
                <li class="rows__item">
                    <div class="rows__main">
                        <span class="rows__title">{words}</span>
                        {refusal.map(|refusal| view! { <span class="rows__detail">{refusal.to_string()}</span> })}
                    </div>
                    <div class="rows__end">{badge}</div>
                </li>
            }
        }).collect_view()
        };
    view! {
        <section class="stack" aria-labelledby="rights">
            <div class="section-head"><h2 class="section-head__title" id="rights">"What you may do"</h2></div>
            <ul class="rows" role="list">{rows}</ul>
        </section>
    }
}

fn rights(company: &CompanyOverview) -> Vec<(&'static str, Option<Refusal>)> {
    let another_owner = company.owners.len() > 1;
    let actions = [
        ("See all members and invitations", Action::SeeTeam),
        ("Invite Admins and Developers", Action::Invite(Role::Developer)),
        ("Invite Owners and Billing members", Action::Invite(Role::Owner)),
        (
            "Make a Developer an Admin, dismiss Developers",
            Action::ChangeRole { from: Role::Developer, to: Role::Admin },
        ),
        (
            "Change and dismiss Admins and Billing members",
            Action::ChangeRole { from: Role::Admin, to: Role::Developer },
        ),
        ("Create, scale and delete Apps", Action::CreateApp),
        ("Configure Apps and reach their code, where assigned", Action::ConfigureApp { assigned: true }),
        ("See what Apps cost", Action::SeeCost),
        ("Change who pays for an App", Action::ChangePayer),
        ("See Billing Contacts with address and payment method", Action::SeeBillingDetails),
        ("Leave this Company", Action::Leave { another_owner }),
    ];
    // Nothing technical for whoever looks as a client, and reads on this page what it costs.
    let is_shown = |action: &Action| company.bill.is_none() || !matches!(action, Action::ConfigureApp { .. });
    let shown = actions.into_iter().filter(|(_, action)| is_shown(action));
    shown.map(|(words, action)| (words, may(company.role, action).err())).collect()
}
