//! Where things are in the repository.

use std::env;
use std::path::{Path, PathBuf};

/// The folder with the README.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository")
}

/// What cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// What browsers may fetch. Always in the repository, since the server embeds it by this path.
pub fn site() -> PathBuf {
    root().join("target/site")
}

/// The program, the style and the glue, as browsers fetch them.
pub fn pkg() -> PathBuf {
    site().join("pkg")
}

/// The journeys through a real browser.
pub fn end2end() -> PathBuf {
    root().join("end2end")
}

/// The server, as one file.
pub fn warren(release: bool) -> PathBuf {
    target().join(if release { "release" } else { "debug" }).join("warren")
}
