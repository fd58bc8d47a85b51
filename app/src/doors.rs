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

use Needs::{Anyone, FreshPerson, Member, Person, Secret};

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
    page("/account/tokens", Person),
    page("/account/security", Person),
    page("/companies/new", Person),
    page("/c/{slug}", Member(&[2])),
    page("/c/{slug}/team", Member(&[3])),
    page("/c/{slug}/team/invite", Member(&[23, 24, 25, 26])),
    page("/c/{slug}/billing", Member(&[37])),
    page("/c/{slug}/leave", Member(&[6])),
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
    act("/do/tokens", Person),
    act("/do/make_token", FreshPerson),
    act("/do/revoke_token", Person),
    act("/do/set_up_company", Person),
    // A Company.
    act("/do/company", Member(&[2])),
    act("/do/billing", Member(&[37])),
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
    act("/do/departure", Member(&[6])),
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
    // An invitation.
    act("/do/accept_invitation", Secret),
    act("/do/decline_invitation", Secret),
];
