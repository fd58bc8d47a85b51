//! Payment requests: rows 3 and 19–22. Those that wait are managed below.

use axum::http::Method;
use serde_json::json;

use super::{Row, calls::fact};
use crate::house::*;

const ANA: &str = r#"{"email":"ana@client.example"}"#;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 3.
    ("list_requests", "/companies/{c}/requests", "",                  [404, 200, 200, 403, 403]),
    // Rows 19 and 20; S10: an Admin's for a paid App waits for an Owner.
    ("get_request", "/apps/{a}/request", "",                          [404, 200, 200, 403, 403]),
    ("get_request", "/apps/acme-blog/request", "",                    [404, 200, 200, 403, 403]),
    ("send_request", "/apps/{a}/request", ANA,                        [404, 201, 201, 403, 403]),
    ("send_request", "/apps/acme-blog/request", r#"{"email":"ana@client.example","note":"It is ready","company":"Alves Bakery","days":30,"plan":"standard"}"#,
                                                                      [404, 201, 201, 403, 403]),
    ("send_request", "/apps/acme-blog/request", r#"{"email":"ana@client.example","apps":["{acme_shop}"]}"#,
                                                                      [404, 201, 201, 403, 403]),
    ("send_request", "/apps/app-x/request", ANA,                      [404, 404, 404, 201, 404]),
    ("send_request", "/apps/acme-blog/request", r#"{"email":"ana"}"#, [422, 422, 422, 422, 422]),
    ("send_request", "/apps/acme-blog/request", r#"{"email":"ana@client.example","days":31}"#, [422, 422, 422, 422, 422]),
    // S26: nobody asks themselves, or an Owner of the same Company.
    ("send_request", "/apps/acme-blog/request", r#"{"email":"{my_email}"}"#, [422, 422, 422, 422, 422]),
    ("send_request", "/apps/acme-blog/request", r#"{"email":"olga@acme.example"}"#, [404, 422, 422, 403, 403]),
    // Rows 21 and 22, of a request that is not there.
    ("preview_request", "/requests/{to_ivan}/preview", "",            [404, 404, 404, 404, 404]),
    ("resend_request", "/requests/{to_ivan}/resend", "",              [404, 404, 404, 404, 404]),
    ("edit_request", "/requests/{to_ivan}", r#"{"note":"Hello"}"#,    [404, 404, 404, 404, 404]),
    ("readdress_request", "/requests/{to_ivan}/readdress", r#"{"email":"books@client.example"}"#, [404, 404, 404, 404, 404]),
    ("copy_request_link", "/requests/{to_ivan}/link", "",             [404, 404, 404, 404, 404]),
    ("cancel_request", "/requests/{to_ivan}", "",                     [404, 404, 404, 404, 404]),
    // Row 19 and S10, of the same.
    ("confirm_request", "/requests/{to_ivan}/confirm", "",            [404, 404, 404, 404, 404]),
    ("refuse_request", "/requests/{to_ivan}/refuse", r#"{"reason":"We keep it"}"#, [404, 404, 404, 404, 404]),
    ("list_proposals", "/proposals", "",                              [200, 200, 200, 200, 200]),
    ("mail_my_request", "/requests/{to_ivan}/mail", "",               [404, 404, 404, 404, 404]),
    ("list_my_requests", "/requests", "",                             [200, 200, 200, 200, 200]),
];

/// Requests that wait, by whom they were sent and for what: Ada's for the paid `acme-shop`, Grace's for the trial
/// `acme-blog`, to Ivan, and Kevin's for a trial of his own.
pub async fn waiting(engine: Engine) -> House {
    let mut house = House::on(engine).await;
    for (who, app, email) in [
        (ADA, "acme-shop", "shop@client.example"),
        (GRACE, "acme-blog", IVAN.email),
        (KEVIN, "app-x", "ana@client.example"),
    ] {
        let secret = house.facts[&fact("secret_of_", who)].clone();
        let body = json!({ "email": email }).to_string();
        let sent = house.ask(Method::POST, &format!("/apps/{app}/request"), Some(&secret), &body).await;
        assert_eq!(sent.answer.status, 201, "{}", sent.answer.body);
        house.facts.insert(format!("request_for_{app}"), sent.json()["request"].as_str().unwrap().to_owned());
    }
    house
}

/// Row 21, S11: the sender and the Owners of the giving side; of a trial of one's own nobody else.
#[tokio::test]
async fn a_program_manages_the_requests_that_its_person_manages() {
    let acts = [
        (Method::GET, "/preview", "", 200),
        (Method::POST, "/link", "", 201),
        (Method::POST, "/resend", "", 204),
        (Method::PATCH, "", r#"{"note":"It is ready now","company":"Books"}"#, 204),
        (Method::POST, "/readdress", r#"{"email":"books@client.example"}"#, 204),
        (Method::DELETE, "", "", 204),
    ];
    let columns = [
        ("acme-shop", [(MALLORY, 404), (GRACE, 403), (KEVIN, 403), (MARA, 403), (ADA, 0)]),
        ("acme-blog", [(MALLORY, 404), (KEVIN, 403), (MARA, 403), (IVAN, 404), (GRACE, 0)]),
        ("acme-blog", [(MALLORY, 404), (KEVIN, 403), (MARA, 403), (IVAN, 404), (ADA, 0)]),
        ("app-x", [(MALLORY, 404), (ADA, 404), (GRACE, 404), (MARA, 404), (KEVIN, 0)]),
    ];
    for engine in Engine::all() {
        for (app, columns) in columns {
            let house = waiting(engine).await;
            for (method, end, body, done) in &acts {
                for (who, refused) in columns {
                    let before = house.eye().await.digest().await;
                    let secret = house.facts[&fact("secret_of_", who)].clone();
                    let path = house.fill(&format!("/requests/{{request_for_{app}}}{end}"));
                    let reply = house.ask(method.clone(), &path, Some(&secret), body).await;
                    let expected = if refused == 0 { *done } else { refused };
                    let what = format!("{method} {end} of {app} by {}", who.first);
                    assert_eq!(reply.answer.status, expected, "{what}: {}", reply.answer.body);
                    let changed = house.eye().await.digest().await != before;
                    assert_eq!(changed, refused == 0 && method != Method::GET, "{what}");
                }
            }
            house.close().await;
        }
    }
}

/// Row 22: the addressed person alone has the link mailed again.
#[tokio::test]
async fn who_is_asked_finds_the_request_and_has_its_link_mailed() {
    for engine in Engine::all() {
        let house = waiting(engine).await;
        let (ivan, mallory) = (house.facts["secret_of_ivan"].clone(), house.facts["secret_of_mallory"].clone());
        let mine = house.ask(Method::GET, "/requests", Some(&ivan), "").await;
        assert_eq!(mine.json()["items"][0]["id"], json!(house.facts["request_for_acme-blog"]), "{}", mine.answer.body);
        assert_eq!(mine.json()["items"].as_array().map(Vec::len), Some(1));
        let path = house.fill("/requests/{request_for_acme-blog}/mail");
        let link = newest_secret(&house.warren, IVAN.email).await;
        assert_eq!(house.ask(Method::POST, &path, Some(&mallory), "").await.answer.status, 404);
        assert_eq!(house.ask(Method::POST, &path, Some(&ivan), "").await.answer.status, 204);
        assert_eq!(newest_secret(&house.warren, IVAN.email).await, link, "the link stays the same");
        house.close().await;
    }
}
