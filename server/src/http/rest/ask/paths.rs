//! The parts of a path, and what they name.

use serde_json::json;
use teamwork::rules::{
    id::{
        BillingContactId, InvitationId, KeyId, NewsletterId, PasskeyId, PaymentRequestId, RecoveryId, RefundId,
        SessionId, TokenId, UserId, WebhookId,
    },
    problem::{Problem, Thing},
};

use super::{Asked, Call};
use crate::http::rest::{openapi::Sheet, trouble::Trouble};

macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty = $thing:ident $example:literal,)* })*) => {$(
        $(#[$doc])*
        pub struct $name { $(pub $field: $kind,)* }

        impl Asked for $name {
            fn read(call: &Call) -> Result<Self, Trouble> {
                // What is no id is the id of nothing.
                Ok(Self {$($field: {
                    let text = call.path.get(stringify!($field)).map(String::as_str).unwrap_or_default();
                    text.parse().map_err(|_| Problem::NotFound(Thing::$thing))?
                },)*})
            }

            fn describe(sheet: &mut Sheet) {
                $({
                    let schema = sheet.schema::<$kind>();
                    sheet.parameter(json!({
                        "name": stringify!($field), "in": "path", "required": true, "schema": schema, "example": $example,
                    }));
                    sheet.refuses(Thing::$thing);
                })*
            }
        }
    )*};
}

paths! {
    /// A Company, by its name in URLs.
    InCompany { company: String = Company "acme", }
    /// A member of a Company.
    OfMember { company: String = Company "acme", member: UserId = Member "01938f3e-5c00-7000-8000-000000000001", }
    /// An invitation of a Company.
    OfInvitation {
        company: String = Company "acme",
        invitation: InvitationId = Invitation "01938f3e-5c00-7000-8000-000000000002",
    }
    /// An invitation to me.
    ToMe { invitation: InvitationId = Invitation "01938f3e-5c00-7000-8000-000000000002", }
    /// One of my sessions.
    OfSession { session: SessionId = Session "01938f3e-5c00-7000-8000-000000000003", }
    /// One of my tokens.
    OfToken { token: TokenId = Token "01938f3e-5c00-7000-8000-000000000004", }
    /// One of my passkeys.
    OfPasskey { passkey: PasskeyId = Passkey "01938f3e-5c00-7000-8000-000000000004", }
    /// An App, by its name.
    OfApp { app: String = App "acme-shop", }
    /// A payment request.
    OfRequest { request: PaymentRequestId = Request "01938f3e-5c00-7000-8000-00000000000a", }
    /// A variable of an App.
    OfVariable { app: String = App "acme-shop", variable: String = Variable "API_URL", }
    /// A domain of an App.
    OfDomain { app: String = App "acme-shop", host: String = Domain "www.acme.example", }
    /// A deploy key of an App.
    OfDeployKey { app: String = App "acme-shop", key: KeyId = Key "01938f3e-5c00-7000-8000-000000000006", }
    /// One of my keys.
    OfKey { key: KeyId = Key "01938f3e-5c00-7000-8000-000000000006", }
    /// A Billing Contact of a Company.
    OfContact {
        company: String = Company "acme",
        contact: BillingContactId = BillingContact "01938f3e-5c00-7000-8000-000000000007",
    }
    /// An invoice or a credit note of a Company.
    OfInvoice { company: String = Company "acme", invoice: String = Invoice "W-000001", }
    /// What was issued to a Billing Contact in a year.
    OfYear {
        company: String = Company "acme",
        contact: BillingContactId = BillingContact "01938f3e-5c00-7000-8000-000000000007",
        year: String = Invoice "2026",
    }
    /// Any invoice, for the operator.
    OfHouseInvoice { invoice: String = Invoice "W-000001", }
    /// Any credit note, for the operator.
    OfHouseCredit { credit_note: String = CreditNote "CN-000001", }
    /// Money that the bank did not take back, for the operator.
    OfSurplus { refund: RefundId = Payment "01938f3e-5c00-7000-8000-00000000000d", }
    /// Any Billing Contact, for the operator.
    OfDoomed { contact: BillingContactId = BillingContact "01938f3e-5c00-7000-8000-000000000007", }
    /// Any Company, for the operator.
    OfTenant { company: String = Company "acme", }
    /// A recovery of ownership.
    OfRecovery { recovery: RecoveryId = Recovery "01938f3e-5c00-7000-8000-000000000008", }
    /// A setting of the house, by its word.
    OfSetting { setting: String = Page "trial_days", }
    /// A plan, by its word.
    OfPlan { plan: String = Plan "small", }
    /// A newsletter.
    OfNewsletter { newsletter: NewsletterId = Newsletter "01938f3e-5c00-7000-8000-00000000000b", }
    /// A mail, by its number.
    OfMail { mail: i64 = Mail "1", }
    /// A webhook.
    OfWebhook { webhook: WebhookId = Webhook "01938f3e-5c00-7000-8000-00000000000c", }
    /// What was sent to a webhook, by its number.
    OfDelivery {
        webhook: WebhookId = Webhook "01938f3e-5c00-7000-8000-00000000000c",
        delivery: i64 = Delivery "1",
    }
}
