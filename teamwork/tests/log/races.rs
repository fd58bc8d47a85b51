//! Many write into the same chains at once, from two servers: no gap, no fork, and nobody hears of it.

use std::sync::Arc;

use teamwork::{
    acts::{Actor, Guest, Visitor, Warren},
    rules::{log::Door, role::Role},
};
use tokio::sync::Barrier;

use crate::house::{ADA, GRACE, House, NETWORK, Person, each_engine};

const CLIENTS: usize = 8;
const ROUNDS: usize = 100;

async fn there(house: &House, warren: &Arc<Warren>, who: Person) -> Actor {
    let guest = Guest::new(warren, Door::Page, NETWORK, "Firefox/1 Linux", warren.request());
    match guest.recognise(&house.cookie(who)).await.unwrap() {
        Visitor::Person(actor) => actor,
        Visitor::Guest(_) => panic!("the cookie is not known"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_clients_on_two_servers_forge_one_chain() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", "x@heart.example", Role::Developer, "").await.unwrap();
        let id = ada.invitations("acme").await.unwrap()[0].id;
        let servers = [house.warren.clone(), house.beside().await];
        let before = house.log().await.len();
        let gate = Arc::new(Barrier::new(CLIENTS));
        let mut hands = Vec::new();
        for client in 0..CLIENTS {
            let who = if client % 4 < 2 { ADA } else { GRACE };
            let (actor, gate) = (there(house, &servers[client % 2], who).await, gate.clone());
            hands.push(tokio::spawn(async move {
                gate.wait().await;
                for round in 0..ROUNDS {
                    actor.copy_invitation_link("acme", id).await.unwrap();
                    actor.change_name("Ada", &format!("Number {round}")).await.unwrap();
                }
            }));
        }
        for hand in hands {
            hand.await.unwrap();
        }
        assert_eq!(house.log().await.len() - before, 2 * CLIENTS * ROUNDS);
        assert_eq!(house.warren.verify_log(&[]).await.unwrap().tampered, []);
        servers[1].close().await;
    })
    .await;
}

/// Refusals wait for no lock of the Company, so they meet at the end of the chain alone.
#[tokio::test(flavor = "multi_thread")]
async fn refusals_at_once_are_all_written_down() {
    each_engine(async |house| {
        let servers = [house.warren.clone(), house.beside().await];
        let gate = Arc::new(Barrier::new(CLIENTS));
        let mut hands = Vec::new();
        for client in 0..CLIENTS {
            let (kevin, gate) = (there(house, &servers[client % 2], crate::house::KEVIN).await, gate.clone());
            hands.push(tokio::spawn(async move {
                gate.wait().await;
                for _ in 0..7 {
                    assert!(kevin.invitations("acme").await.is_err());
                }
            }));
        }
        for hand in hands {
            hand.await.unwrap();
        }
        assert_eq!(house.log().await.len(), 7 * CLIENTS);
        assert_eq!(house.warren.verify_log(&[]).await.unwrap().tampered, []);
        servers[1].close().await;
    })
    .await;
}
