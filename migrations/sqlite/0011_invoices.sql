-- The first day of a Billing Contact that is on no invoice yet, and the first that no billing run has looked at: what is
-- too little for an invoice waits between the two.
ALTER TABLE billing_contacts ADD COLUMN billed_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE billing_contacts ADD COLUMN run_to INTEGER NOT NULL DEFAULT 0;
CREATE INDEX billing_contacts_to_bill ON billing_contacts (run_to);

-- The last number that was given in a series. It is raised in the transaction that issues, so no number is lost (I26).
CREATE TABLE invoice_series (
    series TEXT PRIMARY KEY NOT NULL,
    last INTEGER NOT NULL CHECK (last >= 1)
) STRICT;

-- Invoices outlive their Company and their Billing Contact. What the buyer read stands in the document.
CREATE TABLE invoices (
    id BLOB PRIMARY KEY NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    company_id BLOB REFERENCES companies (id) ON DELETE SET NULL,
    billing_contact_id BLOB NOT NULL,
    buyer TEXT NOT NULL,
    -- Billed are the days from `from_day` until before `to_day`.
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    issued_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    currency TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    total INTEGER NOT NULL,
    document TEXT NOT NULL,
    -- What is still owed.
    balance INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'written_off')),
    settled_at INTEGER,
    UNIQUE (series, number),
    CHECK (total = net + tax),
    CHECK (from_day < to_day),
    CHECK (balance >= 0 AND balance <= total),
    CHECK ((state = 'paid') = (balance = 0)),
    CHECK ((state = 'open') = (settled_at IS NULL))
) STRICT;
CREATE INDEX invoices_of_contact ON invoices (billing_contact_id, issued_day, number);
CREATE INDEX invoices_of_company ON invoices (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX invoices_open ON invoices (due_day, id) WHERE state = 'open';

-- Whoever writes here, an issued invoice stays what it is (I26).
CREATE TRIGGER invoices_never_change BEFORE UPDATE OF
    id, series, number, billing_contact_id, buyer, from_day, to_day, issued_day, due_day, currency, net, tax, total, document
ON invoices BEGIN
    SELECT RAISE(ABORT, 'an issued invoice never changes');
END;
CREATE TRIGGER invoices_never_go BEFORE DELETE ON invoices BEGIN
    SELECT RAISE(ABORT, 'an issued invoice is never deleted');
END;

CREATE TABLE invoice_payments (
    invoice_id BLOB NOT NULL REFERENCES invoices (id),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (invoice_id, position)
) STRICT, WITHOUT ROWID;

-- The links in mails about invoices, one for each address. Only their hashes are kept.
CREATE TABLE invoice_links (
    id BLOB PRIMARY KEY NOT NULL,
    invoice_id BLOB NOT NULL REFERENCES invoices (id),
    hash BLOB NOT NULL UNIQUE,
    address TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invoice_links_of_invoice ON invoice_links (invoice_id);
