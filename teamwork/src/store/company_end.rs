//! How a Company ends: what it takes along, and in which order it has to go.

use super::{
    companies::full_name,
    cut::one_more_than,
    db::{Db, Tx},
    members::{Seat, read_policies},
};
use crate::rules::{
    company::{CompanyEnd, CompanyNames, CompanySettings, END_MAX, InvoiceEnd, PersonEnd},
    day::Day,
    id::{AppId, CompanyId, UserId},
    invoice::InvoiceNumber,
    money::Money,
    policy::Policies,
    role::Role,
};

#[derive(sqlx::FromRow)]
struct SettingsRow {
    #[sqlx(flatten)]
    seat: Seat,
    name: String,
    slug: String,
    version: i64,
    invitation_domains: String,
    developer_days: i64,
}

#[derive(sqlx::FromRow)]
struct EndRow {
    #[sqlx(flatten)]
    seat: Seat,
    company: String,
    slug: String,
}

#[derive(sqlx::FromRow)]
struct PartRow {
    kind: String,
    first_name: String,
    last_name: String,
    role: Option<Role>,
}

#[derive(sqlx::FromRow)]
struct OwedRow {
    series: String,
    number: i64,
    balance: i64,
    currency: String,
    due_day: Day,
    charging: bool,
}

#[derive(sqlx::FromRow)]
struct AppRow {
    id: AppId,
    name: String,
}

impl Db {
    /// What can be set about a Company, and the seat of the reader. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn company_settings(&self, slug: &str, user: UserId) -> sqlx::Result<Option<(Seat, CompanySettings)>> {
        let row: Option<SettingsRow> = self
            .read(
                "SELECT c.id AS company_id, me.role, c.name, c.slug, c.version, c.invitation_domains, c.developer_days
                 FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2 WHERE c.slug = $1",
            )
            .bind(slug.to_owned())
            .bind(user)
            .maybe()
            .await?;
        Ok(row.map(|row| {
            let policies = read_policies(&row.invitation_domains, row.developer_days);
            (row.seat, CompanySettings { name: row.name, slug: row.slug, policies, version: row.version })
        }))
    }

    /// What ends with a Company, and the seat of the reader. `None` for non-members.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn company_end(&self, slug: &str, user: UserId) -> sqlx::Result<Option<(Seat, CompanyEnd)>> {
        let row: Option<EndRow> = self
            .read(
                "SELECT c.id AS company_id, me.role, c.name AS company, c.slug
                 FROM companies c JOIN members me ON me.company_id = c.id AND me.user_id = $2 WHERE c.slug = $1",
            )
            .bind(slug.to_owned())
            .bind(user)
            .maybe()
            .await?;
        let Some(EndRow { seat, company, slug }) = row else { return Ok(None) };
        let parts: Vec<PartRow> = self
            .read(
                "SELECT * FROM (SELECT 'app' AS kind, a.name AS first_name, '' AS last_name, CAST(NULL AS TEXT) AS role
                    FROM apps a WHERE a.company_id BETWEEN $1 AND $1 AND a.state <> 'deleted'
                    ORDER BY a.company_id, a.name LIMIT $2) AS apps
                 UNION ALL
                 SELECT * FROM (SELECT 'person' AS kind, u.first_name, u.last_name, m.role
                    FROM members m JOIN users u ON u.id = m.user_id WHERE m.company_id = $1
                    ORDER BY m.joined_at, m.user_id LIMIT $2) AS people
                 UNION ALL
                 SELECT * FROM (SELECT 'invitation' AS kind, i.email AS first_name, '' AS last_name,
                        CAST(NULL AS TEXT) AS role
                    FROM invitations i WHERE i.company_id = $1 AND i.state IN ('pending', 'expired')
                    ORDER BY i.sent_at LIMIT $2) AS invitations",
            )
            .bind(seat.company_id)
            .bind(one_more_than(END_MAX))
            .all()
            .await?;
        let invoices = self.owed_by(seat.company_id).await?;
        let (apps, people, invitations) = (Vec::new(), Vec::new(), Vec::new());
        let mut end = CompanyEnd { company, slug, apps, people, invitations, invoices };
        for part in parts {
            match (part.kind.as_str(), part.role) {
                ("app", _) => end.apps.push(part.first_name),
                (_, Some(role)) => {
                    end.people.push(PersonEnd { name: full_name(&part.first_name, &part.last_name), role });
                }
                _ => end.invitations.push(part.first_name),
            }
        }
        Ok(Some((seat, end)))
    }

    /// The open invoices of a Company, the ones due first at the top.
    async fn owed_by(&self, company: CompanyId) -> sqlx::Result<Vec<InvoiceEnd>> {
        let rows: Vec<OwedRow> = self
            .read(
                "SELECT i.series, i.number, i.balance, i.currency, i.due_day,
                        EXISTS (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS charging
                 FROM invoices i
                 WHERE i.company_id = $1 AND i.state = 'open' ORDER BY i.due_day, i.number LIMIT $2",
            )
            .bind(company)
            .bind(one_more_than(END_MAX))
            .all()
            .await?;
        let told = |OwedRow { series, number, balance, currency, due_day, charging }| InvoiceEnd {
            number: InvoiceNumber { series, number },
            balance: Money { amount: balance, currency },
            due: due_day,
            charging,
        };
        Ok(rows.into_iter().map(told).collect())
    }
}

impl Tx {
    /// Gives a Company its new names, unless somebody was faster.
    ///
    /// # Errors
    /// What the engine says; a unique violation when the name in URLs is taken.
    pub async fn rename_company(&mut self, id: CompanyId, version: i64, names: &CompanyNames) -> sqlx::Result<bool> {
        let renamed = self
            .query("UPDATE companies SET name = $3, slug = $4, version = version + 1 WHERE id = $1 AND version = $2");
        let renamed = renamed.bind(id).bind(version).bind(names.name.as_str().to_owned());
        Ok(renamed.bind(names.slug.as_str().to_owned()).run().await? == 1)
    }

    /// Sets the policies of a Company, unless somebody was faster.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn set_policies(&mut self, id: CompanyId, version: i64, policies: &Policies) -> sqlx::Result<bool> {
        let set = self.query(
            "UPDATE companies SET invitation_domains = $3, developer_days = $4, version = version + 1
             WHERE id = $1 AND version = $2",
        );
        let set = set.bind(id).bind(version).bind(policies.domains());
        Ok(set.bind(i64::from(policies.developer_days)).run().await? == 1)
    }

    /// The Apps of a Company that ends with them.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apps_that_end(&mut self, company: CompanyId) -> sqlx::Result<Vec<(AppId, String)>> {
        let apps = self
            .query("SELECT a.id, a.name FROM apps a WHERE a.company_id = $1 AND a.state <> 'deleted' ORDER BY a.name");
        let apps: Vec<AppRow> = apps.bind(company).all().await?;
        Ok(apps.into_iter().map(|app| (app.id, app.name)).collect())
    }

    /// Ends every membership of a Company; answers whose.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_members(&mut self, company: CompanyId) -> sqlx::Result<Vec<UserId>> {
        let gone: Vec<(UserId,)> =
            self.query("DELETE FROM members WHERE company_id = $1 RETURNING user_id").bind(company).all().await?;
        Ok(gone.into_iter().map(|(user,)| user).collect())
    }

    /// Removes a Company, with its Billing Contacts and its ended invitations.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn remove_company(&mut self, company: CompanyId) -> sqlx::Result<u64> {
        self.query("DELETE FROM companies WHERE id = $1").bind(company).run().await
    }
}
