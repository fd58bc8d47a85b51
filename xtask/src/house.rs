//! Where things are in the repository.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder with the README. Cargo names it when it runs this program, so a program built in another checkout that
/// shares the target folder does not work there.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&package).parent().expect("xtask lies in the repository").to_path_buf()
    })
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
