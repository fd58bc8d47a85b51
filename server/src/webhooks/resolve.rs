//! Where the name of a platform leads, asked anew for every attempt. Whoever owns a name may let it lead anywhere at any time,
//! so an address is looked at where it is used: the connection goes to the very addresses that were allowed here.

use std::{error::Error, net::SocketAddr, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use teamwork::{ports::Names, rules::webhook::target::is_public};
use thiserror::Error;

/// Why a name cannot be sent to.
#[derive(Debug, Error)]
pub(super) enum Nowhere {
    #[error("Its name leads to no address.")]
    Unknown,
    #[error("Nobody could say where its name leads.")]
    Silent,
    #[error("Its name leads into a private network, where webhooks do not go.")]
    Private,
}

/// Lets names lead into the world only, unless private targets are allowed.
pub(super) struct Guarded {
    names: Arc<dyn Names>,
    private: bool,
}

impl Guarded {
    pub(super) fn new(names: Arc<dyn Names>, private: bool) -> Self {
        Self { names, private }
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, private) = (self.names.clone(), self.private);
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await.map_err(|_| boxed(Nowhere::Silent))?;
            if found.is_empty() {
                return Err(boxed(Nowhere::Unknown));
            }
            let allowed = found.into_iter().filter(|address| private || is_public(*address));
            // The port stands in the URL.
            let allowed: Vec<SocketAddr> = allowed.map(|address| SocketAddr::new(address, 0)).collect();
            if allowed.is_empty() {
                return Err(boxed(Nowhere::Private));
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

fn boxed(nowhere: Nowhere) -> Box<dyn Error + Send + Sync> {
    Box::new(nowhere)
}
