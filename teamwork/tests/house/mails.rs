//! What the people of a house find in their mailboxes.

use std::sync::Arc;

use teamwork::{
    acts::{Mail, Warren},
    letters::Letter,
};

use super::House;

impl House {
    /// The mails since the test began, oldest first.
    pub async fn mails(&self) -> Vec<Mail> {
        let (mut mails, mut before) = (Vec::new(), None);
        loop {
            let page = self.warren.mailbox(before).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            mails.extend(page);
        }
        mails.retain(|mail| mail.id > self.curtain);
        mails.reverse();
        mails
    }

    pub async fn letters_to(&self, address: &str) -> Vec<Letter> {
        self.mails().await.into_iter().filter(|mail| mail.to == address).map(|mail| mail.letter).collect()
    }

    /// The secret in the newest mail to an address.
    pub async fn secret_to(&self, address: &str) -> String {
        let letters = self.letters_to(address).await;
        self.secret_of(letters.last().unwrap())
    }

    /// The same without reading the whole mailbox: for tests with many rounds.
    pub async fn newest_secret(&self, address: &str) -> String {
        let mails = self.warren.mailbox(None).await.unwrap();
        let links = mails.iter().filter(|mail| mail.to == address);
        last_part(&links.filter_map(|mail| self.warren.secret_link(&mail.letter)).next().unwrap())
    }

    pub fn secret_of(&self, letter: &Letter) -> String {
        last_part(&self.warren.secret_link(letter).unwrap())
    }

    /// Every mail that waits goes out and arrives.
    pub async fn deliver(&self) {
        deliver(&self.warren).await;
    }
}

/// The secret at the end of a link.
pub fn last_part(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

pub async fn deliver(warren: &Arc<Warren>) {
    for mail in warren.claim_mails(1_000, 60_000).await.unwrap() {
        warren.mail_sent(&mail).await.unwrap();
    }
}
