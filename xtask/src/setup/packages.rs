//! Packages of Debian and Ubuntu.

use crate::command::{ask, program, run};
use crate::outcome::{OrSay, Outcome};

/// Installs them as root or through sudo.
pub fn install(packages: &[&str]) -> Outcome {
    let list = packages.join(" ");
    if !available() {
        return Err(format!("Missing: {list}. Install them with your package manager and start again.").into());
    }
    println!("Installing {list} with apt-get …");
    run(apt_get()?.args(["update", "-qq"]))
        .or_say("apt-get could not read its package lists. Check the network and start again")?;
    run(apt_get()?.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
        .or_say(format!("apt-get could not install {list}. Put right what it says above and start again"))
}

pub fn available() -> bool {
    ask(program("apt-get").arg("--version")).is_some()
}

/// Does apt have the thing itself? Ubuntu's `chromium` only sends one to the snap store.
pub fn has_the_real(package: &str) -> bool {
    let policy = ask(program("apt-cache").args(["policy", package])).unwrap_or_default();
    let candidate = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: ")).unwrap_or("(none)");
    candidate != "(none)" && !candidate.contains("snap")
}

fn apt_get() -> Outcome<std::process::Command> {
    let mut command = if ask(program("id").arg("-u")).as_deref() == Some("0") {
        program("env")
    } else if ask(program("sudo").arg("--version")).is_some() {
        let mut sudo = program("sudo");
        sudo.arg("env");
        sudo
    } else {
        return Err("Installing packages needs root or sudo. Start this once as root, then again as yourself.".into());
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(command)
}
