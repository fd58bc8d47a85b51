//! Repositories that are meant to do harm: what git would not check out safely is not taken at all (threat 39).

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use super::gate::Gate;
use crate::house::*;

/// Writes an object past all checks; answers its id.
fn object(folder: &std::path::Path, kind: &str, bytes: &[u8]) -> String {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["hash-object", "--literally", "-w", "--stdin", "-t", kind]);
    let mut child = git.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}

fn tree(mode: &str, name: &[u8], id: &str) -> Vec<u8> {
    let raw: Vec<u8> = (0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap()).collect();
    [mode.as_bytes(), b" ", name, b"\0", &raw].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_meant_to_do_harm_is_not_taken() {
    let gate = Gate::on(Engine::Sqlite).await;
    let kevin = gate.key_of(KEVIN).await;
    let shop = gate.url("acme/acme-shop");
    gate.work(&kevin, "kevin", "first").await;
    gate.does(&kevin, "kevin", &["push", "--quiet", &shop, "main"]).await;
    let tip = gate.tip("acme_shop", "main").await;
    let folder = gate.folder.0.join("kevin");
    let blob = object(&folder, "blob", b"[core]\n\tfsmonitor = id\n");
    let inner = object(&folder, "tree", &tree("100644", b"config", &blob));
    let long = vec![b'a'; 5000];
    let who = "Kevin Flynn <kevin@flynn.example> 1700000000 +0000";
    for (what, tree) in [
        ("a .git inside", tree("40000", b".git", &inner)),
        ("a .GIT inside", tree("40000", b".GIT", &inner)),
        ("a way out", tree("40000", b"..", &inner)),
        ("a slash in a name", tree("100644", b"a/b", &blob)),
        ("a path without end", tree("100644", &long, &blob)),
        ("modules that are a link", tree("120000", b".gitmodules", &blob)),
    ] {
        let tree = object(&folder, "tree", &tree);
        let commit = object(&folder, "commit", format!("tree {tree}\nauthor {who}\ncommitter {who}\n\nx\n").as_bytes());
        let pushed = gate.runs(&kevin, "kevin", &["push", &shop, &format!("{commit}:refs/heads/harm")]).await;
        assert!(pushed.status != 0 && pushed.err.contains("rror"), "{what} was taken: {pushed:?}");
        assert_eq!(gate.tip("acme_shop", "refs/heads/harm").await, None, "{what}");
    }
    let header = format!("tree {inner}\nauthor {who}\0\ncommitter {who}\n\nx\n");
    let commit = object(&folder, "commit", header.as_bytes());
    let pushed = gate.runs(&kevin, "kevin", &["push", &shop, &format!("{commit}:refs/heads/harm")]).await;
    assert_ne!(pushed.status, 0, "a commit with a zero byte was taken: {pushed:?}");

    // What is no branch and no tag does not move, and the sentence says so.
    for name in ["refs/replace/x", "refs/heads/a\u{202e}b", "refs/remotes/origin/main"] {
        let pushed = gate.runs(&kevin, "kevin", &["push", &shop, &format!("main:{name}")]).await;
        assert!(pushed.status != 0 && pushed.err.contains("remote: "), "{name}: {pushed:?}");
        assert_eq!(gate.tip("acme_shop", name).await, None, "{name}");
    }
    assert_eq!(gate.tip("acme_shop", "main").await, tip);

    // A plan has only so much room.
    let heavy: Vec<u8> =
        (0..2_000_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    std::fs::write(folder.join("heavy"), heavy).unwrap();
    gate.commit(&kevin, "kevin", "heavy").await;
    let small = "UPDATE plans SET storage_mb = 1 WHERE key = 'small' RETURNING key";
    assert_eq!(gate.house.eye().await.texts(small).await, ["small"]);
    let pushed = gate.runs(&kevin, "kevin", &["push", &shop, "main"]).await;
    assert!(pushed.status != 0 && pushed.err.contains("exceeds maximum allowed size"), "{pushed:?}");
    assert_eq!(gate.tip("acme_shop", "main").await, tip);
    gate.close().await;
}
