//! What people of the demo do again and again: they sign up, come in, accept, and go.

use std::sync::Arc;

use teamwork::{
    acts::{Actor, Guest, SignUp, Visitor, Warren},
    letters::Letter,
    rules::{
        billing::BillingForm,
        company::CompanySetup,
        log::Door,
        problem::{Problem, Thing},
    },
};

use super::{PASSWORD, address};

/// Signs up, proves the address, out of the mail, and goes again.
pub(super) async fn sign_up(warren: &Arc<Warren>, first: &str, last: &str, local: &str) -> Result<(), Problem> {
    let form = SignUp {
        first_name: first.into(),
        last_name: last.into(),
        email: address(local),
        password: PASSWORD.into(),
        terms: true,
        invitation: None,
    };
    let session = somebody(warren).sign_up(form).await?.secret;
    let secret = mailed_secret(warren, local, |letter| matches!(letter, Letter::ConfirmEmail { .. })).await?;
    somebody(warren).confirm_email(&secret).await?;
    recognised(warren, &session).await?.sign_out().await
}

/// Somebody, signed in; whoever is done signs out.
pub(super) async fn sign_in(warren: &Arc<Warren>, local: &str) -> Result<Actor, Problem> {
    let session = somebody(warren).sign_in(&address(local), PASSWORD).await?.secret;
    recognised(warren, &session).await
}

async fn recognised(warren: &Arc<Warren>, session: &str) -> Result<Actor, Problem> {
    match somebody(warren).recognise(session).await? {
        Visitor::Person(actor) => Ok(actor),
        Visitor::Guest(_) => Err(Problem::SignedOut),
    }
}

/// Sets up a Company in Berlin. Answers its name in URLs.
pub(super) async fn set_up(
    actor: &Actor,
    name: &str,
    slug: &str,
    street: &str,
    local: &str,
) -> Result<String, Problem> {
    let billing = BillingForm {
        billing_name: name.into(),
        street: street.into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: String::new(),
        billing_email: address(local),
    };
    actor.set_up_company(CompanySetup::read(name, slug, &billing)?).await
}

/// Accepts the newest invitation, out of the mail.
pub(super) async fn accept(warren: &Arc<Warren>, local: &str) -> Result<(), Problem> {
    let secret = mailed_secret(warren, local, |letter| matches!(letter, Letter::Invitation { .. })).await?;
    let invited = sign_in(warren, local).await?;
    invited.accept_invitation(&secret).await?;
    invited.sign_out().await
}

fn somebody(warren: &Arc<Warren>) -> Guest {
    Guest::new(warren, Door::Cli, "", "", warren.request())
}

/// The secret in the newest mail of this kind to this person: the end of its link.
async fn mailed_secret(
    warren: &Arc<Warren>,
    local: &str,
    is_wanted: impl Fn(&Letter) -> bool,
) -> Result<String, Problem> {
    let to = address(local);
    let mails = warren.mailbox(None).await?;
    let mail = mails.iter().find(|mail| mail.to == to && is_wanted(&mail.letter));
    let link = mail.and_then(|mail| warren.secret_link(&mail.letter)).ok_or(Problem::NotFound(Thing::Page))?;
    Ok(link.rsplit('/').next().unwrap_or_default().to_owned())
}
