//! The mails of payment requests, as somebody has read and approved them.

use teamwork::{
    letters::{Letter, RequestNews},
    rules::{
        day::Day,
        id::PaymentRequestId,
        money::Money,
        request::{Keeper, OfferedApp, RequestState, SellerTax},
        role::Role,
    },
};

use super::*;
use crate::mail::{Words, compose};

fn request(apps: &[(&str, i64)], reminds: bool) -> Letter {
    let offered = |(name, price): &(&str, i64)| OfferedApp {
        name: (*name).into(),
        plan: "Standard".into(),
        price: Money::new(*price, "EUR"),
        trial: true,
    };
    Letter::PaymentRequest {
        request: PaymentRequestId::new(AT, [4; 10]),
        link: link(),
        sender: "Kevin Flynn".into(),
        sender_email: "kevin@flynn.example".into(),
        apps: apps.iter().map(offered).collect(),
        total: Money::new(apps.iter().map(|(_, price)| price).sum(), "EUR"),
        vat: SellerTax { country: "DE".into(), rate: 1_900 },
        keeps: vec![keeper("Kevin Flynn", Role::Admin), keeper("Dennis Ritchie", Role::Developer)],
        note: Some("As we said on the phone.".into()),
        expires_at: AT,
        reminds,
    }
}

fn keeper(name: &str, role: Role) -> Keeper {
    Keeper { name: name.into(), role }
}

fn news(news: RequestNews) -> Letter {
    let (email, apps) = ("ana@acme.example".into(), vec!["app-x".into()]);
    Letter::RequestNews { email, apps, slug: None, news }
}

/// All of them, for the tests that look at every letter.
pub(super) fn letters() -> Vec<Letter> {
    let (sender, apps) = (|| "Kevin Flynn".to_owned(), || vec!["app-x".to_owned(), "shop".to_owned()]);
    let ending = |state| news(RequestNews::Ending { state, expires_at: AT });
    let undelivered = |state| news(RequestNews::EndingUndelivered { state, expires_at: AT });
    let done = |company: Option<&str>, trial| Letter::HandedOver {
        client: "ana@acme.example".into(),
        apps: apps(),
        company: company.map(str::to_owned),
        slug: company.map(|_| "acme".to_owned()),
        trial,
    };
    vec![
        request(&[("app-x", 2_900)], false),
        request(&[("app-x", 2_900), ("shop", 900)], true),
        Letter::RequestCode { sender: sender(), code: link(), until: AT },
        Letter::RequestHeld { sender: sender(), apps: apps(), expires_at: None },
        Letter::RequestHeld { sender: sender(), apps: apps(), expires_at: Some(AT) },
        now_yours(),
        done(Some("Acme Inc"), true),
        done(None, false),
        done(None, true),
        Letter::RequestOver { sender: sender(), apps: apps(), link: Some(link()) },
        Letter::RequestWithdrawn { sender: sender(), apps: apps() },
        proposed(false),
        proposed(true),
        news(RequestNews::Sent { expires_at: AT, confirmed_by: None }),
        news(RequestNews::Sent { expires_at: AT, confirmed_by: Some("Ada Lovelace".into()) }),
        news(RequestNews::Refused { by: "Ada Lovelace".into(), reason: Some("Not this one.".into()) }),
        news(RequestNews::Unconfirmed),
        news(RequestNews::Declined { reason: None }),
        ending(RequestState::Pending),
        ending(RequestState::Claimed),
        ending(RequestState::Billing),
        ending(RequestState::Proposed),
        undelivered(RequestState::Pending),
        undelivered(RequestState::Claimed),
        news(RequestNews::Expired { trial_ends_at: Some(AT) }),
        news(RequestNews::Withdrawn),
        news(RequestNews::PassedOn { to: "books@acme.example".into() }),
        news(RequestNews::Bounced),
        news(RequestNews::RenewalAsked),
        news(RequestNews::ReaddressAsked { to: "ana@home.example".into() }),
    ]
}

fn proposed(reminds: bool) -> Letter {
    let Letter::PaymentRequest { apps, total, note, expires_at, .. } = request(&[("app-x", 2_900)], false) else {
        unreachable!()
    };
    let (email, company, slug) = ("ana@acme.example".into(), "Flynn Ltd".into(), "flynn".into());
    Letter::RequestProposed {
        sender: "Grace Hopper".into(),
        email,
        company,
        slug,
        apps,
        total,
        note,
        expires_at,
        reminds,
    }
}

fn now_yours() -> Letter {
    Letter::NowYours {
        name: "Ana Alves".into(),
        company: "Acme Inc".into(),
        slug: "acme".into(),
        apps: vec!["app-x".into()],
        keeps: vec![keeper("Kevin Flynn", Role::Admin)],
        deploy_keys: vec!["build server (app-x)".into()],
        first_invoice: Day(20_788),
        price: SellerTax { country: "DE".into(), rate: 1_900 }.gross(
            &Money::new(2_900, "EUR"),
            "AT",
            false,
            Day(20_788),
        ),
    }
}

#[test]
fn a_payment_request_says_who_what_how_much_who_stays_and_until_when() {
    let words = write(&request(&[("app-x", 2_900)], false));
    assert_eq!(words.subject, "Kevin Flynn asks you to take over app-x (29.00 EUR a month)");
    assert_eq!(
        words.as_text(),
        "Kevin Flynn asks you to take over app-x and to pay 29.00 EUR a month for it.\n\
         \n> As we said on the phone.\n\
         \nFrom: Kevin Flynn (kevin@flynn.example)\n\
         Price: 29.00 EUR a month, net; 34.51 EUR with 19 % VAT in Germany; elsewhere in the EU with the VAT of your \
         country, or without for businesses with a VAT number; without VAT outside of the EU\n\
         What happens: You become the Owner. Kevin Flynn stays as Admin: manages the App, cannot see your payment data.\n\
         Keeps access: Kevin Flynn (Admin), Dennis Ritchie (Developer)\n\
         Open until: 28 Nov 2026, 14:05 UTC\n\
         \nLook at the request:\nhttps://warren.example/x/secret\n\
         \nThe link opens a page on which you accept, decline or let somebody else pay; nothing is charged before. If you \
         do nothing, it ends by itself. You do not know Kevin Flynn? Then decline there.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

/// S10.
#[test]
fn an_owner_reads_what_they_are_asked_to_confirm_and_what_it_means() {
    assert_eq!(
        write(&proposed(false)).as_text(),
        "Grace Hopper asks the Owners of Flynn Ltd to let ana@acme.example take over app-x and pay 29.00 EUR a month for \
         it.\n\
         \n> As we said on the phone.\n\
         \nClient: ana@acme.example\n\
         Price: 29.00 EUR a month, net; VAT is added where it applies\n\
         Confirm until: 28 Nov 2026, 14:05 UTC\n\
         \nLook at it and confirm:\nhttps://warren.example/c/flynn/apps/app-x/client\n\
         \nNothing has gone to the client. If an Owner confirms it and the client accepts, app-x leaves Flynn Ltd; Grace \
         Hopper is Admin there then, and nobody else of Flynn Ltd keeps access but the Developers of it. If you do \
         nothing, it ends by itself.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

#[test]
fn a_reminder_of_several_apps_adds_them_up() {
    let words = write(&request(&[("app-x", 2_900), ("shop", 900)], true));
    assert_eq!(words.subject, "The request of Kevin Flynn is still open: app-x and shop (38.00 EUR a month)");
    let details: Vec<_> = words.details.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(
        details[1..4],
        [
            "App: app-x, Standard: 29.00 EUR a month",
            "App: shop, Standard: 9.00 EUR a month",
            "Together: 38.00 EUR a month, net; 45.22 EUR with 19 % VAT in Germany; elsewhere in the EU with the VAT of \
             your country, or without for businesses with a VAT number; without VAT outside of the EU",
        ]
    );
}

#[test]
fn who_owns_an_app_now_reads_when_they_pay_and_who_has_access() {
    assert_eq!(
        write(&now_yours()).as_text(),
        "Hello Ana Alves, Acme Inc owns app-x now, and you are its Owner.\n\
         \nPrice a month: 34.80 EUR with 20 % VAT in Austria\nFirst invoice: 1 Dec 2026\nHas access: Kevin Flynn (Admin)\n\
         Deploy keys that work: build server (app-x)\n\
         \nSee who has access:\nhttps://warren.example/c/acme/team\n\
         \nYou can dismiss anybody there, behind the name. You sign in with your password, or by a link that the sign-in \
         page mails to you.\n\
         \n-- \nWarren. You can simply reply to this mail.\n"
    );
}

#[test]
fn a_request_comes_from_its_sender_by_way_of_the_house() {
    let wire = |sender: &str| {
        let Letter::PaymentRequest {
            request,
            link,
            sender_email,
            apps,
            total,
            vat,
            keeps,
            note,
            expires_at,
            reminds,
            ..
        } = request(&[("app-x", 2_900)], false)
        else {
            unreachable!()
        };
        let sender = sender.to_owned();
        let letter = Letter::PaymentRequest {
            request,
            link,
            sender,
            sender_email,
            apps,
            total,
            vat,
            keeps,
            note,
            expires_at,
            reminds,
        };
        let words: Words = write(&letter);
        let mail = Mail {
            id: 8,
            to: "ana@acme.example".into(),
            letter,
            attempts: 1,
            created_at: AT,
            sent_at: None,
            zone: None,
        };
        let from: Mailbox = "Burrow <warren@warren.example>".parse().unwrap();
        let message = compose(("https://warren.example", "Burrow"), (&from, None), &mail, &words).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    };
    let plain = wire("Kevin Flynn");
    assert!(plain.contains("From: \"Kevin Flynn via Burrow\" <warren@warren.example>\r\n"), "{plain}");
    assert!(plain.contains("Reply-To: \"Kevin Flynn\" <kevin@flynn.example>\r\n"), "{plain}");
    let hostile = wire("Kevin\r\nBcc: mallory@evil.example");
    assert!(!hostile.lines().any(|line| line.starts_with("Bcc:")), "{hostile}");
}

#[test]
fn a_code_stands_in_its_mail_and_nowhere_leads_a_button() {
    let letter = Letter::RequestCode { sender: "Kevin Flynn".into(), code: link(), until: AT };
    let words = words::write(&letter, Some("123456".into()), &|path| path.to_owned(), &TimeZone::UTC);
    assert_eq!(words.details[0], ("Code", "123456".to_owned()));
    assert_eq!(words.button, None);
}

#[test]
fn the_sender_is_led_to_the_request_of_the_first_app() {
    let words = write(&news(RequestNews::Sent { expires_at: AT, confirmed_by: None }));
    let led = |words: &Words| words.button.as_ref().map(|(_, url)| url.clone());
    assert_eq!(led(&words).as_deref(), Some("https://warren.example/apps/app-x/client"));
    let Letter::RequestNews { email, apps, news, .. } = news(RequestNews::Bounced) else { unreachable!() };
    let words = write(&Letter::RequestNews { email, apps, slug: Some("flynn".into()), news });
    assert_eq!(led(&words).as_deref(), Some("https://warren.example/c/flynn/apps/app-x/client"));
}
