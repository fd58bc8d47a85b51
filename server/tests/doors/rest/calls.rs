//! Plays rows as programs do: each operation, everybody, and what it changed, told and left behind.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, header};

use super::{COLUMNS, GUARDED, Row, effects::effects, operation, program::Reply, refusals};
use crate::{
    doors::{round::Round, visits::role_of},
    house::*,
};

/// Tokens that open nothing: a revoked one, one that never was, no secret at all, a cookie.
const DEAD: usize = 4;

/// What a row is played with: the own, the foreign and no Company or App. Without such a place it is played once.
pub fn places(row: &Row) -> &'static [&'static str] {
    match row.1 {
        path if path.contains("{c}") => &["acme", "elsewhere", "nowhere"],
        path if path.contains("{a}") => &["acme-shop", "app-e", "no-app"],
        _ => &["acme"],
    }
}

/// How many cases a row makes.
pub fn cases_of(row: &Row) -> usize {
    let places = places(row).len();
    // No token, dead ones, one that lacks the scope, and everybody; then everybody in no Company and in a foreign one.
    let outside = if places == 1 { 0 } else { COLUMNS.len() + COLUMNS.len() - 1 };
    let unassigned = usize::from(row.1.contains("{a}"));
    places * (1 + DEAD + 1) + usize::from(GUARDED.contains(&row.0)) + COLUMNS.len() + outside + unassigned
}

/// The program of everybody calls all of it, of the own, a foreign and no Company or App.
pub async fn call(rows: &[Row]) {
    for engine in Engine::all() {
        let round = Round::begin(engine).await;
        let mut calls = Calls { round, effects: BTreeMap::new(), told: BTreeSet::new() };
        for row in rows {
            calls.without_reach(row).await;
            let [own, rest @ ..] = places(row) else { unreachable!("a row is played somewhere") };
            for (who, expected) in COLUMNS.into_iter().zip(row.3) {
                let secret = calls.round.house.facts[&fact("secret_of_", who)].clone();
                calls.case(row, own, who, Some(&secret), expected).await;
                if let [foreign, nowhere] = rest {
                    calls.outside(row, foreign, nowhere, who, &secret).await;
                }
            }
        }
        let expected: usize = rows.iter().map(cases_of).sum();
        assert_eq!(calls.round.cases, expected, "the cases are counted wrongly");
        calls.compare_effects();
        calls.find_idle_words(rows);
        calls.round.end().await;
    }
}

/// One round of programs.
struct Calls {
    round: Round,
    /// In which tables an operation has changed something.
    effects: BTreeMap<&'static str, BTreeSet<String>>,
    /// Which codes an operation has answered.
    told: BTreeSet<(&'static str, String)>,
}

impl Calls {
    fn compare_effects(&mut self) {
        for (id, tables) in &self.effects {
            let (known, seen) = (effects(id), tables.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
            if known != seen {
                self.round.wrong.push(format!("{id} changed \"{seen}\" instead of \"{known}\""));
            }
        }
    }

    /// What a row says that it can be refused for is what somebody here, or in `refusals.rs`, is refused for.
    fn find_idle_words(&mut self, rows: &[Row]) {
        for id in rows.iter().map(|row| row.0).collect::<BTreeSet<_>>() {
            for code in operation(id).codes().filter(|code| !refusals::tells(id, code)) {
                if !self.told.contains(&(id, code.clone())) {
                    self.round.wrong.push(format!("{id} is said to answer {code}, and never does"));
                }
            }
        }
    }

    /// Whoever has no token that lives and reaches so far.
    async fn without_reach(&mut self, row: &Row) {
        for place in places(row) {
            self.case(row, place, ADA, None, 401).await;
            let revoked = self.round.house.facts["revoked_secret"].clone();
            let dead: [String; DEAD] =
                [revoked, format!("wrn_{}", "A".repeat(43)), "wrn_".into(), self.round.house.cookie(ADA).to_owned()];
            for dead in dead {
                self.case(row, place, ADA, Some(&dead), 401).await;
            }
            let scope = operation(row.0).scope;
            let lacking = self.round.house.facts[&format!("secret_without_{}", scope.key())].clone();
            let refused = self.case(row, place, ADA, Some(&lacking), 403).await;
            if refused.code() != "missing_scope" {
                self.round.wrong.push(format!("{}: a token without {} is told {}", row.0, scope.key(), refused.code()));
            }
        }
        if GUARDED.contains(&row.0) {
            let unguarded = self.round.house.facts["secret_without_guarded"].clone();
            let refused = self.case(row, places(row)[0], ADA, Some(&unguarded), 403).await;
            if refused.code() != "needs_guarded" {
                self.round.wrong.push(format!("{}: a token without guarded is told {}", row.0, refused.code()));
            }
        }
    }

    /// Foreign and nonexistent are the same answer. An App of the own Company that is not assigned is refused.
    async fn outside(&mut self, row: &Row, foreign: &str, nowhere: &str, who: Person, secret: &str) {
        let nowhere = self.case(row, nowhere, who, Some(secret), 404).await;
        if who != MALLORY {
            let foreign = self.case(row, foreign, who, Some(secret), 404).await;
            if nowhere.bare() != foreign.bare() {
                self.round.wrong.push(format!("{}: {} can tell foreign from nonexistent", row.0, who.first));
            }
        }
        if who == KEVIN && row.1.contains("{a}") {
            self.case(row, "acme-blog", who, Some(secret), 403).await;
        }
    }

    async fn case(&mut self, row: &Row, place: &str, who: Person, secret: Option<&str>, expected: u16) -> Reply {
        self.round.cases += 1;
        let (path, version) = row.1.split_once(" @").unwrap_or((row.1, "1"));
        let (path, body) = (filled(&self.round.house, path, place, who), filled(&self.round.house, row.2, place, who));
        let method = operation(row.0).method();
        let tag = format!("\"{version}\"");
        let reply = self.round.house.ask_with(method.clone(), &path, secret, &body, &[("if-match", &tag)]).await;
        let tables = self.round.changed_tables().await;
        let changed = !tables.is_empty();
        let should_change = (200..300).contains(&expected) && method != Method::GET;
        let is_problem = reply.answer.header(header::CONTENT_TYPE) == Some("application/problem+json");
        let mut flaws = Vec::new();
        if reply.answer.status != expected || is_problem != (expected >= 400) {
            flaws.push(format!("got {} for {expected}", reply.answer.status));
        }
        if changed != should_change {
            flaws.push(if changed { "changed something".into() } else { "changed nothing".into() });
        }
        flaws.extend(self.denial(who, &reply).await);
        if !flaws.is_empty() {
            let told: String = reply.answer.body.chars().take(200).collect();
            let (id, path, flaws) = (row.0, row.1, flaws.join(", "));
            self.round.wrong.push(format!("{id} {path} {} ({place}): {} {flaws}: {told}", row.2, who.first));
        }
        if changed {
            self.effects.entry(row.0).or_default().extend(tables);
            self.round.set_anew().await;
        }
        self.told.insert((row.0, reply.code()));
        reply
    }

    /// Whoever is refused, and whoever asks for a Company, an App or a place that is not there for them, leaves one trace
    /// with what they wanted and as what; nobody else leaves any.
    async fn denial(&mut self, who: Person, reply: &Reply) -> Option<String> {
        let traces = self.round.denials().await;
        let code = reply.code();
        let role = match (reply.answer.status, code.as_str()) {
            (403, "missing_scope" | "needs_guarded") => None,
            // Of a trial of one's own nobody is Owner or Admin.
            (403, "needs_company") => Some(""),
            (403, _) => Some(role_of(who)),
            (404, "company_not_found" | "app_not_found" | "page_not_found") => Some(""),
            _ => None,
        };
        let fits = |trace: &String| trace.rsplit_once(' ').is_some_and(|(was, what)| Some(was) == role && what != "?");
        let is_right = traces.len() == usize::from(role.is_some()) && traces.iter().all(fits);
        (!is_right).then(|| format!("left {traces:?} as {role:?}"))
    }
}

/// A path or a body with what it names in it.
pub fn filled(house: &House, text: &str, place: &str, who: Person) -> String {
    let mut text = text.replace("{c}", place).replace("{a}", place).replace("{my_email}", who.email);
    if place == "elsewhere" {
        for (own, foreign) in [
            ("{dennis}", "{mallory}"),
            ("{to_admin}", "{to_spy}"),
            ("{contact}", "{foreign_contact}"),
            ("{acme_contact}", "{foreign_contact}"),
        ] {
            text = text.replace(own, foreign);
        }
    }
    for (mine, prefix) in
        [("{me}", ""), ("{my_session}", "session_of_"), ("{my_token}", "token_of_"), ("{my_key}", "key_of_")]
    {
        text = text.replace(mine, &house.facts[&fact(prefix, who)]);
    }
    house.fill(&text)
}

/// The name of a fact about somebody.
pub fn fact(prefix: &str, who: Person) -> String {
    format!("{prefix}{}", who.first.to_lowercase())
}
