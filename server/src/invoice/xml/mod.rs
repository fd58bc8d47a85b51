//! The invoice as data: EN 16931 in the syntax of UN/CEFACT (Cross Industry Invoice, D16B). It is an XRechnung when the
//! seller can be reached by telephone and e-mail, which XRechnung wants and the European standard does not.
//!
//! Of the two syntaxes it is this one, because it is also what stands inside of a PDF (Factur-X, ZUGFeRD). It says what was
//! issued and not what became of it. A credit note has the amounts of what it takes back, and its type says which way they go.

mod tree;
mod vat;

use teamwork::rules::{
    day::Day,
    invoice::{BankAccount, Collection, Correction, Document, Line, Party},
    money::write_amount,
};

use self::{
    tree::Tree,
    vat::{Category, rate},
};

const SPACES: &str = "xmlns:rsm=\"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100\" \
    xmlns:ram=\"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100\" \
    xmlns:udt=\"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100\"";
/// Of credit notes alone, which name the day of what they correct.
const QUALIFIED: &str = " xmlns:qdt=\"urn:un:unece:uncefact:data:standard:QualifiedDataType:100\"";
const EN_16931: &str = "urn:cen.eu:en16931:2017";
const XRECHNUNG: &str = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0";
const PROCESS: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
/// An invoice for money, and what takes some of it back (UNTDID 1001).
const INVOICE: &str = "380";
const CREDIT_NOTE: &str = "381";
/// A transfer in euros and another one, a card, a direct debit in euros, and what two owe each other (UNTDID 4461).
const SEPA: &str = "58";
const TRANSFER: &str = "30";
const CARD: &str = "48";
const SEPA_DEBIT: &str = "59";
const CLEARING: &str = "97";
/// A day (UN/ECE Recommendation 20).
const DAY: &str = "unitCode=\"DAY\"";
/// A piece of whatever it is.
const ONE: &str = "unitCode=\"C62\"";
/// What becomes of a credit note (BT-20).
const GIVEN: &str = "Set off against open invoices and the next one, or paid back.";

/// The file.
pub fn write(document: &Document) -> String {
    let mut tree = Tree::new();
    let spaces = format!("{SPACES}{}", if document.corrects.is_some() { QUALIFIED } else { "" });
    tree.within("rsm:CrossIndustryInvoice", &spaces, |tree| {
        tree.of("rsm:ExchangedDocumentContext", |tree| {
            tree.of("ram:BusinessProcessSpecifiedDocumentContextParameter", |tree| tree.text("ram:ID", PROCESS));
            let guideline = if is_xrechnung(document) { XRECHNUNG } else { EN_16931 };
            tree.of("ram:GuidelineSpecifiedDocumentContextParameter", |tree| tree.text("ram:ID", guideline));
        });
        tree.of("rsm:ExchangedDocument", |tree| {
            tree.text("ram:ID", &document.number.to_string());
            tree.text("ram:TypeCode", if document.corrects.is_some() { CREDIT_NOTE } else { INVOICE });
            tree.of("ram:IssueDateTime", |tree| day(tree, document.issued));
            if let Some(Correction { reason, .. }) = &document.corrects {
                tree.of("ram:IncludedNote", |tree| tree.text("ram:Content", reason));
            }
            if !document.legal.is_empty() {
                tree.of("ram:IncludedNote", |tree| tree.text("ram:Content", &document.legal));
            }
        });
        tree.of("rsm:SupplyChainTradeTransaction", |tree| transaction(tree, document));
    });
    tree.finish()
}

/// How it is called inside of a PDF.
pub fn file_name(document: &Document) -> &'static str {
    if is_xrechnung(document) { "xrechnung.xml" } else { "factur-x.xml" }
}

fn is_xrechnung(document: &Document) -> bool {
    let Party { email, phone, postal_code, .. } = &document.seller;
    phone.is_some()
        && [email, postal_code, &document.buyer.postal_code].iter().all(|part| !part.is_empty())
        && (document.bank.is_some() || document.collection.is_some() || document.corrects.is_some())
}

fn transaction(tree: &mut Tree, document: &Document) {
    let category = Category::of(document);
    for (at, billed) in document.lines.iter().enumerate() {
        tree.of("ram:IncludedSupplyChainTradeLineItem", |tree| line(tree, document, category, at + 1, billed));
    }
    tree.of("ram:ApplicableHeaderTradeAgreement", |tree| {
        // Whoever wants a word of their own here has told nobody; XRechnung wants one (BT-10).
        tree.text("ram:BuyerReference", &document.buyer.name);
        tree.of("ram:SellerTradeParty", |tree| seller(tree, document, category));
        tree.of("ram:BuyerTradeParty", |tree| party(tree, &document.buyer, category));
    });
    tree.of("ram:ApplicableHeaderTradeDelivery", |_| {});
    tree.of("ram:ApplicableHeaderTradeSettlement", |tree| settlement(tree, document, category));
}

/// So many days at the price of a month for the days of a month: what a line costs is the exact share, rounded half up. A
/// credit note takes an amount of a line back, whatever its days are.
fn line(tree: &mut Tree, document: &Document, category: Category, number: usize, line: &Line) {
    let takes_back = document.corrects.is_some();
    tree.of("ram:AssociatedDocumentLineDocument", |tree| tree.text("ram:LineID", &number.to_string()));
    tree.of("ram:SpecifiedTradeProduct", |tree| {
        tree.text("ram:Name", &format!("{}, {}", line.app, line.plan));
        let days = format!("{} of {} days", line.days, line.of_month);
        let what = if takes_back { "credited of" } else { "at" };
        tree.text("ram:Description", &format!("{days} {what} the price of a month"));
    });
    tree.of("ram:SpecifiedLineTradeAgreement", |tree| {
        tree.of("ram:NetPriceProductTradePrice", |tree| {
            tree.text("ram:ChargeAmount", &write_amount(if takes_back { line.amount } else { line.price }));
            let (unit, base) = if takes_back { (ONE, 1) } else { (DAY, line.of_month) };
            tree.text_with("ram:BasisQuantity", unit, &base.to_string());
        });
    });
    tree.of("ram:SpecifiedLineTradeDelivery", |tree| {
        let (unit, quantity) = if takes_back { (ONE, 1) } else { (DAY, line.days) };
        tree.text_with("ram:BilledQuantity", unit, &quantity.to_string());
    });
    tree.of("ram:SpecifiedLineTradeSettlement", |tree| {
        tree.of("ram:ApplicableTradeTax", |tree| {
            tree.text("ram:TypeCode", "VAT");
            tree.text("ram:CategoryCode", category.code());
            // Outside of the tax a line has none (BR-O-05), though the sum below has to say 0 (BR-DE-14).
            if category.names_numbers() {
                tree.text("ram:RateApplicablePercent", &rate(document));
            }
        });
        period(tree, line.from, line.through);
        tree.of("ram:SpecifiedTradeSettlementLineMonetarySummation", |tree| {
            tree.text("ram:LineTotalAmount", &write_amount(line.amount));
        });
    });
}

fn seller(tree: &mut Tree, document: &Document, category: Category) {
    let Party { name, email, phone, vat_number, .. } = &document.seller;
    if !category.names_numbers() || vat_number.is_none() {
        // Somehow a seller has to be told from others (BR-CO-26); without VAT the number may stand here alone.
        let iban = document.bank.as_ref().map(|bank| bank.iban.as_str());
        tree.text("ram:ID", vat_number.as_deref().or(iban).unwrap_or(name));
    }
    tree.text("ram:Name", name);
    if phone.is_some() || !email.is_empty() {
        tree.of("ram:DefinedTradeContact", |tree| {
            tree.text("ram:PersonName", name);
            if let Some(phone) = phone {
                tree.of("ram:TelephoneUniversalCommunication", |tree| tree.text("ram:CompleteNumber", phone));
            }
            if !email.is_empty() {
                tree.of("ram:EmailURIUniversalCommunication", |tree| tree.text("ram:URIID", email));
            }
        });
    }
    address_and_numbers(tree, &document.seller, category);
}

fn party(tree: &mut Tree, party: &Party, category: Category) {
    tree.text("ram:Name", &party.name);
    address_and_numbers(tree, party, category);
}

fn address_and_numbers(tree: &mut Tree, party: &Party, category: Category) {
    tree.of("ram:PostalTradeAddress", |tree| {
        tree.text("ram:PostcodeCode", &party.postal_code);
        tree.text("ram:LineOne", &party.street);
        tree.text("ram:CityName", &party.city);
        tree.text("ram:CountryID", &party.country);
    });
    if !party.email.is_empty() {
        tree.of("ram:URIUniversalCommunication", |tree| {
            tree.text_with("ram:URIID", "schemeID=\"EM\"", &party.email);
        });
    }
    if let Some(number) = party.vat_number.as_deref().filter(|_| category.names_numbers()) {
        tree.of("ram:SpecifiedTaxRegistration", |tree| tree.text_with("ram:ID", "schemeID=\"VA\"", number));
    }
}

fn settlement(tree: &mut Tree, document: &Document, category: Category) {
    let currency = &document.currency;
    let debit = document.collection.as_ref().and_then(|collection| collection.debit.as_ref());
    tree.text("ram:CreditorReferenceID", debit.map_or("", |debit| &debit.notice.creditor));
    tree.text("ram:PaymentReference", &document.number.to_string());
    tree.text("ram:InvoiceCurrencyCode", currency);
    if document.corrects.is_some() {
        tree.of("ram:SpecifiedTradeSettlementPaymentMeans", |tree| tree.text("ram:TypeCode", CLEARING));
    } else if let Some(collection) = &document.collection {
        tree.of("ram:SpecifiedTradeSettlementPaymentMeans", |tree| collected(tree, collection));
    } else if let Some(bank) = &document.bank {
        tree.of("ram:SpecifiedTradeSettlementPaymentMeans", |tree| account(tree, bank, currency));
    }
    tree.of("ram:ApplicableTradeTax", |tree| {
        tree.text("ram:CalculatedAmount", &write_amount(document.tax.amount));
        tree.text("ram:TypeCode", "VAT");
        tree.text("ram:ExemptionReason", category.reason());
        tree.text("ram:BasisAmount", &write_amount(document.net));
        tree.text("ram:CategoryCode", category.code());
        tree.text("ram:ExemptionReasonCode", category.reason_code());
        tree.text("ram:RateApplicablePercent", &rate(document));
    });
    period(tree, document.from, document.through);
    tree.of("ram:SpecifiedTradePaymentTerms", |tree| match &document.corrects {
        Some(_) => tree.text("ram:Description", GIVEN),
        None => {
            tree.text("ram:Description", &document.collection.as_ref().map(Collection::sentence).unwrap_or_default());
            tree.of("ram:DueDateDateTime", |tree| day(tree, document.due));
            tree.text("ram:DirectDebitMandateID", debit.map_or("", |debit| &debit.notice.mandate));
        }
    });
    tree.of("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |tree| {
        tree.text("ram:LineTotalAmount", &write_amount(document.net));
        tree.text("ram:TaxBasisTotalAmount", &write_amount(document.net));
        let whose =
            format!("currencyID=\"{}\"", currency.chars().filter(char::is_ascii_alphabetic).collect::<String>());
        tree.text_with("ram:TaxTotalAmount", &whose, &write_amount(document.tax.amount));
        tree.text("ram:GrandTotalAmount", &write_amount(document.total));
        let payable = document.payable();
        if payable != document.total {
            tree.text("ram:TotalPrepaidAmount", &write_amount(document.total - payable));
        }
        tree.text("ram:DuePayableAmount", &write_amount(payable));
    });
    if let Some(Correction { invoice, issued, .. }) = &document.corrects {
        tree.of("ram:InvoiceReferencedDocument", |tree| {
            tree.text("ram:IssuerAssignedID", &invoice.to_string());
            tree.of("ram:FormattedIssueDateTime", |tree| day_in(tree, "qdt:DateTimeString", *issued));
        });
    }
}

/// A card has no more than its last digits here (BR-51).
fn collected(tree: &mut Tree, collection: &Collection) {
    tree.text("ram:TypeCode", if collection.debit.is_some() { SEPA_DEBIT } else { CARD });
    match collection.masked_iban() {
        Some(iban) => tree.of("ram:PayerPartyDebtorFinancialAccount", |tree| tree.text("ram:IBANID", &iban)),
        None => {
            tree.of("ram:ApplicableTradeSettlementFinancialCard", |tree| tree.text("ram:ID", &collection.last4));
        }
    }
}

fn account(tree: &mut Tree, bank: &BankAccount, currency: &str) {
    tree.text("ram:TypeCode", if currency == "EUR" { SEPA } else { TRANSFER });
    tree.of("ram:PayeePartyCreditorFinancialAccount", |tree| {
        tree.text("ram:IBANID", &bank.iban);
        tree.text("ram:AccountName", &bank.holder);
    });
    if !bank.bic.is_empty() {
        tree.of("ram:PayeeSpecifiedCreditorFinancialInstitution", |tree| tree.text("ram:BICID", &bank.bic));
    }
}

fn period(tree: &mut Tree, from: Day, through: Day) {
    tree.of("ram:BillingSpecifiedPeriod", |tree| {
        tree.of("ram:StartDateTime", |tree| day(tree, from));
        tree.of("ram:EndDateTime", |tree| day(tree, through));
    });
}

/// Year, month and day without anything between them (UNTDID 2379).
fn day(tree: &mut Tree, day: Day) {
    day_in(tree, "udt:DateTimeString", day);
}

fn day_in(tree: &mut Tree, name: &'static str, day: Day) {
    tree.text_with(name, "format=\"102\"", &day.start().to_iso_day().replace('-', ""));
}

#[cfg(test)]
mod tests;
