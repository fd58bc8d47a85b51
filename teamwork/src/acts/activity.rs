//! Reading the log (matrix row 7, S5): each role its part, newest first. And taking it away as a file.

use super::{Actor, within};
use crate::{
    rules::{
        id::{CompanyId, UserId},
        limit::Limit,
        log::{Event, EventKind, LogLine, LogScope},
        log_filter::{LogFilter, LogPage},
        log_sentence::{FORMER, Facts, HOUSE, sentence},
        permission::{Action, Permit, may},
        problem::Problem,
        role::Role,
    },
    store::{
        apps::Holder,
        companies::full_name,
        log_pages::{LineRow, Place},
        members::Seat,
    },
};

/// How many entries one page holds.
const PAGE: i64 = 50;
/// How many entries a file takes at once.
const BATCH: i64 = 500;

/// A file that is being written: what stands in its head, and where it has come to.
#[derive(Clone, Debug)]
pub struct LogExport {
    pub company: CompanyId,
    pub slug: String,
    pub scope: LogScope,
    /// Whether it holds every entry with every field, so that the whole chain can be recomputed from it.
    pub whole: bool,
    filter: LogFilter,
    /// Where the next batch begins; `None` when all was read.
    next: Option<i64>,
}

impl Actor {
    /// The log of a Company, or the part of it that my role reads, from `cursor` on.
    ///
    /// # Errors
    /// When I am not a member of it.
    pub async fn activity(&self, slug: &str, filter: &LogFilter, cursor: Option<i64>) -> Result<LogPage, Problem> {
        let (seat, _) = self.reader(slug).await?;
        self.part(seat, filter, cursor, PAGE).await
    }

    /// What happened to an App while its present holder held it, also to a trial of my own.
    ///
    /// # Errors
    /// When the App is not mine to see.
    pub async fn app_activity(
        &self,
        app_name: &str,
        filter: &LogFilter,
        cursor: Option<i64>,
    ) -> Result<LogPage, Problem> {
        let standing = self.look_at_app(app_name, |assigned| Action::SeeApp { assigned }).await?;
        let (company, role, scope) = match &standing.holder {
            Holder::Company { me, .. } if me.role == Role::Admin => {
                (Some(me.company_id), Some(me.role), LogScope::ButPayment)
            }
            Holder::Company { me, .. } => (Some(me.company_id), Some(me.role), LogScope::All),
            Holder::Myself => (None, None, LogScope::All),
        };
        let filter = LogFilter { app: Some(standing.app.id), ..filter.clone() };
        let (db, place) = (&self.guest.warren.db, place(cursor, PAGE));
        let found = match company.filter(|_| role == Some(Role::Developer)) {
            Some(company) => db.log_of_assigned(company, self.id(), &filter, place).await,
            None => db.log_of_app(company, &filter, place).await,
        };
        Ok(page(found.map_err(|error| self.guest.tell(error))?, PAGE, &Reader { me: self.id(), role, scope }))
    }

    /// What I did that no Company has to know of: where I signed in, what became of my keys, what I was refused.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_activity(&self, cursor: Option<i64>) -> Result<LogPage, Problem> {
        let found = self.guest.warren.db.log_of_person(self.id(), place(cursor, PAGE)).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let mut page = page(found, PAGE, &Reader { me: self.id(), role: None, scope: LogScope::All });
        // A person's chain is read by the place in it.
        page.next = page.next.and(page.lines.last()).and_then(|line| line.seq);
        Ok(page)
    }

    /// Begins a file with the part of a Company's log that my role reads, and that the filter leaves. The log notes who
    /// took it.
    ///
    /// # Errors
    /// When I am not a member, or took too many files.
    pub async fn export_log(&self, slug: &str, filter: &LogFilter) -> Result<LogExport, Problem> {
        let (seat, permit) = self.reader(slug).await?;
        self.guest.count(Limit::ExportsPerPerson, &self.id().to_string()).await?;
        within!(&self.guest, |tx| {
            let entry = self.entry(Event::LogExported).allowed(permit).within(seat.company_id).to(slug);
            tx.record(entry).await?;
        })?;
        let scope = LogScope::of(seat.role);
        let whole = scope == LogScope::All && filter.is_empty();
        let (company, slug, filter) = (seat.company_id, slug.to_owned(), filter.clone());
        Ok(LogExport { company, slug, scope, whole, filter, next: Some(i64::MAX) })
    }

    /// The next entries of a file; none when it is complete. Whoever has lost the right meanwhile reads no further.
    ///
    /// # Errors
    /// When I am no longer a member with the same part, or the database does not answer.
    pub async fn export_more(&self, export: &mut LogExport) -> Result<Vec<LogLine>, Problem> {
        let Some(cursor) = export.next else { return Ok(Vec::new()) };
        let (seat, _) = self.reader(&export.slug).await?;
        if LogScope::of(seat.role) != export.scope || seat.company_id != export.company {
            return Err(self.stranger(&export.slug).await);
        }
        let page = self.part(seat, &export.filter, Some(cursor), BATCH).await?;
        export.next = page.next;
        Ok(page.lines)
    }

    async fn reader(&self, slug: &str) -> Result<(Seat, Permit), Problem> {
        let seat = self.guest.warren.db.seat(slug, self.id()).await.map_err(|error| self.guest.tell(error))?;
        let Some(seat) = seat else { return Err(self.stranger(slug).await) };
        Ok((seat, self.ask(seat, Action::SeeLog).await?))
    }

    async fn part(&self, seat: Seat, filter: &LogFilter, cursor: Option<i64>, length: i64) -> Result<LogPage, Problem> {
        let (db, company, place) = (&self.guest.warren.db, seat.company_id, place(cursor, length));
        let reader = Reader { me: self.id(), role: Some(seat.role), scope: LogScope::of(seat.role) };
        let found = match reader.scope {
            LogScope::All | LogScope::ButPayment => db.log_of_company(company, filter, place).await,
            LogScope::OwnApps => db.log_of_developer(company, reader.me, filter, place).await,
            LogScope::Billing if filter.kind.is_some_and(|kind| kind != EventKind::Billing) => Ok(Vec::new()),
            LogScope::Billing => {
                let billing = LogFilter { kind: Some(EventKind::Billing), ..filter.clone() };
                db.log_of_company(company, &billing, place).await
            }
        };
        Ok(page(found.map_err(|error| self.guest.tell(error))?, length, &reader))
    }
}

/// Who reads: names and details are only for whoever may see them.
struct Reader {
    me: UserId,
    role: Option<Role>,
    scope: LogScope,
}

/// One more than asked for tells whether there is a next page.
fn place(cursor: Option<i64>, length: i64) -> Place {
    Place { before: cursor.unwrap_or(i64::MAX), limit: length + 1 }
}

fn page(mut rows: Vec<LineRow>, length: i64, reader: &Reader) -> LogPage {
    let length = usize::try_from(length).unwrap_or_default();
    let has_more = rows.len() > length;
    rows.truncate(length);
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    LogPage { lines: rows.into_iter().map(|row| line(row, reader)).collect(), next, scope: reader.scope }
}

fn line(row: LineRow, reader: &Reader) -> LogLine {
    let name = |id: Option<UserId>, first: Option<String>, last: Option<String>| {
        id.map(|_| first.zip(last).map_or_else(|| FORMER.to_owned(), |(first, last)| full_name(&first, &last)))
    };
    let kind = row.event.kind();
    let hidden = reader.scope == LogScope::ButPayment && kind == EventKind::Billing;
    let sees_invited =
        row.actor_id == Some(reader.me) || reader.role.is_some_and(|role| may(role, Action::SeeTeam).is_ok());
    let mut line = LogLine {
        id: row.id,
        at: row.at,
        event: row.event,
        kind,
        sentence: String::new(),
        actor: row.actor_id,
        actor_name: name(row.actor_id, row.actor_first, row.actor_last),
        person_name: name(row.person_id, row.person_first, row.person_last),
        app_name: row.app_name,
        role: row.role,
        door: row.door,
        person: row.person_id,
        app: row.app_id,
        target: row.target.filter(|_| !hidden),
        before: row.before.filter(|_| !hidden),
        after: row.after.filter(|_| !hidden),
        request: row.request_id,
        seq: row.seq,
        hash: row.hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect()),
    };
    line.sentence = sentence(&Facts {
        event: line.event,
        actor: line.actor_name.as_deref().unwrap_or(HOUSE),
        person: line.person_name.as_deref(),
        own: line.actor.is_some() && line.actor == line.person,
        app: line.app_name.as_deref(),
        invited: row.invited.as_deref().filter(|_| sees_invited),
        target: line.target.as_deref(),
        before: line.before.as_deref(),
        after: line.after.as_deref(),
    });
    line
}
