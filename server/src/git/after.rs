//! What happens after a push has ended well.

use futures::future::BoxFuture;
use teamwork::acts::PushDone;
use tokio::sync::mpsc;

/// Lines that whoever pushed reads in their terminal.
#[derive(Clone, Debug)]
pub struct Progress(mpsc::Sender<String>);

impl Progress {
    /// A way to say something, and the ear that hears it.
    pub fn channel() -> (Self, mpsc::Receiver<String>) {
        let (say, hear) = mpsc::channel(64);
        (Self(say), hear)
    }

    /// Says one line. Nobody may be there any more to read it: then what is done goes on without.
    pub async fn say(&self, line: impl Into<String>) {
        let _ = self.0.send(line.into()).await;
    }
}

/// What is done with a push whose branches have moved and which stands in the log. It is done once for each push; whoever
/// pushed waits for its end and reads its lines, but may go away before.
pub trait AfterPush: Send + Sync + 'static {
    /// Does it.
    fn pushed(&self, push: PushDone, progress: Progress) -> BoxFuture<'static, ()>;
}

/// Nothing is done.
#[derive(Clone, Copy, Debug, Default)]
pub struct NothingAfter;

impl AfterPush for NothingAfter {
    fn pushed(&self, _: PushDone, _: Progress) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}
