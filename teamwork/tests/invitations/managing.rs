//! Resending, editing, copying and withdrawing: who may, and what it does to the links.

use teamwork::{
    letters::Letter,
    rules::{
        moment::{DAY, HOUR},
        problem::{Gone, Problem, Thing},
        role::Role,
    },
};

use super::{TRILLIAN, invited, the_open_one};
use crate::house::{ADA, GRACE, KEVIN, MALLORY, MARA, each_engine, last_part};

/// Row 27: four commands, five people, four roles. What is refused changes nothing (B24).
#[tokio::test(flavor = "multi_thread")]
async fn each_role_manages_only_the_invitations_of_the_matrix() {
    each_engine(async |house| {
        let rows = [
            (ADA, [true, true, true, true]),
            (GRACE, [false, true, true, false]),
            (KEVIN, [false; 4]),
            (MARA, [false; 4]),
            (MALLORY, [false; 4]),
        ];
        for (at, role) in Role::ALL.into_iter().enumerate() {
            house.forgive_limits().await;
            house.ada().await.invite("acme", TRILLIAN, role, "").await.unwrap();
            let id = the_open_one(house).await;
            for (who, allowed) in rows {
                let person = house.person(who).await;
                let before = house.database.dump().await;
                let answers = [
                    person.resend_invitation("acme", id).await,
                    person.edit_invitation("acme", id, role, "again").await,
                    person.copy_invitation_link("acme", id).await.map(|_| ()),
                ];
                let expected = [allowed[at]; 3];
                assert_eq!(answers.clone().map(|answer| answer.is_ok()), expected, "{} {role}: {answers:?}", who.first);
                if !allowed[at] {
                    assert!(person.cancel_invitation("acme", id).await.is_err());
                    assert_eq!(house.database.dump().await, before, "{} {role}", who.first);
                }
            }
            let canceller = if matches!(role, Role::Admin | Role::Developer) { GRACE } else { ADA };
            house.person(canceller).await.cancel_invitation("acme", id).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_cannot_edit_an_invitation_into_one_for_an_owner() {
    each_engine(async |house| {
        let grace = house.grace().await;
        grace.invite("acme", TRILLIAN, Role::Admin, "").await.unwrap();
        let id = the_open_one(house).await;
        for role in [Role::Owner, Role::Billing] {
            assert!(matches!(grace.edit_invitation("acme", id, role, "").await, Err(Problem::Refused(_))));
        }
        assert_eq!(grace.invitations("acme").await.unwrap()[0].role, Role::Admin);
    })
    .await;
}

/// B12: a resend brings a new secret, and the old one is dead.
#[tokio::test(flavor = "multi_thread")]
async fn a_resend_kills_the_old_links() {
    each_engine(async |house| {
        let (id, mailed) = invited(house, Role::Developer).await;
        let copied = last_part(&house.ada().await.copy_invitation_link("acme", id).await.unwrap());
        house.clock.forward(HOUR);
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        let new = house.secret_to(MALLORY.email).await;
        assert_ne!(new, mailed);
        let mallory = house.mallory().await;
        for dead in [mailed, copied] {
            let answer = mallory.accept_invitation(&dead).await;
            assert_eq!(answer, Err(Problem::NotFound(Thing::Invitation)));
        }
        assert_eq!(the_open_one(house).await, id);
        assert_eq!(mallory.accept_invitation(&new).await, Ok("acme".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resend_begins_a_new_deadline() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        house.clock.forward(5 * DAY);
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        let card = house.ada().await.invitations("acme").await.unwrap().remove(0);
        assert_eq!(card.expires_at, house.warren.now().plus(7 * DAY));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_invitation_is_mailed_with_its_new_content() {
    each_engine(async |house| {
        let (id, old) = invited(house, Role::Developer).await;
        house.ada().await.edit_invitation("acme", id, Role::Admin, "As Admin, after all.").await.unwrap();
        let letters = house.letters_to(MALLORY.email).await;
        let Some(Letter::Invitation { role, note, .. }) = letters.last() else { panic!("{letters:?}") };
        assert_eq!((*role, note.as_deref()), (Role::Admin, Some("As Admin, after all.")));
        assert!(house.mallory().await.accept_invitation(&old).await.is_err());
        house.mallory().await.accept_invitation(&house.secret_to(MALLORY.email).await).await.unwrap();
        assert_eq!(house.role_of(MALLORY).await, Some(Role::Admin));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_resends_answers_for_the_invitation() {
    each_engine(async |house| {
        house.grace().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let id = the_open_one(house).await;
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        house.ada().await.dismiss("acme", house.grace().await.id()).await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        assert_eq!(house.mallory().await.accept_invitation(&secret).await, Ok("acme".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_link_is_a_second_secret_beside_the_mailed_one() {
    each_engine(async |house| {
        let (id, mailed) = invited(house, Role::Developer).await;
        let link = house.ada().await.copy_invitation_link("acme", id).await.unwrap();
        assert!(link.starts_with("https://warren.example/invitations/"), "{link}");
        assert_ne!(last_part(&link), mailed);
        assert!(teamwork::acts::Visitor::Guest(house.guest()).look_at_invitation(&mailed).await.is_ok());
        assert_eq!(house.mallory().await.accept_invitation(&last_part(&link)).await, Ok("acme".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_copy_kills_the_copy_before_it() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        let first = last_part(&house.ada().await.copy_invitation_link("acme", id).await.unwrap());
        house.ada().await.copy_invitation_link("acme", id).await.unwrap();
        let answer = house.mallory().await.accept_invitation(&first).await;
        assert_eq!(answer, Err(Problem::NotFound(Thing::Invitation)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_got_the_mail_is_told_when_it_is_withdrawn() {
    each_engine(async |house| {
        let (id, secret) = invited(house, Role::Developer).await;
        house.deliver().await;
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        let expected = Letter::InvitationWithdrawn { company: "Acme Inc".into(), inviter: ADA.full() };
        assert_eq!(house.letters_to(MALLORY.email).await.last(), Some(&expected));
        let answer = house.mallory().await.accept_invitation(&secret).await;
        assert_eq!(answer, Err(Problem::Gone(Gone::InvitationWithdrawn)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_got_the_mail_is_not_told_that_it_is_withdrawn() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        assert_eq!(house.letters_to(MALLORY.email).await.len(), 1);
    })
    .await;
}

/// B2, B28: an id of one Company does nothing in another.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_of_another_company_is_not_there() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let before = house.database.dump().await;
        let nothing = Err(Problem::NotFound(Thing::Invitation));
        assert_eq!(mallory.resend_invitation(&slug, id).await, nothing);
        assert_eq!(mallory.cancel_invitation(&slug, id).await, nothing);
        assert_eq!(mallory.edit_invitation(&slug, id, Role::Admin, "").await, nothing);
        assert_eq!(mallory.copy_invitation_link(&slug, id).await.map(|_| ()), nothing);
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

/// I33: what is withdrawn does not go out any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_still_waits_when_the_invitation_is_withdrawn_does_not_go_out() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        house.ada().await.invite("acme", TRILLIAN, Role::Admin, "").await.unwrap();
        let due = house.warren.claim_mails(1, 60_000).await.unwrap();
        assert_eq!(due.len(), 1, "the next one goes at once");
        assert_eq!(due[0].to, TRILLIAN);
        assert!(house.letters_to(MALLORY.email).await.is_empty());
    })
    .await;
}

/// B12: nor does the old link, when a newer one is on its way.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_mails_that_wait_only_the_newer_link_goes_out() {
    each_engine(async |house| {
        let (id, old) = invited(house, Role::Developer).await;
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        house.deliver().await;
        let letters = house.letters_to(MALLORY.email).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert_ne!(house.secret_of(&letters[0]), old);
    })
    .await;
}

/// M10: the first mail was delivered, whatever became of the second.
#[tokio::test(flavor = "multi_thread")]
async fn who_got_the_first_mail_is_told_of_the_withdrawal_after_a_resend() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        house.deliver().await;
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        house.deliver().await;
        let letters = house.letters_to(MALLORY.email).await;
        assert!(matches!(letters[..], [Letter::Invitation { .. }, Letter::InvitationWithdrawn { .. }]), "{letters:?}");
    })
    .await;
}

/// M10: the worker had it in its hand already.
#[tokio::test(flavor = "multi_thread")]
async fn who_gets_the_mail_after_the_withdrawal_is_told_of_it() {
    each_engine(async |house| {
        let (id, _) = invited(house, Role::Developer).await;
        let under_way = house.warren.claim_mails(1, 60_000).await.unwrap().remove(0);
        house.ada().await.cancel_invitation("acme", id).await.unwrap();
        house.warren.mail_sent(&under_way).await.unwrap();
        let expected = Letter::InvitationWithdrawn { company: "Acme Inc".into(), inviter: ADA.full() };
        assert_eq!(house.letters_to(MALLORY.email).await.pop(), Some(expected));
    })
    .await;
}

/// Every invitation is on exactly one page, also those of one instant.
#[tokio::test(flavor = "multi_thread")]
async fn the_pending_list_comes_in_pages_and_loses_nobody() {
    each_engine(async |house| {
        let ada = house.ada().await;
        for batch in 0..3 {
            house.forgive_limits().await;
            let many: Vec<String> = (0..40).map(|n| format!("n{batch}-{n}@heart.example")).collect();
            // The limits are for people; each address is asked for alone here.
            for some in many.chunks(20) {
                house.forgive_limits().await;
                ada.invite("acme", &some.join(" "), Role::Developer, "").await.unwrap();
            }
        }
        let (mut seen, mut lengths, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = ada.invitation_page("acme", after.as_deref()).await.unwrap();
            lengths.push(page.invitations.len());
            seen.extend(page.invitations.into_iter().map(|card| card.email));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(lengths, [50, 50, 20]);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 120);
        assert_eq!(ada.invitation_page("acme", Some("nonsense")).await, Err(Problem::Malformed));
        // Who came to the end of the list while others answered is still a member.
        let end = format!("0.{}", ada.id());
        assert_eq!(ada.invitation_page("acme", Some(&end)).await.unwrap().invitations, []);
    })
    .await;
}
