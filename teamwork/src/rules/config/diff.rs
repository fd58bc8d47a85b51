//! What differs between two versions, in words for the log and the page. No value of a variable is among them.

use std::collections::BTreeMap;

use super::{Config, Header, Redirect, Runtime};

/// How long the words in the log may get.
const SUMMARY_MAX: usize = 400;

/// Each difference, in words: "API_KEY changed", "www.acme.example added".
pub fn changes(before: &Config, after: &Config) -> Vec<String> {
    let mut changes = variables(before, after);
    let domains = |config: &Config| config.domains.iter().map(|host| (host.clone(), ())).collect();
    changes.extend(differences(&domains(before), &domains(after)).map(|(host, what)| format!("{host} {what}")));
    changes.extend(redirects(&before.redirects, &after.redirects));
    changes.extend(headers(&before.headers, &after.headers));
    changes.extend(runtime(&before.runtime, &after.runtime));
    changes
}

/// The same in one line, cut where it gets long.
pub fn summary(changes: &[String]) -> String {
    let mut line = String::new();
    for (index, change) in changes.iter().enumerate() {
        if line.len() + change.len() > SUMMARY_MAX && index > 0 {
            return format!("{line} and {} more", changes.len() - index);
        }
        if index > 0 {
            line.push_str(", ");
        }
        line.push_str(change);
    }
    line
}

fn variables(before: &Config, after: &Config) -> Vec<String> {
    let values = |config: &Config| -> BTreeMap<String, (String, bool)> {
        config.variables.iter().map(|v| (v.name.clone(), (v.value.clone(), v.secret))).collect()
    };
    let (old, new) = (values(before), values(after));
    let secrecy = |name: &str| Some((old.get(name)?.1, new.get(name)?.1));
    differences(&old, &new)
        .map(|(name, what)| match secrecy(&name) {
            Some((false, true)) => format!("{name} made a secret"),
            Some((true, false)) => format!("{name} made readable"),
            _ => format!("{name} {what}"),
        })
        .collect()
}

fn redirects(before: &[Redirect], after: &[Redirect]) -> Vec<String> {
    let targets = |redirects: &[Redirect]| -> BTreeMap<String, (String, u16)> {
        redirects.iter().map(|r| (r.from.clone(), (r.to.clone(), r.status))).collect()
    };
    let found: Vec<_> = differences(&targets(before), &targets(after))
        .map(|(from, what)| format!("redirect from {from} {what}"))
        .collect();
    if found.is_empty() && before != after { vec!["order of the redirects changed".into()] } else { found }
}

fn headers(before: &[Header], after: &[Header]) -> Vec<String> {
    let values = |headers: &[Header]| -> BTreeMap<(String, String), String> {
        headers.iter().map(|h| ((h.path.clone(), h.name.clone()), h.value.clone())).collect()
    };
    let found: Vec<_> = differences(&values(before), &values(after))
        .map(|((path, name), what)| format!("header {name} of {path} {what}"))
        .collect();
    if found.is_empty() && before != after { vec!["order of the headers changed".into()] } else { found }
}

fn runtime(before: &Runtime, after: &Runtime) -> Vec<String> {
    let (old, new) = (words(before), words(after));
    let named = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let changed = old.into_iter().zip(new).filter(|((_, old), (_, new))| old != new);
    changed.map(|((name, old), (_, new))| format!("{name} changed from {} to {}", named(&old), named(&new))).collect()
}

fn words(runtime: &Runtime) -> [(&'static str, String); 6] {
    [
        ("folder", runtime.folder.clone()),
        ("branch", runtime.branch.clone()),
        ("start page", runtime.index_file.clone()),
        ("error page", runtime.error_file.clone()),
        ("cache seconds", runtime.cache_seconds.to_string()),
        ("https only", if runtime.https_only { "yes" } else { "no" }.to_owned()),
    ]
}

/// What was added, removed or changed between two maps, in the order of the keys.
fn differences<K: Ord + Clone, V: PartialEq>(
    old: &BTreeMap<K, V>,
    new: &BTreeMap<K, V>,
) -> impl Iterator<Item = (K, &'static str)> + use<K, V> {
    let mut found: Vec<_> = old
        .iter()
        .filter_map(|(key, value)| match new.get(key) {
            None => Some((key.clone(), "removed")),
            Some(other) if other != value => Some((key.clone(), "changed")),
            Some(_) => None,
        })
        .chain(new.keys().filter(|key| !old.contains_key(*key)).map(|key| (key.clone(), "added")))
        .collect();
    found.sort();
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{config::Variable, moment::Moment};

    fn variable(name: &str, value: &str, secret: bool) -> Variable {
        Variable { name: name.into(), value: value.into(), secret, changed_at: Moment::from_millis(0) }
    }

    #[test]
    fn a_difference_is_told_in_words_without_values() {
        let before = Config {
            variables: vec![variable("A", "s1", true), variable("B", "s2", false), variable("C", "s3", false)],
            domains: vec!["old.example".into()],
            ..Config::default()
        };
        let after = Config {
            variables: vec![variable("A", "s4", true), variable("B", "s5", true), variable("D", "s6", false)],
            domains: vec!["www.acme.example".into()],
            redirects: vec![Redirect { from: "/old".into(), to: "/new".into(), status: 301 }],
            headers: vec![Header { path: "/*".into(), name: "X-Robots-Tag".into(), value: "noindex".into() }],
            runtime: Runtime { branch: "live".into(), https_only: false, ..Runtime::default() },
        };
        let expected = [
            "A changed",
            "B made a secret",
            "C removed",
            "D added",
            "old.example removed",
            "www.acme.example added",
            "redirect from /old added",
            "header X-Robots-Tag of /* added",
            "branch changed from main to live",
            "https only changed from yes to no",
        ];
        assert_eq!(changes(&before, &after), expected);
        assert_eq!(changes(&after, &after), Vec::<String>::new());
    }

    #[test]
    fn a_long_list_is_cut() {
        let many: Vec<_> = (0..100).map(|n| format!("redirect from /{n} added")).collect();
        let line = summary(&many);
        assert!(line.len() < 450 && line.ends_with(" more"), "{line}");
        assert_eq!(summary(&many[..2]), "redirect from /0 added, redirect from /1 added");
    }
}
