//! What must not exist of Apps: their payers, names, days, configurations and releases.

use super::Check;

/// Each counts what must not exist.
pub const CHECKS: &[Check] = &[
    Check {
        invariant: "I17",
        sentence: "Apps that are paid by a Billing Contact that is archived or of another Company",
        sql: "SELECT COUNT(*) FROM apps a WHERE a.billing_contact_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM billing_contacts b WHERE b.id = a.billing_contact_id AND b.company_id = a.company_id
                AND b.state = 'active')",
    },
    Check {
        invariant: "4.3",
        sentence: "Releases that visitors see although their App is deleted or their files are to go",
        sql: "SELECT COUNT(*) FROM releases r JOIN apps a ON a.id = r.app_id
         WHERE r.live AND (a.state = 'deleted' OR r.remove_at IS NOT NULL)",
    },
    Check {
        invariant: "E51",
        sentence: "Apps without their name, or names that are free while an App has them",
        sql: "SELECT COUNT(*) FROM apps a WHERE a.state <> 'deleted' AND NOT EXISTS
            (SELECT 1 FROM app_names n WHERE n.name = a.name AND n.app_id = a.id AND n.free_at IS NULL)",
    },
    Check {
        invariant: "I48",
        sentence: "Deleted Apps that left something behind",
        sql: "SELECT COUNT(*) FROM apps a WHERE a.state = 'deleted' AND (
            EXISTS (SELECT 1 FROM app_members x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_configs x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_domains x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM ssh_keys x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM invitation_apps x WHERE x.app_id = a.id)
            OR EXISTS (SELECT 1 FROM app_periods x WHERE x.app_id = a.id AND x.to_day IS NULL)
            OR EXISTS (SELECT 1 FROM repositories x WHERE x.app_id = a.id AND x.remove_at IS NULL))",
    },
    Check {
        invariant: "I24",
        sentence: "Days of an App that two pay for, or nobody",
        sql: "SELECT COUNT(*) FROM app_periods p WHERE EXISTS
            (SELECT 1 FROM app_periods n WHERE n.app_id = p.app_id AND n.from_day > p.from_day
                AND (p.to_day IS NULL OR n.from_day < p.to_day))
            OR (EXISTS (SELECT 1 FROM app_periods n WHERE n.app_id = p.app_id AND n.from_day > p.from_day)
                AND NOT EXISTS (SELECT 1 FROM app_periods n WHERE n.app_id = p.app_id AND n.from_day = p.to_day))",
    },
    Check {
        invariant: "I24",
        sentence: "Apps whose payer or plan is not that of their open period, or that are billed without a payer",
        sql: "SELECT (SELECT COUNT(*) FROM apps a WHERE a.billing_contact_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM app_periods p WHERE p.app_id = a.id AND p.to_day IS NULL
                AND p.billing_contact_id = a.billing_contact_id AND p.plan = a.plan))
              + (SELECT COUNT(*) FROM apps a JOIN app_periods p ON p.app_id = a.id AND p.to_day IS NULL
                 WHERE a.billing_contact_id IS NULL)",
    },
    Check {
        invariant: "4.3",
        sentence: "Apps that run although their Billing Contact is blocked, or are suspended for that although it is not",
        sql: "SELECT COUNT(*) FROM apps a LEFT JOIN billing_contacts b ON b.id = a.billing_contact_id
         WHERE a.state <> 'deleted' AND CASE WHEN COALESCE(b.arrears, 'active') = 'blocked'
            THEN a.state = 'active' OR COALESCE(a.suspended_before, '') = 'active'
            ELSE COALESCE(a.suspended_by, '') = 'dunning' OR COALESCE(a.suspended_before, '') = 'dunning' END",
    },
    Check {
        invariant: "I34",
        sentence: "Apps whose configuration is not the newest of an unbroken series of versions",
        sql: "SELECT COUNT(*) FROM apps a WHERE a.state <> 'deleted'
            AND (a.config_version <> (SELECT COUNT(*) FROM app_configs v WHERE v.app_id = a.id)
              OR a.config_version <> COALESCE((SELECT MAX(v.version) FROM app_configs v WHERE v.app_id = a.id), 0))",
    },
    Check {
        invariant: "I34",
        sentence: "Apps with more or fewer versions of their configuration than entries of the log about them",
        sql: "SELECT COUNT(*) FROM apps a WHERE a.config_version <>
            (SELECT COUNT(*) FROM log l WHERE l.app_id = a.id AND l.event = 'app_configured')",
    },
    Check {
        invariant: "I34",
        sentence: "Apps without the log entry of their beginning",
        sql: "SELECT COUNT(*) FROM apps a WHERE NOT EXISTS
            (SELECT 1 FROM log l WHERE l.app_id = a.id AND l.event = 'app_created')",
    },
    Check {
        invariant: "4.3",
        sentence: "Apps that are held with their Company while it is not suspended, or run while it is",
        sql: "SELECT COUNT(*) FROM apps a JOIN companies c ON c.id = a.company_id
         WHERE (c.suspended_at IS NULL) <> (a.suspended_before IS NULL)",
    },
];
