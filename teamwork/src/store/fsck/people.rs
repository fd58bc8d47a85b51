//! What must not exist of people: their sessions, tokens, keys and addresses, and what is left of those who went.

use super::Check;

/// Each counts what must not exist.
pub const CHECKS: &[Check] = &[
    Check {
        invariant: "I36",
        sentence: "Sessions that were proven before they began or after their end, or that end before they began",
        sql: "SELECT COUNT(*) FROM sessions WHERE ends_at <= began_at OR proven_at < began_at
            OR proven_at > ends_at",
    },
    Check {
        invariant: "I36",
        sentence: "Tokens that live for more than a year, or guarded ones for more than a day",
        sql: "SELECT COUNT(*) FROM tokens WHERE expires_at <= made_at OR expires_at > made_at + 31536000000
            OR (scopes LIKE '%guarded%' AND expires_at > made_at + 86400000)",
    },
    Check {
        invariant: "I43",
        sentence: "Answers under a key without their status, or the other way round",
        sql: "SELECT COUNT(*) FROM idempotency WHERE (status IS NULL) <> (answer IS NULL)",
    },
    Check {
        invariant: "I37",
        sentence: "Addresses that are not in their canonical form, or confirmed for several accounts",
        sql: "SELECT COUNT(*) FROM users u WHERE u.email_key <> LOWER(u.email) OR (u.confirmed_at IS NOT NULL AND EXISTS
            (SELECT 1 FROM users o WHERE o.email_key = u.email_key AND o.id <> u.id AND o.confirmed_at IS NOT NULL))",
    },
    Check {
        invariant: "I39",
        sentence: "Owners of more keys than anybody may have",
        sql: "SELECT COUNT(*) FROM (SELECT COUNT(*) AS many FROM ssh_keys GROUP BY user_id, app_id) AS owners WHERE many > 100",
    },
    Check {
        invariant: "S17",
        sentence: "Closed accounts of which something is left",
        sql: "SELECT COUNT(*) FROM users u WHERE u.erased_at IS NOT NULL AND (u.email <> '' OR u.email_key <> ''
            OR u.first_name <> 'a former user' OR u.last_name <> '' OR u.password_hash IS NOT NULL
            OR u.confirmed_at IS NOT NULL OR u.time_zone IS NOT NULL OR u.zone_chosen
            OR EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id)
            OR EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id)
            OR EXISTS (SELECT 1 FROM links l WHERE l.user_id = u.id)
            OR EXISTS (SELECT 1 FROM ssh_keys k WHERE k.user_id = u.id)
            OR EXISTS (SELECT 1 FROM tokens t WHERE t.user_id = u.id)
            OR EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id)
            OR EXISTS (SELECT 1 FROM devices d WHERE d.user_id = u.id)
            OR EXISTS (SELECT 1 FROM newsletter_links n WHERE n.user_id = u.id)
            OR u.factor_seed IS NOT NULL OR EXISTS (SELECT 1 FROM recovery_codes r WHERE r.user_id = u.id)
            OR EXISTS (SELECT 1 FROM muted x WHERE x.user_id = u.id)
            OR EXISTS (SELECT 1 FROM apps a WHERE a.creator_id = u.id AND a.company_id IS NULL AND a.state <> 'deleted'))",
    },
    Check {
        invariant: "3.2",
        sentence: "Recoveries of ownership that have ended without the moment of it, or wait with one",
        sql: "SELECT COUNT(*) FROM recoveries WHERE (state = 'waiting') <> (ended_at IS NULL)",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{key::MAX_KEYS, moment::DAY, token::TOKEN_DAYS};

    fn sql(invariant: &str) -> &'static str {
        CHECKS.iter().rfind(|check| check.invariant == invariant).unwrap().sql
    }

    #[test]
    fn what_anybody_may_have_is_what_the_rules_say() {
        assert!(sql("I39").ends_with(&format!("many > {MAX_KEYS}")), "keys");
        assert!(sql("I36").contains(&format!("made_at + {}\n", i64::from(TOKEN_DAYS) * DAY)), "days of a token");
    }
}
