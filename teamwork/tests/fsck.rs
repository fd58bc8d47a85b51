//! What must not exist is seen when it does: every check of `fsck` finds the faults it is there for, and no other check does.

mod apps;
mod charges;
mod companies;
mod invoices;
mod people;
mod planting;
mod requests;

use std::collections::BTreeSet;

use teamwork::{acts::Finding, store::fsck::checks};

use crate::house::each_engine;

/// What a check has to find.
pub struct Proof {
    /// The check, by what it says.
    pub sentence: &'static str,
    pub faults: &'static [Fault],
}

/// One way in which a house that is otherwise healthy can be wrong.
pub struct Fault {
    /// Makes it wrong, past the acts. `{…}` is what `planting::on` puts in.
    plant: &'static str,
    /// What other checks say of it.
    also: &'static [&'static str],
    /// Whether the schema forbids it. Then the engine refuses it, and the check sees it where the schema does not hold.
    is_walled: bool,
}

/// A fault that only a check can find.
pub const fn fault(plant: &'static str) -> Fault {
    Fault { plant, also: &[], is_walled: false }
}

/// A fault that the schema forbids.
pub const fn walled(plant: &'static str) -> Fault {
    Fault { plant, also: &[], is_walled: true }
}

impl Fault {
    /// It cannot be without this.
    pub const fn with(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// A check that nobody has seen failing may be blind.
#[test]
fn every_check_has_its_proof() {
    let rooms = [companies::PROOFS, apps::PROOFS, people::PROOFS, requests::PROOFS, invoices::PROOFS, charges::PROOFS];
    let proven: Vec<_> = rooms.into_iter().flatten().filter(|proof| !proof.faults.is_empty()).collect();
    let sentences: Vec<_> = checks().map(|check| check.sentence).collect();
    assert_eq!(proven.iter().map(|proof| proof.sentence).collect::<Vec<_>>(), sentences, "in the order of the store");
    assert_eq!(sentences.iter().collect::<BTreeSet<_>>().len(), sentences.len(), "each says something else");
    let texts: BTreeSet<_> = checks().map(|check| check.sql).collect();
    assert_eq!(texts.len(), sentences.len(), "and looks for something else");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_is_told_with_its_number() {
    each_engine(async |house| {
        house.database.run("UPDATE companies SET member_count = member_count + 1").await;
        let sentence = "Companies whose count of members is not the number of their members";
        assert_eq!(house.warren.fsck().await, Ok(vec![Finding { invariant: "I2", sentence, rows: 1 }]));
        house.database.run("UPDATE companies SET member_count = member_count - 1").await;
    })
    .await;
}
