//! Two hundred at once: everybody gets everything, and memory stays what twenty need.

use std::{
    fs,
    process::Stdio,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use super::house::House;

const CROWDS: [usize; 2] = [20, 200];
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Prints how long crowds take, and the memory of Warren meanwhile.
pub fn measure(house: &House) {
    println!("| Clones at once | seconds | the most memory, MiB | of 20 clones |");
    println!("|---|---|---|---|");
    let mut first = None;
    for crowd in CROWDS {
        let began = Instant::now();
        let most = most_memory(house, crowd);
        let ratio = most / *first.get_or_insert(most);
        println!("| {crowd} | {:.1} | {most:.0} | {ratio:.2} |", began.elapsed().as_secs_f64());
    }
}

/// Lets that many clone at once. Answers the most memory Warren and all it began needed, in MiB.
fn most_memory(house: &House, crowd: usize) -> f64 {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut most: f64 = 0.0;
            while !over.load(Ordering::Relaxed) {
                most = most.max(house.process.memory());
                std::thread::sleep(LOOK);
            }
            most
        });
        let clones: Vec<_> = (0..crowd).map(|number| scope.spawn(move || clone(house, number))).collect();
        let failed = clones.into_iter().map(|one| one.join().unwrap()).filter(|good| !good).count();
        over.store(true, Ordering::Relaxed);
        assert_eq!(failed, 0, "of {crowd} clones");
        looking.join().unwrap()
    })
}

/// One of them. What arrived is looked at and taken away, or the disk would be full.
fn clone(house: &House, number: usize) -> bool {
    let name = format!("crowd{number}");
    let cloned = house.clone_from(&house.server().url, number, &name).stderr(Stdio::null()).status().unwrap();
    let is_whole = cloned.success() && house.folder.join(&name).join("packed-refs").exists();
    let _ = fs::remove_dir_all(house.folder.join(&name));
    is_whole
}
