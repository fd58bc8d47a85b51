//! Every problem reaches a program with its own status, and a known address looks like an unknown one.

use std::{collections::BTreeMap, time::Instant};

use axum::{
    body::Body,
    http::{Method, header},
};
use futures::future::join_all;
use server::http::session::Peer;
use teamwork::rules::{
    moment::{DAY, HOUR},
    permission::Refusal,
    problem::{Conflict, Gone, Problem, Thing},
};

use crate::house::*;

/// The status and the problem that somebody hears.
async fn told(house: &House, who: Option<Person>, act: &str, fields: &str) -> (u16, Problem) {
    let answer = house.act(who, act, &house.fill(fields)).await;
    assert_eq!(answer.header(header::CONTENT_TYPE), Some("application/json"), "{act}");
    (answer.status, answer.problem())
}

#[tokio::test]
async fn each_problem_has_its_own_status() {
    let house = House::open().await;
    let olga = "slug=acme&user={olga}&to=admin&version=1";
    let stale = "slug=acme&user={kevin}&to=admin&version=7";
    let company = Problem::NotFound(Thing::Company);
    let cases = [
        (Some(ADA), "change_role", "slug=acme", 400, Problem::Malformed),
        (Some(ADA), "change_role", "slug=acme&user=x&to=admin&version=1", 400, Problem::Malformed),
        (Some(ADA), "change_role", "slug=acme&user={kevin}&to=king&version=1", 400, Problem::Malformed),
        (Some(ADA), "change_role", "slug=acme&user={kevin}&to=admin&version=one", 400, Problem::Malformed),
        (NOBODY, "sessions", "", 401, Problem::SignedOut),
        (Some(UMA), "invite", "slug=acme&addresses=a@new.example&role=admin", 403, Problem::Unconfirmed),
        (Some(ADA), "change_role", olga, 403, Problem::Refused(Refusal::OwnerIsUntouchable)),
        (Some(ADA), "leave", "slug=solo", 403, Problem::Refused(Refusal::LastOwner)),
        (Some(ADA), "company", "slug=elsewhere", 404, company.clone()),
        (Some(ADA), "company", "slug=", 404, company),
        (Some(ADA), "dismiss", "slug=acme&user={mallory}", 404, Problem::NotFound(Thing::Member)),
        (Some(ADA), "cancel_invitation", "slug=acme&invitation={to_spy}", 404, Problem::NotFound(Thing::Invitation)),
        (Some(ADA), "end_session", "session={session_of_kevin}", 404, Problem::NotFound(Thing::Session)),
        (NOBODY, "confirm_email", "secret={unknown}", 404, Problem::NotFound(Thing::Page)),
        (NOBODY, "confirm_email", "secret=", 404, Problem::NotFound(Thing::Page)),
        (Some(ADA), "change_role", stale, 409, Problem::Conflict(Conflict::StaleMember)),
        (Some(ADA), "resend_confirmation", "", 409, Problem::Conflict(Conflict::AlreadyConfirmed)),
        (Some(ADA), "accept_invitation", "secret={invitation}", 409, Problem::Conflict(Conflict::WrongAccount)),
    ];
    for (who, act, fields, status, problem) in cases {
        assert_eq!(told(&house, who, act, fields).await, (status, problem), "{act} {fields}");
    }
    let (status, problem) = told(&house, NOBODY, "sign_up", "first_name=&last_name=&email=x&password=short").await;
    let Problem::Invalid(flaws) = problem else { panic!("{problem}") };
    assert_eq!((status, flaws.len()), (422, 4), "all flaws are told at once: {flaws:?}");
    house.close().await;
}

#[tokio::test]
async fn what_has_ended_is_gone() {
    let house = House::open().await;
    assert_eq!(house.act(NOBODY, "confirm_email", &house.fill("secret={confirm_link}")).await.status, 200);
    let used = told(&house, NOBODY, "confirm_email", "secret={confirm_link}").await;
    assert_eq!(used, (410, Problem::Gone(Gone::LinkUsed)));
    assert_eq!(house.get(NOBODY, &house.fill("/confirm/{confirm_link}")).await.status, 410);

    assert_eq!(house.act(NOBODY, "decline_invitation", &house.fill("secret={invitation}")).await.status, 200);
    let declined = told(&house, Some(IVAN), "accept_invitation", "secret={invitation}").await;
    assert_eq!(declined, (410, Problem::Gone(Gone::InvitationDeclined)));
    assert_eq!(house.get(NOBODY, &house.fill("/invitations/{invitation}")).await.status, 410);
    let posted = house
        .post(
            NOBODY,
            &house.fill("/invitations/{invitation}"),
            "decline_invitation",
            &house.fill("secret={invitation}"),
        )
        .await;
    assert_eq!(posted.status, 410);

    let secret = newest_secret(&house.warren, "admin@new.example").await;
    let cancel = house.act(Some(ADA), "cancel_invitation", &house.fill("slug=acme&invitation={to_admin}")).await;
    assert_eq!(cancel.status, 200);
    let withdrawn = told(&house, NOBODY, "decline_invitation", &format!("secret={secret}")).await;
    assert_eq!(withdrawn, (410, Problem::Gone(Gone::InvitationWithdrawn)));

    house.clock.forward(HOUR);
    let late = told(&house, NOBODY, "sign_in_by_link", "secret={sign_in_link}").await;
    assert_eq!(late, (410, Problem::Gone(Gone::LinkExpired)));
    house.clock.forward(8 * DAY);
    let secret = newest_secret(&house.warren, "developer@new.example").await;
    let expired = told(&house, NOBODY, "decline_invitation", &format!("secret={secret}")).await;
    assert_eq!(expired, (410, Problem::Gone(Gone::InvitationExpired)));
    // The page of the end asks the sender, without script, once a day.
    let (page, form) = (format!("/invitations/{secret}"), format!("secret={secret}"));
    assert!(house.get(NOBODY, &page).await.body.contains("Ask for a new invitation"));
    let asked = house.post(NOBODY, &page, "ask_for_renewal", &form).await;
    assert!(asked.status == 200 && asked.body.contains("You asked for a new invitation"), "{}", asked.body);
    assert_eq!(told(&house, NOBODY, "ask_for_renewal", &form).await.0, 429);
    house.close().await;
}

#[tokio::test]
async fn too_many_tries_are_told_with_the_time_to_wait() {
    let house = House::open().await;
    let login = form(&[("email", MARA.email), ("password", "not her password at all")]);
    // All from one network: from elsewhere nobody can lock Mara out.
    let ask = async |path| {
        let request = house.request(Method::POST, path, NOBODY).header(header::CONTENT_TYPE, FORM);
        let mut request = request.body(Body::from(login.clone())).unwrap();
        request.extensions_mut().insert(Peer([203, 0, 113, 9].into()));
        house.send(request).await
    };
    for _ in 0..10 {
        assert_eq!(ask("/do/sign_in").await.status, 422);
    }
    for answer in [ask("/do/sign_in").await, ask("/login?/sign_in").await] {
        assert_eq!(answer.status, 429);
        let wait: i64 = answer.header(header::RETRY_AFTER).unwrap().parse().unwrap();
        assert!((1..=901).contains(&wait), "{wait}");
    }
    assert_eq!(house.act(NOBODY, "sign_in", &form(&[("email", MARA.email), ("password", PASSWORD)])).await.status, 200);
    house.close().await;
}

#[tokio::test]
async fn a_storm_of_sign_ins_is_told_that_it_is_busy() {
    let house = House::at_full_cost().await;
    let storm = (0..100).map(|number| {
        let fields = form(&[("email", &format!("n{number}@new.example")), ("password", "some password or other")]);
        let house = &house;
        async move { house.act(NOBODY, "sign_in", &fields).await }
    });
    let (mut counts, mut busy) = (BTreeMap::new(), 0);
    for answer in join_all(storm).await {
        if answer.status == 503 {
            assert_eq!(answer.header(header::RETRY_AFTER), Some("2"));
            busy += usize::from(answer.body.contains("Busy"));
        }
        *counts.entry(answer.status).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert!(counts.keys().all(|status| [422, 503].contains(status)), "{counts:?}");
    assert!(counts[&422] >= 1 && busy >= 1, "{counts:?}");
    house.close().await;
}

#[tokio::test]
async fn what_breaks_on_our_side_has_a_number_and_no_details() {
    let house = House::open().await;
    house.warren.close().await;
    for answer in [
        house.act(NOBODY, "ask_reset", "email=a@new.example").await,
        house.act(Some(ADA), "company", "slug=acme").await,
        house.post(NOBODY, "/reset", "ask_reset", "email=a@new.example").await,
        house.get(Some(ADA), "/c/acme").await,
        house.get(NOBODY, &house.fill("/confirm/{unknown}")).await,
    ] {
        assert!([500, 503].contains(&answer.status), "{}", answer.status);
        let id = answer.header("x-request-id").unwrap();
        assert!(answer.body.contains(id), "{id} is not in {}", answer.body);
        for word in ["sqlx", "SELECT", "PoolClosed", "pool", "sqlite", "panicked", "src/"] {
            assert!(!answer.body.contains(word), "{word}: {}", answer.body);
        }
    }
    assert_eq!(house.get(NOBODY, "/readyz").await.status, 503);
    assert_eq!(house.get(NOBODY, "/healthz").await.status, 200);
}

/// An answer without what differs each time: the id, the number for scripts, the new session, the address itself.
fn bare(answer: &Answer, email: &str) -> String {
    let mut text = format!("{} {:?} {}", answer.status, answer.headers, answer.body.replace(email, "(address)"));
    let nonce = answer.header(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.split("'nonce-").nth(1));
    let differs = [
        answer.header("x-request-id"),
        answer.session().as_deref().map(|_| ""),
        nonce.and_then(|n| n.split('\'').next()),
    ];
    for word in differs.into_iter().flatten().filter(|word| !word.is_empty()) {
        text = text.replace(word, "(differs)");
    }
    answer.session().map_or(text.clone(), |session| text.replace(&session, "(session)"))
}

#[tokio::test]
async fn an_address_with_an_account_looks_like_one_without() {
    let house = House::at_full_cost().await;
    // The password of the stage is a cheap one.
    guest(&house.warren).ask_reset(ADA.email).await.unwrap();
    let secret = newest_secret(&house.warren, ADA.email).await;
    guest(&house.warren).reset_password(&secret, PASSWORD).await.unwrap();
    let sign_up = |email: &str| {
        form(&[("first_name", "A"), ("last_name", "B"), ("email", email), ("password", PASSWORD), ("terms", "true")])
    };
    let sign_in = |email: &str| form(&[("email", email), ("password", "not the password of anybody")]);
    let ask = |email: &str| form(&[("email", email)]);
    let doors: [(&str, &str, &dyn Fn(&str) -> String); 4] = [
        ("/login", "sign_in", &sign_in),
        ("/signup", "sign_up", &sign_up),
        ("/reset", "ask_reset", &ask),
        ("/login/link", "ask_sign_in_link", &ask),
    ];
    for (page, act, fields) in doors {
        // The same length, as an attacker would take care to.
        let (known, unknown) = (ADA.email, "abe@acme.example");
        let a = house.act(NOBODY, act, &fields(known)).await;
        let b = house.act(NOBODY, act, &fields(unknown)).await;
        assert_eq!(bare(&a, known), bare(&b, unknown), "{act}");
        let a = house.post(NOBODY, page, act, &fields(known)).await;
        let b = house.post(NOBODY, page, act, &fields(unknown)).await;
        assert_eq!(bare(&a, known), bare(&b, unknown), "{page}");

        let mut times = [Vec::new(), Vec::new()];
        for round in 0..20 {
            house.clock.forward(2 * HOUR);
            let email = [known.to_owned(), format!("abe{round}@acme.exampl")];
            for (which, email) in email.iter().enumerate() {
                let begin = Instant::now();
                house.act(NOBODY, act, &fields(email)).await;
                times[which].push(begin.elapsed());
            }
        }
        let [known, unknown] = times.map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2]
        });
        println!(
            "{act}: known {known:?}, unknown {unknown:?}, ratio {:.3}",
            known.as_secs_f64() / unknown.as_secs_f64()
        );
    }
    house.close().await;
}
