-- What was done, by whom, as what, through which door. Append-only: entries outlive the people in them.
CREATE TABLE log (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at INTEGER NOT NULL,
    company_id BLOB,
    actor_id BLOB,
    role TEXT,
    door TEXT NOT NULL,
    event TEXT NOT NULL,
    target TEXT,
    before TEXT,
    after TEXT,
    request_id BLOB NOT NULL
) STRICT;
CREATE INDEX log_of_company ON log (company_id, id);
CREATE TRIGGER log_is_append_only_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_append_only_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Mails owed (I30): written in the transaction of the act, sent by a worker, done when the receiving server said 250.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    address TEXT NOT NULL,
    letter TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- When to try (again); a worker that claims a mail moves it into the future, which is its lease.
    due_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    failed_at INTEGER,
    last_error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
