//! What an act leaves behind: mails M23–M27 to the right people, and one entry in the log.

use teamwork::{
    letters::Letter,
    rules::{id::UserId, role::Role},
};

use crate::{
    house::{ADA, Entry, GRACE, House, KEVIN, MALLORY, MARA, each_engine},
    races::bring_in,
};

/// To whom something was mailed since `before`, and what, in the order of the addresses.
async fn told(house: &House, before: usize) -> Vec<(String, Letter)> {
    let mut told: Vec<_> = house.mails().await.split_off(before).into_iter().map(|m| (m.to, m.letter)).collect();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    told
}

fn yours(from: Role, to: Role, by: &str) -> Letter {
    Letter::YourRoleChanged {
        company: "Acme Inc".into(),
        slug: "acme".into(),
        from,
        to,
        by: by.into(),
        withdrawn: Vec::new(),
    }
}

fn theirs(name: String, from: Role, to: Role, by: &str) -> Letter {
    Letter::RoleChanged { name, company: "Acme Inc".into(), slug: "acme".into(), from, to, by: by.into() }
}

fn gone(user: UserId, name: String, role: Role, dismissed_by: Option<&str>) -> Letter {
    let (company, slug) = ("Acme Inc".into(), "acme".into());
    let (dismissed_by, user, expired) = (dismissed_by.map(str::to_owned), Some(user), false);
    let (apps, deploy_keys) = (Vec::new(), Vec::new());
    Letter::MemberGone { name, company, slug, role, dismissed_by, user, expired, apps, deploy_keys }
}

/// M23: the person and the Owners.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_role_is_told_to_the_person_and_the_owners() {
    each_engine(async |house| {
        let kevin = house.kevin().await.id();
        house.grace().await.change_role("acme", kevin, Role::Admin, 1).await.unwrap();
        let (from, to, by) = (Role::Developer, Role::Admin, "Grace Hopper");
        let expected =
            [(ADA.email.to_owned(), theirs(KEVIN.full(), from, to, by)), (KEVIN.email.to_owned(), yours(from, to, by))];
        assert_eq!(told(house, 0).await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_steps_down_is_told_once_and_so_is_the_other_owner() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        let before = house.mails().await.len();
        house.ada().await.step_down("acme").await.unwrap();
        let (from, to, by) = (Role::Owner, Role::Admin, "Ada Lovelace");
        let expected =
            [(ADA.email.to_owned(), yours(from, to, by)), (GRACE.email.to_owned(), theirs(ADA.full(), from, to, by))];
        assert_eq!(told(house, before).await, expected);
    })
    .await;
}

/// M24: the offer says that it is one for an Owner.
#[tokio::test(flavor = "multi_thread")]
async fn ownership_is_offered_by_mail() {
    each_engine(async |house| {
        house.ada().await.invite("acme", GRACE.email, Role::Owner, "").await.unwrap();
        let told = told(house, 0).await;
        assert!(
            matches!(&told[..], [(to, Letter::Invitation { role: Role::Owner, .. })] if to == GRACE.email),
            "{told:?}"
        );
    })
    .await;
}

/// M25 to who leaves, M26 to all Owners.
#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_is_told_what_ended_and_the_owners_what_to_rotate() {
    each_engine(async |house| {
        let grace = house.grace().await.id();
        house.grace().await.leave("acme").await.unwrap();
        let left =
            Letter::YouLeft { name: GRACE.full(), company: "Acme Inc".into(), withdrawn: Vec::new(), apps: Vec::new() };
        let expected =
            [(ADA.email.to_owned(), gone(grace, GRACE.full(), Role::Admin, None)), (GRACE.email.to_owned(), left)];
        assert_eq!(told(house, 0).await, expected);
    })
    .await;
}

/// M27 to the dismissed, M26 to all Owners and to who did it (E78).
#[tokio::test(flavor = "multi_thread")]
async fn a_dismissal_is_told_to_the_person_the_owners_and_who_did_it() {
    each_engine(async |house| {
        let kevin = house.kevin().await.id();
        house.grace().await.dismiss("acme", kevin).await.unwrap();
        let news = gone(kevin, KEVIN.full(), Role::Developer, Some("Grace Hopper"));
        let expected = [
            (ADA.email.to_owned(), news.clone()),
            (GRACE.email.to_owned(), news),
            (
                KEVIN.email.to_owned(),
                Letter::Dismissed {
                    company: "Acme Inc".into(),
                    withdrawn: Vec::new(),
                    expired: false,
                    apps: Vec::new(),
                },
            ),
        ];
        assert_eq!(told(house, 0).await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_dismisses_is_told_once() {
    each_engine(async |house| {
        let mara = house.mara().await.id();
        house.ada().await.dismiss("acme", mara).await.unwrap();
        let mails = told(house, 0).await;
        assert_eq!(mails.iter().filter(|(to, _)| to == ADA.email).count(), 1);
        assert_eq!(mails.iter().filter(|(to, _)| to == MARA.email).count(), 1);
    })
    .await;
}

fn entry(event: &str, role: &str, target: String, before: &str, after: &str) -> Entry {
    let [event, role, before, after] = [event, role, before, after].map(str::to_owned);
    Entry { event, role, door: "page".into(), target, before, after, has_company: true, has_actor: true }
}

/// Law 1, I34: one entry for every mutation, with the role that allowed it, the door, and the state before and after.
#[tokio::test(flavor = "multi_thread")]
async fn every_change_leaves_one_entry_in_the_log() {
    each_engine(async |house| {
        let (ada, grace, kevin, mara) =
            (house.ada().await, house.grace().await, house.kevin().await.id(), house.mara().await.id());
        ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let id = ada.invitations("acme").await.unwrap()[0].id;
        grace.resend_invitation("acme", id).await.unwrap();
        ada.edit_invitation("acme", id, Role::Admin, "").await.unwrap();
        ada.copy_invitation_link("acme", id).await.unwrap();
        house.mallory().await.accept_invitation(&house.secret_to(MALLORY.email).await).await.unwrap();
        grace.change_role("acme", kevin, Role::Admin, 1).await.unwrap();
        ada.dismiss("acme", mara).await.unwrap();
        grace.leave("acme").await.unwrap();
        let (invitation, kevin, mara, grace) =
            (id.to_string(), kevin.to_string(), mara.to_string(), grace.id().to_string());
        let expected = [
            entry("invitation_sent", "owner", invitation.clone(), "", "developer"),
            entry("invitation_resent", "admin", invitation.clone(), "developer", "developer"),
            entry("invitation_edited", "owner", invitation.clone(), "developer", "admin"),
            entry("invitation_link_copied", "owner", invitation.clone(), "", ""),
            entry("invitation_accepted", "owner", invitation, "", "admin"),
            entry("role_changed", "admin", kevin, "developer", "admin"),
            entry("member_dismissed", "owner", mara, "billing", ""),
            entry("member_left", "admin", grace, "admin", ""),
        ];
        assert_eq!(house.log().await, expected);
    })
    .await;
}

/// A withdrawn invitation is a mutation of its own, so it has its own entry beside the dismissal.
#[tokio::test(flavor = "multi_thread")]
async fn each_invitation_that_goes_with_its_sender_is_in_the_log() {
    each_engine(async |house| {
        let grace = house.grace().await;
        grace.invite("acme", "x@heart.example y@heart.example", Role::Developer, "").await.unwrap();
        let before = house.log().await.len();
        house.ada().await.dismiss("acme", grace.id()).await.unwrap();
        let mut events: Vec<_> = house.log().await.split_off(before).into_iter().map(|entry| entry.event).collect();
        events.sort();
        assert_eq!(events, ["invitation_cancelled", "invitation_cancelled", "member_dismissed"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_leaves_its_refusal_and_no_mail() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await);
        assert!(ada.leave("acme").await.is_err());
        assert!(ada.step_down("acme").await.is_err());
        assert!(grace.dismiss("acme", ada.id()).await.is_err());
        assert!(grace.invite("acme", MALLORY.email, Role::Owner, "").await.is_err());
        assert!(kevin.change_role("acme", kevin.id(), Role::Admin, 1).await.is_err());
        assert!(ada.change_role("acme", kevin.id(), Role::Admin, 7).await.is_err());
        assert!(ada.change_role("acme", kevin.id(), Role::Developer, 1).await.is_ok(), "nothing to change is no error");
        let refused: Vec<_> = house
            .log()
            .await
            .into_iter()
            .map(|entry| (entry.event, entry.role, entry.target, entry.after, entry.has_company && entry.has_actor))
            .collect();
        let refusal = |role: &str, action: &str, why: &str| {
            ("access_denied".to_owned(), role.to_owned(), action.to_owned(), why.to_owned(), true)
        };
        assert_eq!(
            refused,
            [
                refusal("owner", "leave", "last_owner"),
                refusal("owner", "change_own_role", "last_owner"),
                refusal("admin", "dismiss", "owner_is_untouchable"),
                refusal("admin", "invite", "needs_owner"),
                refusal("developer", "change_own_role", "own_role"),
            ]
        );
        assert!(house.mails().await.is_empty());
    })
    .await;
}

/// What a stranger asked for is written down where the Company does not read it: in their own chain.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_leaves_a_trace_that_tells_nothing_of_the_company() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        for slug in ["acme", "nowhere", "not a slug at all"] {
            assert!(mallory.leave(slug).await.is_err());
            assert!(mallory.company(slug).await.is_err());
        }
        let targets: Vec<_> =
            house.log().await.into_iter().map(|entry| (entry.event, entry.target, entry.has_company)).collect();
        let asked = |slug: &str| ("access_denied".to_owned(), slug.to_owned(), false);
        let expected = ["acme", "acme", "nowhere", "nowhere", "", ""].map(asked);
        assert_eq!(targets, expected);
    })
    .await;
}

/// The log is kept for ever, so nobody fills it by being refused.
#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_refusals_an_hour_are_written_down() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        for _ in 0..65 {
            assert!(kevin.invitations("acme").await.is_err());
        }
        assert_eq!(house.log().await.len(), 60);
    })
    .await;
}
