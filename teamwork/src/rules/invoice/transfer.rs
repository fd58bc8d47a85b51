//! A bank transfer as people and banking apps read it.

use super::{BankAccount, Document};
use crate::rules::{billing::EURO, money::write_amount};

/// The longest name in the picture, in characters.
const NAME_MAX: usize = 70;

impl BankAccount {
    /// "DE89 3704 …", as people read it.
    pub fn grouped_iban(&self) -> String {
        let digits: Vec<char> = self.iban.chars().collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl Document {
    /// What a banking app reads from the picture of a SEPA transfer of so much (European Payments Council, EPC069-12,
    /// version 002). There is one only in euros, and when it is known where the money goes.
    pub fn transfer(&self, amount: i64) -> Option<String> {
        let bank = self.bank.as_ref().filter(|_| self.currency == EURO)?;
        let holder: String = bank.holder.chars().take(NAME_MAX).collect();
        let (bic, iban, amount) = (&bank.bic, &bank.iban, write_amount(amount));
        Some(format!("BCD\n002\n1\nSCT\n{bic}\n{holder}\n{iban}\nEUR{amount}\n\n\n{}", self.number))
    }
}
