-- Money goes back to a card for two reasons: it was taken and pays nothing, or it has paid what was credited since. Each way has
-- an id of its own, of which the key of the call is made.
ALTER TABLE refunds ADD COLUMN id UUID;
UPDATE refunds SET id = charge_id;
ALTER TABLE refunds DROP CONSTRAINT refunds_pkey;
ALTER TABLE refunds ADD PRIMARY KEY (id);
-- The use of a credit note that is money on its way; nothing where it was taken and pays nothing.
ALTER TABLE refunds ADD COLUMN credit_note_id UUID;
ALTER TABLE refunds ADD COLUMN position BIGINT;
ALTER TABLE refunds ADD FOREIGN KEY (credit_note_id, position) REFERENCES credit_uses (credit_note_id, position);
ALTER TABLE refunds ADD CHECK ((credit_note_id IS NULL) = (position IS NULL));
CREATE INDEX refunds_of_charge ON refunds (charge_id);
-- What pays nothing is paid back once, and so is each use.
CREATE UNIQUE INDEX refunds_of_too_much ON refunds (charge_id) WHERE credit_note_id IS NULL;
CREATE UNIQUE INDEX refunds_of_use ON refunds (credit_note_id, position) WHERE credit_note_id IS NOT NULL;

-- A credit that did not reach the card is there again: exactly that, and nothing else.
DROP TRIGGER credit_notes_are_used_up ON credit_notes;
CREATE FUNCTION credit_notes_are_used_up() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.balance <> NEW.total - (
        SELECT COALESCE(SUM(u.amount), 0) FROM credit_uses u WHERE u.credit_note_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM refunds r
            WHERE r.credit_note_id = u.credit_note_id AND r.position = u.position AND r.state = 'failed'))
    THEN
        RAISE EXCEPTION 'what was used of a credit note comes back only when a card did not take it';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credit_notes_are_used_up BEFORE UPDATE OF balance ON credit_notes
FOR EACH ROW WHEN (NEW.balance > OLD.balance) EXECUTE FUNCTION credit_notes_are_used_up();
