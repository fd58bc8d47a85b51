//! What is heard of an invitation that is over, and of what it offered until a day that has passed.

use teamwork::{
    acts::Visitor,
    rules::{invitation::Offer, moment::DAY, role::Role},
};

use super::{OFFER, SECRET, give_token, hear, hear_that_it_is_over};
use crate::house::*;

/// Ivan's invitation, when it is over: how it ended is what is heard.
#[rustfmt::skip]
pub const OVER: [(&str, &str, &str, &str, &[&str]); 9] = [
    ("edit_invitation", "/companies/acme/invitations/{to_ivan}", OFFER, "secret_of_ada", ANSWERED),
    ("resend_invitation", "/companies/acme/invitations/{to_ivan}/resend", "", "secret_of_ada", ANSWERED),
    ("cancel_invitation", "/companies/acme/invitations/{to_ivan}", "", "secret_of_ada", ANSWERED),
    ("ask_for_renewal", "/invitations/ask", SECRET, "secret_of_ivan", ANSWERED),
    ("ask_for_readdress", "/invitations/readdress", SECRET, "secret_of_ada", ENDED),
    ("mail_my_invitation", "/invitations/{to_ivan}/mail", "", "secret_of_ivan", ENDED),
    ("copy_invitation_link", "/companies/acme/invitations/{to_ivan}/link", "", "secret_of_ada", ENDED),
    ("accept_invitation", "/invitations/accept", SECRET, "secret_of_ivan", ENDED),
    ("decline_invitation", "/invitations/decline", SECRET, "secret_of_ivan", ENDED),
];
const ANSWERED: &[&str] = &["invitation_accepted", "invitation_declined", "invitation_withdrawn"];
pub const ENDED: &[&str] =
    &["invitation_accepted", "invitation_declined", "invitation_withdrawn", "invitation_expired"];

#[tokio::test]
async fn when_an_invitation_is_over() {
    for engine in Engine::all() {
        for how in ENDED {
            let house = House::on(engine).await;
            let (ada, ivan) =
                (actor(&house.warren, house.cookie(ADA)).await, actor(&house.warren, house.cookie(IVAN)).await);
            let (id, secret) = (house.facts["to_ivan"].parse().unwrap(), house.facts["invitation"].clone());
            match *how {
                "invitation_accepted" => drop(ivan.accept_invitation(&secret).await.unwrap()),
                "invitation_declined" => {
                    Visitor::Person(ivan).decline_invitation(&secret).await.unwrap();
                }
                "invitation_withdrawn" => ada.cancel_invitation("acme", id).await.unwrap(),
                _ => house.clock.forward(8 * DAY),
            }
            let over = OVER.iter().filter(|row| row.4.contains(how));
            hear_that_it_is_over(house, over.map(|(id, path, body, whose, _)| (*id, *path, *body, *whose, *how))).await;
        }
    }
}

/// What was offered until a day that is over is not offered again, and who has not proven an address asks for nothing.
#[tokio::test]
async fn when_what_was_offered_is_of_the_past() {
    for engine in Engine::all() {
        let mut house = House::on(engine).await;
        let ada = actor(&house.warren, house.cookie(ADA)).await;
        let offer = Offer { ends_on: "2026-11-25".into(), ..Offer::plain(Role::Admin, "") };
        ada.invite_with("acme", UMA.email, offer).await.unwrap();
        let to_uma = ada.invitations("acme").await.unwrap().into_iter().find(|card| card.email == UMA.email).unwrap();
        let link = ada.copy_invitation_link("acme", to_uma.id).await.unwrap();
        house.facts.insert("to_uma".into(), to_uma.id.to_string());
        house.facts.insert("copied".into(), link.rsplit('/').next().unwrap().to_owned());
        house.clock.forward(8 * DAY);
        give_token(&mut house, ADA).await;
        give_token(&mut house, UMA).await;
        hear(
            &house,
            &[
                ("resend_invitation", "/companies/acme/invitations/{to_uma}/resend", "", "secret_of_ada", "invalid"),
                ("ask_for_renewal", "/invitations/ask", r#"{"secret":"{copied}"}"#, "secret_of_uma", "unconfirmed"),
                ("ask_for_renewal", "/invitations/ask", r#"{"secret":"{copied}"}"#, "secret_of_ada", "wrong_account"),
            ],
        )
        .await;
        house.close().await;
    }
}
