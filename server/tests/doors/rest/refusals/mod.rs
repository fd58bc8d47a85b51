//! What a row says its act can be refused for and no column is told on an ordinary day: each word once, in the
//! circumstance in which somebody hears it. So no row says more than is true; that none says less is checked of every
//! answer in this suite, in `house/document.rs`.

use teamwork::{
    acts::Operator,
    rules::{invitation::Offer, moment::DAY, policy::Policies, role::Role, webhook::form::WebhookForm},
};

use super::{
    ROOMS,
    calls::{fact, filled},
    operation, proposals,
};
use crate::house::*;

mod invitations;
mod requests;

/// An operation, what is asked for there, its body, whose token it is (a fact), and the code that is heard. Without a
/// path it is the first thing that an Owner of Acme Inc is let in with on another day.
pub(super) type Heard = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MOVED_ELSEWHERE: &str = r#"{"company":"elsewhere","payer":"{elsewhere_contact}"}"#;
const TRIAL: &str = r#"{"company":"elsewhere","plan":"small","payer":"{elsewhere_contact}"}"#;
const OWNER: &str = r#"{"addresses":["o@new2.example"],"role":"owner"}"#;
const OFFER: &str = r#"{"role":"admin","note":""}"#;
const SECRET: &str = r#"{"secret":"{invitation}"}"#;
const TERMS: &str = r#"{"plan":"small","payer":"{acme_contact}"}"#;
const ANA: &str = r#"{"email":"ana@client.example"}"#;
const REASON: &str = r#"{"reason":"Unpaid"}"#;
const WEBHOOK: &str = r#"{"url":"https://mirror.example/","description":"Mirror"}"#;
const NEWS: &str = r#"{"subject":"News","text":"Text"}"#;

#[rustfmt::skip]
const ANY_DAY: &[Heard] = &[
    ("invite", "/companies/acme/invitations", OWNER, "secret_without_guarded", "needs_guarded"),
    ("edit_invitation", "/companies/acme/invitations/{to_admin}", r#"{"role":"owner","note":""}"#, "secret_without_guarded", "needs_guarded"),
    ("change_payer", "", "", "secret_without_guarded", "needs_guarded"),
    ("move_app", "", "", "secret_without_guarded", "needs_guarded"),
    ("delete_app", "", "", "secret_without_guarded", "needs_guarded"),
    ("invite", "/companies/acme/invitations", OWNER, "secret_of_uma", "unconfirmed"),
    ("edit_invitation", "/companies/acme/invitations/{to_admin}", OFFER, "secret_of_uma", "unconfirmed"),
    ("resend_invitation", "/companies/acme/invitations/{to_admin}/resend", "", "secret_of_uma", "unconfirmed"),
    ("mail_my_invitation", "/invitations/{to_ivan}/mail", "", "secret_of_uma", "unconfirmed"),
    ("accept_invitation", "/invitations/accept", r#"{"secret":"{copied}"}"#, "secret_of_uma", "unconfirmed"),
    ("decline_invitation", "/invitations/decline", r#"{"secret":"{copied}"}"#, "secret_of_uma", "unconfirmed"),
    ("ask_for_readdress", "/invitations/readdress", SECRET, "secret_of_uma", "unconfirmed"),
    ("ask_for_readdress", "/invitations/readdress", SECRET, "secret_of_ivan", "your_invitation"),
    ("change_role", "/companies/solo/members/{ada}", r#"{"role":"admin"}"#, "secret_of_ada", "last_owner"),
    ("get_scaling", "/apps/app-x/scaling", "", "secret_of_kevin", "needs_company"),
    ("get_bill_of_lading", "/apps/app-x/bill-of-lading", "", "secret_of_kevin", "needs_company"),
    ("change_payer", "/apps/app-x/payer", r#"{"payer":"{acme_contact}"}"#, "secret_of_kevin", "needs_company"),
    ("change_payer", "/apps/acme-blog/payer", r#"{"payer":"{acme_contact}"}"#, "secret_of_ada", "still_trial"),
    ("move_app", "/apps/app-x/move", MOVED_ELSEWHERE, "secret_of_kevin", "needs_company"),
    ("move_app", "/apps/acme-blog/move", MOVED_ELSEWHERE, "secret_of_ada", "needs_owner_there"),
    ("change_billing_contact", "/companies/acme/billing-contacts/{archived_contact} @2", ADDRESS, "secret_of_ada", "billing_contact_archived"),
    ("enter_card", "/companies/acme/billing-contacts/{archived_contact}/card @2", "", "secret_of_ada", "billing_contact_archived"),
    ("enter_sepa", "/companies/acme/billing-contacts/{archived_contact}/sepa @2", "", "secret_of_ada", "billing_contact_archived"),
    ("remove_card", "/companies/acme/billing-contacts/{archived_contact}/card @2", "", "secret_of_ada", "billing_contact_archived"),
    ("remove_card", "/companies/acme/billing-contacts/{owing_contact}/card", "", "secret_of_ada", "no_card"),
    ("pay_invoice_now", "/companies/acme/invoices/W-000001/pay", "", "secret_of_ada", "no_card"),
    ("archive_billing_contact", "/companies/acme/billing-contacts/{archived_contact}/archive @2", "", "secret_of_ada", "billing_contact_archived"),
    ("archive_billing_contact", "/companies/acme/billing-contacts/{owing_contact}/archive", "", "secret_of_ada", "invoices_open"),
    ("add_key", "/keys", r#"{"key_line":"{new_line}","label":"desk"}"#, "secret_of_olga", "too_many_keys"),
    ("add_deploy_key", "/apps/acme-shop/deploy-keys", r#"{"key_line":"{key_of_machine}","label":"ci"}"#, "secret_of_ada", "key_in_use"),
    ("add_deploy_key", "/apps/acme-blog/deploy-keys", r#"{"key_line":"{new_line}","label":"ci"}"#, "secret_of_ada", "too_many_keys"),
];

/// A Company that invites other addresses than it did before.
#[rustfmt::skip]
const WITH_POLICIES: &[Heard] = &[
    ("edit_invitation", "/companies/acme/invitations/{to_admin}", OFFER, "secret_of_ada", "domain_not_invited"),
    ("resend_invitation", "/companies/acme/invitations/{to_admin}/resend", "", "secret_of_ada", "domain_not_invited"),
    ("accept_invitation", "/invitations/accept", SECRET, "secret_of_ivan", "domain_not_invited"),
];

const ADDRESS: &str =
    r#"{"billing_name":"A","street":"S","postal_code":"1","city":"C","country":"DE","billing_email":"a@acme.example"}"#;

#[rustfmt::skip]
const COMPANIES_SUSPENDED: &[Heard] = &[
    ("assign_apps", "", "", "secret_of_ada", "company_suspended"),
    ("invite", "", "", "secret_of_ada", "company_suspended"),
    ("edit_invitation", "", "", "secret_of_ada", "company_suspended"),
    ("resend_invitation", "", "", "secret_of_ada", "company_suspended"),
    ("accept_invitation", "/invitations/accept", SECRET, "secret_of_ivan", "company_suspended"),
    ("send_request", "", "", "secret_of_ada", "company_suspended"),
    ("create_app", "", "", "secret_of_ada", "company_suspended"),
    ("start_trial", "", "", "secret_of_ada", "company_suspended"),
    ("scale_app", "", "", "secret_of_ada", "company_suspended"),
    ("pay_for_app", "", "", "secret_of_ada", "company_suspended"),
    ("move_trial_into_company", "/apps/app-e/join", TRIAL, "secret_of_mallory", "company_suspended"),
    ("move_app", "", "", "secret_of_ada", "company_suspended"),
    ("set_variable", "", "", "secret_of_ada", "company_suspended"),
    ("remove_variable", "", "", "secret_of_ada", "company_suspended"),
    ("set_redirects", "", "", "secret_of_ada", "company_suspended"),
    ("set_headers", "", "", "secret_of_ada", "company_suspended"),
    ("set_runtime", "", "", "secret_of_ada", "company_suspended"),
    ("add_domain", "", "", "secret_of_ada", "company_suspended"),
    ("check_domain", "", "", "secret_of_ada", "company_suspended"),
    ("remove_domain", "", "", "secret_of_ada", "company_suspended"),
    ("undo_config", "", "", "secret_of_ada", "company_suspended"),
    ("roll_back", "", "", "secret_of_ada", "company_suspended"),
    ("add_deploy_key", "", "", "secret_of_ada", "company_suspended"),
    ("suspend_company", "/operator/companies/acme/suspend", REASON, "secret_of_alan", "company_suspended"),
    ("resume_app", "/operator/apps/acme-shop/resume", REASON, "secret_of_alan", "company_suspended"),
];

#[rustfmt::skip]
const APPS_SUSPENDED: &[Heard] = &[
    ("scale_app", "/apps/acme-shop/plan @2", r#"{"plan":"large"}"#, "secret_of_ada", "app_suspended"),
    ("pay_for_app", "/apps/acme-blog/pay @2", TERMS, "secret_of_ada", "app_suspended"),
    ("move_trial_into_company", "/apps/app-e/join @2", TRIAL, "secret_of_mallory", "app_suspended"),
    ("move_app", "/apps/acme-shop/move @2", r#"{"company":"solo","payer":"{solo_contact}"}"#, "secret_of_ada", "app_suspended"),
    ("set_variable", "", "", "secret_of_ada", "app_suspended"),
    ("remove_variable", "", "", "secret_of_ada", "app_suspended"),
    ("set_redirects", "", "", "secret_of_ada", "app_suspended"),
    ("set_headers", "", "", "secret_of_ada", "app_suspended"),
    ("set_runtime", "", "", "secret_of_ada", "app_suspended"),
    ("add_domain", "", "", "secret_of_ada", "app_suspended"),
    ("check_domain", "", "", "secret_of_ada", "app_suspended"),
    ("remove_domain", "", "", "secret_of_ada", "app_suspended"),
    ("undo_config", "", "", "secret_of_ada", "app_suspended"),
    ("roll_back", "", "", "secret_of_ada", "app_suspended"),
    ("add_deploy_key", "", "", "secret_of_ada", "app_suspended"),
    ("send_request", "", "", "secret_of_ada", "app_suspended"),
    ("suspend_app", "/operator/apps/acme-shop/suspend", REASON, "secret_of_alan", "app_suspended"),
    ("extend_trial", "/operator/apps/acme-blog/extend", r#"{"days":5}"#, "secret_of_alan", "app_suspended"),
    // Mallory has begun another trial meanwhile.
    ("resume_app", "/operator/apps/app-e/resume", REASON, "secret_of_alan", "trial_running"),
];

#[rustfmt::skip]
const TO_THE_OPERATOR: &[Heard] = &[
    ("resume_company", "/operator/companies/acme/resume", REASON, "secret_of_alan", "company_runs"),
    ("record_payment", "/operator/invoices/W-000001/payments", r#"{"amount":"1.00","open":"999.00"}"#, "secret_of_alan", "amount_changed"),
    ("record_payment", "/operator/invoices/W-000001/payments", r#"{"amount":""}"#, "secret_of_alan", ""),
    ("record_payment", "/operator/invoices/W-000001/payments", r#"{"amount":""}"#, "secret_of_alan", "invoice_settled"),
    ("pay_invoice_now", "/companies/acme/invoices/W-000001/pay", "", "secret_of_ada", "invoice_settled"),
    ("credit_invoice", "/operator/invoices/W-000001/credit-notes", r#"{"lines":[{"line":1,"amount":"1.00","left":"999.00"}],"reason":"Unpaid"}"#, "secret_of_alan", "amount_changed"),
    ("credit_invoice", "/operator/invoices/W-000001/credit-notes", REASON, "secret_of_alan", ""),
    ("credit_invoice", "/operator/invoices/W-000001/credit-notes", REASON, "secret_of_alan", "invoice_credited"),
    ("pay_credit_back", "/operator/credit-notes/CN-000001/paid-back", TO_CARD, "secret_of_alan", "nothing_on_card"),
    ("pay_credit_back", "/operator/credit-notes/CN-000001/paid-back", r#"{"left":"999.00"}"#, "secret_of_alan", "amount_changed"),
    ("pay_credit_back", "/operator/credit-notes/CN-000001/paid-back", "{}", "secret_of_alan", ""),
    ("pay_credit_back", "/operator/credit-notes/CN-000001/paid-back", "{}", "secret_of_alan", "credit_used"),
    ("write_invoice_off", "/operator/invoices/W-000001/write-off", REASON, "secret_of_alan", "invoice_settled"),
    ("change_newsletter", "/operator/newsletters/{sent_newsletter}", NEWS, "secret_of_alan", "newsletter_sent"),
    ("send_newsletter", "/operator/newsletters/{sent_newsletter}/send", "", "secret_of_alan", "newsletter_sent"),
    ("discard_newsletter", "/operator/newsletters/{sent_newsletter}", "", "secret_of_alan", "newsletter_sent"),
    ("enable_webhook", "/operator/webhooks/{webhook}/enable", "", "secret_of_alan", "webhook_on"),
    ("disable_webhook", "/operator/webhooks/{off_webhook}/disable", "", "secret_of_alan", "webhook_off"),
    ("test_webhook", "/operator/webhooks/{off_webhook}/test", "", "secret_of_alan", "webhook_off"),
    ("send_failed_again", "/operator/webhooks/{off_webhook}/retry", "{}", "secret_of_alan", "webhook_off"),
    ("send_delivery_again", "/operator/webhooks/{off_webhook}/deliveries/{delivery}/retry", "", "secret_of_alan", "webhook_off"),
    ("send_delivery_again", "/operator/webhooks/{webhook}/deliveries/{delivery}/retry", "", "secret_of_alan", ""),
    ("send_delivery_again", "/operator/webhooks/{webhook}/deliveries/{delivery}/retry", "", "secret_of_alan", "delivery_waiting"),
    ("send_failed_again", "/operator/webhooks/{other_webhook}/retry", "{}", "secret_of_alan", "nothing_failed"),
    ("make_webhook", "/operator/webhooks", WEBHOOK, "secret_of_alan", "too_many_webhooks"),
    ("resume_app", "/operator/apps/acme-shop/resume", REASON, "secret_of_alan", "not_suspended"),
    ("extend_trial", "/operator/apps/acme-shop/extend", r#"{"days":5}"#, "secret_of_alan", "already_paid"),
    ("request_recovery", "/operator/recoveries", r#"{"company":"nowhere","heir":"kevin@flynn.example","reason":"Gone"}"#, "secret_of_alan", "company_not_found"),
    ("request_recovery", "/operator/recoveries", r#"{"company":"acme","heir":"kevin@flynn.example","reason":"Gone"}"#, "secret_of_alan", "recovery_waiting"),
    ("complete_recovery", "/operator/recoveries/{recovery}/complete", "", "secret_of_alan", "recovery_too_early"),
];

const TO_CARD: &str = r#"{"by":"card"}"#;

/// Ivan has become an Owner by the recovery, though he was invited as a Developer.
#[rustfmt::skip]
const AFTER_THE_RECOVERY: &[Heard] = &[
    ("accept_invitation", "/invitations/accept", SECRET, "secret_of_ivan", "already_member"),
    ("complete_recovery", "/operator/recoveries/{recovery}/complete", "", "secret_of_alan", "recovery_ended"),
    ("call_off_recovery", "/operator/recoveries/{recovery}/stop", "", "secret_of_alan", "recovery_ended"),
];

/// Who was to become an Owner has closed the account.
#[rustfmt::skip]
const WITHOUT_AN_HEIR: &[Heard] = &[
    ("complete_recovery", "/operator/recoveries/{recovery}/complete", "", "secret_of_alan", "person_not_found"),
];

/// The Billing Contact that pays for `acme-shop` has owed for weeks.
#[rustfmt::skip]
const NOBODY_PAYS: &[Heard] = &[
    ("create_app", "/companies/acme/apps", r#"{"app_name":"acme-new","plan":"small","payer":"{owing_contact}"}"#, "secret_of_ada", "payer_blocked"),
    ("pay_for_app", "/apps/acme-blog/pay", r#"{"plan":"small","payer":"{owing_contact}"}"#, "secret_of_ada", "payer_blocked"),
    ("move_trial_into_company", "/apps/ada-trial/join", r#"{"company":"acme","plan":"small","payer":"{owing_contact}"}"#, "secret_of_ada", "payer_blocked"),
    ("change_payer", "/apps/acme-two/payer", r#"{"payer":"{owing_contact}"}"#, "secret_of_ada", "payer_blocked"),
    ("move_app", "/apps/solo-app/move", r#"{"company":"acme","payer":"{owing_contact}"}"#, "secret_of_ada", "payer_blocked"),
    ("change_payer", "/apps/acme-shop/payer @3", r#"{"payer":"{acme_contact}"}"#, "secret_of_ada", "payment_overdue"),
    ("scale_app", "/apps/acme-shop/plan @3", r#"{"plan":"large"}"#, "secret_of_ada", "payment_overdue"),
    ("move_app", "/apps/acme-shop/move @3", r#"{"company":"solo","payer":"{solo_contact}"}"#, "secret_of_ada", "payment_overdue"),
    ("resume_app", "/operator/apps/acme-shop/resume", REASON, "secret_of_alan", "payment_overdue"),
    ("delete_for_non_payment", "/operator/doomed/{owing_contact}/delete", END_OF_CELLAR, "secret_of_alan", "not_doomed"),
];
const END_OF_CELLAR: &str = r#"{"confirmation":"Acme Cellar","reason":"Unpaid"}"#;

/// Rows whose words are heard in a story of their own below, or by who meets another at the same moment.
const STORIES: [(&str, &str); 27] = [
    ("resend_invitation", "invalid"),
    ("ask_for_renewal", "unconfirmed"),
    ("ask_for_renewal", "wrong_account"),
    // In `elsewhere.rs`.
    ("get_departure_receipt", "needs_admin"),
    // In `races_of_roles.rs` of the heart: the role was changed between the look and the step.
    ("step_down", "precondition_failed"),
    // An App that goes elsewhere takes its request along; only who meets that at the same moment is told.
    ("resend_request", "request_open"),
    ("resend_request", "request_outdated"),
    ("edit_request", "request_open"),
    ("edit_request", "request_outdated"),
    ("readdress_request", "request_open"),
    ("readdress_request", "request_outdated"),
    // When the price list has another currency by now.
    ("resend_request", "invalid"),
    // In `stripe.rs`: nobody takes cards, or the provider is away.
    ("enter_card", "no_cards"),
    ("enter_sepa", "no_cards"),
    ("enter_sepa", "no_sepa"),
    ("enter_sepa", "provider_silent"),
    ("enter_card", "provider_silent"),
    ("pay_invoice_now", "no_cards"),
    // In `payments/debiting.rs` of the heart: the house has no creditor identifier any more.
    ("pay_invoice_now", "no_sepa"),
    ("pay_credit_back", "no_cards"),
    // In `stripe/returning.rs`: it came back from the bank, and is noted once.
    ("settle_surplus", "surplus_settled"),
    // In `payments/charging.rs` of the heart: the provider thinks.
    ("pay_invoice_now", "charge_under_way"),
    ("record_payment", "charge_under_way"),
    ("write_invoice_off", "charge_under_way"),
    ("credit_invoice", "charge_under_way"),
    // In `payments/least.rs` of the heart: a part was transferred.
    ("pay_invoice_now", "too_little"),
    // In `payments/patience.rs` of the heart: a debit is announced, or its bank thinks.
    ("delete_for_non_payment", "charge_under_way"),
];

/// Whether somebody here hears this code.
pub fn tells(id: &str, code: &str) -> bool {
    let tables = [
        ANY_DAY,
        COMPANIES_SUSPENDED,
        APPS_SUSPENDED,
        TO_THE_OPERATOR,
        AFTER_THE_RECOVERY,
        WITHOUT_AN_HEIR,
        NOBODY_PAYS,
        requests::REQUESTS_WAIT,
        WITH_POLICIES,
        requests::REQUESTS_FROZEN,
        proposals::WAITS,
        proposals::FROZEN,
        proposals::SUSPENDED,
        proposals::CHANGED,
        proposals::REFUSED,
        proposals::OWNED,
    ]
    .concat();
    tables.iter().any(|(known, .., heard)| (*known, *heard) == (id, code))
        || invitations::OVER.iter().any(|(known, .., heard)| *known == id && heard.contains(&code))
        || requests::REQUEST_OVER.iter().any(|(known, ..)| *known == id && requests::REQUEST_ENDED.contains(&code))
        || STORIES.contains(&(id, code))
}

/// Asks as a table says, and compares what is heard.
pub(super) async fn hear(house: &House, heard: &[Heard]) {
    for (id, path, body, whose, code) in heard {
        let (path, body) = if path.is_empty() { first(id) } else { (*path, *body) };
        let (path, version) = path.split_once(" @").unwrap_or((path, "1"));
        let own = if path.contains("{a}") { "acme-shop" } else { "acme" };
        let (path, body) = (filled(house, path, own, ADA), filled(house, body, own, ADA));
        let tag = format!("\"{version}\"");
        let secret = house.facts[*whose].clone();
        let reply = house.ask_with(operation(id).method(), &path, Some(&secret), &body, &[("if-match", &tag)]).await;
        assert_eq!(reply.code(), *code, "{id} {path} {body} by {whose}: {}", reply.answer.body);
    }
}

/// What was sent to Ivan is over: he and Ada ask for it, with tokens of the hour.
async fn hear_that_it_is_over(mut house: House, over: impl Iterator<Item = Heard>) {
    for who in [ADA, IVAN] {
        give_token(&mut house, who).await;
    }
    hear(&house, &over.collect::<Vec<_>>()).await;
    house.close().await;
}

/// Path and body of the first row with which Ada is let in.
fn first(id: &str) -> (&'static str, &'static str) {
    let row = ROOMS.into_iter().flatten().find(|row| row.0 == id && (200..300).contains(&row.3[1])).unwrap();
    (row.1, row.2)
}

/// A token that reaches everywhere, made a moment ago with a password.
pub(super) async fn give_token(house: &mut House, who: Person) {
    let secret = house.token_of(who).await;
    house.facts.insert(fact("secret_of_", who), secret);
}

/// Alan is the operator's.
async fn with_an_operator(engine: Engine) -> (House, Operator) {
    let mut house = House::on(engine).await;
    house.promote(ALAN).await;
    give_token(&mut house, ALAN).await;
    let shell = Operator::of_the_house(&house.warren);
    (house, shell)
}

#[tokio::test]
async fn on_any_day() {
    for engine in Engine::all() {
        let mut house = House::on(engine).await;
        give_token(&mut house, UMA).await;
        let (ada, olga) =
            (actor(&house.warren, house.cookie(ADA)).await, actor(&house.warren, house.cookie(OLGA)).await);
        // A copied link proves no mailbox.
        let offer = Offer::plain(Role::Admin, "");
        ada.invite_with("acme", UMA.email, offer).await.unwrap();
        let to_uma = ada.invitations("acme").await.unwrap().into_iter().find(|card| card.email == UMA.email).unwrap();
        let link = ada.copy_invitation_link("acme", to_uma.id).await.unwrap();
        house.facts.insert("copied".into(), link.rsplit('/').next().unwrap().to_owned());
        // In the other Company she is no Owner.
        let mallory = actor(&house.warren, house.cookie(MALLORY)).await;
        mallory.invite("elsewhere", ADA.email, Role::Admin, "").await.unwrap();
        ada.accept_invitation(&newest_secret(&house.warren, ADA.email).await).await.unwrap();
        // A person and an App have as many keys as they can have.
        house.facts.insert("key_of_machine".into(), some_key(150));
        ada.add_deploy_key("acme-shop", &some_key(150), "machine", false).await.unwrap();
        for number in 1..100 {
            olga.add_key(&one_of_many(number), "desk").await.unwrap();
        }
        for number in 100..200 {
            ada.add_deploy_key("acme-blog", &one_of_many(number), "machine", false).await.unwrap();
        }
        hear(&house, ANY_DAY).await;
        ada.change_policies("acme", 1, Policies::read("acme.example", "").unwrap()).await.unwrap();
        hear(&house, WITH_POLICIES).await;
        house.close().await;
    }
}

#[tokio::test]
async fn while_companies_are_suspended() {
    for engine in Engine::all() {
        let (house, shell) = with_an_operator(engine).await;
        shell.suspend_app("acme-shop", "Unpaid").await.unwrap();
        shell.suspend_company("acme", "Unpaid").await.unwrap();
        shell.suspend_company("elsewhere", "Unpaid").await.unwrap();
        hear(&house, COMPANIES_SUSPENDED).await;
        house.close().await;
    }
}

#[tokio::test]
async fn while_apps_are_suspended() {
    for engine in Engine::all() {
        let (house, shell) = with_an_operator(engine).await;
        for app in ["acme-shop", "acme-blog", "app-e"] {
            shell.suspend_app(app, "Unpaid").await.unwrap();
        }
        actor(&house.warren, house.cookie(MALLORY)).await.start_personal_trial("another").await.unwrap();
        hear(&house, APPS_SUSPENDED).await;
        house.close().await;
    }
}

#[tokio::test]
async fn by_who_runs_the_house() {
    for engine in Engine::all() {
        let (mut house, shell) = with_an_operator(engine).await;
        // Three are there already.
        for _ in 3..20 {
            let (url, description) = ("https://platform.example/in".to_owned(), "One more".to_owned());
            shell.make_webhook(&WebhookForm { url, description, events: Vec::new() }).await.unwrap();
        }
        hear(&house, TO_THE_OPERATOR).await;
        // Another one waits shorter than an invitation lives.
        shell.set_setting("recovery_days", "3").await.unwrap();
        shell.stop_recovery(house.facts["recovery"].parse().unwrap()).await.unwrap();
        let recovery = shell.request_recovery("acme", IVAN.email, "", "An Owner is gone.").await.unwrap();
        house.facts.insert("recovery".into(), recovery.to_string());
        house.clock.forward(4 * DAY);
        give_token(&mut house, ALAN).await;
        give_token(&mut house, IVAN).await;
        let path = house.fill("/operator/recoveries/{recovery}/complete");
        let alan = house.facts["secret_of_alan"].clone();
        let done = house.ask(axum::http::Method::POST, &path, Some(&alan), "").await;
        assert_eq!(done.answer.status, 204, "{}", done.answer.body);
        hear(&house, AFTER_THE_RECOVERY).await;
        house.close().await;
    }
}

#[tokio::test]
async fn when_who_was_to_become_an_owner_is_gone() {
    for engine in Engine::all() {
        let (mut house, _) = with_an_operator(engine).await;
        actor(&house.warren, house.cookie(IVAN)).await.close_account(IVAN.email).await.unwrap();
        house.clock.forward(15 * DAY);
        give_token(&mut house, ALAN).await;
        hear(&house, WITHOUT_AN_HEIR).await;
        house.close().await;
    }
}

#[tokio::test]
async fn when_nobody_pays() {
    for engine in Engine::all() {
        let (mut house, _) = with_an_operator(engine).await;
        let ada = actor(&house.warren, house.cookie(ADA)).await;
        let contact = |name: &str| house.facts[name].parse().unwrap();
        let version = ada.app("acme-shop").await.unwrap().version;
        ada.change_payer("acme-shop", contact("owing_contact"), version).await.unwrap();
        ada.create_app("acme", "acme-two", "small", contact("contact")).await.unwrap();
        ada.create_app("solo", "solo-app", "small", contact("solo_contact")).await.unwrap();
        ada.start_personal_trial("ada-trial").await.unwrap();
        // Issued today, due in two weeks; then the first reminder, the second, the suspension.
        for days in [17, 7, 11] {
            house.clock.forward(days * DAY);
            house.warren.dun().await.unwrap();
        }
        for who in [ADA, ALAN] {
            give_token(&mut house, who).await;
        }
        hear(&house, NOBODY_PAYS).await;
        for days in [20, 10] {
            house.clock.forward(days * DAY);
            house.warren.dun().await.unwrap();
        }
        give_token(&mut house, ALAN).await;
        let alan = house.facts["secret_of_alan"].clone();
        let listed = async || {
            let told = house.ask(axum::http::Method::GET, "/operator/doomed", Some(&alan), "").await;
            told.answer.body.contains("\"Acme Cellar\"") && told.answer.body.contains("\"acme-shop\"")
        };
        assert!(listed().await);
        let path = house.fill("/operator/doomed/{owing_contact}/delete");
        let done = house.ask(axum::http::Method::POST, &path, Some(&alan), END_OF_CELLAR).await;
        assert_eq!(done.answer.status, 204, "{}", done.answer.body);
        assert!(!listed().await);
        house.close().await;
    }
}
