//! Who is at the other end of the wire: the address that limits count, believed only from our own proxies.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

/// An address or a network such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `127.0.0.1` or `10.0.0.0/8`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.trim().parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(text) => text.trim().parse().ok().filter(|prefix| *prefix <= longest)?,
            None => longest,
        };
        Some(Self { address, prefix })
    }

    /// Whether the address lies in this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// The address of the client: the last one in `X-Forwarded-For` that is not a proxy of ours. What stands before it was
/// written by the client and is not believed.
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_ours = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    if !is_ours(client) {
        return client;
    }
    let forwarded: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    for text in forwarded.iter().flat_map(|line| line.split(',')).map(str::trim).collect::<Vec<_>>().into_iter().rev() {
        let Ok(address) = text.parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !is_ours(client) {
            break;
        }
    }
    client
}

/// What limits count: an IPv4 address, or the /64 of an IPv6 one, because one customer has at least that many.
pub fn counted(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &str) -> String {
        let proxies = [Network::parse("127.0.0.1").unwrap(), Network::parse("10.0.0.0/8").unwrap()];
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        address(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(from("203.0.113.9", "1.2.3.4"), "203.0.113.9");
        assert_eq!(from("127.0.0.1", "1.2.3.4"), "1.2.3.4");
        assert_eq!(from("::ffff:127.0.0.1", "1.2.3.4"), "1.2.3.4");
        assert_eq!(from("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.2.3"), "1.2.3.4");
        assert_eq!(from("127.0.0.1", "nonsense"), "127.0.0.1");
        assert_eq!(from("127.0.0.1", "6.6.6.6, nonsense, 10.1.2.3"), "10.1.2.3");
    }

    #[test]
    fn a_network_has_edges() {
        let network = Network::parse("192.168.4.0/22").unwrap();
        assert!(network.contains("192.168.7.255".parse().unwrap()));
        assert!(!network.contains("192.168.8.0".parse().unwrap()));
        assert!(Network::parse("::/0").unwrap().contains("2001:db8::1".parse().unwrap()));
        assert!(Network::parse("10.0.0.0/33").is_none());
    }

    #[test]
    fn a_customer_with_ipv6_is_counted_once() {
        let one = counted("2001:db8:1:2:aaaa::1".parse().unwrap());
        assert_eq!(one, counted("2001:db8:1:2:bbbb::2".parse().unwrap()));
        assert_eq!(one, "2001:db8:1:2::/64");
    }
}
