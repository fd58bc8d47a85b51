-- The card of a Billing Contact: the provider's names for it, and what people tell it by (I28).
ALTER TABLE billing_contacts ADD COLUMN provider_customer TEXT;
ALTER TABLE billing_contacts ADD COLUMN provider_method TEXT;
ALTER TABLE billing_contacts ADD COLUMN card_brand TEXT;
ALTER TABLE billing_contacts ADD COLUMN card_last4 TEXT;
-- The last month in which it can be charged: the year times twelve and the month from 0.
ALTER TABLE billing_contacts ADD COLUMN card_expires INTEGER;
-- The month of expiry that its people were told of (M34).
ALTER TABLE billing_contacts ADD COLUMN card_told INTEGER;
CREATE INDEX billing_contacts_by_expiry ON billing_contacts (card_expires) WHERE card_expires IS NOT NULL;

-- When a card is charged for an invoice next, and how often that failed.
ALTER TABLE invoices ADD COLUMN charge_on INTEGER;
ALTER TABLE invoices ADD COLUMN charges_failed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX invoices_to_charge ON invoices (charge_on) WHERE charge_on IS NOT NULL AND state = 'open';

-- Somebody's way to the provider and back, to enter a card: for a payment request, or for a Billing Contact.
CREATE TABLE payment_setups (
    id BLOB PRIMARY KEY NOT NULL,
    request_id BLOB REFERENCES requests (id) ON DELETE CASCADE,
    billing_contact_id BLOB REFERENCES billing_contacts (id) ON DELETE CASCADE,
    -- The id of the link that opened the request then: where the browser leads back to. A newer one is not its business.
    link_id BLOB,
    -- Who went; nobody yet for a client without an account.
    user_id BLOB REFERENCES users (id),
    -- Where the Apps go, as the client typed it, and the name of who has no account.
    form TEXT,
    state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'failed', 'void')),
    -- The provider's name of its page, and where it is.
    reference TEXT UNIQUE,
    url TEXT,
    -- Of the secret in the browser that went there.
    claim_hash BLOB UNIQUE,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- When the provider was asked last, and is asked next.
    looked_at INTEGER NOT NULL,
    look_at INTEGER NOT NULL,
    CHECK ((request_id IS NULL) <> (billing_contact_id IS NULL)),
    CHECK ((state = 'begun') = (ended_at IS NULL))
) STRICT;
-- At most one counts; every earlier one is void.
CREATE UNIQUE INDEX payment_setups_of_request ON payment_setups (request_id) WHERE state = 'begun';
CREATE UNIQUE INDEX payment_setups_of_contact ON payment_setups (billing_contact_id) WHERE state = 'begun';
CREATE INDEX payment_setups_to_look_at ON payment_setups (look_at) WHERE state = 'begun';
CREATE INDEX payment_setups_by_request ON payment_setups (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX payment_setups_by_contact ON payment_setups (billing_contact_id) WHERE billing_contact_id IS NOT NULL;
CREATE INDEX payment_setups_of_user ON payment_setups (user_id) WHERE user_id IS NOT NULL;

-- Every charge, written down before the provider hears of it. Its id is the key of the call.
CREATE TABLE charges (
    id BLOB PRIMARY KEY NOT NULL,
    invoice_id BLOB NOT NULL REFERENCES invoices (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    customer TEXT NOT NULL,
    method TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'paid', 'failed')),
    reference TEXT UNIQUE,
    -- By whom it was ordered: what somebody tried by hand uses up no try of the clock, which goes on that day.
    by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
    resume_on INTEGER,
    why TEXT CHECK (why IN ('declined', 'expired', 'funds', 'needs_person', 'lost')),
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    look_at INTEGER NOT NULL,
    CHECK ((state = 'begun') = (ended_at IS NULL)),
    CHECK ((state = 'failed') = (why IS NOT NULL)),
    CHECK (state <> 'paid' OR reference IS NOT NULL)
) STRICT;
-- Nobody is charged twice at once for the same.
CREATE UNIQUE INDEX charges_under_way ON charges (invoice_id) WHERE state = 'begun';
CREATE INDEX charges_of_invoice ON charges (invoice_id, begun_at);
CREATE INDEX charges_to_look_at ON charges (look_at) WHERE state = 'begun';

-- Pages of the provider that nobody wants any more: a card that is entered there all the same is forgotten.
CREATE TABLE pages_to_close (
    reference TEXT PRIMARY KEY NOT NULL,
    look_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pages_to_close_by_time ON pages_to_close (look_at);

-- Cards that are not wanted any more, until the provider has forgotten them.
CREATE TABLE cards_to_forget (
    method TEXT PRIMARY KEY NOT NULL,
    try_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cards_to_forget_by_time ON cards_to_forget (try_at);

-- What the provider told us, by its own names: each event counts once.
CREATE TABLE provider_events (
    id TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX provider_events_by_time ON provider_events (at);
