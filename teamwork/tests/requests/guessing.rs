//! What a link says to who has proven nothing (I38, TH3): the same, whether the address has an account or not.

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        invitation::Reader,
        problem::{Field, Problem, Why},
        request::{AcceptForm, Client},
        role::Role,
    },
};

use super::{ANA, accept, cafe, offer};
use crate::house::{House, KEVIN, MALLORY, each_engine, last_part};

async fn copied(house: &House, email: &str) -> String {
    let (id, _) = offer(house, KEVIN, "app-x", email).await;
    let link = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
    house.forgive_limits().await;
    link
}

async fn reader(house: &House, link: &str) -> Client {
    Visitor::Guest(house.guest()).look_at_request(link).await.unwrap().reader
}

async fn mailed_code(house: &House, email: &str) -> String {
    let letters = house.letters_to(email).await;
    let letter = letters.iter().rev().find(|letter| matches!(letter, Letter::RequestCode { .. })).unwrap();
    house.warren.secret_code(letter).unwrap()
}

/// Mallory has an account, Ana has none.
#[tokio::test(flavor = "multi_thread")]
async fn a_copied_link_does_not_say_whether_there_is_an_account() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        for email in [MALLORY.email, ANA] {
            let link = copied(house, email).await;
            assert_eq!(reader(house, &link).await, Client::New { proven: false, coded: false }, "{email}");
            let uncoded = accept(house, &link).await.map(|_| ());
            assert_eq!(uncoded, Err(Problem::field(Field::Code, Why::Missing)), "{email}");
            Visitor::Guest(house.guest()).ask_request_code(&link).await.unwrap();
            assert_eq!(reader(house, &link).await, Client::New { proven: false, coded: true }, "{email}");
            let code = mailed_code(house, email).await;
            let wrong = if code == "000000" { "111111" } else { "000000" };
            let guessed = AcceptForm { code: wrong.into(), ..cafe() };
            let guessed = Visitor::Guest(house.guest()).accept_request(&link, guessed).await.map(|_| ());
            assert_eq!(guessed, Err(Problem::field(Field::Code, Why::WrongMailedCode)), "{email}");
            let proven = AcceptForm { code, ..cafe() };
            let proven = Visitor::Guest(house.guest()).accept_request(&link, proven).await.map(|_| ());
            let expected = if email == ANA { Ok(()) } else { Err(Problem::SignedOut) };
            assert_eq!(proven, expected, "{email}: who reads the mailbox may know");
            if email == MALLORY.email {
                let id = house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap().id;
                house.kevin().await.cancel_request(id).await.unwrap();
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_does_that_of_an_invitation() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for email in [MALLORY.email, ANA] {
            ada.invite("acme", email, Role::Admin, "").await.unwrap();
            let id = ada.invitations("acme").await.unwrap().iter().find(|one| one.email == email).unwrap().id;
            let link = last_part(&ada.copy_invitation_link("acme", id).await.unwrap());
            let view = Visitor::Guest(house.guest()).look_at_invitation(&link).await.unwrap();
            assert_eq!(view.reader, Reader::SignUp { proven: false }, "{email}");
        }
    })
    .await;
}

/// A code that is too old is a field to be mended, and the form it stands in stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_came_too_late_leaves_the_form_where_it_is() {
    each_engine(async |house| {
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let link = copied(house, ANA).await;
        Visitor::Guest(house.guest()).ask_request_code(&link).await.unwrap();
        let form = AcceptForm { code: mailed_code(house, ANA).await, ..cafe() };
        house.clock.forward(teamwork::rules::request::CODE_LIFE);
        let late = Visitor::Guest(house.guest()).accept_request(&link, form).await.map(|_| ());
        assert_eq!(late, Err(Problem::field(Field::Code, Why::WrongMailedCode)));
        assert_eq!(reader(house, &link).await, Client::New { proven: false, coded: true });
        let uncoded = Visitor::Guest(house.guest()).pass_request_on(&link, "books@cafe.example", "").await;
        assert_eq!(uncoded, Err(Problem::field(Field::Code, Why::Missing)));
    })
    .await;
}
