-- Instants are milliseconds of Unix time. Secrets are stored as SHA-256 only.

CREATE TABLE users (
    id BLOB PRIMARY KEY NOT NULL,
    email TEXT NOT NULL,
    -- The one canonical form of the address (I37).
    email_key TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    password_hash TEXT,
    confirmed_at INTEGER,
    terms_at INTEGER NOT NULL,
    operator INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

-- A confirmed address belongs to one account. Unconfirmed ones claim nothing, so signing up with somebody else's
-- address neither takes it from them nor tells whether they are here (I38).
CREATE UNIQUE INDEX users_confirmed_email ON users (email_key) WHERE confirmed_at IS NOT NULL;
CREATE INDEX users_email ON users (email_key, created_at);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    -- When the password or a mailed link last proved who sits there.
    proven_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id, seen_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- Mailed links. The secret in the link is derived from the id and the key of the house, which is not in the database.
CREATE TABLE links (
    id BLOB PRIMARY KEY NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm_email', 'sign_in', 'reset', 'change_email')),
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX links_of_user ON links (user_id, purpose);
CREATE INDEX links_by_end ON links (expires_at);

CREATE TABLE limits (
    key TEXT PRIMARY KEY NOT NULL,
    hits INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX limits_by_end ON limits (ends_at);
