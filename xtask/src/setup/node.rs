//! Node, in a version that Playwright runs on, and the packages of `end2end`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::command::{ask, program, run};
use crate::house;
use crate::outcome::{OrSay, Outcome};

/// The oldest Node that the packages of `end2end` accept.
const OLDEST: u32 = 20;
/// Fetched from npm where the distribution's Node is older than that.
const OURS: &str = "22.23.3";

/// Packages to install for Node.
pub fn missing() -> Vec<&'static str> {
    let has = |name| ask(program(name).arg("--version")).is_some();
    ["node", "npm"]
        .into_iter()
        .zip(["nodejs", "npm"])
        .filter(|(name, _)| !has(name))
        .map(|(_, package)| package)
        .collect()
}

/// `npm` or `npx` in `end2end`, with a Node that is new enough.
pub fn npm(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(house::end2end()).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    if our_node().is_file() {
        let others = std::env::var("PATH").unwrap_or_default();
        let folder = our_node().parent().map(PathBuf::from).unwrap_or_default();
        command.env("PATH", format!("{}:{others}", folder.display()));
    }
    command
}

/// Brings `node_modules` to what the lock file says.
pub fn packages() -> Outcome {
    if !our_node().is_file() && version() < OLDEST {
        fetch_node()?;
    }
    let changed = |file: &str| {
        fs::metadata(house::end2end().join(file)).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
    };
    // npm leaves this file behind when it is done.
    if changed("node_modules/.package-lock.json") > changed("package-lock.json") {
        return Ok(());
    }
    println!("Installing the Node packages of end2end …");
    run(npm("npm").args(["ci", "--no-audit", "--no-fund"]))
        .or_say("npm could not install the packages of end2end. Check the network and start again")
}

fn version() -> u32 {
    let version = ask(program("node").arg("--version")).unwrap_or_default();
    version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
}

fn fetch_node() -> Outcome {
    println!("Node {} is too old for the browser tests; fetching Node {OURS} into target/node …", version());
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let folder = house::root().join("target/node");
    fs::create_dir_all(&folder).or_say("target/node could not be made")?;
    run(program("npm")
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder)
        .arg(format!("node-linux-{architecture}@{OURS}")))
    .or_say(format!("Install Node {OLDEST} or newer from https://nodejs.org and start again"))
}

fn our_node() -> PathBuf {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    house::root().join(Path::new("target/node/node_modules")).join(format!("node-linux-{architecture}/bin/node"))
}
