//! What is heard of payment requests: by who may not touch them, while they wait, and when they are over.

use teamwork::{
    acts::{Declining, Operator, Visitor},
    rules::{moment::DAY, request::AcceptForm},
};

use super::{super::requests::waiting, ANA, Heard, give_token, hear, hear_that_it_is_over};
use crate::house::*;

#[rustfmt::skip]
pub const REQUESTS_WAIT: &[Heard] = &[
    ("send_request", "/apps/acme-shop/request", ANA, "secret_of_ada", "request_open"),
    ("send_request", "/apps/acme-shop/request", ANA, "secret_of_uma", "unconfirmed"),
    ("preview_request", "/requests/{request_for_acme-shop}/preview", "", "secret_of_grace", "needs_owner"),
    ("preview_request", "/requests/{request_for_acme-shop}/preview", "", "secret_of_kevin", "needs_admin"),
    ("resend_request", "/requests/{request_for_acme-shop}/resend", "", "secret_of_grace", "needs_owner"),
    ("resend_request", "/requests/{request_for_acme-shop}/resend", "", "secret_of_kevin", "needs_admin"),
    ("resend_request", "/requests/{request_for_acme-shop}/resend", "", "secret_of_uma", "unconfirmed"),
    ("edit_request", "/requests/{request_for_acme-shop}", "{}", "secret_of_grace", "needs_owner"),
    ("readdress_request", "/requests/{request_for_acme-shop}/readdress", ANA, "secret_of_grace", "needs_owner"),
    ("edit_request", "/requests/{request_for_acme-shop}", "{}", "secret_of_kevin", "needs_admin"),
    ("readdress_request", "/requests/{request_for_acme-shop}/readdress", ANA, "secret_of_kevin", "needs_admin"),
    ("edit_request", "/requests/{request_for_acme-shop}", "{}", "secret_of_uma", "unconfirmed"),
    ("readdress_request", "/requests/{request_for_acme-shop}/readdress", ANA, "secret_of_uma", "unconfirmed"),
    ("copy_request_link", "/requests/{request_for_acme-shop}/link", "", "secret_of_grace", "needs_owner"),
    ("copy_request_link", "/requests/{request_for_acme-shop}/link", "", "secret_of_kevin", "needs_admin"),
    ("cancel_request", "/requests/{request_for_acme-shop}", "", "secret_of_grace", "needs_owner"),
    ("cancel_request", "/requests/{request_for_acme-shop}", "", "secret_of_kevin", "needs_admin"),
    ("mail_my_request", "/requests/{request_for_acme-blog}/mail", "", "secret_of_uma", "unconfirmed"),
];

#[rustfmt::skip]
pub const REQUESTS_FROZEN: &[Heard] = &[
    ("resend_request", "/requests/{request_for_acme-shop}/resend", "", "secret_of_ada", "request_frozen"),
    ("edit_request", "/requests/{request_for_acme-shop}", "{}", "secret_of_ada", "request_frozen"),
    ("readdress_request", "/requests/{request_for_acme-shop}/readdress", ANA, "secret_of_ada", "request_frozen"),
];

/// The request to Ivan, when it is over: how it ended is what is heard.
#[rustfmt::skip]
pub const REQUEST_OVER: [(&str, &str, &str, &str); 9] = [
    ("preview_request", "/requests/{request_for_acme-blog}/preview", "", "secret_of_ada"),
    ("resend_request", "/requests/{request_for_acme-blog}/resend", "", "secret_of_ada"),
    ("edit_request", "/requests/{request_for_acme-blog}", "{}", "secret_of_ada"),
    ("readdress_request", "/requests/{request_for_acme-blog}/readdress", ANA, "secret_of_ada"),
    ("copy_request_link", "/requests/{request_for_acme-blog}/link", "", "secret_of_ada"),
    ("cancel_request", "/requests/{request_for_acme-blog}", "", "secret_of_ada"),
    ("confirm_request", "/requests/{request_for_acme-blog}/confirm", "", "secret_of_ada"),
    ("refuse_request", "/requests/{request_for_acme-blog}/refuse", "{}", "secret_of_ada"),
    ("mail_my_request", "/requests/{request_for_acme-blog}/mail", "", "secret_of_ivan"),
];
pub const REQUEST_ENDED: &[&str] = &["request_completed", "request_declined", "request_withdrawn", "request_expired"];

#[tokio::test]
async fn while_requests_wait() {
    for engine in Engine::all() {
        let mut house = waiting(engine).await;
        give_token(&mut house, UMA).await;
        hear(&house, REQUESTS_WAIT).await;
        Operator::of_the_house(&house.warren).suspend_app("acme-shop", "Unpaid").await.unwrap();
        hear(&house, REQUESTS_FROZEN).await;
        house.close().await;
    }
}

#[tokio::test]
async fn when_a_request_is_over() {
    for engine in Engine::all() {
        for how in REQUEST_ENDED {
            let house = waiting(engine).await;
            let ivan = Visitor::Person(actor(&house.warren, house.cookie(IVAN)).await);
            let secret = newest_secret(&house.warren, IVAN.email).await;
            match *how {
                "request_completed" => drop(ivan.accept_request(&secret, bakery()).await.unwrap()),
                "request_declined" => ivan.decline_request(&secret, &Declining::default()).await.unwrap(),
                "request_withdrawn" => {
                    let grace = actor(&house.warren, house.cookie(GRACE)).await;
                    grace.cancel_request(house.facts["request_for_acme-blog"].parse().unwrap()).await.unwrap();
                }
                _ => {
                    house.clock.forward(8 * DAY);
                    house.warren.tend_requests().await.unwrap();
                }
            }
            let over = REQUEST_OVER.iter();
            hear_that_it_is_over(house, over.map(|(id, path, body, whose)| (*id, *path, *body, *whose, *how))).await;
        }
    }
}

/// What a client types.
fn bakery() -> AcceptForm {
    AcceptForm {
        company: "Alves Bakery".into(),
        street: "Oven Lane 1".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        ..AcceptForm::default()
    }
}
