//! Every world of a small scope that the rules can lead to: three people, two Companies, two Apps, three invitations. In
//! each one every law holds, and every step into it was a right one.

mod laws;
mod steps;
mod world;

use std::collections::HashSet;

use self::world::World;

/// What a walk found.
#[derive(Debug, Default)]
struct Found {
    worlds: usize,
    steps: u64,
    /// How many steps the farthest world is away from the first.
    depth: usize,
    /// What is broken, and where.
    violations: Vec<(&'static str, World)>,
}

/// Walks from the empty world, in breadth, until there is nothing left to see.
fn walk() -> Found {
    let first = World::default().number();
    let (mut seen, mut edge) = (HashSet::from([first]), vec![first]);
    let mut found = Found::default();
    while !edge.is_empty() {
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
    Found { worlds: seen.len(), ..found }
}

#[test]
fn no_world_breaks_a_law() {
    let found = walk();
    let Found { worlds, steps, depth, violations } = &found;
    println!("{worlds} worlds, {steps} steps, the farthest {depth} away: {} violations", violations.len());
    assert!(*worlds > 100_000 && violations.is_empty(), "{:?}", violations.first());
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
            steps::each(&world, |_, next| numbers.push(next.number()));
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.truncate(200);
    }
}
