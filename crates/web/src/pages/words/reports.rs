//! Words of reports: the list, the editor, what is found in a text, frozen texts.

use super::{Say, say};
use crate::pages::look::Look;

pub(crate) const TITLE: Say = say("工作报告", "Reports");
pub(crate) const NONE: Say = say("还没有报告", "There is no report yet");
pub(crate) const NONE_WHY: Say = say(
    "新建一份，正文里的数字绑定台账，随写随新；定稿时记下那一刻。",
    "Begin one: its figures are bound to the records and stay fresh until it is frozen.",
);
pub(crate) const NEW: Say = say("新建报告", "New report");
pub(crate) const CHECK: Say = say("核对文稿", "Check a text");
pub(crate) const NAME: Say = say("标题", "Title");
pub(crate) const YEAR: Say = say("报告年度", "Year reported on");
pub(crate) const SAVED: Say = say("最近保存", "Last saved");
pub(crate) const BY: Say = say("保存人", "By");
pub(crate) const VERSION: Say = say("版次", "Version");
pub(crate) const FROZEN: Say = say("定稿", "Frozen");
pub(crate) const DRAFT: Say = say("草稿", "Draft");
pub(crate) const BEGIN_WITH: Say = say("从什么开始", "Begin with");
pub(crate) const WITH_FIGURES: Say = say(
    "该年度的任务和各条线指标（按章节列好，数字已绑定）",
    "The year's commitments and figures, by section, already bound",
);
pub(crate) const WITH_HEADINGS: Say = say("只有标题的空白稿", "Headings only");
pub(crate) const WITH_EARLIER: Say = say(
    "以往报告的文字，年份顺延",
    "An earlier report's text, its years moved on",
);
pub(crate) const WHICH_EARLIER: Say = say("哪一份", "Which one");
pub(crate) const BEGIN: Say = say("开始写", "Begin");

// The editor.
pub(crate) const TEXT: Say = say("正文（Markdown）", "Text (Markdown)");
pub(crate) const TEXT_HELP: Say = say(
    "数字写成 {{ fig(\"指标\", \"2024\") }} 就绑定了台账；固定不变的数字写成 {{ fixed(\"12345\") }}。",
    "A figure written {{ fig(\"indicator\", \"2024\") }} is bound to the records; a number that stays as it is, {{ fixed(\"12345\") }}.",
);
pub(crate) const SAVE: Say = say("保存", "Save");
pub(crate) const PREVIEW: Say = say("预览并核对", "Preview and check");
pub(crate) const FREEZE: Say = say("保存并定稿", "Save and freeze");
pub(crate) const SAVED_NOW: Say = say("已保存。", "Saved.");
pub(crate) const UNSAVED: Say = say(
    "这是您没有保存的文字，自动存于",
    "This is your text that was not saved, kept at",
);
pub(crate) const DROP: Say = say("放弃，回到已保存的文字", "Drop it and go back to what is saved");
pub(crate) const DROPPED: Say = say("已回到保存的文字。", "Back at what is saved.");
pub(crate) const OVERTAKEN: Say = say("别人先保存了", "Someone else saved first");
pub(crate) const OVERTAKEN_WHY: Say = say(
    "您的文字在左边，一个字也没有丢；下面是现在保存着的文字，您那份里没有的行作了标记。把需要的并进去，再保存一次。",
    "Your text is still in the form, nothing of it is lost. Below is what is saved now; lines that yours lacks are marked. Take over what you need and save again.",
);
pub(crate) const THEIRS: Say = say("现在保存着的文字", "What is saved now");
pub(crate) const PANEL: Say = say("成稿与核对", "As told, and checked");
pub(crate) const MARKED_TEXT: Say = say("标出数字的正文", "The text with its figures marked");
pub(crate) const AS_OF: Say = say("截至流水号", "as of journal entry");
pub(crate) const COMPUTING: Say = say("正在重新计算……", "Working it out…");
pub(crate) const OFFLINE: Say = say(
    "没有连上，稍后再试；您的文字还在。",
    "No connection; your text is still here.",
);
pub(crate) const TEMPLATE_WRONG: Say = say("正文里有一处写法不对", "Something in the text cannot be read");
pub(crate) const FIND: Say = say("插入一个数", "Insert a figure");
pub(crate) const FIND_HINT: Say = say("指标名称，如 化解纠纷", "Part of an indicator's name");
pub(crate) const FIND_DO: Say = say("查找", "Find");
pub(crate) const FIND_NONE: Say = say("没有找到，换个说法试试。", "Nothing found; try other words.");
pub(crate) const INSERT: Say = say("插入", "Insert");
pub(crate) const INSERT_HELP: Say = say(
    "插到光标处；没有脚本时插到文末。",
    "Inserted where the cursor is; at the end where no script runs.",
);
pub(crate) const NO_VALUE: Say = say("没有数据", "no data");
pub(crate) const CHARTS: Say = say("图", "Charts");
pub(crate) const PAPER: Say = say("看成稿", "See the paper");
pub(crate) const PAPER_HELP: Say = say(
    "PDF、Word 在点击后现排，长报告要等几秒。",
    "PDF and Word are set when asked for; a long report takes some seconds.",
);
pub(crate) const READ_ONLY: Say = say(
    "您的岗位可以看、不能改这份报告。",
    "Your posts let you read this report, not change it.",
);

// What is found.
pub(crate) const FINDINGS: Say = say("需要看一看的", "To be looked at");
pub(crate) const ALL_WELL: Say = say(
    "没有要改的：数字都有来源，前后一致。",
    "Nothing to mend: every number has its source and none contradicts another.",
);
pub(crate) const AGREEING: Say = say("相符的", "Those that agree");
pub(crate) const LOOSE: Say = say("没有绑定的数字", "Numbers bound to nothing");
pub(crate) const LOOSE_WHY: Say = say(
    "定稿前每个数字都要绑定指标，或写明是固定的。",
    "Before a report is frozen each number is bound to an indicator or said to stay as it is.",
);
pub(crate) const LIVE: Say = say("实时数", "Live figure");
pub(crate) const RECORDS: Say = say("记录", "Records");
pub(crate) const BIND: Say = say("绑定写法", "To bind it");
pub(crate) const NEAREST: Say = say("可能是", "It may be");

// A text checked.
pub(crate) const CHECK_WHY: Say = say(
    "把写好的稿子拿来对：每个数找到它的指标，说是否相符、差多少、依据哪些记录。文稿只在这次核对中用，不保存。",
    "Hold a text against the records: each number finds its indicator and is told to agree or to differ, by how much and by which records. The text is not kept.",
);
pub(crate) const CHECK_FILE: Say = say("文稿（docx、html、md、txt）", "The text (docx, html, md, txt)");
pub(crate) const CHECK_TEXT: Say = say("或粘贴全文", "Or paste it");
pub(crate) const CHECK_YEAR: Say = say(
    "报告年度（文中写明的可不填）",
    "Year it looks back on (if it does not say so itself)",
);
pub(crate) const CHECK_DO: Say = say("核对", "Check");
pub(crate) const CHECKED: Say = say("标注后的文稿", "The text, marked up");
pub(crate) const COMMENTED: Say = say("下载带批注的 Word", "Download as Word with comments");
pub(crate) const AGAIN: Say = say("核对另一份", "Check another");

// Frozen.
pub(crate) const FROZEN_NOW: Say = say("已定稿。", "Frozen.");
pub(crate) const FROZEN_AT: Say = say("定稿时间", "Frozen at");
pub(crate) const DIGEST: Say = say("正文摘要（SHA-256）", "Digest of its text (SHA-256)");
pub(crate) const FIGURES: Say = say("数字", "Figures");
pub(crate) const CHANGES: Say = say("定稿以后变了的数", "What has changed since");
pub(crate) const NO_CHANGES: Say = say(
    "没有变化：今天再写，每个数还是这样。",
    "Nothing: told today, every figure would read the same.",
);
pub(crate) const CHANGES_UNTOLD: Say = say("现在算不出来", "It cannot be told now");
pub(crate) const THEN: Say = say("定稿时", "Then");
pub(crate) const NOW: Say = say("现在", "Now");
pub(crate) const GONE: Say = say("已没有", "gone");
pub(crate) const BROKEN: Say = say(
    "正文与定稿时的摘要不符，已被改动，不能作为定稿使用。",
    "Its text is not the one that was frozen; it must not be used.",
);
pub(crate) const INDICATOR: Say = say("指标", "Indicator");
pub(crate) const PERIOD: Say = say("期间", "Period");

/// A frozen text by its number.
pub(crate) fn frozen_number(look: Look, number: u32) -> String {
    if look.zh() {
        format!("第 {number} 次定稿")
    } else {
        format!("Frozen text {number}")
    }
}

/// How many numbers came out how.
pub(crate) fn bound(look: Look, count: usize) -> String {
    if look.zh() {
        format!("绑定 {count}")
    } else {
        format!("bound {count}")
    }
}

/// What a report is called when nothing else is said.
pub(crate) fn usual_title(year: i16, town: &str) -> String {
    format!("{year}年{town}政府工作报告")
}
