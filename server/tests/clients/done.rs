//! "Done. You own app-x.": what a client reads where they land.

use super::{DETAILS, Waiting};
use crate::house::*;

/// What stands beside a term, as it is read.
fn beside(page: &str, term: &str) -> String {
    let (_, rest) = page.split_once(&format!(">{term}</dt>")).unwrap_or_else(|| panic!("no {term}: {page}"));
    let (value, _) = rest.split_once("</dd>").unwrap();
    let texts = value.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// E64, for a seller in Berlin and 29.00 EUR net: 19 % at home, whether or not there is a VAT number; elsewhere in the EU 20 % in
/// Austria without one, and reverse charge with one; nothing outside of it.
#[tokio::test]
async fn a_client_reads_what_a_month_costs_with_the_tax_of_their_country() {
    for (country, number, costs) in [
        ("DE", "", "34.51 EUR with 19 % VAT in Germany"),
        ("DE", "DE136695976", "34.51 EUR with 19 % VAT in Germany"),
        ("AT", "", "34.80 EUR with 20 % VAT in Austria"),
        ("FR", "FR40303265045", "29.00 EUR without VAT, for which you account yourself (reverse charge)"),
        ("CH", "", "29.00 EUR without VAT in Switzerland"),
    ] {
        let waiting = Waiting::on(Engine::Sqlite).await;
        let details = DETAILS.replace("country=DE", &format!("country={country}&vat_number={number}"));
        let form = format!("secret={}&{details}", waiting.secret);
        let done = waiting.house.act(NOBODY, "accept_request", &form).await;
        assert_eq!(done.status, 200, "{country}: {}", done.body);
        let page = waiting.page_with(&done.session().unwrap()).await.body;
        assert_eq!(beside(&page, "Price a month"), format!("{costs} Billed by the day."), "{country} {number}");
        waiting.house.close().await;
    }
}
