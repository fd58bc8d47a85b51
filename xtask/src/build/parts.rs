//! Cuts the browser's program into parts: the shell, which every lively page brings, and one file for each lazy page,
//! fetched when that page is opened.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::house;
use crate::outcome::{OrSay, Outcome};

/// The script that fetches parts.
pub const SCRIPT: &str = "parts.js";

/// Writes the parts and their script beside each other, and returns the shell, which is not fit for a browser yet.
pub fn split(program: &[u8], release: bool) -> Outcome<Vec<u8>> {
    let folder = house::target().join("parts");
    let _ = fs::remove_dir_all(&folder);
    let shell = folder.join("shell.wasm");
    let mut options = Options::new(program);
    (options.output_dir, options.main_out_path) = (&folder, &shell);
    (options.main_module, options.link_name) = ("./warren.js", "./parts.js");
    let parts = transform(options).or_say("The program of the browser side could not be split")?.split_modules;

    remove_old()?;
    let mut script = fs::read_to_string(folder.join(SCRIPT)).or_say("parts.js could not be read")?;
    let version = version(program);
    for part in parts {
        let made = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{}.{version}.wasm", made.trim_start_matches("split_"));
        script = script.replace(&format!("{made}.wasm"), &name);
        fs::write(house::pkg().join(&name), slim(&part, release)?).or_say(format!("{name} could not be written"))?;
    }
    fs::write(house::pkg().join(SCRIPT), script).or_say("parts.js could not be written")?;
    fs::read(&shell).or_say("The shell of the browser side could not be read")
}

/// Parts fit only the shell they were cut from, even when they look the same. So all of them are named after the whole:
/// a page that was open while another Warren was installed does not find its part, and the router loads the page anew.
fn version(program: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    program.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// A part is made to be written quickly, not to be small.
fn slim(part: &Path, release: bool) -> Outcome<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.strict_validate(false).generate_dwarf(false);
    config.generate_name_section(!release).generate_producers_section(!release);
    let mut module = config.parse_file(part).or_say(format!("{} could not be read", part.display()))?;
    walrus::passes::gc::run(&mut module);
    if release {
        let sections: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
        for section in sections {
            module.customs.delete(section);
        }
    }
    Ok(module.emit_wasm())
}

/// Parts of an older program, compressed or not.
fn remove_old() -> Outcome {
    for file in fs::read_dir(house::pkg()).or_say("target/site/pkg could not be read")?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.contains(".wasm") && !name.starts_with("warren_bg.") {
            fs::remove_file(file.path()).or_say(format!("{name} could not be removed"))?;
        }
    }
    Ok(())
}
