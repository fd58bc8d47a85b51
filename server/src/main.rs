//! `warren`: one binary that serves, migrates and checks.

use std::process::ExitCode;

/// Many small allocations in many threads are what rendering pages is made of.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    server::cli::run().await
}
