//! What is asked before a membership ends or ownership is given up: the object and the effect, in plain words.

use leptos::prelude::*;
use teamwork::rules::member::{MemberCard, TeamPage};

use super::{
    api::{Dismiss, StepDown},
    ask::{Ask, AskTitle, Cancel, Questions, answered},
};
use crate::{
    form::{Act, Form, Hidden, Submit},
    frame::company_slug,
    live::{Topic, use_live},
};

/// The questions of the members' table.
#[component]
pub fn MemberQuestions(page: Signal<TeamPage>, company: Signal<String>) -> impl IntoView {
    let render = Callback::new(move |ask: Ask| match ask {
        Ask::Dismiss(user) => {
            let member = page.with_untracked(|page| page.members.iter().find(|member| member.user == user).cloned())?;
            Some(view! { <AskDismiss member company=company.get_untracked()/> }.into_any())
        }
        Ask::StepDown => Some(view! { <AskStepDown company=company.get_untracked()/> }.into_any()),
        Ask::Edit(_) | Ask::Withdraw(_) => None,
    });
    view! { <Questions dialog="ask-member" render/> }
}

#[component]
fn AskDismiss(member: MemberCard, company: String) -> impl IntoView {
    let (live, ask) = (use_live(), Ask::Dismiss(member.user));
    let done = answered(ask);
    let (name, dismissed) = (member.name.clone(), member.name.clone());
    let act = Act::<Dismiss>::keyed("user", member.user).on_done(move |value| {
        live.announce(format!("{dismissed} was dismissed."));
        live.touch(Topic::Team);
        done(value);
    });
    view! {
        <AskTitle ask text=format!("Dismiss {name} from {company}?")/>
        <Form act class="dialog__form">
            <div class="dialog__body stack">
                <Hidden name="slug" value=company_slug()/>
                <p>
                    {format!("{name} loses the role {} and all access to {company} at once, also in open browsers. \
                        Open invitations that {name} sent are withdrawn.", member.role)}
                </p>
                <p class="muted">"Nothing is deleted. You can invite them again."</p>
            </div>
            <footer class="dialog__foot">
                <Cancel ask/>
                <Submit class="button--danger">{format!("Dismiss {name}")}</Submit>
            </footer>
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
