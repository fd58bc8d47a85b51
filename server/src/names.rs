//! Where names lead, asked of the resolver of this machine.

use std::{collections::BTreeSet, io, net::IpAddr, time::Duration};

use teamwork::ports::{Names, Pending, Silence};
use tokio::{net::lookup_host, time::timeout};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The resolver of this machine.
#[derive(Debug, Default)]
pub struct Resolver;

impl Names for Resolver {
    fn addresses<'a>(&'a self, host: &'a str) -> Pending<'a, Result<Vec<IpAddr>, Silence>> {
        Box::pin(async move {
            match timeout(PATIENCE, lookup_host((host, 443))).await {
                Ok(Ok(found)) => Ok(found.map(|address| address.ip()).collect::<BTreeSet<_>>().into_iter().collect()),
                Ok(Err(error)) if is_passing(&error) => Err(Silence),
                Ok(Err(_)) => Ok(Vec::new()),
                Err(_) => Err(Silence),
            }
        })
    }
}

/// The resolver has nobody to ask (`EAI_AGAIN`). There is no kind of error for it, only its words.
fn is_passing(error: &io::Error) -> bool {
    let words = error.to_string().to_ascii_lowercase();
    ["temporary failure", "try again"].iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn this_machine_knows_itself() {
        let found = Resolver.addresses("localhost").await.unwrap();
        assert!(!found.is_empty() && found.iter().all(IpAddr::is_loopback), "{found:?}");
    }

    #[test]
    fn a_resolver_without_a_server_is_silence() {
        assert!(is_passing(&io::Error::other(
            "failed to lookup address information: Temporary failure in name resolution"
        )));
        assert!(!is_passing(&io::Error::other("failed to lookup address information: Name or service not known")));
    }
}
