//! What became of each address.

use leptos::prelude::*;
use teamwork::rules::invitation::{InviteOutcome, Invited};

use crate::parts::{Badge, Notice};

/// "3 sent, 1 already a member", and each address that needs a word.
#[component]
pub fn Results(results: Vec<Invited>) -> impl IntoView {
    let all_sent = results.iter().all(|one| one.outcome == InviteOutcome::Sent);
    let words = summary(&results);
    let rows = results.into_iter().map(|one| {
        let badge = match one.outcome {
            outcome if outcome.changes() => view! { <Badge kind="ok">"Done"</Badge> }.into_any(),
            InviteOutcome::Flawed(_) | InviteOutcome::OtherDomain | InviteOutcome::TooOften => {
                view! { <Badge kind="danger">"Not sent"</Badge> }.into_any()
            }
            _ => view! { <Badge kind="waiting">"Nothing sent"</Badge> }.into_any(),
        };
        view! {
            <li class="rows__item">
                <div class="rows__main">
                    <span class="rows__title">{one.address}</span>
                    <span class="rows__detail">{one.outcome.sentence()}</span>
                </div>
                <div class="rows__end">{badge}</div>
            </li>
        }
    });
    view! {
        <Notice kind=if all_sent { "success" } else { "warning" }><strong>{words}</strong></Notice>
        <ul class="rows" role="list" aria-label="What became of each address">{rows.collect_view()}</ul>
    }
}

/// All outcomes in one line.
fn summary(results: &[Invited]) -> String {
    let count = |words: &&str| results.iter().filter(|one| in_short(one.outcome) == *words).count();
    let parts: Vec<_> = SHORT.iter().map(|words| (count(words), words)).filter(|(n, _)| *n > 0).collect();
    let parts: Vec<_> = parts.into_iter().map(|(n, words)| format!("{n} {words}")).collect();
    format!("{}.", parts.join(", "))
}

/// In the order in which they are said.
const SHORT: [&str; 7] =
    ["sent", "role changed", "Apps added", "last day set", "already a member", "already invited", "not sent"];

fn in_short(outcome: InviteOutcome) -> &'static str {
    use InviteOutcome::*;
    match outcome {
        Sent => SHORT[0],
        RoleChanged => SHORT[1],
        AppsAdded => SHORT[2],
        EndSet => SHORT[3],
        AlreadyMember | AlreadyOwner | OtherRole | Yourself => SHORT[4],
        AlreadyInvited => SHORT[5],
        Flawed(_) | OtherDomain | TooOften => SHORT[6],
    }
}

#[cfg(test)]
mod tests {
    use teamwork::rules::problem::Why;

    use super::*;

    #[test]
    fn partial_success_is_said_in_one_line() {
        let outcomes = [
            InviteOutcome::Sent,
            InviteOutcome::AlreadyMember,
            InviteOutcome::Sent,
            InviteOutcome::Flawed(Why::NotAnEmail),
            InviteOutcome::Sent,
        ];
        let results: Vec<_> = outcomes.map(|outcome| Invited { address: String::new(), outcome }).into();
        assert_eq!(summary(&results), "3 sent, 1 already a member, 1 not sent.");
    }
}
