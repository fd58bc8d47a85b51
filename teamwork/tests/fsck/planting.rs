//! Plants faults one by one, in transactions that are rolled back, and looks with every check at each.

use std::collections::BTreeSet;

use teamwork::store::fsck::checks;

use super::{Fault, Proof};
use crate::house::{Engine, Eye, House};

/// All checks in one statement: what they say.
fn look() -> String {
    let one = |sentence: &str, sql| {
        let sentence = sentence.replace('\'', "''");
        format!("SELECT CAST('{sentence}' AS TEXT) WHERE ({sql}) > 0")
    };
    checks().map(|check| one(check.sentence, check.sql)).collect::<Vec<_>>().join(" UNION ALL ")
}

/// Each fault is found by its check and by no other than it says; what is walled is refused before.
pub async fn prove(house: &House, proofs: &[Proof]) {
    assert_eq!(house.warren.fsck().await, Ok(Vec::new()), "the house is healthy before");
    let faults: Vec<_> = proofs.iter().flat_map(|proof| proof.faults.iter().map(move |fault| (proof, fault))).collect();
    let mut blind = Vec::new();
    let mut eye = eye(house).await;
    for (proof, fault) in &faults {
        eye.run_all("BEGIN").await;
        let planted = eye.try_all(&on(house, fault.plant)).await;
        match (planted, fault.is_walled) {
            (Ok(()), false) => blind.extend(overlooked(&mut eye, proof, fault).await),
            (Ok(()), true) => blind.push(format!("nobody refuses: {}", fault.plant)),
            (Err(error), false) => blind.push(format!("{error}: {}", fault.plant)),
            (Err(_), true) => {}
        }
        eye.run_all("ROLLBACK").await;
    }
    let mut eye = self::eye(house).await;
    take_the_walls_down(&mut eye).await;
    for (proof, fault) in faults.iter().filter(|(_, fault)| fault.is_walled) {
        eye.run_all("SAVEPOINT healthy").await;
        match eye.try_all(&on(house, fault.plant)).await {
            Ok(()) => blind.extend(overlooked(&mut eye, proof, fault).await),
            Err(error) => blind.push(format!("{error} without walls: {}", fault.plant)),
        }
        eye.run_all("ROLLBACK TO SAVEPOINT healthy").await;
    }
    eye.run_all("ROLLBACK").await;
    assert!(blind.is_empty(), "{}", blind.join("\n\n"));
}

/// A connection whose engine does not take a second to translate the look, which is done in a millisecond.
async fn eye(house: &House) -> Eye {
    let mut eye = house.database.eye().await;
    if let Eye::Postgres(_) = eye {
        eye.run_all("SET jit = off").await;
    }
    eye
}

/// What is found, where it is not what has to be.
async fn overlooked(eye: &mut Eye, proof: &Proof, fault: &Fault) -> Option<String> {
    let seen: Vec<(String,)> = eye.rows(&look()).await;
    let seen: BTreeSet<&str> = seen.iter().map(|(sentence,)| sentence.as_str()).collect();
    let expected: BTreeSet<&str> = fault.also.iter().copied().chain([proof.sentence]).collect();
    (seen != expected).then(|| format!("{}\nis seen as {seen:#?}\ninstead of {expected:#?}", fault.plant))
}

/// Begins a transaction in which the engine takes everything.
async fn take_the_walls_down(eye: &mut Eye) {
    match eye {
        Eye::Sqlite(_) => {
            eye.run_all("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN").await;
            let walls = "SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema
                WHERE type = 'trigger' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%')";
            for (wall,) in eye.rows::<(String,)>(walls).await {
                eye.run_all(&wall).await;
            }
        }
        Eye::Postgres(_) => eye.run_all(POSTGRES_WALLS).await,
    }
}

const POSTGRES_WALLS: &str = "BEGIN;
    DO $$ DECLARE wall TEXT; BEGIN
        FOR wall IN
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c')
        LOOP EXECUTE wall; END LOOP;
        FOR wall IN
            SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal
        LOOP EXECUTE wall; END LOOP;
        FOR wall IN
            SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
            WHERE i.indisunique AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
        LOOP EXECUTE wall; END LOOP;
    END $$";

/// A statement as this house takes it: the time, something new, and who and what is there by name.
fn on(house: &House, plant: &str) -> String {
    let is_sqlite = house.database.engine() == Engine::Sqlite;
    let mut parts = plant.split('{');
    let mut sql = parts.next().unwrap().to_owned();
    for part in parts {
        let (word, rest) = part.split_once('}').unwrap();
        let value = match word.split_once(' ') {
            None => match (word, is_sqlite) {
                ("now", _) => house.warren.now().millis().to_string(),
                ("gone", _) => "(SELECT id FROM users WHERE erased_at IS NOT NULL)".into(),
                ("id", true) => "randomblob(16)".into(),
                ("id", false) => "gen_random_uuid()".into(),
                ("bytes", true) => "randomblob(32)".into(),
                ("bytes", false) => "sha256(CAST(CAST(gen_random_uuid() AS TEXT) AS BYTEA))".into(),
                _ => panic!("{word} is nothing"),
            },
            Some(("person", first)) => format!("(SELECT id FROM users WHERE first_name = '{first}')"),
            Some(("company", slug)) => format!("(SELECT id FROM companies WHERE slug = '{slug}')"),
            Some(("app", name)) => format!("(SELECT id FROM apps WHERE name = '{name}')"),
            Some(("contact", name)) => format!("(SELECT id FROM billing_contacts WHERE name = '{name}')"),
            Some(("invoice", total)) => format!("(SELECT id FROM invoices WHERE total = {total})"),
            Some(_) => panic!("{word} is nothing"),
        };
        sql += &(value + rest);
    }
    sql
}
