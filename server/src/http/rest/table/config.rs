//! The configuration of an App (row 11). Every edit names the version it is about and answers the new one.

use app::doors::Needs::Member;
use teamwork::rules::{
    config::{ChangeCard, ConfigCard, DomainCard},
    permission::Refusal::{NeedsAdmin, NotAssigned},
    problem::{
        Conflict::{AppSuspended, CompanySuspended},
        Thing,
    },
};

use crate::http::rest::{
    ask::{Body, IfMatch, OfApp, OfDomain, OfVariable, Page},
    bodies::config::{NewDomain, NewHeaders, NewRedirects, NewRuntime, NewVariable, NewVersion, OldVersion},
    tell::{Listed, One, Versioned},
    trouble::Trouble,
};

operations! {
    GET "/apps/{app}/config" get_config Read Member(&[11]), "The present configuration. Of a secret only that it is there.",
        (me, of: OfApp) -> Versioned<ConfigCard> | [NeedsAdmin, NotAssigned] { Versioned(me.config(&of.app).await?) }
    GET "/apps/{app}/config/versions" list_config_versions Read Member(&[11]), "Who changed what, newest first.",
        (me, of: OfApp, page: Page) -> Listed<ChangeCard> | [NeedsAdmin, NotAssigned] { {
            let found = me.config_versions(&of.app, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.versions, found.next, |change| change.version.to_string())
        } }
    PUT "/apps/{app}/config/variables/{variable}" set_variable Apps Member(&[11]), "Set a variable, or a secret that nobody reads again.",
        (me, of: OfVariable, seen: IfMatch, new: Body<NewVariable>) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.set_variable(&of.app, seen.0, &of.variable, &new.0.value, new.0.secret).await?) }
    DELETE "/apps/{app}/config/variables/{variable}" remove_variable Apps Member(&[11]), "Remove a variable.",
        (me, of: OfVariable, seen: IfMatch) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.remove_variable(&of.app, seen.0, &of.variable).await?) }
    PUT "/apps/{app}/config/redirects" set_redirects Apps Member(&[11]), "Redirects: these and no others.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewRedirects>) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.set_redirects(&of.app, seen.0, &new.0.lines()).await?) }
    PUT "/apps/{app}/config/headers" set_headers Apps Member(&[11]), "Headers that are sent with files: these and no others.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewHeaders>) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.set_headers(&of.app, seen.0, &new.0.lines()).await?) }
    PUT "/apps/{app}/config/runtime" set_runtime Apps Member(&[11]), "How it runs: all options at once.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewRuntime>) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.set_runtime(&of.app, seen.0, &new.0.form()).await?) }
    POST "/apps/{app}/config/domains" add_domain Apps Member(&[11]), "Add a domain.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewDomain>) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.add_domain(&of.app, seen.0, &new.0.host).await?) }
    POST "/apps/{app}/config/domains/{host}/check" check_domain Apps Member(&[11]), "Ask the name servers where a domain leads.",
        (me, of: OfDomain) -> One<DomainCard>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            One(me.check_domain(&of.app, &of.host).await?) }
    DELETE "/apps/{app}/config/domains/{host}" remove_domain Apps Member(&[11]), "Remove a domain.",
        (me, of: OfDomain, seen: IfMatch) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended] {
            NewVersion::of(me.remove_domain(&of.app, seen.0, &of.host).await?) }
    POST "/apps/{app}/config/undo" undo_config Apps Member(&[11]), "Make an old version the present one, as a new version.",
        (me, of: OfApp, seen: IfMatch, old: Body<OldVersion>) -> Versioned<NewVersion>
            | [NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended, Thing::Version] {
            NewVersion::of(me.undo_config(&of.app, seen.0, old.0.to).await?) }
}
