//! Who the operator is, and that for everybody else there is no such place.

use teamwork::{
    acts::{Chance, Operator},
    rules::{
        moment::MINUTE,
        outbox::MailState,
        price_list::PlanForm,
        problem::{Problem, Thing},
        text::{Email, Password, PersonName},
        webhook::form::WebhookForm,
    },
};

use super::{operator, shell};
use crate::house::{ADA, House, PASSWORD, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn for_everybody_else_there_is_no_operator() {
    each_engine(async |house| {
        for person in [house.ada().await, house.grace().await, house.kevin().await, house.mara().await] {
            assert!(!person.me().operator);
            assert_eq!(person.operator().await.map(|_| ()), Err(Problem::NotFound(Thing::Page)));
        }
        let log = house.log().await;
        assert_eq!(log.len(), 4, "that they looked for it is noted");
        assert!(log.iter().all(|entry| entry.event == "access_denied" && entry.target == "operator"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_made_on_the_command_line_is_an_operator() {
    each_engine(async |house| {
        let email = "root@house.example";
        let name = PersonName::parse("Root", "").unwrap();
        let address = Email::parse(teamwork::rules::problem::Field::Email, email).unwrap();
        let password = Password::parse(teamwork::rules::problem::Field::Password, PASSWORD, email).unwrap();
        house.warren.create_operator(name, address, password).await.unwrap();
        let signed_in = house.guest().sign_in(email, PASSWORD).await.unwrap();
        let root = house.recognise(&signed_in.secret).await.unwrap();
        assert!(root.me().operator);
        assert!(root.operator().await.is_ok());
    })
    .await;
}

/// Every writing act, and none of those that look.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_on_an_old_proof() {
    each_engine(async |house| {
        operator(house).await;
        house.clock.forward(9 * MINUTE);
        assert_eq!(writes(house, &operator(house).await).await.iter().filter(|answer| stale(answer)).count(), 0);
        house.clock.forward(MINUTE);
        let old = operator(house).await;
        let before = house.database.dump().await;
        assert!(writes(house, &old).await.iter().all(stale));
        assert_eq!(house.database.dump().await, before);
        old.waiting().await.unwrap();
        old.settings().await.unwrap();
        old.price_list().await.unwrap();
        old.companies("", None).await.unwrap();
        old.apps("", None).await.unwrap();
        old.company("acme").await.unwrap();
        old.recoveries().await.unwrap();
        old.outbox(MailState::Sent, None).await.unwrap();
    })
    .await;
}

fn stale(answer: &Result<(), Problem>) -> bool {
    *answer == Err(Problem::Reauthenticate)
}

async fn writes(house: &House, operator: &Operator) -> Vec<Result<(), Problem>> {
    let id = teamwork::rules::id::RecoveryId::new(house.warren.now(), Chance::seeded(3).bytes());
    let webhook = teamwork::rules::id::WebhookId::new(house.warren.now(), Chance::seeded(3).bytes());
    vec![
        operator.set_setting("trial_days", "8").await,
        operator.add_plan(&PlanForm::default()).await,
        operator.change_plan(&PlanForm::default(), 1).await,
        operator.suspend_app("acme-shop", "Abuse").await,
        operator.resume_app("acme-shop", "Settled").await,
        operator.delete_app("acme-shop", "acme-shop", "Unpaid").await,
        operator.extend_trial("acme-shop", "5").await.map(|_| ()),
        operator.suspend_company("acme", "Unpaid").await,
        operator.resume_company("acme", "Paid").await,
        operator.request_recovery("acme", ADA.email, "", "Gone").await.map(|_| ()),
        operator.complete_recovery(id).await,
        operator.stop_recovery(id).await,
        operator.retry_mail(1).await,
        operator.make_webhook(&WebhookForm::default()).await.map(|_| ()),
        operator.change_webhook(webhook, 1, &WebhookForm::default()).await,
        operator.renew_webhook(webhook, 1).await.map(|_| ()),
        operator.turn_webhook(webhook, false).await,
        operator.remove_webhook(webhook).await,
        operator.test_webhook(webhook).await,
        operator.send_delivery_again(webhook, 1).await,
        operator.send_failed_again(webhook, "").await.map(|_| ()),
    ]
}

/// The log names nobody for the command line, and its door.
#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_acts_as_the_house() {
    each_engine(async |house| {
        shell(house).set_setting("trial_days", "8").await.unwrap();
        operator(house).await.set_setting("trial_days", "9").await.unwrap();
        let log = house.log().await;
        let doors: Vec<_> = log.iter().map(|entry| (entry.door.as_str(), entry.has_actor)).collect();
        assert_eq!(doors, [("cli", false), ("page", true)]);
    })
    .await;
}
