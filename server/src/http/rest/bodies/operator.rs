//! What the operator decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::{
    id::{NewsletterId, RecoveryId},
    invoice::{CreditLine, InvoiceNumber, PayBack},
    price_list::PlanForm,
};

use crate::http::rest::ask::Example;

/// The new value of a setting.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSetting {
    pub value: String,
}

impl Example for NewSetting {
    fn example() -> Self {
        Self { value: "14".into() }
    }
}

/// A newsletter as it is written.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNewsletter {
    pub subject: String,
    /// Paragraphs, with an empty line between them.
    pub text: String,
}

impl Example for NewNewsletter {
    fn example() -> Self {
        Self { subject: "What is new".into(), text: "Burrows have a second exit now.\n\nIt is to the east.".into() }
    }
}

/// The newsletter that is a draft now.
#[derive(Serialize, JsonSchema)]
pub struct NewsletterRef {
    pub newsletter: NewsletterId,
}

/// What came in for an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// Like `29.00`; empty for all that is open.
    #[serde(default)]
    pub amount: String,
    /// What you saw to be open. When it is another sum by now, nothing is recorded; empty asks nothing.
    #[serde(default)]
    pub open: String,
}

impl Example for NewPayment {
    fn example() -> Self {
        Self { amount: "1.00".into(), open: String::new() }
    }
}

/// A credit note to be issued about an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCreditNote {
    /// How much of which lines; without any, all that is left of the invoice.
    #[serde(default)]
    pub lines: Vec<CreditLine>,
    /// Its payer reads it.
    pub reason: String,
}

impl Example for NewCreditNote {
    fn example() -> Self {
        Self {
            lines: vec![CreditLine { line: 1, left: String::new(), amount: "1.00".into() }],
            reason: "The App was not reachable for a day.".into(),
        }
    }
}

/// The credit note that was issued.
#[derive(Serialize, JsonSchema)]
pub struct CreditNoteRef {
    pub credit_note: InvoiceNumber,
}

/// What was paid back of a credit note.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidBack {
    /// Like `29.00`; empty for all that is left.
    #[serde(default)]
    pub amount: String,
    /// What you saw to be left. When it is another sum by now, nothing goes back; empty asks nothing.
    #[serde(default)]
    pub left: String,
    #[serde(default)]
    pub by: PayBack,
}

impl Example for PaidBack {
    fn example() -> Self {
        Self { amount: "1.00".into(), left: String::new(), by: PayBack::Transfer }
    }
}

/// What a plan has room for, and what it costs.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct PlanContent {
    pub label: String,
    /// Where it stands in the list.
    pub position: u32,
    /// Net for a month, like `4.50`.
    pub price: String,
    /// Three letters.
    pub currency: String,
    /// In MB.
    pub memory: u32,
    /// In MB.
    pub storage: u32,
    /// How many domains it has room for.
    pub domain_count: u32,
}

impl PlanContent {
    /// As the acts take it.
    fn form(self, key: String, offered: bool) -> PlanForm {
        let Self { label, position, price, currency, memory, storage, domain_count } = self;
        let [position, memory, storage, domain_count] =
            [position, memory, storage, domain_count].map(|number| number.to_string());
        PlanForm { key, name: label, position, price, currency, memory, storage, domain_count, offered }
    }
}

impl Example for PlanContent {
    fn example() -> Self {
        Self {
            label: "Tiny".into(),
            position: 9,
            price: "4.50".into(),
            currency: "EUR".into(),
            memory: 128,
            storage: 512,
            domain_count: 1,
        }
    }
}

/// A new plan; it is offered from now on.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPricedPlan {
    /// Its word, for ever.
    pub plan: String,
    #[serde(flatten)]
    pub content: PlanContent,
}

/// A plan with other content.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedPlan {
    #[serde(flatten)]
    pub content: PlanContent,
    /// Whether new Apps can have it.
    pub offered: bool,
}

impl NewPricedPlan {
    /// As the act takes it.
    pub fn form(self) -> PlanForm {
        self.content.form(self.plan, true)
    }
}

impl ChangedPlan {
    /// As the act takes it.
    pub fn form(self, key: String) -> PlanForm {
        self.content.form(key, self.offered)
    }
}

impl Example for NewPricedPlan {
    fn example() -> Self {
        Self { plan: "tiny".into(), content: PlanContent::example() }
    }
}

impl Example for ChangedPlan {
    fn example() -> Self {
        Self { content: PlanContent::example(), offered: false }
    }
}

/// Why. The people whom it concerns read it.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub reason: String,
}

impl Example for Reason {
    fn example() -> Self {
        Self { reason: "Three invoices are unpaid.".into() }
    }
}

/// The end of an App by the operator's hand.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppEnd {
    /// The name of the App once more.
    pub confirmation: String,
    pub reason: String,
}

impl Example for AppEnd {
    fn example() -> Self {
        Self { confirmation: "acme-shop".into(), reason: "Three invoices are unpaid.".into() }
    }
}

/// The end of the Apps of a Billing Contact that does not pay.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactEnd {
    /// The name of the Billing Contact once more.
    pub confirmation: String,
    pub reason: String,
}

impl Example for ContactEnd {
    fn example() -> Self {
        Self { confirmation: "Acme Inc".into(), reason: "Three invoices are unpaid.".into() }
    }
}

/// How much longer a trial lasts.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreDays {
    pub days: u32,
}

impl Example for MoreDays {
    fn example() -> Self {
        Self { days: 7 }
    }
}

/// Who is to own a Company that has lost its Owner.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecovery {
    /// The Company, by its name in URLs.
    pub company: String,
    /// The address of who becomes an Owner.
    pub heir: String,
    /// The address of the Owner who is gone; empty when nobody is to lose the role.
    #[serde(default)]
    pub departed: String,
    pub reason: String,
}

impl Example for NewRecovery {
    fn example() -> Self {
        Self {
            company: "acme".into(),
            heir: "kevin@flynn.example".into(),
            departed: "ada@acme.example".into(),
            reason: "The only Owner has died; papers were shown.".into(),
        }
    }
}

/// The recovery that waits now.
#[derive(Serialize, JsonSchema)]
pub struct RecoveryRef {
    pub recovery: RecoveryId,
}
