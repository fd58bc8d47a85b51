//! The handover (R57, S22–S25, I20–I23): one transaction in which the client's Company gets the Apps and pays for them. An
//! observer sees all of before, or all of after.

use super::{accept::owns_it, announce, first_days, keepers, names, taker::Taker, total};
use crate::{
    acts::{Guest, Trouble},
    letters::Letter,
    rules::{
        day::Day,
        id::{AppId, UserId},
        log::Event,
        payment::SavedCard,
        problem::{Gone, Thing},
        request::{Along, Target, after_handover},
        role::Role,
    },
    store::{
        db::Tx,
        log::{Change, Topic},
        periods::Terms,
        request_offers::Offered,
        requests::Request,
    },
};

/// What is handed over, and to whom. Everything is locked.
#[derive(Clone, Copy)]
pub(in crate::acts) struct Giving<'a> {
    pub request: &'a Request,
    pub offered: &'a [Offered],
    pub client: UserId,
    /// The card that a new Company pays with; without one it pays by bank transfer.
    pub card: Option<&'a SavedCard>,
    /// Which terms of service the client has agreed to.
    pub terms: &'a str,
}

impl Guest {
    /// Hands over. Answers the client's Company by its name in URLs.
    pub(in crate::acts) async fn hand_over(
        &self,
        tx: &mut Tx,
        giving: Giving<'_>,
        target: &Target,
    ) -> Result<String, Trouble> {
        let Giving { request, offered, client, .. } = giving;
        if let Some(giver) = request.company_id {
            owns_it(tx.role_in(giver, client).await?)?;
        }
        let taker = self.taker(tx, giving, target).await?;
        let along = tx.along(request.id).await?;
        for app in offered {
            self.give(tx, &taker, app, giving).await?;
        }
        self.bring_along(tx, &taker, &along, giving).await?;
        self.keep_sender(tx, &taker, giving).await?;
        self.end_keys(tx, giving).await?;
        if !tx.complete_request(request.id, client, taker.id, giving.terms, self.at).await? {
            return Err(Gone::RequestCompleted.into());
        }
        let agreed = self.entry(Event::TermsAccepted).by(client).within(taker.id).to(request.id);
        tx.record(agreed.change(None, Some(giving.terms))).await?;
        self.post_handover(tx, &taker, giving).await?;
        announce(tx, request);
        if let Some(giver) = request.company_id {
            tx.announce(Change::Company(giver, Topic::Team));
        }
        for topic in [Topic::Apps, Topic::Team, Topic::Billing] {
            tx.announce(Change::Company(taker.id, topic));
        }
        for person in [client, request.sender_id] {
            tx.announce(Change::Person(person));
        }
        Ok(taker.slug)
    }

    /// Gives one App. The giver pays through today, the client from tomorrow (S25); a trial has cost nobody anything.
    async fn give(&self, tx: &mut Tx, taker: &Taker, app: &Offered, giving: Giving<'_>) -> Result<(), Trouble> {
        let (today, request) = (Day::of(self.at), giving.request);
        let terms =
            Terms { payer: taker.payer, plan: app.plan.clone(), price: app.price, currency: app.currency.clone() };
        match tx.open_period(app.app_id).await? {
            Some(open) => tx.turn_period(app.app_id, &open, today, &terms).await?,
            None => tx.begin_period(app.app_id, today.plus(1), &terms).await?,
        }
        let withdrawn = tx.forget_in_invitations(app.app_id, self.at).await?;
        if let (Some(giver), Some(name)) = (request.company_id, &request.giver) {
            self.post_withdrawals(tx, giver, name, withdrawn).await?;
        }
        tx.hand_over(app.app_id, taker.id, taker.payer, &app.plan).await?;
        // Each log names its own Company alone: who reads it need not know of the other one (I41).
        let entry = self.entry(Event::AppHandedOver).by(giving.client).app(app.app_id).to(&app.app_name);
        let given = request.company_id.into_iter().fold(entry, |entry, giver| entry.within(giver));
        tx.record(given.change(Some(app.state.key()), None)).await?;
        let entry = self.entry(Event::AppHandedOver).by(giving.client).app(app.app_id).to(&app.app_name);
        tx.record(entry.within(taker.id).change(None, Some(&app.plan))).await?;
        Ok(())
    }

    /// The Developers that the offer listed are Developers of the client's Company, for these Apps alone (S24). Who is
    /// more there already reaches them anyway.
    async fn bring_along(
        &self,
        tx: &mut Tx,
        taker: &Taker,
        along: &[Along],
        giving: Giving<'_>,
    ) -> Result<(), Trouble> {
        let policies = tx.policies_of(taker.id).await?;
        for apps in along.chunk_by(|a, b| a.user == b.user) {
            let user = apps[0].user;
            if user == giving.client || user == giving.request.sender_id {
                continue;
            }
            let role = tx.role_in(taker.id, user).await?;
            if role.is_none() {
                let end = match giving.request.company_id {
                    Some(giver) => tx.end_of(giver, user).await?,
                    None => None,
                };
                // The client's Company may let Developers in for so long and no longer.
                let offered = end.map(|(at, _)| at);
                let capped = policies.capped(Role::Developer, offered, self.at);
                let end = if capped == offered { end } else { capped.map(|at| (at, giving.client)) };
                tx.add_member(taker.id, user, Role::Developer, end, self.at).await?;
                tx.count_in(taker.id, 0, 1).await?;
                self.note_access(tx, taker, user, Role::Developer, giving).await?;
            }
            if role.is_none_or(|role| role == Role::Developer) {
                let ids: Vec<AppId> = apps.iter().map(|along| along.app).collect();
                for app in ids {
                    tx.assign(taker.id, user, app, self.at).await?;
                }
                if role.is_some() {
                    tx.touch_member(taker.id, user).await?;
                }
            }
            if role.is_none() {
                let person = tx.user(user).await?.ok_or(Thing::Person)?;
                let (name, company, slug) = (person.name().full(), taker.name.clone(), taker.slug.clone());
                let letter = Letter::Welcome { name, company, slug, role: Role::Developer };
                tx.post(&person.email, &letter, self.at).await?;
            }
            tx.announce(Change::Person(user));
        }
        Ok(())
    }

    /// The sender is Admin there, unless they are Owner already (R64, S23). An Admin reaches every App.
    async fn keep_sender(&self, tx: &mut Tx, taker: &Taker, giving: Giving<'_>) -> Result<(), Trouble> {
        let sender = giving.request.sender_id;
        let now = tx.role_in(taker.id, sender).await?;
        let then = after_handover(now);
        match now {
            Some(role) if role == then => return Ok(()),
            Some(role) => {
                if role == Role::Developer {
                    tx.unassign_all(taker.id, sender).await?;
                }
                tx.set_role(taker.id, sender, then).await?;
            }
            None => {
                tx.add_member(taker.id, sender, then, None, self.at).await?;
                tx.count_in(taker.id, 0, 1).await?;
            }
        }
        self.note_access(tx, taker, sender, then, giving).await
    }

    /// Ends the deploy keys of who does not reach the App any more (I23): the giving side alone knows of them.
    async fn end_keys(&self, tx: &mut Tx, giving: Giving<'_>) -> Result<(), Trouble> {
        for app in giving.offered {
            for fingerprint in tx.end_keys_of_others(app.app_id).await? {
                let entry = self.entry(Event::DeployKeyRemoved).by(giving.client).app(app.app_id).to(&app.app_name);
                let entry = giving.request.company_id.into_iter().fold(entry, |entry, giver| entry.within(giver));
                tx.record(entry.change(Some(&fingerprint), None)).await?;
            }
        }
        Ok(())
    }

    async fn note_access(
        &self,
        tx: &mut Tx,
        taker: &Taker,
        user: UserId,
        role: Role,
        giving: Giving<'_>,
    ) -> Result<(), Trouble> {
        let entry = self.entry(Event::AccessGranted).by(giving.client).within(taker.id).person(user);
        tx.record(entry.change(None, Some(role.key()))).await?;
        Ok(())
    }

    /// M13 to the client, M14 to the sender and to the Owners of the giving Company.
    async fn post_handover(&self, tx: &mut Tx, taker: &Taker, giving: Giving<'_>) -> Result<(), Trouble> {
        let Giving { request, offered, client, .. } = giving;
        let client = tx.user(client).await?.ok_or(Thing::Person)?;
        let keeps = keepers(&request.sender(), tx.developers_along(request.id).await?);
        let (from, first_invoice) = first_days(self);
        let net = total(&offered.iter().map(Offered::card).collect::<Vec<_>>());
        let price = self.vat().gross(&net, &taker.country, taker.has_vat_number, from);
        let (company, slug, apps) = (taker.name.clone(), taker.slug.clone(), names(offered));
        let mut deploy_keys = Vec::new();
        for app in offered {
            let keys = tx.deploy_key_names(app.app_id).await?;
            deploy_keys.extend(keys.into_iter().map(|key| format!("{key} ({})", app.app_name)));
        }
        let (name, apps_now) = (client.name().full(), apps.clone());
        let letter = Letter::NowYours { name, company, slug, apps: apps_now, keeps, deploy_keys, first_invoice, price };
        tx.post(&client.email, &letter, self.at).await?;
        let client = request.email.clone();
        let trial = offered.iter().all(Offered::is_trial);
        let (company, slug) = (None, None);
        let plain = Letter::HandedOver { client: client.clone(), apps: apps.clone(), company, slug, trial };
        let (company, slug) = (Some(taker.name.clone()), Some(taker.slug.clone()));
        let named = Letter::HandedOver { client, apps, company, slug, trial };
        match request.company_id {
            Some(giver) => {
                tx.post_to_owners(giver, &plain, Some((request.sender_id, &named)), self.at).await?;
            }
            None => tx.post(&request.sender_email, &named, self.at).await?,
        }
        Ok(())
    }
}
