//! Check digits, by the rules that the countries publish. Each function gets a number whose shape was looked at already.

use super::shape::Verdict;

/// The digits of a text, as numbers.
fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.chars().filter_map(|c| c.to_digit(10))
}

/// A text of digits as one number.
fn number(text: &str) -> u64 {
    digits(text).fold(0, |number, digit| number * 10 + u64::from(digit))
}

/// The sum of the digits, each times its weight.
fn weighted(text: &str, weights: &[u32]) -> u32 {
    digits(text).zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The sum of the digits of a number below a hundred.
fn cross_sum(number: u32) -> u32 {
    number / 10 + number % 10
}

/// Every second digit from the right is doubled (ISO/IEC 7812-1).
pub(super) fn luhn(text: &str) -> bool {
    let doubled = |(place, digit): (usize, u32)| if place % 2 == 1 { cross_sum(digit * 2) } else { digit };
    let reversed: Vec<u32> = digits(text).collect();
    reversed.into_iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

pub(super) fn austria(rest: &str) -> bool {
    let seven = digits(&rest[1..8]).enumerate();
    let sum: u32 = seven.map(|(place, digit)| if place % 2 == 1 { cross_sum(digit * 2) } else { digit }).sum();
    u64::from((10 - (sum + 4) % 10) % 10) == number(&rest[8..])
}

pub(super) fn belgium(rest: &str) -> bool {
    97 - number(&rest[..8]) % 97 == number(&rest[8..])
}

/// ISO 7064, MOD 11,10.
pub(super) fn germany(rest: &str) -> bool {
    let product = digits(&rest[..8]).fold(10, |product, digit| match (digit + product) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    u64::from((11 - product) % 10) == number(&rest[8..])
}

pub(super) fn denmark(rest: &str) -> bool {
    weighted(rest, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

pub(super) fn finland(rest: &str) -> bool {
    weighted(rest, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11)
}

/// Only the keys of two digits have a published rule.
pub(super) fn france(rest: &str) -> bool {
    let (key, siren) = rest.split_at(2);
    !key.bytes().all(|b| b.is_ascii_digit()) || (12 + 3 * (number(siren) % 97)) % 97 == number(key)
}

/// Seven digits and a letter, since 2013 with a second one; before, the second digit could be a letter or a sign.
pub(super) fn ireland(rest: &str) -> bool {
    const LETTERS: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let bytes = rest.as_bytes();
    let value = |letter: u8| LETTERS.iter().position(|known| *known == letter);
    let is_old = !bytes[1].is_ascii_digit();
    let seven = if is_old { format!("0{}{}", &rest[2..7], &rest[..1]) } else { rest[..7].to_owned() };
    let second = match bytes.get(8) {
        Some(letter) => match value(*letter) {
            Some(value) => value,
            // A letter that has no value yet: nobody can say that it is wrong.
            None => return true,
        },
        None => 0,
    };
    let sum = weighted(&seven, &[8, 7, 6, 5, 4, 3, 2]) as usize + 9 * second;
    LETTERS[sum % 23] == bytes[7]
}

pub(super) fn luxembourg(rest: &str) -> bool {
    number(&rest[..6]) % 89 == number(&rest[6..])
}

/// Companies have the digit of old; sole traders have got numbers by ISO 7064, MOD 97-10, in 2020.
pub(super) fn netherlands(rest: &str) -> bool {
    let sum = weighted(&rest[..8], &[9, 8, 7, 6, 5, 4, 3, 2]);
    let is_old = u64::from(sum % 11) == number(&rest[8..9]);
    // Letters count as two digits, A as 10.
    let spelled = format!("2321{}11{}", &rest[..9], &rest[10..]);
    is_old || number(&spelled) % 97 == 1
}

pub(super) fn poland(rest: &str) -> bool {
    u64::from(weighted(&rest[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11) == number(&rest[9..])
}

pub(super) fn portugal(rest: &str) -> bool {
    let digit = 11 - weighted(&rest[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    u64::from(if digit > 9 { 0 } else { digit }) == number(&rest[8..])
}

/// People have eight digits and a letter, foreigners a letter in place of the first digit, companies a letter and seven
/// digits with a digit or a letter behind.
pub(super) fn spain(rest: &str) -> Verdict {
    const PEOPLE: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    const COMPANIES: &[u8] = b"JABCDEFGHI";
    let (first, last) = (rest.as_bytes()[0], rest.as_bytes()[8]);
    let verdict = |is_right| if is_right { Verdict::Fine } else { Verdict::WrongDigits };
    let person = |eight: &str| verdict(PEOPLE[(number(eight) % 23) as usize] == last);
    match first {
        _ if first.is_ascii_digit() && last.is_ascii_digit() => Verdict::Misshapen,
        b'0'..=b'9' => person(&rest[..8]),
        b'X' => person(&rest[1..8]),
        b'Y' => person(&format!("1{}", &rest[1..8])),
        b'Z' => person(&format!("2{}", &rest[1..8])),
        // Minors and foreigners of old.
        b'K' | b'L' | b'M' => Verdict::Fine,
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U' | b'V' | b'W' => {
            let doubled = |(place, digit): (usize, u32)| if place % 2 == 0 { cross_sum(digit * 2) } else { digit };
            let sum: u32 = digits(&rest[1..8]).enumerate().map(doubled).sum();
            let control = (10 - sum % 10) % 10;
            verdict(u32::from(last) == u32::from(b'0') + control || last == COMPANIES[control as usize])
        }
        _ => Verdict::Misshapen,
    }
}
