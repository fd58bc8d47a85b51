-- Passkeys of people: the public half of a key pair that a device of theirs keeps, as its makers write it down.
CREATE TABLE passkeys (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id BLOB NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkeys_of_user ON passkeys (user_id, created_at);

-- What a device was asked to sign and has not answered yet. Any server may hear the answer. Who signs in is nobody yet.
CREATE TABLE passkey_ceremonies (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('create', 'sign_in', 'prove')),
    state TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
-- Who begins anew gives up what they began before.
CREATE UNIQUE INDEX passkey_ceremonies_of_user ON passkey_ceremonies (user_id, kind);
CREATE INDEX passkey_ceremonies_by_end ON passkey_ceremonies (expires_at);

CREATE TRIGGER passkeys_of_the_living BEFORE INSERT ON passkeys WHEN EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id AND erased_at IS NOT NULL) BEGIN
    SELECT RAISE(ABORT, 'the account is closed');
END;
