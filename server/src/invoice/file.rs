//! What is sent: a file with its name and its kind.

use axum::body::{Body, Bytes};
use futures::{Stream, StreamExt, stream};
use teamwork::{
    acts::{Actor, InvoiceYear, IssuedInvoice},
    rules::{invoice::Document, problem::Problem, text::Slug},
};

use super::{
    csv, pdf, xml,
    zip::{self, Archive},
};
use crate::http::file::File;

/// An invoice on paper. It is printed where nobody waits for it.
///
/// # Errors
/// When it cannot be printed, which is a fault of this house.
pub async fn paper(document: Document) -> Result<File, Problem> {
    let name = zip::name(&document, "pdf");
    let printed = tokio::task::spawn_blocking(move || pdf::write(&document)).await;
    match printed {
        Ok(Ok(bytes)) => Ok(File { kind: File::PDF, name, body: bytes.into() }),
        Ok(Err(error)) => Err(broken(&error)),
        Err(error) => Err(broken(&error)),
    }
}

/// An invoice as data.
pub fn data(document: &Document) -> File {
    File { kind: File::XML, name: zip::name(document, "xml"), body: xml::write(document).into() }
}

/// A year as a table.
pub fn table(actor: Actor, year: InvoiceYear) -> File {
    let name = year_name(&year, "csv");
    let head = stream::once(async { Ok(Bytes::from(csv::head())) });
    let rows = batches(actor, year).map(|batch| {
        let rows = batch?.iter().map(|one| csv::line(&one.document, one.state, one.balance)).collect::<String>();
        Ok::<_, std::io::Error>(Bytes::from(rows))
    });
    File { kind: File::CSV, name, body: Body::from_stream(head.chain(rows)) }
}

/// A year with all its invoices.
pub fn archive(actor: Actor, year: InvoiceYear) -> File {
    let (name, table) = (year_name(&year, "zip"), year_name(&year, "csv"));
    let invoices = batches(actor, year).flat_map(|batch| match batch {
        Ok(batch) => stream::iter(batch.into_iter().map(Ok).collect::<Vec<_>>()),
        Err(error) => stream::iter(vec![Err(error)]),
    });
    let parts = stream::unfold(Some((Box::pin(invoices), Archive::default(), table)), async |state| {
        let (mut invoices, archive, table) = state?;
        match invoices.next().await {
            Some(Ok(invoice)) => match add(archive, invoice).await {
                Ok((archive, bytes)) => Some((Ok(Bytes::from(bytes)), Some((invoices, archive, table)))),
                Err(error) => Some((Err(error), None)),
            },
            Some(Err(error)) => Some((Err(error), None)),
            None => Some((archive.finish(&table).map(Bytes::from).map_err(std::io::Error::other), None)),
        }
    });
    File { kind: File::ZIP, name, body: Body::from_stream(parts) }
}

async fn add(mut archive: Archive, invoice: IssuedInvoice) -> Result<(Archive, Vec<u8>), std::io::Error> {
    let added = tokio::task::spawn_blocking(move || archive.add(&invoice).map(|bytes| (archive, bytes))).await;
    added.map_err(std::io::Error::other)?.map_err(std::io::Error::other)
}

/// The invoices of a year. What fails on the way breaks the file off, so that half of it is not taken for the whole.
fn batches(
    actor: Actor,
    year: InvoiceYear,
) -> impl Stream<Item = Result<Vec<IssuedInvoice>, std::io::Error>> + Send + 'static {
    stream::unfold(Some((actor, year)), |state| async move {
        let (actor, mut year) = state?;
        match actor.more_invoices(&mut year).await {
            Ok(batch) if batch.is_empty() => None,
            Ok(batch) => Some((Ok(batch), Some((actor, year)))),
            Err(problem) => Some((Err(std::io::Error::other(problem)), None)),
        }
    })
}

/// "invoices-acme-inc-2026.zip".
fn year_name(year: &InvoiceYear, end: &str) -> String {
    let whose = Slug::propose(&year.contact_name);
    let dash = if whose.is_empty() { "" } else { "-" };
    format!("invoices{dash}{whose}-{}.{end}", year.year)
}

fn broken(error: &dyn std::error::Error) -> Problem {
    tracing::error!(%error, "an invoice could not be printed");
    Problem::Broken("pdf".into())
}
