//! Every world of a small scope that the rules can lead to: three people, two Companies, two Apps, three invitations. In
//! each one every law holds, and every step into it was a right one.
//!
//! The suite walks as far as is reached within so many steps; `cargo run --release -p teamwork --features store
//! --example worlds` walks to the end.

pub mod laws;
pub mod steps;
pub mod world;

use std::collections::HashSet;

use self::world::World;

/// What a walk found.
#[derive(Debug, Default)]
pub struct Found {
    pub worlds: usize,
    pub steps: u64,
    /// How many steps the farthest world is away from the first.
    pub depth: usize,
    /// What is broken, and where.
    pub violations: Vec<(&'static str, World)>,
    /// Whether there was nothing left to see.
    pub whole: bool,
}

/// Walks from the empty world, in breadth, until `enough` worlds were seen or there are no more.
pub fn walk(enough: usize) -> Found {
    let first = World::default().number();
    let (mut seen, mut edge) = (HashSet::from([first]), vec![first]);
    let mut found = Found::default();
    while !edge.is_empty() && seen.len() < enough {
        let mut beyond = Vec::new();
        for number in edge {
            let world = World::unpack(number);
            steps::each(&world, |by, next| {
                found.steps += 1;
                if let Some(why) = laws::wrong(&world, by, &next) {
                    found.violations.push((why, next));
                }
                let number = next.number();
                if seen.insert(number) {
                    if let Some(why) = laws::broken(&next) {
                        found.violations.push((why, next));
                    }
                    beyond.push(number);
                }
            });
        }
        found.depth += 1;
        edge = beyond;
    }
    Found { worlds: seen.len(), whole: edge.is_empty(), ..found }
}

#[cfg(test)]
mod tests {
    use super::{walk, world::World};

    #[test]
    fn no_world_within_reach_breaks_a_law() {
        let found = walk(60_000);
        println!(
            "{} worlds, {} steps, {} away: {} violations",
            found.worlds,
            found.steps,
            found.depth,
            found.violations.len()
        );
        assert!(found.worlds >= 60_000 && found.violations.is_empty(), "{:?}", found.violations.first());
    }

    /// A number that does not lead back to its world would hide worlds.
    #[test]
    fn a_world_is_its_number() {
        let mut numbers = vec![World::default().number()];
        for _ in 0..4 {
            let worlds: Vec<_> = numbers.iter().map(|number| World::unpack(*number)).collect();
            numbers.clear();
            for world in worlds {
                assert_eq!(World::unpack(world.number()).number(), world.number());
                super::steps::each(&world, |_, next| numbers.push(next.number()));
            }
            numbers.sort_unstable();
            numbers.dedup();
            numbers.truncate(200);
        }
    }
}
