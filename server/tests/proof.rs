//! A client without a password, an hour after they signed in: everything about their money asks for a proof, and they can
//! give one without losing what they typed.

use axum::{
    body::Body,
    http::{Method, header},
};
use teamwork::rules::moment::MINUTE;

use crate::house::*;

const ANA: &str = "ana@client.example";
const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE";

/// A house in which Ana owns what was Kevin's, and has no password; her proof is too old.
struct Late {
    house: House,
    cookie: String,
    /// The page of her Billing Contact.
    page: String,
    contact: String,
}

impl Late {
    async fn on(engine: Engine) -> Self {
        let house = House::on(engine).await;
        let sent = house.act(Some(KEVIN), "send_request", "app=app-x&email=ana@client.example&name=Alves+Bakery").await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let secret = newest_secret(&house.warren, ANA).await;
        let done = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        let cookie = done.session().expect("a new account is signed in");
        house.clock.forward(11 * MINUTE);
        let mut late = Self { house, cookie, page: String::new(), contact: String::new() };
        let billing = late.send(Method::POST, "/do/billing", "slug=alves-bakery").await.body;
        let billing: serde_json::Value = serde_json::from_str(&billing).unwrap();
        late.contact = billing[0]["id"].as_str().unwrap().to_owned();
        late.page = format!("/c/alves-bakery/billing/{}", late.contact);
        late
    }

    /// Ana asks for a page, or posts a form.
    async fn send(&self, method: Method, path: &str, form: &str) -> Answer {
        let request = self.house.in_session(method, path, &self.cookie).header(header::CONTENT_TYPE, FORM);
        self.house.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    async fn post(&self, page: &str, act: &str, form: &str) -> Answer {
        self.send(Method::POST, &format!("{page}?/{act}"), form).await
    }

    /// What she changes, as it stands in the form.
    fn change(&self) -> String {
        let contact = &self.contact;
        format!(
            "slug=alves-bakery&contact={contact}&version=1&country=DE&billing_name=Alves+Ovens&street=Oven+Lane+2\
             &postal_code=10115&city=Berlin&vat_number=&billing_email=books@client.example&recipients="
        )
    }
}

#[tokio::test]
async fn who_has_no_password_confirms_by_mail_and_changes_their_billing() {
    for engine in Engine::all() {
        let mut late = Late::on(engine).await;
        let (house, page) = (&late.house, late.page.clone());
        let shown = late.send(Method::GET, &page, "").await.body;
        assert!(shown.contains("Mail me a link that confirms it is me") && !shown.contains("Your password"), "{shown}");
        assert!(shown.contains(&format!("value=\"{page}\"")) && shown.contains("change_billing_contact-proof_of"));
        let stale = late.post(&page, "change_billing_contact", &late.change()).await;
        assert_eq!(stale.status, 403, "{}", stale.body);

        // The button sends the form to the act that mails the link, with all that was typed.
        let sent = format!("{}&proof_of=change_billing_contact-proof_of&next={page}", late.change());
        let asked = late.post(&page, "ask_proof", &sent).await;
        assert!(asked.status == 200 && asked.body.contains(&format!("We mailed a link to {ANA}")), "{}", asked.body);
        for typed in ["Alves Ovens", "Oven Lane 2", "books@client.example"] {
            assert!(asked.body.contains(&format!("value=\"{typed}\"")), "{typed} is lost");
        }

        let secret = newest_secret(&house.warren, ANA).await;
        let link = format!("/proof/{secret}");
        let signed_out = house.get(NOBODY, &link).await;
        assert!(signed_out.status == 200 && signed_out.body.contains("You are not signed in here"));
        let stranger = house.get(Some(MALLORY), &link).await;
        assert!(stranger.status == 404 && stranger.body.contains(MALLORY.email), "{}", stranger.body);
        for (who, status) in [(NOBODY, 401), (Some(MALLORY), 404)] {
            assert_eq!(house.act(who, "prove_by_link", &format!("secret={secret}")).await.status, status);
        }
        let opened = late.send(Method::GET, &link, "").await;
        assert!(opened.status == 200 && !opened.body.contains("<script"), "{}", opened.body);
        let proven = late.post(&link, "prove_by_link", &format!("secret={secret}")).await;
        assert_eq!((proven.status, proven.location()), (303, Some(page.as_str())), "{}", proven.body);
        late.cookie = proven.session().expect("the session has a new secret");
        let again = late.post(&link, "prove_by_link", &format!("secret={secret}")).await;
        assert!(again.status == 410 && again.body.contains("Have a new link mailed to you"), "{}", again.body);

        let done = late.post(&page, "change_billing_contact", &late.change()).await;
        assert_eq!(
            (done.status, done.location()),
            (303, Some("/c/alves-bakery/billing?done=changed")),
            "{}",
            done.body
        );
        late.house.close().await;
    }
}

/// Where no form waits: the page that has the link mailed, and the first password.
#[tokio::test]
async fn who_has_no_password_sets_one_after_a_mailed_proof() {
    let mut late = Late::on(Engine::Sqlite).await;
    let security = late.send(Method::GET, "/account/security", "").await.body;
    assert!(security.contains("/proof?next=/account/security") && !security.contains("Your password"), "{security}");
    let ask = late.send(Method::GET, "/proof?next=/account/security", "").await;
    assert!(ask.status == 200 && ask.body.contains("value=\"/account/security\""), "{}", ask.body);
    let account = late.send(Method::GET, "/account", "").await.body;
    assert!(account.contains("value=\"/account#password\""), "{account}");
    let asked = late.post("/account", "ask_proof", "next=/account%23password").await;
    assert!(asked.status == 200 && asked.body.contains("you set your password here"), "{}", asked.body);
    let secret = newest_secret(&late.house.warren, ANA).await;
    let proven = late.post(&format!("/proof/{secret}"), "prove_by_link", &format!("secret={secret}")).await;
    assert_eq!(proven.location(), Some("/account#password"), "{}", proven.body);
    late.cookie = proven.session().unwrap();
    let set = late.post("/account", "change_password", "new_password=the+second+exit+is+east").await;
    assert_eq!((set.status, set.session().is_some()), (200, true), "{}", set.body);
    late.house.close().await;
}
