//! `warren invoices`.

use clap::Subcommand;
use teamwork::rules::{
    dunning::DoomedContact,
    id::{BillingContactId, RefundId},
    invoice::{CreditLine, Creditable, HouseCredit, HouseInvoice, PayBack, Surplus},
    money::{Part, write_amount},
};

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
        /// What `warren invoices list` says is open: when it is another sum by now, nothing is recorded
        #[arg(long, default_value = "")]
        open: String,
    },
    /// No longer wait for an invoice
    WriteOff {
        /// Like W-000042
        number: String,
        /// Why; it stands in the log
        #[arg(long)]
        reason: String,
    },
    /// Show the lines of an invoice, and what is left of each to be credited
    Show {
        /// Like W-000042
        number: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Correct an invoice by a credit note: all that is left of it, or these lines
    Credit {
        /// Like W-000042
        number: String,
        /// The place of a line on the invoice, and how much of it, net: like 2=10.00, or 2 for all that is left of it
        #[arg(long = "line", value_parser = credit_line)]
        lines: Vec<CreditLine>,
        /// Why; its payer reads it
        #[arg(long)]
        reason: String,
    },
    /// List the first fifty credit notes of which something is left, the oldest first
    Credits {
        /// Go on behind the word that the last list ended with
        #[arg(long)]
        after: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Note what was transferred back of a credit note, or send it back to the card or account
    PaidBack {
        /// Like CN-000042
        number: String,
        /// Like 29.00; all that is left when it is left out
        #[arg(long, default_value = "")]
        amount: String,
        /// What `warren invoices credits` says is left: when it is another sum by now, nothing goes back
        #[arg(long, default_value = "")]
        left: String,
        /// The payment provider sends it to the card or account that paid the invoice
        #[arg(long)]
        to_card: bool,
    },
    /// List what the payment provider took too much and the bank did not take back
    Surpluses {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Note that such money was paid back by transfer
    SurplusPaidBack {
        /// Its id, as `warren invoices surpluses` says
        refund: RefundId,
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
        Invoices::Paid { number, amount, open } => {
            let part = Part { amount: &amount, of: &open };
            operator().await?.record_payment(&number, part).await.map_err(sentence_of)?;
            say(&format!("The payment of {number} is recorded.\n"))
        }
        Invoices::WriteOff { number, reason } => {
            operator().await?.write_off(&number, &reason).await.map_err(sentence_of)?;
            say(&format!("{number} is written off.\n"))
        }
        Invoices::Show { number, json } => {
            let found = operator().await?.creditable(&number).await.map_err(sentence_of)?;
            list(std::slice::from_ref(&found), json, creditable)
        }
        Invoices::Credit { number, lines, reason } => {
            let issued = operator().await?.credit_invoice(&number, &lines, &reason).await.map_err(sentence_of)?;
            say(&format!("{issued} is issued. Everybody who gets the invoices gets it by mail.\n"))
        }
        Invoices::Credits { after, json } => {
            let found = operator().await?.open_credits(after.as_deref()).await.map_err(sentence_of)?;
            let listed = list(&found.credits, json, credit)?;
            if let Some(next) = found.next.filter(|_| !json) {
                say(&format!("More: warren invoices credits --after {next}\n"))?;
            }
            Ok(listed)
        }
        Invoices::PaidBack { number, amount, left, to_card } => {
            let part = Part { amount: &amount, of: &left };
            let by = if to_card { PayBack::Card } else { PayBack::Transfer };
            operator().await?.pay_credit_back(&number, part, by).await.map_err(sentence_of)?;
            match by {
                PayBack::Transfer => say(&format!("What was paid back of {number} is recorded.\n")),
                PayBack::Card => {
                    say(&format!("It goes back to the card or account. Everybody who got {number} gets a mail.\n"))
                }
            }
        }
        Invoices::Surpluses { json } => {
            list(&operator().await?.open_surpluses().await.map_err(sentence_of)?, json, surplus)
        }
        Invoices::SurplusPaidBack { refund } => {
            operator().await?.settle_surplus(refund).await.map_err(sentence_of)?;
            say("It is recorded that the money was paid back.\n")
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

/// "2=10.00", or "2".
fn credit_line(text: &str) -> Result<CreditLine, std::num::ParseIntError> {
    let (line, amount) = text.split_once('=').unwrap_or((text, ""));
    Ok(CreditLine { line: line.trim().parse()?, amount: amount.to_owned(), left: String::new() })
}

fn creditable(one: &Creditable) -> String {
    let lines = (1..).zip(&one.lines).map(|(place, part)| {
        let [amount, left] = [part.line.amount, part.left].map(write_amount);
        format!(
            "\n{place:>4}  {amount:>12} net, {left:>12} left  {}, {} to {}",
            part.line.app, part.line.from, part.line.through
        )
    });
    format!("{}{}", line(&one.invoice), lines.collect::<String>())
}

fn credit(one: &HouseCredit) -> String {
    let card = &one.card;
    let [number, left, invoice] = [card.number.to_string(), card.left.to_string(), card.invoice.to_string()];
    let to_card = if one.to_card.amount > 0 {
        format!(", {} to the card or account at most", one.to_card)
    } else {
        String::new()
    };
    let refused = one.refused.map_or_else(String::new, |day| format!(", a part did not arrive on {day}"));
    format!("{number:<14}{left:<16}about {invoice:<14}{}{to_card}{refused}", one.buyer)
}

fn surplus(one: &Surplus) -> String {
    let (amount, invoice, buyer) = (one.amount.to_string(), one.invoice.to_string(), &one.buyer);
    format!("{}  {amount:<16}about {invoice:<14}{buyer}, did not arrive on {}", one.refund, one.since)
}

fn doomed(one: &DoomedContact) -> String {
    let (contact, owed, due, apps) = (one.contact.to_string(), one.owed.to_string(), one.due, one.apps.join(", "));
    let waits = match (one.charging, one.debit_on) {
        (true, _) => " (a charge is under way)".to_owned(),
        (false, Some(on)) => format!(" (a debit is announced for {on})"),
        (false, None) => String::new(),
    };
    format!("{contact}  {owed:<16}due {due:<14}{} of {}: {apps}{waits}", one.name, one.company)
}
