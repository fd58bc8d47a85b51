-- What the operator has set on the pages; everything else has the default of the settings of the server.
CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by BLOB REFERENCES users (id)
) STRICT;

ALTER TABLE companies ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE companies ADD COLUMN suspended_at INTEGER;
ALTER TABLE companies ADD COLUMN suspended_why TEXT;

ALTER TABLE billing_contacts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE billing_contacts ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';
ALTER TABLE billing_contacts ADD COLUMN archived_at INTEGER;
CREATE INDEX billing_contacts_of_company ON billing_contacts (company_id, created_at, id);

-- Further addresses that get the invoices of a Billing Contact.
CREATE TABLE billing_recipients (
    billing_contact_id BLOB NOT NULL REFERENCES billing_contacts (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    PRIMARY KEY (billing_contact_id, email)
) STRICT, WITHOUT ROWID;

-- Ownership recovery: the only way around R22, in two steps with a waiting time between them.
CREATE TABLE recoveries (
    id BLOB PRIMARY KEY NOT NULL,
    company_id BLOB NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    -- Who becomes an Owner, and which Owner is gone, if one has to go.
    heir_id BLOB NOT NULL REFERENCES users (id),
    departed_id BLOB REFERENCES users (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'stopped', 'done')),
    requested_by BLOB REFERENCES users (id),
    requested_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX recoveries_waiting ON recoveries (company_id) WHERE state = 'waiting';
-- Whoever deletes a Company looks for what belongs to it.
CREATE INDEX recoveries_of_company ON recoveries (company_id);
CREATE INDEX recoveries_in_order ON recoveries (state, requested_at);

CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;

-- What an App was before its Company was suspended, and will be again: its state, or why it was suspended already.
ALTER TABLE apps ADD COLUMN suspended_before TEXT
    CHECK (suspended_before IN ('trial', 'active', 'trial_ended', 'operator', 'dunning'));

-- The lists of the operator, by the beginning of a name.
CREATE INDEX companies_by_name ON companies (LOWER(name), id);
CREATE INDEX apps_in_order ON apps (name) WHERE state <> 'deleted';
