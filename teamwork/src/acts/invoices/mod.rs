//! Invoices (R45, 4.5): issued by the clock for every month, read by Owners, Billing members and whoever has a mailed
//! link, settled by the operator who sees the account, and corrected by credit notes.

mod credit;
mod credits;
mod issue;
mod look;
mod paid_back;
mod settle;
mod year;

pub use year::{InvoiceYear, IssuedInvoice};

use crate::rules::{day::Day, moment::DAY};

/// So many days after an invoice was due the link in its mail opens; then a new one can be asked for.
const LINK_LIFE: i64 = 30;

/// The last instant at which a link to an invoice opens.
pub(super) fn link_ends(due: Day, now: crate::rules::moment::Moment) -> crate::rules::moment::Moment {
    due.plus(LINK_LIFE).start().max(now.plus(LINK_LIFE * DAY))
}
