//! How many statements the acts of the operator issue, begin and commit aside; on PostgreSQL one more where streams are told.

use teamwork::rules::{moment::DAY, outbox::MailState, price_list::PlanForm, role::Role};

use super::shell;
use crate::house::{ADA, Engine, House, KEVIN, MALLORY, each_engine};

async fn spent<T>(house: &House, act: impl Future<Output = T>) -> (u64, T) {
    let before = house.warren.statements();
    let answer = act.await;
    (house.warren.statements() - before, answer)
}

fn telling(house: &House, statements: u64) -> u64 {
    statements + u64::from(house.database.engine() == Engine::Postgres)
}

macro_rules! costs {
    ($house:expr, $act:expr, $budget:expr) => {{
        let (spent, answer) = spent($house, $act).await;
        assert_eq!(spent, $budget, "{} costs {spent}", stringify!($act));
        answer.unwrap()
    }};
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_of_the_operator_cost_the_same_in_every_house() {
    each_engine(async |house| {
        let shell = shell(house);
        costs!(house, shell.waiting(), 1);
        costs!(house, shell.settings(), 1);
        costs!(house, shell.price_list(), 1);
        costs!(house, shell.companies("", None), 1);
        costs!(house, shell.apps("", None), 1);
        costs!(house, shell.ending_trials(), 1);
        // The Company, its Owners, its Apps, the recovery that waits.
        costs!(house, shell.company("acme"), 4);
        // One for each state.
        costs!(house, shell.recoveries(), 3);
        costs!(house, shell.outbox(MailState::Sent, None), 1);
        // The seat, the recovery.
        let ada = house.ada().await;
        costs!(house, ada.recovery("acme"), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_changes_stays_within_its_budget() {
    each_engine(async |house| {
        let form = PlanForm {
            key: "small".into(),
            name: "Small".into(),
            position: "1".into(),
            price: "9.00".into(),
            currency: "EUR".into(),
            memory: "256".into(),
            storage: "1024".into(),
            domain_count: "2".into(),
            offered: true,
        };
        // Plan, update, end of the chain, log.
        costs!(house, shell(house).change_plan(&form, 1), 4);
        // Company, its update, its Apps, mails, end of the chain, log.
        costs!(house, shell(house).suspend_company("acme", "Unpaid"), telling(house, 7));
        costs!(house, shell(house).resume_company("acme", "Paid"), telling(house, 7));
        // Company, waiting?, heir, departed, Owner?, insert, mails, end of the chain, log.
        let request = shell(house);
        let id = costs!(house, request.request_recovery("acme", KEVIN.email, ADA.email, "Gone"), telling(house, 9));
        // Recovery, its end, mails, end of the chain, log.
        costs!(house, shell(house).stop_recovery(id), telling(house, 5));
        let id = shell(house).request_recovery("acme", MALLORY.email, ADA.email, "Gone").await.unwrap();
        house.clock.forward(14 * DAY);
        // Recovery, its end; heir, role, member, count, end of the chain, log; role, count, person, what is lost,
        // member, count, invitations, mails, log; mails, log.
        costs!(house, shell(house).complete_recovery(id), telling(house, 20));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_taken_up_again_in_three_statements() {
    each_engine(async |house| {
        house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let mail = house.warren.claim_mails(10, DAY).await.unwrap().remove(0);
        house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
        // Update, end of the chain, log.
        costs!(house, shell(house).retry_mail(mail.id), 3);
    })
    .await;
}
