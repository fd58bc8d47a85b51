//! Redirects, headers and how the App runs: each is written as a whole.

use crate::{
    acts::{Actor, within},
    rules::{
        config::{Runtime, RuntimeForm, leads_in_a_circle, read_headers, read_redirects},
        problem::{Field, Problem, Why},
    },
};

impl Actor {
    /// Replaces all redirects by a list, one a line: from, to, and perhaps the status.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, or lines cannot be read or lead in a
    /// circle.
    pub async fn set_redirects(&self, app: &str, version: i64, lines: &str) -> Result<i64, Problem> {
        let redirects = read_redirects(lines)?;
        let own = self.guest.warren.app_host(app);
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            let hosts: Vec<_> = sheet.after.domains.iter().cloned().chain([own.clone()]).collect();
            if leads_in_a_circle(&redirects, &hosts) {
                return Err(Problem::field(Field::Redirects, Why::Circle).into());
            }
            sheet.after.redirects.clone_from(&redirects);
            if sheet.is_unchanged() {
                return Ok(version);
            }
            self.save_config(tx, sheet).await?
        })
    }

    /// Replaces all headers by a list, one a line: for which paths, the name, and what it says.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, or lines cannot be read or are names
    /// that an App does not send.
    pub async fn set_headers(&self, app: &str, version: i64, lines: &str) -> Result<i64, Problem> {
        let headers = read_headers(lines)?;
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            sheet.after.headers.clone_from(&headers);
            if sheet.is_unchanged() {
                return Ok(version);
            }
            self.save_config(tx, sheet).await?
        })
    }

    /// Says what is published and how.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, or fields cannot be.
    pub async fn set_runtime(&self, app: &str, version: i64, form: &RuntimeForm) -> Result<i64, Problem> {
        let runtime = Runtime::read(form)?;
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            sheet.after.runtime.clone_from(&runtime);
            if sheet.is_unchanged() {
                return Ok(version);
            }
            self.save_config(tx, sheet).await?
        })
    }
}
