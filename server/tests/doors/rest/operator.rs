//! The operator (3.2): for everybody else there is no such place. What the operator is answered stands below.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("get_waiting", "/operator/waiting", "", [404, 404, 404, 404, 404]),
    ("list_settings", "/operator/settings", "", [404, 404, 404, 404, 404]),
    ("set_setting", "/operator/settings/trial_days", r#"{"value":"8"}"#, [404, 404, 404, 404, 404]),
    ("list_priced_plans", "/operator/plans", "", [404, 404, 404, 404, 404]),
    ("add_plan", "/operator/plans", r#"{"plan":"tiny","label":"Tiny","position":9,"price":"4.50","currency":"EUR","memory":128,"storage":512,"domain_count":1}"#, [404, 404, 404, 404, 404]),
    ("change_plan", "/operator/plans/small", r#"{"label":"Tiny","position":9,"price":"4.50","currency":"EUR","memory":128,"storage":512,"domain_count":1,"offered":true}"#, [404, 404, 404, 404, 404]),
    ("list_tenants", "/operator/companies", "", [404, 404, 404, 404, 404]),
    ("list_tenants", "/operator/companies?begins=ac", "", [404, 404, 404, 404, 404]),
    ("get_tenant", "/operator/companies/acme", "", [404, 404, 404, 404, 404]),
    ("get_tenant", "/operator/companies/no-such", "", [404, 404, 404, 404, 404]),
    ("suspend_company", "/operator/companies/acme/suspend", r#"{"reason":"Unpaid"}"#, [404, 404, 404, 404, 404]),
    ("resume_company", "/operator/companies/acme/resume", r#"{"reason":"Paid"}"#, [404, 404, 404, 404, 404]),
    ("list_tenant_apps", "/operator/apps", "", [404, 404, 404, 404, 404]),
    ("suspend_app", "/operator/apps/acme-shop/suspend", r#"{"reason":"Abuse"}"#, [404, 404, 404, 404, 404]),
    ("resume_app", "/operator/apps/acme-shop/resume", r#"{"reason":"Settled"}"#, [404, 404, 404, 404, 404]),
    ("extend_trial", "/operator/apps/acme-blog/extend", r#"{"days":5}"#, [404, 404, 404, 404, 404]),
    ("list_open_invoices", "/operator/invoices", "", [404, 404, 404, 404, 404]),
    ("record_payment", "/operator/invoices/W-000001/payments", r#"{"amount":"1.00"}"#, [404, 404, 404, 404, 404]),
    ("write_invoice_off", "/operator/invoices/W-000001/write-off", r#"{"reason":"Insolvent"}"#, [404, 404, 404, 404, 404]),
    ("get_creditable", "/operator/invoices/W-000001", "", [404, 404, 404, 404, 404]),
    ("credit_invoice", "/operator/invoices/W-000001/credit-notes", r#"{"lines":[],"reason":"Wrong"}"#, [404, 404, 404, 404, 404]),
    ("list_open_credit_notes", "/operator/credit-notes", "", [404, 404, 404, 404, 404]),
    ("pay_credit_back", "/operator/credit-notes/CN-000001/paid-back", r#"{"amount":"1.00"}"#, [404, 404, 404, 404, 404]),
    ("list_surpluses", "/operator/surpluses", "", [404, 404, 404, 404, 404]),
    ("settle_surplus", "/operator/surpluses/01938f3e-5c00-7000-8000-00000000000d/paid-back", "", [404, 404, 404, 404, 404]),
    ("list_doomed", "/operator/doomed", "", [404, 404, 404, 404, 404]),
    ("delete_for_non_payment", "/operator/doomed/{owing_contact}/delete", r#"{"confirmation":"Acme Cellar","reason":"Unpaid"}"#, [404, 404, 404, 404, 404]),
    ("list_all_recoveries", "/operator/recoveries", "", [404, 404, 404, 404, 404]),
    ("request_recovery", "/operator/recoveries", r#"{"company":"solo","heir":"kevin@flynn.example","reason":"Gone"}"#, [404, 404, 404, 404, 404]),
    ("complete_recovery", "/operator/recoveries/{recovery}/complete", "", [404, 404, 404, 404, 404]),
    ("call_off_recovery", "/operator/recoveries/{recovery}/stop", "", [404, 404, 404, 404, 404]),
    ("list_newsletters", "/operator/newsletters", "", [404, 404, 404, 404, 404]),
    ("write_newsletter", "/operator/newsletters", r#"{"subject":"News","text":"Text"}"#, [404, 404, 404, 404, 404]),
    ("get_newsletter", "/operator/newsletters/{draft}", "", [404, 404, 404, 404, 404]),
    ("change_newsletter", "/operator/newsletters/{draft}", r#"{"subject":"News","text":"Text"}"#, [404, 404, 404, 404, 404]),
    ("send_newsletter", "/operator/newsletters/{other_draft}/send", "", [404, 404, 404, 404, 404]),
    ("discard_newsletter", "/operator/newsletters/{draft}", "", [404, 404, 404, 404, 404]),
    ("list_webhooks", "/operator/webhooks", "", [404, 404, 404, 404, 404]),
    ("make_webhook", "/operator/webhooks", r#"{"url":"https://mirror.example/","description":"Mirror","events":["app.created"]}"#, [404, 404, 404, 404, 404]),
    ("get_webhook", "/operator/webhooks/{webhook}", "", [404, 404, 404, 404, 404]),
    ("change_webhook", "/operator/webhooks/{webhook}", r#"{"url":"https://mirror.example/in","description":"Mirror"}"#, [404, 404, 404, 404, 404]),
    ("renew_webhook", "/operator/webhooks/{other_webhook}/secret", "", [404, 404, 404, 404, 404]),
    ("test_webhook", "/operator/webhooks/{webhook}/test", "", [404, 404, 404, 404, 404]),
    ("list_deliveries", "/operator/webhooks/{webhook}/deliveries", "", [404, 404, 404, 404, 404]),
    ("send_delivery_again", "/operator/webhooks/{webhook}/deliveries/{delivery}/retry", "", [404, 404, 404, 404, 404]),
    ("send_failed_again", "/operator/webhooks/{webhook}/retry", r#"{"since":"2026-11-01"}"#, [404, 404, 404, 404, 404]),
    ("disable_webhook", "/operator/webhooks/{webhook}/disable", "", [404, 404, 404, 404, 404]),
    ("enable_webhook", "/operator/webhooks/{webhook}/enable", "", [404, 404, 404, 404, 404]),
    ("remove_webhook", "/operator/webhooks/{other_webhook}", "", [404, 404, 404, 404, 404]),
    ("list_mails", "/operator/mails?state=sent", "", [404, 404, 404, 404, 404]),
    ("retry_mail", "/operator/mails/1/retry", "", [404, 404, 404, 404, 404]),
    ("delete_app_of_house", "/operator/apps/acme-shop/delete", r#"{"confirmation":"acme-shop","reason":"Unpaid"}"#, [404, 404, 404, 404, 404]),
];

use axum::http::Method;
use teamwork::{acts::Operator, rules::moment::MINUTE};

use crate::house::*;

/// Ivan becomes one of the operator's; his secret, and the number of a mail that was given up.
async fn promote(house: &House) -> (String, i64) {
    house.promote(IVAN).await;
    house.act(NOBODY, "ask_reset", &form(&[("email", ADA.email)])).await;
    let mail = house.warren.claim_mails(1, MINUTE).await.unwrap().remove(0);
    house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
    (house.facts["secret_of_ivan"].clone(), mail.id)
}

#[tokio::test]
async fn programs_of_the_operator_look_everywhere_and_each_act_changes_something() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (ivan, mail) = promote(&house).await;
        let mut eye = house.eye().await;
        let mut before = eye.digest().await;
        let retry = format!("/operator/mails/{mail}/retry");
        let mut done: Vec<&str> = Vec::new();
        // A recovery is completed after days, when this token is long over: the pages do that in `doors/operator.rs`.
        // Nobody's Apps wait to be deleted before months have passed: `refusals.rs` lets them pass.
        // Nothing was taken too much: `stripe/returning.rs` takes it.
        let elsewhere = ["complete_recovery", "delete_for_non_payment", "settle_surplus"];
        let rows = ROWS.iter().filter(|row| !elsewhere.contains(&row.0));
        // The one that waits is called off first, so that nothing stands in the way.
        for row in rows {
            let path = if row.0 == "retry_mail" { retry.clone() } else { house.fill(row.1) };
            let method = super::operation(row.0).method();
            let told = house.ask(method.clone(), &path, Some(&ivan), row.2).await;
            let after = eye.digest().await;
            let expected = match (row.0, row.1) {
                (_, path) if path.ends_with("no-such") => 404,
                ("request_recovery" | "write_newsletter" | "credit_invoice" | "make_webhook" | "renew_webhook", _) => {
                    201
                }
                _ if method == Method::GET => 200,
                _ => 204,
            };
            assert_eq!(told.answer.status, expected, "{path}: {}", told.answer.body);
            assert_eq!(after != before, method != Method::GET, "{path}");
            before = after;
            done.push(row.0);
        }
        let early =
            house.ask(Method::POST, &house.fill("/operator/recoveries/{recovery}/complete"), Some(&ivan), "").await;
        assert_eq!(early.code(), "recovery_ended");
        let shell = Operator::of_the_house(&house.warren);
        assert_eq!(shell.settings().await.unwrap().iter().filter(|one| one.changed_at.is_some()).count(), 6);
        // The operator is nobody in a Company.
        assert_eq!(house.ask(Method::GET, "/companies/acme", Some(&ivan), "").await.answer.status, 404);
        house.close().await;
    }
}
