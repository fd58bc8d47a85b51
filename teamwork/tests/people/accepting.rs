//! Who is a member already accepts a change, not a place (S14, S28, R30, S13): it needs a sender who may change them.

use teamwork::{
    acts::Actor,
    letters::Letter,
    rules::{
        invitation::Offer,
        problem::{Conflict, Problem},
        role::Role,
    },
};

use super::{app, apps_of_kevin, developer, end_of, in_days};
use crate::{
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, Person, each_engine},
    races::{at_once, bring_in},
};

/// Somebody is invited to an address nobody has, takes that address, and finds the invitation; its secret.
async fn invited_elsewhere(house: &House, by: &Actor, who: Person, offer: Offer) -> String {
    let address = format!("{}@moved.example", who.first.to_lowercase());
    by.invite_with("acme", &address, offer).await.unwrap();
    let secret = house.newest_secret(&address).await;
    house.person(who).await.ask_email_change(&address).await.unwrap();
    house.guest().confirm_email(&house.newest_secret(&address).await).await.unwrap();
    secret
}

/// Matrix rows 29 to 31, S13: an Admin gives none of these roles, so their invitation does not either.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_of_an_admin_changes_no_role_that_an_admin_may_not_change() {
    each_engine(async |house| {
        let grace = house.grace().await;
        bring_in(house, &house.ada().await, MALLORY, Role::Admin).await;
        for (who, to) in [(MARA, Role::Admin), (MALLORY, Role::Developer)] {
            let was = house.role_of(who).await;
            let secret = invited_elsewhere(house, &grace, who, Offer::plain(to, "")).await;
            let person = house.person(who).await;
            let answer = person.accept_invitation(&secret).await;
            assert_eq!(answer, Err(Problem::Conflict(Conflict::AlreadyMember)), "{}", who.first);
            assert_eq!(house.role_of(who).await, was, "{}", who.first);
        }
    })
    .await;
}

/// Row 29: this one is an Admin's to give. It is a change (M23), nobody joins.
#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_accepts_another_role_gets_the_mail_of_a_change() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        super::assign_kevin(house, &[shop]).await;
        let grace = house.grace().await;
        let secret = invited_elsewhere(house, &grace, KEVIN, Offer::plain(Role::Admin, "")).await;
        let (kevin, before) = (house.kevin().await, house.mails().await.len());
        kevin.accept_invitation(&secret).await.unwrap();
        let (company, slug, by) = ("Acme Inc".to_owned(), "acme".to_owned(), GRACE.full());
        let (from, to) = (Role::Developer, Role::Admin);
        let theirs = Letter::RoleChanged {
            name: KEVIN.full(),
            company: company.clone(),
            slug: slug.clone(),
            from,
            to,
            by: by.clone(),
        };
        let yours = Letter::YourRoleChanged { company, slug, from, to, by, withdrawn: Vec::new() };
        let mut told: Vec<_> = house.mails().await.split_off(before).into_iter().map(|m| (m.to, m.letter)).collect();
        told.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(told, [(ADA.email.to_owned(), theirs), ("kevin@moved.example".to_owned(), yours)]);
        let log = house.log().await;
        let events: Vec<_> = log.iter().rev().take(2).map(|entry| entry.event.as_str()).collect();
        assert_eq!(events, ["invitation_accepted", "role_changed"]);
        assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0);
    })
    .await;
}

/// M23, 4.4: an offer of ownership that is accepted is a change of role, for the Owners and in the log.
#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_accepts_ownership_changes_role_and_joins_nobody() {
    each_engine(async |house| {
        house.ada().await.invite("acme", KEVIN.email, Role::Owner, "").await.unwrap();
        let secret = house.secret_to(KEVIN.email).await;
        let (kevin, before) = (house.kevin().await, house.mails().await.len());
        kevin.accept_invitation(&secret).await.unwrap();
        let told = house.mails().await.split_off(before);
        assert_eq!(told.len(), 2, "{told:?}");
        for mail in told {
            let (to, is_change) = match &mail.letter {
                Letter::YourRoleChanged { to, by, .. } => (to, mail.to == KEVIN.email && *by == ADA.full()),
                Letter::RoleChanged { to, name, .. } => (to, mail.to == ADA.email && *name == KEVIN.full()),
                other => panic!("{other:?}"),
            };
            assert!(is_change && *to == Role::Owner, "{mail:?}");
        }
        let entry = house.log().await.into_iter().find(|entry| entry.event == "role_changed").unwrap();
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("developer", "owner"));
        assert_eq!(house.database.count("SELECT owner_count FROM companies WHERE slug = 'acme'").await, 2);
        assert_eq!(house.database.count("SELECT member_count FROM companies WHERE slug = 'acme'").await, 4);
    })
    .await;
}

/// What the invitation showed is what becomes of the membership: the Apps, and the last day.
#[tokio::test(flavor = "multi_thread")]
async fn a_developer_who_accepts_to_be_one_gets_the_apps_and_the_last_day() {
    each_engine(async |house| {
        let (shop, _blog) = (app(house, "shop").await, app(house, "blog").await);
        let (grace, day) = (house.grace().await, in_days(house, 30));
        let offer = Offer { ends_on: day.clone(), ..developer(&[shop]) };
        let secret = invited_elsewhere(house, &grace, KEVIN, offer).await;
        house.kevin().await.accept_invitation(&secret).await.unwrap();
        assert_eq!(apps_of_kevin(house).await, ["shop"]);
        let team = house.ada().await.team("acme", None).await.unwrap();
        let kevin = team.members.iter().find(|member| member.name == KEVIN.full()).unwrap();
        assert_eq!((kevin.role, kevin.ends_at), (Role::Developer, Some(end_of(&day))));
        let log = house.log().await;
        let events: Vec<_> = log.iter().rev().take(3).map(|entry| entry.event.as_str()).collect();
        assert_eq!(events, ["invitation_accepted", "membership_end_set", "apps_assigned"]);
    })
    .await;
}

/// R30: while the acceptance waits, the sender ceases to be an Owner. Whoever was first decides.
#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_that_meets_the_step_down_of_its_sender_goes_by_one_order() {
    each_engine(async |house| {
        let (ada, mut accepted) = (house.ada().await, 0);
        bring_in(house, &ada, GRACE, Role::Owner).await;
        for round in 0..20 {
            house.forgive_limits().await;
            let address = format!("mara{round}@moved.example");
            let grace = house.grace().await;
            grace.invite("acme", &address, Role::Admin, "").await.unwrap();
            let secret = house.newest_secret(&address).await;
            house.mara().await.ask_email_change(&address).await.unwrap();
            house.guest().confirm_email(&house.newest_secret(&address).await).await.unwrap();
            let mara = house.mara().await;
            let both = at_once(async move { grace.step_down("acme").await }, async move {
                mara.accept_invitation(&secret).await.map(|_| ())
            })
            .await;
            match (both, house.role_of(MARA).await) {
                ((Ok(()), Ok(())), Some(Role::Admin)) => {
                    accepted += 1;
                    let mara = house.mara().await.id();
                    let version = house.version_of(mara).await;
                    ada.change_role("acme", mara, Role::Billing, version).await.unwrap();
                }
                ((Ok(()), Err(Problem::Conflict(Conflict::AlreadyMember))), Some(Role::Billing)) => {
                    for card in ada.invitations("acme").await.unwrap() {
                        ada.cancel_invitation("acme", card.id).await.unwrap();
                    }
                }
                other => panic!("round {round}: {other:?}"),
            }
            house.forgive_limits().await;
            bring_in(house, &ada, GRACE, Role::Owner).await;
        }
        println!("accepted first in {accepted} of 20 rounds");
    })
    .await;
}
