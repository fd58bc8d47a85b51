//! Refusals leave a trace: who wanted what, as what, and why not. The act itself is rolled back whole, so the trace is a
//! transaction of its own.

use super::{Actor, Guest, Trouble, within};
use crate::{
    rules::{
        id::{AppId, CompanyId},
        limit::Limit,
        log::Event,
        permission::{Action, Permit, Refusal, may},
        problem::{Conflict, Problem, Thing},
        role::Role,
        text::Slug,
    },
    store::{
        log::Entry,
        members::{Seat, Standing},
    },
};

/// A refusal, with all that the log wants to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied {
    pub refusal: Refusal,
    pub action: Action,
    /// `None` for what is not about a Company.
    pub role: Option<Role>,
    pub company: Option<CompanyId>,
    pub app: Option<AppId>,
}

impl Seat {
    /// The policy's answer to somebody in this seat.
    ///
    /// # Errors
    /// The refusal, which the log will know of.
    pub(super) fn may(self, action: Action) -> Result<Permit, Denied> {
        let (company, role) = (Some(self.company_id), Some(self.role));
        may(self.role, action).map_err(|refusal| Denied { refusal, action, role, company, app: None })
    }
}

impl Standing {
    /// The policy's answer to somebody who stands here. Every act that writes in a Company asks here, so this is the one
    /// place that knows what a suspended Company does not do.
    ///
    /// # Errors
    /// The refusal, which the log will know of.
    pub(super) fn may(&self, action: Action) -> Result<Permit, Denied> {
        let permit = self.seat().may(action)?;
        if self.suspended && action.builds() {
            let (company, role) = (Some(self.company_id), Some(self.role));
            return Err(Denied { refusal: Refusal::CompanySuspended, action, role, company, app: None });
        }
        Ok(permit)
    }

    /// A refusal that only the change itself could find, or that is about who is meant.
    pub(super) fn denied(&self, action: Action, refusal: Refusal) -> Denied {
        Denied { refusal, action, role: Some(self.role), company: Some(self.company_id), app: None }
    }

    /// The seat of whoever stands here.
    pub(super) fn seat(&self) -> Seat {
        Seat { company_id: self.company_id, role: self.role }
    }
}

impl Actor {
    /// The policy's answer for what only looks. A refusal is noted.
    ///
    /// # Errors
    /// The refusal, as the person hears it.
    pub(super) async fn ask(&self, seat: Seat, action: Action) -> Result<Permit, Problem> {
        match seat.may(action) {
            Ok(permit) => Ok(permit),
            Err(denied) => Err(self.guest.refuse(Trouble::Denied(denied)).await),
        }
    }

    /// There is no such Company for this person. That they asked is noted, whether it exists or not: the answer must not
    /// tell, and neither must the time it takes.
    pub(super) async fn stranger(&self, slug: &str) -> Problem {
        self.guest.refuse(Trouble::stranger(slug)).await
    }
}

impl Guest {
    /// What the person hears of a trouble; if it is a refusal, the log hears of it too. Only so many an hour: who is
    /// refused a thousand times tells nothing new, and the log is kept for ever.
    pub(super) async fn refuse(&self, trouble: Trouble) -> Problem {
        if let (Some(person), Trouble::Denied(_) | Trouble::Stranger(..)) = (self.person, &trouble) {
            let limit = Limit::RefusalsPerPerson;
            let counted = self.warren.db.hit(limit, &super::secrets::blur(&person.to_string()), self.at).await;
            let is_news = counted.is_ok_and(|(hits, _)| hits <= limit.hits());
            tracing::info!(request = %self.request, what = trouble.in_short(), "an act was refused");
            if is_news && let Err(problem) = self.note(&trouble).await {
                tracing::error!(request = %self.request, %problem, "a refusal could not be written down");
            }
        }
        trouble.tell(self.request)
    }

    async fn note(&self, trouble: &Trouble) -> Result<(), Problem> {
        // A refusal does nothing that could be done twice.
        let keyless = Self { once: None, ..self.clone() };
        within!(&keyless, |tx| {
            let entry = self.entry(Event::AccessDenied);
            let entry = match trouble {
                Trouble::Denied(denied) => {
                    let Denied { role, company, app, .. } = *denied;
                    let entry = Entry { role, company, app, ..entry };
                    entry.to(denied.action.key()).change(None, Some(denied.refusal.key()))
                }
                // What is no name could be anything, also a secret pasted into the wrong place.
                Trouble::Stranger(_, typed) => match Slug::parse(typed) {
                    Ok(slug) => entry.to(slug),
                    Err(_) => entry,
                },
                Trouble::Told(_) | Trouble::Database(_) => return Ok(()),
            };
            tx.record(entry).await?;
        })
    }
}

impl From<Denied> for Trouble {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl Trouble {
    /// What the log of the program knows of it. Never what was typed: that could be anything.
    fn in_short(&self) -> String {
        match self {
            Self::Denied(denied) => format!("{}: {}", denied.action.key(), denied.refusal.key()),
            Self::Stranger(thing, _) => format!("no {thing:?} for them"),
            Self::Told(_) | Self::Database(_) => String::new(),
        }
    }

    /// A Company that is not there for this person.
    pub(super) fn stranger(slug: &str) -> Self {
        Self::Stranger(Thing::Company, slug.to_owned())
    }

    /// An App that is not there for this person.
    pub(super) fn no_app(name: &str) -> Self {
        Self::Stranger(Thing::App, name.to_owned())
    }
}

impl From<&Denied> for Problem {
    fn from(denied: &Denied) -> Self {
        match denied.refusal {
            // The role would be enough; it is the state of the Company that is in the way.
            Refusal::CompanySuspended => Self::Conflict(Conflict::CompanySuspended),
            refusal => Self::Refused(refusal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_in_the_wrong_place_does_not_reach_the_log_of_the_program() {
        assert_eq!(Trouble::stranger("hunter2, my password").in_short(), "no Company for them");
        assert_eq!(Trouble::no_app("wrn_secret-token").in_short(), "no App for them");
    }

    #[test]
    fn a_refusal_is_logged_with_what_was_wanted_and_why_not() {
        let (refusal, action) = (Refusal::NeedsAdmin, Action::DeleteApp);
        let denied = Denied { refusal, action, role: Some(Role::Developer), company: None, app: None };
        assert_eq!(Trouble::from(denied).in_short(), "delete_app: needs_admin");
    }
}
