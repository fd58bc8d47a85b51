//! Looking at Apps (matrix rows 8 and 42): each role its part.

use crate::{
    acts::{Actor, app_standing::AppStanding},
    rules::{
        app::{
            AppCard, AppOverview, AppPage, BillOfLading, MoveTarget, NewAppSheet, PaySheet, ScaleChoice, ScalePreview,
            SuspendedBy,
        },
        day::Day,
        money::Money,
        permission::{Action, may},
        plan::{Period, PlanCard, cost_so_far},
        problem::{Problem, Thing},
        role::Role,
    },
    store::members::{PAGE, Seat},
};

impl Actor {
    /// The plans that are offered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn plans(&self) -> Result<Vec<PlanCard>, Problem> {
        self.guest.warren.db.plans().await.map_err(|error| self.guest.tell(error))
    }

    /// One page of the Apps of a Company: all of them, those I am assigned to, or names and cost alone. `after` is the
    /// `next` of the page before.
    ///
    /// # Errors
    /// When I am not a member.
    pub async fn apps(&self, slug: &str, after: Option<&str>) -> Result<AppPage, Problem> {
        let found = self.guest.warren.db.apps_of(slug, self.id(), after.map(str::to_owned)).await;
        let Some((seat, mut apps)) = found.map_err(|error| self.guest.tell(error))? else {
            return Err(self.stranger(slug).await);
        };
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = apps.len() > page;
        apps.truncate(page);
        let next = apps.last().filter(|_| more).map(|last| last.name.clone());
        apps.iter_mut().for_each(|app| hide(app, seat.role));
        Ok(AppPage { role: seat.role, apps, next })
    }

    /// The trials of my own, that no Company holds.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_trials(&self) -> Result<Vec<AppCard>, Problem> {
        self.guest.warren.db.trials_of(self.id()).await.map_err(|error| self.guest.tell(error))
    }

    /// One App: its state, who pays and what it costs as far as I may know, and who has access and why.
    ///
    /// # Errors
    /// When it is not mine to know of, or the policy refuses.
    pub async fn app(&self, name: &str) -> Result<AppOverview, Problem> {
        let standing = self.look_at_app(name, |assigned| Action::SeeApp { assigned }).await?;
        self.overview(standing).await.map(|(app, _)| app)
    }

    /// What a new App in a Company can be (rows 9 and 10).
    ///
    /// # Errors
    /// When the policy refuses, or I am not a member.
    pub async fn new_app_sheet(&self, slug: &str) -> Result<NewAppSheet, Problem> {
        let (db, tell) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let Some(company_id) = db.company_id(slug, self.id()).await.map_err(tell)? else {
            return Err(self.stranger(slug).await);
        };
        let role = db.role_in(company_id, self.id()).await.map_err(tell)?.ok_or(Problem::NotFound(Thing::Company))?;
        self.ask(Seat { company_id, role }, Action::CreateApp).await?;
        let targets = self.targets(true, Some(slug)).await?;
        let payers = targets.into_iter().flat_map(|target| target.payers).collect();
        Ok(NewAppSheet { plans: self.plans().await?, payers })
    }

    /// What each plan would cost this month, day by day (row 12).
    ///
    /// # Errors
    /// When the policy refuses, or it is not mine to know of.
    pub async fn scaling(&self, name: &str) -> Result<ScalePreview, Problem> {
        let standing = self.look_at_app(name, |_| Action::ScaleApp).await?;
        let (app, periods) = self.overview(standing).await?;
        let today = Day::of(self.guest.at);
        let choice = |plan: PlanCard| ScaleChoice {
            current: plan.key == app.plan.key,
            month: (!periods.is_empty()).then(|| month_with(&periods, &plan, today)),
            plan,
        };
        let mut plans = self.plans().await?;
        // Who pays has one currency for life (E65).
        if let Some(open) = periods.last() {
            plans.retain(|plan| plan.price.currency == open.currency);
        }
        let choices = plans.into_iter().map(choice).collect();
        Ok(ScalePreview { app, from: today.plus(1), choices })
    }

    /// Who pays, who could, and what it costs (rows 16, 17 and 42).
    ///
    /// # Errors
    /// When the policy refuses, or it is not mine to know of.
    pub async fn pay_sheet(&self, name: &str) -> Result<PaySheet, Problem> {
        let standing = self.look_at_app(name, |_| Action::SeeCost).await?;
        let (app, _) = self.overview(standing).await?;
        let payers = self.targets(true, app.slug.as_deref()).await?;
        let plans = self.plans().await?;
        Ok(PaySheet { app, plans, payers })
    }

    /// What moving an App to another Company would take along (row 18).
    ///
    /// # Errors
    /// When the policy refuses, or it is not mine to know of.
    pub async fn bill_of_lading(&self, name: &str) -> Result<BillOfLading, Problem> {
        let standing = self.look_at_app(name, |_| Action::MoveApp { owner_there: true }).await?;
        let (id, me) = (standing.app.id, self.id());
        let (app, _) = self.overview(standing).await?;
        let mut targets = self.targets(false, None).await?;
        targets.retain(|target| Some(&target.slug) != app.slug.as_ref());
        let others = app.access.iter().filter(|person| person.user != me).map(|person| person.name.clone());
        let more = app.more_access.then(|| "and others".to_owned());
        let loses = others.chain(more).collect();
        let keys = self.guest.warren.db.deploy_key_names(id).await.map_err(|error| self.guest.tell(error))?;
        Ok(BillOfLading { app, targets, loses, keys, through: Day::of(self.guest.at) })
    }

    async fn targets(&self, also_as_admin: bool, only: Option<&str>) -> Result<Vec<MoveTarget>, Problem> {
        let found = self.guest.warren.db.targets_of(self.id(), also_as_admin, only).await;
        found.map_err(|error| self.guest.tell(error))
    }

    /// The overview, and the periods of this month for whoever may see the cost.
    async fn overview(&self, standing: AppStanding) -> Result<(AppOverview, Vec<Period>), Problem> {
        let (db, tell) = (&self.guest.warren.db, |error| self.guest.tell(error));
        let sees_cost = standing.may(|_| Action::SeeCost).is_ok();
        let sees_app = standing.may(|assigned| Action::SeeApp { assigned }).is_ok();
        let company = standing.company().cloned();
        let role = company.as_ref().map(|me| me.role);
        let app = standing.app;
        let today = Day::of(self.guest.at);
        let (payer, periods) = match app.billing_contact_id.filter(|_| sees_cost) {
            Some(id) => {
                (db.payer_of(id).await.map_err(tell)?, db.periods(app.id, today.month().0).await.map_err(tell)?)
            }
            None => (None, Vec::new()),
        };
        let plan = db.plan(&app.plan).await.map_err(tell)?.ok_or(Problem::NotFound(Thing::Plan))?;
        // Who sees the money alone does not learn who works on it, nor how it is (row 8).
        let (access, more_access) =
            if sees_app { db.people_of(app.id).await.map_err(tell)? } else { (Vec::new(), false) };
        let waits = match app.request_id {
            Some(id) => db.waiting_request(id).await.map_err(tell)?.and_then(|waits| waits.told_to(role)),
            None => None,
        };
        let ended = app.suspended_at.filter(|_| sees_app && app.suspended_by == Some(SuspendedBy::TrialEnded));
        let open = periods.last().filter(|period| period.to.is_none());
        let overview = AppOverview {
            id: app.id,
            address: self.guest.warren.app_address(&app.name),
            name: app.name,
            slug: company.as_ref().map(|me| me.slug.clone()),
            role,
            company: company.map(|me| me.name),
            state: app.state,
            suspended_by: app.suspended_by.filter(|_| sees_app),
            trial_ends_at: app.trial_ends_at.filter(|_| sees_app),
            deleted_at: ended.map(|at| at.plus(self.guest.warren.house_rules().trial_grace)),
            plan: plan.room(),
            payer,
            price: open.map(|period| Money::new(period.price, &period.currency)),
            cost: cost_so_far(&periods, today),
            waits,
            access,
            more_access,
            created_at: app.created_at,
            version: app.version,
        };
        Ok((overview, periods))
    }
}

/// What the role may not see is not there.
fn hide(app: &mut AppCard, role: Role) {
    if may(role, Action::SeeApp { assigned: true }).is_err() {
        (app.state, app.suspended_by, app.trial_ends_at, app.plan) = (None, None, None, None);
        app.opens = false;
    }
    app.waits = app.waits.take().and_then(|waits| waits.told_to(Some(role)));
    if may(role, Action::SeeCost).is_err() {
        (app.payer, app.price) = (None, None);
    }
}

/// The whole month, if this plan begins tomorrow and stays.
fn month_with(periods: &[Period], plan: &PlanCard, today: Day) -> Money {
    let (_, next) = today.month();
    let mut then = Vec::new();
    for period in periods.iter().filter(|period| period.from <= today) {
        then.push(Period { to: Some(period.to.unwrap_or(next).min(today.plus(1))), ..period.clone() });
    }
    if let Some(last) = periods.last() {
        let (price, currency) = (plan.price.amount, plan.price.currency.clone());
        then.push(Period { from: today.plus(1), to: None, plan: plan.key.clone(), price, currency, payer: last.payer });
    }
    let sums = cost_so_far(&then, next.plus(-1));
    sums.into_iter().find(|sum| sum.currency == plan.price.currency).unwrap_or_else(|| plan.price.clone())
}
