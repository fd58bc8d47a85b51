//! Moving an App to another Company (R20, S9, S25; matrix row 18).

use super::payer;
use crate::{
    acts::{Actor, Trouble, within},
    letters::{AppNews, Letter},
    rules::{
        day::Day,
        id::BillingContactId,
        log::Event,
        permission::Action,
        problem::{Conflict, Field, Problem, Thing, Why},
        role::Role,
    },
    store::{
        db::Tx,
        log::{Change, Topic},
        members::Standing,
        periods::Terms,
    },
};

impl Actor {
    /// Moves an App to another Company; I am an Owner of both. Assignments end, deploy keys stay. The old payer pays
    /// through today; a paid App needs a Billing Contact of the other Company, a trial none.
    ///
    /// # Errors
    /// When the policy refuses, the App is suspended, a payment of who paid until now is overdue, the new payer is none, or
    /// somebody changed it meanwhile.
    pub async fn move_app(
        &self,
        name: &str,
        target: &str,
        contact: Option<BillingContactId>,
        version: i64,
    ) -> Result<(), Problem> {
        within!(&self.guest, |tx| {
            let standing = self.stand_by_app(tx, name).await?;
            let there = tx.standing(target, self.id()).await?;
            // A Company that is not there for me is not found; only one I belong to can ask for more than that.
            let owner_there = there.as_ref().is_none_or(|there| there.role == Role::Owner);
            let permit = standing.may(|_| Action::MoveApp { owner_there })?;
            let there = there.ok_or_else(|| Trouble::stranger(target))?;
            let here = standing.company().ok_or(Thing::Company)?;
            self.fresh()?;
            standing.seen(version)?;
            standing.running()?;
            if there.company_id == here.company_id {
                return Err(Problem::field(Field::Target, Why::Missing).into());
            }
            // Of the Company it leaves, the policy knew.
            if there.suspended {
                return Err(Conflict::CompanySuspended.into());
            }
            if let Some(payer) = standing.app.billing_contact_id {
                standing.leaves_no_debt(tx, payer).await?;
            }
            let id = standing.app.id;
            let new = match tx.open_period(id).await? {
                None => None,
                Some(open) => {
                    let contact = contact.ok_or_else(|| Problem::field(Field::Payer, Why::Missing))?;
                    let payer = payer(tx, there.company_id, contact, &open.currency).await?;
                    let (plan, price, currency) = (open.plan.clone(), open.price, open.currency.clone());
                    let terms = Terms { payer: payer.id, plan, price, currency };
                    tx.turn_period(id, &open, Day::of(self.guest.at), &terms).await?;
                    Some(payer.id)
                }
            };
            self.guest.withdraw_request_of(tx, id).await?;
            let withdrawn = tx.forget_in_invitations(id, self.guest.at).await?;
            self.guest.post_withdrawals(tx, here.company_id, &here.name, withdrawn).await?;
            tx.move_app(id, there.company_id, new).await?;
            let app = standing.app.name.as_str();
            self.post_move(tx, (here, &there), app, |to| AppNews::MovedAway { to }).await?;
            self.post_move(tx, (&there, here), app, |from| AppNews::MovedHere { from }).await?;
            // Each log names its own Company alone: who reads it need not know of the other one (I41).
            tx.record(standing.entry(self, Event::AppMoved, permit).change(Some(&here.slug), None)).await?;
            let arrived = self.entry(Event::AppMoved).within(there.company_id).app(id).to(app);
            let arrived = permit.into_iter().fold(arrived, crate::store::log::Entry::allowed);
            tx.record(arrived.change(None, Some(&there.slug))).await?;
            standing.announce(tx);
            tx.announce(Change::Company(there.company_id, Topic::Apps));
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(())
    }
    /// M36 in one of the two Companies. The other one is named only to who belongs to it too (I41).
    async fn post_move(
        &self,
        tx: &mut Tx,
        (me, other): (&Standing, &Standing),
        app: &str,
        news: impl Fn(Option<String>) -> AppNews,
    ) -> Result<(), Trouble> {
        let letter = |name| Letter::AppNews {
            app: app.to_owned(),
            company: me.name.clone(),
            slug: me.slug.clone(),
            by: self.name().full(),
            news: news(name),
        };
        let (plain, named) = (letter(None), letter(Some(other.name.clone())));
        tx.post_to_movers(me.company_id, other.company_id, [&plain, &named], self.guest.at).await?;
        Ok(())
    }
}
