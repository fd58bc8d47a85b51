//! The rows: people, Companies, Apps, and a long log of one Company.

use super::house::{Place, Size};

/// 21 Nov 2026, 12:00 UTC.
pub(super) const NOON: i64 = 1_795_262_400_000;
/// How many Billing Contacts Acme has beside its first, and on how many Apps Kevin works, in each house.
const CONTACTS: u32 = 10;
const KEVINS_APPS: u32 = 20;

/// The cursor behind this member.
pub fn member(number: u32) -> String {
    format!("{}.01000000-0000-0000-0000-{number:012x}", NOON + i64::from(number))
}

/// The name of this App.
pub fn app(number: u32) -> String {
    format!("app-{number:06}")
}

impl Place {
    /// Users and members of Acme with nine Admins, other Companies with an Owner each, Apps of Acme, and a long log of it.
    pub async fn fill(&self, size: Size) {
        for sql in
            self.people(size).into_iter().chain(self.apps(size)).chain(self.money(size)).chain(self.entries(size))
        {
            self.run(sql).await;
        }
        // PostgreSQL would tidy up while the first pages are read.
        let tidy = if matches!(self, Self::File(_)) { "ANALYZE" } else { "VACUUM ANALYZE" };
        self.run(tidy.to_owned()).await;
    }

    /// The words that differ: a row for each number.
    pub(super) fn numbers(&self, count: u32) -> String {
        match self {
            Self::File(_) => format!(
                "(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) SELECT n FROM n) AS n"
            ),
            Self::Server { .. } => {
                format!("(SELECT CAST(n AS BIGINT) AS n FROM generate_series(1, {count}) AS n) AS n")
            }
        }
    }

    /// An id for a number.
    pub(super) fn id(&self, kind: u8, number: &str) -> String {
        match self {
            Self::File(_) => format!("CAST(unhex(printf('{kind:02x}%030x', {number})) AS BLOB)"),
            Self::Server { .. } => format!("CAST('{kind:02x}' || lpad(to_hex({number}), 30, '0') AS UUID)"),
        }
    }

    fn people(&self, Size { members, companies, .. }: Size) -> Vec<String> {
        let (user, company, contact) = (self.id(1, "n.n"), self.id(2, "n.n"), self.id(3, "n.n"));
        let (many, others) = (self.numbers(members - 1), self.numbers(companies));
        vec![
            format!(
                "INSERT INTO users (id, email, email_key, first_name, last_name, confirmed_at, terms_at, created_at)
                 SELECT {user}, 'n' || n.n || '@acme.example', 'n' || n.n || '@acme.example', 'N' || n.n, 'Acme',
                        {NOON}, {NOON}, {NOON}
                 FROM {many}"
            ),
            format!(
                "INSERT INTO members (company_id, user_id, role, joined_at)
                 SELECT {ACME}, {user}, CASE WHEN n.n % ({members} / 10) = 0 THEN 'admin' ELSE 'developer' END, {NOON} + n.n FROM {many}"
            ),
            format!(
                "INSERT INTO members (company_id, user_id, role, joined_at) VALUES ({ACME}, {KEVIN}, 'developer', {NOON})"
            ),
            format!("UPDATE companies SET member_count = {members} + 1 WHERE slug = 'acme'"),
            format!(
                "INSERT INTO companies (id, slug, name, owner_count, member_count, created_at)
                 SELECT {company}, 'c' || n.n, 'Company ' || n.n, 1, 1, {NOON} FROM {others}"
            ),
            // Each has an Owner of its own, so nobody has thousands of Companies.
            format!(
                "INSERT INTO members (company_id, user_id, role, joined_at)
                 SELECT {company}, {user}, 'owner', {NOON} FROM {others}"
            ),
            contacts(&contact, &company, &others),
        ]
    }

    /// Paid by several Billing Contacts, and trials among them. Each has three Developers.
    fn apps(&self, Size { members, apps, .. }: Size) -> Vec<String> {
        let (app, contact) = (self.id(4, "n.n"), self.id(5, &format!("1 + n.n % {CONTACTS}")));
        let (all, some) = (self.numbers(apps), self.numbers(CONTACTS));
        let name = match self {
            Self::File(_) => "printf('app-%06d', n.n)",
            Self::Server { .. } => "'app-' || lpad(CAST(n.n AS TEXT), 6, '0')",
        };
        let mut rows = vec![
            contacts(&self.id(5, "n.n"), ACME, &some),
            format!(
                "INSERT INTO apps (id, name, company_id, creator_id, state, plan, billing_contact_id, trial_ends_at, created_at)
                 SELECT {app}, {name}, {ACME}, {ADA}, CASE WHEN n.n % 10 = 0 THEN 'trial' ELSE 'active' END, 'small',
                        CASE WHEN n.n % 10 = 0 THEN NULL ELSE {contact} END,
                        CASE WHEN n.n % 10 = 0 THEN {NOON} + 604800000 END, {NOON}
                 FROM {all}"
            ),
            format!(
                "INSERT INTO app_periods (app_id, from_day, billing_contact_id, plan, price, currency)
                 SELECT {app}, {NOON} / 86400000, {contact}, 'small', 900, 'EUR' FROM {all} WHERE n.n % 10 <> 0"
            ),
            format!(
                "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
                 SELECT {app}, {ACME}, {KEVIN}, {NOON} FROM {}",
                self.numbers(KEVINS_APPS)
            ),
        ];
        for step in 1..=3 {
            // Not one of the tenths, who are Admins.
            let developer = self.id(1, &format!("1 + 100 * ((7 * n.n) % ({members} / 100)) + {step}"));
            rows.push(format!(
                "INSERT INTO app_members (app_id, company_id, user_id, assigned_at)
                 SELECT {app}, {ACME}, {developer}, {NOON} FROM {all}"
            ));
        }
        rows
    }

    /// Every tenth is about an App, every hundredth about money.
    fn entries(&self, Size { apps, entries, .. }: Size) -> Vec<String> {
        let app = self.id(4, &format!("1 + (n.n / 10) % {apps}"));
        vec![format!(
            "INSERT INTO log (at, company_id, actor_id, role, door, event, kind, app_id, request_id)
             SELECT {NOON} + n.n, {ACME}, {ADA}, 'owner', 'page',
                    CASE WHEN n.n % 100 = 1 THEN 'billing_contact_created' WHEN n.n % 10 = 0 THEN 'app_scaled'
                         ELSE 'role_changed' END,
                    CASE WHEN n.n % 100 = 1 THEN 'billing' WHEN n.n % 10 = 0 THEN 'apps' ELSE 'people' END,
                    CASE WHEN n.n % 10 = 0 THEN {app} END, {}
             FROM {}",
            self.id(1, "n.n"),
            self.numbers(entries)
        )]
    }
}

pub(super) const ACME: &str = "(SELECT id FROM companies WHERE slug = 'acme')";
pub(super) const ADA: &str = "(SELECT id FROM users WHERE email = 'ada@acme.example')";
const KEVIN: &str = "(SELECT id FROM users WHERE email = 'kevin@flynn.example')";

pub(super) fn contacts(id: &str, company: &str, numbers: &str) -> String {
    format!(
        "INSERT INTO billing_contacts (id, company_id, state, method, name, street, postal_code, city, country, email, created_at)
         SELECT {id}, {company}, 'active', 'bank_transfer', 'C', 'S', '1', 'B', 'DE', 'b@c.example', {NOON} FROM {numbers}"
    )
}
