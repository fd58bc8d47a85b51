//! What a program may use. Set from outside, before it is given anything to work on, so that whatever it begins has the same
//! limits.

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Child;

/// Address space, in bytes. git maps its packs into it.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 4 << 30;
/// Time on a processor, in seconds.
#[cfg(target_os = "linux")]
const SECONDS: u64 = 600;
/// The largest file that may be written, in bytes.
#[cfg(target_os = "linux")]
const FILE: u64 = 5 << 30;

/// Limits a program that has just begun and waits for its input.
///
/// # Errors
/// When the limits cannot be set: then it must not go on.
#[cfg(target_os = "linux")]
pub fn bound(child: &Child) -> std::io::Result<()> {
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
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub fn bound(_: &Child) -> std::io::Result<()> {
    Ok(())
}

/// Ends a program that leads a group of its own, and whatever it has begun.
pub fn end_group(child: &Child) {
    if let Some(pid) = pid(child) {
        // It may have ended by itself.
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

fn pid(child: &Child) -> Option<Pid> {
    child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw)
}
