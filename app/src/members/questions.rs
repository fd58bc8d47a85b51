//! What is asked before a membership ends or ownership is given up: the object and the effect, in plain words.

use leptos::prelude::*;
use teamwork::rules::{
    id::UserId,
    member::{MemberCard, TeamPage},
    moment::Moment,
    problem::Field,
};

use super::{
    api::{AppsOfMember, AssignApps, DepartureOf, Dismiss, SetEnd, StepDown},
    app_picker::AppPicker,
    ask::{Ask, AskTitle, Cancel, Questions, answered},
    consequences::Consequences,
};
use crate::{
    form::{Act, Form, Hidden, LastEcho, Submit, TextField},
    frame::company_slug,
    live::{Topic, use_live},
    parts::{Load, Notice, changing},
    remote::remote,
};

/// What is said of the field for a last day.
pub const LAST_DAY: &str = "Access ends by itself at the end of that day, UTC.";

/// The questions of the members' table.
#[component]
pub fn MemberQuestions(page: Signal<TeamPage>, company: Signal<String>) -> impl IntoView {
    let gone = RwSignal::new(just_dismissed());
    let find = move |user| page.with_untracked(|page| page.members.iter().find(|member| member.user == user).cloned());
    let render = Callback::new(move |ask: Ask| match ask {
        Ask::Dismiss(user) => {
            Some(view! { <AskDismiss member=find(user)? company=company.get_untracked() gone/> }.into_any())
        }
        Ask::Apps(user) => Some(view! { <AskApps member=find(user)?/> }.into_any()),
        Ask::End(user) => Some(view! { <AskEnd member=find(user)? company=company.get_untracked()/> }.into_any()),
        Ask::StepDown => Some(view! { <AskStepDown company=company.get_untracked()/> }.into_any()),
        _ => None,
    });
    let slug = company_slug();
    let receipt = move || {
        let href = format!("/c/{slug}/departures/{}", gone.get()?);
        Some(view! {
            <Notice kind="success">
                "The access has ended. "<a class="link" href=href rel="external">"See what was revoked and what to change now"</a>
            </Notice>
        })
    };
    view! { {changing(receipt)}<Questions dialog="ask-member" render/> }
}

/// Whom a form without script has dismissed.
fn just_dismissed() -> Option<UserId> {
    let echo = use_context::<LastEcho>()?.0.get_value()?;
    (echo.function == "dismiss" && echo.outcome.is_ok()).then(|| echo.field("user")?.parse().ok())?
}

#[component]
fn AskDismiss(member: MemberCard, company: String, gone: RwSignal<Option<UserId>>) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::Dismiss(member.user));
    let done = answered(ask);
    let (name, dismissed) = (member.name.clone(), member.name.clone());
    let act = Act::<Dismiss>::keyed("user", member.user).on_done(move |value| {
        live.announce(format!("{dismissed} was dismissed."));
        gone.set(Some(member.user));
        live.touch(Topic::Team);
        done(value);
    });
    let slug = company_slug();
    let facts = remote(|| 0, move || DepartureOf { slug: slug.clone(), user: member.user });
    view! {
        <AskTitle ask text=format!("Dismiss {name} from {company}?")/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <Load remote=facts what="what it means" let:facts><Consequences facts=facts.get_untracked() mine=false/></Load>
                <p class="muted">"Nothing is deleted. You can invite them again."</p>
            </div>
            <footer class="dialog__foot">
                <Cancel ask/>
                <Submit class="button--danger">{format!("Dismiss {name}")}</Submit>
            </footer>
        </Form>
    }
}

/// The Apps of a Developer: several choices are saved together.
#[component]
fn AskApps(member: MemberCard) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::Apps(member.user));
    let done = answered(ask);
    let name = member.name.clone();
    let act = Act::<AssignApps>::keyed("user", member.user).on_done(move |value| {
        live.announce(format!("The Apps of {name} were changed."));
        live.touch(Topic::Team);
        done(value);
    });
    let slug = company_slug();
    let apps = remote(|| 0, move || AppsOfMember { slug: slug.clone(), user: member.user });
    view! {
        <AskTitle ask text=format!("Apps of {}", member.name)/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <Hidden name="version" value=member.version.to_string()/>
                <Load remote=apps what="the Apps" let:apps><AppPicker apps=apps.get_untracked()/></Load>
                <p class="muted small">"A Developer configures and deploys these Apps. Their SSH keys work on them."</p>
            </div>
            <footer class="dialog__foot"><Cancel ask/><Submit>"Save Apps"</Submit></footer>
        </Form>
    }
}

/// The last day of a member's access.
#[component]
fn AskEnd(member: MemberCard, company: String) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::End(member.user));
    let done = answered(ask);
    let act = Act::<SetEnd>::keyed("user", member.user).on_done(move |value| {
        live.touch(Topic::Team);
        done(value);
    });
    let day = member.ends_at.map(Moment::to_iso_day).unwrap_or_default();
    view! {
        <AskTitle ask text=format!("Last day of {} in {company}", member.name)/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <Hidden name="version" value=member.version.to_string()/>
                <TextField field=Field::EndsOn kind="date" autocomplete="off" optional=true value=day hint=LAST_DAY class="field__input--short"/>
                <p class="muted small">"They and you get a mail 7 days and 1 day before. Without a day the access has no end."</p>
            </div>
            <footer class="dialog__foot"><Cancel ask/><Submit>"Save last day"</Submit></footer>
        </Form>
    }
}

#[component]
fn AskStepDown(company: String) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::StepDown);
    let done = answered(ask);
    let act = Act::<StepDown>::new().on_done(move |value| {
        live.touch_all();
        done(value);
    });
    view! {
        <AskTitle ask text=format!("Step down to Admin of {company}?")/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <p>
                    "You give up billing, the roles of Admins, and deleting the Company. \
                    Invitations you sent that an Admin could not send are withdrawn."
                </p>
                <p class="muted">"You cannot take this back yourself: another Owner would have to invite you as Owner again."</p>
            </div>
            <footer class="dialog__foot">
                <Cancel ask/>
                <Submit class="button--danger">"Step down to Admin"</Submit>
            </footer>
        </Form>
    }
}
