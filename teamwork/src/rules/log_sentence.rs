//! What happened, as a person would say it: "Kevin Flynn changed Ana Alba from Developer to Admin".

use super::{dunning::Step, log::Event, role::Role};

/// What a sentence is made of. Names are those of today, and only those that the reader may see.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub event: Event,
    /// Who did it: "Kevin Flynn", "a former user", "Warren".
    pub actor: &'a str,
    /// Whom it was done to.
    pub person: Option<&'a str>,
    /// Whether the actor did it to themself.
    pub own: bool,
    pub app: Option<&'a str>,
    /// The address that was invited.
    pub invited: Option<&'a str>,
    pub target: Option<&'a str>,
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
}

/// Who has erased their account.
pub const FORMER: &str = "a former user";
/// Who does what nobody in particular does.
pub const HOUSE: &str = "Warren";

/// The sentence, without a full stop.
pub fn sentence(facts: &Facts) -> String {
    use Event::*;
    let Facts { actor, person, app, invited, before, after, .. } = *facts;
    let whom = person.unwrap_or("a member");
    let app = app.map_or_else(|| "an App".to_owned(), |name| format!("the App {name}"));
    let invitation = invited.map_or_else(|| "an invitation".to_owned(), |email| format!("the invitation of {email}"));
    let contact = "a Billing Contact";
    let invoice = facts.target.map_or_else(|| "an invoice".to_owned(), |number| format!("the invoice {number}"));
    let credit = facts.target.map_or_else(|| "a credit note".to_owned(), |number| format!("the credit note {number}"));
    let request = format!("the payment request for {}", app.trim_start_matches("the App "));
    // Who answers by a link alone is nobody that the log knows.
    let client = if actor == HOUSE { "The client" } else { actor };
    let text = match facts.event {
        SignedUp => format!("{actor} signed up"),
        SignedIn => format!("{actor} signed in"),
        SignedOut => format!("{actor} signed out"),
        LinkAsked => format!("{actor} asked for a link by e-mail"),
        EmailConfirmed => format!("{actor} confirmed their e-mail address"),
        EmailChangeAsked => format!("{actor} asked to change their e-mail address"),
        EmailChanged => format!("{actor} changed their e-mail address"),
        NameChanged => format!("{actor} changed their name"),
        TimeZoneChanged => format!("{actor} changed their time zone"),
        PasswordChanged => format!("{actor} changed their password"),
        PasswordReset => format!("{actor} set a new password by e-mail"),
        SessionEnded => format!("{actor} signed out on another device"),
        OperatorCreated => format!("{actor} created an operator"),
        AccessDenied => denied(facts),
        PasswordGiven => format!("{actor} gave their password to sign in"),
        CodeGiven => format!("{actor} gave a code to prove who they are"),
        SecondFactorBegun => format!("{actor} began to set up a second factor"),
        SecondFactorOn => format!("{actor} turned their second factor on"),
        SecondFactorOff => format!("{actor} turned their second factor off"),
        SecondFactorReset => format!("{actor} took the second factor of {whom} away"),
        RecoveryCodeUsed => format!("{actor} used a recovery code"),
        RecoveryCodesMade => format!("{actor} made new recovery codes"),
        KeyAdded => format!("{actor} added an SSH key"),
        KeyRemoved => format!("{actor} removed an SSH key"),
        KeyProven => format!("{actor} proved an SSH key"),
        PasskeyAdded => format!("{actor} added a passkey"),
        PasskeyRemoved => format!("{actor} removed a passkey"),
        PasskeyRefused => format!("{actor} refused a passkey of {whom}, of which somebody may have a copy"),
        DeployKeyAdded => format!("{actor} added a deploy key to {app}"),
        DeployKeyRemoved => format!("{actor} removed a deploy key from {app}"),
        TokenMade => format!("{actor} made an access token"),
        TokenRevoked => format!("{actor} revoked an access token"),
        PreferencesChanged => format!("{actor} changed which mails they get"),
        ViewChanged => format!("{actor} changed their view"),
        DataExported => format!("{actor} exported their data"),
        AccountClosed if actor == HOUSE => format!("{actor} closed the account of {whom}, which nobody used"),
        AccountClosed => format!("{actor} closed their account"),
        Unsubscribed => format!("{actor} ended the newsletter by the link in it"),
        AccountEndNoticed => format!("{actor} told {whom} that their account will be closed"),

        CompanySetUp => format!("{actor} set up the Company"),
        CompanyRenamed => format!("{actor} renamed the Company"),
        CompanyDeleted => format!("{actor} deleted the Company"),
        CompanySuspended => format!("{actor} suspended the Company"),
        CompanyResumed => format!("{actor} resumed the Company"),
        RecoveryRequested => format!("{actor} began to give the Company a new Owner"),
        RecoveryStopped => format!("{actor} stopped the recovery of the Company"),
        RecoveryDone => format!("{actor} gave the Company a new Owner"),
        LogExported => format!("{actor} exported the activity log"),
        SettingChanged => format!("{actor} changed a setting of the house"),
        PlanChanged => format!("{actor} changed the price list"),
        MailRetried => format!("{actor} had a mail sent again"),
        PoliciesChanged => format!("{actor} changed the policies of the Company"),
        NewsletterWritten => format!("{actor} wrote a newsletter"),
        NewsletterChanged => format!("{actor} changed a newsletter"),
        NewsletterDiscarded => format!("{actor} discarded a newsletter"),
        NewsletterSent => format!("{actor} sent a newsletter"),
        NewsletterMailed => format!("{actor} mailed a newsletter to some of its readers"),
        WebhookMade => format!("{actor} made a webhook"),
        WebhookChanged => format!("{actor} changed a webhook"),
        WebhookRenewed => format!("{actor} gave a webhook a new secret"),
        WebhookTurnedOn => format!("{actor} turned a webhook on"),
        WebhookTurnedOff => format!("{actor} turned a webhook off"),
        WebhookRemoved => format!("{actor} removed a webhook"),
        WebhookTested => format!("{actor} tested a webhook"),
        WebhookReplayed => format!("{actor} had a webhook sent again"),

        InvitationSent => format!("{actor} invited {}{}", invited.unwrap_or("somebody"), as_role(after)),
        InvitationResent => format!("{actor} sent {invitation} again"),
        InvitationEdited => format!("{actor} changed {invitation}{}", from_to(before, after)),
        InvitationLinkCopied => format!("{actor} copied the link of {invitation}"),
        InvitationCancelled => format!("{actor} withdrew {invitation}"),
        InvitationAccepted => format!("{actor} accepted the invitation and joined{}", as_role(after)),
        InvitationDeclined => format!("{} declined {invitation}", if actor == HOUSE { "Somebody" } else { actor }),
        InvitationExpired => format!("{} expired", capital(&invitation)),
        InvitationBounced => format!("The mail of {invitation} could not be delivered"),
        InvitationReminded => format!("{actor} reminded {} of the invitation", invited.unwrap_or("somebody")),
        RenewalAsked => {
            format!("{} asked to have {invitation} sent again", if actor == HOUSE { "Somebody" } else { actor })
        }
        ReaddressAsked => format!("{actor} asked to have {invitation} sent to their own address"),
        RoleChanged if facts.own => format!("{actor} changed their own role{}", from_to(before, after)),
        RoleChanged => format!("{actor} changed {whom}{}", from_to(before, after)),
        MemberDismissed => format!("{actor} dismissed {whom}"),
        MemberLeft => format!("{actor} left the Company"),
        MembershipEndSet => format!("{actor} changed when the access of {whom} ends"),
        MembershipEnded => format!("The access of {whom} ended on its date"),
        MembershipEndNoticed => format!("{actor} told {whom} that their access ends soon"),
        AppsAssigned => format!("{actor} changed the Apps of {whom}"),
        AccessGranted => format!("{actor} let {whom} keep access{}", as_role(after)),

        AppCreated => format!("{actor} created {app}"),
        AppPaid => format!("{actor} turned {app} from a trial into a paid App"),
        AppConfigured => format!("{actor} configured {app}"),
        AppScaled => format!("{actor} scaled {app}"),
        AppMoved => format!("{actor} moved {app} to another Company"),
        AppPayerChanged => format!("{actor} changed who pays for {app}"),
        AppSuspended => format!("{actor} suspended {app}"),
        AppResumed => format!("{actor} resumed {app}"),
        AppDeleted => format!("{actor} deleted {app}"),
        AppDeployed => format!("{} published {} of {app}", pusher(facts), release(after)),
        AppDeployFailed => format!("{} pushed a commit to {app} that could not be published", pusher(facts)),
        AppRolledBack => format!("{actor} took {app} from {} to {}", release(before), release(after)),
        TrialExtended => format!("{actor} extended the trial of {app}"),
        TrialEnding => format!("{actor} mailed that the trial of {app} ends soon"),
        TrialEnded => format!("The trial of {app} ended"),
        DomainChecked => format!("{actor} checked a domain of {app}"),
        RequestProposed => format!("{actor} asked the Owners to let a client take over {app}"),
        RequestConfirmed => format!("{actor} confirmed {request}, and it went to the client"),
        RequestRefused => format!("{actor} refused {request}"),
        CodePushed => format!("{} pushed {} to {app}", pusher(facts), after.unwrap_or("code")),
        RequestSent => format!("{actor} invited a client to take over {app}"),
        RequestResent => format!("{actor} sent {request} again"),
        RequestReaddressed => format!("{actor} sent {request} to another address"),
        RequestPassedOn => format!("{client} passed {request} on to somebody else"),
        RequestLinkCopied => format!("{actor} copied the link of {request}"),
        RequestCodeAsked => format!("{client} asked for a code to answer {request}"),
        RequestClaimed => format!("{client} signed in to answer {request}"),
        RequestReleased => format!("{client} signed out again without answering {request}"),
        RequestBillingBegun => format!("{client} went to enter a card for {request}"),
        RequestPaymentFailed => format!("No card or account was taken for {request}"),
        RequestDeclined => format!("{client} declined {request}"),
        RequestSenderUnknown => format!("{client} does not know who sent {request}"),
        RequestExpired => format!("{} expired", capital(&request)),
        RequestCancelled => format!("{actor} withdrew {request}"),
        RequestReminded => format!("{actor} reminded the client of {request}"),
        RequestBounced => format!("The mail of {request} could not be delivered"),
        RequestReaddressAsked => format!("{actor} asked to have {request} sent to their own address"),
        RequestRenewalAsked => format!("{client} asked to have {request} sent again"),
        TermsAccepted => format!("{actor} agreed to the terms of service"),
        AppHandedOver => format!("{actor} took over {app}"),

        BillingContactCreated => format!("{actor} created {contact}"),
        BillingContactChanged => format!("{actor} changed {contact}"),
        BillingContactArchived => format!("{actor} archived {contact}"),
        BillingContactRestored => format!("{actor} restored {contact}"),
        InvoiceIssued => format!("{actor} issued {invoice}"),
        InvoiceMailedAgain => format!("{actor} mailed a new link to {invoice}"),
        CardEntryBegun => format!("{actor} went to enter a card or an account for {contact}"),
        CardEntryEnded => format!("No card or account was taken for {contact}"),
        CardAttached => format!("{actor} entered a card or an account for {contact}"),
        CardRemoved => format!("{actor} removed the card or account of {contact}"),
        CardExpiryNoticed => format!("{actor} mailed that the card of {contact} expires"),
        ChargeBegun => format!("{actor} charged a card or an account for {invoice}"),
        DebitOrdered => format!("{actor} had the debit for {invoice} announced"),
        ChargePaid => format!("A card or an account has paid {invoice}"),
        ChargeFailed => format!("A card or an account did not pay {invoice}"),
        ChargeReturned => format!("The bank has taken back what had paid {invoice}, which is open again"),
        RefundBegun => format!("Too much was taken for {invoice}, and goes back"),
        RefundDone => format!("What was taken too much for {invoice} went back"),
        RefundFailed => format!("What was taken too much for {invoice} could not be paid back"),
        RefundSettled => format!("{actor} noted that what was taken too much for {invoice} was paid back by transfer"),
        PaymentRecorded => format!("{actor} recorded a payment of {invoice}"),
        InvoiceWrittenOff => format!("{actor} wrote {invoice} off"),
        CreditNoteIssued => match before {
            Some(invoice) => format!("{actor} issued {credit} about the invoice {invoice}"),
            None => format!("{actor} issued {credit}"),
        },
        CreditSetOff => format!("{actor} set {credit} off against an invoice"),
        CreditPaidBack => format!("{actor} noted that {credit} was paid back"),
        CreditToCard => format!("{actor} sent money of {credit} back to the card or account"),
        CreditOnCard => format!("Money of {credit} is back on the card or account"),
        CreditNotOnCard => format!("Money of {credit} did not arrive, and is left again"),
        InvoiceDunned => dunned(actor, &invoice, after),
        ArrearsChanged => match after {
            Some("blocked") => format!("{actor} blocked {contact}, because payment is overdue"),
            Some("active") => format!("{actor} noted that nothing of {contact} is overdue any more"),
            _ => format!("{actor} noted that payment of {contact} is overdue"),
        },
    };
    capital(&text)
}

/// Which step an open invoice took.
fn dunned(actor: &str, invoice: &str, step: Option<&str>) -> String {
    match step.and_then(|step| step.parse().ok()) {
        Some(Step::Blocked) => format!("{actor} noted that {invoice} is still not paid"),
        Some(Step::Warned) => format!("{actor} warned that Apps will be deleted because of {invoice}"),
        Some(Step::Doomed) => format!("{actor} noted that Apps can be deleted because of {invoice}"),
        _ => format!("{actor} reminded of {invoice}"),
    }
}

/// What somebody was refused: an act, or a Company or App that is not there for them.
fn denied(facts: &Facts) -> String {
    let Facts { actor, app, target, after, .. } = *facts;
    // Of whom nobody knows the name, only machines are written down.
    let actor = if actor == HOUSE { "A deploy key" } else { actor };
    let target = target.unwrap_or_default();
    match (after, app) {
        (None, _) if target.is_empty() => format!("{actor} asked for something that is not there for them"),
        (None, _) => format!("{actor} asked for {target}, which is not there for them"),
        (Some(_), Some(app)) => format!("{actor} was not allowed to {} at the App {app}", target.replace('_', " ")),
        (Some(_), None) => format!("{actor} was not allowed to {}", target.replace('_', " ")),
    }
}

/// "release 4".
fn release(number: Option<&str>) -> String {
    number.map_or_else(|| "no release".to_owned(), |number| format!("release {number}"))
}

/// Who pushed: a person, or a machine by the name of its deploy key.
fn pusher(facts: &Facts) -> String {
    match (facts.actor, facts.target) {
        (HOUSE, Some(key)) => format!("The deploy key {key}"),
        (actor, _) => actor.to_owned(),
    }
}

/// " as Developer".
fn as_role(role: Option<&str>) -> String {
    role.and_then(name).map(|role| format!(" as {role}")).unwrap_or_default()
}

/// " from Developer to Admin".
fn from_to(before: Option<&str>, after: Option<&str>) -> String {
    match (before.and_then(name), after.and_then(name)) {
        (Some(before), Some(after)) if before != after => format!(" from {before} to {after}"),
        _ => String::new(),
    }
}

fn name(key: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.key() == key)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEVIN: Facts = Facts {
        event: Event::RoleChanged,
        actor: "Kevin Flynn",
        person: Some("Ana Alba"),
        own: false,
        app: None,
        invited: None,
        target: None,
        before: Some("developer"),
        after: Some("admin"),
    };

    #[test]
    fn a_sentence_says_who_did_what_to_whom() {
        assert_eq!(sentence(&KEVIN), "Kevin Flynn changed Ana Alba from Developer to Admin");
        let stepped = Facts { own: true, before: Some("owner"), ..KEVIN };
        assert_eq!(sentence(&stepped), "Kevin Flynn changed their own role from Owner to Admin");
        let invited = Facts { event: Event::InvitationSent, invited: Some("ana@x.example"), ..KEVIN };
        assert_eq!(sentence(&invited), "Kevin Flynn invited ana@x.example as Admin");
        let erased = Facts { actor: FORMER, ..KEVIN };
        assert_eq!(sentence(&erased), "A former user changed Ana Alba from Developer to Admin");
        let expired = Facts { event: Event::InvitationExpired, actor: HOUSE, invited: Some("a@x.example"), ..KEVIN };
        assert_eq!(sentence(&expired), "The invitation of a@x.example expired");
    }

    #[test]
    fn a_refusal_says_what_was_wanted() {
        let refused =
            Facts { event: Event::AccessDenied, target: Some("delete_app"), after: Some("needs_admin"), ..KEVIN };
        assert_eq!(sentence(&refused), "Kevin Flynn was not allowed to delete app");
        let at = Facts { app: Some("shop"), ..refused };
        assert_eq!(sentence(&at), "Kevin Flynn was not allowed to delete app at the App shop");
        let stranger = Facts { event: Event::AccessDenied, target: Some("acme"), after: None, ..KEVIN };
        assert_eq!(sentence(&stranger), "Kevin Flynn asked for acme, which is not there for them");
    }

    #[test]
    fn a_push_is_by_a_person_or_by_a_key() {
        let after = Some("main new at 5d6e7f8");
        let pushed =
            Facts { event: Event::CodePushed, app: Some("shop"), target: Some("build server"), after, ..KEVIN };
        assert_eq!(sentence(&pushed), "Kevin Flynn pushed main new at 5d6e7f8 to the App shop");
        let machine = Facts { actor: HOUSE, ..pushed };
        assert_eq!(sentence(&machine), "The deploy key build server pushed main new at 5d6e7f8 to the App shop");
    }

    #[test]
    fn every_event_has_a_sentence_that_says_something() {
        for event in Event::ALL.iter().copied() {
            let bare = Facts { event, person: None, before: None, after: None, ..KEVIN };
            let said = sentence(&bare);
            assert!(said.split(' ').count() >= 3 && !said.contains('_') && !said.contains("  "), "{event:?}: {said}");
        }
    }
}
