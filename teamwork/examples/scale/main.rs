//! Does a page of a large house cost what that of a small one costs? Builds two houses on each engine, a small and a
//! large one, and prints how many times longer every page and act takes in the large one.
//!
//! `cargo run --release -p teamwork --features store --example scale`; PostgreSQL joins when `TEST_POSTGRES` names a
//! server. Ratios only: both houses are measured in the same run, in turns.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may stop, and prints what it found")]

mod fill;
mod house;
mod money;
mod pages;

use std::time::{Duration, Instant};

use teamwork::rules::problem::Problem;

use self::house::{House, Size};

/// How often each page is asked for in each house.
const ROUNDS: usize = 25;

#[tokio::main]
async fn main() {
    let servers = std::iter::once(None).chain(std::env::var("TEST_POSTGRES").ok().map(Some));
    for server in servers {
        let engine = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        println!("{engine}: building {} and {} …", Size::SMALL, Size::LARGE);
        let small = House::build(server.as_deref(), Size::SMALL).await;
        let large = House::build(server.as_deref(), Size::LARGE).await;
        println!("{:<44}{:>12}{:>12}{:>8}", "page or act", "small µs", "large µs", "ratio");
        for (name, page) in pages::ALL {
            let (mut in_small, mut in_large) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                in_small.extend(time(page(&small)).await);
                in_large.extend(time(page(&large)).await);
            }
            if in_small.len() + in_large.len() < 2 * ROUNDS {
                println!("{name:<44}{:>12}{:>12}", failed(&in_small), failed(&in_large));
                continue;
            }
            let (in_small, in_large) = (fastest(&in_small), fastest(&in_large));
            let ratio = in_large.as_secs_f64() / in_small.as_secs_f64();
            println!("{name:<44}{:>12}{:>12}{ratio:>8.2}", in_small.as_micros(), in_large.as_micros());
        }
        small.forget().await;
        large.forget().await;
    }
}

/// How long it took, unless it failed.
async fn time(page: impl Future<Output = Result<(), Problem>>) -> Option<Duration> {
    let begin = Instant::now();
    page.await.ok().map(|()| begin.elapsed())
}

fn failed(times: &[Duration]) -> String {
    let failed = ROUNDS - times.len();
    if failed == 0 { "ok".into() } else { format!("{failed} failed") }
}

/// What the page itself costs: whatever else the machine does only makes it slower.
fn fastest(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}
