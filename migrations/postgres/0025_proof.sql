-- A mailed link also proves who sits there, for who has no password to give again; and a link leads on to a page of ours.
ALTER TABLE links DROP CONSTRAINT links_purpose_check;
ALTER TABLE links ADD CHECK (purpose IN ('confirm_email', 'sign_in', 'reset', 'change_email', 'prove'));
ALTER TABLE links ADD COLUMN next TEXT;
