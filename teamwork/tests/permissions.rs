//! The policy, twice: printed whole into a file that is reviewed like code, and compared with a table that was typed from
//! the matrix of the domain, row by row, without looking at the policy.

use teamwork::rules::{
    permission::{Action, Refusal, may},
    role::Role::{self, *},
};

/// Everything somebody can want to do. A new action without a line here does not compile.
fn all_actions() -> Vec<Action> {
    let mut actions = vec![Action::SeeCompany, Action::SeeTeam];
    actions.extend([true, false].map(|another_owner| Action::Leave { another_owner }));
    actions.extend(Role::ALL.map(Action::Invite));
    actions.extend(Role::ALL.map(Action::ManageInvitation));
    for from in Role::ALL {
        actions.extend(Role::ALL.map(|to| Action::ChangeRole { from, to }));
    }
    for another_owner in [true, false] {
        actions.extend(Role::ALL.map(|to| Action::ChangeOwnRole { to, another_owner }));
    }
    actions.extend(Role::ALL.map(Action::Dismiss));
    actions.extend([Action::SeeBilling, Action::SeeBillingDetails, Action::CreateBillingContact]);
    actions.push(Action::ChangeBillingContact);
    for last in [false, true] {
        for in_use in [false, true] {
            actions.extend([false, true].map(|owing| Action::ArchiveBillingContact { last, in_use, owing }));
        }
    }
    actions.extend([Action::SeeInvoices, Action::PayInvoice]);
    actions.extend([Action::SeeCost, Action::ChangeCompany, Action::DeleteCompany, Action::SeeLog]);
    actions.push(Action::SeeFactors);
    for assigned in [true, false] {
        actions.extend([Action::SeeApp { assigned }, Action::ConfigureApp { assigned }]);
        actions.push(Action::AccessCode { assigned });
        actions.extend([true, false].map(|own| Action::ManageDeployKey { assigned, own }));
    }
    actions.extend([Action::CreateApp, Action::UseBillingContact, Action::ScaleApp, Action::DeleteApp]);
    actions.extend([Action::PayForApp, Action::ChangePayer, Action::AssignApps]);
    actions.extend([true, false].map(|owner_there| Action::MoveApp { owner_there }));
    actions.extend(Role::ALL.map(Action::SetEnd));
    actions.extend([false, true].map(|trials| Action::InviteClient { trials }));
    actions.extend([Action::ProposeClient, Action::ConfirmRequest]);
    actions.extend([true, false].map(|own| Action::ManageRequest { own }));
    for action in &actions {
        match action {
            Action::SeeCompany | Action::SeeTeam | Action::Leave { .. } | Action::Invite(_) => {}
            Action::ManageInvitation(_) | Action::ChangeRole { .. } | Action::ChangeOwnRole { .. } => {}
            Action::Dismiss(_) | Action::SeeBilling | Action::SeeBillingDetails => {}
            Action::CreateBillingContact | Action::ChangeBillingContact | Action::ArchiveBillingContact { .. } => {}
            Action::SeeInvoices | Action::PayInvoice => {}
            Action::SeeCost | Action::ChangeCompany | Action::DeleteCompany | Action::SeeLog | Action::SeeFactors => {}
            Action::SeeApp { .. } | Action::ConfigureApp { .. } | Action::AccessCode { .. } => {}
            Action::ManageDeployKey { .. } | Action::CreateApp | Action::UseBillingContact | Action::ScaleApp => {}
            Action::DeleteApp | Action::PayForApp | Action::ChangePayer | Action::AssignApps => {}
            Action::MoveApp { .. } | Action::SetEnd(_) => {}
            Action::InviteClient { .. } | Action::ProposeClient | Action::ConfirmRequest => {}
            Action::ManageRequest { .. } => {}
        }
    }
    actions
}

fn in_words(action: Action) -> String {
    match action {
        Action::SeeCompany => "see the Company".into(),
        Action::SeeTeam => "see the team".into(),
        Action::Leave { another_owner } => format!("leave{}", stays(another_owner)),
        Action::Invite(role) => format!("invite {}", role.with_article()),
        Action::ManageInvitation(role) => format!("manage an invitation as {role}"),
        Action::ChangeRole { from, to } => format!("make {} {}", from.with_article(), to.with_article()),
        Action::ChangeOwnRole { to, another_owner } => {
            format!("make oneself {}{}", to.with_article(), stays(another_owner))
        }
        Action::Dismiss(role) => format!("dismiss {}", role.with_article()),
        Action::SeeBilling => "see Billing Contacts by name".into(),
        Action::SeeBillingDetails => "see Billing Contacts in full".into(),
        Action::CreateBillingContact => "create a Billing Contact".into(),
        Action::ChangeBillingContact => "change a Billing Contact".into(),
        Action::ArchiveBillingContact { last, in_use, owing } => {
            let (kind, owes) = (if last { "the last" } else { "a" }, if owing { " and owes" } else { "" });
            format!("archive {kind} Billing Contact {}{owes}", if in_use { "that pays" } else { "that pays nothing" })
        }
        Action::SeeInvoices => "see invoices".into(),
        Action::PayInvoice => "pay an invoice now".into(),
        Action::SeeCost => "see what Apps cost".into(),
        Action::ChangeCompany => "change the Company".into(),
        Action::DeleteCompany => "delete the Company".into(),
        Action::SeeLog => "read one's part of the log".into(),
        Action::SeeFactors => "see who has a second factor".into(),
        Action::SeeApp { assigned } => format!("see {}", app(assigned)),
        Action::ConfigureApp { assigned } => format!("configure {}", app(assigned)),
        Action::AccessCode { assigned } => format!("access the code of {}", app(assigned)),
        Action::ManageDeployKey { assigned, own } => {
            format!("manage {} deploy key of {}", if own { "one's own" } else { "another's" }, app(assigned))
        }
        Action::CreateApp => "create an App".into(),
        Action::UseBillingContact => "have a Billing Contact pay for a new App".into(),
        Action::ScaleApp => "scale an App".into(),
        Action::DeleteApp => "delete an App".into(),
        Action::PayForApp => "make a trial a paid App".into(),
        Action::ChangePayer => "have another Billing Contact pay".into(),
        Action::MoveApp { owner_there: true } => "move an App to another Company of one's own".into(),
        Action::MoveApp { owner_there: false } => "move an App to another Company".into(),
        Action::AssignApps => "choose the Apps of a Developer".into(),
        Action::SetEnd(role) => format!("set when {} ends", role.with_article()),
        Action::InviteClient { trials } => {
            format!("invite a client for {}", if trials { "trials" } else { "a paid App" })
        }
        Action::ProposeClient => "propose a payment request for a paid App".into(),
        Action::ConfirmRequest => "confirm what is proposed".into(),
        Action::ManageRequest { own } => {
            format!("manage {} payment request", if own { "one's own" } else { "another's" })
        }
    }
}

fn app(assigned: bool) -> &'static str {
    if assigned { "an assigned App" } else { "another App" }
}

fn stays(another_owner: bool) -> &'static str {
    if another_owner { ", another Owner stays" } else { ", no other Owner stays" }
}

/// `cargo test -p teamwork` with `BLESS=1` writes the file anew; its diff is what a reviewer reads.
#[test]
fn the_matrix_is_the_one_that_was_reviewed() {
    let mut printed = format!("{:<52}", "");
    printed += &Role::ALL.map(|role| format!("{:<22}", role.name())).concat();
    printed = printed.trim_end().to_owned() + "\n";
    for action in all_actions() {
        let answers = Role::ALL.map(|role| match may(role, action) {
            Ok(_) => format!("{:<22}", "yes"),
            Err(refusal) => format!("{:<22}", format!("{refusal:?}")),
        });
        printed += format!("{:<52}{}", in_words(action), answers.concat()).trim_end();
        printed += "\n";
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/permissions.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &printed).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), printed, "run with BLESS=1, and read the diff");
}

#[test]
fn a_permit_says_who_was_allowed_what() {
    let permit = may(Admin, Action::Invite(Developer)).unwrap();
    assert_eq!((permit.role(), permit.action()), (Admin, Action::Invite(Developer)));
}

const Y: bool = true;
const N: bool = false;

/// domain.md, 3.1: number of the row, action, then Owner, Admin, Developer, Billing. Typed from there.
const MATRIX: &[(u8, Action, [bool; 4])] = &[
    (2, Action::SeeCompany, [Y, Y, Y, Y]),
    // A Developer sees the people on the same App on that App's own page.
    (3, Action::SeeTeam, [Y, Y, N, N]),
    (4, Action::ChangeCompany, [Y, N, N, N]),
    (5, Action::DeleteCompany, [Y, N, N, N]),
    // Everybody reads a part: all, all but payment, own Apps, billing.
    (7, Action::SeeLog, [Y, Y, Y, Y]),
    // A Billing member sees names and cost (row 42), not the App itself.
    (8, Action::SeeApp { assigned: true }, [Y, Y, Y, N]),
    (8, Action::SeeApp { assigned: false }, [Y, Y, N, N]),
    (9, Action::CreateApp, [Y, Y, N, N]),
    (10, Action::UseBillingContact, [Y, Y, N, N]),
    (11, Action::ConfigureApp { assigned: true }, [Y, Y, Y, N]),
    (11, Action::ConfigureApp { assigned: false }, [Y, Y, N, N]),
    (12, Action::ScaleApp, [Y, Y, N, N]),
    (13, Action::DeleteApp, [Y, Y, N, N]),
    (14, Action::AccessCode { assigned: true }, [Y, Y, Y, N]),
    (14, Action::AccessCode { assigned: false }, [Y, Y, N, N]),
    (15, Action::ManageDeployKey { assigned: true, own: true }, [Y, Y, Y, N]),
    (15, Action::ManageDeployKey { assigned: true, own: false }, [Y, Y, N, N]),
    (15, Action::ManageDeployKey { assigned: false, own: true }, [Y, Y, N, N]),
    (15, Action::ManageDeployKey { assigned: false, own: false }, [Y, Y, N, N]),
    (16, Action::PayForApp, [Y, Y, N, N]),
    (17, Action::ChangePayer, [Y, N, N, N]),
    (18, Action::MoveApp { owner_there: true }, [Y, N, N, N]),
    (18, Action::MoveApp { owner_there: false }, [N, N, N, N]),
    (6, Action::Leave { another_owner: true }, [Y, Y, Y, Y]),
    // R29 holds for Owners; the others leave without a condition (R34, S4).
    (6, Action::Leave { another_owner: false }, [N, Y, Y, Y]),
    (19, Action::InviteClient { trials: false }, [Y, N, N, N]),
    // S10: the Admin raises a request that the Owner confirms.
    (19, Action::ProposeClient, [Y, Y, N, N]),
    (19, Action::ConfirmRequest, [Y, N, N, N]),
    (20, Action::InviteClient { trials: true }, [Y, Y, N, N]),
    (21, Action::ManageRequest { own: true }, [Y, Y, N, N]),
    (21, Action::ManageRequest { own: false }, [Y, N, N, N]),
    (23, Action::Invite(Owner), [Y, N, N, N]),
    (24, Action::Invite(Admin), [Y, Y, N, N]),
    (25, Action::Invite(Developer), [Y, Y, N, N]),
    (26, Action::Invite(Billing), [Y, N, N, N]),
    (27, Action::ManageInvitation(Owner), [Y, N, N, N]),
    (27, Action::ManageInvitation(Admin), [Y, Y, N, N]),
    (27, Action::ManageInvitation(Developer), [Y, Y, N, N]),
    (27, Action::ManageInvitation(Billing), [Y, N, N, N]),
    (28, Action::AssignApps, [Y, Y, N, N]),
    (28, Action::ChangeRole { from: Developer, to: Developer }, [Y, Y, N, N]),
    (29, Action::ChangeRole { from: Developer, to: Admin }, [Y, Y, N, N]),
    // Row 30 asks for acceptance (S14), so nobody does it by changing a role.
    (30, Action::ChangeRole { from: Developer, to: Owner }, [N, N, N, N]),
    (30, Action::ChangeRole { from: Admin, to: Owner }, [N, N, N, N]),
    (30, Action::ChangeRole { from: Billing, to: Owner }, [N, N, N, N]),
    (31, Action::ChangeRole { from: Admin, to: Developer }, [Y, N, N, N]),
    (31, Action::ChangeRole { from: Admin, to: Admin }, [Y, N, N, N]),
    // S13: only Owners turn a role into Billing or back.
    (31, Action::ChangeRole { from: Admin, to: Billing }, [Y, N, N, N]),
    (31, Action::ChangeRole { from: Developer, to: Billing }, [Y, N, N, N]),
    (31, Action::ChangeRole { from: Billing, to: Billing }, [Y, N, N, N]),
    (31, Action::ChangeRole { from: Billing, to: Developer }, [Y, N, N, N]),
    (31, Action::ChangeRole { from: Billing, to: Admin }, [Y, N, N, N]),
    (32, Action::Dismiss(Developer), [Y, Y, N, N]),
    (33, Action::Dismiss(Admin), [Y, N, N, N]),
    (33, Action::Dismiss(Billing), [Y, N, N, N]),
    // 4.4, "end date": whoever may dismiss may also say when.
    (32, Action::SetEnd(Developer), [Y, Y, N, N]),
    (33, Action::SetEnd(Admin), [Y, N, N, N]),
    (33, Action::SetEnd(Billing), [Y, N, N, N]),
    (34, Action::SetEnd(Owner), [N, N, N, N]),
    (34, Action::Dismiss(Owner), [N, N, N, N]),
    (34, Action::ChangeRole { from: Owner, to: Owner }, [N, N, N, N]),
    (34, Action::ChangeRole { from: Owner, to: Admin }, [N, N, N, N]),
    (34, Action::ChangeRole { from: Owner, to: Developer }, [N, N, N, N]),
    (34, Action::ChangeRole { from: Owner, to: Billing }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Admin, another_owner: true }, [Y, N, N, N]),
    (35, Action::ChangeOwnRole { to: Owner, another_owner: true }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Developer, another_owner: true }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Billing, another_owner: true }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Admin, another_owner: false }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Owner, another_owner: false }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Developer, another_owner: false }, [N, N, N, N]),
    (35, Action::ChangeOwnRole { to: Billing, another_owner: false }, [N, N, N, N]),
    (36, Action::SeeFactors, [Y, Y, N, N]),
    (37, Action::SeeBilling, [Y, Y, N, Y]),
    (37, Action::SeeBillingDetails, [Y, N, N, Y]),
    (38, Action::CreateBillingContact, [Y, N, N, N]),
    (39, Action::ChangeBillingContact, [Y, N, N, Y]),
    // S16: not the last one, not while an App uses it, and not while an invoice of it is open.
    (40, Action::ArchiveBillingContact { last: false, in_use: false, owing: false }, [Y, N, N, N]),
    (40, Action::ArchiveBillingContact { last: false, in_use: false, owing: true }, [N, N, N, N]),
    (40, Action::ArchiveBillingContact { last: false, in_use: true, owing: false }, [N, N, N, N]),
    (40, Action::ArchiveBillingContact { last: false, in_use: true, owing: true }, [N, N, N, N]),
    (40, Action::ArchiveBillingContact { last: true, in_use: false, owing: false }, [N, N, N, N]),
    (40, Action::ArchiveBillingContact { last: true, in_use: false, owing: true }, [N, N, N, N]),
    (40, Action::ArchiveBillingContact { last: true, in_use: true, owing: false }, [N, N, N, N]),
    (40, Action::ArchiveBillingContact { last: true, in_use: true, owing: true }, [N, N, N, N]),
    (41, Action::SeeInvoices, [Y, N, N, Y]),
    (42, Action::SeeCost, [Y, Y, N, Y]),
    (43, Action::PayInvoice, [Y, N, N, Y]),
];

#[test]
fn the_policy_is_the_matrix_of_the_domain() {
    for (row, action, expected) in MATRIX {
        let answered = [Owner, Admin, Developer, Billing].map(|role| may(role, *action).is_ok());
        assert_eq!(answered, *expected, "row {row}: {action:?}");
    }
}

#[test]
fn every_action_stands_in_the_table() {
    for action in all_actions() {
        assert_eq!(MATRIX.iter().filter(|(_, known, _)| *known == action).count(), 1, "{action:?}");
    }
    assert_eq!(all_actions().len(), MATRIX.len());
}

#[test]
fn a_refusal_says_whom_to_ask() {
    assert_eq!(may(Admin, Action::Invite(Owner)), Err(Refusal::NeedsOwner));
    assert_eq!(may(Developer, Action::Invite(Developer)), Err(Refusal::NeedsAdmin));
    assert_eq!(may(Owner, Action::Leave { another_owner: false }), Err(Refusal::LastOwner));
    assert_eq!(may(Owner, Action::ChangeRole { from: Admin, to: Owner }), Err(Refusal::OwnershipIsAccepted));
    assert_eq!(may(Admin, Action::ChangeOwnRole { to: Developer, another_owner: true }), Err(Refusal::OwnRole));
}
