//! What the team page asks the server, one line each.

use leptos::prelude::*;
use teamwork::rules::{
    assignment::AppChoice,
    id::{AppId, UserId},
    member::{self, MemberCard, TeamPage},
    role::Role,
};

#[cfg(feature = "ssr")]
use crate::actor::actor;
use crate::{failure::Failure, form::Done};

/// One page of the team; `after` is the `next` of the page before, or nothing.
#[server(prefix = "/do", endpoint = "team")]
pub async fn team(slug: String, #[server(default)] after: String) -> Result<TeamPage, Failure> {
    Ok(actor()?.team(&slug, Some(after.as_str()).filter(|after| !after.is_empty())).await?)
}

/// Gives a member another role, and who becomes a Developer their Apps.
#[server(prefix = "/do", endpoint = "change_role")]
pub async fn change_role(
    slug: String,
    user: UserId,
    to: Role,
    #[server(default)] apps: Vec<AppId>,
    version: i64,
) -> Result<MemberCard, Failure> {
    Ok(actor()?.change_role_with(&slug, user, to, apps, version).await?)
}

/// The Apps of the Company, and which a Developer has.
#[server(prefix = "/do", endpoint = "apps_of_member")]
pub async fn apps_of_member(slug: String, user: UserId) -> Result<Vec<AppChoice>, Failure> {
    Ok(actor()?.apps_of_member(&slug, user).await?)
}

/// Sets on which Apps a Developer works.
#[server(prefix = "/do", endpoint = "assign_apps")]
pub async fn assign_apps(
    slug: String,
    user: UserId,
    #[server(default)] apps: Vec<AppId>,
    version: i64,
) -> Result<MemberCard, Failure> {
    Ok(actor()?.assign_apps(&slug, user, apps, version).await?)
}

/// Sets, moves or takes away the last day of a member's access.
#[server(prefix = "/do", endpoint = "set_end")]
pub async fn set_end(
    slug: String,
    user: UserId,
    #[server(default)] ends_on: String,
    version: i64,
) -> Result<MemberCard, Failure> {
    Ok(actor()?.set_end(&slug, user, &ends_on, version).await?)
}

/// From Owner to Admin, by oneself.
#[server(prefix = "/do", endpoint = "step_down")]
pub async fn step_down(slug: String) -> Result<Done, Failure> {
    actor()?.step_down(&slug).await?;
    Ok(Done::Yes)
}

/// Ends a membership.
#[server(prefix = "/do", endpoint = "dismiss")]
pub async fn dismiss(slug: String, user: UserId) -> Result<Done, Failure> {
    actor()?.dismiss(&slug, user).await?;
    Ok(Done::Yes)
}

/// What leaving would mean for me.
#[server(prefix = "/do", endpoint = "departure")]
pub async fn departure(slug: String) -> Result<member::Departure, Failure> {
    Ok(actor()?.departure(&slug).await?)
}

/// What dismissing somebody would mean.
#[server(prefix = "/do", endpoint = "departure_of")]
pub async fn departure_of(slug: String, user: UserId) -> Result<member::Departure, Failure> {
    Ok(actor()?.departure_of(&slug, user).await?)
}

/// Leaves a Company, and goes to what that means now.
#[server(prefix = "/do", endpoint = "leave")]
pub async fn leave(slug: String) -> Result<(), Failure> {
    let actor = actor()?;
    actor.leave(&slug).await?;
    leptos_axum::redirect(&format!("/c/{slug}/departures/{}", actor.id()));
    Ok(())
}
