//! Invoices for tests.

use teamwork::rules::{
    day::Day,
    id::AppId,
    invoice::{
        Collection, DirectDebit, Document, InvoiceNumber, Line, Party, Seller, SetOff, Tax, Terms, Wish, WishedLine,
        credit,
    },
    moment::Moment,
    money::cost_of_days,
    payment::DebitNotice,
};

/// The seller: a house in Berlin that can be reached.
pub fn seller() -> Seller {
    Seller {
        name: "Burrow Hosting GmbH".into(),
        street: "1 Warren Way".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        vat_number: "DE136695976".into(),
        email: "billing@burrow.example".into(),
        phone: "+49 30 1234567".into(),
        legal: "Managing director: Rita Rabbit. Amtsgericht Charlottenburg, HRB 12345.".into(),
        iban: "DE89370400440532013000".into(),
        bic: "COBADEFFXXX".into(),
        ..Seller::default()
    }
}

/// A day, as it is typed.
pub fn day(text: &str) -> Day {
    Day::of(Moment::parse_day(text).unwrap())
}

/// A line of November 2026.
pub fn line(app: &str, price: i64, from: i64, through: i64) -> Line {
    let first = day("2026-11-01");
    let days = through - from + 1;
    Line {
        app_id: AppId::new(Moment::from_millis(0), [1; 10]),
        app: app.into(),
        plan: "Standard".into(),
        from: first.plus(from - 1),
        through: first.plus(through - 1),
        days,
        of_month: 30,
        price,
        amount: cost_of_days(price, days, 30),
    }
}

/// An invoice of these lines.
pub fn of(seller: &Seller, buyer: Party, lines: Vec<Line>) -> Document {
    let net = lines.iter().map(|line| line.amount).sum();
    let terms = Terms {
        home: &seller.country,
        home_rate: seller.home_rate,
        country: &buyer.country,
        has_vat_number: buyer.vat_number.is_some(),
        day: day("2026-11-30"),
    };
    let tax = Tax::on(net, terms);
    Document {
        number: InvoiceNumber { series: "W".into(), number: 42 },
        issued: day("2026-12-01"),
        due: day("2026-12-15"),
        from: day("2026-11-01"),
        through: day("2026-11-30"),
        currency: "EUR".into(),
        seller: seller.party(),
        legal: seller.legal.clone(),
        bank: seller.bank(),
        buyer,
        lines,
        net,
        total: net + tax.amount,
        tax,
        set_off: Vec::new(),
        collection: None,
        corrects: None,
    }
}

/// An invoice of two lines to a buyer of this name, somewhere.
pub fn to(name: &str, country: &str, vat_number: Option<&str>) -> Document {
    let buyer = Party {
        name: name.into(),
        street: "1 Rabbit Row".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: country.into(),
        vat_number: vat_number.map(str::to_owned),
        email: "invoices@acme.example".into(),
        phone: None,
    };
    of(&seller(), buyer, vec![line("acme-blog", 900, 1, 30), line("acme-shop", 8_900, 21, 30)])
}

/// To a buyer in the seller's country.
pub fn at_home() -> Document {
    to("Acme Inc", "DE", Some("DE987654328"))
}

/// A credit note about so much of the lines of an invoice, by their places.
pub fn correcting(invoice: &Document, lines: &[(i64, Option<i64>)]) -> Document {
    let wished = |(line, amount): &(i64, Option<i64>)| WishedLine { line: *line, amount: *amount, left: None };
    let credited = credit(invoice, &[], &Wish::Lines(lines.iter().map(wished).collect())).unwrap();
    let number = InvoiceNumber { series: "CN".into(), number: 7 };
    credited.document(invoice, number, day("2026-12-09"), "The App was not reachable.".into())
}

/// 20.00 net of the second line of [`at_home`].
pub fn credit_note() -> Document {
    correcting(&at_home(), &[(2, Some(2_000))])
}

/// [`at_home`], charged to a card.
pub fn by_card() -> Document {
    let collection =
        Collection { from: "Visa ending in 4242".into(), last4: "4242".into(), on: day("2026-12-03"), debit: None };
    Document { collection: Some(collection), ..at_home() }
}

/// [`at_home`], debited.
pub fn by_debit() -> Document {
    let notice = DebitNotice { mandate: "WAR-7F3K".into(), creditor: "DE98ZZZ09999999999".into() };
    let collection = Collection {
        from: "SEPA direct debit, IBAN ending in 3000".into(),
        last4: "3000".into(),
        on: day("2026-12-07"),
        debit: Some(DirectDebit { notice, country: "DE".into() }),
    };
    Document { collection: Some(collection), ..at_home() }
}

/// [`at_home`], of which a credit note has paid 11.51.
pub fn partly_paid() -> Document {
    let credit_note = InvoiceNumber { series: "CN".into(), number: 6 };
    Document { set_off: vec![SetOff { credit_note, amount: 1_151 }], ..at_home() }
}
