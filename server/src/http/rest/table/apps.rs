//! Apps: those of a Company, and trials of one's own. An App is found by its name, whoever holds it.

use app::doors::Needs::{Member, Person};
use teamwork::{
    acts::Actor,
    rules::{
        app::{AppCard, AppOverview, BillOfLading, NewAppSheet, PaySheet, ScalePreview},
        permission::Refusal::{NeedsAdmin, NeedsCompany, NeedsOwner, NeedsOwnerThere, NotAssigned},
        problem::{
            Conflict::{
                AlreadyPaid, AppSuspended, CompanySuspended, PayerBlocked, PaymentOverdue, StillTrial, TrialRunning,
            },
            Problem, Thing,
        },
    },
};

use crate::http::rest::{
    ask::{Body, IfMatch, InCompany, OfApp, Page},
    bodies::{
        apps::{AppName, MovedApp, MovedTrial, NewApp, NewPayer, NewPlan, NewTerms, NewTrial},
        companies::Confirmation,
    },
    tell::{Listed, Made, Nothing, One, Versioned},
    trouble::Trouble,
};

operations! {
    GET "/companies/{company}/apps" list_apps Read Member(&[8, 42]), "The Apps of a Company that I may see, by name.",
        (me, at: InCompany, page: Page) -> Listed<AppCard> { {
            let apps = me.apps(&at.company, page.after.as_deref()).await?;
            page.shorten(apps.apps, apps.next, |app| app.name.clone())
        } }
    GET "/companies/{company}/app-choices" get_app_choices Read Member(&[9, 10]), "What a new App there can be, and who could pay for it.",
        (me, at: InCompany) -> One<NewAppSheet> | [NeedsAdmin] { One(me.new_app_sheet(&at.company).await?) }
    POST "/companies/{company}/apps" create_app Apps Member(&[9, 10]), "Create a paid App, billed from today.",
        (me, at: InCompany, new: Body<NewApp>) -> Made<AppName> | [NeedsAdmin, CompanySuspended, PayerBlocked] {
            Made(AppName { app: me.create_app(&at.company, &new.0.app, &new.0.plan, new.0.payer).await? }) }
    POST "/companies/{company}/trials" start_trial Apps Member(&[9]), "Begin a trial in a Company.",
        (me, at: InCompany, new: Body<NewTrial>) -> Made<AppName> | [NeedsAdmin, CompanySuspended] {
            Made(AppName { app: me.start_trial(&at.company, &new.0.app).await? }) }
    GET "/trials" list_my_trials Read Person, "The trials that are mine alone.",
        (me, page: Page) -> Listed<AppCard> { page.cut(me.my_trials().await?, |app| app.id.to_string())? }
    POST "/trials" start_personal_trial Apps Person, "Begin a trial of my own; one runs at a time.",
        (me, new: Body<NewTrial>) -> Made<AppName>
            | [TrialRunning] { Made(AppName { app: me.start_personal_trial(&new.0.app).await? }) }
    GET "/apps/{app}" get_app Read Member(&[8]), "One App: its state, its cost as far as I may know, and who has access.",
        (me, of: OfApp) -> Versioned<AppOverview> | [NeedsAdmin, NotAssigned] { present(me, &of.app).await? }
    GET "/apps/{app}/scaling" get_scaling Read Member(&[12]), "What each plan would cost this month.",
        (me, of: OfApp) -> One<ScalePreview> | [NeedsAdmin, NeedsCompany] { One(me.scaling(&of.app).await?) }
    PUT "/apps/{app}/plan" scale_app Apps Member(&[12]), "Give it another plan: its room at once, its price from tomorrow.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewPlan>) -> Versioned<AppOverview>
            | [NeedsAdmin, NeedsCompany, CompanySuspended, AppSuspended, PaymentOverdue] { {
            me.scale_app(&of.app, &new.0.plan, seen.0).await?;
            present(me, &of.app).await?
        } }
    GET "/apps/{app}/payers" get_payers Read Member(&[16, 17, 42]), "Who pays, and who could.",
        (me, of: OfApp) -> One<PaySheet> | [NeedsAdmin] { One(me.pay_sheet(&of.app).await?) }
    PUT "/apps/{app}/payer" change_payer Apps Member(&[17]), "Let another Billing Contact pay, from tomorrow.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewPayer>) -> Versioned<AppOverview>
            | [Problem::Reauthenticate, NeedsOwner, NeedsCompany, StillTrial, PayerBlocked, PaymentOverdue] { {
            me.change_payer(&of.app, new.0.payer, seen.0).await?;
            present(me, &of.app).await?
        } }
    POST "/apps/{app}/pay" pay_for_app Apps Member(&[16]), "Make a trial of a Company a paid App.",
        (me, of: OfApp, seen: IfMatch, new: Body<NewTerms>) -> Versioned<AppOverview>
            | [NeedsAdmin, NeedsCompany, CompanySuspended, AppSuspended, AlreadyPaid, PayerBlocked] { {
            me.pay_for_app(&of.app, &new.0.plan, new.0.payer, seen.0).await?;
            present(me, &of.app).await?
        } }
    POST "/apps/{app}/join" move_trial_into_company Apps Member(&[9, 10]), "Put a trial of my own into a Company, which pays for it from today.",
        (me, of: OfApp, seen: IfMatch, new: Body<MovedTrial>) -> Versioned<AppOverview>
            | [NeedsAdmin, CompanySuspended, AppSuspended, Thing::Company, PayerBlocked] { {
            me.move_trial_into_company(&of.app, &new.0.company, &new.0.plan, new.0.payer, seen.0).await?;
            present(me, &of.app).await?
        } }
    GET "/apps/{app}/bill-of-lading" get_bill_of_lading Read Member(&[18]), "What a move to another Company would take along, and where it could go.",
        (me, of: OfApp) -> One<BillOfLading> | [NeedsOwner, NeedsCompany] { One(me.bill_of_lading(&of.app).await?) }
    POST "/apps/{app}/move" move_app Apps Member(&[18]), "Move it to another Company of mine.",
        (me, of: OfApp, seen: IfMatch, new: Body<MovedApp>) -> Versioned<AppOverview>
            | [Problem::Reauthenticate, NeedsOwner, NeedsOwnerThere, NeedsCompany, CompanySuspended, AppSuspended,
               Thing::Company, PayerBlocked, PaymentOverdue] { {
            me.move_app(&of.app, &new.0.company, new.0.payer, seen.0).await?;
            present(me, &of.app).await?
        } }
    POST "/apps/{app}/delete" delete_app Apps Member(&[13]), "Delete it; confirm with its name.",
        (me, of: OfApp, seen: IfMatch, by: Body<Confirmation>) -> Nothing | [Problem::Reauthenticate, NeedsAdmin] {
            me.delete_app(&of.app, &by.0.confirmation, seen.0).await.map(|()| Nothing)? }
}

/// The App as it is now.
async fn present(me: &Actor, app: &str) -> Result<Versioned<AppOverview>, Trouble> {
    Ok(Versioned(me.app(app).await?))
}
