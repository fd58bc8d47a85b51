-- The first day of a Billing Contact that is on no invoice yet, and the first that no billing run has looked at: what is
-- too little for an invoice waits between the two.
ALTER TABLE billing_contacts ADD COLUMN billed_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE billing_contacts ADD COLUMN run_to BIGINT NOT NULL DEFAULT 0;
CREATE INDEX billing_contacts_to_bill ON billing_contacts (run_to);

-- The last number that was given in a series. It is raised in the transaction that issues, so no number is lost (I26).
CREATE TABLE invoice_series (
    series TEXT PRIMARY KEY NOT NULL,
    last BIGINT NOT NULL CHECK (last >= 1)
);

-- Invoices outlive their Company and their Billing Contact. What the buyer read stands in the document.
CREATE TABLE invoices (
    id UUID PRIMARY KEY NOT NULL,
    series TEXT NOT NULL,
    number BIGINT NOT NULL,
    company_id UUID REFERENCES companies (id) ON DELETE SET NULL,
    billing_contact_id UUID NOT NULL,
    buyer TEXT NOT NULL,
    -- Billed are the days from `from_day` until before `to_day`.
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    issued_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    currency TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    total BIGINT NOT NULL,
    document TEXT NOT NULL,
    -- What is still owed.
    balance BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'written_off')),
    settled_at BIGINT,
    UNIQUE (series, number),
    CHECK (total = net + tax),
    CHECK (from_day < to_day),
    CHECK (balance >= 0 AND balance <= total),
    CHECK ((state = 'paid') = (balance = 0)),
    CHECK ((state = 'open') = (settled_at IS NULL))
);
CREATE INDEX invoices_of_contact ON invoices (billing_contact_id, issued_day, number);
CREATE INDEX invoices_of_company ON invoices (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX invoices_open ON invoices (due_day, id) WHERE state = 'open';

-- Whoever writes here, an issued invoice stays what it is (I26).
CREATE FUNCTION invoices_never_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued invoice never changes and is never deleted';
END
$$;
CREATE TRIGGER invoices_never_change BEFORE UPDATE OF
    id, series, number, billing_contact_id, buyer, from_day, to_day, issued_day, due_day, currency, net, tax, total, document
ON invoices FOR EACH ROW EXECUTE FUNCTION invoices_never_change();
CREATE TRIGGER invoices_never_go BEFORE DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION invoices_never_change();

CREATE TABLE invoice_payments (
    invoice_id UUID NOT NULL REFERENCES invoices (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (invoice_id, position)
);

-- The links in mails about invoices, one for each address. Only their hashes are kept.
CREATE TABLE invoice_links (
    id UUID PRIMARY KEY NOT NULL,
    invoice_id UUID NOT NULL REFERENCES invoices (id),
    hash BYTEA NOT NULL UNIQUE,
    address TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX invoice_links_of_invoice ON invoice_links (invoice_id);
