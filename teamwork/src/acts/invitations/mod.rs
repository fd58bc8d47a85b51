//! What happens to an invitation: looked at, answered, wished elsewhere, managed, and moved by the clock (4.1).

mod answer;
mod clock;
mod look;
mod manage;
mod wish;

use crate::{
    acts::Trouble,
    letters::Letter,
    rules::role::Role,
    store::{db::Tx, invitations::Invitation},
};

pub(super) use clock::{expire, remind};

/// The mail of an invitation once more, with the link it has.
async fn letter_again(
    tx: &mut Tx,
    invitation: &Invitation,
    now: Option<Role>,
    reminds: bool,
) -> Result<Letter, Trouble> {
    let apps = match invitation.role {
        Role::Developer => tx.apps_of_invitation(invitation.id).await?,
        _ => Vec::new(),
    };
    Ok(Letter::Invitation {
        invitation: invitation.id,
        link: invitation.link_id,
        inviter: invitation.inviter(),
        company: invitation.company.clone(),
        role: invitation.role,
        note: invitation.note.clone(),
        expires_at: invitation.expires_at,
        now,
        apps: apps.into_iter().map(|app| app.name).collect(),
        ends_at: invitation.ends_at,
        reminds,
    })
}
