//! Mails about payment requests, to the giving side.

use teamwork::{
    letters::{Letter, RequestNews},
    rules::{
        request::{RequestState, SellerTax},
        zone::TimeZone,
    },
};

use super::{
    requests::{all_of, prices},
    words::Words,
};

pub(super) fn words(letter: &Letter, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    match letter {
        Letter::RequestNews { email, apps, slug, news } => {
            let home = page(slug.as_deref(), apps);
            news_words(email, &all_of(apps), news, link(&home), zone)
        }
        Letter::RequestProposed { .. } => proposed(letter, link, zone),
        // M14, as the sender reads it.
        Letter::HandedOver { client, apps, company: Some(company), slug: Some(slug), .. } => Words {
            subject: format!("{client} took over {}", all_of(apps)),
            sentence: format!(
                "{client} accepted: {company} owns {} now and pays for {}, and you are its Admin.",
                all_of(apps),
                if apps.len() > 1 { "them" } else { "it" }
            ),
            button: Some(("Open the Company", link(&format!("/c/{slug}")))),
            after: "You keep access to code, settings and scaling. You can leave the Company yourself on its page."
                .into(),
            ..Words::default()
        },
        // M14, as an Owner of the giving Company reads it.
        Letter::HandedOver { client, apps, trial, .. } => Words {
            subject: format!("{client} took over {}", all_of(apps)),
            sentence: format!(
                "{client} accepted: {} {} your Company, and the client pays from tomorrow.",
                all_of(apps),
                if apps.len() > 1 { "have left" } else { "has left" }
            ),
            after: match trial {
                true => "The trial has cost you nothing. There is nothing to do.",
                false => "You pay through today. There is nothing to do.",
            }
            .into(),
            ..Words::default()
        },
        _ => Words::default(),
    }
}

/// What an Owner is asked to confirm (S10).
fn proposed(letter: &Letter, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    let Letter::RequestProposed { sender, email, company, slug, apps, total, note, expires_at, reminds } = letter
    else {
        return Words::default();
    };
    let names: Vec<_> = apps.iter().map(|app| app.name.clone()).collect();
    let what = all_of(&names);
    let mut details = vec![("Client", email.clone())];
    details.extend(prices(apps, total, &SellerTax::default()));
    details.push(("Confirm until", zone.sentence(*expires_at)));
    let subject = match reminds {
        false => format!("{sender} would like {email} to take over {what}"),
        true => format!("The request of {sender} still waits for an Owner: {what} to {email}"),
    };
    Words {
        subject,
        sentence: format!(
            "{sender} asks the Owners of {company} to let {email} take over {what} and pay {total} a month for it."
        ),
        note: note.clone(),
        details,
        button: Some(("Look at it and confirm", link(&page(Some(slug), &names)))),
        after: format!(
            "Nothing has gone to the client. If an Owner confirms it and the client accepts, {what} leaves {company}; \
             {sender} is Admin there then, and nobody else of {company} keeps access but the Developers of it. If you do \
             nothing, it ends by itself."
        ),
        ..Words::default()
    }
}

fn news_words(email: &str, apps: &str, news: &RequestNews, home: String, zone: &TimeZone) -> Words {
    let see = |label: &'static str| Some((label, home.clone()));
    match news {
        RequestNews::Sent { expires_at, confirmed_by } => Words {
            subject: format!("You asked {email} to take over {apps}"),
            sentence: match confirmed_by {
                None => format!("Your payment request for {apps} is on its way to {email}."),
                Some(owner) => {
                    format!("{owner} confirmed your payment request for {apps}, and it is on its way to {email}.")
                }
            },
            details: vec![("Open until", zone.sentence(*expires_at))],
            button: see("Follow the request"),
            after: "You can withdraw it there, send it again or to another address, and see what your client sees."
                .into(),
            ..Words::default()
        },
        RequestNews::Refused { by, reason } => Words {
            subject: format!("{by} did not confirm your request to {email}"),
            sentence: format!(
                "{by} refused your payment request to {email} for {apps}. Nothing went to the client, and {apps} stays as \
                 it is."
            ),
            details: reason.iter().map(|reason| ("They say", reason.clone())).collect(),
            button: see("Open the App"),
            ..Words::default()
        },
        RequestNews::Unconfirmed => Words {
            subject: format!("Your request to {email} was not confirmed"),
            sentence: format!(
                "No Owner confirmed your payment request to {email} for {apps} in time. Nothing went to the client."
            ),
            button: see("Propose it again"),
            ..Words::default()
        },
        RequestNews::Declined { reason } => Words {
            subject: format!("{email} declined to take over {apps}"),
            sentence: format!("{email} declined your payment request. {apps} stays as it is."),
            details: reason.iter().map(|reason| ("They say", reason.clone())).collect(),
            button: see("Open the App"),
            ..Words::default()
        },
        RequestNews::Ending { state, expires_at } => Words {
            subject: format!("Your request to {email} expires within 24 hours"),
            sentence: match state {
                RequestState::Claimed => {
                    format!("{email} has signed in, but not accepted your payment request for {apps} yet.")
                }
                RequestState::Billing => format!("{email} has begun to pay for {apps}, but is not done yet."),
                RequestState::Proposed => {
                    format!("No Owner has confirmed your payment request to {email} for {apps} yet.")
                }
                _ => format!("{email} has not answered your payment request for {apps} yet."),
            },
            details: vec![("Open until", zone.sentence(*expires_at))],
            button: see("Follow the request"),
            after: match state {
                RequestState::Proposed => "The Owners were reminded too. Nothing has gone to the client.",
                RequestState::Billing => {
                    "Your client was reminded too. A payment that has begun holds the request for an hour more; sent again \
                     now, it would have to begin anew."
                }
                _ => "Your client was reminded too. Send it again for a new deadline.",
            }
            .into(),
            ..Words::default()
        },
        RequestNews::EndingUndelivered { state, expires_at } => Words {
            subject: format!("Your request to {email} expires within 24 hours"),
            sentence: match state {
                RequestState::Claimed | RequestState::Billing => {
                    format!("The mail to {email} did not arrive, but somebody has opened your payment request for {apps} with a copied link, and not accepted it yet.")
                }
                _ => format!("The mail to {email} with your payment request for {apps} did not arrive, and nobody has answered it."),
            },
            details: vec![("Open until", zone.sentence(*expires_at))],
            button: see("Follow the request"),
            after: "So nobody was reminded. Send it again there for a new deadline, or to another address.".into(),
            ..Words::default()
        },
        RequestNews::Expired { trial_ends_at } => Words {
            subject: format!("Your request to {email} has expired"),
            sentence: format!(
                "{email} did not answer your payment request for {apps} in time. One press sends it again."
            ),
            details: trial_ends_at.iter().map(|at| ("Trial ends", zone.sentence(*at))).collect(),
            button: see("Send it again"),
            ..Words::default()
        },
        RequestNews::Withdrawn => Words {
            subject: format!("Your request to {email} was withdrawn"),
            sentence: format!("Your payment request to {email} for {apps} was withdrawn, and not by you."),
            after: "It ends when an Owner withdraws it, when an App of it goes, or when you may not send it any more."
                .into(),
            ..Words::default()
        },
        RequestNews::PassedOn { to } => Words {
            subject: format!("{email} lets {to} pay for {apps}"),
            sentence: format!("{email} passed your payment request for {apps} on to {to}, who can answer it now."),
            button: see("Follow the request"),
            after: "Is that not right? Withdraw the request there.".into(),
            ..Words::default()
        },
        RequestNews::Bounced => Words {
            subject: format!("Your request did not reach {email}"),
            sentence: format!("The mail server of {email} did not take your payment request for {apps}."),
            button: see("Look at the address"),
            after: "It can be sent to another address there, by an Owner if one has confirmed it; and you can copy its link."
                .into(),
            ..Words::default()
        },
        RequestNews::ReaddressAsked { to } => Words {
            subject: format!("{to} asks for your request to {email}"),
            sentence: format!(
                "Somebody opened your payment request to {email} for {apps}, signed in as {to}, and asks you to send it to \
                 that address instead."
            ),
            details: vec![("Sent to", email.to_owned()), ("Asks", to.clone())],
            button: see("Send it to another address"),
            after: "Do you know that address? Then send it there. If you do nothing, nothing changes.".into(),
            ..Words::default()
        },
        RequestNews::RenewalAsked => Words {
            subject: format!("{email} asks for a new link"),
            sentence: format!(
                "{email} opened your payment request for {apps}, which has ended, and asks you to send it again."
            ),
            button: see("Send it again"),
            after: "If you do nothing, nothing happens.".into(),
            ..Words::default()
        },
    }
}

/// The sender's page of the first App; there is always one.
fn page(slug: Option<&str>, apps: &[String]) -> String {
    let app = apps.first().map_or("", String::as_str);
    slug.map_or_else(|| format!("/apps/{app}/client"), |slug| format!("/c/{slug}/apps/{app}/client"))
}
