//! Sending a payment request (R58–R61): the one press of "Invite a client".

use super::{names, sending, sheet::on_plan_of};
use crate::{
    acts::{Actor, Trouble, app_standing::AppStanding, apps::earn_trial_time, within},
    letters::RequestNews,
    rules::{
        app::{SuspendedBy, TrialTask},
        id::{AppId, CompanyId, PaymentRequestId},
        limit::Limit,
        log::Event,
        permission::Action,
        problem::{Conflict, Field, Problem, Thing, Why},
        request::{RequestData, RequestForm},
        role::Role,
        text::Email,
    },
    store::{apps::Holder, db::Tx, request_offers::Offerable, requests::NewRequest},
};

impl Actor {
    /// Invites a client to take over an App, and others of the same giving side with it (R60, S21). The client gets the
    /// payment request (M11), I a copy (M12). What an Admin asks for paid Apps the Owners are asked to confirm first (S10).
    /// Answers its id.
    ///
    /// # Errors
    /// When my address is not confirmed, my name is not complete (R59), the policy refuses, a request waits already
    /// (S20), the client is me or owns the App (S26), or there were too many.
    pub async fn send_request(&self, app: &str, form: RequestForm) -> Result<PaymentRequestId, Problem> {
        self.confirmed()?;
        let data = form.read(!self.name().last.is_empty())?;
        if self.has_address(&data.email) {
            return Err(Problem::field(Field::Email, Why::YourAddress));
        }
        let (at, warren) = (self.guest.at, &self.guest.warren);
        let id = PaymentRequestId::new(at, warren.chance.bytes());
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, app).await?;
            let role = standing.company().map(|me| me.role);
            let trials = standing.app.billing_contact_id.is_none();
            standing.may(|_| sending(role, trials))?;
            let apps = self.on_offer(tx, &standing, &data).await?;
            let action = sending(role, apps.iter().all(|app| app.payer_id.is_none()));
            let permit = standing.may(|_| action)?;
            let company = standing.company().map(|me| me.company_id);
            not_an_owner(tx, company, &data.email).await?;
            self.count_requests(tx, company, &data.email.key()).await?;
            if let Some(name) = &data.name {
                tx.set_name(self.id(), name).await?;
                tx.record(self.entry(Event::NameChanged)).await?;
                earn_trial_time(&self.guest, tx, self.id(), TrialTask::RealName).await?;
            }
            let life = data.life.unwrap_or(warren.house_rules().request_life);
            let new = self.new_request((id, company, standing.app.id), &data, life);
            let new = NewRequest { proposed: action == Action::ProposeClient, ..new };
            tx.add_request(&new).await?;
            for app in &apps {
                if !tx.offer(id, app).await? {
                    return Err(Conflict::RequestOpen.into());
                }
            }
            let event = if new.proposed {
                self.post_proposal(tx, id).await?;
                Event::RequestProposed
            } else {
                self.post_request(tx, id, None).await?;
                Event::RequestSent
            };
            let ids: Vec<_> = apps.iter().map(|app| app.id).collect();
            self.guest.note_request(tx, (id, company), (event, permit), &ids).await?;
            standing.announce(tx);
        })?;
        warren.mail_waits.notify_one();
        Ok(id)
    }

    /// The Apps of a request, each locked, on the terms they have; a trial on the plan that was chosen.
    async fn on_offer(
        &self,
        tx: &mut Tx,
        standing: &AppStanding,
        data: &RequestData,
    ) -> Result<Vec<Offerable>, Trouble> {
        let company = match &standing.holder {
            Holder::Company { me, .. } => Some(me.company_id),
            Holder::Myself => None,
        };
        // A trial may go with the plan it has, also when no new App can have that any more.
        let own = standing.app.billing_contact_id.is_none() && data.plan.as_ref() == Some(&standing.app.plan);
        let plan = match &data.plan {
            Some(key) if !own => {
                let plan = tx.offered_plan(key).await?;
                Some(plan.ok_or_else(|| Problem::field(Field::Plan, Why::NotAPlan))?)
            }
            _ => None,
        };
        let mut wanted = vec![standing.app.id];
        wanted.extend(data.apps.iter().copied().filter(|app| *app != standing.app.id));
        let mut apps = Vec::with_capacity(wanted.len());
        for app in wanted {
            let found = tx.offerable(app, company, self.id()).await?;
            let mut found = found.ok_or_else(|| Problem::field(Field::Apps, Why::NotAnApp))?;
            is_offerable(&found)?;
            if let (None, Some(plan)) = (found.payer_id, &plan) {
                (found.plan, found.plan_name) = (plan.key.clone(), plan.name.clone());
                (found.price, found.currency) = (plan.price.amount, plan.price.currency.clone());
            }
            if let (true, Some(first)) = (own, apps.first()) {
                found = on_plan_of(first, &found);
            }
            apps.push(found);
        }
        if apps.iter().any(|app| app.currency != apps[0].currency) {
            return Err(Problem::field(Field::Apps, Why::MixedCurrencies).into());
        }
        Ok(apps)
    }

    /// A request is one more mail to a stranger, so it counts like an invitation.
    pub(super) async fn count_requests(
        &self,
        tx: &mut Tx,
        company: Option<CompanyId>,
        email_key: &str,
    ) -> Result<(), Trouble> {
        let guest = &self.guest;
        guest.count_within(tx, Limit::InvitationsPerPerson, &self.id().to_string()).await?;
        if let Some(company) = company {
            guest.count_within(tx, Limit::InvitationsPerCompany, &company.to_string()).await?;
        }
        guest.count_within(tx, Limit::InvitationsPerAddress, email_key).await
    }

    /// A request with a new secret and a new deadline.
    fn new_request(
        &self,
        (id, company, app): (PaymentRequestId, Option<CompanyId>, AppId),
        data: &RequestData,
        life: i64,
    ) -> NewRequest {
        let at = self.guest.at;
        let (link, mailed_hash) = self.guest.request_link();
        NewRequest {
            id,
            company,
            sender: self.id(),
            email: data.email.as_str().to_owned(),
            email_key: data.email.key(),
            note: data.note.clone(),
            client_company: data.company.clone(),
            link,
            mailed_hash,
            at,
            expires_at: at.plus(life),
            app: Some(app),
            proposed: false,
        }
    }

    /// M11 to the client, M12 to the sender, who reads by which Owner it was confirmed just now.
    pub(super) async fn post_request(
        &self,
        tx: &mut Tx,
        id: PaymentRequestId,
        confirmed_by: Option<String>,
    ) -> Result<(), Trouble> {
        let request = tx.request(id).await?.ok_or(Thing::Request)?;
        let offered = tx.offered(id).await?;
        let letter = self.guest.letter_again(tx, &request, &offered, false).await?;
        tx.post(&request.email, &letter, self.guest.at).await?;
        let news = RequestNews::Sent { expires_at: request.expires_at, confirmed_by };
        self.guest.tell_sender(tx, &request, names(&offered), news).await
    }
}

/// Nobody is asked to take over what they own (S26).
pub(super) async fn not_an_owner(tx: &mut Tx, company: Option<CompanyId>, email: &Email) -> Result<(), Trouble> {
    let Some(company) = company else { return Ok(()) };
    let member = tx.member_by_email(company, email.key()).await?;
    if member.is_some_and(|(_, member)| member.role == Role::Owner) {
        return Err(Problem::field(Field::Email, Why::OwnsIt).into());
    }
    Ok(())
}

/// Refuses what is suspended, or waits for another client.
fn is_offerable(app: &Offerable) -> Result<(), Conflict> {
    match app.suspended_by {
        Some(SuspendedBy::Operator | SuspendedBy::Dunning) => Err(Conflict::AppSuspended),
        Some(SuspendedBy::TrialEnded) | None if app.waits_for.is_some() => Err(Conflict::RequestOpen),
        Some(SuspendedBy::TrialEnded) | None => Ok(()),
    }
}
