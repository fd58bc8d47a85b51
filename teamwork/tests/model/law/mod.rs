//! The law as a pure machine: what the house looks like, what somebody wants, and what has to come of it. Typed from the
//! domain (matrix 3.1, the operator 3.2, silent places 3.3, state machines 4.1 and 4.3–4.5). Where the domain is
//! silent, as about which of two refusals is said first, it says what Warren has decided.

mod about;
mod apps;
mod billing;
mod clock;
mod companies;
mod invitations;
mod operator;
mod payers;
mod people;
mod requests;
mod troubles;
mod wish;
mod world;

pub use self::{
    wish::{Answer, Offer, Part, WORDS, Wish},
    world::{
        Address, App, AppState, Company, Contact, Invitation, Member, NAMES, OPERATOR, PEOPLE, PLANS, Pause, Period,
        Request, RequestState, Role, State, Was, Who, World,
    },
};

impl World {
    /// What has to come of a wish, and what the world looks like afterwards. A refusal changes nothing.
    pub fn grant(&mut self, wish: &Wish) -> Answer {
        let mut after = self.clone();
        match after.decide(wish) {
            Ok(answer) => {
                *self = after;
                answer
            }
            Err(answer) => answer,
        }
    }

    fn decide(&mut self, wish: &Wish) -> Result<Answer, Answer> {
        match wish {
            Wish::SetUp { who, like } => self.set_up(*who, *like)?,
            Wish::DeleteCompany { who, company, typed } => self.delete_company(*who, *company, *typed)?,

            Wish::Invite { who, company, to, offer } => return self.invite(*who, *company, *to, offer),
            Wish::Resend { who, invitation } => self.resend(*who, *invitation)?,
            Wish::Edit { who, invitation, offer } => self.edit(*who, *invitation, offer)?,
            Wish::Cancel { who, invitation } => self.cancel(*who, *invitation)?,
            Wish::Accept { who, invitation } => self.accept(*who, *invitation)?,
            Wish::Decline { who, invitation } => self.decline(*who, *invitation)?,

            Wish::ChangeRole { who, company, whom, to, apps, stale } => {
                self.change_role((*who, *company, *whom), *to, apps, *stale)?;
            }
            Wish::StepDown { who, company } => self.step_down(*who, *company)?,
            Wish::SetEnd { who, company, whom, last_day, stale } => {
                self.set_end((*who, *company, *whom), *last_day, *stale)?;
            }
            Wish::Assign { who, company, whom, apps, stale } => self.assign((*who, *company, *whom), apps, *stale)?,
            Wish::Dismiss { who, company, whom } => self.dismiss(*who, *company, *whom)?,
            Wish::Leave { who, company } => self.leave(*who, *company)?,

            Wish::CreateContact { who, company } => self.create_contact(*who, *company)?,
            Wish::ChangeContact { who, company, contact, email, stale } => {
                self.change_contact(*who, (*company, *contact), *email, *stale)?;
            }
            Wish::Archive { who, company, contact, stale } => self.archive(*who, (*company, *contact), *stale)?,
            Wish::Restore { who, company, contact, stale } => self.restore(*who, (*company, *contact), *stale)?,

            Wish::StartTrial { who, company, name } => self.start_trial(*who, *company, *name)?,
            Wish::CreateApp { who, company, name, plan, payer } => {
                self.create_app(*who, *company, *name, (*plan, *payer))?;
            }
            Wish::Pay { who, name, plan, payer, stale } => self.pay(*who, *name, (*plan, *payer), *stale)?,
            Wish::TakeTrialIn { who, name, company, plan, payer, stale } => {
                self.take_trial_in(*who, (*name, *company), (*plan, *payer), *stale)?;
            }
            Wish::Scale { who, name, plan, stale } => self.scale(*who, *name, *plan, *stale)?,
            Wish::ChangePayer { who, name, payer, stale } => self.change_payer(*who, *name, *payer, *stale)?,
            Wish::Move { who, name, to, payer, stale } => self.move_app(*who, *name, (*to, *payer), *stale)?,
            Wish::DeleteApp { who, name, typed, stale } => self.delete_app(*who, *name, *typed, *stale)?,

            Wish::Ask { who, name, to } => self.ask(*who, *name, *to)?,
            Wish::AskAgain { who, request } => self.ask_again(*who, *request)?,
            Wish::Withdraw { who, request } => self.withdraw(*who, *request)?,
            Wish::Confirm { who, request } => self.confirm(*who, *request)?,
            Wish::Refuse { who, request } => self.refuse(*who, *request)?,
            Wish::TurnDown { who, request } => self.turn_down(*who, *request)?,
            Wish::TakeOver { who, request, payer } => self.take_over(*who, *request, *payer)?,

            Wish::SuspendApp { who, name } => self.suspend_app(*who, *name)?,
            Wish::ResumeApp { who, name } => self.resume_app(*who, *name)?,
            Wish::EndApp { who, name, typed } => self.end_app_of_house(*who, *name, *typed)?,
            Wish::ExtendTrial { who, name, days } => self.extend_trial(*who, *name, *days)?,
            Wish::SuspendCompany { who, company } => self.suspend_company(*who, *company)?,
            Wish::ResumeCompany { who, company } => self.resume_company(*who, *company)?,

            Wish::Wait { hours } => self.wait(*hours),
        }
        Ok(Answer::Done)
    }
}
