//! Every door × everybody × the own, a foreign and no Company: the expected answer stands beside the question.
//! Whoever is refused has changed nothing; whoever is let in has.

mod account;
mod acts;
mod apps;
mod billing;
mod clients;
mod config;
mod log;
mod operator;
mod pages;
mod people;
mod rest;
mod tokens;

use std::collections::BTreeSet;

use app::failure::Failure;
use axum::{
    body::Body,
    http::{Method, header},
};
use server::http::doors;
use teamwork::rules::problem::{Problem, Thing};

use crate::house::*;

/// A door, what is asked for there, and what each column is answered.
type Row = (&'static str, &'static str, [u16; 6]);

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
    tokens::LOOKS,
];

/// Files: they answer a program with a problem, as functions do.
const FILES: [&str; 3] = ["GET /c/{slug}/activity.csv", "GET /c/{slug}/activity.json", "GET /account/data.json"];

/// Doors at which nobody in the columns can succeed; each has a test of its own below.
const ELSEWHERE: [&str; 12] = [
    // Who was invited and came too late does, in `status.rs`.
    "POST /do/ask_for_renewal",
    // In `keys.rs`, with ssh-keygen.
    "POST /do/prove_key",
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
];

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
        tokens::ROWS,
    ];
    let own = [account::ACCOUNT, account::APP_KEYS, account::DATA];
    known.into_iter().chain(own).chain(slices).flatten()
}

/// How many cases a row makes: everybody, and where there is a Company, everybody in no other and in a foreign one, there
/// also with somebody of its own.
fn cases_of((_, send, _): &Row) -> usize {
    COLUMNS.len() + if send.contains("{c}") { COLUMNS.len() + 2 * (COLUMNS.len() - 1) } else { 0 }
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
    // What programs are answered stands in a table of its own.
    let mut table = doors::table(true);
    table.retain(|row| row.door != "rest");
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
    play(&Engine::all(), pages::PAGES).await;
}

#[tokio::test]
async fn acts_on_an_account_are_open_to_whom_they_should_be() {
    // Many of them hash passwords; what the engines do differently, the suite of the heart tests.
    play(&[Engine::Sqlite], acts::ACCOUNT).await;
}

#[tokio::test]
async fn tokens_are_open_to_whom_they_should_be() {
    play(&Engine::all(), tokens::ROWS).await;
}

#[tokio::test]
async fn acts_on_a_company_are_open_to_whom_they_should_be() {
    play(&Engine::all(), acts::COMPANY).await;
}

#[tokio::test]
async fn acts_on_invitations_are_open_to_whom_they_should_be() {
    play(&Engine::all(), acts::INVITATIONS).await;
}

#[tokio::test]
async fn the_own_account_is_open_to_oneself() {
    play(&[Engine::Sqlite], account::ACCOUNT).await;
    play(&Engine::all(), account::DATA).await;
}

#[tokio::test]
async fn the_keys_of_an_app_are_open_to_whom_they_should_be() {
    play(&Engine::all(), account::APP_KEYS).await;
}

#[tokio::test]
async fn the_doors_of_the_operator_are_not_there_for_anybody_else() {
    play(&Engine::all(), operator::OPERATOR).await;
}

#[tokio::test]
async fn billing_and_the_company_itself_are_open_to_whom_they_should_be() {
    play(&Engine::all(), billing::BILLING).await;
}

#[tokio::test]
async fn acts_on_people_and_their_apps_are_open_to_whom_they_should_be() {
    play(&Engine::all(), people::PEOPLE).await;
}

#[tokio::test]
async fn apps_are_open_to_whom_they_should_be() {
    play(&Engine::all(), apps::PAGES).await;
    play(&Engine::all(), apps::ACTS).await;
}

#[tokio::test]
async fn inviting_a_client_is_open_to_whom_it_should_be() {
    play(&Engine::all(), clients::PAGES).await;
    play(&Engine::all(), clients::ACTS).await;
}

#[tokio::test]
async fn the_log_is_open_to_whom_it_should_be() {
    play(&Engine::all(), log::LOG).await;
}

#[tokio::test]
async fn the_configuration_of_an_app_is_open_to_whom_it_should_be() {
    play(&Engine::all(), config::PAGES).await;
    play(&Engine::all(), config::ACTS).await;
}

async fn play(engines: &[Engine], rows: &[Row]) {
    for &engine in engines {
        let mut play = Play::begin(engine).await;
        for row in rows {
            for (column, expected) in row.2.into_iter().enumerate() {
                play.case(row.0, row.1, COLUMNS[column], "acme", expected).await;
            }
            if row.1.contains("{c}") {
                play.elsewhere(row).await;
            }
        }
        println!("{} cases on {engine:?}", play.cases);
        play.house.close().await;
        assert!(play.wrong.is_empty(), "{engine:?}, {} wrong:\n{}", play.wrong.len(), play.wrong.join("\n"));
    }
}

/// A house that is set anew after each change.
struct Play {
    house: House,
    eye: Eye,
    before: Vec<String>,
    cases: usize,
    wrong: Vec<String>,
}

impl Play {
    async fn begin(engine: Engine) -> Self {
        let house = House::on(engine).await;
        let mut eye = house.eye().await;
        let before = eye.digest().await;
        eye.denials().await;
        Self { house, eye, before, cases: 0, wrong: Vec::new() }
    }

    /// Foreign and nonexistent are the same answer, by bytes.
    async fn elsewhere(&mut self, (door, send, own): &Row) {
        for who in COLUMNS {
            let expected = if who.is_none() { own[0] } else { 404 };
            let nowhere = self.case(door, send, who, "nowhere", expected).await;
            if who != Some(MALLORY) {
                let foreign = self.case(door, send, who, "elsewhere", expected).await;
                let child = send.replace("{dennis}", "{mallory}").replace("{to_admin}", "{to_spy}");
                self.case(door, &child, who, "elsewhere", expected).await;
                if bare(&nowhere, "nowhere") != bare(&foreign, "elsewhere") {
                    self.wrong.push(format!("{door} {send}: {} can tell foreign from nonexistent", name(who)));
                }
            }
        }
    }

    async fn case(&mut self, door: &str, send: &str, who: Option<Person>, company: &str, expected: u16) -> Answer {
        self.cases += 1;
        let sent = self.house.fill(&send.replace("{c}", company).replace("{me}", &own("", who)));
        let sent = sent.replace("{my_key}", &own("key_of_", who)).replace("{my_email}", who.unwrap_or(KEVIN).email);
        let sent = sent.replace("{my_session}", &own("session_of_", who)).replace("{my_token}", &own("token_of_", who));
        let sent = self.house.fill(&sent);
        let answer = match door.split_once(" /do/") {
            Some((_, act)) => self.house.act(who, act, &sent).await,
            None if sent.starts_with("/live") => self.first_word(who, &sent).await,
            None => self.house.get(who, &sent).await,
        };
        let after = self.eye.digest().await;
        let changed = after != self.before;
        let only_looks = door.split_once(" /do/").is_none_or(|(_, act)| LOOKS.concat().contains(&act));
        let should_change = expected == 200 && !only_looks;
        if answer.status != expected || changed != should_change {
            let changed = if changed { "changed something" } else { "changed nothing" };
            let (who, body) = (name(who), answer.body.chars().take(120).collect::<String>());
            self.wrong.push(format!(
                "{door} {send} ({company}): {who} got {} instead of {expected} and {changed}. {body}",
                answer.status
            ));
        }
        if let Some(flaw) = self.denial(door, &sent, who, &answer).await {
            self.wrong.push(format!("{door} {send} ({company}): {} {flaw}", name(who)));
        }
        if changed {
            let engine = self.house.engine;
            let fresh = Self::begin(engine).await;
            std::mem::replace(&mut self.house, fresh.house).close().await;
            (self.eye, self.before) = (fresh.eye, fresh.before);
        }
        answer
    }

    /// Whoever is refused, and whoever asks for a Company or an App that is not there for them, leaves one trace with what
    /// they wanted and as what; nobody else leaves any. A page may ask for several things, and is refused each of them.
    async fn denial(&mut self, door: &str, sent: &str, who: Option<Person>, answer: &Answer) -> Option<String> {
        let traces = self.eye.denials().await;
        let is_page = door.starts_with("GET") && !FILES.contains(&door);
        // What the frame of a page knows already, or what is no id, the page asks nobody for.
        let may_ask_nothing =
            door == "GET /c/{slug}/team/invite" || ["{app}", "{user}", "{contact}"].iter().any(|of| door.contains(of));
        // For everybody else there is no such door; that they tried is noted all the same.
        let is_operators = doors::table(true).iter().any(|row| {
            row.permission == "operator" && door.split_once(' ') == Some((row.method.as_str(), row.path.as_str()))
        });
        let role = match (who, answer.status) {
            (Some(who), 403) if is_page => Some(role_of(who)),
            (Some(_), 404)
                if is_page && ["GET /c/", "GET /apps/", "GET /live"].iter().any(|of| door.starts_with(of)) =>
            {
                Some("")
            }
            (Some(_), 404) if is_operators => Some(""),
            (Some(who), _) => match serde_json::from_str(&answer.body) {
                // Of a trial of one's own nobody is Owner or Admin, unless it is about the Company where it should go.
                Ok(Failure::Problem(Problem::Refused(_)))
                    if sent.starts_with("app=app-x&") && !sent.contains("slug=") =>
                {
                    Some("")
                }
                Ok(Failure::Problem(Problem::Refused(_))) => Some(role_of(who)),
                Ok(Failure::Problem(Problem::NotFound(Thing::Company | Thing::App))) => Some(""),
                _ => None,
            },
            (None, _) => None,
        };
        let expected = match role {
            None => 0..=0,
            Some(_) if is_page => usize::from(!may_ask_nothing)..=3,
            Some(_) => 1..=1,
        };
        let fits = |trace: &String| trace.rsplit_once(' ').is_some_and(|(was, what)| Some(was) == role && what != "?");
        let is_right = expected.contains(&traces.len()) && traces.iter().all(fits);
        (!is_right).then(|| format!("left {traces:?} instead of {expected:?} as {role:?}"))
    }

    /// A stream never ends, so only its head is waited for.
    async fn first_word(&self, who: Option<Person>, path: &str) -> Answer {
        let request = self.house.request(Method::GET, path, who).header(header::ACCEPT, "text/event-stream");
        let answer = tower::ServiceExt::oneshot(self.house.router.clone(), request.body(Body::empty()).unwrap()).await;
        let (parts, _) = answer.unwrap().into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body: String::new() }
    }
}

/// The name of a fact about whoever asks. Nobody asks with what is Kevin's.
fn own(prefix: &str, who: Option<Person>) -> String {
    format!("{{{prefix}{}}}", who.unwrap_or(KEVIN).first.to_lowercase())
}

/// What somebody is in Acme Inc, as the log calls it.
fn role_of(who: Person) -> &'static str {
    match who {
        ADA => "owner",
        GRACE => "admin",
        KEVIN => "developer",
        MARA => "billing",
        _ => "",
    }
}

fn name(who: Option<Person>) -> &'static str {
    who.map_or("nobody", |who| who.first)
}

/// An answer without what differs from answer to answer.
fn bare(answer: &Answer, company: &str) -> String {
    let nonce = answer.body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("-");
    format!("{} {:?} {}", answer.status, answer.location(), answer.body.replace(nonce, "nonce")).replace(company, "{c}")
}

#[tokio::test]
async fn who_is_invited_accepts_and_has_the_link_mailed_again() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let mail = house.act(Some(IVAN), "mail_my_invitation", &house.fill("invitation={to_ivan}")).await;
        assert_eq!(mail.status, 200, "{}", mail.body);
        let accept = house.act(Some(IVAN), "accept_invitation", &house.fill("secret={invitation}")).await;
        assert_eq!((accept.status, accept.location()), (200, Some("/c/acme")), "{}", accept.body);
        assert_eq!(house.get(Some(IVAN), "/c/acme").await.status, 200);
        let again = house.act(Some(IVAN), "accept_invitation", &house.fill("secret={invitation}")).await;
        assert_eq!(again.status, 410);
        house.close().await;
    }
}

/// The doors of the second factor, in the order in which one goes through them.
#[tokio::test]
async fn who_has_a_second_factor_comes_in_with_it() {
    let house = House::open().await;
    assert_eq!(house.act(Some(KEVIN), "begin_second_factor", "").await.status, 200);
    let learned = house.act(Some(KEVIN), "second_factor", "").await.body;
    let secret = learned.split("\"secret\":\"").nth(1).unwrap().split('"').next().unwrap();
    // Each code works once, so each is of a later moment.
    let next_code = || {
        house.clock.forward(30_000);
        let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
        let seconds = house.warren.now().millis() / 1_000;
        totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(seconds.try_into().unwrap()).to_string()
    };
    let on = house.act(Some(KEVIN), "confirm_second_factor", &format!("code={}", next_code())).await;
    assert_eq!(on.status, 200, "{}", on.body);

    let form = form(&[("email", KEVIN.email), ("password", PASSWORD), ("next", "/c/acme")]);
    let half = house.act(NOBODY, "sign_in", &form).await;
    assert_eq!(half.location(), Some("/login/code?next=%2Fc%2Facme"), "{}", half.body);
    let as_half = |method, path: &str| {
        let cookie = format!("__Host-sid={}", half.session().unwrap());
        house.request(method, path, NOBODY).header(header::COOKIE, cookie)
    };
    let page = house.send(as_half(Method::GET, "/login/code").body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let closed = house.send(as_half(Method::GET, "/c/acme").body(Body::empty()).unwrap()).await;
    assert_eq!(closed.status, 303, "half a sign-in opens nothing");
    let give = as_half(Method::POST, "/do/finish_sign_in").header(header::CONTENT_TYPE, FORM);
    let done = house.send(give.body(Body::from(format!("code={}&next=%2Fc%2Facme", next_code()))).unwrap()).await;
    assert_eq!((done.status, done.location()), (200, Some("/c/acme")), "{}", done.body);

    for act in ["renew_recovery_codes", "turn_off_second_factor"] {
        let done = house.act(Some(KEVIN), act, &format!("code={}", next_code())).await;
        assert_eq!(done.status, 200, "{act}: {}", done.body);
    }
    house.close().await;
}

#[tokio::test]
async fn a_copied_link_proves_no_mailbox_and_so_declines_nothing() {
    let house = House::open().await;
    let copied = house.act(Some(ADA), "copy_invitation_link", &house.fill("slug=acme&invitation={to_ivan}")).await;
    let secret = copied.body.trim_matches('"').rsplit('/').next().unwrap().to_owned();
    assert_eq!(house.get(NOBODY, &format!("/invitations/{secret}")).await.status, 200);
    for (who, expected) in [(NOBODY, 401), (Some(MALLORY), 409), (Some(IVAN), 200)] {
        let answer = house.act(who, "decline_invitation", &format!("secret={secret}")).await;
        assert_eq!(answer.status, expected, "{}", answer.body);
    }
    house.close().await;
}

#[tokio::test]
async fn who_has_not_confirmed_the_address_has_the_link_mailed_again_and_nothing_else() {
    let house = House::open().await;
    assert_eq!(house.act(Some(UMA), "resend_confirmation", "").await.status, 200);
    for (act, form) in [
        ("invite", "slug=acme&addresses=n@new.example&role=developer"),
        ("mail_my_invitation", "invitation={to_ivan}"),
        ("resend_invitation", "slug=acme&invitation={to_admin}"),
    ] {
        let answer = house.act(Some(UMA), act, &house.fill(form)).await;
        assert_eq!((answer.status, answer.problem()), (403, teamwork::rules::problem::Problem::Unconfirmed), "{act}");
    }
    house.close().await;
}

#[tokio::test]
async fn an_old_proof_opens_no_guarded_door() {
    let house = House::open().await;
    house.clock.forward(11 * teamwork::rules::moment::MINUTE);
    for (act, form) in [
        ("ask_email_change", "email=me@new.example"),
        ("invite", "slug=acme&addresses=n@new.example&role=owner"),
        ("archive_billing_contact", "slug=acme&contact={contact}&version=1"),
        ("restore_billing_contact", "slug=acme&contact={archived_contact}&version=2"),
        ("delete_company", "slug=acme&confirmation=Acme+Inc"),
        ("edit_invitation", "slug=acme&invitation={to_developer}&role=owner"),
        ("change_payer", "app=acme-shop&payer={acme_contact}&version=1"),
        ("move_app", "app=acme-shop&target=solo&payer={solo_contact}&version=1"),
        ("delete_app", "app=acme-shop&confirmation=acme-shop&version=1"),
    ] {
        let answer = house.act(Some(ADA), act, &house.fill(form)).await;
        assert_eq!(
            (answer.status, answer.problem()),
            (403, teamwork::rules::problem::Problem::Reauthenticate),
            "{act}"
        );
    }
    house.close().await;
}
