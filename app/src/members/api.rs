//! What the team page asks the server, one line each.

use leptos::prelude::*;
use teamwork::rules::{
    id::UserId,
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

/// Gives a member another role.
#[server(prefix = "/do", endpoint = "change_role")]
pub async fn change_role(slug: String, user: UserId, to: Role, version: i64) -> Result<MemberCard, Failure> {
    Ok(actor()?.change_role(&slug, user, to, version).await?)
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

/// Leaves a Company.
#[server(prefix = "/do", endpoint = "leave")]
pub async fn leave(slug: String) -> Result<(), Failure> {
    actor()?.leave(&slug).await?;
    leptos_axum::redirect("/");
    Ok(())
}
