//! A read-only look at the whole database: does every invariant hold?

use serde::Serialize;

use super::Warren;
use crate::rules::problem::Problem;

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The number of the invariant.
    pub invariant: &'static str,
    /// What is wrong.
    pub sentence: &'static str,
    /// How many rows are.
    pub rows: i64,
}

/// Each statement counts what must not exist.
const CHECKS: &[(&str, &str, &str)] = &[
    (
        "I1",
        "Companies whose count of Owners is not the number of their Owners, or is none",
        "SELECT COUNT(*) FROM companies c WHERE c.owner_count < 1 OR c.owner_count <>
            (SELECT COUNT(*) FROM members m WHERE m.company_id = c.id AND m.role = 'owner')",
    ),
    (
        "I2",
        "Companies whose count of members is not the number of their members",
        "SELECT COUNT(*) FROM companies c WHERE c.member_count <>
            (SELECT COUNT(*) FROM members m WHERE m.company_id = c.id)",
    ),
    (
        "I2",
        "Companies without a live Billing Contact",
        "SELECT COUNT(*) FROM companies c WHERE NOT EXISTS
            (SELECT 1 FROM billing_contacts b WHERE b.company_id = c.id AND b.state = 'active')",
    ),
    (
        "I17",
        "Apps that are paid by a Billing Contact that is archived or of another Company",
        "SELECT COUNT(*) FROM apps a WHERE a.billing_contact_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM billing_contacts b WHERE b.id = a.billing_contact_id AND b.company_id = a.company_id
                AND b.state = 'active')",
    ),
    (
        "I18",
        "Archived Billing Contacts without the moment, or live ones with it",
        "SELECT COUNT(*) FROM billing_contacts WHERE (state = 'archived') <> (archived_at IS NOT NULL)",
    ),
    (
        "E65",
        "Billing Contacts in the European Union that do not pay in euros",
        "SELECT COUNT(*) FROM billing_contacts WHERE currency <> 'EUR' AND country IN
            ('AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU',
             'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK')",
    ),
    (
        "I8",
        "Assignments to Apps of another Company, or of people who are no Developers there",
        "SELECT COUNT(*) FROM app_members d WHERE NOT EXISTS
            (SELECT 1 FROM members m JOIN apps a ON a.company_id = m.company_id
             WHERE m.company_id = d.company_id AND m.user_id = d.user_id AND m.role = 'developer' AND a.id = d.app_id)",
    ),
    (
        "I8",
        "Owners whose access has an end, and ends that nobody granted",
        "SELECT COUNT(*) FROM members
         WHERE ends_at IS NOT NULL AND (role = 'owner' OR granted_by IS NULL)",
    ),
    (
        "I9",
        "Ended invitations without the moment they ended, or open ones with it",
        "SELECT COUNT(*) FROM invitations
         WHERE (state IN ('pending', 'expired') AND answered_at IS NOT NULL)
            OR (state IN ('accepted', 'declined', 'cancelled') AND answered_at IS NULL)",
    ),
    (
        "I13",
        "Addresses with several open invitations to one Company",
        "SELECT COUNT(*) FROM (SELECT company_id, email_key FROM invitations WHERE state IN ('pending', 'expired')
            GROUP BY company_id, email_key HAVING COUNT(*) > 1) AS twins",
    ),
    (
        "I14",
        "Open invitations whose sender is no longer a member, or could not send them any more",
        "SELECT COUNT(*) FROM invitations i WHERE i.state IN ('pending', 'expired') AND NOT EXISTS
            (SELECT 1 FROM members m WHERE m.company_id = i.company_id AND m.user_id = i.inviter_id
                AND (m.role = 'owner' OR (m.role = 'admin' AND i.role IN ('admin', 'developer'))))",
    ),
    (
        "I17",
        "Apps whose payer is no live Billing Contact",
        "SELECT COUNT(*) FROM apps a WHERE a.billing_contact_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM billing_contacts b WHERE b.id = a.billing_contact_id AND b.company_id = a.company_id
                AND b.state = 'active')",
    ),
    (
        "4.3",
        "Releases that visitors see although their App is deleted or their files are to go",
        "SELECT COUNT(*) FROM releases r JOIN apps a ON a.id = r.app_id
         WHERE r.live AND (a.state = 'deleted' OR r.remove_at IS NOT NULL)",
    ),
    (
        "E51",
        "Apps without their name, or names that are free while an App has them",
        "SELECT COUNT(*) FROM apps a WHERE a.state <> 'deleted' AND NOT EXISTS
            (SELECT 1 FROM app_names n WHERE n.name = a.name AND n.app_id = a.id AND n.free_at IS NULL)",
    ),
    (
        "I48",
        "Deleted Apps that left something behind",
        "SELECT COUNT(*) FROM apps a WHERE a.state = 'deleted' AND (
            EXISTS (SELECT 1 FROM app_members x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_configs x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_domains x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM ssh_keys x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM invitation_apps x WHERE x.app_id = a.id))",
    ),
    (
        "I24",
        "Days of an App that two pay for, or nobody",
        "SELECT COUNT(*) FROM app_periods p WHERE EXISTS
            (SELECT 1 FROM app_periods n WHERE n.app_id = p.app_id AND n.from_day > p.from_day
                AND (p.to_day IS NULL OR n.from_day < p.to_day))
            OR (EXISTS (SELECT 1 FROM app_periods n WHERE n.app_id = p.app_id AND n.from_day > p.from_day)
                AND NOT EXISTS (SELECT 1 FROM app_periods n WHERE n.app_id = p.app_id AND n.from_day = p.to_day))",
    ),
    (
        "I24",
        "Apps whose payer or plan is not that of their open period, or that are billed without a payer",
        "SELECT (SELECT COUNT(*) FROM apps a WHERE a.billing_contact_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM app_periods p WHERE p.app_id = a.id AND p.to_day IS NULL
                AND p.billing_contact_id = a.billing_contact_id AND p.plan = a.plan))
              + (SELECT COUNT(*) FROM apps a JOIN app_periods p ON p.app_id = a.id AND p.to_day IS NULL
                 WHERE a.billing_contact_id IS NULL)",
    ),
    (
        "I25",
        "Invoices whose payments, credit notes and balance are not their total",
        "SELECT COUNT(*) FROM invoices i WHERE i.balance
            + COALESCE((SELECT SUM(p.amount) FROM invoice_payments p
                WHERE p.invoice_id = i.id AND p.returned_at IS NULL), 0)
            + COALESCE((SELECT SUM(u.amount) FROM credit_uses u WHERE u.invoice_id = i.id), 0) <> i.total",
    ),
    (
        "I25",
        "Credit notes of which the buyer got more or less than is no longer left of them",
        "SELECT COUNT(*) FROM credit_notes n WHERE n.balance
            + COALESCE((SELECT SUM(u.amount) FROM credit_uses u WHERE u.credit_note_id = n.id AND NOT EXISTS
                (SELECT 1 FROM refunds r WHERE r.credit_note_id = u.credit_note_id AND r.position = u.position
                    AND r.state = 'failed')), 0) <> n.total",
    ),
    (
        "I28",
        "Money on its way to a card that is another part of the credit note, or of another invoice or currency",
        "SELECT COUNT(*) FROM refunds r JOIN credit_notes n ON n.id = r.credit_note_id
         JOIN credit_uses u ON u.credit_note_id = r.credit_note_id AND u.position = r.position
         JOIN charges h ON h.id = r.charge_id
         WHERE u.amount <> r.amount OR u.invoice_id IS NOT NULL OR h.invoice_id <> n.invoice_id
            OR h.state <> 'paid' OR r.currency <> n.currency",
    ),
    (
        "I28",
        "Charges of which more goes back than was taken",
        "SELECT COUNT(*) FROM charges h WHERE COALESCE(h.taken, 0) <
            COALESCE((SELECT SUM(r.amount) FROM refunds r WHERE r.charge_id = h.id
                AND (r.state <> 'failed' OR r.credit_note_id IS NULL)), 0)",
    ),
    (
        "I25",
        "Credit notes that were set off against what another Billing Contact owes, or in another currency",
        "SELECT COUNT(*) FROM credit_uses u JOIN credit_notes n ON n.id = u.credit_note_id
         JOIN invoices i ON i.id = u.invoice_id
         WHERE i.billing_contact_id <> n.billing_contact_id OR i.currency <> n.currency",
    ),
    (
        "I26",
        "Invoices that were credited with more than they are, or with something else than their credit notes say",
        "SELECT COUNT(*) FROM invoices i WHERE i.credited > i.total OR i.credited <>
            COALESCE((SELECT SUM(n.total) FROM credit_notes n WHERE n.invoice_id = i.id), 0)
            OR COALESCE((SELECT SUM(n.net) FROM credit_notes n WHERE n.invoice_id = i.id), 0) > i.net
            OR COALESCE((SELECT SUM(n.tax) FROM credit_notes n WHERE n.invoice_id = i.id), 0) > i.tax",
    ),
    (
        "I26",
        "Credit notes whose lines are not their sum, or name another currency or contact than their invoice",
        "SELECT COUNT(*) FROM credit_notes n JOIN invoices i ON i.id = n.invoice_id WHERE n.net <>
            COALESCE((SELECT SUM(l.net) FROM credit_note_lines l WHERE l.credit_note_id = n.id), 0)
            OR n.currency <> i.currency OR n.billing_contact_id <> i.billing_contact_id OR n.issued_day < i.issued_day",
    ),
    (
        "I26",
        "Series of invoices with a gap or without an end",
        "SELECT (SELECT COUNT(*) FROM invoice_series s WHERE s.kind = 'invoice' AND (s.last <>
                (SELECT COUNT(*) FROM invoices i WHERE i.series = s.series) OR s.last <>
                COALESCE((SELECT MAX(i.number) FROM invoices i WHERE i.series = s.series), 0)))
              + (SELECT COUNT(*) FROM invoices i WHERE NOT EXISTS
                (SELECT 1 FROM invoice_series s WHERE s.series = i.series AND s.kind = 'invoice'))",
    ),
    (
        "I26",
        "Series of credit notes with a gap or without an end",
        "SELECT (SELECT COUNT(*) FROM invoice_series s WHERE s.kind = 'credit_note' AND (s.last <>
                (SELECT COUNT(*) FROM credit_notes n WHERE n.series = s.series) OR s.last <>
                COALESCE((SELECT MAX(n.number) FROM credit_notes n WHERE n.series = s.series), 0)))
              + (SELECT COUNT(*) FROM credit_notes n WHERE NOT EXISTS
                (SELECT 1 FROM invoice_series s WHERE s.series = n.series AND s.kind = 'credit_note'))",
    ),
    (
        "I24",
        "Days of a Billing Contact on two invoices, or on one although it says that they wait",
        "SELECT (SELECT COUNT(*) FROM invoices i JOIN invoices o ON o.billing_contact_id = i.billing_contact_id
                AND o.id <> i.id AND o.from_day < i.to_day AND i.from_day < o.to_day)
              + (SELECT COUNT(*) FROM billing_contacts b JOIN invoices i ON i.billing_contact_id = b.id
                 WHERE i.to_day > b.billed_to OR b.billed_to > b.run_to)",
    ),
    (
        "I34",
        "Invoices that the log does not know",
        "SELECT COUNT(*) FROM invoices i WHERE i.series || '-' || CASE WHEN i.number < 1000000
                THEN SUBSTR('000000' || i.number, LENGTH('000000' || i.number) - 5) ELSE CAST(i.number AS TEXT) END
            NOT IN (SELECT l.target FROM log l WHERE l.event = 'invoice_issued' AND l.target IS NOT NULL)",
    ),
    (
        "I34",
        "Credit notes that the log does not know",
        "SELECT COUNT(*) FROM credit_notes n WHERE n.series || '-' || CASE WHEN n.number < 1000000
                THEN SUBSTR('000000' || n.number, LENGTH('000000' || n.number) - 5) ELSE CAST(n.number AS TEXT) END
            NOT IN (SELECT l.target FROM log l WHERE l.event = 'credit_note_issued' AND l.target IS NOT NULL)",
    ),
    (
        "4.5",
        "Billing Contacts that do not stand as the worst of their open invoices",
        "SELECT COUNT(*) FROM billing_contacts b WHERE b.arrears <>
            (SELECT CASE WHEN COALESCE(MAX(i.dun_step), 0) >= 3 THEN 'blocked' WHEN MAX(i.dun_step) >= 1 THEN 'failing'
                ELSE 'active' END FROM invoices i WHERE i.billing_contact_id = b.id AND i.state = 'open')",
    ),
    (
        "4.5",
        "Open invoices whose next step has no day, or that have a day after the last step",
        "SELECT COUNT(*) FROM invoices i WHERE i.state = 'open' AND (i.dun_on IS NULL) <> (i.dun_step = 5)",
    ),
    (
        "4.3",
        "Apps that run although their Billing Contact is blocked, or are suspended for that although it is not",
        "SELECT COUNT(*) FROM apps a LEFT JOIN billing_contacts b ON b.id = a.billing_contact_id
         WHERE a.state <> 'deleted' AND CASE WHEN COALESCE(b.arrears, 'active') = 'blocked'
            THEN a.state = 'active' OR COALESCE(a.suspended_before, '') = 'active'
            ELSE COALESCE(a.suspended_by, '') = 'dunning' OR COALESCE(a.suspended_before, '') = 'dunning' END",
    ),
    (
        "I30",
        "Open invitations without their mail",
        "SELECT COUNT(*) FROM invitations i WHERE i.state = 'pending' AND i.delivered_at IS NULL AND NOT i.bounced
            AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.address = i.email)",
    ),
    (
        "I34",
        "Companies without the log entry of their set-up",
        "SELECT COUNT(*) FROM companies c WHERE NOT EXISTS
            (SELECT 1 FROM log l WHERE l.company_id = c.id AND l.event = 'company_set_up')",
    ),
    (
        "I34",
        "Apps whose configuration is not the newest of an unbroken series of versions",
        "SELECT COUNT(*) FROM apps a WHERE a.state <> 'deleted'
            AND (a.config_version <> (SELECT COUNT(*) FROM app_configs v WHERE v.app_id = a.id)
              OR a.config_version <> COALESCE((SELECT MAX(v.version) FROM app_configs v WHERE v.app_id = a.id), 0))",
    ),
    (
        "I34",
        "Apps with more or fewer versions of their configuration than entries of the log about them",
        "SELECT COUNT(*) FROM apps a WHERE a.config_version <>
            (SELECT COUNT(*) FROM log l WHERE l.app_id = a.id AND l.event = 'app_configured')",
    ),
    (
        "I34",
        "Apps without the log entry of their beginning",
        "SELECT COUNT(*) FROM apps a WHERE NOT EXISTS
            (SELECT 1 FROM log l WHERE l.app_id = a.id AND l.event = 'app_created')",
    ),
    (
        "I36",
        "Sessions that are proven in the future, or end before they began",
        "SELECT COUNT(*) FROM sessions WHERE ends_at <= began_at OR proven_at < began_at",
    ),
    (
        "I36",
        "Tokens that live for more than a year, or guarded ones for more than a day",
        "SELECT COUNT(*) FROM tokens WHERE expires_at <= made_at OR expires_at > made_at + 31536000000
            OR (scopes LIKE '%guarded%' AND expires_at > made_at + 86400000)",
    ),
    (
        "I43",
        "Answers under a key without their status, or the other way round",
        "SELECT COUNT(*) FROM idempotency WHERE (status IS NULL) <> (answer IS NULL)",
    ),
    (
        "I37",
        "Addresses that are not in their canonical form, or confirmed for several accounts",
        "SELECT COUNT(*) FROM users u WHERE u.email_key <> LOWER(u.email) OR (u.confirmed_at IS NOT NULL AND EXISTS
            (SELECT 1 FROM users o WHERE o.email_key = u.email_key AND o.id <> u.id AND o.confirmed_at IS NOT NULL))",
    ),
    (
        "I39",
        "Owners of more keys than anybody may have",
        "SELECT COUNT(*) FROM (SELECT COUNT(*) AS many FROM ssh_keys GROUP BY user_id, app_id) AS owners WHERE many > 100",
    ),
    (
        "S17",
        "Closed accounts of which something is left",
        "SELECT COUNT(*) FROM users u WHERE u.erased_at IS NOT NULL AND (u.email <> '' OR u.email_key <> ''
            OR u.first_name <> 'a former user' OR u.last_name <> '' OR u.password_hash IS NOT NULL
            OR u.confirmed_at IS NOT NULL OR u.time_zone IS NOT NULL OR u.zone_chosen
            OR EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id)
            OR EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id)
            OR EXISTS (SELECT 1 FROM links l WHERE l.user_id = u.id)
            OR EXISTS (SELECT 1 FROM ssh_keys k WHERE k.user_id = u.id)
            OR EXISTS (SELECT 1 FROM tokens t WHERE t.user_id = u.id)
            OR u.factor_seed IS NOT NULL OR EXISTS (SELECT 1 FROM recovery_codes r WHERE r.user_id = u.id)
            OR EXISTS (SELECT 1 FROM muted x WHERE x.user_id = u.id)
            OR EXISTS (SELECT 1 FROM apps a WHERE a.creator_id = u.id AND a.company_id IS NULL AND a.state <> 'deleted'))",
    ),
    (
        "3.2",
        "Recoveries of ownership that have ended without the moment of it, or wait with one",
        "SELECT COUNT(*) FROM recoveries WHERE (state = 'waiting') <> (ended_at IS NULL)",
    ),
    (
        "4.3",
        "Apps that are held with their Company while it is not suspended, or run while it is",
        "SELECT COUNT(*) FROM apps a JOIN companies c ON c.id = a.company_id
         WHERE (c.suspended_at IS NULL) <> (a.suspended_before IS NULL)",
    ),
    (
        "I21",
        "Apps that wait for a request which is over, or which does not offer them",
        "SELECT COUNT(*) FROM apps a WHERE a.request_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM requests r JOIN request_apps ra ON ra.request_id = r.id AND ra.app_id = a.id
             WHERE r.id = a.request_id AND r.state IN ('proposed', 'pending', 'claimed', 'billing'))",
    ),
    (
        "I21",
        "Open requests for Apps that do not wait for them",
        "SELECT COUNT(*) FROM requests r JOIN request_apps ra ON ra.request_id = r.id JOIN apps a ON a.id = ra.app_id
         WHERE r.state IN ('proposed', 'pending', 'claimed', 'billing') AND (a.request_id IS NULL OR a.request_id <> r.id)",
    ),
    (
        "I23",
        "Completed requests without a client, or whose Company nobody was made Owner of",
        "SELECT COUNT(*) FROM requests r WHERE r.state = 'completed' AND (r.client_id IS NULL OR r.target_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM log l WHERE l.company_id = r.target_id AND l.event = 'app_handed_over'))",
    ),
    (
        "S30",
        "Requests whose deadline stands still although no App of theirs is suspended, or runs although one is",
        "SELECT COUNT(*) FROM requests r WHERE r.state IN ('proposed', 'pending', 'claimed', 'billing')
            AND (r.frozen_at IS NOT NULL) <> EXISTS (SELECT 1 FROM apps a
                WHERE a.request_id = r.id AND a.suspended_by IN ('operator', 'dunning'))",
    ),
    (
        "S10",
        "Requests of Admins for paid Apps that went to a client without the confirmation of an Owner",
        "SELECT COUNT(*) FROM requests r JOIN members s ON s.company_id = r.company_id AND s.user_id = r.sender_id
         WHERE r.state IN ('pending', 'claimed', 'billing') AND s.role = 'admin' AND r.confirmed_by IS NULL
            AND EXISTS (SELECT 1 FROM request_apps ra WHERE ra.request_id = r.id AND ra.payer_id IS NOT NULL)",
    ),
    (
        "S10",
        "Requests that were only proposed, and of which a client was told",
        "SELECT COUNT(*) FROM requests WHERE state IN ('proposed', 'refused')
            AND (told_at IS NOT NULL OR client_id IS NOT NULL OR copied_hash IS NOT NULL OR confirmed_by IS NOT NULL)",
    ),
    (
        "I48",
        "Domains that lead to deleted Apps",
        "SELECT COUNT(*) FROM app_domains d JOIN apps a ON a.id = d.app_id WHERE a.state = 'deleted'",
    ),
    (
        "I48",
        "Members or invitations of Companies that do not exist",
        "SELECT (SELECT COUNT(*) FROM members m WHERE NOT EXISTS (SELECT 1 FROM companies c WHERE c.id = m.company_id))
              + (SELECT COUNT(*) FROM invitations i WHERE NOT EXISTS (SELECT 1 FROM companies c WHERE c.id = i.company_id))
              + (SELECT COUNT(*) FROM billing_recipients r WHERE NOT EXISTS
                    (SELECT 1 FROM billing_contacts b WHERE b.id = r.billing_contact_id))",
    ),
    (
        "I48",
        "Companies that are there although the log says that they were deleted",
        "SELECT COUNT(*) FROM companies c WHERE EXISTS
            (SELECT 1 FROM log l WHERE l.company_id = c.id AND l.event = 'company_deleted')",
    ),
    (
        "I48",
        "Deleted Apps that still have people, domains, keys or an open period",
        "SELECT COUNT(*) FROM apps a WHERE a.state = 'deleted' AND (
            EXISTS (SELECT 1 FROM app_members x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_domains x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM ssh_keys x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_periods x WHERE x.app_id = a.id AND x.to_day IS NULL))",
    ),
    (
        "I20",
        "Payment requests of which a client is on the way to the provider, and no such way, or the other way round",
        "SELECT COUNT(*) FROM requests r WHERE (r.state = 'billing') <> EXISTS
            (SELECT 1 FROM payment_setups s WHERE s.request_id = r.id AND s.state = 'begun')
            AND (r.state IN ('pending', 'claimed', 'billing', 'completed'))",
    ),
    (
        "I28",
        "Billing Contacts that pay by a card or a mandate the provider does not know, or by transfer with one",
        "SELECT COUNT(*) FROM billing_contacts WHERE (method = 'bank_transfer') <> (provider_method IS NULL)
            OR (method = 'card') <> (card_expires IS NOT NULL) OR (method = 'sepa') <> (mandate IS NOT NULL)
            OR (method = 'sepa' AND currency <> 'EUR')",
    ),
    (
        "I28",
        "Charges that a bank took back although they have not paid, or whose payment counts still",
        "SELECT COUNT(*) FROM charges h WHERE h.returned_at IS NOT NULL AND (h.state <> 'paid' OR h.watch_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM invoice_payments p WHERE p.invoice_id = h.invoice_id AND p.at = h.ended_at
                AND p.returned_at IS NULL))",
    ),
    (
        "I28",
        "Charges that were begun for what was settled, or have paid without a word of how much",
        "SELECT COUNT(*) FROM charges h JOIN invoices i ON i.id = h.invoice_id
         WHERE (h.state = 'begun' AND i.settled_at < h.begun_at) OR (h.state = 'paid' AND h.taken IS NULL)",
    ),
    (
        "I28",
        "Charges of which something was taken that neither pays nor goes back, or goes back although it pays",
        "SELECT COUNT(*) FROM charges h
         LEFT JOIN refunds r ON r.charge_id = h.id AND r.credit_note_id IS NULL
         WHERE h.taken IS NOT NULL AND h.taken <> COALESCE(r.amount, 0) AND NOT EXISTS
            (SELECT 1 FROM invoice_payments p WHERE p.invoice_id = h.invoice_id AND p.at = h.ended_at
                AND p.amount = h.taken - COALESCE(r.amount, 0))",
    ),
    (
        "I28",
        "Money that the provider took too much and does not pay back: the operator has to",
        "SELECT COUNT(*) FROM refunds WHERE state = 'failed' AND credit_note_id IS NULL",
    ),
];

impl Warren {
    /// Looks through the whole database. Empty when all is well.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fsck(&self) -> Result<Vec<Finding>, Problem> {
        let mut findings = Vec::new();
        for (invariant, sentence, sql) in CHECKS {
            let (rows,): (i64,) = self.db.read(sql).one().await.map_err(|error| self.broken(error))?;
            if rows > 0 {
                findings.push(Finding { invariant, sentence, rows });
            }
        }
        Ok(findings)
    }
}
