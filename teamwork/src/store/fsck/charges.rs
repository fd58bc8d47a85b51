//! What must not exist of money that moves: charges, refunds, and what they go through.

use super::Check;

/// Each counts what must not exist.
pub const CHECKS: &[Check] = &[
    Check {
        invariant: "I28",
        sentence: "Money on its way to a card that is another part of the credit note, or of another invoice or currency",
        sql: "SELECT COUNT(*) FROM refunds r JOIN credit_notes n ON n.id = r.credit_note_id
         JOIN credit_uses u ON u.credit_note_id = r.credit_note_id AND u.position = r.position
         JOIN charges h ON h.id = r.charge_id
         WHERE u.amount <> r.amount OR u.invoice_id IS NOT NULL OR h.invoice_id <> n.invoice_id
            OR h.state <> 'paid' OR r.currency <> n.currency",
    },
    Check {
        invariant: "I28",
        sentence: "Charges of which more goes back than was taken",
        sql: "SELECT COUNT(*) FROM charges h WHERE COALESCE(h.taken, 0) <
            COALESCE((SELECT SUM(r.amount) FROM refunds r WHERE r.charge_id = h.id
                AND (r.state <> 'failed' OR r.credit_note_id IS NULL)), 0)",
    },
    Check {
        invariant: "I28",
        sentence: "Billing Contacts that pay by a card or a mandate the provider does not know, or by transfer with one",
        sql: "SELECT COUNT(*) FROM billing_contacts WHERE (method = 'bank_transfer') <> (provider_method IS NULL)
            OR (method = 'card') <> (card_expires IS NOT NULL) OR (method = 'sepa') <> (mandate IS NOT NULL)
            OR (method = 'sepa' AND currency <> 'EUR')",
    },
    Check {
        invariant: "I28",
        sentence: "Charges that a bank took back although they have not paid, or whose payment counts still",
        sql: "SELECT COUNT(*) FROM charges h WHERE h.returned_at IS NOT NULL AND (h.state <> 'paid' OR h.watch_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM invoice_payments p WHERE p.invoice_id = h.invoice_id AND p.at = h.ended_at)
                AND NOT EXISTS (SELECT 1 FROM invoice_payments p WHERE p.invoice_id = h.invoice_id AND p.at = h.ended_at
                    AND p.returned_at IS NOT NULL))",
    },
    Check {
        invariant: "I28",
        sentence: "Charges that were begun for what was settled, or have paid without a word of how much",
        sql: "SELECT COUNT(*) FROM charges h JOIN invoices i ON i.id = h.invoice_id
         WHERE (h.state = 'begun' AND i.settled_at < h.begun_at) OR (h.state = 'paid' AND h.taken IS NULL)",
    },
    Check {
        invariant: "I28",
        sentence: "Charges of which something was taken that neither pays nor goes back, or of which a part does both",
        sql: "SELECT COUNT(*) FROM charges h
         LEFT JOIN refunds r ON r.charge_id = h.id AND r.credit_note_id IS NULL
         WHERE h.taken IS NOT NULL AND h.taken <> COALESCE(r.amount, 0) AND NOT EXISTS
            (SELECT 1 FROM invoice_payments p WHERE p.invoice_id = h.invoice_id AND p.at = h.ended_at
                AND p.amount = h.taken - COALESCE(r.amount, 0)) AND NOT EXISTS
            (SELECT 1 FROM invoice_payments p JOIN invoice_payments o ON o.invoice_id = p.invoice_id AND o.at = p.at
             WHERE p.invoice_id = h.invoice_id AND p.at = h.ended_at AND p.returned_at IS NOT NULL AND o.returned_at IS NULL
                AND p.amount + o.amount = h.taken - COALESCE(r.amount, 0))",
    },
    Check {
        invariant: "I28",
        sentence: "Money that the provider took too much and does not pay back: the operator has to",
        sql: "SELECT COUNT(*) FROM refunds WHERE state = 'failed' AND credit_note_id IS NULL AND settled_at IS NULL",
    },
];
