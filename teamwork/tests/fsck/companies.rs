//! What can be wrong with Companies.

use teamwork::rules::role::Role;

use super::{Fault, Proof, fault, planting::prove, walled};
use crate::{
    apps::assign,
    house::{House, KEVIN, MALLORY, each_engine},
};

/// Kevin is on a trial of Acme Inc, and Grace has invited Mallory, who has a trial of her own.
async fn set(house: &House) {
    house.mallory().await.start_personal_trial("pets").await.unwrap();
    house.ada().await.start_trial("acme", "blog").await.unwrap();
    assign(house, KEVIN.email, "blog").await;
    house.grace().await.invite("acme", MALLORY.email, Role::Admin, "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_company_is_found() {
    each_engine(async |house| {
        set(house).await;
        prove(house, PROOFS).await;
    })
    .await;
}

macro_rules! second_invitation {
    () => {
        "INSERT INTO invitations (id, company_id, email, email_key, role, state, inviter_id, link_id, mailed_hash,
                sent_at, expires_at)
         SELECT {id}, company_id, email, email_key, role, state, inviter_id, link_id, {bytes}, sent_at, expires_at
         FROM invitations WHERE email = 'mallory@elsewhere.example'"
    };
}

pub const PROOFS: &[Proof] = &[
    Proof {
        sentence: "Companies whose count of Owners is not the number of their Owners, or is none",
        faults: &[
            fault("UPDATE companies SET owner_count = owner_count + 1"),
            fault("UPDATE members SET role = 'owner' WHERE user_id = {person Mara}"),
            walled("UPDATE companies SET owner_count = 0"),
            walled("UPDATE companies SET owner_count = 0; UPDATE members SET role = 'admin' WHERE role = 'owner'"),
        ],
    },
    Proof {
        sentence: "Companies whose count of members is not the number of their members",
        faults: &[
            fault("UPDATE companies SET member_count = member_count + 1"),
            fault("DELETE FROM members WHERE user_id = {person Mara}"),
        ],
    },
    Proof {
        sentence: "Companies without a live Billing Contact",
        faults: &[
            fault("UPDATE billing_contacts SET state = 'archived', archived_at = {now}"),
            fault("DELETE FROM billing_contacts"),
        ],
    },
    Proof {
        sentence: "Assignments to Apps of another Company, or of people who are no Developers there",
        faults: &[
            fault("UPDATE members SET role = 'admin' WHERE user_id = {person Kevin}"),
            fault(
                "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
                 VALUES ({app blog}, {company acme}, {person Mara}, {now})",
            ),
            walled(
                "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
                 VALUES ({app pets}, {company acme}, {person Kevin}, {now})",
            ),
            walled(
                "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
                 VALUES ({app blog}, {company acme}, {person Mallory}, {now})",
            ),
        ],
    },
    Proof {
        sentence: "Owners whose access has an end, and ends that nobody granted",
        faults: &[
            fault("UPDATE members SET ends_at = {now}, granted_by = {person Grace} WHERE role = 'owner'"),
            fault("UPDATE members SET ends_at = {now} WHERE user_id = {person Kevin}"),
        ],
    },
    Proof {
        sentence: "Ended invitations without the moment they ended, or open ones with it",
        faults: &[
            fault("UPDATE invitations SET answered_at = {now} WHERE state = 'pending'"),
            fault("UPDATE invitations SET state = 'expired', answered_at = {now} WHERE state = 'pending'"),
            fault("UPDATE invitations SET answered_at = NULL WHERE state = 'accepted'"),
            fault("UPDATE invitations SET state = 'declined' WHERE state = 'pending'"),
            fault("UPDATE invitations SET state = 'cancelled' WHERE state = 'pending'"),
        ],
    },
    Proof {
        sentence: "Addresses with several open invitations to one Company",
        faults: &[
            walled(second_invitation!()),
            walled(concat!("UPDATE invitations SET state = 'expired' WHERE state = 'pending';", second_invitation!())),
        ],
    },
    Proof {
        sentence: "Open invitations whose sender is no longer a member, or could not send them any more",
        faults: INVITATIONS_OF_NOBODY,
    },
    Proof {
        sentence: "Open invitations without their mail",
        faults: &[
            fault("DELETE FROM outbox WHERE due_at IS NOT NULL"),
            fault("UPDATE outbox SET created_at = created_at - 1 WHERE due_at IS NOT NULL"),
        ],
    },
    Proof {
        sentence: "Companies without the log entry of their set-up",
        faults: &[walled("DELETE FROM log WHERE event = 'company_set_up'")],
    },
    Proof {
        sentence: "Members or invitations of Companies that do not exist",
        faults: &[
            walled(
                "INSERT INTO members (company_id, user_id, role, joined_at) VALUES ({id}, {person Mallory}, 'admin', 0)",
            ),
            walled("UPDATE invitations SET company_id = {id} WHERE state = 'accepted'"),
            walled("INSERT INTO billing_recipients (billing_contact_id, email) VALUES ({id}, 'books@mara.example')"),
        ],
    },
    Proof {
        sentence: "Companies that are there although the log says that they were deleted",
        faults: &[fault(
            "INSERT INTO log (at, company_id, door, event, request_id)
             SELECT {now}, id, 'page', 'company_deleted', {id} FROM companies",
        )],
    },
];

const INVITATIONS_OF_NOBODY: &[Fault] = &[
    fault("UPDATE invitations SET inviter_id = {person Mallory} WHERE state = 'pending'"),
    fault("UPDATE invitations SET inviter_id = {person Kevin} WHERE state = 'pending'"),
    fault("UPDATE invitations SET inviter_id = {person Mara} WHERE state = 'pending'"),
    fault("UPDATE invitations SET state = 'expired', inviter_id = {person Mallory} WHERE state = 'pending'"),
    // Grace is an Admin.
    fault("UPDATE invitations SET role = 'owner' WHERE state = 'pending'"),
    fault("UPDATE invitations SET role = 'billing' WHERE state = 'pending'"),
];
