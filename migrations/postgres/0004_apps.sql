-- The price list of the operator. Prices are net, for a month, in minor units of the currency.
CREATE TABLE plans (
    key TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    currency TEXT NOT NULL,
    memory_mb BIGINT NOT NULL,
    storage_mb BIGINT NOT NULL,
    domains BIGINT NOT NULL,
    -- Plans that are no longer offered stay for the Apps that have them.
    offered BOOLEAN NOT NULL DEFAULT TRUE,
    version BIGINT NOT NULL DEFAULT 1
);
INSERT INTO plans (key, name, position, price, currency, memory_mb, storage_mb, domains) VALUES
    ('small', 'Small', 1, 900, 'EUR', 256, 1024, 2),
    ('standard', 'Standard', 2, 2900, 'EUR', 1024, 10240, 10),
    ('large', 'Large', 3, 7900, 'EUR', 4096, 51200, 50);

CREATE TABLE apps (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    -- The holder is the Company, or the creator while there is none (S6). A deleted App has no Company.
    company_id UUID REFERENCES companies (id),
    creator_id UUID NOT NULL REFERENCES users (id),
    state TEXT NOT NULL CHECK (state IN ('trial', 'active', 'suspended', 'deleted')),
    suspended_by TEXT CHECK (suspended_by IN ('trial_ended', 'operator', 'dunning')),
    plan TEXT NOT NULL REFERENCES plans (key),
    billing_contact_id UUID,
    trial_ends_at BIGINT,
    -- How many of the two notices before the end of the trial (M20, M21) were sent.
    trial_notices BIGINT NOT NULL DEFAULT 0,
    -- The tasks that have earned time already (E54), one bit each.
    earned BIGINT NOT NULL DEFAULT 0,
    config_version BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    suspended_at BIGINT,
    deleted_at BIGINT,
    UNIQUE (company_id, id),
    -- The payer is of the same Company (I17).
    FOREIGN KEY (company_id, billing_contact_id) REFERENCES billing_contacts (company_id, id),
    CHECK (state <> 'active' OR billing_contact_id IS NOT NULL),
    CHECK (state <> 'trial' OR (trial_ends_at IS NOT NULL AND billing_contact_id IS NULL)),
    CHECK ((state = 'suspended') = (suspended_by IS NOT NULL)),
    CHECK (company_id IS NOT NULL OR billing_contact_id IS NULL),
    CHECK ((state = 'deleted') = (deleted_at IS NOT NULL)),
    CHECK (state <> 'deleted' OR company_id IS NULL)
);
CREATE UNIQUE INDEX apps_by_name ON apps (name) WHERE state <> 'deleted';
CREATE INDEX apps_of_company ON apps (company_id, name) WHERE state <> 'deleted';
CREATE INDEX apps_of_creator ON apps (creator_id, name) WHERE company_id IS NULL AND state <> 'deleted';
-- One running personal trial a person (S6).
CREATE UNIQUE INDEX apps_personal_trial ON apps (creator_id) WHERE company_id IS NULL AND state = 'trial';
CREATE INDEX apps_of_contact ON apps (billing_contact_id) WHERE billing_contact_id IS NOT NULL;
-- Whose tasks earn which running trials time (E54).
CREATE INDEX apps_trials_by_creator ON apps (creator_id) WHERE state = 'trial';
CREATE INDEX apps_by_trial_end ON apps (trial_ends_at) WHERE state = 'trial';
CREATE INDEX apps_after_trial ON apps (suspended_at) WHERE suspended_by = 'trial_ended';

-- Every name ever given. A deleted App blocks its name until `free_at` (E51).
CREATE TABLE app_names (
    name TEXT PRIMARY KEY NOT NULL,
    app_id UUID NOT NULL REFERENCES apps (id),
    free_at BIGINT
);
CREATE INDEX app_names_of_app ON app_names (app_id);

-- Which Developers work on which Apps. An assignment needs a membership in the Company of the App (I8).
CREATE TABLE app_members (
    app_id UUID NOT NULL,
    company_id UUID NOT NULL,
    user_id UUID NOT NULL,
    assigned_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, user_id),
    FOREIGN KEY (company_id, app_id) REFERENCES apps (company_id, id),
    FOREIGN KEY (company_id, user_id) REFERENCES members (company_id, user_id) ON DELETE CASCADE
);
CREATE INDEX app_members_of_member ON app_members (company_id, user_id, app_id);

-- The configuration as a whole, one row a version, with who made it and what it changed, in words. The values of
-- variables are encrypted.
CREATE TABLE app_configs (
    app_id UUID NOT NULL REFERENCES apps (id),
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID NOT NULL REFERENCES users (id),
    config TEXT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (app_id, version)
);

-- The domains of the present configurations: each leads to one App.
CREATE TABLE app_domains (
    host TEXT PRIMARY KEY NOT NULL,
    app_id UUID NOT NULL REFERENCES apps (id),
    state TEXT NOT NULL CHECK (state IN ('unchecked', 'pointing', 'astray')),
    checked_at BIGINT,
    -- When the clock asks for it again.
    check_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX app_domains_of_app ON app_domains (app_id);
CREATE INDEX app_domains_by_check ON app_domains (check_at);

-- Who pays for which days of an App, on which plan: no gap, no overlap (I24). Days are counted from 1970-01-01 UTC;
-- `to_day` is the first day that is no longer paid, and open while it runs.
CREATE TABLE app_periods (
    app_id UUID NOT NULL REFERENCES apps (id),
    from_day BIGINT NOT NULL,
    to_day BIGINT,
    billing_contact_id UUID NOT NULL,
    plan TEXT NOT NULL,
    price BIGINT NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (app_id, from_day),
    CHECK (to_day IS NULL OR to_day >= from_day)
);
CREATE INDEX app_periods_of_contact ON app_periods (billing_contact_id, from_day);
CREATE UNIQUE INDEX app_periods_open ON app_periods (app_id) WHERE to_day IS NULL;
