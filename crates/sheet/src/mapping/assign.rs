//! Giving each column at most one field and each field at most one column, so that the sum of scores is greatest.

/// The best assignment: for each row of `scores` the column it is given, if any. A score of zero assigns nothing.
///
/// The Hungarian method by shortest augmenting paths, O(rows² × columns).
pub(super) fn assign(scores: &[Vec<u32>]) -> Vec<Option<usize>> {
    let rows = scores.len();
    let real = scores.iter().map(Vec::len).max().unwrap_or(0);
    // As many empty columns as rows, so that a row may be left without one.
    let columns = real + rows;
    let score = |row: usize, column: usize| {
        scores
            .get(row)
            .and_then(|row| row.get(column))
            .copied()
            .unwrap_or(0)
    };
    let cost = |row: usize, column: usize| -i64::from(score(row, column));
    let mut state = State {
        row_price: vec![0; rows + 1],
        column_price: vec![0; columns + 1],
        row_of: vec![0; columns + 1],
    };
    for row in 1..=rows {
        state.place(row, columns, &cost);
    }
    let mut assigned = vec![None; rows];
    for (column, row) in state.row_of.iter().enumerate().skip(1) {
        let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(1)) else {
            continue;
        };
        if score(row, column) > 0
            && let Some(place) = assigned.get_mut(row)
        {
            *place = Some(column);
        }
    }
    assigned
}

/// Prices and who holds what; places count from one, zero stands for nobody.
struct State {
    row_price: Vec<i64>,
    column_price: Vec<i64>,
    row_of: Vec<usize>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "all vectors have one place more than there are rows or columns"
)]
impl State {
    /// Finds a place for a row, moving others along the cheapest path.
    fn place(&mut self, row: usize, columns: usize, cost: &impl Fn(usize, usize) -> i64) {
        let mut least = vec![i64::MAX; columns + 1];
        let mut before = vec![0; columns + 1];
        let mut used = vec![false; columns + 1];
        let mut column = 0;
        self.row_of[0] = row;
        while self.row_of[column] != 0 {
            used[column] = true;
            let at = self.row_of[column];
            let (mut step, mut next) = (i64::MAX, 0);
            for other in (1..=columns).filter(|other| !used[*other]) {
                let price = cost(at - 1, other - 1) - self.row_price[at] - self.column_price[other];
                if price < least[other] {
                    least[other] = price;
                    before[other] = column;
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=columns {
                if used[other] {
                    self.row_price[self.row_of[other]] += step;
                    self.column_price[other] -= step;
                } else {
                    least[other] = least[other].saturating_sub(step);
                }
            }
            column = next;
        }
        while column != 0 {
            let from = before[column];
            self.row_of[column] = self.row_of[from];
            column = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn total(scores: &[Vec<u32>], assigned: &[Option<usize>]) -> u32 {
        scores
            .iter()
            .zip(assigned)
            .filter_map(|(row, column)| row.get((*column)?).copied())
            .sum()
    }

    /// The best sum by trying everything.
    fn best(scores: &[Vec<u32>], taken: &mut Vec<usize>) -> u32 {
        let Some((row, rest)) = scores.split_first() else {
            return 0;
        };
        let mut most = best(rest, taken);
        for (column, score) in row.iter().enumerate() {
            if !taken.contains(&column) {
                taken.push(column);
                most = most.max(score + best(rest, taken));
                taken.pop();
            }
        }
        most
    }

    #[test]
    fn a_second_choice_is_taken_where_it_leaves_the_first_to_another() {
        assert_eq!(assign(&[vec![90, 85], vec![88, 0]]), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![0, 0], vec![0, 7]]), [None, Some(1)]);
        assert_eq!(assign(&[]), []);
        assert_eq!(assign(&[vec![], vec![]]), [None, None]);
    }

    proptest! {
        #[test]
        fn no_assignment_is_better(scores in prop::collection::vec(prop::collection::vec(0..100_u32, 4), 0..5)) {
            let assigned = assign(&scores);
            let mut columns: Vec<usize> = assigned.iter().flatten().copied().collect();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), assigned.iter().flatten().count());
            prop_assert_eq!(total(&scores, &assigned), best(&scores, &mut Vec::new()));
        }
    }
}
