//! What has to hold in every world, and for every step.

use teamwork::rules::{
    permission::{Action, may},
    role::Role,
};

use super::{
    steps::By,
    world::{App, COMPANIES, Invitation, PEOPLE, World},
};

/// What is wrong with a world.
pub fn broken(world: &World) -> Option<&'static str> {
    for company in 0..COMPANIES {
        if world.is_set_up(company) && world.owners(company) == 0 {
            return Some("I1: a Company without an Owner");
        }
    }
    for (at, one) in world.invitations.iter().enumerate() {
        let Invitation::Pending { company, to, role, inviter } = *one else { continue };
        let role = Role::ALL[usize::from(role)];
        if world.role(company, inviter).is_none_or(|sender| may(sender, Action::Invite(role)).is_err()) {
            return Some("I12: an invitation outlives the right of its sender");
        }
        if world.role(company, to).is_some_and(|has| has == Role::Owner) {
            return Some("I13: an Owner is invited");
        }
        let is_twin = |other: &Invitation| matches!(*other, Invitation::Pending { company: its, to: whom, .. } if its == company && whom == to);
        if world.invitations[at + 1..].iter().any(is_twin) {
            return Some("I13: two open invitations for one person");
        }
    }
    for app in world.apps {
        if let Some((company, assigned)) = app.held() {
            if !world.is_set_up(company) {
                return Some("I16: an App of no Company");
            }
            let is_developer = |who| world.role(company, who) == Some(Role::Developer);
            if (0..PEOPLE).any(|who| assigned >> who & 1 == 1 && !is_developer(who)) {
                return Some("I8: somebody is assigned who is no Developer of the Company");
            }
        }
    }
    let personal = |who| world.apps.iter().filter(|app| **app == App::Personal(who)).count();
    (0..PEOPLE).any(|who| personal(who) > 1).then_some("S6: two running trials of one person")
}

/// What is wrong with a step.
pub fn wrong(before: &World, by: By, after: &World) -> Option<&'static str> {
    let actor = by?;
    for company in (0..COMPANIES).filter(|company| before.is_set_up(*company) && after.is_set_up(*company)) {
        for who in 0..PEOPLE {
            let (was, is) = (before.role(company, who), after.role(company, who));
            if who != actor && was == Some(Role::Owner) && is != was {
                return Some("I4: somebody else changed an Owner");
            }
            if who == actor && rank(is) > rank(was) {
                return Some("I6: somebody raised their own role");
            }
            if who != actor && rank(is) > rank(was) && rank(is) > rank(before.role(company, actor)) {
                return Some("I5: somebody gave more than they have");
            }
        }
    }
    None
}

/// Billing is beside the others: only Owners give it (S13).
fn rank(role: Option<Role>) -> u8 {
    match role {
        None => 0,
        Some(Role::Billing | Role::Developer) => 1,
        Some(Role::Admin) => 2,
        Some(Role::Owner) => 3,
    }
}
