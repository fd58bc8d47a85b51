//! Billing Contacts. What changes one asks for a token with `guarded`, as the pages ask for the password.

use app::doors::Needs::Member;
use teamwork::rules::{
    billing::BillingCard,
    invoice::{ArchiveCard, ArchiveView, InvoiceTab, PaidNow},
    permission::Refusal::{BillingContactInUse, InvoicesOpen, LastBillingContact, NeedsBilling, NeedsOwner},
    problem::{
        Conflict::{
            BillingContactArchived, BillingContactLive, ChargeUnderWay, InvoiceSettled, NoCard, NoCards, NoSepa,
            ProviderSilent, TooLittle,
        },
        Problem,
    },
};

use crate::{
    http::rest::{
        ask::{Body, IfMatch, InCompany, OfContact, OfInvoice, OfYear, Page},
        bodies::{
            billing::{CardPage, ChangedContact, ContactRef, NewContact},
            config::NewVersion,
        },
        tell::{Csv, Listed, Made, Nothing, One, Pdf, Versioned, Xml, Zip},
        trouble::Trouble,
    },
    invoice::file,
};

operations! {
    GET "/companies/{company}/billing-contacts" list_billing_contacts Read Member(&[37]), "The Billing Contacts of a Company, the live ones first; 500 at most.",
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
    POST "/companies/{company}/billing-contacts/{contact}/card" enter_card Billing Member(&[39]), "Where a person enters a card for it: a page of the payment provider. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> One<CardPage>
            | [Problem::Reauthenticate, NeedsBilling, BillingContactArchived, NoCards, ProviderSilent] {
            One(CardPage { url: me.enter_card(&of.company, of.contact, seen.0).await?.url }) }
    POST "/companies/{company}/billing-contacts/{contact}/sepa" enter_sepa Billing Member(&[39]), "Where a person enters an account for it, to be debited by SEPA: a page of the payment provider. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> One<CardPage>
            | [Problem::Reauthenticate, NeedsBilling, BillingContactArchived, NoCards, NoSepa, ProviderSilent] {
            One(CardPage { url: me.enter_account(&of.company, of.contact, seen.0).await?.url }) }
    DELETE "/companies/{company}/billing-contacts/{contact}/card" remove_card Billing Member(&[39]), "Have it pay by bank transfer again. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> Versioned<NewVersion>
            | [Problem::Reauthenticate, NeedsBilling, BillingContactArchived, NoCard] {
            NewVersion::of(me.remove_card(&of.company, of.contact, seen.0).await?) }
    POST "/companies/{company}/billing-contacts/{contact}/archive" archive_billing_contact Billing Member(&[40]), "Archive one that pays for nothing and is not the last. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> Nothing
            | [Problem::Reauthenticate, NeedsOwner, LastBillingContact, BillingContactInUse, InvoicesOpen, BillingContactArchived] {
            me.archive_billing_contact(&of.company, of.contact, seen.0).await.map(|()| Nothing)? }
    GET "/companies/{company}/billing-contacts/{contact}/invoices" list_invoices Read Member(&[41]), "The invoices and credit notes of a Billing Contact, the newest first.",
        (me, of: OfContact, page: Page) -> Listed<ArchiveCard> | [NeedsBilling] { {
            let after = page.after.as_deref();
            let found = me.invoices(&of.company, of.contact, InvoiceTab::All, None, after).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.documents, found.next, |one| one.place().to_string())
        } }
    GET "/companies/{company}/invoices/{invoice}" get_invoice Read Member(&[41]), "One invoice or credit note, and what became of it.",
        (me, of: OfInvoice) -> One<ArchiveView> | [NeedsBilling] { One(me.invoice(&of.company, &of.invoice).await?) }
    POST "/companies/{company}/invoices/{invoice}/pay" pay_invoice_now Billing Member(&[43]), "Charge the card for an open invoice now, or have the account debited as soon as that can be announced: `debit_on` says when. While the bank thinks it stays open, and when it does not agree `declined` says why.",
        (me, of: OfInvoice) -> One<PaidNow> | [NeedsBilling, InvoiceSettled, ChargeUnderWay, TooLittle, NoCard, NoCards, NoSepa] {
            One(me.pay_invoice_now(&of.company, &of.invoice).await?) }
    GET "/companies/{company}/invoices/{invoice}/pdf" get_invoice_pdf Read Member(&[41]), "One invoice or credit note on paper: PDF/A-3 with the data inside.",
        (me, of: OfInvoice) -> Pdf | [NeedsBilling] { Pdf(file::paper(me.invoice(&of.company, &of.invoice).await?.document().clone()).await?) }
    GET "/companies/{company}/invoices/{invoice}/xml" get_invoice_xml Read Member(&[41]), "One invoice or credit note as data: EN 16931, XRechnung.",
        (me, of: OfInvoice) -> Xml | [NeedsBilling] { Xml(file::data(me.invoice(&of.company, &of.invoice).await?.document())) }
    GET "/companies/{company}/billing-contacts/{contact}/invoices/{year}/csv" get_invoices_csv Read Member(&[41]), "The invoices and credit notes of a year as a table.",
        (me, of: OfYear) -> Csv | [NeedsBilling] { Csv(file::table(me.clone(), me.invoice_year(&of.company, of.contact, &of.year).await?)) }
    GET "/companies/{company}/billing-contacts/{contact}/invoices/{year}/zip" get_invoices_zip Read Member(&[41]), "The invoices and credit notes of a year: each as PDF and as XML, and the table.",
        (me, of: OfYear) -> Zip | [NeedsBilling] { Zip(file::archive(me.clone(), me.invoice_year(&of.company, of.contact, &of.year).await?)) }
    POST "/companies/{company}/billing-contacts/{contact}/restore" restore_billing_contact Billing Member(&[38, 40]), "Bring an archived one back. Needs guarded.",
        (me, of: OfContact, seen: IfMatch) -> Nothing | [Problem::Reauthenticate, NeedsOwner, BillingContactLive] {
            me.restore_billing_contact(&of.company, of.contact, seen.0).await.map(|()| Nothing)? }
}
