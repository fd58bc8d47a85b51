-- Newsletters (M39). A mail to everybody is written in batches: `reached` is the last reader whose mail is in the outbox, so
-- that nobody gets two, also when a server stops in the middle.
CREATE TABLE newsletters (
    id UUID PRIMARY KEY NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    written_at BIGINT NOT NULL,
    sent_at BIGINT,
    reached UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    mailed BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT,
    CHECK (done_at IS NULL OR sent_at IS NOT NULL)
);
CREATE INDEX newsletters_in_order ON newsletters (written_at, id);
CREATE INDEX newsletters_under_way ON newsletters (sent_at) WHERE sent_at IS NOT NULL AND done_at IS NULL;

-- The link with which a reader ends the newsletter: one for each, in all mails, so that it works in an old one too. Only its
-- hash is kept.
CREATE TABLE newsletter_links (
    user_id UUID PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id UUID NOT NULL UNIQUE,
    hash BYTEA NOT NULL UNIQUE
);
CREATE INDEX users_newsletter ON users (id) WHERE newsletter = TRUE AND confirmed_at IS NOT NULL AND erased_at IS NULL;

-- When somebody last signed in or sent a request, and when they were told that their abandoned account will be closed (M4).
ALTER TABLE users ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN abandoned_told_at BIGINT;
UPDATE users SET seen_at = GREATEST(created_at,
    COALESCE((SELECT MAX(s.seen_at) FROM sessions s WHERE s.user_id = users.id), 0),
    COALESCE((SELECT MAX(t.last_used_at) FROM tokens t WHERE t.user_id = users.id), 0));
CREATE INDEX users_by_last_sight ON users (seen_at) WHERE erased_at IS NULL;

-- Policies of a Company (row 4): to which domains team invitations go, with a space between them, and after how many days
-- at most the access of a Developer ends. Nothing and 0 are no limit.
ALTER TABLE companies ADD COLUMN invitation_domains TEXT NOT NULL DEFAULT '';
ALTER TABLE companies ADD COLUMN developer_days BIGINT NOT NULL DEFAULT 0;
