//! The door for programs: each operation × {no token, no real one, an expired one, a revoked one, one that does not reach
//! so far, a stranger's, and one of each role} × the own, a foreign and no Company; and for what is about an App × an
//! assigned one, one that is not, a foreign one and none. The answers are typed from the domain, a room for each slice.

mod account;
mod apps;
mod billing;
mod calls;
mod companies;
mod config;
mod effects;
mod elsewhere;
mod examples;
mod frame;
mod invitations;
mod keys;
mod log;
mod members;
mod once;
mod operator;
mod program;
mod proposals;
mod refusals;
mod releases;
mod requests;
mod versions;

use std::collections::BTreeSet;

use server::http::rest::table::{Operation, operations};

use crate::house::*;

/// The operation, what is asked for there, its body, and what a stranger, an Owner, an Admin, a Developer and a Billing
/// member are answered. The path may end with the version that is named, ` @4`; it is 1 otherwise. `{c}` is a Company,
/// `{a}` an App: the Developer works on `acme-shop` and not on `acme-blog`, and nobody of Acme on `app-e`.
type Row = (&'static str, &'static str, &'static str, [u16; 5]);

/// Whose tokens the columns of a row are about.
const COLUMNS: [Person; 5] = [MALLORY, ADA, GRACE, KEVIN, MARA];

/// The rooms.
const ROOMS: [&[Row]; 12] = [
    companies::ROWS,
    members::ROWS,
    invitations::ROWS,
    apps::ROWS,
    requests::ROWS,
    config::ROWS,
    releases::ROWS,
    billing::ROWS,
    keys::ROWS,
    log::ROWS,
    account::ROWS,
    operator::ROWS,
];

/// Operations at which nobody in the columns can succeed; somebody does in `elsewhere.rs`.
const ELSEWHERE: [&str; 19] = [
    "mail_my_invitation",
    "accept_invitation",
    "decline_invitation",
    "ask_for_renewal",
    "get_departure_receipt",
    // In `requests.rs`, with some that wait.
    "preview_request",
    "resend_request",
    "edit_request",
    "readdress_request",
    "copy_request_link",
    "cancel_request",
    // In `proposals.rs`, with one that waits for an Owner.
    "confirm_request",
    "refuse_request",
    "mail_my_request",
    // In `keys.rs`, with ssh-keygen.
    "prove_key",
    // In `passkeys.rs`, with a device that has one.
    "remove_passkey",
    // In `stripe.rs`, with a card.
    "remove_card",
    "pay_invoice_now",
    // There too, where direct debits are taken.
    "enter_sepa",
];

/// Operations that ask for a password on the pages: a token without `guarded` is told so, and changes nothing.
const GUARDED: [&str; 13] = [
    "delete_company",
    "create_billing_contact",
    "change_billing_contact",
    "enter_card",
    "enter_sepa",
    "remove_card",
    "archive_billing_contact",
    "restore_billing_contact",
    "add_key",
    "add_deploy_key",
    "ask_email_change",
    "make_token",
    "close_account",
];

/// The operation with this id.
fn operation(id: &str) -> &'static Operation {
    operations().find(|operation| operation.id == id).unwrap()
}

/// How many cases the rows make on one engine.
pub fn cases() -> usize {
    ROOMS.into_iter().flatten().map(calls::cases_of).sum()
}

#[test]
fn every_operation_has_an_expectation() {
    let real: BTreeSet<&str> = operations().map(|operation| operation.id).collect();
    assert_eq!(real.len(), operations().count(), "an id stands twice");
    let rows = || ROOMS.into_iter().flatten();
    assert_eq!(real, rows().map(|row| row.0).collect(), "an operation without an expectation, or the other way round");
    for id in real {
        let opens = rows().any(|row| row.0 == id && row.3.iter().any(|status| (200..300).contains(status)));
        let is_operators = operation(id).path.starts_with("/api/v1/operator/");
        assert!(opens || is_operators || ELSEWHERE.contains(&id), "nobody is ever let in at {id}: nothing is proven");
    }
}

macro_rules! played {
    ($($(#[$doc:meta])* $test:ident $rows:expr;)*) => {$(
        $(#[$doc])*
        #[tokio::test]
        async fn $test() {
            calls::call($rows).await;
        }
    )*};
}

played! {
    companies_open_to_programs_as_far_as_their_person_and_their_token_reach companies::ROWS;
    members_open_to_programs_as_far_as_their_person_and_their_token_reach members::ROWS;
    invitations_open_to_programs_as_far_as_their_person_and_their_token_reach invitations::ROWS;
    apps_open_to_programs_as_far_as_their_person_and_their_token_reach apps::ROWS;
    requests_open_to_programs_as_far_as_their_person_and_their_token_reach requests::ROWS;
    configurations_open_to_programs_as_far_as_their_person_and_their_token_reach config::ROWS;
    releases_open_to_programs_as_far_as_their_person_and_their_token_reach releases::ROWS;
    billing_opens_to_programs_as_far_as_their_person_and_their_token_reaches billing::ROWS;
    keys_open_to_programs_as_far_as_their_person_and_their_token_reach keys::ROWS;
    the_log_opens_to_programs_as_far_as_their_person_and_their_token_reach log::ROWS;
    accounts_open_to_programs_of_their_person_alone account::ROWS;
    for_programs_of_anybody_else_there_is_no_operator operator::ROWS;
}
