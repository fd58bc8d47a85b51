//! Team invitations, found by their id inside a Company or by the hash of one of their two secrets.

use super::{
    companies::full_name,
    db::{Db, Tx},
    members::{Seat, read_policies},
};
use crate::rules::{
    id::{CompanyId, InvitationId, LinkId, UserId},
    invitation::{InvitationCard, InvitationState, MyInvitation},
    moment::Moment,
    policy::Policies,
    problem::Conflict,
    role::Role,
};

/// How many invitations one page of the pending list holds.
pub const PAGE: i64 = 50;

/// An invitation with its Company and its sender, as an act needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Invitation {
    pub id: InvitationId,
    pub company_id: CompanyId,
    pub company: String,
    pub slug: String,
    pub email: String,
    pub email_key: String,
    pub role: Role,
    pub note: Option<String>,
    pub state: InvitationState,
    pub inviter_id: UserId,
    pub inviter_first: String,
    pub inviter_last: String,
    pub inviter_email: String,
    /// The sender's role today; `None` when they are gone.
    pub inviter_role: Option<Role>,
    /// When the sender's own membership ends by itself.
    pub inviter_ends_at: Option<Moment>,
    pub link_id: LinkId,
    pub mailed_hash: Vec<u8>,
    /// When the first mail about it arrived, whichever link it carried.
    pub told_at: Option<Moment>,
    pub expires_at: Moment,
    pub ends_at: Option<Moment>,
    /// Whether the operator has suspended the Company.
    pub suspended: bool,
    pub invitation_domains: String,
    pub developer_days: i64,
}

impl Invitation {
    /// Nobody joins what the operator has suspended.
    ///
    /// # Errors
    /// When the Company is.
    pub fn company_runs(&self) -> Result<(), Conflict> {
        if self.suspended { Err(Conflict::CompanySuspended) } else { Ok(()) }
    }

    /// What an Owner has decided about invitations and access.
    pub fn policies(&self) -> Policies {
        read_policies(&self.invitation_domains, self.developer_days)
    }

    /// The sender's full name.
    pub fn inviter(&self) -> String {
        full_name(&self.inviter_first, &self.inviter_last)
    }

    /// What the sender is at this moment; `None` when they are gone, or their access is over.
    pub fn sender(&self, now: Moment) -> Option<Role> {
        self.inviter_role.filter(|_| self.inviter_ends_at.is_none_or(|ends_at| ends_at > now))
    }

    /// Whether this secret is the mailed one, which proves the mailbox.
    pub fn is_mailed(&self, secret_hash: &[u8]) -> bool {
        self.mailed_hash == secret_hash
    }
}

/// A new invitation.
pub struct NewInvitation {
    pub id: InvitationId,
    pub company: CompanyId,
    pub email: String,
    pub email_key: String,
    pub role: Role,
    pub note: Option<String>,
    pub inviter: UserId,
    pub link: LinkId,
    pub mailed_hash: Vec<u8>,
    pub at: Moment,
    pub expires_at: Moment,
    /// When the access will end by itself.
    pub ends_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    company_id: CompanyId,
    my_role: Role,
    id: Option<InvitationId>,
    email: Option<String>,
    role: Option<Role>,
    note: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    sent_at: Option<Moment>,
    expires_at: Option<Moment>,
    ends_at: Option<Moment>,
    delivered_at: Option<Moment>,
    bounced: Option<bool>,
    state: Option<InvitationState>,
}

#[derive(sqlx::FromRow)]
struct MineRow {
    id: InvitationId,
    company: String,
    role: Role,
    first_name: String,
    last_name: String,
    expires_at: Moment,
    is_member: bool,
}

macro_rules! invitation {
    ($tail:literal) => {
        concat!(
            "SELECT i.id, i.company_id, c.name AS company, c.slug, i.email, i.email_key, i.role, i.note, i.state,
                    i.inviter_id, u.first_name AS inviter_first, u.last_name AS inviter_last,
                    u.email AS inviter_email, s.role AS inviter_role, s.ends_at AS inviter_ends_at, i.link_id,
                    i.mailed_hash, i.told_at, i.expires_at, i.ends_at, c.suspended_at IS NOT NULL AS suspended,
                    c.invitation_domains, c.developer_days
             FROM invitations i
             JOIN companies c ON c.id = i.company_id
             JOIN users u ON u.id = i.inviter_id
             LEFT JOIN members s ON s.company_id = i.company_id AND s.user_id = i.inviter_id
             WHERE ",
            $tail
        )
    };
}

macro_rules! to_remind {
    ($tail:literal) => {
        concat!(
            invitation!(
                "i.state = 'pending' AND i.reminded_at IS NULL AND NOT i.bounced AND i.expires_at > $1
                 AND i.sent_at + (i.expires_at - i.sent_at) / 2 <= $1
                 AND NOT EXISTS (SELECT 1 FROM muted n WHERE n.user_id = i.inviter_id AND n.notice = 'invitation_reminder')
                 ORDER BY i.sent_at LIMIT 100"
            ),
            $tail
        )
    };
}

impl Db {
    /// One page of the open invitations of a Company, newest first, from behind `after` on, and one more; and the role of
    /// the reader in it. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn open_invitations(
        &self,
        slug: &str,
        reader: UserId,
        after: Option<(Moment, InvitationId)>,
        now: Moment,
    ) -> sqlx::Result<Option<(Seat, Vec<InvitationCard>)>> {
        let (before, id) = after.unzip();
        let rows: Vec<CardRow> = self
            .read(
                "SELECT c.id AS company_id, me.role AS my_role, i.id, i.email, i.role, i.note, u.first_name, u.last_name, i.sent_at,
                        i.expires_at, i.ends_at, i.delivered_at, i.bounced, i.state
                 FROM companies c
                 JOIN members me ON me.company_id = c.id AND me.user_id = $2
                 LEFT JOIN invitations i ON i.company_id = c.id AND i.state IN ('pending', 'expired')
                      AND (i.sent_at < $3 OR i.sent_at = $3 AND i.id > $4)
                 LEFT JOIN users u ON u.id = i.inviter_id
                 WHERE c.slug = $1 ORDER BY i.sent_at DESC, i.id LIMIT $5",
            )
            .bind(slug.to_owned())
            .bind(reader)
            .bind(before.unwrap_or(Moment::from_millis(i64::MAX)))
            .bind(id)
            .bind(PAGE + 1)
            .all()
            .await?;
        let seat = rows.first().map(|row| Seat { company_id: row.company_id, role: row.my_role });
        Ok(seat.map(|seat| (seat, rows.into_iter().filter_map(|row| card(row, now)).collect())))
    }

    /// The open invitations to an address. All of them: an address gets few a day, and none lives longer than 30 days.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitations_to(&self, email_key: String, now: Moment) -> sqlx::Result<Vec<MyInvitation>> {
        let rows: Vec<MineRow> = self
            .read(
                "SELECT i.id, c.name AS company, i.role, u.first_name, u.last_name, i.expires_at,
                        EXISTS (SELECT 1 FROM users me JOIN members m ON m.user_id = me.id AND m.company_id = c.id
                                WHERE me.email_key = $1 AND me.confirmed_at IS NOT NULL) AS is_member
                 FROM invitations i JOIN companies c ON c.id = i.company_id JOIN users u ON u.id = i.inviter_id
                 WHERE i.email_key = $1 AND i.state = 'pending' AND i.expires_at > $2
                 ORDER BY i.expires_at",
            )
            .bind(email_key)
            .bind(now)
            .all()
            .await?;
        let mine = |row: MineRow| MyInvitation {
            id: row.id,
            company: row.company,
            role: row.role,
            inviter: full_name(&row.first_name, &row.last_name),
            expires_at: row.expires_at,
            is_member: row.is_member,
        };
        Ok(rows.into_iter().map(mine).collect())
    }

    /// The invitation that one of its two secrets opens.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitation_by_secret(&self, secret_hash: Vec<u8>) -> sqlx::Result<Option<Invitation>> {
        self.read(invitation!("i.mailed_hash = $1 OR i.copied_hash = $1")).bind(secret_hash).maybe().await
    }
}

impl Tx {
    /// The invitation that one of its two secrets opens. Locks its Company, as everything does that changes members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitation_by_secret(&mut self, secret_hash: Vec<u8>) -> sqlx::Result<Option<Invitation>> {
        self.pick(
            invitation!("i.mailed_hash = $1 OR i.copied_hash = $1"),
            invitation!("i.mailed_hash = $1 OR i.copied_hash = $1 FOR UPDATE OF c, i"),
        )
        .bind(secret_hash)
        .maybe()
        .await
    }

    /// An invitation of a Company whose row is locked already.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitation(&mut self, company: CompanyId, id: InvitationId) -> sqlx::Result<Option<Invitation>> {
        self.query(invitation!("i.id = $1 AND i.company_id = $2")).bind(id).bind(company).maybe().await
    }

    /// An open invitation to an address, whatever the Company.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitation_to(&mut self, id: InvitationId, email_key: String) -> sqlx::Result<Option<Invitation>> {
        self.query(invitation!("i.id = $1 AND i.email_key = $2")).bind(id).bind(email_key).maybe().await
    }

    /// Adds an invitation. `false` when one is open for this address (I13).
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_invitation(&mut self, new: NewInvitation) -> sqlx::Result<bool> {
        let added = self.query(
            "INSERT INTO invitations (id, company_id, email, email_key, role, note, state, inviter_id, link_id, mailed_hash, sent_at, expires_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12)
             ON CONFLICT (company_id, email_key) WHERE state IN ('pending', 'expired') DO NOTHING",
        );
        let rows = added
            .bind(new.id)
            .bind(new.company)
            .bind(new.email)
            .bind(new.email_key)
            .bind(new.role)
            .bind(new.note)
            .bind(new.inviter)
            .bind(new.link)
            .bind(new.mailed_hash)
            .bind(new.at)
            .bind(new.expires_at)
            .bind(new.ends_at)
            .run()
            .await?;
        Ok(rows == 1)
    }

    /// Renews an open or expired invitation: new secret, new deadline, new role and note; both old links are dead.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn renew_invitation(&mut self, id: InvitationId, new: &NewInvitation) -> sqlx::Result<bool> {
        let renewed = self.query(
            "UPDATE invitations SET state = 'pending', link_id = $2, mailed_hash = $3, copied_hash = NULL, role = $4,
                    note = $5, inviter_id = $6, sent_at = $7, expires_at = $8, delivered_at = NULL, bounced = $9, ends_at = $10,
                    reminded_at = NULL
             WHERE id = $1 AND state IN ('pending', 'expired')",
        );
        let rows = renewed
            .bind(id)
            .bind(new.link)
            .bind(new.mailed_hash.clone())
            .bind(new.role)
            .bind(new.note.clone())
            .bind(new.inviter)
            .bind(new.at)
            .bind(new.expires_at)
            .bind(false)
            .bind(new.ends_at)
            .run()
            .await?;
        Ok(rows == 1)
    }

    /// Sets the secret of the copied link; an earlier copied link is dead.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_copied_secret(&mut self, id: InvitationId, hash: Vec<u8>) -> sqlx::Result<bool> {
        let set = self.query("UPDATE invitations SET copied_hash = $2 WHERE id = $1 AND state = 'pending'");
        Ok(set.bind(id).bind(hash).run().await? == 1)
    }

    /// Notes that the address of an open invitation takes no mail, and answers it. `None` when it has ended, or a newer
    /// mail is on its way.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn bounce_invitation(&mut self, id: InvitationId, link: LinkId) -> sqlx::Result<Option<Invitation>> {
        let bounced = self.query(
            "UPDATE invitations SET bounced = $3, delivered_at = NULL
             WHERE id = $1 AND link_id = $2 AND state IN ('pending', 'expired')",
        );
        if bounced.bind(id).bind(link).bind(true).run().await? == 0 {
            return Ok(None);
        }
        self.query(invitation!("i.id = $1")).bind(id).maybe().await
    }

    /// Takes up to 100 invitations whose half-time has come and that were not reminded of yet (M5r), but for those whose
    /// address takes no mail, or whose sender does not want that.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn invitations_to_remind(&mut self, now: Moment) -> sqlx::Result<Vec<Invitation>> {
        let due: Vec<Invitation> =
            self.pick(to_remind!(""), to_remind!(" FOR UPDATE OF i SKIP LOCKED")).bind(now).all().await?;
        for one in &due {
            self.query("UPDATE invitations SET reminded_at = $2 WHERE id = $1").bind(one.id).bind(now).run().await?;
        }
        Ok(due)
    }
}

fn card(row: CardRow, now: Moment) -> Option<InvitationCard> {
    let expires_at = row.expires_at?;
    Some(InvitationCard {
        id: row.id?,
        email: row.email?,
        role: row.role?,
        note: row.note,
        inviter: full_name(&row.first_name?, &row.last_name?),
        sent_at: row.sent_at?,
        expires_at,
        apps: Vec::new(),
        ends_at: row.ends_at,
        // What was told to have expired stays so, whatever the clock does (I11).
        expired: now >= expires_at || row.state? == InvitationState::Expired,
        delivered: row.delivered_at.is_some(),
        bounced: row.bounced?,
    })
}
