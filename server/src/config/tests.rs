use teamwork::rules::moment::DAY;

use super::{
    Config, ConfigError,
    read::{Source, config, file},
};

fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    config(false, &Source { environment: &environment, file: toml::Table::new() })
}

#[test]
fn everything_has_a_default() {
    let config = with(&[]).unwrap();
    assert_eq!(config.base_url, "http://localhost:3000");
    assert_eq!(config.database_url, "sqlite:warren-data/warren.db");
    assert!(config.smtp.is_none() && config.secret.is_none());
    assert_eq!(config.apps_domain, "apps.localhost");
    assert_eq!(config.time_zone.name(), "UTC");
}

#[test]
fn the_base_url_follows_the_port_and_loses_its_slash() {
    assert_eq!(with(&[("WARREN_ADDR", "127.0.0.1:4100")]).unwrap().base_url, "http://localhost:4100");
    assert_eq!(with(&[("WARREN_BASE_URL", "https://warren.example/")]).unwrap().base_url, "https://warren.example");
}

#[test]
fn apps_have_names_below_a_domain_of_their_own() {
    let domain = |pairs| with(pairs).map(|config| config.apps_domain);
    assert_eq!(domain(&[("WARREN_BASE_URL", "https://warren.example")]).unwrap(), "apps.warren.example");
    assert_eq!(domain(&[("WARREN_APPS_DOMAIN", "Apps.Acme.Example")]).unwrap(), "apps.acme.example");
}

#[test]
fn git_is_reached_where_the_pages_are_unless_the_operator_says_otherwise() {
    assert_eq!(with(&[]).unwrap().ssh, None);
    let typed = |pairs: &[(&str, &str)], port| {
        let all =
            [&[("WARREN_BASE_URL", "https://warren.example"), ("WARREN_SSH_ADDR", "0.0.0.0:2222")], pairs].concat();
        with(&all).unwrap().ssh.unwrap().typed(port)
    };
    assert_eq!(typed(&[], 2222), "warren.example:2222");
    assert_eq!(typed(&[], 22), "warren.example");
    assert_eq!(typed(&[("WARREN_SSH_HOST", "git.example:22222")], 2222), "git.example:22222");
    let demo = config(true, &Source { environment: &|_| None, file: toml::Table::new() }).unwrap().ssh.unwrap();
    assert_eq!((demo.addr.port(), demo.any_port), (2222, true));
}

#[test]
fn a_base_url_where_no_session_cookie_lives_is_refused() {
    for url in [
        "http://warren.example",
        "https://warren.example/dashboard",
        "ftp://localhost",
        "warren",
        "https://me@warren.example",
    ] {
        assert_eq!(with(&[("WARREN_BASE_URL", url)]).unwrap_err().key, "WARREN_BASE_URL", "{url}");
    }
}

#[test]
fn the_environment_comes_before_the_file_and_unknown_settings_are_told() {
    let environment = |name: &str| (name == "WARREN_LOG").then(|| "debug".to_owned());
    let table = file("log = \"warn\"\ninvitation_days = 3\n").unwrap();
    let config = config(false, &Source { environment: &environment, file: table }).unwrap();
    assert_eq!((config.log.as_str(), config.invitation_life), ("debug", 3 * DAY));
    assert_eq!(file("adress = 1").unwrap_err().key, "adress");
}

#[test]
fn a_setting_that_cannot_be_used_is_named() {
    for (key, value) in [
        ("WARREN_ADDR", "3000"),
        ("DATABASE_URL", "mysql://x"),
        ("WARREN_SECRET", "short"),
        ("WARREN_SMTP_URL", "mail.example"),
        ("WARREN_MAIL_FROM", "nobody"),
        ("WARREN_TRUSTED_PROXIES", "10.0.0.0/64"),
        ("WARREN_LOG_FORMAT", "xml"),
        ("WARREN_INVITATION_DAYS", "0"),
        ("WARREN_APPS_DOMAIN", "https://apps.example"),
        ("WARREN_TIME_ZONE", "Berlin"),
        ("WARREN_SSH_ADDR", "2222"),
    ] {
        assert_eq!(with(&[(key, value)]).unwrap_err().key, key);
    }
}

#[test]
fn a_host_for_git_is_a_name_and_perhaps_a_port() {
    for host in ["git@git.example", "https://git.example", "git.example/x", "git example", "git.example:port", "a'b"] {
        let pairs = [("WARREN_SSH_ADDR", "127.0.0.1:2222"), ("WARREN_SSH_HOST", host)];
        assert_eq!(with(&pairs).unwrap_err().key, "WARREN_SSH_HOST", "{host}");
    }
}
