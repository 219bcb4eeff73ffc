//! Splitting a total so that the parts add up to it exactly.

/// Parts of `total` in proportion to `weights`, whole numbers that add up to it; what cannot be split goes to the first ones.
pub(crate) fn split(total: i64, weights: &[u64]) -> Vec<i64> {
    let all: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let part = |weight: &u64| {
        let part = i128::from(total) * i128::from(*weight) / all;
        i64::try_from(part).unwrap_or_default()
    };
    let mut parts: Vec<i64> = weights.iter().map(part).collect();
    let mut left = total - parts.iter().sum::<i64>();
    for part in &mut parts {
        if left == 0 {
            break;
        }
        *part += left.signum();
        left -= left.signum();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_exactly() {
        for total in [0, 1, 7, 1_240_000_000, 15_140_001] {
            let parts = split(total, &[3, 1, 150, 19, 7, 7]);
            assert_eq!(parts.iter().sum::<i64>(), total);
        }
        assert_eq!(split(10, &[1, 1]), [5, 5]);
        assert_eq!(split(11, &[1, 1]), [6, 5]);
        assert_eq!(split(5, &[]), Vec::<i64>::new());
    }
}
