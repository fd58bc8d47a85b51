-- What was done, by whom, as what, through which door. Append-only: entries outlive the people in them.
CREATE TABLE log (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    company_id UUID,
    actor_id UUID,
    role TEXT,
    door TEXT NOT NULL,
    event TEXT NOT NULL,
    target TEXT,
    before TEXT,
    after TEXT,
    request_id UUID NOT NULL
);
CREATE INDEX log_of_company ON log (company_id, id);
CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only';
END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

-- Mails owed (I30): written in the transaction of the act, sent by a worker, done when the receiving server said 250.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address TEXT NOT NULL,
    letter TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When to try (again); a worker that claims a mail moves it into the future, which is its lease.
    due_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    failed_at BIGINT,
    last_error TEXT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
