//! What else clients ask for: shells, terminals, files, tunnels, variables. Each is refused at once, and nothing hangs.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::gate::{Gate, said};
use crate::house::*;

/// Whatever hangs does so until somebody is shown out, after twenty seconds at the earliest; a busy machine needs some time.
const PROMPT: Duration = Duration::from_secs(18);
const PLAIN: &str = "Warren: Here is nothing but git: clone, fetch, pull and push.\n";

#[tokio::test(flavor = "multi_thread")]
async fn here_is_nothing_but_git() {
    let gate = Gate::on(Engine::Sqlite).await;
    let kevin = gate.key_of(KEVIN).await;
    let begin = Instant::now();
    // What somebody asks for instead of a command has no answer but no.
    let tunnel = format!("127.0.0.1:{}", gate.port);
    for (before, behind) in [
        (&[][..], &[][..]),
        (&["-tt"][..], &[][..]),
        (&["-tt"][..], &["id"][..]),
        (&["-s"][..], &["sftp"][..]),
        (&["-W", &tunnel][..], &[][..]),
    ] {
        let answer = said(gate.ssh(&kevin, before, behind)).await;
        assert_ne!(answer.status, 0, "{before:?} {behind:?}: {answer:?}");
        assert_eq!(answer.out, "", "{before:?} {behind:?}");
    }
    let backwards = said(gate.ssh(&kevin, &["-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1", "-N"], &[])).await;
    assert!(backwards.status == 255 && backwards.err.contains("remote port forwarding failed"), "{backwards:?}");
    let commands = [
        "id",
        "scp -f /etc/passwd",
        "git-upload-archive '/acme/acme-shop.git'",
        "git-lfs-authenticate '/acme/acme-shop.git' upload",
        "git-upload-pack '/acme/../acme/acme-shop.git'",
        "git-upload-pack '/acme/acme-shop.git'; id",
        "git-upload-pack --help '/acme/acme-shop.git'",
        "git-upload-pack '/ACME/acme-shop.git'",
    ];
    let answers = commands.map(|command| gate.asks(&kevin, command));
    for (command, answer) in commands.iter().zip(futures::future::join_all(answers).await) {
        assert_eq!((answer.status, answer.out.as_str(), answer.err.as_str()), (128, "", PLAIN), "{command}");
    }
    // Variables do not come through, but for the protocol; with an agent to forward it is the same.
    let variables = ["-A", "-o", "SetEnv=GIT_DIR=/tmp GIT_TRACE=1 LD_PRELOAD=/x GIT_PROTOCOL=version=2"];
    let answer = said(gate.ssh(&kevin, &variables, &["git-upload-pack '/acme/acme-shop.git'"])).await;
    assert!(answer.out.starts_with("000eversion 2\n") && answer.err.is_empty(), "{answer:?}");
    let odd = ["-o", "SetEnv=GIT_PROTOCOL=version=2:x"];
    let answer = said(gate.ssh(&kevin, &odd, &["git-upload-pack '/acme/acme-shop.git'"])).await;
    assert!(answer.out.starts_with("00") && !answer.out.contains("version 2"), "{answer:?}");
    assert!(begin.elapsed() < PROMPT, "something hung: {:?}", begin.elapsed());
    gate.close().await;
}

/// Threat 37: many who never come to the point keep nobody out, and packets as large as a lie are no memory of ours.
#[tokio::test(flavor = "multi_thread")]
async fn slow_and_huge_handshakes_keep_nobody_out() {
    let gate = Gate::on(Engine::Sqlite).await;
    let kevin = gate.key_of(KEVIN).await;
    let mut slow = Vec::new();
    for number in 0..500 {
        let mut stream = TcpStream::connect(("127.0.0.1", gate.port)).await.unwrap();
        match number % 3 {
            0 => {}
            1 => stream.write_all(b"SSH-2.0-slow\r\n").await.unwrap(),
            // A first packet of nearly four gigabytes.
            _ => stream.write_all(b"SSH-2.0-huge\r\n\xff\xff\xff\xf0\x04\x14").await.unwrap(),
        }
        slow.push(stream);
    }
    let begin = Instant::now();
    let answer = gate.asks(&kevin, "git-upload-pack '/acme/acme-shop.git'").await;
    assert!(answer.out.starts_with("00"), "{answer:?}");
    assert!(begin.elapsed() < PROMPT, "{:?}", begin.elapsed());
    // The oldest had to go.
    let mut rest = Vec::new();
    let mut first = slow.swap_remove(0);
    tokio::time::timeout(PROMPT, first.read_to_end(&mut rest)).await.unwrap().ok();
    assert!(rest.starts_with(b"SSH-2.0-Warren\r\n"));
    drop(slow);
    gate.close().await;
}
