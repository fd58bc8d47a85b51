//! SSH keys: rows 15 and 44.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 44: oneself only.
    ("list_keys", "/keys", "",                                        [200, 200, 200, 200, 200]),
    ("add_key", "/keys", r#"{"key_line":"{new_line}","label":"desk"}"#,   [201, 201, 201, 201, 201]),
    ("add_key", "/keys", r#"{"key_line":"{old_line}","label":"desk"}"#,   [409, 409, 409, 409, 409]),
    ("add_key", "/keys", r#"{"key_line":"ssh-dss AAAA","label":"desk"}"#, [422, 422, 422, 422, 422]),
    ("remove_key", "/keys/{my_key}", "",                              [204, 204, 204, 204, 204]),
    ("remove_key", "/keys/{key_of_olga}", "",                         [404, 404, 404, 404, 404]),
    ("remove_key", "/keys/{ci_of_ada}", "",                           [404, 404, 404, 404, 404]),
    ("get_key_proof", "/keys/{my_key}/proof", "",                     [200, 200, 200, 200, 200]),
    ("get_key_proof", "/keys/{key_of_olga}/proof", "",                [404, 404, 404, 404, 404]),
    ("prove_key", "/keys/{my_key}/proof", r#"{"until":{in_an_hour},"signature":"none"}"#,      [422, 422, 422, 422, 422]),
    ("prove_key", "/keys/{key_of_olga}/proof", r#"{"until":{in_an_hour},"signature":"none"}"#, [404, 404, 404, 404, 404]),
    // Row 14: a Developer on assigned Apps.
    ("get_app_code", "/apps/{a}/code", "",                            [404, 200, 200, 200, 403]),
    ("get_app_code", "/apps/acme-blog/code", "",                      [404, 200, 200, 403, 403]),
    ("get_app_code", "/apps/app-e/code", "",                          [200, 404, 404, 404, 404]),
    // Row 15, S8: a Developer on assigned Apps, and of those only their own.
    ("list_deploy_keys", "/apps/{a}/deploy-keys", "",                 [404, 200, 200, 200, 403]),
    ("list_deploy_keys", "/apps/acme-blog/deploy-keys", "",           [404, 200, 200, 403, 403]),
    ("list_deploy_keys", "/apps/app-e/deploy-keys", "",               [200, 404, 404, 404, 404]),
    ("add_deploy_key", "/apps/{a}/deploy-keys", r#"{"key_line":"{new_line}","label":"ci","writes":true}"#, [404, 201, 201, 201, 403]),
    ("add_deploy_key", "/apps/acme-blog/deploy-keys", r#"{"key_line":"{new_line}","label":"ci"}"#, [404, 201, 201, 403, 403]),
    ("add_deploy_key", "/apps/app-e/deploy-keys", r#"{"key_line":"{new_line}","label":"ci"}"#, [201, 404, 404, 404, 404]),
    ("remove_deploy_key", "/apps/{a}/deploy-keys/{ci_of_ada}", "",    [404, 204, 204, 403, 403]),
    ("remove_deploy_key", "/apps/{a}/deploy-keys/{ci_of_kevin}", "",  [404, 204, 204, 204, 403]),
    ("remove_deploy_key", "/apps/{a}/deploy-keys/{key_of_olga}", "",  [404, 404, 404, 404, 403]),
    ("remove_deploy_key", "/apps/acme-blog/deploy-keys/{ci_of_ada}", "", [404, 404, 404, 403, 403]),
];
