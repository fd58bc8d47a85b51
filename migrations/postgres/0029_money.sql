-- What has gone back to a card can come back from its bank for weeks: when the provider is asked next whether it has.
ALTER TABLE refunds ADD COLUMN watch_at BIGINT;
UPDATE refunds SET watch_at = ended_at + 86400000 WHERE state = 'done';
CREATE INDEX refunds_to_watch ON refunds (watch_at) WHERE watch_at IS NOT NULL;

-- What was charged, as people tell it apart: by the time its bank has decided, its Billing Contact may pay with another.
ALTER TABLE charges ADD COLUMN card_brand TEXT;
ALTER TABLE charges ADD COLUMN card_last4 TEXT;
UPDATE charges SET
    card_brand = (SELECT b.card_brand FROM invoices i JOIN billing_contacts b ON b.id = i.billing_contact_id
                  WHERE i.id = charges.invoice_id AND b.provider_method = charges.method),
    card_last4 = (SELECT b.card_last4 FROM invoices i JOIN billing_contacts b ON b.id = i.billing_contact_id
                  WHERE i.id = charges.invoice_id AND b.provider_method = charges.method);
-- Cards are charged back too; the name of a charge is unique, which is an index.
DROP INDEX charges_by_reference;
