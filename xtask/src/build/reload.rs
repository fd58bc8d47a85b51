//! The small script by which a browser follows `cargo xtask dev`.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::house;
use crate::outcome::{OrSay, Outcome};

const SCRIPT: &str = include_str!("reload.js");

pub fn write() -> Outcome {
    fs::write(house::pkg().join("reload.js"), SCRIPT).or_say("reload.js could not be written")?;
    // What a release has compressed is not what is built now.
    for name in compressed() {
        let _ = fs::remove_file(name);
    }
    Ok(())
}

/// Nobody's browser but ours may find it.
pub fn remove() -> Outcome {
    for name in ["reload.js", "reload.txt"] {
        let _ = fs::remove_file(house::pkg().join(name));
    }
    Ok(())
}

/// Tells open pages to fetch the style again; the server knows nothing of it.
#[expect(clippy::disallowed_methods, reason = "a mark of when the style was made, nothing that is tested")]
pub fn style_has_changed() -> Outcome {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    fs::write(house::pkg().join("reload.txt"), now.as_millis().to_string()).or_say("reload.txt could not be written")
}

fn compressed() -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(house::pkg()).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "br")).collect()
}
