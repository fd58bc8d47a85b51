//! A client that costs little: plain HTTP/1.1 with keep-alive over blocking sockets, one thread a connection.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// How many ask at once.
pub const CONNECTIONS: usize = 8;

/// What is asked again and again.
pub struct Load {
    pub name: String,
    path: String,
    cookie: String,
    /// What a connection asks next.
    body: Box<dyn Fn(usize) -> String + Send + Sync>,
}

/// What a slice of time showed.
pub struct Slice {
    /// CPU microseconds of the server's process for one request.
    pub cpu: f64,
    pub per_second: f64,
    pub median_ms: f64,
}

impl Load {
    /// A server function, as somebody who is signed in.
    pub fn act(
        name: &str,
        function: &str,
        session: &str,
        body: impl Fn(usize) -> String + Send + Sync + 'static,
    ) -> Self {
        let cookie = format!("cookie: __Host-sid={session}\r\n");
        Self { name: name.into(), path: format!("/do/{function}"), cookie, body: Box::new(body) }
    }

    /// The bare handler.
    pub fn plain(path: &str) -> Self {
        Self { name: String::new(), path: path.into(), cookie: String::new(), body: Box::new(|_| String::new()) }
    }

    fn request(&self, connection: usize) -> Vec<u8> {
        let body = (self.body)(connection);
        format!(
            "POST {} HTTP/1.1\r\nhost: localhost\r\n{}sec-fetch-site: same-origin\r\naccept: application/json\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.path,
            self.cookie,
            body.len(),
        )
        .into_bytes()
    }
}

/// Waits until somebody listens.
pub fn wait_for(address: &str) {
    let begin = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begin.elapsed() < Duration::from_secs(20), "nobody listens at {address}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// One answer.
pub fn once(address: &str, load: &Load) -> Vec<u8> {
    Connection::open(address).ask(&load.request(0))
}

/// Asks for `time`, from several connections at once.
pub fn drive(address: &str, process: u32, load: &Load, time: Duration) -> Slice {
    let before = cpu_ticks(process);
    let begin = Instant::now();
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|index| {
                scope.spawn(move || {
                    let mut connection = Connection::open(address);
                    let mut times = Vec::new();
                    while begin.elapsed() < time {
                        let asked = Instant::now();
                        connection.ask(&load.request(index));
                        times.push(asked.elapsed().as_secs_f64() * 1e3);
                    }
                    times
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let seconds = begin.elapsed().as_secs_f64();
    // A tick of /proc is 10 ms on every Linux that runs this.
    let cpu = (cpu_ticks(process) - before) as f64 * 10_000.0 / times.len() as f64;
    times.sort_by(f64::total_cmp);
    Slice { cpu, per_second: times.len() as f64 / seconds, median_ms: times[times.len() / 2] }
}

/// Resident memory of a process, in MiB.
pub fn resident_mib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

fn cpu_ticks(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    fn ask(&mut self, request: &[u8]) -> Vec<u8> {
        self.0.get_mut().write_all(request).unwrap();
        let (mut line, mut length) = (String::new(), 0);
        self.0.read_line(&mut line).unwrap();
        assert!(line.contains(" 200 "), "the answer was {line}");
        loop {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            let header = line.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if header == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        body
    }
}
