//! localstripe, which plays Stripe in the tests: a Python program in a virtual environment of its own.

use std::fs;
use std::path::PathBuf;

use crate::command::{ask, program, run};
use crate::house;
use crate::outcome::{OrSay, Outcome};

/// Where a Python may be that can make virtual environments, the one on the PATH first.
const PLACES: [&str; 2] = ["python3", "/usr/bin/python3"];

/// Packages to install for it.
pub fn missing() -> Vec<&'static str> {
    match python() {
        Some(_) => Vec::new(),
        None => vec!["python3", "python3-venv"],
    }
}

/// Brings the environment to what the list of the tests says.
pub fn packages() -> Outcome {
    let (list, folder) = (house::root().join("server/tests/stripe/requirements.txt"), folder());
    let wanted = fs::read_to_string(&list).or_say("server/tests/stripe/requirements.txt could not be read")?;
    let mark = folder.join("installed.txt");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing localstripe in target/localstripe …");
    let python = python().ok_or_else(|| "There is no Python 3 that can make a virtual environment.".to_owned())?;
    run(program(python).args(["-m", "venv", "--clear"]).arg(&folder))
        .or_say("Python could not make a virtual environment in target/localstripe. Put right what it says above")?;
    let mut pip = program(&folder.join("bin/python").to_string_lossy());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&list);
    run(&mut pip).or_say("pip could not install localstripe. Check the network and start again")?;
    fs::write(mark, wanted).or_say("target/localstripe could not be written to")
}

fn python() -> Option<&'static str> {
    // Debian leaves out what fills an environment.
    PLACES.into_iter().find(|place| ask(program(place).args(["-c", "import ensurepip, venv"])).is_some())
}

fn folder() -> PathBuf {
    house::root().join("target/localstripe")
}
