//! A push: asked for again at the last moment, written down before anything moves, and told when it has moved.

use std::sync::Arc;

use super::{GitRefusal, OpenRepository};
use crate::{
    acts::{Guest, Warren, within},
    rules::{
        git::{RefChange, in_words},
        id::{AppId, CompanyId, PushId, UserId},
        log::{Door, Event},
        moment::HOUR,
        problem::Problem,
        role::Role,
    },
    store::{
        code::{NewPush, OpenPush},
        log::{Change, Entry, Topic},
    },
};

/// Who pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pusher {
    /// `None` for a machine.
    pub user: Option<UserId>,
    /// The role that allowed it.
    pub role: Option<Role>,
    /// The name of the deploy key, when it was one.
    pub key_name: Option<String>,
}

/// A push that has moved what it could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushDone {
    pub id: PushId,
    pub app: AppId,
    pub app_name: String,
    /// Who holds the App now; `None` for a trial of one's own.
    pub company: Option<CompanyId>,
    pub pusher: Pusher,
    /// What has moved.
    pub changes: Vec<RefChange>,
}

impl OpenRepository {
    /// May these branches and tags move now? Asked when everything has been received, just before they do. The push is
    /// noted, so that it is not forgotten if nobody sees its end.
    ///
    /// # Errors
    /// When the right has ended meanwhile, or the App was suspended.
    pub async fn begin_push(&self, changes: &[RefChange]) -> Result<PushId, GitRefusal> {
        let seat = self.still().await?;
        let guest = self.guest();
        let id = PushId::new(guest.at, guest.warren.chance.bytes());
        let (changes, at) = (changes.to_vec(), guest.at);
        let push =
            NewPush { id, app: self.app, user: seat.user, role: seat.role, key_name: seat.key_name, changes, at };
        guest.warren.db.begin_push(push).await.map_err(|error| guest.tell(error))?;
        Ok(id)
    }

    /// Tells what a push has moved, which may be less than it wanted. `None` when somebody has told already, nothing has
    /// moved, or the App is gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_push(&self, push: PushId, moved: &[RefChange]) -> Result<Option<PushDone>, Problem> {
        let (Self { app, seat, .. }, guest) = (self, self.guest());
        let open = OpenPush {
            id: push,
            app_id: *app,
            user_id: seat.user,
            role: seat.role,
            key_name: seat.key_name.clone(),
            changes: String::new(),
            begun_at: guest.at,
        };
        guest.end_push(&open, moved).await
    }
}

impl Warren {
    /// The pushes that nobody has seen the end of, and what each wanted to move.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_pushes(self: &Arc<Self>) -> Result<Vec<(OpenPush, Vec<RefChange>)>, Problem> {
        let open = self.db.open_pushes().await;
        let open = open.map_err(|error| self.house().tell(error))?;
        let wanted = |push: &OpenPush| serde_json::from_str(&push.changes).unwrap_or_default();
        Ok(open.into_iter().map(|push| (push.clone(), wanted(&push))).collect())
    }

    /// Tells what one of them has moved after all. One that has moved nothing yet may be under way on another server; after an
    /// hour it is forgotten.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_open_push(
        self: &Arc<Self>,
        push: &OpenPush,
        moved: &[RefChange],
    ) -> Result<Option<PushDone>, Problem> {
        let guest = Guest::new(self, Door::Ssh, "", "", self.request());
        if moved.is_empty() && guest.at.since(push.begun_at) < HOUR {
            return Ok(None);
        }
        Guest { person: push.user_id, ..guest }.end_push(push, moved).await
    }
}

impl Guest {
    async fn end_push(&self, push: &OpenPush, moved: &[RefChange]) -> Result<Option<PushDone>, Problem> {
        if moved.is_empty() {
            let dropped = self.warren.db.drop_push(push.id).await;
            return dropped.map(|_| None).map_err(|error| self.tell(error));
        }
        within!(self, |tx| {
            let Some(app) = tx.pushed_app(push.app_id).await? else { return Ok(None) };
            if !tx.end_push(push, moved, self.at).await? {
                return Ok(None);
            }
            let entry = self.entry(Event::CodePushed).app(push.app_id);
            let entry = app.company_id.into_iter().fold(entry, Entry::within);
            let entry = push.key_name.iter().fold(entry, |entry, name| entry.to(name));
            let entry = Entry { role: push.role, ..entry };
            tx.record(entry.change(None, Some(&in_words(moved)))).await?;
            tx.announce(match app.company_id {
                Some(company) => Change::Company(company, Topic::Apps),
                None => Change::Person(app.creator_id),
            });
            Some(PushDone {
                id: push.id,
                app: push.app_id,
                app_name: app.name,
                company: app.company_id,
                pusher: Pusher { user: push.user_id, role: push.role, key_name: push.key_name.clone() },
                changes: moved.to_vec(),
            })
        })
    }
}
