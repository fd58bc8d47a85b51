//! Invoices as the operator of the house looks at them.

use super::{
    db::Db,
    invoices::{CardRow, PAGE},
};
use crate::rules::{
    day::Day,
    id::InvoiceId,
    invoice::{Document, HouseInvoice, InvoiceNumber},
};

#[derive(sqlx::FromRow)]
struct HouseRow {
    #[sqlx(flatten)]
    card: CardRow,
    buyer: String,
    slug: Option<String>,
}

impl Db {
    /// The open invoices of the house behind a place, the ones due first at the top.
    ///
    /// # Errors
    /// What the engine says, or that a document cannot be read.
    pub async fn open_invoices(
        &self,
        after: (Day, InvoiceId),
        today: Day,
    ) -> sqlx::Result<Vec<(InvoiceId, HouseInvoice)>> {
        #[derive(sqlx::FromRow)]
        struct Placed {
            id: InvoiceId,
            #[sqlx(flatten)]
            row: HouseRow,
        }
        let rows: Vec<Placed> = self
            .read(
                "SELECT i.id, i.series, i.number, i.issued_day, i.due_day, i.from_day, i.to_day, i.currency, i.total,
                        i.balance, i.credited, i.state, i.document, i.buyer, c.slug
                 FROM invoices i LEFT JOIN companies c ON c.id = i.company_id
                 WHERE i.state = 'open' AND (i.due_day, i.id) > ($1, $2) ORDER BY i.due_day, i.id LIMIT $3",
            )
            .bind(after.0)
            .bind(after.1)
            .bind(PAGE + 1)
            .all()
            .await?;
        let told = |placed: Placed| {
            let HouseRow { card, buyer, slug } = placed.row;
            Ok((placed.id, HouseInvoice { card: card.card(today)?, buyer, company: slug }))
        };
        rows.into_iter().map(told).collect()
    }

    /// An invoice as the operator looks at it, its lines, and whether a card is charged for it.
    ///
    /// # Errors
    /// What the engine says, or that the document cannot be read.
    pub async fn house_invoice(
        &self,
        number: &InvoiceNumber,
        today: Day,
    ) -> sqlx::Result<Option<(InvoiceId, HouseInvoice, Document, bool)>> {
        #[derive(sqlx::FromRow)]
        struct Whole {
            id: InvoiceId,
            document: String,
            charging: bool,
            #[sqlx(flatten)]
            row: HouseRow,
        }
        let whole: Option<Whole> = self
            .read(
                "SELECT i.id, i.document, i.series, i.number, i.issued_day, i.due_day, i.from_day, i.to_day, i.currency,
                        i.total, i.balance, i.credited, i.state, i.buyer, c.slug,
                        EXISTS (SELECT 1 FROM charges h WHERE h.invoice_id = i.id AND h.state = 'begun') AS charging
                 FROM invoices i LEFT JOIN companies c ON c.id = i.company_id WHERE i.series = $1 AND i.number = $2",
            )
            .bind(number.series.clone())
            .bind(number.number)
            .maybe()
            .await?;
        let Some(Whole { id, document, charging, row: HouseRow { card, buyer, slug } }) = whole else {
            return Ok(None);
        };
        let document = serde_json::from_str(&document).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Some((id, HouseInvoice { card: card.card(today)?, buyer, company: slug }, document, charging)))
    }
}
