//! The doors of what I want to be mailed, and of my view.

use leptos::prelude::*;
use teamwork::rules::{account::View, notice};

use crate::{
    actor::{actor, guest},
    failure::Failure,
    form::Done,
};

/// Which mails I get.
#[server(prefix = "/do", endpoint = "preferences")]
pub async fn preferences() -> Result<notice::Preferences, Failure> {
    Ok(actor()?.preferences().await?)
}

/// Decides about all of them: a box that is not ticked is a no.
#[server(prefix = "/do", endpoint = "change_preferences")]
pub async fn change_preferences(
    #[server(default)] joined: bool,
    #[server(default)] invitation_reminder: bool,
    #[server(default)] app_events: bool,
    #[server(default)] newsletter: bool,
) -> Result<Done, Failure> {
    let wanted = notice::Preferences { joined, invitation_reminder, app_events, newsletter };
    actor()?.change_preferences(wanted).await?;
    Ok(Done::Yes)
}

/// Looks at the house another way.
#[server(prefix = "/do", endpoint = "change_view")]
pub async fn change_view(view: View) -> Result<(), Failure> {
    Ok(actor()?.change_view(view).await?)
}

/// Ends the newsletter for whoever the link in it belongs to.
#[server(prefix = "/do", endpoint = "unsubscribe")]
pub async fn unsubscribe(secret: String) -> Result<(), Failure> {
    Ok(guest()?.unsubscribe(&secret).await?)
}
