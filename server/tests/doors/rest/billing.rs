//! Billing Contacts: rows 37–40.

use super::Row;

macro_rules! contact {
    ($more:literal) => {
        concat!(
            r#"{"country":"DE","billing_name":"Labs","street":"1 Row","postal_code":"1","city":"B","billing_email":"t@new.example""#,
            $more,
            "}"
        )
    };
}

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Row 37.
    ("list_billing_contacts", "/companies/{c}/billing-contacts", "",  [404, 200, 200, 403, 200]),
    ("get_billing_contact", "/companies/{c}/billing-contacts/{contact}", "",              [404, 200, 403, 403, 200]),
    ("get_billing_contact", "/companies/{c}/billing-contacts/{foreign_contact}", "",      [404, 404, 403, 403, 404]),
    ("get_billing_contact", "/companies/{c}/billing-contacts/nonsense", "",               [404, 404, 404, 404, 404]),
    // Row 41.
    ("list_invoices", "/companies/{c}/billing-contacts/{owing_contact}/invoices", "",     [404, 200, 403, 403, 200]),
    ("list_invoices", "/companies/acme/billing-contacts/{contact}/invoices?limit=1&after=20000.1", "", [404, 200, 403, 403, 200]),
    ("list_invoices", "/companies/acme/billing-contacts/{contact}/invoices?after=x", "",  [404, 400, 403, 403, 400]),
    ("list_invoices", "/companies/acme/billing-contacts/{foreign_contact}/invoices", "",  [404, 404, 403, 403, 404]),
    ("get_invoice", "/companies/{c}/invoices/W-000001", "",                               [404, 200, 403, 403, 200]),
    ("get_invoice", "/companies/acme/invoices/W-000002", "",                              [404, 404, 403, 403, 404]),
    ("get_invoice", "/companies/acme/invoices/nonsense", "",                              [404, 404, 403, 403, 404]),
    ("get_invoice_pdf", "/companies/{c}/invoices/W-000001/pdf", "",                       [404, 200, 403, 403, 200]),
    ("get_invoice_pdf", "/companies/acme/invoices/W-000002/pdf", "",                      [404, 404, 403, 403, 404]),
    ("get_invoice_xml", "/companies/{c}/invoices/W-000001/xml", "",                       [404, 200, 403, 403, 200]),
    ("get_invoice_xml", "/companies/acme/invoices/nonsense/xml", "",                      [404, 404, 403, 403, 404]),
    ("get_invoices_csv", "/companies/{c}/billing-contacts/{owing_contact}/invoices/2026/csv", "", [404, 200, 403, 403, 200]),
    ("get_invoices_csv", "/companies/acme/billing-contacts/{owing_contact}/invoices/2025/csv", "", [404, 404, 403, 403, 404]),
    ("get_invoices_csv", "/companies/acme/billing-contacts/{foreign_contact}/invoices/2026/csv", "", [404, 404, 403, 403, 404]),
    ("get_invoices_zip", "/companies/{c}/billing-contacts/{owing_contact}/invoices/2026/zip", "", [404, 200, 403, 403, 200]),
    ("get_invoices_zip", "/companies/acme/billing-contacts/nonsense/invoices/2026/zip", "", [404, 404, 404, 404, 404]),
    // Row 38.
    ("list_currencies", "/companies/{c}/currencies", "",                                  [404, 200, 403, 403, 403]),
    ("create_billing_contact", "/companies/{c}/billing-contacts", contact!(""),           [404, 201, 403, 403, 403]),
    ("create_billing_contact", "/companies/{c}/billing-contacts", contact!(r#","recipients":["x@new.example","y@new.example"],"currency":"EUR""#), [404, 201, 403, 403, 403]),
    // Row 39.
    ("change_billing_contact", "/companies/{c}/billing-contacts/{contact}", contact!(""), [404, 200, 403, 403, 200]),
    ("change_billing_contact", "/companies/{c}/billing-contacts/{contact}", contact!(r#","recipients":["x@new.example"]"#), [404, 200, 403, 403, 200]),
    ("change_billing_contact", "/companies/{c}/billing-contacts/{contact} @9", contact!(""), [404, 412, 403, 403, 412]),
    ("change_billing_contact", "/companies/{c}/billing-contacts/{foreign_contact}", contact!(""), [404, 404, 403, 403, 404]),
    ("enter_card", "/companies/{c}/billing-contacts/{contact}/card", "",                  [404, 200, 403, 403, 200]),
    ("enter_card", "/companies/{c}/billing-contacts/{contact}/card @9", "",               [404, 412, 403, 403, 412]),
    ("enter_card", "/companies/{c}/billing-contacts/{foreign_contact}/card", "",          [404, 404, 403, 403, 404]),
    ("enter_sepa", "/companies/{c}/billing-contacts/{contact}/sepa", "",                  [404, 409, 403, 403, 409]),
    ("enter_sepa", "/companies/{c}/billing-contacts/{contact}/sepa @9", "",               [404, 412, 403, 403, 412]),
    ("enter_sepa", "/companies/{c}/billing-contacts/{foreign_contact}/sepa", "",          [404, 404, 403, 403, 404]),
    ("remove_card", "/companies/{c}/billing-contacts/{contact}/card", "",                 [404, 409, 403, 403, 409]),
    ("remove_card", "/companies/{c}/billing-contacts/{contact}/card @9", "",              [404, 412, 403, 403, 412]),
    ("remove_card", "/companies/{c}/billing-contacts/{foreign_contact}/card", "",         [404, 404, 403, 403, 404]),
    // Row 43: nobody has a card there.
    ("pay_invoice_now", "/companies/{c}/invoices/W-000001/pay", "",                       [404, 409, 403, 403, 409]),
    ("pay_invoice_now", "/companies/acme/invoices/W-000002/pay", "",                      [404, 404, 403, 403, 404]),
    // Row 40, S16.
    ("archive_billing_contact", "/companies/{c}/billing-contacts/{contact}/archive", "",  [404, 204, 403, 403, 403]),
    ("archive_billing_contact", "/companies/{c}/billing-contacts/{contact}/archive @9", "", [404, 412, 403, 403, 403]),
    ("archive_billing_contact", "/companies/{c}/billing-contacts/{acme_contact}/archive", "", [404, 403, 403, 403, 403]),
    ("archive_billing_contact", "/companies/{c}/billing-contacts/{foreign_contact}/archive", "", [404, 404, 403, 403, 403]),
    ("archive_billing_contact", "/companies/solo/billing-contacts/{solo_contact}/archive", "", [404, 403, 404, 404, 404]),
    ("restore_billing_contact", "/companies/{c}/billing-contacts/{archived_contact}/restore @2", "", [404, 204, 403, 403, 403]),
    ("restore_billing_contact", "/companies/{c}/billing-contacts/{contact}/restore", "",  [404, 409, 403, 403, 403]),
];
