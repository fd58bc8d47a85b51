//! What a clone costs: Warren beside OpenSSH, and beside `git daemon`, which neither asks nor encrypts. The same repository,
//! the same client, in the same run, in turns. Then two hundred clones at once, and the memory that all programs of Warren
//! need meanwhile. Prints ratios; `cargo xtask bench` builds for release and runs it.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a program that prints a table and may stop")]

#[path = "clones/crowd.rs"]
mod crowd;
#[path = "clones/house.rs"]
mod house;
#[path = "bench/people.rs"]
mod people;
#[path = "clones/process.rs"]
mod process;
#[path = "clones/servers.rs"]
mod servers;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use house::{House, done};
use process::Scratch;
use servers::Server;

/// How often each server is cloned from; the middle one counts.
const ROUNDS: usize = 7;
const LATER: Duration = Duration::from_millis(200);

fn main() {
    match std::env::args().nth(1) {
        Some(warren) => measure(Path::new(&warren)),
        None => println!("clones needs the path of the program `warren`"),
    }
}

/// What one clone took.
struct Taken {
    seconds: f64,
    /// Processor seconds of the server and of what it began.
    cpu: f64,
}

fn measure(warren: &Path) {
    let scratch = Scratch::new();
    let house = House::set(warren, &scratch.0);
    let megabytes = house.push_history();
    println!("A repository of {megabytes:.0} MB, the middle one of {ROUNDS} clones.\n");

    let mut servers = vec![Server::daemon(&house), house.server()];
    match Server::openssh(&house) {
        Some(openssh) => servers.insert(1, openssh),
        None => println!("Without OpenSSH as a server: apt-get install openssh-server\n"),
    }
    let mut taken: Vec<Vec<Taken>> = servers.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for (server, taken) in servers.iter().zip(&mut taken) {
            taken.push(clone(&house, server));
        }
    }
    println!("| A clone from | seconds | MB/s | time, Warren to it | CPU seconds | CPU, Warren to it |");
    println!("|---|---|---|---|---|---|");
    let middles = taken.iter().map(|taken| (middle(taken, |one| one.seconds), middle(taken, |one| one.cpu)));
    let middles: Vec<(f64, f64)> = middles.collect();
    let (own, own_cpu) = middles.last().copied().unwrap_or_default();
    for (server, (seconds, cpu)) in servers.iter().zip(&middles) {
        let (rate, ratio, cpu_ratio) = (megabytes / seconds, own / seconds, own_cpu / cpu);
        println!("| {} | {seconds:.2} | {rate:.0} | {ratio:.2} | {cpu:.2} | {cpu_ratio:.2} |", server.name);
    }
    println!();
    drop(servers);
    crowd::measure(&house);
}

fn clone(house: &House, server: &Server) -> Taken {
    let mut clone = house.clone_from(&server.url, 0, "clone");
    let (before, began) = (server.process.cpu(), Instant::now());
    done(&mut clone);
    let seconds = began.elapsed().as_secs_f64();
    // A server notices a little later that what it began has ended.
    std::thread::sleep(LATER);
    Taken { seconds, cpu: server.process.cpu() - before }
}

fn middle(taken: &[Taken], what: impl Fn(&Taken) -> f64) -> f64 {
    let mut values: Vec<f64> = taken.iter().map(what).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
