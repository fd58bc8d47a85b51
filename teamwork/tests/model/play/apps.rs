//! Apps.

use teamwork::rules::{id::AppId, problem::Problem};

use super::{
    super::law::{Answer, Wish},
    Play,
    names::{PLANS, app_name},
    words::{answer, told},
};

impl Play<'_> {
    pub(super) async fn play_app(&mut self, wish: &Wish) -> Answer {
        match *wish {
            Wish::StartTrial { who, company: None, name } => {
                let begun = self.actor(who).await.start_personal_trial(&app_name(name)).await;
                self.begun(begun).await
            }
            Wish::StartTrial { who, company: Some(company), name } => {
                let begun = self.actor(who).await.start_trial(&self.slugs[company], &app_name(name)).await;
                self.begun(begun).await
            }
            Wish::CreateApp { who, company, name, plan, payer } => {
                let (slug, payer) = (&self.slugs[company], self.contacts[payer]);
                let begun = self.actor(who).await.create_app(slug, &app_name(name), PLANS[plan], payer).await;
                self.begun(begun).await
            }
            Wish::Pay { who, name, plan, payer, stale } => {
                let (name, seen, payer) = (app_name(name), self.app_version(name, stale).await, self.contacts[payer]);
                answer(self.actor(who).await.pay_for_app(&name, PLANS[plan], payer, seen).await)
            }
            Wish::TakeTrialIn { who, name, company, plan, payer, stale } => {
                let (name, seen, payer) = (app_name(name), self.app_version(name, stale).await, self.contacts[payer]);
                let (me, slug) = (self.actor(who).await, &self.slugs[company]);
                answer(me.move_trial_into_company(&name, slug, PLANS[plan], payer, seen).await)
            }
            Wish::Scale { who, name, plan, stale } => {
                let (name, seen) = (app_name(name), self.app_version(name, stale).await);
                answer(self.actor(who).await.scale_app(&name, PLANS[plan], seen).await)
            }
            Wish::ChangePayer { who, name, payer, stale } => {
                let (name, seen, payer) = (app_name(name), self.app_version(name, stale).await, self.contacts[payer]);
                answer(self.actor(who).await.change_payer(&name, payer, seen).await)
            }
            Wish::Move { who, name, to, payer, stale } => {
                let (name, seen) = (app_name(name), self.app_version(name, stale).await);
                let (slug, payer) = (&self.slugs[to], payer.map(|payer| self.contacts[payer]));
                answer(self.actor(who).await.move_app(&name, slug, payer, seen).await)
            }
            Wish::DeleteApp { who, name, typed, stale } => {
                let (name, seen) = (app_name(name), self.app_version(name, stale).await);
                let confirmation = if typed { name.as_str() } else { "something" };
                answer(self.actor(who).await.delete_app(&name, confirmation, seen).await)
            }
            ref other => panic!("not about an App: {other:?}"),
        }
    }

    /// Remembers the App that is new.
    async fn begun(&mut self, begun: Result<String, Problem>) -> Answer {
        if let Err(problem) = begun {
            return told(&problem);
        }
        let ids: Vec<AppId> = self.ids("apps").await;
        self.apps.extend(ids.into_iter().find(|id| !self.apps.contains(id)));
        Answer::Done
    }

    async fn app_version(&mut self, name: u8, stale: bool) -> i64 {
        let name = app_name(name);
        self.version(&format!("SELECT version FROM apps WHERE name = '{name}' AND state <> 'deleted'"), stale).await
    }
}
