//! Which site a visitor asks for. Every request looks it up in one statement: nothing is remembered, so that a switch, a
//! suspension or a domain that leads elsewhere counts at once, on every server.

use serde::Deserialize;

use crate::{
    acts::{Trouble, Warren},
    rules::{
        app::AppName,
        config::{Header, Redirect, Runtime},
        id::AppId,
        moment::Moment,
        problem::Problem,
    },
    store::releases::FoundSite,
};

/// Whose a host name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// The house itself: its pages, never an App.
    House,
    /// The name of an App below the domain of the Apps; what has the form of none is `None`.
    App(Option<&'a str>),
    /// Perhaps a domain of an App.
    Other,
}

/// What visitors of one App get.
#[derive(Clone, Debug)]
pub struct Site {
    pub app: AppId,
    /// Visitors read that it is suspended, and nothing else.
    pub suspended: bool,
    /// The live release, and when it was pushed.
    pub release: Option<(i64, Moment)>,
    pub redirects: Vec<Redirect>,
    pub headers: Vec<Header>,
    pub runtime: Runtime,
}

/// The part of a configuration that visitors see. The values of variables are passed over.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    pub redirects: Vec<Redirect>,
    pub headers: Vec<Header>,
    pub runtime: Runtime,
}

impl Shown {
    /// A configuration as it is kept; without one, everything is as it was at the beginning.
    pub fn read(text: Option<&str>) -> Result<Self, Trouble> {
        let read = text.map_or_else(|| Ok(Self::default()), serde_json::from_str);
        read.map_err(|error| Trouble::Database(sqlx::Error::Decode(error.into())))
    }
}

impl Warren {
    /// Whose a host name is, in lower case and without a port.
    pub fn whose<'a>(&self, host: &'a str) -> Whose<'a> {
        if host == self.host() {
            return Whose::House;
        }
        match host.strip_suffix(self.apps_domain().as_str()) {
            Some("") => Whose::App(None),
            Some(rest) if rest.ends_with('.') => {
                let label = rest.strip_suffix('.').unwrap_or_default();
                Whose::App(AppName::parse(label).is_ok().then_some(label))
            }
            _ => Whose::Other,
        }
    }

    /// The site of an App, by its name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn site_of_app(&self, name: &str) -> Result<Option<Site>, Problem> {
        self.site(self.db.site_of_app(name).await)
    }

    /// The site at a domain that leads to an App of this house.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn site_of_domain(&self, host: &str) -> Result<Option<Site>, Problem> {
        self.site(self.db.site_of_domain(host).await)
    }

    fn site(&self, found: sqlx::Result<Option<FoundSite>>) -> Result<Option<Site>, Problem> {
        let read = |found: FoundSite| {
            let Shown { redirects, headers, runtime } = Shown::read(found.config.as_deref())?;
            let release = found.release.zip(found.released_at);
            Ok(Site { app: found.id, suspended: found.suspended, release, redirects, headers, runtime })
        };
        let site = found.map_err(Trouble::from).and_then(|found| found.map(read).transpose());
        site.map_err(|trouble| trouble.tell(self.request()))
    }
}
