//! From a letter to a mail that a mail server takes: the words, the envelope, the way out.

mod apps;
mod companies;
mod dunning;
mod invitations;
mod invoices;
mod links;
mod newsletter;
mod operator;
mod payments;
mod request_news;
mod requests;
mod roles;
pub mod transport;
pub mod words;

use std::time::{Duration, SystemTime};

use lettre::{
    Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use teamwork::{
    acts::{Mail, Warren},
    rules::zone::TimeZone,
};

pub use words::Words;

/// The words of a letter from the outbox, with times as its reader's clocks show them.
pub fn words_of(warren: &Warren, mail: &Mail) -> Words {
    let secret = warren.secret_link(&mail.letter).or_else(|| warren.secret_code(&mail.letter));
    words::write(&mail.letter, secret, &|path| warren.link(path), zone_of(warren, mail))
}

/// Where the reader of a mail is, as far as the house knows (S18).
pub fn zone_of<'a>(warren: &'a Warren, mail: &'a Mail) -> &'a TimeZone {
    mail.zone.as_ref().unwrap_or(&warren.settings.time_zone)
}

/// The mail as it goes over the wire. `house` is what the operator calls it.
///
/// # Errors
/// When the address cannot be written into an envelope.
pub fn compose(
    (base_url, house): (&str, &str),
    (from, reply_to): (&Mailbox, Option<&Mailbox>),
    mail: &Mail,
    words: &Words,
) -> Result<Message, String> {
    let to = mail.to.parse().map_err(|error| format!("the address cannot be mailed to: {error}"))?;
    let written_at = SystemTime::UNIX_EPOCH + Duration::from_millis(mail.created_at.millis().unsigned_abs());
    let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    let (from, reply_to) = match &words.on_behalf_of {
        None => (from.clone(), reply_to.cloned()),
        Some((name, address)) => {
            let replies = address.parse().map(|address| Mailbox::new(Some(name.clone()), address)).ok();
            (
                Mailbox::new(Some(format!("{name} via {house}")), from.email.clone()),
                replies.or_else(|| reply_to.cloned()),
            )
        }
    };
    let mut message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .date(written_at)
        .message_id(Some(message_id(base_url, mail)))
        .subject(words.subject.clone())
        .raw_header(automatic);
    if let Some(reply_to) = reply_to {
        message = message.reply_to(reply_to);
    }
    // RFC 2369 and RFC 8058: mail programs show a button of their own, which asks for nothing.
    if let Some(url) = &words.unsubscribe {
        let named = |name, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        message = message
            .raw_header(named("List-Unsubscribe", format!("<{url}>")))
            .raw_header(named("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    message
        .multipart(MultiPart::alternative_plain_html(words.as_text(), words.as_html()))
        .map_err(|error| format!("the mail cannot be put together: {error}"))
}

/// The same for every try, so that a mail sent twice is one in the mailbox.
fn message_id(base_url: &str, mail: &Mail) -> String {
    let host = url::Url::parse(base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    format!("<{}.{}@{}>", mail.id, mail.created_at.millis(), host.unwrap_or_else(|| "warren".to_owned()))
}

#[cfg(test)]
mod tests;
