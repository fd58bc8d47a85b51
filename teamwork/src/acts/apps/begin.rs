//! Apps begin: as a trial of one's own, as a trial in a Company, or paid (matrix rows 9 and 10).

use super::{payer, plan, terms};
use crate::{
    acts::{Actor, Trouble, within},
    letters::{AppNews, Letter},
    rules::{
        app::{AppName, TrialTask},
        day::Day,
        id::{AppId, BillingContactId},
        log::Event,
        permission::Action,
        plan::TRIAL_PLAN,
        problem::{Conflict, Field, Problem, Why},
    },
    store::{
        app_writes::NewApp,
        db::Tx,
        log::{Change, Topic},
        members::Standing,
    },
};

impl Actor {
    /// Begins a trial of one's own, without any Company (S6): one at a time. A confirmed address is not needed.
    ///
    /// # Errors
    /// When another one runs, or the name is taken.
    pub async fn start_personal_trial(&self, name: &str) -> Result<String, Problem> {
        let name = AppName::parse(name)?;
        within!(&self.guest, |tx| {
            let app = self.new_app(&name);
            self.begin(tx, &app).await?;
            let entry = self.entry(Event::AppCreated).app(app.id).to(&name);
            tx.record(entry.change(None, Some("trial"))).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        Ok(name.to_string())
    }

    /// Begins a trial in a Company.
    ///
    /// # Errors
    /// When the policy refuses, the Company is suspended, or the name is taken.
    pub async fn start_trial(&self, slug: &str, name: &str) -> Result<String, Problem> {
        let name = AppName::parse(name)?;
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::CreateApp)?;
            let app = NewApp { company: Some(me.company_id), ..self.new_app(&name) };
            self.begin(tx, &app).await?;
            self.post_news(tx, &me, &name.to_string(), AppNews::Created { plan: "Trial".into(), trial: true }).await?;
            let entry = self.entry(Event::AppCreated).allowed(permit).within(me.company_id).app(app.id).to(&name);
            tx.record(entry.change(None, Some("trial"))).await?;
            tx.announce(Change::Company(me.company_id, Topic::Apps));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(name.to_string())
    }

    /// Begins a paid App. It is billed from today.
    ///
    /// # Errors
    /// When the policy refuses, the Company is suspended, the name is taken, or plan or payer is none.
    pub async fn create_app(
        &self,
        slug: &str,
        name: &str,
        plan_key: &str,
        contact: BillingContactId,
    ) -> Result<String, Problem> {
        let name = AppName::parse(name)?;
        within!(&self.guest, |tx| {
            let me = self.stand(tx, slug).await?;
            let permit = me.may(Action::CreateApp)?;
            me.may(Action::UseBillingContact)?;
            let plan = plan(tx, plan_key).await?;
            let payer = payer(tx, me.company_id, contact, &plan.price.currency).await?;
            let (company, plan_key) = (Some(me.company_id), plan.key.clone());
            let paid =
                NewApp { company, plan: plan_key, payer: Some(payer.id), trial_ends_at: None, ..self.new_app(&name) };
            self.begin(tx, &paid).await?;
            tx.begin_period(paid.id, Day::of(self.guest.at), &terms(payer.id, &plan)).await?;
            self.post_news(tx, &me, name.as_str(), AppNews::Created { plan: plan.name, trial: false }).await?;
            let entry = self.entry(Event::AppCreated).allowed(permit).within(me.company_id).app(paid.id).to(&name);
            tx.record(entry.change(None, Some(&plan.key))).await?;
            tx.announce(Change::Company(me.company_id, Topic::Apps));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(name.to_string())
    }

    /// M36.
    pub(super) async fn post_news(&self, tx: &mut Tx, me: &Standing, app: &str, news: AppNews) -> Result<(), Trouble> {
        let (app, company, slug, by) = (app.to_owned(), me.name.clone(), me.slug.clone(), self.name().full());
        let letter = Letter::AppNews { app, company, slug, by, news };
        tx.post_to_keepers(me.company_id, &letter, true, self.guest.at).await?;
        Ok(())
    }

    /// A trial of my own. Tasks that are done already earn it nothing.
    fn new_app(&self, name: &AppName) -> NewApp {
        let (at, warren) = (self.guest.at, &self.guest.warren);
        let confirmed = if self.confirmed().is_ok() { TrialTask::ConfirmedAddress.bit() } else { 0 };
        let named = if self.name().last.is_empty() { 0 } else { TrialTask::RealName.bit() };
        NewApp {
            id: AppId::new(at, warren.chance.bytes()),
            name: name.clone(),
            company: None,
            creator: self.id(),
            plan: TRIAL_PLAN.into(),
            payer: None,
            trial_ends_at: Some(at.plus(warren.house_rules().trial_life)),
            earned: confirmed + named,
            at,
        }
    }

    async fn begin(&self, tx: &mut Tx, app: &NewApp) -> Result<(), Trouble> {
        let added = tx.add_app(app).await?;
        if !added && app.company.is_none() && tx.has_personal_trial(self.id()).await? {
            return Err(Conflict::TrialRunning.into());
        }
        if !added || !tx.take_name(&app.name, app.id, self.guest.at).await? {
            return Err(Problem::field(Field::AppName, Why::NameTaken).into());
        }
        Ok(())
    }
}
