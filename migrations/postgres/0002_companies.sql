CREATE TABLE companies (
    id UUID PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The guarded row on which "at least one Owner" rests (I1): it is lowered by a guarded update, never recounted.
    owner_count BIGINT NOT NULL CHECK (owner_count >= 1),
    member_count BIGINT NOT NULL CHECK (member_count >= 1),
    created_at BIGINT NOT NULL
);

CREATE TABLE members (
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing')),
    version BIGINT NOT NULL DEFAULT 1,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (company_id, user_id)
);
CREATE INDEX members_of_user ON members (user_id, company_id);
CREATE INDEX members_in_order ON members (company_id, joined_at, user_id);
CREATE INDEX members_owners ON members (company_id) WHERE role = 'owner';

CREATE TABLE billing_contacts (
    id UUID PRIMARY KEY NOT NULL,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('active', 'archived')),
    method TEXT NOT NULL CHECK (method IN ('bank_transfer', 'card')),
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    vat_number TEXT,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (company_id, id)
);

CREATE TABLE invitations (
    id UUID PRIMARY KEY NOT NULL,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing')),
    note TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'cancelled', 'expired')),
    inviter_id UUID NOT NULL REFERENCES users (id),
    -- The mailed link proves the mailbox, the copied one proves nothing: two different secrets.
    link_id UUID NOT NULL,
    mailed_hash BYTEA NOT NULL UNIQUE,
    copied_hash BYTEA UNIQUE,
    delivered_at BIGINT,
    bounced BOOLEAN NOT NULL DEFAULT FALSE,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT
);
-- At most one open invitation for one address in one Company (I13).
CREATE UNIQUE INDEX invitations_open ON invitations (company_id, email_key) WHERE state IN ('pending', 'expired');
CREATE INDEX invitations_of_company ON invitations (company_id, sent_at) WHERE state IN ('pending', 'expired');
CREATE INDEX invitations_by_inviter ON invitations (inviter_id, company_id) WHERE state IN ('pending', 'expired');
CREATE INDEX invitations_by_email ON invitations (email_key) WHERE state = 'pending';
CREATE INDEX invitations_by_end ON invitations (expires_at) WHERE state = 'pending';
