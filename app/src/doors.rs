//! Every door of the house that this crate opens, and what it takes to come in. The server compares this table with what
//! really answers, and does not start when a door is missing.

/// What somebody needs to come through a door. The act behind it checks; this says what to expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Anyone,
    /// A secret out of a mail.
    Secret,
    /// To be signed in.
    Person,
    /// To be signed in, with the password given a moment ago.
    FreshPerson,
    /// To be a member with a right: the rows of the permission matrix.
    Member(&'static [u8]),
    /// To be one of the operator's; for everybody else there is no such door.
    Operator,
}

/// One door.
#[derive(Clone, Copy, Debug)]
pub struct DoorRule {
    pub method: &'static str,
    pub path: &'static str,
    pub needs: Needs,
}

const fn page(path: &'static str, needs: Needs) -> DoorRule {
    DoorRule { method: "GET", path, needs }
}

const fn act(path: &'static str, needs: Needs) -> DoorRule {
    DoorRule { method: "POST", path, needs }
}

use Needs::{Anyone, FreshPerson, Member, Operator, Person, Secret};

/// All pages and server functions.
pub const DOORS: &[DoorRule] = &[
    // Public pages.
    page("/signup", Anyone),
    page("/login", Anyone),
    page("/login/code", Anyone),
    page("/login/link", Anyone),
    page("/login/link/{secret}", Secret),
    page("/reset", Anyone),
    page("/reset/{secret}", Secret),
    page("/confirm/{secret}", Secret),
    page("/invitations/{secret}", Secret),
    // Pages behind the sign-in.
    page("/", Person),
    page("/account", Person),
    page("/account/security", Person),
    page("/companies/new", Person),
    page("/c/{slug}", Member(&[2])),
    page("/c/{slug}/team", Member(&[3])),
    page("/c/{slug}/team/invite", Member(&[23, 24, 25, 26])),
    page("/apps/new", Person),
    page("/apps/{app}", Person),
    page("/c/{slug}/apps", Member(&[8, 42])),
    page("/c/{slug}/apps/new", Member(&[9, 10])),
    page("/c/{slug}/apps/{app}", Member(&[8])),
    page("/c/{slug}/apps/{app}/scaling", Member(&[12])),
    page("/c/{slug}/apps/{app}/billing", Member(&[16, 17, 42])),
    page("/c/{slug}/apps/{app}/move", Member(&[18])),
    page("/c/{slug}/apps/{app}/delete", Member(&[13])),
    page("/c/{slug}/billing", Member(&[37])),
    page("/c/{slug}/billing/new", Member(&[38])),
    page("/c/{slug}/billing/{contact}", Member(&[37, 39])),
    page("/c/{slug}/settings", Member(&[4])),
    page("/c/{slug}/delete", Member(&[5])),
    page("/c/{slug}/leave", Member(&[6])),
    // The log.
    page("/c/{slug}/activity", Member(&[7])),
    page("/c/{slug}/apps/{app}/activity", Member(&[7])),
    page("/apps/{app}/activity", Member(&[7])),
    page("/account/activity", Person),
    act("/do/activity", Member(&[7])),
    act("/do/app_activity", Member(&[7])),
    act("/do/my_activity", Person),
    page("/c/{slug}/departures/{user}", Person),
    page("/c/{slug}/apps/{app}/settings", Member(&[11])),
    page("/apps/{app}/settings", Member(&[11])),
    // Sign-up and sign-in.
    act("/do/sign_up", Anyone),
    act("/do/sign_in", Anyone),
    act("/do/finish_sign_in", Anyone),
    act("/do/ask_sign_in_link", Anyone),
    act("/do/sign_in_by_link", Secret),
    act("/do/ask_reset", Anyone),
    act("/do/reset_password", Secret),
    act("/do/confirm_email", Secret),
    act("/do/resend_confirmation", Person),
    act("/do/sign_out", Person),
    act("/do/set_theme", Anyone),
    // My account and my overview.
    act("/do/frame", Person),
    act("/do/my_invitations", Person),
    act("/do/mail_my_invitation", Person),
    act("/do/sessions", Person),
    act("/do/end_session", Person),
    act("/do/end_other_sessions", Person),
    act("/do/reauthenticate", Person),
    act("/do/second_factor", Person),
    act("/do/begin_second_factor", FreshPerson),
    act("/do/confirm_second_factor", FreshPerson),
    act("/do/renew_recovery_codes", FreshPerson),
    act("/do/turn_off_second_factor", FreshPerson),
    act("/do/change_name", Person),
    act("/do/change_password", Person),
    act("/do/ask_email_change", FreshPerson),
    act("/do/set_up_company", Person),
    // A Company.
    act("/do/company", Member(&[2])),
    act("/do/billing", Member(&[37])),
    act("/do/billing_contact", Member(&[37])),
    act("/do/billing_currencies", Member(&[38])),
    act("/do/create_billing_contact", Member(&[38])),
    act("/do/change_billing_contact", Member(&[39])),
    act("/do/archive_billing_contact", Member(&[40])),
    act("/do/restore_billing_contact", Member(&[38, 40])),
    act("/do/company_settings", Member(&[4])),
    act("/do/rename_company", Member(&[4])),
    act("/do/company_end", Member(&[5])),
    act("/do/delete_company", Member(&[5])),
    act("/do/team", Member(&[3])),
    act("/do/invitations", Member(&[3])),
    act("/do/invite", Member(&[23, 24, 25, 26])),
    act("/do/resend_invitation", Member(&[27])),
    act("/do/edit_invitation", Member(&[27])),
    act("/do/copy_invitation_link", Member(&[27])),
    act("/do/cancel_invitation", Member(&[27])),
    act("/do/change_role", Member(&[29, 30, 31, 34])),
    act("/do/step_down", Member(&[35])),
    act("/do/dismiss", Member(&[32, 33, 34])),
    act("/do/apps_of_member", Member(&[28])),
    act("/do/assign_apps", Member(&[28])),
    act("/do/apps_to_offer", Member(&[25])),
    act("/do/set_end", Member(&[32, 33])),
    act("/do/departure", Member(&[6])),
    act("/do/departure_of", Member(&[32, 33, 34])),
    // Who went is no member any more, and reads it too.
    act("/do/departure_receipt", Person),
    act("/do/leave", Member(&[6])),
    // The configuration of an App.
    act("/do/app_config", Member(&[11])),
    act("/do/config_versions", Member(&[11])),
    act("/do/set_variable", Member(&[11])),
    act("/do/set_secret", Member(&[11])),
    act("/do/remove_variable", Member(&[11])),
    act("/do/add_domain", Member(&[11])),
    act("/do/remove_domain", Member(&[11])),
    act("/do/check_domain", Member(&[11])),
    act("/do/set_redirects", Member(&[11])),
    act("/do/set_runtime", Member(&[11])),
    act("/do/undo_config", Member(&[11])),
    // Apps.
    act("/do/apps", Member(&[8, 42])),
    act("/do/app", Member(&[8])),
    act("/do/my_trials", Person),
    act("/do/start_personal_trial", Person),
    act("/do/new_app_sheet", Member(&[9, 10])),
    act("/do/start_trial", Member(&[9])),
    act("/do/create_app", Member(&[9, 10])),
    act("/do/scaling", Member(&[12])),
    act("/do/scale_app", Member(&[12])),
    act("/do/pay_sheet", Member(&[16, 17, 42])),
    act("/do/pay_for_app", Member(&[16])),
    act("/do/move_trial_into_company", Member(&[9, 10])),
    act("/do/change_payer", Member(&[17])),
    act("/do/bill_of_lading", Member(&[18])),
    act("/do/move_app", Member(&[18])),
    act("/do/delete_app", Member(&[13])),
    // An invitation.
    act("/do/accept_invitation", Secret),
    act("/do/decline_invitation", Secret),
    // The operator.
    page("/operator", Operator),
    page("/operator/settings", Operator),
    page("/operator/plans", Operator),
    page("/operator/companies", Operator),
    page("/operator/companies/{slug}", Operator),
    page("/operator/apps", Operator),
    page("/operator/recoveries", Operator),
    page("/operator/outbox", Operator),
    act("/do/operator_waiting", Operator),
    act("/do/operator_settings", Operator),
    act("/do/set_setting", Operator),
    act("/do/operator_plans", Operator),
    act("/do/add_plan", Operator),
    act("/do/change_plan", Operator),
    act("/do/operator_companies", Operator),
    act("/do/operator_company", Operator),
    act("/do/suspend_company", Operator),
    act("/do/resume_company", Operator),
    act("/do/operator_apps", Operator),
    act("/do/suspend_app", Operator),
    act("/do/resume_app", Operator),
    act("/do/extend_trial", Operator),
    act("/do/operator_recoveries", Operator),
    act("/do/request_recovery", Operator),
    act("/do/complete_recovery", Operator),
    act("/do/call_off_recovery", Operator),
    act("/do/operator_outbox", Operator),
    act("/do/retry_mail", Operator),
    // A recovery as the people of the Company see it.
    page("/c/{slug}/recovery", Member(&[3, 4])),
    act("/do/recovery", Member(&[3])),
    act("/do/stop_recovery", Member(&[4])),
];
