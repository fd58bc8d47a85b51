-- A Billing Contact pays by SEPA direct debit too. What people tell it by stands where it does for a card: "SEPA direct debit,
-- IBAN", and the last four of that.
ALTER TABLE billing_contacts ADD COLUMN pays_by TEXT NOT NULL DEFAULT 'bank_transfer'
    CHECK (pays_by IN ('bank_transfer', 'card', 'sepa'));
UPDATE billing_contacts SET pays_by = method;
ALTER TABLE billing_contacts DROP COLUMN method;
ALTER TABLE billing_contacts RENAME COLUMN pays_by TO method;
-- The reference of the mandate, and where the account is.
ALTER TABLE billing_contacts ADD COLUMN mandate TEXT;
ALTER TABLE billing_contacts ADD COLUMN bank_country TEXT;
ALTER TABLE billing_contacts ADD COLUMN bank_code TEXT;

ALTER TABLE charges ADD COLUMN means TEXT NOT NULL DEFAULT 'card' CHECK (means IN ('card', 'sepa'));
-- What a direct debit has paid the bank can take back for weeks: when the provider is asked next whether it has, and when it has.
ALTER TABLE charges ADD COLUMN watch_at INTEGER;
ALTER TABLE charges ADD COLUMN returned_at INTEGER;
CREATE INDEX charges_to_watch ON charges (watch_at) WHERE watch_at IS NOT NULL;
-- The provider tells of what was taken back by its own name for the charge.
CREATE INDEX charges_by_reference ON charges (reference) WHERE state = 'paid' AND means = 'sepa';
-- A payment that the bank took back pays nothing.
ALTER TABLE invoice_payments ADD COLUMN returned_at INTEGER;
