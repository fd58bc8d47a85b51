-- How much time the sender of a payment request gave it, in milliseconds. Its deadline says less once a client has passed it
-- on, and more once it stood still for a while.
ALTER TABLE requests ADD COLUMN life INTEGER NOT NULL DEFAULT 604800000 CHECK (life BETWEEN 86400000 AND 2592000000);
UPDATE requests SET life = MIN(MAX(((expires_at - sent_at + 43200000) / 86400000) * 86400000, 86400000), 2592000000);
