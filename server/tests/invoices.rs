//! Invoices and credit notes as files: what they are called, what is in them, and the ways to them.

use std::io::{Cursor, Read};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, header},
};
use teamwork::{
    acts::Operator,
    letters::Letter,
    rules::moment::{DAY, MINUTE},
};
use tower::ServiceExt;

use crate::house::*;

/// The bytes as they are sent.
async fn file(house: &House, path: &str) -> (HeaderMap, Vec<u8>) {
    let request = house.request(Method::GET, path, Some(ADA)).header(header::ACCEPT_ENCODING, "gzip, br");
    let answer = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let (parts, body) = answer.into_parts();
    (parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

#[tokio::test]
async fn files_say_what_they_are_and_a_year_holds_all_of_them() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let archive = house.fill("/c/acme/billing/{owing_contact}/invoices/2026");
        let mailed = house.fill("/invoices/{invoice_link}");
        let mut known = Vec::new();
        for (path, kind, name) in [
            ("/c/acme/invoices/W-000001/pdf".to_owned(), "application/pdf", "W-000001.pdf"),
            (format!("{mailed}/pdf"), "application/pdf", "W-000001.pdf"),
            (format!("{archive}/zip"), "application/zip", "invoices-acme-cellar-2026.zip"),
        ] {
            let (headers, bytes) = file(&house, &path).await;
            assert_eq!(headers[header::CONTENT_TYPE], kind);
            assert_eq!(headers[header::CONTENT_DISPOSITION], format!("attachment; filename=\"{name}\""));
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
            assert!(!headers.contains_key(header::CONTENT_ENCODING), "{path} is compressed already");
            known.push(bytes);
        }
        assert!(known[0].starts_with(b"%PDF-") && known[0] == known[1]);
        let xml = house.get(Some(ADA), "/c/acme/invoices/W-000001/xml").await;
        assert_eq!(xml.header(header::CONTENT_TYPE), Some("application/xml"));
        assert!(xml.body.contains("<ram:Name>Acme Cellar</ram:Name>"), "{}", xml.body);
        assert_eq!(house.get(NOBODY, &format!("{mailed}/xml")).await.body, xml.body);
        let table = house.get(Some(ADA), &format!("{archive}/csv")).await;
        assert_eq!(table.header(header::CONTENT_TYPE), Some("text/csv; charset=utf-8"));
        let rows: Vec<&str> = table.body.lines().collect();
        assert!(rows.len() == 2 && rows[1].starts_with("W-000001,2026-11-21,"), "{}", table.body);

        let mut zip = zip::ZipArchive::new(Cursor::new(known.pop().unwrap())).unwrap();
        let mut within = |name: &str| {
            let mut bytes = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        assert_eq!(within("W-000001.pdf"), known[0]);
        assert_eq!(within("W-000001.xml"), xml.body.into_bytes());
        assert_eq!(within("invoices-acme-cellar-2026.csv"), table.body.into_bytes());
        house.close().await;
    }
}

#[tokio::test]
async fn pages_lead_to_the_files_and_stand_under_billing() {
    let house = House::open().await;
    let page = house.get(Some(ADA), "/c/acme/invoices/W-000001").await.body;
    for way in ["/c/acme/invoices/W-000001/pdf", "/c/acme/invoices/W-000001/xml"] {
        assert!(page.contains(&format!("href=\"{way}\"")), "{way}");
    }
    let tab = page.split("<a class=\"tabs__item\"").find(|part| part.contains(">Billing<")).unwrap();
    assert!(tab.contains("aria-current=\"page\""), "{tab}");
    let archive = house.fill("/c/acme/billing/{owing_contact}/invoices");
    let page = house.get(Some(ADA), &archive).await.body;
    assert!(page.contains(&format!("{archive}/2026/zip")) && page.contains("Download 2026"));
    // Each row has its files and names its Apps, and both pages lead back.
    for part in ["PDF of W-000001", "href=\"/c/acme/invoices/W-000001/xml\"", ">acme-shop<", "href=\"/c/acme/billing\""]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let one = house.get(Some(ADA), "/c/acme/invoices/W-000001").await.body;
    assert!(one.contains(&format!("href=\"{archive}\"")), "{one}");
    // The newest stands where one looks first (ux.md, 5).
    let billing = house.get(Some(ADA), "/c/acme/billing").await.body;
    assert!(billing.contains("Newest invoice") && billing.contains("PDF of W-000001"), "{billing}");
    let mailed = house.fill("/invoices/{invoice_link}");
    let page = house.get(NOBODY, &mailed).await.body;
    assert!(page.contains(&format!("{mailed}/pdf")) && page.contains(&format!("{mailed}/xml")));
    let end = house.get(Some(ADA), "/c/acme/delete").await.body;
    assert!(end.contains("W-000001: ") && end.contains("due on 5 Dec 2026"), "S3");
    house.close().await;
}

/// E70: a link that has expired opens no file either; who clicked reads it on a page.
#[tokio::test]
async fn an_expired_link_opens_no_file() {
    let house = House::open().await;
    house.clock.forward(60 * DAY);
    let path = house.fill("/invoices/{invoice_link}/pdf");
    assert_eq!(house.get(NOBODY, &path).await.status, 410);
    let request = house.request(Method::GET, &path, NOBODY).header(header::ACCEPT, "text/html");
    let page = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((page.status, page.header(header::CONTENT_TYPE)), (410, Some("text/html; charset=utf-8")));
    house.close().await;
}

/// E68: whoever is debited reads when and by which mandate, on the page and in the data, and is asked for no transfer.
#[tokio::test]
async fn what_is_debited_is_not_asked_for_again() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let contact = house.facts["owing_contact"].clone();
        Operator::of_the_house(&house.warren).set_setting("seller_creditor", "DE98ZZZ09999999999").await.unwrap();
        let form = format!("slug=acme&contact={contact}&version=1&means=sepa");
        let gone = house.post(Some(ADA), &format!("/c/acme/billing/{contact}"), "enter_card", &form).await;
        let provider = gone.location().unwrap().trim_start_matches(BASE).to_owned();
        let chosen = house.request(Method::POST, &provider, NOBODY).header(header::CONTENT_TYPE, FORM);
        assert_eq!(house.send(chosen.body(Body::from("bank=debits")).unwrap()).await.status, 303);
        house.clock.forward(MINUTE);
        house.warren.tend_payments().await.unwrap();
        house.clock.forward(12 * DAY);
        house.warren.bill().await.unwrap();

        let mails = house.warren.mailbox(None).await.unwrap();
        let debited = mails.iter().find(|mail| matches!(mail.letter, Letter::Invoice { debit: Some(_), .. }));
        let link = house.warren.secret_link(&debited.unwrap().letter).unwrap();
        let mailed = &link[link.find("/invoices/").unwrap()..];
        let page = house.get(NOBODY, mailed).await.body;
        for told in ["Charged to", "SEPA direct debit, IBAN ending in 3000, on ", "of the creditor DE98ZZZ09999999999"]
        {
            assert!(page.contains(told), "{told}");
        }
        assert!(!page.contains("Pay by bank transfer") && !page.contains("DE89370400440532013000"));
        let xml = house.get(NOBODY, &format!("{mailed}/xml")).await.body;
        for told in ["<ram:TypeCode>59<", "<ram:DirectDebitMandateID>", "<ram:CreditorReferenceID>DE98ZZZ09999999999<"]
        {
            assert!(xml.contains(told), "{told}: {xml}");
        }
        assert!(xml.contains("<ram:IBANID>DE00XXXXXXXX3000<") && !xml.contains("PayeePartyCreditor"), "{xml}");
        house.close().await;
    }
}

/// A credit note stands beside its invoice: in the archive, on both pages, in the files of the year, behind its own link.
#[tokio::test]
async fn a_credit_note_is_a_document_like_its_invoice() {
    let house = House::open().await;
    let shell = Operator::of_the_house(&house.warren);
    shell.record_payment("W-000001", "1.00").await.unwrap();
    shell.credit_invoice("W-000001", &[], "The <App> was away").await.unwrap();
    let page = house.get(Some(ADA), "/c/acme/invoices/CN-000001").await.body;
    for there in ["Credit note CN-000001", "href=\"/c/acme/invoices/W-000001\"", "The &lt;App&gt; was away", "1.00 EUR"]
    {
        assert!(page.contains(there), "{there}: {page}");
    }
    assert!(!page.contains("Pay by bank transfer"));
    let invoice = house.get(Some(ADA), "/c/acme/invoices/W-000001").await.body;
    assert!(invoice.contains("href=\"/c/acme/invoices/CN-000001\"") && invoice.contains(">Credited<"), "{invoice}");
    let archive = house.fill("/c/acme/billing/{owing_contact}/invoices");
    let list = house.get(Some(ADA), &archive).await.body;
    assert!(list.contains(">CN-000001<") && list.contains("Corrects invoice W-000001"), "{list}");
    let tab = house.get(Some(ADA), &format!("{archive}?tab=credit_notes")).await.body;
    assert!(tab.contains(">CN-000001<") && !tab.contains(">W-000001<"), "{tab}");

    let xml = house.get(Some(ADA), "/c/acme/invoices/CN-000001/xml").await.body;
    assert!(
        xml.contains("<ram:TypeCode>381</ram:TypeCode>") && xml.contains("W-000001</ram:IssuerAssignedID>"),
        "{xml}"
    );
    let (headers, paper) = file(&house, "/c/acme/invoices/CN-000001/pdf").await;
    assert!(
        headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("CN-000001.pdf") && paper.starts_with(b"%PDF-")
    );
    let table = house.get(Some(ADA), &format!("{archive}/2026/csv")).await.body;
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows.len() == 3 && rows[1].contains(",0.00,credited,invoice,"), "{table}");
    assert!(rows[2].starts_with("CN-000001,") && rows[2].ends_with(",-1.00,open,credit_note,W-000001"), "{table}");
    let (_, zip) = file(&house, &format!("{archive}/2026/zip")).await;
    let zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().any(|name| name == "CN-000001.xml"), "{names:?}");

    let mails = house.warren.mailbox(None).await.unwrap();
    let link = mails.iter().find_map(|mail| house.warren.secret_link(&mail.letter)).unwrap();
    let mailed = &link[link.find("/invoices/").unwrap()..];
    let seen = house.get(NOBODY, mailed).await.body;
    assert!(seen.contains("Credit note CN-000001") && !seen.contains("/c/acme/"), "no way into the archive: {seen}");
    assert_eq!(house.get(NOBODY, &format!("{mailed}/xml")).await.body, xml);
    house.close().await;
}
