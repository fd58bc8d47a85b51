//! "Invite a client": the sender's pages, still ones, and the client's, which is public.

mod accept;
mod answer;
pub mod api;
mod ask;
mod deadline;
mod done;
mod ended;
mod given;
mod invite;
mod list;
mod offer;
pub mod page;
pub mod paying;
mod picture;
mod preview;
mod proposed;
mod sent;
mod withdraw;

pub use invite::InviteClient;
pub use list::{ClientRequests, SentRequests};
pub use preview::PreviewRequest;

use teamwork::acts::SignedIn;

use crate::{actor::guest, failure::Failure};

/// Where the client's page of a secret is, if it is one.
fn path(secret: &str) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!secret.is_empty() && secret.chars().all(is_word)).then(|| format!("/requests/{secret}"))
}

/// Whoever signs in on the way to a payment request claims it, so that its sender sees that they have come (4.2). What
/// keeps them from it the page says itself.
///
/// # Errors
/// When the new session is not known.
pub async fn claim(signed_in: &SignedIn, next: &str) -> Result<(), Failure> {
    let Some(secret) = next.strip_prefix("/requests/").filter(|_| !signed_in.waits) else { return Ok(()) };
    let visitor = guest()?.recognise(&signed_in.secret).await?;
    let _ = visitor.person()?.claim_request(secret).await;
    Ok(())
}

/// "app-x", "app-x and shop", "app-x, shop and blog".
fn all_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_are_one_phrase() {
        let names = ["app-x", "shop", "blog"].map(str::to_owned);
        assert_eq!([1, 2, 3].map(|n| all_of(&names[..n])), ["app-x", "app-x and shop", "app-x, shop and blog"]);
    }

    #[test]
    fn a_secret_leads_nowhere_else() {
        assert_eq!(path("a-B_9").as_deref(), Some("/requests/a-B_9"));
        for text in ["", "../login", "/evil.example", "a\r\nb", "a?b"] {
            assert_eq!(path(text), None, "{text:?}");
        }
    }
}
