//! Wishes by chance. Nobody cares whether they are allowed: most people wish for what is not theirs.

mod choose;

use rand::{Rng, rngs::StdRng};

use self::choose::Choose;
use super::law::{AppState, Offer, Pause, RequestState, Role, Wish, World};

/// What somebody wishes for next in this world.
pub fn throw(dice: &mut StdRng, world: &World) -> Wish {
    let mut choose = Choose { dice, world };
    match choose.dice.random_range(0..100) {
        0..24 => about_invitations(&mut choose),
        24..45 => about_people(&mut choose),
        45..54 => about_billing(&mut choose),
        54..75 => about_apps(&mut choose),
        75..86 => about_requests(&mut choose),
        86..91 => of_the_operator(&mut choose),
        91..94 => of_a_company(&mut choose),
        _ => Wish::Wait { hours: [1, 11, 12, 24, 48, 72, 120, 167, 168][choose.below(9)] },
    }
}

fn about_invitations(choose: &mut Choose) -> Wish {
    let company = choose.company();
    let who = choose.owner(company);
    let invitation = choose.invitation();
    match (choose.dice.random_range(0..30), invitation) {
        (0..3, Some(invitation)) => Wish::Resend { who: choose.keeper(invitation), invitation },
        (3..6, Some(invitation)) => {
            let inside = choose.world.invitations[invitation].company;
            Wish::Edit { who: choose.keeper(invitation), invitation, offer: offer(choose, inside) }
        }
        (6..8, Some(invitation)) => Wish::Cancel { who: choose.keeper(invitation), invitation },
        (8..17, Some(invitation)) => Wish::Accept { who: choose.addressed(invitation), invitation },
        (17..19, Some(invitation)) => Wish::Decline { who: choose.addressed(invitation), invitation },
        _ => Wish::Invite { who, company, to: choose.address(), offer: offer(choose, company) },
    }
}

fn offer(choose: &mut Choose, company: usize) -> Offer {
    Offer { role: choose.role(), apps: choose.apps(company), last_day: choose.last_day(5) }
}

fn about_people(choose: &mut Choose) -> Wish {
    let company = choose.company();
    let (who, whom, stale) = (choose.owner(company), choose.somebody(company), choose.stale());
    match choose.dice.random_range(0..22) {
        0..8 => {
            let (to, apps) = (choose.role(), choose.apps(company));
            Wish::ChangeRole { who, company, whom, to, apps, stale }
        }
        8..10 => {
            let company = choose.company_of_owners().unwrap_or(company);
            Wish::StepDown { who: choose.who_is(company, Role::Owner), company }
        }
        10..13 => Wish::SetEnd { who, company, whom, last_day: choose.last_day(1), stale },
        13..17 => {
            let whom = choose.developer(company).unwrap_or(whom);
            Wish::Assign { who, company, whom, apps: choose.apps(company), stale }
        }
        17..20 => Wish::Dismiss { who, company, whom },
        _ => Wish::Leave { who: choose.somebody(company), company },
    }
}

fn about_billing(choose: &mut Choose) -> Wish {
    let act = choose.below(10);
    // What was archived is rather restored, and what nobody has archived is rather archived.
    let act = match choose.has_archived() {
        true if choose.dice.random_ratio(1, 3) => 8,
        false if act >= 8 && choose.dice.random_ratio(1, 2) => 7,
        _ => act,
    };
    let contact = if act >= 8 { choose.contact_like(|one| one.is_archived) } else { choose.spare_contact() };
    let company = match choose.world.contacts[contact].company {
        Some(company) if choose.dice.random_ratio(7, 8) => company,
        _ => choose.company(),
    };
    let (who, stale) = (choose.owner(company), choose.stale());
    match act {
        0..3 => Wish::CreateContact { who, company },
        3..5 => Wish::ChangeContact { who, company, contact, email: choose.dice.random_range(0..3), stale },
        5..8 => Wish::Archive { who, company, contact, stale },
        _ => Wish::Restore { who, company, contact, stale },
    }
}

fn about_apps(choose: &mut Choose) -> Wish {
    if choose.dice.random_ratio(1, 3) {
        return a_new_app(choose);
    }
    let act = choose.below(16);
    let found = match act {
        0..4 => choose.app_like(|app| app.payer.is_none() && app.company.is_some()),
        4..7 => choose.app_like(|app| app.company.is_none()),
        7..9 => choose.app_like(|app| app.payer.is_some()),
        _ => choose.app_like(|_| true),
    };
    let name = match found {
        Some(name) if choose.dice.random_ratio(7, 8) => name,
        None if choose.dice.random_ratio(3, 4) => return a_new_app(choose),
        _ => choose.any_name(),
    };
    let (who, stale, plan) = (choose.user_of(name), choose.stale(), choose.below(3));
    let company = choose.company_of(who);
    let home = choose.home_of(name).unwrap_or(company);
    match act {
        0..4 => Wish::Pay { who, name, plan, payer: choose.contact(home), stale },
        4..7 => Wish::TakeTrialIn { who, name, company, plan, payer: choose.contact(company), stale },
        7..9 => Wish::ChangePayer { who, name, payer: choose.contact(home), stale },
        9..11 => Wish::Scale { who, name, plan, stale },
        11..14 => {
            let (who, to) = choose.journey(who, home);
            let payer = choose.contact(to);
            Wish::Move { who, name, to, payer: Some(payer).filter(|_| choose.dice.random_ratio(7, 8)), stale }
        }
        _ => Wish::DeleteApp { who, name, typed: choose.dice.random_ratio(3, 4), stale },
    }
}

fn about_requests(choose: &mut Choose) -> Wish {
    let act = choose.below(20);
    // What waits for an Owner is rather decided, and what waits for a client rather answered.
    let request = match act {
        0..4 => choose.request_like(|state| state == RequestState::Proposed),
        _ => choose.request_like(RequestState::is_open),
    };
    match (act, request) {
        (0..3, Some(request)) => Wish::Confirm { who: choose.decider(request), request },
        (3, Some(request)) => Wish::Refuse { who: choose.decider(request), request },
        (4..6, Some(request)) => Wish::AskAgain { who: choose.giver(request), request },
        (6, Some(request)) => Wish::Withdraw { who: choose.giver(request), request },
        (7, Some(request)) => Wish::TurnDown { who: choose.asked(request), request },
        (8..13, Some(request)) => {
            let who = choose.asked(request);
            Wish::TakeOver { who, request, payer: choose.own_payer(who) }
        }
        (13..17, _) => {
            // An Admin, for what is paid: an Owner has to confirm it.
            let name = choose.name_of(|app| app.payer.is_some() && app.request.is_none());
            let home = choose.home_of(name);
            let who = match home {
                Some(company) => choose.who_is(company, Role::Admin),
                None => choose.user_of(name),
            };
            Wish::Ask { who, name, to: choose.address() }
        }
        _ => {
            let name = choose.name_of(|app| app.request.is_none());
            Wish::Ask { who: choose.user_of(name), name, to: choose.address() }
        }
    }
}

fn a_new_app(choose: &mut Choose) -> Wish {
    let company = choose.company();
    let (who, name, plan) = (choose.owner(company), choose.any_name(), choose.below(3));
    match choose.below(3) {
        0 => Wish::CreateApp { who, company, name, plan, payer: choose.contact(company) },
        1 => Wish::StartTrial { who, company: Some(company), name },
        _ => Wish::StartTrial { who: choose.anybody(), company: None, name },
    }
}

fn of_the_operator(choose: &mut Choose) -> Wish {
    const PAUSED: AppState = AppState::Suspended(Pause::Operator);
    let (who, company) = (choose.operator(), choose.company());
    let is_paused = choose.app_like(|app| app.state == PAUSED).is_some();
    match choose.below(8) {
        1..4 if is_paused || choose.dice.random_ratio(1, 4) => {
            Wish::ResumeApp { who, name: choose.name_of(|app| app.state == PAUSED) }
        }
        0..4 => Wish::SuspendApp { who, name: choose.name_of(|_| true) },
        4 if choose.dice.random_ratio(1, 3) => {
            Wish::EndApp { who, name: choose.name_of(|_| true), typed: choose.dice.random_ratio(3, 4) }
        }
        4 => {
            let name = choose.name_of(|app| app.trial_ends.is_some());
            Wish::ExtendTrial { who, name, days: [0, 1, 3, 90, 91][choose.below(5)] }
        }
        _ => match choose.suspended() {
            Some(company) if choose.dice.random_ratio(7, 8) => Wish::ResumeCompany { who, company },
            None if choose.dice.random_ratio(1, 4) => Wish::ResumeCompany { who, company },
            _ => Wish::SuspendCompany { who, company },
        },
    }
}

fn of_a_company(choose: &mut Choose) -> Wish {
    let company = choose.company();
    let who = choose.somebody(company);
    let like = Some(company).filter(|company| !choose.world.companies[*company].is_gone);
    match choose.dice.random_range(0..3) {
        0 => Wish::DeleteCompany { who, company, typed: choose.dice.random_bool(0.5) },
        _ if choose.world.companies.len() < 5 => {
            Wish::SetUp { who: choose.owner(company), like: like.filter(|_| choose.dice.random_ratio(1, 4)) }
        }
        _ => Wish::Leave { who, company },
    }
}
