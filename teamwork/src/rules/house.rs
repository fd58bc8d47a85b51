//! What the operator decides: how long things last, and who sells. The pages of the operator change it, every act obeys it.

use serde::{Deserialize, Serialize};

use super::{
    billing::{read_country, read_vat_number},
    invitation::INVITATION_LIFE,
    invoice::{Seller, read_bic, read_creditor, read_iban, read_series},
    moment::{DAY, Moment},
    money::{read_amount, write_amount},
    problem::{Field, Flaw, Why},
    request::REQUEST_LIFE,
    text::{Email, Line},
};

/// The deadlines of this house, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseRules {
    /// How long a team invitation lives (S18).
    pub invitation_life: i64,
    /// How long a trial runs.
    pub trial_life: i64,
    /// How long an App whose trial has ended is kept (4.3).
    pub trial_grace: i64,
    /// How long the name of a deleted App is blocked (E51).
    pub name_block: i64,
    /// How long a recovery of ownership waits (3.2).
    pub recovery_wait: i64,
    /// How long a payment request lives, when its sender says nothing else (S18).
    pub request_life: i64,
    /// How long after it was issued an invoice is due.
    pub payment_term: i64,
    /// After how long without a sign-in or a request an account of somebody who has nothing here is closed (E82); 0 is never.
    pub abandoned_after: i64,
    /// How long after that somebody is reminded of it (M30).
    pub reminder: i64,
    /// How long after it was due somebody is reminded once more.
    pub second_reminder: i64,
    /// How long after it was due the Apps of its Billing Contact are suspended.
    pub suspension: i64,
    /// How long after it was due they wait for the operator to delete them.
    pub deletion: i64,
}

impl Default for HouseRules {
    fn default() -> Self {
        Self {
            invitation_life: INVITATION_LIFE,
            trial_life: 7 * DAY,
            trial_grace: 7 * DAY,
            name_block: 7 * DAY,
            recovery_wait: 14 * DAY,
            request_life: REQUEST_LIFE,
            payment_term: 14 * DAY,
            abandoned_after: 0,
            reminder: 3 * DAY,
            second_reminder: 10 * DAY,
            suspension: 21 * DAY,
            deletion: 51 * DAY,
        }
    }
}

macro_rules! settings {
    ($($name:ident $key:literal $words:literal, $sentence:literal;)*) => {
        /// One thing that the operator sets on the pages or the command line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Setting { $($name,)* }

        impl Setting {
            /// In the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word in the database, in the log and on the command line.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// The words on the page.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }

            /// What it changes, and for whom.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }
        }
    };
}

settings! {
    Name "name" "Name of this house", "Stands at the foot of every page.";
    InvitationDays "invitation_days" "Days until an invitation expires", "1 to 30. Counts for invitations sent from now on.";
    TrialDays "trial_days" "Days a trial runs", "1 to 90. Counts for trials begun from now on.";
    TrialGraceDays "trial_grace_days" "Days an App is kept after its trial", "1 to 90. Counts for all Apps whose trial is over.";
    NameBlockDays "name_block_days" "Days the name of a deleted App stays blocked", "1 to 365. Counts for Apps deleted from now on.";
    RecoveryDays "recovery_days" "Days a recovery of ownership waits", "3 to 90. Counts for recoveries requested from now on.";
    RequestDays "request_days" "Days until a client's payment request expires", "1 to 30. Counts for requests sent from now on; who sends one can choose.";
    TermsVersion "terms_version" "Terms of service: version and address", "Stands where clients accept, like: of November 2026, https://warren.example/terms. Which ones each of them agreed to is kept.";
    SellerName "seller_name" "Seller: name", "As it stands on invoices. None is issued before name, street, city, country and IBAN are set.";
    SellerStreet "seller_street" "Seller: street and number", "As it stands on invoices.";
    SellerPostalCode "seller_postal_code" "Seller: postal code", "As it stands on invoices.";
    SellerCity "seller_city" "Seller: city", "As it stands on invoices.";
    SellerCountry "seller_country" "Seller: country", "Two letters, like DE. It decides about the VAT.";
    SellerVatNumber "seller_vat_number" "Seller: VAT number", "With its country letters, like DE136695976.";
    SellerEmail "seller_email" "Seller: e-mail address for questions", "Stands on invoices.";
    SellerPhone "seller_phone" "Seller: telephone number for questions", "With country code, like +49 30 1234567. With it and the e-mail address, electronic invoices are XRechnungen.";
    SellerLegal "seller_legal" "Seller: further legal lines", "Managing director, register: whatever the law wants on every invoice.";
    SellerIban "seller_iban" "Seller: IBAN", "Where bank transfers go.";
    SellerBic "seller_bic" "Seller: BIC", "Of that bank. Leave it empty when nobody needs it.";
    SellerCreditor "seller_creditor" "Seller: creditor identifier", "For SEPA direct debits, like DE98ZZZ09999999999: it stands in every notice. They are offered when it is set and the payment provider takes them.";
    InvoiceSeries "invoice_series" "Word before invoice numbers", "1 to 6 letters and digits. Another word begins another series at 1.";
    CreditSeries "credit_series" "Word before the numbers of credit notes", "1 to 6 letters and digits, and not the word of invoices. Another word begins another series at 1.";
    HomeVat "home_vat" "VAT at home, in percent", "Empty for the standard rate of the seller's country; 0 when the seller charges none.";
    CarryBelow "carry_below" "Carry forward what comes to less than", "Net, like 0.50. It is billed with the next month.";
    AbandonedDays "abandoned_days" "Days until an abandoned account is closed", "60 to 3650, or 0 for never. An account without Company, App or open invitation that nobody uses; its person gets a mail 30 days before.";
    PaymentDays "payment_days" "Days until an invoice is due", "1 to 60. Counts for invoices issued from now on.";
    ReminderDays "reminder_days" "Days overdue until the first reminder", "1 to 30. Counts for invoices issued from now on.";
    SecondReminderDays "second_reminder_days" "Days overdue until the second reminder", "2 to 60, and after the first. An open invoice keeps the day of its next step.";
    SuspensionDays "suspension_days" "Days overdue until the Apps are suspended", "4 to 180, and two days after the second reminder. An open invoice keeps the day of its next step.";
    DeletionDays "deletion_days" "Days overdue until the Apps can be deleted", "15 to 365, and eleven days after the suspension. You confirm it then; ten days before, their people are warned.";
}

impl Setting {
    /// Reads a value; white space around it is forgiven. Answers it as it is kept.
    ///
    /// # Errors
    /// When it is not what the setting takes, or outside of what is sensible.
    pub fn read(self, text: &str) -> Result<String, Flaw> {
        let line = |max| {
            Line::parse_optional(Field::Value, text, max)
                .map(|line| line.map(|line| line.to_string()).unwrap_or_default())
        };
        let as_value = |flaw: Flaw| Flaw { field: Field::Value, ..flaw };
        match self {
            Self::Name => Line::parse(Field::Value, text, 40).map(|line| line.to_string()),
            Self::SellerName => line(100),
            Self::SellerStreet => line(120),
            Self::SellerPostalCode => line(16),
            Self::SellerCity => line(80),
            Self::SellerLegal | Self::TermsVersion => line(300),
            Self::SellerPhone => line(40),
            Self::SellerCountry | Self::SellerEmail | Self::HomeVat if text.trim().is_empty() => Ok(String::new()),
            Self::SellerCountry => read_country(text).map_err(as_value),
            Self::SellerEmail => Email::parse(Field::Value, text).map(|email| email.to_string()),
            Self::SellerVatNumber => read_vat_number(text).map(Option::unwrap_or_default).map_err(as_value),
            Self::SellerIban => read_iban(text),
            Self::SellerBic => read_bic(text),
            Self::SellerCreditor => read_creditor(text),
            Self::InvoiceSeries | Self::CreditSeries => read_series(text),
            Self::HomeVat => match read_amount(text) {
                Ok(rate) if rate <= 10_000 => Ok(write_amount(rate)),
                _ => Err(Flaw { field: Field::Value, why: Why::NotAPercentage }),
            },
            Self::CarryBelow => read_amount(text).map(write_amount).map_err(as_value),
            Self::InvitationDays | Self::RequestDays => days(text, 1, 30),
            Self::TrialDays | Self::TrialGraceDays => days(text, 1, 90),
            Self::NameBlockDays => days(text, 1, 365),
            Self::RecoveryDays => days(text, 3, 90),
            Self::PaymentDays => days(text, 1, 60),
            Self::AbandonedDays => match text.trim() {
                "0" => Ok("0".to_owned()),
                text => days(text, 60, 3_650)
                    .map_err(|_| Flaw { field: Field::Value, why: Why::NotZeroOrInRange(60, 3_650) }),
            },
            Self::ReminderDays => days(text, 1, 30),
            Self::SecondReminderDays => days(text, 2, 60),
            Self::SuspensionDays => days(text, 4, 180),
            Self::DeletionDays => days(text, 15, 365),
        }
    }

    /// Whether its value is a few characters.
    pub const fn is_short(self) -> bool {
        !matches!(
            self,
            Self::Name
                | Self::TermsVersion
                | Self::SellerName
                | Self::SellerStreet
                | Self::SellerCity
                | Self::SellerEmail
                | Self::SellerPhone
                | Self::SellerLegal
                | Self::SellerIban
                | Self::SellerCreditor
                | Self::SellerVatNumber
        )
    }
}

fn days(text: &str, least: u32, most: u32) -> Result<String, Flaw> {
    let days = text.trim().parse::<u32>().ok().filter(|days| (least..=most).contains(days));
    days.map(|days| days.to_string()).ok_or(Flaw { field: Field::Value, why: Why::NotInRange(least, most) })
}

impl std::str::FromStr for Setting {
    type Err = Flaw;
    fn from_str(text: &str) -> Result<Self, Flaw> {
        let found = Self::ALL.iter().copied().find(|setting| setting.key() == text);
        found.ok_or(Flaw { field: Field::Value, why: Why::NotASetting })
    }
}

/// Everything the operator has chosen, or would have had without choosing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What this house is called.
    pub name: String,
    pub rules: HouseRules,
    /// Which terms of service clients agree to; empty while the operator has named none.
    pub terms: String,
    pub seller: Seller,
}

/// Where a setting is kept.
enum Place<'a> {
    Text(&'a mut String),
    /// In milliseconds, written in days.
    Life(&'a mut i64),
    /// In hundredths.
    Amount(&'a mut i64),
    /// In hundredths, or not set.
    Rate(&'a mut Option<i64>),
}

impl Chosen {
    /// What counts until the operator chooses. `invitation_life` comes from the settings of the server.
    pub fn before(invitation_life: i64) -> Self {
        let rules = HouseRules { invitation_life, ..HouseRules::default() };
        Self { name: "Warren".into(), rules, terms: String::new(), seller: Seller::default() }
    }

    fn place(&mut self, setting: Setting) -> Place<'_> {
        use Place::*;
        let Self { name, rules, terms, seller } = self;
        match setting {
            Setting::Name => Text(name),
            Setting::InvitationDays => Life(&mut rules.invitation_life),
            Setting::TrialDays => Life(&mut rules.trial_life),
            Setting::TrialGraceDays => Life(&mut rules.trial_grace),
            Setting::NameBlockDays => Life(&mut rules.name_block),
            Setting::RecoveryDays => Life(&mut rules.recovery_wait),
            Setting::RequestDays => Life(&mut rules.request_life),
            Setting::PaymentDays => Life(&mut rules.payment_term),
            Setting::AbandonedDays => Life(&mut rules.abandoned_after),
            Setting::ReminderDays => Life(&mut rules.reminder),
            Setting::SecondReminderDays => Life(&mut rules.second_reminder),
            Setting::SuspensionDays => Life(&mut rules.suspension),
            Setting::DeletionDays => Life(&mut rules.deletion),
            Setting::TermsVersion => Text(terms),
            Setting::SellerName => Text(&mut seller.name),
            Setting::SellerStreet => Text(&mut seller.street),
            Setting::SellerPostalCode => Text(&mut seller.postal_code),
            Setting::SellerCity => Text(&mut seller.city),
            Setting::SellerCountry => Text(&mut seller.country),
            Setting::SellerVatNumber => Text(&mut seller.vat_number),
            Setting::SellerEmail => Text(&mut seller.email),
            Setting::SellerPhone => Text(&mut seller.phone),
            Setting::SellerLegal => Text(&mut seller.legal),
            Setting::SellerIban => Text(&mut seller.iban),
            Setting::SellerBic => Text(&mut seller.bic),
            Setting::SellerCreditor => Text(&mut seller.creditor),
            Setting::InvoiceSeries => Text(&mut seller.series),
            Setting::CreditSeries => Text(&mut seller.credit_series),
            Setting::HomeVat => Rate(&mut seller.home_rate),
            Setting::CarryBelow => Amount(&mut seller.carry_below),
        }
    }

    /// The value of one setting, as it is typed.
    pub fn get(&self, setting: Setting) -> String {
        match self.clone().place(setting) {
            Place::Text(text) => text.clone(),
            Place::Life(life) => (*life / DAY).to_string(),
            Place::Amount(amount) => write_amount(*amount),
            Place::Rate(rate) => rate.map(write_amount).unwrap_or_default(),
        }
    }

    /// Takes over a value that was kept. One that no longer makes sense changes nothing.
    pub fn set(&mut self, setting: Setting, value: &str) {
        let Ok(value) = setting.read(value) else { return };
        match self.place(setting) {
            Place::Text(text) => *text = value,
            Place::Life(life) => *life = value.parse::<i64>().unwrap_or_default() * DAY,
            Place::Amount(amount) => *amount = read_amount(&value).unwrap_or_default(),
            Place::Rate(rate) => *rate = read_amount(&value).ok(),
        }
    }

    /// Of what the seller is known too little for an invoice.
    pub fn missing(&self) -> Vec<Setting> {
        let needed = [
            Setting::SellerName,
            Setting::SellerStreet,
            Setting::SellerCity,
            Setting::SellerCountry,
            Setting::SellerIban,
        ];
        needed.into_iter().filter(|setting| self.get(*setting).is_empty()).collect()
    }
}

/// A setting with its present value, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct SettingCard {
    pub setting: Setting,
    pub value: String,
    /// When and by whom it was chosen; `None` while the default counts.
    pub changed_at: Option<Moment>,
    /// `None` for the command line.
    pub changed_by: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_keeps_to_its_limits() {
        for (setting, least, most) in [
            (Setting::InvitationDays, 1, 30),
            (Setting::TrialDays, 1, 90),
            (Setting::TrialGraceDays, 1, 90),
            (Setting::NameBlockDays, 1, 365),
            (Setting::RecoveryDays, 3, 90),
            (Setting::RequestDays, 1, 30),
            (Setting::PaymentDays, 1, 60),
            (Setting::ReminderDays, 1, 30),
            (Setting::SecondReminderDays, 2, 60),
            (Setting::SuspensionDays, 4, 180),
            (Setting::DeletionDays, 15, 365),
        ] {
            let flaw = Err(Flaw { field: Field::Value, why: Why::NotInRange(least, most) });
            for good in [least, most] {
                assert_eq!(setting.read(&format!(" {good} ")), Ok(good.to_string()));
            }
            for bad in [(least - 1).to_string(), (most + 1).to_string(), String::new(), "-5".into(), "7.5".into()] {
                assert_eq!(setting.read(&bad), flaw, "{setting:?} {bad}");
            }
        }
    }

    #[test]
    fn abandoned_accounts_are_closed_never_or_after_two_months_at_least() {
        let flaw = Err(Flaw { field: Field::Value, why: Why::NotZeroOrInRange(60, 3_650) });
        for good in ["0", "60", "3650"] {
            assert_eq!(Setting::AbandonedDays.read(&format!(" {good} ")), Ok(good.to_owned()));
        }
        for bad in ["", "-1", "1", "59", "3651", "00x"] {
            assert_eq!(Setting::AbandonedDays.read(bad), flaw, "{bad}");
        }
        assert_eq!(Chosen::before(INVITATION_LIFE).rules.abandoned_after, 0, "never, until the operator decides");
    }

    #[test]
    fn what_is_set_is_what_is_got() {
        for setting in Setting::ALL.iter().copied() {
            let mut chosen = Chosen::before(INVITATION_LIFE);
            let value = match setting {
                Setting::SellerCountry => "DE",
                Setting::SellerVatNumber => "DE136695976",
                Setting::SellerEmail => "billing@warren.example",
                Setting::SellerIban => "DE89370400440532013000",
                Setting::SellerBic => "COBADEFFXXX",
                Setting::SellerCreditor => "DE98ZZZ09999999999",
                Setting::HomeVat => "8.10",
                Setting::CarryBelow => "0.75",
                Setting::AbandonedDays => "365",
                Setting::DeletionDays => "90",
                _ => "9",
            };
            chosen.set(setting, value);
            assert_eq!(chosen.get(setting), value);
            assert_eq!(setting.key().parse(), Ok(setting));
            let kept = chosen.clone();
            chosen.set(setting, "\u{7}");
            assert_eq!(chosen, kept, "what makes no sense changes nothing");
        }
    }

    #[test]
    fn the_seller_can_be_taken_back_and_is_asked_for_until_complete() {
        let mut chosen = Chosen::before(INVITATION_LIFE);
        assert_eq!(chosen.missing().len(), 5);
        for (setting, value) in [
            (Setting::SellerName, "Burrow Hosting"),
            (Setting::SellerStreet, "1 Rabbit Row"),
            (Setting::SellerCity, "Berlin"),
            (Setting::SellerCountry, "de"),
            (Setting::SellerIban, "DE89 3704 0044 0532 0130 00"),
        ] {
            chosen.set(setting, value);
        }
        assert!(chosen.missing().is_empty() && chosen.seller.is_complete());
        assert_eq!(chosen.seller.country, "DE");
        chosen.set(Setting::SellerCountry, " ");
        assert_eq!(chosen.missing(), [Setting::SellerCountry]);
        for (setting, why) in [
            (Setting::SellerCountry, Why::NotACountry),
            (Setting::SellerIban, Why::NotAnIban),
            (Setting::SellerBic, Why::NotABic),
            (Setting::SellerCreditor, Why::NotACreditor),
            (Setting::HomeVat, Why::NotAPercentage),
            (Setting::CarryBelow, Why::NotAnAmount),
            (Setting::InvoiceSeries, Why::NotASeries),
            (Setting::SellerEmail, Why::NotAnEmail),
        ] {
            assert_eq!(setting.read("nonsense!"), Err(Flaw { field: Field::Value, why }), "{setting:?}");
        }
        assert_eq!(Setting::HomeVat.read("100.01"), Err(Flaw { field: Field::Value, why: Why::NotAPercentage }));
    }
}
