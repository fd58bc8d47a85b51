//! What Warren is compared with: the two ways in which people have always served repositories.

use std::{
    fs,
    net::TcpStream,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    house::{House, key_pair},
    process::Running,
};

const DAEMON: u16 = 3985;
const OPENSSH: u16 = 3986;
const SSHD: &str = "/usr/sbin/sshd";

/// Somebody who serves the repository.
pub struct Server {
    pub name: &'static str,
    pub url: String,
    pub process: Arc<Running>,
}

impl Server {
    /// `git daemon`: no keys and no encryption. The floor.
    pub fn daemon(house: &House) -> Self {
        let programs = String::from_utf8(Command::new("git").arg("--exec-path").output().unwrap().stdout).unwrap();
        // Itself, and not `git`, which would stay between it and what it uses.
        let mut command = Command::new(Path::new(programs.trim()).join("git-daemon"));
        command.args(["--export-all", "--reuseaddr", "--listen=127.0.0.1"]);
        command.arg(format!("--port={DAEMON}")).arg(format!("--base-path={}", parent(&house.repository)));
        let name = house.repository.file_name().unwrap().to_str().unwrap();
        Self { name: "git daemon", url: format!("git://127.0.0.1:{DAEMON}/{name}"), process: begin(command, DAEMON) }
    }

    /// OpenSSH, as it is set up by default, with the keys that Warren knows; `None` where it is not installed.
    pub fn openssh(house: &House) -> Option<Self> {
        if !Path::new(SSHD).exists() {
            return None;
        }
        // For whoever starts it as root.
        let _ = fs::create_dir_all("/run/sshd");
        let (folder, host_key) = (&house.folder, key_pair(&house.folder, "openssh_host"));
        let allowed = folder.join("authorized_keys");
        let keys: Vec<_> =
            house.keys.iter().map(|key| fs::read_to_string(key.with_extension("pub")).unwrap()).collect();
        fs::write(&allowed, keys.concat()).unwrap();
        let lines = [
            format!("ListenAddress 127.0.0.1:{OPENSSH}"),
            format!("HostKey {}", host_key.display()),
            format!("AuthorizedKeysFile {}", allowed.display()),
            "PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin prohibit-password".to_owned(),
        ];
        let config = folder.join("sshd_config");
        fs::write(&config, lines.join("\n") + "\n").unwrap();
        let mut command = Command::new(SSHD);
        command.arg("-D").arg("-f").arg(config);
        let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        let url = format!("ssh://{}@127.0.0.1:{OPENSSH}{}", user.trim(), house.repository.display());
        Some(Self { name: "OpenSSH", url, process: begin(command, OPENSSH) })
    }
}

fn parent(path: &Path) -> String {
    path.parent().unwrap().display().to_string()
}

/// Starts it and waits until it listens.
pub fn begin(mut command: Command, port: u16) -> Arc<Running> {
    let running = Running::begin(&mut command);
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(20), "nobody listens at port {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
    Arc::new(running)
}
