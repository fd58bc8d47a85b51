//! The proof of the provider against everything that rivals it: the App is handed over, or nothing is, and whoever was faster
//! reads that it was so (I20–I22).
//!
//! `RACE_ROUNDS` plays more of each than at every push.

use std::{pin::Pin, sync::Arc};

use teamwork::{
    acts::{Clock, EventAbout},
    rules::{
        id::PaymentRequestId,
        moment::{DAY, HOUR, MINUTE},
        request::{PayingState, RequestState},
        role::Role,
    },
};

use super::{Bank, go, seen, wanted};
use crate::{
    house::{GRACE, House, KEVIN, each_engine},
    races::{at_once, bring_in},
    requests::offer,
};

/// What happens at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rival {
    Cancel,
    DeleteApp,
    Expiry,
    /// Whoever sent the request is dismissed (S29).
    Dismissal,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_and_its_rivals_at_once() {
    for rival in [Rival::Cancel, Rival::DeleteApp, Rival::Expiry, Rival::Dismissal] {
        each_engine(async |house| {
            let bank = Bank::of(house);
            for round in 0..wanted("RACE_ROUNDS", 3) {
                play(house, &bank, rival, round).await;
            }
        })
        .await;
    }
}

async fn play(house: &House, bank: &Arc<Bank>, rival: Rival, round: u64) {
    // Everybody signs in anew, so that nobody is asked for a password.
    house.clock.forward(8 * DAY);
    let (app, client) = (format!("app-{round}-x"), format!("ana{round}@cafe.example"));
    let by = match rival {
        Rival::Dismissal => GRACE,
        Rival::Cancel | Rival::DeleteApp | Rival::Expiry => KEVIN,
    };
    house.forgive_limits().await;
    match rival {
        Rival::Dismissal => {
            house.ada().await.start_trial("acme", &app).await.unwrap();
        }
        Rival::Cancel | Rival::DeleteApp | Rival::Expiry => {
            house.kevin().await.start_personal_trial(&app).await.unwrap();
        }
    }
    let (id, secret) = offer(house, by, &app, &client).await;
    house.forgive_limits().await;
    let gone = go(house, &secret).await.unwrap();
    let page = bank.opened().pop().unwrap();
    bank.prove(&page);
    let rivals = rivals(house, rival, (&app, id)).await;
    let server = house.warren.clone();
    let proof = async move { server.hear_of_payment(&format!("evt_{round}"), EventAbout::Page(&page)).await };
    let (heard, won) = at_once(proof, rivals).await;
    assert_eq!(heard, Ok(()), "{rival:?} {round}");

    house.clock.forward(16 * MINUTE);
    house.warren.tend_payments().await.unwrap();
    house.warren.tend_requests().await.unwrap();
    house.clock.forward(HOUR);
    house.warren.forget_cards().await.unwrap();
    let ended = seen(house, &gone).await;
    let states = house.database.rows::<(RequestState,)>("SELECT state FROM requests ORDER BY id DESC LIMIT 1").await;
    let state = states[0].0;
    let over = if rival == Rival::Expiry { RequestState::Expired } else { RequestState::Cancelled };
    match (ended, won) {
        (PayingState::Done, None | Some(false)) => assert_eq!(state, RequestState::Completed, "{rival:?} {round}"),
        (PayingState::Over, None | Some(true)) => {
            assert_eq!(state, over, "{rival:?} {round}");
            if rival == Rival::Cancel || rival == Rival::Expiry {
                house.clock.forward(8 * DAY);
                house.kevin().await.delete_app(&app, &app, 1).await.unwrap();
            }
        }
        other => panic!("{rival:?} {round}: {other:?}, {state:?}"),
    }
    if rival == Rival::Dismissal {
        bring_in(house, &house.ada().await, GRACE, Role::Admin).await;
    }
}

type Rivals = Pin<Box<dyn Future<Output = Option<bool>> + Send>>;

/// The act, ready to go. It answers whether it has won, where it can tell.
async fn rivals(house: &House, rival: Rival, (app, request): (&str, PaymentRequestId)) -> Rivals {
    let (app, kevin) = (app.to_owned(), house.kevin().await);
    match rival {
        Rival::Cancel => Box::pin(async move { Some(kevin.cancel_request(request).await.is_ok()) }),
        Rival::DeleteApp => Box::pin(async move { Some(kevin.delete_app(&app, &app, 1).await.is_ok()) }),
        Rival::Expiry => {
            let ends = house.database.count("SELECT expires_at FROM requests ORDER BY id DESC LIMIT 1").await;
            let (server, clock) = (house.warren.clone(), house.clock.clone());
            clock.forward(ends + HOUR - 1 - clock.now().millis());
            Box::pin(async move {
                clock.forward(1);
                server.tend_requests().await.unwrap();
                None
            })
        }
        Rival::Dismissal => {
            let (ada, grace) = (house.ada().await, house.person(GRACE).await.id());
            Box::pin(async move {
                ada.dismiss("acme", grace).await.unwrap();
                None
            })
        }
    }
}
