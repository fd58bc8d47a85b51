//! The mail worker: claim one, send it, note it. A mail is done only when the server has taken it, so a crash can double
//! one mail and lose none.

use std::{sync::Arc, time::Duration};

use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, message::Mailbox};
use teamwork::{
    acts::{Mail, Warren},
    rules::moment::{HOUR, MINUTE},
};
use tokio_util::sync::CancellationToken;

use crate::{config::Config, mail};

/// How long a claimed mail is ours; after a crash another worker takes it then.
const LEASE: i64 = 2 * MINUTE;
/// How long one mail may take: less than the lease, so that two workers never send the same one.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the outbox is looked at when nobody says that something is in it: for other servers' mails and retries.
const LOOK: Duration = Duration::from_secs(15);
/// After so many tries a mail is dead.
const TRIES: i64 = 12;
const LONGEST_PAUSE: i64 = 6 * HOUR;

/// How mails leave the house.
pub(super) enum Way {
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: Mailbox,
        reply_to: Option<Mailbox>,
    },
    /// In the demo they are only put into the mailbox that the browser shows.
    Mailbox,
}

/// What became of a try.
#[derive(Debug, PartialEq, Eq)]
enum Trouble {
    /// This mail will never be taken.
    Dead(String),
    /// The next try may work.
    Passing(String),
}

impl Way {
    pub(super) fn of(config: &Config) -> Result<Option<Self>, lettre::transport::smtp::Error> {
        let Some(smtp) = &config.smtp else { return Ok(config.demo.then_some(Self::Mailbox)) };
        let (from, reply_to) = (config.mail_from.clone(), config.mail_reply_to.clone());
        Ok(Some(Self::Smtp { transport: smtp.transport()?, from, reply_to }))
    }

    async fn send(&self, warren: &Warren, mail: &Mail) -> Result<(), Trouble> {
        let Self::Smtp { transport, from, reply_to } = self else { return Ok(()) };
        let words = mail::words_of(warren, mail);
        let house = warren.house_name();
        let message = mail::compose((&warren.settings.base_url, &house), (from, reply_to.as_ref()), mail, &words)
            .map_err(Trouble::Dead)?;
        match tokio::time::timeout(PATIENCE, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.status().is_some_and(|code| is_final(code.into())) => {
                Err(Trouble::Dead(error.to_string()))
            }
            Ok(Err(error)) => Err(Trouble::Passing(error.to_string())),
            Err(_) => Err(Trouble::Passing("the mail server did not answer in time".into())),
        }
    }
}

/// Sends until told to stop, and then finishes the mail in its hand.
pub(super) async fn run(warren: Arc<Warren>, way: Way, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let claimed = match warren.claim_mails(1, LEASE).await {
            Ok(mails) => mails,
            Err(problem) => {
                tracing::error!(%problem, "the outbox could not be read; trying again");
                Vec::new()
            }
        };
        let Some(mail) = claimed.first() else {
            tokio::select! {
                () = stop.cancelled() => return,
                () = warren.mail_waiting() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            continue;
        };
        let sent = way.send(&warren, mail).await;
        note(&warren, mail, sent).await;
    }
}

/// Writes down what became of it. Mail servers like to repeat the address; it stays out of the log.
async fn note(warren: &Arc<Warren>, mail: &Mail, sent: Result<(), Trouble>) {
    let noted = match sent {
        Ok(()) => {
            tracing::info!(mail = mail.id, "mail sent");
            warren.mail_sent(mail).await
        }
        Err(Trouble::Passing(why)) if mail.attempts < TRIES => {
            let pause = pause(mail.attempts, warren.chance.bytes());
            tracing::warn!(
                mail = mail.id,
                tries = mail.attempts,
                again_in_seconds = pause / 1000,
                why = without_addresses(&why),
                "mail not sent"
            );
            warren.mail_failed(mail, &why, Some(warren.now().plus(pause))).await
        }
        Err(Trouble::Passing(why) | Trouble::Dead(why)) => {
            tracing::error!(mail = mail.id, tries = mail.attempts, why = without_addresses(&why), "mail given up");
            warren.mail_failed(mail, &why, None).await
        }
    };
    if let Err(problem) = noted {
        tracing::error!(mail = mail.id, %problem, "what became of a mail could not be written down");
    }
}

fn without_addresses(text: &str) -> String {
    text.split_whitespace().map(|word| if word.contains('@') { "…" } else { word }).collect::<Vec<_>>().join(" ")
}

/// The answers that speak of this recipient or this mail (RFC 5321, 4.2.3). Others, such as 535 for our own password,
/// the operator can put right, so the mail waits.
fn is_final(code: u16) -> bool {
    matches!(code, 550 | 551 | 552 | 553 | 555 | 556)
}

/// One minute, two, four … six hours, each up to a quarter longer, so that a mail server that comes back is not overrun.
fn pause(tries: i64, [chance]: [u8; 1]) -> i64 {
    let doubled = MINUTE << (tries - 1).clamp(0, 20);
    let pause = doubled.min(LONGEST_PAUSE);
    pause + pause / 4 * i64::from(chance) / 256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_at_six_hours() {
        assert_eq!([1, 2, 3, 9, 10, 60].map(|tries| pause(tries, [0]) / MINUTE), [1, 2, 4, 256, 360, 360]);
        assert_eq!(pause(1, [255]) / 1000, 74);
    }

    #[test]
    fn no_address_gets_into_the_log() {
        assert_eq!(without_addresses("550 <dev@warren.example>: unknown"), "550 … unknown");
    }

    #[test]
    fn only_what_speaks_of_the_recipient_is_final() {
        assert!(is_final(550) && is_final(553));
        assert!(!is_final(421) && !is_final(451) && !is_final(535) && !is_final(530) && !is_final(554));
    }
}
