//! Passkeys: adding one, signing in with it, confirming with it, and what opens nothing.

use serde_json::{Value, json};
use teamwork::{
    acts::{Actor, Guest, Visitor},
    letters::{Letter, SecurityEvent},
    rules::{
        id::{CeremonyId, PasskeyId},
        log::Door,
        moment::{MINUTE, SECOND},
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use super::device::Device;
use crate::{
    budgets::{costs, spent, telling},
    house::{ADA, GRACE, House, KEVIN, PASSWORD, each_engine},
};

const WRONG: Problem = Problem::Conflict(Conflict::AnswerLost);

/// Whatever is wrong with an answer is told by the same words, which are `WRONG` here.
fn told<T>(result: Result<T, Problem>) -> Result<(), Problem> {
    match result.map(|_| ()) {
        Err(problem) if problem == Problem::field(Field::Passkey, Why::WrongPasskey) => Err(WRONG),
        other => other,
    }
}

async fn add(actor: &Actor, device: &mut Device, name: &str) -> PasskeyId {
    let asked = actor.begin_passkey().await.unwrap();
    actor.add_passkey(asked.id, &device.create(&asked), name).await.unwrap()
}

async fn sign_in(house: &House, device: &mut Device) -> Result<Actor, Problem> {
    let asked = house.guest().begin_passkey_sign_in().await?;
    let signed_in = house.guest().sign_in_by_passkey(asked.id, &device.sign(&asked)).await?;
    assert!(!signed_in.waits);
    Ok(house.recognise(&signed_in.secret).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_signs_in_confirms_and_is_removed() {
    each_engine(async |house| {
        let (ada, mut device) = (house.ada().await, Device::new());
        assert!(!ada.me().has_passkey && house.warren.takes_passkeys());
        let id = add(&ada, &mut device, "  ").await;
        let cards = house.ada().await.passkeys().await.unwrap();
        assert_eq!((cards.len(), cards[0].id, cards[0].name.as_str()), (1, id, "Firefox on Linux"));
        assert_eq!((cards[0].created_at, cards[0].used_at), (house.warren.now(), None));

        // Asked by one server, heard by another.
        house.clock.forward(MINUTE);
        let beside = house.beside().await;
        let asked = house.guest().begin_passkey_sign_in().await.unwrap();
        let there = Guest::new(&beside, Door::Page, "192.0.2.9", "Firefox/1 Linux", beside.request());
        let signed_in = there.sign_in_by_passkey(asked.id, &device.sign(&asked)).await.unwrap();
        let again = house.recognise(&signed_in.secret).await.unwrap();
        assert!(again.id() == ada.id() && again.me().has_passkey && again.me().fresh);
        assert_eq!(again.passkeys().await.unwrap()[0].used_at, Some(house.warren.now()));
        beside.close().await;

        house.clock.forward(11 * MINUTE);
        let stale = house.recognise(&signed_in.secret).await.unwrap();
        assert_eq!(stale.export().await.map(|_| ()), Err(Problem::Reauthenticate));
        let asked = stale.begin_passkey_proof().await.unwrap();
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        assert_eq!(options["allowCredentials"], json!([{ "type": "public-key", "id": device.known[0] }]));
        let proven = stale.prove_by_passkey(asked.id, &device.sign(&asked)).await.unwrap();
        assert!(house.recognise(&signed_in.secret).await.is_none(), "the session has a new secret");
        let fresh = house.recognise(&proven.secret).await.unwrap();
        assert_eq!(fresh.export().await.unwrap().passkeys[0].id, id);

        fresh.remove_passkey(id).await.unwrap();
        assert_eq!(fresh.remove_passkey(id).await, Err(Problem::NotFound(Thing::Passkey)));
        assert!(!house.recognise(&proven.secret).await.unwrap().me().has_passkey);
        assert_eq!(told(sign_in(house, &mut device).await), Err(WRONG));

        let letters = house.letters_to(ADA.email).await;
        let notices = letters.iter().filter_map(|letter| match letter {
            Letter::SecurityNotice { what, .. } => Some(*what),
            _ => None,
        });
        assert_eq!(notices.collect::<Vec<_>>(), [SecurityEvent::PasskeyAdded, SecurityEvent::PasskeyRemoved]);
        let events: Vec<_> = house.log().await.into_iter().map(|entry| entry.event).collect();
        assert_eq!(events, ["passkey_added", "signed_in", "signed_in", "data_exported", "passkey_removed"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_answer_is_always_told_the_same() {
    each_engine(async |house| {
        let (ada, mut device) = (house.ada().await, Device::new());
        add(&ada, &mut device, "laptop").await;
        let begin = async || house.guest().begin_passkey_sign_in().await.unwrap();
        let finish = async |id: CeremonyId, answer: &str| told(house.guest().sign_in_by_passkey(id, answer).await);

        // Given before, and asked of nobody.
        let asked = begin().await;
        let answer = device.sign(&asked);
        assert_eq!(finish(asked.id, &answer).await, Ok(()));
        assert_eq!(finish(asked.id, &answer).await, Err(WRONG));
        assert_eq!(finish(CeremonyId::new(house.warren.now(), [0; 10]), &answer).await, Err(WRONG));
        // To another question.
        let (asked, other) = (begin().await, begin().await);
        let answer = device.sign(&asked);
        assert_eq!(finish(other.id, &answer).await, Err(WRONG));
        assert_eq!(finish(asked.id, &answer).await, Ok(()), "the right one still fits");
        // A question to Ada is none to a guest, nor the other way round.
        let asked = ada.begin_passkey_proof().await.unwrap();
        assert_eq!(finish(asked.id, &device.sign(&asked)).await, Err(WRONG));
        let asked = begin().await;
        assert_eq!(told(ada.prove_by_passkey(asked.id, &device.sign(&asked)).await), Err(WRONG));
        // Too late.
        for (late, expected) in [(-SECOND, Ok(())), (0, Err(WRONG))] {
            let asked = begin().await;
            house.clock.forward(5 * MINUTE + late);
            assert_eq!(finish(asked.id, &device.sign(&asked)).await, expected);
        }
        // Signed for a page of somebody else.
        device.go_to("https://evil.warren.example");
        let asked = begin().await;
        assert_eq!(finish(asked.id, &device.sign(&asked)).await, Err(WRONG));
        device.go_to("https://warren.example");
        // With a word changed, for somebody else, for nobody in particular, and by nobody known.
        let change = |answer: String, part: &str, to: Value| {
            let mut answer: Value = serde_json::from_str(&answer).unwrap();
            *answer.pointer_mut(part).unwrap() = to;
            answer.to_string()
        };
        for (part, to) in [
            ("/response/signature", json!("AAAA")),
            ("/response/authenticatorData", json!("")),
            ("/response/clientDataJSON", json!("e30")),
            ("/response/userHandle", json!("AAAAAAAAAAAAAAAAAAAAAA")),
            ("/response/userHandle", Value::Null),
            ("/rawId", json!("AAAA")),
        ] {
            let asked = begin().await;
            let answer = change(device.sign(&asked), part, to);
            assert_eq!(finish(asked.id, &answer).await, Err(WRONG), "{part}");
        }
        for garbage in ["", "{}", "null", "[[[[", "\0", "{\"rawId\":1}", &"[".repeat(15_000), &"x".repeat(1_000_000)] {
            assert_eq!(finish(begin().await.id, garbage).await, Err(WRONG));
            let asked = house.ada().await.begin_passkey_proof().await.unwrap();
            assert_eq!(told(house.ada().await.prove_by_passkey(asked.id, garbage).await), Err(WRONG));
        }
        assert!(house.log().await.iter().all(|entry| entry.event != "passkey_refused"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_confirms_or_adds_with_what_is_anothers() {
    each_engine(async |house| {
        let (ada, mut device) = (house.ada().await, Device::new());
        add(&ada, &mut device, "laptop").await;
        let (kevin, mut of_kevin) = (house.kevin().await, Device::new());
        let id = add(&kevin, &mut of_kevin, "phone").await;
        assert_eq!(ada.remove_passkey(id).await, Err(Problem::NotFound(Thing::Passkey)));

        let asked = ada.begin_passkey_proof().await.unwrap();
        assert_eq!(told(ada.prove_by_passkey(asked.id, &of_kevin.sign(&asked)).await), Err(WRONG));
        // What Ada was asked, Kevin does not answer; and it is still there for her.
        let asked = ada.begin_passkey_proof().await.unwrap();
        assert_eq!(told(kevin.prove_by_passkey(asked.id, &of_kevin.sign(&asked)).await), Err(WRONG));
        assert_eq!(told(ada.prove_by_passkey(asked.id, &device.sign(&asked)).await), Ok(()));

        let ada = house.person(ADA).await;
        let asked = ada.begin_passkey().await.unwrap();
        let answer = of_kevin.create(&asked);
        assert_eq!(told(kevin.add_passkey(asked.id, &answer, "x").await), Err(WRONG));
        let of_another_page = Device::at("https://evil.warren.example").create(&asked);
        assert_eq!(told(ada.add_passkey(asked.id, &of_another_page, "x").await), Err(WRONG));
        assert_eq!(told(ada.add_passkey(asked.id, &answer, "x").await), Err(WRONG), "it is answered once");
        // Whoever begins anew gives up what they began.
        let (first, second) = (ada.begin_passkey().await.unwrap(), ada.begin_passkey().await.unwrap());
        assert_eq!(told(ada.add_passkey(first.id, &device.create(&first), "x").await), Err(WRONG));
        for garbage in ["", "{}", "null", "\0", &"x".repeat(1_000_000)] {
            assert_eq!(told(ada.add_passkey(second.id, garbage, "x").await), Err(WRONG));
        }
        let flaw = |why| Err(Problem::field(Field::Label, why));
        let answer = device.create(&second);
        assert_eq!(ada.add_passkey(second.id, &answer, &"x".repeat(61)).await, flaw(Why::TooLong(60)));
        assert_eq!(told(ada.add_passkey(second.id, &answer, &"x".repeat(60)).await), Ok(()));
        // The same passkey is here once.
        let options: Value = serde_json::from_str(&ada.begin_passkey().await.unwrap().options).unwrap();
        assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_passkey_opens_nothing_and_the_log_tells_of_it() {
    each_engine(async |house| {
        let (ada, mut device) = (house.ada().await, Device::new());
        add(&ada, &mut device, "laptop").await;
        sign_in(house, &mut device).await.unwrap();
        // Another device has signed more often.
        let seen = "UPDATE passkeys SET credential = REPLACE(credential, '\"counter\":1', '\"counter\":9')";
        house.database.run(seen).await;
        assert_eq!(told(sign_in(house, &mut device).await), Err(WRONG));
        let log = house.log().await;
        assert_eq!(log.last().unwrap().event, "passkey_refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_takes_a_fresh_proof_a_browser_and_room() {
    each_engine(async |house| {
        let (ada, mut device) = (house.ada().await, Device::new());
        let made = ada.make_token("robot", "read account guarded", "2026-11-22").await.unwrap();
        let robot = house.guest().recognise_token(&made.secret).await.unwrap();
        assert_eq!(robot.begin_passkey().await.map(|_| ()), Err(Problem::NeedsBrowser));
        assert_eq!(robot.begin_passkey_proof().await.map(|_| ()), Err(Problem::NeedsBrowser));

        let asked = ada.begin_passkey().await.unwrap();
        let answer = device.create(&asked);
        house.clock.forward(11 * MINUTE);
        let stale = house.ada().await;
        assert_eq!(stale.begin_passkey().await.map(|_| ()), Err(Problem::Reauthenticate));
        assert_eq!(stale.add_passkey(asked.id, &answer, "x").await, Err(Problem::Reauthenticate));

        let fresh = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        let ada = house.recognise(&fresh).await.unwrap();
        for _ in 0..20 {
            add(&ada, &mut device, "x").await;
        }
        let full = Err(Problem::Conflict(Conflict::TooManyPasskeys));
        assert_eq!(ada.begin_passkey().await.map(|_| ()), full);
        assert_eq!(ada.passkeys().await.unwrap().len(), 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_a_number_or_without_https_there_are_none() {
    each_engine(async |house| {
        let elsewhere = house.open_as(|settings| settings.base_url = "http://192.0.2.1:3000".into()).await;
        assert!(!elsewhere.takes_passkeys());
        let guest = Guest::new(&elsewhere, Door::Page, "192.0.2.7", "", elsewhere.request());
        let none = Err(Problem::Conflict(Conflict::NoPasskeys));
        assert_eq!(guest.begin_passkey_sign_in().await.map(|_| ()), none);
        let id = CeremonyId::new(elsewhere.now(), [0; 10]);
        assert_eq!(guest.sign_in_by_passkey(id, "{}").await.map(|_| ()), none);
        let Visitor::Person(ada) = guest.recognise(&house.cookie(ADA)).await.unwrap() else { panic!() };
        assert_eq!(ada.begin_passkey().await.map(|_| ()), none);
        assert_eq!(ada.begin_passkey_proof().await.map(|_| ()), none);
        elsewhere.close().await;
    })
    .await;
}

/// B43: whoever prepared an account with another's address, and put a passkey into it, is shut out when its owner comes.
#[tokio::test(flavor = "multi_thread")]
async fn passkeys_end_with_the_account_and_when_its_owner_takes_it_over() {
    each_engine(async |house| {
        let mut device = Device::new();
        let mallory = house.sign_up("Mallory", "trillian@heart.example", None).await;
        add(&mallory, &mut device, "trap").await;
        sign_in(house, &mut device).await.unwrap();
        house.guest().ask_sign_in_link("trillian@heart.example", "").await.unwrap();
        let link = house.secret_to("trillian@heart.example").await;
        house.guest().sign_in_by_link(&link).await.unwrap();
        assert_eq!(told(sign_in(house, &mut device).await), Err(WRONG));

        let (grace, mut of_grace) = (house.grace().await, Device::new());
        add(&grace, &mut of_grace, "phone").await;
        grace.begin_passkey().await.unwrap();
        grace.close_account(GRACE.email).await.unwrap();
        assert_eq!(told(sign_in(house, &mut of_grace).await), Err(WRONG));
        assert_eq!(house.database.count("SELECT COUNT(*) FROM passkeys").await, 0);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM passkey_ceremonies").await, 0);
    })
    .await;
}

/// A password that was forgotten says nothing about a device; a second factor is asked for beside a password alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_reset_of_the_password_leaves_them_and_old_questions_are_swept_away() {
    each_engine(async |house| {
        let mut device = Device::new();
        add(&house.kevin().await, &mut device, "phone").await;
        house.guest().ask_reset(KEVIN.email).await.unwrap();
        let link = house.secret_to(KEVIN.email).await;
        house.guest().reset_password(&link, "seventeen odd umbrellas").await.unwrap();
        let kevin = sign_in(house, &mut device).await.unwrap();
        assert_eq!(kevin.me().email, KEVIN.email);

        house.guest().begin_passkey_sign_in().await.unwrap();
        house.clock.forward(5 * MINUTE);
        house.warren.sweep().await.unwrap();
        assert_eq!(house.database.count("SELECT COUNT(*) FROM passkey_ceremonies").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkeys_stay_within_their_budgets() {
    each_engine(async |house| {
        let (ada, mut device) = (house.ada().await, Device::new());
        costs!(house, ada.passkeys(), 1).unwrap();
        // What is known, the question.
        let asked = costs!(house, ada.begin_passkey(), 2).unwrap();
        let answer = device.create(&asked);
        // The question, person, count, passkey, mail, end of the chain, log.
        let id = costs!(house, ada.add_passkey(asked.id, &answer, "x"), telling(house, 7)).unwrap();
        // The limit, the question.
        let asked = costs!(house, house.guest().begin_passkey_sign_in(), 2).unwrap();
        let (answer, guest) = (device.sign(&asked), house.guest());
        // The question, the passkey, its use, the person, the session, end of the chain, log.
        costs!(house, guest.sign_in_by_passkey(asked.id, &answer), 7).map(|_| ()).unwrap();
        // Passkey, mail, end of the chain, log.
        costs!(house, ada.remove_passkey(id), telling(house, 4)).unwrap();
    })
    .await;
}
