//! Words of registers and records.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const YES: Say = say("是", "Yes");
pub(crate) const NO: Say = say("否", "No");
pub(crate) const NOT_SEEN: Say = say("（看不到的记录）", "(a record you may not see)");
pub(crate) const ITEM: Say = say("检查项", "Item");
pub(crate) const COUNT: Say = say("处数", "Findings");
pub(crate) const SEEN: Say = say("情况", "What was seen");
pub(crate) const OVERDUE: Say = say("超期", "Overdue");
pub(crate) const PAUSED: Say = say("暂停计时", "Paused");
pub(crate) const REOPENED: Say = say("重新启动", "Reopened");
pub(crate) const LIFTED: Say = say("已升级", "Risen");
pub(crate) const WITHDRAWN: Say = say("已作废", "Withdrawn");

// Lists.
pub(crate) const NEW: Say = say("登记", "New");
pub(crate) const EXPORT_XLSX: Say = say("导出 Excel", "Export Excel");
pub(crate) const EXPORT_CSV: Say = say("导出 CSV", "Export CSV");
pub(crate) const EXPORT_JSON: Say = say("导出 JSON", "Export JSON");
pub(crate) const EXPORT_GEOJSON: Say = say("导出地图数据（GeoJSON）", "Export for maps (GeoJSON)");
pub(crate) const EXPORT: Say = say("导出", "Export");
pub(crate) const FILTER: Say = say("筛选", "Filter");
pub(crate) const MORE_FILTERS: Say = say("更多条件", "More conditions");
pub(crate) const CONDITIONS: Say = say("当前条件", "Conditions");
pub(crate) const CLEAR: Say = say("清除全部", "Clear all");
pub(crate) const TAKE_OFF: Say = say("去掉条件", "Remove the condition");
pub(crate) const ANY: Say = say("不限", "Any");
pub(crate) const KEYWORD: Say = say("关键词", "Keyword");
pub(crate) const CONTAINS: Say = say("包含", "contains");
pub(crate) const FROM: Say = say("从", "from");
pub(crate) const TO: Say = say("到", "to");
pub(crate) const ONLY_LATE: Say = say("只看超期", "Overdue only");
pub(crate) const ONLY_CONTESTED: Say = say("只看有争议的", "Contested only");
pub(crate) const WITH_WITHDRAWN: Say = say("含已作废", "Withdrawn too");
pub(crate) const EXPRESSION: Say = say("条件表达式", "Expression");
pub(crate) const EXPRESSION_HELP: Say = say(
    "例如 category == 'neighbour' && reported_on >= '2024-03-01'",
    "Such as category == 'neighbour' && reported_on >= '2024-03-01'",
);
pub(crate) const COLUMNS: Say = say("列", "Columns");
pub(crate) const COLUMNS_SET: Say = say("按所选的列显示", "Show these columns");
pub(crate) const TIGHT: Say = say("紧凑", "Compact");
pub(crate) const LOOSE: Say = say("宽松", "Roomy");
pub(crate) const VIEWS: Say = say("视图", "Views");
pub(crate) const VIEW_NAME: Say = say("视图名称", "Name of the view");
pub(crate) const VIEW_KEEP: Say = say("存为视图", "Keep as a view");
pub(crate) const VIEW_KEPT: Say = say("视图已保存。", "The view was kept.");
pub(crate) const VIEW_DROP: Say = say("删去视图", "Take the view away");
pub(crate) const VIEW_DROPPED: Say = say("视图已删去。", "The view was taken away.");
pub(crate) const NO_VIEWS: Say = say("还没有保存的视图。", "No views kept yet.");
pub(crate) const NUMBER: Say = say("编号", "Number");
pub(crate) const STATE: Say = say("状态", "State");
pub(crate) const LEVEL: Say = say("层级", "Level");
pub(crate) const DUE: Say = say("期限", "Due");
pub(crate) const MADE: Say = say("登记时间", "Made");
pub(crate) const MADE_BY: Say = say("登记人", "Made by");
pub(crate) const CHANGED: Say = say("最近修改", "Changed");
pub(crate) const NEXT: Say = say("下一页", "Next page");
pub(crate) const FIRST: Say = say("回到首页", "First page");
pub(crate) const COUNT_ALL: Say = say("数一数共几条", "Count them all");
pub(crate) const NOTHING: Say = say("还没有记录", "No records yet");
pub(crate) const NOTHING_WHY: Say = say(
    "登记第一条，它就会出现在这里。",
    "Write the first one down and it will appear here.",
);
pub(crate) const NO_MATCH: Say = say("没有符合条件的记录", "No record fits");
pub(crate) const NO_MATCH_WHY: Say = say("放宽一两个条件试试。", "Loosen a condition or two.");

// A record.
pub(crate) const EDIT: Say = say("修改", "Edit");
pub(crate) const DETAILS: Say = say("内容", "Details");
pub(crate) const BY_PROGRAM: Say = say("系统填写", "Filled by the program");
pub(crate) const SENSITIVE: Say = say("敏感信息", "Sensitive");
pub(crate) const FILES: Say = say("附件", "Attachments");
pub(crate) const STANDING: Say = say("办理情况", "Where it stands");
pub(crate) const NEXT_STEPS: Say = say("下一步", "Next steps");
pub(crate) const NO_STEPS: Say = say(
    "您的岗位目前没有可办的环节。",
    "There is no step that your posts could take now.",
);
pub(crate) const HISTORY: Say = say("来龙去脉", "History");
pub(crate) const REVEAL: Say = say("查看原文", "Show in clear");
pub(crate) const REVEAL_WHY: Say = say("查看原因", "Why you need it");
pub(crate) const REVEAL_HELP: Say = say(
    "查看人、时间和原因都会记入流水。",
    "Who looked, when and why goes into the journal.",
);
pub(crate) const REVEALED: Say = say(
    "原文（离开本页即不再显示）",
    "In clear (gone when you leave this page)",
);
pub(crate) const WITHDRAW: Say = say("作废", "Withdraw");
pub(crate) const RESTORE: Say = say("恢复", "Restore");
pub(crate) const REASON: Say = say("原因", "Reason");
pub(crate) const WITHDRAWN_NOW: Say = say(
    "已作废，可随时恢复。",
    "Withdrawn; it can be restored at any time.",
);
pub(crate) const RESTORED: Say = say("已恢复。", "Restored.");
pub(crate) const CONTESTED: Say = say("两人同时修改了同一处", "Two people changed the same thing");
pub(crate) const CONTESTED_WHY: Say = say(
    "下面的值没有被采用。若现在的值是对的，请确认；若不对，请先修改再确认。",
    "These values were not taken. If what stands now is right, confirm it; if not, edit it first.",
);
pub(crate) const SETTLE: Say = say("现在的值是对的", "What stands now is right");
pub(crate) const SETTLED: Say = say("已确认。", "Confirmed.");
pub(crate) const OTHER_VALUE: Say = say("未采用", "Not taken");
pub(crate) const STANDS_NOW: Say = say("现为", "Stands now");
pub(crate) const LINKED_FROM: Say = say("相关记录", "Linked from");

// History.
pub(crate) const WAS: Say = say("原为", "was");
pub(crate) const NOW: Say = say("改为", "now");
pub(crate) const BEGAN_WITH: Say = say("登记时的内容", "What it began with");
pub(crate) const NOT_GIVEN: Say = say("未填", "not given");
pub(crate) const PROGRAM: Say = say("系统", "The program");

// Forms.
pub(crate) const NEW_OF: Say = say("登记", "New:");
pub(crate) const SAVE: Say = say("保存", "Save");
pub(crate) const SUBMIT: Say = say("提交登记", "Submit");
pub(crate) const SUBMIT_MORE: Say = say("提交并再登记一条", "Submit and write another");
pub(crate) const KEEP_DRAFT: Say = say("存草稿", "Keep as draft");
pub(crate) const DRAFT_KEPT: Say = say(
    "草稿已保存，随时可以回来接着填。",
    "Draft kept; come back any time and go on.",
);
pub(crate) const DRAFT_FOUND: Say = say(
    "这是您上次没有提交的草稿，保存于",
    "This is a draft you did not send, kept at",
);
pub(crate) const DRAFT_DROP: Say = say("丢弃草稿，重新填写", "Throw it away and begin anew");
pub(crate) const DRAFT_DROPPED: Say = say("草稿已丢弃。", "The draft was thrown away.");
pub(crate) const KEPT: Say = say("已登记。", "Kept.");
pub(crate) const AMENDED: Say = say("已修改。", "Changed.");
pub(crate) const UNCHANGED: Say = say("没有改动，未作修改。", "Nothing differed; nothing was changed.");
pub(crate) const MERGED: Say = say(
    "已修改。其间有人也改了同一处，两个值都留着，请到本页上方确认。",
    "Changed. Someone changed the same thing meanwhile; both values are kept, please decide at the top of this page.",
);
pub(crate) const STEPPED: Say = say("已办理", "Done");
pub(crate) const LATER: Say = say(
    "后续环节填写的内容（现在可不填）",
    "Filled in later steps (may be left out now)",
);
pub(crate) const REQUIRED: Say = say("必填", "required");
pub(crate) const CHOOSE: Say = say("请选择", "Choose");
pub(crate) const BY_DEFAULT: Say = say("不填则自动填写", "filled for you when left out");
pub(crate) const MORE_ROWS: Say = say("加几行", "More rows");
pub(crate) const ROW: Say = say("第几行", "Row");
pub(crate) const KEEP_FILE: Say = say("保留", "Keep");
pub(crate) const CLEAR_SENSITIVE: Say = say("清除现有内容", "Clear what is there");
pub(crate) const SENSITIVE_HELP: Say = say("加密保存，只显示掩码", "kept encrypted, shown masked");
pub(crate) const UNCHANGED_IF_EMPTY: Say = say("留空则不改", "unchanged when left empty");
pub(crate) const FIND: Say = say("查找", "Find");
pub(crate) const FIND_HINT: Say = say("输入名称的一部分", "Part of its name");
pub(crate) const POINT_HELP: Say = say(
    "经度,纬度，如 121.43,29.28",
    "Longitude,latitude such as 121.43,29.28",
);
pub(crate) const SHAPE_HELP: Say = say(
    "GeoJSON 文本，可从地图软件导出",
    "GeoJSON, as map programs export it",
);
pub(crate) const HERE: Say = say("取当前位置", "Where I am");
pub(crate) const NOTE: Say = say("办理说明", "Note");
pub(crate) const CANCEL: Say = say("取消", "Cancel");
pub(crate) const CHOICES: Say = say("可多选", "several may be chosen");

/// How many rows.
pub(crate) fn rows(look: Look, count: usize) -> String {
    if look.zh() {
        format!("{count} 行")
    } else if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}

/// How many of the findings are relapses.
pub(crate) fn relapses(look: Look, count: i64) -> String {
    if look.zh() {
        format!("复发 {count}")
    } else {
        format!("{count} again")
    }
}

/// How many points a shape has.
pub(crate) fn points(look: Look, count: usize) -> String {
    if look.zh() {
        format!("{count} 个点")
    } else {
        format!("{count} points")
    }
}

/// Days left to a deadline, or days past it.
pub(crate) fn left(look: Look, days: i32) -> String {
    match (look.zh(), days) {
        (true, 0) => "（今天）".to_owned(),
        (true, 1..) => format!("（还有 {days} 天）"),
        (true, _) => format!("（已过 {} 天）", -days),
        (false, 0) => "(today)".to_owned(),
        (false, 1) => "(1 day left)".to_owned(),
        (false, 2..) => format!("({days} days left)"),
        (false, -1) => "(1 day late)".to_owned(),
        (false, _) => format!("({} days late)", -days),
    }
}

/// How many records there are in all.
pub(crate) fn in_all(look: Look, count: u64) -> String {
    if look.zh() {
        format!("共 {count} 条")
    } else if count == 1 {
        "1 record".to_owned()
    } else {
        format!("{count} records")
    }
}

/// What was done to a record.
pub(crate) fn deed(name: &str) -> Say {
    match name {
        "create" => say("登记", "Made"),
        "bring" => say("导入历史记录", "Brought in"),
        "amend" => say("修改", "Changed"),
        "step" => say("办理", "Step"),
        "lift" => say("超期，自动升级", "Missed its limit, rose one level"),
        "overdue" => say("超过期限", "Missed its limit"),
        "remind" => say("到期提醒", "Reminded"),
        "withdraw" => say("作废", "Withdrawn"),
        "restore" => say("恢复", "Restored"),
        "settle" => say("确认有争议的值", "Settled a contested value"),
        "reveal" => say("查看敏感信息", "Looked at sensitive fields"),
        _ => say("变动", "Changed"),
    }
}
