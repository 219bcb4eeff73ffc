//! How a table stands: widths of its columns and alignment of its cells, the same on paper and in Word.

use crate::measure::{AREA_WIDTH, XIAO_SI, cells};
use crate::numbering::starts_with_number;
use crate::paper::{Align, Cell, Table};

/// Cells wider than this run over several lines and need no more room.
const COMFORTABLE: f64 = 14.0;
/// Room for two characters, so that no column vanishes.
const NARROWEST: f64 = 2.0;
/// The space beside a cell's text, in cells.
const PADDING: f64 = 1.2;
/// Characters of a table that a line has room for.
const LINE: f64 = AREA_WIDTH / XIAO_SI;

/// A cell with the place it takes in the grid.
pub(crate) struct Placed<'a> {
    /// The cell.
    pub(crate) cell: &'a Cell,
    /// The first column it takes.
    pub(crate) column: usize,
    /// Whether it begins in this row, rather than reaching into it from above.
    pub(crate) begins: bool,
}

/// The cells that begin in each row, with their columns.
pub(crate) fn placed(rows: &[Vec<Cell>], columns: usize) -> Vec<Vec<Placed<'_>>> {
    let mut grid = grid(rows, columns);
    for row in &mut grid {
        row.retain(|place| place.begins);
    }
    grid
}

/// The cells of each row from left to right, those reaching into it from above too.
pub(crate) fn grid(rows: &[Vec<Cell>], columns: usize) -> Vec<Vec<Placed<'_>>> {
    // For each column, the cell above that reaches down and how many more rows it takes.
    let mut reaching: Vec<Option<(&Cell, usize)>> = vec![None; columns];
    rows.iter()
        .map(|row| {
            let mut cells = row.iter();
            let mut out = Vec::with_capacity(columns);
            let mut column = 0;
            while let Some(slot) = reaching.get_mut(column) {
                let (cell, begins, left) = match slot.take() {
                    Some((cell, left)) => (cell, false, left),
                    None => match cells.next() {
                        Some(cell) => (cell, true, cell.down.max(1)),
                        None => break,
                    },
                };
                *slot = (left > 1).then_some((cell, left - 1));
                out.push(Placed { cell, column, begins });
                column += cell.across.max(1);
            }
            out
        })
        .collect()
}

/// The share of the line each column takes; they add up to 1.
pub(crate) fn shares(table: &Table) -> Vec<f64> {
    let count = table.columns.len();
    let mut natural = vec![NARROWEST; count];
    for rows in [&table.header, &table.rows] {
        for Placed { cell, column, .. } in placed(rows, count).into_iter().flatten() {
            if cell.across > 1 {
                continue;
            }
            let longest = cell.text().lines().map(cells).fold(0.0, f64::max);
            if let Some(width) = natural.get_mut(column) {
                *width = width.max(longest.min(COMFORTABLE) + overflow(longest));
            }
        }
    }
    let padded: Vec<f64> = natural.iter().map(|width| width + PADDING).collect();
    let cap = level(&padded, LINE);
    let fitted: Vec<f64> = padded.iter().map(|width| width.min(cap)).collect();
    let whole: f64 = fitted.iter().sum();
    fitted.iter().map(|width| width / whole).collect()
}

/// The width to which the widest columns must come down so that all fit the room: narrow ones keep theirs.
fn level(widths: &[f64], room: f64) -> f64 {
    let mut sorted = widths.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut left = room;
    for (n, width) in sorted.iter().enumerate() {
        let fair = left / (sorted.len() - n) as f64;
        if *width > fair {
            return fair;
        }
        left -= width;
    }
    f64::INFINITY
}

/// Long texts get some more room, growing slowly.
fn overflow(longest: f64) -> f64 {
    (longest - COMFORTABLE).max(0.0).sqrt()
}

/// How the body cells of each column stand: figures at the right, short words in the middle, texts at the left.
pub(crate) fn alignments(table: &Table) -> Vec<Align> {
    let rows = placed(&table.rows, table.columns.len());
    table
        .columns
        .iter()
        .enumerate()
        .map(|(column, align)| match align {
            Align::Body => {
                let texts: Vec<String> = rows
                    .iter()
                    .flatten()
                    .filter(|placed| placed.column == column && placed.cell.across == 1)
                    .map(|placed| placed.cell.text())
                    .filter(|text| !text.trim().is_empty())
                    .collect();
                natural(&texts)
            }
            chosen => *chosen,
        })
        .collect()
}

/// How a column of these texts stands.
fn natural(texts: &[String]) -> Align {
    let counts_up = texts
        .iter()
        .enumerate()
        .all(|(i, text)| text.trim() == (i + 1).to_string());
    if counts_up {
        Align::Center
    } else if texts.iter().all(|text| is_figure(text)) {
        Align::Right
    } else if texts.iter().any(|text| cells(text) > 8.0) {
        Align::Left
    } else {
        Align::Center
    }
}

/// Whether a cell holds a figure: digits with signs, separators and at most a short unit.
pub(crate) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    if matches!(text, "—" | "-" | "–" | "/") {
        return true;
    }
    let body = text.trim_start_matches(['+', '-', '−', '±', '>', '<', '≥', '≤', '近', '超', '约']);
    let unit =
        body.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '，' | '%' | '‰'));
    unit.len() < body.len()
        && unit.chars().count() <= 3
        && !starts_with_number(text)
        && !unit
            .chars()
            .any(|c| matches!(c, '年' | '月' | '日' | '-' | '/' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Run;

    fn table(rows: &[&[&str]]) -> Table {
        let rows: Vec<Vec<Cell>> = rows
            .iter()
            .map(|row| row.iter().map(|text| Cell::of(vec![Run::plain(*text)])).collect())
            .collect();
        Table {
            columns: vec![Align::Body; rows[0].len()],
            rows,
            ..Table::default()
        }
    }

    #[test]
    fn figures_stand_at_the_right_short_words_in_the_middle_texts_at_the_left() {
        let table = table(&[
            &[
                "湖头村",
                "1,234.5",
                "2024年",
                "矛盾纠纷由村调委会受理后三日内分流",
            ],
            &["白溪村", "—", "2025年", "已办结"],
        ]);
        assert_eq!(
            alignments(&table),
            [Align::Center, Align::Right, Align::Center, Align::Left]
        );
    }

    #[test]
    fn a_column_that_counts_its_rows_is_centred() {
        assert_eq!(
            alignments(&table(&[&["1", "5"], &["2", "7"]])),
            [Align::Center, Align::Right]
        );
    }

    #[test]
    fn dates_and_ordinals_are_not_figures() {
        for yes in ["12", "-3.5%", "+102%", "近2万", "8.3亿元", "≥35", "1,234"] {
            assert!(is_figure(yes), "{yes}");
        }
        for no in [
            "2024年",
            "2024-01-08",
            "12:30",
            "一、",
            "1.加强",
            "",
            "湖头",
            "3月15日",
        ] {
            assert!(!is_figure(no), "{no}");
        }
    }

    #[test]
    fn widths_add_up_and_long_texts_get_more_room() {
        let shares = shares(&table(&[&[
            "序号",
            "责任单位名称",
            &"很长的一段说明文字".repeat(6),
        ]]));
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(shares[0] < shares[1] && shares[1] < shares[2], "{shares:?}");
    }

    #[test]
    fn when_room_is_short_the_widest_columns_give_it() {
        let long = "很长的一段说明文字".repeat(6);
        let shares = shares(&table(&[&["承办单位反馈意见", &long, &long]]));
        assert!(shares[0] * LINE >= 8.0 + PADDING - 1e-9, "{shares:?}");
        assert!((shares[1] - shares[2]).abs() < 1e-9);
    }

    #[test]
    fn cells_below_a_tall_cell_move_over() {
        let mut table = table(&[&["综合", "一", "二"], &["三", "四", "x"]]);
        table.rows[0][0].down = 2;
        table.rows[1].pop();
        let columns: Vec<Vec<usize>> = placed(&table.rows, 3)
            .iter()
            .map(|row| row.iter().map(|p| p.column).collect())
            .collect();
        assert_eq!(columns, [vec![0, 1, 2], vec![1, 2]]);
    }
}
