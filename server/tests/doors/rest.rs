//! The door for programs: each operation × {no token, no real one, an expired one, a revoked one, one that does not reach
//! so far, a stranger's, and one of each role} × the own, a foreign and no Company. The answers are typed from the domain.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use server::http::rest::table::OPERATIONS;
use teamwork::rules::moment::DAY;

use crate::house::*;

/// The operation, what is asked for there, its body, and what a stranger, an Owner, an Admin, a Developer and a Billing
/// member are answered.
type Row = (&'static str, &'static str, &'static str, [u16; 5]);

const COLUMNS: [Person; 5] = [MALLORY, ADA, GRACE, KEVIN, MARA];
const COMPANY: &str = r#"{"name":"Third","slug":"third","country":"DE","billing_name":"Third","street":"1 Row","postal_code":"1","city":"B","billing_email":"t@new.example"}"#;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Row 1: any User.
    ("list_companies", "/companies", "",                              [200, 200, 200, 200, 200]),
    ("create_company", "/companies", COMPANY,                         [201, 201, 201, 201, 201]),
    // Rows 2, 3, 6 and 37.
    ("get_company", "/companies/{c}", "",                             [404, 200, 200, 200, 200]),
    ("leave_company", "/companies/{c}/leave", "",                     [404, 204, 204, 204, 204]),
    ("leave_company", "/companies/solo/leave", "",                    [404, 403, 404, 404, 404]),
    ("list_members", "/companies/{c}/members", "",                    [404, 200, 200, 200, 200]),
    ("list_members", "/companies/{c}/members?limit=1", "",            [404, 200, 200, 200, 200]),
    ("list_billing_contacts", "/companies/{c}/billing-contacts", "",  [404, 200, 200, 403, 200]),
    ("list_invitations", "/companies/{c}/invitations", "",            [404, 200, 200, 403, 403]),
    // Rows 29–31, 34, 35, S13 and S14.
    ("change_role", "/companies/{c}/members/{dennis}", r#"{"role":"admin"}"#,     [404, 200, 200, 403, 403]),
    ("change_role", "/companies/{c}/members/{dennis}", r#"{"role":"billing"}"#,   [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{dennis}", r#"{"role":"owner"}"#,     [404, 403, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{alan}", r#"{"role":"developer"}"#,   [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{basil}", r#"{"role":"developer"}"#,  [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{olga}", r#"{"role":"admin"}"#,       [404, 403, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{me}", r#"{"role":"admin"}"#,         [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{mallory}", r#"{"role":"admin"}"#,    [404, 404, 404, 404, 404]),
    ("change_role", "/companies/{c}/members/nobody", r#"{"role":"admin"}"#,       [404, 404, 404, 404, 404]),
    // Rows 32–34.
    ("dismiss_member", "/companies/{c}/members/{dennis}", "",         [404, 204, 204, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{alan}", "",           [404, 204, 403, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{basil}", "",          [404, 204, 403, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{olga}", "",           [404, 403, 403, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{me}", "",             [404, 403, 403, 403, 403]),
    // Rows 23–26.
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["o@new2.example"],"role":"owner"}"#,     [404, 200, 403, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["a@new2.example"],"role":"admin"}"#,     [404, 200, 200, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer","apps":["{acme_shop}"]}"#, [404, 200, 200, 403, 403]),
    // 4.1: to one App at least, and to none of somebody else's.
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer"}"#, [404, 422, 422, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer","apps":["{app_e}"]}"#, [404, 422, 422, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer","apps":["{acme_shop}"],"ends_on":"2027-01-31"}"#, [404, 200, 200, 403, 403]),
    // What is no day is none for anybody.
    ("invite", "/companies/acme/invitations", r#"{"addresses":["a@new2.example"],"role":"admin","ends_on":"2026-11-20"}"#, [422, 422, 422, 422, 422]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["b@new2.example"],"role":"billing"}"#,   [404, 200, 403, 403, 403]),
    // Row 27.
    ("edit_invitation", "/companies/{c}/invitations/{to_owner}", r#"{"role":"admin","note":""}"#,      [404, 204, 403, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_admin}", r#"{"role":"developer","note":"","apps":["{acme_shop}"]}"#, [404, 204, 204, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_admin}", r#"{"role":"developer","note":""}"#,  [404, 422, 422, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_developer}", r#"{"role":"admin","note":"","ends_on":"2027-01-31"}"#, [404, 204, 204, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_developer}", r#"{"role":"owner","note":""}"#,  [404, 204, 403, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_spy}", r#"{"role":"admin","note":""}"#,        [404, 404, 404, 403, 403]),
    ("resend_invitation", "/companies/{c}/invitations/{to_owner}/resend", "",      [404, 204, 403, 403, 403]),
    ("resend_invitation", "/companies/{c}/invitations/{to_developer}/resend", "",  [404, 204, 204, 403, 403]),
    ("resend_invitation", "/companies/{c}/invitations/{to_spy}/resend", "",        [404, 404, 404, 403, 403]),
    ("copy_invitation_link", "/companies/{c}/invitations/{to_owner}/link", "",     [404, 201, 403, 403, 403]),
    ("copy_invitation_link", "/companies/{c}/invitations/{to_admin}/link", "",     [404, 201, 201, 403, 403]),
    ("cancel_invitation", "/companies/{c}/invitations/{to_billing}", "",           [404, 204, 403, 403, 403]),
    ("cancel_invitation", "/companies/{c}/invitations/{to_developer}", "",         [404, 204, 204, 403, 403]),
    ("cancel_invitation", "/companies/{c}/invitations/{to_spy}", "",               [404, 404, 404, 403, 403]),
    // Row 22: the addressed person only.
    ("list_my_invitations", "/invitations", "",                       [200, 200, 200, 200, 200]),
    ("mail_my_invitation", "/invitations/{to_ivan}/mail", "",         [404, 404, 404, 404, 404]),
    ("accept_invitation", "/invitations/accept", r#"{"secret":"{invitation}"}"#,   [409, 409, 409, 409, 409]),
    ("accept_invitation", "/invitations/accept", r#"{"secret":"{unknown}"}"#,      [404, 404, 404, 404, 404]),
    ("decline_invitation", "/invitations/decline", r#"{"secret":"{invitation}"}"#, [409, 409, 409, 409, 409]),
    // Row 44: oneself only.
    ("get_account", "/account", "",                                   [200, 200, 200, 200, 200]),
    ("change_name", "/account/name", r#"{"first_name":"Rabbit"}"#,    [204, 204, 204, 204, 204]),
    ("ask_email_change", "/account/email", r#"{"email":"me@new.example"}"#, [204, 204, 204, 204, 204]),
    ("list_sessions", "/sessions", "",                                [200, 200, 200, 200, 200]),
    ("end_session", "/sessions/{my_session}", "",                     [204, 204, 204, 204, 204]),
    ("end_session", "/sessions/{session_of_ivan}", "",                [404, 404, 404, 404, 404]),
    ("list_tokens", "/tokens", "",                                    [200, 200, 200, 200, 200]),
    ("make_token", "/tokens", r#"{"label":"Report","scopes":["read"],"expires_on":"2026-11-21"}"#,
                                                                      [201, 201, 201, 201, 201]),
    ("make_token", "/tokens", r#"{"label":"Report","scopes":["read"],"expires_on":"2026-12-21"}"#,
                                                                      [422, 422, 422, 422, 422]),
    ("revoke_token", "/tokens/{my_token}", "",                        [204, 204, 204, 204, 204]),
    ("revoke_token", "/tokens/{token_of_olga}", "",                   [404, 404, 404, 404, 404]),
];

/// Operations at which nobody in the columns can succeed; Ivan does, below.
const ELSEWHERE: [&str; 3] = ["mail_my_invitation", "accept_invitation", "decline_invitation"];

#[test]
fn every_operation_has_an_expectation() {
    let real: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(real.len(), OPERATIONS.len(), "an id stands twice");
    assert_eq!(
        real,
        ROWS.iter().map(|row| row.0).collect(),
        "an operation without an expectation, or the other way round"
    );
    for id in real {
        let opens = ROWS.iter().any(|row| row.0 == id && row.3.iter().any(|status| (200..300).contains(status)));
        assert!(opens || ELSEWHERE.contains(&id), "nobody is ever let in at {id}, so the test proves nothing");
    }
}

#[tokio::test]
async fn programs_are_let_in_as_far_as_their_person_and_their_token_reach() {
    for engine in Engine::all() {
        let mut play = Play::begin(engine).await;
        for row in ROWS {
            play.without_reach(row).await;
            for (who, expected) in COLUMNS.into_iter().zip(row.3) {
                let secret = play.house.facts[&fact("secret_of_", who)].clone();
                play.case(row, "acme", who, Some(&secret), expected).await;
                if row.1.contains("{c}") {
                    let nowhere = play.case(row, "nowhere", who, Some(&secret), 404).await;
                    if who != MALLORY {
                        let foreign = play.case(row, "elsewhere", who, Some(&secret), 404).await;
                        if nowhere.code() != foreign.code() {
                            play.wrong.push(format!("{}: {} can tell foreign from nonexistent", row.0, who.first));
                        }
                    }
                }
            }
        }
        println!("{} cases of programs on {engine:?}", play.cases);
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
        Self { house, eye, before, cases: 0, wrong: Vec::new() }
    }

    /// Whoever has no token that lives and reaches so far.
    async fn without_reach(&mut self, row: &Row) {
        let companies: &[&str] = if row.1.contains("{c}") { &["acme", "elsewhere", "nowhere"] } else { &["acme"] };
        for company in companies {
            self.case(row, company, ADA, None, 401).await;
            let revoked = self.house.facts["revoked_secret"].clone();
            let dead = [revoked, format!("wrn_{}", "A".repeat(43)), "wrn_".into(), self.house.cookie(ADA).to_owned()];
            for dead in dead {
                self.case(row, company, ADA, Some(&dead), 401).await;
            }
            let scope = OPERATIONS.iter().find(|operation| operation.id == row.0).unwrap().scope;
            let lacking = self.house.facts[&format!("secret_without_{}", scope.key())].clone();
            self.case(row, company, ADA, Some(&lacking), 403).await;
        }
    }

    async fn case(&mut self, row: &Row, company: &str, who: Person, secret: Option<&str>, expected: u16) -> Reply {
        self.cases += 1;
        let fill = |text: &str| {
            let mine = [("{c}", company.to_owned()), ("{me}", self.house.facts[&fact("", who)].clone())];
            let text = mine.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
            let text = text.replace("{my_session}", &self.house.facts[&fact("session_of_", who)]);
            self.house.fill(&text.replace("{my_token}", &self.house.facts[&fact("token_of_", who)]))
        };
        let method = OPERATIONS.iter().find(|operation| operation.id == row.0).unwrap().method();
        let reply = self.house.ask(method.clone(), &fill(row.1), secret, &fill(row.2)).await;
        let after = self.eye.digest().await;
        let (changed, should_change) = (after != self.before, (200..300).contains(&expected) && method != Method::GET);
        let is_problem = reply.answer.header(header::CONTENT_TYPE) == Some("application/problem+json");
        if reply.answer.status != expected || changed != should_change || is_problem != (expected >= 400) {
            let changed = if changed { "changed something" } else { "changed nothing" };
            let (status, body) = (reply.answer.status, reply.answer.body.chars().take(200).collect::<String>());
            let (id, path) = (row.0, row.1);
            self.wrong
                .push(format!("{id} {path} ({company}): {} got {status} for {expected}, {changed}: {body}", who.first));
        }
        if changed {
            let fresh = Self::begin(self.house.engine).await;
            std::mem::replace(&mut self.house, fresh.house).close().await;
            (self.eye, self.before) = (fresh.eye, fresh.before);
        }
        reply
    }
}

fn fact(prefix: &str, who: Person) -> String {
    format!("{prefix}{}", who.first.to_lowercase())
}

/// What a program was answered.
pub struct Reply {
    pub answer: Answer,
}

impl Reply {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.answer.body).unwrap_or_default()
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl House {
    /// Asks as a program does, of the version `"1"` when it edits a member.
    pub async fn ask(&self, method: Method, path: &str, secret: Option<&str>, body: &str) -> Reply {
        self.ask_with(method, path, secret, body, &[("if-match", "\"1\"")]).await
    }

    pub async fn ask_with(
        &self,
        method: Method,
        path: &str,
        secret: Option<&str>,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if let Some(secret) = secret {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply { answer: self.send(request.body(Body::from(body.to_owned())).unwrap()).await }
    }
}

#[tokio::test]
async fn a_token_opens_no_page_and_a_cookie_no_operation() {
    let house = House::open().await;
    let secret = house.facts["secret_of_ada"].clone();
    let with = |path: &str| Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {secret}"));
    assert_eq!(house.send(with("/account").body(Body::empty()).unwrap()).await.status, 303);
    assert_eq!(house.get(Some(ADA), "/api/v1/account").await.status, 401);
    let token_as_cookie = with("/account").header(header::COOKIE, format!("__Host-sid={secret}"));
    assert_eq!(house.send(token_as_cookie.body(Body::empty()).unwrap()).await.status, 303);
    house.close().await;
}

#[tokio::test]
async fn a_token_is_dead_when_its_time_is_over() {
    let house = House::open().await;
    let secret = house.facts["secret_of_ada"].clone();
    assert_eq!(house.ask(Method::GET, "/account", Some(&secret), "").await.answer.status, 200);
    house.clock.forward(DAY - 60_000);
    assert_eq!(house.ask(Method::GET, "/account", Some(&secret), "").await.answer.status, 200);
    house.clock.forward(60_001);
    let over = house.ask(Method::GET, "/account", Some(&secret), "").await;
    assert_eq!((over.answer.status, over.code().as_str()), (401, "unauthenticated"));
    assert_eq!(over.answer.header(header::WWW_AUTHENTICATE), Some("Bearer realm=\"warren\""));
    house.close().await;
}

#[tokio::test]
async fn ivan_accepts_by_the_secret_in_the_body() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (secret, body) = (house.facts["secret_of_ivan"].clone(), house.fill(r#"{"secret":"{invitation}"}"#));
        let mail = house.ask(Method::POST, &house.fill("/invitations/{to_ivan}/mail"), Some(&secret), "").await;
        assert_eq!(mail.answer.status, 204, "{}", mail.answer.body);
        let accept = house.ask(Method::POST, "/invitations/accept", Some(&secret), &body).await;
        assert_eq!((accept.answer.status, accept.answer.body.as_str()), (200, r#"{"company":"acme"}"#));
        let again = house.ask(Method::POST, "/invitations/decline", Some(&secret), &body).await;
        assert_eq!((again.answer.status, again.code().as_str()), (410, "invitation_accepted"));
        house.close().await;
    }
}

#[tokio::test]
async fn the_framework_answers_in_problem_documents_too() {
    let house = House::open().await;
    let ada = Some(house.facts["secret_of_ada"].clone());
    let ada = ada.as_deref();
    let member = house.fill("/companies/acme/members/{dennis}");
    let role = r#"{"role":"admin"}"#;
    for (method, path, body, headers, status, code) in [
        (Method::GET, "/nothing", "", &[][..], 404, "no_such_route"),
        (Method::PUT, "/companies", "", &[], 405, "method_not_allowed"),
        (Method::POST, "/companies", "{}", &[("content-type", "text/plain")], 415, "unsupported_media_type"),
        (Method::POST, "/companies", "{", &[], 400, "malformed_body"),
        (Method::POST, "/companies", "{}", &[], 422, "unfit_body"),
        (Method::PUT, "/account/name", r#"{"first_name":"A","admin":true}"#, &[], 422, "unfit_body"),
        (Method::GET, "/companies?page=2", "", &[], 400, "bad_parameter"),
        (Method::GET, "/companies?limit=0", "", &[], 400, "bad_parameter"),
        (Method::GET, "/companies?after=x", "", &[], 400, "bad_cursor"),
        (Method::PATCH, &member, role, &[], 428, "precondition_required"),
        (Method::PATCH, &member, role, &[("if-match", "\"7\"")], 412, "precondition_failed"),
        (Method::PATCH, &member, role, &[("if-match", "*")], 412, "precondition_failed"),
        (Method::POST, "/companies", COMPANY, &[("idempotency-key", "a b")], 400, "bad_key"),
    ] {
        let reply = house.ask_with(method, path, ada, body, headers).await;
        let kind = reply.answer.header(header::CONTENT_TYPE).map(str::to_owned);
        assert_eq!((reply.answer.status, reply.code().as_str()), (status, code), "{path} {}", reply.answer.body);
        assert_eq!(kind.as_deref(), Some("application/problem+json"), "{path}");
        assert_eq!(reply.json()["status"], status);
        assert!(!reply.json()["request"].as_str().unwrap().is_empty());
    }
    let long = house.ask(Method::POST, "/companies", ada, &"x".repeat(70_000)).await;
    assert_eq!((long.answer.status, long.code().as_str()), (413, "too_long"));
    let options = house.ask(Method::OPTIONS, "/companies", None, "").await;
    assert_eq!((options.answer.status, options.answer.header(header::ALLOW)), (204, Some("GET, POST, HEAD, OPTIONS")));
    let head = house.ask(Method::HEAD, "/companies", ada, "").await;
    assert_eq!((head.answer.status, head.answer.body.as_str()), (200, ""));
    house.close().await;
}

#[tokio::test]
async fn lists_are_walked_page_by_page() {
    let house = House::open().await;
    let ada = house.facts["secret_of_ada"].clone();
    for path in ["/companies", "/companies/acme/members", "/companies/acme/invitations", "/sessions", "/tokens"] {
        let whole = house.ask(Method::GET, path, Some(&ada), "").await.json()["items"].as_array().unwrap().clone();
        let (mut walked, mut after) = (Vec::new(), String::new());
        loop {
            let page = house.ask(Method::GET, &format!("{path}?limit=1{after}"), Some(&ada), "").await.json();
            walked.extend(page["items"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(walked, whole, "{path}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_thing_that_has_not_changed_is_not_sent_again() {
    let house = House::open().await;
    let ada = house.facts["secret_of_ada"].clone();
    let first = house.ask(Method::GET, "/companies/acme", Some(&ada), "").await;
    let tag = first.answer.header(header::ETAG).unwrap().to_owned();
    let again = house.ask_with(Method::GET, "/companies/acme", Some(&ada), "", &[("if-none-match", &tag)]).await;
    assert_eq!((again.answer.status, again.answer.body.as_str()), (304, ""));
    let dennis = house.fill("/companies/acme/members/{dennis}");
    let edited = house.ask(Method::PATCH, &dennis, Some(&ada), r#"{"role":"admin"}"#).await;
    assert_eq!(edited.answer.header(header::ETAG), Some("\"2\""));
    house.close().await;
}

/// One effect, however often and however much at once it is asked for (I43).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_twins_have_one_effect_and_one_answer() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let ada = house.facts["secret_of_ada"].clone();
        for round in 0..50 {
            let body = COMPANY.replace("third", &format!("twin{round}"));
            let key = format!("round-{round}");
            let headers = [("idempotency-key", key.as_str())];
            let ask = || house.ask_with(Method::POST, "/companies", Some(&ada), &body, &headers);
            let replies = futures::future::join_all((0..16).map(|_| ask())).await;
            let fresh = replies.iter().filter(|reply| reply.answer.header("idempotency-replayed").is_none()).count();
            assert_eq!(fresh, 1, "on {engine:?}, round {round}");
            for reply in &replies {
                let told = (reply.answer.status, reply.answer.body.clone());
                assert_eq!(told, (201, format!("{{\"company\":\"twin{round}\"}}")), "on {engine:?}, round {round}");
            }
        }
        let mine = house.ask(Method::GET, "/companies?limit=50", Some(&ada), "").await.json();
        assert_eq!(mine["items"].as_array().unwrap().len(), 50);
        house.close().await;
    }
}

#[tokio::test]
async fn a_key_stands_for_one_request_of_one_person_for_a_day() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (ada, grace) = (house.facts["secret_of_ada"].clone(), house.facts["secret_of_grace"].clone());
        let key = [("idempotency-key", "one")];
        let post = |secret: String, body: String| {
            let house = &house;
            async move { house.ask_with(Method::POST, "/companies", Some(&secret), &body, &key).await }
        };
        // A refusal is not kept.
        assert_eq!(post(ada.clone(), COMPANY.replace("third", "acme")).await.answer.status, 422);
        assert_eq!(post(ada.clone(), COMPANY.into()).await.answer.status, 201);
        let other = post(ada.clone(), COMPANY.replace("third", "fourth")).await;
        assert_eq!((other.answer.status, other.code().as_str()), (422, "key_reused"));
        assert_eq!(post(grace, COMPANY.replace("third", "fifth")).await.answer.status, 201);
        // A secret is kept nowhere, so its answer is lost, but it is not made twice.
        let token = r#"{"label":"T","scopes":["read"],"expires_on":"2026-11-21"}"#;
        let made = house.ask_with(Method::POST, "/tokens", Some(&ada), token, &[("idempotency-key", "two")]).await;
        assert_eq!(made.answer.status, 201, "{}", made.answer.body);
        let lost = house.ask_with(Method::POST, "/tokens", Some(&ada), token, &[("idempotency-key", "two")]).await;
        assert_eq!((lost.answer.status, lost.code().as_str()), (409, "answer_lost"));
        let swept = house.warren.sweep().await.unwrap();
        house.clock.forward(DAY + 1);
        assert!(house.warren.sweep().await.unwrap() >= swept + 3);
        house.close().await;
    }
}

/// The document is reviewed like code. `UPDATE_SNAPSHOTS=1` writes it anew.
#[test]
fn the_document_is_the_reviewed_one_and_leads_nowhere_into_the_void() {
    let made = format!("{:#}\n", server::http::rest::openapi::make());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doors/openapi.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    assert_eq!(made, std::fs::read_to_string(path).unwrap_or_default(), "review {path} and set UPDATE_SNAPSHOTS=1");
    let document: serde_json::Value = serde_json::from_str(&made).unwrap();
    for reference in made.split("\"$ref\": \"#").skip(1).filter_map(|text| text.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference} leads nowhere");
    }
    let ids: Vec<&str> = made.split("\"operationId\": \"").skip(1).filter_map(|text| text.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), OPERATIONS.len());
    assert_eq!(ids.len(), OPERATIONS.len());
}
