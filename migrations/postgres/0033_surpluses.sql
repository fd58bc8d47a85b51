-- What the provider took too much and the bank did not take back: when the operator has paid it back otherwise.
ALTER TABLE refunds ADD COLUMN settled_at BIGINT
    CHECK (settled_at IS NULL OR (state = 'failed' AND credit_note_id IS NULL));
CREATE INDEX refunds_to_settle ON refunds (ended_at, id)
    WHERE state = 'failed' AND credit_note_id IS NULL AND settled_at IS NULL;
