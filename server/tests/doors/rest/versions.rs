//! An edit of what has a version names the one it is about: two people never overwrite each other unseen.

use super::{
    ROOMS,
    calls::{filled, places},
    operation,
};
use crate::house::*;

/// The edits of things with a version.
const EDITS: [&str; 31] = [
    "rename_company",
    "change_policies",
    "change_role",
    "assign_apps",
    "set_end",
    "scale_app",
    "change_payer",
    "pay_for_app",
    "move_trial_into_company",
    "move_app",
    "delete_app",
    "set_variable",
    "remove_variable",
    "set_redirects",
    "set_headers",
    "set_runtime",
    "add_domain",
    "remove_domain",
    "undo_config",
    "roll_back",
    "change_billing_contact",
    "enter_card",
    "enter_sepa",
    "remove_card",
    "archive_billing_contact",
    "restore_billing_contact",
    "change_plan",
    "change_newsletter",
    "send_newsletter",
    "change_webhook",
    "renew_webhook",
];

#[tokio::test]
async fn an_edit_without_a_version_is_refused_and_one_of_a_version_that_never_was_too() {
    let house = House::open().await;
    let mut eye = house.eye().await;
    let before = eye.digest().await;
    let ada = house.facts["secret_of_ada"].clone();
    for id in EDITS {
        let row = ROOMS.into_iter().flatten().find(|row| row.0 == id).unwrap();
        let path = filled(&house, row.1.split(" @").next().unwrap(), places(row)[0], ADA);
        let (method, body) = (operation(id).method(), filled(&house, row.2, places(row)[0], ADA));
        for (headers, status, code) in [
            (&[][..], 428, "precondition_required"),
            (&[("if-match", "\"1\""), ("if-match", "\"2\"")], 428, "precondition_required"),
            (&[("if-match", "*")], 412, "precondition_failed"),
            (&[("if-match", "W/\"1\"")], 412, "precondition_failed"),
        ] {
            let reply = house.ask_with(method.clone(), &path, Some(&ada), &body, headers).await;
            assert_eq!((reply.answer.status, reply.code().as_str()), (status, code), "{id} {headers:?}");
        }
    }
    assert_eq!(eye.digest().await, before);
    house.close().await;
}
