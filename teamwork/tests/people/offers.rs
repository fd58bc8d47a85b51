//! What an invitation offers: Apps, a last day, ownership (4.1, S14, S28, M5r, M24).

use teamwork::{
    acts::Visitor,
    letters::Letter,
    rules::{
        invitation::{InviteOutcome, Offer},
        moment::{DAY, SECOND},
        permission::Refusal,
        problem::{Field, Problem, Why},
        role::Role,
    },
};

use super::{app, app_of, apps_of_kevin, developer, end_of, in_days};
use crate::{
    house::{ADA, GRACE, KEVIN, MALLORY, each_engine},
    invitations::outcomes,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_is_invited_to_one_app_at_least() {
    each_engine(async |house| {
        let ada = house.ada().await;
        // A Company without Apps may still invite.
        assert_eq!(
            outcomes(&ada.invite("acme", "a@x.example", Role::Developer, "").await.unwrap()),
            [InviteOutcome::Sent]
        );
        let shop = app(house, "shop").await;
        let none = ada.invite("acme", MALLORY.email, Role::Developer, "").await;
        assert_eq!(none.map(|_| ()), Err(Problem::field(Field::Apps, Why::NoApps)));
        let sent = ada.invite_with("acme", MALLORY.email, developer(&[shop, shop])).await.unwrap();
        assert_eq!(outcomes(&sent), [InviteOutcome::Sent]);
        // The other roles need none.
        let admin = ada.invite("acme", "b@x.example", Role::Admin, "").await.unwrap();
        assert_eq!(outcomes(&admin), [InviteOutcome::Sent]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_invited_to_apps_of_another_company() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let foreign = app_of(&mallory, "foreign", &slug).await;
        let answer = house.ada().await.invite_with("acme", "a@x.example", developer(&[foreign])).await;
        assert_eq!(answer.map(|_| ()), Err(Problem::field(Field::Apps, Why::NotAnApp)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_gets_the_apps_and_the_last_day_they_were_shown() {
    each_engine(async |house| {
        let (shop, _blog) = (app(house, "shop").await, app(house, "blog").await);
        let day = in_days(house, 30);
        let offer = Offer { ends_on: day.clone(), ..developer(&[shop]) };
        house.ada().await.invite_with("acme", MALLORY.email, offer).await.unwrap();
        let card = house.ada().await.invitations("acme").await.unwrap().remove(0);
        assert_eq!((card.apps[0].name.as_str(), card.apps.len(), card.ends_at), ("shop", 1, Some(end_of(&day))));
        let Some(Letter::Invitation { apps, ends_at, .. }) = house.letters_to(MALLORY.email).await.pop() else {
            panic!()
        };
        assert_eq!((apps, ends_at), (vec!["shop".to_owned()], Some(end_of(&day))));
        let secret = house.secret_to(MALLORY.email).await;
        let mallory = house.mallory().await;
        let view = Visitor::Person(mallory.clone()).look_at_invitation(&secret).await.unwrap();
        assert_eq!((view.apps, view.ends_at), (vec!["shop".to_owned()], Some(end_of(&day))));
        mallory.accept_invitation(&secret).await.unwrap();
        let apps = house.ada().await.apps_of_member("acme", mallory.id()).await.unwrap();
        assert_eq!(
            apps.iter().map(|app| (app.name.as_str(), app.chosen)).collect::<Vec<_>>(),
            [("blog", false), ("shop", true)]
        );
        let me =
            mallory.team("acme", None).await.unwrap().members.into_iter().find(|m| m.user == mallory.id()).unwrap();
        assert_eq!((me.apps, me.ends_at), (1, Some(end_of(&day))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn apps_that_are_gone_at_acceptance_are_left_out() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        house.ada().await.invite_with("acme", MALLORY.email, developer(&[shop, blog])).await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        house.ada().await.delete_app("blog", "blog", 1).await.unwrap();
        let mallory = house.mallory().await;
        mallory.accept_invitation(&secret).await.unwrap();
        let apps = house.ada().await.apps_of_member("acme", mallory.id()).await.unwrap();
        assert_eq!(apps.iter().map(|app| (app.name.as_str(), app.chosen)).collect::<Vec<_>>(), [("shop", true)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_offered_no_last_day_and_nobody_one_that_is_over() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let try_day = async |role, ends_on: String| {
            let offer = Offer { ends_on, ..Offer::plain(role, "") };
            ada.invite_with("acme", "a@x.example", offer).await.map(|_| ())
        };
        let flaw = |why| Err(Problem::field(Field::EndsOn, why));
        assert_eq!(try_day(Role::Owner, in_days(house, 30)).await, flaw(Why::OwnersStay));
        assert_eq!(try_day(Role::Admin, in_days(house, 0)).await, flaw(Why::PastDate));
        assert_eq!(try_day(Role::Billing, "soon".into()).await, flaw(Why::NotADate));
        assert_eq!(try_day(Role::Admin, in_days(house, 1_827)).await, flaw(Why::TooFar(1_826)));
        assert_eq!(try_day(Role::Admin, in_days(house, 1_826)).await, Ok(()));
    })
    .await;
}

/// An invitation is not open longer than what it offers.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_ends_with_what_it_offers() {
    each_engine(async |house| {
        let day = in_days(house, 2);
        let offer = Offer { ends_on: day.clone(), ..Offer::plain(Role::Admin, "") };
        house.ada().await.invite_with("acme", MALLORY.email, offer).await.unwrap();
        assert_eq!(house.ada().await.invitations("acme").await.unwrap()[0].expires_at, end_of(&day));
        house.clock.forward(5 * DAY);
        let id = house.ada().await.invitations("acme").await.unwrap()[0].id;
        let again = house.ada().await.resend_invitation("acme", id).await;
        assert_eq!(again, Err(Problem::field(Field::EndsOn, Why::PastDate)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn editing_an_invitation_changes_its_apps_and_its_last_day() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        let ada = house.ada().await;
        ada.invite_with("acme", MALLORY.email, developer(&[shop])).await.unwrap();
        let id = ada.invitations("acme").await.unwrap()[0].id;
        let none = ada.edit_invitation("acme", id, Role::Developer, "").await;
        assert_eq!(none, Err(Problem::field(Field::Apps, Why::NoApps)));
        let day = in_days(house, 40);
        let offer = Offer { ends_on: day.clone(), ..developer(&[blog]) };
        ada.edit_invitation_with("acme", id, offer).await.unwrap();
        let card = ada.invitations("acme").await.unwrap().remove(0);
        assert_eq!((card.apps[0].name.as_str(), card.apps.len(), card.ends_at), ("blog", 1, Some(end_of(&day))));
        // Sending it again leaves it as it is.
        ada.resend_invitation("acme", id).await.unwrap();
        let Some(Letter::Invitation { apps, .. }) = house.letters_to(MALLORY.email).await.pop() else { panic!() };
        assert_eq!(apps, ["blog"]);
        // Who is offered another role is offered no Apps.
        ada.edit_invitation("acme", id, Role::Admin, "").await.unwrap();
        assert!(ada.invitations("acme").await.unwrap()[0].apps.is_empty());
        assert_eq!(house.database.count("SELECT COUNT(*) FROM invitation_apps").await, 0);
    })
    .await;
}

/// S28.
#[tokio::test(flavor = "multi_thread")]
async fn inviting_a_developer_who_is_one_already_adds_the_apps() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        let grace = house.grace().await;
        for (apps, outcome) in [
            (vec![shop], InviteOutcome::AppsAdded),
            (vec![shop], InviteOutcome::AlreadyMember),
            (vec![blog], InviteOutcome::AppsAdded),
        ] {
            let invited = grace.invite_with("acme", KEVIN.email, developer(&apps)).await.unwrap();
            assert_eq!(outcomes(&invited), [outcome]);
        }
        assert_eq!(apps_of_kevin(house).await, ["blog", "shop"]);
    })
    .await;
}

/// S28: an Admin becomes a Developer of these Apps, if that is the inviter's to change.
#[tokio::test(flavor = "multi_thread")]
async fn inviting_an_admin_as_developer_chooses_their_apps() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let invited = house.ada().await.invite_with("acme", GRACE.email, developer(&[shop])).await.unwrap();
        assert_eq!(outcomes(&invited), [InviteOutcome::RoleChanged]);
        let grace = house.grace().await.id();
        let apps = house.ada().await.apps_of_member("acme", grace).await.unwrap();
        assert!(apps[0].chosen);
    })
    .await;
}

/// S14, M24: a member is offered ownership in words of an offer, on their own page too.
#[tokio::test(flavor = "multi_thread")]
async fn ownership_is_offered_to_a_member() {
    each_engine(async |house| {
        house.ada().await.invite("acme", KEVIN.email, Role::Owner, "").await.unwrap();
        let Some(Letter::Invitation { now, role, .. }) = house.letters_to(KEVIN.email).await.pop() else { panic!() };
        assert_eq!((now, role), (Some(Role::Developer), Role::Owner));
        let mine = house.kevin().await.my_invitations().await.unwrap();
        assert!(mine[0].is_member);
        let id = mine[0].id;
        house.kevin().await.mail_my_invitation(id).await.unwrap();
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        for letter in house.letters_to(KEVIN.email).await {
            assert!(matches!(letter, Letter::Invitation { now: Some(Role::Developer), .. }), "{letter:?}");
        }
        house.ada().await.invite("acme", MALLORY.email, Role::Owner, "").await.unwrap();
        assert!(!house.mallory().await.my_invitations().await.unwrap()[0].is_member);
        let refused = house.grace().await.invite("acme", KEVIN.email, Role::Owner, "").await;
        assert_eq!(refused, Err(Problem::Refused(Refusal::NeedsOwner)));
    })
    .await;
}

/// M5r: at half-time, once, with the link that was mailed.
#[tokio::test(flavor = "multi_thread")]
async fn the_invited_are_reminded_once_at_half_time() {
    each_engine(async |house| {
        house.ada().await.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        house.clock.forward(7 * DAY / 2 - SECOND);
        assert_eq!(house.warren.remind_invitations().await, Ok(0));
        house.clock.forward(SECOND);
        assert_eq!(house.warren.remind_invitations().await, Ok(1));
        house.clock.forward(SECOND);
        assert_eq!(house.warren.remind_invitations().await, Ok(0));
        let letters = house.letters_to(MALLORY.email).await;
        assert!(matches!(letters[..], [_, Letter::Invitation { reminds: true, .. }]), "{letters:?}");
        assert_eq!(house.secret_of(&letters[1]), secret);
        assert_eq!(house.log().await.pop().unwrap().event, "invitation_reminded");
        house.mallory().await.accept_invitation(&secret).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_is_answered_over_or_not_wanted() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
        let id = ada.invitations("acme").await.unwrap()[0].id;
        house.clock.forward(7 * DAY);
        assert_eq!(house.warren.remind_invitations().await, Ok(0), "over");
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        house.clock.forward(7 * DAY / 2);
        let user = super::literal(house, &ada.id().to_string());
        let mute = format!("INSERT INTO muted (user_id, notice) VALUES ({user}, 'invitation_reminder')");
        house.database.run(&mute).await;
        assert_eq!(house.warren.remind_invitations().await, Ok(0), "not wanted by who sent it");
        house.database.run("DELETE FROM muted").await;
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        assert_eq!(house.warren.remind_invitations().await, Ok(0), "withdrawn");
        assert!(!house.letters_to(ADA.email).await.iter().any(|l| matches!(l, Letter::Invitation { .. })));
    })
    .await;
}

/// S28: a last day is part of the change, and is told in the answer when it is all of it.
#[tokio::test(flavor = "multi_thread")]
async fn inviting_a_member_with_a_last_day_sets_it() {
    each_engine(async |house| {
        let (shop, day) = (app(house, "shop").await, in_days(house, 30));
        let (ada, grace) = (house.ada().await, house.grace().await);
        let ends_of = async |who: crate::house::Person| {
            let team = house.ada().await.team("acme", None).await.unwrap();
            team.members.iter().find(|member| member.name == who.full()).unwrap().ends_at
        };
        let with_end = |offer: Offer| Offer { ends_on: day.clone(), ..offer };
        let invited = grace.invite_with("acme", KEVIN.email, with_end(developer(&[shop]))).await.unwrap();
        assert_eq!((outcomes(&invited), ends_of(KEVIN).await), (vec![InviteOutcome::AppsAdded], Some(end_of(&day))));
        // The same once more changes nothing, and without a last day the one there is stays.
        for offer in [with_end(developer(&[shop])), developer(&[shop])] {
            let invited = grace.invite_with("acme", KEVIN.email, offer).await.unwrap();
            assert_eq!(
                (outcomes(&invited), ends_of(KEVIN).await),
                (vec![InviteOutcome::AlreadyMember], Some(end_of(&day)))
            );
        }
        let invited = ada.invite_with("acme", KEVIN.email, with_end(Offer::plain(Role::Admin, ""))).await.unwrap();
        assert_eq!((outcomes(&invited), ends_of(KEVIN).await), (vec![InviteOutcome::RoleChanged], Some(end_of(&day))));
        let invited = ada.invite_with("acme", GRACE.email, with_end(Offer::plain(Role::Admin, ""))).await.unwrap();
        assert_eq!((outcomes(&invited), ends_of(GRACE).await), (vec![InviteOutcome::EndSet], Some(end_of(&day))));
        assert_eq!(house.log().await.iter().filter(|entry| entry.event == "membership_end_set").count(), 2);
        // Row 33: an Admin says of no Admin when they go.
        let grace = house.grace().await;
        let invited = grace.invite_with(
            "acme",
            KEVIN.email,
            Offer { ends_on: in_days(house, 9), ..Offer::plain(Role::Admin, "") },
        );
        assert_eq!(outcomes(&invited.await.unwrap()), [InviteOutcome::AlreadyMember]);
        assert_eq!(ends_of(KEVIN).await, Some(end_of(&day)));
    })
    .await;
}

/// M5r: a mail to an address that takes none helps nobody (4.1, flag `bounced`).
#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_no_mail_is_not_reminded() {
    each_engine(async |house| {
        house.ada().await.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
        let mail = house.warren.claim_mails(1, SECOND).await.unwrap().remove(0);
        house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
        house.clock.forward(7 * DAY / 2);
        assert_eq!(house.warren.remind_invitations().await, Ok(0));
    })
    .await;
}
