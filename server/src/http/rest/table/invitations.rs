//! Invitations of a Company, and those to me.

use app::doors::Needs::{Member, Person, Secret};
use teamwork::{
    acts::Visitor,
    rules::{
        invitation::{InvitationCard, MyInvitation},
        permission::Refusal::{NeedsAdmin, NeedsOwner},
        problem::{
            Conflict::{AlreadyMember, CompanySuspended, DomainNotInvited, WrongAccount, YourInvitation},
            Field,
            Gone::{InvitationAccepted, InvitationDeclined, InvitationExpired, InvitationWithdrawn},
            Problem, Thing, Why,
        },
    },
};

use crate::http::rest::{
    ask::{Body, InCompany, OfInvitation, Page, ToMe},
    bodies::{
        companies::CompanyRef,
        invitations::{InvitationEdit, Link, MailedSecret, NewInvitations, Outcome},
    },
    tell::{self, Listed, Nothing, One, Outcomes},
    trouble::Trouble,
};

operations! {
    GET "/companies/{company}/invitations" list_invitations Read Member(&[3]), "The open invitations of a Company.",
        (me, at: InCompany, page: Page) -> Listed<InvitationCard> | [NeedsAdmin] { {
            let found = me.invitation_page(&at.company, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.invitations, found.next, InvitationCard::cursor)
        } }
    POST "/companies/{company}/invitations" invite Team Member(&[23, 24, 25, 26]), "Invite one or many addresses with one role. An Owner needs guarded.",
        (me, at: InCompany, new: Body<NewInvitations>) -> Outcomes<Outcome>
            | [Problem::Unconfirmed, Problem::Reauthenticate, NeedsOwner, NeedsAdmin, CompanySuspended] { {
            let invited = me.invite_with(&at.company, &new.0.addresses.join("\n"), new.0.offer()).await?;
            Outcomes(invited.into_iter().map(Outcome::from).collect())
        } }
    PATCH "/companies/{company}/invitations/{invitation}" edit_invitation Team Member(&[27]), "Change what is offered; the person gets a new mail.",
        (me, of: OfInvitation, new: Body<InvitationEdit>) -> Nothing
            | [Problem::Unconfirmed, Problem::Reauthenticate, NeedsOwner, NeedsAdmin, CompanySuspended, DomainNotInvited,
               InvitationAccepted, InvitationDeclined, InvitationWithdrawn] {
            me.edit_invitation_with(&of.company, of.invitation, new.0.offer()).await.map(|()| Nothing)? }
    POST "/companies/{company}/invitations/{invitation}/resend" resend_invitation Team Member(&[27]), "Send an invitation again: new secret, new deadline.",
        (me, of: OfInvitation) -> Nothing
            | [Problem::Unconfirmed, NeedsOwner, NeedsAdmin, CompanySuspended, DomainNotInvited, InvitationAccepted,
               InvitationDeclined, InvitationWithdrawn, Problem::field(Field::EndsOn, Why::PastDate)] {
            me.resend_invitation(&of.company, of.invitation).await.map(|()| Nothing)? }
    POST "/companies/{company}/invitations/{invitation}/link" copy_invitation_link Team Member(&[27]), "A link to hand over by other means.",
        (me, of: OfInvitation) -> tell::Secret<Link>
            | [NeedsOwner, NeedsAdmin, InvitationExpired, InvitationAccepted, InvitationDeclined, InvitationWithdrawn] {
            tell::Secret(Link { link: me.copy_invitation_link(&of.company, of.invitation).await? }) }
    DELETE "/companies/{company}/invitations/{invitation}" cancel_invitation Team Member(&[27]), "Withdraw an invitation.",
        (me, of: OfInvitation) -> Nothing
            | [NeedsOwner, NeedsAdmin, InvitationAccepted, InvitationDeclined, InvitationWithdrawn] {
            me.cancel_invitation(&of.company, of.invitation).await.map(|()| Nothing)? }

    // To me.
    GET "/invitations" list_my_invitations Read Person, "The open invitations to my address.",
        (me, page: Page) -> Listed<MyInvitation> { page.cut(me.my_invitations().await?, |one| one.id.to_string())? }
    POST "/invitations/{invitation}/mail" mail_my_invitation Account Person, "Have the link of an invitation to me mailed again.",
        (me, to: ToMe) -> Nothing
            | [Problem::Unconfirmed, InvitationExpired, InvitationAccepted, InvitationDeclined, InvitationWithdrawn] {
            me.mail_my_invitation(to.invitation).await.map(|()| Nothing)? }
    POST "/invitations/accept" accept_invitation Account Secret, "Accept an invitation by the secret of its link.",
        (me, by: Body<MailedSecret>) -> One<CompanyRef>
            | [Thing::Invitation, Problem::Unconfirmed, WrongAccount, CompanySuspended, AlreadyMember, DomainNotInvited,
               InvitationExpired, InvitationAccepted, InvitationDeclined, InvitationWithdrawn] {
            One(CompanyRef { company: me.accept_invitation(&by.0.secret).await? }) }
    POST "/invitations/decline" decline_invitation Account Secret, "Decline an invitation by the secret of its link.",
        (me, by: Body<MailedSecret>) -> Nothing
            | [Thing::Invitation, Problem::Unconfirmed, WrongAccount, InvitationExpired, InvitationAccepted,
               InvitationDeclined, InvitationWithdrawn] {
            Visitor::Person(me.clone()).decline_invitation(&by.0.secret).await.map(|()| Nothing)? }
    POST "/invitations/readdress" ask_for_readdress Account Secret, "Ask the sender of somebody else's invitation, by its secret, to invite me instead.",
        (me, by: Body<MailedSecret>) -> Nothing
            | [Thing::Invitation, Problem::Unconfirmed, YourInvitation, InvitationExpired, InvitationAccepted,
               InvitationDeclined, InvitationWithdrawn] {
            Visitor::Person(me.clone()).ask_for_readdress(&by.0.secret).await.map(|()| Nothing)? }
    POST "/invitations/ask" ask_for_renewal Account Secret, "Ask the sender of an expired invitation, by its secret, to send it again.",
        (me, by: Body<MailedSecret>) -> Nothing
            | [Thing::Invitation, Problem::Unconfirmed, WrongAccount, InvitationAccepted, InvitationDeclined,
               InvitationWithdrawn] {
            Visitor::Person(me.clone()).ask_for_renewal(&by.0.secret).await.map(|()| Nothing)? }
}
