//! Tables as text, as RFC 4180 wants them and without surprises for spreadsheets.

/// A row with its end.
pub fn row<T: AsRef<str>>(cells: &[T]) -> String {
    cells.iter().map(|cell| self::cell(cell.as_ref())).collect::<Vec<_>>().join(",") + "\r\n"
}

/// One cell. What a spreadsheet would take for a formula gets a quote before it; an amount below nothing is none.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_amount(text);
    let guard = if is_formula { "'" } else { "" };
    if guard.is_empty() && !text.contains([',', '"', '\r', '\n']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// Digits, perhaps with a minus before and a point among them.
fn is_amount(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let amount = text.strip_prefix('-').unwrap_or(text);
    amount.split_once('.').map_or_else(|| digits(amount), |(whole, parts)| digits(whole) && digits(parts))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_out() {
        for (text, expected) in [
            ("Ada", "Ada"),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("+1", "\"'+1\""),
            ("-1", "-1"),
            ("-5.81", "-5.81"),
            ("-1+1", "\"'-1+1\""),
            ("-", "\"'-\""),
            ("-1.", "\"'-1.\""),
            ("@SUM", "\"'@SUM\""),
            ("\tx", "\"'\tx\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("a\nb", "\"a\nb\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
