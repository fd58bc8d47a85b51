-- What the provider really took, in the currency of the charge. It differs from the amount only when something went wrong there.
ALTER TABLE charges ADD COLUMN taken BIGINT;
UPDATE charges SET taken = amount WHERE state = 'paid';
CREATE INDEX charges_of_customer ON charges (customer) WHERE state = 'begun';

-- What was taken and pays nothing goes back (I28). It is written down with the end of the charge; the key of the call is made
-- of the charge's.
CREATE TABLE refunds (
    charge_id UUID PRIMARY KEY NOT NULL REFERENCES charges (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- As the provider took it, which may be another currency than the charge's.
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'failed')),
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    look_at BIGINT NOT NULL,
    CHECK ((state = 'begun') = (ended_at IS NULL))
);
CREATE INDEX refunds_to_look_at ON refunds (look_at) WHERE state = 'begun';

-- People as the provider knows them whose card is not wanted any more, or who never entered one, until it has forgotten them.
CREATE TABLE customers_to_forget (
    customer TEXT PRIMARY KEY NOT NULL,
    try_at BIGINT NOT NULL
);
CREATE INDEX customers_to_forget_by_time ON customers_to_forget (try_at);

-- Ways of which no page came: the provider may have heard of the person all the same, and is asked for whom.
CREATE TABLE customers_to_find (
    setup_id UUID PRIMARY KEY NOT NULL,
    look_at BIGINT NOT NULL
);
CREATE INDEX customers_to_find_by_time ON customers_to_find (look_at);
