//! The configuration of an App.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use teamwork::rules::config::RuntimeForm;

use crate::http::rest::{
    ask::Example,
    tell::{HasVersion, Versioned},
};

/// The version that an edit has made.
#[derive(Serialize, JsonSchema)]
pub struct NewVersion {
    pub version: i64,
}

impl NewVersion {
    /// As it is answered.
    pub fn of(version: i64) -> Versioned<Self> {
        Versioned(Self { version })
    }
}

impl HasVersion for NewVersion {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The value of a variable.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVariable {
    pub value: String,
    /// Whether nobody reads it again.
    #[serde(default)]
    pub secret: bool,
}

impl Example for NewVariable {
    fn example() -> Self {
        Self { value: "https://api.acme.example".into(), secret: false }
    }
}

/// A domain.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDomain {
    pub host: String,
}

impl Example for NewDomain {
    fn example() -> Self {
        Self { host: "shop.acme.example".into() }
    }
}

/// All redirects, in their order.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRedirects {
    pub redirects: Vec<NewRedirect>,
}

/// One redirect.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRedirect {
    /// The path that is asked for.
    pub from: String,
    /// A path of the App, or an https address.
    pub to: String,
    /// 301, 302, 307 or 308.
    #[serde(default = "for_ever")]
    pub status: u16,
}

const fn for_ever() -> u16 {
    301
}

impl NewRedirects {
    /// One redirect a line, as the form has them. What has white space in it stays in its line and is a flaw there.
    pub fn lines(&self) -> String {
        let word = |text: &str| text.replace(char::is_whitespace, " ");
        let line = |one: &NewRedirect| format!("{} {} {}", word(&one.from), word(&one.to), one.status);
        self.redirects.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Example for NewRedirects {
    fn example() -> Self {
        Self { redirects: vec![NewRedirect { from: "/old".into(), to: "/new".into(), status: for_ever() }] }
    }
}

/// All headers, in their order: of one name the last one that covers a path counts.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHeaders {
    pub headers: Vec<NewHeader>,
}

/// What is sent with the files of some paths.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHeader {
    /// A path, in which one `*` stands for anything.
    pub path: String,
    pub name: String,
    pub value: String,
}

impl NewHeaders {
    /// One header a line, as the form has them. What would end a line, a path or a name becomes a sign that none can have,
    /// so it is a flaw of its own line.
    pub fn lines(&self) -> String {
        let mark = |text: &str, ends: fn(char) -> bool| text.replace(ends, "\u{fffd}");
        let line = |one: &NewHeader| {
            let path = mark(&one.path, char::is_whitespace);
            let name = mark(&one.name, |sign| sign.is_whitespace() || sign == ':');
            format!("{path} {name}: {}", mark(&one.value, char::is_control))
        };
        self.headers.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Example for NewHeaders {
    fn example() -> Self {
        let header = NewHeader {
            path: "/assets/*".into(),
            name: "Cache-Control".into(),
            value: "public, max-age=31536000, immutable".into(),
        };
        Self { headers: vec![header] }
    }
}

/// All options of how an App runs.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRuntime {
    /// The folder that is published; empty for `public` when there is one, else for the whole App.
    pub folder: String,
    /// The branch that is deployed.
    pub branch: String,
    /// The file that is the start page of each folder.
    pub index_file: String,
    /// The page for what is not found; empty for `404.html` when there is one, else for ours.
    pub error_file: String,
    /// How long browsers keep files.
    pub cache_seconds: u32,
    /// Whether http leads to https.
    pub https_only: bool,
}

impl NewRuntime {
    /// As the act takes them.
    pub fn form(self) -> RuntimeForm {
        let Self { folder, branch, index_file, error_file, cache_seconds, https_only } = self;
        RuntimeForm { folder, branch, index_file, error_file, cache_seconds: cache_seconds.to_string(), https_only }
    }
}

impl Example for NewRuntime {
    fn example() -> Self {
        Self {
            folder: "public".into(),
            branch: "main".into(),
            index_file: "index.html".into(),
            error_file: String::new(),
            cache_seconds: 3_600,
            https_only: true,
        }
    }
}

/// An old version.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldVersion {
    pub to: i64,
}

impl Example for OldVersion {
    fn example() -> Self {
        Self { to: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_stays_in_its_line() {
        let sly = NewRedirect { from: "/a /b\n/c".into(), to: "/d".into(), status: 302 };
        assert_eq!(NewRedirects { redirects: vec![sly] }.lines(), "/a /b /c /d 302");
    }

    #[test]
    fn a_header_stays_in_its_line_and_its_name_before_the_colon() {
        let sly = NewHeader { path: "/a b".into(), name: "X: Y".into(), value: "c\r\nSet-Cookie: d".into() };
        let lines = NewHeaders { headers: vec![sly] }.lines();
        assert_eq!(lines, "/a\u{fffd}b X\u{fffd}\u{fffd}Y: c\u{fffd}\u{fffd}Set-Cookie: d");
        assert!(teamwork::rules::config::read_headers(&lines).is_err());
    }
}
