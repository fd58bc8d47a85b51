//! `warren newsletter`.

use std::io::{self, Read};

use clap::Subcommand;
use teamwork::{
    acts::Operator,
    rules::{id::NewsletterId, newsletter::NewsletterCard},
};

use super::{Done, list, open, say, sentence, sentence_of};
use crate::mail::words;

#[derive(Subcommand)]
pub(super) enum Newsletters {
    /// List fifty newsletters, newest first: when each was sent, and to how many
    List {
        /// Where the page before ended
        #[arg(long)]
        after: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a draft; its text is read from standard input, an empty line begins a paragraph
    Write {
        #[arg(long)]
        subject: String,
    },
    /// Print one exactly as it is mailed, and to how many it goes
    Show { newsletter: NewsletterId },
    /// Send a draft to everybody who has asked for newsletters
    Send { newsletter: NewsletterId },
    /// Throw a draft away
    Discard { newsletter: NewsletterId },
}

pub(super) async fn run(command: Newsletters) -> Done {
    let warren = open().await?;
    let operator = Operator::of_the_house(&warren);
    match command {
        Newsletters::List { after, json } => {
            let page = operator.newsletters(after.as_deref()).await.map_err(sentence_of)?;
            let listed = list(&page.newsletters, json, line)?;
            if let Some(next) = page.next.filter(|_| !json) {
                say(&format!("More: warren newsletter list --after {next}\n"))?;
            }
            Ok(listed)
        }
        Newsletters::Write { subject } => {
            let mut text = String::new();
            io::stdin().lock().read_to_string(&mut text).map_err(sentence)?;
            let id = operator.write_newsletter(&subject, &text).await.map_err(sentence_of)?;
            say(&format!("Written. See it: warren newsletter show {id}\n"))
        }
        Newsletters::Show { newsletter } => {
            let readers = operator.newsletter(newsletter).await.map_err(sentence_of)?.readers;
            let letter = operator.preview_newsletter(newsletter).await.map_err(sentence_of)?;
            let words = words::write(
                &letter,
                warren.secret_link(&letter),
                &|path| warren.link(path),
                &warren.settings.time_zone,
            );
            say(&format!("Subject: {}\n\n{}\nIt goes to {readers}.\n", words.subject, words.as_text()))
        }
        Newsletters::Send { newsletter } => {
            let seen = operator.newsletter(newsletter).await.map_err(sentence_of)?;
            operator.send_newsletter(newsletter, seen.version).await.map_err(sentence_of)?;
            say(&format!("It goes out to {}, within the next minutes.\n", seen.readers))
        }
        Newsletters::Discard { newsletter } => {
            operator.discard_newsletter(newsletter).await.map_err(sentence_of)?;
            say("Discarded.\n")
        }
    }
}

fn line(card: &NewsletterCard) -> String {
    let at = card.sent_at.unwrap_or(card.written_at).to_rfc3339();
    format!("{}  {at}  {:<10}{:<8}{}", card.id, card.state.name(), card.mailed, card.subject)
}
