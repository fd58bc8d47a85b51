//! What can be wrong with people, and with what is left of them.

use super::{Fault, Proof, fault, planting::prove, walled};
use crate::{
    account::stage::KEY,
    house::{House, each_engine},
};

const NOT_CANONICAL: &str = "Addresses that are not in their canonical form, or confirmed for several accounts";

/// Kevin has a key and a token, Mallory a trial of her own, and Zoe has closed her account.
async fn set(house: &House) {
    let kevin = house.kevin().await;
    kevin.add_key(KEY, "Laptop").await.unwrap();
    kevin.make_token("Report", "team read", "2026-12-24").await.unwrap();
    house.mallory().await.start_personal_trial("pets").await.unwrap();
    let zoe = house.sign_up("Zoe", "zoe@elsewhere.example", None).await;
    zoe.close_account("zoe@elsewhere.example").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_person_is_found() {
    each_engine(async |house| {
        set(house).await;
        prove(house, PROOFS).await;
    })
    .await;
}

/// 101 keys.
macro_rules! keys {
    ($column:literal, $owner:literal) => {
        concat!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= 100)
             INSERT INTO ssh_keys (id, creator_id, name, algorithm, line, fingerprint, added_at, ",
            $column,
            ") SELECT {id}, {person Ada}, '', '', '', CAST(i AS TEXT), {now}, ",
            $owner,
            " FROM n"
        )
    };
}

macro_rules! recovery {
    ($state:literal) => {
        concat!(
            "INSERT INTO recoveries (id, company_id, heir_id, reason, requested_at, due_at, state)
             VALUES ({id}, {company acme}, {person Grace}, '', {now}, {now}, ",
            $state,
            ")"
        )
    };
}

pub const PROOFS: &[Proof] = &[
    Proof {
        sentence: "Sessions that were proven before they began or after their end, or that end before they began",
        faults: &[
            fault("UPDATE sessions SET proven_at = began_at - 1 WHERE user_id = {person Ada}"),
            fault("UPDATE sessions SET proven_at = ends_at + 1 WHERE user_id = {person Ada}"),
            fault("UPDATE sessions SET ends_at = began_at, proven_at = began_at WHERE user_id = {person Ada}"),
        ],
    },
    Proof {
        sentence: "Tokens that live for more than a year, or guarded ones for more than a day",
        faults: &[
            fault("UPDATE tokens SET expires_at = made_at"),
            fault("UPDATE tokens SET expires_at = made_at + 31536000001"),
            fault("UPDATE tokens SET scopes = 'read guarded', expires_at = made_at + 86400001"),
        ],
    },
    Proof {
        sentence: "Answers under a key without their status, or the other way round",
        faults: &[
            fault(
                "INSERT INTO idempotency (key_hash, user_id, request_hash, status, forget_at)
                 VALUES ({bytes}, {person Ada}, {bytes}, 200, {now})",
            ),
            fault(
                "INSERT INTO idempotency (key_hash, user_id, request_hash, answer, forget_at)
                 VALUES ({bytes}, {person Ada}, {bytes}, '{now}', {now})",
            ),
        ],
    },
    Proof {
        sentence: NOT_CANONICAL,
        faults: &[
            fault("UPDATE users SET email_key = 'Ada@acme.example' WHERE first_name = 'Ada'"),
            walled(
                "UPDATE users SET email = 'Ada@ACME.example', email_key = 'ada@acme.example' WHERE first_name = 'Mara'",
            ),
        ],
    },
    Proof {
        sentence: "Owners of more keys than anybody may have",
        faults: &[fault(keys!("user_id", "{person Ada}")), fault(keys!("app_id", "{app pets}"))],
    },
    Proof { sentence: "Closed accounts of which something is left", faults: LEFT_OF_ZOE },
    Proof {
        sentence: "Recoveries of ownership that have ended without the moment of it, or wait with one",
        faults: &[
            fault(concat!(recovery!("'waiting'"), "; UPDATE recoveries SET ended_at = {now}")),
            fault(recovery!("'stopped'")),
            fault(recovery!("'done'")),
        ],
    },
];

const LEFT_OF_ZOE: &[Fault] = &[
    fault("UPDATE users SET email = 'zoe@elsewhere.example' WHERE id = {gone}").with(&[NOT_CANONICAL]),
    fault("UPDATE users SET email_key = 'zoe@elsewhere.example' WHERE id = {gone}").with(&[NOT_CANONICAL]),
    fault("UPDATE users SET first_name = 'Zoe' WHERE id = {gone}"),
    fault("UPDATE users SET last_name = 'Zora' WHERE id = {gone}"),
    fault("UPDATE users SET password_hash = '' WHERE id = {gone}"),
    fault("UPDATE users SET confirmed_at = {now} WHERE id = {gone}"),
    fault("UPDATE users SET time_zone = 'Europe/Berlin' WHERE id = {gone}"),
    fault("UPDATE users SET zone_chosen = TRUE WHERE id = {gone}"),
    fault("UPDATE users SET factor_seed = {bytes} WHERE id = {gone}"),
    fault("UPDATE members SET user_id = {gone} WHERE user_id = {person Mara}"),
    fault("UPDATE sessions SET user_id = {gone} WHERE user_id = {person Mara}"),
    fault("UPDATE links SET user_id = {gone} WHERE user_id = {person Mara}"),
    fault("UPDATE ssh_keys SET user_id = {gone}"),
    fault("UPDATE tokens SET user_id = {gone}"),
    fault("UPDATE apps SET creator_id = {gone} WHERE name = 'pets'"),
    fault("INSERT INTO recovery_codes (user_id, code_hash) VALUES ({gone}, {bytes})"),
    fault("INSERT INTO muted (user_id, notice) VALUES ({gone}, 'summary')"),
    fault("INSERT INTO devices (user_id, device) VALUES ({gone}, 'Firefox')"),
    fault("INSERT INTO newsletter_links (user_id, id, hash) VALUES ({gone}, {id}, {bytes})"),
    walled(
        "INSERT INTO passkeys (id, user_id, credential_id, credential, name, created_at)
         VALUES ({id}, {gone}, {bytes}, '', '', {now})",
    ),
];
