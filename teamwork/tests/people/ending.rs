//! Access with an end date (4.4, M38): set by who may dismiss, told 7 days and 1 day before, over by the clock.

use teamwork::{
    acts::Live,
    letters::Letter,
    rules::{
        moment::{DAY, Moment, SECOND},
        permission::Refusal,
        problem::{Conflict, Field, Gone, Problem, Thing, Why},
        role::Role,
    },
};

use super::{app, assign_kevin, end_of, in_days, set_end};
use crate::{
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, each_engine},
    races::bring_in,
};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_dismiss_may_say_when_access_ends() {
    each_engine(async |house| {
        let day = in_days(house, 30);
        let set = async |by, who| {
            let user = house.person(who).await.id();
            let version = house.version_of(user).await;
            house.person(by).await.set_end("acme", user, &day, version).await.map(|card| card.ends_at)
        };
        let end = Ok(Some(end_of(&day)));
        assert_eq!(set(ADA, GRACE).await, end);
        assert_eq!(set(ADA, MARA).await, end);
        assert_eq!(set(GRACE, KEVIN).await, end);
        assert_eq!(set(GRACE, MARA).await, Err(Problem::Refused(Refusal::NeedsOwner)));
        assert_eq!(set(GRACE, GRACE).await, Err(Problem::Refused(Refusal::NeedsOwner)));
        assert_eq!(set(KEVIN, KEVIN).await, Err(Problem::Refused(Refusal::NeedsAdmin)));
        assert_eq!(set(ADA, ADA).await, Err(Problem::Refused(Refusal::OwnerIsUntouchable)));
        let kevin = house.kevin().await.id();
        let stranger = house.mallory().await.set_end("acme", kevin, &day, 2).await;
        assert_eq!(stranger.map(|_| ()), Err(Problem::NotFound(Thing::Company)));
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "membership_end_set").count(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_moved_and_taken_away_by_who_saw_it() {
    each_engine(async |house| {
        let (ada, kevin, day) = (house.ada().await, house.kevin().await.id(), in_days(house, 30));
        ada.set_end("acme", kevin, &day, 1).await.unwrap();
        let stale = ada.set_end("acme", kevin, "", 1).await;
        assert_eq!(stale.map(|_| ()), Err(Problem::Conflict(Conflict::StaleMember)));
        // The same day again is no change.
        assert_eq!(ada.set_end("acme", kevin, &day, 2).await.unwrap().version, 2);
        let card = ada.set_end("acme", kevin, "", 2).await.unwrap();
        assert_eq!((card.ends_at, card.version), (None, 3));
        let entry = house.log().await.pop().unwrap();
        assert_eq!((entry.event.as_str(), entry.before, entry.after.as_str()), ("membership_end_set", day, ""));
        let past = ada.set_end("acme", kevin, &in_days(house, 0), 3).await;
        assert_eq!(past.map(|_| ()), Err(Problem::field(Field::EndsOn, Why::PastDate)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_an_owner_has_no_end_any_more() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await.id());
        set_end(house, &ada, kevin, &in_days(house, 30)).await;
        let version = house.version_of(kevin).await;
        ada.change_role("acme", kevin, Role::Admin, version).await.unwrap();
        let end =
            async || ada.team("acme", None).await.unwrap().members.iter().find(|m| m.user == kevin).unwrap().ends_at;
        assert!(end().await.is_some(), "another role keeps it");
        bring_in(house, &ada, KEVIN, Role::Owner).await;
        assert_eq!(end().await, None);
    })
    .await;
}

/// The moments of the clock.
async fn at(house: &House, moment: Moment, expected: u64) {
    house.clock.set(moment);
    assert_eq!(house.warren.end_memberships().await, Ok(expected), "{}", moment.to_sentence());
}

/// M38, one second before, exactly then, one second after.
#[tokio::test(flavor = "multi_thread")]
async fn the_member_and_who_granted_it_are_told_seven_days_and_one_day_before() {
    each_engine(async |house| {
        let (grace, kevin, day) = (house.grace().await, house.kevin().await.id(), in_days(house, 30));
        let end = end_of(&day);
        set_end(house, &grace, kevin, &day).await;
        for (before, told) in [(7 * DAY, 1), (DAY, 2)] {
            at(house, end.plus(-before - SECOND), 0).await;
            at(house, end.plus(-before), 1).await;
            at(house, end.plus(-before + SECOND), 0).await;
            let (name, company, slug) = (KEVIN.full(), "Acme Inc".to_owned(), "acme".to_owned());
            let (role, ends_at) = (Role::Developer, end);
            let yours = Letter::YourAccessEnds {
                name: name.clone(),
                company: company.clone(),
                slug: slug.clone(),
                role,
                ends_at,
            };
            let theirs = Letter::AccessEnds { name, company, slug, role, ends_at };
            assert_eq!(house.letters_to(KEVIN.email).await, vec![yours; told]);
            assert_eq!(house.letters_to(GRACE.email).await, vec![theirs; told]);
            assert_eq!(house.log().await.pop().unwrap().event, "membership_end_noticed");
        }
        assert!(house.letters_to(ADA.email).await.is_empty());
    })
    .await;
}

/// When who granted it is gone, the Owners are told; a notice whose time was over when it was set is not sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_notice_finds_the_owners_and_none_is_sent_late() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await.id());
        let day = in_days(house, 4);
        set_end(house, &grace, kevin, &day).await;
        assert_eq!(house.warren.end_memberships().await, Ok(0), "seven days are over already");
        ada.dismiss("acme", grace.id()).await.unwrap();
        at(house, end_of(&day).plus(-DAY), 1).await;
        assert!(matches!(house.letters_to(ADA.email).await.last(), Some(Letter::AccessEnds { .. })));
        assert!(!house.letters_to(GRACE.email).await.iter().any(|letter| matches!(letter, Letter::AccessEnds { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn access_ends_by_the_clock_exactly_once() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        assign_kevin(house, &[shop]).await;
        let (ada, kevin, day) = (house.ada().await, house.kevin().await.id(), in_days(house, 1));
        set_end(house, &ada, kevin, &day).await;
        let end = end_of(&day);
        at(house, end.plus(-DAY), 1).await;
        at(house, end.plus(-SECOND), 0).await;
        assert_eq!(house.role_of(KEVIN).await, Some(Role::Developer));
        at(house, end, 1).await;
        assert_eq!(house.role_of(KEVIN).await, None);
        at(house, end.plus(SECOND), 0).await;
        let told = house.letters_to(KEVIN.email).await;
        assert!(
            matches!(told.last(), Some(Letter::Dismissed { expired: true, apps, .. }) if apps == &["shop"]),
            "{told:?}"
        );
        let told = house.letters_to(ADA.email).await;
        assert!(matches!(told.last(), Some(Letter::MemberGone { expired: true, apps, .. }) if apps == &["shop"]));
        let entries = house.log().await;
        let ended: Vec<_> = entries.iter().filter(|entry| entry.event == "membership_ended").collect();
        assert_eq!(ended.len(), 1);
        assert_eq!(
            (ended[0].before.as_str(), ended[0].after.as_str(), ended[0].door.as_str()),
            ("developer", "shop", "job")
        );
        assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0);
    })
    .await;
}

/// S29: the invitations of who is gone are withdrawn, and those who had them are told by the name of who sent them.
#[tokio::test(flavor = "multi_thread")]
async fn invitations_end_with_the_access_of_who_sent_them() {
    each_engine(async |house| {
        let (ada, grace, day) = (house.ada().await, house.grace().await, in_days(house, 1));
        grace.invite("acme", "a@x.example", Role::Developer, "").await.unwrap();
        house.deliver().await;
        set_end(house, &ada, grace.id(), &day).await;
        at(house, end_of(&day), 1).await;
        assert!(house.ada().await.invitations("acme").await.unwrap().is_empty());
        let (company, inviter) = ("Acme Inc".into(), GRACE.full());
        assert_eq!(house.letters_to("a@x.example").await.pop(), Some(Letter::InvitationWithdrawn { company, inviter }));
    })
    .await;
}

/// 4.4, I32: the last instant is the last, whenever the clock comes round; and nobody pays for it who has no end.
#[tokio::test(flavor = "multi_thread")]
async fn access_ends_at_its_instant_and_not_when_the_clock_comes_round() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        assign_kevin(house, &[shop]).await;
        let (ada, kevin, day) = (house.ada().await, house.kevin().await.id(), in_days(house, 1));
        set_end(house, &ada, kevin, &day).await;
        house.clock.set(end_of(&day).plus(-SECOND));
        let before = house.kevin().await;
        assert!(before.company("acme").await.is_ok());
        let mut watch = before.watch(Some("acme")).await.unwrap();
        house.clock.set(end_of(&day));
        // A stream that is open hears nothing any more, and the next request finds everything of the end done.
        house.ada().await.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
        assert_eq!(watch.next().await, Live::Ended);
        let cookie = house.cookie(KEVIN);
        let kevin = house.recognise(&cookie).await.unwrap();
        let nothing = Problem::NotFound(Thing::Company);
        assert_eq!(kevin.company("acme").await.map(|_| ()), Err(nothing.clone()));
        assert_eq!(kevin.leave("acme").await, Err(nothing));
        assert_eq!(kevin.my_companies().await.unwrap(), []);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0);
        assert!(matches!(house.letters_to(KEVIN.email).await.pop(), Some(Letter::Dismissed { expired: true, .. })));
        assert_eq!(house.warren.end_memberships().await, Ok(0), "there is nothing left for the clock");
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "membership_ended").count(), 1);
    })
    .await;
}

/// S29: and what they sent does not outlive them until then.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_worth_nothing_from_the_last_instant_of_its_sender_on() {
    each_engine(async |house| {
        let (ada, grace, day) = (house.ada().await, house.grace().await, in_days(house, 1));
        grace.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        set_end(house, &ada, grace.id(), &day).await;
        house.clock.set(end_of(&day));
        let answer = house.mallory().await.accept_invitation(&secret).await;
        assert_eq!(answer, Err(Problem::Gone(Gone::InvitationWithdrawn)));
    })
    .await;
}

/// M38, S1: who granted it and is no longer one who sees the team is not told; the Owners are.
#[tokio::test(flavor = "multi_thread")]
async fn a_notice_goes_to_no_granter_who_has_become_a_developer() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await.id());
        let day = in_days(house, 30);
        set_end(house, &grace, kevin, &day).await;
        let version = house.version_of(grace.id()).await;
        ada.change_role("acme", grace.id(), Role::Developer, version).await.unwrap();
        at(house, end_of(&day).plus(-7 * DAY), 1).await;
        assert!(matches!(house.letters_to(ADA.email).await.pop(), Some(Letter::AccessEnds { .. })));
        assert!(!house.letters_to(GRACE.email).await.iter().any(|letter| matches!(letter, Letter::AccessEnds { .. })));
    })
    .await;
}
