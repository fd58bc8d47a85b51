//! Keys as the real ssh-keygen makes them.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

use teamwork::rules::problem::{Field, Problem, Why};

use crate::house::each_engine;

/// Both halves, in a folder that goes with them.
pub struct Pair(PathBuf);

impl Pair {
    pub fn make(arguments: &[&str]) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("warren_keys_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let pair = Self(folder);
        let made = Command::new("ssh-keygen")
            .args(arguments)
            .args(["-q", "-N", "", "-C", "made for a test", "-f"])
            .arg(pair.0.join("key"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&made.stderr));
        pair
    }

    pub fn public(&self) -> String {
        std::fs::read_to_string(self.0.join("key.pub")).unwrap()
    }

    pub fn private(&self) -> String {
        std::fs::read_to_string(self.0.join("key")).unwrap()
    }

    /// `SHA256:…`, as ssh-keygen says it.
    pub fn fingerprint(&self) -> String {
        let said = Command::new("ssh-keygen").args(["-l", "-f"]).arg(self.0.join("key.pub")).output().unwrap();
        String::from_utf8(said.stdout).unwrap().split(' ').nth(1).unwrap().to_owned()
    }

    /// Signs a text, as the page says.
    pub fn sign(&self, namespace: &str, text: &str) -> String {
        let mut child = Command::new("ssh-keygen")
            .args(["-Y", "sign", "-n", namespace, "-f"])
            .arg(self.0.join("key"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kinds_of_the_law_are_taken_with_the_fingerprint_that_ssh_keygen_prints() {
    let kinds: [(&[&str], &str, bool); 4] = [
        (&["-t", "ed25519"], "Ed25519", false),
        (&["-t", "rsa", "-b", "2048"], "RSA 2048", true),
        (&["-t", "rsa", "-b", "3072"], "RSA 3072", false),
        (&["-t", "rsa", "-b", "4096"], "RSA 4096", false),
    ];
    let pairs = kinds.map(|(arguments, kind, is_short)| (Pair::make(arguments), kind, is_short));
    each_engine(async |house| {
        let ada = house.ada().await;
        for (pair, kind, is_short) in &pairs {
            let look = ada.look_at_key(&pair.public()).unwrap();
            assert_eq!((look.kind.as_str(), look.is_short), (*kind, *is_short));
            assert_eq!((look.fingerprint, look.label.as_str()), (pair.fingerprint(), "made for a test"));
            assert_eq!(format!("{} made for a test\n", look.line), pair.public());
            // With the end of a line of Windows, and with blanks around it.
            ada.add_key(&format!("  {}\r\n", pair.public().trim()), kind).await.unwrap();
        }
        assert_eq!(ada.keys().await.unwrap().len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_kinds_and_weak_ones_are_refused() {
    let pairs = [
        (Pair::make(&["-t", "rsa", "-b", "1024"]), Why::WeakKey),
        (Pair::make(&["-t", "rsa", "-b", "2047"]), Why::WeakKey),
        (Pair::make(&["-t", "ecdsa", "-b", "256"]), Why::OldKey),
        (Pair::make(&["-t", "ecdsa", "-b", "384"]), Why::OldKey),
        (Pair::make(&["-t", "ecdsa", "-b", "521"]), Why::OldKey),
    ];
    each_engine(async |house| {
        let ada = house.ada().await;
        for (pair, why) in &pairs {
            assert_eq!(ada.add_key(&pair.public(), "x").await, Err(Problem::field(Field::KeyLine, *why)));
        }
    })
    .await;
}

/// Signatures by a key with the exponent 1 can be made by everybody, and an even number has no two odd primes.
#[tokio::test(flavor = "multi_thread")]
async fn keys_that_ssh_keygen_never_makes_are_refused() {
    let strange = [
        super::stage::rsa_key(&[1], &odd(256)),
        super::stage::rsa_key(&[2], &odd(256)),
        super::stage::rsa_key(&[1, 0, 1], &even(256)),
        super::stage::rsa_key(&[1, 0, 1], &odd(2049)),
        super::stage::rsa_key(&[1; 9], &odd(256)),
    ];
    each_engine(async |house| {
        let ada = house.ada().await;
        assert_eq!(ada.look_at_key(&super::stage::rsa_key(&[1, 0, 1], &odd(256))).unwrap().kind, "RSA 2048");
        for key in &strange {
            assert_eq!(ada.look_at_key(key), Err(Problem::field(Field::KeyLine, Why::StrangeKey)), "{}", key.len());
        }
    })
    .await;
}

fn odd(bytes: usize) -> Vec<u8> {
    vec![0x81; bytes]
}

fn even(bytes: usize) -> Vec<u8> {
    vec![0x82; bytes]
}
