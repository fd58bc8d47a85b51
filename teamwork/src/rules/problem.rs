//! Everything a person can be told when something did not happen: what it was, and what to do next.
//!
//! Variants carry closed facts, never free text, so that nobody can make a page of ours say their words.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{config::RedirectFlaw, key::MAX_KEYS, limit::Limit, permission::Refusal};

/// Why an act did not happen. Its `Display` is the sentence on the page, in the terminal and in an API answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Problem {
    #[error("You are signed out. Sign in to go on; nothing you typed is lost.")]
    SignedOut,
    #[error("Confirm it is you: enter your password again to go on.")]
    Reauthenticate,
    #[error("A token cannot do this. Open Warren in a browser and do it there.")]
    NeedsBrowser,
    #[error("Confirm your e-mail address first. The link is in the mail we sent you; you can have it sent again.")]
    Unconfirmed,
    #[error("{0} was not found. It may have been removed, or you may have no access to it.")]
    NotFound(Thing),
    #[error("{0}")]
    Refused(Refusal),
    #[error("Some fields need another look.")]
    Invalid(Vec<Flaw>),
    #[error("{0}")]
    Conflict(Conflict),
    #[error("{0}")]
    Gone(Gone),
    #[error("That was tried too often. Try again {}.", wait_words(*seconds))]
    TooMany { limit: Limit, seconds: i64 },
    #[error("The server could not read this request. Reload the page and try again.")]
    Malformed,
    #[error("Warren is very busy. Nothing was changed; try again in a few seconds.")]
    Busy,
    #[error("Something broke on our side and nothing was changed. Tell the operator this number: {0}")]
    Broken(String),
}

/// What could not be found. Foreign and nonexistent are the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Thing {
    #[error("This Company")]
    Company,
    #[error("This member")]
    Member,
    #[error("This invitation")]
    Invitation,
    #[error("This session")]
    Session,
    #[error("This page")]
    Page,
    #[error("This App")]
    App,
    #[error("This Billing Contact")]
    BillingContact,
    #[error("This key")]
    Key,
    #[error("This token")]
    Token,
    #[error("This plan")]
    Plan,
    #[error("This version")]
    Version,
    #[error("This domain")]
    Domain,
    #[error("This variable")]
    Variable,
    #[error("This recovery")]
    Recovery,
    #[error("This mail")]
    Mail,
    #[error("This person")]
    Person,
    #[error("This payment request")]
    Request,
    #[error("This invoice")]
    Invoice,
    #[error("This credit note")]
    CreditNote,
    #[error("This payment")]
    Payment,
    #[error("This newsletter")]
    Newsletter,
}

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
    #[error("Nothing of this invoice is open any more.")]
    InvoiceSettled,
    #[error("Everything of this invoice is credited already.")]
    InvoiceCredited,
    #[error("Nothing of this credit note is left: it was set off or paid back.")]
    CreditUsed,
    #[error("A card is being charged for this invoice at this moment. Look again in a minute.")]
    ChargeUnderWay,
    #[error("Cards are not taken here. Choose bank transfer.")]
    NoCards,
    #[error("This Billing Contact has no card. Enter one first, or transfer the amount.")]
    NoCard,
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
    #[error("The payment for this App is overdue. Pay the open invoices first; then it runs again by itself.")]
    PaymentOverdue,
    #[error("The Apps of this Billing Contact do not wait to be deleted: they are not due yet, or something was paid.")]
    NotDoomed,
}

/// A link that no longer opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Gone {
    #[error("This link has expired, or a newer one was mailed. Use the newest, or ask for a new one.")]
    LinkExpired,
    #[error("This link was already used. Each link works once.")]
    LinkUsed,
    #[error("This invitation has expired. Ask the sender for a new one.")]
    InvitationExpired,
    #[error("This invitation was already accepted. Sign in to open the Company.")]
    InvitationAccepted,
    #[error("This invitation was declined. Ask the sender for a new one.")]
    InvitationDeclined,
    #[error("This invitation was withdrawn by the sender.")]
    InvitationWithdrawn,
    #[error("This payment request has expired. Ask the sender for a new one.")]
    RequestExpired,
    #[error("This payment request was accepted already. Sign in to open the Company.")]
    RequestCompleted,
    #[error("This payment request was declined. Ask the sender for a new one.")]
    RequestDeclined,
    #[error("This payment request was withdrawn.")]
    RequestWithdrawn,
    #[error("What this payment request offered has changed meanwhile. Ask the sender to send it again.")]
    RequestOutdated,
    #[error("This link has expired. A new one can be mailed to the same address.")]
    InvoiceLinkExpired,
}

/// One field that needs another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub field: Field,
    pub why: Why,
}

/// The fields of all forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    FirstName,
    LastName,
    Email,
    Password,
    NewPassword,
    Terms,
    CompanyName,
    Slug,
    BillingName,
    Street,
    PostalCode,
    City,
    Country,
    VatNumber,
    BillingEmail,
    Addresses,
    Role,
    Note,
    /// The name of an App.
    AppName,
    Plan,
    /// Which Billing Contact pays.
    Payer,
    /// How a Billing Contact pays.
    Method,
    /// Which Apps.
    Apps,
    /// The last day of access.
    EndsOn,
    /// The name of a thing, typed to confirm that it ends.
    Confirmation,
    Reason,
    /// A public key, as one line.
    KeyLine,
    /// The name of a key or a token.
    Label,
    Scopes,
    ExpiresOn,
    Recipients,
    /// The target Company of a move.
    Target,
    Variables,
    VariableName,
    VariableValue,
    /// The value of a variable that is never shown again.
    SecretValue,
    Domains,
    Redirects,
    From,
    To,
    Folder,
    Branch,
    IndexFile,
    ErrorFile,
    CacheSeconds,
    HttpsOnly,
    Price,
    Currency,
    Memory,
    Storage,
    DomainCount,
    Position,
    /// Whether new Apps can have a plan.
    Offered,
    Days,
    Hours,
    Value,
    Heir,
    Departed,
    Signature,
    /// A code of a second factor, or one that was mailed.
    Code,
    /// First and last name in one.
    FullName,
    /// What was paid.
    Amount,
    Subject,
    /// What a newsletter says.
    Text,
    /// To which domains team invitations go.
    InvitationDomains,
    /// After how many days the access of a Developer ends.
    DeveloperDays,
}

impl Field {
    /// The field's name in its form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::Terms => "terms",
            Self::CompanyName => "name",
            Self::Slug => "slug",
            Self::BillingName => "billing_name",
            Self::Street => "street",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Country => "country",
            Self::VatNumber => "vat_number",
            Self::BillingEmail => "billing_email",
            Self::Addresses => "addresses",
            Self::Role => "role",
            Self::Note => "note",
            Self::AppName => "app_name",
            Self::Plan => "plan",
            Self::Payer => "payer",
            Self::Method => "method",
            Self::Apps => "apps",
            Self::EndsOn => "ends_on",
            Self::Confirmation => "confirmation",
            Self::Reason => "reason",
            Self::KeyLine => "key_line",
            Self::Label => "label",
            Self::Scopes => "scopes",
            Self::ExpiresOn => "expires_on",
            Self::Recipients => "recipients",
            Self::Target => "target",
            Self::Variables => "variables",
            Self::VariableName => "variable_name",
            Self::VariableValue => "variable_value",
            Self::SecretValue => "secret_value",
            Self::Domains => "domains",
            Self::Redirects => "redirects",
            Self::From => "from",
            Self::To => "to",
            Self::Folder => "folder",
            Self::Branch => "branch",
            Self::IndexFile => "index_file",
            Self::ErrorFile => "error_file",
            Self::CacheSeconds => "cache_seconds",
            Self::HttpsOnly => "https_only",
            Self::Price => "price",
            Self::Currency => "currency",
            Self::Memory => "memory",
            Self::Storage => "storage",
            Self::DomainCount => "domain_count",
            Self::Position => "position",
            Self::Offered => "offered",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Value => "value",
            Self::Heir => "heir",
            Self::Departed => "departed",
            Self::Signature => "signature",
            Self::Code => "code",
            Self::FullName => "full_name",
            Self::Amount => "amount",
            Self::Subject => "subject",
            Self::Text => "text",
            Self::InvitationDomains => "invitation_domains",
            Self::DeveloperDays => "developer_days",
        }
    }
}

/// What is wrong with a field, and how to fix it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Why {
    #[error("Fill this in.")]
    Missing,
    #[error("Use at most {0} characters.")]
    TooLong(u16),
    #[error("Use at least {0} characters. A short sentence works well.")]
    TooShort(u16),
    #[error("Write an address like name@example.com.")]
    NotAnEmail,
    #[error("Use letters a–z, digits and hyphens, and begin with a letter.")]
    NotASlug,
    #[error("This name is taken. Choose another one.")]
    Taken,
    #[error("This password is easy to guess. Choose a longer or stranger one.")]
    Guessable,
    #[error("That is not the password of this account.")]
    WrongPassword,
    #[error("E-mail address and password do not fit together. Try again, or have a sign-in link mailed to you.")]
    WrongCredentials,
    #[error("Tick this to go on.")]
    NotTicked,
    #[error("Choose one of the countries in the list.")]
    NotACountry,
    #[error("Write the number with its country letters, like DE123456788.")]
    NotAVatNumber,
    #[error("Leave out control characters and line breaks.")]
    ControlCharacters,
    #[error("Choose one of the roles.")]
    NotARole,
    #[error("Write at most {0} addresses at once.")]
    TooMany(u16),
    #[error("Use 3 to 40 letters a–z, digits and hyphens, and begin with a letter.")]
    NotAnAppName,
    #[error("This name is taken, or was until a few days ago. Choose another one.")]
    NameTaken,
    #[error("Choose one of the plans.")]
    NotAPlan,
    #[error("Choose a Billing Contact that pays in the currency of the plan.")]
    NotAPayer,
    #[error("Choose bank transfer or a card.")]
    NotAMethod,
    #[error("Choose at least one App.")]
    NoApps,
    #[error("Choose Apps of this Company.")]
    NotAnApp,
    #[error("Write a date like 2027-01-31.")]
    NotADate,
    #[error("Choose a date after today.")]
    PastDate,
    #[error("Choose a date within the next {0} days.")]
    TooFar(u16),
    #[error("Type the name exactly as it is shown.")]
    NotTheName,
    #[error(
        "Paste one line that begins with ssh-ed25519, sk-ssh-ed25519@openssh.com, sk-ecdsa-sha2-nistp256@openssh.com or ssh-rsa: the content of a file that ends in .pub."
    )]
    NotAPublicKey,
    #[error(
        "This is a PRIVATE key. It was not stored. Whoever saw it can be you, so make a new pair, and paste the file that ends in .pub."
    )]
    PrivateKey,
    #[error("Paste one key, on one line.")]
    SeveralLines,
    #[error("This RSA key has fewer than 2048 bits. Make a new one: ssh-keygen -t ed25519")]
    WeakKey,
    #[error("Keys of this kind are no longer safe. Make a new one: ssh-keygen -t ed25519")]
    OldKey,
    #[error("Write your address exactly as it is shown.")]
    NotYourAddress,
    #[error("This RSA key is larger or stranger than ssh-keygen makes it. Make a new one: ssh-keygen -t ed25519")]
    StrangeKey,
    #[error("This is the text of another hour or key. Sign the text that is shown now.")]
    OldProof,
    #[error("This signature was not made by that key over that text.")]
    NotASignature,
    #[error("Write a domain like www.example.com.")]
    NotADomain,
    #[error("This domain leads to another App already.")]
    DomainTaken,
    #[error("This name belongs to Warren itself. Add a domain of your own.")]
    OwnDomain,
    #[error("There is room for {0}. Take one away first.")]
    Full(u16),
    #[error("Your plan has room for {0}. Choose a larger plan, or take one away.")]
    PlanFull(u16),
    #[error("Write a path that begins with a slash, like /old.")]
    NotAPath,
    #[error("Write a path or an address that begins with https://.")]
    NotATarget,
    #[error("A redirect would lead back to itself, perhaps over others. Look where each of them ends.")]
    Circle,
    #[error("Line {0}: {1}")]
    InLine(u16, RedirectFlaw),
    #[error("Write at most {0} lines.")]
    TooManyLines(u16),
    #[error("All values together have room for {0} characters. Make this one shorter, or take another one away.")]
    NoRoom(u16),
    #[error("Use capital letters, digits and underscores, and begin with a letter, like API_URL.")]
    NotAVariable,
    #[error("This stands here twice.")]
    Twice,
    #[error("Warren sets this itself. Choose another name.")]
    Reserved,
    #[error("Write a name of a folder or file without dots at the front and without leaving the App.")]
    NotAFile,
    #[error("Write a name of a branch, like main.")]
    NotABranch,
    #[error("Write a whole number from {0} to {1}.")]
    NotInRange(u32, u32),
    #[error("Write an amount like 29.00.")]
    NotAnAmount,
    #[error("Write a currency of three letters, like EUR.")]
    NotACurrency,
    #[error("Choose at least one scope.")]
    NoScope,
    #[error("Choose among the scopes read, team, apps, billing, account and guarded.")]
    NotAScope,
    #[error("A token makes no token that may do more, or lives longer, than itself.")]
    BeyondToken,
    #[error("There are {0} tokens already. Revoke one that is not used any more.")]
    TooManyTokens(u16),
    #[error("The check digits of this VAT number are wrong. Look for a slip of the fingers.")]
    VatChecksum,
    #[error("This VAT number belongs to another country than the address.")]
    VatCountry,
    #[error("Choose EUR: addresses in the European Union pay in euros.")]
    OnlyEuro,
    #[error("This Billing Contact does not pay in euros, as addresses in the European Union do. Create a new one.")]
    FixedCurrency,
    #[error("This code does not work, or was used already. Wait for the next one, or use a recovery code.")]
    WrongCode,
    #[error("Choose a member of this Company.")]
    NotAMember,
    #[error("Choose an Owner of this Company.")]
    NotAnOwner,
    #[error("Nobody has proven this address. Write the confirmed address of an account.")]
    NoAccount,
    #[error("This person is an Owner already. Name the Owner who is gone, or choose somebody else.")]
    AlreadyOwner,
    #[error("This is a word of other settings. Choose one of the list.")]
    NotASetting,
    #[error("The access of an Owner has no end. Leave this empty.")]
    OwnersStay,
    #[error("That is your own address. Write the one of your client.")]
    YourAddress,
    #[error("This person owns the App already.")]
    OwnsIt,
    #[error("Choose Apps that pay in the same currency, or send one request for each.")]
    MixedCurrencies,
    #[error("This offer is not in euros, as addresses in the European Union pay. Ask the sender for one in euros.")]
    NotInEuro,
    #[error("This code does not work. Look for the newest mail, or have another one sent.")]
    WrongMailedCode,
    #[error("Write an IBAN like DE89 3704 0044 0532 0130 00; its check digits have to fit.")]
    NotAnIban,
    #[error("Write a BIC of 8 or 11 letters and digits, like COBADEFFXXX.")]
    NotABic,
    #[error("Use 1 to 6 letters and digits.")]
    NotASeries,
    #[error("Write a percentage like 19 or 8.1.")]
    NotAPercentage,
    #[error("That is more than is open. Write at most what is owed.")]
    MoreThanOwed,
    #[error("That is more than is left. Write at most what is left.")]
    MoreThanLeft,
    #[error("Another kind of document is numbered with this word. Choose another one.")]
    SeriesTaken,
    #[error("Write 0, or a whole number from {0} to {1}.")]
    NotZeroOrInRange(u32, u32),
    #[error(
        "The access of Developers ends after {0} days at most in this Company. Choose an earlier date; an Owner can change the limit in the settings."
    )]
    BeyondPolicy(u16),
    #[error("Write domains like acme.example, with a space between them.")]
    NotDomains,
}

impl Problem {
    /// One flaw in one field.
    pub fn field(field: Field, why: Why) -> Self {
        Self::Invalid(vec![Flaw { field, why }])
    }

    /// The HTTP status of this problem (RFC 9110).
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignedOut => 401,
            Self::Reauthenticate | Self::NeedsBrowser | Self::Unconfirmed | Self::Refused(_) => 403,
            Self::NotFound(_) => 404,
            Self::Conflict(Conflict::PreconditionFailed) => 412,
            Self::Conflict(_) => 409,
            Self::Gone(_) => 410,
            Self::Invalid(_) => 422,
            Self::TooMany { .. } => 429,
            Self::Busy => 503,
            Self::Broken(_) => 500,
        }
    }

    /// What is wrong with one field of the form, if this problem is about fields.
    pub fn flaw(&self, field: Field) -> Option<Why> {
        match self {
            Self::Invalid(flaws) => flaws.iter().find(|flaw| flaw.field == field).map(|flaw| flaw.why),
            _ => None,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Thing> for Problem {
    fn from(thing: Thing) -> Self {
        Self::NotFound(thing)
    }
}

impl From<Conflict> for Problem {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<Gone> for Problem {
    fn from(gone: Gone) -> Self {
        Self::Gone(gone)
    }
}

impl From<Flaw> for Problem {
    fn from(flaw: Flaw) -> Self {
        Self::Invalid(vec![flaw])
    }
}

fn wait_words(seconds: i64) -> String {
    match seconds {
        ..=59 => "in a minute".into(),
        60..=3599 => format!("in {} minutes", seconds / 60 + 1),
        3600..=7199 => "in an hour".into(),
        _ => format!("in {} hours", seconds / 3600),
    }
}

/// Gathers what is wrong with several fields, so that a person hears everything at once.
#[derive(Debug, Default)]
pub struct Flaws(Vec<Flaw>);

impl Flaws {
    /// The value, or `None` with its flaw noted.
    pub fn keep<T>(&mut self, result: Result<T, Flaw>) -> Option<T> {
        result.map_err(|flaw| self.0.push(flaw)).ok()
    }

    /// Notes a flaw.
    pub fn add(&mut self, field: Field, why: Why) {
        self.0.push(Flaw { field, why });
    }

    /// All that was noted, as one problem.
    ///
    /// # Errors
    /// When anything was noted.
    pub fn check(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::Invalid(self.0)) }
    }

    /// Takes over what another form noted, of the fields that matter here.
    pub fn take(&mut self, other: Self, matters: impl Fn(Field) -> bool) {
        self.0.extend(other.0.into_iter().filter(|flaw| matters(flaw.field)));
    }

    /// The problem when a value could not be kept.
    pub fn into_problem(self) -> Problem {
        Problem::Invalid(self.0)
    }
}
