//! Apps: rows 8–10, 12, 13, 16–18 and 42.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Rows 8 and 42.
    ("list_apps", "/companies/{c}/apps", "",                          [404, 200, 200, 200, 200]),
    ("list_apps", "/companies/{c}/apps?limit=1", "",                  [404, 200, 200, 200, 200]),
    ("list_my_trials", "/trials", "",                                 [200, 200, 200, 200, 200]),
    ("get_app", "/apps/{a}", "",                                      [404, 200, 200, 200, 403]),
    ("get_app", "/apps/acme-blog", "",                                [404, 200, 200, 403, 403]),
    ("get_app", "/apps/app-x", "",                                    [404, 404, 404, 200, 404]),
    ("get_app", "/apps/app-e", "",                                    [200, 404, 404, 404, 404]),
    ("get_payers", "/apps/{a}/payers", "",                            [404, 200, 200, 403, 200]),
    ("get_payers", "/apps/app-x/payers", "",                          [404, 404, 404, 200, 404]),
    // Rows 9 and 10, S6: one trial of one's own at a time.
    ("start_personal_trial", "/trials", r#"{"app_name":"app-new"}"#,   [409, 201, 201, 409, 201]),
    ("start_personal_trial", "/trials", r#"{"app_name":"acme-shop"}"#, [409, 422, 422, 409, 422]),
    ("start_personal_trial", "/trials", r#"{"app_name":"new"}"#,       [422, 422, 422, 422, 422]),
    ("get_app_choices", "/companies/{c}/app-choices", "",             [404, 200, 200, 403, 403]),
    ("start_trial", "/companies/{c}/trials", r#"{"app_name":"app-new"}"#, [404, 201, 201, 403, 403]),
    ("start_trial", "/companies/acme/trials", r#"{"app_name":"app-e"}"#,  [404, 422, 422, 403, 403]),
    ("create_app", "/companies/{c}/apps", r#"{"app_name":"app-new","plan":"small","payer":"{acme_contact}"}"#, [404, 201, 201, 403, 403]),
    ("create_app", "/companies/acme/apps", r#"{"app_name":"app-new","plan":"small","payer":"{solo_contact}"}"#, [404, 422, 422, 403, 403]),
    ("create_app", "/companies/acme/apps", r#"{"app_name":"app-new","plan":"small","payer":"{archived_contact}"}"#, [404, 422, 422, 403, 403]),
    // Row 12.
    ("get_scaling", "/apps/{a}/scaling", "",                          [404, 200, 200, 403, 403]),
    ("scale_app", "/apps/{a}/plan", r#"{"plan":"large"}"#,            [404, 200, 200, 403, 403]),
    ("scale_app", "/apps/{a}/plan @0", r#"{"plan":"large"}"#,         [404, 412, 412, 403, 403]),
    // A trial of one's own is not scaled.
    ("scale_app", "/apps/app-x/plan", r#"{"plan":"large"}"#,          [404, 404, 404, 403, 404]),
    // Row 16: an Admin with a Billing Contact that is there (S7).
    ("pay_for_app", "/apps/acme-blog/pay", r#"{"plan":"small","payer":"{acme_contact}"}"#, [404, 200, 200, 403, 403]),
    ("pay_for_app", "/apps/acme-blog/pay @9", r#"{"plan":"small","payer":"{acme_contact}"}"#, [404, 412, 412, 403, 403]),
    ("pay_for_app", "/apps/{a}/pay", r#"{"plan":"small","payer":"{acme_contact}"}"#, [404, 409, 409, 403, 403]),
    // S6: a trial of one's own is paid by a Company, where one may create Apps.
    ("pay_for_app", "/apps/app-x/pay", r#"{"plan":"small","payer":"{acme_contact}"}"#, [404, 404, 404, 403, 404]),
    ("move_trial_into_company", "/apps/app-e/join", r#"{"company":"elsewhere","plan":"small","payer":"{elsewhere_contact}"}"#, [200, 404, 404, 404, 404]),
    ("move_trial_into_company", "/apps/app-x/join", r#"{"company":"acme","plan":"small","payer":"{acme_contact}"}"#, [404, 404, 404, 403, 404]),
    // Row 17.
    ("change_payer", "/apps/{a}/payer", r#"{"payer":"{second_contact}"}"#,    [404, 200, 403, 403, 403]),
    ("change_payer", "/apps/{a}/payer @0", r#"{"payer":"{second_contact}"}"#, [404, 412, 403, 403, 403]),
    ("change_payer", "/apps/{a}/payer", r#"{"payer":"{solo_contact}"}"#,      [404, 422, 403, 403, 403]),
    // Row 18: Owner on both sides (S9).
    ("get_bill_of_lading", "/apps/{a}/bill-of-lading", "",            [404, 200, 403, 403, 403]),
    ("move_app", "/apps/{a}/move", r#"{"company":"solo","payer":"{solo_contact}"}"#,    [404, 200, 403, 403, 403]),
    ("move_app", "/apps/{a}/move @0", r#"{"company":"solo","payer":"{solo_contact}"}"#, [404, 412, 403, 403, 403]),
    ("move_app", "/apps/{a}/move", r#"{"company":"elsewhere","payer":"{elsewhere_contact}"}"#, [404, 404, 403, 403, 403]),
    // Row 13: by its name.
    ("delete_app", "/apps/{a}/delete", r#"{"confirmation":"{a}"}"#,    [404, 204, 204, 403, 403]),
    ("delete_app", "/apps/{a}/delete @0", r#"{"confirmation":"{a}"}"#, [404, 412, 412, 403, 403]),
    ("delete_app", "/apps/{a}/delete", r#"{"confirmation":"shop"}"#,   [404, 422, 422, 403, 403]),
    ("delete_app", "/apps/app-x/delete", r#"{"confirmation":"app-x"}"#, [404, 404, 404, 204, 404]),
];
