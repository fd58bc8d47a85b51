//! Whatever somebody does to the log past the acts is found.

use teamwork::{acts::Head, rules::role::Role};

use crate::house::{Engine, House, each_engine};

/// Chance that can be repeated (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }
}

const SEED: u64 = 34;

#[derive(Clone, Debug, sqlx::FromRow)]
struct Link {
    id: i64,
    seq: i64,
    last: i64,
}

async fn busy(house: &House) {
    let (ada, kevin) = (house.ada().await, house.kevin().await);
    ada.invite("acme", "x@heart.example y@heart.example", Role::Developer, "").await.unwrap();
    ada.change_role("acme", kevin.id(), Role::Admin, 1).await.unwrap();
    kevin.change_name("Kevin", "Flynn").await.unwrap();
    assert!(ada.leave("acme").await.is_err());
    assert!(house.mallory().await.company("acme").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_seal_fits_after_every_act() {
    each_engine(async |house| {
        busy(house).await;
        let report = house.warren.verify_log(&[]).await.unwrap();
        assert_eq!(report.tampered, []);
        assert_eq!(report.entries, house.database.count("SELECT COUNT(*) FROM log").await);
        // Acme, the five people; the house asked for nothing yet.
        assert_eq!(report.chains, i64::try_from(report.heads.len()).unwrap());
        assert!(report.chains >= 6, "{}", report.chains);
        assert_eq!(house.warren.verify_log(&report.heads).await.unwrap().tampered, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tamper_is_found() {
    println!("seed {SEED}");
    each_engine(async |house| {
        busy(house).await;
        let heads = house.warren.verify_log(&[]).await.unwrap().heads;
        disarm(house).await;
        let (rounds, overriding) = match house.database.engine() {
            Engine::Sqlite => (10_000, ""),
            Engine::Postgres => (500, "OVERRIDING SYSTEM VALUE"),
        };
        let mut dice = Dice(SEED);
        let links: Vec<Link> = house
            .database
            .rows(
                "SELECT l.id, l.seq, (SELECT MAX(o.seq) FROM log o WHERE o.chain_id = l.chain_id) AS last
                 FROM log l ORDER BY l.id",
            )
            .await;
        let mut eye = house.database.eye().await;
        for round in 0..rounds {
            let sql = tamper(&mut dice, &links, house.database.engine());
            eye.run_all(&sql).await;
            let found = house.warren.verify_log(&heads).await.unwrap().tampered;
            assert!(!found.is_empty(), "round {round} with seed {SEED} was not found: {sql}");
            eye.run_all(&format!("DELETE FROM log; INSERT INTO log {overriding} SELECT * FROM kept")).await;
        }
        assert_eq!(house.warren.verify_log(&heads).await.unwrap().tampered, []);
        println!("{rounds} tampers found on {:?}", house.database.engine());
    })
    .await;
}

/// What somebody with the password of the database could do.
async fn disarm(house: &House) {
    let drop = match house.database.engine() {
        Engine::Sqlite => "DROP TRIGGER log_is_append_only_update; DROP TRIGGER log_is_append_only_delete",
        Engine::Postgres => "ALTER TABLE log DISABLE TRIGGER ALL",
    };
    house.database.run_all(&format!("{drop}; CREATE TABLE kept AS SELECT * FROM log")).await;
}

fn tamper(dice: &mut Dice, links: &[Link], engine: Engine) -> String {
    let Link { id, seq, last } = links[dice.roll(links.len())].clone();
    let random = match engine {
        Engine::Sqlite => "randomblob(16)",
        Engine::Postgres => "gen_random_uuid()",
    };
    let hash = match engine {
        Engine::Sqlite => "randomblob(32)",
        Engine::Postgres => "sha256('forged')",
    };
    let set = |change: &str| format!("UPDATE log SET {change} WHERE id = {id}");
    let columns = "at, company_id, actor_id, role, door, event, target, before, after, request_id, chain_id, hash, kind, person_id, app_id";
    match dice.roll(24) {
        0 => set("at = at + 1"),
        1 => set(&format!("company_id = {random}")),
        2 => set(&format!("actor_id = {random}")),
        3 => set("role = CASE WHEN role = 'owner' THEN 'admin' ELSE 'owner' END"),
        4 => set("door = CASE WHEN door = 'page' THEN 'cli' ELSE 'page' END"),
        5 => set("event = CASE WHEN event = 'signed_out' THEN 'signed_in' ELSE 'signed_out' END"),
        6 => set("event = 'no event at all'"),
        7 => set("target = COALESCE(target, '') || 'x'"),
        8 => set("target = CASE WHEN target IS NULL THEN '' END"),
        9 => set("before = COALESCE(before, '') || 'x'"),
        10 => set("after = CASE WHEN after IS NULL THEN '' END"),
        11 => set(&format!("request_id = {random}")),
        12 => set("seq = seq + 1000"),
        13 => set(&format!("hash = {hash}")),
        14 => set("kind = CASE WHEN kind = 'apps' THEN 'billing' ELSE 'apps' END"),
        15 => set(&format!("person_id = {random}")),
        16 => set(&format!("app_id = {random}")),
        17 => set(&format!("chain_id = {random}")),
        18 => format!("DELETE FROM log WHERE id = {id}"),
        // A forged entry behind the last one, or an unsealed one.
        19 => format!("INSERT INTO log ({columns}, seq) SELECT {columns}, {} FROM log WHERE id = {id}", last + 1),
        20 => format!(
            "INSERT INTO log (at, company_id, door, event, request_id)
             SELECT at, company_id, door, event, request_id FROM log WHERE id = {id}"
        ),
        21 => set("chain_id = NULL, seq = NULL, hash = NULL"),
        // Cut off the end.
        22 => format!("DELETE FROM log WHERE seq >= {seq} AND chain_id = (SELECT chain_id FROM log WHERE id = {id})"),
        // Swap two entries of one chain, as far as there are two.
        _ if last > 1 => {
            let other = if seq == last { seq - 1 } else { seq + 1 };
            let chain = format!("chain_id = (SELECT k.chain_id FROM kept k WHERE k.id = {id})");
            format!(
                "UPDATE log SET seq = -1 WHERE id = {id}; UPDATE log SET seq = {seq} WHERE seq = {other} AND {chain};
                 UPDATE log SET seq = {other} WHERE id = {id}"
            )
        }
        _ => format!("DELETE FROM log WHERE id = {id}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_was_kept_finds_an_end_that_was_cut_off() {
    each_engine(async |house| {
        busy(house).await;
        let heads: Vec<Head> = house.warren.verify_log(&[]).await.unwrap().heads;
        disarm(house).await;
        house.database.run_all("DELETE FROM log WHERE id = (SELECT MAX(id) FROM log)").await;
        assert_eq!(house.warren.verify_log(&[]).await.unwrap().tampered, [], "the rest is whole");
        assert_eq!(house.warren.verify_log(&heads).await.unwrap().tampered.len(), 1);
    })
    .await;
}
