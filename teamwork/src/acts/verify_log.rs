//! Recomputes every seal of the log. Whoever changes, adds, removes or swaps an entry past the acts breaks its chain; only
//! who cuts off an end leaves the rest whole, and is found by a head that somebody has kept elsewhere.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Trouble, Warren};
use crate::{
    rules::problem::Problem,
    store::log_chain::{Sealed, as_id},
};

/// How many entries are read at once.
const BATCH: i64 = 2_000;
/// How many findings are told; more say nothing new.
const TOLD: usize = 100;

/// The end of a chain, to be kept where nobody who can change the database can change it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The Company, the person, or zeros for the house.
    pub chain: String,
    pub seq: i64,
    pub hash: String,
}

/// One place where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tampered {
    pub chain: String,
    pub seq: i64,
    /// The row in the log, where there is one.
    pub id: Option<i64>,
    pub sentence: &'static str,
}

/// What a walk over the whole log has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LogReport {
    pub entries: i64,
    pub chains: i64,
    /// The first findings. Empty when all is well.
    pub tampered: Vec<Tampered>,
    /// The ends of all chains.
    #[serde(skip)]
    pub heads: Vec<Head>,
}

/// The walk along one chain after the other.
#[derive(Default)]
struct Walk {
    report: LogReport,
    known: HashMap<String, Vec<Head>>,
    chain: String,
    /// The row, the place and the seal of the entry before.
    id: i64,
    seq: i64,
    hash: Vec<u8>,
}

impl Warren {
    /// Walks over the whole log. `known` are heads that were written down before: each has to be in its chain still.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_log(&self, known: &[Head]) -> Result<LogReport, Problem> {
        self.walk(known).await.map_err(|error| Trouble::from(error).tell(self.request()))
    }

    async fn walk(&self, known: &[Head]) -> sqlx::Result<LogReport> {
        let mut walk = Walk::default();
        for head in known {
            walk.known.entry(as_id(&head.chain)).or_default().push(head.clone());
        }
        let (mut chain, mut seq) = (Uuid::nil(), i64::MIN);
        loop {
            let batch = self.db.sealed_entries(chain, seq, BATCH).await?;
            let Some(last) = batch.last() else { break };
            (chain, seq) = (Uuid::parse_str(&last.chain).unwrap_or(Uuid::max()), last.seq);
            batch.iter().for_each(|entry| walk.step(entry));
        }
        walk.end_chain();
        for head in std::mem::take(&mut walk.known).into_values().flatten() {
            walk.tell(head.chain, head.seq, None, "a chain that was written down is gone, or ends before its head");
        }
        let unsealed = self.db.unsealed_entries().await?;
        if unsealed > 0 {
            walk.tell(String::new(), 0, None, "entries without a seal are younger than the first one with it");
        }
        Ok(walk.report)
    }
}

impl Walk {
    fn step(&mut self, entry: &Sealed) {
        let chain = as_id(&entry.chain);
        if chain != self.chain {
            self.end_chain();
            (self.chain, self.id, self.seq, self.hash) = (chain.clone(), 0, 0, Vec::new());
        }
        let seal = entry.seal(&self.hash);
        let is_sealed = entry.hash.eq_ignore_ascii_case(&hex(&seal));
        let flaw = match () {
            () if entry.seq != self.seq + 1 => Some("entries are missing before this one"),
            () if !is_sealed => Some("the seal does not fit this entry and the one before it"),
            () if !entry.is_in_place() => Some("the entry lies in another chain or kind than it says"),
            () if entry.id <= self.id => Some("the entry was moved before the one it follows"),
            () => None,
        };
        if let Some(sentence) = flaw {
            self.tell(chain.clone(), entry.seq, Some(entry.id), sentence);
        }
        // From here on by what is stored, so that one flaw is told once.
        (self.id, self.seq) = (entry.id, entry.seq);
        self.hash = bytes(&entry.hash);
        self.report.entries += 1;
        let hash = hex(&self.hash);
        if let Some(heads) = self.known.get_mut(&chain) {
            heads.retain(|head| head.seq != entry.seq || !head.hash.eq_ignore_ascii_case(&hash));
        }
    }

    fn end_chain(&mut self) {
        if !self.chain.is_empty() {
            self.report.chains += 1;
            self.report.heads.push(Head { chain: self.chain.clone(), seq: self.seq, hash: hex(&self.hash) });
        }
    }

    fn tell(&mut self, chain: String, seq: i64, id: Option<i64>, sentence: &'static str) {
        if self.report.tampered.len() < TOLD {
            self.report.tampered.push(Tampered { chain, seq, id, sentence });
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is no hash is as good as none.
fn bytes(hex: &str) -> Vec<u8> {
    let digits = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..hex.len()).step_by(2).map_while(digits).collect()
}
