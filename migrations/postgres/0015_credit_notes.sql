-- A series numbers one kind of document, so a number names one document (I26).
ALTER TABLE invoice_series ADD COLUMN kind TEXT NOT NULL DEFAULT 'invoice' CHECK (kind IN ('invoice', 'credit_note'));

-- What credit notes have taken back of an invoice.
ALTER TABLE invoices ADD COLUMN credited BIGINT NOT NULL DEFAULT 0 CHECK (credited BETWEEN 0 AND total);

-- An issued invoice never changes; what is wrong with it is credited. Credit notes outlive what invoices outlive.
CREATE TABLE credit_notes (
    id UUID PRIMARY KEY NOT NULL,
    series TEXT NOT NULL,
    number BIGINT NOT NULL,
    invoice_id UUID NOT NULL REFERENCES invoices (id),
    company_id UUID REFERENCES companies (id) ON DELETE SET NULL,
    billing_contact_id UUID NOT NULL,
    buyer TEXT NOT NULL,
    issued_day BIGINT NOT NULL,
    currency TEXT NOT NULL,
    net BIGINT NOT NULL CHECK (net > 0),
    tax BIGINT NOT NULL CHECK (tax >= 0),
    total BIGINT NOT NULL,
    document TEXT NOT NULL,
    -- What the buyer has not got yet: it is set off against an invoice, or paid back.
    balance BIGINT NOT NULL,
    UNIQUE (series, number),
    CHECK (total = net + tax),
    CHECK (balance BETWEEN 0 AND total)
);
CREATE INDEX credit_notes_of_contact ON credit_notes (billing_contact_id, issued_day, number);
CREATE INDEX credit_notes_of_invoice ON credit_notes (invoice_id, issued_day, number);
CREATE INDEX credit_notes_of_company ON credit_notes (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX credit_notes_open ON credit_notes (issued_day, id) WHERE balance > 0;
CREATE INDEX credit_notes_open_of_contact ON credit_notes (billing_contact_id, issued_day, number) WHERE balance > 0;

CREATE FUNCTION credit_notes_never_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued credit note never changes and is never deleted';
END
$$;
CREATE TRIGGER credit_notes_never_change BEFORE UPDATE OF
    id, series, number, invoice_id, billing_contact_id, buyer, issued_day, currency, net, tax, total, document
ON credit_notes FOR EACH ROW EXECUTE FUNCTION credit_notes_never_change();
CREATE TRIGGER credit_notes_never_go BEFORE DELETE ON credit_notes
FOR EACH ROW EXECUTE FUNCTION credit_notes_never_change();
CREATE TRIGGER credit_notes_are_used_up BEFORE UPDATE OF balance ON credit_notes
FOR EACH ROW WHEN (NEW.balance > OLD.balance) EXECUTE FUNCTION credit_notes_never_change();

-- How much, net, of which line of the invoice, counted from 1.
CREATE TABLE credit_note_lines (
    credit_note_id UUID NOT NULL REFERENCES credit_notes (id),
    line BIGINT NOT NULL CHECK (line > 0),
    net BIGINT NOT NULL CHECK (net > 0),
    PRIMARY KEY (credit_note_id, line)
);
CREATE TRIGGER credit_note_lines_never_change BEFORE UPDATE OR DELETE ON credit_note_lines
FOR EACH ROW EXECUTE FUNCTION credit_notes_never_change();

-- What became of a credit note: set off against this invoice, or paid back where there is none.
CREATE TABLE credit_uses (
    credit_note_id UUID NOT NULL REFERENCES credit_notes (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    invoice_id UUID REFERENCES invoices (id),
    PRIMARY KEY (credit_note_id, position)
);
CREATE INDEX credit_uses_of_invoice ON credit_uses (invoice_id) WHERE invoice_id IS NOT NULL;

-- A link leads to the credit note that it names, else to the invoice.
ALTER TABLE invoice_links ADD COLUMN credit_note_id UUID REFERENCES credit_notes (id);
CREATE INDEX invoice_links_of_credit_note ON invoice_links (credit_note_id) WHERE credit_note_id IS NOT NULL;
