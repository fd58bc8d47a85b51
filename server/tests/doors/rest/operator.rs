//! The operator (3.2): for everybody else there is no such place. What the operator is answered stands below.

use super::Row;

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    ("get_waiting", "/operator/waiting", "", [404, 404, 404, 404, 404]),
    ("list_settings", "/operator/settings", "", [404, 404, 404, 404, 404]),
    ("set_setting", "/operator/settings/trial_days", r#"{"value":"8"}"#, [404, 404, 404, 404, 404]),
    ("list_priced_plans", "/operator/plans", "", [404, 404, 404, 404, 404]),
    ("add_plan", "/operator/plans", r#"{"plan":"tiny","label":"Tiny","position":9,"price":"4.50","currency":"EUR","memory":128,"storage":512,"domain_count":1}"#, [404, 404, 404, 404, 404]),
    ("change_plan", "/operator/plans/small", r#"{"label":"Tiny","position":9,"price":"4.50","currency":"EUR","memory":128,"storage":512,"domain_count":1,"offered":true}"#, [404, 404, 404, 404, 404]),
    ("list_tenants", "/operator/companies", "", [404, 404, 404, 404, 404]),
    ("list_tenants", "/operator/companies?begins=ac", "", [404, 404, 404, 404, 404]),
    ("get_tenant", "/operator/companies/acme", "", [404, 404, 404, 404, 404]),
    ("get_tenant", "/operator/companies/no-such", "", [404, 404, 404, 404, 404]),
    ("suspend_company", "/operator/companies/acme/suspend", r#"{"reason":"Unpaid"}"#, [404, 404, 404, 404, 404]),
    ("resume_company", "/operator/companies/acme/resume", "", [404, 404, 404, 404, 404]),
    ("list_tenant_apps", "/operator/apps", "", [404, 404, 404, 404, 404]),
    ("suspend_app", "/operator/apps/acme-shop/suspend", r#"{"reason":"Abuse"}"#, [404, 404, 404, 404, 404]),
    ("resume_app", "/operator/apps/acme-shop/resume", r#"{"reason":"Settled"}"#, [404, 404, 404, 404, 404]),
    ("extend_trial", "/operator/apps/acme-blog/extend", r#"{"days":5}"#, [404, 404, 404, 404, 404]),
    ("list_all_recoveries", "/operator/recoveries", "", [404, 404, 404, 404, 404]),
    ("request_recovery", "/operator/recoveries", r#"{"company":"solo","heir":"kevin@flynn.example","reason":"Gone"}"#, [404, 404, 404, 404, 404]),
    ("complete_recovery", "/operator/recoveries/{recovery}/complete", "", [404, 404, 404, 404, 404]),
    ("call_off_recovery", "/operator/recoveries/{recovery}/stop", "", [404, 404, 404, 404, 404]),
    ("list_mails", "/operator/mails?state=sent", "", [404, 404, 404, 404, 404]),
    ("retry_mail", "/operator/mails/1/retry", "", [404, 404, 404, 404, 404]),
];
