//! What can be wrong with Apps.

use super::{Fault, Proof, fault, planting::prove, walled};
use crate::{
    billing::{add, first},
    house::{House, each_engine},
};

const ARREARS: &str =
    "Billing Contacts that do not stand as the worst of their open invoices of which enough is left to be charged";
const PAYER: &str = "Apps whose payer or plan is not that of their open period, or that are billed without a payer";

/// Acme Inc has a trial, `blog`, pays for `shop`, whose configuration was changed twice, and has deleted `old`, for which its
/// other Billing Contact paid. Mallory has a Company.
async fn set(house: &House) {
    let ada = house.ada().await;
    let (contact, labs) = (first(&ada).await, add(&ada).await);
    ada.start_trial("acme", "blog").await.unwrap();
    ada.create_app("acme", "shop", "standard", contact).await.unwrap();
    ada.set_redirects("shop", 0, "/old /new").await.unwrap();
    ada.set_redirects("shop", 1, "").await.unwrap();
    ada.create_app("acme", "old", "small", labs).await.unwrap();
    let version = ada.app("old").await.unwrap().version;
    ada.delete_app("old", "old", version).await.unwrap();
    house.company_of(&house.mallory().await, "Elsewhere").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_app_is_found() {
    each_engine(async |house| {
        set(house).await;
        prove(house, PROOFS).await;
    })
    .await;
}

macro_rules! release {
    ($app:literal) => {
        concat!(
            "INSERT INTO releases (app_id, number, commit_hash, key_name, began_at, state)
             SELECT id, 1, 'cafe', 'Deploy', {now}, 'published' FROM apps WHERE name = ",
            $app
        )
    };
}

/// Another period of an App, this long after its only one.
macro_rules! period {
    ($app:literal, $from:literal, $to:literal, $only:literal) => {
        concat!(
            "INSERT INTO app_periods (app_id, from_day, to_day, billing_contact_id, plan, price, currency)
             SELECT app_id, from_day + ",
            $from,
            ", from_day + ",
            $to,
            ", billing_contact_id, plan, price, currency FROM app_periods WHERE app_id = {app ",
            $app,
            "}",
            $only
        )
    };
}

/// Holds all of Acme Inc; what was `shop` before?
macro_rules! company_is_suspended {
    ($shop:literal) => {
        concat!(
            "UPDATE companies SET suspended_at = {now} WHERE slug = 'acme';
             UPDATE apps SET state = 'suspended', suspended_by = 'operator', suspended_at = {now},
                suspended_before = CASE name WHEN 'shop' THEN ",
            $shop,
            " ELSE 'trial' END WHERE company_id = {company acme}"
        )
    };
}

pub const PROOFS: &[Proof] = &[
    Proof {
        sentence: "Apps that are paid by a Billing Contact that is archived or of another Company",
        faults: &[
            fault(
                "UPDATE billing_contacts SET state = 'archived', archived_at = {now}
                 WHERE id = (SELECT billing_contact_id FROM apps WHERE name = 'shop')",
            ),
            walled(
                "UPDATE apps SET billing_contact_id =
                    (SELECT b.id FROM billing_contacts b WHERE b.company_id <> {company acme}) WHERE name = 'shop';
                 UPDATE app_periods SET billing_contact_id = (SELECT billing_contact_id FROM apps WHERE name = 'shop')
                 WHERE app_id = {app shop}",
            ),
        ],
    },
    Proof {
        sentence: "Releases that visitors see although their App is deleted or their files are to go",
        faults: &[
            fault(concat!(release!("'old'"), "; UPDATE releases SET live = TRUE")),
            fault(concat!(release!("'shop'"), "; UPDATE releases SET live = TRUE, remove_at = {now}")),
        ],
    },
    Proof {
        sentence: "Apps without their name, or names that are free while an App has them",
        faults: &[
            fault("UPDATE app_names SET free_at = {now} WHERE name = 'shop'"),
            fault("UPDATE app_names SET app_id = {app blog} WHERE name = 'shop'"),
            fault("DELETE FROM app_names WHERE name = 'shop'"),
        ],
    },
    Proof { sentence: "Deleted Apps that left something behind", faults: LEFT_BEHIND },
    Proof { sentence: "Days of an App that two pay for, or nobody", faults: DAYS },
    Proof {
        sentence: PAYER,
        faults: &[
            fault("UPDATE apps SET plan = 'small' WHERE name = 'shop'"),
            fault("UPDATE apps SET billing_contact_id = {contact Acme Labs} WHERE name = 'shop'"),
            fault("DELETE FROM app_periods WHERE app_id = {app shop}"),
            fault(
                "INSERT INTO app_periods (app_id, from_day, billing_contact_id, plan, price, currency)
                 SELECT {app blog}, from_day, billing_contact_id, plan, price, currency FROM app_periods
                 WHERE app_id = {app shop}",
            ),
        ],
    },
    Proof {
        sentence: "Apps that run although their Billing Contact is blocked, or are suspended for that although it is not",
        faults: BLOCKED,
    },
    Proof {
        sentence: "Apps whose configuration is not the newest of an unbroken series of versions",
        faults: &[
            fault("DELETE FROM app_configs WHERE version = 1"),
            fault("UPDATE app_configs SET version = 3 WHERE version = 2"),
        ],
    },
    Proof {
        sentence: "Apps with more or fewer versions of their configuration than entries of the log about them",
        faults: &[
            fault(
                "UPDATE apps SET config_version = 3 WHERE name = 'shop';
                 INSERT INTO app_configs (app_id, version, made_at, made_by, config, summary)
                 SELECT app_id, 3, made_at, made_by, config, summary FROM app_configs WHERE version = 2",
            ),
            fault(
                "INSERT INTO log (at, door, event, app_id, request_id)
                 SELECT {now}, 'page', 'app_configured', id, {id} FROM apps WHERE name = 'shop'",
            ),
        ],
    },
    Proof {
        sentence: "Apps without the log entry of their beginning",
        faults: &[
            fault(
                "INSERT INTO apps (id, name, creator_id, state, plan, trial_ends_at, created_at)
                 VALUES ({id}, 'unborn', {person Mara}, 'trial', 'small', {now}, {now});
                 INSERT INTO app_names (name, app_id) VALUES ('unborn', {app unborn})",
            ),
            walled("DELETE FROM log WHERE event = 'app_created'"),
        ],
    },
    Proof {
        sentence: "Apps that are held with their Company while it is not suspended, or run while it is",
        faults: &[
            fault("UPDATE companies SET suspended_at = {now} WHERE slug = 'acme'"),
            fault("UPDATE apps SET suspended_before = 'trial' WHERE name = 'blog'"),
        ],
    },
];

const LEFT_BEHIND: &[Fault] = &[
    walled(
        "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
         VALUES ({app old}, {company acme}, {person Kevin}, {now})",
    )
    .with(&["Assignments to Apps of another Company, or of people who are no Developers there"]),
    fault(
        "INSERT INTO app_configs (app_id, version, made_at, made_by, config, summary)
         VALUES ({app old}, 1, {now}, {person Ada}, '', '')",
    ),
    fault("INSERT INTO app_domains (host, app_id, state) VALUES ('www.acme.example', {app old}, 'unchecked')"),
    fault(
        "INSERT INTO ssh_keys (id, app_id, creator_id, name, algorithm, line, fingerprint, added_at)
         VALUES ({id}, {app old}, {person Ada}, '', '', '', '', {now})",
    ),
    fault(
        "INSERT INTO invitation_apps (invitation_id, app_id)
         SELECT id, {app old} FROM invitations WHERE role = 'developer'",
    ),
    fault("UPDATE app_periods SET to_day = NULL WHERE app_id = {app old}").with(&[PAYER]),
    fault("INSERT INTO repositories (app_id, made_at) VALUES ({app old}, {now})"),
];

const DAYS: &[Fault] = &[
    // Nobody pays for some days between two periods.
    fault(concat!(
        "UPDATE app_periods SET to_day = from_day + 5 WHERE app_id = {app old};",
        period!("old", "6", "7", "")
    )),
    // One follows upon the other, and a third lies across both.
    fault(concat!(
        "UPDATE app_periods SET to_day = from_day + 5 WHERE app_id = {app old};",
        period!("old", "5", "6", ""),
        ";",
        period!("old", "3", "5", " AND to_day = from_day + 5")
    )),
    // It is open, and there is a later one.
    fault(period!("shop", "5", "6", "")),
    walled(period!("shop", "5", "NULL", "")),
];

const BLOCKED: &[Fault] = &[
    fault("UPDATE billing_contacts SET arrears = 'blocked' WHERE id <> {contact Acme Labs}").with(&[ARREARS]),
    fault(concat!(
        "UPDATE billing_contacts SET arrears = 'blocked' WHERE name = 'Acme Inc';",
        company_is_suspended!("'active'")
    ))
    .with(&[ARREARS]),
    fault("UPDATE apps SET state = 'suspended', suspended_by = 'dunning', suspended_at = {now} WHERE name = 'shop'"),
    fault(company_is_suspended!("'dunning'")),
];
