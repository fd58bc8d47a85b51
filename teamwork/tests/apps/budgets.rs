//! How many statements the acts on Apps may issue; PostgreSQL has one more in each act that tells the streams.

use super::{contacts, second_contact, shop};
use crate::house::{Engine, House, each_engine};

async fn spent<T>(house: &House, act: impl Future<Output = T>) -> (u64, T) {
    let before = house.warren.statements();
    let answer = act.await;
    (house.warren.statements() - before, answer)
}

/// The notice to the streams comes on top on PostgreSQL.
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
async fn acts_on_apps_stay_within_their_budget() {
    each_engine(async |house| {
        shop(house).await;
        let (ada, kevin, second) = (house.ada().await, house.kevin().await, second_contact(house).await);
        let contact = contacts(&ada, "acme").await[0];
        costs!(house, ada.apps("acme", None), 1);
        costs!(house, ada.my_trials(), 1);
        // Standing, payer, periods, plan, people: one more than a page of one statement for each kind of thing.
        costs!(house, ada.app("acme-shop"), 5);
        // App, name, end of the chain, log.
        costs!(house, kevin.start_personal_trial("app-x"), telling(house, 4));
        // Standing, App, name, mails, end of the chain, log.
        costs!(house, ada.start_trial("acme", "acme-blog"), telling(house, 6));
        // The same, with plan, payer and period.
        costs!(house, ada.create_app("acme", "acme-wiki", "small", contact), telling(house, 9));
        // Standing, plan, App, period, its end and the next, mails, end of the chain, log.
        costs!(house, ada.scale_app("acme-shop", "large", 1), telling(house, 9));
        // Standing, how who paid until now stands (nobody leaves an overdue debt behind), period, payer, App, the period of
        // tomorrow, end of the chain, log.
        costs!(house, ada.change_payer("acme-shop", second, 2), telling(house, 8));
        // Standing, plan, payer, App, period, end of the chain, log.
        costs!(house, ada.pay_for_app("acme-blog", "small", contact, 1), telling(house, 7));
        // Standing, two for periods, two for invitations, nine for what hangs on it (its pushes, its repository and
        // its releases too), mails,
        // end of the chain, log.
        costs!(house, ada.delete_app("acme-shop", "acme-shop", 3), telling(house, 18));
    })
    .await;
}
