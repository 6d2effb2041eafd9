//! (server side) Files for spreadsheets: `;` between cells, a row of headings, a mark at the begin by which spreadsheets read å, ä and ö.
//! No cell is a formula in any of them, however it was told to take the file apart (OWASP, "CSV injection"); a number stays one.

use super::{
    AppError,
    text::{Key, Texts, unbroken},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

/// Between cells: a comma is a decimal sign in Swedish and Finnish spreadsheets, which read no file with it right.
const BETWEEN: u8 = b';';
/// What a spreadsheet may be told to take for the end of a cell.
const ENDS: [char; 6] = [';', ',', '\t', '|', '\n', '\r'];

/// A table of so many columns.
pub struct Table<const COLUMNS: usize>(csv::Writer<Vec<u8>>);

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table with its headings.
    ///
    /// # Errors
    /// None in truth: it is written to memory.
    pub fn new(texts: Texts, headings: [Key; COLUMNS]) -> Result<Self, AppError> {
        let writer = csv::WriterBuilder::new()
            .delimiter(BETWEEN)
            .quote_style(csv::QuoteStyle::Always)
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xef\xbb\xbf".to_vec());
        let mut table = Self(writer);
        table.row(headings.map(|heading| texts.s(heading)))?;
        Ok(table)
    }

    /// One more row.
    ///
    /// # Errors
    /// None in truth: it is written to memory.
    pub fn row(&mut self, cells: [&str; COLUMNS]) -> Result<(), AppError> {
        let cells = cells.map(|cell| safe(&unbroken(cell)));
        self.0.write_record(cells).map_err(|_| AppError::Internal)
    }

    /// The file, to be kept under this name.
    ///
    /// # Errors
    /// None in truth: it was written to memory.
    pub fn answer(self, name: &'static str) -> Result<Response, AppError> {
        let body = self.0.into_inner().map_err(|_| AppError::Internal)?;
        let mut response = body.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
        if let Ok(kept) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
            headers.insert(header::CONTENT_DISPOSITION, kept);
        }
        Ok(response)
    }
}

/// A text that is no formula, neither at its beginning nor behind anything that may be taken for the end of a cell.
fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    // Tabs and line breaks at the beginning make some spreadsheets read on to the sign behind them.
    if text.starts_with(['\t', '\r', '\n']) {
        safe.push('\'');
    }
    for piece in text.split_inclusive(ENDS) {
        if is_formula(piece.trim_end_matches(ENDS)) {
            safe.push('\'');
        }
        safe.push_str(piece);
    }
    safe
}

/// Whether a spreadsheet may count with it. They pass over spaces and quotes, and read the wide signs of East Asian keyboards as the
/// narrow ones. A negative number is none.
fn is_formula(piece: &str) -> bool {
    let begin = piece.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"' || c == '\u{FEFF}');
    begin.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{2212}']) && !is_number(begin)
}

/// "-5", "-0,25", "-12.5 %".
fn is_number(text: &str) -> bool {
    let Some(digits) = text.trim_end().strip_prefix('-') else { return false };
    let digits = digits.strip_suffix('%').unwrap_or(digits).trim_end();
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, text::k};
    use proptest::{collection::vec, prelude::*};

    fn file(rows: &[[&str; 2]]) -> Vec<u8> {
        let mut table = Table::new(Texts::of(Locale::Sv), [k::csv::NAME, k::csv::VALUE]).ok().unwrap();
        for row in rows {
            table.row(*row).ok().unwrap();
        }
        table.0.into_inner().unwrap()
    }

    #[test]
    fn a_file_has_headings_and_semicolons() {
        let made = file(&[["Norr\u{AD}malm", "12"], ["a;b \"c\"", "-5"]]);
        let text = String::from_utf8(made).unwrap();
        assert_eq!(text, "\u{FEFF}\"Namn\";\"Värde\"\r\n\"Norrmalm\";\"12\"\r\n\"a;b \"\"c\"\"\";\"-5\"\r\n");
    }

    #[test]
    fn formulas_are_text_and_numbers_are_numbers() {
        for (typed, expected) in [
            ("=1+1", "'=1+1"),
            ("+46 70", "'+46 70"),
            ("-5", "-5"),
            ("-0,25", "-0,25"),
            ("-12.5 %", "-12.5 %"),
            ("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"),
            ("-", "'-"),
            ("-5,=1", "-5,'=1"),
            ("\u{2212}5", "'\u{2212}5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1+1", "' =1+1"),
            ("\u{A0}=1", "'\u{A0}=1"),
            ("\t=1", "'\t'=1"),
            ("\tNorr", "'\tNorr"),
            ("\r\nx", "'\r\nx"),
            ("＝1", "'＝1"),
            ("\"=1\"", "'\"=1\""),
            ("a;=1", "a;'=1"),
            ("a, =1", "a,' =1"),
            ("a\n@b", "a\n'@b"),
            ("a|+b", "a|'+b"),
            ("a;\"=1", "a;'\"=1"),
            ("Norr-öst", "Norr-öst"),
            ("Mån, ons – fre; 10-12", "Mån, ons – fre; 10-12"),
            ("12", "12"),
            ("", ""),
        ] {
            assert_eq!(safe(typed), expected, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_whatever_ends_it(
            cells in vec(("[=+@＝\"';,|\\t\\r\\n a1-]{0,12}|\\PC{0,20}", "[=+@＝\"';,|\\t\\r\\n a1-]{0,12}|\\PC{0,20}"), 1..6)
        ) {
            let rows: Vec<[&str; 2]> = cells.iter().map(|(a, b)| [a.as_str(), b.as_str()]).collect();
            let made = String::from_utf8(file(&rows)).unwrap();
            // As the spreadsheet reads it that was told nothing.
            let mut reader = csv::ReaderBuilder::new().delimiter(BETWEEN).from_reader(made.as_bytes());
            for (read, row) in reader.records().zip(&rows) {
                let read = read.unwrap();
                prop_assert_eq!(read.len(), 2);
                for (cell, typed) in read.iter().zip(row) {
                    prop_assert_eq!(cell.replace('\'', ""), unbroken(typed).replace('\'', ""), "nothing is lost");
                }
            }
            // As one that takes anything for the end of a cell, and quotes for nothing.
            for piece in made.split(ENDS) {
                let piece = piece.trim_matches(|c: char| c == '"' || c == '\u{FEFF}' || c.is_whitespace() || c.is_control());
                let number = piece.strip_prefix('-').is_some_and(|rest| {
                    let rest = rest.trim_end_matches(|c: char| c == '%' || c.is_whitespace());
                    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                });
                prop_assert!(!piece.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || number, "{:?}", piece);
            }
        }
    }
}
