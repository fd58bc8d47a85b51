//! What stands in the way of an act although it would be allowed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::rules::{key::MAX_KEYS, passkey::PASSKEYS_MAX};

/// Somebody else was faster, or the state does not allow it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Conflict {
    #[error("Somebody changed this member a moment ago. Look at the new state and try again.")]
    StaleMember,
    #[error("You are already a member of this Company.")]
    AlreadyMember,
    #[error("This invitation is for another address. Switch to that account, or ask the sender to invite this one.")]
    WrongAccount,
    #[error("This is for your own address. Answer it here.")]
    YourInvitation,
    #[error("This address already belongs to an account. Sign in with it instead.")]
    AddressInUse,
    #[error("This address is already confirmed.")]
    AlreadyConfirmed,
    #[error("Somebody changed this App a moment ago. Look at the new state and try again.")]
    StaleApp,
    #[error("Somebody changed this Company a moment ago. Look at the new state and try again.")]
    StaleCompany,
    #[error("Somebody changed this Billing Contact a moment ago. Look at the new state and try again.")]
    StaleBillingContact,
    #[error("Somebody changed this plan a moment ago. Look at the new state and try again.")]
    StalePlan,
    #[error("You have a running trial App already. Hand it to a Company, or delete it, and start the next one then.")]
    TrialRunning,
    #[error("This App is paid already.")]
    AlreadyPaid,
    #[error("This App is a trial. Attach a Billing Contact first.")]
    StillTrial,
    #[error("This App is suspended. An Owner or the operator can say why; it can be changed again when it is resumed.")]
    AppSuspended,
    #[error("This App is not suspended.")]
    NotSuspended,
    #[error("The operator has suspended this Company. Ask the operator; nothing is lost meanwhile.")]
    CompanySuspended,
    #[error("This Company is not suspended.")]
    CompanyRuns,
    #[error("This key is already in use here. Make a new one: ssh-keygen -t ed25519")]
    KeyInUse,
    #[error("There are {MAX_KEYS} keys already, and more are not kept. Remove one that is no longer used.")]
    TooManyKeys,
    #[error("Passkeys work only where Warren is reached by a name and over https.")]
    NoPasskeys,
    #[error("You have {PASSKEYS_MAX} passkeys already, and more are not kept. Remove one that is no longer used.")]
    TooManyPasskeys,
    #[error("You are the last Owner of a Company. Make somebody else an Owner, or delete that Company, and try again.")]
    LastOwnerSomewhere,
    #[error("This Billing Contact is archived. Restore it first.")]
    BillingContactArchived,
    #[error("This Billing Contact is not archived.")]
    BillingContactLive,
    #[error("A recovery of this Company is under way already.")]
    RecoveryWaiting,
    #[error("The waiting time of this recovery is not over yet.")]
    RecoveryTooEarly,
    #[error("This recovery has ended already.")]
    RecoveryEnded,
    #[error("A request with this Idempotency-Key was different. Use a new key for a new request.")]
    KeyReused,
    #[error("This was done already, but its answer was lost. Look at the present state; nothing was done twice.")]
    AnswerLost,
    #[error("Your second factor is on already. Turn it off first.")]
    FactorIsOn,
    #[error("Your second factor is off.")]
    FactorIsOff,
    #[error("What you looked at has changed meanwhile (If-Match). Fetch it again and decide anew.")]
    PreconditionFailed,
    #[error("A client is invited for this App already. Withdraw that request first, or send it again.")]
    RequestOpen,
    #[error("A client is invited for an App of this Company. Withdraw that request first.")]
    RequestsOpen,
    #[error(
        "This payment request is for another address. Switch to that account, or ask the sender to send it to this one."
    )]
    WrongClient,
    #[error("You own what is to be handed over already. Ask somebody else to take it over.")]
    OwnRequest,
    #[error("An App of this payment request is suspended. It can be answered when that is over; the deadline waits.")]
    RequestFrozen,
    #[error(
        "The deadline has passed, and only the payment that was begun in time can be finished still. Ask the sender for a new request."
    )]
    RequestHeld,
    #[error("This payment request waits for an Owner to confirm it. Nothing has gone to the client yet.")]
    RequestProposed,
    #[error("This payment request was confirmed already, and the client has it.")]
    NotProposed,
    #[error(
        "Meanwhile something was paid, given back or credited. Look at what is left now, and say the amount again."
    )]
    AmountChanged,
    #[error("Nothing of this invoice is open any more.")]
    InvoiceSettled,
    #[error("Everything of this invoice is credited already.")]
    InvoiceCredited,
    #[error("Nothing of this credit note is left: it was set off or paid back.")]
    CreditUsed,
    #[error("It is noted already that this was paid back.")]
    SurplusSettled,
    #[error(
        "No card or account has paid that invoice, or what it has paid went back already. Transfer the money instead."
    )]
    NothingOnCard,
    #[error("A charge of this invoice is under way. Look again in a minute; a direct debit takes some days.")]
    ChargeUnderWay,
    #[error("Cards are not taken here. Choose bank transfer.")]
    NoCards,
    #[error("SEPA direct debit is not taken here, or not in this currency. Choose another way to pay.")]
    NoSepa,
    #[error("This Billing Contact has no card or account that is charged. Enter one first, or transfer the amount.")]
    NoCard,
    #[error(
        "So little is charged to no card and no account. Transfer it, or leave it: nobody is reminded of it, and nothing stops for it."
    )]
    TooLittle,
    #[error("The payment provider does not answer at the moment. Nothing was charged; try again in a few minutes.")]
    ProviderSilent,
    #[error("Somebody changed this newsletter a moment ago. Look at the new state and try again.")]
    StaleNewsletter,
    #[error("This newsletter was sent already. Write a new one.")]
    NewsletterSent,
    #[error(
        "This Company invites only addresses of certain domains, and this one is at none of them. An Owner can add its domain in the Company's settings, or invite another address."
    )]
    DomainNotInvited,
    #[error(
        "Invoices of this Billing Contact are overdue, so it takes no more Apps. Pay them first, or choose another one."
    )]
    PayerBlocked,
    #[error(
        "The payment for this App is overdue. Pay the open invoices first; if it is suspended for that, it then runs again by itself."
    )]
    PaymentOverdue,
    #[error("The Apps of this Billing Contact do not wait to be deleted: they are not due yet, or something was paid.")]
    NotDoomed,
    #[error("There are as many webhooks as there can be. Remove one that is not needed any more.")]
    TooManyWebhooks,
    #[error("Somebody changed this webhook a moment ago. Look at the new state and try again.")]
    StaleWebhook,
    #[error("This webhook is turned off. Turn it on first.")]
    WebhookOff,
    #[error("This webhook is turned on already.")]
    WebhookOn,
    #[error("This is on its way already. Look again in a minute.")]
    DeliveryWaiting,
    #[error("Nothing has failed since then.")]
    NothingFailed,
}
