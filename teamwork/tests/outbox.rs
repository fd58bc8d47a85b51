//! Mails owed (I30, I31), and that the database gives no secret away (I15).

use teamwork::{
    letters::Letter,
    rules::{
        moment::{DAY, MINUTE, SECOND},
        problem::Problem,
        role::Role,
    },
};

use crate::house::{ADA, House, KEVIN, MALLORY, PASSWORD, each_engine};

async fn invite(house: &House) {
    house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claimed_mail_is_nobody_elses_until_its_lease_ends() {
    each_engine(async |house| {
        invite(house).await;
        let mail = house.warren.claim_mails(10, MINUTE).await.unwrap().remove(0);
        assert_eq!((mail.to.as_str(), mail.attempts), (MALLORY.email, 1));
        assert!(house.warren.claim_mails(10, MINUTE).await.unwrap().is_empty());
        house.clock.forward(MINUTE - SECOND);
        assert!(house.warren.claim_mails(10, MINUTE).await.unwrap().is_empty());
        house.clock.forward(SECOND);
        let again = house.warren.claim_mails(10, MINUTE).await.unwrap();
        assert_eq!((again.len(), again[0].id, again[0].attempts), (1, mail.id, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_mail_is_not_sent_again_and_marks_its_invitation() {
    each_engine(async |house| {
        invite(house).await;
        assert!(!house.ada().await.invitations("acme").await.unwrap()[0].delivered);
        let mail = house.warren.claim_mails(10, MINUTE).await.unwrap().remove(0);
        house.warren.mail_sent(&mail).await.unwrap();
        house.clock.forward(DAY);
        assert!(house.warren.claim_mails(10, MINUTE).await.unwrap().is_empty());
        let card = house.ada().await.invitations("acme").await.unwrap().remove(0);
        assert_eq!((card.delivered, card.bounced), (true, false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_mail_is_tried_again_when_it_is_due() {
    each_engine(async |house| {
        invite(house).await;
        let mail = house.warren.claim_mails(10, MINUTE).await.unwrap().remove(0);
        let retry_at = house.warren.now().plus(5 * MINUTE);
        house.warren.mail_failed(&mail, "451 later", Some(retry_at)).await.unwrap();
        house.clock.forward(5 * MINUTE - SECOND);
        assert!(house.warren.claim_mails(10, MINUTE).await.unwrap().is_empty());
        house.clock.forward(SECOND);
        assert_eq!(house.warren.claim_mails(10, MINUTE).await.unwrap()[0].attempts, 2);
        assert!(!house.ada().await.invitations("acme").await.unwrap()[0].bounced);
    })
    .await;
}

/// 4.1: the flag `bounced`, and a notice to the inviter.
#[tokio::test(flavor = "multi_thread")]
async fn a_dead_address_is_flagged_and_its_inviter_is_told() {
    each_engine(async |house| {
        invite(house).await;
        let mail = house.warren.claim_mails(10, MINUTE).await.unwrap().remove(0);
        house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
        house.clock.forward(MINUTE);
        let card = house.ada().await.invitations("acme").await.unwrap().remove(0);
        assert_eq!((card.delivered, card.bounced), (false, true));
        let told = house.letters_to(ADA.email).await;
        let (email, company, slug) = (MALLORY.email.into(), "Acme Inc".into(), "acme".into());
        assert_eq!(told, [Letter::Bounced { email, company, slug }]);
        let due = house.warren.claim_mails(10, MINUTE).await.unwrap();
        assert!(due.iter().all(|mail| mail.to == ADA.email), "the dead one never goes out again");
    })
    .await;
}

/// A resend is a new mail with a new chance: the old failure is not its own.
#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_an_old_mail_does_not_mark_the_new_one() {
    each_engine(async |house| {
        invite(house).await;
        let old = house.warren.claim_mails(10, MINUTE).await.unwrap().remove(0);
        let id = house.ada().await.invitations("acme").await.unwrap()[0].id;
        house.ada().await.resend_invitation("acme", id).await.unwrap();
        house.warren.mail_failed(&old, "550 no such user", None).await.unwrap();
        let card = house.ada().await.invitations("acme").await.unwrap().remove(0);
        assert_eq!((card.delivered, card.bounced), (false, false));
    })
    .await;
}

/// B57: two workers.
#[tokio::test(flavor = "multi_thread")]
async fn two_workers_share_the_mails_and_double_none() {
    each_engine(async |house| {
        let many: Vec<String> = (0..20).map(|n| format!("n{n}@heart.example")).collect();
        house.ada().await.invite("acme", &many.join(" "), Role::Developer, "").await.unwrap();
        let other = house.beside().await;
        let mut claimed = Vec::new();
        loop {
            let (one, two) = futures::join!(house.warren.claim_mails(3, MINUTE), other.claim_mails(3, MINUTE));
            let (one, two) = (one.unwrap(), two.unwrap());
            if one.is_empty() && two.is_empty() {
                break;
            }
            claimed.extend(one.into_iter().chain(two).map(|mail| mail.to));
        }
        other.close().await;
        claimed.sort();
        let mut expected = many;
        expected.sort();
        assert_eq!(claimed, expected);
    })
    .await;
}

/// I30: in the transaction of the act, or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_act_leaves_no_mail() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        assert!(kevin.invite("acme", MALLORY.email, Role::Developer, "").await.is_err());
        assert!(kevin.dismiss("acme", house.grace().await.id()).await.is_err());
        assert!(house.ada().await.leave("acme").await.is_err());
        assert!(house.ada().await.change_role("acme", kevin.id(), Role::Admin, 9).await.is_err());
        assert!(house.mails().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mailbox_is_for_the_demo_only() {
    each_engine(async |house| {
        let real = house.open_as(|settings| settings.demo = false).await;
        assert!(matches!(real.mailbox(None).await, Err(Problem::NotFound(_))));
        real.close().await;
    })
    .await;
}

/// B15: whoever gets a copy of the database opens nothing with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_the_database_holds_no_secret() {
    each_engine(async |house| {
        invite(house).await;
        let id = house.ada().await.invitations("acme").await.unwrap()[0].id;
        let link = house.ada().await.copy_invitation_link("acme", id).await.unwrap();
        house.sign_up("Trillian", "trillian@heart.example", None).await;
        house.guest().ask_reset(KEVIN.email).await.unwrap();
        house.guest().ask_sign_in_link(ADA.email, "").await.unwrap();
        house.ada().await.ask_email_change("new@acme.example").await.unwrap();
        let cookie = house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().secret;

        let mut secrets = vec![cookie, house.cookie(ADA), crate::house::last_part(&link), PASSWORD.to_owned()];
        let letters = house.mails().await;
        secrets.extend(
            letters
                .iter()
                .filter_map(|mail| house.warren.secret_link(&mail.letter))
                .map(|l| crate::house::last_part(&l)),
        );
        assert_eq!(secrets.len(), 9);
        let dump = house.database.dump().await.join("\n").to_lowercase();
        assert!(dump.contains("$argon2id$v=19$m=8,t=1,p=1$"), "it is a dump of everything");
        for secret in &secrets {
            let as_hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!dump.contains(&secret.to_lowercase()), "{secret}");
            assert!(!dump.contains(&as_hex), "{secret}, as bytes");
        }
    })
    .await;
}

/// What was given up is of no more use than what was sent, and as personal.
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_was_given_up_is_swept_away_after_a_month() {
    each_engine(async |house| {
        invite(house).await;
        let mail = house.warren.claim_mails(1, MINUTE).await.unwrap().remove(0);
        house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
        house.clock.forward(30 * DAY - SECOND);
        house.warren.sweep().await.unwrap();
        assert_eq!(house.letters_to(MALLORY.email).await.len(), 1);
        house.clock.forward(SECOND);
        house.warren.sweep().await.unwrap();
        assert_eq!(house.letters_to(MALLORY.email).await.len(), 0);
    })
    .await;
}
