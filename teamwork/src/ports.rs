//! What the acts ask of the world outside. The server answers; a test answers what its story needs.

use std::{net::IpAddr, pin::Pin};

/// An answer that is on its way.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Nobody answered in time, so nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence;

/// Who knows where names lead: the name servers.
pub trait Names: Send + Sync {
    /// The addresses of a host; none when there is no such name.
    fn addresses<'a>(&'a self, host: &'a str) -> Pending<'a, Result<Vec<IpAddr>, Silence>>;
}
