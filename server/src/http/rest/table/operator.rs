//! What the operator of the house does (3.2). For everybody else there is no such place. Whatever changes something asks
//! for `guarded`, as the pages ask for the password.

use app::doors::Needs::Operator;
use teamwork::rules::{
    dunning::DoomedContact,
    house::SettingCard,
    invoice::{Creditable, HouseCredit, HouseInvoice, Surplus},
    money::Part,
    newsletter::{Newsletter, NewsletterCard},
    outbox::MailCard,
    price_list::PricedPlan,
    problem::{
        Conflict::{
            AlreadyPaid, AmountChanged, AppSuspended, ChargeUnderWay, CompanyRuns, CompanySuspended, CreditUsed,
            InvoiceCredited, InvoiceSettled, NewsletterSent, NoCards, NotDoomed, NotSuspended, NothingOnCard,
            PaymentOverdue, RecoveryEnded, RecoveryTooEarly, RecoveryWaiting, SurplusSettled, TrialRunning,
        },
        Thing,
    },
    recovery::RecoveryCard,
    tenant::{Tenant, TenantApp, TenantCard, Waiting},
};

use crate::http::rest::{
    ask::{
        After, Begins, Body, IfMatch, InState, OfApp, OfDoomed, OfHouseCredit, OfHouseInvoice, OfMail, OfNewsletter,
        OfPlan, OfRecovery, OfSetting, OfSurplus, OfTenant, Page,
    },
    bodies::operator::{
        AppEnd, ChangedPlan, ContactEnd, CreditNoteRef, MoreDays, NewCreditNote, NewNewsletter, NewPayment,
        NewPricedPlan, NewRecovery, NewSetting, NewsletterRef, PaidBack, Reason, RecoveryRef,
    },
    tell::{Listed, Made, Nothing, One, Versioned},
    trouble::Trouble,
};

operations! {
    GET "/operator/waiting" get_waiting Read Operator, "What waits for the operator.",
        (me) -> One<Waiting> { One(me.operator().await?.waiting().await?) }
    GET "/operator/settings" list_settings Read Operator, "What the operator has decided.",
        (me, page: Page) -> Listed<SettingCard> {
            page.cut(me.operator().await?.settings().await?, |one| one.setting.key().to_owned())? }
    PUT "/operator/settings/{setting}" set_setting Guarded Operator, "Decide otherwise.",
        (me, of: OfSetting, new: Body<NewSetting>) -> Nothing {
            me.operator().await?.set_setting(&of.setting, &new.0.value).await.map(|()| Nothing)? }
    GET "/operator/plans" list_priced_plans Read Operator, "The price list, with what is no longer offered.",
        (me, page: Page) -> Listed<PricedPlan> { page.cut(me.operator().await?.price_list().await?, |plan| plan.key.clone())? }
    POST "/operator/plans" add_plan Guarded Operator, "Put a plan on the price list.",
        (me, new: Body<NewPricedPlan>) -> Nothing { me.operator().await?.add_plan(&new.0.form()).await.map(|()| Nothing)? }
    PUT "/operator/plans/{plan}" change_plan Guarded Operator, "Change a plan. Periods that have begun keep their price.",
        (me, of: OfPlan, seen: IfMatch, new: Body<ChangedPlan>) -> Nothing {
            me.operator().await?.change_plan(&new.0.form(of.plan), seen.0).await.map(|()| Nothing)? }
    GET "/operator/companies" list_tenants Read Operator, "All Companies, by name.",
        (me, begins: Begins, after: After) -> Listed<TenantCard> { {
            // How an engine sorts names only the engine knows, so that pages are as long as the act cuts them.
            let found = me.operator().await?.companies(&begins.0, after.0.as_deref()).await.map_err(Trouble::of_cursor)?;
            Listed { items: found.companies, next: found.next }
        } }
    GET "/operator/companies/{company}" get_tenant Read Operator, "One Company: who owns it, and whether it runs.",
        (me, of: OfTenant) -> One<Tenant> { One(me.operator().await?.company(&of.company).await?) }
    POST "/operator/companies/{company}/suspend" suspend_company Guarded Operator, "Suspend a Company with its Apps, with a reason.",
        (me, of: OfTenant, why: Body<Reason>) -> Nothing | [CompanySuspended] {
            me.operator().await?.suspend_company(&of.company, &why.0.reason).await.map(|()| Nothing)? }
    POST "/operator/companies/{company}/resume" resume_company Guarded Operator, "Let it run again, with a reason.",
        (me, of: OfTenant, why: Body<Reason>) -> Nothing | [CompanyRuns] {
            me.operator().await?.resume_company(&of.company, &why.0.reason).await.map(|()| Nothing)? }
    GET "/operator/apps" list_tenant_apps Read Operator, "All Apps, by name.",
        (me, begins: Begins, page: Page) -> Listed<TenantApp> { {
            let found = me.operator().await?.apps(&begins.0, page.after.as_deref()).await?;
            page.shorten(found.apps, found.next, |one| one.name.clone())
        } }
    POST "/operator/apps/{app}/suspend" suspend_app Guarded Operator, "Suspend an App, with a reason.",
        (me, of: OfApp, why: Body<Reason>) -> Nothing | [AppSuspended] {
            me.operator().await?.suspend_app(&of.app, &why.0.reason).await.map(|()| Nothing)? }
    POST "/operator/apps/{app}/resume" resume_app Guarded Operator, "Let an App run again, with a reason.",
        (me, of: OfApp, why: Body<Reason>) -> Nothing | [NotSuspended, CompanySuspended, TrialRunning, PaymentOverdue] {
            me.operator().await?.resume_app(&of.app, &why.0.reason).await.map(|()| Nothing)? }
    POST "/operator/apps/{app}/delete" delete_app_of_house Guarded Operator, "Delete an App for good, by its name and with a reason.",
        (me, of: OfApp, end: Body<AppEnd>) -> Nothing {
            me.operator().await?.delete_app(&of.app, &end.0.confirmation, &end.0.reason).await.map(|()| Nothing)? }
    POST "/operator/apps/{app}/extend" extend_trial Guarded Operator, "Give a trial more days.",
        (me, of: OfApp, more: Body<MoreDays>) -> Nothing | [AppSuspended, AlreadyPaid] {
            me.operator().await?.extend_trial(&of.app, &more.0.days.to_string()).await.map(|_| Nothing)? }
    GET "/operator/invoices" list_open_invoices Read Operator, "The open invoices, the ones due first at the top.",
        (me, after: After) -> Listed<HouseInvoice> { {
            let found = me.operator().await?.open_invoices(after.0.as_deref()).await.map_err(Trouble::of_cursor)?;
            Listed { items: found.invoices, next: found.next }
        } }
    POST "/operator/invoices/{invoice}/payments" record_payment Guarded Operator, "Note what came in for an invoice.",
        (me, of: OfHouseInvoice, new: Body<NewPayment>) -> Nothing | [InvoiceSettled, ChargeUnderWay, AmountChanged] { {
            let NewPayment { amount, open } = &new.0;
            me.operator().await?.record_payment(&of.invoice, Part { amount, of: open }).await.map(|()| Nothing)?
        } }
    POST "/operator/invoices/{invoice}/write-off" write_invoice_off Guarded Operator, "No longer wait for an invoice, with a reason.",
        (me, of: OfHouseInvoice, why: Body<Reason>) -> Nothing | [InvoiceSettled, ChargeUnderWay] {
            me.operator().await?.write_off(&of.invoice, &why.0.reason).await.map(|()| Nothing)? }
    GET "/operator/invoices/{invoice}" get_creditable Read Operator, "An invoice with its lines, and what is left of each to be credited.",
        (me, of: OfHouseInvoice) -> One<Creditable> { One(me.operator().await?.creditable(&of.invoice).await?) }
    POST "/operator/invoices/{invoice}/credit-notes" credit_invoice Guarded Operator, "Correct an issued invoice by a credit note, wholly or line by line, with a reason.",
        (me, of: OfHouseInvoice, new: Body<NewCreditNote>) -> Made<CreditNoteRef> | [InvoiceCredited, ChargeUnderWay, AmountChanged] { {
            let NewCreditNote { lines, reason } = new.0;
            let credit_note = me.operator().await?.credit_invoice(&of.invoice, &lines, &reason).await?;
            Made(CreditNoteRef { credit_note })
        } }
    GET "/operator/credit-notes" list_open_credit_notes Read Operator, "The credit notes of which something is left, the oldest first.",
        (me, after: After) -> Listed<HouseCredit> { {
            let found = me.operator().await?.open_credits(after.0.as_deref()).await.map_err(Trouble::of_cursor)?;
            Listed { items: found.credits, next: found.next }
        } }
    POST "/operator/credit-notes/{credit_note}/paid-back" pay_credit_back Guarded Operator, "Note that money of a credit note was transferred back, or send it back to the card.",
        (me, of: OfHouseCredit, new: Body<PaidBack>) -> Nothing | [CreditUsed, NoCards, NothingOnCard, AmountChanged] { {
            let PaidBack { amount, left, by } = &new.0;
            let part = Part { amount, of: left };
            me.operator().await?.pay_credit_back(&of.credit_note, part, *by).await.map(|()| Nothing)?
        } }
    GET "/operator/surpluses" list_surpluses Read Operator, "What the payment provider took too much and the bank did not take back, the oldest first.",
        (me, page: Page) -> Listed<Surplus> {
            page.cut(me.operator().await?.open_surpluses().await?, |one| one.refund.to_string())? }
    POST "/operator/surpluses/{refund}/paid-back" settle_surplus Guarded Operator, "Note that such money was paid back by transfer.",
        (me, of: OfSurplus) -> Nothing | [SurplusSettled] {
            me.operator().await?.settle_surplus(of.refund).await.map(|()| Nothing)? }
    GET "/operator/doomed" list_doomed Read Operator, "The Billing Contacts whose Apps wait to be deleted for non-payment.",
        (me, page: Page) -> Listed<DoomedContact> {
            page.cut(me.operator().await?.doomed().await?, |one| one.contact.to_string())? }
    POST "/operator/doomed/{contact}/delete" delete_for_non_payment Guarded Operator, "Delete the Apps of such a Billing Contact for good, by its name and with a reason.",
        (me, of: OfDoomed, end: Body<ContactEnd>) -> Nothing | [NotDoomed, ChargeUnderWay] { {
            let ContactEnd { confirmation, reason } = end.0;
            me.operator().await?.delete_for_non_payment(of.contact, &confirmation, &reason).await.map(|()| Nothing)?
        } }
    GET "/operator/recoveries" list_all_recoveries Read Operator, "The recoveries of ownership: those that wait, the oldest first; then those that have ended, the newest first. 100 of each state.",
        (me, page: Page) -> Listed<RecoveryCard> {
            page.cut(me.operator().await?.recoveries().await?, |one| one.id.to_string())? }
    POST "/operator/recoveries" request_recovery Guarded Operator, "Ask for a recovery; it waits, and everybody is told.",
        (me, new: Body<NewRecovery>) -> Made<RecoveryRef> | [Thing::Company, RecoveryWaiting] { {
            let NewRecovery { company, heir, departed, reason } = new.0;
            let recovery = me.operator().await?.request_recovery(&company, &heir, &departed, &reason).await?;
            Made(RecoveryRef { recovery })
        } }
    POST "/operator/recoveries/{recovery}/complete" complete_recovery Guarded Operator, "Complete one whose waiting time is over.",
        (me, of: OfRecovery) -> Nothing
            | [RecoveryTooEarly, RecoveryEnded, Thing::Person] {
            me.operator().await?.complete_recovery(of.recovery).await.map(|()| Nothing)? }
    POST "/operator/recoveries/{recovery}/stop" call_off_recovery Guarded Operator, "Call one off.",
        (me, of: OfRecovery) -> Nothing
            | [RecoveryEnded] { me.operator().await?.stop_recovery(of.recovery).await.map(|()| Nothing)? }
    GET "/operator/newsletters" list_newsletters Read Operator, "The newsletters, newest first: when each was sent, and to how many.",
        (me, page: Page) -> Listed<NewsletterCard> { {
            let found = me.operator().await?.newsletters(page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.newsletters, found.next, NewsletterCard::cursor)
        } }
    POST "/operator/newsletters" write_newsletter Guarded Operator, "Write a draft.",
        (me, new: Body<NewNewsletter>) -> Made<NewsletterRef> {
            Made(NewsletterRef { newsletter: me.operator().await?.write_newsletter(&new.0.subject, &new.0.text).await? }) }
    GET "/operator/newsletters/{newsletter}" get_newsletter Read Operator, "One of them, and how many would get it now.",
        (me, of: OfNewsletter) -> Versioned<Newsletter> { Versioned(me.operator().await?.newsletter(of.newsletter).await?) }
    PUT "/operator/newsletters/{newsletter}" change_newsletter Guarded Operator, "Change a draft.",
        (me, of: OfNewsletter, seen: IfMatch, new: Body<NewNewsletter>) -> Nothing | [NewsletterSent] {
            me.operator().await?.change_newsletter(of.newsletter, seen.0, &new.0.subject, &new.0.text).await.map(|()| Nothing)? }
    POST "/operator/newsletters/{newsletter}/send" send_newsletter Guarded Operator, "Send a draft to everybody who has asked for newsletters.",
        (me, of: OfNewsletter, seen: IfMatch) -> Nothing | [NewsletterSent] {
            me.operator().await?.send_newsletter(of.newsletter, seen.0).await.map(|()| Nothing)? }
    DELETE "/operator/newsletters/{newsletter}" discard_newsletter Guarded Operator, "Throw a draft away.",
        (me, of: OfNewsletter) -> Nothing | [NewsletterSent] {
            me.operator().await?.discard_newsletter(of.newsletter).await.map(|()| Nothing)? }
    GET "/operator/mails" list_mails Read Operator, "The mails in one state: to whom and of what kind, never what is in them.",
        (me, state: InState, page: Page) -> Listed<MailCard> { {
            let found = me.operator().await?.outbox(state.0, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.mails, found.next, |mail| format!("{}.{}", mail.at.millis(), mail.id))
        } }
    POST "/operator/mails/{mail}/retry" retry_mail Guarded Operator, "Take a mail up again that was given up.",
        (me, of: OfMail) -> Nothing { me.operator().await?.retry_mail(of.mail).await.map(|()| Nothing)? }
}
