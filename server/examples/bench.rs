//! What a request costs: CPU microseconds of the server's process, beside a bare axum handler that answers with the same
//! number of bytes, in the same run, in turns. Prints ratios; `cargo xtask bench` builds for release and runs it.
//!
//! CPU time is the figure that survives a noisy machine. Writes alternate between two values, because SQLite skips a
//! write that changes nothing; every answer's status is checked.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a program that prints a table and may stop")]

#[path = "bench/client.rs"]
mod client;
#[path = "bench/people.rs"]
mod people;
#[path = "bench/stage.rs"]
mod stage;

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use client::{Load, drive};

const ROUNDS: usize = 4;
const SLICE: Duration = Duration::from_secs(2);
const BARE: &str = "127.0.0.1:3987";
const WARREN: &str = "127.0.0.1:3988";

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("bare") => bare(&arguments.next().unwrap()),
        Some(warren) => measure(warren),
        None => println!("bench needs the path of the program `warren`"),
    }
}

/// The floor: axum, JSON bytes from memory, nothing else.
#[tokio::main]
async fn bare(sizes: &str) {
    let mut router = axum::Router::new();
    for (index, size) in sizes.split(',').enumerate() {
        let body = "x".repeat(size.parse().unwrap());
        router = router.route(&format!("/{index}"), axum::routing::post(move || async move { body }));
    }
    axum::serve(tokio::net::TcpListener::bind(BARE).await.unwrap(), router).await.unwrap();
}

/// A process that ends with the measurement.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn measure(warren: &str) {
    let folder = std::env::temp_dir().join(format!("warren-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let stage = stage::set(&folder);
    let database_url = stage.database_url.clone();
    let server = Command::new(warren)
        .args(["serve"])
        .env("WARREN_ADDR", WARREN)
        .env("WARREN_BASE_URL", "http://localhost:3988")
        .env("WARREN_DATA_DIR", &folder)
        .env("DATABASE_URL", &database_url)
        .env("WARREN_LOG", "warn")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(server);
    client::wait_for(WARREN);

    let loads = stage.loads();
    let sizes: Vec<String> = loads.iter().map(|load| client::once(WARREN, load).len().to_string()).collect();
    let twin = Command::new(std::env::current_exe().unwrap()).args(["bare", &sizes.join(",")]).spawn().unwrap();
    let twin = Server(twin);
    client::wait_for(BARE);

    println!("| Scenario | Warren, CPU µs | bare axum, CPU µs | ratio | Warren, requests/s | p50, ms | bytes |");
    println!("|---|---|---|---|---|---|---|");
    for (index, load) in loads.iter().enumerate() {
        let floor = Load::plain(&format!("/{index}"));
        let mut ours = Vec::new();
        let mut floors = Vec::new();
        for _ in 0..ROUNDS {
            ours.push(drive(WARREN, server.0.id(), load, SLICE));
            floors.push(drive(BARE, twin.0.id(), &floor, SLICE));
        }
        ours.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        floors.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        let (our, bare) = (&ours[ROUNDS / 2], &floors[ROUNDS / 2]);
        println!(
            "| {} | {:.0} ({:.0}–{:.0}) | {:.1} | {:.1} | {:.0} | {:.2} | {} |",
            load.name,
            our.cpu,
            ours[0].cpu,
            ours[ROUNDS - 1].cpu,
            bare.cpu,
            our.cpu / bare.cpu,
            our.per_second,
            our.median_ms,
            sizes[index],
        );
    }
    println!("\nresident memory of Warren after the run: {} MiB", client::resident_mib(server.0.id()));
    drop(server);
    let _ = std::fs::remove_dir_all(&folder);
}
