//! Newsletters (M39, R66, S33): to who has asked for them, once each, ended with one press.

use std::collections::BTreeSet;

use teamwork::{
    acts::{Operator, Warren},
    letters::Letter,
    rules::{
        account::View,
        id::NewsletterId,
        moment::SECOND,
        newsletter::{NewsletterState, Subscription},
        notice::Preferences,
        problem::{Conflict, Field, Problem, Thing, Why},
    },
};

use crate::house::{ADA, Engine, GRACE, House, KEVIN, MARA, Person, each_engine, last_part};

/// The command line, which is the operator.
fn shell(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}

async fn subscribe(house: &House, who: Person, newsletter: bool) {
    let person = house.person(who).await;
    let wanted = Preferences { newsletter, ..person.preferences().await.unwrap() };
    person.change_preferences(wanted).await.unwrap();
}

/// A draft that was sent.
async fn sent(house: &House) -> NewsletterId {
    let id = shell(house).write_newsletter("What is new", "One.\n\nTwo.").await.unwrap();
    shell(house).send_newsletter(id, 1).await.unwrap();
    id
}

/// Who has got a newsletter, each time.
async fn readers(house: &House) -> Vec<String> {
    let is_newsletter = |letter: &Letter| matches!(letter, Letter::Newsletter { .. });
    house.mails().await.into_iter().filter(|mail| is_newsletter(&mail.letter)).map(|mail| mail.to).collect()
}

/// So many more people who have asked for it.
async fn crowd(house: &House, many: u32) {
    let id = match house.database.engine() {
        Engine::Sqlite => "randomblob(16)",
        Engine::Postgres => "gen_random_uuid()",
    };
    let add = format!(
        "INSERT INTO users (id, email, email_key, first_name, last_name, confirmed_at, terms_at, created_at, seen_at, newsletter)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
         SELECT {id}, 'r' || i || '@crowd.example', 'r' || i || '@crowd.example', 'R', '', 1, 1, 1, 1, TRUE FROM n"
    );
    house.database.run(&add).await;
}

/// The clock mails until nothing is left; answers how many batches it took.
async fn mail_all(warren: &std::sync::Arc<Warren>) -> u32 {
    let mut batches = 0;
    while warren.mail_newsletters().await.unwrap() > 0 {
        batches += 1;
    }
    batches
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_to_who_has_asked_for_it_and_to_nobody_else() {
    each_engine(async |house| {
        for who in [ADA, KEVIN, MARA] {
            subscribe(house, who, true).await;
        }
        // R66: the client's view begins without; who asks again gets it (S33).
        house.kevin().await.change_view(View::Client).await.unwrap();
        house.mara().await.change_view(View::Client).await.unwrap();
        subscribe(house, MARA, true).await;
        // Whoever claims an address has not proven that they want anything there.
        let claimer = house.sign_up("Trudy", "trudy@claims.example", None).await;
        let all = Preferences { newsletter: true, ..claimer.preferences().await.unwrap() };
        claimer.change_preferences(all).await.unwrap();
        let id = sent(house).await;
        assert_eq!(readers(house).await, Vec::<String>::new(), "the clock writes the mails");
        mail_all(&house.warren).await;
        let got: BTreeSet<_> = readers(house).await.into_iter().collect();
        assert_eq!(got, BTreeSet::from([ADA.email.to_owned(), MARA.email.to_owned()]));
        let newsletter = shell(house).newsletter(id).await.unwrap();
        assert_eq!((newsletter.card.state, newsletter.card.mailed), (NewsletterState::Sent, 2));
        let events: Vec<_> = house.log().await.into_iter().map(|entry| (entry.event, entry.after)).collect();
        for (event, after) in
            [("newsletter_written", "What is new"), ("newsletter_sent", "What is new"), ("newsletter_mailed", "2")]
        {
            assert!(events.contains(&(event.to_owned(), after.to_owned())), "{event}: {events:?}");
        }
    })
    .await;
}

/// A server stops after its first batch, with the mails of that batch and the place it had reached on disk: another goes on.
/// Who opts out before their batch, or before their mail goes out, gets none.
#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_it_once_also_when_a_server_stops_in_the_middle() {
    each_engine(async |house| {
        crowd(house, 230).await;
        sent(house).await;
        assert_eq!(house.warren.mail_newsletters().await, Ok(100));
        let first = readers(house).await;
        let other = house.beside().await;
        // Two that wait for their batch, whoever they are, and one whose mail waits in the outbox.
        let waiting = format!(
            "UPDATE users SET newsletter = FALSE WHERE email LIKE '%@crowd.example' AND email NOT IN ('{}') AND id IN
             (SELECT id FROM users WHERE email LIKE '%@crowd.example' ORDER BY id DESC LIMIT 2)",
            first.join("', '")
        );
        house.database.run(&waiting).await;
        house.database.run(&format!("UPDATE users SET newsletter = FALSE WHERE email = '{}'", first[0])).await;
        assert_eq!(mail_all(&other).await, 2);
        assert_eq!(other.mail_newsletters().await, Ok(0), "it is done");
        other.close().await;
        let all = readers(house).await;
        let each: BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), each.len()), (228, 228), "each of them once");
        let mut went = 0;
        loop {
            let claimed = house.warren.claim_mails(100, 60 * SECOND).await.unwrap();
            if claimed.is_empty() {
                break;
            }
            assert!(claimed.iter().all(|mail| mail.to != first[0]), "who opted out meanwhile is not mailed");
            went += claimed.len();
        }
        assert_eq!(went, 227);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_ends_it_without_signing_in_and_looking_ends_nothing() {
    each_engine(async |house| {
        subscribe(house, ADA, true).await;
        subscribe(house, GRACE, true).await;
        sent(house).await;
        mail_all(&house.warren).await;
        let secret = house.secret_to(ADA.email).await;
        let (guest, email) = (house.guest(), ADA.email.to_owned());
        let before = house.database.dump().await;
        let reads = Ok(Subscription { email: email.clone(), wanted: true });
        assert_eq!(guest.look_at_subscription(&secret).await, reads);
        assert!(!before.iter().any(|row| row.contains(&secret)), "only a hash of it is kept");
        assert_eq!(house.database.dump().await, before);
        for _ in ["once", "twice"] {
            assert_eq!(guest.unsubscribe(&secret).await, Ok(()));
        }
        assert_eq!(guest.look_at_subscription(&secret).await, Ok(Subscription { email, wanted: false }));
        assert!(!house.ada().await.preferences().await.unwrap().newsletter);
        assert!(house.grace().await.preferences().await.unwrap().newsletter, "nobody else's ended");
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "unsubscribed").count(), 1);
        // It is the same in every mail, so that one in an old mail works too.
        subscribe(house, ADA, true).await;
        sent(house).await;
        mail_all(&house.warren).await;
        assert_eq!(house.secret_to(ADA.email).await, secret);
        for nobodys in ["", "x", &"a".repeat(43), &last_part(&secret.to_uppercase())] {
            let gone = Problem::NotFound(Thing::Page);
            assert_eq!(guest.look_at_subscription(nobodys).await, Err(gone.clone()), "{nobodys}");
            assert_eq!(guest.unsubscribe(nobodys).await, Err(gone), "{nobodys}");
        }
        house.ada().await.close_account(ADA.email).await.unwrap_err();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_changed_by_who_saw_it_and_sent_once() {
    each_engine(async |house| {
        subscribe(house, ADA, true).await;
        let shell = shell(house);
        let flaws = shell.write_newsletter(" ", "").await.unwrap_err();
        assert_eq!((flaws.flaw(Field::Subject), flaws.flaw(Field::Text)), (Some(Why::Missing), Some(Why::Missing)));
        let id = shell.write_newsletter("One", "Text").await.unwrap();
        assert_eq!(shell.newsletter(id).await.unwrap().readers, 1);
        shell.change_newsletter(id, 1, "Two", "Text").await.unwrap();
        let stale = Err(Problem::Conflict(Conflict::StaleNewsletter));
        assert_eq!(shell.change_newsletter(id, 1, "Three", "Text").await, stale);
        assert_eq!(shell.send_newsletter(id, 1).await, stale, "what was seen is not what would be sent");
        let Letter::Newsletter { subject, text, .. } = shell.preview_newsletter(id).await.unwrap() else { panic!() };
        assert_eq!((subject.as_str(), text.as_str()), ("Two", "Text"));
        shell.send_newsletter(id, 2).await.unwrap();
        let sent = Err(Problem::Conflict(Conflict::NewsletterSent));
        assert_eq!(shell.send_newsletter(id, 3).await, sent);
        assert_eq!(shell.change_newsletter(id, 3, "Four", "Text").await, sent);
        assert_eq!(shell.discard_newsletter(id).await, sent);
        mail_all(&house.warren).await;
        assert_eq!(readers(house).await, [ADA.email]);
        let other = shell.write_newsletter("Five", "Text").await.unwrap();
        shell.discard_newsletter(other).await.unwrap();
        let list = shell.newsletters(None).await.unwrap().newsletters;
        let list: Vec<_> = list.iter().map(|card| (card.subject.as_str(), card.state, card.mailed)).collect();
        assert_eq!(list, [("Two", NewsletterState::Sent, 1)]);
        assert_eq!(shell.newsletter(other).await, Err(Problem::NotFound(Thing::Newsletter)));
    })
    .await;
}
