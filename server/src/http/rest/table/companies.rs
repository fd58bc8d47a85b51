//! Companies: setting up, looking, settings, leaving, the end, and the recovery of ownership as its people see it.

use app::doors::Needs::{Member, Person};
use teamwork::rules::{
    company::{CompanyCard, CompanyEnd, CompanyOverview, CompanySettings},
    member::Departure,
    permission::Refusal::{LastOwner, NeedsAdmin, NeedsOwner, OwnRole},
    problem::{
        Conflict::{PreconditionFailed, RecoveryEnded},
        Problem,
    },
    recovery::RecoveryCard,
};

use crate::http::rest::{
    ask::{Body, IfMatch, InCompany, Page},
    bodies::companies::{CompanyRef, Confirmation, NewCompany, NewNames, NewPolicies},
    tell::{Listed, Made, Nothing, One, Versioned},
};

operations! {
    GET "/companies" list_companies Read Person, "My Companies, with my role in each.",
        (me, page: Page) -> Listed<CompanyCard> { page.cut(me.my_companies().await?, |company| company.id.to_string())? }
    POST "/companies" create_company Team Person, "Set up a Company with its first Billing Contact; I am its Owner.",
        (me, new: Body<NewCompany>) -> Made<CompanyRef> { Made(CompanyRef { company: me.set_up_company(new.0.setup()?).await? }) }
    GET "/companies/{company}" get_company Read Member(&[2]), "The front page of a Company.",
        (me, at: InCompany) -> One<CompanyOverview> { One(me.company(&at.company).await?) }
    GET "/companies/{company}/settings" get_company_settings Read Member(&[4]), "Its names and its policies, to change them.",
        (me, at: InCompany) -> Versioned<CompanySettings>
            | [NeedsOwner] { Versioned(me.company_settings(&at.company).await?) }
    PUT "/companies/{company}/settings" rename_company Team Member(&[4]), "Give it another name; the old one in URLs is free then.",
        (me, at: InCompany, seen: IfMatch, new: Body<NewNames>) -> Versioned<CompanySettings> | [NeedsOwner] { {
            let slug = me.rename_company(&at.company, seen.0, new.0.names()?).await?;
            Versioned(me.company_settings(&slug).await?)
        } }
    PUT "/companies/{company}/policies" change_policies Team Member(&[4]), "Decide whom it invites, and how long Developers keep access.",
        (me, at: InCompany, seen: IfMatch, new: Body<NewPolicies>) -> Versioned<CompanySettings> | [NeedsOwner] { {
            me.change_policies(&at.company, seen.0, new.0.policies()?).await?;
            Versioned(me.company_settings(&at.company).await?)
        } }
    GET "/companies/{company}/departure" get_my_departure Read Member(&[6]), "What would end if I left.",
        (me, at: InCompany) -> One<Departure> { One(me.departure(&at.company).await?) }
    POST "/companies/{company}/leave" leave_company Team Member(&[6]), "Leave a Company.",
        (me, at: InCompany) -> Nothing | [LastOwner] { me.leave(&at.company).await.map(|()| Nothing)? }
    POST "/companies/{company}/step-down" step_down Team Member(&[35]), "From Owner to Admin, while another Owner is there.",
        (me, at: InCompany) -> Nothing
            | [OwnRole, LastOwner, PreconditionFailed] { me.step_down(&at.company).await.map(|_| Nothing)? }
    GET "/companies/{company}/end" get_company_end Read Member(&[5]), "What would end with the Company.",
        (me, at: InCompany) -> One<CompanyEnd> | [NeedsOwner] { One(me.company_end(&at.company).await?) }
    POST "/companies/{company}/delete" delete_company Team Member(&[5]), "Delete a Company with its Apps; confirm with its name. Needs guarded.",
        (me, at: InCompany, by: Body<Confirmation>) -> Nothing | [Problem::Reauthenticate, NeedsOwner] {
            me.delete_company(&at.company, &by.0.confirmation).await.map(|()| Nothing)? }
    GET "/companies/{company}/recoveries" list_recoveries Read Member(&[3]), "The recovery of ownership that waits, if there is one.",
        (me, at: InCompany, page: Page) -> Listed<RecoveryCard> | [NeedsAdmin] {
            page.cut(me.recovery(&at.company).await?.into_iter().collect(), |one| one.id.to_string())? }
    POST "/companies/{company}/recoveries/stop" stop_recovery Team Member(&[4]), "Stop the recovery that waits.",
        (me, at: InCompany) -> Nothing
            | [NeedsOwner, RecoveryEnded] { me.stop_recovery(&at.company).await.map(|()| Nothing)? }
}
