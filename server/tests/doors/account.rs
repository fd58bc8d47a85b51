//! What the doors of one's own account, and of the keys of Apps, answer. Columns: nobody, a stranger, an Owner, an Admin,
//! a Developer, a Billing member. Each of them has a key; Kevin is assigned to `acme-shop`, not to `acme-blog`.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] =
    &["look_at_key", "keys", "key_proof", "preferences", "closing", "passkeys", "deploy_keys", "app_code"];

#[rustfmt::skip]
pub const ACCOUNT: &[Row] = &[
    // Row 44: oneself only.
    ("GET /account/keys", "/account/keys",                            [303, 200, 200, 200, 200, 200]),
    ("GET /account/keys/{key}", "/account/keys/{my_key}",             [303, 200, 200, 200, 200, 200]),
    ("GET /account/keys/{key}", "/account/keys/{key_of_olga}",        [303, 404, 404, 404, 404, 404]),
    ("GET /account/keys/{key}", "/account/keys/{ci_of_ada}",          [303, 404, 404, 404, 404, 404]),
    ("GET /account/keys/{key}", "/account/keys/none",                 [303, 404, 404, 404, 404, 404]),
    ("GET /account/notifications", "/account/notifications",          [303, 200, 200, 200, 200, 200]),
    ("GET /account/export", "/account/export",                        [303, 200, 200, 200, 200, 200]),
    ("GET /account/close", "/account/close",                          [303, 200, 200, 200, 200, 200]),
    ("POST /do/look_at_key", "key_line={new_key}",                    [401, 200, 200, 200, 200, 200]),
    ("POST /do/look_at_key", "key_line=ssh-dss+AAAA",                 [401, 422, 422, 422, 422, 422]),
    ("POST /do/keys", "",                                             [401, 200, 200, 200, 200, 200]),
    ("POST /do/add_keys", "key_lines={new_key}%0Assh-dss+AAAA",       [401, 200, 200, 200, 200, 200]),
    ("POST /do/add_keys", "key_lines={old_key}%0Assh-dss+AAAA",       [401, 422, 422, 422, 422, 422]),
    ("POST /do/add_key", "key_line={new_key}&label=laptop",           [401, 200, 200, 200, 200, 200]),
    ("POST /do/add_key", "key_line={old_key}&label=laptop",           [401, 409, 409, 409, 409, 409]),
    ("POST /do/remove_key", "key={my_key}",                           [401, 200, 200, 200, 200, 200]),
    ("POST /do/remove_key", "key={key_of_olga}",                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/remove_key", "key={ci_of_ada}",                        [401, 404, 404, 404, 404, 404]),
    ("POST /do/key_proof", "key={my_key}",                            [401, 200, 200, 200, 200, 200]),
    ("POST /do/key_proof", "key={key_of_olga}",                       [401, 404, 404, 404, 404, 404]),
    ("POST /do/prove_key", "key={my_key}&until={in_an_hour}&signature=none", [401, 422, 422, 422, 422, 422]),
    ("POST /do/prove_key", "key={key_of_olga}&until={in_an_hour}&signature=none", [401, 404, 404, 404, 404, 404]),
    ("POST /do/preferences", "",                                      [401, 200, 200, 200, 200, 200]),
    ("POST /do/change_preferences", "joined=true",                    [401, 200, 200, 200, 200, 200]),
    ("POST /do/change_view", "view=client",                           [401, 200, 200, 200, 200, 200]),
    ("POST /do/change_view", "view=operator",                         [400, 400, 400, 400, 400, 400]),
    ("POST /do/passkeys", "",                                         [401, 200, 200, 200, 200, 200]),
    ("POST /do/begin_passkey", "",                                    [401, 200, 200, 200, 200, 200]),
    ("POST /do/add_passkey", "ceremony={olga}&passkey=none&label=laptop", [401, 422, 422, 422, 422, 422]),
    ("POST /do/remove_passkey", "passkey={olga}",               [401, 404, 404, 404, 404, 404]),
    ("POST /do/begin_passkey_sign_in", "",                            [200, 200, 200, 200, 200, 200]),
    ("POST /do/sign_in_by_passkey", "ceremony={olga}&passkey=none", [422, 422, 422, 422, 422, 422]),
    ("POST /do/sign_in_by_passkey", "ceremony=none&passkey=none",     [400, 400, 400, 400, 400, 400]),
    ("POST /do/begin_passkey_proof", "",                              [401, 200, 200, 200, 200, 200]),
    ("POST /do/prove_by_passkey", "ceremony={olga}&passkey=none", [401, 422, 422, 422, 422, 422]),
    // Row 45: Mallory and Ada are the last Owners of a Company each.
    ("POST /do/closing", "",                                          [401, 200, 200, 200, 200, 200]),
    ("POST /do/close_account", "confirmation={my_email}",             [401, 409, 409, 200, 200, 200]),
    ("POST /do/close_account", "confirmation=olga@acme.example",      [401, 422, 422, 422, 422, 422]),
];

#[rustfmt::skip]
pub const APP_KEYS: &[Row] = &[
    // Row 14: a Developer on assigned Apps.
    ("GET /c/{slug}/apps/{app}/code", "/c/{c}/apps/acme-shop/code",        [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/code", "/c/acme/apps/acme-blog/code",       [303, 404, 200, 200, 403, 403]),
    ("GET /c/{slug}/apps/{app}/code", "/c/acme/apps/nothing/code",    [303, 404, 404, 404, 404, 404]),
    ("GET /apps/{app}/code", "/apps/app-e/code",                    [303, 200, 404, 404, 404, 404]),
    ("GET /apps/{app}/code", "/apps/acme-shop/code",                       [303, 404, 404, 404, 404, 404]),
    ("POST /do/app_code", "app=acme-shop&slug=acme",                       [401, 404, 200, 200, 200, 403]),
    ("POST /do/app_code", "app=acme-blog&slug=acme",                       [401, 404, 200, 200, 403, 403]),
    ("POST /do/app_code", "app=app-e",                              [401, 200, 404, 404, 404, 404]),
    // Row 15: a Developer on assigned Apps, and of those only their own.
    ("GET /c/{slug}/apps/{app}/keys", "/c/{c}/apps/acme-shop/keys",        [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/keys", "/c/acme/apps/acme-blog/keys",       [303, 404, 200, 200, 403, 403]),
    ("GET /c/{slug}/apps/{app}/keys", "/c/acme/apps/nothing/keys",    [303, 404, 404, 404, 404, 404]),
    ("GET /apps/{app}/keys", "/apps/app-e/keys",                    [303, 200, 404, 404, 404, 404]),
    ("GET /apps/{app}/keys", "/apps/acme-shop/keys",                       [303, 404, 404, 404, 404, 404]),
    ("POST /do/deploy_keys", "app=acme-shop&slug=acme",                    [401, 404, 200, 200, 200, 403]),
    ("POST /do/deploy_keys", "app=acme-blog&slug=acme",                    [401, 404, 200, 200, 403, 403]),
    ("POST /do/deploy_keys", "app=app-e",                           [401, 200, 404, 404, 404, 404]),
    ("POST /do/add_deploy_key", "app=acme-shop&key_line={new_key}&label=ci&writes=true", [401, 404, 200, 200, 200, 403]),
    ("POST /do/add_deploy_key", "app=acme-blog&key_line={new_key}&label=ci", [401, 404, 200, 200, 403, 403]),
    ("POST /do/add_deploy_key", "app=app-e&key_line={new_key}&label=ci", [401, 200, 404, 404, 404, 404]),
    ("POST /do/remove_deploy_key", "app=acme-shop&key={ci_of_ada}",        [401, 404, 200, 200, 403, 403]),
    ("POST /do/remove_deploy_key", "app=acme-shop&key={ci_of_kevin}",      [401, 404, 200, 200, 200, 403]),
    ("POST /do/remove_deploy_key", "app=acme-blog&key={ci_of_ada}",        [401, 404, 404, 404, 403, 403]),
    ("POST /do/remove_deploy_key", "app=acme-shop&key={key_of_olga}",      [401, 404, 404, 404, 404, 403]),
];

/// The copy of one's data is noted in the log, so it is no page that only looks.
#[rustfmt::skip]
pub const DATA: &[Row] = &[
    ("GET /account/data.json", "/account/data.json",                  [401, 200, 200, 200, 200, 200]),
];
