//! My account: rows 44 and 45.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 44: oneself only.
    ("get_account", "/account", "",                                   [200, 200, 200, 200, 200]),
    ("change_name", "/account/name", r#"{"first_name":"Rabbit"}"#,    [204, 204, 204, 204, 204]),
    ("get_zone", "/account/time_zone", "",                            [200, 200, 200, 200, 200]),
    ("change_zone", "/account/time_zone", r#"{"time_zone":"Europe/Berlin"}"#, [204, 204, 204, 204, 204]),
    ("change_zone", "/account/time_zone", r#"{"time_zone":"Berlin"}"#, [422, 422, 422, 422, 422]),
    ("ask_email_change", "/account/email", r#"{"email":"me@new.example"}"#, [204, 204, 204, 204, 204]),
    ("list_sessions", "/sessions", "",                                [200, 200, 200, 200, 200]),
    ("end_session", "/sessions/{my_session}", "",                     [204, 204, 204, 204, 204]),
    ("end_session", "/sessions/{session_of_ivan}", "",                [404, 404, 404, 404, 404]),
    ("list_passkeys", "/passkeys", "",                                [200, 200, 200, 200, 200]),
    ("remove_passkey", "/passkeys/{olga}", "",                  [404, 404, 404, 404, 404]),
    ("list_tokens", "/tokens", "",                                    [200, 200, 200, 200, 200]),
    ("make_token", "/tokens", r#"{"label":"Report","scopes":["read"],"expires_on":"2026-11-21"}"#,
                                                                      [201, 201, 201, 201, 201]),
    ("make_token", "/tokens", r#"{"label":"Report","scopes":["read"],"expires_on":"2026-12-21"}"#,
                                                                      [422, 422, 422, 422, 422]),
    ("revoke_token", "/tokens/{my_token}", "",                        [204, 204, 204, 204, 204]),
    ("revoke_token", "/tokens/{token_of_olga}", "",                   [404, 404, 404, 404, 404]),
    ("get_preferences", "/account/preferences", "",                   [200, 200, 200, 200, 200]),
    ("change_preferences", "/account/preferences", r#"{"joined":true,"invitation_reminder":false,"app_events":false,"newsletter":true}"#,
                                                                      [204, 204, 204, 204, 204]),
    ("change_preferences", "/account/preferences", r#"{"joined":true}"#, [422, 422, 422, 422, 422]),
    ("change_view", "/account/view", r#"{"view":"client"}"#,          [204, 204, 204, 204, 204]),
    ("change_view", "/account/view", r#"{"view":"operator"}"#,        [422, 422, 422, 422, 422]),
    ("export_data", "/account/data", "",                              [200, 200, 200, 200, 200]),
    ("list_my_entries", "/account/data/log", "",                      [200, 200, 200, 200, 200]),
    ("get_closing", "/account/closing", "",                           [200, 200, 200, 200, 200]),
    // Row 45, S17: Mallory and Ada are the last Owners of a Company each.
    ("close_account", "/account/close", r#"{"confirmation":"{my_email}"}"#,        [409, 409, 204, 204, 204]),
    ("close_account", "/account/close", r#"{"confirmation":"olga@acme.example"}"#, [422, 422, 422, 422, 422]),
];
