//! In which tables each operation changes something, and in no other.

/// The names, in the order of the alphabet.
pub fn effects(id: &str) -> &'static str {
    EFFECTS.iter().find(|(known, _)| *known == id).map_or("", |(_, tables)| tables)
}

#[rustfmt::skip]
const EFFECTS: &[(&str, &str)] = &[
];
