//! What the provider has proven is taken over, exactly once (I20–I24, I28), whoever asks first: an event, the clock, or a
//! browser that came back.

use crate::{
    acts::{Guest, Trouble, requests::Giving, within},
    letters::{Letter, NotTaken},
    ports::SetupOutcome,
    rules::{
        billing::{BillingPart, BillingState},
        day::Day,
        id::{BillingContactId, PaymentRequestId, UserId},
        invoice::InvoiceNumber,
        log::Event,
        money::Money,
        payment::{LEAST_CHARGE, Means, SavedCard, SetupState, next_look},
        permission::{Action, may},
        problem::{Conflict, Flaws, Gone, Problem, Thing},
        request::RequestState,
    },
    store::{
        charges::{Chargeable, DebitAhead},
        db::Tx,
        log::{Change, Topic},
        payment_cards::{CardHolder, CardNames},
        payment_setups::{Setup, SetupFor},
        requests::Request,
    },
};

impl Guest {
    /// Asks the provider how far a way is, and does what follows. Answers whether it was there to be asked.
    pub(super) async fn settle(&self, setup: &Setup) -> Result<bool, Problem> {
        let Some(reference) = &setup.reference else { return self.give_up(setup, None).await.map(|()| true) };
        let later = next_look(setup.begun_at, self.at);
        // Before, so that several servers do not all ask at once.
        self.warren.db.look_at_setup_later(setup.id, self.at, later).await.map_err(|error| self.tell(error))?;
        match self.payments()?.look(reference).await {
            Ok(SetupOutcome::Done(card)) => self.take_over(setup, &card).await?,
            Ok(SetupOutcome::Ended { customer }) => self.give_up(setup, customer.as_deref()).await?,
            // The clock asks again.
            Ok(SetupOutcome::Waits) => {}
            Err(silence) => {
                tracing::warn!(setup = %setup.id, ?silence, "the payment provider does not answer");
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A card is proven: what it was entered for happens, or, when that is not wanted any more, the card is forgotten.
    async fn take_over(&self, setup: &Setup, card: &SavedCard) -> Result<(), Problem> {
        let done = match setup.of {
            SetupFor::Request(request) => within!(self, |tx| {
                let Some(found) = tx.request(request).await? else { return Ok(()) };
                let locked = tx.lock_request(&found).await?.ok_or(Thing::Request)?;
                let Some(setup) = still_begun(tx, setup).await? else { return Ok(()) };
                self.complete(tx, &locked, &setup, card).await?;
            }),
            SetupFor::Contact(contact) => within!(self, |tx| {
                let holder = tx.lock_card_holder(contact).await?;
                let Some(setup) = still_begun(tx, setup).await? else { return Ok(()) };
                self.attach(tx, holder, contact, &setup, card).await?;
            }),
        };
        match done {
            Ok(()) => {}
            // The card is still wanted, and the clock tries again: later, or when the App runs.
            Err(Problem::Conflict(Conflict::RequestFrozen)) => return Ok(()),
            Err(Problem::Busy | Problem::Broken(_)) => return done,
            Err(problem) => self.refuse_card(setup, card, &problem).await?,
        }
        self.warren.mail_waits.notify_one();
        Ok(())
    }

    /// Hands over what the client has paid for.
    async fn complete(&self, tx: &mut Tx, request: &Request, setup: &Setup, card: &SavedCard) -> Result<(), Trouble> {
        request.answerable(self.at)?;
        if request.state != RequestState::Billing {
            return Err(Gone::RequestOutdated.into());
        }
        let offered = self.still_offered(tx, request).await?;
        let (form, mut flaws) = (setup.form.clone().unwrap_or_default(), Flaws::default());
        let target = form.target(&request.email, &mut flaws);
        let client = match setup.user {
            Some(user) => self.same_client(tx, user, request).await?,
            None => match form.name(&mut flaws) {
                Some(name) => self.welcome(tx, request, &name).await?,
                None => return Err(Problem::Malformed.into()),
            },
        };
        let target = target.ok_or(Problem::Malformed)?;
        tx.end_setup(setup.id, SetupState::Done, self.at).await?;
        // What they agreed to when they went to pay.
        let terms = request.terms.clone().unwrap_or_else(|| self.terms());
        let giving = Giving { request, offered: &offered, client, card: Some(card), terms: &terms };
        self.hand_over(tx, giving, &target).await?;
        Ok(())
    }

    /// The client who went, if they still have the address that was asked.
    async fn same_client(&self, tx: &mut Tx, user: UserId, request: &Request) -> Result<UserId, Trouble> {
        let found = tx.user(user).await?.filter(|user| user.email.to_ascii_lowercase() == request.email_key);
        found.map(|_| user).ok_or(Conflict::WrongClient.into())
    }

    /// A Billing Contact pays by the new card from now on, also what is open (E62). The old one is forgotten.
    async fn attach(
        &self,
        tx: &mut Tx,
        holder: Option<CardHolder>,
        contact: BillingContactId,
        setup: &Setup,
        card: &SavedCard,
    ) -> Result<(), Trouble> {
        let holder = holder.ok_or(Thing::BillingContact)?;
        let user = setup.user.ok_or(Thing::Person)?;
        // They may have lost the right on the way there and back.
        let role = tx.role_in(holder.company_id, user).await?.ok_or(Thing::Company)?;
        may(role, Action::ChangeBillingContact).map_err(|_| Thing::BillingContact)?;
        if holder.state == BillingState::Archived {
            return Err(Conflict::BillingContactArchived.into());
        }
        if let Some(old) = tx.card_names(contact).await?.filter(|old| *old != CardNames::from(card)) {
            tx.forget_card(&old, self.at).await?;
        }
        tx.set_card(contact, Some(card)).await?;
        let (today, means) = (Day::of(self.at), card.kept.means());
        let days = (today.plus(means.notice()), today.plus(means.delay()));
        tx.charge_open_invoices(contact, today, days).await?;
        self.announce_debits(tx, contact, None).await?;
        tx.end_setup(setup.id, SetupState::Done, self.at).await?;
        let by = tx.user(user).await?.ok_or(Thing::Person)?.name().full();
        let letter = Letter::BillingChanged {
            company: holder.company,
            slug: Some(holder.slug),
            contact: holder.contact,
            by,
            parts: vec![BillingPart::Method],
        };
        let letters = [&letter, &letter.outside()];
        tx.post_to_payers(holder.company_id, letters, [&holder.email, &holder.email], self.at).await?;
        let entry = self.entry(Event::CardAttached).by(user).within(holder.company_id).to(contact);
        tx.record(entry.change(None, Some(&card.kept.to_string()))).await?;
        tx.announce(Change::Company(holder.company_id, Topic::Billing));
        Ok(())
    }

    /// A debit that has got another day is announced for that.
    pub(super) async fn announce_debit(&self, tx: &mut Tx, found: &Chargeable) -> Result<(), Trouble> {
        let Some(contact) = found.billing_contact_id.filter(|_| found.means() == Means::Sepa) else { return Ok(()) };
        let number = InvoiceNumber { series: found.series.clone(), number: found.number };
        self.announce_debits(tx, contact, Some(&number)).await
    }

    /// Each open invoice of a Billing Contact that has come to pay by direct debit is announced, as they are when they are
    /// issued; or this one of them.
    async fn announce_debits(
        &self,
        tx: &mut Tx,
        contact: BillingContactId,
        only: Option<&InvoiceNumber>,
    ) -> Result<(), Trouble> {
        let mut ahead = tx.debits_ahead(contact).await?;
        let is_meant =
            |one: &DebitAhead| only.is_none_or(|only| (&only.series, only.number) == (&one.series, one.number));
        ahead.retain(|one| one.balance >= LEAST_CHARGE && is_meant(one));
        for ahead in ahead {
            let Some(debit) = ahead.payer.debit(&self.warren.seller()) else { continue };
            let letter = |link| Letter::DebitAhead {
                number: InvoiceNumber { series: ahead.series.clone(), number: ahead.number },
                link,
                company: ahead.payer.company.clone(),
                slug: ahead.payer.slug.clone(),
                account: ahead.payer.card(),
                amount: Money::new(ahead.balance, &ahead.currency),
                on: ahead.charge_on,
                debit: debit.clone(),
            };
            self.post_about_invoice(tx, &ahead.payer, (ahead.id, ahead.due_day), letter).await?;
        }
        Ok(())
    }

    /// The provider has ended a way without a card. The request stands where it stood, and the client is told (M15).
    async fn give_up(&self, setup: &Setup, customer: Option<&str>) -> Result<(), Problem> {
        match setup.of {
            SetupFor::Contact(contact) => {
                within!(self, |tx| {
                    let holder = tx.lock_card_holder(contact).await?;
                    if still_begun(tx, setup).await?.is_none() {
                        return Ok(());
                    }
                    self.end_without_card(tx, setup, customer).await?;
                    let entry = self.entry(Event::CardEntryEnded).to(contact);
                    tx.record(holder.iter().fold(entry, |entry, holder| entry.within(holder.company_id))).await?;
                })
            }
            SetupFor::Request(request) => {
                within!(self, |tx| {
                    let Some(found) = tx.request(request).await? else { return Ok(()) };
                    let locked = tx.lock_request(&found).await?.ok_or(Thing::Request)?;
                    if still_begun(tx, setup).await?.is_none() {
                        return Ok(());
                    }
                    self.end_without_card(tx, setup, customer).await?;
                    tx.end_billing(request).await?;
                    // Whoever the request went to meanwhile has not begun anything.
                    if locked.state == RequestState::Billing {
                        self.tell_client(tx, &locked, NotTaken::Ended).await?;
                    } else {
                        tx.record(self.entry(Event::CardEntryEnded).to(setup.id)).await?;
                    }
                })?;
                self.warren.mail_waits.notify_one();
                Ok(())
            }
        }
    }

    /// The way has led to nothing; the provider forgets who went it.
    async fn end_without_card(&self, tx: &mut Tx, setup: &Setup, customer: Option<&str>) -> Result<(), Trouble> {
        tx.end_setup(setup.id, SetupState::Failed, self.at).await?;
        match (customer, &setup.reference) {
            (Some(customer), _) => tx.forget_customer(customer, self.at).await?,
            (None, None) => tx.find_customer(setup.id, self.at).await?,
            (None, Some(_)) => 0,
        };
        Ok(())
    }

    /// A card that came too late, or for what is not wanted any more, is forgotten; nothing was charged.
    async fn refuse_card(&self, setup: &Setup, card: &SavedCard, problem: &Problem) -> Result<(), Problem> {
        tracing::info!(setup = %setup.id, %problem, "a card was proven that is not wanted any more");
        within!(self, |tx| {
            let request = match setup.of {
                SetupFor::Request(id) => self.locked(tx, id).await?,
                SetupFor::Contact(contact) => {
                    tx.lock_card_holder(contact).await?;
                    None
                }
            };
            if still_begun(tx, setup).await?.is_none() {
                return Ok(());
            }
            tx.end_setup(setup.id, SetupState::Void, self.at).await?;
            tx.forget_card(&card.into(), self.at).await?;
            match request {
                Some(request) => {
                    tx.end_billing(request.id).await?;
                    self.tell_client(tx, &request, NotTaken::Over).await?;
                }
                None => {
                    tx.record(self.entry(Event::CardEntryEnded).to(setup.id)).await?;
                }
            }
        })
    }

    async fn locked(&self, tx: &mut Tx, id: PaymentRequestId) -> Result<Option<Request>, Trouble> {
        match tx.request(id).await? {
            Some(found) => Ok(tx.lock_request(&found).await?),
            None => Ok(None),
        }
    }

    /// M15, and the log of the giving side.
    async fn tell_client(&self, tx: &mut Tx, request: &Request, why: NotTaken) -> Result<(), Trouble> {
        let offered = tx.offered(request.id).await?;
        let apps: Vec<_> = offered.iter().map(|app| app.app_name.clone()).collect();
        let link = request.state.is_open().then_some(request.link_id);
        let letter = Letter::CardNotTaken { sender: request.sender(), apps, link, why };
        tx.post(&request.email, &letter, self.at).await?;
        let ids: Vec<_> = offered.iter().map(|app| app.app_id).collect();
        self.note_request(tx, (request.id, request.company_id), (Event::RequestPaymentFailed, None), &ids).await?;
        crate::acts::requests::announce(tx, request);
        Ok(())
    }
}

/// The way, locked, if nobody has ended it meanwhile.
async fn still_begun(tx: &mut Tx, setup: &Setup) -> Result<Option<Setup>, Trouble> {
    let found = tx.setup(setup.id).await?;
    Ok(found.filter(|found| found.state == SetupState::Begun))
}
