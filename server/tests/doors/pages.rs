//! What each page and file answers. Columns: nobody, a stranger, an Owner, an Admin, a Developer, a Billing member.

use super::Row;

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    ("GET /signup", "/signup",                                        [200, 303, 303, 303, 303, 303]),
    ("GET /signup", "/signup?invitation={invitation}",                [200, 303, 303, 303, 303, 303]),
    ("GET /signup", "/signup?invitation={unknown}",                   [404, 303, 303, 303, 303, 303]),
    ("GET /login", "/login",                                          [200, 303, 303, 303, 303, 303]),
    // Without a password given before there is nothing to give a code for.
    ("GET /login/code", "/login/code",                                [303, 303, 303, 303, 303, 303]),
    ("GET /login/link", "/login/link",                                [200, 200, 200, 200, 200, 200]),
    ("GET /login/link/{secret}", "/login/link/{sign_in_link}",        [200, 200, 200, 200, 200, 200]),
    ("GET /login/link/{secret}", "/login/link/{unknown}",             [404, 404, 404, 404, 404, 404]),
    ("GET /login/link/{secret}", "/login/link/{reset_link}",          [404, 404, 404, 404, 404, 404]),
    ("GET /login/link/{secret}", "/login/link/{invitation}",          [404, 404, 404, 404, 404, 404]),
    ("GET /reset", "/reset",                                          [200, 200, 200, 200, 200, 200]),
    ("GET /reset/{secret}", "/reset/{reset_link}",                    [200, 200, 200, 200, 200, 200]),
    ("GET /reset/{secret}", "/reset/{unknown}",                       [404, 404, 404, 404, 404, 404]),
    ("GET /reset/{secret}", "/reset/{confirm_link}",                  [404, 404, 404, 404, 404, 404]),
    ("GET /confirm/{secret}", "/confirm/{confirm_link}",              [200, 200, 200, 200, 200, 200]),
    ("GET /confirm/{secret}", "/confirm/{unknown}",                   [404, 404, 404, 404, 404, 404]),
    ("GET /confirm/{secret}", "/confirm/{sign_in_link}",              [404, 404, 404, 404, 404, 404]),
    ("GET /proof", "/proof",                                          [303, 303, 303, 303, 303, 303]),
    ("GET /proof/{secret}", "/proof/{unknown}",                       [404, 404, 404, 404, 404, 404]),
    ("GET /proof/{secret}", "/proof/{sign_in_link}",                  [404, 404, 404, 404, 404, 404]),
    ("GET /invitations/{secret}", "/invitations/{invitation}",        [200, 200, 200, 200, 200, 200]),
    ("GET /invitations/{secret}", "/invitations/{unknown}",           [404, 404, 404, 404, 404, 404]),
    ("GET /invitations/{secret}", "/invitations/{reset_link}",        [404, 404, 404, 404, 404, 404]),
    // M39: whoever has the link, which is in the reader's mails alone.
    ("GET /unsubscribe/{secret}", "/unsubscribe/{unsubscribe_link}",  [200, 200, 200, 200, 200, 200]),
    ("GET /unsubscribe/{secret}", "/unsubscribe/{unknown}",           [404, 404, 404, 404, 404, 404]),
    ("GET /unsubscribe/{secret}", "/unsubscribe/{invitation}",        [404, 404, 404, 404, 404, 404]),
    // What the operator looks at before it is sent.
    ("GET /operator/newsletters/{newsletter}/mail", "/operator/newsletters/{draft}/mail",
                                                                      [401, 404, 404, 404, 404, 404]),

    ("GET /", "/",                                                    [303, 200, 200, 200, 200, 200]),
    ("GET /account", "/account",                                      [303, 200, 200, 200, 200, 200]),
    ("GET /account/security", "/account/security",                    [303, 200, 200, 200, 200, 200]),
    ("GET /companies/new", "/companies/new",                          [303, 200, 200, 200, 200, 200]),

    // Rows 2, 3, 23–26, 37 and 6 of the matrix. Of the team, Developers and Billing members see the Owners alone.
    ("GET /c/{slug}", "/c/{c}",                                       [303, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/team", "/c/{c}/team",                             [303, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/team/invite", "/c/{c}/team/invite",               [303, 404, 200, 200, 403, 403]),
    ("GET /c/{slug}/billing", "/c/{c}/billing",                       [303, 404, 200, 200, 403, 200]),
    ("GET /c/{slug}/leave", "/c/{c}/leave",                           [303, 404, 200, 200, 200, 200]),

    ("GET /live", "/live?company={c}",                                [401, 404, 200, 200, 200, 200]),
    ("GET /live", "/live",                                            [401, 200, 200, 200, 200, 200]),
    ("GET /healthz", "/healthz",                                      [200, 200, 200, 200, 200, 200]),
    ("GET /readyz", "/readyz",                                        [200, 200, 200, 200, 200, 200]),
    ("GET /pkg/{*name}", "/pkg/warren.css",                           [200, 200, 200, 200, 200, 200]),
    ("GET /pkg/{*name}", "/pkg/../../server/Cargo.toml",              [404, 404, 404, 404, 404, 404]),
    ("GET /pkg/{*name}", "/pkg/%2e%2e/%2e%2e/Cargo.toml",             [404, 404, 404, 404, 404, 404]),
    ("GET /favicon.ico", "/favicon.ico",                              [200, 200, 200, 200, 200, 200]),
    ("GET /favicon.svg", "/favicon.svg",                              [200, 200, 200, 200, 200, 200]),
    ("GET /follow.js", "/follow.js",                                  [200, 200, 200, 200, 200, 200]),
    ("GET /passkey.js", "/passkey.js",                                [200, 200, 200, 200, 200, 200]),
    ("GET /zone.js", "/zone.js",                                      [200, 200, 200, 200, 200, 200]),
    ("GET /demo/mails", "/demo/mails",                                [200, 200, 200, 200, 200, 200]),
    ("GET /demo/mails/{id}", "/demo/mails/1",                         [200, 200, 200, 200, 200, 200]),
    ("GET /demo/mails/{id}", "/demo/mails/999999",                    [404, 404, 404, 404, 404, 404]),
    ("GET /demo/pay/{reference}", "/demo/pay/one",                    [404, 404, 404, 404, 404, 404]),
    ("GET /demo/mails/{id}", "/demo/mails/one",                       [404, 404, 404, 404, 404, 404]),
];
