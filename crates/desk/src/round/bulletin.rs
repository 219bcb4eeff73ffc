//! The bulletin 通报 of a round: how every place stands, the three best and the three worst, what was found most.

use super::{RoundView, Walked};
use crate::error::DeskError;
use crate::paper::spelled;
use crate::press::{Manuscript, Press};
use crate::seat::Seat;
use jiff::civil::Date;
use ledger::{Cause, Problem};
use standards::PlaceCode;
use std::fmt::Write as _;

/// Places named as best and as worst.
const NAMED: usize = 3;
/// Items told as found most.
const MOST: usize = 5;

impl RoundView {
    /// The best places and the worst, each in the order of the ranking. Equals stand together, so there may be more than
    /// three; no place is both.
    #[must_use]
    pub fn ends(&self) -> (&[Walked], &[Walked]) {
        let best = self
            .walked
            .partition_point(|walked| walked.rank.is_some_and(|rank| rank <= NAMED));
        let (best, rest) = self.walked.split_at(best);
        let bound = rest.len().checked_sub(NAMED).and_then(|at| rest.get(at));
        let from = bound.map_or(0, |bound| {
            rest.partition_point(|walked| walked.score > bound.score)
        });
        (best, &rest[from..])
    }
}

impl Seat {
    /// The bulletin of a month's round.
    ///
    /// # Errors
    /// As for [`Seat::round`]; or when the seat does not see all places, or none was walked.
    pub fn round_bulletin(
        &self,
        register: &str,
        month: Date,
        press: &dyn Press,
    ) -> Result<Manuscript, DeskError> {
        let view = self.round(register, month)?;
        if !view.ranked || view.walked.is_empty() {
            return Err(DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "round.bulletin",
                    "本月还没有可以通报的检查",
                    "there is no check of this month to tell of yet",
                ),
            ));
        }
        let day = self.desk.now().date();
        let places = self.desk.places();
        let name = |code: PlaceCode| press.literal(places.name(code, day).unwrap_or(code.as_str()));
        let town = name(self.desk.town().code);
        Ok(Manuscript {
            markdown: written(&view, &town, day, &name, press),
            ident: format!("{register}/{}/bulletin", view.month),
            moment: self.desk.now().0,
            ..Manuscript::default()
        })
    }
}

fn written(
    view: &RoundView,
    town: &str,
    day: Date,
    name: &dyn Fn(PlaceCode) -> String,
    press: &dyn Press,
) -> String {
    let title = press.literal(&view.round.title.zh);
    let month = format!("{}年{}月", view.month.year(), view.month.month());
    let mut text = format!("---\n署名: {town}\n日期: {day}\n---\n# 关于{month}{title}情况的通报\n\n");
    text.push_str(&opening(view, &month, &title, day));
    text.push_str("## 得分与名次\n\n| 名次 | 村 | 得分 | 上月得分 | 上月名次 | 复发（处） |\n|---:|---|---:|---:|---:|---:|\n");
    for walked in &view.walked {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            dash(walked.rank),
            name(walked.place),
            dash(walked.score),
            dash(walked.score_before),
            dash(walked.rank_before),
            walked.all_relapses(),
        );
    }
    let (best, worst) = view.ends();
    let names = |walked: &[Walked]| {
        let each: Vec<String> = walked
            .iter()
            .map(|walked| format!("{}（{}分）", name(walked.place), dash(walked.score)))
            .collect();
        each.join("、")
    };
    let _ = write!(text, "\n## 表扬与批评\n\n前三名：{}。\n\n", names(best));
    if !worst.is_empty() {
        let _ = write!(text, "后三名：{}。\n\n", names(worst));
    }
    text.push_str(&common(view, press));
    text.push_str("请各村对照问题清单按期整改，整改完成后报镇复查销号。\n");
    text
}

fn opening(view: &RoundView, month: &str, title: &str, day: Date) -> String {
    let mut text = format!(
        "截至{}，{month}{title}应检{}个，已检{}个",
        spelled(day),
        view.walked.len() + view.waiting.len(),
        view.walked.len()
    );
    if let Some(mean) = view.mean {
        let _ = write!(text, "，平均得分{}分", mean.normalize());
    }
    if let Some((mean, before)) = view.mean.zip(view.mean_before) {
        let change = mean - before;
        let _ = match change {
            change if change.is_zero() => write!(text, "，与上月持平"),
            change if change.is_sign_positive() => write!(text, "，较上月提高{}分", change.normalize()),
            change => write!(text, "，较上月下降{}分", change.abs().normalize()),
        };
    }
    let relapses: usize = view.walked.iter().map(Walked::all_relapses).sum();
    if relapses > 0 {
        let _ = write!(text, "，复发问题{relapses}处");
    }
    text.push_str("。现将有关情况通报如下。\n\n");
    text
}

fn common(view: &RoundView, press: &dyn Press) -> String {
    if view.found.is_empty() {
        return String::new();
    }
    let mut text = "## 突出问题\n\n| 检查项 | 处数 | 涉及村数 |\n|---|---:|---:|\n".to_owned();
    for found in view.found.iter().take(MOST) {
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            press.literal(&found.item.zh),
            found.count,
            found.places
        );
    }
    text.push('\n');
    text
}

fn dash(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::RoundName;
    use super::*;
    use crate::view::RecordView;
    use pack::Text;
    use rust_decimal::Decimal;

    fn walked(points: &[i64]) -> Vec<Walked> {
        let all: Vec<Option<Decimal>> = points.iter().map(|points| Some((*points).into())).collect();
        let each = all.iter().map(|score| Walked {
            place: "330226105208".parse().unwrap(),
            record: RecordView::default(),
            score: *score,
            rank: ledger::rank(*score, all.clone(), true),
            score_before: None,
            rank_before: None,
            relapses: Vec::new(),
            relapsed: 0,
        });
        each.collect()
    }

    fn ends(points: &[i64]) -> (Vec<usize>, Vec<usize>) {
        let view = RoundView {
            round: RoundName {
                pack: String::new(),
                register: String::new(),
                title: Text::default(),
            },
            month: jiff::civil::date(2026, 3, 1),
            walked: walked(points),
            waiting: Vec::new(),
            ranked: true,
            mean: None,
            mean_before: None,
            found: Vec::new(),
            relapses_in: Vec::new(),
            unpublished: 0,
        };
        let ranks = |walked: &[Walked]| walked.iter().filter_map(|walked| walked.rank).collect();
        let (best, worst) = view.ends();
        (ranks(best), ranks(worst))
    }

    #[test]
    fn equals_are_praised_and_blamed_together_and_nobody_both() {
        let nobody = Vec::<usize>::new();
        assert_eq!(
            ends(&[100, 99, 98, 97, 96, 95, 94]),
            (vec![1, 2, 3], vec![5, 6, 7])
        );
        assert_eq!(
            ends(&[100, 100, 100, 100, 90, 80, 80, 80, 80]),
            (vec![1; 4], vec![6; 4])
        );
        assert_eq!(ends(&[90; 4]), (vec![1; 4], nobody.clone()));
        assert_eq!(ends(&[90, 80, 70, 60]), (vec![1, 2, 3], vec![4]));
        assert_eq!(ends(&[]), (nobody.clone(), nobody));
    }

    #[test]
    fn what_is_not_known_is_a_dash() {
        assert_eq!(dash(None::<usize>), "—");
        assert_eq!(dash(Some(3)), "3");
    }
}
