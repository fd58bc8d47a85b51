//! Companies: rows 1, 2, 4–6 and 35.

use super::Row;

/// A Company to set up.
pub const COMPANY: &str = r#"{"name":"Third","slug":"third","country":"DE","billing_name":"Third","street":"1 Row","postal_code":"1","city":"B","billing_email":"t@new.example"}"#;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 1: any User.
    ("list_companies", "/companies", "",                              [200, 200, 200, 200, 200]),
    ("create_company", "/companies", COMPANY,                         [201, 201, 201, 201, 201]),
    // Rows 2 and 6.
    ("get_company", "/companies/{c}", "",                             [404, 200, 200, 200, 200]),
    ("leave_company", "/companies/{c}/leave", "",                     [404, 204, 204, 204, 204]),
    ("leave_company", "/companies/solo/leave", "",                    [404, 403, 404, 404, 404]),
    ("get_my_departure", "/companies/{c}/departure", "",                          [404, 200, 200, 200, 200]),
    // Row 35, S15: an Owner, while another one is there.
    ("step_down", "/companies/{c}/step-down", "",                                 [404, 204, 403, 403, 403]),
    ("step_down", "/companies/solo/step-down", "",                                [404, 403, 404, 404, 404]),
    // Row 4.
    ("get_company_settings", "/companies/{c}/settings", "",                       [404, 200, 403, 403, 403]),
    ("rename_company", "/companies/{c}/settings", r#"{"name":"Third","slug":"third"}"#,    [404, 200, 403, 403, 403]),
    ("rename_company", "/companies/{c}/settings @9", r#"{"name":"Third","slug":"third"}"#, [404, 412, 403, 403, 403]),
    ("rename_company", "/companies/acme/settings", r#"{"name":"Third","slug":"solo"}"#,    [404, 422, 403, 403, 403]),
    ("change_policies", "/companies/{c}/policies", r#"{"invitation_domains":["acme.example"],"developer_days":90}"#,    [404, 200, 403, 403, 403]),
    ("change_policies", "/companies/{c}/policies @9", r#"{"invitation_domains":["acme.example"],"developer_days":90}"#, [404, 412, 403, 403, 403]),
    ("change_policies", "/companies/acme/policies", r#"{"invitation_domains":["acme"],"developer_days":0}"#,          [422, 422, 422, 422, 422]),
    // Row 5, S3: by its name.
    ("get_company_end", "/companies/{c}/end", "",                                 [404, 200, 403, 403, 403]),
    ("delete_company", "/companies/{c}/delete", r#"{"confirmation":"Acme Inc"}"#, [404, 204, 403, 403, 403]),
    ("delete_company", "/companies/{c}/delete", r#"{"confirmation":"acme"}"#,     [404, 422, 403, 403, 403]),
    // 3.2, M28: Owners and Admins know of a recovery, any Owner stops it.
    ("list_recoveries", "/companies/{c}/recoveries", "",                          [404, 200, 200, 403, 403]),
    ("stop_recovery", "/companies/{c}/recoveries/stop", "",                       [404, 204, 403, 403, 403]),
    ("stop_recovery", "/companies/solo/recoveries/stop", "",                      [404, 409, 404, 404, 404]),
];
