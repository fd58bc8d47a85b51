//! Laws that hold in every world, whatever was wished (section 1, law 4; I1, I2, I8, I12–I14, I17, I24).

use super::{
    AppState, RequestState, World,
    people::may_invite,
    world::Role::{Admin, Developer, Owner},
};

impl World {
    /// What does not hold: then the law itself has a hole.
    pub fn troubles(&self) -> Vec<String> {
        let mut troubles = Vec::new();
        self.troubles_of_companies(&mut troubles);
        self.troubles_of_invitations(&mut troubles);
        self.troubles_of_apps(&mut troubles);
        self.troubles_of_requests(&mut troubles);
        troubles
    }

    fn troubles_of_companies(&self, troubles: &mut Vec<String>) {
        for (number, company) in self.companies.iter().enumerate().filter(|(_, company)| !company.is_gone) {
            if self.owners(number) == 0 {
                troubles.push(format!("Company {number} has no Owner"));
            }
            if !self.contacts.iter().any(|contact| contact.company == Some(number) && !contact.is_archived) {
                troubles.push(format!("Company {number} has no live Billing Contact"));
            }
            if company.members.values().any(|member| member.role == Owner && member.ends.is_some()) {
                troubles.push(format!("an Owner of Company {number} has an end"));
            }
        }
    }

    fn troubles_of_invitations(&self, troubles: &mut Vec<String>) {
        for (number, one) in self.invitations.iter().enumerate().filter(|(_, one)| one.state.is_open()) {
            if !self.role(one.inviter, one.company).is_ok_and(|role| may_invite(role, one.role)) {
                troubles.push(format!("invitation {number} outlives the right of its sender"));
            }
            let mut others = self.invitations.iter().filter(|other| other.state.is_open());
            if others.any(|other| !std::ptr::eq(other, one) && (other.company, other.to) == (one.company, one.to)) {
                troubles.push(format!("invitation {number} has a twin"));
            }
            if self.known(one.company, &one.apps).is_err() {
                troubles.push(format!("invitation {number} offers an App of somebody else"));
            }
        }
    }

    fn troubles_of_requests(&self, troubles: &mut Vec<String>) {
        for (number, one) in self.requests.iter().enumerate() {
            if one.state.is_open() != (self.apps.iter().any(|app| app.request == Some(number))) {
                troubles.push(format!("request {number} and its App do not know of each other"));
            }
            let Some(company) = one.company.filter(|_| one.state.is_open()) else { continue };
            let asks = match self.role(one.sender, company) {
                Ok(Owner) => true,
                Ok(Admin) => one.payer.is_none() || one.confirmed || one.state == RequestState::Proposed,
                _ => false,
            };
            if !asks {
                troubles.push(format!("request {number} outlives the right of its sender, or was never confirmed"));
            }
        }
    }

    fn troubles_of_apps(&self, troubles: &mut Vec<String>) {
        for (number, app) in self.apps.iter().enumerate() {
            let mut say = |what: &str| troubles.push(format!("App {number} {what}"));
            let live = app.state != AppState::Deleted;
            if live && self.live(app.name) != Some(number) {
                say("shares its name");
            }
            if (app.state == AppState::Active) && app.payer.is_none() {
                say("runs unpaid");
            }
            if app.payer.is_some_and(|payer| app.company.is_none_or(|company| self.can_pay(company, payer).is_err())) {
                say("is paid by whom cannot");
            }
            let works = |who| app.company.is_some_and(|company| self.role(who, company) == Ok(Developer));
            if !app.assigned.iter().all(|who| works(*who)) {
                say("is worked on by somebody who is no Developer there");
            }
            let billed = app.periods.iter().filter(|period| period.to.is_none()).count();
            if billed != usize::from(app.payer.is_some()) {
                say("is not billed as it is paid");
            }
            if app.periods.windows(2).any(|two| two[0].to != Some(two[1].from)) {
                say("has days that two pay, or nobody");
            }
            let own = |other: &&super::App| other.creator == app.creator && other.company.is_none();
            let is_own_trial = app.company.is_none() && app.state == AppState::Trial;
            if is_own_trial && self.apps.iter().filter(own).filter(|other| other.state == AppState::Trial).count() > 1 {
                say("runs beside another trial of the same person");
            }
        }
    }
}
