-- Access with an end date: when, how many notices were sent, and who gave it.
ALTER TABLE members ADD COLUMN ends_at BIGINT;
ALTER TABLE members ADD COLUMN end_notices BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN granted_by UUID REFERENCES users (id);
CREATE INDEX members_by_end ON members (ends_at) WHERE ends_at IS NOT NULL;

-- The end date that the membership will have, and when the invited person was reminded (M5r).
ALTER TABLE invitations ADD COLUMN ends_at BIGINT;
ALTER TABLE invitations ADD COLUMN reminded_at BIGINT;
-- When the first mail about it arrived, whichever link it carried: who got one hears of its withdrawal (M10).
ALTER TABLE invitations ADD COLUMN told_at BIGINT;
UPDATE invitations SET told_at = delivered_at;
CREATE INDEX invitations_to_remind ON invitations (sent_at) WHERE state = 'pending' AND reminded_at IS NULL;

-- An address goes out of what was answered when its account is closed.
CREATE INDEX invitations_answered ON invitations (email_key) WHERE state NOT IN ('pending', 'expired');
-- And the mails that it got.
CREATE INDEX outbox_done ON outbox (LOWER(address)) WHERE due_at IS NULL;
-- Whoever deletes a Company looks for what belongs to it.
CREATE INDEX invitations_by_company ON invitations (company_id);

-- The Apps that a Developer is invited to.
CREATE TABLE invitation_apps (
    invitation_id UUID NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    app_id UUID NOT NULL REFERENCES apps (id),
    PRIMARY KEY (invitation_id, app_id)
);
CREATE INDEX invitation_apps_of_app ON invitation_apps (app_id);

-- The client's view hides what is technical; it never takes a right away.
ALTER TABLE users ADD COLUMN view TEXT NOT NULL DEFAULT 'developer' CHECK (view IN ('developer', 'client'));
ALTER TABLE users ADD COLUMN newsletter BOOLEAN NOT NULL DEFAULT FALSE;
-- The account was cancelled: nothing of the person is left but the id, for the log.
ALTER TABLE users ADD COLUMN erased_at BIGINT;

-- Mails that a person does not want. Only those that are a preference can be muted.
CREATE TABLE muted (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    notice TEXT NOT NULL,
    PRIMARY KEY (user_id, notice)
);

-- Public SSH keys: of a person, or of an App (deploy keys). A fingerprint is here once (I39).
CREATE TABLE ssh_keys (
    id UUID PRIMARY KEY NOT NULL,
    user_id UUID REFERENCES users (id) ON DELETE CASCADE,
    app_id UUID REFERENCES apps (id),
    creator_id UUID NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    -- The public part, as one line of `authorized_keys` without the comment.
    line TEXT NOT NULL,
    fingerprint TEXT NOT NULL UNIQUE,
    -- Deploy keys may be for reading only.
    writes BOOLEAN NOT NULL DEFAULT FALSE,
    added_at BIGINT NOT NULL,
    proven_at BIGINT,
    last_used_at BIGINT,
    last_used_app UUID REFERENCES apps (id),
    CHECK ((user_id IS NULL) <> (app_id IS NULL))
);
CREATE INDEX ssh_keys_of_user ON ssh_keys (user_id, added_at) WHERE user_id IS NOT NULL;
CREATE INDEX ssh_keys_of_app ON ssh_keys (app_id, added_at) WHERE app_id IS NOT NULL;
CREATE INDEX ssh_keys_by_last_app ON ssh_keys (last_used_app) WHERE last_used_app IS NOT NULL;
CREATE INDEX ssh_keys_by_creator ON ssh_keys (creator_id) WHERE app_id IS NOT NULL;

-- Personal access tokens for the API. Scopes are words with a space between them.
CREATE TABLE tokens (
    id UUID PRIMARY KEY NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX tokens_of_user ON tokens (user_id, made_at);
CREATE INDEX tokens_by_end ON tokens (expires_at);

-- Requests that carry an Idempotency-Key: the row is written with the act, the answer after it.
CREATE TABLE idempotency (
    key_hash BYTEA PRIMARY KEY NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    request_hash BYTEA NOT NULL,
    status BIGINT,
    answer TEXT,
    forget_at BIGINT NOT NULL
);
CREATE INDEX idempotency_of_user ON idempotency (user_id);
CREATE INDEX idempotency_by_end ON idempotency (forget_at);

-- Nothing is added to an account that was closed, also by a session that still thinks it lives. Closing locks the row of
-- the person first; who comes at the same time waits for it here and reads the row again.
CREATE FUNCTION of_the_living() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid AND erased_at IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the account is closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_of_the_living BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION of_the_living('user_id');
CREATE TRIGGER sessions_of_the_living BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION of_the_living('user_id');
CREATE TRIGGER links_of_the_living BEFORE INSERT ON links FOR EACH ROW EXECUTE FUNCTION of_the_living('user_id');
CREATE TRIGGER ssh_keys_of_the_living BEFORE INSERT ON ssh_keys FOR EACH ROW EXECUTE FUNCTION of_the_living('creator_id');
CREATE TRIGGER tokens_of_the_living BEFORE INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION of_the_living('user_id');
CREATE TRIGGER apps_of_the_living BEFORE INSERT ON apps FOR EACH ROW EXECUTE FUNCTION of_the_living('creator_id');
