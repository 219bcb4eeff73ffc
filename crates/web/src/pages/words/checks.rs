//! Words of monthly checks: rounds, rankings, bulletins, the checklist's form.

use super::{Say, say};
use crate::pages::look::Look;
use jiff::civil::Date;

pub(crate) const CHECKS: Say = say("检查评比", "Checks");
pub(crate) const NONE: Say = say(
    "没有您能看到的逐月检查",
    "There is no monthly check that you may see",
);
pub(crate) const NONE_WHY: Say = say(
    "业务包里写明逐月检查的台账，会列在这里。",
    "Registers whose pack says that they are walked every month are listed here.",
);
pub(crate) const WAITING: Say = say("未检", "Not yet");
pub(crate) const MEAN: Say = say("平均分", "Mean");
pub(crate) const RELAPSES: Say = say("复发", "Relapses");
pub(crate) const MONTH: Say = say("月份", "Month");
pub(crate) const GO: Say = say("查看", "Go");
pub(crate) const BEFORE: Say = say("上月", "Month before");
pub(crate) const AFTER: Say = say("下月", "Month after");
pub(crate) const BEGIN: Say = say("去检查", "Check");
pub(crate) const ALL_DONE: Say = say("本月已全部检查", "All are done this month");
pub(crate) const NOTHING: Say = say("这个月还没有检查", "No check in this month yet");
pub(crate) const NOTHING_WHY: Say = say(
    "从下面“未检”里选一个地方开始，查完会带到下一个。",
    "Begin with one of the places below; after each you are taken to the next.",
);
pub(crate) const RANKING: Say = say("排名", "Ranking");
pub(crate) const UNRANKED: Say = say("各地得分", "Points");
pub(crate) const RANK: Say = say("名次", "Rank");
pub(crate) const PLACE: Say = say("地方", "Place");
pub(crate) const SCORE: Say = say("得分", "Points");
pub(crate) const TREND: Say = say("较上月", "Trend");
pub(crate) const STATE: Say = say("办理情况", "State");
pub(crate) const BEST: Say = say("前三名", "Best three");
pub(crate) const WORST: Say = say("后三名", "Last three");
pub(crate) const FOUND_MOST: Say = say("突出问题", "Found most");
pub(crate) const BULLETIN: Say = say("通报", "Bulletin");
pub(crate) const PUBLISH: Say = say("通报名次并交办整改", "Make ranks known and hand over");
pub(crate) const PUBLISH_WHY: Say = say(
    "各地的名次会写入检查记录，并按各自的环节进入整改。还有未检的，请先查完。",
    "Each check keeps its rank and goes on by its own step. Check what is not done yet first.",
);
pub(crate) const NOT_RANKED_WHY: Say = say(
    "名次把各地放在一起比，只有看得到全镇的岗位才能看；这里只有您管的地方。",
    "A ranking shows everyone beside everyone; here are only the places you look after.",
);
pub(crate) const EACH: Say = say("每处", "each");
pub(crate) const MOST: Say = say("最多", "at most");
pub(crate) const VOID: Say = say("有即全扣", "any loses all");
pub(crate) const MORE: Say = say("情况、照片", "Details, photo");
pub(crate) const PHOTO: Say = say("照片", "Photo");
pub(crate) const AGAIN: Say = say("其中复发", "of these again");
pub(crate) const OTHERS: Say = say("其他", "Other");
pub(crate) const TOTAL: Say = say("现在得分", "So far");
pub(crate) const WORK_OUT: Say = say("算分", "Work it out");
pub(crate) const NEXT_PLACE: Say = say("提交并查下一个", "Submit and go on to the next");
pub(crate) const ROUND_DONE: Say = say("本月已全部查完。", "The month's round is done.");

/// A month as people write it.
pub(crate) fn month(look: Look, month: Date) -> String {
    if look.zh() {
        format!("{}年{}月", month.year(), month.month())
    } else {
        month.strftime("%B %Y").to_string()
    }
}

/// So many of so many.
pub(crate) fn done_of(look: Look, done: usize, all: usize) -> String {
    if look.zh() {
        format!("应检 {all}，已检 {done}")
    } else {
        format!("{done} of {all} done")
    }
}

/// Findings of an item over some places.
pub(crate) fn found_in(look: Look, count: i64, places: usize) -> String {
    match (look.zh(), places) {
        (true, _) => format!("{count} 处，涉及 {places} 个地方"),
        (false, 1) => format!("{count} in 1 place"),
        (false, _) => format!("{count} in {places} places"),
    }
}

/// Places of rank gained or lost.
pub(crate) fn moved(look: Look, before: usize, now: usize) -> (String, bool) {
    let (up, by) = (now < before, before.abs_diff(now));
    let text = match (look.zh(), by, up) {
        (true, 0, _) => "持平".to_owned(),
        (true, _, true) => format!("↑ 升 {by} 位"),
        (true, _, false) => format!("↓ 降 {by} 位"),
        (false, 0, _) => "same".to_owned(),
        (false, _, true) => format!("↑ up {by}"),
        (false, _, false) => format!("↓ down {by}"),
    };
    (text, up)
}
