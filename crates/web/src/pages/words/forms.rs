//! Words of forms from above.

use super::{Say, say};
use crate::pages::look::Look;
use jiff::civil::Date;
use quantity::Period;

// The catalogue.
pub(crate) const FORMS: Say = say("张报表", "forms");
pub(crate) const FORM: Say = say("报表", "Form");
pub(crate) const HOURS_SAVED: Say = say("已省工时", "hours saved");
pub(crate) const TO_CONFIRM: Say = say("处待确认", "to be confirmed");
pub(crate) const NO_FORMS: Say = say("还没有报表", "No forms yet");
pub(crate) const NO_FORMS_WHY: Say = say(
    "把县里发来的表登记一次，以后每期自动填。",
    "Take in a form that the county asks for once; it fills itself from then on.",
);
pub(crate) const ASKED_BY: Say = say("要表单位", "Asked by");
pub(crate) const EVERY: Say = say("多久报一次", "How often");
pub(crate) const NEXT: Say = say("下一期", "Next");
pub(crate) const LAST_SENT: Say = say("上次已报", "Sent last");
pub(crate) const CONFIRMED: Say = say("已确认", "Confirmed");
pub(crate) const SHARE: Say = say("自动填报", "Filled by itself");
pub(crate) const SAVED: Say = say("已省（小时）", "Saved (hours)");
pub(crate) const SAME: Say = say("问了同一件事的报表", "Forms that ask the same");
pub(crate) const SAME_WHY: Say = say(
    "下面每一项都有不止一张表在要。可以请要表单位合并，或互相取用。",
    "More than one form asks for each of these. The offices may merge them, or take it from each other.",
);

// Taking a form in.
pub(crate) const ADD: Say = say("登记一张报表", "Take in a form");
pub(crate) const ADD_WHY: Say = say(
    "上传上级发来的空表（xlsx）。程序找出空格，提出每格填什么，拿不准的问您；版式、公式、批注一个不动。",
    "Send the blank workbook (xlsx) as it came. The blanks are found and what belongs there is proposed; where in doubt you are asked. Layout, formulas and notes stay as they are.",
);
pub(crate) const ADD_NOW: Say = say("登记并找空格", "Take it in");
pub(crate) const ADDED: Say = say(
    "已登记。请确认每处填什么。",
    "Taken in. Please confirm what belongs where.",
);
pub(crate) const WORKBOOK: Say = say("空表文件", "Workbook");
pub(crate) const CHOOSE_WORKBOOK: Say = say("请选择表格文件（xlsx）", "choose a workbook (xlsx)");
pub(crate) const TITLE: Say = say("报表名称", "Title");
pub(crate) const TITLE_MISSING: Say = say("请填写报表名称", "give the form a title");
pub(crate) const DUE_DAYS: Say = say("期末后几天内报", "Days after the period");
pub(crate) const MINUTES: Say = say("手工填一次要几分钟", "Minutes by hand");
pub(crate) const NUMBER_WANTED: Say = say("请填写整数", "a whole number is expected");
pub(crate) const MONTHLY: Say = say("每月", "Each month");
pub(crate) const QUARTERLY: Say = say("每季", "Each quarter");
pub(crate) const HALF_YEARLY: Say = say("每半年", "Each half-year");
pub(crate) const YEARLY: Say = say("每年", "Each year");
pub(crate) const ONCE: Say = say("临时", "When it comes");
pub(crate) const PURPOSE: Say = say("要表单位申明的用途", "Purpose declared by the office that asks");
pub(crate) const PURPOSE_WHY: Say = say(
    "按用途决定敏感信息给不给、给多少。",
    "How much of sensitive fields is given follows from it.",
);
pub(crate) const FIGURES: Say = say("只要数字：敏感字段不填", "Figures: sensitive fields are left out");
pub(crate) const MASKED: Say = say(
    "要名单，不必认出个人：敏感字段打码",
    "A list whose persons need not be known: masked",
);
pub(crate) const CLEAR: Say = say(
    "要能认出个人（如发放名册）：明文，要写理由，逐条记入流水",
    "Persons must be known (such as payments): in clear, for a reason, each reveal journalled",
);

// One form.
pub(crate) const FILL: Say = say("填报", "Fill");
pub(crate) const FILL_NOW: Say = say("自动填", "Fill it");
pub(crate) const PERIOD: Say = say("报告期", "Period");
pub(crate) const CONFIRM_THEM: Say = say("去确认", "Confirm");
pub(crate) const ABOUT: Say = say("这张表", "About this form");
pub(crate) const CHANGE: Say = say("修改登记内容", "Change");
pub(crate) const KEEP: Say = say("保存", "Save");
pub(crate) const KEPT: Say = say("已保存。", "Saved.");
pub(crate) const RENEW: Say = say("换成新版空表", "Take in a new workbook");
pub(crate) const RENEW_WHY: Say = say(
    "上级改了版式时用。标签没变的空格，确认过的照旧。",
    "For when its layout changed. What was confirmed about blanks with the same labels stays.",
);
pub(crate) const RENEWED: Say = say(
    "已换成新版。请看有没有要确认的。",
    "Taken in. Please see whether anything is to be confirmed.",
);
pub(crate) const REMOVE: Say = say("不再报这张表", "Take it out of the catalogue");
pub(crate) const REMOVE_WHY: Say = say(
    "从目录中去掉；报过的记录还在流水里。",
    "It leaves the catalogue; what was sent stays in the journal.",
);
pub(crate) const REMOVED: Say = say("已从目录中去掉。", "Taken out of the catalogue.");
pub(crate) const SENT: Say = say("报过的", "What was sent");
pub(crate) const NEVER_SENT: Say = say("还没有报过。", "It was not sent yet.");
pub(crate) const WHEN: Say = say("时间", "When");
pub(crate) const WHO: Say = say("经办人", "By");

// What belongs where.
pub(crate) const ANSWERS: Say = say("每处填什么", "What belongs where");
pub(crate) const ANSWERS_WHY: Say = say(
    "确认过的才会填，拿不准的空着。确认一次，以后各期照此填。",
    "Only what is confirmed is filled in; what is in doubt stays blank. Confirmed once, it holds for every period.",
);
pub(crate) const WHERE: Say = say("位置", "Where");
pub(crate) const SAYS: Say = say("表上写的", "What it says");
pub(crate) const WHAT: Say = say("填什么", "What belongs there");
pub(crate) const SURE: Say = say("确认", "Sure");
pub(crate) const IS_SURE: Say = say("确认", "sure");
pub(crate) const ALL_SURE: Say = say("都已确认", "all confirmed");
pub(crate) const CONFIRM_ALL: Say = say("全部确认", "Confirm all");
pub(crate) const WHOLE_TABLE: Say = say("整个表", "the table");
pub(crate) const INDICATORS: Say = say("指标", "Indicators");
pub(crate) const OTHER_INDICATOR: Say = say("别的指标（在右边写名称）", "Another (name it beside)");
pub(crate) const PART: Say = say(
    "与另一边合起来（时间、分组或区划）",
    "Joined with the other side (time, class or place)",
);
pub(crate) const FIXED: Say = say("固定内容", "Fixed");
pub(crate) const TOWN: Say = say("本镇名称", "The town's name");
pub(crate) const TODAY: Say = say("填报日期", "The day");
pub(crate) const PERSON: Say = say("填表人", "Who fills it");
pub(crate) const WORDS: Say = say("固定文字（在右边写）", "These words (write them beside)");
pub(crate) const THE_WORDS: Say = say("固定文字", "The words");
pub(crate) const ASK: Say = say("台账里没有，要问人", "Not in the records; ask someone");
pub(crate) const LEAVE: Say = say("留给手写（签字、盖章）", "By hand (signature, seal)");
pub(crate) const TEXT: Say = say("指标、文字或谁知道", "Indicator, words or who knows");
pub(crate) const WHO_KNOWS: Say = say("谁知道", "Who knows it");
pub(crate) const TIME: Say = say("时间", "Time");
pub(crate) const AS_THE_FORM: Say = say("（按表）", "(as the form)");
pub(crate) const THIS_PERIOD: Say = say("本期", "The period");
pub(crate) const TO_DATE: Say = say("本年累计", "From January");
pub(crate) const YEAR_BEFORE: Say = say("上年同期", "A year before");
pub(crate) const YEAR_BEFORE_TO_DATE: Say = say("上年同期累计", "From January a year before");
pub(crate) const PREVIOUS: Say = say("上期", "The period before");
pub(crate) const GROWTH: Say = say("同比%", "growth %");
pub(crate) const ONLY: Say = say("分组", "Class");
pub(crate) const ALL_CLASSES: Say = say("（不分组）", "(all)");
pub(crate) const RECORDS_OF: Say = say("逐条列出：", "Records of");
pub(crate) const BY_DAY: Say = say("按哪个日期", "By which day");
pub(crate) const ALL_RECORDS: Say = say("不论日期，全部记录", "All records, whatever their day");
pub(crate) const FILTER: Say = say("筛选条件（可不填）", "Filter (may be left out)");

// A filling.
pub(crate) const DRAWN: Say = say("填好的样子", "As it will look");
pub(crate) const SHEETS: Say = say("工作表", "Sheets");
pub(crate) const GAP: Say = say("空", "blank");
pub(crate) const CELL: Say = say("格", "Cell");
pub(crate) const FILLED: Say = say("填了的格", "Cells filled");
pub(crate) const UNFILLED: Say = say("没有填上的", "Cells not filled");
pub(crate) const CHANGED: Say = say("与上次报的不同", "different from what was sent");
pub(crate) const WHY: Say = say("为什么", "Why");
pub(crate) const VALUE: Say = say("值", "Value");
pub(crate) const FROM: Say = say("来源", "From");
pub(crate) const BEFORE: Say = say("上次报", "Sent");
pub(crate) const NOW: Say = say("这次", "Now");
pub(crate) const SAME_AS_SENT: Say = say("没有不同。", "Nothing differs.");
pub(crate) const NOTHING_FILLED: Say = say("一格也没有填上", "Nothing was filled");
pub(crate) const NOTHING_FILLED_WHY: Say = say("请先确认每处填什么。", "Confirm what belongs where first.");
pub(crate) const DOWNLOAD: Say = say("下载填好的表", "Download");
pub(crate) const WITH_NOTES: Say = say("下载，每格批注来源", "Download with sources as notes");
pub(crate) const MARK_SENT: Say = say("记为已报", "Mark as sent");
pub(crate) const MARK_WHY: Say = say(
    "“记为已报”留下这一次的每个数，下次告诉您与这次有什么不同。",
    "“Mark as sent” keeps every figure of this filling, so that next time you are told what differs.",
);
pub(crate) const REASON: Say = say("用明文的理由", "Reason for showing sensitive fields");
pub(crate) const CLEAR_WHY: Say = say(
    "这张表申明要能认出个人，填报会用明文敏感信息，并逐条记入流水。",
    "This form declares to need persons: sensitive fields are filled in clear, and each reveal is journalled.",
);

/// A period such as `2024-03` in words.
pub(crate) fn period(look: Look, text: &str) -> String {
    match text.parse::<Period>() {
        Ok(period) if look.zh() => period.zh(),
        Ok(period) => period.en(),
        Err(_) => text.to_owned(),
    }
}

/// By when a form is due.
pub(crate) fn due(look: Look, day: Date) -> String {
    if look.zh() {
        format!("{day} 前")
    } else {
        format!("by {day}")
    }
}

/// How many answers are open.
pub(crate) fn open(look: Look, count: usize) -> String {
    match (look.zh(), count) {
        (true, 0) => "都已确认".to_owned(),
        (false, 0) => "all confirmed".to_owned(),
        (true, _) => format!("{count} 处待确认"),
        (false, _) => format!("{count} to be confirmed"),
    }
}

/// What was kept of the answers.
pub(crate) fn kept(look: Look, count: usize) -> String {
    match (look.zh(), count) {
        (true, 0) => "已保存，都确认了，可以填报。".to_owned(),
        (false, 0) => "Saved; all is confirmed and can be filled.".to_owned(),
        (true, _) => format!("已保存，还有 {count} 处待确认。"),
        (false, _) => format!("Saved; {count} are still to be confirmed."),
    }
}

/// How many cells a blank has.
pub(crate) fn cells(look: Look, count: usize) -> String {
    if look.zh() {
        format!("{count} 格")
    } else {
        format!("{count} cells")
    }
}

/// A column of the sheet.
pub(crate) fn column(look: Look, letters: &str) -> String {
    if look.zh() {
        format!("{letters} 列")
    } else {
        format!("column {letters}")
    }
}

/// A row of the sheet.
pub(crate) fn row(look: Look, row: u32) -> String {
    if look.zh() {
        format!("第 {row} 行")
    } else {
        format!("row {row}")
    }
}

/// A quarter of the period's year.
pub(crate) fn quarter(look: Look, quarter: i8) -> String {
    if look.zh() {
        format!("{quarter} 季度")
    } else {
        format!("quarter {quarter}")
    }
}

/// A month of the period's year.
pub(crate) fn month(look: Look, month: i8) -> String {
    if look.zh() {
        format!("{month} 月")
    } else {
        format!("month {month}")
    }
}

/// The date field by which records fall into the period.
pub(crate) fn by_day(look: Look, title: &str) -> String {
    if look.zh() {
        format!("“{title}”在报告期内的")
    } else {
        format!("whose {title} lies in the period")
    }
}

/// The place of which a figure is.
pub(crate) fn of_place(look: Look, name: &str) -> String {
    if look.zh() {
        format!("{name}的数")
    } else {
        format!("of {name}")
    }
}

/// The heading of a filling.
pub(crate) fn filled_for(look: Look, title: &str, text: &str) -> String {
    let period = period(look, text);
    if look.zh() {
        format!("{title} {period}")
    } else {
        format!("{title}, {period}")
    }
}

/// The heading over what differs from what was sent.
pub(crate) fn since(look: Look, last: &str) -> String {
    let period = period(look, last);
    if look.zh() {
        format!("与上次报的（{period}）有什么不同")
    } else {
        format!("What differs from what was sent for {period}")
    }
}

/// What a figure is of.
pub(crate) fn figure_of(look: Look, place: &str, text: &str, records: i64) -> String {
    let period = period(look, text);
    if look.zh() {
        format!("{place}，{period}，{records} 条记录")
    } else {
        format!("{place}, {period}, {records} records")
    }
}

/// That a form was marked as sent.
pub(crate) fn sent(look: Look, text: &str) -> String {
    let period = period(look, text);
    if look.zh() {
        format!("{period}已记为已报。")
    } else {
        format!("Marked as sent for {period}.")
    }
}

/// How many are shown.
pub(crate) fn first_of(look: Look, shown: usize, all: usize) -> String {
    if look.zh() {
        format!("共 {all} 格，列出前 {shown} 格。")
    } else {
        format!("The first {shown} of {all}.")
    }
}
