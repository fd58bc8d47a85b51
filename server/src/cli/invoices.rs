//! `warren invoices`.

use clap::Subcommand;
use teamwork::rules::{dunning::DoomedContact, id::BillingContactId, invoice::HouseInvoice};

use super::{Done, list, operator, say, sentence_of};

#[derive(Subcommand)]
pub(super) enum Invoices {
    /// List the first fifty open ones, those due first at the top
    List {
        /// Go on behind the word that the last list ended with
        #[arg(long)]
        after: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Note what came in for an invoice
    Paid {
        /// Like W-000042
        number: String,
        /// Like 29.00; all that is open when it is left out
        #[arg(long, default_value = "")]
        amount: String,
    },
    /// No longer wait for an invoice
    WriteOff {
        /// Like W-000042
        number: String,
        /// Why; it stands in the log
        #[arg(long)]
        reason: String,
    },
    /// List the Billing Contacts whose Apps wait to be deleted for non-payment
    Doomed {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete the Apps of such a Billing Contact for good; their people get a mail
    DeleteApps {
        /// Its id, as `warren invoices doomed` says
        contact: BillingContactId,
        /// Its name, typed
        #[arg(long)]
        confirmation: String,
        /// Why; the people of the Apps read it
        #[arg(long)]
        reason: String,
    },
}

pub(super) async fn run(command: Invoices) -> Done {
    match command {
        Invoices::List { after, json } => {
            let found = operator().await?.open_invoices(after.as_deref()).await.map_err(sentence_of)?;
            let listed = list(&found.invoices, json, line)?;
            if let Some(next) = found.next.filter(|_| !json) {
                say(&format!("More: warren invoices list --after {next}\n"))?;
            }
            Ok(listed)
        }
        Invoices::Paid { number, amount } => {
            operator().await?.record_payment(&number, &amount).await.map_err(sentence_of)?;
            say(&format!("The payment of {number} is recorded.\n"))
        }
        Invoices::WriteOff { number, reason } => {
            operator().await?.write_off(&number, &reason).await.map_err(sentence_of)?;
            say(&format!("{number} is written off.\n"))
        }
        Invoices::Doomed { json } => list(&operator().await?.doomed().await.map_err(sentence_of)?, json, doomed),
        Invoices::DeleteApps { contact, confirmation, reason } => {
            let deleted = operator().await?.delete_for_non_payment(contact, &confirmation, &reason).await;
            deleted.map_err(sentence_of)?;
            say("The Apps are deleted. What is owed stays open.\n")
        }
    }
}

fn line(invoice: &HouseInvoice) -> String {
    let card = &invoice.card;
    let [number, balance, due] = [card.number.to_string(), card.balance.to_string(), card.due.to_string()];
    format!("{number:<14}{balance:<16}due {due:<14}{}", invoice.buyer)
}

fn doomed(one: &DoomedContact) -> String {
    let (contact, owed, due, apps) = (one.contact.to_string(), one.owed.to_string(), one.due, one.apps.join(", "));
    format!("{contact}  {owed:<16}due {due:<14}{} of {}: {apps}", one.name, one.company)
}
