//! The handover against everything that rivals it (quality.md T3): whatever comes out could have come one after the other,
//! and nothing is ever half handed over (I20, I21). What fsck looks for is looked for after every test.

use std::sync::Arc;

use teamwork::{
    acts::{Clock, Visitor},
    rules::{
        problem::{Conflict, Gone, Problem, Thing},
        request::{AcceptForm, RequestState},
        role::Role,
    },
};
use tokio::sync::Barrier;

use super::{ANA, cafe, elsewhere, offer, to};
use crate::{
    house::{GRACE, House, KEVIN, MALLORY, each_engine},
    payments::wanted,
    races::{ROUNDS, at_once, bring_in},
};

/// A trial of Kevin's own, offered anew each round.
async fn fresh(house: &House, round: usize) -> (String, teamwork::rules::id::PaymentRequestId, String) {
    let app = format!("app-{round}-x");
    house.kevin().await.start_personal_trial(&app).await.unwrap();
    let (id, secret) = offer(house, KEVIN, &app, &format!("ana{round}@cafe.example")).await;
    house.forgive_limits().await;
    (app, id, secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_presses_at_once_one_hands_over() {
    each_engine(async |house| {
        for round in 0..ROUNDS {
            let (_, _, secret) = fresh(house, round).await;
            let before = house.database.count("SELECT COUNT(*) FROM companies").await;
            let gate = Arc::new(Barrier::new(8));
            let hands = (0..8).map(|_| {
                let (visitor, gate, secret) = (Visitor::Guest(house.guest()), gate.clone(), secret.clone());
                tokio::spawn(async move {
                    gate.wait().await;
                    visitor.accept_request(&secret, cafe()).await.map(|accepted| super::Owns::from(accepted).slug)
                })
            });
            let answers: Vec<_> = futures::future::join_all(hands).await.into_iter().map(Result::unwrap).collect();
            let late = |answer: &Result<String, Problem>| {
                matches!(answer, Err(Problem::Gone(Gone::RequestCompleted) | Problem::SignedOut))
            };
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "round {round}: {answers:?}");
            assert_eq!(answers.iter().filter(|answer| late(answer)).count(), 7, "round {round}: {answers:?}");
            assert_eq!(house.database.count("SELECT COUNT(*) FROM companies").await, before + 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_withdrawing_at_once() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        for round in 0..ROUNDS {
            let (app, id, secret) = fresh(house, round).await;
            let (visitor, k) = (Visitor::Guest(house.guest()), kevin.clone());
            let both = at_once(async move { visitor.accept_request(&secret, cafe()).await.map(|_| ()) }, async move {
                k.cancel_request(id).await
            });
            match both.await {
                (Ok(()), Err(Problem::Gone(Gone::RequestCompleted))) => {}
                (Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => kevin.delete_app(&app, &app, 1).await.unwrap(),
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_deleting_the_app_at_once() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        for round in 0..ROUNDS {
            let (app, _, secret) = fresh(house, round).await;
            let (visitor, k) = (Visitor::Guest(house.guest()), kevin.clone());
            let both = at_once(async move { visitor.accept_request(&secret, cafe()).await.map(|_| ()) }, async move {
                k.delete_app(&app, &app, 1).await
            });
            match both.await {
                // Who deletes looks at the App of the client's Company then, where they are Admin: it has changed.
                (Ok(()), Err(Problem::Conflict(Conflict::StaleApp) | Problem::NotFound(Thing::App))) => {}
                (Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

/// The deadline passes while the client presses: whoever came before it has the App, and nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_expiring_at_once() {
    each_engine(async |house| {
        for round in 0..wanted("RACE_ROUNDS", 6) {
            let (app, _, secret) = fresh(house, usize::try_from(round).unwrap()).await;
            let ends = house.database.count("SELECT expires_at FROM requests ORDER BY id DESC LIMIT 1").await;
            house.clock.forward(ends - 1 - house.clock.now().millis());
            let (visitor, server, clock) = (house.guest(), house.warren.clone(), house.clock.clone());
            let accepting = async move { Visitor::Guest(visitor).accept_request(&secret, cafe()).await.map(|_| ()) };
            let (accepted, expired) = at_once(accepting, async move {
                clock.forward(1);
                server.tend_requests().await
            })
            .await;
            assert!(expired.is_ok(), "round {round}: {expired:?}");
            let state =
                house.database.rows::<(RequestState,)>("SELECT state FROM requests ORDER BY id DESC LIMIT 1").await;
            match (accepted, state[0].0) {
                (Ok(()), RequestState::Completed) => {}
                (Err(Problem::Gone(Gone::RequestExpired)), RequestState::Expired) => {
                    house.kevin().await.delete_app(&app, &app, 1).await.unwrap();
                }
                other => panic!("round {round}: {other:?}"),
            }
            house.clock.forward(1);
        }
    })
    .await;
}

/// The client presses on the old link while the sender sends a new one.
#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_resending_at_once() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        for round in 0..ROUNDS {
            let (app, id, secret) = fresh(house, round).await;
            let (visitor, k) = (Visitor::Guest(house.guest()), kevin.clone());
            let both = at_once(async move { visitor.accept_request(&secret, cafe()).await.map(|_| ()) }, async move {
                k.resend_request(id).await
            });
            match both.await {
                (Ok(()), Err(Problem::Gone(Gone::RequestCompleted))) => {}
                (Err(Problem::NotFound(Thing::Request)), Ok(())) => {
                    kevin.cancel_request(id).await.unwrap();
                    kevin.delete_app(&app, &app, 1).await.unwrap();
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

/// S29: an Admin is dismissed while their client accepts.
#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_dismissing_the_sender_at_once() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for round in 0..ROUNDS {
            let app = format!("app-{round}-x");
            ada.start_trial("acme", &app).await.unwrap();
            let (_, secret) = offer(house, GRACE, &app, &format!("ana{round}@cafe.example")).await;
            house.forgive_limits().await;
            let (visitor, a, grace) = (Visitor::Guest(house.guest()), ada.clone(), house.grace().await.id());
            let both = at_once(async move { visitor.accept_request(&secret, cafe()).await.map(|_| ()) }, async move {
                a.dismiss("acme", grace).await
            });
            match both.await {
                (Ok(()) | Err(Problem::Gone(Gone::RequestWithdrawn)), Ok(())) => {}
                other => panic!("round {round}: {other:?}"),
            }
            bring_in(house, &ada, GRACE, Role::Admin).await;
        }
    })
    .await;
}

/// The Billing Contact that is to pay is archived while the client accepts: never an App without a live payer (I17).
#[tokio::test(flavor = "multi_thread")]
async fn accepting_and_archiving_the_payer_at_once() {
    each_engine(async |house| {
        let (slug, _) = elsewhere(house).await;
        let mallory = house.mallory().await;
        for round in 0..ROUNDS {
            let app = format!("app-{round}-x");
            house.kevin().await.start_personal_trial(&app).await.unwrap();
            let (_, secret) = offer(house, KEVIN, &app, MALLORY.email).await;
            house.forgive_limits().await;
            let data = teamwork::rules::billing::ContactForm {
                billing: crate::house::billing_form(),
                ..teamwork::rules::billing::ContactForm::default()
            };
            let contact = mallory
                .create_billing_contact(&slug, teamwork::rules::billing::ContactData::read(&data).unwrap())
                .await
                .unwrap();
            let (m, one, two) = (mallory.clone(), slug.clone(), house.mallory().await);
            let form = AcceptForm { payer: contact.to_string(), ..AcceptForm::default() };
            let both = at_once(
                async move { Visitor::Person(two).accept_request(&secret, form).await.map(|_| ()) },
                async move { m.archive_billing_contact(&one, contact, 1).await },
            );
            match both.await {
                (Ok(()), Err(Problem::Refused(_))) => {}
                (Err(Problem::Invalid(_)), Ok(())) => house.kevin().await.delete_app(&app, &app, 1).await.unwrap(),
                other => panic!("round {round}: {other:?}"),
            }
        }
    })
    .await;
}

/// S20: two requests for one App at once.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_requests_for_one_app_one_is_sent() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        ada.start_trial("acme", "acme-blog").await.unwrap();
        for round in 0..ROUNDS {
            house.forgive_limits().await;
            let (a, g) = (ada.clone(), grace.clone());
            let both = at_once(async move { a.send_request("acme-blog", to(ANA)).await }, async move {
                g.send_request("acme-blog", to("bob@cafe.example")).await
            });
            let open = Err(Problem::Conflict(Conflict::RequestOpen));
            let id = match both.await {
                (Ok(id), late) | (late, Ok(id)) if late == open => id,
                other => panic!("round {round}: {other:?}"),
            };
            ada.cancel_request(id).await.unwrap();
        }
    })
    .await;
}
