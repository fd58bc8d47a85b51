//! The stage, set through acts once for each engine: Acme Inc with its four members, and Mallory outside.

use std::sync::{Arc, atomic::AtomicI64};

use teamwork::{
    acts::{Guest, SignUp, Visitor, Warren},
    rules::{
        billing::BillingForm,
        company::CompanySetup,
        log::Door,
        moment::{Moment, SECOND},
        role::Role,
    },
};
use tokio::sync::OnceCell;

use super::{
    Database, Engine, Hands, NETWORK,
    mails::{deliver, last_part},
    open_warren,
    people::{ADA, GRACE, KEVIN, MALLORY, MARA, PASSWORD, Person},
};

pub struct Stage {
    pub database: Database,
    pub cookies: Vec<(Person, String)>,
    pub now: Moment,
    /// The newest mail, and how long the log is, when the curtain rises.
    pub curtain: i64,
    pub logged: usize,
}

/// 21 Nov 2026, 12:00 UTC.
const NOON: i64 = 1_795_262_400_000;

pub async fn get(engine: Engine) -> &'static Stage {
    static SQLITE: OnceCell<Stage> = OnceCell::const_new();
    static POSTGRES: OnceCell<Stage> = OnceCell::const_new();
    match engine {
        Engine::Sqlite => SQLITE.get_or_init(|| set(engine)).await,
        Engine::Postgres => POSTGRES.get_or_init(|| set(engine)).await,
    }
}

async fn set(engine: Engine) -> Stage {
    Database::sweep(engine).await;
    let database = Database::fresh(engine).await;
    let clock = Arc::new(Hands(AtomicI64::new(NOON)));
    let warren = open_warren(&database, &clock, |_| {}).await;
    let mut cookies = Vec::new();
    for person in [ADA, GRACE, KEVIN, MARA, MALLORY] {
        cookies.push((person, sign_up(&warren, person).await));
        clock.forward(SECOND);
    }
    let cookie = |who| cookies.iter().find(|(person, _)| *person == who).map(|(_, cookie)| cookie.clone()).unwrap();
    let ada = person(&warren, &cookie(ADA)).await;
    ada.set_up_company(acme()).await.unwrap();
    for (who, role) in [(GRACE, Role::Admin), (KEVIN, Role::Developer), (MARA, Role::Billing)] {
        clock.forward(SECOND);
        ada.invite("acme", who.email, role, "").await.unwrap();
        let secret = newest_secret(&warren).await;
        person(&warren, &cookie(who)).await.accept_invitation(&secret).await.unwrap();
    }
    deliver(&warren).await;
    clock.forward(SECOND);
    let curtain = warren.mailbox(None).await.unwrap().first().map_or(0, |mail| mail.id);
    let now = warren.now();
    warren.close().await;
    database.run("DELETE FROM limits").await;
    let logged = database.log().await.len();
    Stage { database, cookies, now, curtain, logged }
}

async fn sign_up(warren: &Arc<Warren>, who: Person) -> String {
    let form = SignUp {
        first_name: who.first.into(),
        last_name: who.last.into(),
        email: who.email.into(),
        password: PASSWORD.into(),
        terms: true,
        invitation: None,
    };
    let cookie = guest(warren).sign_up(form).await.unwrap().secret;
    guest(warren).confirm_email(&newest_secret(warren).await).await.unwrap();
    cookie
}

async fn newest_secret(warren: &Arc<Warren>) -> String {
    let mails = warren.mailbox(None).await.unwrap();
    last_part(&mails.iter().find_map(|mail| warren.secret_link(&mail.letter)).unwrap())
}

async fn person(warren: &Arc<Warren>, cookie: &str) -> teamwork::acts::Actor {
    match guest(warren).recognise(cookie).await.unwrap() {
        Visitor::Person(actor) => actor,
        Visitor::Guest(_) => panic!("the cookie is not known"),
    }
}

fn guest(warren: &Arc<Warren>) -> Guest {
    Guest::new(warren, Door::Page, NETWORK, "Firefox/1 Linux", warren.request())
}

fn acme() -> CompanySetup {
    CompanySetup::read("Acme Inc", "acme", &billing_form()).unwrap()
}

/// A form with nothing wrong in it.
pub fn billing_form() -> BillingForm {
    BillingForm {
        billing_name: "Acme Inc".into(),
        street: "1 Rabbit Row".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: "DE 123.456.788".into(),
        billing_email: "invoices@acme.example".into(),
    }
}
