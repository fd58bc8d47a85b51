//! Several public keys at once, as they stand in `authorized_keys` or behind a name at GitHub: each line for itself.

use std::collections::HashSet;

use super::{super::apps::earn_trial_time, parse};
use crate::{
    acts::{Actor, Trouble, within},
    letters::{KeyEvent, Letter},
    rules::{
        app::TrialTask,
        id::KeyId,
        key::{IMPORT_MAX, KeyFlaw, KeyImport, KeyLook, LeftKey, looks_private, looks_public},
        log::Event,
        problem::{Conflict, Field, Flaws, LineFlaw, Problem, Why},
    },
    store::{db::Tx, keys::KeyOwner, log::Change},
};

/// A line of a list: its number, itself, and the key in it.
type Read<'a> = (u16, &'a str, Result<KeyLook, KeyFlaw>);

impl Actor {
    /// Stores every key of a list that can be stored (E86), and tells me by one mail (M3). Empty lines and comments are
    /// passed over.
    ///
    /// # Errors
    /// When the password was not given within ten minutes, there are too many lines, a private key is among them, or none
    /// of the lines can be stored: then with what is wrong with each.
    pub async fn add_keys(&self, lines: &str) -> Result<KeyImport, Problem> {
        self.fresh()?;
        let list = read_list(lines)?;
        let import = within!(&self.guest, |tx| {
            if !tx.lock_person(self.id()).await? {
                return Err(Problem::SignedOut.into());
            }
            let import = self.add_list(tx, &list).await?;
            if import.added.is_empty() {
                return Err(flaws(&import.left).into());
            }
            earn_trial_time(&self.guest, tx, self.id(), TrialTask::FirstKey).await?;
            self.post_import(tx, &import.added).await?;
            tx.announce(Change::Person(self.id()));
            import
        })?;
        self.guest.warren.mail_waits.notify_one();
        Ok(import)
    }

    async fn add_list(&self, tx: &mut Tx, list: &[Read<'_>]) -> Result<KeyImport, Trouble> {
        let mine = tx.fingerprints_of(self.id()).await?;
        let (mut import, mut seen) = (KeyImport::default(), HashSet::new());
        for (line, text, read) in list {
            let stored = match read {
                Err(flaw) => Err(*flaw),
                Ok(look) if !seen.insert(&look.fingerprint) => Err(KeyFlaw::Twice),
                Ok(look) if mine.contains(&look.fingerprint) => Err(KeyFlaw::Yours),
                Ok(look) => self.add_one(tx, look).await?,
            };
            match stored {
                Ok(look) => import.added.push(look),
                Err(flaw) => {
                    let text = if looks_public(text) { (*text).to_owned() } else { String::new() };
                    import.left.push(LeftKey { line: *line, text, flaw });
                }
            }
        }
        Ok(import)
    }

    /// Stores one of them, under the name that stood behind it or one that is made of what it is.
    async fn add_one(&self, tx: &mut Tx, look: &KeyLook) -> Result<Result<KeyLook, KeyFlaw>, Trouble> {
        let look = KeyLook { label: name_of(look), ..look.clone() };
        let id = KeyId::new(self.guest.at, self.guest.warren.chance.bytes());
        Ok(match self.try_key(tx, id, KeyOwner::Person, &look, &look.label).await? {
            None => {
                tx.record(self.entry(Event::KeyAdded).to(&look.fingerprint)).await?;
                Ok(look)
            }
            Some(Conflict::KeyInUse) => Err(KeyFlaw::InUse),
            Some(_) => Err(KeyFlaw::NoRoom),
        })
    }

    /// M3, once.
    async fn post_import(&self, tx: &mut Tx, added: &[KeyLook]) -> Result<(), Trouble> {
        if let [one] = added {
            return self.post_key_notice(tx, KeyEvent::Added, &one.label, &one.fingerprint).await;
        }
        let keys = added.iter().map(|look| (look.label.clone(), look.fingerprint.clone())).collect();
        let notice = Letter::KeysAdded { name: self.name().full(), keys, at: self.guest.at };
        Ok(tx.post(&self.person.email, &notice, self.guest.at).await?)
    }
}

fn name_of(look: &KeyLook) -> String {
    if !look.label.is_empty() {
        return look.label.clone();
    }
    let print = look.fingerprint.strip_prefix("SHA256:").unwrap_or(&look.fingerprint);
    format!("{} {}", look.kind, print.get(..8).unwrap_or(print))
}

/// What is wrong with every line, when nothing else is there.
fn flaws(left: &[LeftKey]) -> Problem {
    let mut flaws = Flaws::default();
    for LeftKey { line, flaw, .. } in left {
        flaws.add(Field::KeyLines, Why::InLine(*line, LineFlaw::Key(*flaw)));
    }
    flaws.into_problem()
}

/// Reads a list, one key a line.
///
/// # Errors
/// When there is nothing in it, too much, or something secret. What is wrong with a line is told with the line.
fn read_list(text: &str) -> Result<Vec<Read<'_>>, Problem> {
    let wrong = |why| Err(Problem::field(Field::KeyLines, why));
    if looks_private(text) {
        return wrong(Why::PrivateKey);
    }
    let is_key = |line: &str| !line.is_empty() && !line.starts_with('#');
    let lines = (1_u16..=u16::MAX).zip(text.lines().map(str::trim)).filter(|(_, line)| is_key(line));
    let lines: Vec<_> = lines.take(IMPORT_MAX + 1).collect();
    if lines.is_empty() {
        return wrong(Why::Missing);
    }
    if lines.len() > IMPORT_MAX {
        return wrong(Why::TooManyLines(20));
    }
    let secret = lines.iter().any(|(_, line)| looks_private(line));
    if secret {
        return wrong(Why::PrivateKey);
    }
    let read = |line: &str| {
        parse::read_key(line).map_err(|flaw| match flaw.why {
            Why::OldKey | Why::WeakKey => KeyFlaw::Weak,
            Why::StrangeKey => KeyFlaw::Strange,
            _ => KeyFlaw::NotAKey,
        })
    };
    Ok(lines.into_iter().map(|(number, line)| (number, line, read(line))).collect())
}
