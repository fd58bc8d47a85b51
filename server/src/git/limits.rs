//! A program under way, and what it may use: set from outside, before it is given anything to work on, so that whatever it
//! begins has the same limits.

use std::{
    io,
    ops::{Deref, DerefMut},
};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, Command};

/// Address space, in bytes. git maps its packs into it.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 4 << 30;
/// Time on a processor, in seconds.
#[cfg(target_os = "linux")]
const SECONDS: u64 = 600;
/// The largest file that may be written, in bytes.
#[cfg(target_os = "linux")]
const FILE: u64 = 5 << 30;

/// A program that leads a group of processes, has limits, and ends with whatever it has begun when this is dropped.
#[derive(Debug)]
pub struct Running(Child);

impl Running {
    /// Begins it. The command is one of [`super::apart`], so that it leads a group of its own.
    ///
    /// # Errors
    /// When it cannot be begun or limited: then it does not go on.
    pub fn begin(command: &mut Command) -> io::Result<Self> {
        let running = Self(command.spawn()?);
        bound(&running.0)?;
        Ok(running)
    }
}

impl Deref for Running {
    type Target = Child;
    fn deref(&self) -> &Child {
        &self.0
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(pid) = pid(&self.0) {
            // It may have ended by itself.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
}

#[cfg(target_os = "linux")]
fn bound(child: &Child) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, prlimit};
    // Without an id it has ended already.
    let Some(pid) = pid(child) else { return Ok(()) };
    for (what, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Fsize, FILE), (Resource::Core, 0)]
    {
        prlimit(Some(pid), what, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Other systems have no way to limit a program from outside; git's own settings have to do there.
#[cfg(not(target_os = "linux"))]
fn bound(_: &Child) -> io::Result<()> {
    Ok(())
}

fn pid(child: &Child) -> Option<Pid> {
    child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw)
}
