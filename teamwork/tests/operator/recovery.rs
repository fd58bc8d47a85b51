//! Recovery of ownership (3.2, 4.4, M28): the only way around R22.

use teamwork::{
    letters::Letter,
    rules::{
        moment::{DAY, SECOND},
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
        recovery::RecoveryState,
        role::Role,
    },
};

use super::{operator, shell};
use crate::{
    account::stage::KEY,
    house::{ADA, GRACE, House, KEVIN, MALLORY, MARA, each_engine},
    races::bring_in,
};

const WAIT: i64 = 14 * DAY;
const REASON: &str = "The only Owner left the business.";

#[tokio::test(flavor = "multi_thread")]
async fn a_request_changes_nothing_but_tells_everybody_who_answers_for_the_company() {
    each_engine(async |house| {
        let operator = operator(house).await;
        let id = operator.request_recovery("acme", KEVIN.email, ADA.email, REASON).await.unwrap();
        let mails = house.mails().await;
        let mut to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, [ADA.email, GRACE.email, "invoices@acme.example"]);
        let letter = Letter::RecoveryRequested {
            company: "Acme Inc".into(),
            slug: Some("acme".into()),
            heir: "Kevin Flynn".into(),
            departed: Some("Ada Lovelace".into()),
            reason: REASON.into(),
            due_at: house.warren.now().plus(WAIT),
        };
        for mail in &mails {
            let meant = if mail.to == "invoices@acme.example" { letter.outside() } else { letter.clone() };
            assert_eq!(mail.letter, meant, "{}", mail.to);
        }
        assert_eq!((house.role_of(ADA).await, house.role_of(KEVIN).await), (Some(Role::Owner), Some(Role::Developer)));
        let card = operator.recoveries().await.unwrap().remove(0);
        assert_eq!((card.id, card.state, card.heir.as_str()), (id, RecoveryState::Waiting, "Kevin Flynn"));
        let entry = house.log().await.pop().unwrap();
        assert_eq!((entry.event.as_str(), entry.target), ("recovery_requested", id.to_string()));
        assert_eq!((entry.after.as_str(), entry.role.as_str()), (REASON, ""));
        assert!(entry.has_company && entry.has_actor);
        assert!(house.ada().await.company("acme").await.unwrap().recovery);
        assert!(!house.kevin().await.company("acme").await.unwrap().recovery, "a Developer got no mail either");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_completed_at_the_end_of_the_waiting_time_and_not_a_second_before() {
    each_engine(async |house| {
        for (offset, ripe) in [(-SECOND, false), (0, true), (SECOND, true)] {
            let begun = house.warren.now();
            let id = shell(house).request_recovery("acme", GRACE.email, "", REASON).await.unwrap();
            house.clock.set(begun.plus(WAIT + offset));
            let answer = shell(house).complete_recovery(id).await;
            if ripe {
                assert_eq!(answer, Ok(()), "{offset}");
                assert_eq!(house.role_of(GRACE).await, Some(Role::Owner));
                house.grace().await.step_down("acme").await.unwrap();
            } else {
                assert_eq!(answer, Err(Problem::Conflict(Conflict::RecoveryTooEarly)));
                assert_eq!(house.role_of(GRACE).await, Some(Role::Admin));
                shell(house).stop_recovery(id).await.unwrap();
            }
        }
    })
    .await;
}

/// The operator's choice of the waiting time counts for what is requested afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn the_waiting_time_is_the_one_of_the_request() {
    each_engine(async |house| {
        let id = shell(house).request_recovery("acme", GRACE.email, "", REASON).await.unwrap();
        shell(house).set_setting("recovery_days", "3").await.unwrap();
        house.clock.forward(4 * DAY);
        let early = shell(house).complete_recovery(id).await;
        assert_eq!(early, Err(Problem::Conflict(Conflict::RecoveryTooEarly)));
        shell(house).stop_recovery(id).await.unwrap();
        let id = shell(house).request_recovery("acme", GRACE.email, "", REASON).await.unwrap();
        house.clock.forward(3 * DAY);
        shell(house).complete_recovery(id).await.unwrap();
    })
    .await;
}

async fn complete(house: &House, heir: &str, departed: &str) {
    let id = shell(house).request_recovery("acme", heir, departed, REASON).await.unwrap();
    house.clock.forward(WAIT);
    shell(house).complete_recovery(id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_becomes_the_owner_in_the_place_of_the_last_one() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.invite("acme", "new@heart.example", Role::Admin, "").await.unwrap();
        house.deliver().await;
        complete(house, MALLORY.email, ADA.email).await;
        assert_eq!((house.role_of(MALLORY).await, house.role_of(ADA).await), (Some(Role::Owner), None));
        let company = house.mallory().await.company("acme").await.unwrap();
        assert_eq!((company.owners, company.members), (vec!["Mallory Archer".to_owned()], Some(4)));
        // M27 to who is out, M10 to whom they had invited, M28 to everybody else.
        let withdrawn = vec!["new@heart.example".to_owned()];
        let told = house.letters_to(ADA.email).await;
        assert_eq!(
            told.last(),
            Some(&Letter::Dismissed { company: "Acme Inc".into(), withdrawn, expired: false, apps: Vec::new() })
        );
        let gone = house.letters_to("new@heart.example").await;
        assert!(matches!(gone.last(), Some(Letter::InvitationWithdrawn { .. })));
        let done = Letter::RecoveryDone {
            company: "Acme Inc".into(),
            slug: Some("acme".into()),
            heir: "Mallory Archer".into(),
            departed: Some("Ada Lovelace".into()),
        };
        for address in [MALLORY.email, GRACE.email] {
            assert_eq!(house.letters_to(address).await.last(), Some(&done), "{address}");
        }
        assert_eq!(house.letters_to("invoices@acme.example").await.last(), Some(&done.outside()));
        let mut log = house.log().await;
        log.retain(|entry| entry.event != "signed_in");
        let events: Vec<_> = log.iter().rev().take(4).rev().map(|entry| entry.event.as_str()).collect();
        assert_eq!(events, ["role_changed", "invitation_cancelled", "member_dismissed", "recovery_done"]);
        assert!(
            log.iter().rev().take(4).all(|entry| entry.role.is_empty() && entry.door == "cli" && entry.has_company)
        );
    })
    .await;
}

/// S8, E79: whoever goes this way leaves as much behind as anybody else, and the Owners have to know what.
#[tokio::test(flavor = "multi_thread")]
async fn a_departed_owner_goes_with_the_same_mails_and_the_same_receipt_as_anybody() {
    each_engine(async |house| {
        let ada = house.ada().await;
        ada.start_trial("acme", "shop").await.unwrap();
        ada.add_deploy_key("shop", KEY, "mirror", false).await.unwrap();
        let departed = ada.id();
        complete(house, GRACE.email, ADA.email).await;
        let apps = vec!["shop".to_owned()];
        let told = house.letters_to(ADA.email).await;
        let dismissed =
            Letter::Dismissed { company: "Acme Inc".into(), withdrawn: vec![], expired: false, apps: apps.clone() };
        assert_eq!(told.last(), Some(&dismissed), "M27");
        let gone = Letter::MemberGone {
            name: "Ada Lovelace".into(),
            company: "Acme Inc".into(),
            slug: "acme".into(),
            role: Role::Owner,
            dismissed_by: Some("The operator".into()),
            user: Some(departed),
            expired: false,
            apps: apps.clone(),
            deploy_keys: vec!["mirror (shop)".into()],
        };
        assert!(house.letters_to(GRACE.email).await.contains(&gone), "M26");
        assert!(!house.letters_to(KEVIN.email).await.contains(&gone));
        let receipt = house.grace().await.departure_receipt("acme", departed).await.unwrap();
        assert_eq!((receipt.apps, receipt.deploy_keys.len(), receipt.role), (apps, 1, Some(Role::Owner)));
    })
    .await;
}

/// R22 holds for everybody else: in the Company nobody could have done it.
#[tokio::test(flavor = "multi_thread")]
async fn a_member_rises_and_whoever_is_no_longer_an_owner_stays_what_they_are() {
    each_engine(async |house| {
        bring_in(house, &house.ada().await, GRACE, Role::Owner).await;
        let id = shell(house).request_recovery("acme", MARA.email, ADA.email, REASON).await.unwrap();
        house.ada().await.step_down("acme").await.unwrap();
        house.clock.forward(WAIT);
        shell(house).complete_recovery(id).await.unwrap();
        let roles = [house.role_of(MARA).await, house.role_of(ADA).await, house.role_of(GRACE).await];
        assert_eq!(roles, [Some(Role::Owner), Some(Role::Admin), Some(Role::Owner)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_stops_it_with_one_press_and_without_a_password() {
    each_engine(async |house| {
        let id = shell(house).request_recovery("acme", KEVIN.email, ADA.email, REASON).await.unwrap();
        house.clock.forward(WAIT - DAY);
        house.ada().await;
        house.clock.forward(3_600 * SECOND);
        let ada = house.ada().await;
        assert!(!ada.me().fresh);
        ada.stop_recovery("acme").await.unwrap();
        assert_eq!(ada.stop_recovery("acme").await, Err(Problem::Conflict(Conflict::RecoveryEnded)));
        house.clock.forward(DAY);
        assert_eq!(shell(house).complete_recovery(id).await, Err(Problem::Conflict(Conflict::RecoveryEnded)));
        assert_eq!(house.role_of(KEVIN).await, Some(Role::Developer));
        let stopped = Letter::RecoveryStopped {
            company: "Acme Inc".into(),
            slug: Some("acme".into()),
            by: "Ada Lovelace".into(),
        };
        assert_eq!(house.letters_to(GRACE.email).await.last(), Some(&stopped));
        let entry = house.log().await.into_iter().rfind(|entry| entry.event == "recovery_stopped").unwrap();
        assert_eq!((entry.role.as_str(), entry.target), ("owner", id.to_string()));
        assert_eq!(house.ada().await.recovery("acme").await, Ok(None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_owners_stop_it_and_only_owners_and_admins_look() {
    each_engine(async |house| {
        shell(house).request_recovery("acme", KEVIN.email, ADA.email, REASON).await.unwrap();
        let before = house.database.dump().await;
        for person in [house.grace().await, house.kevin().await, house.mara().await] {
            assert_eq!(person.stop_recovery("acme").await, Err(Problem::Refused(Refusal::NeedsOwner)));
        }
        let nothing = Problem::NotFound(Thing::Company);
        assert_eq!(house.mallory().await.stop_recovery("acme").await, Err(nothing.clone()));
        assert_eq!(house.mallory().await.recovery("acme").await, Err(nothing));
        for person in [house.kevin().await, house.mara().await] {
            assert_eq!(person.recovery("acme").await, Err(Problem::Refused(Refusal::NeedsAdmin)));
        }
        for person in [house.ada().await, house.grace().await] {
            assert_eq!(person.recovery("acme").await.unwrap().unwrap().reason, REASON);
        }
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

/// The list ends somewhere: what is left out are the oldest.
#[tokio::test(flavor = "multi_thread")]
async fn of_the_recoveries_that_have_ended_the_newest_come_first() {
    each_engine(async |house| {
        let mut ids = Vec::new();
        for _ in 0..2 {
            let id = shell(house).request_recovery("acme", KEVIN.email, "", REASON).await.unwrap();
            shell(house).stop_recovery(id).await.unwrap();
            ids.insert(0, id);
            house.clock.forward(SECOND);
        }
        let listed = shell(house).recoveries().await.unwrap();
        assert_eq!(listed.iter().map(|card| card.id).collect::<Vec<_>>(), ids);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_request_is_refused_while_one_waits() {
    each_engine(async |house| {
        let id = shell(house).request_recovery("acme", KEVIN.email, "", REASON).await.unwrap();
        let again = shell(house).request_recovery("acme", GRACE.email, "", REASON).await;
        assert_eq!(again, Err(Problem::Conflict(Conflict::RecoveryWaiting)));
        shell(house).stop_recovery(id).await.unwrap();
        shell(house).request_recovery("acme", GRACE.email, "", REASON).await.unwrap();
        assert_eq!(shell(house).waiting().await.unwrap().recoveries, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_has_to_be_who_they_should_be() {
    each_engine(async |house| {
        let (operator, before) = (operator(house).await, house.database.dump().await);
        let flaw = |field, why| Err(Problem::field(field, why));
        for (heir, departed, reason, answer) in [
            ("", "", REASON, flaw(Field::Heir, Why::Missing)),
            ("nobody@heart.example", "", REASON, flaw(Field::Heir, Why::NoAccount)),
            (ADA.email, "", REASON, flaw(Field::Heir, Why::AlreadyOwner)),
            (ADA.email, ADA.email, REASON, flaw(Field::Departed, Why::NotAnOwner)),
            (KEVIN.email, GRACE.email, REASON, flaw(Field::Departed, Why::NotAnOwner)),
            (KEVIN.email, MALLORY.email, REASON, flaw(Field::Departed, Why::NotAnOwner)),
            (KEVIN.email, "nobody@heart.example", REASON, flaw(Field::Departed, Why::NotAnOwner)),
            (KEVIN.email, ADA.email, "", flaw(Field::Reason, Why::Missing)),
        ] {
            assert_eq!(operator.request_recovery("acme", heir, departed, reason).await, answer, "{heir} {departed}");
        }
        let nowhere = operator.request_recovery("no-such", KEVIN.email, "", REASON).await;
        assert_eq!(nowhere, Err(Problem::NotFound(Thing::Company)));
        house.sign_up("Uma", "uma@heart.example", None).await;
        let unproven = operator.request_recovery("acme", "uma@heart.example", "", REASON).await;
        assert_eq!(unproven, flaw(Field::Heir, Why::NoAccount));
        assert!(house.database.dump().await.iter().filter(|line| line.starts_with("recoveries")).count() == 0);
        assert!(!before.is_empty());
    })
    .await;
}
