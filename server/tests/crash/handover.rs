//! A handover by card that is killed in each of its places: after the next start every invariant holds, all of it has happened
//! or nothing, and when the client goes on it happens exactly once (I20–I24, I28, I45).

use std::{
    net::SocketAddr,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{
    double::{Double, Hold, KEY, WEBHOOK},
    http::{get, post, send},
    places::{Place, rows, watch},
    program::Program,
    server, setting,
};

const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE&method=card";
/// In how many places of how many a handover is killed at every push.
const USUAL: u64 = 5;

/// Companies and accounts of the client, handovers in the logs of both sides, mails that say so, cards, and the App.
const STATE: &str = "SELECT CONCAT_WS(' ',
    (SELECT COUNT(*) FROM companies WHERE slug LIKE 'alves-bakery%'),
    (SELECT COUNT(*) FROM users WHERE email_key = 'ana@warren.example'),
    (SELECT COUNT(*) FROM log WHERE event = 'app_handed_over'),
    (SELECT COUNT(*) FROM outbox WHERE letter LIKE '{\"letter\":\"now_yours\"%'),
    (SELECT COUNT(*) FROM billing_contacts WHERE provider_method IS NOT NULL),
    (SELECT state FROM apps WHERE name = 'app-x'))";
const NOTHING: &str = "0 0 0 0 0 trial";
const EVERYTHING: &str = "1 1 2 1 1 active";

#[tokio::test(flavor = "multi_thread")]
async fn a_handover_happens_once_or_not_at_all_on_sqlite() {
    kill_everywhere("sqlite", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handover_happens_once_or_not_at_all_on_postgres() {
    if let Some(server) = server() {
        kill_everywhere("postgres", Some(server)).await;
    }
}

async fn kill_everywhere(engine: &str, server: Option<String>) {
    let template = Program::new(server).await;
    template.start().await;
    let secret = mailed_secret(template.addr).await;
    template.kill();

    let places = places(&template, &secret).await;
    let count = places.len() as u64;
    let kills = setting("HANDOVER_KILLS", USUAL).min(count);
    let first = setting("CRASH_SEED", 20_261_124);
    let mut missed = Vec::new();
    for number in 0..kills {
        // As far apart as possible.
        let place = &places[usize::try_from((first + number * count / kills) % count).unwrap()];
        if !kill_at(place, &template, &secret).await {
            missed.push(place);
        }
    }
    template.forget().await;
    println!(
        "{engine}: a handover by card killed in {kills} of {count} places, 0 halves, 0 twice; not reached: {missed:?}"
    );
    assert!(!missed.iter().any(|place| matches!(place, Place::Provider(_))), "{missed:?}");
    assert!(missed.len() * 4 <= usize::try_from(kills).unwrap(), "{missed:?}");
}

/// What the demo has mailed to its client.
async fn mailed_secret(addr: SocketAddr) -> String {
    let mails = get(addr, "/demo/mails").await.unwrap().body;
    for id in mails.split("/demo/mails/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let mail = get(addr, &format!("/demo/mails/{id}")).await.unwrap().body;
        if let Some((_, link)) = mail.split_once("/requests/") {
            return link
                .chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
                .collect();
        }
    }
    panic!("the demo has asked no client")
}

/// Every place there is, as a handover shows that nothing holds up.
async fn places(template: &Program, secret: &str) -> Vec<Place> {
    let (program, stripe) = opened(template).await;
    program.start().await;
    watch(&program).await;
    go(program.addr, secret, &stripe).await.unwrap();
    assert_eq!(program.texts(STATE).await, [EVERYTHING]);
    let asked = (0..stripe.asked()).flat_map(|number| [Hold::Before(number), Hold::After(number)]);
    let places = asked.map(Place::Provider).chain(rows(&program).await).collect();
    program.kill();
    program.forget().await;
    places
}

/// Kills it there, and looks how it goes on. Answers whether it came there at all.
async fn kill_at(place: &Place, template: &Program, secret: &str) -> bool {
    let (program, stripe) = opened(template).await;
    program.start().await;
    place.arm(&program, &stripe).await;
    let (addr, client, known) = (program.addr, stripe.clone(), secret.to_owned());
    let going = tokio::spawn(async move { go(addr, &known, &client).await });
    let reached = place.reached(&program, &stripe).await;
    program.kill();
    let _ = going.await;
    place.disarm(&program, &stripe).await;

    program.is_whole().await;
    let after = program.texts(STATE).await;
    assert!(after == [NOTHING] || after == [EVERYTHING], "{place:?}: half a handover: {after:?}");
    program.start().await;
    // The provider tells again what nobody has heard, and the client tries again what did not work.
    for page in stripe.entered() {
        tell(addr, &page, &stripe).await.unwrap();
    }
    if program.texts(STATE).await == [NOTHING] {
        go(addr, secret, &stripe).await.unwrap_or_else(|| panic!("{place:?}: the client cannot go on"));
    }
    for page in stripe.entered() {
        tell(addr, &page, &stripe).await.unwrap();
    }
    assert_eq!((program.texts(STATE).await, stripe.taken().len()), (vec![EVERYTHING.to_owned()], 0), "{place:?}");
    program.kill();
    program.is_whole().await;
    program.forget().await;
    reached
}

async fn opened(template: &Program) -> (Program, Double) {
    let (mut program, stripe) = (Program::copy_of(template).await, Double::open().await);
    program.pay_through(&stripe.url, KEY, WEBHOOK);
    (program, stripe)
}

/// The client goes to the provider, enters a card and comes back signed in; not at all when nobody answers any more.
async fn go(addr: SocketAddr, secret: &str, stripe: &Double) -> Option<()> {
    let gone = post(addr, "/do/accept_request", "", &format!("secret={secret}&{DETAILS}")).await.ok()?;
    let claim = gone.cookie("__Host-paying")?;
    let page = stripe.sessions().pop()?;
    stripe.enter_card(&page);
    tell(addr, &page, stripe).await?;
    let back = post(addr, "/do/sign_in_after_payment", &claim, "").await.ok()?;
    back.cookie("__Host-sid").map(|_| ())
}

/// The provider tells of a page, until somebody has heard it.
async fn tell(addr: SocketAddr, page: &str, stripe: &Double) -> Option<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let (body, signature) = stripe.event(&format!("evt_{page}"), page, i64::try_from(now).unwrap());
    let heard = send(addr, "/hooks/stripe", &format!("Stripe-Signature: {signature}\r\n"), &body).await.ok()?;
    (heard.status == 200).then_some(())
}
