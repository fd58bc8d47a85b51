//! What it means when somebody goes, computed for that person: read before leaving and before dismissing.

use leptos::prelude::*;
use teamwork::rules::{
    count::AND_MORE,
    member::{Departure, DeployKeyRef},
};

/// The facts, as a list of terms.
#[component]
pub fn Consequences(
    facts: Departure,
    /// Whether the reader is the one who goes.
    mine: bool,
) -> impl IntoView {
    let more = facts.more_deploy_keys;
    let Departure {
        company, name, role, last_technician, owners, apps, keys, deploy_keys, invitations, requests, ..
    } = facts;
    let access = if mine { "Your role" } else { "The role" };
    let warning = last_technician.then(|| {
        view! {
            <div class="notice notice--warning"><p class="notice__text">
                <strong>"Nobody with technical access remains. "</strong>
                {format!("{name} is the last Admin or Developer of {company}. Invite somebody first who can look after the Apps.")}
            </p></div>
        }
    });
    let still = deploy_keys.iter().map(DeployKeyRef::to_string).chain(more.then(|| AND_MORE.to_owned())).collect();
    let rows = [
        ("Ends at once", vec![format!("{access} as {role} and all access to {company}, in every browser.")]),
        ("Apps lost", apps),
        ("SSH keys that stop working there", keys),
        ("Deploy keys that keep working until somebody revokes them", still),
        ("Invitations that are withdrawn", invitations),
        ("Payment requests that are withdrawn", requests),
        ("Stays", vec![format!("{company} itself, and the account with all other Companies.")]),
        (if owners.len() == 1 { "Remains Owner" } else { "Remain Owners" }, vec![owners.join(", ")]),
    ];
    let rows = rows.into_iter().filter(|(_, words)| !words.is_empty()).map(|(term, words)| fact(term, words));
    view! { {warning}<dl class="facts">{rows.collect_view()}</dl> }
}

/// A term, and what there is to say to it: one sentence, or a list.
pub fn fact(term: &'static str, mut words: Vec<String>) -> AnyView {
    let value = if words.len() == 1 {
        words.remove(0).into_any()
    } else {
        let words = words.into_iter().map(|word| view! { <li>{word}</li> }).collect_view();
        view! { <ul class="prose">{words}</ul> }.into_any()
    };
    view! {
        <div class="facts__row"><dt class="facts__term">{term}</dt><dd class="facts__value">{value}</dd></div>
    }
    .into_any()
}
