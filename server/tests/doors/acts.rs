//! What each server function answers. Columns: nobody, a stranger, an Owner, an Admin, a Developer, a Billing member.
//! `{me}` is whoever asks. Olga is the other Owner, Alan the other Admin, Dennis the other Developer, Basil the other
//! Billing member.

use super::Row;

#[rustfmt::skip]
pub const ACCOUNT: &[Row] = &[
    ("POST /do/sign_up", "first_name=Nina&last_name=&email=nina@new.example&password=a+burrow+with+many+doors&terms=true",
                                                                      [200, 200, 200, 200, 200, 200]),
    ("POST /do/sign_in", "email=olga@acme.example&password=a+burrow+with+many+doors",
                                                                      [200, 200, 200, 200, 200, 200]),
    ("POST /do/sign_in", "email=olga@acme.example&password=another+burrow+entirely",
                                                                      [422, 422, 422, 422, 422, 422]),
    ("POST /do/finish_sign_in", "code=123456",                        [401, 401, 401, 401, 401, 401]),
    ("POST /do/ask_sign_in_link", "email=olga@acme.example",          [200, 200, 200, 200, 200, 200]),
    ("POST /do/sign_in_by_link", "secret={sign_in_link}",             [200, 200, 200, 200, 200, 200]),
    ("POST /do/sign_in_by_link", "secret={unknown}",                  [404, 404, 404, 404, 404, 404]),
    ("POST /do/sign_in_by_link", "secret={reset_link}",               [404, 404, 404, 404, 404, 404]),
    ("POST /do/sign_in_by_link", "secret={invitation}",               [404, 404, 404, 404, 404, 404]),
    ("POST /do/ask_reset", "email=olga@acme.example",                 [200, 200, 200, 200, 200, 200]),
    ("POST /do/reset_password", "secret={reset_link}&new_password=the+second+exit+is+east",
                                                                      [200, 200, 200, 200, 200, 200]),
    ("POST /do/reset_password", "secret={unknown}&new_password=the+second+exit+is+east",
                                                                      [404, 404, 404, 404, 404, 404]),
    ("POST /do/reset_password", "secret={sign_in_link}&new_password=the+second+exit+is+east",
                                                                      [404, 404, 404, 404, 404, 404]),
    ("POST /do/confirm_email", "secret={confirm_link}",               [200, 200, 200, 200, 200, 200]),
    ("POST /do/confirm_email", "secret={unknown}",                    [404, 404, 404, 404, 404, 404]),
    ("POST /do/confirm_email", "secret={reset_link}",                 [404, 404, 404, 404, 404, 404]),
    ("POST /do/set_theme", "theme=dark",                              [200, 200, 200, 200, 200, 200]),

    // Row 44: oneself only. Everybody in the columns has confirmed the address already.
    ("POST /do/resend_confirmation", "",                              [401, 409, 409, 409, 409, 409]),
    ("POST /do/sign_out", "",                                         [401, 200, 200, 200, 200, 200]),
    ("POST /do/frame", "",                                            [401, 200, 200, 200, 200, 200]),
    ("POST /do/my_invitations", "",                                   [401, 200, 200, 200, 200, 200]),
    ("POST /do/mail_my_invitation", "invitation={to_ivan}",           [401, 404, 404, 404, 404, 404]),
    ("POST /do/sessions", "",                                         [401, 200, 200, 200, 200, 200]),
    ("POST /do/end_session", "session={my_session}",                  [401, 200, 200, 200, 200, 200]),
    ("POST /do/end_session", "session={session_of_ivan}",             [401, 404, 404, 404, 404, 404]),
    ("POST /do/end_session", "session={olga}",                        [401, 404, 404, 404, 404, 404]),
    ("POST /do/end_other_sessions", "",                               [401, 200, 200, 200, 200, 200]),
    ("POST /do/reauthenticate", "password=a+burrow+with+many+doors",  [401, 200, 200, 200, 200, 200]),
    ("POST /do/reauthenticate", "password=another+burrow+entirely",   [401, 422, 422, 422, 422, 422]),
    // Everybody in the columns has a password and gives that.
    ("POST /do/ask_proof", "next=/account",                           [401, 422, 422, 422, 422, 422]),
    ("POST /do/prove_by_link", "secret={unknown}",                    [401, 404, 404, 404, 404, 404]),
    ("POST /do/prove_by_link", "secret={sign_in_link}",               [401, 404, 404, 404, 404, 404]),
    ("POST /do/second_factor", "",                                    [401, 200, 200, 200, 200, 200]),
    ("POST /do/begin_second_factor", "",                              [401, 200, 200, 200, 200, 200]),
    ("POST /do/confirm_second_factor", "code=123456",                 [401, 422, 422, 422, 422, 422]),
    ("POST /do/renew_recovery_codes", "code=123456",                  [401, 409, 409, 409, 409, 409]),
    ("POST /do/turn_off_second_factor", "code=123456",                [401, 409, 409, 409, 409, 409]),
    ("POST /do/change_name", "first_name=Rabbit&last_name=",          [401, 200, 200, 200, 200, 200]),
    ("POST /do/change_zone", "time_zone=Europe/Berlin",               [401, 200, 200, 200, 200, 200]),
    ("POST /do/change_zone", "time_zone=Berlin",                      [401, 422, 422, 422, 422, 422]),
    ("POST /do/change_password", "password=a+burrow+with+many+doors&new_password=the+second+exit+is+east",
                                                                      [401, 200, 200, 200, 200, 200]),
    ("POST /do/change_password", "password=another+burrow+entirely&new_password=the+second+exit+is+east",
                                                                      [401, 422, 422, 422, 422, 422]),
    ("POST /do/ask_email_change", "email=me@new.example",             [401, 200, 200, 200, 200, 200]),
    // Row 1: any User.
    ("POST /do/set_up_company", "name=Third+Inc&slug=third&country=DE&billing_name=Third&street=1+Row&postal_code=1&city=B&vat_number=&billing_email=t@new.example",
                                                                      [401, 200, 200, 200, 200, 200]),
];

#[rustfmt::skip]
pub const COMPANY: &[Row] = &[
    // Rows 2, 37, 3 and 6.
    ("POST /do/company", "slug={c}",                                  [401, 404, 200, 200, 200, 200]),
    ("POST /do/billing", "slug={c}",                                  [401, 404, 200, 200, 403, 200]),
    ("POST /do/team", "slug={c}",                                     [401, 404, 200, 200, 200, 200]),
    ("POST /do/departure", "slug={c}",                                [401, 404, 200, 200, 200, 200]),
    ("POST /do/leave", "slug={c}",                                    [401, 404, 200, 200, 200, 200]),
    ("POST /do/leave", "slug=solo",                                   [401, 404, 403, 404, 404, 404]),

    // Rows 29–31, S13 and S14: who makes whom what.
    ("POST /do/change_role", "slug={c}&user={dennis}&to=admin&version=1",     [401, 404, 200, 200, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={dennis}&to=billing&version=1",   [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={dennis}&to=owner&version=1",     [401, 404, 403, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={alan}&to=developer&version=1",   [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={alan}&to=billing&version=1",     [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={alan}&to=owner&version=1",       [401, 404, 403, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={basil}&to=developer&version=1",  [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={basil}&to=admin&version=1",      [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={basil}&to=owner&version=1",      [401, 404, 403, 403, 403, 403]),
    // Row 34: another Owner is untouchable.
    ("POST /do/change_role", "slug={c}&user={olga}&to=admin&version=1",       [401, 404, 403, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={olga}&to=developer&version=1",   [401, 404, 403, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={olga}&to=billing&version=1",     [401, 404, 403, 403, 403, 403]),
    // Row 35: nobody changes the own role, but an Owner may step down.
    ("POST /do/change_role", "slug={c}&user={me}&to=admin&version=1",         [401, 404, 200, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={me}&to=developer&version=1",     [401, 404, 403, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={me}&to=owner&version=1",         [401, 404, 403, 403, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={dennis}&to=admin&version=0",     [401, 404, 409, 409, 403, 403]),
    ("POST /do/change_role", "slug={c}&user={mallory}&to=admin&version=1",    [401, 404, 404, 404, 404, 404]),
    ("POST /do/change_role", "slug={c}&user={to_ivan}&to=admin&version=1",    [401, 404, 404, 404, 404, 404]),
    ("POST /do/step_down", "slug={c}",                                [401, 404, 200, 403, 403, 403]),
    ("POST /do/step_down", "slug=solo",                               [401, 404, 403, 404, 404, 404]),

    // Rows 32–34.
    ("POST /do/dismiss", "slug={c}&user={dennis}",                    [401, 404, 200, 200, 403, 403]),
    ("POST /do/dismiss", "slug={c}&user={alan}",                      [401, 404, 200, 403, 403, 403]),
    ("POST /do/dismiss", "slug={c}&user={basil}",                     [401, 404, 200, 403, 403, 403]),
    ("POST /do/dismiss", "slug={c}&user={olga}",                      [401, 404, 403, 403, 403, 403]),
    ("POST /do/dismiss", "slug={c}&user={me}",                        [401, 404, 403, 403, 403, 403]),
    ("POST /do/dismiss", "slug={c}&user={mallory}",                   [401, 404, 404, 404, 404, 404]),
];

#[rustfmt::skip]
pub const INVITATIONS: &[Row] = &[
    ("POST /do/invitations", "slug={c}",                              [401, 404, 200, 200, 403, 403]),
    // Rows 23–26.
    ("POST /do/invite", "slug={c}&addresses=o-{me}@new.example&role=owner",        [401, 404, 200, 403, 403, 403]),
    ("POST /do/invite", "slug={c}&addresses=a-{me}@new.example&role=admin",        [401, 404, 200, 200, 403, 403]),
    ("POST /do/invite", "slug={c}&addresses=d-{me}@new.example&role=developer&apps[0]={acme_shop}",    [401, 404, 200, 200, 403, 403]),
    // 4.1: to one App at least.
    ("POST /do/invite", "slug={c}&addresses=d-{me}@new.example&role=developer",    [401, 404, 422, 422, 403, 403]),
    ("POST /do/invite", "slug={c}&addresses=b-{me}@new.example&role=billing",      [401, 404, 200, 403, 403, 403]),
    // Row 27: Admins manage the invitations of Admins and Developers.
    ("POST /do/resend_invitation", "slug={c}&invitation={to_owner}",          [401, 404, 200, 403, 403, 403]),
    ("POST /do/resend_invitation", "slug={c}&invitation={to_admin}",          [401, 404, 200, 200, 403, 403]),
    ("POST /do/resend_invitation", "slug={c}&invitation={to_developer}",      [401, 404, 200, 200, 403, 403]),
    ("POST /do/resend_invitation", "slug={c}&invitation={to_billing}",        [401, 404, 200, 403, 403, 403]),
    ("POST /do/resend_invitation", "slug={c}&invitation={to_spy}",            [401, 404, 404, 404, 403, 403]),
    ("POST /do/resend_invitation", "slug={c}&invitation={dennis}",            [401, 404, 404, 404, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_owner}&role=admin", [401, 404, 200, 403, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_admin}&role=developer&apps[0]={acme_shop}", [401, 404, 200, 200, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_developer}&role=admin", [401, 404, 200, 200, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_developer}&role=owner", [401, 404, 200, 403, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_developer}&role=billing", [401, 404, 200, 403, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_billing}&role=admin", [401, 404, 200, 403, 403, 403]),
    ("POST /do/edit_invitation", "slug={c}&invitation={to_spy}&role=admin",   [401, 404, 404, 404, 403, 403]),
    ("POST /do/copy_invitation_link", "slug={c}&invitation={to_owner}",       [401, 404, 200, 403, 403, 403]),
    ("POST /do/copy_invitation_link", "slug={c}&invitation={to_admin}",       [401, 404, 200, 200, 403, 403]),
    ("POST /do/copy_invitation_link", "slug={c}&invitation={to_developer}",   [401, 404, 200, 200, 403, 403]),
    ("POST /do/copy_invitation_link", "slug={c}&invitation={to_billing}",     [401, 404, 200, 403, 403, 403]),
    ("POST /do/copy_invitation_link", "slug={c}&invitation={to_spy}",         [401, 404, 404, 404, 403, 403]),
    ("POST /do/cancel_invitation", "slug={c}&invitation={to_owner}",          [401, 404, 200, 403, 403, 403]),
    ("POST /do/cancel_invitation", "slug={c}&invitation={to_admin}",          [401, 404, 200, 200, 403, 403]),
    ("POST /do/cancel_invitation", "slug={c}&invitation={to_developer}",      [401, 404, 200, 200, 403, 403]),
    ("POST /do/cancel_invitation", "slug={c}&invitation={to_billing}",        [401, 404, 200, 403, 403, 403]),
    ("POST /do/cancel_invitation", "slug={c}&invitation={to_spy}",            [401, 404, 404, 404, 403, 403]),

    // Row 22: the addressed person only. The mailed link proves the mailbox, so it declines without a session.
    ("POST /do/accept_invitation", "secret={invitation}",             [401, 409, 409, 409, 409, 409]),
    ("POST /do/accept_invitation", "secret={unknown}",                [401, 404, 404, 404, 404, 404]),
    ("POST /do/accept_invitation", "secret={reset_link}",             [401, 404, 404, 404, 404, 404]),
    ("POST /do/decline_invitation", "secret={invitation}",            [200, 409, 409, 409, 409, 409]),
    ("POST /do/decline_invitation", "secret={unknown}",               [404, 404, 404, 404, 404, 404]),
    // S27: whoever got the link of somebody else's invitation.
    ("POST /do/ask_for_readdress", "secret={invitation}",             [401, 200, 200, 200, 200, 200]),
    ("POST /do/ask_for_readdress", "secret={unknown}",                [401, 404, 404, 404, 404, 404]),
    ("POST /do/unsubscribe", "secret={unsubscribe_link}",             [200, 200, 200, 200, 200, 200]),
    ("POST /do/unsubscribe", "secret={unknown}",                      [404, 404, 404, 404, 404, 404]),
    ("POST /do/unsubscribe", "secret={invitation}",                   [404, 404, 404, 404, 404, 404]),
    ("POST /do/ask_for_renewal", "secret={invitation}",               [404, 404, 404, 404, 404, 404]),
    ("POST /do/ask_for_renewal", "secret={unknown}",                  [404, 404, 404, 404, 404, 404]),
];
