//! `warren outbox`.

use clap::Subcommand;
use teamwork::rules::outbox::{MailCard, MailState};

use super::{Done, list, operator, say, sentence_of};

#[derive(Subcommand)]
pub(super) enum Outbox {
    /// List fifty mails: to whom, of what kind, and what became of them
    List {
        /// `failed`, `waiting` or `sent`
        #[arg(long, default_value = "failed", value_parser = state)]
        state: MailState,
        /// Where the page before ended
        #[arg(long)]
        after: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Send a mail again that was given up
    Retry {
        /// The number that `list` shows
        mail: i64,
    },
}

fn state(text: &str) -> Result<MailState, String> {
    text.parse().map_err(|()| "one of failed, waiting, sent".to_owned())
}

pub(super) async fn run(command: Outbox) -> Done {
    match command {
        Outbox::List { state, after, json } => {
            let page = operator().await?.outbox(state, after.as_deref()).await.map_err(sentence_of)?;
            let listed = list(&page.mails, json, line)?;
            if let Some(next) = page.next.filter(|_| !json) {
                say(&format!("More: warren outbox list --state {} --after {next}\n", state.key()))?;
            }
            Ok(listed)
        }
        Outbox::Retry { mail } => {
            operator().await?.retry_mail(mail).await.map_err(sentence_of)?;
            say("The mail goes out again with the next round.\n")
        }
    }
}

fn line(mail: &MailCard) -> String {
    let error = mail.error.as_deref().unwrap_or_default();
    format!("{:<8}{}  {:<24}{}  {error}", mail.id, mail.at.to_rfc3339(), mail.kind, mail.to)
}
