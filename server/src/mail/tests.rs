use teamwork::{
    letters::{AppNews, KeyEvent, Letter, NotTaken, SecurityEvent},
    rules::{
        billing::BillingPart,
        day::Day,
        id::{BillingContactId, InvitationId, LinkId, NewsletterId, UserId, WebhookId},
        moment::Moment,
        money::Money,
        payment::{CardMonth, DebitNotice, Decline},
        role::Role,
        webhook::WebhookOff,
    },
};

use super::*;

mod dunning;
mod requests;

const AT: Moment = Moment::from_millis(1_795_874_700_000);

fn link() -> LinkId {
    LinkId::new(AT, [1; 10])
}

fn invitation(inviter: &str, note: Option<&str>) -> Letter {
    Letter::Invitation {
        invitation: InvitationId::new(AT, [2; 10]),
        link: link(),
        inviter: inviter.into(),
        company: "Acme Inc".into(),
        role: Role::Developer,
        note: note.map(str::to_owned),
        expires_at: AT,
        now: None,
        apps: Vec::new(),
        ends_at: None,
        reminds: false,
    }
}

/// The same with all that it can hold.
fn full_invitation(now: Option<Role>, reminds: bool) -> Letter {
    let Letter::Invitation { invitation, link, inviter, company, role, note, expires_at, .. } = invitation("Ada", None)
    else {
        unreachable!()
    };
    let (apps, ends_at) = (vec!["shop".into(), "blog".into()], Some(AT));
    Letter::Invitation { invitation, link, inviter, company, role, note, expires_at, now, apps, ends_at, reminds }
}

fn gone(dismissed_by: Option<String>, expired: bool) -> Letter {
    Letter::MemberGone {
        name: "Kevin Flynn".into(),
        company: "Acme Inc".into(),
        slug: "acme".into(),
        role: Role::Developer,
        dismissed_by,
        user: Some(UserId::new(AT, [3; 10])),
        expired,
        apps: vec!["shop".into()],
        deploy_keys: vec!["CI (shop)".into()],
    }
}

fn billing_changed() -> Letter {
    Letter::BillingChanged {
        company: "Acme Inc".into(),
        slug: "acme".into(),
        contact: "Acme Invoices".into(),
        by: "Ada Lovelace".into(),
        parts: vec![BillingPart::Address, BillingPart::Email],
    }
}

fn news(news: AppNews) -> Letter {
    let (app, company, slug, by) = ("acme-shop".into(), "Acme Inc".into(), "acme".into(), "Ada Lovelace".into());
    Letter::AppNews { app, company, slug, by, news }
}

fn invoice() -> Letter {
    Letter::Invoice {
        number: "W-000042".parse().unwrap(),
        link: link(),
        seller: "Burrow Hosting".into(),
        company: "Acme Inc".into(),
        total: Money::new(3_451, "EUR"),
        from: Day(20_758),
        through: Day(20_787),
        due: Day(20_802),
        charge: None,
        set_off: None,
        debit: None,
    }
}

fn charged_invoice() -> Letter {
    let Letter::Invoice { number, link, seller, company, total, from, through, due, .. } = invoice() else {
        panic!("an invoice")
    };
    let charge = Some(("Visa ending in 4242".into(), Day(20_790)));
    Letter::Invoice { number, link, seller, company, total, from, through, due, charge, set_off: None, debit: None }
}

/// Of 34.51 so much is paid by credit notes.
fn invoice_paid_by_credit(amount: i64) -> Letter {
    let Letter::Invoice { number, link, seller, company, total, from, through, due, charge, debit, .. } = invoice()
    else {
        panic!("an invoice")
    };
    let set_off = Some(Money::new(amount, "EUR"));
    Letter::Invoice { number, link, seller, company, total, from, through, due, charge, set_off, debit }
}

/// Of 11.51 so much was paid already.
fn credit_note(left: i64) -> Letter {
    Letter::CreditNote {
        number: "CN-000007".parse().unwrap(),
        link: link(),
        seller: "Burrow Hosting".into(),
        company: "Acme Inc".into(),
        invoice: "W-000042".parse().unwrap(),
        reason: "The App was not reachable.".into(),
        total: Money::new(1_151, "EUR"),
        settled: Money::new(1_151 - left, "EUR"),
        left: Money::new(left, "EUR"),
    }
}

fn notice() -> DebitNotice {
    DebitNotice { mandate: "W-77".into(), creditor: "DE98ZZZ09999999999".into() }
}

fn debited_invoice() -> Letter {
    let Letter::Invoice { number, link, seller, company, total, from, through, due, set_off, .. } = invoice() else {
        panic!("an invoice")
    };
    let charge = Some(("SEPA direct debit, IBAN ending in 3000".to_owned(), Day(20_790)));
    Letter::Invoice { number, link, seller, company, total, from, through, due, charge, set_off, debit: Some(notice()) }
}

fn debit_ahead() -> Letter {
    Letter::DebitAhead {
        number: "W-000042".parse().unwrap(),
        company: "Acme Inc".into(),
        slug: "acme".into(),
        account: "SEPA direct debit, IBAN ending in 3000".into(),
        amount: Money::new(3_451, "EUR"),
        on: Day(20_790),
        debit: notice(),
    }
}

fn credit_to_card(goes: bool) -> Letter {
    Letter::CreditToCard {
        number: "CN-000007".parse().unwrap(),
        seller: "Burrow Hosting".into(),
        company: "Acme Inc".into(),
        invoice: "W-000042".parse().unwrap(),
        amount: Money::new(551, "EUR"),
        goes,
    }
}

fn charge_failed(why: Decline, next: Option<Day>) -> Letter {
    Letter::ChargeFailed {
        number: "W-000042".parse().unwrap(),
        company: "Acme Inc".into(),
        slug: "acme".into(),
        contact_id: BillingContactId::new(AT, [7; 10]),
        card: "Visa ending in 4242".into(),
        amount: Money::new(3_451, "EUR"),
        why,
        next,
        debit: None,
    }
}

fn card_expires() -> Letter {
    Letter::CardExpires {
        company: "Acme Inc".into(),
        slug: "acme".into(),
        contact: "Acme Invoices".into(),
        contact_id: BillingContactId::new(AT, [7; 10]),
        card: "Visa ending in 4242".into(),
        month: CardMonth { year: 2026, month: 12 },
    }
}

fn card_not_taken(why: NotTaken) -> Letter {
    let link = (why == NotTaken::Ended).then(link);
    Letter::CardNotTaken { sender: "Kevin Flynn".into(), apps: vec!["app-x".into()], link, why }
}

fn newsletter() -> Letter {
    Letter::Newsletter {
        newsletter: NewsletterId::new(AT, [4; 10]),
        link: link(),
        subject: "What is new".into(),
        text: "Burrows have a second exit now.\n\nIt is to the east:\n- open\n- <dry>".into(),
    }
}

fn every_letter() -> Vec<Letter> {
    let (name, company, slug, email) = ("Ada", "Acme Inc", "acme", "dev@warren.example");
    let (name, company, slug, email) = (|| name.into(), || company.into(), || slug.into(), || email.into());
    let mut letters = vec![
        Letter::ConfirmEmail { name: name(), link: link(), expires_at: AT },
        Letter::AlreadyRegistered { name: name() },
        Letter::SignInLink { name: name(), link: link(), expires_at: AT },
        Letter::ResetPassword { name: name(), link: link(), expires_at: AT },
        Letter::NoAccount,
        Letter::ConfirmNewEmail { name: name(), link: link(), expires_at: AT },
        invitation("Ada Lovelace", Some("Welcome!\nSee you.")),
        full_invitation(None, true),
        full_invitation(Some(Role::Admin), false),
        Letter::Welcome { name: name(), company: company(), slug: slug(), role: Role::Admin },
        Letter::Joined { name: name(), company: company(), slug: slug(), role: Role::Admin },
        invoice(),
        charged_invoice(),
        invoice_paid_by_credit(1_151),
        credit_note(551),
        debited_invoice(),
        debit_ahead(),
        credit_to_card(true),
        credit_to_card(false),
        charge_failed(Decline::Funds, Some(Day(20_793))),
        charge_failed(Decline::NeedsPerson, None),
        card_expires(),
        card_not_taken(NotTaken::Ended),
        card_not_taken(NotTaken::Over),
        Letter::Declined { email: email(), company: company(), slug: slug() },
        Letter::InvitationExpired { email: email(), company: company(), slug: slug() },
        Letter::RenewalAsked { email: email(), company: company(), slug: slug(), role: Role::Developer },
        Letter::Bounced { email: email(), company: company(), slug: slug() },
        Letter::InvitationWithdrawn { company: company(), inviter: name() },
        Letter::YourRoleChanged {
            company: company(),
            slug: slug(),
            from: Role::Developer,
            to: Role::Admin,
            by: name(),
            withdrawn: Vec::new(),
        },
        Letter::RoleChanged {
            name: name(),
            company: company(),
            slug: slug(),
            from: Role::Admin,
            to: Role::Developer,
            by: name(),
        },
        Letter::YourAppsChanged {
            company: company(),
            slug: slug(),
            by: name(),
            apps: vec!["shop".into()],
            added: vec!["shop".into()],
            removed: vec!["blog".into()],
        },
        Letter::YouLeft {
            name: name(),
            company: company(),
            withdrawn: vec!["new@acme.example".into()],
            apps: vec!["shop".into()],
        },
        gone(None, false),
        gone(Some(name()), false),
        gone(None, true),
        Letter::Dismissed { company: company(), withdrawn: Vec::new(), expired: false, apps: Vec::new() },
        Letter::Dismissed { company: company(), withdrawn: Vec::new(), expired: true, apps: vec!["shop".into()] },
        Letter::YourAccessEnds { name: name(), company: company(), slug: slug(), role: Role::Admin, ends_at: AT },
        Letter::AccessEnds { name: name(), company: company(), slug: slug(), role: Role::Admin, ends_at: AT },
        Letter::CompanySuspended { company: company(), slug: slug(), reason: "Unpaid since May".into(), at: AT },
        Letter::CompanyResumed { company: company(), slug: slug(), reason: "Paid".into() },
        recovery(None),
        recovery(Some("Grace Hopper")),
        Letter::RecoveryStopped { company: company(), slug: slug(), by: name() },
        Letter::RecoveryDone { company: company(), slug: slug(), heir: name(), departed: None },
        Letter::RecoveryDone { company: company(), slug: slug(), heir: name(), departed: Some(name()) },
        billing_changed(),
        Letter::CompanyDeleted { company: company(), by: name() },
        Letter::TrialEnding { app: "acme-blog".into(), slug: Some(slug()), ends_at: AT, kept_days: 7, last: false },
        Letter::TrialEnding { app: "app-x".into(), slug: None, ends_at: AT, kept_days: 7, last: true },
        Letter::TrialDeleted { app: "acme-blog".into(), company: Some(company()), blocked_days: 7 },
        Letter::TrialDeleted { app: "app-x".into(), company: None, blocked_days: 1 },
        Letter::AppPaused { app: "acme-shop".into(), slug: Some(slug()), reason: "Abuse".into(), resumed: false },
        Letter::AppPaused { app: "app-x".into(), slug: None, reason: "Settled".into(), resumed: true },
        news(AppNews::Created { plan: "Small".into(), trial: false }),
        news(AppNews::Created { plan: "Trial".into(), trial: true }),
        news(AppNews::Deleted),
        news(AppNews::Scaled { from: "small".into(), to: "large".into() }),
        news(AppNews::MovedAway { to: Some("Elsewhere".into()) }),
        news(AppNews::MovedHere { from: Some("Elsewhere".into()) }),
        news(AppNews::MovedHere { from: None }),
        Letter::AppDeleted { app: "shop".into(), company: Some(company()), reason: "Unpaid".into() },
        Letter::AppDeleted { app: "shop".into(), company: None, reason: "Unpaid".into() },
    ];
    let events = [
        SecurityEvent::PasswordChanged,
        SecurityEvent::PasswordReset,
        SecurityEvent::EmailChanged,
        SecurityEvent::NewDevice,
        SecurityEvent::TokenMade,
        SecurityEvent::PasskeyAdded,
        SecurityEvent::PasskeyRemoved,
    ];
    letters.extend([KeyEvent::Added, KeyEvent::Removed].map(|what| Letter::KeyNotice {
        name: name(),
        what,
        key: "laptop".into(),
        fingerprint: "SHA256:abc".into(),
        at: AT,
    }));
    let keys = [("laptop", "SHA256:abc"), ("RSA 4096 x7Gq", "SHA256:def")];
    let keys = keys.map(|(key, fingerprint)| (key.to_owned(), fingerprint.to_owned())).to_vec();
    letters.push(Letter::KeysAdded { name: name(), keys, at: AT });
    letters.push(Letter::AccountClosed { name: name(), trials: vec!["shop".into()], abandoned: false });
    letters.push(Letter::AccountClosed { name: name(), trials: Vec::new(), abandoned: true });
    letters.push(Letter::AccountEnding { name: name(), seen_at: AT, closes_at: AT });
    letters.push(newsletter());
    let (wanted, role) = ("ada@home.example".into(), Role::Admin);
    letters.push(Letter::ReaddressAsked { email: email(), wanted, company: company(), slug: slug(), role });
    letters.extend([WebhookOff::Gone, WebhookOff::Failing].map(turned_off));
    letters.extend(requests::letters());
    letters.extend(dunning::letters());
    letters.extend(events.map(|what| Letter::SecurityNotice { name: name(), what, at: AT }));
    letters
}

fn turned_off(why: WebhookOff) -> Letter {
    let (webhook, target) = (WebhookId::new(AT, [6; 10]), "https://platform.example".into());
    Letter::WebhookTurnedOff { webhook, target, description: "Mirror".into(), why, at: AT }
}

fn recovery(departed: Option<&str>) -> Letter {
    Letter::RecoveryRequested {
        company: "Acme Inc".into(),
        slug: "acme".into(),
        heir: "Kevin Flynn".into(),
        departed: departed.map(str::to_owned),
        reason: "The only Owner left the business.".into(),
        due_at: AT,
    }
}

#[test]
fn a_webhook_that_was_turned_off_says_why_and_what_to_do() {
    assert_eq!(
        write(&turned_off(WebhookOff::Failing)).as_text(),
        "https://platform.example took nothing for five days, so nothing is sent to it any more.\n\
         \nWebhook: Mirror\nSince: 28 Nov 2026, 14:05 UTC\n\
         \nSee what failed:\nhttps://warren.example/operator/webhooks/01a22279-3ae0-7606-8606-060606060606\n\
         \nOnce the platform works again, turn the webhook on and send again what has failed. What happens while it is off \
         is not sent later.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    assert!(write(&turned_off(WebhookOff::Gone)).as_text().contains("wants nothing any more (410)"));
}

/// M28 says what will happen, when, and how to stop it.
#[test]
fn a_requested_recovery_says_what_will_happen_and_how_to_stop_it() {
    assert_eq!(
        write(&recovery(Some("Grace Hopper"))).as_text(),
        "The operator was asked to make Kevin Flynn an Owner of Acme Inc in the place of Grace Hopper, whose membership \
         then ends.\n\
         \nReason: The only Owner left the business.\nNot before: 28 Nov 2026, 14:05 UTC\n\
         \nLook at it, or stop it:\nhttps://warren.example/c/acme/recovery\n\
         \nAny Owner of the Company stops it with one press. If nobody does, the operator completes it by hand after that \
         time, and you get another mail.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

fn write(letter: &Letter) -> Words {
    words::write(letter, Some("https://warren.example/x/secret".into()), &|path| {
        format!("https://warren.example{path}")
    })
}

#[test]
fn every_letter_has_words_and_none_of_them_grovels_or_blames() {
    for letter in every_letter() {
        let words = write(&letter);
        let text = format!("{} {}", words.subject, words.as_text());
        assert!(!words.subject.is_empty() && !words.sentence.is_empty(), "{letter:?}");
        for banned in ["invalid", "please", "sorry", "oops"] {
            assert!(!text.to_lowercase().contains(banned), "{banned}: {text}");
        }
    }
}

#[test]
fn an_invitation_says_who_what_and_until_when() {
    assert_eq!(
        write(&invitation("Ada Lovelace", Some("Welcome!\nSee you."))).as_text(),
        "Ada Lovelace invites you to join Acme Inc as a Developer.\n\
         \n> Welcome!\n> See you.\n\
         \nFrom: Ada Lovelace\nCompany: Acme Inc\n\
         Your role: Developer. Configures and deploys the Apps assigned to them.\n\
         Open until: 28 Nov 2026, 14:05 UTC\n\
         \nLook at the invitation:\nhttps://warren.example/x/secret\n\
         \nThe link opens a page on which you accept or decline. If you do nothing, the invitation ends by itself.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

#[test]
fn what_people_type_stays_text() {
    let words = write(&invitation("<b>Ada</b>\r\nBcc: mallory@evil.example", Some("<script>alert(1)</script>")));
    assert!(!words.subject.contains(['\r', '\n']));
    assert!(!words.as_html().contains("<script>") && !words.as_html().contains("<b>Ada"));
    let mail = Mail {
        id: 7,
        to: "dev@warren.example".into(),
        letter: Letter::NoAccount,
        attempts: 1,
        created_at: AT,
        sent_at: None,
    };
    let from: Mailbox = "Warren <warren@warren.example>".parse().unwrap();
    let message = compose(("https://warren.example", "Warren"), (&from, Some(&from)), &mail, &words).unwrap();
    let wire = String::from_utf8(message.formatted()).unwrap();
    assert!(!wire.lines().any(|line| line.starts_with("Bcc:")));
    assert!(wire.contains("Message-ID: <7.1795874700000@warren.example>\r\n"), "{wire}");
    assert!(
        wire.contains("Auto-Submitted: auto-generated\r\n")
            && wire.contains("Reply-To: Warren <warren@warren.example>\r\n")
    );
}

/// M39, RFC 8058: mail programs end it with one press, and so does the link, without signing in.
#[test]
fn a_newsletter_carries_its_own_end() {
    let words = write(&newsletter());
    assert_eq!(
        words.as_text(),
        "Burrows have a second exit now.\n\
         \nIt is to the east:\n- open\n- <dry>\n\
         \nYou get this because you asked for the newsletter. What you get is your choice: \
         https://warren.example/account/notifications\n\
         \nEnd the newsletter:\nhttps://warren.example/x/secret\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    let html = words.as_html();
    assert!(html.contains("- open<br>- &lt;dry&gt;</p>") && html.contains("href=\"https://warren.example/x/secret\""));
    let (to, letter) = ("ada@acme.example".into(), newsletter());
    let mail = Mail { id: 7, to, letter, attempts: 1, created_at: AT, sent_at: None };
    let from: Mailbox = "Warren <warren@warren.example>".parse().unwrap();
    let wire = |words: &Words| {
        let message = compose(("https://warren.example", "Warren"), (&from, None), &mail, words).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    };
    let sent = wire(&words);
    assert!(sent.contains("List-Unsubscribe: <https://warren.example/x/secret>\r\n"), "{sent}");
    assert!(sent.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{sent}");
    assert!(!wire(&write(&Letter::NoAccount)).contains("List-Unsubscribe"), "no other mail can be ended so");
}

#[test]
fn an_invoice_says_how_much_for_what_and_until_when() {
    let words = write(&invoice());
    assert_eq!(words.subject, "Invoice W-000042 from Burrow Hosting: 34.51 EUR");
    assert_eq!(
        words.as_text(),
        "Here is the invoice of Burrow Hosting for Acme Inc.\n\
         \nNumber: W-000042\nAmount: 34.51 EUR\nPeriod: 1 Nov 2026 to 30 Nov 2026\nTo be paid by: 15 Dec 2026\n\
         \nSee the invoice:\nhttps://warren.example/x/secret\n\
         \nThe link opens without an account. Whoever has this mail can read the invoice.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

#[test]
fn an_invoice_says_what_credit_notes_have_paid_of_it() {
    let text = write(&invoice_paid_by_credit(1_151)).as_text();
    let told = "Amount: 34.51 EUR\nPaid by credit notes: 11.51 EUR\nTo be paid: 23.00 EUR\n\
                Period: 1 Nov 2026 to 30 Nov 2026\nTo be paid by: 15 Dec 2026\n";
    assert!(text.contains(told), "{text}");
    let text = write(&invoice_paid_by_credit(3_451)).as_text();
    let told = "To be paid: 0.00 EUR\nPeriod: 1 Nov 2026 to 30 Nov 2026\n\
                Payment: Credit notes have paid it. There is nothing to do.\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_credit_note_says_what_was_wrong_and_where_the_money_goes() {
    let words = write(&credit_note(551));
    assert_eq!(words.subject, "Credit note CN-000007 from Burrow Hosting: 11.51 EUR");
    assert_eq!(
        words.as_text(),
        "Burrow Hosting has corrected invoice W-000042 of Acme Inc.\n\
         \nNumber: CN-000007\nCorrects invoice: W-000042\nAmount: 11.51 EUR\nReason: The App was not reachable.\n\
         No longer to be paid: 6.00 EUR\nPaid already: 5.51 EUR\n\
         \nSee the credit note:\nhttps://warren.example/x/secret\n\
         \nThere is nothing to do: what was paid already is set off against open invoices or the next one, or paid back, \
         to your card or account or by transfer; then we say so. The link opens without an account.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    let text = write(&credit_note(0)).as_text();
    assert!(text.contains("No longer to be paid: 11.51 EUR\n\nSee"), "{text}");
    assert!(text.contains("\nThere is nothing to do. The link opens without an account.\n"), "{text}");
}

/// SEPA: when, how much, by which mandate, and who takes it.
#[test]
fn a_debit_is_announced_as_the_rulebook_wants_it() {
    let text = write(&debited_invoice()).as_text();
    let told = "Payment: SEPA direct debit, IBAN ending in 3000 is debited on 3 Dec 2026. There is nothing to do.\n\
                Mandate: W-77\nCreditor identifier: DE98ZZZ09999999999\n";
    assert!(text.contains("Amount: 34.51 EUR\n") && text.contains(told), "{text}");
    let words = write(&debit_ahead());
    assert_eq!(words.subject, "34.51 EUR for invoice W-000042 is debited on 3 Dec 2026");
    let text = words.as_text();
    let told = "Amount: 34.51 EUR\nDebited on: 3 Dec 2026\nMandate: W-77\nCreditor identifier: DE98ZZZ09999999999\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn money_that_goes_to_the_card_says_so_and_when_it_does_not() {
    let [goes, returns] = [true, false].map(|goes| write(&credit_to_card(goes)));
    assert_eq!(goes.subject, "5.51 EUR of credit note CN-000007 goes back");
    assert_eq!(
        goes.as_text(),
        "Burrow Hosting sends 5.51 EUR back to the card or account that paid invoice W-000042 of Acme Inc.\n\
         \nCredit note: CN-000007\nAmount: 5.51 EUR\n\
         \nThere is nothing to do. Until your bank shows it, up to ten days can pass.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
    assert_eq!(returns.subject, "5.51 EUR of credit note CN-000007 did not arrive");
    assert!(
        returns.as_text().contains("The money is yours still, and there is nothing to do"),
        "{}",
        returns.as_text()
    );
}

#[test]
fn a_change_of_billing_data_says_what_changed_and_not_to_what() {
    assert_eq!(
        write(&billing_changed()).as_text(),
        "Ada Lovelace changed a billing contact of Acme Inc.\n\
         \nBilling contact: Acme Invoices\n\
         What changed: the address, the e-mail address for invoices\n\
         \nLook at the billing contacts:\nhttps://warren.example/c/acme/billing\n\
         \nIt counts for invoices to come. If this surprises you, ask an Owner of the Company.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}
