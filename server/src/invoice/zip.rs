//! A year of invoices and credit notes as one archive: each on paper and as data, and the table of all of them. It is written while it is
//! read: what is in memory is one invoice, and the rows.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use teamwork::{
    acts::IssuedInvoice,
    rules::{day::Day, invoice::Document},
};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    result::ZipError,
    write::{SimpleFileOptions, StreamWriter},
};

use super::{csv, pdf, xml};

/// Why an archive breaks off.
#[derive(Debug, thiserror::Error)]
pub enum Unpacked {
    #[error(transparent)]
    Unprinted(#[from] pdf::Unprinted),
    #[error("the archive could not be written: {0}")]
    Zip(#[from] ZipError),
    #[error("the archive could not be written: {0}")]
    Write(#[from] io::Error),
}

/// What was written and not yet sent.
#[derive(Clone, Default)]
struct Basket(Arc<Mutex<Vec<u8>>>);

impl Basket {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.bytes())
    }
}

impl Write for Basket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive that is being written.
pub struct Archive {
    zip: ZipWriter<StreamWriter<Basket>>,
    basket: Basket,
    rows: String,
    /// When the last invoice so far was issued.
    last: Day,
}

impl Default for Archive {
    fn default() -> Self {
        let basket = Basket::default();
        Self { zip: ZipWriter::new_stream(basket.clone()), basket, rows: csv::head(), last: Day(0) }
    }
}

impl Archive {
    /// Adds an invoice; answers what of the archive can be sent.
    ///
    /// # Errors
    /// When the invoice cannot be printed.
    pub fn add(&mut self, invoice: &IssuedInvoice) -> Result<Vec<u8>, Unpacked> {
        let IssuedInvoice { document, state, balance } = invoice;
        self.rows += &csv::line(document, *state, *balance);
        self.last = document.issued;
        // What is compressed already becomes no shorter.
        self.file(&name(document, "pdf"), CompressionMethod::Stored, &pdf::write(document)?)?;
        self.file(&name(document, "xml"), CompressionMethod::Deflated, xml::write(document).as_bytes())?;
        Ok(self.basket.take())
    }

    /// Adds the table under this name; answers the rest of the archive.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn finish(mut self, table: &str) -> Result<Vec<u8>, Unpacked> {
        let rows = std::mem::take(&mut self.rows);
        self.file(table, CompressionMethod::Deflated, rows.as_bytes())?;
        self.zip.finish()?;
        Ok(self.basket.take())
    }

    fn file(&mut self, name: &str, method: CompressionMethod, bytes: &[u8]) -> Result<(), Unpacked> {
        let (year, month, day) = self.last.calendar();
        let date = DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(date);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)?;
        Ok(())
    }
}

/// The name of the file of an invoice.
pub fn name(document: &Document, end: &str) -> String {
    format!("{}.{end}", document.number)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use teamwork::rules::invoice::InvoiceState;
    use zip::ZipArchive;

    use super::*;
    use crate::invoice::samples;

    fn archive() -> Vec<u8> {
        let (mut archive, mut bytes) = (Archive::default(), Vec::new());
        for number in 1..=3 {
            let mut document = samples::at_home();
            document.number.number = number;
            let issued = IssuedInvoice { document, state: InvoiceState::Open, balance: number };
            let part = archive.add(&issued).unwrap();
            assert!(!part.is_empty(), "what is done is sent at once");
            bytes.extend(part);
        }
        bytes.extend(archive.finish("invoices.csv").unwrap());
        bytes
    }

    #[test]
    fn a_year_holds_each_invoice_twice_and_the_table() {
        let bytes = archive();
        assert_eq!(bytes, archive(), "the same year is the same bytes");
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let files = ["W-000001.pdf", "W-000001.xml", "W-000002.pdf", "W-000002.xml", "W-000003.pdf", "W-000003.xml"];
        assert_eq!(names, [&files[..], &["invoices.csv"]].concat());
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        let mut second = samples::at_home();
        second.number.number = 2;
        assert_eq!(read("W-000002.xml"), xml::write(&second).into_bytes());
        assert_eq!(read("W-000002.pdf"), pdf::write(&second).unwrap());
        let table = String::from_utf8(read("invoices.csv")).unwrap();
        assert_eq!(table.lines().count(), 4);
        assert!(table.ends_with(",0.03,open,invoice,\r\n"), "{table}");
    }
}
