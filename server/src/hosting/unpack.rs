//! Writing a release: into a folder of its own, to the disk, and then under its name.

use std::{
    collections::BTreeSet,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use teamwork::{
    ports::{Publication, Teller},
    rules::release::{Bulk, ReleaseFlaw, shorten},
};
use tokio::io::AsyncWriteExt;

use super::{
    git::{Objects, is_object},
    listing::{self, Listing},
    packed,
};

/// Why a release was not written.
#[derive(Debug)]
pub(super) enum Failure {
    /// Because of what is in the commit.
    Flaw(ReleaseFlaw),
    /// Because of this machine.
    Broken(io::Error),
}

impl From<ReleaseFlaw> for Failure {
    fn from(flaw: ReleaseFlaw) -> Self {
        Self::Flaw(flaw)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<Failure> for ReleaseFlaw {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Flaw(flaw) => flaw,
            Failure::Broken(_) => Self::Broken,
        }
    }
}

/// Writes the files of a commit to `part` and renames it to `release`. Whoever stops in between leaves `part` alone.
pub(super) async fn unpack(
    what: Publication<'_>,
    part: &Path,
    release: &Path,
    tell: Teller<'_>,
) -> Result<Bulk, Failure> {
    if !is_object(what.commit) {
        return Err(Failure::Broken(io::Error::other("the commit has no full name")));
    }
    let mut objects = Objects::open(what.repository)?;
    let tree = listing::tree(&mut objects, what.commit, what.folder).await?;
    let listing = listing::list(what.repository, &mut objects, &tree, what.index_file, what.room).await?;
    tell(&format!("Unpacking {} …", amount(listing.bulk)));
    let mut folders = write(&mut objects, &listing, part).await?;
    let packed = packed::pack(part, listing.items.iter().map(|item| (item.path.as_str(), item.size))).await?;
    for file in &packed {
        folders.extend(file.ancestors().skip(1).take_while(|folder| *folder != part).map(Path::to_owned));
    }
    let files = listing.items.iter().map(|item| part.join(&item.path)).chain(packed).collect();
    keep(files, folders, part, release).await?;
    Ok(listing.bulk)
}

/// "12 files, 3.4 MB".
fn amount(bulk: Bulk) -> String {
    let files = if bulk.files == 1 { "1 file".to_owned() } else { format!("{} files", bulk.files) };
    format!("{files}, {}", teamwork::rules::release::size(bulk.bytes))
}

/// Writes every file. Answers the folders, deepest last.
async fn write(objects: &mut Objects, listing: &Listing, part: &Path) -> Result<BTreeSet<PathBuf>, Failure> {
    tokio::fs::create_dir_all(part).await?;
    let mut folders = BTreeSet::from([part.to_owned()]);
    for item in &listing.items {
        let path = part.join(&item.path);
        let twice = || Failure::Flaw(ReleaseFlaw::Twice(shorten(&item.path)));
        for folder in path.ancestors().skip(1).take_while(|folder| !folders.contains(*folder)).collect::<Vec<_>>() {
            folders.insert(folder.to_owned());
        }
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => twice(),
                _ => error.into(),
            })?;
        }
        let found = objects.ask(&item.object).await?;
        let object = found.filter(|object| object.kind == "blob" && object.size == item.size);
        let object = object.ok_or_else(|| io::Error::other("an object is missing"))?;
        // Never over a file that is there: on a disk that takes capitals for small letters two names are one.
        let file = tokio::fs::OpenOptions::new().write(true).create_new(true).open(&path).await;
        let mut file = file.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::IsADirectory => twice(),
            _ => error.into(),
        })?;
        objects.content(object.size, &mut file).await?;
        file.flush().await?;
    }
    Ok(folders)
}

/// Brings everything to the disk, then renames: after a loss of power a release is there as a whole, or not.
async fn keep(files: Vec<PathBuf>, folders: BTreeSet<PathBuf>, part: &Path, release: &Path) -> io::Result<()> {
    let (part, release) = (part.to_owned(), release.to_owned());
    let kept = tokio::task::spawn_blocking(move || -> io::Result<()> {
        for path in files.iter().chain(folders.iter().rev()) {
            File::open(path)?.sync_all()?;
        }
        std::fs::rename(&part, &release)?;
        for above in release.ancestors().skip(1).take(2) {
            File::open(above)?.sync_all()?;
        }
        Ok(())
    });
    kept.await.map_err(io::Error::other)?
}
