//! Words for the log: what was done, through which door, and how it reads.

use serde::{Deserialize, Serialize};

use super::{
    id::{AppId, RequestId, UserId},
    moment::Moment,
    role::Role,
};

/// Through which door an act came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// A page in the browser.
    Page,
    /// The REST API, with a personal access token.
    Api,
    /// The command line on the server.
    Cli,
    /// A job of the house, such as the clock.
    Job,
    /// git over SSH, with a key.
    Ssh,
}

impl Door {
    /// The word in the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Job => "job",
            Self::Ssh => "ssh",
        }
    }
}

/// What kind of thing an entry is about; the log can be filtered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Members, roles, invitations.
    People,
    /// Apps and their configuration.
    Apps,
    /// Billing Contacts and money.
    Billing,
    /// The Company itself.
    Company,
    /// Keys, tokens, sign-ins, refusals.
    Security,
}

impl EventKind {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::People, Self::Apps, Self::Billing, Self::Company, Self::Security];

    /// The word in an address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Apps => "apps",
            Self::Billing => "billing",
            Self::Company => "company",
            Self::Security => "security",
        }
    }

    /// The word on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Apps => "Apps",
            Self::Billing => "Billing",
            Self::Company => "Company",
            Self::Security => "Security",
        }
    }
}

impl std::str::FromStr for EventKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.key() == text).ok_or(())
    }
}

macro_rules! events {
    ($($kind:ident { $($(#[$doc:meta])* $name:ident $key:literal,)* })*) => {
        /// What happened. The word in the log never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(sqlx::Type, schemars::JsonSchema), sqlx(type_name = "TEXT"))]
        pub enum Event {
            $($($(#[$doc])* #[serde(rename = $key)] #[cfg_attr(feature = "store", sqlx(rename = $key))] $name,)*)*
        }

        impl Event {
            /// All of them.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// The word in the log.
            pub const fn key(self) -> &'static str {
                match self { $($(Self::$name => $key,)*)* }
            }

            /// What kind of thing it is about.
            pub const fn kind(self) -> EventKind {
                match self { $($(Self::$name => EventKind::$kind,)*)* }
            }
        }
    };
}

events! {
    Security {
        SignedUp "signed_up",
        SignedIn "signed_in",
        SignedOut "signed_out",
        LinkAsked "link_asked",
        EmailConfirmed "email_confirmed",
        EmailChangeAsked "email_change_asked",
        EmailChanged "email_changed",
        NameChanged "name_changed",
        TimeZoneChanged "time_zone_changed",
        PasswordChanged "password_changed",
        PasswordReset "password_reset",
        SessionEnded "session_ended",
        OperatorCreated "operator_created",
        /// Somebody wanted what they may not: the target is the action, what came after is the reason.
        AccessDenied "access_denied",
        KeyAdded "key_added",
        KeyRemoved "key_removed",
        KeyProven "key_proven",
        PasskeyAdded "passkey_added",
        PasskeyRemoved "passkey_removed",
        /// What it signed was older than what the house has seen of it: somebody may have a copy.
        PasskeyRefused "passkey_refused",
        DeployKeyAdded "deploy_key_added",
        DeployKeyRemoved "deploy_key_removed",
        TokenMade "token_made",
        TokenRevoked "token_revoked",
        PreferencesChanged "preferences_changed",
        ViewChanged "view_changed",
        DataExported "data_exported",
        AccountClosed "account_closed",
        /// The first step of a sign-in with a second factor.
        PasswordGiven "password_given",
        /// The code again, for guarded acts.
        CodeGiven "code_given",
        SecondFactorBegun "second_factor_begun",
        SecondFactorOn "second_factor_on",
        SecondFactorOff "second_factor_off",
        /// By the operator, for somebody who has lost everything.
        SecondFactorReset "second_factor_reset",
        RecoveryCodeUsed "recovery_code_used",
        RecoveryCodesMade "recovery_codes_made",
        /// A reader ended the newsletter by the link in a mail.
        Unsubscribed "unsubscribed",
        /// Somebody was told that their abandoned account will be closed.
        AccountEndNoticed "account_end_noticed",
    }
    Company {
        CompanySetUp "company_set_up",
        CompanyRenamed "company_renamed",
        CompanyDeleted "company_deleted",
        CompanySuspended "company_suspended",
        CompanyResumed "company_resumed",
        RecoveryRequested "recovery_requested",
        RecoveryStopped "recovery_stopped",
        RecoveryDone "recovery_done",
        LogExported "log_exported",
        SettingChanged "setting_changed",
        PlanChanged "plan_changed",
        MailRetried "mail_retried",
        /// To which domains invitations go, or how long Developers keep access.
        PoliciesChanged "policies_changed",
        NewsletterWritten "newsletter_written",
        NewsletterChanged "newsletter_changed",
        NewsletterDiscarded "newsletter_discarded",
        NewsletterSent "newsletter_sent",
        /// A batch of its mails is on its way: what came after is how many.
        NewsletterMailed "newsletter_mailed",
        WebhookMade "webhook_made",
        WebhookChanged "webhook_changed",
        /// It has a new secret; the one before it signs for a day more.
        WebhookRenewed "webhook_renewed",
        WebhookTurnedOn "webhook_turned_on",
        /// What came after is why.
        WebhookTurnedOff "webhook_turned_off",
        WebhookRemoved "webhook_removed",
        WebhookTested "webhook_tested",
        /// What was sent before is sent again: what came after is how many.
        WebhookReplayed "webhook_replayed",
    }
    People {
        InvitationSent "invitation_sent",
        InvitationResent "invitation_resent",
        InvitationEdited "invitation_edited",
        InvitationLinkCopied "invitation_link_copied",
        InvitationCancelled "invitation_cancelled",
        InvitationAccepted "invitation_accepted",
        InvitationDeclined "invitation_declined",
        InvitationExpired "invitation_expired",
        InvitationBounced "invitation_bounced",
        InvitationReminded "invitation_reminded",
        /// Whoever was invited asked for an expired invitation to be sent again.
        RenewalAsked "renewal_asked",
        /// Somebody who got the link asked to have the invitation sent to their own address.
        ReaddressAsked "readdress_asked",
        RoleChanged "role_changed",
        MemberDismissed "member_dismissed",
        MemberLeft "member_left",
        /// The end date of a membership was set, moved or taken away.
        MembershipEndSet "membership_end_set",
        /// The end date came.
        MembershipEnded "membership_ended",
        /// The person was told that the end date is near.
        MembershipEndNoticed "membership_end_noticed",
        /// The Apps of a Developer changed.
        AppsAssigned "apps_assigned",
        /// A handover brought somebody access to the client's Company.
        AccessGranted "access_granted",
    }
    Apps {
        AppCreated "app_created",
        /// A trial became a paid App.
        AppPaid "app_paid",
        AppConfigured "app_configured",
        AppScaled "app_scaled",
        AppMoved "app_moved",
        AppPayerChanged "app_payer_changed",
        AppSuspended "app_suspended",
        AppResumed "app_resumed",
        AppDeleted "app_deleted",
        /// A commit was published: what came before and after are the numbers of the live releases.
        AppDeployed "app_deployed",
        /// A commit could not be published: what came after is why.
        AppDeployFailed "app_deploy_failed",
        AppRolledBack "app_rolled_back",
        TrialExtended "trial_extended",
        TrialEnding "trial_ending",
        TrialEnded "trial_ended",
        DomainChecked "domain_checked",
        /// An Admin would like to hand over paid Apps; an Owner has to confirm it (S10).
        RequestProposed "request_proposed",
        /// An Owner did: it went to the client.
        RequestConfirmed "request_confirmed",
        RequestRefused "request_refused",
        /// Branches or tags moved: before and after are their commits. Without a person it was a machine, and the target is
        /// the name of its deploy key.
        CodePushed "code_pushed",
        RequestSent "request_sent",
        RequestResent "request_resent",
        /// The sender sends it to another address.
        RequestReaddressed "request_readdressed",
        /// The client lets somebody else pay.
        RequestPassedOn "request_passed_on",
        RequestLinkCopied "request_link_copied",
        /// A code was mailed to who came with a copied link.
        RequestCodeAsked "request_code_asked",
        RequestClaimed "request_claimed",
        RequestReleased "request_released",
        /// The client went to the payment provider.
        RequestBillingBegun "request_billing_begun",
        /// They came back without a card, or with one that is not wanted any more.
        RequestPaymentFailed "request_payment_failed",
        RequestDeclined "request_declined",
        /// The client who declined does not know the sender; the operator was told.
        RequestSenderUnknown "request_sender_unknown",
        RequestExpired "request_expired",
        RequestCancelled "request_cancelled",
        RequestReminded "request_reminded",
        RequestBounced "request_bounced",
        /// Whoever was asked wants an ended request to be sent again.
        RequestRenewalAsked "request_renewal_asked",
        /// Somebody who got the link asked to have the request sent to their own address.
        RequestReaddressAsked "request_readdress_asked",
        /// A client has accepted: which terms of service they agreed to stands in the entry.
        TermsAccepted "terms_accepted",
        /// The client owns the App now.
        AppHandedOver "app_handed_over",
    }
    Billing {
        BillingContactCreated "billing_contact_created",
        BillingContactChanged "billing_contact_changed",
        BillingContactArchived "billing_contact_archived",
        BillingContactRestored "billing_contact_restored",
        InvoiceIssued "invoice_issued",
        /// A link to an invoice had expired, and a new one was mailed to the same address.
        InvoiceMailedAgain "invoice_mailed_again",
        /// The operator has seen money on the account.
        PaymentRecorded "payment_recorded",
        CardEntryBegun "card_entry_begun",
        CardEntryEnded "card_entry_ended",
        CardAttached "card_attached",
        CardRemoved "card_removed",
        /// Its people were told that it expires (M34).
        CardExpiryNoticed "card_expiry_noticed",
        /// A charge of a card was written down, and the provider told of it.
        ChargeBegun "charge_begun",
        /// Somebody wants an account debited now; what came after is the amount and the day, of which its payer hears first.
        DebitOrdered "debit_ordered",
        ChargePaid "charge_paid",
        ChargeFailed "charge_failed",
        /// The bank has taken back what had paid; what came after is the amount.
        ChargeReturned "charge_returned",
        /// The provider took what pays nothing: it goes back, and has gone, or the operator has to see to it.
        RefundBegun "refund_begun",
        RefundDone "refund_done",
        RefundFailed "refund_failed",
        /// The operator has paid it back otherwise; what came after is the amount.
        RefundSettled "refund_settled",
        InvoiceWrittenOff "invoice_written_off",
        /// What came before is the invoice, what came after the amount.
        CreditNoteIssued "credit_note_issued",
        /// An invoice was paid by a credit note; what came after is the amount.
        CreditSetOff "credit_set_off",
        CreditPaidBack "credit_paid_back",
        /// Money of a credit note goes back to the card that paid the invoice, and is there, or the card did not take it; what
        /// came after is the amount.
        CreditToCard "credit_to_card",
        CreditOnCard "credit_on_card",
        CreditNotOnCard "credit_not_on_card",
        /// An open invoice took the next step of the reminders; what came after is the step.
        InvoiceDunned "invoice_dunned",
        /// A Billing Contact stands otherwise than before, because of its open invoices.
        ArrearsChanged "arrears_changed",
    }
}

impl std::str::FromStr for Event {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|event| event.key() == text).ok_or(())
    }
}

/// How much of a Company's log a role reads (matrix row 7, S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub enum LogScope {
    /// Everything.
    All,
    /// Everything, but of billing only that it happened.
    ButPayment,
    /// What happened to the Apps the person is assigned to, and what they did themself.
    OwnApps,
    /// What is about billing.
    Billing,
}

impl LogScope {
    /// The part that this role reads.
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Owner => Self::All,
            Role::Admin => Self::ButPayment,
            Role::Developer => Self::OwnApps,
            Role::Billing => Self::Billing,
        }
    }
}

/// One entry of the log as people read it. Names are those of today; who has erased their account is "a former user".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(schemars::JsonSchema))]
pub struct LogLine {
    pub id: i64,
    pub at: Moment,
    pub event: Event,
    pub kind: EventKind,
    /// "Kevin Flynn changed Ana Alba from Developer to Admin".
    pub sentence: String,
    pub actor: Option<UserId>,
    /// The actor's name of today; `None` for acts of the house.
    pub actor_name: Option<String>,
    /// The name of today of whom it was done to.
    pub person_name: Option<String>,
    /// The name of the App; an App keeps its name in the log when it is deleted.
    pub app_name: Option<String>,
    /// The role that allowed it, or with which it was refused.
    pub role: Option<Role>,
    pub door: Door,
    /// Whom it was done to.
    pub person: Option<UserId>,
    pub app: Option<AppId>,
    pub target: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub request: RequestId,
    /// The place in the chain of the Company, and the hash that seals it; entries older than the chain have neither.
    pub seq: Option<i64>,
    pub hash: Option<String>,
}
