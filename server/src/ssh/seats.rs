//! How many may be here at once. Whoever has not proven a key yet makes room for who comes later: slow handshakes, however
//! many, keep nobody out (threat 37).

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use tokio_util::sync::CancellationToken;

/// Connections altogether.
const MOST: usize = 1024;
/// Of these, without a proven key.
const MOST_UNKNOWN: usize = 512;
/// Connections of one network.
const MOST_OF_ONE: usize = 256;

/// The connections there are, oldest first.
#[derive(Clone, Default)]
pub struct Seats(Arc<Mutex<Rows>>);

#[derive(Default)]
struct Rows {
    next: u64,
    taken: BTreeMap<u64, Taken>,
}

struct Taken {
    network: IpAddr,
    known: Arc<AtomicBool>,
    cut: CancellationToken,
}

/// The place of one connection; free again when it is dropped.
pub(super) struct Seat {
    seats: Seats,
    number: u64,
    known: Arc<AtomicBool>,
    /// Told when the connection has to go.
    pub cut: CancellationToken,
    /// The commands that run.
    running: AtomicUsize,
}

impl Seats {
    /// A place for somebody from this address, for which another one may have to go. `None` when all are taken by people
    /// with keys.
    pub(super) fn take(&self, address: IpAddr) -> Option<Seat> {
        let network = network_of(address);
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_unknown = |taken: &Taken| !taken.known.load(Ordering::Relaxed);
        let of_one = rows.taken.values().filter(|taken| taken.network == network).count();
        let unknown = rows.taken.values().filter(|taken| is_unknown(taken)).count();
        if of_one >= MOST_OF_ONE {
            rows.unseat(|taken| is_unknown(taken) && taken.network == network)?;
        } else if unknown >= MOST_UNKNOWN || rows.taken.len() >= MOST {
            rows.unseat(is_unknown)?;
        }
        let number = rows.next;
        rows.next += 1;
        let (known, cut) = (Arc::new(AtomicBool::new(false)), CancellationToken::new());
        rows.taken.insert(number, Taken { network, known: known.clone(), cut: cut.clone() });
        Some(Seat { seats: self.clone(), number, known, cut, running: AtomicUsize::new(0) })
    }

    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).taken.len()
    }
}

impl Rows {
    /// The oldest of these goes.
    fn unseat(&mut self, which: impl Fn(&Taken) -> bool) -> Option<()> {
        let number = *self.taken.iter().find(|(_, taken)| which(taken))?.0;
        self.taken.remove(&number)?.cut.cancel();
        Some(())
    }
}

impl Seat {
    /// They have proven a key.
    pub fn is_known_now(&self) {
        self.known.store(true, Ordering::Relaxed);
    }

    /// Whether they have.
    pub fn is_known(&self) -> bool {
        self.known.load(Ordering::Relaxed)
    }

    /// A command begins.
    pub fn begin(&self) {
        self.running.fetch_add(1, Ordering::Relaxed);
    }

    /// A command has ended.
    pub fn end(&self) {
        self.running.fetch_sub(1, Ordering::Relaxed);
    }

    /// How many run.
    pub fn running(&self) -> usize {
        self.running.load(Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.0.lock().unwrap_or_else(PoisonError::into_inner).taken.remove(&self.number);
    }
}

/// Who has one address of IPv6 has 2⁶⁴ of them.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    #[test]
    fn who_has_no_key_makes_room_for_who_comes_later() {
        let seats = Seats::default();
        let mut slow: Vec<_> = (0..MOST_OF_ONE).map(|_| seats.take(here(1)).unwrap()).collect();
        slow[0].is_known_now();
        let late = seats.take(here(1)).unwrap();
        assert!(!slow[0].cut.is_cancelled(), "who has proven a key stays");
        assert!(slow[1].cut.is_cancelled(), "the oldest without goes");
        assert_eq!(seats.count(), MOST_OF_ONE);
        assert!(seats.take(here(2)).is_some(), "others have their own places");
        slow.iter().for_each(Seat::is_known_now);
        late.is_known_now();
        assert!(seats.take(here(1)).is_none(), "nobody with a key goes for somebody without");
        slow.clear();
        assert!(seats.take(here(1)).is_some());
    }

    #[test]
    fn a_network_of_ipv6_is_one() {
        let address = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(address("2001:db8::1"), address("2001:db8::ffff:1:2:3"));
        assert_ne!(address("2001:db8::1"), address("2001:db8:0:1::1"));
        assert_eq!(address("::ffff:10.0.0.1"), here(1));
    }
}
