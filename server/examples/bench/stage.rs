//! The people of the measurement: one Owner of two Companies, with 10 and with 1,000 members, made by acts only.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use teamwork::{
    acts::{Chance, Clock, PasswordCost, Settings, SystemClock, Warren},
    letters::Letter,
    rules::{
        moment::{DAY, HOUR, Moment},
        role::Role,
        zone::TimeZone,
    },
};

use super::{
    client::{CONNECTIONS, Load},
    people::{PASSWORD, company, confirm, guest, sign_in, sign_up},
};

/// As many as one person may invite at once.
const BATCH: usize = 20;

/// What the loads need to know.
pub struct Stage {
    pub database_url: String,
    session: String,
    /// The Developers of the small Company, with the version of their membership.
    developers: Vec<(String, AtomicI64)>,
}

/// A clock that the stage turns, because nobody may invite a thousand people in an hour.
struct Turned(AtomicI64);

impl Clock for Turned {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Fills a database in this folder.
#[tokio::main]
pub async fn set(folder: &Path) -> Stage {
    let database_url = format!("sqlite:{}/warren.db", folder.display());
    let clock = Arc::new(Turned(AtomicI64::new(SystemClock.now().plus(-40 * DAY).millis())));
    let secret = [7; 32];
    let settings = Settings {
        database_url: database_url.clone(),
        base_url: "http://localhost:3988".into(),
        secret,
        invitation_life: 7 * DAY,
        private_webhooks: false,
        time_zone: TimeZone::UTC,
        password_cost: PasswordCost::PRODUCTION,
        demo: true,
    };
    let warren = Warren::open(settings, clock.clone(), Chance::from_os()).await.unwrap();
    sign_up(&warren, "ada", None).await;
    confirm(&warren).await;
    for (slug, members) in [("small", 10_usize), ("large", 1_000)] {
        let ada = sign_in(&warren).await;
        ada.set_up_company(company(slug)).await.unwrap();
        for batch in 0..(members - 1) / BATCH + 1 {
            clock.0.fetch_add(HOUR * 12, Ordering::Relaxed);
            let ada = sign_in(&warren).await;
            let names: Vec<String> =
                (batch * BATCH + 1..members.min((batch + 1) * BATCH + 1)).map(|n| format!("{slug}{n}")).collect();
            let addresses: Vec<String> = names.iter().map(|name| format!("{name}@bench.example")).collect();
            ada.invite(slug, &addresses.join(","), Role::Developer, "").await.unwrap();
            for (to, link) in invitations(&warren).await {
                sign_up(&warren, to.split('@').next().unwrap(), Some(link)).await;
            }
        }
        println!("{slug}: {members} members");
    }
    clock.0.store(SystemClock.now().millis(), Ordering::Relaxed);
    let signed_in = guest(&warren).sign_in("ada@bench.example", PASSWORD).await.unwrap();
    let team = sign_in(&warren).await.team("small", None).await.unwrap();
    let developers = team.members.iter().filter(|member| member.role == Role::Developer);
    let developers = developers.map(|member| (member.user.to_string(), AtomicI64::new(member.version))).collect();
    warren.close().await;
    Stage { database_url, session: signed_in.secret, developers }
}

impl Stage {
    /// S1 to S3.
    pub fn loads(self) -> Vec<Load> {
        let (session, developers) = (self.session, self.developers);
        assert!(developers.len() >= CONNECTIONS, "each connection changes a Developer of its own");
        // Every change raises the version of the membership, so each connection counts along.
        let change = move |connection: usize| {
            let (user, version) = &developers[connection];
            let version = version.fetch_add(1, Ordering::Relaxed);
            let to = if version % 2 == 1 { "admin" } else { "developer" };
            format!("slug=small&user={user}&to={to}&version={version}")
        };
        vec![
            Load::act("S1 session, my Companies", "frame", &session, |_| String::new()),
            Load::act("S2 members of 10", "team", &session, |_| "slug=small&after=".into()),
            Load::act("S2 first page of 1,000 members", "team", &session, |_| "slug=large&after=".into()),
            Load::act("S3 change a role, with log and mails", "change_role", &session, change),
        ]
    }
}

async fn invitations(warren: &Arc<Warren>) -> Vec<(String, String)> {
    let mails = warren.claim_mails(10_000, HOUR * 24).await.unwrap();
    let link = |mail: &teamwork::acts::Mail| {
        matches!(mail.letter, Letter::Invitation { .. }).then(|| {
            let link = warren.secret_link(&mail.letter).unwrap();
            (mail.to.clone(), link.rsplit('/').next().unwrap().to_owned())
        })
    };
    let links = mails.iter().filter_map(link).collect();
    for mail in &mails {
        warren.mail_sent(mail).await.unwrap();
    }
    links
}
