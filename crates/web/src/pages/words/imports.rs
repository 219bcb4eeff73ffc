//! Words of bringing ledgers in.

use super::{Say, say};
use crate::pages::look::Look;

// Sending.
pub(crate) const SEND: Say = say("从表格导入", "Bring in a ledger");
pub(crate) const SEND_HELP: Say = say(
    "Excel、WPS、ODS 和 CSV（UTF-8、GB18030）都可以，不用先整理：标题行、多行表头、合并格、合计、脚注都认得出来。先看结果，点“导入”才会写入。",
    "Workbooks of Excel, WPS and ODS and CSV come as they are: titles, headers of several rows, merged cells, totals and notes are recognised. Look first; nothing is written until you bring it in.",
);
pub(crate) const REGISTER: Say = say("导入到台账", "Into register");
pub(crate) const CHOOSE_REGISTER: Say = say("请选择台账", "Choose a register");
pub(crate) const FILE: Say = say("表格文件", "File");
pub(crate) const CHOOSE_FILE: Say = say("请选择表格文件", "choose a file");
pub(crate) const LOOK_AT: Say = say("上传并识别", "Send and look at it");
pub(crate) const MAY_NOT: Say = say("您的岗位不能导入", "Your posts do not bring records in");
pub(crate) const MAY_NOT_WHY: Say = say(
    "需要导入时，请找科室人员，或请管理员调整岗位。",
    "Ask the office staff, or an administrator for another post.",
);
pub(crate) const ON_THE_WAY: Say = say("还没有导完的", "On the way");
pub(crate) const SENT_AT: Say = say("上传时间", "Sent at");
pub(crate) const STATE: Say = say("状态", "State");
pub(crate) const LEVEL: Say = say("层级", "Level");
pub(crate) const DROP: Say = say("丢弃", "Throw away");
pub(crate) const DROPPED: Say = say("已丢弃。", "Thrown away.");
pub(crate) const DONE: Say = say("已经导入的", "Batches that are in");
pub(crate) const NONE_DONE: Say = say("还没有导入过", "Nothing was brought in yet");
pub(crate) const NONE_DONE_WHY: Say = say(
    "每次导入是一批，列在这里；导错了可以整批撤回。",
    "Each import is a batch and listed here; a wrong one can be taken back as a whole.",
);
pub(crate) const WHEN: Say = say("时间", "When");
pub(crate) const WHO: Say = say("经办人", "By");
pub(crate) const BATCH: Say = say("批次", "Batch");

// How far a ledger has come.
pub(crate) const AT_WORK_WHY: Say = say(
    "本页会自己刷新。可以先去做别的事，回头在“导入”里接着看。",
    "This page renews itself. You may go on with something else and come back to it under “Import”.",
);
pub(crate) const ONLY_SENT: Say = say("已上传", "Sent");
pub(crate) const ONLY_SENT_WHY: Say = say(
    "文件已经收好，还没有识别完。",
    "The file is kept; it was not looked at to the end.",
);
pub(crate) const TO_CONFIRM: Say = say("待确认", "To be confirmed");
pub(crate) const FAILED: Say = say("没有读成", "It could not be read");
pub(crate) const BROKEN_OFF: Say = say("中途断了", "Broken off");
pub(crate) const BROKEN_OFF_WHY: Say = say(
    "导入中途断了，已经写入的都在。接着导不会重复：已有的行不变，其余的补上。",
    "The import was broken off; what was written is there. Going on doubles nothing: rows that are in stay as they are, the rest is added.",
);
pub(crate) const GO_ON: Say = say("接着导", "Go on");
pub(crate) const IS_IN: Say = say("已导入", "In");

// What was found.
pub(crate) const FOUND: Say = say("识别出的表格", "Tables that were found");
pub(crate) const TAKEN: Say = say("导入", "brought in");
pub(crate) const LEFT_ASIDE: Say = say("不导入", "left aside");
pub(crate) const CAPTION: Say = say("表头上方", "above the table");
pub(crate) const SUM: Say = say("合计行", "sum");
pub(crate) const HEADING: Say = say("分组标题", "heading of a group");
pub(crate) const REPEATED_HEADER: Say = say("重复的表头", "header once more");
pub(crate) const NOTE: Say = say("脚注", "note");
pub(crate) const SHEETS: Say = say("工作表", "Sheet");
pub(crate) const ALL_ALIKE: Say = say("所有表头相同的工作表", "All sheets with the same header");

// What the columns mean.
pub(crate) const COLUMNS: Say = say("每一列是什么", "What the columns mean");
pub(crate) const COLUMN: Say = say("表中的列", "Column");
pub(crate) const SAMPLES: Say = say("例如", "Such as");
pub(crate) const NO_SAMPLES: Say = say("敏感或空列，不显示", "not shown");
pub(crate) const MEANS: Say = say("对应字段", "Field");
pub(crate) const LEAVE_OUT: Say = say("（不导入这一列）", "(left out)");
pub(crate) const LIKELY: Say = say("可能是", "Likely");
pub(crate) const OTHERS: Say = say("其他字段", "Others");
pub(crate) const SURE: Say = say("把握", "How sure");
pub(crate) const NOT_TAKEN: Say = say("不导入", "left out");
pub(crate) const COUNTS: Say = say("序号", "counts rows");
pub(crate) const REPEATS: Say = say("空格同上", "Blank as above");
pub(crate) const STRANGE: Say = say("不认识的说法", "Words that no code is called by");
pub(crate) const STRANGE_WHY: Say = say(
    "表里的这些说法，台账的代码里没有。请说明各是什么；会记住，下次不再问。",
    "The ledger has words that the register's codes do not know. Say what they mean; it is remembered.",
);
pub(crate) const SEND_BACK: Say = say("（不认识，退回这些行）", "(unknown, send such rows back)");
pub(crate) const NOT_TOLD: Say = say("表里没有、又必须填的", "Required and not in the ledger");
pub(crate) const NOT_TOLD_WHY: Say = say(
    "填在这里的，每一行都一样。不填的日期按今天算。",
    "What is filled here holds for every row. A date left out is today's.",
);
pub(crate) const KEY: Say = say("怎样认出已有的记录", "How a record that is there is known again");
pub(crate) const KEY_WHY: Say = say(
    "这几项都相同的，就是同一条：更新它，不另建一条。",
    "A row with all of these the same is the same record: it is brought into line and not doubled.",
);
pub(crate) const TRY: Say = say("按这样对应，重新看结果", "Take it so and look again");
pub(crate) const TRY_WHY: Say = say(
    "不会写入。导入之后，这样的表头下次自动照此对应。",
    "Nothing is written. Once it is in, the next ledger with this header is read the same way.",
);

// What becomes of the rows.
pub(crate) const CREATED: Say = say("新增", "New");
pub(crate) const UPDATED: Say = say("更新", "Changed");
pub(crate) const UNCHANGED: Say = say("无变化", "Same");
pub(crate) const REJECTED: Say = say("退回", "Sent back");
pub(crate) const ROW_BY_ROW: Say = say("逐行结果", "Row by row");
pub(crate) const ROW: Say = say("行", "Row");
pub(crate) const BECOMES: Say = say("结果", "Outcome");
pub(crate) const DETAIL: Say = say("说明", "Detail");
pub(crate) const CHANGES: Say = say("改动：", "changes:");
pub(crate) const THE_RECORD: Say = say("看这条记录", "See the record");
pub(crate) const NO_SUCH_ROWS: Say = say("没有这样的行。", "There are no such rows.");
pub(crate) const MORE_ROWS: Say = say("更多行", "More rows");
pub(crate) const ROWS_BEFORE: Say = say("前面的行", "Rows before");
pub(crate) const ROWS_AFTER: Say = say("后面的行", "Rows after");
pub(crate) const RETURNED: Say = say(
    "下载退回的行（原因批注在格子上）",
    "Rows sent back, as a workbook",
);

// Bringing in.
pub(crate) const BRING_IN: Say = say("导入", "Bring in");
pub(crate) const UNDECIDED: Say = say(
    "下面这些要您看一眼，确认之后才能导入：",
    "These want your decision before anything can come in:",
);
pub(crate) const DECIDE: Say = say("去确认", "Decide");
pub(crate) const ALL_THERE: Say = say(
    "表里的内容台账里都有了，没有要导入的。",
    "All of this is in the register already; there is nothing to bring in.",
);
pub(crate) const ALL_REJECTED: Say = say(
    "没有一行能导入。请看逐行结果，改对应关系，或下载退回的行改好再传。",
    "No row can come in. Look at the outcome row by row, change what the columns mean, or mend the rows and send them again.",
);
pub(crate) const ALL_OR_NONE: Say = say(
    "先都不导入，改好再说",
    "Bring in none of them until all are right",
);
pub(crate) const BRING_WHY: Say = say(
    "整批写入流水，可以整批撤回；同一份表再导一次只更新，不重复。",
    "It goes into the journal as one batch that can be taken back; the same ledger sent again updates and doubles nothing.",
);
pub(crate) const NOTHING_WRITTEN: Say = say("没有写入任何记录。", "Nothing was written.");

// A batch.
pub(crate) const RECORDS: Say = say("涉及的记录", "Its records");
pub(crate) const CHANGED_SINCE: Say = say("其后又改过", "changed since");
pub(crate) const TAKE_BACK: Say = say("整批撤回", "Take the batch back");
pub(crate) const TAKE_BACK_WHY: Say = say(
    "新增的作废，更新的恢复原值；其后又有人改过的不动，会列出来。撤回也记入流水。",
    "What it made is withdrawn, what it changed has its old values again; what was changed since is left alone and told. This too is journalled.",
);
pub(crate) const REASON: Say = say("撤回的理由", "Why");
pub(crate) const WENT_BACK: Say = say("已撤回", "Taken back");

/// A row of the sheet.
pub(crate) fn row(look: Look, row: usize) -> String {
    if look.zh() {
        format!("第 {row} 行")
    } else {
        format!("row {row}")
    }
}

/// How far work has come.
pub(crate) fn progress(look: Look, done: usize, total: usize) -> String {
    match (look.zh(), total) {
        (true, 0) => "正在准备……".to_owned(),
        (false, 0) => "Getting ready …".to_owned(),
        (true, _) => format!("已处理 {done} 行，共 {total} 行。"),
        (false, _) => format!("{done} of {total} rows."),
    }
}

/// How many values can be read.
pub(crate) fn fit(look: Look, percent: u32) -> String {
    if look.zh() {
        format!("{percent}% 的值读得出")
    } else {
        format!("{percent}% of its values can be read")
    }
}

/// The register's own key.
pub(crate) fn own_key(look: Look, titles: &str) -> String {
    if look.zh() {
        format!("都不选时，按台账自己的“{titles}”。")
    } else {
        format!("With none chosen, the register's own key holds: {titles}.")
    }
}

/// Where a table's header is, and how many records there are.
pub(crate) fn table(look: Look, header: &str, records: usize) -> String {
    if look.zh() {
        format!("表头在 {header}，下面 {records} 条记录")
    } else {
        format!("header at {header}, {records} records below")
    }
}

/// How much is no record.
pub(crate) fn asides(look: Look, count: usize) -> String {
    if look.zh() {
        format!("不当作记录的 {count} 处")
    } else {
        format!("{count} that are no records")
    }
}

/// A doubt about a column.
pub(crate) fn doubt(look: Look, column: &str, doubt: &str) -> String {
    if look.zh() {
        format!("“{column}”列：{doubt}")
    } else {
        format!("column “{column}”: {doubt}")
    }
}

/// That a table lacks something.
pub(crate) fn missing(look: Look, sheet: &str) -> String {
    if look.zh() {
        format!("工作表“{sheet}”缺少必须填写的内容")
    } else {
        format!("sheet “{sheet}” lacks what every record must have")
    }
}

/// That some rows cannot come in.
pub(crate) fn some_rejected(look: Look, count: usize) -> String {
    if look.zh() {
        format!("有 {count} 行不能导入")
    } else {
        format!("{count} rows cannot come in")
    }
}

/// The others are brought in.
pub(crate) fn each(look: Look, count: usize) -> String {
    if look.zh() {
        format!("导入其余 {count} 行，退回的改好再导")
    } else {
        format!("Bring in the other {count}; the rest is mended and sent again")
    }
}

/// What bringing in would do.
pub(crate) fn would(look: Look, created: usize, updated: usize) -> String {
    if look.zh() {
        format!("将新增 {created} 条，更新 {updated} 条。")
    } else {
        format!("{created} records would be made and {updated} changed.")
    }
}

/// The button that brings rows in.
pub(crate) fn bring(look: Look, count: usize) -> String {
    if look.zh() {
        format!("导入 {count} 行")
    } else {
        format!("Bring in {count} rows")
    }
}

/// Who took a batch back, and why.
pub(crate) fn went_back(look: Look, who: &str, reason: &str) -> String {
    if look.zh() {
        format!("{who} 已整批撤回：{reason}")
    } else {
        format!("taken back by {who}: {reason}")
    }
}

/// What became of a batch that was taken back.
pub(crate) fn back_counts(look: Look, withdrawn: usize, restored: usize, left: usize) -> String {
    let rest = match (look.zh(), left) {
        (_, 0) => String::new(),
        (true, _) => format!("；{left} 条其后又改动过或不能撤回，没有动"),
        (false, _) => format!("; {left} were changed since or cannot be taken back and are as they are"),
    };
    if look.zh() {
        format!("作废 {withdrawn} 条，恢复原值 {restored} 条{rest}。")
    } else {
        format!("{withdrawn} withdrawn, {restored} have their old values again{rest}.")
    }
}

/// How many of the records are shown.
pub(crate) fn first_of(look: Look, shown: usize, all: usize) -> String {
    if look.zh() {
        format!("共 {all} 条，列出前 {shown} 条。")
    } else {
        format!("The first {shown} of {all}.")
    }
}
