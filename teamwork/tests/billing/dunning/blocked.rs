//! A blocked Billing Contact (4.5): what it refuses, what stays open, and who else can hold an App (4.3, S30).

use teamwork::{
    acts::Actor,
    letters::Letter,
    rules::{
        dunning::Arrears,
        id::BillingContactId,
        permission::Refusal,
        problem::{Conflict, Problem},
    },
};

use super::{OVERDUE, PAUSED, RUNS, come_to, one_invoice, shell, standing, state};
use crate::{
    billing::{add, noon, read, second},
    house::{ADA, each_engine},
    requests::{ANA, accept, offer},
};

/// 4.5: no new Apps; everything that leads out of it goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_contact_takes_no_apps_and_keeps_its_own() {
    each_engine(async |house| {
        let blocked = one_invoice(house).await;
        let ada = house.ada().await;
        let other = add(&ada).await;
        ada.create_app("acme", "blog", "small", other).await.unwrap();
        ada.start_trial("acme", "fresh").await.unwrap();
        come_to(house, 3).await;
        let ada = house.ada().await;
        ada.start_trial("acme", "later").await.unwrap();
        let payer = Err(Problem::Conflict(Conflict::PayerBlocked));
        let overdue = Err(Problem::Conflict(Conflict::PaymentOverdue));
        let version = async |app: &str| ada.app(app).await.unwrap().version;
        assert_eq!(ada.create_app("acme", "more", "small", blocked).await.map(drop), payer);
        assert_eq!(ada.pay_for_app("later", "small", blocked, version("later").await).await, payer);
        assert_eq!(ada.change_payer("blog", blocked, version("blog").await).await, payer);
        let elsewhere = house.company_of(&ada, "Elsewhere").await;
        let theirs = first_of(&ada, &elsewhere).await;
        ada.create_app(&elsewhere, "guest", "small", theirs).await.unwrap();
        assert_eq!(ada.move_app("guest", "acme", Some(blocked), version("guest").await).await, payer);
        ada.start_personal_trial("app-a").await.unwrap();
        assert_eq!(ada.move_trial_into_company("app-a", "acme", "small", blocked, 1).await, payer);
        // Nobody runs away from a debt.
        assert_eq!(ada.scale_app("shop", "large", version("shop").await).await, overdue);
        assert_eq!(ada.change_payer("shop", other, version("shop").await).await, overdue);
        assert_eq!(ada.move_app("shop", &elsewhere, Some(theirs), version("shop").await).await, overdue);
        // The way out stays open, and so does everything that does not cost more.
        let form = {
            let mut form = second();
            form.recipients.clear();
            form
        };
        let seen = ada.billing_contact("acme", blocked).await.unwrap().details.unwrap().version;
        ada.change_billing_contact("acme", blocked, seen, read(&form)).await.unwrap();
        let refused = Err(Problem::Refused(Refusal::BillingContactInUse));
        assert_eq!(ada.archive_billing_contact("acme", blocked, seen + 1).await, refused);
        ada.create_app("acme", "more", "small", other).await.unwrap();
        ada.delete_app("shop", "shop", version("shop").await).await.unwrap();
        assert_eq!(standing(house).await, Arrears::Blocked, "what is owed is owed");
        house.mara().await.leave("acme").await.unwrap();
    })
    .await;
}

async fn first_of(actor: &Actor, slug: &str) -> BillingContactId {
    actor.billing(slug).await.unwrap()[0].id
}

/// Suspended by both, an App stays so until both are gone, in whatever order they come and go.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_has_suspended_stays_his() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        house.ada().await.create_app("acme", "blog", "small", contact).await.unwrap();
        shell(house).suspend_app("shop", "Abuse").await.unwrap();
        come_to(house, 3).await;
        assert_eq!((state(house, "shop").await, state(house, "blog").await), (PAUSED, OVERDUE));
        // Another payer helps neither of them.
        let ada = house.ada().await;
        let (other, version) = (add(&ada).await, ada.app("shop").await.unwrap().version);
        assert_eq!(ada.change_payer("shop", other, version).await, Err(Conflict::PaymentOverdue.into()));
        // The operator lets go: what is overdue holds on.
        shell(house).resume_app("shop", "Settled").await.unwrap();
        assert_eq!(state(house, "shop").await, OVERDUE);
        assert_eq!(shell(house).resume_app("shop", "Be nice").await, Err(Conflict::PaymentOverdue.into()));
        // And takes hold of another one, past its payment.
        shell(house).suspend_app("blog", "Abuse").await.unwrap();
        shell(house).record_payment("W-000001", "").await.unwrap();
        assert_eq!((state(house, "shop").await, state(house, "blog").await), (RUNS, PAUSED));
        shell(house).resume_app("blog", "Settled").await.unwrap();
        assert_eq!(state(house, "blog").await, RUNS);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_company_falls_behind_and_catches_up_all_the_same() {
    each_engine(async |house| {
        one_invoice(house).await;
        come_to(house, 2).await;
        shell(house).suspend_company("acme", "Abuse").await.unwrap();
        come_to(house, 3).await;
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Blocked, PAUSED));
        shell(house).resume_company("acme", "Settled").await.unwrap();
        assert_eq!(state(house, "shop").await, OVERDUE);
        shell(house).suspend_company("acme", "Abuse").await.unwrap();
        shell(house).record_payment("W-000001", "").await.unwrap();
        assert_eq!((standing(house).await, state(house, "shop").await), (Arrears::Active, PAUSED));
        shell(house).resume_company("acme", "Settled").await.unwrap();
        assert_eq!(state(house, "shop").await, RUNS);
    })
    .await;
}

/// 4.2, S30: the deadline stands while the App is suspended, and goes on with the days it had.
#[tokio::test(flavor = "multi_thread")]
async fn the_client_of_an_overdue_app_waits_without_losing_time() {
    each_engine(async |house| {
        one_invoice(house).await;
        come_to(house, 2).await;
        house.clock.set(noon("2027-01-02"));
        let (_, secret) = offer(house, ADA, "shop", ANA).await;
        house.deliver().await;
        // Three of seven days have passed.
        come_to(house, 3).await;
        house.clock.set(noon("2027-01-20"));
        house.warren.tend_requests().await.unwrap();
        let letters = house.letters_to(ANA).await;
        assert!(matches!(letters.last(), Some(Letter::RequestHeld { expires_at: None, .. })), "{letters:?}");
        shell(house).record_payment("W-000001", "").await.unwrap();
        let letters = house.letters_to(ANA).await;
        let left = noon("2027-01-24");
        assert!(matches!(letters.last(), Some(Letter::RequestHeld { expires_at: Some(at), .. }) if *at == left));
        house.clock.set(left.plus(-1));
        assert!(accept(house, &secret).await.is_ok());
    })
    .await;
}
