//! Payment requests.

use teamwork::{
    acts::{Accepted, Declining, Visitor},
    letters::Letter,
    rules::{
        id::{BillingContactId, PaymentRequestId},
        money::Money,
        request::SellerTax,
        request::{AcceptForm, RequestForm},
    },
};

use super::{
    super::law::{Address, Answer, Who, Wish},
    Asked, Play,
    names::{app_name, company_name, email_of},
    words::{answer, told},
};

impl Play<'_> {
    pub(super) async fn play_request(&mut self, wish: &Wish) -> Answer {
        match *wish {
            Wish::Ask { who, name, to } => self.ask(who, name, to).await,
            Wish::AskAgain { who, request } => {
                answer(self.actor(who).await.resend_request(self.requests[request].id).await)
            }
            Wish::Withdraw { who, request } => {
                answer(self.actor(who).await.cancel_request(self.requests[request].id).await)
            }
            Wish::Confirm { who, request } => {
                answer(self.actor(who).await.confirm_request(self.requests[request].id).await)
            }
            Wish::Refuse { who, request } => {
                answer(self.actor(who).await.refuse_request(self.requests[request].id, "").await)
            }
            Wish::TurnDown { who, request } => {
                let secret = self.request_secret(request).await;
                answer(Visitor::Person(self.actor(who).await).decline_request(&secret, &Declining::default()).await)
            }
            Wish::TakeOver { who, request, payer } => self.take_over(who, request, payer).await,
            ref other => panic!("not about a payment request: {other:?}"),
        }
    }

    async fn ask(&mut self, who: Who, name: u8, to: Address) -> Answer {
        let form = RequestForm { email: email_of(to), ..RequestForm::default() };
        match self.actor(who).await.send_request(&app_name(name), form).await {
            Ok(id) => {
                self.requests.push(Asked { id, to });
                Answer::Done
            }
            Err(problem) => told(&problem),
        }
    }

    async fn take_over(&mut self, who: Who, request: usize, payer: Option<usize>) -> Answer {
        let secret = self.request_secret(request).await;
        let form = AcceptForm {
            payer: payer.map(|payer| self.contacts[payer].to_string()).unwrap_or_default(),
            company: company_name(self.slugs.len()),
            street: "Ring 1".into(),
            postal_code: "1010".into(),
            city: "Vienna".into(),
            country: "AT".into(),
            ..AcceptForm::default()
        };
        match Visitor::Person(self.actor(who).await).accept_request(&secret, form).await {
            Ok(Accepted::Done { slug, .. }) => {
                if payer.is_none() {
                    self.slugs.push(slug);
                    let ids: Vec<BillingContactId> = self.ids("billing_contacts").await;
                    self.contacts.extend(ids.into_iter().find(|id| !self.contacts.contains(id)));
                }
                Answer::Done
            }
            Ok(Accepted::Pays(_)) => panic!("nobody asked for a card"),
            Err(problem) => told(&problem),
        }
    }

    /// The secret of the link that it has now, whether it was mailed or not; of what is gone, any.
    async fn request_secret(&mut self, request: usize) -> String {
        let id: PaymentRequestId = self.requests[request].id;
        let row = format!(
            "SELECT {} FROM requests WHERE {} = '{}'",
            self.hex("link_id"),
            self.hex("id"),
            id.to_string().replace('-', "")
        );
        let link = self.eye.rows::<(String,)>(&row).await.first().map(|(link,)| link.parse().unwrap());
        let Some(link) = link else { return "A".repeat(43) };
        let letter = Letter::PaymentRequest {
            request: id,
            link,
            sender: String::new(),
            sender_email: String::new(),
            apps: Vec::new(),
            total: Money::new(0, "EUR"),
            vat: SellerTax::default(),
            keeps: Vec::new(),
            note: None,
            expires_at: self.begin,
            reminds: false,
        };
        self.house.secret_of(&letter)
    }
}
