-- In which time zone a person reads times: a name of the IANA, or NULL for the one of the house. What they have chosen is not
-- replaced by what a browser says.
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN zone_chosen BOOLEAN NOT NULL DEFAULT FALSE;
