//! The statements that read the log. Which index they walk depends on what is asked for, so each question has a text of its
//! own: `$1` is the Company, `$2` the cursor, `$3` how many, `$4` to `$8` the filter, `$9` the Developer who reads.

/// The entries and, beside each, the names of today. An invitation is named in the target of its entries.
macro_rules! named {
    ($invitation:literal, $hits:expr) => {
        concat!(
            "SELECT l.id, l.at, l.actor_id, l.role, l.door, l.event, l.person_id, l.app_id, l.target, l.before, l.after,
                    l.request_id, l.seq, l.hash, u.first_name AS actor_first, u.last_name AS actor_last,
                    p.first_name AS person_first, p.last_name AS person_last, a.name AS app_name, i.email AS invited
             FROM (", $hits, ") AS hits JOIN log l ON l.id = hits.id
             LEFT JOIN users u ON u.id = l.actor_id AND u.erased_at IS NULL
             LEFT JOIN users p ON p.id = l.person_id AND p.erased_at IS NULL
             LEFT JOIN apps a ON a.id = l.app_id
             LEFT JOIN invitations i ON i.company_id = l.company_id AND i.id =
                CASE WHEN l.event LIKE 'invitation_%' THEN ", $invitation, " END
             ORDER BY l.id DESC"
        )
    };
}

macro_rules! both {
    ($macro:ident) => {
        [
            named!("unhex(replace(l.target, '-', ''))", $macro!(sqlite)),
            named!("CAST(l.target AS UUID)", $macro!(postgres)),
        ]
    };
}

/// What the filter leaves, wherever the entries were found.
macro_rules! filtered {
    () => {
        " AND ($4 IS NULL OR l.kind = $4) AND ($5 IS NULL OR l.at >= $5) AND ($6 IS NULL OR l.at < $6)
          AND ($7 IS NULL OR l.actor_id = $7 OR l.person_id = $7) AND ($8 IS NULL OR l.app_id = $8)"
    };
}

/// The cursor, or where the last day ends. The days become ids by the index of time, so that nobody walks over the years
/// between; ten minutes more on each side, because two servers' clocks may differ.
macro_rules! before {
    (sqlite) => {
        before!("MIN")
    };
    (postgres) => {
        before!("LEAST")
    };
    ($least:literal) => {
        concat!(
            $least,
            "($2, CASE WHEN $6 IS NULL THEN $2 ELSE COALESCE(
                (SELECT w.id + 1 FROM log w WHERE w.company_id = $1 AND w.at < $6 + 600000
                 ORDER BY w.at DESC, w.id DESC LIMIT 1), 0) END)"
        )
    };
}

/// Where the first day begins.
macro_rules! since {
    () => {
        "CASE WHEN $5 IS NULL THEN 0 ELSE COALESCE(
                (SELECT w.id FROM log w WHERE w.company_id = $1 AND w.at >= $5 - 600000
                 ORDER BY w.at, w.id LIMIT 1), $2) END"
    };
}

/// Walks one index backwards and no other. Left to themselves both planners take each Company for as large as the others and
/// each person for as busy, and would rather walk back through the whole log until a page is full.
macro_rules! walk {
    // SQLite can be told.
    (sqlite, $index:literal, $(($column:literal, $value:literal)),+; $before:expr; $since:expr; $also:expr) => {
        concat!(
            "SELECT l.id FROM log l INDEXED BY ", $index, " WHERE ", $("l.", $column, " = ", $value, " AND ",)+
            "l.id < ", $before, " AND l.id >= ", $since,
            filtered!(),
            $also,
            " ORDER BY l.id DESC LIMIT $3"
        )
    };
    // Of PostgreSQL's indexes no other is in this order, and the first limit tells that the walk is short. What lies behind
    // the end of what was asked for fills the page, so that the walk stops there, and is left out.
    (postgres, $index:literal, $(($column:literal, $value:literal)),+; $before:expr; $since:expr; $also:expr) => {
        concat!(
            "SELECT id FROM (SELECT * FROM (
                SELECT l.id", $(", l.", $column,)+
            " FROM log l WHERE (", $("l.", $column, ", ",)+ "l.id) < (", $($value, ", ",)+ $before, ")",
            $(" AND l.", $column, " IS NOT NULL",)+
            " AND (", $("l.", $column, " <> ", $value, " OR ",)+ "l.id < ", $since, " OR (1 = 1",
            filtered!(),
            $also,
            "))
                ORDER BY ", $("l.", $column, " DESC, ",)+ "l.id DESC LIMIT 1001) AS walked LIMIT $3) AS near
             WHERE ", $($column, " = ", $value, " AND ",)+ "id >= ", $since
        )
    };
}

macro_rules! whole {
    ($engine:ident) => {
        walk!($engine, "log_of_company", ("company_id", "$1"); before!($engine); since!(); "")
    };
}

macro_rules! of_kind {
    ($engine:ident) => {
        walk!($engine, "log_of_kind", ("company_id", "$1"), ("kind", "$4"); before!($engine); since!(); "")
    };
}

macro_rules! of_person {
    ($engine:ident) => {
        concat!(
            "SELECT id FROM (",
            walk!($engine, "log_of_actor", ("company_id", "$1"), ("actor_id", "$7"); before!($engine); since!(); ""),
            ") AS did UNION SELECT id FROM (",
            walk!($engine, "log_of_person", ("company_id", "$1"), ("person_id", "$7"); before!($engine); since!(); ""),
            ") AS got ORDER BY id DESC LIMIT $3"
        )
    };
}

macro_rules! of_app {
    ($engine:ident) => {
        walk!($engine, "log_of_app", ("app_id", "$8"); "$2"; "0"; " AND l.company_id IS NOT DISTINCT FROM $1")
    };
}

/// What the Developer `$9` may know of what happened to an App: who was refused there need not be on it, so their names
/// are none of theirs (S1).
macro_rules! known {
    () => {
        " AND (l.event <> 'access_denied' OR l.actor_id = $9)"
    };
}

macro_rules! of_assigned {
    ($engine:ident) => {
        walk!($engine, "log_of_app", ("app_id", "$8"); "$2"; "0"; concat!(" AND l.company_id = $1", known!()))
    };
}

/// What somebody did, and what happened to the Apps they are assigned to: of each as much as a page can hold.
macro_rules! of_developer {
    ($engine:ident) => {
        concat!(
            "SELECT id FROM (",
            walk!($engine, "log_of_actor", ("company_id", "$1"), ("actor_id", "$9"); before!($engine); since!(); ""),
            ") AS did UNION SELECT l.id FROM app_members d
                JOIN log l ON l.app_id = d.app_id AND l.company_id = $1
                WHERE d.company_id = $1 AND d.user_id = $9 AND l.id < $2",
            filtered!(),
            known!(),
            "     AND l.id >= COALESCE((SELECT l.id FROM log l WHERE l.app_id = d.app_id AND l.company_id = $1
                        AND l.id < $2",
            filtered!(),
            known!(),
            " ORDER BY l.app_id DESC, l.id DESC LIMIT 1 OFFSET $3), 0)
             ORDER BY id DESC LIMIT $3"
        )
    };
}

macro_rules! of_chain {
    ($engine:ident) => {
        "SELECT l.id FROM log l WHERE l.chain_id = $1 AND l.company_id IS NULL AND l.seq < $2 ORDER BY l.seq DESC LIMIT $3"
    };
}

pub(super) const WHOLE: [&str; 2] = both!(whole);
pub(super) const OF_KIND: [&str; 2] = both!(of_kind);
pub(super) const OF_PERSON: [&str; 2] = both!(of_person);
pub(super) const OF_APP: [&str; 2] = both!(of_app);
pub(super) const OF_ASSIGNED: [&str; 2] = both!(of_assigned);
pub(super) const OF_DEVELOPER: [&str; 2] = both!(of_developer);
pub(super) const OF_CHAIN: [&str; 2] = both!(of_chain);

/// The texts, for the test that reads how the engines would go about them.
#[doc(hidden)]
pub fn texts() -> [(&'static str, [&'static str; 2]); 7] {
    [
        ("whole", WHOLE),
        ("kind", OF_KIND),
        ("person", OF_PERSON),
        ("app", OF_APP),
        ("assigned", OF_ASSIGNED),
        ("developer", OF_DEVELOPER),
        ("chain", OF_CHAIN),
    ]
}
