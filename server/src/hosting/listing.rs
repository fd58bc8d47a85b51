//! What is in a commit: every file with its size, judged before anything is written.

use std::{collections::HashMap, path::Path};

use teamwork::rules::release::{Bulk, ReleaseFlaw, ReleaseRoom, USUAL_FOLDER, follow_link, is_public, shorten};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, BufReader};

use super::{
    git::{Objects, git},
    unpack::Failure,
};
use crate::git::Running;

/// The longest text that a link leads by.
const LINK_MAX: u64 = 4096;
/// The longest entry of a listing: a path that long is refused by the rules, and one longer is not even read.
const ENTRY_MAX: u64 = 64 * 1024;

/// A file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub path: String,
    pub object: String,
    pub size: u64,
}

/// All files of a release, in the order of git.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub items: Vec<Item>,
    pub bulk: Bulk,
}

/// A line of git.
struct Entry {
    mode: String,
    object: String,
    size: u64,
    path: String,
}

/// The tree to publish, as git takes it: the folder of the configuration, or the usual one when there is such a folder, or
/// everything.
pub(super) async fn tree(objects: &mut Objects, commit: &str, folder: &str) -> Result<String, Failure> {
    let wanted = if folder.is_empty() { USUAL_FOLDER } else { folder };
    let name = format!("{commit}:{wanted}");
    let found = objects.ask(&name).await?;
    let is_tree = match found {
        Some(object) => {
            objects.content(object.size, &mut tokio::io::sink()).await?;
            object.kind == "tree"
        }
        None => false,
    };
    match (is_tree, folder.is_empty()) {
        (true, _) => Ok(name),
        (false, true) => Ok(format!("{commit}:")),
        (false, false) => Err(ReleaseFlaw::NoFolder(folder.to_owned()).into()),
    }
}

/// Lists a tree. It stops at the first thing that cannot be published, however much there is behind it.
pub(super) async fn list(
    repository: &Path,
    objects: &mut Objects,
    tree: &str,
    index_file: &str,
    room: ReleaseRoom,
) -> Result<Listing, Failure> {
    let mut child = Running::begin(&mut git(repository, &["ls-tree", "-r", "-l", "-z", "--full-tree", tree]))?;
    let Some(output) = child.stdout.take() else { return Err(Failure::Broken(std::io::Error::other("no pipe"))) };
    let mut output = BufReader::new(output);
    let (mut listing, mut links) = (Listing::default(), Vec::new());
    while let Some(entry) = next(&mut output).await? {
        if entry.mode == "160000" {
            return Err(ReleaseFlaw::Submodule(shorten(&entry.path)).into());
        }
        if !is_public(&entry.path)? {
            listing.bulk.hidden += 1;
        } else if entry.mode == "120000" {
            listing.count(0, room)?;
            links.push(entry);
        } else {
            listing.count(entry.size, room)?;
            listing.bulk.has_index |= entry.path == index_file;
            listing.items.push(Item { path: entry.path, object: entry.object, size: entry.size });
        }
    }
    if !child.wait().await?.success() {
        return Err(Failure::Broken(std::io::Error::other("git could not list the commit")));
    }
    follow(objects, &mut listing, links, room).await?;
    if listing.items.is_empty() { Err(ReleaseFlaw::Empty.into()) } else { Ok(listing) }
}

impl Listing {
    /// One more file of this size.
    fn count(&mut self, size: u64, room: ReleaseRoom) -> Result<(), ReleaseFlaw> {
        self.bulk.files += 1;
        self.bulk.bytes = self.bulk.bytes.saturating_add_unsigned(size);
        if self.bulk.files > room.files {
            return Err(ReleaseFlaw::TooManyFiles(room.files));
        }
        if self.bulk.bytes > room.bytes {
            return Err(ReleaseFlaw::TooLarge(room.bytes));
        }
        Ok(())
    }
}

/// A link becomes a copy of the file to which it leads. There are no links in a release, so none can be followed out of it.
async fn follow(
    objects: &mut Objects,
    listing: &mut Listing,
    links: Vec<Entry>,
    room: ReleaseRoom,
) -> Result<(), Failure> {
    if links.is_empty() {
        return Ok(());
    }
    let files: HashMap<&str, (&str, u64)> =
        listing.items.iter().map(|item| (item.path.as_str(), (item.object.as_str(), item.size))).collect();
    let mut copies = Vec::new();
    for link in links {
        let astray = || ReleaseFlaw::LinkAstray(shorten(&link.path));
        if link.size > LINK_MAX {
            return Err(astray().into());
        }
        let found = objects.ask(&link.object).await?;
        let object = found.ok_or_else(|| std::io::Error::other("an object is missing"))?;
        let mut target = Vec::new();
        objects.content(object.size, &mut target).await?;
        let target = String::from_utf8(target).ok().and_then(|target| follow_link(&link.path, &target));
        let (object, size) = target.and_then(|target| files.get(target.as_str())).ok_or_else(astray)?;
        copies.push(Item { path: link.path, object: (*object).to_owned(), size: *size });
    }
    for copy in copies {
        listing.bulk.files -= 1;
        listing.count(copy.size, room)?;
        listing.items.push(copy);
    }
    Ok(())
}

/// The next line: `100644 blob <object> <size>\t<path>`, ended by a zero byte.
async fn next(output: &mut (impl AsyncBufRead + Unpin)) -> Result<Option<Entry>, Failure> {
    let mut line = Vec::new();
    if output.take(ENTRY_MAX).read_until(0, &mut line).await? == 0 {
        return Ok(None);
    }
    let line = match line.pop() {
        Some(0) => String::from_utf8(line),
        _ => return Err(ReleaseFlaw::TooLong(shorten(&String::from_utf8_lossy(&line))).into()),
    };
    let line = line.map_err(|error| ReleaseFlaw::OddName(shorten(&String::from_utf8_lossy(error.as_bytes()))))?;
    let odd = || Failure::Broken(std::io::Error::other("git lists in other words"));
    let (facts, path) = line.split_once('\t').ok_or_else(odd)?;
    let mut facts = facts.split_whitespace();
    let (Some(mode), Some(_), Some(object), Some(size)) = (facts.next(), facts.next(), facts.next(), facts.next())
    else {
        return Err(odd());
    };
    // A submodule has none.
    let size = size.parse().unwrap_or_default();
    Ok(Some(Entry { mode: mode.to_owned(), object: object.to_owned(), size, path: path.to_owned() }))
}
