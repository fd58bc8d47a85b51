//! The pages and acts that are measured: every list there is.

use std::pin::Pin;

use teamwork::{
    acts::{Actor, Operator},
    rules::{id::BillingContactId, invoice::InvoiceTab, log::EventKind, log_filter::LogFilter, problem::Problem},
};

use super::{fill, house::House, money::ARCHIVE};

type Page = for<'a> fn(&'a House) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + 'a>>;

macro_rules! pages {
    ($($name:literal => |$house:ident| $act:expr,)*) => {
        /// Each with its name.
        pub const ALL: &[(&str, Page)] = &[$(($name, |$house| Box::pin(async move { $act.await.map(|_| ()) }))),*];
    };
}

pages! {
    "my Companies" => |house| house.ada.my_companies(),
    "a Company" => |house| house.ada.company("acme"),
    "the team, first page" => |house| house.ada.team("acme", None),
    "the team, midway" => |house| house.ada.team("acme", Some(&house.midway.members)),
    "the team, of a Developer" => |house| house.kevin.team("acme", None),
    "the team of a small Company" => |house| house.mallory.team("small", None),
    "open invitations" => |house| house.ada.invitations("acme"),
    "the Apps, first page" => |house| house.ada.apps("acme", None),
    "the Apps, midway" => |house| house.ada.apps("acme", Some(&house.midway.apps)),
    "the Apps, of a Developer" => |house| house.kevin.apps("acme", None),
    "an App" => |house| house.ada.app(&fill::app(7)),
    "an App, of a Developer" => |house| house.kevin.app(&fill::app(7)),
    "scaling an App" => |house| house.ada.scaling(&fill::app(7)),
    "who pays for an App" => |house| house.ada.pay_sheet(&fill::app(7)),
    "where an App can move" => |house| house.ada.bill_of_lading(&fill::app(7)),
    "a new App" => |house| house.ada.new_app_sheet("acme"),
    "Billing Contacts" => |house| house.ada.billing("acme"),
    "the payment requests" => |house| house.ada.requests("acme", None),
    "the archive of invoices" => |house| house.ada.invoices("acme", archive(), InvoiceTab::All, None, None),
    "the archive, of a year" => |house| house.ada.invoices("acme", archive(), InvoiceTab::All, Some(2025), None),
    "the archive, what is open" => |house| house.ada.invoices("acme", archive(), InvoiceTab::Open, None, None),
    "the operator's open invoices" => |house| operator(house).open_invoices(None),
    "whose Apps wait to be deleted" => |house| operator(house).doomed(),
    "the log, first page" => |house| house.ada.activity("acme", &LogFilter::default(), None),
    "the log, midway" => |house| house.ada.activity("acme", &LogFilter::default(), Some(house.midway.log)),
    "the log, of a kind" => |house| house.ada.activity("acme", &of(EventKind::Billing), None),
    "the log, of a kind there is none of" => |house| house.ada.activity("acme", &of(EventKind::Company), None),
    "the log, of who did nothing" => |house| house.ada.activity("acme", &by(&house.kevin), None),
    "the log, of a Developer" => |house| house.kevin.activity("acme", &LogFilter::default(), None),
    "the log, of an App" => |house| house.ada.app_activity(&fill::app(7), &LogFilter::default(), None),
    "the log of a small Company" => |house| house.mallory.activity("small", &LogFilter::default(), None),
    "what leaving means, for a Developer" => |house| house.kevin.departure("acme"),
    "what leaving means" => |house| house.ada.departure("acme"),
    "what deleting the Company means" => |house| house.ada.company_end("acme"),
    "my sessions" => |house| house.ada.sessions(),
    "renaming myself" => |house| house.ada.change_name("Ada", "Lovelace"),
    "the operator's Companies" => |house| operator(house).companies("", None),
    "the operator's Companies, by their beginning" => |house| operator(house).companies("company", None),
    "the operator's Apps" => |house| operator(house).apps("", None),
    "the operator's page of a Company" => |house| operator(house).company("acme"),
    "what waits for the operator" => |house| operator(house).waiting(),
}

fn of(kind: EventKind) -> LogFilter {
    LogFilter { kind: Some(kind), ..LogFilter::default() }
}

fn by(person: &Actor) -> LogFilter {
    LogFilter { person: Some(person.id()), ..LogFilter::default() }
}

fn archive() -> BillingContactId {
    ARCHIVE.parse().unwrap()
}

fn operator(house: &House) -> Operator {
    Operator::of_the_house(&house.warren)
}
