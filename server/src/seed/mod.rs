//! The people of the demo. Everything happens through acts, as it would in a browser, and only in an empty house.

mod past;
mod people;
mod site;

use std::sync::Arc;

use teamwork::{
    acts::Warren,
    rules::{invitation::Offer, problem::Problem, request::RequestForm, role::Role},
};

use self::people::sign_in;
pub use self::{
    past::{PastError, live as live_the_past},
    site::publish as publish_the_shop,
};

/// Everybody's.
const PASSWORD: &str = "a burrow with many doors";
const HOST: &str = "warren.example";

/// Runs this Warren.
const OPERATOR: (&str, &str, &str, &str) = ("Olga", "Burrows", "olga", "Operator of this Warren");

/// First name, last name, the local part of the address, and what they are.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    ("Ada", "Lovelace", "ada", "Owner of Acme Inc"),
    ("Grace", "Hopper", "grace", "Admin of Acme Inc"),
    ("Kevin", "Flynn", "kevin", "Owner of Flynn Web Studio, Developer at Acme Inc"),
    ("Mara", "Accountant", "mara", "Billing member of Acme Inc"),
];

/// What is going on in the house that has just lived its past: trials, a variable, and what waits for an answer.
///
/// # Errors
/// What an act says.
pub async fn plant(warren: &Arc<Warren>) -> Result<(), Problem> {
    let ada = sign_in(warren, "ada").await?;
    ada.start_trial("acme", "acme-blog").await?;
    let kevin = sign_in(warren, "kevin").await?;
    kevin.start_personal_trial("app-x").await?;
    let shop = ada.apps_to_offer("acme").await?.into_iter().filter(|app| app.name == "acme-shop").map(|app| app.id);
    let apps: Vec<_> = shop.collect();
    ada.assign_apps("acme", kevin.id(), apps.clone(), 1).await?;
    kevin.send_request("app-x", to_the_client()).await?;
    kevin.set_variable("acme-shop", 0, "SHOP_TITLE", "Acme, purveyors of anvils", false).await?;
    kevin.set_variable("acme-shop", 1, "PAYMENT_KEY", "sk-of-the-demo", true).await?;
    kevin.set_redirects("acme-shop", 2, "/catalogue /anvils 308").await?;
    let offer = Offer { apps, ..Offer::plain(Role::Developer, "You would look after the shop.") };
    ada.invite_with("acme", &address("dev"), offer).await?;
    let grace = sign_in(warren, "grace").await?;
    grace.send_request("acme-wiki", to_the_partner()).await?;
    for done in [ada, kevin, grace] {
        done.sign_out().await?;
    }
    Ok(())
}

/// Kevin’s trial waits for the client it was built for, who has no account.
fn to_the_client() -> RequestForm {
    RequestForm {
        email: address("ana"),
        note: "As we said on the phone: the site is ready, and it is yours from here.".into(),
        company: "Alves Bakery".into(),
        plan: "standard".into(),
        ..RequestForm::default()
    }
}

/// Grace would like a partner to take the wiki over, which an Owner has to confirm.
fn to_the_partner() -> RequestForm {
    RequestForm {
        email: address("pia"),
        note: "You write most of it, so it should be yours.".into(),
        company: "Piano Partners".into(),
        ..RequestForm::default()
    }
}

/// What the terminal says when the demo is open.
pub async fn welcome(base_url: &str, has_smtp: bool, warren: &Warren) -> String {
    let people: String = PEOPLE
        .iter()
        .chain([&OPERATOR])
        .map(|(first, last, local, role)| format!("    {:<24}{first} {last}, {role}\n", address(local)))
        .collect();
    let shop = site::address(warren).await;
    let shop = shop.map_or_else(String::new, |shop| format!("  The shop of Acme is published at {shop}\n\n"));
    let code = warren.gate().map_or_else(String::new, |gate| {
        format!(
            "  Publish something yourself: add your SSH key in your account, and push to {}\n\n",
            gate.remote(Some("acme"), "acme-shop")
        )
    });
    let mails = if has_smtp { "" } else { " (nothing leaves this machine)" };
    format!(
        "\n  Warren is open:   {base_url}\n  Mails of the demo: {base_url}/demo/mails{mails}\n\n  Sign in as\n{people}\n  \
         Everybody's password is: {PASSWORD}\n\n  Be the client: open the mail to {} and take over app-x.\n\n{shop}{code}  \
         This is a demo: whoever reaches it can read every mail and become anybody. Stop it with Ctrl-C.\n\n",
        address("ana")
    )
}

fn address(local: &str) -> String {
    format!("{local}@{HOST}")
}
