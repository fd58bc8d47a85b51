//! The people of the demo. Everything happens through acts, as it would in a browser, and only in an empty house.

pub mod site;

use std::sync::Arc;

use teamwork::{
    acts::{Actor, Guest, Operator, SignUp, Visitor, Warren},
    letters::Letter,
    rules::{
        billing::BillingForm,
        company::CompanySetup,
        git::Gate,
        invitation::Offer,
        log::Door,
        problem::{Field, Problem, Thing},
        request::RequestForm,
        role::Role,
        text::{Email, Password, PersonName},
    },
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

/// Fills an empty house. Answers whether there was anything to do.
///
/// # Errors
/// What an act says.
pub async fn plant(warren: &Arc<Warren>) -> Result<bool, Problem> {
    if !warren.mailbox(None).await?.is_empty() || sign_in(warren, "ada").await.is_ok() {
        return Ok(false);
    }
    make_operator(warren).await?;
    name_the_seller(warren).await?;
    for (first, last, local, _) in PEOPLE {
        sign_up(warren, first, last, local).await?;
    }
    let ada = sign_in(warren, "ada").await?;
    let acme = set_up(&ada, "Acme Inc", "acme", "12 Analytical Road", "ada").await?;
    let welcome = "Good to have you with us. The shop is first in line.";
    for (local, role, note) in
        [("grace", Role::Admin, ""), ("kevin", Role::Developer, welcome), ("mara", Role::Billing, "")]
    {
        ada.invite(&acme, &address(local), role, note).await?;
        accept(warren, local).await?;
    }
    if let Some(contact) = ada.billing(&acme).await?.first() {
        ada.create_app(&acme, "acme-shop", "standard", contact.id).await?;
    }
    ada.start_trial(&acme, "acme-blog").await?;
    let kevin = sign_in(warren, "kevin").await?;
    kevin.start_personal_trial("app-x").await?;
    set_up(&kevin, "Flynn Web Studio", "flynn", "1 Arcade Lane", "kevin").await?;
    let shop = ada.apps_to_offer(&acme).await?.into_iter().filter(|app| app.name == "acme-shop").map(|app| app.id);
    let apps: Vec<_> = shop.collect();
    ada.assign_apps(&acme, kevin.id(), apps.clone(), 1).await?;
    kevin.send_request("app-x", to_the_client()).await?;
    kevin.set_variable("acme-shop", 0, "SHOP_TITLE", "Acme, purveyors of anvils", false).await?;
    kevin.set_variable("acme-shop", 1, "PAYMENT_KEY", "sk-of-the-demo", true).await?;
    kevin.set_redirects("acme-shop", 2, "/catalogue /anvils 308").await?;
    let offer = Offer { apps, ..Offer::plain(Role::Developer, "You would look after the shop.") };
    ada.invite_with(&acme, &address("dev"), offer).await?;
    Ok(true)
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

/// What the terminal says when the demo is open.
pub fn welcome(base_url: &str, has_smtp: bool, gate: Option<&Gate>) -> String {
    let people: String = PEOPLE
        .iter()
        .chain([&OPERATOR])
        .map(|(first, last, local, role)| format!("    {:<24}{first} {last}, {role}\n", address(local)))
        .collect();
    let code = gate.map_or_else(String::new, |gate| {
        format!(
            "  Publish something: add your SSH key in your account, and push to {}\n\n",
            gate.remote(Some("acme"), "acme-shop")
        )
    });
    let mails = if has_smtp { "" } else { " (nothing leaves this machine)" };
    format!(
        "\n  Warren is open:   {base_url}\n  Mails of the demo: {base_url}/demo/mails{mails}\n\n  Sign in as\n{people}\n  \
         Everybody's password is: {PASSWORD}\n\n  Be the client: open the mail to {} and take over app-x.\n\n{code}  \
         This is a demo: whoever reaches it can read every mail and become anybody. Stop it with Ctrl-C.\n\n",
        address("ana")
    )
}

fn address(local: &str) -> String {
    format!("{local}@{HOST}")
}

fn somebody(warren: &Arc<Warren>) -> Guest {
    Guest::new(warren, Door::Cli, "", "", warren.request())
}

async fn person(warren: &Arc<Warren>, secret: &str) -> Result<Actor, Problem> {
    match somebody(warren).recognise(secret).await? {
        Visitor::Person(actor) => Ok(actor),
        Visitor::Guest(_) => Err(Problem::SignedOut),
    }
}

async fn sign_in(warren: &Arc<Warren>, local: &str) -> Result<Actor, Problem> {
    let signed_in = somebody(warren).sign_in(&address(local), PASSWORD).await?;
    person(warren, &signed_in.secret).await
}

/// Whoever runs a demo gets invoices on the first of the month.
async fn name_the_seller(warren: &Arc<Warren>) -> Result<(), Problem> {
    let operator = Operator::of_the_house(warren);
    for (setting, value) in [
        ("seller_name", "Burrow Hosting"),
        ("seller_street", "1 Warren Way"),
        ("seller_postal_code", "10115"),
        ("seller_city", "Berlin"),
        ("seller_country", "DE"),
        ("seller_iban", "DE89370400440532013000"),
    ] {
        operator.set_setting(setting, value).await?;
    }
    Ok(())
}

async fn make_operator(warren: &Arc<Warren>) -> Result<(), Problem> {
    let (first, last, local, _) = OPERATOR;
    let name = PersonName::parse(first, last).map_err(Problem::Invalid)?;
    let email = address(local);
    let password = Password::parse(Field::Password, PASSWORD, &email)?;
    warren.create_operator(name, Email::parse(Field::Email, &email)?, password).await.map(|_| ())
}

/// Signs up and proves the address, out of the mail.
async fn sign_up(warren: &Arc<Warren>, first: &str, last: &str, local: &str) -> Result<(), Problem> {
    let form = SignUp {
        first_name: first.into(),
        last_name: last.into(),
        email: address(local),
        password: PASSWORD.into(),
        terms: true,
        invitation: None,
    };
    somebody(warren).sign_up(form).await?;
    let secret = mailed_secret(warren, local, |letter| matches!(letter, Letter::ConfirmEmail { .. })).await?;
    somebody(warren).confirm_email(&secret).await
}

async fn set_up(actor: &Actor, name: &str, slug: &str, street: &str, local: &str) -> Result<String, Problem> {
    let billing = BillingForm {
        billing_name: name.into(),
        street: street.into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: String::new(),
        billing_email: address(local),
    };
    actor.set_up_company(CompanySetup::read(name, slug, &billing)?).await
}

/// Accepts the newest invitation, out of the mail.
async fn accept(warren: &Arc<Warren>, local: &str) -> Result<(), Problem> {
    let secret = mailed_secret(warren, local, |letter| matches!(letter, Letter::Invitation { .. })).await?;
    sign_in(warren, local).await?.accept_invitation(&secret).await.map(|_| ())
}

/// The secret in the newest mail of this kind to this person: the end of its link.
async fn mailed_secret(
    warren: &Arc<Warren>,
    local: &str,
    is_wanted: impl Fn(&Letter) -> bool,
) -> Result<String, Problem> {
    let to = address(local);
    let mails = warren.mailbox(None).await?;
    let mail = mails.iter().find(|mail| mail.to == to && is_wanted(&mail.letter));
    let link = mail.and_then(|mail| warren.secret_link(&mail.letter)).ok_or(Problem::NotFound(Thing::Page))?;
    Ok(link.rsplit('/').next().unwrap_or_default().to_owned())
}
