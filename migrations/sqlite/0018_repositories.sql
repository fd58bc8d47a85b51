-- The repositories that were made, by App: where an App goes, its code goes without being copied.
CREATE TABLE repositories (
    app_id BLOB PRIMARY KEY NOT NULL REFERENCES apps (id),
    made_at INTEGER NOT NULL,
    -- Set with the end of the App: from then on its files are taken away.
    remove_at INTEGER
) STRICT;
CREATE INDEX repositories_to_remove ON repositories (remove_at) WHERE remove_at IS NOT NULL;

-- The last pushes of each App. One begins when git asks whether it may move its branches and ends when they have moved; what
-- has no end was cut off in between, and is looked at when the server starts.
CREATE TABLE pushes (
    id BLOB PRIMARY KEY NOT NULL,
    app_id BLOB NOT NULL REFERENCES apps (id),
    -- Who pushed; nobody when it was a machine with a deploy key.
    user_id BLOB REFERENCES users (id),
    -- The role that allowed it.
    role TEXT,
    -- The name of the deploy key, when it was one.
    key_name TEXT,
    -- The branches and tags, with their commits before and after, as JSON.
    changes TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX pushes_of_app ON pushes (app_id, id);
CREATE INDEX pushes_under_way ON pushes (begun_at) WHERE ended_at IS NULL;
