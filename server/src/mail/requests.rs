//! Mails about payment requests, to the client.

use teamwork::{
    letters::Letter,
    rules::{
        money::Money,
        request::{Keeper, OfferedApp, SellerTax},
        zone::TimeZone,
    },
};

use super::words::Words;

/// `secret` is the address with the secret, or the code.
pub(super) fn words(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    match letter {
        Letter::PaymentRequest { .. } => request(letter, secret, zone),
        Letter::RequestCode { sender, until, .. } => Words {
            subject: "Your code for the payment request".into(),
            sentence: format!("With this code you show that the request of {sender} is for you."),
            details: secret
                .map(|code| ("Code", code))
                .into_iter()
                .chain([("Works until", zone.sentence(*until))])
                .collect(),
            after: "Type it on the page that asked for it. If you did not ask for it, there is nothing to do.".into(),
            ..Words::default()
        },
        Letter::RequestHeld { sender, apps, expires_at: None } => Words {
            subject: format!("The request of {sender} has to wait"),
            sentence: format!(
                "{} {} suspended at the moment, so the payment request of {sender} cannot be answered; its deadline waits.",
                all_of(apps),
                if apps.len() > 1 { "are" } else { "is" }
            ),
            after: "There is nothing to do. You get another mail when it goes on.".into(),
            ..Words::default()
        },
        Letter::RequestHeld { sender, apps, expires_at: Some(expires_at) } => Words {
            subject: format!("The request of {sender} can be answered again"),
            sentence: format!(
                "{} {} again, so the payment request of {sender} can be answered.",
                all_of(apps),
                if apps.len() > 1 { "run" } else { "runs" }
            ),
            details: vec![("Open until", zone.sentence(*expires_at))],
            after: "Use the link in the mail that you have already.".into(),
            ..Words::default()
        },
        Letter::NowYours { name, company, slug, apps, keeps, deploy_keys, first_invoice, price } => Words {
            subject: format!("You own {}", all_of(apps)),
            sentence: format!("Hello {name}, {company} owns {} now, and you are its Owner.", all_of(apps)),
            details: price
                .iter()
                .map(|price| ("Price a month", price.to_string()))
                .chain([("First invoice", first_invoice.to_string()), ("Has access", people(keeps))])
                .chain((!deploy_keys.is_empty()).then(|| ("Deploy keys that work", deploy_keys.join(", "))))
                .collect(),
            button: Some(("See who has access", link(&format!("/c/{slug}/team")))),
            after:
                "You can dismiss anybody there, behind the name. You sign in with your password, or by a link that the \
                    sign-in page mails to you."
                    .into(),
            ..Words::default()
        },
        Letter::RequestOver { sender, apps, .. } => Words {
            subject: format!("The request of {sender} has expired"),
            sentence: format!("The payment request of {sender} for {} has expired. Nothing was charged.", all_of(apps)),
            button: secret.map(|url| ("Ask for a new link", url)),
            after: "There is nothing to do. If you want it still, the sender can send it again.".into(),
            ..Words::default()
        },
        Letter::RequestWithdrawn { sender, apps } => Words {
            subject: format!("The request of {sender} was withdrawn"),
            sentence: format!(
                "The payment request of {sender} for {} was withdrawn. Nothing was charged, and its link no longer works.",
                all_of(apps)
            ),
            after: "There is nothing to do. If you expected it, ask the sender.".into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// M11; M11r when nobody has answered.
fn request(letter: &Letter, secret: Option<String>, zone: &TimeZone) -> Words {
    let Letter::PaymentRequest { sender, sender_email, apps, total, vat, keeps, note, expires_at, reminds, .. } =
        letter
    else {
        return Words::default();
    };
    let names: Vec<_> = apps.iter().map(|app| app.name.clone()).collect();
    let what = all_of(&names);
    let (subject, sentence) = match reminds {
        false => (
            format!("{sender} asks you to take over {what} ({total} a month)"),
            format!("{sender} asks you to take over {what} and to pay {total} a month for it."),
        ),
        true => (
            format!("The request of {sender} is still open: {what} ({total} a month)"),
            format!("{sender} asked you to take over {what} for {total} a month, and you have not answered yet."),
        ),
    };
    let mut details = vec![("From", format!("{sender} ({sender_email})"))];
    details.extend(prices(apps, total, vat));
    details.extend([
        (
            "What happens",
            format!("You become the Owner. {sender} stays as Admin: manages the App, cannot see your payment data."),
        ),
        ("Keeps access", people(keeps)),
        ("Open until", zone.sentence(*expires_at)),
    ]);
    Words {
        subject,
        sentence,
        note: note.clone(),
        details,
        button: secret.map(|url| ("Look at the request", url)),
        after: format!(
            "The link opens a page on which you accept, decline or let somebody else pay; nothing is charged before. If \
             you do nothing, it ends by itself. You do not know {sender}? Then decline there."
        ),
        on_behalf_of: Some((sender.clone(), sender_email.clone())),
        ..Words::default()
    }
}

/// What each App costs, and all together; one App says it at once.
pub(super) fn prices(apps: &[OfferedApp], total: &Money, vat: &SellerTax) -> Vec<(&'static str, String)> {
    let sum = format!("{total} a month, net; {}", vat.supposed(total));
    if apps.len() == 1 {
        return vec![("Price", sum)];
    }
    let line = |OfferedApp { name, plan, price, .. }: &OfferedApp| ("App", format!("{name}, {plan}: {price} a month"));
    apps.iter().map(line).chain([("Together", sum)]).collect()
}

/// "Kevin Flynn (Admin), Dennis Ritchie (Developer)".
fn people(keeps: &[Keeper]) -> String {
    keeps.iter().map(|keeper| format!("{} ({})", keeper.name, keeper.role)).collect::<Vec<_>>().join(", ")
}

/// "app-x", "app-x and shop", "app-x, shop and blog".
pub(super) fn all_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
