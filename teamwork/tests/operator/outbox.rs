//! Mails as the operator sees them: whether they went, never what is in them.

use teamwork::rules::{
    moment::MINUTE,
    outbox::MailState,
    problem::{Problem, Thing},
    role::Role,
};

use super::operator;
use crate::house::{House, MALLORY, each_engine};

/// One mail that was given up; its number.
async fn dead(house: &House) -> i64 {
    house.ada().await.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
    let mail = house.warren.claim_mails(10, MINUTE).await.unwrap().remove(0);
    house.warren.mail_failed(&mail, "550 no such user", None).await.unwrap();
    mail.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_was_given_up_is_taken_up_again() {
    each_engine(async |house| {
        let (id, operator) = (dead(house).await, operator(house).await);
        let failed = operator.outbox(MailState::Failed, None).await.unwrap().mails;
        assert_eq!(failed.len(), 1);
        assert_eq!((failed[0].id, failed[0].to.as_str(), failed[0].kind.as_str()), (id, MALLORY.email, "invitation"));
        assert_eq!((failed[0].attempts, failed[0].error.as_deref()), (1, Some("550 no such user")));
        assert_eq!(operator.waiting().await.unwrap().failed_mails, 1);

        operator.retry_mail(id).await.unwrap();
        assert!(operator.outbox(MailState::Failed, None).await.unwrap().mails.is_empty());
        let again = house.warren.claim_mails(10, MINUTE).await.unwrap();
        let mail = again.iter().find(|mail| mail.id == id).unwrap();
        assert_eq!(mail.attempts, 1, "as if it had never been tried");
        house.warren.mail_sent(mail).await.unwrap();
        assert!(!house.ada().await.invitations("acme").await.unwrap()[0].bounced);
        let entry = house.log().await.pop().unwrap();
        assert_eq!((entry.event, entry.target), ("mail_retried".to_owned(), id.to_string()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_mail_that_was_given_up_is_retried() {
    each_engine(async |house| {
        let (id, operator) = (dead(house).await, operator(house).await);
        operator.retry_mail(id).await.unwrap();
        for mail in [id, 0, -1, i64::MAX] {
            assert_eq!(operator.retry_mail(mail).await, Err(Problem::NotFound(Thing::Mail)), "{mail}");
        }
    })
    .await;
}

/// The list says to whom and of what kind; every fact of the letter stays in it.
#[tokio::test(flavor = "multi_thread")]
async fn the_list_gives_away_nothing_of_a_letter() {
    each_engine(async |house| {
        house.ada().await.invite("acme", MALLORY.email, Role::Developer, "You look after the shop.").await.unwrap();
        house.guest().ask_reset(MALLORY.email).await.unwrap();
        let page = operator(house).await.outbox(MailState::Waiting, None).await.unwrap();
        let kinds: Vec<_> = page.mails.iter().map(|mail| mail.kind.as_str()).collect();
        assert_eq!(kinds, ["invitation", "reset password"]);
        let shown = format!("{page:?}");
        for hidden in ["Acme", "Lovelace", "shop", &house.secret_to(MALLORY.email).await] {
            assert!(!shown.contains(hidden), "{hidden}");
        }
    })
    .await;
}

/// Page by page, in each state, nothing twice and nothing left out.
#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_read_page_by_page() {
    each_engine(async |house| {
        house
            .database
            .run(
                "INSERT INTO outbox (address, letter, created_at, failed_at)
             SELECT 'n@heart.example', '{\"letter\":\"no_account\"}', l.at, 5 FROM log l CROSS JOIN log m LIMIT 120",
            )
            .await;
        let operator = operator(house).await;
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = operator.outbox(MailState::Failed, after.as_deref()).await.unwrap();
            seen.extend(page.mails.into_iter().map(|mail| mail.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 120);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 120);
        for astray in ["", "5", "x.1", "1.x"] {
            assert_eq!(operator.outbox(MailState::Sent, Some(astray)).await, Err(Problem::Malformed), "{astray}");
        }
        assert_eq!(operator.waiting().await.unwrap().failed_mails, 100, "counting ends where it is enough");
    })
    .await;
}
