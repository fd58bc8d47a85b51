//! What the client types to accept and pay.

use serde::{Deserialize, Serialize};

use crate::rules::{
    billing::{BillingData, BillingForm},
    id::BillingContactId,
    payment::Means,
    problem::{Field, Flaw, Flaws, Why},
    text::{CompanyName, PersonName},
};

/// What the client typed to accept and pay: nine fields at most, on one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptForm {
    /// The full name, of who has no account yet.
    pub full_name: String,
    /// A Billing Contact of a Company of one's own that pays, or [`in_company`] for a new one there; empty for a new Company.
    pub payer: String,
    /// "card" or "sepa", when a new Billing Contact pays by that; empty is bank transfer.
    pub method: String,
    /// The name of the new Company, or of the new Billing Contact.
    pub company: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub vat_number: String,
    /// The mailed code, for who came with a copied link.
    pub code: String,
}

/// What a client agrees to by accepting. `terms` is how the operator names them; empty while they have no name.
pub fn agreement(terms: &str) -> String {
    if terms.is_empty() {
        return "By accepting you agree to the terms of service of this Warren.".into();
    }
    format!("By accepting you agree to the terms of service of this Warren: {terms}.")
}

/// What stands before the name in URLs of a Company that gets a new Billing Contact.
const IN: &str = "in:";

/// The payer to choose for a new Billing Contact in a Company of one's own, by its name in URLs.
pub fn in_company(slug: &str) -> String {
    format!("{IN}{slug}")
}

/// Where the Apps go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A Company that is set up for them, with its first Billing Contact.
    New { name: CompanyName, billing: Box<BillingData> },
    /// A Company the client owns, by its name in URLs, with a new Billing Contact there (S22).
    Within { slug: String, billing: Box<BillingData> },
    /// A Company the client owns: the one of this Billing Contact (S22).
    Existing { payer: BillingContactId },
}

impl AcceptForm {
    /// Reads where the Apps go and who pays. Invoices go to `email` until somebody changes that.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn target(&self, email: &str, flaws: &mut Flaws) -> Option<Target> {
        let chosen = self.payer.trim();
        if self.is_chosen() {
            let payer = chosen.parse().map_err(|_| Flaw { field: Field::Payer, why: Why::NotAPayer });
            return flaws.keep(payer).map(|payer| Target::Existing { payer });
        }
        let name = flaws.keep(CompanyName::parse(&self.company));
        let form = BillingForm {
            billing_name: self.company.clone(),
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
            vat_number: self.vat_number.clone(),
            billing_email: email.to_owned(),
        };
        // The name of the Company is asked once; what is wrong with it is said once.
        let mut about_billing = Flaws::default();
        let billing = BillingData::parse(&form, &mut about_billing);
        flaws.take(about_billing, |field| field != Field::BillingName);
        let (name, billing) = (name?, Box::new(billing?));
        Some(match chosen.strip_prefix(IN) {
            Some(slug) => Target::Within { slug: slug.to_owned(), billing },
            None => Target::New { name, billing },
        })
    }

    /// What is to be entered at the provider, if anything: a Billing Contact that is there already pays as it always does.
    ///
    /// # Errors
    /// When it is no way to pay.
    pub fn means(&self) -> Result<Option<Means>, Flaw> {
        Ok(Means::read(&self.method)?.filter(|_| !self.is_chosen()))
    }

    /// Whether a Billing Contact pays that is there already.
    fn is_chosen(&self) -> bool {
        let payer = self.payer.trim();
        !payer.is_empty() && !payer.starts_with(IN)
    }

    /// Reads the full name in one field: the last word is the last name.
    pub fn name(&self, flaws: &mut Flaws) -> Option<PersonName> {
        let text = self.full_name.trim();
        let (first, last) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
        let name = PersonName::parse(first, last);
        name.map_err(|found| found.into_iter().for_each(|flaw| flaws.add(Field::FullName, flaw.why))).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_is_one_field() {
        let read =
            |text: &str| AcceptForm { full_name: text.into(), ..AcceptForm::default() }.name(&mut Flaws::default());
        assert_eq!(
            read(" Ana Maria Alba ").map(|name| (name.first, name.last)),
            Some(("Ana Maria".into(), "Alba".into()))
        );
        assert_eq!(read("Sukarno").map(|name| name.full()), Some("Sukarno".into()));
        assert_eq!(read(" "), None);
    }

    #[test]
    fn only_a_new_billing_contact_is_asked_how_it_pays() {
        for (payer, means) in [
            ("", Some(Means::Card)),
            ("in:cafe-alba", Some(Means::Card)),
            ("00000000-0000-0000-0000-000000000000", None),
        ] {
            let form = AcceptForm { payer: payer.into(), method: "card".into(), ..AcceptForm::default() };
            assert_eq!(form.means(), Ok(means), "{payer}");
        }
    }
}
