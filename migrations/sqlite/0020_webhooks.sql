-- Platforms that are told of what happens to Apps and to access to them, by signed webhooks.
CREATE TABLE webhooks (
    id BLOB PRIMARY KEY NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    -- The words of the events that are wanted, with a space before and behind each; nothing means all.
    events TEXT NOT NULL,
    -- Sealed with the key of the house; the old one signs too until it is over.
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_until INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    made_at INTEGER NOT NULL,
    disabled_at INTEGER,
    disabled_why TEXT CHECK (disabled_why IN ('operator', 'gone', 'failing')),
    -- Since when nothing was taken any more.
    failing_since INTEGER,
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL)),
    CHECK ((old_secret IS NULL) = (old_until IS NULL))
) STRICT;
CREATE INDEX webhooks_in_order ON webhooks (made_at, id);
CREATE INDEX webhooks_enabled ON webhooks (made_at) WHERE disabled_at IS NULL;

-- Entries of the log that the platforms have not been told of. The engine writes them with the entry, in the transaction of
-- the act, and only while somebody wants to hear: an act costs no statement more. It is a queue and no place in the log,
-- because entries of different Companies are committed in another order than they are numbered.
CREATE TABLE webhook_queue (
    log_id INTEGER PRIMARY KEY NOT NULL
) STRICT;

-- What is said, once for all who hear it: the bytes that are signed.
CREATE TABLE webhook_messages (
    id BLOB PRIMARY KEY NOT NULL,
    event TEXT NOT NULL,
    -- The entry it tells of, and which of the messages about it; a test tells of none.
    log_id INTEGER,
    part INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX webhook_messages_of_entry ON webhook_messages (log_id, part) WHERE log_id IS NOT NULL;
CREATE INDEX webhook_messages_by_age ON webhook_messages (at);

CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    webhook_id BLOB NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    message_id BLOB NOT NULL REFERENCES webhook_messages (id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL,
    -- When to try (again); whoever claims it moves it into the future, which is the lease.
    due_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- How many attempts there had been when it was sent again by hand: pauses begin anew.
    attempts_before INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    failed_at INTEGER,
    -- Of the last attempt: when, how long in milliseconds, and what was answered or why nothing was.
    tried_at INTEGER,
    millis INTEGER,
    status INTEGER,
    answer TEXT,
    CHECK ((due_at IS NOT NULL) + (sent_at IS NOT NULL) + (failed_at IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (webhook_id, message_id);
CREATE INDEX webhook_deliveries_of_message ON webhook_deliveries (message_id);
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (webhook_id, made_at) WHERE failed_at IS NOT NULL;

-- They are told when a webhook was turned off by itself.
CREATE INDEX users_operators ON users (id) WHERE operator = TRUE AND erased_at IS NULL;

CREATE TRIGGER log_is_told_of AFTER INSERT ON log
WHEN NEW.event IN (
    'app_created', 'app_paid', 'app_configured', 'app_scaled', 'app_deployed', 'app_rolled_back', 'app_moved',
    'app_handed_over', 'app_deleted', 'company_set_up', 'company_deleted', 'invitation_accepted',
    'role_changed', 'member_dismissed', 'member_left', 'membership_ended', 'apps_assigned', 'access_granted',
    'key_added', 'key_removed', 'deploy_key_added', 'deploy_key_removed', 'account_closed'
) AND EXISTS (SELECT 1 FROM webhooks WHERE disabled_at IS NULL)
BEGIN INSERT INTO webhook_queue (log_id) VALUES (NEW.id); END;
