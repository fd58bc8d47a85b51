//! Billing Contacts, the settings and the end of a Company (rows 4, 5, 37–40).

use super::Row;

macro_rules! contact {
    ($more:literal) => {
        concat!(
            "slug={c}&country=DE&billing_name=Labs&street=1+Row&postal_code=1&city=B&vat_number=&billing_email=t@new.example",
            $more
        )
    };
}

/// Acts that only look.
pub const LOOKS: &[&str] =
    &["billing_contact", "billing_currencies", "company_settings", "company_end", "invoices", "invoice"];

#[rustfmt::skip]
pub const BILLING: &[Row] = &[
    ("GET /c/{slug}/billing/new", "/c/{c}/billing/new",               [303, 404, 200, 403, 403, 403]),
    ("GET /c/{slug}/billing/{contact}", "/c/{c}/billing/{contact}",   [303, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/billing/{contact}", "/c/{c}/billing/{dennis}",    [303, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/billing/{contact}", "/c/acme/billing/nonsense",   [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/billing/{contact}/invoices", "/c/{c}/billing/{owing_contact}/invoices",
                                                                      [303, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/billing/{contact}/invoices", "/c/acme/billing/{contact}/invoices?tab=paid&year=2026",
                                                                      [303, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/billing/{contact}/invoices", "/c/acme/billing/{dennis}/invoices",
                                                                      [303, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/billing/{contact}/invoices", "/c/acme/billing/nonsense/invoices",
                                                                      [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/invoices/{number}", "/c/{c}/invoices/W-000001",   [303, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/invoices/{number}", "/c/acme/invoices/W-000002",  [303, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/invoices/{number}", "/c/acme/invoices/nonsense",  [303, 404, 404, 403, 403, 404]),
    ("GET /invoices/{secret}", "/invoices/{invoice_link}",            [200, 200, 200, 200, 200, 200]),
    ("GET /invoices/{secret}", "/invoices/{unknown}",                 [404, 404, 404, 404, 404, 404]),
    ("GET /invoices/{secret}", "/invoices/{invitation}",              [404, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/invoices/{number}/pdf", "/c/{c}/invoices/W-000001/pdf", [401, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/invoices/{number}/pdf", "/c/acme/invoices/W-000002/pdf", [401, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/invoices/{number}/pdf", "/c/solo/invoices/W-000001/pdf", [401, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/invoices/{number}/xml", "/c/{c}/invoices/W-000001/xml", [401, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/invoices/{number}/xml", "/c/acme/invoices/nonsense/xml", [401, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/billing/{contact}/invoices/{year}/csv", "/c/{c}/billing/{owing_contact}/invoices/2026/csv",
                                                                      [401, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/billing/{contact}/invoices/{year}/csv", "/c/acme/billing/{owing_contact}/invoices/2025/csv",
                                                                      [401, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/billing/{contact}/invoices/{year}/csv", "/c/acme/billing/{foreign_contact}/invoices/2026/csv",
                                                                      [401, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/billing/{contact}/invoices/{year}/zip", "/c/{c}/billing/{owing_contact}/invoices/2026/zip",
                                                                      [401, 404, 200, 403, 403, 200]),
    ("GET /c/{slug}/billing/{contact}/invoices/{year}/zip", "/c/acme/billing/{owing_contact}/invoices/99999999999999999999/zip",
                                                                      [401, 404, 404, 403, 403, 404]),
    ("GET /c/{slug}/billing/{contact}/invoices/{year}/zip", "/c/acme/billing/nonsense/invoices/2026/zip",
                                                                      [401, 404, 404, 404, 404, 404]),
    ("GET /invoices/{secret}/pdf", "/invoices/{invoice_link}/pdf",    [200, 200, 200, 200, 200, 200]),
    ("GET /invoices/{secret}/pdf", "/invoices/{unknown}/pdf",         [404, 404, 404, 404, 404, 404]),
    ("GET /invoices/{secret}/xml", "/invoices/{invoice_link}/xml",    [200, 200, 200, 200, 200, 200]),
    ("GET /invoices/{secret}/xml", "/invoices/{invitation}/xml",      [404, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/settings", "/c/{c}/settings",                     [303, 404, 200, 403, 403, 403]),
    ("GET /c/{slug}/delete", "/c/{c}/delete",                         [303, 404, 200, 403, 403, 403]),

    ("POST /do/billing_contact", "slug={c}&contact={contact}",        [401, 404, 200, 403, 403, 200]),
    ("POST /do/billing_contact", "slug={c}&contact={foreign_contact}", [401, 404, 404, 403, 403, 404]),
    ("POST /do/billing_currencies", "slug={c}",                       [401, 404, 200, 403, 403, 403]),
    ("POST /do/create_billing_contact", contact!(""),                 [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_billing_contact", contact!("&contact={contact}&version=1"), [401, 404, 200, 403, 403, 200]),
    ("POST /do/change_billing_contact", contact!("&contact={contact}&version=9"), [401, 404, 409, 403, 403, 409]),
    ("POST /do/change_billing_contact", contact!("&contact={foreign_contact}&version=1"), [401, 404, 404, 403, 403, 404]),
    ("POST /do/enter_card", "slug={c}&contact={contact}&version=1",   [401, 404, 200, 403, 403, 200]),
    ("POST /do/enter_card", "slug={c}&contact={contact}&version=1&means=sepa", [401, 404, 409, 403, 403, 409]),
    ("POST /do/enter_card", "slug={c}&contact={contact}&version=9",   [401, 404, 409, 403, 403, 409]),
    ("POST /do/enter_card", "slug={c}&contact={foreign_contact}&version=1", [401, 404, 404, 403, 403, 404]),
    ("POST /do/remove_card", "slug={c}&contact={contact}&version=1",  [401, 404, 409, 403, 403, 409]),
    ("POST /do/remove_card", "slug={c}&contact={foreign_contact}&version=1", [401, 404, 404, 403, 403, 404]),
    ("POST /do/archive_billing_contact", "slug={c}&contact={contact}&version=1", [401, 404, 200, 403, 403, 403]),
    ("POST /do/archive_billing_contact", "slug={c}&contact={foreign_contact}&version=1", [401, 404, 404, 403, 403, 403]),
    ("POST /do/archive_billing_contact", "slug=solo&contact={solo_contact}&version=1", [401, 404, 403, 404, 404, 404]),
    ("POST /do/restore_billing_contact", "slug={c}&contact={archived_contact}&version=2", [401, 404, 200, 403, 403, 403]),
    ("POST /do/restore_billing_contact", "slug={c}&contact={contact}&version=1", [401, 404, 409, 403, 403, 403]),

    ("POST /do/invoices", "slug={c}&contact={owing_contact}",         [401, 404, 200, 403, 403, 200]),
    ("POST /do/invoices", "slug=acme&contact={owing_contact}&tab=open&year=2026&after=20000.1",
                                                                      [401, 404, 200, 403, 403, 200]),
    ("POST /do/invoices", "slug=acme&contact={owing_contact}&after=x", [401, 404, 400, 403, 403, 400]),
    ("POST /do/invoices", "slug=acme&contact={owing_contact}&tab=lost", [401, 400, 400, 400, 400, 400]),
    ("POST /do/invoices", "slug=acme&contact={foreign_contact}",      [401, 404, 404, 403, 403, 404]),
    ("POST /do/invoice", "slug={c}&number=W-000001",                  [401, 404, 200, 403, 403, 200]),
    ("POST /do/invoice", "slug=acme&number=1",                        [401, 404, 404, 403, 403, 404]),
    // Row 43: there is no card.
    ("POST /do/pay_invoice_now", "slug={c}&number=W-000001",          [401, 404, 409, 403, 403, 409]),
    ("POST /do/pay_invoice_now", "slug=acme&number=1",                [401, 404, 404, 403, 403, 404]),
    ("POST /do/mail_invoice_again", "secret={invoice_link}",          [200, 200, 200, 200, 200, 200]),
    ("POST /do/mail_invoice_again", "secret={unknown}",               [404, 404, 404, 404, 404, 404]),
    ("POST /do/archive_billing_contact", "slug=acme&contact={owing_contact}&version=1", [401, 404, 403, 403, 403, 403]),
    ("POST /do/company_settings", "slug={c}",                         [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_policies", "slug={c}&version=1&invitation_domains=acme.example&developer_days=90",
                                                                      [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_policies", "slug={c}&version=0&invitation_domains=acme.example&developer_days=90",
                                                                      [401, 404, 409, 403, 403, 403]),
    ("POST /do/change_policies", "slug=acme&version=1&invitation_domains=acme",
                                                                      [401, 422, 422, 422, 422, 422]),
    ("POST /do/rename_company", "company={c}&version=1&name=Third&slug=third", [401, 404, 200, 403, 403, 403]),
    ("POST /do/rename_company", "company={c}&version=9&name=Third&slug=third", [401, 404, 409, 403, 403, 403]),
    ("POST /do/company_end", "slug={c}",                              [401, 404, 200, 403, 403, 403]),
    ("POST /do/delete_company", "slug={c}&confirmation=Acme+Inc",     [401, 404, 200, 403, 403, 403]),
    ("POST /do/delete_company", "slug={c}&confirmation=acme",         [401, 404, 422, 403, 403, 403]),
];
