//! Words of commitments: the board, one commitment, taking up a report's promises.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const TITLE: Say = say("重点任务", "Commitments");
pub(crate) const YEAR: Say = say("年度", "Year");
pub(crate) const OFFICE: Say = say("科室", "Office");
pub(crate) const LIGHT: Say = say("亮灯", "Light");
pub(crate) const PLACE: Say = say("区划", "Place");
pub(crate) const GROUPED: Say = say("分组", "Grouped by");
pub(crate) const BY_OFFICE: Say = say("按牵头科室", "lead office");
pub(crate) const BY_CHAPTER: Say = say("按报告章节", "chapter");
pub(crate) const ALL: Say = say("全部", "All");
pub(crate) const SHOW: Say = say("筛选", "Filter");
pub(crate) const UNLIT: Say = say("未亮灯", "No light");
pub(crate) const DONE: Say = say("已完成", "Done");
pub(crate) const HOW_FAR: Say = say("走到哪了", "How far are we?");
pub(crate) const OF_OFFICES: Say = say("各科室平均完成率", "Done on average, by lead office");
pub(crate) const PACE: Say = say("时间进度", "time passed");
pub(crate) const NO_OFFICE: Say = say("未定牵头科室", "No lead office yet");
pub(crate) const NO_CHAPTER: Say = say("未注明章节", "No chapter");
pub(crate) const NONE: Say = say("这一年还没有任务", "There are no commitments yet");
pub(crate) const NONE_WHY: Say = say(
    "从上一年的工作报告里读出任务，逐条确认后就在这里督办。",
    "Read the promises out of last year's report; once confirmed, they are followed here.",
);
pub(crate) const NO_MATCH: Say = say("没有符合条件的任务", "No commitment fits");
pub(crate) const NO_MATCH_WHY: Say = say("放宽条件再看看。", "Loosen the conditions.");
pub(crate) const CLEAR: Say = say("清除条件", "Clear");
pub(crate) const ADOPT: Say = say("从报告读出任务", "Take up a report");
pub(crate) const DOWNLOAD: Say = say("下载", "Download");
pub(crate) const TABLE: Say = say("任务分解表（Excel）", "Division table (Excel)");
pub(crate) const BULLETIN: Say = say("督查通报", "Monthly bulletin");
pub(crate) const TASK: Say = say("任务", "Commitment");
pub(crate) const PROGRESS: Say = say("完成率", "Done");
pub(crate) const DEADLINE: Say = say("期限", "Deadline");
pub(crate) const LEAD: Say = say("牵头科室", "Lead office");
pub(crate) const JOINT: Say = say("配合科室", "Joint offices");
pub(crate) const LEADER: Say = say("责任领导", "Leader in charge");
pub(crate) const WHY: Say = say("缘由", "Why");
pub(crate) const MINE: Say = say("我的重点任务", "My commitments");
pub(crate) const OF_TOWN: Say = say("全镇重点任务", "The town's commitments");
pub(crate) const ALL_IN_STEP: Say = say("没有红灯和黄灯。", "No red or yellow light.");

// One commitment.
pub(crate) const STANDING: Say = say("进度", "Progress");
pub(crate) const NOT_KNOWN: Say = say("还没有数据", "Not known yet");
pub(crate) const LIVE: Say = say("目前", "So far");
pub(crate) const TARGET: Say = say("目标", "Target");
pub(crate) const PLANNED: Say = say("按时序应达到", "In step with time");
pub(crate) const ACTUAL: Say = say("实际完成", "Done");
pub(crate) const MONTH: Say = say("截至月份", "By the end of");
pub(crate) const MONTHS_TABLE: Say = say("逐月数据", "Month by month");
pub(crate) const SAID: Say = say("报告里的话", "As the report says it");
pub(crate) const SOURCE: Say = say("出处", "From");
pub(crate) const CHAPTER: Say = say("章节", "Chapter");
pub(crate) const INDICATOR: Say = say("对应指标", "Indicator");
pub(crate) const NO_INDICATOR: Say = say(
    "没有对应指标，进度看月报",
    "None; progress is told by monthly reports",
);
pub(crate) const NOT_SURE: Say = say("待确认", "to be asked");
pub(crate) const BEHIND: Say = say("数字背后的记录", "The records behind it");
pub(crate) const ALL_RECORDS: Say = say("看全部来源", "All records");
pub(crate) const NO_RECORDS: Say = say("还没有记录", "No records yet");
pub(crate) const PARTS: Say = say(
    "这个数由下列指标算出，点开看各自的记录：",
    "This figure is worked out of these; open one to see its records:",
);
pub(crate) const MONTHLY: Say = say("每月进展", "Monthly progress");
pub(crate) const NO_MONTHLY: Say = say("还没有报过进展。", "No progress was reported yet.");
pub(crate) const PROBLEMS: Say = say("问题", "Problems");
pub(crate) const NEXT: Say = say("下步", "Next");
pub(crate) const WRITE_MONTH: Say = say("填写本月进展", "Write this month's progress");
pub(crate) const MILESTONES: Say = say("节点", "Milestones");
pub(crate) const NO_MILESTONES: Say = say("没有分节点。", "It has no milestones.");
pub(crate) const ADD_MILESTONE: Say = say("加节点", "Add a milestone");
pub(crate) const REACHED: Say = say("已完成", "reached");
pub(crate) const MISSED: Say = say("逾期", "missed");
pub(crate) const DUE: Say = say("应于", "due");
pub(crate) const NOTICES: Say = say("督办单", "Supervision notices");
pub(crate) const NO_NOTICES: Say = say("没有发过督办单。", "No notice was issued.");
pub(crate) const REPLY_BY: Say = say("回复期限", "Reply due");
pub(crate) const ISSUE: Say = say("发督办单", "Issue a notice");
pub(crate) const WHOLE_RECORD: Say = say("台账记录与来龙去脉", "The record and its history");

// Taking up a report.
pub(crate) const REPORT_FILE: Say = say(
    "上年工作报告（docx、html、md、txt）",
    "Last year's report (docx, html, md, txt)",
);
pub(crate) const REPORT_TEXT: Say = say("或粘贴全文", "Or paste its text");
pub(crate) const REPORT_NAME: Say = say("报告名称", "What the report is called");
pub(crate) const REPORT_NAME_HINT: Say = say("如：2024年政府工作报告", "Such as: Work report of 2024");
pub(crate) const MEASURABLE: Say = say("只取有数字或期限的任务", "Only promises with a number or a day");
pub(crate) const READ: Say = say("读出任务", "Read the promises");
pub(crate) const HOW_ADOPT: Say = say(
    "程序从报告里找出承诺，为每条提出牵头科室、期限和对应指标。您逐条确认、修改或不列入，最后一次列入；在那之前什么也不写入。",
    "The program finds the promises and suggests a lead office, a deadline and an indicator for each. You confirm, change or leave out each one and take them up together; until then nothing is written.",
);
pub(crate) const NOTHING_GIVEN: Say = say("请选择文件或粘贴报告全文", "Choose a file or paste the text");
pub(crate) const NO_PROMISES: Say = say(
    "没有读出任务。请看看报告是否有下一年的工作安排部分。",
    "No promise was found. See whether the report has a part on the year to come.",
);
pub(crate) const TAKE: Say = say("列入", "Take up");
pub(crate) const REPEATED: Say = say("先前已列入", "Taken up before");
pub(crate) const UNIT: Say = say("单位", "Unit");
pub(crate) const BOUND: Say = say("目标关系", "How it binds");
pub(crate) const NOT_BOUND: Say = say("无对应指标", "No indicator");
pub(crate) const DECIDE: Say = say("请确认……", "Please decide…");
pub(crate) const UNDECIDED: Say = say(
    "请选定对应指标，或选“无对应指标”",
    "Choose the indicator, or “No indicator”",
);
pub(crate) const JOINT_HELP: Say = say("多个科室用顿号隔开", "separated by commas");
pub(crate) const TAKE_ALL: Say = say("列入选中的任务", "Take up those chosen");
pub(crate) const NONE_CHOSEN: Say = say("一条也没有选。", "None was chosen.");
pub(crate) const DRAFT_FOUND: Say = say("接着上次的确认，保存于", "Going on where you left off, kept at");
pub(crate) const START_OVER: Say = say("放弃，换一份报告", "Give up and take another report");

/// A light in words.
pub(crate) fn average(look: Look, percent: &str, elapsed: &str) -> String {
    if look.zh() {
        format!("平均完成 {percent}%，时间过去 {elapsed}%。")
    } else {
        format!("{percent}% is done on average in {elapsed}% of the time.")
    }
}

/// How many promises were found.
pub(crate) fn found(look: Look, count: usize, asked: usize) -> String {
    match (look.zh(), asked) {
        (true, 0) => format!("读出 {count} 条任务。"),
        (true, _) => format!("读出 {count} 条任务，其中 {asked} 条的对应指标要请您确认。"),
        (false, 0) => format!("{count} promises were found."),
        (false, _) => {
            format!("{count} promises were found; for {asked} of them please decide on the indicator.")
        }
    }
}

/// What became of the promises.
pub(crate) fn taken(look: Look, made: usize, confirmed: usize, repeated: usize) -> String {
    let mut told = if look.zh() {
        format!("已列入 {made} 项任务，其中 {confirmed} 项已确认分解")
    } else {
        format!("{made} commitments were taken up, {confirmed} of them confirmed")
    };
    if repeated > 0 {
        told.push_str(&if look.zh() {
            format!("；{repeated} 项先前已列入")
        } else {
            format!("; {repeated} had been before")
        });
    }
    told.push(if look.zh() { '。' } else { '.' });
    told
}
