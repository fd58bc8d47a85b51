//! Members: roles, the Apps of Developers, ends of access, dismissal.

use app::doors::Needs::{Member, Person};
use teamwork::rules::{
    assignment::{AppChoice, AppRef},
    member::{Departure, DepartureReceipt, MemberCard},
    permission::Refusal::{
        LastOwner, LeaveInstead, NeedsAdmin, NeedsOwner, OwnRole, OwnerIsUntouchable, OwnershipIsAccepted,
    },
    problem::Conflict::CompanySuspended,
};

use crate::http::rest::{
    ask::{Body, IfMatch, InCompany, OfMember, Page},
    bodies::members::{NewApps, NewEnd, NewRole},
    tell::{Listed, Nothing, One, Versioned},
    trouble::Trouble,
};

operations! {
    GET "/companies/{company}/members" list_members Read Member(&[3]), "The team, in the order of joining.",
        (me, at: InCompany, page: Page) -> Listed<MemberCard> { {
            let team = me.team(&at.company, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(team.members, team.next, MemberCard::cursor)
        } }
    PATCH "/companies/{company}/members/{member}" change_role Team Member(&[29, 30, 31, 34, 35]), "Give a member another role.",
        (me, of: OfMember, seen: IfMatch, new: Body<NewRole>) -> Versioned<MemberCard>
            | [NeedsOwner, NeedsAdmin, OwnRole, OwnerIsUntouchable, OwnershipIsAccepted, LastOwner] {
            Versioned(me.change_role_with(&of.company, of.member, new.0.role, new.0.apps, seen.0).await?) }
    GET "/companies/{company}/members/{member}/apps" list_apps_of_member Read Member(&[28]), "All Apps, and whether a Developer works on them.",
        (me, of: OfMember, page: Page) -> Listed<AppChoice> | [NeedsAdmin] {
            page.cut(me.apps_of_member(&of.company, of.member).await?, |app| app.id.to_string())? }
    PUT "/companies/{company}/members/{member}/apps" assign_apps Team Member(&[28]), "On which Apps a Developer works: these and no others.",
        (me, of: OfMember, seen: IfMatch, new: Body<NewApps>) -> Versioned<MemberCard>
            | [NeedsAdmin, CompanySuspended] {
            Versioned(me.assign_apps(&of.company, of.member, new.0.apps, seen.0).await?) }
    PUT "/companies/{company}/members/{member}/end" set_end Team Member(&[32, 33]), "When a member's access ends by itself.",
        (me, of: OfMember, seen: IfMatch, new: Body<NewEnd>) -> Versioned<MemberCard>
            | [NeedsOwner, NeedsAdmin, OwnerIsUntouchable] {
            Versioned(me.set_end(&of.company, of.member, &new.0.ends_on, seen.0).await?) }
    GET "/companies/{company}/members/{member}/departure" get_departure Read Member(&[32, 33, 34]), "What would end if a member was dismissed.",
        (me, of: OfMember) -> One<Departure>
            | [NeedsOwner, NeedsAdmin, OwnerIsUntouchable] { One(me.departure_of(&of.company, of.member).await?) }
    DELETE "/companies/{company}/members/{member}" dismiss_member Team Member(&[32, 33, 34]), "Dismiss a member.",
        (me, of: OfMember) -> Nothing
            | [NeedsOwner, NeedsAdmin, OwnerIsUntouchable, LeaveInstead] {
            me.dismiss(&of.company, of.member).await.map(|()| Nothing)? }
    // Who went is no member any more, and reads it too.
    GET "/companies/{company}/departures/{member}" get_departure_receipt Read Person, "What ended when somebody went.",
        (me, of: OfMember) -> One<DepartureReceipt>
            | [NeedsAdmin] { One(me.departure_receipt(&of.company, of.member).await?) }
    GET "/companies/{company}/assignable-apps" list_assignable_apps Read Member(&[25]), "The Apps to which a Developer can be invited.",
        (me, at: InCompany, page: Page) -> Listed<AppRef> | [NeedsAdmin] {
            page.cut(me.apps_to_offer(&at.company).await?, |app| app.id.to_string())? }
}
