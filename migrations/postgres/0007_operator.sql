-- What the operator has set on the pages; everything else has the default of the settings of the server.
CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by UUID REFERENCES users (id)
);

ALTER TABLE companies ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE companies ADD COLUMN suspended_at BIGINT;
ALTER TABLE companies ADD COLUMN suspended_why TEXT;

ALTER TABLE billing_contacts ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE billing_contacts ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';
ALTER TABLE billing_contacts ADD COLUMN archived_at BIGINT;
CREATE INDEX billing_contacts_of_company ON billing_contacts (company_id, created_at, id);

-- Further addresses that get the invoices of a Billing Contact.
CREATE TABLE billing_recipients (
    billing_contact_id UUID NOT NULL REFERENCES billing_contacts (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    PRIMARY KEY (billing_contact_id, email)
);

-- Ownership recovery: the only way around R22, in two steps with a waiting time between them.
CREATE TABLE recoveries (
    id UUID PRIMARY KEY NOT NULL,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    -- Who becomes an Owner, and which Owner is gone, if one has to go.
    heir_id UUID NOT NULL REFERENCES users (id),
    departed_id UUID REFERENCES users (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'stopped', 'done')),
    requested_by UUID REFERENCES users (id),
    requested_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX recoveries_waiting ON recoveries (company_id) WHERE state = 'waiting';
-- Whoever deletes a Company looks for what belongs to it.
CREATE INDEX recoveries_of_company ON recoveries (company_id);
CREATE INDEX recoveries_in_order ON recoveries (state, requested_at);

CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;

-- What an App was before its Company was suspended, and will be again: its state, or why it was suspended already.
ALTER TABLE apps ADD COLUMN suspended_before TEXT
    CHECK (suspended_before IN ('trial', 'active', 'trial_ended', 'operator', 'dunning'));

-- The lists of the operator, by the beginning of a name.
CREATE INDEX companies_by_name ON companies (LOWER(name) COLLATE "C", id);
CREATE INDEX apps_in_order ON apps (name COLLATE "C") WHERE state <> 'deleted';
