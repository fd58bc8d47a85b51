//! What the doors of an App's configuration answer: row 11. Columns: nobody, a stranger, an Owner, an Admin, a Developer of
//! the App, a Billing member. `acme-shop` is an App of Acme Inc at version 4, `app-e` a trial of the stranger's own.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] = &["app_config", "config_versions"];

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    ("GET /c/{slug}/apps/{app}/settings", "/c/{c}/apps/acme-shop/settings",            [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/settings", "/c/{c}/apps/acme-shop/settings?after=3",    [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/settings", "/c/acme/apps/nothing/settings",        [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/apps/{app}/settings", "/c/acme/apps/app-e/settings",         [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/apps/{app}/settings", "/c/solo/apps/acme-shop/settings",           [303, 404, 404, 404, 404, 404]),
    ("GET /apps/{app}/settings", "/apps/app-e/settings",                         [303, 200, 404, 404, 404, 404]),
    ("GET /apps/{app}/settings", "/apps/acme-shop/settings",                           [303, 404, 404, 404, 404, 403]),
];

#[rustfmt::skip]
pub const ACTS: &[Row] = &[
    ("POST /do/app_config", "app=acme-shop",                                           [401, 404, 200, 200, 200, 403]),
    ("POST /do/app_config", "app=app-e",                                         [401, 200, 404, 404, 404, 404]),
    ("POST /do/app_config", "app=nothing",                                        [401, 404, 404, 404, 404, 404]),
    ("POST /do/config_versions", "app=acme-shop",                                      [401, 404, 200, 200, 200, 403]),
    ("POST /do/config_versions", "app=app-e&after=",                             [401, 200, 404, 404, 404, 404]),
    ("POST /do/set_variable", "app=acme-shop&version=4&variable_name=A&variable_value=1", [401, 404, 200, 200, 200, 403]),
    ("POST /do/set_variable", "app=acme-shop&version=3&variable_name=A&variable_value=1", [401, 404, 409, 409, 409, 403]),
    ("POST /do/set_variable", "app=acme-shop&version=4&variable_name=a&variable_value=1", [401, 422, 422, 422, 422, 422]),
    ("POST /do/set_variable", "app=app-e&version=0&variable_name=A&variable_value=1", [401, 200, 404, 404, 404, 404]),
    ("POST /do/set_variable", "app=nothing&version=0&variable_name=A&variable_value=1", [401, 404, 404, 404, 404, 404]),
    ("POST /do/set_secret", "app=acme-shop&version=4&variable_name=A&secret_value=1",  [401, 404, 200, 200, 200, 403]),
    ("POST /do/set_secret", "app=app-e&version=0&variable_name=A&secret_value=1", [401, 200, 404, 404, 404, 404]),
    ("POST /do/remove_variable", "app=acme-shop&version=4&variable_name=OPEN",         [401, 404, 200, 200, 200, 403]),
    ("POST /do/remove_variable", "app=acme-shop&version=4&variable_name=OTHER",        [401, 404, 404, 404, 404, 403]),
    ("POST /do/remove_variable", "app=nothing&version=4&variable_name=OPEN",      [401, 404, 404, 404, 404, 404]),
    ("POST /do/add_domain", "app=acme-shop&version=4&domains=new.acme.example",        [401, 404, 200, 200, 200, 403]),
    ("POST /do/add_domain", "app=app-e&version=0&domains=www.burrow.example",    [401, 200, 404, 404, 404, 404]),
    ("POST /do/add_domain", "app=app-e&version=0&domains=www.acme.example",      [401, 422, 404, 404, 404, 404]),
    ("POST /do/remove_domain", "app=acme-shop&version=4&host=www.acme.example",        [401, 404, 200, 200, 200, 403]),
    ("POST /do/remove_domain", "app=app-e&version=0&host=www.acme.example",      [401, 404, 404, 404, 404, 404]),
    ("POST /do/check_domain", "app=acme-shop&host=www.acme.example",                   [401, 404, 200, 200, 200, 403]),
    ("POST /do/check_domain", "app=app-e&host=www.acme.example",                 [401, 404, 404, 404, 404, 404]),
    ("POST /do/set_redirects", "app=acme-shop&version=4&redirects=%2Fx+%2Fy",          [401, 404, 200, 200, 200, 403]),
    ("POST /do/set_redirects", "app=app-e&version=0&redirects=%2Fx+%2Fy",        [401, 200, 404, 404, 404, 404]),
    ("POST /do/set_headers", "app=acme-shop&version=4&headers=%2F*+X-A%3A+b",          [401, 404, 200, 200, 200, 403]),
    ("POST /do/set_headers", "app=app-e&version=0&headers=%2F*+X-A%3A+b",        [401, 200, 404, 404, 404, 404]),
    ("POST /do/set_runtime", "app=acme-shop&version=4&folder=&branch=live&index_file=index.html&error_file=&cache_seconds=0",
                                                                                  [401, 404, 200, 200, 200, 403]),
    ("POST /do/set_runtime", "app=app-e&version=0&folder=&branch=live&index_file=index.html&error_file=&cache_seconds=0",
                                                                                  [401, 200, 404, 404, 404, 404]),
    ("POST /do/undo_config", "app=acme-shop&version=4&to=1",                           [401, 404, 200, 200, 200, 403]),
    ("POST /do/undo_config", "app=acme-shop&version=2&to=1",                           [401, 404, 409, 409, 409, 403]),
    ("POST /do/undo_config", "app=acme-shop&version=4&to=9",                           [401, 404, 404, 404, 404, 403]),
    ("POST /do/undo_config", "app=nothing&version=4&to=1",                        [401, 404, 404, 404, 404, 404]),
];
