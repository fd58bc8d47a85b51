//! What a wish is about: in a shortened life it may not be there.

use super::{Wish, World};

impl Wish {
    /// Whether everything that the wish names was there at some time.
    pub fn makes_sense(&self, world: &World) -> bool {
        let company = |number: usize| number < world.companies.len();
        let invitation = |number: usize| number < world.invitations.len();
        let contact = |number: usize| number < world.contacts.len();
        let request = |number: usize| number < world.requests.len();
        let mut apps = self.apps().into_iter().flatten();
        apps.all(|app| *app < world.apps.len())
            && match *self {
                // A name in URLs that is free again would make two Companies of one name.
                Self::SetUp { like, .. } => like.is_none_or(|like| company(like) && !world.companies[like].is_gone),
                Self::StartTrial { company: inside, .. } => inside.is_none_or(company),
                Self::DeleteCompany { company: inside, .. }
                | Self::Invite { company: inside, .. }
                | Self::ChangeRole { company: inside, .. }
                | Self::StepDown { company: inside, .. }
                | Self::SetEnd { company: inside, .. }
                | Self::Assign { company: inside, .. }
                | Self::Dismiss { company: inside, .. }
                | Self::Leave { company: inside, .. }
                | Self::CreateContact { company: inside, .. }
                | Self::SuspendCompany { company: inside, .. }
                | Self::ResumeCompany { company: inside, .. } => company(inside),
                Self::Resend { invitation: number, .. }
                | Self::Edit { invitation: number, .. }
                | Self::Cancel { invitation: number, .. }
                | Self::Accept { invitation: number, .. }
                | Self::Decline { invitation: number, .. } => invitation(number),
                Self::ChangeContact { company: inside, contact: number, .. }
                | Self::Archive { company: inside, contact: number, .. }
                | Self::Restore { company: inside, contact: number, .. }
                | Self::CreateApp { company: inside, payer: number, .. }
                | Self::TakeTrialIn { company: inside, payer: number, .. } => company(inside) && contact(number),
                Self::Pay { payer, .. } | Self::ChangePayer { payer, .. } => contact(payer),
                Self::Move { to, payer, .. } => company(to) && payer.is_none_or(contact),
                Self::AskAgain { request: number, .. }
                | Self::Withdraw { request: number, .. }
                | Self::Confirm { request: number, .. }
                | Self::Refuse { request: number, .. }
                | Self::TurnDown { request: number, .. } => request(number),
                Self::TakeOver { request: number, payer, .. } => request(number) && payer.is_none_or(contact),
                Self::Ask { .. }
                | Self::Scale { .. }
                | Self::DeleteApp { .. }
                | Self::SuspendApp { .. }
                | Self::ResumeApp { .. }
                | Self::EndApp { .. }
                | Self::ExtendTrial { .. }
                | Self::Wait { .. } => true,
            }
    }

    /// The Apps it chooses among those there are.
    fn apps(&self) -> Option<&std::collections::BTreeSet<usize>> {
        match self {
            Self::Invite { offer, .. } | Self::Edit { offer, .. } => Some(&offer.apps),
            Self::ChangeRole { apps, .. } | Self::Assign { apps, .. } => Some(apps),
            _ => None,
        }
    }
}
