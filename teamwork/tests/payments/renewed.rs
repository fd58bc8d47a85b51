//! "Send again" while the client is at the provider (4.2): their way is void, and they read that, not only that it failed.

use teamwork::rules::request::PayingState;

use super::{Bank, go};
use crate::{
    house::each_engine,
    requests::{ANA, own_trial},
};

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_reads_that_a_new_link_was_sent() {
    each_engine(async |house| {
        let _bank = Bank::of(house);
        let (id, secret) = own_trial(house).await;
        let gone = go(house, &secret).await.unwrap();
        let claim = gone.claim.unwrap();
        assert!(!house.guest().look_at_payment(&claim).await.unwrap().renewed);
        house.forgive_limits().await;
        house.kevin().await.resend_request(id).await.unwrap();
        let seen = house.guest().look_at_payment(&claim).await.unwrap();
        assert_eq!((seen.state, seen.renewed), (PayingState::Failed, true));
        assert_ne!(seen.secret, house.newest_secret(ANA).await, "the newer link is in the mail alone");
    })
    .await;
}
