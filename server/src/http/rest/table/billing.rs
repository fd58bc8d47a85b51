//! Billing Contacts. What changes one asks for a token with `guarded`, as the pages ask for the password.

use app::doors::Needs::Member;
use teamwork::rules::{
    billing::BillingCard,
    permission::Refusal::{BillingContactInUse, LastBillingContact, NeedsBilling, NeedsOwner},
    problem::{
        Conflict::{BillingContactArchived, BillingContactLive},
        Problem,
    },
};

use crate::http::rest::{
    ask::{Body, IfMatch, InCompany, OfContact, Page},
    bodies::{
        billing::{ChangedContact, ContactRef, NewContact},
        config::NewVersion,
    },
    tell::{Listed, Made, Nothing, Versioned},
};

operations! {
    GET "/companies/{company}/billing-contacts" list_billing_contacts Read Member(&[37]), "The Billing Contacts of a Company.",
        (me, at: InCompany, page: Page) -> Listed<BillingCard>
            | [NeedsBilling] { page.cut(me.billing(&at.company).await?, |one| one.id.to_string())? }
    GET "/companies/{company}/billing-contacts/{contact}" get_billing_contact Read Member(&[37, 39]), "One Billing Contact in full.",
        (me, of: OfContact) -> Versioned<BillingCard>
            | [NeedsBilling] { Versioned(me.billing_contact(&of.company, of.contact).await?) }
    GET "/companies/{company}/currencies" list_currencies Read Member(&[38]), "In which currencies a new Billing Contact can pay.",
        (me, at: InCompany, page: Page) -> Listed<String>
            | [NeedsOwner] { page.cut(me.billing_currencies(&at.company).await?, Clone::clone)? }
    POST "/companies/{company}/billing-contacts" create_billing_contact Billing Member(&[38]), "Create a Billing Contact. Needs guarded.",
        (me, at: InCompany, new: Body<NewContact>) -> Made<ContactRef> | [Problem::Reauthenticate, NeedsOwner] {
            Made(ContactRef { contact: me.create_billing_contact(&at.company, new.0.data()?).await? }) }
    PUT "/companies/{company}/billing-contacts/{contact}" change_billing_contact Billing Member(&[39]), "Change address, VAT number and who gets the invoices. Needs guarded.",
        (me, of: OfContact, seen: IfMatch, new: Body<ChangedContact>) -> Versioned<NewVersion>
            | [Problem::Reauthenticate, NeedsBilling, BillingContactArchived] {
            NewVersion::of(me.change_billing_contact(&of.company, of.contact, seen.0, new.0.data()?).await?) }
    POST "/companies/{company}/billing-contacts/{contact}/archive" archive_billing_contact Billing Member(&[40]), "Archive one that pays for nothing and is not the last. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> Nothing
            | [Problem::Reauthenticate, NeedsOwner, LastBillingContact, BillingContactInUse, BillingContactArchived] {
            me.archive_billing_contact(&of.company, of.contact, seen.0).await.map(|()| Nothing)? }
    POST "/companies/{company}/billing-contacts/{contact}/restore" restore_billing_contact Billing Member(&[38, 40]), "Bring an archived one back. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> Nothing | [Problem::Reauthenticate, NeedsOwner, BillingContactLive] {
            me.restore_billing_contact(&of.company, of.contact, seen.0).await.map(|()| Nothing)? }
}
