//! Properties of what people type: whatever it is, it is read in one way or refused.

use proptest::prelude::*;
use teamwork::rules::{
    config::{
        Config, Host, Redirect, Runtime, RuntimeForm, Variable, VariableName, changes, leads_in_a_circle,
        read_redirects, write_redirects,
    },
    moment::Moment,
};

fn config() -> impl Strategy<Value = Config> {
    let variable = ("[A-D]{1,2}", "[a-z]{3}", any::<bool>()).prop_map(|(name, value, secret)| Variable {
        name,
        value: format!("value-{value}"),
        secret,
        changed_at: Moment::from_millis(0),
    });
    let redirect = ("/[a-c]", "/[a-z]{1,3}").prop_map(|(from, to)| Redirect { from, to, status: 301 });
    (
        prop::collection::vec(variable, 0..6),
        prop::collection::btree_set("[a-c]\\.example", 0..4),
        prop::collection::vec(redirect, 0..4),
        "[a-z]{0,3}",
    )
        .prop_map(|(mut variables, domains, mut redirects, folder)| {
            variables.sort_by(|a, b| a.name.cmp(&b.name));
            variables.dedup_by(|a, b| a.name == b.name);
            let mut seen = std::collections::HashSet::new();
            redirects.retain(|redirect| seen.insert(redirect.from.clone()));
            let runtime = Runtime { folder, ..Runtime::default() };
            Config { variables, domains: domains.into_iter().collect(), redirects, runtime, ..Config::default() }
        })
}

proptest! {
    #[test]
    fn nothing_typed_makes_the_rules_stumble(text in "\\PC*|[ -~\\r\\n\\t]{0,80}") {
        let _ = (VariableName::parse(&text), Host::parse(&text), read_redirects(&text));
        let form = RuntimeForm { folder: text.clone(), branch: text.clone(), index_file: text.clone(),
            error_file: text.clone(), cache_seconds: text, https_only: true };
        let _ = Runtime::read(&form);
    }

    #[test]
    fn a_domain_that_is_taken_is_taken_again_in_the_same_spelling(text in "[a-zA-Z0-9.-]{1,40}") {
        if let Ok(host) = Host::parse(&text) {
            prop_assert_eq!(Host::parse(host.as_str()).unwrap(), host.clone());
            prop_assert_eq!(Host::parse(&text.to_uppercase()).unwrap(), host.clone());
            prop_assert!(host.as_str().parse::<std::net::IpAddr>().is_err());
        }
    }

    #[test]
    fn redirects_survive_being_written_and_read(list in prop::collection::vec(("/[a-z0-9]{0,4}", "(/|https://[a-z]{1,5}\\.example/)[a-z?#=]{0,6}", 0_usize..4), 0..20)) {
        let lines: String = list.iter().map(|(from, to, at)| format!("{from} {to} {}\n", [301, 302, 307, 308][*at])).collect();
        if let Ok(redirects) = read_redirects(&lines) {
            prop_assert_eq!(read_redirects(&write_redirects(&redirects)).unwrap(), redirects);
        }
    }

    /// Walking is the oracle: whoever is led on for longer than there are redirects goes round.
    #[test]
    fn a_circle_is_what_a_walk_never_leaves(list in prop::collection::vec((0_u8..6, 0_u8..8), 0..6)) {
        let mut onward = std::collections::BTreeMap::new();
        for (from, to) in list {
            onward.entry(from).or_insert(to);
        }
        let redirects: Vec<_> = onward.iter()
            .map(|(from, to)| Redirect { from: format!("/{from}"), to: format!("/{to}"), status: 301 }).collect();
        let goes_round = onward.keys().any(|start| {
            let mut at = *start;
            (0..20).all(|_| onward.get(&at).is_some_and(|next| { at = *next; true }))
        });
        prop_assert_eq!(leads_in_a_circle(&redirects, &[]), goes_round);
    }

    #[test]
    fn a_difference_is_told_exactly_when_there_is_one_and_never_with_a_value(one in config(), other in config()) {
        let told = changes(&one, &other);
        prop_assert_eq!(told.is_empty(), one == other);
        prop_assert!(changes(&one, &one).is_empty());
        prop_assert!(told.iter().all(|words| !words.contains("value-")));
    }

    /// What git itself would refuse for its shape never gets through.
    #[test]
    fn no_branch_and_no_folder_can_leave_its_place(text in "[a-z./@~^:*\\[\\\\ -]{1,12}") {
        let form = RuntimeForm { folder: text.clone(), branch: text.clone(), index_file: "index.html".into(),
            error_file: String::new(), cache_seconds: "0".into(), https_only: true };
        if let Ok(runtime) = Runtime::read(&form) {
            prop_assert!(!runtime.folder.split('/').any(|part| part.starts_with('.')));
            prop_assert!(!runtime.folder.starts_with('/') && !runtime.folder.contains("//"));
            prop_assert!(!runtime.branch.starts_with('-') && !runtime.branch.contains("..") && !runtime.branch.contains(' '));
        }
    }
}
