-- A request of an Admin for paid Apps waits for an Owner before anything goes to the client (S10): it is proposed, and then
-- pending or refused. Only the words of two checks change, so the table stays where it is: SQLite has no other way that keeps
-- the rows which refer to it.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
    '''pending'', ''claimed'', ''billing'', ''completed'', ''declined'', ''expired'', ''cancelled''',
    '''proposed'', ''pending'', ''claimed'', ''billing'', ''completed'', ''declined'', ''expired'', ''cancelled'', ''refused'''),
    'CHECK ((state IN (''pending'', ''claimed'', ''billing'')) = (ended_at IS NULL))',
    'CHECK ((state IN (''proposed'', ''pending'', ''claimed'', ''billing'')) = (ended_at IS NULL))')
WHERE type = 'table' AND name = 'requests';
PRAGMA writable_schema = RESET;

-- Which Owner confirmed it; nobody for what was sent without.
ALTER TABLE requests ADD COLUMN confirmed_by BLOB REFERENCES users (id);
-- Which terms of service the client agreed to when they accepted.
ALTER TABLE requests ADD COLUMN terms TEXT;
CREATE INDEX requests_confirmed_by ON requests (confirmed_by) WHERE confirmed_by IS NOT NULL;
CREATE INDEX requests_proposed ON requests (company_id) WHERE state = 'proposed';
DROP INDEX requests_by_end;
CREATE INDEX requests_by_end ON requests (expires_at)
    WHERE state IN ('proposed', 'pending', 'claimed', 'billing') AND frozen_at IS NULL;
DROP INDEX requests_ended_by_email;
CREATE INDEX requests_ended_by_email ON requests (email_key)
    WHERE state NOT IN ('proposed', 'pending', 'claimed', 'billing');
