//! Who sells: the operator, as invoices name them. Until name, address and country are set, no invoice is issued.

use super::{BankAccount, Party};
use crate::rules::problem::{Field, Flaw, Why};

/// The longest word before a number.
const SERIES_MAX: usize = 6;

/// What the operator has set about the seller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seller {
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub vat_number: String,
    pub email: String,
    pub phone: String,
    /// Managing director, register, whatever the law wants.
    pub legal: String,
    pub iban: String,
    pub bic: String,
    /// The creditor identifier of SEPA direct debits; empty while there are none.
    pub creditor: String,
    /// The word before the numbers of invoices.
    pub series: String,
    /// The word before the numbers of credit notes.
    pub credit_series: String,
    /// The rate at home in hundredths of a percent; else the standard rate of the country.
    pub home_rate: Option<i64>,
    /// What comes to less is carried forward (E71), in minor units of whatever currency.
    pub carry_below: i64,
}

impl Default for Seller {
    fn default() -> Self {
        Self {
            name: String::new(),
            street: String::new(),
            postal_code: String::new(),
            city: String::new(),
            country: String::new(),
            vat_number: String::new(),
            email: String::new(),
            phone: String::new(),
            legal: String::new(),
            iban: String::new(),
            bic: String::new(),
            creditor: String::new(),
            series: "W".into(),
            credit_series: "CN".into(),
            home_rate: None,
            carry_below: 50,
        }
    }
}

impl Seller {
    /// Whether invoices can be issued.
    pub fn is_complete(&self) -> bool {
        [&self.name, &self.street, &self.city, &self.country, &self.iban].iter().all(|part| !part.is_empty())
    }

    /// As a document names it.
    pub fn party(&self) -> Party {
        Party {
            name: self.name.clone(),
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
            vat_number: Some(self.vat_number.clone()).filter(|number| !number.is_empty()),
            email: self.email.clone(),
            phone: Some(self.phone.clone()).filter(|phone| !phone.is_empty()),
        }
    }

    /// Where money is sent, once it is known.
    pub fn bank(&self) -> Option<BankAccount> {
        let account = BankAccount { holder: self.name.clone(), iban: self.iban.clone(), bic: self.bic.clone() };
        Some(account).filter(|account| !account.iban.is_empty())
    }
}

/// Whether a word can stand before a number.
pub(super) fn is_series(text: &str) -> bool {
    (1..=SERIES_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Reads the word before the numbers of invoices.
///
/// # Errors
/// When it is empty, too long, or has other characters than letters and digits.
pub fn read_series(text: &str) -> Result<String, Flaw> {
    let text = text.trim().to_ascii_uppercase();
    if is_series(&text) { Ok(text) } else { Err(Flaw { field: Field::Value, why: Why::NotASeries }) }
}

/// Reads an IBAN (ISO 13616): its shape and its check digits. White space is forgiven; empty is none.
///
/// # Errors
/// When it is none.
pub fn read_iban(text: &str) -> Result<String, Flaw> {
    let iban: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let is_shaped = (15..=34).contains(&iban.len())
        && iban.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && iban.as_bytes()[..2].iter().all(u8::is_ascii_uppercase)
        && iban.as_bytes()[2..4].iter().all(u8::is_ascii_digit);
    if iban.is_empty() || (is_shaped && remainder(&iban) == 1) {
        return Ok(iban);
    }
    Err(Flaw { field: Field::Value, why: Why::NotAnIban })
}

/// The IBAN with its first four characters at the end and letters as 10 … 35, modulo 97 (ISO 7064).
fn remainder(iban: &str) -> u32 {
    let digit = |byte: u8| if byte.is_ascii_digit() { u32::from(byte - b'0') } else { u32::from(byte - b'A') + 10 };
    iban.bytes().cycle().skip(4).take(iban.len()).fold(0, |rest, byte| {
        let value = digit(byte);
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    })
}

/// Reads a creditor identifier of SEPA direct debits (EPC262-08): its shape and its check digits, which leave out the business
/// code of three characters. White space is forgiven; empty is none.
///
/// # Errors
/// When it is none.
pub fn read_creditor(text: &str) -> Result<String, Flaw> {
    let id: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let is_shaped = (8..=35).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && id.as_bytes()[..2].iter().all(u8::is_ascii_uppercase)
        && id.as_bytes()[2..4].iter().all(u8::is_ascii_digit);
    if id.is_empty() || (is_shaped && remainder(&format!("{}{}", &id[..4], &id[7..])) == 1) {
        return Ok(id);
    }
    Err(Flaw { field: Field::Value, why: Why::NotACreditor })
}

/// Reads a BIC (ISO 9362): 8 or 11 letters and digits; empty is none.
///
/// # Errors
/// When it is none.
pub fn read_bic(text: &str) -> Result<String, Flaw> {
    let bic: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let fits = matches!(bic.len(), 8 | 11)
        && bic.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && bic.as_bytes()[4..6].iter().all(u8::is_ascii_uppercase);
    if bic.is_empty() || fits { Ok(bic) } else { Err(Flaw { field: Field::Value, why: Why::NotABic }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first four are the examples of the standard's registry.
    #[test]
    fn an_iban_is_what_its_check_digits_say() {
        for good in
            ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "fr1420041010050500013M02606", "NO9386011117947"]
        {
            assert!(read_iban(good).is_ok(), "{good}");
        }
        for bad in [
            "DE89370400440532013001",
            "DE8937040044053201300",
            "8937040044053201300DE",
            "DE",
            "XX00",
            "DE89é3704004405320130",
        ] {
            assert!(read_iban(bad).is_err(), "{bad}");
        }
        assert_eq!(read_iban(" "), Ok(String::new()));
        let iban = read_iban("DE89 3704 0044 0532 0130 00").unwrap();
        for at in 4..iban.len() {
            let mut slip = iban.clone().into_bytes();
            slip[at] = if slip[at] == b'9' { b'0' } else { slip[at] + 1 };
            assert!(read_iban(&String::from_utf8(slip).unwrap()).is_err(), "a slip at {at} is found");
        }
    }

    /// The first is the example of the Bundesbank, whose business code counts nothing.
    #[test]
    fn a_creditor_is_what_its_check_digits_say() {
        for good in ["DE98ZZZ09999999999", "de98 abc 09999999999", ""] {
            assert!(read_creditor(good).is_ok(), "{good}");
        }
        for bad in ["DE99ZZZ09999999999", "DE98ZZZ", "98DEZZZ09999999999", "DE98ZZZé9999999999", "DE98ZZZ0999999999x"]
        {
            assert!(read_creditor(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_bic_has_eight_or_eleven() {
        assert_eq!(read_bic("cobadeff xxx"), Ok("COBADEFFXXX".into()));
        assert!(read_bic("COBADEFF").is_ok() && read_bic("").is_ok());
        assert!(read_bic("COBADEF").is_err() && read_bic("COBA11FF").is_err());
    }

    #[test]
    fn a_series_is_short() {
        assert_eq!(read_series(" inv1 "), Ok("INV1".into()));
        for bad in ["", "TOOLONG", "A-B", "Ä", "A B"] {
            assert!(read_series(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn without_address_and_account_nothing_is_sold() {
        let mut seller = Seller::default();
        assert!(!seller.is_complete());
        for part in [&mut seller.name, &mut seller.street, &mut seller.city, &mut seller.country, &mut seller.iban] {
            *part = "x".into();
        }
        assert!(seller.is_complete());
    }
}
