//! The way out: an SMTP server, over TLS whose certificate is checked, or in the clear where the operator says so.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{CertificateStore, Tls, TlsParameters},
    },
};
use url::{Host, Url};

/// How long one command of the conversation may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// An SMTP server as the operator wrote it down. Its `Debug` leaves the password out.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    host: String,
    port: u16,
    security: Security,
    login: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte.
    Wrapped,
    /// STARTTLS, or nothing is sent.
    Required,
    None,
}

impl Smtp {
    /// Reads `smtps://user:password@host` or `smtp://user:password@host:587?tls=required|none`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "write it like smtps://user:password@mail.example.com or smtp://localhost:1025.";
        let url = Url::parse(text).map_err(|_| FORM)?;
        let (host, is_local) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), name == "localhost"),
            Some(Host::Ipv4(address)) => (address.to_string(), address.is_loopback()),
            Some(Host::Ipv6(address)) => (address.to_string(), address.is_loopback()),
            None => return Err(FORM.into()),
        };
        // For schemes it does not know, the parser leaves a name as it was typed.
        let is_local = is_local || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
        let wish = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, wish)| wish.into_owned());
        let security = match (url.scheme(), wish.as_deref()) {
            ("smtps", None | Some("required")) => Security::Wrapped,
            ("smtp", Some("required")) => Security::Required,
            ("smtp", Some("none")) => Security::None,
            ("smtp", None) if is_local => Security::None,
            ("smtp", None) => Security::Required,
            ("smtp" | "smtps", Some(_)) => return Err("tls can be required or none.".into()),
            _ => return Err(FORM.into()),
        };
        let port = url.port().unwrap_or(match security {
            Security::Wrapped => 465,
            Security::Required => 587,
            Security::None => 25,
        });
        let login =
            (!url.username().is_empty()).then(|| (decode(url.username()), decode(url.password().unwrap_or_default())));
        Ok(Self { host, port, security, login })
    }

    /// A pool of connections to this server.
    ///
    /// # Errors
    /// When TLS cannot be prepared for its name.
    pub fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
        let tls = || {
            TlsParameters::builder(self.host.clone()).certificate_store(CertificateStore::WebpkiRoots).build_rustls()
        };
        let tls = match self.security {
            Security::Wrapped => Tls::Wrapper(tls()?),
            Security::Required => Tls::Required(tls()?),
            Security::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((name, password)) = &self.login {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(builder.build())
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.security)
    }
}

/// Undoes `%40` and the like in a name or a password.
fn decode(text: &str) -> String {
    let form = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (u16, Security) {
        let smtp = Smtp::parse(text).unwrap();
        (smtp.port, smtp.security)
    }

    #[test]
    fn mails_leave_the_machine_only_encrypted_unless_the_operator_says_otherwise() {
        assert_eq!(read("smtps://mail.example"), (465, Security::Wrapped));
        assert_eq!(read("smtp://mail.example"), (587, Security::Required));
        assert_eq!(read("smtp://mail.example:25?tls=none"), (25, Security::None));
        assert_eq!(read("smtp://localhost:1025"), (1025, Security::None));
        assert_eq!(read("smtp://127.0.0.1:1025"), (1025, Security::None));
        assert_eq!(read("smtp://localhost:1025?tls=required"), (1025, Security::Required));
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for text in [
            "mail.example:25",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example?tls=maybe",
            "smtps://mail.example?tls=none",
        ] {
            assert!(Smtp::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_may_hold_any_character_and_is_never_printed() {
        let smtp = Smtp::parse("smtps://ada%40acme.example:p+%2F%20w@mail.example").unwrap();
        assert_eq!(smtp.login, Some(("ada@acme.example".into(), "p+/ w".into())));
        assert!(!format!("{smtp:?}").contains("p+/"));
    }
}
