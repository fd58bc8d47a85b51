//! Nobody leaves a debt behind with a payer that has no Apps any more (4.5, R20, S9, S25).

use teamwork::rules::{dunning::Arrears, problem::Conflict};

use super::{RUNS, come_to, one_invoice, shell, state};
use crate::{
    billing::{add, first, noon},
    house::{ADA, each_engine},
    requests::{ANA, accept, offer},
};

/// What is merely open stays with who has used it; from the first reminder on it is paid first.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_changes_its_payer_only_without_an_overdue_payment() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        let ada = house.ada().await;
        ada.create_app("acme", "blog", "small", contact).await.unwrap();
        let other = add(&ada).await;
        let elsewhere = house.company_of(&ada, "Elsewhere").await;
        let theirs = ada.billing(&elsewhere).await.unwrap()[0].id;
        let version = async |app: &str| house.ada().await.app(app).await.unwrap().version;
        ada.change_payer("blog", other, version("blog").await).await.unwrap();
        ada.change_payer("blog", contact, version("blog").await).await.unwrap();
        for step in [1, 2] {
            come_to(house, step).await;
            let (ada, version) = (house.ada().await, version("shop").await);
            let overdue = Err(Conflict::PaymentOverdue.into());
            assert_eq!(ada.change_payer("shop", other, version).await, overdue, "step {step}");
            assert_eq!(ada.move_app("shop", &elsewhere, Some(theirs), version).await, overdue, "step {step}");
        }
        assert_eq!(state(house, "shop").await, RUNS);
        shell(house).record_payment("W-000001", "").await.unwrap();
        let ada = house.ada().await;
        ada.change_payer("blog", other, version("blog").await).await.unwrap();
        ada.move_app("shop", &elsewhere, Some(theirs), version("shop").await).await.unwrap();
    })
    .await;
}

/// S25: a client who takes it over owes nothing of that, and need not wait for who does.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_takes_over_what_runs() {
    each_engine(async |house| {
        let contact = one_invoice(house).await;
        come_to(house, 2).await;
        house.clock.set(noon("2027-01-02"));
        let (_, secret) = offer(house, ADA, "shop", ANA).await;
        house.deliver().await;
        assert!(accept(house, &secret).await.is_ok());
        let ada = house.ada().await;
        assert_eq!(first(&ada).await, contact);
        let arrears = ada.billing_contact("acme", contact).await.unwrap().arrears;
        assert_eq!(arrears, Arrears::Failing, "the debt stays");
    })
    .await;
}
