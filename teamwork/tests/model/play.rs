//! The same wishes, wished in a real house: through acts, on a real engine.

use teamwork::{
    acts::{Actor, Visitor},
    letters::Letter,
    rules::{
        id::{InvitationId, LinkId, UserId},
        invitation::InviteOutcome,
        moment::{HOUR, Moment},
        problem::{Conflict, Problem},
        role::Role,
    },
};

use super::law::{self, Address, Answer, Company, Invitation, State, Who, Wish, World};
use crate::house::{ADA, Engine, Eye, GRACE, House, KEVIN, MALLORY, MARA, Person};

const PEOPLE: [Person; 5] = [ADA, GRACE, KEVIN, MARA, MALLORY];

/// A house in which wishes are played.
pub struct Play<'a> {
    house: &'a House,
    eye: Eye,
    users: Vec<UserId>,
    slugs: Vec<String>,
    invitations: Vec<Sent>,
    /// Invitations of the stage, which are over.
    past: Vec<InvitationId>,
    begin: Moment,
}

/// What identifies an invitation.
struct Sent {
    id: InvitationId,
    company: usize,
    to: Address,
}

impl<'a> Play<'a> {
    pub async fn begin(house: &'a House) -> Self {
        let mut users = Vec::new();
        for person in PEOPLE {
            users.push(house.person(person).await.id());
        }
        let eye = house.database.eye().await;
        let begin = house.warren.now();
        let (slugs, invitations, past) = (vec!["acme".into()], Vec::new(), Vec::new());
        let mut play = Self { house, eye, users, slugs, invitations, past, begin };
        play.past = play.ids().await;
        play
    }

    /// Plays one wish, and says what came of it.
    pub async fn play(&mut self, wish: &Wish) -> Answer {
        // Nobody would do all this in an hour, and limits have tests of their own.
        self.house.forgive_limits().await;
        match *wish {
            Wish::SetUp { who } => {
                let name = format!("Company {}", self.slugs.len());
                self.slugs.push(self.house.company_of(&self.actor(who).await, &name).await);
                Answer::Done
            }
            Wish::Invite { who, company, to, role } => {
                let invited = self.actor(who).await.invite(&self.slugs[company], &email(to), real(role), "").await;
                let answer = match invited {
                    Ok(outcomes) => outcome(outcomes[0].outcome),
                    Err(problem) => told(&problem),
                };
                if answer == Answer::Done {
                    let id = self.newest().await;
                    self.invitations.push(Sent { id, company, to });
                }
                answer
            }
            Wish::Resend { who, invitation } => {
                let (slug, id) = self.named(invitation);
                answer(self.actor(who).await.resend_invitation(&slug, id).await)
            }
            Wish::Edit { who, invitation, role } => {
                let (slug, id) = self.named(invitation);
                answer(self.actor(who).await.edit_invitation(&slug, id, real(role), "").await)
            }
            Wish::Cancel { who, invitation } => {
                let (slug, id) = self.named(invitation);
                answer(self.actor(who).await.cancel_invitation(&slug, id).await)
            }
            Wish::Accept { who, invitation } => {
                let secret = self.secret(invitation).await;
                answer(self.actor(who).await.accept_invitation(&secret).await)
            }
            Wish::Decline { who, invitation } => {
                let secret = self.secret(invitation).await;
                answer(Visitor::Person(self.actor(who).await).decline_invitation(&secret).await)
            }
            Wish::ChangeRole { who, company, whom, to, stale } => {
                let version = self.version(company, whom).await - i64::from(stale);
                let me = self.actor(who).await;
                answer(me.change_role(&self.slugs[company], self.users[whom], real(to), version).await)
            }
            Wish::StepDown { who, company } => answer(self.actor(who).await.step_down(&self.slugs[company]).await),
            Wish::Dismiss { who, company, whom } => {
                answer(self.actor(who).await.dismiss(&self.slugs[company], self.users[whom]).await)
            }
            Wish::Leave { who, company } => answer(self.actor(who).await.leave(&self.slugs[company]).await),
            Wish::Wait { hours } => {
                self.house.clock.forward(hours * HOUR);
                self.keep_sessions().await;
                while self.house.warren.expire_invitations().await.unwrap() > 0 {}
                Answer::Done
            }
        }
    }

    /// The house as the law would describe it.
    pub async fn look(&mut self) -> World {
        let number = |email: &str| PEOPLE.iter().position(|person| person.email == email).unwrap();
        let mut companies = vec![Company::new(); self.slugs.len()];
        let members = "SELECT c.slug, u.email, m.role FROM members m
                       JOIN companies c ON c.id = m.company_id JOIN users u ON u.id = m.user_id";
        for (slug, email, role) in self.eye.rows::<(String, String, String)>(members).await {
            let company = self.slugs.iter().position(|known| *known == slug).unwrap();
            companies[company].insert(number(&email), named_role(&role));
        }
        let id = self.hex("i.id");
        let rows = format!(
            "SELECT {id}, i.role, i.state, u.email, i.expires_at FROM invitations i JOIN users u ON u.id = i.inviter_id"
        );
        let rows = self.eye.rows::<(String, String, String, String, i64)>(&rows).await;
        let begin = self.begin;
        let describe = |sent: &Sent| {
            let key = sent.id.to_string().replace('-', "");
            let (_, role, state, inviter, expires) = rows.iter().find(|row| row.0 == key).unwrap();
            Invitation {
                company: sent.company,
                to: sent.to,
                role: named_role(role),
                state: named_state(state),
                inviter: number(inviter),
                expires: (Moment::from_millis(*expires).since(begin)) / HOUR,
            }
        };
        let invitations = self.invitations.iter().map(describe).collect();
        World { companies, invitations, now: self.house.warren.now().since(begin) / HOUR }
    }

    async fn actor(&self, who: Who) -> Actor {
        self.house.person(PEOPLE[who]).await
    }

    fn named(&self, invitation: usize) -> (String, InvitationId) {
        let sent = &self.invitations[invitation];
        (self.slugs[sent.company].clone(), sent.id)
    }

    /// The secret of the link that was mailed last.
    async fn secret(&mut self, invitation: usize) -> String {
        let (id, link) = (self.hex("id"), self.hex("link_id"));
        let key = self.invitations[invitation].id.to_string().replace('-', "");
        let row = format!("SELECT {link} FROM invitations WHERE {id} = '{key}'");
        let link: LinkId = self.eye.rows::<(String,)>(&row).await[0].0.parse().unwrap();
        let letter = Letter::Invitation {
            invitation: self.invitations[invitation].id,
            link,
            inviter: String::new(),
            company: String::new(),
            role: Role::Developer,
            note: None,
            expires_at: self.begin,
            now: None,
            apps: Vec::new(),
            ends_at: None,
            reminds: false,
        };
        self.house.secret_of(&letter)
    }

    /// The invitation that is not known yet.
    async fn newest(&mut self) -> InvitationId {
        let ids = self.ids().await;
        let known = |id: &InvitationId| self.past.contains(id) || self.invitations.iter().any(|sent| sent.id == *id);
        ids.into_iter().find(|id| !known(id)).unwrap()
    }

    async fn ids(&mut self) -> Vec<InvitationId> {
        let rows = format!("SELECT {} FROM invitations", self.hex("id"));
        self.eye.rows::<(String,)>(&rows).await.into_iter().map(|(id,)| id.parse().unwrap()).collect()
    }

    async fn version(&mut self, company: usize, whom: Who) -> i64 {
        let (slug, email) = (&self.slugs[company], PEOPLE[whom].email);
        let row = format!(
            "SELECT m.version FROM members m JOIN companies c ON c.id = m.company_id JOIN users u ON u.id = m.user_id
             WHERE c.slug = '{slug}' AND u.email = '{email}'"
        );
        self.eye.rows::<(i64,)>(&row).await.first().map_or(1, |row| row.0)
    }

    /// Sessions end by the clock; people who wait for days have signed in again.
    async fn keep_sessions(&mut self) {
        let now = self.house.warren.now().millis();
        let ends = now + 14 * 24 * HOUR;
        self.house
            .database
            .run(&format!("UPDATE sessions SET seen_at = {now}, proven_at = {now}, ends_at = {ends}"))
            .await;
    }

    fn hex(&self, column: &str) -> String {
        match self.house.database.engine() {
            Engine::Sqlite => format!("lower(hex({column}))"),
            Engine::Postgres => format!("replace({column}::text, '-', '')"),
        }
    }
}

fn email(to: Address) -> String {
    match to {
        Address::Of(who) => PEOPLE[who].email.into(),
        Address::Nobody(number) => format!("nobody{number}@nowhere.example"),
    }
}

fn real(role: law::Role) -> Role {
    match role {
        law::Role::Owner => Role::Owner,
        law::Role::Admin => Role::Admin,
        law::Role::Developer => Role::Developer,
        law::Role::Billing => Role::Billing,
    }
}

fn named_role(word: &str) -> law::Role {
    match word {
        "owner" => law::Role::Owner,
        "admin" => law::Role::Admin,
        "developer" => law::Role::Developer,
        "billing" => law::Role::Billing,
        other => panic!("no role: {other}"),
    }
}

fn named_state(word: &str) -> State {
    match word {
        "pending" => State::Pending,
        "accepted" => State::Accepted,
        "declined" => State::Declined,
        "cancelled" => State::Cancelled,
        "expired" => State::Expired,
        other => panic!("no state: {other}"),
    }
}

fn outcome(outcome: InviteOutcome) -> Answer {
    match outcome {
        InviteOutcome::Sent => Answer::Done,
        InviteOutcome::RoleChanged => Answer::RoleChanged,
        InviteOutcome::AlreadyMember => Answer::AlreadyMember,
        InviteOutcome::OtherRole => Answer::OtherRole,
        InviteOutcome::AlreadyInvited => Answer::AlreadyInvited,
        InviteOutcome::Yourself => Answer::Yourself,
        InviteOutcome::AlreadyOwner => Answer::AlreadyOwner,
        other => panic!("not expected of an invitation: {other:?}"),
    }
}

fn answer<T>(result: Result<T, Problem>) -> Answer {
    match result {
        Ok(_) => Answer::Done,
        Err(problem) => told(&problem),
    }
}

fn told(problem: &Problem) -> Answer {
    match problem {
        Problem::Refused(_) => Answer::Refused,
        Problem::NotFound(_) => Answer::NotFound,
        Problem::Gone(_) => Answer::Gone,
        Problem::Conflict(Conflict::WrongAccount) => Answer::WrongAccount,
        Problem::Conflict(Conflict::StaleMember) => Answer::Stale,
        Problem::Conflict(Conflict::AlreadyMember) => Answer::AlreadyMember,
        other => panic!("not expected of anything: {other:?}"),
    }
}
