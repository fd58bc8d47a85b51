//! Numbers that the countries, or those who wrote about their rules, have published.

use super::*;

fn judge(country: &str, number: &str) -> Result<Option<String>, Why> {
    vat_number(number, Some(country)).map_err(|flaw| flaw.why)
}

#[rustfmt::skip]
const RIGHT: &[(&str, &str)] = &[
    ("AT", "ATU13585627"), ("BE", "BE0428759497"), ("BE", "BE 0411.905.847"), ("BG", "BG175074752"),
    ("CH", "CHE-107.787.577 IVA"), ("CH", "CHE-116.281.710 MWST"), ("CY", "CY10259033P"), ("CZ", "CZ25123891"),
    ("DE", "DE 136,695 976"), ("DE", "DE136695976"), ("DE", "DE123456788"), ("DK", "DK 13585628"), ("DK", "DK88146328"),
    ("EE", "EE100931558"), ("ES", "ES54362315K"), ("ES", "ESX2482300W"), ("ES", "ESJ99216582"), ("ES", "ESB58378431"),
    ("ES", "ESA28015865"), ("FI", "FI20774740"), ("FR", "FR40303265045"), ("FR", "FR83404833048"),
    ("FR", "FRK7399859412"), ("FR", "FR4Z123456782"), ("GB", "GB980780684"), ("GB", "XI980780684"), ("GB", "GBGD123"),
    ("GR", "EL094259216"), ("GR", "GR 094259216"), ("HR", "HR33392005961"), ("HU", "HU12892312"), ("IE", "IE6433435F"),
    ("IE", "IE6433435OA"), ("IE", "IE8D79739I"), ("IE", "IE 3628739 UA"), ("IM", "GB003000000"), ("IT", "IT00743110157"),
    ("LT", "LT119511515"), ("LT", "LT100001919017"), ("LU", "LU15027442"), ("LV", "LV40003521600"), ("MC", "FR53000004605"),
    ("MT", "MT11679112"), ("NL", "NL004495445B01"), ("NL", "NL000099998B57"), ("NL", "NL 1234.56.782.B.12"),
    ("PL", "PL8567346215"), ("PT", "PT501964843"), ("RO", "RO18547290"), ("SE", "SE556188840401"), ("SI", "SI50223054"),
    ("SK", "SK2022749619"),
];

#[test]
fn published_numbers_are_taken() {
    for (country, number) in RIGHT {
        let number = number.replace(',', "");
        let answer = judge(country, &number);
        assert!(matches!(answer, Ok(Some(_))), "{country} {number}: {answer:?}");
    }
}

#[test]
fn a_slip_of_one_digit_is_found_where_the_rule_is_published() {
    let checked = ["AT", "BE", "DE", "DK", "ES", "FI", "IE", "IT", "LU", "PL", "PT", "SE"];
    for (country, number) in RIGHT.iter().filter(|(country, _)| checked.contains(country)) {
        let number: Vec<u8> = number.bytes().filter(u8::is_ascii_alphanumeric).collect();
        // The last digits of Swedish numbers only count.
        let end = if *country == "SE" { 12 } else { number.len() };
        let digits: Vec<usize> = (2..end).filter(|place| number[*place].is_ascii_digit()).collect();
        let slips = digits.into_iter().map(|place| {
            let mut slipped = number.clone();
            slipped[place] = if slipped[place] == b'9' { b'0' } else { slipped[place] + 1 };
            String::from_utf8(slipped).unwrap()
        });
        for slipped in slips {
            let answer = judge(country, &slipped);
            let is_found = matches!(answer, Err(Why::VatChecksum | Why::NotAVatNumber));
            assert!(is_found, "{slipped} instead of {}", String::from_utf8_lossy(&number));
        }
    }
}

#[test]
fn wrong_numbers_are_told_from_misshapen_ones() {
    for (country, number, why) in [
        ("DE", "DE123456789", Why::VatChecksum),
        ("DE", "DE136695978", Why::VatChecksum),
        ("AT", "ATU13585626", Why::VatChecksum),
        ("BE", "BE0431150351", Why::VatChecksum),
        ("ES", "ESJ99216583", Why::VatChecksum),
        ("ES", "ES54362315Z", Why::VatChecksum),
        ("FI", "FI20774741", Why::VatChecksum),
        ("FR", "FR84323140391", Why::VatChecksum),
        ("IE", "IE6433435E", Why::VatChecksum),
        ("IT", "IT00743110158", Why::VatChecksum),
        ("LU", "LU15027443", Why::VatChecksum),
        ("NL", "NL000099999B57", Why::VatChecksum),
        ("PL", "PL8567346216", Why::VatChecksum),
        ("PT", "PT501964842", Why::VatChecksum),
        ("SE", "SE556188840301", Why::VatChecksum),
        ("DE", "DE12345678", Why::NotAVatNumber),
        ("DE", "136695976", Why::NotAVatNumber),
        ("DE", "DE13669597Ü", Why::NotAVatNumber),
        ("DE", "DE", Why::NotAVatNumber),
        ("AT", "AT13585627", Why::NotAVatNumber),
        ("ES", "ES012345678", Why::NotAVatNumber),
        ("IE", "IE+", Why::NotAVatNumber),
        ("CH", "CH107787577", Why::NotAVatNumber),
        ("GB", "GB12345678", Why::NotAVatNumber),
    ] {
        assert_eq!(judge(country, number), Err(why), "{number}");
    }
}

#[test]
fn a_number_belongs_to_the_country_of_the_address() {
    assert_eq!(judge("DE", "ATU13585627"), Err(Why::VatCountry));
    assert_eq!(judge("FR", "GB980780684"), Err(Why::VatCountry));
    assert_eq!(judge("GR", "DE136695976"), Err(Why::VatCountry));
    assert_eq!(judge("IE", "XI980780684"), Err(Why::VatCountry));
    assert_eq!(judge("GR", "GR094259216"), Ok(Some("EL094259216".into())), "the Union writes EL");
}

#[test]
fn what_is_not_surely_wrong_is_taken_as_it_was_typed() {
    for (country, number) in
        [("US", "12-3456789"), ("NO", "NO 923 609 016 MVA"), ("BR", "12.345.678/0001-95"), ("LI", "56 789")]
    {
        assert_eq!(judge(country, number), Ok(Some(number.into())));
    }
    // Who is established outside may have a number of the Union.
    assert_eq!(judge("US", "EU372000041"), Ok(Some("EU372000041".into())));
    assert_eq!(judge("US", " "), Ok(None));
    assert_eq!(judge("US", "123456789012345678901"), Err(Why::TooLong(20)));
    assert_eq!(judge("US", "1\n2"), Err(Why::ControlCharacters));
    assert_eq!(vat_number("DE1", None), Ok(Some("DE1".into())), "the country is what is wrong");
}

/// Nothing that anybody can type stops the house.
#[test]
fn no_text_makes_it_stumble() {
    let pieces = ["", "D", "DE", "ES", "IE", "IE1+23456W", "NL000000000B00", "ÄÖ", "XÜ", "\u{130}", "*", "CHE", "😀"];
    for country in ["DE", "ES", "IE", "NL", "GR", "GB", "CH", "US"] {
        for one in pieces {
            for other in pieces {
                drop(judge(country, &format!("{one}{other}")));
            }
        }
    }
}
