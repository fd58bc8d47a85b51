//! An address for invoices need not have an account (R53): no mail to it leads to a page that asks for one.

use std::collections::BTreeSet;

use axum::http::Method;
use server::mail::words_of;
use teamwork::{
    acts::{Mail, Operator},
    rules::moment::{DAY, MINUTE},
};

use super::{PAY, double::Bank, house_with, set_creditor};
use crate::house::*;

/// Gets the invoices of the Billing Contact that owes, and is nobody's address.
const CELLAR: &str = "cellar@acme.example";

async fn mails_to(house: &House, address: &str) -> Vec<Mail> {
    let (mut mails, mut before) = (Vec::new(), None);
    loop {
        let page = house.warren.mailbox(before).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        mails.extend(page);
    }
    mails.retain(|mail| mail.to == address);
    mails
}

/// The kinds of these letters.
fn kinds(mails: &[Mail]) -> BTreeSet<String> {
    let kind = |mail: &Mail| serde_json::to_value(&mail.letter).unwrap()["letter"].as_str().unwrap().to_owned();
    mails.iter().map(kind).collect()
}

#[tokio::test]
async fn no_mail_to_an_address_for_invoices_leads_to_the_login() {
    for engine in Engine::all() {
        let (house, stripe) = house_with(engine).await;
        let contact = house.facts["owing_contact"].clone();
        let token = house.facts["secret_of_ada"].clone();
        house.promote(ALAN).await;
        let operator = house.token_of(ALAN).await;
        set_creditor(&house, &operator).await;
        // A mandate, then a card; what is open is announced, declined and paid.
        let enter = format!("/companies/acme/billing-contacts/{contact}");
        house.ask(Method::POST, &format!("{enter}/sepa"), Some(&token), "").await;
        let session = stripe.sessions().pop().unwrap();
        stripe.enter_account(&session);
        house.hook(stripe.event("evt_1", &session, house.seconds())).await;
        house.clock.forward(MINUTE);
        let seen = [("if-match", "\"2\"")];
        house.ask_with(Method::POST, &format!("{enter}/card"), Some(&token), "", &seen).await;
        let session = stripe.sessions().pop().unwrap();
        stripe.enter_card(&session);
        house.hook(stripe.event("evt_2", &session, house.seconds())).await;
        for bank in [Bank::Declines, Bank::WantsThePerson, Bank::Agrees] {
            stripe.bank(bank);
            house.clock.forward(MINUTE);
            house.ask(Method::POST, PAY, Some(&token), "").await;
        }
        let shell = Operator::of_the_house(&house.warren);
        shell.suspend_company("acme", "Unpaid since May").await.unwrap();
        shell.resume_company("acme", "Paid").await.unwrap();
        // One waits already.
        actor(&house.warren, &house.cookies[&ADA]).await.stop_recovery("acme").await.unwrap();
        shell.request_recovery("acme", KEVIN.email, "", "The only Owner left").await.unwrap();
        house.clock.forward(20 * 365 * DAY);
        house.warren.tell_of_expiring_cards().await.unwrap();

        let (outside, owner) = (mails_to(&house, CELLAR).await, mails_to(&house, ADA.email).await);
        let both = [
            "billing_changed",
            "debit_ahead",
            "charge_failed",
            "company_suspended",
            "company_resumed",
            "recovery_requested",
            "recovery_stopped",
            "card_expires",
        ];
        for kind in both.into_iter().chain(["invoice", "all_clear"]) {
            assert!(kinds(&outside).contains(kind), "{kind} is not in {:?}", kinds(&outside));
        }
        for mail in &outside {
            let text = words_of(&house.warren, mail).as_text();
            assert!(!text.contains("/c/"), "{text}");
        }
        // With the link of the mail the invoice opens.
        let failed = outside.iter().find(|mail| kinds(std::slice::from_ref(mail)).contains("charge_failed")).unwrap();
        let (_, url) = words_of(&house.warren, failed).button.unwrap();
        assert_eq!(house.get(NOBODY, url.trim_start_matches(BASE)).await.status, 410, "years later it has expired");
        for kind in both {
            let mail = owner.iter().find(|mail| kinds(std::slice::from_ref(mail)).contains(kind)).unwrap();
            let text = words_of(&house.warren, mail).as_text();
            assert!(text.contains("/c/acme"), "an Owner has a way there: {text}");
        }
        house.close().await;
    }
}
