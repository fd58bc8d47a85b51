-- Money goes back to a card for two reasons: it was taken and pays nothing, or it has paid what was credited since. Each way has
-- an id of its own, of which the key of the call is made.
CREATE TABLE refunds_with_ids (
    id BLOB PRIMARY KEY NOT NULL,
    charge_id BLOB NOT NULL REFERENCES charges (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    -- As the provider took it, which may be another currency than the charge's.
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'failed')),
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    look_at INTEGER NOT NULL,
    -- The use of a credit note that is money on its way; nothing where it was taken and pays nothing.
    credit_note_id BLOB,
    position INTEGER,
    FOREIGN KEY (credit_note_id, position) REFERENCES credit_uses (credit_note_id, position),
    CHECK ((credit_note_id IS NULL) = (position IS NULL)),
    CHECK ((state = 'begun') = (ended_at IS NULL))
) STRICT;
INSERT INTO refunds_with_ids
SELECT charge_id, charge_id, amount, currency, state, begun_at, ended_at, look_at, NULL, NULL FROM refunds;
DROP TABLE refunds;
ALTER TABLE refunds_with_ids RENAME TO refunds;
CREATE INDEX refunds_to_look_at ON refunds (look_at) WHERE state = 'begun';
CREATE INDEX refunds_of_charge ON refunds (charge_id);
-- What pays nothing is paid back once, and so is each use.
CREATE UNIQUE INDEX refunds_of_too_much ON refunds (charge_id) WHERE credit_note_id IS NULL;
CREATE UNIQUE INDEX refunds_of_use ON refunds (credit_note_id, position) WHERE credit_note_id IS NOT NULL;

-- A credit that did not reach the card is there again: exactly that, and nothing else.
DROP TRIGGER credit_notes_are_used_up;
CREATE TRIGGER credit_notes_are_used_up BEFORE UPDATE OF balance ON credit_notes
WHEN NEW.balance > OLD.balance AND NEW.balance <> NEW.total - (
    SELECT COALESCE(SUM(u.amount), 0) FROM credit_uses u WHERE u.credit_note_id = NEW.id AND NOT EXISTS (
        SELECT 1 FROM refunds r
        WHERE r.credit_note_id = u.credit_note_id AND r.position = u.position AND r.state = 'failed'))
BEGIN
    SELECT RAISE(ABORT, 'what was used of a credit note comes back only when a card did not take it');
END;
