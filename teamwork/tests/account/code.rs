//! Code access with a key (row 14): what opens, when it ends, and how a push is told.

use std::time::Duration;

use teamwork::{
    acts::{GitRefusal, Guest, OpenRepository},
    rules::{
        git::{GitCommand, RefChange},
        log::Door,
        moment::{DAY, HOUR, MINUTE},
    },
};
use tokio::time::timeout;

use super::stage::{FINGERPRINT, KEY, company_app, some_key, trial_of};
use crate::house::{ADA, House, KEVIN, NETWORK, each_engine};

async fn open(house: &House, fingerprint: &str, command: &str) -> Result<OpenRepository, GitRefusal> {
    let guest = Guest::new(&house.warren, Door::Ssh, NETWORK, "", house.warren.request());
    guest.open_repository(fingerprint, &GitCommand::parse(command.as_bytes()).unwrap()).await
}

fn change(name: &str, digit: char) -> RefChange {
    RefChange { name: name.into(), old: None, new: Some(digit.to_string().repeat(40)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_one_entry_with_what_has_really_moved() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let kevin = house.kevin().await;
        kevin.add_key(KEY, "laptop").await.unwrap();
        let push = open(house, FINGERPRINT, "git-receive-pack '/acme/shop.git'").await.unwrap();
        push.made().await.unwrap();
        let wanted = [change("refs/heads/main", 'a'), change("refs/heads/next", 'b')];
        let id = push.begin_push(&wanted).await.unwrap();
        assert_eq!(kevin.app_code("shop", "acme").await.unwrap().pushes, [], "nothing has moved yet");
        let done = push.end_push(id, &wanted[..1]).await.unwrap().unwrap();
        assert_eq!((done.app_name.as_str(), done.changes.len()), ("shop", 1));
        assert_eq!(push.end_push(id, &wanted[..1]).await, Ok(None), "it is told once");
        let log = house.log().await;
        let last = log.last().unwrap();
        assert_eq!((last.event.as_str(), last.role.as_str(), last.has_company), ("code_pushed", "developer", true));
        assert_eq!(last.after, "main new at aaaaaaa");
        let code = kevin.app_code("shop", "acme").await.unwrap();
        assert_eq!((code.pushes[0].by.as_str(), code.pushes[0].machine), ("Kevin Flynn", false));
        assert_eq!(code.pushes[0].changes, ["main new at aaaaaaa"]);
        // A hundred are remembered, the page shows ten.
        for _ in 0..101 {
            let id = push.begin_push(&wanted).await.unwrap();
            push.end_push(id, &wanted).await.unwrap();
            house.clock.forward(1);
        }
        assert_eq!(kevin.app_code("shop", "acme").await.unwrap().pushes.len(), 10);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM pushes").await, 100);
    })
    .await;
}

/// A push whose end nobody saw waits for the clock: what has moved is told at once, what has not is forgotten after an hour.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_nobody_saw_the_end_of_is_not_forgotten() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        house.kevin().await.add_key(KEY, "laptop").await.unwrap();
        let push = open(house, FINGERPRINT, "git-receive-pack '/shop.git'").await.unwrap();
        let wanted = [change("refs/heads/main", 'a')];
        push.begin_push(&wanted).await.unwrap();
        push.begin_push(&wanted).await.unwrap();
        let waiting = house.warren.open_pushes().await.unwrap();
        assert_eq!((waiting.len(), &waiting[0].1[..]), (2, &wanted[..]));
        let told = house.warren.end_open_push(&waiting[0].0, &wanted).await.unwrap();
        assert_eq!(told.unwrap().pusher.user, Some(house.kevin().await.id()));
        assert_eq!(house.warren.end_open_push(&waiting[1].0, &[]).await, Ok(None));
        assert_eq!(house.warren.open_pushes().await.unwrap().len(), 1, "it may be under way on another server");
        house.clock.forward(HOUR);
        assert_eq!(house.warren.end_open_push(&waiting[1].0, &[]).await, Ok(None));
        assert_eq!(house.warren.open_pushes().await.unwrap().len(), 0);
    })
    .await;
}

/// I32: whoever waits for the end of a right hears of it in the moment it ends, and not before.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_right_is_heard() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        kevin.add_key(KEY, "laptop").await.unwrap();
        let read = open(house, FINGERPRINT, "git-upload-pack '/acme/shop.git'").await.unwrap();
        let heard = {
            let read = read.clone();
            tokio::spawn(async move { read.ended().await })
        };
        kevin.change_name("Kev", "Flynn").await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!heard.is_finished(), "something else has changed");
        ada.dismiss("acme", kevin.id()).await.unwrap();
        assert_eq!(timeout(Duration::from_secs(1), heard).await.unwrap().unwrap(), GitRefusal::Ended);
        assert_eq!(open(house, FINGERPRINT, "git-upload-pack '/acme/shop.git'").await.err(), Some(GitRefusal::NoApp));
    })
    .await;
}

/// 4.4: access with an end date is over at its last instant, also while the clock has not come round.
#[tokio::test(flavor = "multi_thread")]
async fn access_with_an_end_date_ends_with_its_date() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let kevin = house.kevin().await;
        kevin.add_key(KEY, "laptop").await.unwrap();
        let until = house.warren.now().plus(DAY).millis();
        let set = format!(
            "UPDATE members SET ends_at = {until}, granted_by = (SELECT id FROM users WHERE email = '{}')
             WHERE user_id = (SELECT id FROM users WHERE email = '{}')",
            ADA.email, KEVIN.email
        );
        house.database.run(&set).await;
        let read = open(house, FINGERPRINT, "git-upload-pack '/acme/shop.git'").await.unwrap();
        house.clock.forward(DAY - 1);
        assert!(open(house, FINGERPRINT, "git-upload-pack '/acme/shop.git'").await.is_ok());
        house.clock.forward(1);
        assert_eq!(open(house, FINGERPRINT, "git-upload-pack '/acme/shop.git'").await.err(), Some(GitRefusal::NoApp));
        assert_eq!(timeout(Duration::from_secs(1), read.ended()).await, Ok(GitRefusal::Ended));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_of_ones_own_opens_to_who_began_it_and_its_files_go_with_it() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        trial_of(&kevin, "mine").await;
        kevin.add_key(KEY, "laptop").await.unwrap();
        ada.add_key(&some_key(1), "desk").await.unwrap();
        let theirs = ada.keys().await.unwrap()[0].fingerprint.clone();
        let push = open(house, FINGERPRINT, "git-receive-pack '/mine.git'").await.unwrap();
        push.made().await.unwrap();
        push.made().await.unwrap();
        assert_eq!(open(house, &theirs, "git-upload-pack '/mine.git'").await.err(), Some(GitRefusal::NoApp));
        let used = &kevin.keys().await.unwrap()[0];
        assert_eq!((used.last_used_at, used.last_used_app.as_deref()), (Some(house.warren.now()), Some("mine")));
        // The use is noted once a minute.
        house.clock.forward(MINUTE - 1);
        open(house, FINGERPRINT, "git-upload-pack '/mine.git'").await.unwrap();
        assert_eq!(kevin.keys().await.unwrap()[0].last_used_at, used.last_used_at);

        let waiting = tokio::spawn({
            let push = push.clone();
            async move { push.ended().await }
        });
        house.kevin().await.close_account(KEVIN.email).await.unwrap();
        assert_eq!(timeout(Duration::from_secs(1), waiting).await.unwrap().unwrap(), GitRefusal::Ended);
        assert_eq!(house.warren.repositories_to_remove().await, Ok(vec![]));
        house.clock.forward(house.warren.house_rules().name_block + 1);
        assert_eq!(house.warren.repositories_to_remove().await, Ok(vec![push.app()]));
        house.warren.repository_removed(push.app()).await.unwrap();
        assert_eq!(house.warren.repositories_to_remove().await, Ok(vec![]));
    })
    .await;
}
