CREATE TABLE companies (
    id BLOB PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The guarded row on which "at least one Owner" rests (I1): it is lowered by a guarded update, never recounted.
    owner_count INTEGER NOT NULL CHECK (owner_count >= 1),
    member_count INTEGER NOT NULL CHECK (member_count >= 1),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing')),
    version INTEGER NOT NULL DEFAULT 1,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_user ON members (user_id, company_id);
CREATE INDEX members_in_order ON members (company_id, joined_at, user_id);
CREATE INDEX members_owners ON members (company_id) WHERE role = 'owner';

CREATE TABLE billing_contacts (
    id BLOB PRIMARY KEY NOT NULL,
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('active', 'archived')),
    method TEXT NOT NULL CHECK (method IN ('bank_transfer', 'card')),
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    vat_number TEXT,
    email TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (company_id, id)
) STRICT;

CREATE TABLE invitations (
    id BLOB PRIMARY KEY NOT NULL,
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing')),
    note TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'cancelled', 'expired')),
    inviter_id BLOB NOT NULL REFERENCES users (id),
    -- The mailed link proves the mailbox, the copied one proves nothing: two different secrets.
    link_id BLOB NOT NULL,
    mailed_hash BLOB NOT NULL UNIQUE,
    copied_hash BLOB UNIQUE,
    delivered_at INTEGER,
    bounced INTEGER NOT NULL DEFAULT 0 CHECK (bounced IN (0, 1)),
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    answered_at INTEGER
) STRICT;
-- At most one open invitation for one address in one Company (I13).
CREATE UNIQUE INDEX invitations_open ON invitations (company_id, email_key) WHERE state IN ('pending', 'expired');
CREATE INDEX invitations_of_company ON invitations (company_id, sent_at) WHERE state IN ('pending', 'expired');
CREATE INDEX invitations_by_inviter ON invitations (inviter_id, company_id) WHERE state IN ('pending', 'expired');
CREATE INDEX invitations_by_email ON invitations (email_key) WHERE state = 'pending';
CREATE INDEX invitations_by_end ON invitations (expires_at) WHERE state = 'pending';
