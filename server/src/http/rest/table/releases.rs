//! What of an App is published. The live release is what rolling back is about: its number is the version.

use app::doors::Needs::Member;
use teamwork::rules::{
    permission::Refusal::{NeedsAdmin, NotAssigned},
    problem::{
        Conflict::{AppSuspended, CompanySuspended},
        Thing,
    },
    release::{ReleaseCard, SiteCard},
};

use crate::http::rest::{
    ask::{Body, IfMatch, OfApp, Page},
    bodies::releases::OlderRelease,
    tell::{Listed, Versioned},
    trouble::Trouble,
};

operations! {
    GET "/apps/{app}/site" get_site Read Member(&[8]), "Where an App is served, and which release visitors see.",
        (me, of: OfApp) -> Versioned<SiteCard> | [NeedsAdmin, NotAssigned] { Versioned(me.site(&of.app).await?) }
    GET "/apps/{app}/releases" list_releases Read Member(&[8]), "What was published, newest first, and what could not be.",
        (me, of: OfApp, page: Page) -> Listed<ReleaseCard> | [NeedsAdmin, NotAssigned] { {
            let found = me.releases(&of.app, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.releases, found.next, |release| release.number.to_string())
        } }
    POST "/apps/{app}/site/roll-back" roll_back Apps Member(&[11]), "Let visitors see another release that is kept, at once.",
        (me, of: OfApp, seen: IfMatch, older: Body<OlderRelease>) -> Versioned<SiteCard>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended, Thing::Release] { {
            me.roll_back(&of.app, seen.0, older.0.to).await?;
            Versioned(me.site(&of.app).await?)
        } }
}
