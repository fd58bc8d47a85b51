//! Every operation, one row each: what is called, how far a token has to reach, what its person has to be, one sentence,
//! and the one line that calls the act. A row without scope or needs does not compile.

use std::pin::Pin;

use app::doors::Needs::{self, FreshPerson, Member, Person, Secret};
use axum::http::Method;
use teamwork::{
    acts::Visitor,
    rules::{
        account::{Me, SessionCard},
        billing::BillingCard,
        company::{CompanyCard, CompanyOverview},
        invitation::{InvitationCard, MyInvitation},
        member::MemberCard,
        token::{MadeToken, Scope, TokenCard},
    },
};

use super::{
    ask::{Asked, Body, Call, IfMatch, InCompany, OfInvitation, OfMember, OfSession, OfToken, Page, ToMe},
    bodies::*,
    openapi::Sheet,
    tell::{self, Answer, Listed, Made, Nothing, One, Outcomes, Told, Versioned},
    trouble::Trouble,
};

/// One row.
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    pub id: &'static str,
    pub scope: Scope,
    pub needs: Needs,
    pub summary: &'static str,
    pub has_body: bool,
    query: &'static [&'static [&'static str]],
    /// Writes what it takes and gives onto its sheet of the document.
    pub describe: fn(&mut Sheet),
    pub run: fn(Call) -> Running,
}

type Running = Pin<Box<dyn Future<Output = Result<Answer, Trouble>> + Send>>;

impl Operation {
    /// The method as a type.
    pub fn method(&self) -> Method {
        self.method.parse().unwrap_or_default()
    }

    /// Whether it knows this parameter of the query.
    pub fn takes(&self, name: &str) -> bool {
        self.query.iter().any(|names| names.contains(&name))
    }
}

macro_rules! operations {
    ($($method:ident $path:literal $id:ident $scope:ident $needs:expr, $summary:literal,
       ($me:ident $(, $arg:ident: $kind:ty)*) -> $told:ty { $act:expr })*) => {
        /// All of them.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            method: stringify!($method),
            path: concat!("/api/v1", $path),
            id: stringify!($id),
            scope: Scope::$scope,
            needs: $needs,
            summary: $summary,
            has_body: false $(|| <$kind as Asked>::BODY)*,
            query: &[$(<$kind as Asked>::QUERY),*],
            describe: |sheet| {
                $(<$kind as Asked>::describe(sheet);)*
                <$told as Told>::describe(sheet);
            },
            run: |call| Box::pin(async move {
                $(let $arg = <$kind as Asked>::read(&call)?;)*
                let $me = &call.actor;
                let told: $told = $act;
                Ok(told.tell())
            }),
        }),*];
    };
}

operations! {
    // Companies.
    GET "/companies" list_companies Read Person, "My Companies, with my role in each.",
        (me, page: Page) -> Listed<CompanyCard> { page.cut(me.my_companies().await?, |company| company.id.to_string())? }
    POST "/companies" create_company Team Person, "Set up a Company with its first Billing Contact; I am its Owner.",
        (me, new: Body<NewCompany>) -> Made<CompanyRef> { Made(CompanyRef { company: me.set_up_company(new.0.setup()?).await? }) }
    GET "/companies/{company}" get_company Read Member(&[2]), "The front page of a Company.",
        (me, at: InCompany) -> One<CompanyOverview> { One(me.company(&at.company).await?) }
    POST "/companies/{company}/leave" leave_company Team Member(&[6]), "Leave a Company.",
        (me, at: InCompany) -> Nothing { me.leave(&at.company).await.map(|()| Nothing)? }

    // Members.
    GET "/companies/{company}/members" list_members Read Member(&[3]), "The team, in the order of joining.",
        (me, at: InCompany, page: Page) -> Listed<MemberCard> { {
            let team = me.team(&at.company, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(team.members, team.next, MemberCard::cursor)
        } }
    PATCH "/companies/{company}/members/{member}" change_role Team Member(&[29, 30, 31, 34, 35]), "Give a member another role.",
        (me, of: OfMember, seen: IfMatch, new: Body<NewRole>) -> Versioned<MemberCard> {
            Versioned(me.change_role_with(&of.company, of.member, new.0.role, new.0.apps, seen.0).await?) }
    DELETE "/companies/{company}/members/{member}" dismiss_member Team Member(&[32, 33, 34]), "Dismiss a member.",
        (me, of: OfMember) -> Nothing { me.dismiss(&of.company, of.member).await.map(|()| Nothing)? }

    // Invitations of a Company.
    GET "/companies/{company}/invitations" list_invitations Read Member(&[3]), "The open invitations of a Company.",
        (me, at: InCompany, page: Page) -> Listed<InvitationCard> {
            page.cut(me.invitations(&at.company).await?, |one| one.id.to_string())? }
    POST "/companies/{company}/invitations" invite Team Member(&[23, 24, 25, 26]), "Invite one or many addresses with one role.",
        (me, at: InCompany, new: Body<NewInvitations>) -> Outcomes<Outcome> { {
            let invited = me.invite_with(&at.company, &new.0.addresses.join("\n"), new.0.offer()).await?;
            Outcomes(invited.into_iter().map(Outcome::from).collect())
        } }
    PATCH "/companies/{company}/invitations/{invitation}" edit_invitation Team Member(&[27]), "Change role and note; the person gets a new mail.",
        (me, of: OfInvitation, new: Body<InvitationEdit>) -> Nothing {
            me.edit_invitation_with(&of.company, of.invitation, new.0.offer()).await.map(|()| Nothing)? }
    POST "/companies/{company}/invitations/{invitation}/resend" resend_invitation Team Member(&[27]), "Send an invitation again: new secret, new deadline.",
        (me, of: OfInvitation) -> Nothing { me.resend_invitation(&of.company, of.invitation).await.map(|()| Nothing)? }
    POST "/companies/{company}/invitations/{invitation}/link" copy_invitation_link Team Member(&[27]), "A link to hand over by other means.",
        (me, of: OfInvitation) -> tell::Secret<Link> {
            tell::Secret(Link { link: me.copy_invitation_link(&of.company, of.invitation).await? }) }
    DELETE "/companies/{company}/invitations/{invitation}" cancel_invitation Team Member(&[27]), "Withdraw an invitation.",
        (me, of: OfInvitation) -> Nothing { me.cancel_invitation(&of.company, of.invitation).await.map(|()| Nothing)? }

    // Invitations to me.
    GET "/invitations" list_my_invitations Read Person, "The open invitations to my address.",
        (me, page: Page) -> Listed<MyInvitation> { page.cut(me.my_invitations().await?, |one| one.id.to_string())? }
    POST "/invitations/{invitation}/mail" mail_my_invitation Account Person, "Have the link of an invitation to me mailed again.",
        (me, to: ToMe) -> Nothing { me.mail_my_invitation(to.invitation).await.map(|()| Nothing)? }
    POST "/invitations/accept" accept_invitation Account Secret, "Accept an invitation by the secret of its link.",
        (me, by: Body<MailedSecret>) -> One<CompanyRef> { One(CompanyRef { company: me.accept_invitation(&by.0.secret).await? }) }
    POST "/invitations/decline" decline_invitation Account Secret, "Decline an invitation by the secret of its link.",
        (me, by: Body<MailedSecret>) -> Nothing {
            Visitor::Person(me.clone()).decline_invitation(&by.0.secret).await.map(|()| Nothing)? }

    // Billing.
    GET "/companies/{company}/billing-contacts" list_billing_contacts Read Member(&[37]), "The Billing Contacts of a Company.",
        (me, at: InCompany, page: Page) -> Listed<BillingCard> { page.cut(me.billing(&at.company).await?, |one| one.id.to_string())? }

    // My account.
    GET "/account" get_account Read Person, "Who I am.",
        (me) -> One<Me> { One(me.me()) }
    PUT "/account/name" change_name Account Person, "Change my name.",
        (me, new: Body<NewName>) -> Nothing { me.change_name(&new.0.first_name, &new.0.last_name).await.map(|()| Nothing)? }
    POST "/account/email" ask_email_change Account FreshPerson, "Ask for another address; it is mine when its mail was answered.",
        (me, new: Body<NewAddress>) -> Nothing { me.ask_email_change(&new.0.email).await.map(|()| Nothing)? }
    GET "/sessions" list_sessions Read Person, "Where I am signed in.",
        (me, page: Page) -> Listed<SessionCard> { page.cut(me.sessions().await?, |one| one.id.to_string())? }
    DELETE "/sessions/{session}" end_session Account Person, "Sign out somewhere.",
        (me, of: OfSession) -> Nothing { me.end_session(of.session).await.map(|()| Nothing)? }
    GET "/tokens" list_tokens Read Person, "My tokens, newest first.",
        (me, page: Page) -> Listed<TokenCard> { page.cut(me.tokens().await?, |one| one.id.to_string())? }
    POST "/tokens" make_token Account FreshPerson, "Make a token that reaches no further than this one.",
        (me, new: Body<NewToken>) -> tell::Secret<MadeToken> {
            tell::Secret(me.make_token(&new.0.label, &new.0.words(), &new.0.expires_on).await?) }
    DELETE "/tokens/{token}" revoke_token Account Person, "Revoke a token; it ends with the answer.",
        (me, of: OfToken) -> Nothing { me.revoke_token(of.token).await.map(|()| Nothing)? }
}
