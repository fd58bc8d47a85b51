//! `warren recovery`: in two steps, with a waiting time between them.

use clap::Subcommand;
use teamwork::rules::{id::RecoveryId, recovery::RecoveryCard};

use super::{Done, list, operator, say, sentence_of};

#[derive(Subcommand)]
pub(super) enum Recovery {
    /// Step 1: tell everybody who answers for the Company what will happen, and when
    Request {
        /// The name of the Company in addresses
        company: String,
        /// The confirmed address of the account that becomes an Owner
        #[arg(long)]
        heir: String,
        /// The address of the Owner whose membership ends, if one has to go
        #[arg(long, default_value = "")]
        departed: String,
        /// Why; the people of the Company read it
        #[arg(long)]
        reason: String,
    },
    /// List recoveries, those that wait first
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Step 2, after the waiting time
    Complete {
        /// The number that `list` shows
        id: RecoveryId,
    },
    /// Stop one that waits
    Stop {
        /// The number that `list` shows
        id: RecoveryId,
    },
}

pub(super) async fn run(command: Recovery) -> Done {
    let operator = operator().await?;
    match command {
        Recovery::Request { company, heir, departed, reason } => {
            let id = operator.request_recovery(&company, &heir, &departed, &reason).await.map_err(sentence_of)?;
            say(&format!(
                "Requested as {id}. Any Owner can stop it; `warren recovery list` says when you can complete it.\n"
            ))
        }
        Recovery::List { json } => list(&operator.recoveries().await.map_err(sentence_of)?, json, line),
        Recovery::Complete { id } => {
            operator.complete_recovery(id).await.map_err(sentence_of)?;
            say("The Company has its new Owner.\n")
        }
        Recovery::Stop { id } => {
            operator.stop_recovery(id).await.map_err(sentence_of)?;
            say("The recovery is stopped; nothing was changed.\n")
        }
    }
}

fn line(card: &RecoveryCard) -> String {
    let RecoveryCard { id, slug, heir, state, due_at, .. } = card;
    format!("{id}  {:<9}{slug}: {heir} becomes Owner, not before {}", state.name(), due_at.to_sentence())
}
