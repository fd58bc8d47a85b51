//! Invitations and the team.

use std::collections::BTreeSet;

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        id::{AppId, InvitationId},
        invitation::Offer,
        moment::DAY,
        role::Role,
    },
};

use super::{
    super::law::{self, Address, Answer, Who, Wish},
    Play, Sent,
    names::{PEOPLE, email_of, real},
    words::{answer, outcome, told},
};

impl Play<'_> {
    pub(super) async fn play_people(&mut self, wish: &Wish) -> Answer {
        match wish {
            Wish::Invite { who, company, to, offer } => self.invite(*who, *company, *to, offer).await,
            Wish::Resend { who, invitation } => {
                let (slug, id) = self.named(*invitation);
                answer(self.actor(*who).await.resend_invitation(&slug, id).await)
            }
            Wish::Edit { who, invitation, offer } => {
                let ((slug, id), offer) = (self.named(*invitation), self.offer(offer));
                answer(self.actor(*who).await.edit_invitation_with(&slug, id, offer).await)
            }
            Wish::Cancel { who, invitation } => {
                let (slug, id) = self.named(*invitation);
                answer(self.actor(*who).await.cancel_invitation(&slug, id).await)
            }
            Wish::Accept { who, invitation } => {
                let secret = self.secret(*invitation);
                answer(self.actor(*who).await.accept_invitation(&secret).await)
            }
            Wish::Decline { who, invitation } => {
                let secret = self.secret(*invitation);
                answer(Visitor::Person(self.actor(*who).await).decline_invitation(&secret).await)
            }
            Wish::ChangeRole { who, company, whom, to, apps, stale } => {
                let version = self.member_version(*company, *whom, *stale).await;
                let (slug, user, apps) = (&self.slugs[*company], self.users[*whom], self.real_apps(apps));
                answer(self.actor(*who).await.change_role_with(slug, user, real(*to), apps, version).await)
            }
            Wish::StepDown { who, company } => answer(self.actor(*who).await.step_down(&self.slugs[*company]).await),
            Wish::SetEnd { who, company, whom, last_day, stale } => {
                let version = self.member_version(*company, *whom, *stale).await;
                let (slug, user, day) = (&self.slugs[*company], self.users[*whom], self.day(*last_day));
                answer(self.actor(*who).await.set_end(slug, user, &day, version).await)
            }
            Wish::Assign { who, company, whom, apps, stale } => {
                let version = self.member_version(*company, *whom, *stale).await;
                let (slug, user, apps) = (&self.slugs[*company], self.users[*whom], self.real_apps(apps));
                answer(self.actor(*who).await.assign_apps(slug, user, apps, version).await)
            }
            Wish::Dismiss { who, company, whom } => {
                answer(self.actor(*who).await.dismiss(&self.slugs[*company], self.users[*whom]).await)
            }
            Wish::Leave { who, company } => answer(self.actor(*who).await.leave(&self.slugs[*company]).await),
            other => panic!("not about people: {other:?}"),
        }
    }

    async fn invite(&mut self, who: Who, company: usize, to: Address, offer: &law::Offer) -> Answer {
        let offer = self.offer(offer);
        let invited = self.actor(who).await.invite_with(&self.slugs[company], &email_of(to), offer).await;
        let answer = match invited {
            Ok(outcomes) => outcome(outcomes[0].outcome),
            Err(problem) => told(&problem),
        };
        if answer == Answer::Done {
            let ids: Vec<InvitationId> = self.ids("invitations").await;
            let known =
                |id: &InvitationId| self.past.contains(id) || self.invitations.iter().any(|sent| sent.id == *id);
            let id = ids.into_iter().find(|id| !known(id)).unwrap();
            self.invitations.push(Sent { id, link: None, company, to });
        }
        answer
    }

    fn offer(&self, offer: &law::Offer) -> Offer {
        let (apps, ends_on) = (self.real_apps(&offer.apps), self.day(offer.last_day));
        Offer { role: real(offer.role), note: String::new(), apps, ends_on }
    }

    fn real_apps(&self, apps: &BTreeSet<usize>) -> Vec<AppId> {
        apps.iter().map(|app| self.apps[*app]).collect()
    }

    /// So many days after today, as a form has it.
    fn day(&self, last_day: Option<i64>) -> String {
        last_day.map_or_else(String::new, |days| self.house.warren.now().plus(days * DAY).to_iso_day())
    }

    fn named(&self, invitation: usize) -> (String, InvitationId) {
        let sent = &self.invitations[invitation];
        (self.slugs[sent.company].clone(), sent.id)
    }

    /// The secret of the link that was mailed last.
    fn secret(&self, invitation: usize) -> String {
        let sent = &self.invitations[invitation];
        let letter = Letter::Invitation {
            invitation: sent.id,
            link: sent.link.unwrap(),
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

    async fn member_version(&mut self, company: usize, whom: Who, stale: bool) -> i64 {
        let (slug, email) = (&self.slugs[company], PEOPLE[whom].email);
        let row = format!(
            "SELECT m.version FROM members m JOIN companies c ON c.id = m.company_id JOIN users u ON u.id = m.user_id
             WHERE c.slug = '{slug}' AND u.email = '{email}'"
        );
        self.version(&row, stale).await
    }
}
