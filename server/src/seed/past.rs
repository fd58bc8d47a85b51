//! What the demo has behind it when it opens: people who came two months ago, Apps that were billed since, an invoice that is
//! paid, one that was corrected, one that is open.
//!
//! The past has a house of its own on the same database, and a clock of its own that only goes forward and never comes to the
//! present. When it is over that house is closed, and the one with the real clock opens.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use teamwork::{
    acts::{Actor, Chance, Clock, OpenError, Operator, Settings, Warren},
    rules::{
        day::Day,
        invoice::CreditLine,
        moment::{DAY, HOUR, Moment},
        problem::{Conflict, Field, Problem},
        role::Role,
        text::{Email, Password, PersonName},
    },
};
use thiserror::Error;

use super::{
    OPERATOR, PASSWORD, PEOPLE, address,
    people::{accept, set_up, sign_in, sign_up},
};

/// How long ago the last thing of the past has happened, at least.
const PRESENT: i64 = 6 * HOUR;
/// How many mails are delivered in one go.
const BATCH: i64 = 100;

/// Why there is no past.
#[derive(Debug, Error)]
pub enum PastError {
    #[error("{0}")]
    Open(#[from] OpenError),
    #[error("{0}")]
    Act(#[from] Problem),
}

/// The clock of the past.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl Hands {
    fn go_on(&self, to: Moment) {
        self.0.fetch_max(to.millis(), Ordering::SeqCst);
    }
}

/// The days on which something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days {
    /// Everybody comes.
    began: Day,
    /// The first days are billed.
    first: Day,
    /// The month after them is billed.
    second: Day,
}

impl Days {
    /// The story that ends before `now`: the month that was billed last, the one before it, and the tenth of the one before that.
    fn before(now: Moment) -> Self {
        let second = Day::of(now.plus(-PRESENT)).month().0;
        let first = second.plus(-1).month().0;
        Self { began: first.plus(-1).month().0.plus(9), first, second }
    }
}

/// Lives the past in an empty house. Answers whether there was anything to do.
///
/// # Errors
/// When the house cannot be opened, or what an act says.
pub async fn live(settings: Settings, now: Moment) -> Result<bool, PastError> {
    let days = Days::before(now);
    let clock = Arc::new(Hands(AtomicI64::new(days.began.start().plus(9 * HOUR).millis())));
    let warren = Warren::open(settings, clock.clone(), Chance::from_os()).await?;
    let lived = story(&warren, &clock, days).await;
    warren.close().await;
    Ok(lived?)
}

async fn story(warren: &Arc<Warren>, clock: &Hands, days: Days) -> Result<bool, Problem> {
    if !warren.mailbox(None).await?.is_empty() {
        return Ok(false);
    }
    match make_operator(warren).await {
        // A house whose mails were swept away long ago.
        Err(Problem::Conflict(Conflict::AddressInUse)) => return Ok(false),
        made => made?,
    }
    let operator = Operator::of_the_house(warren);
    name_the_seller(&operator).await?;
    people(warren).await?;
    deliver(warren).await?;

    bill(warren, clock, days.first).await?;
    clock.go_on(days.first.start().plus(6 * DAY + 10 * HOUR));
    let paid = pay(warren, "acme").await?;
    pay(warren, "flynn").await?;
    clock.go_on(days.first.start().plus(9 * DAY + 10 * HOUR));
    credit(warren, &paid, "5.00", "The shop stood still for some days.").await?;
    deliver(warren).await?;

    bill(warren, clock, days.second).await?;
    clock.go_on(days.second.start().plus(3 * HOUR));
    let paid = pay(warren, "flynn").await?;
    clock.go_on(days.second.start().plus(4 * HOUR));
    credit(warren, &paid, "3.00", "A lower price was promised for this month.").await?;
    deliver(warren).await?;
    Ok(true)
}

/// Everybody comes, two Companies are set up, and their Apps begin.
async fn people(warren: &Arc<Warren>) -> Result<(), Problem> {
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
        deliver(warren).await?;
        accept(warren, local).await?;
    }
    begin(&ada, &acme, &[("acme-shop", "standard"), ("acme-wiki", "small")]).await?;
    ada.sign_out().await?;
    let kevin = sign_in(warren, "kevin").await?;
    let flynn = set_up(&kevin, "Flynn Web Studio", "flynn", "1 Arcade Lane", "kevin").await?;
    begin(&kevin, &flynn, &[("flynn-site", "small")]).await?;
    kevin.sign_out().await
}

/// Begins paid Apps, on these plans.
async fn begin(owner: &Actor, slug: &str, apps: &[(&str, &str)]) -> Result<(), Problem> {
    if let Some(contact) = owner.billing(slug).await?.first() {
        for (app, plan) in apps {
            owner.create_app(slug, app, plan, contact.id).await?;
        }
    }
    Ok(())
}

/// In the first night of a month the one before it is billed.
async fn bill(warren: &Arc<Warren>, clock: &Hands, day: Day) -> Result<(), Problem> {
    clock.go_on(day.start().plus(2 * HOUR));
    while warren.bill().await? > 0 {}
    deliver(warren).await
}

/// What a Company owes came in on the account. Answers for which invoices.
async fn pay(warren: &Arc<Warren>, slug: &str) -> Result<Vec<String>, Problem> {
    let operator = Operator::of_the_house(warren);
    let open = operator.open_invoices(None).await?.invoices;
    let of_it = open.iter().filter(|invoice| invoice.company.as_deref() == Some(slug));
    let numbers: Vec<String> = of_it.map(|invoice| invoice.card.number.to_string()).collect();
    for number in &numbers {
        operator.record_payment(number, "").await?;
    }
    Ok(numbers)
}

/// Something was wrong with the first line of these invoices.
async fn credit(warren: &Arc<Warren>, invoices: &[String], amount: &str, reason: &str) -> Result<(), Problem> {
    let line = CreditLine { line: 1, left: String::new(), amount: amount.into() };
    for number in invoices {
        Operator::of_the_house(warren).credit_invoice(number, std::slice::from_ref(&line), reason).await?;
    }
    Ok(())
}

/// Mails go out at once, so that none of the past is left for the present.
async fn deliver(warren: &Arc<Warren>) -> Result<(), Problem> {
    loop {
        let mails = warren.claim_mails(BATCH, HOUR).await?;
        if mails.is_empty() {
            return Ok(());
        }
        for mail in &mails {
            warren.mail_sent(mail).await?;
        }
    }
}
/// Whoever runs a demo gets invoices on the first of the month. Nobody is to be reminded while somebody looks around.
async fn name_the_seller(operator: &Operator) -> Result<(), Problem> {
    for (setting, value) in [
        ("seller_name", "Burrow Hosting"),
        ("seller_street", "1 Warren Way"),
        ("seller_postal_code", "10115"),
        ("seller_city", "Berlin"),
        ("seller_country", "DE"),
        ("seller_vat_number", "DE136695976"),
        ("seller_email", "billing@warren.example"),
        ("seller_phone", "+49 30 1234567"),
        ("seller_iban", "DE89370400440532013000"),
        ("seller_creditor", "DE98ZZZ09999999999"),
        ("payment_days", "30"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_never_comes_to_the_present() {
        // Every hour of a year and more.
        for hour in 0..24 * 400 {
            let now = Moment::from_millis(1_798_000_000_000 + hour * HOUR);
            let Days { began, first, second } = Days::before(now);
            assert!(second.start().plus(4 * HOUR) < now, "{}", now.to_rfc3339());
            assert!(first.start().plus(9 * DAY + 10 * HOUR) < second.start() && began < first);
            assert_eq!((first.month().1, began.month().1), (second, first));
            let (_, _, days) = began.calendar();
            assert_eq!(days, 10);
            // What is issued on the second day is due in thirty.
            assert!(now.since(second.start()) <= 31 * DAY + PRESENT);
        }
    }

    #[test]
    fn its_clock_only_goes_forward() {
        let clock = Hands(AtomicI64::new(5));
        clock.go_on(Moment::from_millis(3));
        assert_eq!(clock.now().millis(), 5);
        clock.go_on(Moment::from_millis(7));
        assert_eq!(clock.now().millis(), 7);
    }
}
