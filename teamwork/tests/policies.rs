//! Policies of a Company (row 4): whom it invites, and for how long Developers keep access.

use teamwork::{
    acts::Actor,
    rules::{
        invitation::{InviteOutcome, Offer},
        moment::{DAY, Moment},
        permission::Refusal,
        policy::Policies,
        problem::{Conflict, Field, Problem, Why},
        role::Role,
    },
};

use crate::{
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, each_engine},
    invitations::{outcomes, the_open_one},
};

/// Ada decides.
async fn decide(house: &House, domains: &str, days: &str) {
    let ada = house.ada().await;
    let version = ada.company_settings("acme").await.unwrap().version;
    ada.change_policies("acme", version, Policies::read(domains, days).unwrap()).await.unwrap();
}

async fn invite(by: &Actor, email: &str, role: Role) -> InviteOutcome {
    outcomes(&by.invite("acme", email, role, "").await.unwrap())[0]
}

/// The end of the day that is so many days ahead.
fn in_days(house: &House, days: i64) -> Moment {
    let today = house.warren.now().millis().div_euclid(DAY) * DAY;
    Moment::from_millis(today + (days + 1) * DAY - 1)
}

/// When the access of somebody ends.
async fn end_of(house: &House, email: &str) -> Option<Moment> {
    let team = house.ada().await.team("acme", None).await.unwrap();
    team.members.into_iter().find(|member| member.email.as_deref() == Some(email)).unwrap().ends_at
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_decides_and_a_change_names_what_was_seen() {
    each_engine(async |house| {
        let policies = Policies::read("acme.example", "90").unwrap();
        for (who, refusal) in [(GRACE, Refusal::NeedsOwner), (KEVIN, Refusal::NeedsOwner), (MARA, Refusal::NeedsOwner)]
        {
            let answer = house.person(who).await.change_policies("acme", 1, policies.clone()).await;
            assert_eq!(answer, Err(Problem::Refused(refusal)));
        }
        assert_eq!(house.mallory().await.change_policies("acme", 1, policies.clone()).await.unwrap_err().status(), 404);
        let ada = house.ada().await;
        ada.change_policies("acme", 1, policies.clone()).await.unwrap();
        let seen = ada.company_settings("acme").await.unwrap();
        assert_eq!((seen.policies, seen.version), (policies.clone(), 2));
        // The same once more is no change, whatever was seen.
        ada.change_policies("acme", 1, policies).await.unwrap();
        let stale = ada.change_policies("acme", 1, Policies::default()).await;
        assert_eq!(stale, Err(Problem::Conflict(Conflict::StaleCompany)));
        let log = house.log().await;
        let entry = log.iter().rfind(|entry| entry.event == "policies_changed").unwrap();
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("any domain, no limit", "acme.example, 90 days"));
        assert_eq!(log.iter().filter(|entry| entry.event == "policies_changed").count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn team_invitations_go_to_the_domains_alone_and_members_stay() {
    each_engine(async |house| {
        decide(house, "heart.example", "").await;
        let (ada, grace) = (house.ada().await, house.grace().await);
        assert_eq!(invite(&grace, "trillian@HEART.example", Role::Admin).await, InviteOutcome::Sent);
        assert_eq!(invite(&grace, "zaphod@evil-heart.example", Role::Admin).await, InviteOutcome::OtherDomain);
        assert_eq!(invite(&ada, "zaphod@sub.heart.example", Role::Owner).await, InviteOutcome::OtherDomain);
        assert_eq!(house.letters_to("zaphod@evil-heart.example").await, []);
        // Kevin and Grace are members: roles change, and ownership is offered, as before.
        assert_eq!(invite(&ada, KEVIN.email, Role::Admin).await, InviteOutcome::RoleChanged);
        assert_eq!(invite(&ada, GRACE.email, Role::Owner).await, InviteOutcome::Sent);
        house.grace().await.accept_invitation(&house.secret_to(GRACE.email).await).await.unwrap();
        // A client is asked to pay wherever they are.
        ada.start_trial("acme", "shop").await.unwrap();
        ada.send_request("shop", crate::requests::to("ana@cafe.example")).await.unwrap();
    })
    .await;
}

/// Also what was sent before the Owner decided obeys: nobody sends it again, and nobody joins by it.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_from_before_is_neither_sent_again_nor_accepted() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(invite(&ada, MALLORY.email, Role::Admin).await, InviteOutcome::Sent);
        let (id, secret) = (the_open_one(house).await, house.secret_to(MALLORY.email).await);
        decide(house, "acme.example", "").await;
        let other = Problem::Conflict(Conflict::DomainNotInvited);
        assert_eq!(ada.resend_invitation("acme", id).await, Err(other.clone()));
        assert_eq!(ada.edit_invitation("acme", id, Role::Admin, "Hello").await, Err(other.clone()));
        assert_eq!(house.mallory().await.accept_invitation(&secret).await, Err(other));
        assert_eq!(house.role_of(MALLORY).await, None);
        decide(house, "acme.example elsewhere.example", "").await;
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        // The policy comes back, and she stays.
        decide(house, "acme.example", "").await;
        assert_eq!(house.role_of(MALLORY).await, Some(Role::Admin));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_gets_a_last_day_and_no_later_one_is_given() {
    each_engine(async |house| {
        decide(house, "", "30").await;
        let ada = house.ada().await;
        let (latest, day) = (in_days(house, 30), |days| in_days(house, days).to_iso_day());
        let beyond = |answer: Problem| assert_eq!(answer, Problem::field(Field::EndsOn, Why::BeyondPolicy(30)));
        let offer = |ends_on: String| Offer { ends_on, ..Offer::plain(Role::Developer, "") };
        beyond(ada.invite_with("acme", MALLORY.email, offer(day(31))).await.unwrap_err());
        ada.invite_with("acme", MALLORY.email, offer(String::new())).await.unwrap();
        let id = the_open_one(house).await;
        assert_eq!(ada.invitations("acme").await.unwrap()[0].ends_at, Some(latest));
        beyond(ada.edit_invitation_with("acme", id, offer(day(31))).await.unwrap_err());
        ada.edit_invitation_with("acme", id, offer(day(30))).await.unwrap();
        house.mallory().await.accept_invitation(&house.secret_to(MALLORY.email).await).await.unwrap();
        assert_eq!(end_of(house, MALLORY.email).await, Some(latest));
        let mallory = house.mallory().await.id();
        beyond(ada.set_end("acme", mallory, &day(31), 1).await.unwrap_err());
        beyond(ada.set_end("acme", mallory, "", 1).await.unwrap_err());
        assert_eq!(ada.set_end("acme", mallory, &day(29), 1).await.unwrap().ends_at, Some(in_days(house, 29)));
        // An Admin has no such end.
        ada.invite_with("acme", "ford@heart.example", Offer { ends_on: day(31), ..Offer::plain(Role::Admin, "") })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_a_developer_gets_the_end_and_who_is_one_keeps_what_they_have() {
    each_engine(async |house| {
        decide(house, "", "30").await;
        let (ada, latest) = (house.ada().await, in_days(house, 30));
        assert_eq!(end_of(house, KEVIN.email).await, None, "members keep what they have");
        // To have more Apps, an end is no wish of anybody's.
        ada.start_trial("acme", "shop").await.unwrap();
        let shop = ada.apps_to_offer("acme").await.unwrap()[0].id;
        let offer = Offer { apps: vec![shop], ..Offer::plain(Role::Developer, "") };
        let invited = ada.invite_with("acme", KEVIN.email, offer).await.unwrap();
        assert_eq!((outcomes(&invited), end_of(house, KEVIN.email).await), (vec![InviteOutcome::AppsAdded], None));
        let grace = house.grace().await.id();
        let card = ada.change_role("acme", grace, Role::Developer, 1).await.unwrap();
        assert_eq!((card.role, card.ends_at), (Role::Developer, Some(latest)));
        assert_eq!(card.version, house.version_of(grace).await);
        let log = house.log().await;
        let entry = log.iter().rfind(|entry| entry.event == "membership_end_set").unwrap();
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("", latest.to_iso_day().as_str()));
        // Mara has an earlier one already.
        let (mara, day) = (house.mara().await.id(), in_days(house, 10));
        ada.set_end("acme", mara, &day.to_iso_day(), 1).await.unwrap();
        let card = ada.change_role("acme", mara, Role::Developer, 2).await.unwrap();
        assert_eq!(card.ends_at, Some(day));
        assert_eq!(end_of(house, ADA.email).await, None);
    })
    .await;
}

/// An offer from before the Owner decided ends when one of today would.
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_from_before_gives_no_more_than_one_of_today() {
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(invite(&ada, MALLORY.email, Role::Developer).await, InviteOutcome::Sent);
        let secret = house.secret_to(MALLORY.email).await;
        decide(house, "", "30").await;
        house.clock.forward(2 * DAY);
        house.mallory().await.accept_invitation(&secret).await.unwrap();
        assert_eq!(end_of(house, MALLORY.email).await, Some(in_days(house, 30)));
    })
    .await;
}
