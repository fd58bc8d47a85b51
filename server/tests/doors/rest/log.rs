//! The log: row 7, each role its part.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("list_activity", "/companies/{c}/activity", "",                  [404, 200, 200, 200, 200]),
    ("list_activity", "/companies/{c}/activity?limit=2", "",          [404, 200, 200, 200, 200]),
    ("list_activity", "/companies/{c}/activity?kind=billing&from=2026-11-01&to=2026-11-30&person={me}", "",
                                                                      [404, 200, 200, 200, 200]),
    ("list_activity", "/companies/acme/activity?kind=money", "",      [400, 400, 400, 400, 400]),
    ("list_activity", "/companies/acme/activity?after=x", "",         [400, 400, 400, 400, 400]),
    ("list_app_activity", "/apps/{a}/activity", "",                   [404, 200, 200, 200, 403]),
    ("list_app_activity", "/apps/{a}/activity?kind=apps", "",         [404, 200, 200, 200, 403]),
    ("list_app_activity", "/apps/app-e/activity", "",                 [200, 404, 404, 404, 404]),
    // Row 44: oneself only.
    ("list_my_activity", "/account/activity", "",                     [200, 200, 200, 200, 200]),
];
