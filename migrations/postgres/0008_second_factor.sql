-- A second factor: time-based one-time passwords (RFC 6238). The secret is derived from the seed and the key of the house,
-- so a copy of the database makes no codes.
ALTER TABLE users ADD COLUMN factor_seed BYTEA;
ALTER TABLE users ADD COLUMN factor_on_at BIGINT;
-- The last step whose code was used: each code works once.
ALTER TABLE users ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0;

-- For whoever has lost the device. Each works once.
CREATE TABLE recovery_codes (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- A session that has given the password and not yet the code opens nothing.
ALTER TABLE sessions ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;

-- From where a person has signed in, in words: a sign-in from elsewhere is told (M3), also long after the sessions ended.
CREATE TABLE devices (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    PRIMARY KEY (user_id, device)
);
INSERT INTO devices (user_id, device) SELECT DISTINCT user_id, device FROM sessions;
