//! The log: pages, files, functions. `acme-shop` is an App of Acme Inc with Kevin, `app-e` a trial
//! of the stranger's own.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] = &["activity", "app_activity", "my_activity"];

#[rustfmt::skip]
pub const LOG: &[Row] = &[
    // Row 7: each role its part.
    ("GET /c/{slug}/activity", "/c/{c}/activity",                     [303, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/activity", "/c/{c}/activity?kind=billing&from=2026-11-01&person={me}",
                                                                      [303, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/activity", "/c/acme/activity?kind=money",         [303, 400, 400, 400, 400, 400]),
    ("GET /c/{slug}/activity.csv", "/c/{c}/activity.csv",             [401, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/activity.json", "/c/{c}/activity.json",           [401, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/apps/{app}/activity", "/c/acme/apps/acme-shop/activity", [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/activity", "/c/solo/apps/acme-shop/activity", [303, 404, 404, 404, 404, 403]),
    ("GET /apps/{app}/activity", "/apps/app-e/activity",             [303, 200, 404, 404, 404, 404]),
    ("GET /account/activity", "/account/activity",                    [303, 200, 200, 200, 200, 200]),
    ("POST /do/activity", "slug={c}",                                 [401, 404, 200, 200, 200, 200]),
    ("POST /do/activity", "slug={c}&before=999&words[kind]=people",   [401, 404, 200, 200, 200, 200]),
    ("POST /do/app_activity", "app_name=acme-shop&slug=acme",              [401, 404, 200, 200, 200, 403]),
    ("POST /do/app_activity", "app_name=app-e",                      [401, 200, 404, 404, 404, 404]),
    ("POST /do/app_activity", "app_name=nothing",                     [401, 404, 404, 404, 404, 404]),
    ("POST /do/my_activity", "",                                      [401, 200, 200, 200, 200, 200]),
];
