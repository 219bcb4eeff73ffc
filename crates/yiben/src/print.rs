//! Tables for people: columns aligned however wide the characters are.

use unicode_width::UnicodeWidthStr as _;

/// Widest column.
const WIDEST: usize = 48;

/// A table being made.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(header: &[&str]) -> Self {
        Table {
            rows: vec![header.iter().map(|text| (*text).to_owned()).collect()],
        }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(crate) fn print(&self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let widths: Vec<usize> = (0..columns)
            .map(|at| {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(at))
                    .map(|cell| cut(cell).width())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        for (at, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let cell = cut(cell);
                line.push_str(&cell);
                line.push_str(&" ".repeat(width - cell.width() + 2));
            }
            anstream::println!("{}", line.trim_end());
            if at == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                anstream::println!("{}", rule.join("  "));
            }
        }
    }
}

/// A cell on one line, cut to the widest column.
fn cut(cell: &str) -> String {
    let cell = cell.replace(['\n', '\r', '\t'], " ");
    if cell.width() <= WIDEST {
        return cell;
    }
    let mut kept = String::new();
    for each in cell.chars() {
        if kept.width() + 3 > WIDEST {
            break;
        }
        kept.push(each);
    }
    kept.push('…');
    kept
}

/// A bar on standard error, on terminals only.
pub(crate) fn progress(total: u64) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(total);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
