//! What a client agrees to, and what a month costs them with tax: what they read, are mailed, and what is kept of it.

use teamwork::{
    acts::{Operator, Visitor},
    letters::Letter,
    rules::{
        log::Event,
        log_filter::LogFilter,
        request::{Client, SellerTax},
    },
};

use super::{ANA, accept, elsewhere, offer, own_trial};
use crate::house::{KEVIN, MALLORY, each_engine};

/// When, and to which terms: by the name the operator gave them, or by the digest of what stood above the button.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_agreed_to_is_kept_with_the_acceptance() {
    each_engine(async |house| {
        let operator = Operator::of_the_house(&house.warren);
        let digest = "sha256:12ea416eb4abd5c56d6f7bf1fd91bd7b0e27550954c684b415a07a1738341648";
        let named = "of November 2026, https://warren.example/terms";
        for (round, (terms, kept)) in [("", digest), (named, named)].into_iter().enumerate() {
            operator.set_setting("terms_version", terms).await.unwrap();
            let app = format!("app-{round}-x");
            house.kevin().await.start_personal_trial(&app).await.unwrap();
            let (id, secret) = offer(house, KEVIN, &app, &format!("ana{round}@cafe.example")).await;
            let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
            assert_eq!(view.terms, terms, "they read which");
            let owns = accept(house, &secret).await.unwrap();
            let client = house.recognise(&owns.session.unwrap().secret).await.unwrap();
            let filter = LogFilter::default();
            let entries = client.activity(&owns.slug, &filter, None).await.unwrap().lines;
            let entry = entries.iter().find(|line| line.event == Event::TermsAccepted).unwrap();
            assert_eq!((entry.after.as_deref(), entry.target.as_deref()), (Some(kept), Some(id.to_string().as_str())));
            assert_eq!(entry.at, house.warren.now());
            assert_eq!(entry.sentence, "Ana Alba agreed to the terms of service");
        }
    })
    .await;
}

/// "What it costs with tax": by the country of who pays, in the mail and on the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_reads_what_a_month_costs_with_tax() {
    each_engine(async |house| {
        Operator::of_the_house(&house.warren).set_setting("seller_country", "DE").await.unwrap();
        let (_, secret) = own_trial(house).await;
        let view = Visitor::Guest(house.guest()).look_at_request(&secret).await.unwrap();
        let home = SellerTax { country: "DE".into(), rate: 1_900 };
        assert_eq!((&view.vat, view.offer.total.amount), (&home, 900));
        let asked = house.letters_to(ANA).await;
        assert!(asked.iter().any(|letter| matches!(letter, Letter::PaymentRequest { vat, .. } if *vat == home)), "M11");
        let accepted = accept(house, &secret).await.unwrap();
        let words = "10.80 EUR with 20 % VAT in Austria";
        let told = house.letters_to(ANA).await.into_iter().find_map(|letter| match letter {
            Letter::NowYours { price, .. } => price,
            _ => None,
        });
        assert_eq!(told.map(|price| price.to_string()).as_deref(), Some(words), "M13");
        let ana = house.recognise(&accepted.session.unwrap().secret).await.unwrap();
        let price = ana.look_at_handover(&secret).await.unwrap().price;
        assert_eq!(price.map(|price| price.to_string()).as_deref(), Some(words));

        house.kevin().await.start_personal_trial("app-y").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-y", MALLORY.email).await;
        elsewhere(house).await;
        house.database.run("UPDATE billing_contacts SET country = 'FR', vat_number = 'FR40303265045'").await;
        let view = Visitor::Person(house.mallory().await).look_at_request(&secret).await.unwrap();
        let Client::Invited { companies, .. } = view.reader else { panic!("{:?}", view.reader) };
        let price = companies[0].payers[0].price.as_ref().map(ToString::to_string);
        assert_eq!(price.as_deref(), Some("9.00 EUR without VAT, for which you account yourself (reverse charge)"));
    })
    .await;
}
