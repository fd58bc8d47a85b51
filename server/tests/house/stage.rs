//! The stage, set through acts once a run: Acme Inc with two people of each role, Elsewhere Ltd, open invitations and
//! mailed links. Every test gets a copy.

use std::{collections::HashMap, sync::Arc};

use teamwork::{
    acts::{Actor, Guest, Operator, PasswordCost, SignUp, Visitor, Warren},
    letters::Letter,
    rules::{
        billing::{BillingForm, ContactData},
        company::CompanySetup,
        log::Door,
        moment::{Moment, SECOND},
        notice::Preferences,
        role::Role,
        token::Scope,
        webhook::form::WebhookForm,
    },
};
use tokio::sync::OnceCell;

use super::{
    Hands, House,
    database::{Database, Engine, Template},
    keys, open_warren,
    people::*,
    shelf,
};

/// What every test begins with: set once an engine, copied for each.
pub struct Stage {
    pub template: Template,
    pub cookies: HashMap<Person, String>,
    /// What tests put into addresses and bodies: `{kevin}` is his id, `{to_admin}` an open invitation.
    pub facts: HashMap<String, String>,
    pub now: Moment,
}

impl House {
    /// Somebody is the operator's from now on.
    pub async fn promote(&self, who: Person) {
        let promote = format!("UPDATE users SET operator = TRUE WHERE email = '{}' RETURNING email", who.email);
        assert_eq!(self.eye().await.texts(&promote).await.len(), 1);
    }

    /// The secret of a token that reaches everywhere today, made a moment ago with a password.
    pub async fn token_of(&self, who: Person) -> String {
        let session = guest(&self.warren).sign_in(who.email, PASSWORD).await.unwrap().secret;
        let scopes = Scope::ALL.map(Scope::key).join(" ");
        let today = self.warren.now().to_iso_day();
        actor(&self.warren, &session).await.make_token("Now", &scopes, &today).await.unwrap().secret
    }
}

/// Every scope there is.
const ALL_SCOPES: &str = "read team apps billing account guarded";

/// 21 Nov 2026, 12:00 UTC.
const NOON: i64 = 1_795_262_400_000;

/// The stage of this engine, which whoever comes first sets.
pub async fn get(engine: Engine) -> &'static Stage {
    static SQLITE: OnceCell<Stage> = OnceCell::const_new();
    static POSTGRES: OnceCell<Stage> = OnceCell::const_new();
    match engine {
        Engine::Sqlite => SQLITE.get_or_init(|| set(engine)).await,
        Engine::Postgres => POSTGRES.get_or_init(|| set(engine)).await,
    }
}

/// Sets it: everything happens through acts.
async fn set(engine: Engine) -> Stage {
    let database = Database::fresh(engine).await;
    let clock = Arc::new(Hands::at(Moment::from_millis(NOON)));
    let warren = open_warren(&database, &clock, PasswordCost::LEAST).await;
    let mut stage = Set::default();
    for person in EVERYBODY {
        stage.sign_up(&warren, person).await;
        clock.forward(SECOND);
    }
    stage.companies(&warren).await;
    clock.forward(SECOND);
    stage.billing(&warren).await;
    stage.invitations(&warren).await;
    stage.apps(&warren).await;
    stage.configuration(&warren).await;
    let (shop, ada) = (stage.facts["acme_shop"].parse().unwrap(), stage.facts["ada"].parse().unwrap());
    shelf::publish(&warren, shop, ada, 2).await;
    stage.links(&warren).await;
    stage.keys(&warren).await;
    stage.tokens(&warren).await;
    stage.recovery(&warren).await;
    stage.newsletters(&warren).await;
    stage.invoice(&warren, &database).await;
    stage.webhooks(&warren, &database).await;
    deliver(&warren).await;
    let now = warren.now();
    warren.close().await;
    Stage { template: database.into_template(), cookies: stage.cookies, facts: stage.facts, now }
}

/// The stage while it is set.
#[derive(Default)]
struct Set {
    cookies: HashMap<Person, String>,
    facts: HashMap<String, String>,
}

impl Set {
    async fn sign_up(&mut self, warren: &Arc<Warren>, who: Person) {
        let form = SignUp {
            first_name: who.first.into(),
            last_name: who.last.into(),
            email: who.email.into(),
            password: PASSWORD.into(),
            terms: true,
            invitation: None,
        };
        let cookie = guest(warren).sign_up(form).await.unwrap().secret;
        if who != UMA {
            guest(warren).confirm_email(&newest_secret(warren, who.email).await).await.unwrap();
        }
        let me = actor(warren, &cookie).await;
        self.fact(&who.first.to_lowercase(), me.id());
        self.cookies.insert(who, cookie);
    }

    async fn companies(&mut self, warren: &Arc<Warren>) {
        let (ada, mallory) = (self.actor(warren, ADA).await, self.actor(warren, MALLORY).await);
        ada.set_up_company(setup("Acme Inc", "acme", "invoices@acme.example")).await.unwrap();
        ada.set_up_company(setup("Solo Inc", "solo", "invoices@solo.example")).await.unwrap();
        mallory.set_up_company(setup("Elsewhere Ltd", "elsewhere", "invoices@elsewhere.example")).await.unwrap();
        let members = [
            (OLGA, Role::Owner),
            (GRACE, Role::Admin),
            (ALAN, Role::Admin),
            (KEVIN, Role::Developer),
            (DENNIS, Role::Developer),
            (MARA, Role::Billing),
            (BASIL, Role::Billing),
        ];
        for (who, role) in members {
            ada.invite("acme", who.email, role, "").await.unwrap();
            let secret = newest_secret(warren, who.email).await;
            self.actor(warren, who).await.accept_invitation(&secret).await.unwrap();
        }
    }

    /// A live contact more and an archived one in Acme Inc; the only ones of the others.
    async fn billing(&mut self, warren: &Arc<Warren>) {
        let (ada, mallory) = (self.actor(warren, ADA).await, self.actor(warren, MALLORY).await);
        let contact = |name: &str| ContactData {
            billing: setup(name, "labs", "labs@acme.example").billing,
            recipients: Vec::new(),
            currency: None,
        };
        self.fact("contact", ada.create_billing_contact("acme", contact("Acme Labs")).await.unwrap());
        let archived = ada.create_billing_contact("acme", contact("Acme Attic")).await.unwrap();
        ada.archive_billing_contact("acme", archived, 1).await.unwrap();
        self.fact("archived_contact", archived);
        self.fact("solo_contact", ada.billing("solo").await.unwrap()[0].id);
        self.fact("foreign_contact", mallory.billing("elsewhere").await.unwrap()[0].id);
    }

    async fn invitations(&mut self, warren: &Arc<Warren>) {
        let (ada, mallory) = (self.actor(warren, ADA).await, self.actor(warren, MALLORY).await);
        for role in Role::ALL {
            ada.invite("acme", &format!("{}@new.example", role.key()), role, "Come in.").await.unwrap();
        }
        ada.invite("acme", IVAN.email, Role::Developer, "You would look after the shop.").await.unwrap();
        mallory.invite("elsewhere", "spy@new.example", Role::Developer, "").await.unwrap();
        for card in ada.invitations("acme").await.unwrap() {
            let local = card.email.split('@').next().unwrap().to_owned();
            self.fact(&format!("to_{local}"), card.id);
        }
        self.fact("to_spy", mallory.invitations("elsewhere").await.unwrap()[0].id);
        self.fact("invitation", newest_secret(warren, IVAN.email).await);
    }

    /// `acme-shop` is paid and Kevin's to work on, `acme-blog` a trial; `app-x` and `app-e` are trials of Kevin's and
    /// Mallory's own.
    async fn apps(&mut self, warren: &Arc<Warren>) {
        let (ada, mallory) = (self.actor(warren, ADA).await, self.actor(warren, MALLORY).await);
        for (by, slug) in [(&ada, "acme"), (&ada, "solo"), (&mallory, "elsewhere")] {
            let contacts = by.billing(slug).await.unwrap();
            self.fact(&format!("{slug}_contact"), contacts[0].id);
            if let Some(second) = contacts.get(1) {
                self.fact("second_contact", second.id);
            }
        }
        let contact = ada.billing("acme").await.unwrap()[0].id;
        ada.create_app("acme", "acme-shop", "small", contact).await.unwrap();
        ada.start_trial("acme", "acme-blog").await.unwrap();
        for app in ada.apps_to_offer("acme").await.unwrap() {
            self.fact(&app.name.replace('-', "_"), app.id);
        }
        let (kevin, shop) = (self.actor(warren, KEVIN).await, self.facts["acme_shop"].parse().unwrap());
        ada.assign_apps("acme", kevin.id(), vec![shop], 1).await.unwrap();
        kevin.start_personal_trial("app-x").await.unwrap();
        mallory.start_personal_trial("app-e").await.unwrap();
        self.fact("app_x", kevin.my_trials().await.unwrap()[0].id);
        self.fact("app_e", mallory.my_trials().await.unwrap()[0].id);
    }

    async fn links(&mut self, warren: &Arc<Warren>) {
        guest(warren).ask_sign_in_link(OLGA.email, "").await.unwrap();
        self.fact("sign_in_link", newest_secret(warren, OLGA.email).await);
        guest(warren).ask_reset(OLGA.email).await.unwrap();
        self.fact("reset_link", newest_secret(warren, OLGA.email).await);
        self.fact("confirm_link", newest_secret(warren, UMA.email).await);
        self.fact("unknown", "A".repeat(43));
        for who in [ADA, GRACE, KEVIN, MARA, MALLORY, IVAN] {
            let second = guest(warren).sign_in(who.email, PASSWORD).await.unwrap().secret;
            let id = actor(warren, &second).await.session().unwrap();
            self.fact(&format!("session_of_{}", who.first.to_lowercase()), id);
        }
    }

    async fn keys(&mut self, warren: &Arc<Warren>) {
        let people = [ADA, OLGA, GRACE, KEVIN, MARA, MALLORY];
        for (fact, value) in keys::set(warren, &people.map(|who| (who, self.cookies[&who].clone()))).await {
            self.fact(&fact, value);
        }
    }

    /// A token that reaches everywhere for everybody (`{token_of_ada}`, and its secret `{secret_of_ada}`).
    async fn tokens(&mut self, warren: &Arc<Warren>) {
        for who in [ADA, OLGA, GRACE, KEVIN, MARA, MALLORY, IVAN] {
            let made = self.actor(warren, who).await.make_token("All", ALL_SCOPES, "2026-11-22").await.unwrap();
            self.fact(&format!("token_of_{}", who.first.to_lowercase()), made.token.id);
            self.fact(&format!("secret_of_{}", who.first.to_lowercase()), made.secret);
        }
        let ada = self.actor(warren, ADA).await;
        for scope in Scope::ALL {
            let others: Vec<_> = Scope::ALL.iter().filter(|other| **other != scope).map(|other| other.key()).collect();
            let made = ada.make_token("Lacking", &others.join(" "), "2026-11-22").await.unwrap();
            self.fact(&format!("secret_without_{}", scope.key()), made.secret);
        }
        let revoked = ada.make_token("Revoked", ALL_SCOPES, "2026-11-22").await.unwrap();
        ada.revoke_token(revoked.token.id).await.unwrap();
        self.fact("revoked_secret", revoked.secret);
    }

    /// A recovery of Acme Inc waits, which the command line has requested.
    async fn recovery(&mut self, warren: &Arc<Warren>) {
        let shell = Operator::of_the_house(warren);
        let recovery = shell.request_recovery("acme", IVAN.email, "", "An Owner is gone.").await.unwrap();
        self.fact("recovery", recovery);
    }

    /// Two drafts, and one that went to Dennis, who has asked for newsletters.
    async fn newsletters(&mut self, warren: &Arc<Warren>) {
        let (shell, dennis) = (Operator::of_the_house(warren), self.actor(warren, DENNIS).await);
        let wanted = Preferences { newsletter: true, ..dennis.preferences().await.unwrap() };
        dennis.change_preferences(wanted).await.unwrap();
        for fact in ["sent_newsletter", "draft", "other_draft"] {
            let text = "Burrows have a second exit now.\n\nIt is to the <east>.";
            self.fact(fact, shell.write_newsletter("What is new", text).await.unwrap());
        }
        shell.send_newsletter(self.facts["sent_newsletter"].parse().unwrap(), 1).await.unwrap();
        warren.mail_newsletters().await.unwrap();
        self.fact("unsubscribe_link", newest_secret(warren, DENNIS.email).await);
    }

    /// Three webhooks: to one of them two tests have failed, another one works, and the third is turned off.
    async fn webhooks(&mut self, warren: &Arc<Warren>, database: &Database) {
        let shell = Operator::of_the_house(warren);
        for fact in ["webhook", "other_webhook", "off_webhook"] {
            let (url, description) = ("https://platform.example/in".to_owned(), "Mirror".to_owned());
            let form = WebhookForm { url, description, events: Vec::new() };
            self.fact(fact, shell.make_webhook(&form).await.unwrap().webhook);
        }
        shell.turn_webhook(self.facts["off_webhook"].parse().unwrap(), false).await.unwrap();
        let webhook = self.facts["webhook"].parse().unwrap();
        shell.test_webhook(webhook).await.unwrap();
        shell.test_webhook(webhook).await.unwrap();
        let fail = "UPDATE webhook_deliveries SET due_at = NULL, failed_at = made_at RETURNING 'failed'";
        assert_eq!(database.eye().await.texts(fail).await.len(), 2);
        let sent = shell.webhook(webhook, None).await.unwrap().deliveries;
        self.fact("delivery", sent[0].id);
    }

    /// A third Billing Contact of Acme Inc has paid for `acme-shop` since October, and has got an invoice for it.
    async fn invoice(&mut self, warren: &Arc<Warren>, database: &Database) {
        let ada = self.actor(warren, ADA).await;
        let billing = setup("Acme Cellar", "cellar", "cellar@acme.example").billing;
        let data = ContactData { billing, recipients: Vec::new(), currency: None };
        let contact = ada.create_billing_contact("acme", data).await.unwrap();
        self.fact("owing_contact", contact);
        let (cellar, shop) = (database.id(&contact.to_string()), database.id(&self.facts["acme_shop"]));
        let earlier = format!(
            "INSERT INTO app_periods (app_id, from_day, to_day, billing_contact_id, plan, price, currency)
             SELECT app_id, from_day - 40, from_day, {cellar}, plan, price, currency FROM app_periods
             WHERE app_id = {shop} RETURNING plan"
        );
        assert_eq!(database.eye().await.texts(&earlier).await.len(), 1);
        let shell = Operator::of_the_house(warren);
        for (setting, value) in [
            ("seller_name", "Burrow Hosting"),
            ("seller_street", "1 Warren Way"),
            ("seller_city", "Berlin"),
            ("seller_country", "DE"),
            ("seller_iban", "DE89370400440532013000"),
        ] {
            shell.set_setting(setting, value).await.unwrap();
        }
        warren.bill().await.unwrap();
        self.fact("invoice_link", newest_secret(warren, "cellar@acme.example").await);
    }

    /// `acme-shop` has a configuration.
    async fn configuration(&mut self, warren: &Arc<Warren>) {
        let ada = self.actor(warren, ADA).await;
        ada.set_variable("acme-shop", 0, "OPEN", "readable", false).await.unwrap();
        ada.set_variable("acme-shop", 1, "API_KEY", "never-to-be-shown", true).await.unwrap();
        ada.add_domain("acme-shop", 2, "www.acme.example").await.unwrap();
        ada.set_redirects("acme-shop", 3, "/old /new").await.unwrap();
    }

    async fn actor(&self, warren: &Arc<Warren>, who: Person) -> Actor {
        actor(warren, &self.cookies[&who]).await
    }

    fn fact(&mut self, name: &str, value: impl ToString) {
        self.facts.insert(name.to_owned(), value.to_string());
    }
}

/// A Company that can be set up, with its first Billing Contact.
pub fn setup(name: &str, slug: &str, billing_email: &str) -> CompanySetup {
    let billing = BillingForm {
        billing_name: name.into(),
        street: "1 Rabbit Row".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: "DE987654328".into(),
        billing_email: billing_email.into(),
    };
    CompanySetup::read(name, slug, &billing).unwrap()
}

/// The secret in the newest mail to an address that has one.
pub async fn newest_secret(warren: &Arc<Warren>, email: &str) -> String {
    let is_secret = |letter: &Letter| warren.secret_link(letter);
    let mut before = None;
    loop {
        let mails = warren.mailbox(before).await.unwrap();
        let found = mails.iter().filter(|mail| mail.to == email).find_map(|mail| is_secret(&mail.letter));
        if let Some(link) = found {
            return link.rsplit('/').next().unwrap().to_owned();
        }
        before = Some(mails.last().expect("a mail with a secret").id);
    }
}

/// Somebody who is not signed in, in front of the acts themselves.
pub fn guest(warren: &Arc<Warren>) -> Guest {
    Guest::new(warren, Door::Page, "192.0.2.7", "Firefox/1 Linux", warren.request())
}

/// Whoever has this cookie, in front of the acts themselves.
pub async fn actor(warren: &Arc<Warren>, cookie: &str) -> Actor {
    match guest(warren).recognise(cookie).await.unwrap() {
        Visitor::Person(actor) => actor,
        Visitor::Guest(_) => panic!("the cookie is not known"),
    }
}

/// Takes all mails as sent, so that none waits on the stage.
async fn deliver(warren: &Arc<Warren>) {
    for mail in warren.claim_mails(1_000, 60_000).await.unwrap() {
        warren.mail_sent(&mail).await.unwrap();
    }
}
