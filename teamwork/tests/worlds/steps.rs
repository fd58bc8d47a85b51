//! Every step that can be taken in a world. Whether it is allowed is asked of the very rules that the acts ask.

use teamwork::rules::{
    permission::{Action, may, may_with_own},
    role::Role,
};

use super::world::{APPS, App, COMPANIES, INVITATIONS, Invitation, PEOPLE, World};

/// Who took a step: somebody, or the house (its clock, its operator).
pub type By = Option<usize>;

/// Calls `next` with every world that one allowed step leads to.
pub fn each(world: &World, mut next: impl FnMut(By, World)) {
    for who in 0..PEOPLE {
        for company in 0..COMPANIES {
            companies(world, who, company, &mut next);
        }
        for app in 0..APPS {
            apps(world, who, app, &mut next);
        }
    }
    by_the_house(world, &mut next);
}

fn companies(world: &World, who: usize, company: usize, next: &mut impl FnMut(By, World)) {
    let Some(me) = world.role(company, who) else {
        if !world.is_set_up(company) {
            next(Some(who), with(world, |world| world.roles[company][who] = number(Role::Owner)));
        }
        return;
    };
    let another_owner = world.owners(company) > 1;
    for role in Role::ALL {
        if may(me, Action::Invite(role)).is_ok() {
            invite(world, who, company, role, next);
        }
        if may(me, Action::ChangeOwnRole { to: role, another_owner }).is_ok() {
            next(Some(who), with(world, |world| become_role(world, company, who, role)));
        }
    }
    for other in (0..PEOPLE).filter(|other| *other != who) {
        let Some(from) = world.role(company, other) else { continue };
        for to in
            Role::ALL.into_iter().filter(|to| *to != from && may(me, Action::ChangeRole { from, to: *to }).is_ok())
        {
            next(Some(who), with(world, |world| become_role(world, company, other, to)));
        }
        if may(me, Action::Dismiss(from)).is_ok() {
            next(Some(who), with(world, |world| end_membership(world, company, other)));
        }
        if from == Role::Developer && may(me, Action::AssignApps).is_ok() {
            assign(world, who, company, other, next);
        }
    }
    if may(me, Action::Leave { another_owner }).is_ok() {
        next(Some(who), with(world, |world| end_membership(world, company, who)));
    }
    if may(me, Action::DeleteCompany).is_ok() {
        next(Some(who), with(world, |world| end_company(world, company)));
    }
    for at in 0..INVITATIONS {
        if let Invitation::Pending { company: its, role, .. } = world.invitations[at]
            && its == company
            && may(me, Action::ManageInvitation(Role::ALL[usize::from(role)])).is_ok()
        {
            next(Some(who), with(world, |world| world.invitations[at] = Invitation::Ended));
        }
    }
    if may(me, Action::CreateApp).is_ok() {
        for at in (0..APPS).filter(|at| world.apps[*at] == App::Absent) {
            next(Some(who), with(world, |world| world.apps[at] = App::Trial(company, 0)));
            if may(me, Action::UseBillingContact).is_ok() {
                next(Some(who), with(world, |world| world.apps[at] = App::Paid(company, 0)));
            }
        }
    }
}

/// One open invitation for one address in one Company (I13); Owners are beyond it, members are only offered ownership.
fn invite(world: &World, who: usize, company: usize, role: Role, next: &mut impl FnMut(By, World)) {
    let Some(at) = world.invitations.iter().position(|one| *one == Invitation::Unsent) else { return };
    for to in (0..PEOPLE).filter(|to| *to != who) {
        let is_open = |one: &Invitation| matches!(*one, Invitation::Pending { company: its, to: whom, .. } if its == company && whom == to);
        let fits = match world.role(company, to) {
            None => true,
            Some(has) => has != Role::Owner && role == Role::Owner,
        };
        if fits && !world.invitations.iter().any(is_open) {
            let sent = Invitation::Pending { company, to, role: number(role) - 1, inviter: who };
            next(Some(who), with(world, |world| world.invitations[at] = sent));
        }
    }
}

fn assign(world: &World, who: usize, company: usize, developer: usize, next: &mut impl FnMut(By, World)) {
    for at in 0..APPS {
        if let Some((its, assigned)) = world.apps[at].held()
            && its == company
        {
            next(Some(who), with(world, |world| world.apps[at] = world.apps[at].assign(assigned ^ 1 << developer)));
        }
    }
}

fn apps(world: &World, who: usize, at: usize, next: &mut impl FnMut(By, World)) {
    let app = world.apps[at];
    // One running trial of one's own (S6).
    if app == App::Absent && !world.apps.contains(&App::Personal(who)) {
        next(Some(who), with(world, |world| world.apps[at] = App::Personal(who)));
    }
    if app == App::Personal(who) {
        if may_with_own(Action::DeleteApp).is_ok() {
            next(Some(who), with(world, |world| world.apps[at] = App::Deleted));
        }
        for company in (0..COMPANIES)
            .filter(|company| world.role(*company, who).is_some_and(|me| may(me, Action::CreateApp).is_ok()))
        {
            next(Some(who), with(world, |world| world.apps[at] = App::Trial(company, 0)));
        }
    }
    let Some((company, _)) = app.held() else { return };
    let Some(me) = world.role(company, who) else { return };
    if matches!(app, App::Trial(..)) && may(me, Action::PayForApp).is_ok() {
        let paid = |(company, assigned)| App::Paid(company, assigned);
        next(Some(who), with(world, |world| world.apps[at] = app.held().map_or(app, paid)));
    }
    if may(me, Action::DeleteApp).is_ok() {
        next(Some(who), with(world, |world| world.apps[at] = App::Deleted));
    }
    for other in (0..COMPANIES).filter(|other| *other != company && world.is_set_up(*other)) {
        let owner_there = world.role(other, who) == Some(Role::Owner);
        if may(me, Action::MoveApp { owner_there }).is_ok() && !matches!(app, App::Suspended(..)) {
            let moved = if matches!(app, App::Paid(..)) { App::Paid(other, 0) } else { App::Trial(other, 0) };
            next(Some(who), with(world, |world| world.apps[at] = moved));
        }
    }
}

/// What the addressed person answers, what the clock ends, what the operator pauses.
fn by_the_house(world: &World, next: &mut impl FnMut(By, World)) {
    for at in 0..INVITATIONS {
        let Invitation::Pending { company, to, role, inviter } = world.invitations[at] else { continue };
        next(None, with(world, |world| world.invitations[at] = Invitation::Ended));
        let role = Role::ALL[usize::from(role)];
        // The sender still could send it (I12).
        if world.role(company, inviter).is_some_and(|sender| may(sender, Action::Invite(role)).is_ok()) {
            let joined = with(world, |world| {
                world.invitations[at] = Invitation::Ended;
                become_role(world, company, to, role);
            });
            next(None, joined);
        }
    }
    for at in 0..APPS {
        let other = match world.apps[at] {
            App::Trial(company, assigned) | App::Paid(company, assigned) => App::Suspended(company, assigned),
            App::Suspended(company, assigned) => App::Paid(company, assigned),
            App::Personal(_) => App::Deleted,
            App::Absent | App::Deleted => continue,
        };
        next(None, with(world, |world| world.apps[at] = other));
    }
}

fn with(world: &World, change: impl FnOnce(&mut World)) -> World {
    let mut other = *world;
    change(&mut other);
    other
}

fn number(role: Role) -> u8 {
    match role {
        Role::Owner => 1,
        Role::Admin => 2,
        Role::Developer => 3,
        Role::Billing => 4,
    }
}

/// Another role: what could not be sent with it is withdrawn (S29), and who is no Developer is assigned to nothing.
fn become_role(world: &mut World, company: usize, who: usize, role: Role) {
    world.roles[company][who] = number(role);
    withdraw(world, |its, _, inviter, sent| {
        its == company && inviter == who && may(role, Action::Invite(sent)).is_err()
    });
    unassign(world, company, who);
}

/// No role any more: what was sent by them or to them is withdrawn (S29, I14).
fn end_membership(world: &mut World, company: usize, who: usize) {
    world.roles[company][who] = 0;
    withdraw(world, |its, to, inviter, _| its == company && (inviter == who || to == who));
    unassign(world, company, who);
}

fn end_company(world: &mut World, company: usize) {
    world.roles[company] = [0; PEOPLE];
    withdraw(world, |its, _, _, _| its == company);
    for app in &mut world.apps {
        if app.held().is_some_and(|(its, _)| its == company) {
            *app = App::Deleted;
        }
    }
}

fn withdraw(world: &mut World, ends: impl Fn(usize, usize, usize, Role) -> bool) {
    for one in &mut world.invitations {
        if let Invitation::Pending { company, to, role, inviter } = *one
            && ends(company, to, inviter, Role::ALL[usize::from(role)])
        {
            *one = Invitation::Ended;
        }
    }
}

fn unassign(world: &mut World, company: usize, who: usize) {
    for app in &mut world.apps {
        if let Some((its, assigned)) = app.held()
            && its == company
        {
            *app = app.assign(assigned & !(1 << who));
        }
    }
}
