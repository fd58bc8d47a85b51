//! Apps. Columns: nobody, a stranger, an Owner, an Admin, a Developer, a Billing member. The Developer is assigned to
//! `acme-shop` (paid) and not to `acme-blog` (a trial). `app-x` is a trial of the Developer's own, `app-e` is the stranger's.

use super::Row;

/// Acts that only look.
pub const LOOKS: &[&str] = &["apps", "app", "my_trials", "new_app_sheet", "scaling", "pay_sheet", "bill_of_lading"];

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    ("GET /apps/new", "/apps/new",                                    [303, 200, 200, 200, 200, 200]),
    ("GET /apps/{app}", "/apps/app-x",                                [303, 404, 404, 404, 200, 404]),
    ("GET /apps/{app}", "/apps/app-e",                                [303, 200, 404, 404, 404, 404]),
    ("GET /apps/{app}", "/apps/no-app",                               [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/apps", "/c/{c}/apps",                             [303, 404, 200, 200, 200, 200]),
    ("GET /c/{slug}/apps/new", "/c/{c}/apps/new",                     [303, 404, 200, 200, 403, 403]),
    // The App's Company has to be the one in the address.
    ("GET /c/{slug}/apps/{app}", "/c/acme/apps/acme-shop",            [303, 404, 200, 200, 200, 403]),
    ("GET /c/{slug}/apps/{app}", "/c/acme/apps/acme-blog",            [303, 404, 200, 200, 403, 403]),
    ("GET /c/{slug}/apps/{app}", "/c/solo/apps/acme-shop",            [303, 404, 404, 404, 404, 403]),
    ("GET /c/{slug}/apps/{app}/scaling", "/c/acme/apps/acme-shop/scaling", [303, 404, 200, 200, 403, 403]),
    ("GET /c/{slug}/apps/{app}/billing", "/c/acme/apps/acme-shop/billing", [303, 404, 200, 200, 403, 200]),
    ("GET /c/{slug}/apps/{app}/billing", "/c/solo/apps/acme-shop/billing", [303, 404, 404, 404, 403, 404]),
    ("GET /c/{slug}/apps/{app}/move", "/c/acme/apps/acme-shop/move",  [303, 404, 200, 403, 403, 403]),
    ("GET /c/{slug}/apps/{app}/delete", "/c/acme/apps/acme-shop/delete", [303, 404, 200, 200, 403, 403]),
];

#[rustfmt::skip]
pub const ACTS: &[Row] = &[
    // Rows 8 and 42.
    ("POST /do/apps", "slug={c}",                                     [401, 404, 200, 200, 200, 200]),
    ("POST /do/app", "slug=acme&app=acme-shop",                       [401, 404, 200, 200, 200, 403]),
    ("POST /do/app", "slug=acme&app=acme-blog",                       [401, 404, 200, 200, 403, 403]),
    ("POST /do/app", "slug=&app=app-x",                               [401, 404, 404, 404, 200, 404]),
    ("POST /do/my_trials", "",                                        [401, 200, 200, 200, 200, 200]),
    // Rows 9 and 10.
    ("POST /do/start_personal_trial", "app_name=app-new",             [401, 409, 200, 200, 409, 200]),
    ("POST /do/start_personal_trial", "app_name=acme-shop",           [401, 409, 422, 422, 409, 422]),
    ("POST /do/new_app_sheet", "slug={c}",                            [401, 404, 200, 200, 403, 403]),
    ("POST /do/start_trial", "slug={c}&app_name=app-new",             [401, 404, 200, 200, 403, 403]),
    ("POST /do/create_app", "slug={c}&app_name=app-new&plan=small&payer={acme_contact}",
                                                                      [401, 404, 200, 200, 403, 403]),
    ("POST /do/create_app", "slug=acme&app_name=app-new&plan=small&payer={solo_contact}",
                                                                      [401, 404, 422, 422, 403, 403]),
    // Row 12.
    ("POST /do/scaling", "slug=acme&app=acme-shop",                   [401, 404, 200, 200, 403, 403]),
    ("POST /do/scale_app", "app=acme-shop&plan=large&version=1",      [401, 404, 200, 200, 403, 403]),
    ("POST /do/scale_app", "app=acme-shop&plan=large&version=0",      [401, 404, 409, 409, 403, 403]),
    ("POST /do/scale_app", "app=app-x&plan=large&version=1",          [401, 404, 404, 404, 403, 404]),
    // Rows 16 and 17.
    ("POST /do/pay_sheet", "slug=acme&app=acme-shop",                 [401, 404, 200, 200, 403, 200]),
    ("POST /do/pay_for_app", "app=acme-blog&plan=small&payer={acme_contact}&version=1",
                                                                      [401, 404, 200, 200, 403, 403]),
    ("POST /do/pay_for_app", "app=app-x&plan=small&payer={acme_contact}&version=1",
                                                                      [401, 404, 404, 404, 403, 404]),
    ("POST /do/move_trial_into_company", "app=app-x&slug=acme&plan=small&payer={acme_contact}&version=1",
                                                                      [401, 404, 404, 404, 403, 404]),
    ("POST /do/move_trial_into_company", "app=app-e&slug=elsewhere&plan=small&payer={elsewhere_contact}&version=1",
                                                                      [401, 200, 404, 404, 404, 404]),
    ("POST /do/change_payer", "app=acme-shop&payer={second_contact}&version=1", [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_payer", "app=acme-shop&payer={solo_contact}&version=1",   [401, 404, 422, 403, 403, 403]),
    // Row 18.
    ("POST /do/bill_of_lading", "slug=acme&app=acme-shop",            [401, 404, 200, 403, 403, 403]),
    ("POST /do/move_app", "app=acme-shop&target=solo&payer={solo_contact}&version=1",
                                                                      [401, 404, 200, 403, 403, 403]),
    ("POST /do/move_app", "app=acme-shop&target=elsewhere&payer={elsewhere_contact}&version=1",
                                                                      [401, 404, 404, 403, 403, 403]),
    // Row 13.
    ("POST /do/delete_app", "slug=acme&app=acme-shop&confirmation=acme-shop&version=1",
                                                                      [401, 404, 200, 200, 403, 403]),
    ("POST /do/delete_app", "slug=acme&app=acme-shop&confirmation=shop&version=1",
                                                                      [401, 404, 422, 422, 403, 403]),
    ("POST /do/delete_app", "app=app-x&confirmation=app-x&version=1", [401, 404, 404, 404, 200, 404]),
];
