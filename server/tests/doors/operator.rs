//! What the doors of the operator answer, to whom they do not exist, and to whom they do. Columns: nobody, a stranger, an
//! Owner, an Admin, a Developer, a Billing member.

use teamwork::rules::{
    moment::{DAY, MINUTE},
    outbox::MailState,
    problem::Problem,
};

use super::Row;
use crate::house::*;

const PLAN: &str = "label=Tiny&position=9&price=4.50&currency=EUR&memory=128&storage=512&domain_count=1";

/// Acts that only look.
pub const LOOKS: &[&str] = &["recovery"];

#[rustfmt::skip]
pub const OPERATOR: &[Row] = &[
    // 3.2: for everybody else there is no such place.
    ("GET /operator", "/operator",                                    [303, 404, 404, 404, 404, 404]),
    ("GET /operator/settings", "/operator/settings",                  [303, 404, 404, 404, 404, 404]),
    ("GET /operator/plans", "/operator/plans",                        [303, 404, 404, 404, 404, 404]),
    ("GET /operator/companies", "/operator/companies",                [303, 404, 404, 404, 404, 404]),
    ("GET /operator/companies", "/operator/companies?begins=ac",      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/companies/{slug}", "/operator/companies/acme",    [303, 404, 404, 404, 404, 404]),
    ("GET /operator/companies/{slug}", "/operator/companies/no-such", [303, 404, 404, 404, 404, 404]),
    ("GET /operator/apps", "/operator/apps",                          [303, 404, 404, 404, 404, 404]),
    ("GET /operator/invoices", "/operator/invoices",                  [303, 404, 404, 404, 404, 404]),
    ("GET /operator/credits", "/operator/credits?invoice=W-000001",   [303, 404, 404, 404, 404, 404]),
    ("GET /operator/doomed", "/operator/doomed",                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/recoveries", "/operator/recoveries",              [303, 404, 404, 404, 404, 404]),
    ("GET /operator/newsletters", "/operator/newsletters",            [303, 404, 404, 404, 404, 404]),
    ("GET /operator/newsletters/{newsletter}", "/operator/newsletters/{draft}",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/newsletters/{newsletter}", "/operator/newsletters/{sent_newsletter}",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/newsletters/{newsletter}", "/operator/newsletters/no-such",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/outbox", "/operator/outbox",                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/outbox", "/operator/outbox?state=sent",           [303, 404, 404, 404, 404, 404]),
    ("POST /do/operator_waiting", "",                                 [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_settings", "",                                [401, 404, 404, 404, 404, 404]),
    ("POST /do/set_setting", "key=trial_days&value=8",                [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_plans", "",                                   [401, 404, 404, 404, 404, 404]),
    ("POST /do/add_plan", "plan=tiny&label=Tiny&position=9&price=4.50&currency=EUR&memory=128&storage=512&domain_count=1",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/change_plan", "key=small&version=1&label=Tiny&position=9&price=4.50&currency=EUR&memory=128&storage=512&domain_count=1",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_companies", "begins=&after=",                 [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_company", "slug=acme",                        [401, 404, 404, 404, 404, 404]),
    ("POST /do/suspend_company", "slug=acme&reason=Unpaid",           [401, 404, 404, 404, 404, 404]),
    ("POST /do/resume_company", "slug=acme&reason=Paid",              [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_apps", "begins=&after=",                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/suspend_app", "app_name=acme-shop&reason=Abuse",       [401, 404, 404, 404, 404, 404]),
    ("POST /do/resume_app", "app_name=acme-shop&reason=Settled",      [401, 404, 404, 404, 404, 404]),
    ("POST /do/delete_app_of_house", "app_name=acme-shop&confirmation=acme-shop&reason=Unpaid",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/extend_trial", "app_name=acme-blog&days=5",            [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_invoices", "after=",                          [401, 404, 404, 404, 404, 404]),
    ("POST /do/record_payment", "number=W-000001&amount=1.00",        [401, 404, 404, 404, 404, 404]),
    ("POST /do/write_invoice_off", "number=W-000001&reason=Insolvent", [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_creditable", "number=W-000001",               [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_credits", "after=",                           [401, 404, 404, 404, 404, 404]),
    ("POST /do/credit_invoice", "number=W-000001&reason=Wrong&whole=true", [401, 404, 404, 404, 404, 404]),
    ("POST /do/pay_credit_back", "number=CN-000001&amount=1.00",      [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_surpluses", "",                               [401, 404, 404, 404, 404, 404]),
    ("POST /do/settle_surplus", "refund=01938f3e-5c00-7000-8000-00000000000d", [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_doomed", "",                                  [401, 404, 404, 404, 404, 404]),
    ("POST /do/delete_for_non_payment", "contact={owing_contact}&confirmation=Acme+Cellar&reason=Unpaid",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_recoveries", "",                              [401, 404, 404, 404, 404, 404]),
    ("POST /do/request_recovery", "slug=solo&heir=kevin@flynn.example&departed=&reason=Gone",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/complete_recovery", "recovery={recovery}",             [401, 404, 404, 404, 404, 404]),
    ("POST /do/call_off_recovery", "recovery={recovery}",             [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_newsletters", "after=",                       [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_newsletter", "newsletter={draft}",            [401, 404, 404, 404, 404, 404]),
    ("POST /do/write_newsletter", "subject=News&text=Text",           [401, 404, 404, 404, 404, 404]),
    ("POST /do/change_newsletter", "newsletter={draft}&version=1&subject=News&text=Text",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/send_newsletter", "newsletter={draft}&version=1",      [401, 404, 404, 404, 404, 404]),
    ("POST /do/discard_newsletter", "newsletter={draft}",             [401, 404, 404, 404, 404, 404]),
    ("GET /operator/webhooks", "/operator/webhooks",                  [303, 404, 404, 404, 404, 404]),
    ("GET /operator/webhooks/{webhook}", "/operator/webhooks/{webhook}",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/webhooks/{webhook}", "/operator/webhooks/{off_webhook}",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("GET /operator/webhooks/{webhook}", "/operator/webhooks/no-such",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("POST /do/operator_webhooks", "",                                [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_webhook", "webhook={webhook}&after=",         [401, 404, 404, 404, 404, 404]),
    ("POST /do/make_webhook", "url=https://mirror.example/&description=Mirror",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/change_webhook", "webhook={webhook}&version=1&url=https://mirror.example/&description=Mirror",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/renew_webhook", "webhook={webhook}&version=1",         [401, 404, 404, 404, 404, 404]),
    ("POST /do/turn_webhook", "webhook={webhook}&on=false",           [401, 404, 404, 404, 404, 404]),
    ("POST /do/remove_webhook", "webhook={webhook}",                  [401, 404, 404, 404, 404, 404]),
    ("POST /do/test_webhook", "webhook={webhook}",                    [401, 404, 404, 404, 404, 404]),
    ("POST /do/send_delivery_again", "webhook={webhook}&delivery={delivery}",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/send_failed_again", "webhook={webhook}&since=",        [401, 404, 404, 404, 404, 404]),
    ("POST /do/operator_outbox", "state=failed&after=",               [401, 404, 404, 404, 404, 404]),
    ("POST /do/retry_mail", "mail=1",                                 [401, 404, 404, 404, 404, 404]),

    // Rows 3 and 4: Owners and Admins look, whom M28 reaches; any Owner stops it.
    ("GET /c/{slug}/recovery", "/c/{c}/recovery",                     [303, 404, 200, 200, 403, 403]),
    ("POST /do/recovery", "slug={c}",                                 [401, 404, 200, 200, 403, 403]),
    ("POST /do/stop_recovery", "slug={c}",                            [401, 404, 200, 403, 403, 403]),
    ("POST /do/stop_recovery", "slug=solo",                           [401, 404, 409, 404, 404, 404]),
];

#[tokio::test]
async fn an_operator_comes_in_everywhere() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        house.promote(UMA).await;
        for (door, send, expected) in OPERATOR {
            if door.starts_with("GET") && expected[2] == 404 {
                let page = house.get(Some(UMA), &house.fill(send)).await;
                let there = if send.ends_with("no-such") { 404 } else { 200 };
                assert_eq!(page.status, there, "{send}: {}", page.body);
                assert_eq!(page.body.contains("aria-label=\"Operator\""), there == 200, "{send}");
                assert!(!page.body.contains("/pkg/warren.js"), "{send} is a still page");
            }
        }
        assert!(house.get(Some(UMA), "/account").await.body.contains("href=\"/operator\""));
        assert!(!house.get(Some(ADA), "/account").await.body.contains("href=\"/operator\""));
        // The operator is nobody in a Company.
        assert_eq!(house.get(Some(UMA), "/c/acme/recovery").await.status, 404);
        assert_eq!(house.get(Some(UMA), "/c/acme").await.status, 404);
        house.close().await;
    }
}

#[tokio::test]
async fn each_act_of_the_operator_changes_something() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        house.promote(UMA).await;
        let mail = dead_mail(&house).await;
        let mut eye = house.eye().await;
        let mut before = eye.digest().await;
        let plan = format!("plan=tiny&{PLAN}");
        let changed = format!("key=small&version=1&offered=true&{PLAN}");
        let retry = format!("mail={mail}");
        for (act, form) in [
            ("set_setting", "key=trial_days&value=8"),
            ("set_setting", "key=name&value=Rabbit+Row"),
            ("add_plan", plan.as_str()),
            ("change_plan", changed.as_str()),
            ("extend_trial", "app_name=acme-blog&days=5"),
            ("suspend_app", "app_name=acme-shop&reason=Abuse"),
            ("resume_app", "app_name=acme-shop&reason=Settled"),
            ("suspend_company", "slug=acme&reason=Unpaid"),
            ("resume_company", "slug=acme&reason=Paid"),
            ("delete_app_of_house", "app_name=acme-shop&confirmation=acme-shop&reason=Unpaid"),
            ("write_newsletter", "subject=News&text=Text"),
            ("change_newsletter", "newsletter={draft}&version=1&subject=News&text=Text"),
            ("send_newsletter", "newsletter={other_draft}&version=1"),
            ("discard_newsletter", "newsletter={draft}"),
            ("request_recovery", "slug=solo&heir=kevin@flynn.example&departed=&reason=Gone"),
            ("call_off_recovery", "recovery={recovery}"),
            ("retry_mail", retry.as_str()),
            ("make_webhook", "url=https://mirror.example/&description=Mirror&events[0]=app.created"),
            ("change_webhook", "webhook={webhook}&version=1&url=https://mirror.example/in&description=Mirror"),
            ("renew_webhook", "webhook={other_webhook}&version=1"),
            ("test_webhook", "webhook={webhook}"),
            ("send_delivery_again", "webhook={webhook}&delivery={delivery}"),
            ("send_failed_again", "webhook={webhook}&since=2026-11-01"),
            ("turn_webhook", "webhook={webhook}&on=false"),
            ("turn_webhook", "webhook={webhook}&on=true"),
            ("remove_webhook", "webhook={other_webhook}"),
            ("record_payment", "number=W-000001&amount=1.00"),
            ("credit_invoice", "number=W-000001&reason=Wrong&amounts[0]=1.00&amounts[1]="),
            ("write_invoice_off", "number=W-000001&reason=Insolvent"),
            // A euro was paid.
            ("credit_invoice", "number=W-000001&reason=Wrong&whole=true"),
            ("pay_credit_back", "number=CN-000002&amount=0.50"),
        ] {
            let answer = house.act(Some(UMA), act, &house.fill(form)).await;
            let after = eye.digest().await;
            assert_eq!((answer.status, after != before), (200, true), "{act} {form}: {}", answer.body);
            before = after;
        }
        assert!(house.get(Some(UMA), "/account").await.body.contains("Rabbit Row on warren.example"));
        for (act, form) in [
            ("operator_outbox", "state=lost&after="),
            ("operator_companies", "begins=&after=x"),
            ("operator_credits", "after=x"),
            ("operator_webhook", "webhook={webhook}&after=x"),
        ] {
            assert_eq!(house.act(Some(UMA), act, &house.fill(form)).await.status, 400, "{act}");
        }
        house.close().await;
    }
}

/// Step 2 comes after the waiting time, when the session of step 1 is long over.
#[tokio::test]
async fn a_recovery_is_completed_after_its_waiting_time() {
    let mut house = House::open().await;
    house.promote(UMA).await;
    let early = house.act(Some(UMA), "complete_recovery", &house.fill("recovery={recovery}")).await;
    assert_eq!(early.status, 409, "{}", early.body);
    house.clock.forward(14 * DAY);
    let answer = house.act(NOBODY, "sign_in", &form(&[("email", UMA.email), ("password", PASSWORD)])).await;
    house.cookies.insert(UMA, answer.session().unwrap());
    let page = house.get(Some(UMA), "/operator/recoveries").await.body;
    assert!(page.contains("Complete the recovery"), "{page}");
    let done =
        house.post(Some(UMA), "/operator/recoveries", "complete_recovery", &house.fill("recovery={recovery}")).await;
    assert!(done.status == 200 && done.body.contains("The recovery is complete."), "{}", done.body);
    let again = house.act(Some(UMA), "complete_recovery", &house.fill("recovery={recovery}")).await;
    assert_eq!(again.status, 409);
    house.close().await;
}

/// The banner, the card, the App, and the operator's last word.
#[tokio::test]
async fn when_nobody_pays_every_page_says_so_and_the_operator_ends_it() {
    for engine in Engine::all() {
        let mut house = House::on(engine).await;
        house.promote(UMA).await;
        let change = house.fill("app=acme-shop&payer={owing_contact}&version=1");
        let changed = house.act(Some(ADA), "change_payer", &change).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        for days in [17, 7] {
            house.clock.forward(days * DAY);
            house.warren.dun().await.unwrap();
        }
        let open = house.fill("/c/acme/billing/{owing_contact}/invoices?tab=open").replace('&', "&amp;");
        for (who, path, there, gone) in [
            (ADA, "/c/acme", vec!["Payment is overdue.", "are to be paid.", &open], vec!["Apps are suspended"]),
            (
                MARA,
                "/c/acme/billing",
                vec!["Payment is overdue.", "are to be paid.", &open, ">Payment overdue<"],
                vec![],
            ),
            (
                GRACE,
                "/c/acme/apps",
                vec!["Payment is overdue.", "Ask an Owner or a Billing member."],
                vec![open.as_str(), "are to be paid"],
            ),
            (KEVIN, "/c/acme/apps", vec![], vec!["overdue"]),
        ] {
            sees(&mut house, who, path, &there, &gone).await;
        }
        house.clock.forward(11 * DAY);
        house.warren.dun().await.unwrap();
        for (who, path, there, gone) in [
            (ADA, "/c/acme", vec!["Apps are suspended: payment is overdue.", &open], vec![]),
            (ADA, "/c/acme/billing", vec![">Blocked: payment overdue<"], vec![]),
            (ADA, "/c/acme/apps", vec![">Suspended: payment is overdue<"], vec![]),
            (
                GRACE,
                "/c/acme/apps/acme-shop",
                vec!["Suspended: payment is overdue. It runs again"],
                vec![open.as_str()],
            ),
            (ADA, "/c/acme/apps/new", vec!["Acme Cellar, in EUR: payment overdue", "disabled"], vec![]),
            (UMA, "/operator/doomed", vec!["Nobody’s Apps wait to be deleted."], vec![]),
        ] {
            sees(&mut house, who, path, &there, &gone).await;
        }
        for days in [20, 10] {
            house.clock.forward(days * DAY);
            house.warren.dun().await.unwrap();
        }
        sees(&mut house, UMA, "/operator", &["Billing contacts whose Apps wait to be deleted: 1"], &[]).await;
        sees(&mut house, UMA, "/operator/doomed", &["Acme Cellar of ", "Apps: acme-shop"], &[]).await;
        let cellar = house.fill("contact={owing_contact}&confirmation=Acme+Cellar&reason=Unpaid");
        let page = house.post(Some(UMA), "/operator/doomed", "delete_for_non_payment", &cellar).await;
        assert!(page.status == 200 && page.body.contains("The Apps are deleted."), "{}", page.body);
        assert!(page.body.contains("Nobody’s Apps wait to be deleted."));
        let again = house.act(Some(UMA), "delete_for_non_payment", &cellar).await;
        assert_eq!(again.status, 409);
        house.close().await;
    }
}

/// Somebody, signed in anew, reads a page: what stands there, and what does not.
async fn sees(house: &mut House, who: Person, path: &str, there: &[&str], gone: &[&str]) {
    let answer = house.act(NOBODY, "sign_in", &form(&[("email", who.email), ("password", PASSWORD)])).await;
    house.cookies.insert(who, answer.session().unwrap());
    let page = house.get(Some(who), path).await.body;
    // Without what the framework leaves between two texts.
    let text = page.replace("<!>", "");
    for word in there {
        assert!(text.contains(word), "{} at {path} misses {word}: {text}", who.first);
    }
    for word in gone {
        assert!(!text.contains(word), "{} at {path} reads {word}", who.first);
    }
}

#[tokio::test]
async fn an_old_proof_changes_nothing_and_the_page_asks_for_a_new_one() {
    let house = House::open().await;
    house.promote(UMA).await;
    assert!(!house.get(Some(UMA), "/operator/settings").await.body.contains("Confirm it is you first"));
    house.clock.forward(11 * MINUTE);
    let answer = house.act(Some(UMA), "set_setting", "key=trial_days&value=8").await;
    assert_eq!((answer.status, answer.problem()), (403, Problem::Reauthenticate));
    let page = house.post(Some(UMA), "/operator/settings", "set_setting", "key=trial_days&value=8").await;
    assert!(page.status == 403 && page.body.contains("name=\"password\""), "{}", page.body);
    assert!(page.body.contains("value=\"8\""), "nothing typed is lost");
    assert!(!page.body.contains("?/reauthenticate"), "one form asks, and it is the one that came back");
    let proven = form(&[("key", "trial_days"), ("value", "8"), ("password", PASSWORD)]);
    let page = house.post(Some(UMA), "/operator/settings", "set_setting", &proven).await;
    assert!(page.status == 200 && page.body.contains("Saved."), "{}", page.body);
    house.close().await;
}

/// A mail that was given up; its number.
async fn dead_mail(house: &House) -> i64 {
    house.act(NOBODY, "ask_reset", &form(&[("email", ADA.email)])).await;
    let mail = house.warren.claim_mails(1, MINUTE).await.unwrap().remove(0);
    house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
    let shell = teamwork::acts::Operator::of_the_house(&house.warren);
    assert_eq!(shell.outbox(MailState::Failed, None).await.unwrap().mails[0].id, mail.id);
    mail.id
}

/// Both forms of the page without script: a slip is said at the amounts and loses nothing, a good one says what was done.
#[tokio::test]
async fn an_invoice_is_corrected_on_its_page() {
    let mut house = House::open().await;
    house.promote(UMA).await;
    let path = "/operator/credits?invoice=W-000001";
    sees(&mut house, UMA, path, &["Invoice W-000001 · Acme Cellar", "Net, at most", "Nothing is left of any"], &[])
        .await;
    for (form, there) in [
        ("whole=false&number=W-000001&reason=Slow&amounts[0]=9999.00", "more than is left"),
        ("whole=false&number=W-000001&reason=Slow&amounts[0]=", "Write an amount"),
        ("whole=true&number=W-000001&reason=", "field__error"),
    ] {
        let again = house.post(Some(UMA), "/operator/credits", "credit_invoice", form).await;
        assert!(again.status == 422 && again.body.contains(there), "{form}: {} {}", again.status, again.body);
    }
    let slip = "whole=false&number=W-000001&reason=Slow+days&amounts[0]=9999.00";
    let again = house.post(Some(UMA), "/operator/credits", "credit_invoice", slip).await;
    assert!(again.body.contains("value=\"9999.00\"") && again.body.contains("value=\"Slow days\""), "{}", again.body);
    let good = "whole=false&number=W-000001&reason=Slow&amounts[0]=1.00";
    let done = house.post(Some(UMA), "/operator/credits", "credit_invoice", good).await;
    assert!(done.status == 200 && done.body.contains("The credit note is issued."), "{}", done.body);
    let page = house.get(Some(UMA), "/operator/credits?invoice=nonsense").await.body;
    assert!(page.contains("This invoice was not found."), "{page}");
    house.close().await;
}
