//! The configuration of an App: row 11. `acme-shop` is at version 4, `app-e` at version 0.

use super::Row;

const RUNTIME: &str =
    r#"{"folder":"","branch":"live","index_file":"index.html","error_file":"","cache_seconds":0,"https_only":true}"#;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("get_config", "/apps/{a}/config", "",                            [404, 200, 200, 200, 403]),
    ("get_config", "/apps/acme-blog/config", "",                      [404, 200, 200, 403, 403]),
    ("get_config", "/apps/app-e/config", "",                          [200, 404, 404, 404, 404]),
    ("list_config_versions", "/apps/{a}/config/versions", "",         [404, 200, 200, 200, 403]),
    ("list_config_versions", "/apps/{a}/config/versions?limit=1", "", [404, 200, 200, 200, 403]),
    ("list_config_versions", "/apps/app-e/config/versions", "",       [200, 404, 404, 404, 404]),
    ("set_variable", "/apps/{a}/config/variables/A @4", r#"{"value":"1"}"#,               [404, 200, 200, 200, 403]),
    ("set_variable", "/apps/{a}/config/variables/A @4", r#"{"value":"1","secret":true}"#, [404, 200, 200, 200, 403]),
    ("set_variable", "/apps/{a}/config/variables/A @3", r#"{"value":"1"}"#,               [404, 412, 412, 412, 403]),
    ("set_variable", "/apps/acme-shop/config/variables/a @4", r#"{"value":"1"}"#,         [422, 422, 422, 422, 422]),
    ("set_variable", "/apps/app-e/config/variables/A @0", r#"{"value":"1"}"#,             [200, 404, 404, 404, 404]),
    ("remove_variable", "/apps/{a}/config/variables/OPEN @4", "",     [404, 200, 200, 200, 403]),
    ("remove_variable", "/apps/{a}/config/variables/OPEN @3", "",     [404, 412, 412, 412, 403]),
    ("remove_variable", "/apps/{a}/config/variables/OTHER @4", "",    [404, 404, 404, 404, 403]),
    ("set_redirects", "/apps/{a}/config/redirects @4", r#"{"redirects":[{"from":"/x","to":"/y"}]}"#, [404, 200, 200, 200, 403]),
    ("set_redirects", "/apps/{a}/config/redirects @1", r#"{"redirects":[]}"#, [404, 412, 412, 412, 403]),
    ("set_redirects", "/apps/acme-shop/config/redirects @4", r#"{"redirects":[{"from":"/x /y","to":"/z"}]}"#, [422, 422, 422, 422, 422]),
    ("set_redirects", "/apps/app-e/config/redirects @0", r#"{"redirects":[{"from":"/x","to":"/y","status":302}]}"#, [200, 404, 404, 404, 404]),
    ("set_headers", "/apps/{a}/config/headers @4", r#"{"headers":[{"path":"/*","name":"X-A","value":"b"}]}"#, [404, 200, 200, 200, 403]),
    ("set_headers", "/apps/{a}/config/headers @1", r#"{"headers":[]}"#, [404, 412, 412, 412, 403]),
    ("set_headers", "/apps/acme-shop/config/headers @4", r#"{"headers":[{"path":"/*","name":"Set-Cookie","value":"a=b"}]}"#, [422, 422, 422, 422, 422]),
    ("set_headers", "/apps/app-e/config/headers @0", r#"{"headers":[{"path":"/*","name":"X-A","value":"b"}]}"#, [200, 404, 404, 404, 404]),
    ("set_runtime", "/apps/{a}/config/runtime @4", RUNTIME,           [404, 200, 200, 200, 403]),
    ("set_runtime", "/apps/{a}/config/runtime @3", RUNTIME,           [404, 412, 412, 412, 403]),
    ("set_runtime", "/apps/app-e/config/runtime @0", RUNTIME,         [200, 404, 404, 404, 404]),
    ("add_domain", "/apps/{a}/config/domains @4", r#"{"host":"new.acme.example"}"#,     [404, 200, 200, 200, 403]),
    ("add_domain", "/apps/{a}/config/domains @3", r#"{"host":"new.acme.example"}"#,     [404, 412, 412, 412, 403]),
    ("add_domain", "/apps/app-e/config/domains @0", r#"{"host":"www.burrow.example"}"#, [200, 404, 404, 404, 404]),
    // A domain leads to one App.
    ("add_domain", "/apps/app-e/config/domains @0", r#"{"host":"www.acme.example"}"#,   [422, 404, 404, 404, 404]),
    ("check_domain", "/apps/{a}/config/domains/www.acme.example/check", "",   [404, 200, 200, 200, 403]),
    ("check_domain", "/apps/app-e/config/domains/www.acme.example/check", "", [404, 404, 404, 404, 404]),
    ("remove_domain", "/apps/{a}/config/domains/www.acme.example @4", "",     [404, 200, 200, 200, 403]),
    ("remove_domain", "/apps/{a}/config/domains/www.acme.example @3", "",     [404, 412, 412, 412, 403]),
    ("remove_domain", "/apps/app-e/config/domains/www.acme.example @0", "",   [404, 404, 404, 404, 404]),
    ("undo_config", "/apps/{a}/config/undo @4", r#"{"to":1}"#,        [404, 200, 200, 200, 403]),
    ("undo_config", "/apps/{a}/config/undo @2", r#"{"to":1}"#,        [404, 412, 412, 412, 403]),
    ("undo_config", "/apps/{a}/config/undo @4", r#"{"to":9}"#,        [404, 404, 404, 404, 403]),
];
