//! Which parts an edit touches.

use std::ops::BitOrAssign;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::house;
use crate::outcome::{OrSay, Outcome};

const FOLDERS: [&str; 6] = ["app", "frontend", "migrations", "server", "style", "teamwork"];

/// What has to be built again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub style: bool,
    pub server: bool,
    /// Then the server as well: both are made of `app`.
    pub browser: bool,
}

impl Changes {
    pub fn all() -> Self {
        Self { style: true, server: true, browser: true }
    }

    fn see(&mut self, path: &Path) {
        match path.components().next().and_then(|folder| folder.as_os_str().to_str()) {
            Some("style") => self.style = true,
            Some("server" | "migrations") => self.server = true,
            Some(_) => self.browser = true,
            None => {}
        }
    }
}

impl BitOrAssign for Changes {
    fn bitor_assign(&mut self, other: Self) {
        self.style |= other.style;
        self.server |= other.server;
        self.browser |= other.browser;
    }
}

pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    /// Watches as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Watch {
    pub fn begin() -> Outcome<Self> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender).or_say("Files cannot be watched here")?;
        for folder in FOLDERS.into_iter().filter(|folder| house::root().join(folder).is_dir()) {
            watcher
                .watch(&house::root().join(folder), RecursiveMode::Recursive)
                .or_say(format!("{folder} cannot be watched"))?;
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits for an edit, and a moment more: an editor writes in several strokes.
    pub fn wait(&self) -> Outcome<Changes> {
        let mut changes = Changes::default();
        while changes == Changes::default() {
            look(&mut changes, self.events.recv().or_say("Watching has ended")?);
        }
        while let Ok(event) = self.events.recv_timeout(Duration::from_millis(50)) {
            look(&mut changes, event);
        }
        Ok(changes)
    }
}

/// Reading is no change; the compiler reads every file.
fn look(changes: &mut Changes, event: notify::Result<Event>) {
    let Ok(event) = event else { return };
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    for path in
        event.paths.iter().filter_map(|path| path.strip_prefix(house::root()).ok()).filter(|path| !is_scratch(path))
    {
        changes.see(path);
    }
}

/// What editors leave lying around while they write.
fn is_scratch(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_none_or(|name| name.starts_with('.') || name.ends_with('~') || name == "4913")
}

#[cfg(test)]
mod tests {
    use super::Changes;
    use std::path::Path;

    #[test]
    fn a_style_alone_leaves_the_server_running() {
        let mut changes = Changes::default();
        changes.see(Path::new("style/parts/button.css"));
        assert_eq!(changes, Changes { style: true, ..Changes::default() });
        changes.see(Path::new("teamwork/src/rules/role.rs"));
        assert!(changes.browser);
    }
}
