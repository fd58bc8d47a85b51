//! What of an App is published: rows 8 and 11. Columns: nobody, a stranger, an Owner, an Admin, a Developer of the App, a
//! Billing member. Of `acme-shop` two releases are kept, and the second is live.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] = &["site", "releases"];

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    ("GET /c/{slug}/apps/{app}/releases", "/c/{c}/apps/acme-shop/releases",            [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/releases", "/c/{c}/apps/acme-shop/releases?to=1",       [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/releases", "/c/acme/apps/acme-shop/releases?after=2",   [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}/releases", "/c/acme/apps/app-e/releases",               [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/apps/{app}/releases", "/c/solo/apps/acme-shop/releases",           [303, 404, 404, 404, 404, 404]),
    ("GET /apps/{app}/releases", "/apps/app-e/releases",                               [303, 200, 404, 404, 404, 404]),
    ("GET /apps/{app}/releases", "/apps/acme-shop/releases",                           [303, 404, 404, 404, 404, 403]),
];

#[rustfmt::skip]
pub const ACTS: &[Row] = &[
    ("POST /do/site", "app=acme-shop",                                [401, 404, 200, 200, 200, 403]),
    ("POST /do/site", "app=app-e",                                    [401, 200, 404, 404, 404, 404]),
    ("POST /do/releases", "app=acme-shop",                            [401, 404, 200, 200, 200, 403]),
    ("POST /do/releases", "app=acme-blog",                            [401, 404, 200, 200, 403, 403]),
    ("POST /do/releases", "app=app-e",                                [401, 200, 404, 404, 404, 404]),
    ("POST /do/roll_back", "app=acme-shop&version=2&to=1",            [401, 404, 200, 200, 200, 403]),
    ("POST /do/roll_back", "app=acme-shop&version=1&to=1",            [401, 404, 409, 409, 409, 403]),
    ("POST /do/roll_back", "app=acme-shop&version=2&to=9",            [401, 404, 404, 404, 404, 403]),
    ("POST /do/roll_back", "app=nothing&version=2&to=1",              [401, 404, 404, 404, 404, 404]),
];
