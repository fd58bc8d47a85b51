-- A request of an Admin for paid Apps waits for an Owner before anything goes to the client (S10): it is proposed, and then
-- pending or refused.
ALTER TABLE requests DROP CONSTRAINT requests_state_check;
ALTER TABLE requests ADD CONSTRAINT requests_state_check CHECK (state IN
    ('proposed', 'pending', 'claimed', 'billing', 'completed', 'declined', 'expired', 'cancelled', 'refused'));
ALTER TABLE requests DROP CONSTRAINT requests_check;
ALTER TABLE requests ADD CONSTRAINT requests_check
    CHECK ((state IN ('proposed', 'pending', 'claimed', 'billing')) = (ended_at IS NULL));

-- Which Owner confirmed it; nobody for what was sent without.
ALTER TABLE requests ADD COLUMN confirmed_by UUID REFERENCES users (id);
-- Which terms of service the client agreed to when they accepted.
ALTER TABLE requests ADD COLUMN terms TEXT;
CREATE INDEX requests_confirmed_by ON requests (confirmed_by) WHERE confirmed_by IS NOT NULL;
CREATE INDEX requests_proposed ON requests (company_id) WHERE state = 'proposed';
DROP INDEX requests_by_end;
CREATE INDEX requests_by_end ON requests (expires_at)
    WHERE state IN ('proposed', 'pending', 'claimed', 'billing') AND frozen_at IS NULL;
DROP INDEX requests_ended_by_email;
CREATE INDEX requests_ended_by_email ON requests (email_key)
    WHERE state NOT IN ('proposed', 'pending', 'claimed', 'billing');
