//! What an act answers, in the words of the law.

use teamwork::rules::{
    invitation::InviteOutcome,
    problem::{Conflict, Field, Problem},
};

use super::super::law::{Answer, Part};

pub fn answer<T>(result: Result<T, Problem>) -> Answer {
    match result {
        Ok(_) => Answer::Done,
        Err(problem) => told(&problem),
    }
}

pub fn told(problem: &Problem) -> Answer {
    match problem {
        Problem::Refused(_) => Answer::Refused,
        Problem::NotFound(_) => Answer::NotFound,
        Problem::Gone(_) => Answer::Gone,
        Problem::Invalid(flaws) => match flaws.as_slice() {
            [flaw] => Answer::Flawed(part(flaw.field)),
            several => panic!("one thing is wrong at a time: {several:?}"),
        },
        Problem::Conflict(conflict) => in_conflict(*conflict),
        other => panic!("not expected of anything: {other:?}"),
    }
}

fn in_conflict(conflict: Conflict) -> Answer {
    match conflict {
        Conflict::WrongAccount | Conflict::WrongClient => Answer::WrongAccount,
        Conflict::RequestOpen | Conflict::RequestsOpen => Answer::Asked,
        Conflict::RequestFrozen => Answer::Frozen,
        Conflict::RequestProposed => Answer::Proposed,
        Conflict::NotProposed => Answer::Confirmed,
        Conflict::OwnRequest => Answer::OwnRequest,
        Conflict::StaleMember | Conflict::StaleApp | Conflict::StaleBillingContact => Answer::Stale,
        Conflict::AlreadyMember => Answer::AlreadyMember,
        Conflict::TrialRunning => Answer::TrialRunning,
        Conflict::AlreadyPaid => Answer::AlreadyPaid,
        Conflict::StillTrial => Answer::StillTrial,
        Conflict::AppSuspended => Answer::Paused,
        Conflict::NotSuspended => Answer::NotPaused,
        Conflict::CompanySuspended => Answer::CompanySuspended,
        Conflict::CompanyRuns => Answer::CompanyRuns,
        Conflict::BillingContactArchived => Answer::Archived,
        Conflict::BillingContactLive => Answer::Live,
        other => panic!("not expected of anything: {other:?}"),
    }
}

fn part(field: Field) -> Part {
    match field {
        Field::Slug => Part::Slug,
        Field::AppName => Part::AppName,
        Field::Apps => Part::Apps,
        Field::Payer => Part::Payer,
        Field::EndsOn => Part::LastDay,
        Field::Confirmation => Part::Confirmation,
        Field::Target => Part::Target,
        Field::Days => Part::Days,
        Field::Email => Part::Email,
        other => panic!("not expected of a form: {other:?}"),
    }
}

pub fn outcome(outcome: InviteOutcome) -> Answer {
    match outcome {
        InviteOutcome::Sent => Answer::Done,
        InviteOutcome::RoleChanged => Answer::RoleChanged,
        InviteOutcome::AppsAdded => Answer::AppsAdded,
        InviteOutcome::EndSet => Answer::EndSet,
        InviteOutcome::AlreadyMember => Answer::AlreadyMember,
        InviteOutcome::OtherRole => Answer::OtherRole,
        InviteOutcome::AlreadyInvited => Answer::AlreadyInvited,
        InviteOutcome::Yourself => Answer::Yourself,
        InviteOutcome::AlreadyOwner => Answer::AlreadyOwner,
        other => panic!("not expected of an invitation: {other:?}"),
    }
}
