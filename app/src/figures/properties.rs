//! Cells of the CSV file, for any text.

use super::model::safe_cell;
use proptest::{collection::vec, prelude::*};

proptest! {
    #[test]
    fn no_cell_is_a_formula_and_every_cell_is_read_back(cells in vec(any::<String>(), 1..6)) {
        let safe: Vec<String> = cells.iter().map(|cell| safe_cell(cell)).collect();
        for (cell, typed) in safe.iter().zip(&cells) {
            let first = cell.trim_start().chars().next();
            prop_assert!(!first.is_some_and(|first| "=+-@＝＋－＠".contains(first)), "{}", cell);
            prop_assert!(cell == typed || cell.strip_prefix('\'') == Some(typed.as_str()), "nothing is lost: {}", typed);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&safe).unwrap();
        let file = writer.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_slice());
        let read = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(read.iter().collect::<Vec<_>>(), safe);
    }
}
