//! Words of yearly evaluations.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const EVALUATIONS: Say = say("年度评价", "Evaluations");
pub(crate) const NONE: Say = say("没有您能看到的评价", "There is no evaluation that you may see");
pub(crate) const NONE_WHY: Say = say(
    "排名把各家放在一起比，只有看得到全镇数据的岗位才能看。",
    "A ranking shows everyone beside everyone; it is for posts that see the whole town.",
);
pub(crate) const NO_YEARS: Say = say("台账里还没有数据。", "The register holds nothing yet.");
pub(crate) const HOW: Say = say("怎么算", "How it is worked out");
pub(crate) const HOW_WHY: Say = say(
    "得分 = 各项之和（数值 ÷ 基准值 × 权重）+ 加减分。档次按名次分。",
    "The score is the sum of value ÷ base × weight over the terms, and what is added or taken off. Grades go by rank.",
);
pub(crate) const TERM: Say = say("评价项", "Term");
pub(crate) const FORMULA: Say = say("数值取自", "Value");
pub(crate) const BASE: Say = say("基准值", "Base");
pub(crate) const WEIGHT: Say = say("权重", "Weight");
pub(crate) const BOUNDS: Say = say("上下限", "Bounds");
pub(crate) const IF_MISSING: Say = say("缺数据时", "If missing");
pub(crate) const AVERAGE: Say = say("取同类平均分", "average of the others");
pub(crate) const NOTHING: Say = say("不得分", "nothing");
pub(crate) const ADJUST: Say = say("加减分", "Added or taken off");
pub(crate) const RANK: Say = say("名次", "Rank");
pub(crate) const NAME: Say = say("名称", "Name");
pub(crate) const SCORE: Say = say("得分", "Score");
pub(crate) const GRADE: Say = say("档次", "Grade");
pub(crate) const STATE: Say = say("办理情况", "State");
pub(crate) const RESULT: Say = say("排名与档次", "Ranks and grades");
pub(crate) const UNRANKED: Say = say("不排名", "Not ranked");
pub(crate) const DIFFERS: Say = say("未定档", "Not kept yet");
pub(crate) const NOT_KEPT: Say = say("与台账现存结果不同", "Differs from what is kept");
pub(crate) const KEEP: Say = say("定档：写入台账", "Keep: write into the register");
pub(crate) const LEFT_OUT: Say = say("未列入评价", "Left out");
pub(crate) const WITHDRAWN: Say = say("记录已作废", "The record is withdrawn");
pub(crate) const COUNTED_IN: Say = say("列入：", "Counted in: ");
pub(crate) const NOT_WITHIN: Say = say("不符合评价范围", "Outside of the evaluation's scope");
pub(crate) const FOR_ALL: Say = say("一起办", "For all at once");
pub(crate) const FOR_ALL_WHY: Say = say(
    "公示、公示期满、确认等不用补填内容的环节，可以一起办；提异议和复核在各家记录里办。",
    "Steps that ask for nothing can be taken for all at once; objections and their answers are dealt with in each record.",
);
pub(crate) const WORKING: Say = say("计算过程", "The working");
pub(crate) const VALUE: Say = say("数值", "Value");
pub(crate) const POINTS: Say = say("得分", "Points");
pub(crate) const AVERAGED: Say = say("缺数据，取平均", "no data: average");
pub(crate) const NO_VALUE: Say = say("缺数据", "no data");
pub(crate) const SUM: Say = say("合计", "Sum");
pub(crate) const WHAT_IF: Say = say("试算", "What if");
pub(crate) const WHAT_IF_WHY: Say = say(
    "改几个数看看得分和名次会怎样。只算不存，别人看不到。",
    "Change some inputs and see the score and the rank. Nothing is written, nobody else sees it.",
);
pub(crate) const TRY: Say = say("试算", "Work it out");
pub(crate) const AS_IT_IS: Say = say("恢复原数", "As it is");
pub(crate) const THEN: Say = say("试算后", "Then");
pub(crate) const RECORD: Say = say("查看台账记录", "See the record");
pub(crate) const NEXT: Say = say("下一步", "Next steps");

/// How many were kept.
pub(crate) fn kept(look: Look, count: usize) -> String {
    match (look.zh(), count) {
        (true, 0) => "结果没有变化，未写入。".to_owned(),
        (true, _) => format!("已定档 {count} 家。"),
        (false, 0) => "Nothing has changed; nothing was written.".to_owned(),
        (false, _) => format!("{count} kept."),
    }
}

/// A year as a heading.
pub(crate) fn year(look: Look, year: i16) -> String {
    if look.zh() {
        format!("{year} 年")
    } else {
        year.to_string()
    }
}

/// How many records, briefly.
pub(crate) fn count(look: Look, count: usize) -> String {
    if look.zh() {
        format!("{count} 家")
    } else {
        count.to_string()
    }
}
