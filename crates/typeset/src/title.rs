//! Breaking a title into lines: even lengths, no word torn, as section 7.3.1 of the standard asks.

use crate::measure::cells;

/// What tearing at a poor place costs, in the square of cells that a line may be uneven instead.
const POOR: f64 = 120.0;
/// What tearing at a neutral place costs.
const NEUTRAL: f64 = 60.0;

/// The lines of a title that has room for `limit` cells a line. Line breaks of the author are kept.
pub(crate) fn lines(title: &str, limit: f64) -> Vec<String> {
    title
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .flat_map(|line| balanced(line, limit))
        .collect()
}

/// One line of the author as few lines of nearly even length.
fn balanced(line: &str, limit: f64) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let whole = cells(line);
    let fewest = (whole / limit).ceil().max(1.0);
    // A poor break is worse than one more line only when no even break exists at all.
    for count in [fewest, fewest + 1.0] {
        if let Some(breaks) = cheapest(&chars, count as usize, limit, whole / count) {
            return cut(&chars, &breaks);
        }
    }
    vec![line.to_owned()]
}

/// The breaks that cost least, or none when `count` lines cannot hold the text.
fn cheapest(chars: &[char], count: usize, limit: f64, mean: f64) -> Option<Vec<usize>> {
    let upto: Vec<f64> = std::iter::once(0.0)
        .chain(chars.iter().scan(0.0, |sum, c| {
            *sum += cells(c.encode_utf8(&mut [0; 4]));
            Some(*sum)
        }))
        .collect();
    // best[i]: the least cost of setting the first i characters in the lines so far, and its breaks.
    let mut best: Vec<Option<(f64, Vec<usize>)>> = vec![None; chars.len() + 1];
    *best.first_mut()? = Some((0.0, Vec::new()));
    for _ in 0..count {
        let mut next: Vec<Option<(f64, Vec<usize>)>> = vec![None; chars.len() + 1];
        for (end, slot) in next.iter_mut().enumerate().skip(1) {
            for (start, reached) in best.iter().enumerate().take(end) {
                let Some((cost, breaks)) = reached else { continue };
                let length = upto.get(end)? - upto.get(start)?;
                if length > limit {
                    continue;
                }
                let total = cost + (length - mean).powi(2) + tear(chars, end);
                if slot.as_ref().is_none_or(|(known, _)| total < *known) {
                    let mut breaks = breaks.clone();
                    breaks.push(end);
                    *slot = Some((total, breaks));
                }
            }
        }
        best = next;
    }
    best.pop()?.map(|(_, breaks)| breaks)
}

/// What breaking before character `at` costs.
fn tear(chars: &[char], at: usize) -> f64 {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| chars.get(i)), chars.get(at)) else {
        return 0.0;
    };
    let rest: String = chars.iter().skip(at).take(2).collect();
    if "、，。；：？！）》〉”’〕】年月日的和及与了".contains(*after)
        || "（《〈“‘〔【第".contains(*before)
        || (before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric())
        || (is_numeral(*before) && is_numeral(*after))
    {
        POOR * 10.0
    } else if "、，；：》）的 ".contains(*before) || "《（第".contains(*after) || rest == "关于" {
        0.0
    } else if after.is_ascii_digit() || before.is_ascii_digit() || within_book_title(chars, at) {
        POOR
    } else {
        NEUTRAL
    }
}

fn is_numeral(c: char) -> bool {
    "〇一二三四五六七八九十百千".contains(c)
}

/// Whether a 《 before this place is still open.
fn within_book_title(chars: &[char], at: usize) -> bool {
    let count = |mark: char| chars.iter().take(at).filter(|c| **c == mark).count();
    count('《') > count('》')
}

/// The text cut at `breaks`, the last of which is its end.
fn cut(chars: &[char], breaks: &[usize]) -> Vec<String> {
    let mut start = 0;
    breaks
        .iter()
        .map(|&end| {
            let line: String = chars.iter().skip(start).take(end - start).collect();
            start = end;
            line.trim().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_fits_stays_on_one_line() {
        assert_eq!(
            lines("岔路镇2024年政府工作报告", 20.0),
            ["岔路镇2024年政府工作报告"]
        );
    }

    #[test]
    fn a_long_title_breaks_where_a_reader_pauses() {
        assert_eq!(
            lines("岔路镇人民政府关于印发《2025年平安建设工作实施方案》的通知", 20.0),
            ["岔路镇人民政府关于印发", "《2025年平安建设工作实施方案》的通知"]
        );
        assert_eq!(
            lines("岔路镇人民政府关于做好2025年防汛防台工作的通知", 20.0),
            ["岔路镇人民政府", "关于做好2025年防汛防台工作的通知"]
        );
    }

    #[test]
    fn a_chinese_number_stays_whole() {
        assert_eq!(
            lines("——2025年1月8日在岔路镇第十九届人民代表大会第四次会议上", 26.0),
            ["——2025年1月8日在岔路镇", "第十九届人民代表大会第四次会议上"]
        );
    }

    #[test]
    fn the_author_s_own_breaks_are_kept() {
        assert_eq!(
            lines("宁海县岔路镇\n政府工作报告", 20.0),
            ["宁海县岔路镇", "政府工作报告"]
        );
    }

    #[test]
    fn no_line_is_longer_than_the_page_is_wide_and_nothing_is_lost() {
        let title = "关于".to_owned() + &"平安建设和法治建设工作".repeat(9) + "的通知";
        let set = lines(&title, 20.0);
        assert!(set.iter().all(|line| cells(line) <= 20.0), "{set:?}");
        assert_eq!(set.concat(), title);
    }

    #[test]
    fn a_number_is_never_torn() {
        let title = "x".repeat(60);
        assert_eq!(lines(&title, 20.0).concat(), title);
        let set = lines(
            "岔路镇工业经济总产值突破1234567890123456789元情况的专题报告",
            20.0,
        );
        assert!(
            set.iter().any(|line| line.contains("1234567890123456789")),
            "{set:?}"
        );
    }
}
