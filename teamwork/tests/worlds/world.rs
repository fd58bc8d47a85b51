//! One small world in one number: three people, two Companies, two Apps, three invitations.

use teamwork::rules::role::Role;

pub const PEOPLE: usize = 3;
pub const COMPANIES: usize = 2;
pub const APPS: usize = 2;
pub const INVITATIONS: usize = 3;

/// Where an App is. A Company's App may be suspended; a deleted one stays deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum App {
    #[default]
    Absent,
    /// A trial of one person.
    Personal(usize),
    /// A trial of a Company, with the people assigned to it, one bit each.
    Trial(usize, u8),
    Paid(usize, u8),
    Suspended(usize, u8),
    Deleted,
}

impl App {
    /// The Company that holds it, and who is assigned.
    pub fn held(self) -> Option<(usize, u8)> {
        match self {
            Self::Trial(company, assigned) | Self::Paid(company, assigned) | Self::Suspended(company, assigned) => {
                Some((company, assigned))
            }
            Self::Absent | Self::Personal(_) | Self::Deleted => None,
        }
    }

    /// The same with other people assigned.
    pub fn assign(self, assigned: u8) -> Self {
        match self {
            Self::Trial(company, _) => Self::Trial(company, assigned),
            Self::Paid(company, _) => Self::Paid(company, assigned),
            Self::Suspended(company, _) => Self::Suspended(company, assigned),
            other => other,
        }
    }
}

/// Where an invitation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Invitation {
    #[default]
    Unsent,
    Pending {
        company: usize,
        to: usize,
        role: u8,
        inviter: usize,
    },
    Ended,
}

/// A world. Roles are numbers: 0 is none, then those of [`Role::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct World {
    pub roles: [[u8; PEOPLE]; COMPANIES],
    pub apps: [App; APPS],
    pub invitations: [Invitation; INVITATIONS],
}

impl World {
    pub fn role(&self, company: usize, who: usize) -> Option<Role> {
        self.roles[company][who].checked_sub(1).map(|number| Role::ALL[usize::from(number)])
    }

    pub fn is_set_up(&self, company: usize) -> bool {
        self.roles[company].iter().any(|role| *role > 0)
    }

    pub fn owners(&self, company: usize) -> usize {
        self.roles[company].iter().filter(|role| **role == 1).count()
    }

    /// The number of the world that differs from this one in names only: people, Companies, Apps and invitations have
    /// none of their own, so of all the worlds that look alike the smallest number stands for all.
    pub fn number(&self) -> u64 {
        const ORDERS: [[usize; PEOPLE]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        let swaps = [[0, 1], [1, 0]];
        let all =
            ORDERS.iter().flat_map(|people| swaps.iter().map(move |companies| self.renamed(people, companies).pack()));
        all.min().unwrap_or_default()
    }

    fn renamed(&self, people: &[usize; PEOPLE], companies: &[usize; COMPANIES]) -> Self {
        let mut other = Self::default();
        for (roles, company) in self.roles.iter().zip(companies) {
            for (role, who) in roles.iter().zip(people) {
                other.roles[*company][*who] = *role;
            }
        }
        let bits = |assigned: u8| {
            (0..PEOPLE).filter(|who| assigned >> who & 1 == 1).fold(0, |bits, who| bits | 1 << people[who])
        };
        for (at, app) in self.apps.iter().enumerate() {
            other.apps[at] = match *app {
                App::Personal(who) => App::Personal(people[who]),
                App::Trial(company, assigned) => App::Trial(companies[company], bits(assigned)),
                App::Paid(company, assigned) => App::Paid(companies[company], bits(assigned)),
                App::Suspended(company, assigned) => App::Suspended(companies[company], bits(assigned)),
                same => same,
            };
        }
        for (at, invitation) in self.invitations.iter().enumerate() {
            other.invitations[at] = match *invitation {
                Invitation::Pending { company, to, role, inviter } => {
                    let (company, to, inviter) = (companies[company], people[to], people[inviter]);
                    Invitation::Pending { company, to, role, inviter }
                }
                same => same,
            };
        }
        other.apps.sort_unstable();
        other.invitations.sort_unstable();
        other
    }

    fn pack(&self) -> u64 {
        let mut number = 0_u64;
        let mut put = |value: usize, bits: u32| number = number << bits | value as u64;
        for role in self.roles.iter().flatten() {
            put(usize::from(*role), 3);
        }
        for app in self.apps {
            let (kind, holder, assigned) = match app {
                App::Absent => (0, 0, 0),
                App::Personal(who) => (1, who, 0),
                App::Trial(company, assigned) => (2, company, assigned),
                App::Paid(company, assigned) => (3, company, assigned),
                App::Suspended(company, assigned) => (4, company, assigned),
                App::Deleted => (5, 0, 0),
            };
            put(kind, 3);
            put(holder, 2);
            put(usize::from(assigned), 3);
        }
        for invitation in self.invitations {
            let (kind, company, to, role, inviter) = match invitation {
                Invitation::Unsent => (0, 0, 0, 0, 0),
                Invitation::Pending { company, to, role, inviter } => (1, company, to, usize::from(role), inviter),
                Invitation::Ended => (2, 0, 0, 0, 0),
            };
            put(kind, 2);
            put(company, 1);
            put(to, 2);
            put(role, 2);
            put(inviter, 2);
        }
        number
    }

    /// The world with this number.
    pub fn unpack(mut number: u64) -> Self {
        let mut take = |bits: u32| {
            let value = (number & ((1 << bits) - 1)) as usize;
            number >>= bits;
            value
        };
        let mut world = Self::default();
        for at in (0..INVITATIONS).rev() {
            let (inviter, role, to, company, kind) = (take(2), take(2), take(2), take(1), take(2));
            world.invitations[at] = match kind {
                0 => Invitation::Unsent,
                1 => Invitation::Pending { company, to, role: role as u8, inviter },
                _ => Invitation::Ended,
            };
        }
        for at in (0..APPS).rev() {
            let (assigned, holder, kind) = (take(3) as u8, take(2), take(3));
            world.apps[at] = match kind {
                0 => App::Absent,
                1 => App::Personal(holder),
                2 => App::Trial(holder, assigned),
                3 => App::Paid(holder, assigned),
                4 => App::Suspended(holder, assigned),
                _ => App::Deleted,
            };
        }
        for role in world.roles.iter_mut().rev().flat_map(|roles| roles.iter_mut().rev()) {
            *role = take(3) as u8;
        }
        world
    }
}
