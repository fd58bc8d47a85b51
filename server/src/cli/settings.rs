//! `warren settings`.

use clap::Subcommand;

use super::{Done, list, operator, say, sentence_of};

#[derive(Subcommand)]
pub(super) enum Settings {
    /// List every setting with its value
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Choose a value; it counts at once, on every server
    Set {
        /// The word of the setting, such as invitation_days
        key: String,
        value: String,
    },
}

pub(super) async fn run(command: Settings) -> Done {
    match command {
        Settings::List { json } => {
            let settings = operator().await?.settings().await.map_err(sentence_of)?;
            list(&settings, json, |card| {
                format!("{:<20}{:<12}{}", card.setting.key(), card.value, card.setting.sentence())
            })
        }
        Settings::Set { key, value } => {
            operator().await?.set_setting(&key, &value).await.map_err(sentence_of)?;
            say(&format!("{key} is {} now.\n", value.trim()))
        }
    }
}
