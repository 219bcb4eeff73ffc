//! Joining cells of a table: `<` belongs to the cell at its left, `^` to the one above.

use crate::paper::{Cell, Run, plain};

/// A place of the grid: what it holds, or whose it is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Owner {
    row: usize,
    column: usize,
}

/// The cells of rows `columns` wide, and whether every mark could be followed. When a joined region is no
/// rectangle, no cell of the table is joined and the marks become empty cells.
pub(super) fn cells(mut rows: Vec<Vec<Vec<Run>>>, columns: usize) -> (Vec<Vec<Cell>>, bool) {
    for row in &mut rows {
        row.resize(columns, Vec::new());
    }
    let Some(owners) = owners(&rows) else {
        let unjoined = rows
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .map(|runs| Cell::of(if mark(&runs).is_some() { Vec::new() } else { runs }))
                    .collect()
            })
            .collect();
        return (unjoined, false);
    };
    let joined = rows
        .into_iter()
        .enumerate()
        .map(|(r, row)| {
            row.into_iter()
                .enumerate()
                .filter(|(c, _)| owner(&owners, r, *c) == Some(Owner { row: r, column: *c }))
                .map(|(c, runs)| {
                    let (down, across) = extent(&owners, r, c);
                    Cell { runs, across, down }
                })
                .collect()
        })
        .collect();
    (joined, true)
}

/// Whose each place is, or none when a region is no rectangle or a mark points outside the table.
fn owners(rows: &[Vec<Vec<Run>>]) -> Option<Vec<Vec<Owner>>> {
    let mut owners: Vec<Vec<Owner>> = Vec::with_capacity(rows.len());
    for (r, row) in rows.iter().enumerate() {
        let mut line: Vec<Owner> = Vec::with_capacity(row.len());
        for (c, runs) in row.iter().enumerate() {
            line.push(match mark(runs) {
                None => Owner { row: r, column: c },
                Some('<') => *line.last()?,
                Some(_) => *owners.last()?.get(c)?,
            });
        }
        owners.push(line);
    }
    let sound = owners.iter().enumerate().all(|(r, line)| {
        line.iter().enumerate().all(|(c, o)| {
            let (down, across) = extent(&owners, o.row, o.column);
            r < o.row + down && c >= o.column && c < o.column + across && full(&owners, *o, down, across)
        })
    });
    sound.then_some(owners)
}

/// The mark a cell consists of.
fn mark(runs: &[Run]) -> Option<char> {
    match plain(runs).trim() {
        "<" => Some('<'),
        "^" => Some('^'),
        _ => None,
    }
}

fn owner(owners: &[Vec<Owner>], r: usize, c: usize) -> Option<Owner> {
    owners.get(r)?.get(c).copied()
}

/// How many rows and columns the region of a cell takes along its first column and row.
fn extent(owners: &[Vec<Owner>], r: usize, c: usize) -> (usize, usize) {
    let own = Some(Owner { row: r, column: c });
    let down = (r..owners.len())
        .take_while(|&y| owner(owners, y, c) == own)
        .count();
    let across = (c..).take_while(|&x| owner(owners, r, x) == own).count();
    (down.max(1), across.max(1))
}

/// Whether every place of the rectangle is the same cell's.
fn full(owners: &[Vec<Owner>], own: Owner, down: usize, across: usize) -> bool {
    (own.row..own.row + down)
        .all(|y| (own.column..own.column + across).all(|x| owner(owners, y, x) == Some(own)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, columns and rows of each cell.
    type Seen = Vec<Vec<(String, usize, usize)>>;

    fn joined(rows: &[&[&str]]) -> (Seen, bool) {
        let rows: Vec<Vec<Vec<Run>>> = rows
            .iter()
            .map(|row| row.iter().map(|text| vec![Run::plain(*text)]).collect())
            .collect();
        let columns = rows[0].len();
        let (cells, sound) = cells(rows, columns);
        let seen = cells
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| (cell.text(), cell.across, cell.down))
                    .collect()
            })
            .collect();
        (seen, sound)
    }

    #[test]
    fn a_rectangle_is_joined() {
        let (cells, sound) = joined(&[&["甲", "<", "乙"], &["^", "<", "丙"], &["丁", "戊", "<"]]);
        assert!(sound);
        assert_eq!(
            cells,
            [
                vec![("甲".into(), 2, 2), ("乙".into(), 1, 1)],
                vec![("丙".into(), 1, 1)],
                vec![("丁".into(), 1, 1), ("戊".into(), 2, 1)],
            ]
        );
    }

    #[test]
    fn what_is_no_rectangle_is_not_joined() {
        for rows in [
            &[&["甲", "<", "乙"][..], &["^", "丁", "丙"]][..],
            &[&["<", "甲", "乙"][..], &["丁", "戊", "丙"]],
            &[&["^", "甲", "乙"][..], &["丁", "戊", "丙"]],
            &[&["甲", "乙"][..], &["丙", "^"], &["<", "^"]],
        ] {
            let (cells, sound) = joined(rows);
            assert!(!sound, "{rows:?}");
            assert!(
                cells
                    .iter()
                    .flatten()
                    .all(|(text, across, down)| { *across == 1 && *down == 1 && text != "<" && text != "^" })
            );
        }
    }
}
