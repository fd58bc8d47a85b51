//! Links of requests: mailed ones, copied ones, somebody else's, and those that are over (S27).

use teamwork::{letters::Letter, rules::problem::Problem};

use super::{ANA, DETAILS, Waiting};
use crate::house::*;

#[tokio::test]
async fn who_is_asked_has_the_link_mailed_again_and_nobody_else_has() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let mine = waiting.house.act(Some(IVAN), "my_requests", "").await.body;
    assert!(mine.contains(&waiting.blog) && !mine.contains(&waiting.own), "{mine}");
    let form = format!("request={}", waiting.blog);
    assert_eq!(waiting.house.act(Some(MALLORY), "mail_my_request", &form).await.status, 404);
    assert_eq!(waiting.house.act(Some(IVAN), "mail_my_request", &form).await.status, 200);
    assert_eq!(newest_secret(&waiting.house.warren, IVAN.email).await, waiting.ivans, "the link stays the same");
    waiting.house.close().await;
}

#[tokio::test]
async fn a_copied_link_proves_nothing_until_the_mailed_code_is_typed() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, waiting.copied().await);
        let page = format!("/requests/{secret}");
        let shown = house.get(NOBODY, &page).await.body;
        assert!(shown.contains("Mail me a code") && !shown.contains("Accept and pay"), "{shown}");
        assert!(!shown.contains("?/decline_request"), "{shown}");
        for (act, status) in [("decline_request", 401), ("pass_request_on", 401), ("accept_request", 422)] {
            let form = format!("secret={secret}&email=books@client.example&{DETAILS}");
            let answer = house.act(NOBODY, act, &form).await;
            assert_eq!(answer.status, status, "{act}: {}", answer.body);
        }
        assert_eq!(house.post(NOBODY, &page, "ask_request_code", &format!("secret={secret}")).await.status, 200);
        let shown = house.get(NOBODY, &page).await.body;
        for answer in
            ["Accept and pay 29.00 EUR per month", "?/decline_request", "?/pass_request_on", "I do not know Kevin"]
        {
            assert!(shown.contains(answer), "{answer}: {shown}");
        }
        assert_eq!(shown.matches("name=\"code\"").count(), 3, "each answer asks for the code: {shown}");
        let uncoded = house.post(NOBODY, &page, "decline_request", &format!("secret={secret}&reason=No")).await;
        assert!(uncoded.status == 422 && uncoded.body.contains("value=\"No\""), "{}", uncoded.body);
        let mails = house.warren.mailbox(None).await.unwrap();
        let mail = mails.iter().find(|mail| matches!(mail.letter, Letter::RequestCode { .. })).unwrap();
        assert_eq!(mail.to, ANA);
        let code = house.warren.secret_code(&mail.letter).unwrap();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for (code, status) in [(wrong, 422), (code.as_str(), 200)] {
            let answer = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}&code={code}")).await;
            assert_eq!(answer.status, status, "{}", answer.body);
        }
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn who_came_too_late_asks_for_a_new_link_once() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let page = format!("/requests/{secret}");
        assert_eq!(house.act(NOBODY, "ask_for_request", &format!("secret={secret}")).await.status, 404, "it is open");
        let declined = house.post(NOBODY, &page, "decline_request", &format!("secret={secret}&reason=Too+dear")).await;
        assert!(declined.status == 200 && declined.body.contains("You declined the request"), "{}", declined.body);
        let sender = house.get(Some(KEVIN), "/apps/app-x/client").await.body;
        assert!(sender.contains("Too dear") && sender.contains("Send request"), "{sender}");
        // One press sends the same again, and what it sends is seen before (4.2).
        for held in [
            "value=\"ana@client.example\"",
            ">It is ready</textarea>",
            "value=\"Alves Bakery\"",
            "<option value=\"standard\" selected",
            "<details open class=\"request__way\"",
            "29.00 EUR",
        ] {
            assert!(sender.contains(held), "{held}: {sender}");
        }
        let gone = house.get(NOBODY, &page).await;
        assert!(gone.status == 410 && gone.body.contains("Ask for a new link"), "{}", gone.body);
        let asked = house.post(NOBODY, &page, "ask_for_request", &format!("secret={secret}")).await;
        assert!(asked.status == 200 && asked.body.contains("You asked for a new link"), "{}", asked.body);
        assert_eq!(house.act(NOBODY, "ask_for_request", &format!("secret={secret}")).await.status, 429);
        waiting.house.close().await;
    }
}

/// S27: whoever got the link asks for one of their own, on the page that says whose it is.
#[tokio::test]
async fn who_got_somebody_elses_link_asks_the_sender_for_their_own() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, page) = (&waiting.house, format!("/requests/{}", waiting.secret));
        let shown = house.get(Some(MALLORY), &page).await.body;
        assert!(shown.contains(&format!("to send it to {}", MALLORY.email)), "{shown}");
        let form = format!("secret={}", waiting.secret);
        let asked = house.post(Some(MALLORY), &page, "ask_for_request_here", &form).await;
        assert!(asked.status == 200 && asked.body.contains("You asked for the request"), "{}", asked.body);
        let again = house.act(Some(MALLORY), "ask_for_request_here", &form).await;
        assert_eq!(again.status, 429);
        let nobody = house.act(NOBODY, "ask_for_request_here", &form).await;
        assert_eq!((nobody.status, nobody.problem()), (401, Problem::SignedOut));
        assert_eq!(house.get(NOBODY, &page).await.status, 200);
        waiting.house.close().await;
    }
}

/// Who holds the link of an ended request reads who sent it, and how to reach them as far as it stood in the mail.
#[tokio::test]
async fn a_link_that_is_over_says_who_sent_it() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let copied = waiting.copied().await;
    assert_eq!(waiting.house.act(Some(KEVIN), "cancel_request", &format!("request={}", waiting.own)).await.status, 200);
    for (secret, reaches) in [(&waiting.secret, true), (&copied, false)] {
        let page = waiting.house.get(NOBODY, &format!("/requests/{secret}")).await;
        assert!(page.status == 410 && page.body.contains("Kevin Flynn"), "{}", page.body);
        assert_eq!(page.body.contains(KEVIN.email), reaches, "{}", page.body);
    }
    waiting.house.close().await;
}
