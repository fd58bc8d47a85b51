//! The same wishes, wished in a real house: through acts, on a real engine.

mod apps;
mod billing;
mod look;
mod names;
mod people;
mod requests;
mod words;

use teamwork::{
    acts::{Actor, Operator},
    rules::{
        id::{AppId, BillingContactId, InvitationId, LinkId, PaymentRequestId, UserId},
        moment::{HOUR, Moment},
        problem::Problem,
    },
};

use self::{
    names::{PEOPLE, app_name, company_name, setup},
    words::{answer, told},
};
use super::law::{Address, Answer, OPERATOR, Who, Wish};
use crate::house::{Engine, Eye, House};

/// A house in which wishes are played.
pub struct Play<'a> {
    house: &'a House,
    eye: Eye,
    users: Vec<UserId>,
    slugs: Vec<String>,
    invitations: Vec<Sent>,
    contacts: Vec<BillingContactId>,
    apps: Vec<AppId>,
    requests: Vec<Asked>,
    /// Invitations of the stage, which are over.
    past: Vec<InvitationId>,
    begin: Moment,
}

/// What identifies a payment request.
struct Asked {
    id: PaymentRequestId,
    to: Address,
}

/// What identifies an invitation.
struct Sent {
    id: InvitationId,
    /// Of the link that was mailed last.
    link: Option<LinkId>,
    company: usize,
    to: Address,
}

impl<'a> Play<'a> {
    pub async fn begin(house: &'a House) -> Self {
        let operator = PEOPLE[OPERATOR].email;
        house.database.run(&format!("UPDATE users SET operator = TRUE WHERE email = '{operator}'")).await;
        let mut users = Vec::new();
        for person in PEOPLE {
            users.push(house.person(person).await.id());
        }
        let eye = house.database.eye().await;
        let begin = house.warren.now();
        let (slugs, invitations, past) = (vec!["acme".into()], Vec::new(), Vec::new());
        let (contacts, apps, requests) = (Vec::new(), Vec::new(), Vec::new());
        let mut play = Self { house, eye, users, slugs, invitations, contacts, apps, requests, past, begin };
        play.past = play.ids("invitations").await;
        play.contacts = play.ids("billing_contacts").await;
        play
    }

    /// Plays one wish, and says what came of it.
    pub async fn play(&mut self, wish: &Wish) -> Answer {
        // Nobody would do all this in an hour, and limits have tests of their own.
        self.eye.run("DELETE FROM limits").await;
        match wish {
            Wish::SetUp { who, like } => self.set_up(*who, *like).await,
            Wish::DeleteCompany { who, company, typed } => {
                let name = if *typed { company_name(*company) } else { "Something".into() };
                answer(self.actor(*who).await.delete_company(&self.slugs[*company], &name).await)
            }
            Wish::CreateContact { .. } | Wish::ChangeContact { .. } | Wish::Archive { .. } | Wish::Restore { .. } => {
                self.play_billing(wish).await
            }
            Wish::StartTrial { .. }
            | Wish::CreateApp { .. }
            | Wish::Pay { .. }
            | Wish::TakeTrialIn { .. }
            | Wish::Scale { .. }
            | Wish::ChangePayer { .. }
            | Wish::Move { .. }
            | Wish::DeleteApp { .. } => self.play_app(wish).await,
            Wish::Ask { .. }
            | Wish::AskAgain { .. }
            | Wish::Withdraw { .. }
            | Wish::Confirm { .. }
            | Wish::Refuse { .. }
            | Wish::TurnDown { .. }
            | Wish::TakeOver { .. } => self.play_request(wish).await,
            Wish::SuspendApp { who, .. }
            | Wish::ResumeApp { who, .. }
            | Wish::EndApp { who, .. }
            | Wish::ExtendTrial { who, .. }
            | Wish::SuspendCompany { who, .. }
            | Wish::ResumeCompany { who, .. } => match self.actor(*who).await.operator().await {
                Ok(operator) => answer(self.operate(&operator, wish).await),
                Err(problem) => told(&problem),
            },
            Wish::Wait { hours } => {
                self.house.clock.forward(hours * HOUR);
                self.keep_sessions().await;
                self.run_the_clock().await;
                Answer::Done
            }
            about_people => self.play_people(about_people).await,
        }
    }

    async fn set_up(&mut self, who: Who, like: Option<usize>) -> Answer {
        let slug = like.map_or_else(|| format!("company-{}", self.slugs.len()), |like| self.slugs[like].clone());
        let setup = setup(&company_name(self.slugs.len()), &slug);
        match self.actor(who).await.set_up_company(setup).await {
            Ok(slug) => {
                self.slugs.push(slug);
                let ids: Vec<BillingContactId> = self.ids("billing_contacts").await;
                self.contacts.extend(ids.into_iter().find(|id| !self.contacts.contains(id)));
                Answer::Done
            }
            Err(problem) => told(&problem),
        }
    }

    async fn operate(&self, operator: &Operator, wish: &Wish) -> Result<(), Problem> {
        match wish {
            Wish::SuspendApp { name, .. } => operator.suspend_app(&app_name(*name), "Abuse").await,
            Wish::ResumeApp { name, .. } => operator.resume_app(&app_name(*name), "Settled").await,
            Wish::EndApp { name, typed, .. } => {
                let name = app_name(*name);
                operator.delete_app(&name, if *typed { &name } else { "something" }, "Unpaid").await
            }
            Wish::ExtendTrial { name, days, .. } => {
                operator.extend_trial(&app_name(*name), &days.to_string()).await.map(|_| ())
            }
            Wish::SuspendCompany { company, .. } => operator.suspend_company(&self.slugs[*company], "Unpaid").await,
            Wish::ResumeCompany { company, .. } => operator.resume_company(&self.slugs[*company], "Settled").await,
            other => panic!("not for the operator: {other:?}"),
        }
    }

    /// What the server does every minute.
    async fn run_the_clock(&self) {
        let warren = &self.house.warren;
        while warren.expire_invitations().await.unwrap() > 0 {}
        while warren.end_memberships().await.unwrap() > 0 {}
        while warren.tend_requests().await.unwrap() > 0 {}
        while warren.tend_trials().await.unwrap() > 0 {}
    }

    async fn actor(&self, who: Who) -> Actor {
        self.house.person(PEOPLE[who]).await
    }

    /// Sessions end by the clock; people who wait for days have signed in again.
    async fn keep_sessions(&mut self) {
        let now = self.house.warren.now().millis();
        let ends = now + 14 * 24 * HOUR;
        self.eye.run(&format!("UPDATE sessions SET seen_at = {now}, proven_at = {now}, ends_at = {ends}")).await;
    }

    /// The ids in a table.
    async fn ids<T: std::str::FromStr<Err: std::fmt::Debug>>(&mut self, table: &str) -> Vec<T> {
        let rows = format!("SELECT {} FROM {table}", self.hex("id"));
        self.eye.rows::<(String,)>(&rows).await.into_iter().map(|(id,)| id.parse().unwrap()).collect()
    }

    /// The version of a row as a page would show it, or the one before; of what is not there, any.
    async fn version(&mut self, rows: &str, stale: bool) -> i64 {
        self.eye.rows::<(i64,)>(rows).await.first().map_or(1, |row| row.0) - i64::from(stale)
    }

    fn hex(&self, column: &str) -> String {
        match self.house.database.engine() {
            Engine::Sqlite => format!("lower(hex({column}))"),
            Engine::Postgres => format!("replace({column}::text, '-', '')"),
        }
    }
}
