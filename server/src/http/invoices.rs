//! Invoices and credit notes as files: for members who may see them (row 41), and for whoever has the link of a mail.

use axum::{
    Router,
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use teamwork::{
    acts::{Actor, InvoiceYear, Visitor},
    rules::problem::{Problem, Thing},
};

use super::{answer, file::File};
use crate::invoice::file;

/// All of them.
pub fn router() -> Router {
    Router::new()
        .route("/c/{slug}/invoices/{number}/pdf", get(pdf))
        .route("/c/{slug}/invoices/{number}/xml", get(xml))
        .route("/c/{slug}/billing/{contact}/invoices/{year}/csv", get(csv))
        .route("/c/{slug}/billing/{contact}/invoices/{year}/zip", get(zip))
        .route("/invoices/{secret}/pdf", get(mailed_pdf))
        .route("/invoices/{secret}/xml", get(mailed_xml))
}

type Named = Path<(String, String)>;
type OfYear = Path<(String, String, String)>;

async fn pdf(asks: Asks, Path((slug, number)): Named) -> Response {
    let file = async { file::paper(asks.visitor.person()?.invoice(&slug, &number).await?.document().clone()).await };
    asks.told(file.await)
}

async fn xml(asks: Asks, Path((slug, number)): Named) -> Response {
    let file = async { Ok(file::data(asks.visitor.person()?.invoice(&slug, &number).await?.document())) };
    asks.told(file.await)
}

async fn csv(asks: Asks, Path(of): OfYear) -> Response {
    asks.told(asks.year(of).await.map(|(actor, year)| file::table(actor, year)))
}

async fn zip(asks: Asks, Path(of): OfYear) -> Response {
    asks.told(asks.year(of).await.map(|(actor, year)| file::archive(actor, year)))
}

async fn mailed_pdf(asks: Asks, Path(secret): Path<String>) -> Response {
    let file = async { file::paper(asks.visitor.guest().look_at_invoice(&secret).await?.document().clone()).await };
    asks.told(file.await)
}

async fn mailed_xml(asks: Asks, Path(secret): Path<String>) -> Response {
    let file = async { Ok(file::data(asks.visitor.guest().look_at_invoice(&secret).await?.document())) };
    asks.told(file.await)
}

/// Who asks, and whether they look at a page.
struct Asks {
    visitor: Visitor,
    wants_page: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asks {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let visitor = parts.extensions.get::<Visitor>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(Self { visitor, wants_page: answer::wants_page(&parts.method, parts.uri.path(), &parts.headers) })
    }
}

impl Asks {
    async fn year(&self, (slug, contact, year): (String, String, String)) -> Result<(Actor, InvoiceYear), Problem> {
        let actor = self.visitor.person()?.clone();
        // What is no id is the id of nothing.
        let contact = contact.parse().map_err(|_| Thing::BillingContact)?;
        let year = actor.invoice_year(&slug, contact, &year).await?;
        Ok((actor, year))
    }

    /// The file, or why there is none: on a page for who clicked, as JSON for programs.
    fn told(&self, file: Result<File, Problem>) -> Response {
        file.map_or_else(|problem| answer::problem(&problem, self.wants_page), IntoResponse::into_response)
    }
}
