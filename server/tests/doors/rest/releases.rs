//! What of an App is published: rows 8 and 11. Of `acme-shop` two releases are kept, and the second is live; of `app-e`
//! nothing is published.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("get_site", "/apps/{a}/site", "",                                [404, 200, 200, 200, 403]),
    ("get_site", "/apps/acme-blog/site", "",                          [404, 200, 200, 403, 403]),
    ("get_site", "/apps/app-e/site", "",                              [200, 404, 404, 404, 404]),
    ("list_releases", "/apps/{a}/releases", "",                       [404, 200, 200, 200, 403]),
    ("list_releases", "/apps/{a}/releases?limit=1", "",               [404, 200, 200, 200, 403]),
    ("list_releases", "/apps/app-e/releases", "",                     [200, 404, 404, 404, 404]),
    ("roll_back", "/apps/{a}/site/roll-back @2", r#"{"to":1}"#,       [404, 200, 200, 200, 403]),
    // Another one is live than was seen.
    ("roll_back", "/apps/{a}/site/roll-back @1", r#"{"to":1}"#,       [404, 412, 412, 412, 403]),
    ("roll_back", "/apps/{a}/site/roll-back @2", r#"{"to":9}"#,       [404, 404, 404, 404, 403]),
    ("roll_back", "/apps/app-e/site/roll-back @0", r#"{"to":1}"#,     [404, 404, 404, 404, 404]),
];
