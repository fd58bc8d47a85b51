//! The rows of money: payment requests that have ended, and a long archive of invoices.

use super::{
    fill::{ACME, ADA, NOON, contacts},
    house::{Place, Size},
};

/// The Billing Contact with the archive; it pays for no App any more.
pub const ARCHIVE: &str = "06000000-0000-0000-0000-000000000001";

impl Place {
    /// As many requests of Acme as it has Apps, each declined; and as many invoices, every second of them open, so that
    /// each page is full. Each other Company has paid one: no archive is all there is.
    pub(super) fn money(&self, Size { apps, companies, .. }: Size) -> Vec<String> {
        let (app, request, invoice) = (self.id(4, "n.n"), self.id(7, "n.n"), self.id(8, "n.n"));
        let (all, one, archive) = (self.numbers(apps), self.numbers(1), self.id(6, "1"));
        let (others, other, foreign) = (self.numbers(companies), self.id(3, "n.n"), self.id(9, "n.n"));
        let day = format!("{NOON} / 86400000");
        vec![
            format!(
                "INSERT INTO requests (id, company_id, sender_id, email, email_key, state, link_id, mailed_hash, sent_at,
                                       expires_at, ended_at)
                 SELECT {request}, {ACME}, {ADA}, 'c@client.example', 'c@client.example', 'declined', {request},
                        {}, {NOON} + n.n, {NOON} + n.n + 604800000, {NOON} + n.n
                 FROM {all}",
                self.hash("n.n")
            ),
            format!(
                "INSERT INTO request_apps (request_id, app_id, plan, price, currency)
                 SELECT {request}, {app}, 'small', 900, 'EUR' FROM {all}"
            ),
            contacts(&archive, ACME, &one),
            format!(
                "INSERT INTO invoices (id, series, number, company_id, billing_contact_id, buyer, from_day, to_day,
                                       issued_day, due_day, currency, net, tax, total, document, balance, state, settled_at)
                 SELECT {invoice}, 'S', n.n, {ACME}, {archive}, 'C', {day} - 30, {day}, {day} - n.n % 1000, {day} + 14,
                        'EUR', 900, 171, 1071, '{{}}', CASE WHEN n.n % 2 = 0 THEN 1071 ELSE 0 END,
                        CASE WHEN n.n % 2 = 0 THEN 'open' ELSE 'paid' END, CASE WHEN n.n % 2 <> 0 THEN {NOON} END
                 FROM {all}"
            ),
            format!(
                "INSERT INTO invoices (id, series, number, company_id, billing_contact_id, buyer, from_day, to_day,
                                       issued_day, due_day, currency, net, tax, total, document, balance, state, settled_at)
                 SELECT {foreign}, 'T', n.n, {}, {other}, 'C', {day} - 30, {day}, {day}, {day} + 14,
                        'EUR', 900, 171, 1071, '{{}}', 0, 'paid', {NOON}
                 FROM {others}",
                self.id(2, "n.n")
            ),
        ]
    }

    /// A hash for a number.
    fn hash(&self, number: &str) -> String {
        match self {
            Self::File(_) => format!("CAST({number} AS BLOB)"),
            Self::Server { .. } => format!("int8send({number})"),
        }
    }
}
