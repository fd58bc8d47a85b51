//! Billing Contacts.

use super::{
    super::law::{Answer, Wish},
    Play,
    names::contact as data,
    words::{answer, told},
};

impl Play<'_> {
    pub(super) async fn play_billing(&mut self, wish: &Wish) -> Answer {
        match *wish {
            Wish::CreateContact { who, company } => {
                let created = self.actor(who).await.create_billing_contact(&self.slugs[company], data(0)).await;
                match created {
                    Ok(id) => {
                        self.contacts.push(id);
                        Answer::Done
                    }
                    Err(problem) => told(&problem),
                }
            }
            Wish::ChangeContact { who, company, contact, email, stale } => {
                let version = self.contact_version(contact, stale).await;
                let (slug, id) = (&self.slugs[company], self.contacts[contact]);
                answer(self.actor(who).await.change_billing_contact(slug, id, version, data(email)).await)
            }
            Wish::Archive { who, company, contact, stale } => {
                let version = self.contact_version(contact, stale).await;
                let (slug, id) = (&self.slugs[company], self.contacts[contact]);
                answer(self.actor(who).await.archive_billing_contact(slug, id, version).await)
            }
            Wish::Restore { who, company, contact, stale } => {
                let version = self.contact_version(contact, stale).await;
                let (slug, id) = (&self.slugs[company], self.contacts[contact]);
                answer(self.actor(who).await.restore_billing_contact(slug, id, version).await)
            }
            ref other => panic!("not about Billing Contacts: {other:?}"),
        }
    }

    async fn contact_version(&mut self, contact: usize, stale: bool) -> i64 {
        let id = self.contacts[contact].to_string().replace('-', "");
        let row = format!("SELECT version FROM billing_contacts WHERE {} = '{id}'", self.hex("id"));
        self.version(&row, stale).await
    }
}
