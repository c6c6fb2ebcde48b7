//! Plain tables: columns aligned with spaces, so that people can read them and `grep` and `awk` as well.

/// A table with a head. The last column is as long as it likes.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with the names of its columns, in capitals.
    pub(super) fn new<const N: usize>(head: [&str; N]) -> Self {
        Self { rows: vec![head.map(str::to_owned).to_vec()] }
    }

    /// Adds a row. An empty cell is shown as `-`, so that columns can be counted.
    pub(super) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(|cell| if cell.is_empty() { "-" } else { cell }.to_owned()).to_vec());
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max();
        let widths: Vec<usize> = (0..columns).filter_map(width).collect();
        for row in &self.rows {
            let (last, others) = row.split_last().expect("a table has columns");
            for (cell, width) in others.iter().zip(&widths) {
                write!(f, "{cell:<width$}  ")?;
            }
            writeln!(f, "{last}")?;
        }
        Ok(())
    }
}
