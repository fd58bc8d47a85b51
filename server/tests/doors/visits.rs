//! Plays rows as browsers do: each door, everybody, and what it changed and left behind.

use app::failure::Failure;
use axum::{
    body::Body,
    http::{Method, header},
};
use server::http::doors;
use teamwork::rules::problem::{Problem, Thing};

use super::{COLUMNS, LOOKS, Row, round::Round};
use crate::house::*;

/// Files: they answer a program with a problem, as functions do.
const FILES: [&str; 7] = [
    "GET /c/{slug}/activity.csv",
    "GET /c/{slug}/activity.json",
    "GET /account/data.json",
    "GET /c/{slug}/invoices/{number}/pdf",
    "GET /c/{slug}/invoices/{number}/xml",
    "GET /c/{slug}/billing/{contact}/invoices/{year}/csv",
    "GET /c/{slug}/billing/{contact}/invoices/{year}/zip",
];

/// How many cases a row makes: everybody, and where there is a Company, everybody in no other and in a foreign one, there
/// also with somebody of its own.
pub fn cases_of((_, send, _): &Row) -> usize {
    COLUMNS.len() + if send.contains("{c}") { COLUMNS.len() + 2 * (COLUMNS.len() - 1) } else { 0 }
}

/// Everybody asks for all of it, of the own Company, a foreign one and none.
pub async fn visit(engines: &[Engine], rows: &[Row]) {
    for &engine in engines {
        let mut visits = Visits(Round::begin(engine).await);
        for row in rows {
            for (column, expected) in row.2.into_iter().enumerate() {
                visits.case(row.0, row.1, COLUMNS[column], "acme", expected).await;
            }
            if row.1.contains("{c}") {
                visits.elsewhere(row).await;
            }
        }
        visits.0.end().await;
    }
}

/// One round of browsers.
struct Visits(Round);

impl Visits {
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
                    self.0.wrong.push(format!("{door} {send}: {} can tell foreign from nonexistent", name(who)));
                }
            }
        }
    }

    async fn case(&mut self, door: &str, send: &str, who: Option<Person>, company: &str, expected: u16) -> Answer {
        self.0.cases += 1;
        let sent = self.0.house.fill(&send.replace("{c}", company).replace("{me}", &own("", who)));
        let sent = sent.replace("{my_key}", &own("key_of_", who)).replace("{my_email}", who.unwrap_or(KEVIN).email);
        let sent = sent.replace("{my_session}", &own("session_of_", who)).replace("{my_token}", &own("token_of_", who));
        let sent = self.0.house.fill(&sent);
        let answer = match door.split_once(" /do/") {
            Some((_, act)) => self.0.house.act(who, act, &sent).await,
            None if sent.starts_with("/live") => self.first_word(who, &sent).await,
            None => self.0.house.get(who, &sent).await,
        };
        let changed = !self.0.changed_tables().await.is_empty();
        let only_looks = door.split_once(" /do/").is_none_or(|(_, act)| LOOKS.concat().contains(&act));
        let should_change = expected == 200 && !only_looks;
        if answer.status != expected || changed != should_change {
            let changed = if changed { "changed something" } else { "changed nothing" };
            let (who, body) = (name(who), answer.body.chars().take(120).collect::<String>());
            self.0.wrong.push(format!(
                "{door} {send} ({company}): {who} got {} instead of {expected} and {changed}. {body}",
                answer.status
            ));
        }
        if let Some(flaw) = self.denial(door, &sent, who, &answer).await {
            self.0.wrong.push(format!("{door} {send} ({company}): {} {flaw}", name(who)));
        }
        if changed {
            self.0.set_anew().await;
        }
        answer
    }

    /// Whoever is refused, and whoever asks for a Company or an App that is not there for them, leaves one trace with what
    /// they wanted and as what; nobody else leaves any. A page may ask for several things, and is refused each of them.
    async fn denial(&mut self, door: &str, sent: &str, who: Option<Person>, answer: &Answer) -> Option<String> {
        let traces = self.0.denials().await;
        let is_page = door.starts_with("GET") && !FILES.contains(&door);
        // What the frame of a page knows already, or what is no id, the page asks nobody for.
        let may_ask_nothing = door == "GET /c/{slug}/team/invite"
            || ["{app}", "{user}", "{contact}", "{number}"].iter().any(|of| door.contains(of));
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
        let request = self.0.house.request(Method::GET, path, who).header(header::ACCEPT, "text/event-stream");
        let answer =
            tower::ServiceExt::oneshot(self.0.house.router.clone(), request.body(Body::empty()).unwrap()).await;
        let (parts, _) = answer.unwrap().into_parts();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body: String::new() }
    }
}

/// The name of a fact about whoever asks. Nobody asks with what is Kevin's.
fn own(prefix: &str, who: Option<Person>) -> String {
    format!("{{{prefix}{}}}", who.unwrap_or(KEVIN).first.to_lowercase())
}

/// What somebody is in Acme Inc, as the log calls it.
pub fn role_of(who: Person) -> &'static str {
    match who {
        ADA => "owner",
        GRACE => "admin",
        KEVIN => "developer",
        MARA => "billing",
        _ => "",
    }
}

/// How the report calls somebody.
fn name(who: Option<Person>) -> &'static str {
    who.map_or("nobody", |who| who.first)
}

/// An answer without what differs from answer to answer.
fn bare(answer: &Answer, company: &str) -> String {
    let nonce = answer.body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("-");
    format!("{} {:?} {}", answer.status, answer.location(), answer.body.replace(nonce, "nonce")).replace(company, "{c}")
}
