//! What must not exist of Billing Contacts, their invoices and their credit notes.

use super::Check;

/// Each counts what must not exist.
pub const CHECKS: &[Check] = &[
    Check {
        invariant: "I18",
        sentence: "Archived Billing Contacts without the moment, or live ones with it",
        sql: "SELECT COUNT(*) FROM billing_contacts WHERE (state = 'archived') <> (archived_at IS NOT NULL)",
    },
    Check {
        invariant: "E65",
        sentence: "Billing Contacts in the European Union that do not pay in euros",
        sql: "SELECT COUNT(*) FROM billing_contacts WHERE currency <> 'EUR' AND country IN
            ('AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU',
             'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK')",
    },
    Check {
        invariant: "I25",
        sentence: "Invoices whose payments, credit notes and balance are not their total",
        sql: "SELECT COUNT(*) FROM invoices i WHERE i.balance
            + COALESCE((SELECT SUM(p.amount) FROM invoice_payments p
                WHERE p.invoice_id = i.id AND p.returned_at IS NULL), 0)
            + COALESCE((SELECT SUM(u.amount) FROM credit_uses u WHERE u.invoice_id = i.id), 0) <> i.total",
    },
    Check {
        invariant: "I25",
        sentence: "Credit notes of which the buyer got more or less than is no longer left of them",
        sql: "SELECT COUNT(*) FROM credit_notes n WHERE n.balance
            + COALESCE((SELECT SUM(u.amount) FROM credit_uses u WHERE u.credit_note_id = n.id AND NOT EXISTS
                (SELECT 1 FROM refunds r WHERE r.credit_note_id = u.credit_note_id AND r.position = u.position
                    AND r.state = 'failed')), 0) <> n.total",
    },
    Check {
        invariant: "I25",
        sentence: "Credit notes that were set off against what another Billing Contact owes, or in another currency",
        sql: "SELECT COUNT(*) FROM credit_uses u JOIN credit_notes n ON n.id = u.credit_note_id
         JOIN invoices i ON i.id = u.invoice_id
         WHERE i.billing_contact_id <> n.billing_contact_id OR i.currency <> n.currency",
    },
    Check {
        invariant: "I26",
        sentence: "Invoices that were credited with more than they are, or with something else than their credit notes say",
        sql: "SELECT COUNT(*) FROM invoices i WHERE i.credited > i.total OR i.credited <>
            COALESCE((SELECT SUM(n.total) FROM credit_notes n WHERE n.invoice_id = i.id), 0)
            OR COALESCE((SELECT SUM(n.net) FROM credit_notes n WHERE n.invoice_id = i.id), 0) > i.net
            OR COALESCE((SELECT SUM(n.tax) FROM credit_notes n WHERE n.invoice_id = i.id), 0) > i.tax",
    },
    Check {
        invariant: "I26",
        sentence: "Credit notes whose lines are not their sum, or name another currency or contact than their invoice",
        sql: "SELECT COUNT(*) FROM credit_notes n JOIN invoices i ON i.id = n.invoice_id WHERE n.net <>
            COALESCE((SELECT SUM(l.net) FROM credit_note_lines l WHERE l.credit_note_id = n.id), 0)
            OR n.currency <> i.currency OR n.billing_contact_id <> i.billing_contact_id OR n.issued_day < i.issued_day",
    },
    Check {
        invariant: "I26",
        sentence: "Series of invoices with a gap or without an end",
        sql: "SELECT (SELECT COUNT(*) FROM invoice_series s WHERE s.kind = 'invoice' AND (s.last <>
                (SELECT COUNT(*) FROM invoices i WHERE i.series = s.series) OR s.last <>
                COALESCE((SELECT MAX(i.number) FROM invoices i WHERE i.series = s.series), 0)))
              + (SELECT COUNT(*) FROM invoices i WHERE NOT EXISTS
                (SELECT 1 FROM invoice_series s WHERE s.series = i.series AND s.kind = 'invoice'))",
    },
    Check {
        invariant: "I26",
        sentence: "Series of credit notes with a gap or without an end",
        sql: "SELECT (SELECT COUNT(*) FROM invoice_series s WHERE s.kind = 'credit_note' AND (s.last <>
                (SELECT COUNT(*) FROM credit_notes n WHERE n.series = s.series) OR s.last <>
                COALESCE((SELECT MAX(n.number) FROM credit_notes n WHERE n.series = s.series), 0)))
              + (SELECT COUNT(*) FROM credit_notes n WHERE NOT EXISTS
                (SELECT 1 FROM invoice_series s WHERE s.series = n.series AND s.kind = 'credit_note'))",
    },
    Check {
        invariant: "I24",
        sentence: "Days of a Billing Contact on two invoices, or on one although it says that they wait",
        sql: "SELECT (SELECT COUNT(*) FROM invoices i JOIN invoices o ON o.billing_contact_id = i.billing_contact_id
                AND o.id <> i.id AND o.from_day < i.to_day AND i.from_day < o.to_day)
              + (SELECT COUNT(*) FROM billing_contacts b JOIN invoices i ON i.billing_contact_id = b.id
                 WHERE i.to_day > b.billed_to OR b.billed_to > b.run_to)",
    },
    Check {
        invariant: "I34",
        sentence: "Invoices that the log does not know",
        sql: "SELECT COUNT(*) FROM invoices i WHERE i.series || '-' || CASE WHEN i.number < 1000000
                THEN SUBSTR('000000' || i.number, LENGTH('000000' || i.number) - 5) ELSE CAST(i.number AS TEXT) END
            NOT IN (SELECT l.target FROM log l WHERE l.event = 'invoice_issued' AND l.target IS NOT NULL)",
    },
    Check {
        invariant: "I34",
        sentence: "Credit notes that the log does not know",
        sql: "SELECT COUNT(*) FROM credit_notes n WHERE n.series || '-' || CASE WHEN n.number < 1000000
                THEN SUBSTR('000000' || n.number, LENGTH('000000' || n.number) - 5) ELSE CAST(n.number AS TEXT) END
            NOT IN (SELECT l.target FROM log l WHERE l.event = 'credit_note_issued' AND l.target IS NOT NULL)",
    },
    Check {
        invariant: "4.5",
        sentence: "Billing Contacts that do not stand as the worst of their open invoices of which enough is left to be charged",
        sql: "SELECT COUNT(*) FROM billing_contacts b WHERE b.arrears <>
            (SELECT CASE WHEN COALESCE(MAX(i.dun_step), 0) >= 3 THEN 'blocked' WHEN MAX(i.dun_step) >= 1 THEN 'failing'
                ELSE 'active' END FROM invoices i
             WHERE i.billing_contact_id = b.id AND i.state = 'open' AND i.balance >= 50)",
    },
    Check {
        invariant: "4.5",
        sentence: "Open invoices whose next step has no day, or that have a day after the last step",
        sql: "SELECT COUNT(*) FROM invoices i WHERE i.state = 'open' AND (i.dun_on IS NULL) <> (i.dun_step = 5)",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::billing::EU;

    #[test]
    fn the_european_union_is_that_of_the_rules() {
        let check = CHECKS.iter().find(|check| check.invariant == "E65").unwrap();
        let (_, countries) = check.sql.split_once("country IN").unwrap();
        let codes: Vec<&str> = countries.split('\'').skip(1).step_by(2).collect();
        assert_eq!(codes, EU);
    }
}
