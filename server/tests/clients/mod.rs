//! "Invite a client" while a request waits: who manages it, who answers it, and what becomes of it (rows 21 and 22, 4.2).

mod answering;
mod done;
mod links;
mod managing;
mod proposing;
mod signing_in;
mod view;

use axum::{body::Body, http::Method};

use crate::house::*;

/// Has no account, and is asked to take over `app-x`.
const ANA: &str = "ana@client.example";
/// What she types.
const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE";

/// A house in which three requests wait: Ada's for the paid `acme-shop`, Grace's for the trial `acme-blog`, to Ivan, and
/// Kevin's for a trial of his own, to Ana.
struct Waiting {
    house: House,
    shop: String,
    blog: String,
    own: String,
    /// The mailed secret of Kevin's.
    secret: String,
    /// The mailed secret of Grace's.
    ivans: String,
}

impl Waiting {
    async fn on(engine: Engine) -> Self {
        let house = House::on(engine).await;
        for (who, form) in [
            (ADA, "app=acme-shop&email=shop@client.example"),
            (GRACE, "app=acme-blog&email=ivan@sketch.example"),
            (KEVIN, "app=app-x&email=ana@client.example&name=Alves+Bakery&plan=standard&note=It+is+ready"),
        ] {
            let sent = house.act(Some(who), "send_request", form).await;
            assert_eq!(sent.status, 200, "{}", sent.body);
        }
        let id = async |who, form| {
            let sheet = house.act(Some(who), "request_sheet", form).await.body;
            let sheet: serde_json::Value = serde_json::from_str(&sheet).unwrap();
            sheet["request"]["id"].as_str().unwrap().to_owned()
        };
        let shop = id(ADA, "slug=acme&app=acme-shop").await;
        let blog = id(GRACE, "slug=acme&app=acme-blog").await;
        let own = id(KEVIN, "app=app-x").await;
        let secret = newest_secret(&house.warren, ANA).await;
        let ivans = newest_secret(&house.warren, IVAN.email).await;
        Self { house, shop, blog, own, secret, ivans }
    }

    /// A copied link to Kevin's request.
    async fn copied(&self) -> String {
        let copied = self.house.act(Some(KEVIN), "copy_request_link", &format!("request={}", self.own)).await;
        assert_eq!(copied.status, 200, "{}", copied.body);
        copied.body.trim_matches('"').rsplit('/').next().unwrap().to_owned()
    }

    /// Somebody opens the client's page of Kevin's request with a session.
    async fn page_with(&self, session: &str) -> Answer {
        let request = self.house.in_session(Method::GET, &format!("/requests/{}", self.secret), session);
        self.house.send(request.body(Body::empty()).unwrap()).await
    }
}
