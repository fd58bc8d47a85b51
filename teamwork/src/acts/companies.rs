//! Setting up a Company (R18, R19), and what its members see of it.

use super::{Actor, Trouble, within};
use crate::{
    rules::{
        account::View,
        company::{CompanyBill, CompanyCard, CompanyOverview, CompanySetup},
        day::Day,
        id::{BillingContactId, CompanyId},
        invitation::MyInvitation,
        log::Event,
        money::Money,
        permission::{Action, may},
        plan::{Period, cost_so_far},
        problem::{Field, Problem, Why},
    },
    store::{log::Change, members::Seat},
};

impl Actor {
    /// My Companies, with my role in each.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_companies(&self) -> Result<Vec<CompanyCard>, Problem> {
        let found = self.guest.warren.db.companies_of(self.id()).await;
        let mut companies = found.map_err(|error| self.guest.tell(error))?;
        companies.iter_mut().for_each(hide);
        Ok(companies)
    }

    /// The open invitations to my address. Only who has proven the address sees them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_invitations(&self) -> Result<Vec<MyInvitation>, Problem> {
        if self.confirmed().is_err() {
            return Ok(Vec::new());
        }
        let guest = &self.guest;
        guest.warren.db.invitations_to(self.email_key(), guest.at).await.map_err(|error| guest.tell(error))
    }

    /// Sets up a Company with its first Billing Contact; I am its Owner. Answers its name in URLs.
    ///
    /// # Errors
    /// When the name in URLs is taken.
    pub async fn set_up_company(&self, setup: CompanySetup) -> Result<String, Problem> {
        self.set_up(setup).await.map(|(slug, _)| slug)
    }

    /// The same; answers its first Billing Contact too.
    pub(super) async fn set_up(&self, setup: CompanySetup) -> Result<(String, BillingContactId), Problem> {
        let guest = &self.guest;
        let id = CompanyId::new(guest.at, guest.warren.chance.bytes());
        let contact = BillingContactId::new(guest.at, guest.warren.chance.bytes());
        within!(guest, |tx| {
            let added =
                tx.add_company(id, &setup.name, &setup.slug, self.id(), (contact, &setup.billing), None, guest.at);
            added.await.map_err(Trouble::from).map_err(|trouble| {
                if trouble.is_taken() { Problem::field(Field::Slug, Why::Taken).into() } else { trouble }
            })?;
            tx.record(self.entry(Event::CompanySetUp).within(id).to(setup.slug.as_str())).await?;
            tx.announce(Change::Person(self.id()));
        })?;
        Ok((setup.slug.to_string(), contact))
    }

    /// The front page of a Company (matrix rows 2 and 3).
    ///
    /// # Errors
    /// When I am not a member of it.
    pub async fn company(&self, slug: &str) -> Result<CompanyOverview, Problem> {
        let found = self.guest.warren.db.company_overview(slug, self.id()).await;
        let found = found.map_err(|error| self.guest.tell(error))?;
        let Some(mut company) = found else { return Err(self.stranger(slug).await) };
        self.ask(Seat { company_id: company.id, role: company.role }, Action::SeeCompany).await?;
        if may(company.role, Action::SeeTeam).is_err() {
            company.members = None;
            company.invitations = None;
            company.recovery = false;
        }
        // Other views have their own places for it.
        if self.person.view == View::Client && may(company.role, Action::SeeCost).is_ok() {
            company.bill = Some(self.bill(company.id).await.map_err(|error| self.guest.tell(error))?);
        }
        Ok(company)
    }

    async fn bill(&self, company: CompanyId) -> sqlx::Result<CompanyBill> {
        let (db, today) = (&self.guest.warren.db, Day::of(self.guest.at));
        let (first, _) = today.month();
        let periods = db.periods_of_company(company, first).await?;
        let mut cost: Vec<Money> = Vec::new();
        for of_app in periods.chunk_by(|(one, _), (other, _)| one == other) {
            let of_app: Vec<Period> = of_app.iter().map(|(_, period)| period.clone()).collect();
            for sum in cost_so_far(&of_app, today).into_iter().filter(|sum| sum.amount > 0) {
                match cost.iter_mut().find(|known| known.currency == sum.currency) {
                    Some(known) => known.amount += sum.amount,
                    None => cost.push(sum),
                }
            }
        }
        let runs = periods.iter().any(|(_, period)| period.to.is_none());
        // What begins tomorrow may begin in the next month, and is on the invoice after that.
        let begins = periods.iter().map(|(_, period)| period.from.max(first)).min();
        let next_invoice = begins.filter(|_| runs || !cost.is_empty()).map(|day| day.month().1);
        Ok(CompanyBill { apps: db.count_apps(company).await?, cost, next_invoice })
    }
}

/// Leaves out what the role does not see: of a Billing Contact in arrears an Admin sees that it is, not how much (S7).
fn hide(company: &mut CompanyCard) {
    if may(company.role, Action::SeeTeam).is_err() {
        company.members = None;
    }
    if may(company.role, Action::SeeBilling).is_err() {
        company.arrears = None;
    }
    if let Some(arrears) = company.arrears.as_mut().filter(|_| may(company.role, Action::SeeInvoices).is_err()) {
        (arrears.contact, arrears.owed) = (None, None);
    }
}
