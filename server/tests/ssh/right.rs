//! Somebody with a right to code, whichever way they have it, and how it is taken away.

use std::{path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use teamwork::{
    acts::{Actor, SignUp, Warren},
    rules::{
        id::{KeyId, UserId},
        role::Role,
    },
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::Child,
};

use super::gate::Gate;
use crate::house::*;

/// How a right ends.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    Role,
    Assignment,
    Key,
    DeployKey,
    Account,
}

/// All of them.
pub const WAYS: [Way; 5] = [Way::Role, Way::Assignment, Way::Key, Way::DeployKey, Way::Account];

/// Somebody with a right, and how to take it away.
pub struct Right {
    pub key: PathBuf,
    pub public: String,
    app: &'static str,
    way: Way,
    /// Whose account ends, with the cookie.
    account: Option<(String, String)>,
    id: Option<KeyId>,
}

impl Right {
    /// Gives it.
    pub async fn give(gate: &Gate, way: Way, round: usize) -> Self {
        let key = gate.pair(&format!("{way:?}-{round}")).await;
        let public = gate.public(&key);
        let mut right = Self { key, public, app: "acme/acme-shop", way, account: None, id: None };
        match way {
            Way::Role | Way::Assignment | Way::Key => {
                let kevin = gate.actor(KEVIN).await;
                right.id = Some(kevin.add_key(&right.public, &format!("{way:?} {round}")).await.unwrap());
            }
            Way::DeployKey => {
                let ada = gate.actor(ADA).await;
                right.id = Some(ada.add_deploy_key("acme-shop", &right.public, "robot", true).await.unwrap());
            }
            Way::Account => {
                right.app = "leaving";
                right.account = Some(newcomer(gate, &right.public, round).await);
            }
        }
        right
    }

    /// Takes it away, on one of the servers.
    pub async fn end(&self, gate: &Gate, server: &Arc<Warren>) {
        let on_it = async |who: Person| actor(server, gate.house.cookie(who)).await;
        let (ada, kevin) = (on_it(ADA).await, on_it(KEVIN).await);
        match self.way {
            Way::Role => change_role(&ada, kevin.id(), Role::Billing).await,
            Way::Assignment => assign(gate, &ada, kevin.id(), &[]).await,
            Way::Key => kevin.remove_key(self.id.unwrap()).await.unwrap(),
            Way::DeployKey => ada.remove_deploy_key("acme-shop", self.id.unwrap()).await.unwrap(),
            Way::Account => {
                let (cookie, email) = self.account.as_ref().unwrap();
                actor(server, cookie).await.close_account(email).await.unwrap();
            }
        }
    }

    /// Leaves the house as it was, for the next round.
    pub async fn restore(&self, gate: &Gate) {
        let (ada, kevin) = (gate.actor(ADA).await, gate.actor(KEVIN).await);
        match self.way {
            Way::Role => {
                change_role(&ada, kevin.id(), Role::Developer).await;
                assign(gate, &ada, kevin.id(), &["acme_shop"]).await;
                kevin.remove_key(self.id.unwrap()).await.unwrap();
            }
            Way::Assignment => {
                assign(gate, &ada, kevin.id(), &["acme_shop"]).await;
                kevin.remove_key(self.id.unwrap()).await.unwrap();
            }
            Way::Key | Way::DeployKey | Way::Account => {}
        }
        // The clock stands still, so nothing that was counted is ever forgotten by itself.
        gate.house.eye().await.texts("DELETE FROM limits RETURNING key").await;
    }

    /// What ssh is told.
    pub fn command(&self, verb: &str) -> String {
        format!("{verb} '/{}.git'", self.app)
    }

    /// A command that has begun, has greeted, and waits.
    pub async fn begin(&self, gate: &Gate, verb: &str) -> Child {
        let mut ssh = gate.ssh(&self.key, &[], &[&self.command(verb)]);
        let mut child = ssh.stdin(Stdio::piped()).spawn().unwrap();
        let mut hear = BufReader::new(child.stdout.take().unwrap());
        let mut line = Vec::new();
        let read = hear.read_until(b'\0', &mut line).await.unwrap();
        assert!(read > 4, "{:?}: {verb} does not begin", self.way);
        // What is still to come is heard, so that it never waits for us.
        tokio::spawn(async move { hear.read_to_end(&mut Vec::new()).await });
        child
    }
}

/// Waits until a command is over, and keeps its way in open until then, so that only the server can end it. Answers what was
/// said when it ended badly and soon.
pub async fn cut(mut running: Child, soon: Duration) -> Option<String> {
    let open = running.stdin.take();
    let status = tokio::time::timeout(soon, running.wait()).await.ok()?.unwrap();
    drop(open);
    let mut said = String::new();
    running.stderr.take().unwrap().read_to_string(&mut said).await.unwrap();
    (!status.success()).then_some(said)
}

/// Somebody new with a trial of their own and a key. Answers the cookie and the address.
async fn newcomer(gate: &Gate, public: &str, round: usize) -> (String, String) {
    let email = format!("leaving{round}@new.example");
    let form = SignUp {
        first_name: "Lea".into(),
        last_name: "Ving".into(),
        email: email.clone(),
        password: PASSWORD.into(),
        terms: true,
        invitation: None,
    };
    let warren = &gate.house.warren;
    let cookie = guest(warren).sign_up(form).await.unwrap().secret;
    guest(warren).confirm_email(&newest_secret(warren, &email).await).await.unwrap();
    let lea = actor(warren, &cookie).await;
    // The name is blocked after the one before.
    gate.house.eye().await.texts("UPDATE app_names SET free_at = 0 WHERE name = 'leaving' RETURNING name").await;
    lea.start_personal_trial("leaving").await.unwrap();
    lea.add_key(public, "desk").await.unwrap();
    (cookie, email)
}

async fn change_role(ada: &Actor, user: UserId, to: Role) {
    let version = version_of(ada, user).await;
    ada.change_role("acme", user, to, version).await.unwrap();
}

async fn assign(gate: &Gate, ada: &Actor, user: UserId, apps: &[&str]) {
    let apps = apps.iter().map(|app| gate.house.facts[*app].parse().unwrap()).collect();
    let version = version_of(ada, user).await;
    ada.assign_apps("acme", user, apps, version).await.unwrap();
}

async fn version_of(ada: &Actor, user: UserId) -> i64 {
    let team = ada.team("acme", None).await.unwrap();
    team.members.iter().find(|member| member.user == user).unwrap().version
}
