//! Chance that falls the same way for the same seed, whatever the engine and the order of its answers.

/// A stream of chance (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The chance of one thing in a year: its name stands for it, so that nothing else disturbs it.
    pub fn about(seed: u64, thing: &str) -> Self {
        // FNV-1a.
        let of_name = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(thing.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed, of_name))
    }

    /// A number from 0 until before `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = (mixed ^ (mixed >> 31)) >> 32;
        usize::try_from(mixed).unwrap_or_default() % sides
    }

    /// Whether it is the one time in so many.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) == 0
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.roll(from.len())) }
    }
}
