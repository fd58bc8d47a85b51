//! Invitations: rows 22–27.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 3.
    ("list_invitations", "/companies/{c}/invitations", "",            [404, 200, 200, 403, 403]),
    // Rows 23–26.
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["o@new2.example"],"role":"owner"}"#,     [404, 200, 403, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["a@new2.example"],"role":"admin"}"#,     [404, 200, 200, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer","apps":["{acme_shop}"]}"#, [404, 200, 200, 403, 403]),
    // 4.1: to one App at least, and to none of somebody else's.
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer"}"#, [404, 422, 422, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer","apps":["{app_e}"]}"#, [404, 422, 422, 403, 403]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["d@new2.example"],"role":"developer","apps":["{acme_shop}"],"ends_on":"2027-01-31"}"#, [404, 200, 200, 403, 403]),
    // What is no day is none for anybody.
    ("invite", "/companies/acme/invitations", r#"{"addresses":["a@new2.example"],"role":"admin","ends_on":"2026-11-20"}"#, [422, 422, 422, 422, 422]),
    ("invite", "/companies/{c}/invitations", r#"{"addresses":["b@new2.example"],"role":"billing"}"#,   [404, 200, 403, 403, 403]),
    // Row 27.
    ("edit_invitation", "/companies/{c}/invitations/{to_owner}", r#"{"role":"admin","note":""}"#,      [404, 204, 403, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_admin}", r#"{"role":"developer","note":"","apps":["{acme_shop}"]}"#, [404, 204, 204, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_admin}", r#"{"role":"developer","note":""}"#,  [404, 422, 422, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_developer}", r#"{"role":"admin","note":"","ends_on":"2027-01-31"}"#, [404, 204, 204, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_developer}", r#"{"role":"owner","note":""}"#,  [404, 204, 403, 403, 403]),
    ("edit_invitation", "/companies/{c}/invitations/{to_spy}", r#"{"role":"admin","note":""}"#,        [404, 404, 404, 403, 403]),
    ("resend_invitation", "/companies/{c}/invitations/{to_owner}/resend", "",      [404, 204, 403, 403, 403]),
    ("resend_invitation", "/companies/{c}/invitations/{to_developer}/resend", "",  [404, 204, 204, 403, 403]),
    ("resend_invitation", "/companies/{c}/invitations/{to_spy}/resend", "",        [404, 404, 404, 403, 403]),
    ("copy_invitation_link", "/companies/{c}/invitations/{to_owner}/link", "",     [404, 201, 403, 403, 403]),
    ("copy_invitation_link", "/companies/{c}/invitations/{to_admin}/link", "",     [404, 201, 201, 403, 403]),
    ("cancel_invitation", "/companies/{c}/invitations/{to_billing}", "",           [404, 204, 403, 403, 403]),
    ("cancel_invitation", "/companies/{c}/invitations/{to_developer}", "",         [404, 204, 204, 403, 403]),
    ("cancel_invitation", "/companies/{c}/invitations/{to_spy}", "",               [404, 404, 404, 403, 403]),
    // Row 22: the addressed person only.
    ("list_my_invitations", "/invitations", "",                       [200, 200, 200, 200, 200]),
    ("mail_my_invitation", "/invitations/{to_ivan}/mail", "",         [404, 404, 404, 404, 404]),
    ("accept_invitation", "/invitations/accept", r#"{"secret":"{invitation}"}"#,   [409, 409, 409, 409, 409]),
    ("accept_invitation", "/invitations/accept", r#"{"secret":"{unknown}"}"#,      [404, 404, 404, 404, 404]),
    ("ask_for_renewal", "/invitations/ask", r#"{"secret":"{invitation}"}"#, [404, 404, 404, 404, 404]),
    // S27: somebody else's.
    ("ask_for_readdress", "/invitations/readdress", r#"{"secret":"{invitation}"}"#, [204, 204, 204, 204, 204]),
    ("ask_for_readdress", "/invitations/readdress", r#"{"secret":"{unknown}"}"#,    [404, 404, 404, 404, 404]),
    ("decline_invitation", "/invitations/decline", r#"{"secret":"{invitation}"}"#, [409, 409, 409, 409, 409]),
    ("decline_invitation", "/invitations/decline", r#"{"secret":"{unknown}"}"#,    [404, 404, 404, 404, 404]),
];
