//! What a sender finds of their requests afterwards: a list of all, and where an App went that was handed over.

use crate::{
    acts::{Actor, Trouble, members::read_cursor},
    rules::{
        permission::{Action, may},
        problem::Problem,
        request::{GivenAway, RequestCard, RequestHere, RequestState, SentPage, SentRequest},
        role::Role,
    },
    store::{apps::Holder, request_lists::PAGE},
};

/// Sees what a Company has sent, who is this in it (row 3).
fn sees(role: Option<Role>) -> bool {
    role.is_some_and(|role| may(role, Action::SeeTeam).is_ok())
}

impl Actor {
    /// One page of the requests that I sent, newest first: for trials of my own, and of Companies whose requests I see
    /// still. `after` is the `next` of the page before.
    ///
    /// # Errors
    /// When `after` is not from here.
    pub async fn sent_requests(&self, after: Option<&str>) -> Result<SentPage, Problem> {
        let after = after.map(read_cursor).transpose()?;
        let found = self.guest.warren.db.requests_by(self.id(), after, PAGE).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let page = usize::try_from(PAGE).unwrap_or_default();
        let more = found.len() > page;
        let next = found.iter().take(page).next_back().filter(|_| more).map(|(_, sent)| sent.request.cursor());
        let shown = |(role, sent): (Option<Role>, SentRequest)| {
            let can = |action| role.map_or(sent.slug.is_none(), |role| may(role, action).is_ok());
            if !can(Action::SeeTeam) {
                return None;
            }
            let mine = can(Action::ManageRequest { own: true });
            let confirms = sent.request.state == RequestState::Proposed && sees(role) && can(Action::ConfirmRequest);
            Some(SentRequest { request: RequestCard { mine, confirms, ..sent.request }, ..sent })
        };
        Ok(SentPage { requests: found.into_iter().take(page).filter_map(shown).collect(), next })
    }

    /// What stands at the old address of an App, where a client is invited to take it over: the sheet while it is there, or
    /// who took it over. `slug` is the Company of that address; without one it was a trial of my own.
    ///
    /// # Errors
    /// When the App is not mine to know of and never was, or the policy refuses.
    pub async fn request_here(&self, slug: Option<&str>, app: &str) -> Result<RequestHere, Problem> {
        let found = self.guest.warren.db.app_standing(app, self.id()).await.map_err(|error| self.guest.tell(error))?;
        let is_here = found.is_some_and(|(holder, _)| match holder {
            Holder::Company { me, .. } => Some(me.slug.as_str()) == slug,
            Holder::Myself => slug.is_none(),
        });
        if !is_here && let Some(given) = self.given_away(slug, app).await? {
            return Ok(RequestHere::Given(given));
        }
        let sheet = self.request_sheet(app).await?;
        // Under another Company it is not found, as if it were nobody's.
        match sheet.slug.as_deref() == slug {
            true => Ok(RequestHere::Sheet(Box::new(sheet))),
            false => Err(self.guest.refuse(Trouble::no_app(app)).await),
        }
    }

    /// The handover of an App that I, or a Company whose requests I see, gave away. The Company that has it now is named
    /// only to its members.
    async fn given_away(&self, slug: Option<&str>, app: &str) -> Result<Option<GivenAway>, Problem> {
        let found = self.guest.warren.db.given_away(self.id(), slug, app).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        Ok(found.filter(|(role, _)| slug.is_none() || sees(*role)).map(|(_, given)| given))
    }
}
