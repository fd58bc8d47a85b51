//! "Invite a client" (domain.md, 4.2): from sending to the handover, and every way in which it does not come to that.

mod accepting;
mod answering;
mod codes;
mod confirming;
mod confirming_races;
mod ending;
mod existing;
mod guessing;
mod handing_over;
mod lasting;
mod looking;
mod machines;
mod managing;
mod races;
mod renewing;
mod retired;
mod sending;
mod standing;
mod terms_and_tax;
mod timing;
mod tracing;
mod trials;
mod unconfirmed;

use teamwork::{
    acts::{Accepted, SignedIn, Visitor},
    rules::{
        app::{AppCard, AppState},
        id::PaymentRequestId,
        problem::Problem,
        request::{AcceptForm, RequestForm},
    },
};

use crate::house::{House, KEVIN, MALLORY};

/// The client, who has no account.
pub const ANA: &str = "ana@cafe.example";

/// A form in which only the address is filled in.
pub fn to(email: &str) -> RequestForm {
    RequestForm { email: email.into(), ..RequestForm::default() }
}

/// Kevin's trial of his own, offered to Ana; the request, and the secret that was mailed to her.
pub async fn own_trial(house: &House) -> (PaymentRequestId, String) {
    house.kevin().await.start_personal_trial("app-x").await.unwrap();
    offer(house, KEVIN, "app-x", ANA).await
}

/// Offers an App; the request, and the secret that was mailed.
pub async fn offer(house: &House, by: crate::house::Person, app: &str, email: &str) -> (PaymentRequestId, String) {
    house.forgive_limits().await;
    let id = house.person(by).await.send_request(app, to(email)).await.unwrap();
    (id, house.newest_secret(email).await)
}

/// What a café in Vienna fills in.
pub fn cafe() -> AcceptForm {
    AcceptForm {
        full_name: "Ana Alba".into(),
        company: "Café Alba".into(),
        street: "Ring 1".into(),
        postal_code: "1010".into(),
        city: "Vienna".into(),
        country: "AT".into(),
        ..AcceptForm::default()
    }
}

/// What a client has who needed no card.
#[derive(Clone)]
pub struct Owns {
    pub slug: String,
    pub session: Option<SignedIn>,
}

impl From<Accepted> for Owns {
    fn from(accepted: Accepted) -> Self {
        match accepted {
            Accepted::Done { slug, session } => Self { slug, session },
            Accepted::Pays(_) => panic!("nobody asked for a card"),
        }
    }
}

/// Somebody without an account accepts.
pub async fn accept(house: &House, secret: &str) -> Result<Owns, Problem> {
    Visitor::Guest(house.guest()).accept_request(secret, cafe()).await.map(Owns::from)
}

/// The Companies and Apps of whoever has this cookie.
pub async fn apps_of(house: &House, accepted: &Owns) -> Vec<AppCard> {
    let session = accepted.session.clone().unwrap();
    let ana = house.recognise(&session.secret).await.unwrap();
    ana.apps(&accepted.slug, None).await.unwrap().apps
}

/// Mallory's Company, with its Billing Contact.
pub async fn elsewhere(house: &House) -> (String, String) {
    let mallory = house.mallory().await;
    let slug = house.company_of(&mallory, "Elsewhere").await;
    let payer = mallory.billing(&slug).await.unwrap()[0].id.to_string();
    assert_eq!(mallory.me().email, MALLORY.email);
    (slug, payer)
}

/// The state of Kevin's App.
pub async fn state_of(house: &House, app: &str) -> AppState {
    house.kevin().await.app(app).await.unwrap().state
}
