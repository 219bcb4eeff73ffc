//! Words of drafting a pack from a ledger.

use super::{Say, say};

pub(crate) const INFER: Say = say("由台账草拟业务包", "A pack from a ledger");
pub(crate) const HELP: Say = say(
    "上传正在用的台账。程序看表头和内容，草拟出字段、类型、代码、必填、主键和敏感项；您改好、检查、生效，然后把这份台账导进去。",
    "Send a ledger that is kept already. From its headers and values fields, types, codes, what is required, the key and what is sensitive are drafted; you finish it, check it and bring it into force, and then the ledger itself comes in.",
);
pub(crate) const FILE: Say = say("台账文件", "Ledger");
pub(crate) const CHOOSE_FILE: Say = say("请选择台账文件", "choose a ledger");
pub(crate) const NAME: Say = say("代号", "Name");
pub(crate) const NAME_HELP: Say = say(
    "小写英文字母开头，可有数字和下划线，如 water_meters",
    "Begins with a lower-case letter and has lower-case letters, digits and underscores, such as water_meters",
);
pub(crate) const NAME_WANTED: Say = say(
    "请填写代号：小写英文字母开头，只用小写字母、数字和下划线",
    "give it a name: lower-case letters, digits and underscores, a letter first",
);
pub(crate) const DRAFT: Say = say("草拟", "Draft it");
pub(crate) const OPEN: Say = say("没有完成的草稿", "Drafts under way");
pub(crate) const DROP: Say = say("丢弃", "Throw away");
pub(crate) const EDIT_HELP: Say = say(
    "下面是草稿，可以直接改。检查时会存下来，随时可以回来接着改。",
    "This is the draft, yours to change. It is kept whenever it is checked; come back any time.",
);
pub(crate) const ADOPT: Say = say(
    "使其生效，并导入这份台账",
    "Bring it into force and the ledger into it",
);
pub(crate) const ADOPT_WHY: Say = say(
    "有错或与现有数据冲突时不会生效。",
    "With a mistake or a conflict with records there are, nothing happens.",
);
pub(crate) const BACK_TO_DRAFT: Say = say("回到业务包草稿", "Back to the draft of its pack");
pub(crate) const GUESSES: Say = say("猜了什么，为什么", "What was guessed, and why");
pub(crate) const COLUMN: Say = say("表中的列", "Column");
pub(crate) const FIELD: Say = say("字段", "Field");
pub(crate) const KIND: Say = say("类型", "Type");
pub(crate) const MARKS: Say = say("标记", "Marks");
pub(crate) const WHY: Say = say("依据", "Why");
pub(crate) const REQUIRED: Say = say("必填", "required");
pub(crate) const KEY: Say = say("主键", "key");
pub(crate) const SENSITIVE: Say = say("敏感", "sensitive");
