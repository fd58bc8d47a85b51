//! The program that runs in the browser: `warren_bg.wasm`, `warren.js` that starts it, and its parts.

use std::fs;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use wasm_bindgen_cli_support::Bindgen;

use super::{
    parts::{SCRIPT, split},
    prune::prune,
};
use crate::command::{cargo, run};
use crate::house;
use crate::outcome::{OrSay, Outcome};

pub fn compile(release: bool) -> Outcome {
    let profile = if release { "wasm-release" } else { "dev" };
    let mut command = cargo();
    command.args(["rustc", "--package", "frontend", "--lib", "--crate-type", "cdylib"]);
    command.args(["--target", "wasm32-unknown-unknown", "--profile", profile]);
    // The last link keeps what is needed to split the program; the dependencies are the same with and without.
    run(command.args(["--", "-Clink-arg=--emit-relocs"]))
}

/// Makes a compiled module fit for a browser, unless that has been done already.
pub fn bind(release: bool) -> Outcome {
    let module = module(release);
    let stamp = house::target().join("browser.stamp");
    // What was made by another version of this program is made anew.
    let maker = std::env::current_exe().or_say("This program does not know where it is")?;
    let state = format!("{} {}", state(&module)?, state(&maker)?);
    let done = ["warren.js", "warren_bg.wasm", SCRIPT].iter().all(|name| house::pkg().join(name).is_file());
    if done && fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == state) {
        return Ok(());
    }
    // Gone while the files change, so that a broken half is never taken for the whole.
    let _ = fs::remove_file(&stamp);
    let program = fs::read(&module).or_say(format!("{} could not be read", module.display()))?;
    let shell = split(&prune(&program)?, release)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("warren", shell).out_name("warren").typescript(false).keep_lld_exports(true);
    bindgen.web(true).or_say("wasm-bindgen cannot build for browsers")?;
    bindgen.remove_name_section(release).remove_producers_section(release);
    bindgen.generate(house::pkg()).or_say("wasm-bindgen did not understand the module")?;
    fs::write(&stamp, state).or_say("The stamp of the browser side could not be written")
}

fn module(release: bool) -> PathBuf {
    house::target()
        .join("wasm32-unknown-unknown")
        .join(if release { "wasm-release" } else { "debug" })
        .join("frontend.wasm")
}

/// Path, time and length: cargo leaves the module alone when nothing has changed.
fn state(module: &PathBuf) -> Outcome<String> {
    let metadata = fs::metadata(module).or_say(format!("{} is missing", module.display()))?;
    let changed =
        metadata.modified().or_say("The file system keeps no times")?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{} {} {}", module.display(), changed.as_nanos(), metadata.len()))
}
