-- Each entry seals the one before it in its chain: a Company's, a person's, or the house's. Entries from before have no seal.
ALTER TABLE log ADD COLUMN chain_id UUID;
ALTER TABLE log ADD COLUMN seq BIGINT;
ALTER TABLE log ADD COLUMN hash BYTEA;
-- What the entry can be found by: its kind, whom and which App it is about.
ALTER TABLE log ADD COLUMN kind TEXT;
ALTER TABLE log ADD COLUMN person_id UUID;
ALTER TABLE log ADD COLUMN app_id UUID;
CREATE UNIQUE INDEX log_chain ON log (chain_id, seq) WHERE chain_id IS NOT NULL;
CREATE INDEX log_by_actor ON log (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX log_of_actor ON log (company_id, actor_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX log_of_person ON log (company_id, person_id, id) WHERE company_id IS NOT NULL AND person_id IS NOT NULL;
CREATE INDEX log_of_kind ON log (company_id, kind, id) WHERE company_id IS NOT NULL;
CREATE INDEX log_of_app ON log (app_id, id) WHERE app_id IS NOT NULL;
CREATE INDEX log_by_time ON log (company_id, at, id);
