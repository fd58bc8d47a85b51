-- A mailed link also proves who sits there, for who has no password to give again; and a link leads on to a page of ours.
DROP INDEX links_of_user;
ALTER TABLE links ADD COLUMN serves TEXT NOT NULL DEFAULT 'sign_in'
    CHECK (serves IN ('confirm_email', 'sign_in', 'reset', 'change_email', 'prove'));
UPDATE links SET serves = purpose;
ALTER TABLE links DROP COLUMN purpose;
ALTER TABLE links RENAME COLUMN serves TO purpose;
CREATE INDEX links_of_user ON links (user_id, purpose);
ALTER TABLE links ADD COLUMN next TEXT;
