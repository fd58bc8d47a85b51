//! What can be wrong with a field, as the sentence that stands under it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::LineFlaw;

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
    InLine(u16, LineFlaw),
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
    #[error(
        "There is no time zone of this name. Write it like Europe/Berlin, or leave it empty for the one of the house."
    )]
    NotATimeZone,
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
    #[error("Write a creditor identifier like DE98ZZZ09999999999; its check digits have to fit.")]
    NotACreditor,
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
    #[error("Write an address that begins with https://, without a password in it.")]
    NotAWebhook,
    #[error(
        "Webhooks go to platforms in the world, not into your own network. To allow that, start the server with WARREN_WEBHOOKS_PRIVATE=1."
    )]
    PrivateTarget,
    #[error("This passkey does not work here, or too late. Try once more, or go on without it.")]
    WrongPasskey,
    #[error("Choose among the events of the list.")]
    NotAnEvent,
}
