//! Every key a pack's text may use: read by the parser, which refuses others, and by the published schema.

/// What a key holds.
#[derive(Clone, Copy)]
pub(crate) enum Holds {
    Text,
    Bool,
    Integer,
    Number,
    Texts,
    TextLists,
    Integers,
    Expr,
    Exprs,
    /// `{ zh = "…", en = "…" }`
    Titles,
    Scalar,
    Choice(&'static [&'static str]),
    One(&'static Keys),
    Many(&'static Keys),
    Map(&'static Keys),
    /// A year, and a number for it.
    Years,
}

/// A key.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

/// The keys of one kind of table.
pub(crate) struct Keys {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
}

const fn must(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key {
        name,
        holds,
        required: true,
        about,
    }
}

const fn may(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key {
        name,
        holds,
        required: false,
        about,
    }
}

const ZH: Key = must("zh", Holds::Text, "Its name in Chinese 中文名称");
const EN: Key = must("en", Holds::Text, "Its name in English 英文名称");

pub(crate) static PACK: Keys = Keys {
    name: "pack",
    keys: &[
        must(
            "name",
            Holds::Text,
            "Lower-case ASCII name, unique among the packs in force 业务包标识",
        ),
        must("version", Holds::Integer, "Raised at each change, from 1 版本"),
        ZH,
        EN,
        may("about", Holds::Titles, "What it is for 说明"),
        may("systems", Holds::Texts, "Systems it serves, such as S29 对应系统"),
        may(
            "settings",
            Holds::Map(&SETTING),
            "Named values that differ from county to county, read as settings.name 设置项",
        ),
        may("codes", Holds::Map(&CODES), "Code lists 代码表"),
        may(
            "checklists",
            Holds::Map(&CHECKLIST),
            "Checklists with points 检查表",
        ),
        may("registers", Holds::Map(&REGISTER), "Registers 台账"),
        may("indicators", Holds::Many(&INDICATOR), "Indicators 指标"),
        may(
            "evaluations",
            Holds::Many(&EVALUATION),
            "Yearly evaluations by formula 年度评价",
        ),
        may(
            "documents",
            Holds::Many(&DOCUMENT),
            "Documents made from a record 文书",
        ),
    ],
};

pub(crate) static SETTING: Keys = Keys {
    name: "setting",
    keys: &[
        ZH,
        EN,
        must("value", Holds::Scalar, "The value in force 取值"),
        may("source", Holds::Titles, "Where the default comes from 出处"),
    ],
};

pub(crate) static CODES: Keys = Keys {
    name: "codes",
    keys: &[
        ZH,
        EN,
        may(
            "source",
            Holds::Titles,
            "The standard or practice it follows 依据",
        ),
        must("codes", Holds::Many(&CODE), "The codes in their order 代码"),
    ],
};

pub(crate) static CODE: Keys = Keys {
    name: "code",
    keys: &[
        must("code", Holds::Text, "What is stored 存储值"),
        ZH,
        EN,
        may("also", Holds::Texts, "Other words ledgers use for it 别名"),
        may("retired", Holds::Bool, "No longer offered 停用"),
    ],
};

pub(crate) static CHECKLIST: Keys = Keys {
    name: "checklist",
    keys: &[
        ZH,
        EN,
        must("points", Holds::Number, "Full score 总分"),
        must("items", Holds::Many(&ITEM), "The items 检查项"),
    ],
};

pub(crate) static ITEM: Keys = Keys {
    name: "item",
    keys: &[
        must("code", Holds::Text, "What is stored 存储值"),
        ZH,
        EN,
        may("group", Holds::Titles, "Group it stands under 类别"),
        must(
            "each",
            Holds::Number,
            "Points taken off for each finding 每处扣分",
        ),
        must("most", Holds::Number, "Most that can be taken off 最多扣分"),
        may("void", Holds::Bool, "A single finding loses all of it 一票否决"),
    ],
};

pub(crate) static REGISTER: Keys = Keys {
    name: "register",
    keys: &[
        ZH,
        EN,
        may("record", Holds::Titles, "What one record is called 记录名称"),
        must(
            "place",
            Holds::Text,
            "The field that says where a record belongs 区划字段",
        ),
        must("label", Holds::Texts, "Fields shown as a record's name 名称字段"),
        may(
            "key",
            Holds::Texts,
            "Fields that together name a record, for re-import 主键字段",
        ),
        may(
            "number",
            Holds::Text,
            "How records are numbered: {place} {year} {month} {serial:4} {field} 编号规则",
        ),
        may("columns", Holds::Texts, "Columns a list shows first 默认列"),
        may(
            "search",
            Holds::Texts,
            "Fields found by full-text search 检索字段",
        ),
        may(
            "indexes",
            Holds::TextLists,
            "Further indexes, each a list of fields 索引",
        ),
        may(
            "recurrence",
            Holds::One(&RECURRENCE),
            "How a matter found again is recognised 复发",
        ),
        must("fields", Holds::Many(&FIELD), "The fields in their order 字段"),
        may("rules", Holds::Many(&RULE), "What must hold of a record 校验规则"),
        may(
            "loop",
            Holds::One(&LOOP),
            "The loop its records move through 闭环",
        ),
    ],
};

pub(crate) static RECURRENCE: Keys = Keys {
    name: "recurrence",
    keys: &[
        must("same", Holds::Texts, "Fields that must agree 相同字段"),
        must(
            "on",
            Holds::Text,
            "The date field the window is counted on 日期字段",
        ),
        must("within_days", Holds::Integer, "Days back 天数"),
        must("flag", Holds::Text, "Yes-or-no field set on a relapse 标记字段"),
        may(
            "link",
            Holds::Text,
            "Link field set to the earlier record 关联字段",
        ),
    ],
};

pub(crate) static FIELD: Keys = Keys {
    name: "field",
    keys: &[
        must("name", Holds::Text, "ASCII name, the column's name 字段标识"),
        ZH,
        EN,
        must(
            "type",
            Holds::Text,
            "text, long_text, bool, integer, decimal(2), money, date, month, year, time, code(list), place, point, line, polygon, person, citizen_id, phone, enterprise, industry, office, link(register), file, photo, signature, table, checklist(list) 类型",
        ),
        may("help", Holds::Titles, "A sentence under the input 填写说明"),
        may(
            "required",
            Holds::Bool,
            "Must be given when the record is made 必填",
        ),
        may(
            "required_when",
            Holds::Expr,
            "Must be given when this holds 条件必填",
        ),
        may("multiple", Holds::Bool, "Several values 多值"),
        may(
            "sensitive",
            Holds::Choice(&["name", "id", "phone", "account", "all"]),
            "Encrypted at rest and shown masked so 敏感字段的遮盖方式",
        ),
        may("default", Holds::Expr, "Taken when nothing is given 默认值"),
        may("computed", Holds::Expr, "Worked out from the other fields 计算式"),
        may("min", Holds::Number, "Smallest value 最小值"),
        may("max", Holds::Number, "Largest value 最大值"),
        may("max_len", Holds::Integer, "Most characters 最大字数"),
        may(
            "pattern",
            Holds::Text,
            "A regular expression the whole text must match 格式",
        ),
        may("unit", Holds::Text, "Unit shown after the value 单位"),
        may(
            "also",
            Holds::Texts,
            "Other headers under which ledgers know it 表头别名",
        ),
        may(
            "automatic",
            Holds::Bool,
            "Filled by the loop or the program only 自动填写",
        ),
        may("columns", Holds::Many(&FIELD), "The columns, for a table 表格列"),
    ],
};

pub(crate) static RULE: Keys = Keys {
    name: "rule",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        must("check", Holds::Expr, "What must hold 条件"),
        may("when", Holds::Expr, "Applies only when this holds 适用条件"),
        ZH,
        EN,
        may(
            "severity",
            Holds::Choice(&["error", "warning"]),
            "Whether it stops the write 严重程度",
        ),
        may(
            "missing",
            Holds::Choice(&["skip_if_any", "skip_if_all", "never"]),
            "What to do while a field it reads is not given 缺值处理",
        ),
        may(
            "fields",
            Holds::Texts,
            "Fields beside which the message is shown 相关字段",
        ),
    ],
};

pub(crate) static LOOP: Keys = Keys {
    name: "loop",
    keys: &[
        may(
            "initial",
            Holds::Text,
            "Where a new record begins; the first state if left out 初始状态",
        ),
        may(
            "remind",
            Holds::Integers,
            "Days before a deadline on which the holder is reminded 提前提醒天数",
        ),
        may(
            "levels",
            Holds::Many(&LEVEL),
            "Who may hold a matter, lowest first 层级",
        ),
        must("states", Holds::Many(&STATE), "The states 状态"),
        must("steps", Holds::Many(&STEP), "The steps 环节"),
    ],
};

pub(crate) static LEVEL: Keys = Keys {
    name: "level",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        ZH,
        EN,
        may(
            "place",
            Holds::Choice(&["county", "town", "village", "grid"]),
            "Records whose place is of this level begin here 对应区划层级",
        ),
    ],
};

pub(crate) static STATE: Keys = Keys {
    name: "state",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        ZH,
        EN,
        may(
            "tone",
            Holds::Choice(&["plain", "active", "alert", "good", "bad"]),
            "What its colour means 色调",
        ),
        may(
            "limits",
            Holds::Many(&LIMIT),
            "Time limits; the first that applies counts 时限",
        ),
        may("on_miss", Holds::Text, "mark, lift, or step:name 超期处理"),
        may(
            "clock",
            Holds::Choice(&["runs", "pauses", "keeps"]),
            "Whether time runs here 计时方式",
        ),
        may(
            "stamp",
            Holds::Text,
            "Date field set to the day this state was entered 记录日期的字段",
        ),
        may("closed", Holds::Bool, "The matter rests here 办结"),
        may("locked", Holds::Bool, "Fields may no longer be amended 锁定"),
    ],
};

pub(crate) static LIMIT: Keys = Keys {
    name: "limit",
    keys: &[
        may("level", Holds::Text, "Only at this level 层级"),
        may("when", Holds::Expr, "Only when this holds 条件"),
        may("days", Holds::Integer, "Calendar days 自然日"),
        may("working", Holds::Integer, "Working days 工作日"),
        may("hours", Holds::Integer, "Hours 小时"),
        may("months", Holds::Integer, "Calendar months 月"),
        may(
            "field",
            Holds::Text,
            "The end of the day this field holds 期限字段",
        ),
        may(
            "day_of_next_month",
            Holds::Integer,
            "This day of the next month 次月几日",
        ),
    ],
};

pub(crate) static STEP: Keys = Keys {
    name: "step",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        ZH,
        EN,
        must("from", Holds::Texts, "States it can be taken from 起始状态"),
        may(
            "to",
            Holds::Text,
            "State it leads to; the same if left out 到达状态",
        ),
        may("levels", Holds::Texts, "Levels at which it can be taken 层级"),
        may("roles", Holds::Texts, "Roles that may take it 岗位"),
        may("when", Holds::Expr, "Only when this holds 条件"),
        may("refusal", Holds::Titles, "Told when it does not 不满足时的提示"),
        may("needs", Holds::Texts, "Fields that must hold a value 必备字段"),
        may(
            "asks",
            Holds::Texts,
            "Fields that may be given along with it 可填字段",
        ),
        may("sets", Holds::Exprs, "Fields it sets 自动赋值"),
        may(
            "effect",
            Holds::Text,
            "lift, lower, reopen, pause, resume, or extend:15 效果",
        ),
        may(
            "joint",
            Holds::Text,
            "Offices of this field must all take it 会签字段",
        ),
        may(
            "own",
            Holds::Bool,
            "The person who made the record may take it 允许本人办理",
        ),
        may("note", Holds::Bool, "A note must be given 须写说明"),
        may("documents", Holds::Texts, "Documents made with it 文书"),
    ],
};

pub(crate) static INDICATOR: Keys = Keys {
    name: "indicator",
    keys: &[
        must("name", Holds::Text, "ASCII name with its pack first 标识"),
        ZH,
        EN,
        must(
            "kind",
            Holds::Choice(&["flow", "stock", "return", "ratio", "formula"]),
            "How it is made 类型",
        ),
        must("unit", Holds::Text, "Unit of the figure 单位"),
        may("scale", Holds::Integer, "Digits after the point 小数位"),
        may("register", Holds::Text, "The register it is made from 台账"),
        may("on", Holds::Text, "flow: the day it happened 发生日期字段"),
        may(
            "from",
            Holds::Text,
            "stock: the day it began to hold 开始日期字段",
        ),
        may(
            "until",
            Holds::Text,
            "stock: the day it ceased to hold 结束日期字段",
        ),
        may(
            "period",
            Holds::Text,
            "return: the month or day it is reported for 所属期字段",
        ),
        may("sum", Holds::Expr, "What each record adds; one if left out 求和"),
        may("when", Holds::Expr, "Which records count 条件"),
        may(
            "cumulative",
            Holds::Bool,
            "return: each already holds the total since January 累计数",
        ),
        may("of", Holds::Text, "ratio: the upper indicator 分子"),
        may("to", Holds::Text, "ratio: the lower indicator 分母"),
        may("times", Holds::Integer, "ratio: factor, such as 100 倍数"),
        may(
            "expr",
            Holds::Expr,
            "formula: over other indicators, ind('name') 公式",
        ),
        may("by", Holds::Texts, "Fields to break it down by 分组字段"),
        may(
            "also",
            Holds::Texts,
            "Phrases under which reports and forms name it 别名",
        ),
        may(
            "better",
            Holds::Choice(&["more", "less"]),
            "Which direction is good 方向",
        ),
        may(
            "about",
            Holds::Titles,
            "What it counts and what it leaves out 口径",
        ),
    ],
};

pub(crate) static EVALUATION: Keys = Keys {
    name: "evaluation",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        ZH,
        EN,
        must("register", Holds::Text, "The register that holds the inputs 台账"),
        must("year", Holds::Text, "The year field 年份字段"),
        may("when", Holds::Expr, "Which records are ranked together 参评条件"),
        may("exempt", Holds::Expr, "Which of them get no grade 不评条件"),
        may(
            "exempt_grade",
            Holds::Text,
            "The grade those are handled as 不评者按何档",
        ),
        must(
            "terms",
            Holds::Many(&TERM),
            "The terms whose sum is the score 评分项",
        ),
        may(
            "adjust",
            Holds::Expr,
            "Points added or taken off at the end 加减分",
        ),
        must("grades", Holds::Many(&GRADE), "Grades by rank, best first 档次"),
        must("score", Holds::Text, "Field that receives the score 得分字段"),
        must("rank", Holds::Text, "Field that receives the rank 名次字段"),
        must("grade", Holds::Text, "Field that receives the grade 档次字段"),
    ],
};

pub(crate) static TERM: Keys = Keys {
    name: "term",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        ZH,
        EN,
        must("value", Holds::Expr, "The value of one record 取值"),
        must("bases", Holds::Years, "Base of each year 各年基准值"),
        must("weight", Holds::Number, "Weight in points 权重分"),
        may("most", Holds::Number, "Most points 封顶分"),
        may("least", Holds::Number, "Fewest points 保底分"),
        may(
            "average_if_missing",
            Holds::Bool,
            "A missing value takes the average points of the others 缺值取平均",
        ),
    ],
};

pub(crate) static GRADE: Keys = Keys {
    name: "grade",
    keys: &[
        must("grade", Holds::Text, "The grade 档次"),
        must(
            "share",
            Holds::Number,
            "Share of the ranked records in percent 占比",
        ),
    ],
};

pub(crate) static DOCUMENT: Keys = Keys {
    name: "document",
    keys: &[
        must("name", Holds::Text, "ASCII name 标识"),
        ZH,
        EN,
        must(
            "register",
            Holds::Text,
            "The register whose records it is made from 台账",
        ),
        must("body", Holds::Text, "Markdown with {{ field }} 正文"),
    ],
};
