//! Repositories on disk, and the git that works on them: always the same arguments, an environment of our own, hooks of our
//! own, and limits (I40, threats 35, 37, 39).

mod after;
mod desk;
pub mod hook;
mod limits;
mod program;
mod repositories;
mod tend;

pub use after::{AfterPush, NothingAfter, Progress};
pub use desk::{Desk, Ticket};
pub use limits::Running;
pub use program::{Git, GitError, apart};
pub use repositories::Repositories;
pub use tend::tend;
