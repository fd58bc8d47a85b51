//! Walks through every world of a small scope to the end; see `tests/worlds`. Prints how many there are and how many
//! break a law. An argument is the number of worlds after which to stop.
#![expect(clippy::print_stdout, reason = "it prints what it found")]

#[path = "../tests/worlds/mod.rs"]
mod worlds;

fn main() {
    let enough = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(usize::MAX);
    let found = worlds::walk(enough);
    println!(
        "{} worlds, {} steps, the farthest {} away, {}: {} violations",
        found.worlds,
        found.steps,
        found.depth,
        if found.whole { "all of them" } else { "not all of them" },
        found.violations.len()
    );
    for (why, world) in found.violations.iter().take(5) {
        println!("{why}: {world:?}");
    }
    std::process::exit(i32::from(!found.violations.is_empty()));
}
