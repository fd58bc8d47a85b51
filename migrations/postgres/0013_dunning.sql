-- Whether a Billing Contact pays what it owes: the worst step of its open invoices.
ALTER TABLE billing_contacts ADD COLUMN arrears TEXT NOT NULL DEFAULT 'active'
    CHECK (arrears IN ('active', 'failing', 'blocked'));
CREATE INDEX billing_contacts_in_arrears ON billing_contacts (company_id, arrears) WHERE arrears <> 'active';

-- How far the reminders of an open invoice have come (0 quiet, 1 reminded, 2 reminded again, 3 blocked, 4 warned, 5 doomed),
-- and on which day the next step comes, as it was told; nothing comes after the last.
ALTER TABLE invoices ADD COLUMN dun_step BIGINT NOT NULL DEFAULT 0 CHECK (dun_step BETWEEN 0 AND 5);
ALTER TABLE invoices ADD COLUMN dun_on BIGINT;
UPDATE invoices SET dun_on = due_day + 3 WHERE state = 'open';
-- Of those whose Company is gone nobody is left to be reminded.
CREATE INDEX invoices_to_dun ON invoices (dun_on) WHERE state = 'open' AND company_id IS NOT NULL;
CREATE INDEX invoices_open_of_contact ON invoices (billing_contact_id, dun_step) WHERE state = 'open';
CREATE INDEX invoices_doomed ON invoices (due_day, id) WHERE state = 'open' AND dun_step = 5;
