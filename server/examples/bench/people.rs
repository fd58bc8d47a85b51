//! Ada, who measures: how she signs up and in, and what her Companies say about themselves.

use std::sync::Arc;

use teamwork::{
    acts::{Actor, Guest, SignUp, Visitor, Warren},
    letters::Letter,
    rules::{billing::BillingForm, company::CompanySetup, log::Door},
};

/// Everybody's.
pub const PASSWORD: &str = "a burrow with many doors";

/// Somebody at the door, each time from elsewhere.
pub fn guest(warren: &Arc<Warren>) -> Guest {
    let network = warren.request().to_string();
    Guest::new(warren, Door::Job, &network, "bench", warren.request())
}

/// A new account.
pub async fn sign_up(warren: &Arc<Warren>, name: &str, invitation: Option<String>) {
    let form = SignUp {
        first_name: name.into(),
        email: format!("{name}@bench.example"),
        password: PASSWORD.into(),
        terms: true,
        invitation,
        ..SignUp::default()
    };
    guest(warren).sign_up(form).await.unwrap();
}

/// Ada, signed in.
pub async fn sign_in(warren: &Arc<Warren>) -> Actor {
    let secret = guest(warren).sign_in("ada@bench.example", PASSWORD).await.unwrap().secret;
    match guest(warren).recognise(&secret).await.unwrap() {
        Visitor::Person(actor) => actor,
        Visitor::Guest(_) => panic!("Ada is signed in"),
    }
}

/// She follows the link in her mail.
pub async fn confirm(warren: &Arc<Warren>) {
    for mail in warren.mailbox(None).await.unwrap() {
        if let Letter::ConfirmEmail { .. } = mail.letter {
            let link = warren.secret_link(&mail.letter).unwrap();
            guest(warren).confirm_email(link.rsplit('/').next().unwrap()).await.unwrap();
        }
    }
}

/// What a Company needs.
pub fn company(slug: &str) -> CompanySetup {
    let billing = BillingForm {
        billing_name: "Bench".into(),
        street: "Bench Street 1".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: String::new(),
        billing_email: "ada@bench.example".into(),
    };
    CompanySetup::read(slug, slug, &billing).unwrap()
}
