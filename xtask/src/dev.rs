//! `cargo xtask dev`: rebuilds what an edit touches, starts the server anew, and lets open browsers follow.

mod changes;

use std::process::Child;
use std::time::Instant;

use crate::build::{self, build};
use crate::outcome::{OrSay, Outcome};
use crate::run::serve_demo;
use crate::setup;
use changes::{Changes, Watch};

pub fn dev() -> Outcome {
    setup::for_running()?;
    let watch = Watch::begin()?;
    println!("Building Warren; the first time takes some minutes …");
    let mut server = Server(None);
    let mut changes = Changes::all();
    loop {
        let begin = Instant::now();
        // A mistake is no end: the old server runs on, and the next edit finds what is still to be built.
        match rebuild(changes, &mut server) {
            Ok(()) => {
                println!("Ready after {:.1} s.", begin.elapsed().as_secs_f32());
                changes = Changes::default();
            }
            Err(trouble) => println!("{trouble}"),
        }
        changes |= watch.wait()?;
    }
}

fn rebuild(changes: Changes, server: &mut Server) -> Outcome {
    if changes.browser {
        build(build::Options { release: false })?;
    } else if changes.server {
        build::server(false)?;
    }
    if changes.style {
        build::bundle(false)?;
        build::style_has_changed()?;
    }
    if changes.browser || changes.server {
        server.start()?;
    }
    Ok(())
}

/// The running server, if there is one.
struct Server(Option<Child>);

impl Server {
    /// Starts it, in place of the one before. That one is killed: draining its streams would cost the seconds one waits for.
    fn start(&mut self) -> Outcome {
        self.stop();
        let child = serve_demo(false).env("WARREN_DEV_RELOAD", "1").spawn().or_say("Warren could not be started")?;
        self.0 = Some(child);
        Ok(())
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
