//! Payment requests: those of a Company, that of an App, and those to me.

use app::doors::Needs::{Member, Person};
use teamwork::rules::{
    permission::Refusal::{NeedsAdmin, NeedsOwner, NotAssigned},
    problem::{
        Conflict::{AppSuspended, CompanySuspended, NotProposed, RequestFrozen, RequestOpen, RequestProposed},
        Field,
        Gone::{RequestCompleted, RequestDeclined, RequestExpired, RequestOutdated, RequestRefused, RequestWithdrawn},
        Problem, Why,
    },
    request::{MyRequest, Proposal, RequestCard, RequestSheet, RequestView},
};

use crate::http::rest::{
    ask::{Body, InCompany, OfApp, OfRequest, Page},
    bodies::{
        invitations::Link,
        requests::{NewRequest, Objection, RequestAddress, RequestMessage, RequestRef},
    },
    tell::{self, Listed, Made, Nothing, One},
    trouble::Trouble,
};

operations! {
    GET "/companies/{company}/requests" list_requests Read Member(&[3]), "The payment requests of a Company, newest first.",
        (me, at: InCompany, page: Page) -> Listed<RequestCard> | [NeedsAdmin] { {
            let found = me.requests(&at.company, page.after.as_deref()).await.map_err(Trouble::of_cursor)?;
            page.shorten(found.requests, found.next, RequestCard::cursor)
        } }
    GET "/apps/{app}/request" get_request Read Member(&[19, 20]), "What a client of this App would be asked for, and the request that waits.",
        (me, of: OfApp) -> One<RequestSheet> | [NeedsAdmin, NotAssigned] { One(me.request_sheet(&of.app).await?) }
    POST "/apps/{app}/request" send_request Apps Member(&[19, 20]), "Invite a client: ask them to take over the App and to pay for it. What an Admin asks for paid Apps waits for an Owner.",
        (me, of: OfApp, new: Body<NewRequest>) -> Made<RequestRef>
            | [Problem::Unconfirmed, NeedsAdmin, CompanySuspended, AppSuspended, RequestOpen] {
            Made(RequestRef { request: me.send_request(&of.app, new.0.form()).await? }) }
    GET "/requests/{request}/preview" preview_request Read Member(&[21]), "Exactly what the client sees.",
        (me, of: OfRequest) -> One<RequestView>
            | [NeedsOwner, NeedsAdmin, RequestExpired, RequestCompleted, RequestDeclined, RequestWithdrawn, RequestRefused] {
            One(me.preview_request(of.request).await?) }
    POST "/requests/{request}/resend" resend_request Apps Member(&[21]), "Send it again on the terms of today: new secret, new deadline.",
        (me, of: OfRequest) -> Nothing
            | [Problem::Unconfirmed, NeedsOwner, NeedsAdmin, RequestFrozen, RequestOpen, RequestProposed, RequestExpired,
               RequestCompleted, RequestDeclined, RequestWithdrawn, RequestRefused, RequestOutdated, Problem::field(Field::Apps, Why::MixedCurrencies)] {
            me.resend_request(of.request).await.map(|()| Nothing)? }
    PATCH "/requests/{request}" edit_request Apps Member(&[21]), "Send it again with another message: new secret, new deadline. What is left out is taken away.",
        (me, of: OfRequest, words: Body<RequestMessage>) -> Nothing
            | [Problem::Unconfirmed, NeedsOwner, NeedsAdmin, RequestFrozen, RequestOpen, RequestProposed, RequestExpired,
               RequestCompleted, RequestDeclined, RequestWithdrawn, RequestRefused, RequestOutdated] {
            me.edit_request(of.request, words.0.words()).await.map(|()| Nothing)? }
    POST "/requests/{request}/readdress" readdress_request Apps Member(&[21]), "Send it to another address; the first link is dead.",
        (me, of: OfRequest, to: Body<RequestAddress>) -> Nothing
            | [Problem::Unconfirmed, NeedsOwner, NeedsAdmin, RequestFrozen, RequestOpen, RequestProposed, RequestExpired,
               RequestCompleted, RequestDeclined, RequestWithdrawn, RequestRefused, RequestOutdated] {
            me.readdress_request(of.request, &to.0.email).await.map(|()| Nothing)? }
    POST "/requests/{request}/link" copy_request_link Apps Member(&[21]), "A link to hand over by other means.",
        (me, of: OfRequest) -> tell::Secret<Link>
            | [NeedsOwner, NeedsAdmin, RequestProposed, RequestExpired, RequestCompleted, RequestDeclined, RequestWithdrawn,
               RequestRefused] {
            tell::Secret(Link { link: me.copy_request_link(of.request).await? }) }
    DELETE "/requests/{request}" cancel_request Apps Member(&[21]), "Withdraw it; the client is told.",
        (me, of: OfRequest) -> Nothing
            | [NeedsOwner, NeedsAdmin, RequestExpired, RequestCompleted, RequestDeclined, RequestWithdrawn, RequestRefused] {
            me.cancel_request(of.request).await.map(|()| Nothing)? }

    // What Admins propose, for Owners (S10).
    GET "/proposals" list_proposals Read Person, "The payment requests that wait for you, as an Owner, to confirm them.",
        (me, page: Page) -> Listed<Proposal> { page.cut(me.proposals().await?, |one| one.id.to_string())? }
    POST "/requests/{request}/confirm" confirm_request Apps Member(&[19]), "Confirm what an Admin has proposed: it goes to the client.",
        (me, of: OfRequest) -> Nothing
            | [Problem::Unconfirmed, NeedsOwner, NeedsAdmin, CompanySuspended, RequestFrozen, NotProposed, RequestExpired,
               RequestCompleted, RequestDeclined, RequestWithdrawn, RequestRefused, RequestOutdated, Problem::field(Field::Email, Why::OwnsIt)] {
            me.confirm_request(of.request).await.map(|()| Nothing)? }
    POST "/requests/{request}/refuse" refuse_request Apps Member(&[19]), "Refuse what an Admin has proposed; they are told.",
        (me, of: OfRequest, why: Body<Objection>) -> Nothing
            | [NeedsOwner, NeedsAdmin, NotProposed, RequestExpired, RequestCompleted, RequestDeclined, RequestWithdrawn,
               RequestRefused] {
            me.refuse_request(of.request, &why.0.reason).await.map(|()| Nothing)? }

    // To me.
    GET "/requests" list_my_requests Read Person, "The open payment requests to my address.",
        (me, page: Page) -> Listed<MyRequest> { page.cut(me.my_requests().await?, |one| one.id.to_string())? }
    POST "/requests/{request}/mail" mail_my_request Account Person, "Have the link of a payment request to me mailed again.",
        (me, of: OfRequest) -> Nothing
            | [Problem::Unconfirmed, RequestExpired, RequestCompleted, RequestDeclined, RequestWithdrawn] {
            me.mail_my_request(of.request).await.map(|()| Nothing)? }
}
