//! What a client of git asks for over SSH. Two verbs and one path get through, and nothing else (B59, I40).

use thiserror::Error;

use crate::rules::{app::AppName, text::Slug};

/// The longest command that is looked at: two names of 40 letters fit in easily.
const LONGEST: usize = 200;

/// The repository somebody names. An App is in one Company, so the address names both; the name of the App alone is the
/// address of a trial of one's own, and leads to the App wherever it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepositoryName {
    pub company: Option<Slug>,
    pub app: AppName,
}

/// What is to be done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitCommand {
    /// Clone, fetch, pull.
    UploadPack(RepositoryName),
    /// Push.
    ReceivePack(RepositoryName),
}

/// It is none of ours: a shell, another program, a path that cannot be an App.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Here is nothing but git: clone, fetch, pull and push.")]
pub struct NotACommand;

impl GitCommand {
    /// The verbs, as clients write them. Each is a door.
    pub const VERBS: [&str; 2] = ["git-upload-pack", "git-receive-pack"];

    /// Reads the command of a client: `git-upload-pack '/acme/shop.git'`.
    ///
    /// # Errors
    /// When it is anything else, by one byte.
    pub fn parse(command: &[u8]) -> Result<Self, NotACommand> {
        if command.len() > LONGEST {
            return Err(NotACommand);
        }
        let text = std::str::from_utf8(command).map_err(|_| NotACommand)?;
        let (verb, path) = text.split_once(' ').ok_or(NotACommand)?;
        let make = match verb {
            "git-upload-pack" => Self::UploadPack,
            "git-receive-pack" => Self::ReceivePack,
            _ => return Err(NotACommand),
        };
        RepositoryName::parse(path).map(make)
    }

    /// The repository.
    pub fn repository(&self) -> &RepositoryName {
        match self {
            Self::UploadPack(name) | Self::ReceivePack(name) => name,
        }
    }

    /// Whether it changes the repository.
    pub fn writes(&self) -> bool {
        matches!(self, Self::ReceivePack(_))
    }
}

impl RepositoryName {
    /// Reads a path in single quotes, as git quotes it, or without. What needs escaping is no name of ours.
    fn parse(path: &str) -> Result<Self, NotACommand> {
        let path = match path.strip_prefix('\'') {
            Some(rest) => rest.strip_suffix('\'').ok_or(NotACommand)?,
            None => path,
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix(".git").unwrap_or(path);
        let mut parts = path.split('/');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next());
        if parts.next().is_some() {
            return Err(NotACommand);
        }
        let (company, app) = match second {
            Some(app) => (Some(Slug::parse(first).map_err(|_| NotACommand)?), app),
            None => (None, first),
        };
        let name = AppName::parse(app).map_err(|_| NotACommand)?;
        // Forms forgive capitals and white space, addresses do not: one App has one.
        let is_exact = name.as_str() == app && company.as_ref().is_none_or(|slug| slug.as_str() == first);
        if is_exact { Ok(Self { company, app: name }) } else { Err(NotACommand) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(company: Option<&str>, app: &str) -> RepositoryName {
        let company = company.map(|slug| Slug::parse(slug).unwrap());
        RepositoryName { company, app: AppName::parse(app).unwrap() }
    }

    #[test]
    fn git_asks_for_a_repository_of_a_company_or_of_ones_own() {
        use GitCommand::{ReceivePack, UploadPack};
        for (command, expected) in [
            ("git-upload-pack '/acme/shop.git'", UploadPack(of(Some("acme"), "shop"))),
            ("git-receive-pack '/acme/shop.git'", ReceivePack(of(Some("acme"), "shop"))),
            ("git-upload-pack 'acme/shop.git'", UploadPack(of(Some("acme"), "shop"))),
            ("git-upload-pack '/acme/shop'", UploadPack(of(Some("acme"), "shop"))),
            ("git-upload-pack /acme/shop.git", UploadPack(of(Some("acme"), "shop"))),
            ("git-receive-pack '/app-x.git'", ReceivePack(of(None, "app-x"))),
        ] {
            assert_eq!(GitCommand::parse(command.as_bytes()), Ok(expected), "{command}");
        }
    }

    #[test]
    fn nothing_else_gets_through() {
        for command in [
            "",
            "git-upload-pack",
            "git-upload-pack ",
            "git-upload-pack ''",
            "git-upload-pack '/'",
            "git-upload-pack '//'",
            "git-upload-pack '/acme/'",
            "git-upload-pack '//acme/shop.git'",
            "git-upload-pack '/acme//shop.git'",
            "git-upload-pack '/acme/shop.git/'",
            "git-upload-pack '/acme/shop.git.git'",
            "git-upload-pack '/acme/shop/../blog.git'",
            "git-upload-pack '/../../etc/passwd'",
            "git-upload-pack '../acme/shop.git'",
            "git-upload-pack '/acme/..'",
            "git-upload-pack '/./shop.git'",
            "git-upload-pack '~/shop.git'",
            "git-upload-pack '/~acme/shop.git'",
            "git-upload-pack '/ACME/shop.git'",
            "git-upload-pack '/acme/Shop.git'",
            "git-upload-pack ' /acme/shop.git'",
            "git-upload-pack '/acme/shop.git '",
            "git-upload-pack '/ acme/shop.git'",
            "git-upload-pack  '/acme/shop.git'",
            "git-upload-pack\t'/acme/shop.git'",
            "git-upload-pack '/acme/shop.git' --help",
            "git-upload-pack --upload-pack=id '/acme/shop.git'",
            "git-upload-pack '--strict' '/acme/shop.git'",
            "git-upload-pack '/acme/--help'",
            "git-upload-pack '-/shop.git'",
            "git-upload-pack '/acme/shop.git'; id",
            "git-upload-pack '/acme/shop.git'\n",
            "git-upload-pack '/acme/shop.git'\nid",
            "git-upload-pack '/acme/shop'\\''s.git'",
            "git-upload-pack '/acme/shop.git",
            "git-upload-pack /acme/shop.git'",
            "git-upload-pack \"/acme/shop.git\"",
            "git-upload-pack '$(id)/shop.git'",
            "git-upload-pack '/acme/sh\u{0}op.git'",
            "git-upload-pack '/аcme/shop.git'",
            "git upload-pack '/acme/shop.git'",
            "git-upload-archive '/acme/shop.git'",
            "git-lfs-authenticate '/acme/shop.git' download",
            "GIT-UPLOAD-PACK '/acme/shop.git'",
            "/usr/bin/git-upload-pack '/acme/shop.git'",
            "env -S git-upload-pack '/acme/shop.git'",
            "scp -f /etc/passwd",
            "sh -c 'git-upload-pack /acme/shop.git'",
        ] {
            assert_eq!(GitCommand::parse(command.as_bytes()), Err(NotACommand), "{command:?}");
        }
        assert_eq!(GitCommand::parse(b"git-upload-pack '/acme/\xff.git'"), Err(NotACommand));
        let long = format!("git-upload-pack '/acme/{}.git'", "a".repeat(1_000_000));
        assert_eq!(GitCommand::parse(long.as_bytes()), Err(NotACommand));
    }
}
