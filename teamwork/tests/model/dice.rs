//! Wishes by chance. Nobody cares whether they are allowed: most people wish for what is not theirs.

use rand::{Rng, rngs::StdRng};

use super::law::{Address, Role, Who, Wish, World};

const ROLES: [Role; 4] = [Role::Owner, Role::Admin, Role::Developer, Role::Billing];

/// What somebody wishes for next in this world.
pub fn throw(dice: &mut StdRng, world: &World) -> Wish {
    let company = dice.random_range(0..world.companies.len());
    let who = somebody(dice, world, company);
    let role = ROLES[dice.random_range(0..4)];
    // The newest are the ones something can still come of.
    let count = world.invitations.len();
    let invitation = (count > 0).then(|| count - 1 - dice.random_range(0..count.min(6)));
    match (dice.random_range(0..100), invitation) {
        (0..3, _) if world.companies.len() < 4 => Wish::SetUp { who },
        (0..30, _) => Wish::Invite { who, company, to: address(dice), role },
        (30..35, Some(invitation)) => Wish::Resend { who, invitation },
        (35..40, Some(invitation)) => Wish::Edit { who, invitation, role },
        (40..44, Some(invitation)) => Wish::Cancel { who, invitation },
        (44..60, Some(invitation)) => Wish::Accept { who: addressed(dice, world, invitation, who), invitation },
        (60..64, Some(invitation)) => Wish::Decline { who: addressed(dice, world, invitation, who), invitation },
        (64..80, _) => {
            let (whom, stale) = (dice.random_range(0..5), dice.random_ratio(1, 8));
            Wish::ChangeRole { who, company, whom, to: role, stale }
        }
        (80..83, _) => Wish::StepDown { who, company },
        (83..90, _) => Wish::Dismiss { who, company, whom: dice.random_range(0..5) },
        (90..95, _) => Wish::Leave { who, company },
        (95.., _) => Wish::Wait { hours: [1, 24, 167, 168, 200][dice.random_range(0..5)] },
        _ => Wish::Invite { who, company, to: address(dice), role },
    }
}

/// As often as not somebody who belongs there; else whoever.
fn somebody(dice: &mut StdRng, world: &World, company: usize) -> Who {
    let members = world.companies[company].len();
    match dice.random_ratio(1, 2) {
        true => *world.companies[company].keys().nth(dice.random_range(0..members)).unwrap_or(&0),
        false => dice.random_range(0..5),
    }
}

/// Mostly the invited person; else whoever.
fn addressed(dice: &mut StdRng, world: &World, invitation: usize, who: Who) -> Who {
    match world.invitations[invitation].to {
        Address::Of(invited) if dice.random_ratio(3, 4) => invited,
        _ => who,
    }
}

fn address(dice: &mut StdRng) -> Address {
    if dice.random_ratio(3, 4) {
        Address::Of(dice.random_range(0..5))
    } else {
        Address::Nobody(dice.random_range(0..3))
    }
}
