//! The log (row 7): each role its part, newest first.

use app::doors::Needs::{Member, Person};
use teamwork::rules::{
    log::LogLine,
    permission::Refusal::{NeedsAdmin, NotAssigned},
};

use crate::http::rest::{
    ask::{Filter, InCompany, OfApp, Page},
    tell::Listed,
};

operations! {
    GET "/companies/{company}/activity" list_activity Read Member(&[7]), "What happened in a Company, as far as my role reads it.",
        (me, at: InCompany, page: Page, what: Filter<true>) -> Listed<LogLine> { {
            let found = me.activity(&at.company, &what.0, page.number()?).await?;
            page.shorten(found.lines, found.next.map(|next| next.to_string()), |line| line.id.to_string())
        } }
    GET "/apps/{app}/activity" list_app_activity Read Member(&[7]), "What happened to an App while its present holder held it.",
        (me, of: OfApp, page: Page, what: Filter<false>) -> Listed<LogLine> | [NeedsAdmin, NotAssigned] { {
            let found = me.app_activity(&of.app, &what.0, page.number()?).await?;
            page.shorten(found.lines, found.next.map(|next| next.to_string()), |line| line.id.to_string())
        } }
    GET "/account/activity" list_my_activity Read Person, "What I did that no Company has to know of.",
        (me, page: Page) -> Listed<LogLine> { {
            let found = me.my_activity(page.number()?).await?;
            // A person's chain is read by the place in it.
            page.shorten(found.lines, found.next.map(|next| next.to_string()), |line| {
                line.seq.map(|seq| seq.to_string()).unwrap_or_default()
            })
        } }
}
