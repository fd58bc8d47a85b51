//! Streams: who hears what, and that they end with the right (I32).

use std::time::Duration;

use teamwork::{
    acts::{Guest, Live, Topic, Visitor, Watch},
    rules::{log::Door, role::Role},
};

use crate::{
    apps::shop,
    house::{ADA, Engine, GRACE, House, MALLORY, PASSWORD, each_engine},
    requests::to,
};

/// What the stream says within a second.
async fn next(watch: &mut Watch) -> Option<Live> {
    tokio::time::timeout(Duration::from_secs(1), watch.next()).await.ok()
}

/// That the stream says nothing about this for a while.
async fn is_quiet(watch: &mut Watch) -> bool {
    tokio::time::timeout(Duration::from_millis(150), watch.next()).await.is_err()
}

/// Everything until it is quiet.
async fn heard(watch: &mut Watch) -> Vec<Live> {
    let mut heard = Vec::new();
    while let Ok(live) = tokio::time::timeout(Duration::from_millis(150), watch.next()).await {
        heard.push(live);
        if live == Live::Ended {
            break;
        }
    }
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn who_manages_the_team_hears_of_invitations_and_members() {
    each_engine(async |house| {
        let mut watch = house.grace().await.watch(Some("acme")).await.unwrap();
        house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        assert_eq!(next(&mut watch).await, Some(Live::Changed(Topic::Invitations)));
        house.mallory().await.accept_invitation(&house.secret_to(MALLORY.email).await).await.unwrap();
        let heard = heard(&mut watch).await;
        assert!(heard.contains(&Live::Changed(Topic::Team)), "{heard:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_does_not_hear_of_invitations() {
    each_engine(async |house| {
        let mut watch = house.kevin().await.watch(Some("acme")).await.unwrap();
        house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        assert!(is_quiet(&mut watch).await);
        house.mallory().await.accept_invitation(&house.secret_to(MALLORY.email).await).await.unwrap();
        assert_eq!(heard(&mut watch).await, [Live::Changed(Topic::Team)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i_hear_what_changes_for_me() {
    each_engine(async |house| {
        let mut watch = house.kevin().await.watch(None).await.unwrap();
        let kevin = house.kevin().await.id();
        house.ada().await.change_role("acme", kevin, Role::Admin, 1).await.unwrap();
        assert_eq!(heard(&mut watch).await, [Live::Changed(Topic::Person)]);
        house.ada().await.change_name("Augusta", "King").await.unwrap();
        assert!(is_quiet(&mut watch).await, "what changes for others is not mine");
    })
    .await;
}

/// S10: an Owner's overview hears that something waits for them, and that it does not any more.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_hears_of_what_waits_for_their_confirmation() {
    each_engine(async |house| {
        shop(house).await;
        let mut watch = house.ada().await.watch(None).await.unwrap();
        let id = house.grace().await.send_request("acme-shop", to("ana@cafe.example")).await.unwrap();
        assert_eq!(heard(&mut watch).await, [Live::Changed(Topic::Person)]);
        house.grace().await.cancel_request(id).await.unwrap();
        assert_eq!(heard(&mut watch).await, [Live::Changed(Topic::Person)]);
    })
    .await;
}

/// I41: what happens in one Company is not heard in another.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_hears_of_a_foreign_company() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let mut watch = mallory.watch(Some(&slug)).await.unwrap();
        house.ada().await.invite("acme", "x@heart.example", Role::Developer, "").await.unwrap();
        house.ada().await.dismiss("acme", house.kevin().await.id()).await.unwrap();
        // On PostgreSQL the notice of Mallory's own new Company may arrive only now.
        let heard = heard(&mut watch).await;
        assert!(heard.iter().all(|live| *live == Live::Changed(Topic::Person)), "{heard:?}");
    })
    .await;
}

async fn ends(watch: &mut Watch) {
    for _ in 0..4 {
        match next(watch).await {
            Some(Live::Ended) => return,
            Some(Live::Changed(_)) => {}
            None => break,
        }
    }
    panic!("the stream goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_of_a_dismissed_member_ends_at_once() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let mut watch = kevin.watch(Some("acme")).await.unwrap();
        house.ada().await.dismiss("acme", kevin.id()).await.unwrap();
        assert_eq!(next(&mut watch).await, Some(Live::Ended));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_streams_of_an_ended_session_end() {
    each_engine(async |house| {
        let cookie = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;
        let other = house.recognise(&cookie).await.unwrap();
        let (mut company, mut own) = (other.watch(Some("acme")).await.unwrap(), other.watch(None).await.unwrap());
        let mut mine = house.ada().await.watch(Some("acme")).await.unwrap();
        house.ada().await.end_session(other.session().unwrap()).await.unwrap();
        assert_eq!((next(&mut company).await, next(&mut own).await), (Some(Live::Ended), Some(Live::Ended)));
        assert!(is_quiet(&mut mine).await, "the session that did it goes on");
        house.ada().await.sign_out().await.unwrap();
        ends(&mut mine).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_password_ends_every_stream() {
    each_engine(async |house| {
        let mut watch = house.grace().await.watch(Some("acme")).await.unwrap();
        house.guest().ask_reset(GRACE.email).await.unwrap();
        let secret = house.secret_to(GRACE.email).await;
        house.guest().reset_password(&secret, "seventeen odd umbrellas").await.unwrap();
        ends(&mut watch).await;
    })
    .await;
}

/// Who is demoted hears of it, and nothing that only their old role heard.
#[tokio::test(flavor = "multi_thread")]
async fn a_demoted_admin_hears_no_more_of_invitations() {
    each_engine(async |house| {
        let grace = house.grace().await;
        let mut watch = grace.watch(Some("acme")).await.unwrap();
        house.ada().await.change_role("acme", grace.id(), Role::Developer, 1).await.unwrap();
        assert!(heard(&mut watch).await.contains(&Live::Changed(Topic::Team)));
        house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        assert!(is_quiet(&mut watch).await);
    })
    .await;
}

/// A notice carries the kind of what changed, and is sent only when it is so.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_is_not_heard() {
    each_engine(async |house| {
        let mut watch = house.ada().await.watch(Some("acme")).await.unwrap();
        assert!(house.ada().await.leave("acme").await.is_err());
        assert!(house.grace().await.dismiss("acme", house.mara().await.id()).await.is_err());
        assert!(is_quiet(&mut watch).await);
    })
    .await;
}

/// Several servers on one PostgreSQL hear each other.
#[tokio::test(flavor = "multi_thread")]
async fn another_server_hears_it_too() {
    each_engine(async |house: &House| {
        if house.database.engine() == Engine::Sqlite {
            return;
        }
        let other = house.beside().await;
        let guest = Guest::new(&other, Door::Page, "", "", other.request());
        let Visitor::Person(kevin) = guest.recognise(&house.cookie(crate::house::KEVIN)).await.unwrap() else {
            panic!("the cookie holds everywhere")
        };
        let mut watch = kevin.watch(Some("acme")).await.unwrap();
        house.ada().await.dismiss("acme", house.mara().await.id()).await.unwrap();
        assert_eq!(next(&mut watch).await, Some(Live::Changed(Topic::Team)));
        house.ada().await.dismiss("acme", kevin.id()).await.unwrap();
        ends(&mut watch).await;
        other.close().await;
    })
    .await;
}
