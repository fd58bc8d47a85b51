//! Files of a release that are packed as well: once, when it is published, and not for every visitor.
//!
//! They lie beside the files, below a name with a dot at its front, which no commit can publish and no address can reach.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use axum::http::{HeaderMap, header};

use super::{answer, kind::packs};
use crate::http::assets::lists;

/// Where packed files are in the folder of a release.
const FOLDER: &str = ".packed";
/// What is shorter fits into one packet of the network anyway, in bytes.
const SHORT: u64 = 1024;
/// What is longer is not packed, in bytes: it would be in memory at once.
const LONG: u64 = 8 * 1024 * 1024;
/// How much of one release is packed, in bytes, so that whoever pushes does not wait for long. The rest is served as it is.
const BULK: u64 = 32 * 1024 * 1024;
/// How many files of one release are packed: each is brought to the disk for itself.
const MANY: usize = 2_000;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// The better one first.
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in `Accept-Encoding` and `Content-Encoding`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn file(self, release: &Path, name: &str) -> PathBuf {
        release.join(FOLDER).join(self.name()).join(name)
    }

    fn pack(self, content: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                // Five is where one more second begins to gain little.
                let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, 5, 22);
                writer.write_all(content)?;
                writer.flush()?;
                Ok(writer.into_inner())
            }
            Self::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                writer.write_all(content)?;
                writer.finish()
            }
        }
    }
}

/// Packs what becomes shorter by it, of these files in the folder of a release. Answers what it has written.
pub(super) async fn pack(folder: &Path, names: impl Iterator<Item = (&str, u64)>) -> io::Result<Vec<PathBuf>> {
    let (mut written, mut left) = (Vec::new(), BULK);
    let is_worth_it = |(name, size): &(&str, u64)| (SHORT..=LONG).contains(size) && packs(name);
    for (name, size) in names.filter(is_worth_it).take(MANY) {
        let Some(rest) = left.checked_sub(size) else { continue };
        left = rest;
        let file = folder.join(name);
        // Only reckoning is left to it: whoever is stopped meanwhile writes nothing any more.
        let packing = tokio::task::spawn_blocking(move || {
            let content = std::fs::read(file)?;
            Coding::ALL.iter().map(|coding| coding.pack(&content)).collect::<io::Result<Vec<_>>>()
        });
        for (coding, packed) in Coding::ALL.into_iter().zip(packing.await.map_err(io::Error::other)??) {
            if packed.len() as u64 > size / 10 * 9 {
                continue;
            }
            let file = coding.file(folder, name);
            if let Some(parent) = file.parent() {
                tokio::fs::create_dir_all(parent).await?;
            }
            tokio::fs::write(&file, packed).await?;
            written.push(file);
        }
    }
    Ok(written)
}

/// The packed file that the browser takes, when there is one. Parts of a file are parts of what was pushed.
pub(super) async fn find(release: &Path, name: &str, headers: &HeaderMap) -> Option<(Coding, PathBuf)> {
    if !packs(name) || headers.contains_key(header::RANGE) {
        return None;
    }
    let accepts = answer::text(headers, header::ACCEPT_ENCODING)?;
    for coding in Coding::ALL.into_iter().filter(|coding| lists(accepts, coding.name())) {
        let file = coding.file(release, name);
        if tokio::fs::symlink_metadata(&file).await.is_ok_and(|facts| facts.is_file()) {
            return Some((coding, file));
        }
    }
    None
}
