//! What the clock does with invitations: remind at half-time (M5r), and end what is overdue (M9).

use super::letter_again;
use crate::{
    acts::{Guest, within},
    letters::Letter,
    rules::{log::Event, problem::Problem},
    store::log::{Change, Topic},
};

/// Reminds who has not answered at half-time, once, with the link they have already (M5r).
pub(in crate::acts) async fn remind(guest: &Guest) -> Result<u64, Problem> {
    let reminded = within!(guest, |tx| {
        let due = tx.invitations_to_remind(guest.at).await?;
        if due.is_empty() {
            return Ok(0);
        }
        for one in &due {
            let letter = letter_again(tx, one, None, true).await?;
            tx.post(&one.email, &letter, guest.at).await?;
            tx.record(guest.entry(Event::InvitationReminded).within(one.company_id).to(one.id)).await?;
        }
        due.len() as u64
    })?;
    if reminded > 0 {
        guest.warren.mail_waits.notify_one();
    }
    Ok(reminded)
}

/// Marks what is overdue, a bounded batch at a time, and tells the senders (M9).
pub(in crate::acts) async fn expire(guest: &Guest) -> Result<u64, Problem> {
    let expired = within!(guest, |tx| {
        let overdue = tx.expire_invitations(guest.at).await?;
        if overdue.is_empty() {
            return Ok(0);
        }
        for one in &overdue {
            let (email, company, slug) = (one.email.clone(), one.company.clone(), one.slug.clone());
            tx.post(&one.inviter_email, &Letter::InvitationExpired { email, company, slug }, guest.at).await?;
            tx.record(guest.entry(Event::InvitationExpired).within(one.company_id).to(one.id)).await?;
            tx.announce(Change::Company(one.company_id, Topic::Invitations));
        }
        overdue.len() as u64
    })?;
    if expired > 0 {
        guest.warren.mail_waits.notify_one();
    }
    Ok(expired)
}
