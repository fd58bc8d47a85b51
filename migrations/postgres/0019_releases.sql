-- What of an App was published: one row a try, whose files never change once it is published.
CREATE TABLE releases (
    app_id UUID NOT NULL REFERENCES apps (id),
    -- 1, 2, 3 … for each App; the name of its folder.
    number BIGINT NOT NULL CHECK (number > 0),
    commit_hash TEXT NOT NULL,
    -- Who pushed it: a person, or a deploy key, by the name it had.
    pusher_id UUID REFERENCES users (id),
    key_name TEXT,
    began_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('unpacking', 'published', 'failed')),
    -- Why it failed, as the pusher read it.
    failure TEXT,
    files BIGINT NOT NULL DEFAULT 0,
    bytes BIGINT NOT NULL DEFAULT 0,
    -- Whether it is what visitors see.
    live BOOLEAN NOT NULL DEFAULT FALSE,
    -- When its files go, and this row with them.
    remove_at BIGINT,
    PRIMARY KEY (app_id, number),
    CHECK ((pusher_id IS NULL) <> (key_name IS NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK (state = 'published' OR NOT live)
);
-- Visitors see one.
CREATE UNIQUE INDEX releases_live ON releases (app_id) WHERE live;
CREATE INDEX releases_under_way ON releases (began_at) WHERE state = 'unpacking';
CREATE INDEX releases_to_remove ON releases (remove_at) WHERE remove_at IS NOT NULL;
CREATE INDEX releases_by_pusher ON releases (pusher_id) WHERE pusher_id IS NOT NULL;
