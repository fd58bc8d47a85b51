//! Bare repositories as real git makes them, also with trees that no git would make.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

/// A folder that goes with its test: a data directory, and in it a bare repository.
pub struct Repository {
    pub folder: PathBuf,
}

/// A file, a link or worse: its mode, its path, its content.
pub type Content<'a> = (&'a str, &'a str, &'a [u8]);

pub const FILE: &str = "100644";
pub const LINK: &str = "120000";

impl Repository {
    pub fn make() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("warren_hosting_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let repository = Self { folder };
        repository.git(&["init", "--quiet", "--bare"], b"");
        repository
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join("code.git")
    }

    /// A commit with these files and no others.
    pub fn commit(&self, files: &[Content]) -> String {
        let mut stream = b"commit refs/heads/main\ncommitter Ada <ada@acme.example> 0 +0000\ndata 4\nwork\n".to_vec();
        for (mode, path, content) in files {
            if *mode == "160000" {
                stream.extend(format!("M {mode} {} {path}\n", "1".repeat(40)).bytes());
                continue;
            }
            stream.extend(format!("M {mode} inline {path}\ndata {}\n", content.len()).bytes());
            stream.extend(*content);
            stream.push(b'\n');
        }
        self.git(&["fast-import", "--quiet", "--force"], &stream);
        self.git(&["rev-parse", "refs/heads/main"], b"")
    }

    /// A commit whose tree has this one file under a name that no git would take.
    pub fn hostile(&self, names: &[&[u8]]) -> String {
        let blob = self.git(&["hash-object", "-w", "--stdin"], b"outside");
        let (last, above) = names.split_last().unwrap();
        let mut tree = self.tree("100644 blob", &blob, last);
        for name in above.iter().rev() {
            tree = self.tree("040000 tree", &tree, name);
        }
        self.git(&["commit-tree", "-m", "work", &tree], b"")
    }

    fn tree(&self, kind: &str, object: &str, name: &[u8]) -> String {
        let line = [format!("{kind} {object}\t").as_bytes(), name, b"\0"].concat();
        self.git(&["mktree", "-z"], &line)
    }

    fn git(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut child = Command::new("git")
            .args(arguments)
            .env("GIT_DIR", self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs([("GIT_AUTHOR_NAME", "Ada"), ("GIT_AUTHOR_EMAIL", "ada@acme.example")])
            .envs([("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@acme.example")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Everything below the releases, by its path.
    pub fn releases(&self) -> Vec<String> {
        let root = self.folder.join("releases");
        let mut found = below(&root, &root);
        found.sort();
        found
    }
}

fn below(root: &Path, folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let told = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
    entries.flat_map(|path| if path.is_dir() { below(root, &path) } else { vec![told(&path)] }).collect()
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
