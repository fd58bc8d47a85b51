//! Every door × everybody × the own, a foreign and no Company: the expected answer stands beside the question.
//! Whoever is refused has changed nothing; whoever is let in has.

mod account;
mod acts;
mod apps;
mod billing;
mod clients;
mod config;
mod elsewhere;
mod log;
mod operator;
mod pages;
mod people;
mod releases;
mod rest;
mod round;
mod tokens;
mod visits;

use std::collections::BTreeSet;

use server::http::doors;

use self::visits::{cases_of, visit};
use crate::house::*;

/// A door, what is asked for there, and what each column is answered.
type Row = (&'static str, &'static str, [u16; 6]);

/// Who the columns of a row are about.
const COLUMNS: [Option<Person>; 6] = [NOBODY, Some(MALLORY), Some(ADA), Some(GRACE), Some(KEVIN), Some(MARA)];

/// Acts that only look. Those of a slice stand beside its expectations.
const LOOKS: &[&[&str]] = &[
    &[
        "frame",
        "second_factor",
        "my_invitations",
        "sessions",
        "company",
        "billing",
        "team",
        "departure",
        "invitations",
        "set_theme",
    ],
    account::LOOKS,
    apps::LOOKS,
    billing::LOOKS,
    clients::LOOKS,
    config::LOOKS,
    log::LOOKS,
    operator::LOOKS,
    people::LOOKS,
    releases::LOOKS,
    tokens::LOOKS,
];

/// Doors at which nobody in the columns can succeed; each has a story in `elsewhere.rs`.
const ELSEWHERE: [&str; 20] = [
    // Who was invited and came too late does, in `status.rs`.
    "POST /do/ask_for_renewal",
    // In `keys.rs`, with ssh-keygen.
    "POST /do/prove_key",
    // In `passkeys.rs`, with a device.
    "POST /do/add_passkey",
    "POST /do/remove_passkey",
    "POST /do/sign_in_by_passkey",
    "POST /do/prove_by_passkey",
    "POST /do/resend_confirmation",
    "POST /do/mail_my_invitation",
    "POST /do/accept_invitation",
    "POST /do/departure_receipt",
    "GET /c/{slug}/departures/{user}",
    "GET /login/code",
    "POST /do/finish_sign_in",
    "POST /do/confirm_second_factor",
    "POST /do/renew_recovery_codes",
    "POST /do/turn_off_second_factor",
    // Who has no password does, in `proof.rs`.
    "POST /do/ask_proof",
    "POST /do/prove_by_link",
    "GET /proof",
    "GET /proof/{secret}",
];

/// All rows of all rooms.
fn rows() -> impl Iterator<Item = &'static Row> {
    let known = [pages::PAGES, acts::ACCOUNT, acts::COMPANY, acts::INVITATIONS];
    let slices = [
        apps::PAGES,
        apps::ACTS,
        billing::BILLING,
        clients::PAGES,
        clients::ACTS,
        config::PAGES,
        config::ACTS,
        log::LOG,
        operator::OPERATOR,
        people::PEOPLE,
        releases::PAGES,
        releases::ACTS,
        tokens::ROWS,
    ];
    let own = [account::ACCOUNT, account::APP_KEYS, account::DATA];
    known.into_iter().chain(own).chain(slices).flatten()
}

/// I45 and R17 are proven by many cases, and nobody thins them out unseen.
#[test]
fn the_cases_are_counted() {
    let (browsers, programs) = (rows().map(cases_of).sum::<usize>(), rest::cases());
    println!("{browsers} cases of pages and acts, {programs} of programs, on each engine");
    assert!(browsers + programs >= 5_000, "only {browsers} and {programs} cases");
}

#[test]
fn every_door_has_an_expectation() {
    let expected: BTreeSet<&str> = rows().map(|(door, ..)| *door).collect();
    // What programs are answered stands in a table of its own, what a provider is answered in `stripe.rs`, and what git is
    // answered in `ssh/`.
    let mut table = doors::table(true);
    table.retain(|row| !["rest", "hook", "ssh"].contains(&row.door));
    let real: BTreeSet<String> = table.iter().map(|row| format!("{} {}", row.method, row.path)).collect();
    let real: BTreeSet<&str> = real.iter().map(String::as_str).collect();
    assert_eq!(real, expected, "a door without an expectation, or an expectation without a door");
    for door in expected {
        // Nobody in the columns is the operator; the room of the operator has tests of its own.
        if table.iter().any(|row| row.permission == "operator" && format!("{} {}", row.method, row.path) == door) {
            continue;
        }
        let opens = rows().any(|row| row.0 == door && row.2.contains(&200))
            || ELSEWHERE.contains(&door)
            || clients::ELSEWHERE.contains(&door);
        assert!(opens, "nobody is ever let in at {door}, so the test proves nothing");
    }
}

#[tokio::test]
async fn nothing_answers_that_is_not_in_the_table() {
    let house = House::open().await;
    assert_eq!(doors::gaps(), Vec::<String>::new());
    assert_eq!(doors::leftovers(), Vec::<String>::new());
    let table = doors::table(true);
    let routes = include_str!("../../src/http/mod.rs").split(".route(\"").skip(1);
    for path in routes.filter_map(|text| text.split('"').next()).filter(|path| !path.starts_with("/do/")) {
        assert!(table.iter().any(|row| row.path == path), "{path} is a route but not in the table of doors");
    }
    house.close().await;
}

#[tokio::test]
async fn pages_open_to_whom_they_should() {
    visit(&Engine::all(), pages::PAGES).await;
}

#[tokio::test]
async fn acts_on_an_account_are_open_to_whom_they_should_be() {
    // Many of them hash passwords; what the engines do differently, the suite of the heart tests.
    visit(&[Engine::Sqlite], acts::ACCOUNT).await;
}

#[tokio::test]
async fn tokens_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), tokens::ROWS).await;
}

#[tokio::test]
async fn acts_on_a_company_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), acts::COMPANY).await;
}

#[tokio::test]
async fn acts_on_invitations_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), acts::INVITATIONS).await;
}

#[tokio::test]
async fn the_own_account_is_open_to_oneself() {
    visit(&[Engine::Sqlite], account::ACCOUNT).await;
    visit(&Engine::all(), account::DATA).await;
}

#[tokio::test]
async fn the_keys_of_an_app_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), account::APP_KEYS).await;
}

#[tokio::test]
async fn the_doors_of_the_operator_are_not_there_for_anybody_else() {
    visit(&Engine::all(), operator::OPERATOR).await;
}

#[tokio::test]
async fn billing_and_the_company_itself_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), billing::BILLING).await;
}

#[tokio::test]
async fn acts_on_people_and_their_apps_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), people::PEOPLE).await;
}

#[tokio::test]
async fn apps_are_open_to_whom_they_should_be() {
    visit(&Engine::all(), apps::PAGES).await;
    visit(&Engine::all(), apps::ACTS).await;
}

#[tokio::test]
async fn inviting_a_client_is_open_to_whom_it_should_be() {
    visit(&Engine::all(), clients::PAGES).await;
    visit(&Engine::all(), clients::ACTS).await;
}

#[tokio::test]
async fn the_log_is_open_to_whom_it_should_be() {
    visit(&Engine::all(), log::LOG).await;
}

#[tokio::test]
async fn the_configuration_of_an_app_is_open_to_whom_it_should_be() {
    visit(&Engine::all(), config::PAGES).await;
    visit(&Engine::all(), config::ACTS).await;
}

#[tokio::test]
async fn what_is_published_is_open_to_whom_it_should_be() {
    visit(&Engine::all(), releases::PAGES).await;
    visit(&Engine::all(), releases::ACTS).await;
}
