//! Which Developer works on which Apps, and which Apps an invitation offers.

use super::{
    cut::{one_more_than, say_that_there_are_more},
    db::{Db, Tx},
    members::Seat,
};
use crate::rules::{
    assignment::{AppChoice, AppRef, CHOICES_MAX},
    id::{AppId, CompanyId, InvitationId, UserId},
    moment::Moment,
    role::Role,
};

#[derive(sqlx::FromRow)]
struct ChoiceRow {
    id: AppId,
    name: String,
    chosen: bool,
}

#[derive(sqlx::FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    seat: Seat,
    other_role: Option<Role>,
    id: Option<AppId>,
    app: Option<String>,
    chosen: bool,
}

#[derive(sqlx::FromRow)]
struct OfferedRow {
    invitation_id: InvitationId,
    id: AppId,
    name: String,
}

/// The Apps of a Company as somebody in this seat sees them, for one of its members.
pub struct Choices {
    pub seat: Seat,
    /// The member's role; `None` when there is no such member.
    pub role: Option<Role>,
    pub apps: Vec<AppChoice>,
}

impl Db {
    /// The first [`CHOICES_MAX`] Apps of a Company by name, and, wherever in that order, all that a member has: what is not
    /// shown could not be kept. `None` when the reader is not a member.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_choices(&self, slug: &str, reader: UserId, user: UserId) -> sqlx::Result<Option<Choices>> {
        let rows: Vec<SeenRow> = self
            .read(
                "WITH here AS MATERIALIZED (
                     SELECT c.id AS company_id, me.role, o.role AS other_role
                     FROM companies c
                     JOIN members me ON me.company_id = c.id AND me.user_id = $2
                     LEFT JOIN members o ON o.company_id = c.id AND o.user_id = $3
                     WHERE c.slug = $1),
                 choices AS (
                     SELECT * FROM (SELECT a.id, a.name FROM apps a
                        WHERE a.company_id BETWEEN (SELECT company_id FROM here) AND (SELECT company_id FROM here)
                          AND a.state <> 'deleted' ORDER BY a.company_id, a.name LIMIT $4) AS shown
                     UNION
                     SELECT d.app_id, (SELECT a.name FROM apps a WHERE a.id = d.app_id) FROM app_members d
                        WHERE d.company_id = (SELECT company_id FROM here) AND d.user_id = $3)
                 SELECT here.company_id, here.role, here.other_role, choices.id, choices.name AS app,
                        EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = choices.id AND d.user_id = $3) AS chosen
                 FROM here LEFT JOIN choices ON 1 = 1 ORDER BY choices.name",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(user)
            .bind(i64::try_from(CHOICES_MAX).unwrap_or(i64::MAX))
            .all()
            .await?;
        let Some((seat, role)) = rows.first().map(|row| (row.seat, row.other_role)) else { return Ok(None) };
        let choice = |row: SeenRow| Some(AppChoice { id: row.id?, name: row.app?, chosen: row.chosen });
        Ok(Some(Choices { seat, role, apps: rows.into_iter().filter_map(choice).collect() }))
    }

    /// The Apps that the open invitations of a Company offer, each with its invitation: of those sent between these moments,
    /// which is a page of them. All Apps: whoever changes an invitation keeps those that stay.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offered_apps(
        &self,
        company: CompanyId,
        (first, last): (Moment, Moment),
    ) -> sqlx::Result<Vec<(InvitationId, AppRef)>> {
        let rows: Vec<OfferedRow> = self
            .read(
                "SELECT ia.invitation_id, a.id, a.name
                 FROM invitations i
                 JOIN invitation_apps ia ON ia.invitation_id = i.id
                 JOIN apps a ON a.id = ia.app_id AND a.company_id = i.company_id
                 WHERE i.company_id = $1 AND i.state IN ('pending', 'expired') AND i.sent_at >= $2 AND i.sent_at <= $3
                   AND a.state <> 'deleted'
                 ORDER BY a.name",
            )
            .bind(company)
            .bind(first)
            .bind(last)
            .all()
            .await?;
        let offered = |row: OfferedRow| (row.invitation_id, AppRef { id: row.id, name: row.name });
        Ok(rows.into_iter().map(offered).collect())
    }

    /// The names of the Apps that an invitation offers and that are still there; the last word may say that there are more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apps_of_invitation(&self, id: InvitationId) -> sqlx::Result<Vec<String>> {
        let rows: Vec<(String,)> = self.read(OFFERED).bind(id).bind(one_more_than(SHOWN)).all().await?;
        let mut names = rows.into_iter().map(|(name,)| name).collect();
        say_that_there_are_more(&mut names, SHOWN);
        Ok(names)
    }
}

/// How many Apps the invited person is told by name.
const SHOWN: usize = 100;

const OFFERED: &str = "SELECT a.name FROM invitation_apps ia
     JOIN invitations i ON i.id = ia.invitation_id
     JOIN apps a ON a.id = ia.app_id AND a.company_id = i.company_id
     WHERE ia.invitation_id = $1 AND a.state <> 'deleted' ORDER BY a.name LIMIT $2";

impl Tx {
    /// The Apps of a Company whose row is locked already, and which of them a person has. All of them: what is not read
    /// here could neither be given nor taken away.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn app_choices(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<Vec<AppChoice>> {
        let rows: Vec<ChoiceRow> = self
            .query(
                "SELECT a.id, a.name,
                        EXISTS (SELECT 1 FROM app_members d WHERE d.app_id = a.id AND d.user_id = $2) AS chosen
                 FROM apps a WHERE a.company_id = $1 AND a.state <> 'deleted' ORDER BY a.name",
            )
            .bind(company)
            .bind(user)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| AppChoice { id: row.id, name: row.name, chosen: row.chosen }).collect())
    }

    /// Assigns a Developer to an App.
    ///
    /// # Errors
    /// What the engine says; a violated key when the App is of another Company.
    pub async fn assign(&mut self, company: CompanyId, user: UserId, app: AppId, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO app_members (app_id, company_id, user_id, assigned_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (app_id, user_id) DO NOTHING",
        )
        .bind(app)
        .bind(company)
        .bind(user)
        .bind(at)
        .run()
        .await
    }

    /// Takes a Developer off an App.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn unassign(&mut self, user: UserId, app: AppId) -> sqlx::Result<u64> {
        self.query("DELETE FROM app_members WHERE app_id = $1 AND user_id = $2").bind(app).bind(user).run().await
    }

    /// Takes a member off every App of a Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn unassign_all(&mut self, company: CompanyId, user: UserId) -> sqlx::Result<u64> {
        let off = self.query("DELETE FROM app_members WHERE company_id = $1 AND user_id = $2");
        off.bind(company).bind(user).run().await
    }

    /// Assigns who accepts to the Apps of the invitation that are still the Company's.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn assign_invited(&mut self, id: InvitationId, user: UserId, at: Moment) -> sqlx::Result<u64> {
        self.query(
            "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
             SELECT a.id, a.company_id, $2, $3 FROM invitation_apps ia
             JOIN invitations i ON i.id = ia.invitation_id
             JOIN apps a ON a.id = ia.app_id AND a.company_id = i.company_id
             WHERE ia.invitation_id = $1 AND a.state <> 'deleted'
             ON CONFLICT (app_id, user_id) DO NOTHING",
        )
        .bind(id)
        .bind(user)
        .bind(at)
        .run()
        .await
    }

    /// Adds an App to what an invitation offers.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offer_app(&mut self, id: InvitationId, app: AppId) -> sqlx::Result<u64> {
        let offer = self.query("INSERT INTO invitation_apps (invitation_id, app_id) VALUES ($1, $2)");
        offer.bind(id).bind(app).run().await
    }

    /// An invitation offers no App any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offer_no_apps(&mut self, id: InvitationId) -> sqlx::Result<u64> {
        self.query("DELETE FROM invitation_apps WHERE invitation_id = $1").bind(id).run().await
    }

    /// The Apps that an invitation offers and that are still there.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apps_of_invitation(&mut self, id: InvitationId) -> sqlx::Result<Vec<AppRef>> {
        let rows: Vec<ChoiceRow> = self
            .query(
                "SELECT a.id, a.name, 1 = 1 AS chosen FROM invitation_apps ia
                 JOIN invitations i ON i.id = ia.invitation_id
                 JOIN apps a ON a.id = ia.app_id AND a.company_id = i.company_id
                 WHERE ia.invitation_id = $1 AND a.state <> 'deleted' ORDER BY a.name",
            )
            .bind(id)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| AppRef { id: row.id, name: row.name }).collect())
    }
}
