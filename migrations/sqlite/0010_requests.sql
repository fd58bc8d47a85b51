-- "Invite a client" (4.2): a payment request. The giving side is a Company, or the sender alone with a trial of their own.
CREATE TABLE requests (
    id BLOB PRIMARY KEY NOT NULL,
    company_id BLOB REFERENCES companies (id) ON DELETE CASCADE,
    sender_id BLOB NOT NULL REFERENCES users (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    note TEXT,
    -- What the sender thinks the client's business is called.
    client_company TEXT,
    -- What an Admin proposes for paid Apps waits for an Owner before anything goes to the client (S10).
    state TEXT NOT NULL CHECK (state IN
        ('proposed', 'pending', 'claimed', 'billing', 'completed', 'declined', 'expired', 'cancelled', 'refused')),
    -- Which Owner confirmed it; nobody for what was sent without.
    confirmed_by BLOB REFERENCES users (id),
    -- The account it is bound to, once somebody has signed in through it.
    client_id BLOB REFERENCES users (id),
    -- The mailed link proves the mailbox, the copied one proves nothing: two different secrets.
    link_id BLOB NOT NULL,
    mailed_hash BLOB NOT NULL UNIQUE,
    copied_hash BLOB UNIQUE,
    -- The code for who comes with a copied link is derived from this id; until when it can be typed.
    code_id BLOB,
    code_until INTEGER,
    delivered_at INTEGER,
    -- When the first mail about it arrived, whichever link it carried: who got one hears of its withdrawal (M19).
    told_at INTEGER,
    bounced INTEGER NOT NULL DEFAULT 0 CHECK (bounced IN (0, 1)),
    -- Which reminders were sent: 1 at half-time, 2 before the end.
    reminders INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- While an App of it is suspended the deadline stands still.
    frozen_at INTEGER,
    ended_at INTEGER,
    reason TEXT,
    -- Which terms of service the client agreed to when they accepted.
    terms TEXT,
    -- The Company that owns the Apps now.
    target_id BLOB REFERENCES companies (id) ON DELETE SET NULL,
    -- The ended request that this one was sent again for.
    renews BLOB REFERENCES requests (id) ON DELETE SET NULL,
    CHECK ((state IN ('proposed', 'pending', 'claimed', 'billing')) = (ended_at IS NULL)),
    CHECK (state <> 'claimed' OR client_id IS NOT NULL)
) STRICT;
CREATE INDEX requests_of_company ON requests (company_id, sent_at);
CREATE INDEX requests_by_sender ON requests (sender_id, sent_at);
CREATE INDEX requests_by_email ON requests (email_key) WHERE state IN ('pending', 'claimed', 'billing');
CREATE INDEX requests_ended_by_email ON requests (email_key)
    WHERE state NOT IN ('proposed', 'pending', 'claimed', 'billing');
CREATE INDEX requests_by_end ON requests (expires_at)
    WHERE state IN ('proposed', 'pending', 'claimed', 'billing') AND frozen_at IS NULL;
CREATE INDEX requests_confirmed_by ON requests (confirmed_by) WHERE confirmed_by IS NOT NULL;
CREATE INDEX requests_proposed ON requests (company_id) WHERE state = 'proposed';
CREATE INDEX requests_by_client ON requests (client_id) WHERE client_id IS NOT NULL;
CREATE INDEX requests_by_target ON requests (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX requests_renewing ON requests (renews) WHERE renews IS NOT NULL;

-- What is offered, as the client was told it. Whatever changes of it voids the link.
CREATE TABLE request_apps (
    request_id BLOB NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    app_id BLOB NOT NULL REFERENCES apps (id),
    plan TEXT NOT NULL,
    price INTEGER NOT NULL,
    currency TEXT NOT NULL,
    -- Who pays on the giving side; nobody for a trial.
    payer_id BLOB,
    PRIMARY KEY (request_id, app_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_apps_of_app ON request_apps (app_id);

-- The Developers who come along, each on which App (S24).
CREATE TABLE request_people (
    request_id BLOB NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    app_id BLOB NOT NULL REFERENCES apps (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    PRIMARY KEY (request_id, app_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_people_of_app ON request_people (app_id, user_id);
CREATE INDEX request_people_of_user ON request_people (user_id);

-- At most one open request for an App (S20): it stands in the App itself.
ALTER TABLE apps ADD COLUMN request_id BLOB REFERENCES requests (id) ON DELETE SET NULL;
-- How often its trial got more time because a request for it has ended (S19).
ALTER TABLE apps ADD COLUMN reprieves INTEGER NOT NULL DEFAULT 0;
CREATE INDEX apps_of_request ON apps (request_id) WHERE request_id IS NOT NULL;
