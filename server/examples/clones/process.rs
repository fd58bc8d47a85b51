//! Processes that end with the measurement, and what they used.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

/// A folder that goes with the measurement.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// A new folder.
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("warren-clones-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A process that ends with the measurement.
pub struct Running(pub Child);

impl Running {
    /// Begins it, hearing and saying nothing.
    pub fn begin(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Processor seconds of it, and of everything it began that has ended.
    pub fn cpu(&self) -> f64 {
        // A tick of /proc is 10 ms on every Linux that runs this.
        fields_of(self.0.id()).map_or(0.0, |fields| fields[11..15].iter().sum::<u64>() as f64 / 100.0)
    }

    /// Memory of it and of everything it began and that runs, in MiB. What several of them share counts once.
    pub fn memory(&self) -> f64 {
        let parents: Vec<(u32, u64)> = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
            .filter_map(|process| Some((process, fields_of(process)?[1])))
            .collect();
        let mut family = vec![self.0.id()];
        let mut next = 0;
        while let Some(parent) = family.get(next).copied() {
            family.extend(parents.iter().filter(|(_, of)| *of == u64::from(parent)).map(|(process, _)| *process));
            next += 1;
        }
        family.into_iter().map(share).sum::<f64>() / 1024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The numbers in `/proc/…/stat` behind the name: state, parent, …; the times are 11 to 14.
fn fields_of(process: u32) -> Option<Vec<u64>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    Some(fields.split(' ').map(|field| field.parse().unwrap_or_default()).collect())
}

/// What one process has for itself, and its part of what it shares, in KiB.
fn share(process: u32) -> f64 {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find(|line| line.starts_with("Pss:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or_default()
}
