//! What the doors of tokens answer to a browser. `{my_token}` is a token of whoever asks.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] = &["tokens"];

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("GET /account/tokens", "/account/tokens",                        [303, 200, 200, 200, 200, 200]),
    ("GET /api", "/api",                                              [200, 200, 200, 200, 200, 200]),
    ("GET /api/v1/openapi.json", "/api/v1/openapi.json",              [200, 200, 200, 200, 200, 200]),
    // Row 44: oneself only.
    ("POST /do/tokens", "",                                           [401, 200, 200, 200, 200, 200]),
    ("POST /do/make_token", "label=Report&scopes[0]=read&scopes[3]=billing&expires_on=2026-12-01",
                                                                      [401, 200, 200, 200, 200, 200]),
    ("POST /do/make_token", "label=Report&expires_on=2026-12-01",     [401, 422, 422, 422, 422, 422]),
    ("POST /do/make_token", "label=Report&scopes[0]=root&expires_on=2026-12-01",
                                                                      [401, 422, 422, 422, 422, 422]),
    ("POST /do/revoke_token", "token={token_of_olga}",                [401, 404, 404, 404, 404, 404]),
    ("POST /do/revoke_token", "token={my_token}",                     [401, 200, 200, 200, 200, 200]),
];
