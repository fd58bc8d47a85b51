//! The house as the law would describe it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use teamwork::rules::{
    day::Day,
    moment::{HOUR, Moment},
};

use super::{
    super::law::{App, AppState, Company, Contact, Invitation, Member, Period, Request, World},
    Play,
    names::{
        app_state_of, email_number, number_of, number_of_app, plan_of, request_state_of, role_of, state_of, was_of,
    },
};

impl Play<'_> {
    pub async fn look(&mut self) -> World {
        World {
            companies: self.companies().await,
            invitations: self.invitations().await,
            contacts: self.contacts().await,
            apps: self.apps().await,
            requests: self.requests().await,
            blocked: self.blocked().await,
            now: self.hour(self.house.warren.now().millis()),
        }
    }

    /// The hour after the beginning. Access ends a millisecond before midnight, and so with the next hour of the law.
    fn hour(&self, at: i64) -> i64 {
        let since = Moment::from_millis(at).since(self.begin);
        since.div_euclid(HOUR) + i64::from(since.rem_euclid(HOUR) > 0)
    }

    async fn companies(&mut self) -> Vec<Company> {
        let mut companies = vec![Company { is_gone: true, ..Company::default() }; self.slugs.len()];
        let here = "SELECT slug, suspended_at FROM companies";
        for (slug, suspended) in self.eye.rows::<(String, Option<i64>)>(here).await {
            let company = &mut companies[self.company(&slug)];
            company.is_gone = false;
            company.suspended = suspended.map(|at| self.hour(at));
        }
        let members = "SELECT c.slug, u.email, m.role, m.ends_at FROM members m
                       JOIN companies c ON c.id = m.company_id JOIN users u ON u.id = m.user_id";
        for (slug, email, role, ends) in self.eye.rows::<(String, String, String, Option<i64>)>(members).await {
            let member = Member { role: role_of(&role), ends: ends.map(|at| self.hour(at)) };
            companies[self.company(&slug)].members.insert(number_of(&email), member);
        }
        companies
    }

    fn company(&self, slug: &str) -> usize {
        self.slugs.iter().position(|known| known == slug).unwrap()
    }

    async fn invitations(&mut self) -> Vec<Invitation> {
        let (id, link, app) = (self.hex("i.id"), self.hex("i.link_id"), self.hex("o.app_id"));
        let offers = format!("SELECT {}, {app} FROM invitation_apps o", self.hex("o.invitation_id"));
        let offers = self.eye.rows::<(String, String)>(&offers).await;
        let rows = format!(
            "SELECT {id}, {link}, i.role, i.state, u.email, i.expires_at, i.ends_at
             FROM invitations i JOIN users u ON u.id = i.inviter_id"
        );
        type Row = (String, String, String, String, String, i64, Option<i64>);
        let rows = self.eye.rows::<Row>(&rows).await;
        let mut invitations = Vec::new();
        for number in 0..self.invitations.len() {
            let (key, company, to) = {
                let sent = &self.invitations[number];
                (key(sent.id), sent.company, sent.to)
            };
            let Some((_, link, role, state, inviter, expires, ends)) = rows.iter().find(|row| row.0 == key) else {
                invitations.push(Invitation::gone(company, to));
                continue;
            };
            self.invitations[number].link = link.parse().ok();
            invitations.push(Invitation {
                company,
                to,
                role: role_of(role),
                state: state_of(state),
                inviter: number_of(inviter),
                expires: self.hour(*expires),
                apps: offers.iter().filter(|offer| offer.0 == key).map(|offer| place(&self.apps, &offer.1)).collect(),
                ends: ends.map(|at| self.hour(at)),
            });
        }
        invitations
    }

    async fn contacts(&mut self) -> Vec<Contact> {
        let rows = format!(
            "SELECT {}, c.slug, b.state, b.email FROM billing_contacts b JOIN companies c ON c.id = b.company_id",
            self.hex("b.id")
        );
        let mut contacts = vec![Contact::GONE; self.contacts.len()];
        for (id, slug, state, email) in self.eye.rows::<(String, String, String, String)>(&rows).await {
            let (company, is_archived) = (Some(self.company(&slug)), state == "archived");
            contacts[place(&self.contacts, &id)] = Contact { company, is_archived, email: email_number(&email) };
        }
        contacts
    }

    async fn apps(&mut self) -> Vec<App> {
        let rows = format!(
            "SELECT {}, a.name, c.slug, u.email, a.state, a.suspended_by, a.suspended_before, a.plan, {},
                    a.trial_ends_at, a.suspended_at, {}, a.reprieves
             FROM apps a JOIN users u ON u.id = a.creator_id LEFT JOIN companies c ON c.id = a.company_id",
            self.hex("a.id"),
            self.hex("a.billing_contact_id"),
            self.hex("a.request_id")
        );
        let asked: Vec<_> = self.requests.iter().map(|asked| asked.id).collect();
        type Text = Option<String>;
        type Row =
            (String, String, Text, String, String, Text, Text, String, Text, Option<i64>, Option<i64>, Text, i64);
        let mut apps = BTreeMap::new();
        for (id, name, slug, creator, state, by, was, plan, payer, trial_ends, paused, request, reprieves) in
            self.eye.rows::<Row>(&rows).await
        {
            let state = app_state_of(&state, by.as_deref());
            let app = App {
                name: number_of_app(&name),
                company: slug.map(|slug| self.company(&slug)),
                creator: number_of(&creator),
                state,
                plan: plan_of(&plan),
                // SQLite writes no bytes as no letters.
                payer: payer.filter(|id| !id.is_empty()).map(|id| place(&self.contacts, &id)),
                trial_ends: trial_ends.map(|at| self.hour(at)),
                paused: paused.map(|at| self.hour(at)),
                was: was.filter(|_| state != AppState::Deleted).map(|word| was_of(&word)),
                assigned: BTreeSet::new(),
                periods: Vec::new(),
                request: request.filter(|id| !id.is_empty()).map(|id| place(&asked, &id)),
                reprieves: u8::try_from(reprieves).unwrap(),
            };
            apps.insert(place(&self.apps, &id), app);
        }
        let mut apps: Vec<App> = apps.into_values().collect();
        self.add_people(&mut apps).await;
        self.add_periods(&mut apps).await;
        apps
    }

    async fn requests(&mut self) -> Vec<Request> {
        let rows = format!(
            "SELECT {}, c.slug, u.email, r.state, CASE WHEN r.confirmed_by IS NULL THEN 0 ELSE 1 END, {}, ra.plan, {},
                    r.sent_at, r.expires_at, r.frozen_at
             FROM requests r JOIN request_apps ra ON ra.request_id = r.id JOIN users u ON u.id = r.sender_id
             LEFT JOIN companies c ON c.id = r.company_id",
            self.hex("r.id"),
            self.hex("ra.app_id"),
            self.hex("ra.payer_id")
        );
        type Text = Option<String>;
        type Row = (String, Text, String, String, i32, String, String, Text, i64, i64, Option<i64>);
        let rows = self.eye.rows::<Row>(&rows).await;
        let people = format!(
            "SELECT {}, u.email FROM request_people p JOIN users u ON u.id = p.user_id",
            self.hex("p.request_id")
        );
        let people = self.eye.rows::<(String, String)>(&people).await;
        let along = |id: &str| people.iter().filter(|row| row.0 == id).map(|row| number_of(&row.1)).collect();
        let mut requests: Vec<_> = self.requests.iter().map(|asked| Request::gone(asked.to)).collect();
        let asked: Vec<_> = self.requests.iter().map(|asked| asked.id).collect();
        for (id, slug, sender, state, confirmed, app, plan, payer, sent, expires, frozen) in rows {
            let one = &mut requests[place(&asked, &id)];
            *one = Request {
                company: slug.map(|slug| self.company(&slug)),
                app: place(&self.apps, &app),
                sender: number_of(&sender),
                to: one.to,
                state: request_state_of(&state),
                confirmed: confirmed == 1,
                plan: plan_of(&plan),
                payer: payer.filter(|id| !id.is_empty()).map(|id| place(&self.contacts, &id)),
                along: along(&id),
                sent: self.hour(sent),
                expires: self.hour(expires),
                frozen: frozen.map(|at| self.hour(at)),
            };
        }
        requests
    }

    async fn add_people(&mut self, apps: &mut [App]) {
        let rows =
            format!("SELECT {}, u.email FROM app_members d JOIN users u ON u.id = d.user_id", self.hex("d.app_id"));
        for (app, email) in self.eye.rows::<(String, String)>(&rows).await {
            apps[place(&self.apps, &app)].assigned.insert(number_of(&email));
        }
    }

    async fn add_periods(&mut self, apps: &mut [App]) {
        let rows = format!(
            "SELECT {}, from_day, to_day, {}, plan FROM app_periods ORDER BY from_day",
            self.hex("app_id"),
            self.hex("billing_contact_id")
        );
        let begin = Day::of(self.begin).0;
        for (app, from, to, payer, plan) in self.eye.rows::<(String, i64, Option<i64>, String, String)>(&rows).await {
            let (payer, plan) = (place(&self.contacts, &payer), plan_of(&plan));
            let period = Period { from: from - begin, to: to.map(|day| day - begin), payer, plan };
            apps[place(&self.apps, &app)].periods.push(period);
        }
    }

    async fn blocked(&mut self) -> BTreeMap<u8, i64> {
        let rows = "SELECT name, free_at FROM app_names WHERE free_at IS NOT NULL";
        let rows = self.eye.rows::<(String, i64)>(rows).await;
        rows.into_iter().map(|(name, free)| (number_of_app(&name), self.hour(free))).collect()
    }
}

/// An id as [`Play::hex`] writes it.
fn key(id: impl Display) -> String {
    id.to_string().replace('-', "")
}

fn place<T: Display + Copy>(known: &[T], hex: &str) -> usize {
    known.iter().position(|id| key(*id) == hex).unwrap()
}
