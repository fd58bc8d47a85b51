//! "Invite a client": rows 19–22 of the matrix. Columns: nobody, a stranger, an Owner, an Admin, a Developer, a Billing
//! member. What needs a request that waits has tests of its own in `clients.rs`, typed from the same rows.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] =
    &["request_sheet", "request_here", "preview_request", "requests", "sent_requests", "proposals", "my_requests"];

/// Doors of a request that waits: there is none on the stage, and `clients.rs` sends some.
pub const ELSEWHERE: &[&str] = &[
    "GET /requests/{secret}",
    // In `stripe.rs`, on the way to a provider and back.
    "GET /requests/paying",
    "GET /demo/pay/{reference}",
    "POST /do/sign_in_after_payment",
    "POST /do/pay_invoice_now",
    "POST /do/remove_card",
    "GET /c/{slug}/apps/{app}/client/preview",
    "GET /apps/{app}/client/preview",
    "POST /do/resend_request",
    "POST /do/edit_request",
    "POST /do/readdress_request",
    "POST /do/copy_request_link",
    "POST /do/cancel_request",
    "POST /do/confirm_request",
    "POST /do/refuse_request",
    "POST /do/preview_request",
    "POST /do/accept_request",
    "POST /do/decline_request",
    "POST /do/pass_request_on",
    "POST /do/ask_request_code",
    "POST /do/ask_for_request",
    "POST /do/ask_for_request_here",
    "POST /do/mail_my_request",
];

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    // Row 19: a paid App, which an Admin proposes to hand over (S10).
    ("GET /c/{slug}/apps/{app}/client", "/c/acme/apps/acme-shop/client",  [303, 404, 200, 200, 403, 403]),
    // Row 20: a trial.
    ("GET /c/{slug}/apps/{app}/client", "/c/acme/apps/acme-blog/client",  [303, 404, 200, 200, 403, 403]),
    ("GET /c/{slug}/apps/{app}/client", "/c/solo/apps/acme-blog/client",  [303, 404, 404, 404, 403, 403]),
    ("GET /apps/{app}/client", "/apps/app-x/client",                      [303, 404, 404, 404, 200, 404]),
    ("GET /apps/{app}/client", "/apps/app-e/client",                      [303, 200, 404, 404, 404, 404]),
    ("GET /c/{slug}/apps/{app}/client/preview", "/c/acme/apps/acme-blog/client/preview",
                                                                          [303, 404, 404, 404, 403, 403]),
    ("GET /apps/{app}/client/preview", "/apps/app-x/client/preview",      [303, 404, 404, 404, 404, 404]),
    // Row 3.
    ("GET /c/{slug}/requests", "/c/{c}/requests",                         [303, 404, 200, 200, 403, 403]),
    ("GET /requests", "/requests",                                        [303, 200, 200, 200, 200, 200]),
    ("GET /requests/{secret}", "/requests/{unknown}",                     [404, 404, 404, 404, 404, 404]),
    ("GET /requests/{secret}", "/requests/{invitation}",                  [404, 404, 404, 404, 404, 404]),
];

#[rustfmt::skip]
pub const ACTS: &[Row] = &[
    ("POST /do/request_sheet", "slug=acme&app=acme-shop",                 [401, 404, 200, 200, 403, 403]),
    ("POST /do/request_sheet", "slug=acme&app=acme-blog",                 [401, 404, 200, 200, 403, 403]),
    ("POST /do/request_sheet", "app=app-x",                               [401, 404, 404, 404, 200, 404]),
    ("POST /do/request_here", "slug=acme&app=acme-shop",                  [401, 404, 200, 200, 403, 403]),
    ("POST /do/request_here", "slug=solo&app=acme-blog",                  [401, 404, 404, 404, 403, 403]),
    ("POST /do/request_here", "app=app-x",                                [401, 404, 404, 404, 200, 404]),
    // Rows 19 and 20; S10: an Admin's waits for an Owner.
    ("POST /do/send_request", "app=acme-shop&email=ana@client.example",   [401, 404, 200, 200, 403, 403]),
    ("POST /do/send_request", "app=acme-blog&email=ana@client.example",   [401, 404, 200, 200, 403, 403]),
    ("POST /do/send_request", "app=acme-blog&email=ana@client.example&apps[0]={acme_shop}",
                                                                          [401, 404, 200, 200, 403, 403]),
    ("POST /do/send_request", "app=app-x&email=ana@client.example",       [401, 404, 404, 404, 200, 404]),
    ("POST /do/send_request", "app=acme-blog&email=ana",                  [401, 422, 422, 422, 422, 422]),
    ("POST /do/send_request", "app=acme-blog&email=ana@client.example&days=31", [401, 422, 422, 422, 422, 422]),
    // S26: nobody asks themselves, or an Owner of the same Company.
    ("POST /do/send_request", "app=acme-blog&email={my_email}",           [401, 422, 422, 422, 422, 422]),
    ("POST /do/send_request", "app=acme-blog&email=olga@acme.example",    [401, 404, 422, 422, 403, 403]),
    // Row 21, of a request that is not there.
    ("POST /do/resend_request", "request={to_ivan}",                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/edit_request", "request={to_ivan}&note=Hello",             [401, 404, 404, 404, 404, 404]),
    ("POST /do/readdress_request", "request={to_ivan}&email=a@new.example", [401, 404, 404, 404, 404, 404]),
    ("POST /do/copy_request_link", "request={to_ivan}",                   [401, 404, 404, 404, 404, 404]),
    ("POST /do/cancel_request", "request={to_ivan}",                      [401, 404, 404, 404, 404, 404]),
    ("POST /do/preview_request", "request={to_ivan}",                     [401, 404, 404, 404, 404, 404]),
    // Row 19 and S10, of the same.
    ("POST /do/confirm_request", "request={to_ivan}",                     [401, 404, 404, 404, 404, 404]),
    ("POST /do/refuse_request", "request={to_ivan}&reason=No",            [401, 404, 404, 404, 404, 404]),
    ("POST /do/proposals", "",                                            [401, 200, 200, 200, 200, 200]),
    ("POST /do/sent_requests", "",                                        [401, 200, 200, 200, 200, 200]),
    ("POST /do/requests", "slug={c}",                                     [401, 404, 200, 200, 403, 403]),
    // Row 22, with a secret that opens nothing.
    ("GET /requests/paying", "/requests/paying",                           [404, 404, 404, 404, 404, 404]),
    ("POST /do/sign_in_after_payment", "",                                 [404, 404, 404, 404, 404, 404]),
    ("POST /do/accept_request", "secret={unknown}",                       [404, 404, 404, 404, 404, 404]),
    ("POST /do/accept_request", "secret={invitation}",                    [404, 404, 404, 404, 404, 404]),
    ("POST /do/decline_request", "secret={unknown}",                      [404, 404, 404, 404, 404, 404]),
    ("POST /do/pass_request_on", "secret={unknown}&email=a@new.example",  [404, 404, 404, 404, 404, 404]),
    ("POST /do/ask_request_code", "secret={unknown}",                     [404, 404, 404, 404, 404, 404]),
    ("POST /do/ask_for_request", "secret={unknown}",                      [404, 404, 404, 404, 404, 404]),
    ("POST /do/ask_for_request_here", "secret={unknown}",                 [401, 404, 404, 404, 404, 404]),
    ("POST /do/leave_request", "secret={unknown}",                        [401, 200, 200, 200, 200, 200]),
    ("POST /do/my_requests", "",                                          [401, 200, 200, 200, 200, 200]),
    ("POST /do/mail_my_request", "request={to_ivan}",                     [401, 404, 404, 404, 404, 404]),
];
