//! Members: rows 3, 25 and 28–35.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 3.
    ("list_members", "/companies/{c}/members", "",                    [404, 200, 200, 200, 200]),
    ("list_members", "/companies/{c}/members?limit=1", "",            [404, 200, 200, 200, 200]),
    // Rows 29–31, 34, 35, S13 and S14.
    ("change_role", "/companies/{c}/members/{dennis}", r#"{"role":"admin"}"#,     [404, 200, 200, 403, 403]),
    ("change_role", "/companies/{c}/members/{dennis}", r#"{"role":"billing"}"#,   [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{dennis}", r#"{"role":"owner"}"#,     [404, 403, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{alan}", r#"{"role":"developer"}"#,   [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{basil}", r#"{"role":"developer"}"#,  [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{olga}", r#"{"role":"admin"}"#,       [404, 403, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{me}", r#"{"role":"admin"}"#,         [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{mallory}", r#"{"role":"admin"}"#,    [404, 404, 404, 404, 404]),
    ("change_role", "/companies/{c}/members/nobody", r#"{"role":"admin"}"#,       [404, 404, 404, 404, 404]),
    ("change_role", "/companies/{c}/members/{alan}", r#"{"role":"developer","apps":["{acme_blog}"]}"#, [404, 200, 403, 403, 403]),
    ("change_role", "/companies/{c}/members/{dennis} @0", r#"{"role":"admin"}"#,  [404, 412, 412, 403, 403]),
    // Row 28.
    ("list_apps_of_member", "/companies/{c}/members/{dennis}/apps", "",           [404, 200, 200, 403, 403]),
    ("list_apps_of_member", "/companies/{c}/members/{alan}/apps", "",             [404, 404, 404, 403, 403]),
    ("list_apps_of_member", "/companies/{c}/members/{mallory}/apps", "",          [404, 404, 404, 403, 403]),
    ("assign_apps", "/companies/{c}/members/{dennis}/apps", r#"{"apps":["{acme_shop}"]}"#,    [404, 200, 200, 403, 403]),
    ("assign_apps", "/companies/{c}/members/{dennis}/apps @0", r#"{"apps":["{acme_shop}"]}"#, [404, 412, 412, 403, 403]),
    ("assign_apps", "/companies/{c}/members/{dennis}/apps", r#"{"apps":["{app_e}"]}"#, [404, 422, 422, 403, 403]),
    ("assign_apps", "/companies/{c}/members/{alan}/apps", r#"{"apps":["{acme_shop}"]}"#, [404, 404, 404, 403, 403]),
    ("assign_apps", "/companies/{c}/members/{mallory}/apps", r#"{"apps":["{acme_shop}"]}"#, [404, 404, 404, 404, 404]),
    // Row 25.
    ("list_assignable_apps", "/companies/{c}/assignable-apps", "",                [404, 200, 200, 403, 403]),
    // 4.4: whoever may dismiss says when access ends.
    ("set_end", "/companies/{c}/members/{dennis}/end", r#"{"ends_on":"2027-01-31"}"#,    [404, 200, 200, 403, 403]),
    ("set_end", "/companies/{c}/members/{dennis}/end @0", r#"{"ends_on":"2027-01-31"}"#, [404, 412, 412, 403, 403]),
    ("set_end", "/companies/{c}/members/{alan}/end", r#"{"ends_on":"2027-01-31"}"#,      [404, 200, 403, 403, 403]),
    ("set_end", "/companies/{c}/members/{basil}/end", r#"{"ends_on":"2027-01-31"}"#,     [404, 200, 403, 403, 403]),
    ("set_end", "/companies/{c}/members/{olga}/end", r#"{"ends_on":"2027-01-31"}"#,      [404, 403, 403, 403, 403]),
    ("set_end", "/companies/{c}/members/{me}/end", r#"{"ends_on":"2027-01-31"}"#,        [404, 403, 403, 403, 403]),
    ("set_end", "/companies/{c}/members/{mallory}/end", r#"{"ends_on":"2027-01-31"}"#,   [404, 404, 404, 404, 404]),
    // Rows 32–34: what a dismissal would mean, for who may do it; and for oneself.
    ("get_departure", "/companies/{c}/members/{dennis}/departure", "",            [404, 200, 200, 403, 403]),
    ("get_departure", "/companies/{c}/members/{alan}/departure", "",              [404, 200, 403, 403, 403]),
    ("get_departure", "/companies/{c}/members/{olga}/departure", "",              [404, 403, 403, 403, 403]),
    ("get_departure", "/companies/{c}/members/{me}/departure", "",                [404, 200, 200, 200, 200]),
    ("get_departure", "/companies/{c}/members/{mallory}/departure", "",           [404, 404, 404, 404, 404]),
    ("dismiss_member", "/companies/{c}/members/{dennis}", "",         [404, 204, 204, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{alan}", "",           [404, 204, 403, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{basil}", "",          [404, 204, 403, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{olga}", "",           [404, 403, 403, 403, 403]),
    ("dismiss_member", "/companies/{c}/members/{me}", "",             [404, 403, 403, 403, 403]),
    // Nobody has gone yet.
    ("get_departure_receipt", "/companies/{c}/departures/{dennis}", "",           [404, 404, 404, 404, 404]),
    ("get_departure_receipt", "/companies/{c}/departures/nobody", "",             [404, 404, 404, 404, 404]),
];
