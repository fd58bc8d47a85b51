//! What can be wrong with payment requests.

use super::{Fault, Proof, fault, planting::prove, walled};
use crate::{
    apps::shop,
    billing::first,
    house::{ADA, House, each_engine},
    requests::{accept, offer, own_trial, to},
};

const OVER: &str = "Apps that wait for a request which is over, or which does not offer them";
const ON_THE_WAY: &str =
    "Payment requests of which a client is on the way to the provider, and no such way, or the other way round";

/// Ana has taken over Kevin's App, another client is asked to take over `acme-shop`, and Grace has proposed `acme-paid`.
async fn set(house: &House) {
    let (_, secret) = own_trial(house).await;
    accept(house, &secret).await.unwrap();
    shop(house).await;
    offer(house, ADA, "acme-shop", "bo@bakery.example").await;
    let ada = house.ada().await;
    ada.start_trial("acme", "blog").await.unwrap();
    ada.create_app("acme", "acme-paid", "small", first(&ada).await).await.unwrap();
    house.forgive_limits().await;
    house.grace().await.send_request("acme-paid", to("cy@cinema.example")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_payment_request_is_found() {
    each_engine(async |house| {
        set(house).await;
        prove(house, PROOFS).await;
    })
    .await;
}

macro_rules! setup {
    ($state:literal) => {
        concat!(
            "INSERT INTO payment_setups (id, request_id, state, begun_at, looked_at, look_at)
             SELECT {id}, id, 'begun', {now}, {now}, {now} FROM requests WHERE state = ",
            $state
        )
    };
}

pub const PROOFS: &[Proof] = &[
    Proof {
        sentence: OVER,
        faults: &[
            fault(
                "UPDATE apps SET request_id = (SELECT r.id FROM requests r WHERE r.state = 'completed')
                 WHERE name = 'blog'",
            ),
            fault("UPDATE requests SET state = 'cancelled', ended_at = {now} WHERE state = 'pending'"),
            fault("DELETE FROM request_apps WHERE app_id = {app acme-shop}"),
        ],
    },
    Proof {
        sentence: "Open requests for Apps that do not wait for them",
        faults: &[
            fault("UPDATE apps SET request_id = NULL WHERE name = 'acme-shop'"),
            fault("UPDATE apps SET request_id = NULL WHERE name = 'acme-paid'"),
            fault(
                "UPDATE apps SET request_id = NULL WHERE name = 'acme-shop';
                 UPDATE requests SET state = 'claimed', client_id = {person Mallory} WHERE state = 'pending'",
            ),
            fault(
                "UPDATE apps SET request_id = NULL WHERE name = 'acme-shop';
                 UPDATE requests SET state = 'billing' WHERE state = 'pending'",
            )
            .with(&[ON_THE_WAY]),
            fault(
                "UPDATE apps SET request_id = (SELECT r.id FROM requests r WHERE r.state = 'proposed')
                 WHERE name = 'acme-shop'",
            )
            .with(&[OVER]),
        ],
    },
    Proof {
        sentence: "Completed requests without a client, or with an App whose handover the log does not know",
        faults: &[
            fault("UPDATE requests SET client_id = NULL WHERE state = 'completed'"),
            fault("UPDATE requests SET client_id = {person Mallory} WHERE state = 'completed'"),
            fault("UPDATE requests SET target_id = {company acme} WHERE state = 'completed'"),
            fault(
                "INSERT INTO request_apps (request_id, app_id, plan, price, currency)
                 SELECT id, {app blog}, 'small', 900, 'EUR' FROM requests WHERE state = 'completed'",
            ),
            walled("DELETE FROM log WHERE event = 'app_handed_over'"),
        ],
    },
    Proof {
        sentence: "Requests whose deadline stands still although no App of theirs is suspended, or runs although one is",
        faults: &[
            fault("UPDATE requests SET frozen_at = {now} WHERE state = 'pending'"),
            fault("UPDATE requests SET frozen_at = {now} WHERE state = 'proposed'"),
            fault(
                "UPDATE apps SET state = 'suspended', suspended_by = 'operator', suspended_at = {now}
                 WHERE name = 'acme-shop'",
            ),
            fault(
                "UPDATE apps SET state = 'suspended', suspended_by = 'dunning', suspended_at = {now}
                 WHERE name = 'acme-shop'",
            )
            .with(&[
                "Apps that run although their Billing Contact is blocked, or are suspended for that although it is not",
            ]),
        ],
    },
    Proof {
        sentence: "Requests of Admins for paid Apps that went to a client without the confirmation of an Owner",
        faults: &[
            fault("UPDATE requests SET sender_id = {person Grace} WHERE state = 'pending'"),
            fault(
                "UPDATE requests SET sender_id = {person Grace}, state = 'claimed', client_id = {person Mallory}
                 WHERE state = 'pending'",
            ),
            fault("UPDATE requests SET sender_id = {person Grace}, state = 'billing' WHERE state = 'pending'")
                .with(&[ON_THE_WAY]),
        ],
    },
    Proof { sentence: "Requests that were only proposed, and of which a client was told", faults: TOLD_TOO_EARLY },
    Proof {
        sentence: ON_THE_WAY,
        faults: &[
            fault("UPDATE requests SET state = 'billing' WHERE state = 'pending'"),
            fault(setup!("'pending'")),
            fault(setup!("'proposed'")),
            fault(setup!("'completed'")),
        ],
    },
];

const TOLD_TOO_EARLY: &[Fault] = &[
    fault("UPDATE requests SET told_at = {now} WHERE state = 'proposed'"),
    fault("UPDATE requests SET client_id = {person Mallory} WHERE state = 'proposed'"),
    fault("UPDATE requests SET copied_hash = {bytes} WHERE state = 'proposed'"),
    fault("UPDATE requests SET confirmed_by = {person Ada} WHERE state = 'proposed'"),
    fault(
        "UPDATE requests SET state = 'refused', ended_at = {now}, told_at = {now} WHERE state = 'proposed';
         UPDATE apps SET request_id = NULL WHERE name = 'acme-paid'",
    ),
];
