//! `cargo xtask run`: a Warren with people in it, on SQLite in `warren-data`.

use std::env;
use std::os::unix::process::CommandExt;

use crate::build::{self, build};
use crate::command::program;
use crate::house;
use crate::outcome::Outcome;
use crate::setup;

// Without a group: clap would find two called Options.
#[derive(clap::Args)]
#[group(skip)]
pub struct Options {
    #[command(flatten)]
    build: build::Options,
    /// Further arguments of `warren serve`
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn run(options: &Options) -> Outcome {
    setup::for_running()?;
    println!("Building Warren; the first time takes some minutes …");
    build(options.build)?;
    // Taking our place, the server gets every signal itself and can stop in order.
    let cause = serve_demo(options.build.release).args(&options.arguments).exec();
    Err(format!("Warren could not be started: {cause}").into())
}

/// The server with the demo story; what the environment says comes first.
pub fn serve_demo(release: bool) -> std::process::Command {
    let mut server = program(&house::warren(release).to_string_lossy());
    server.args(["serve", "--demo"]);
    if env::var_os("WARREN_DATA_DIR").is_none() {
        server.env("WARREN_DATA_DIR", house::root().join("warren-data"));
    }
    server
}
