//! Keys of registers, their fields and rules.

use super::{EN, Holds, Key, Keys, LOOP, ZH, may, must};

pub(crate) static REGISTER: Keys = Keys {
    name: "register",
    zh: "台账",
    keys: &[
        ZH,
        EN,
        may(
            "record",
            Holds::Titles,
            "What one record is called",
            "一条记录叫什么，如“一件纠纷”",
        ),
        must(
            "place",
            Holds::Text,
            "The field that says where a record belongs: of type place, required",
            "归属区划的字段：place 类型、必填",
        ),
        must(
            "label",
            Holds::Texts,
            "Fields shown as a record's name in lists and links",
            "作为记录名称显示的字段",
        ),
        may(
            "key",
            Holds::Texts,
            "Fields that together name a record, so that an import updates instead of doubling",
            "合起来唯一确定一条记录的字段，重复导入时更新而不重复",
        ),
        may(
            "number",
            Holds::Text,
            "How records are numbered: text with `{year}` `{month}` `{place}` `{field}`, and `{serial:4}` last",
            "编号规则：文字中可用 {year} {month} {place} {字段}，最后为 {serial:4}（4 位流水号）",
        ),
        may(
            "columns",
            Holds::Texts,
            "Columns a list shows first",
            "列表默认显示的列",
        ),
        may(
            "search",
            Holds::Texts,
            "Fields found by full-text search; never sensitive ones",
            "参与全文检索的字段，不含敏感字段",
        ),
        may(
            "indexes",
            Holds::TextLists,
            "Further indexes, each a list of fields",
            "另建的索引，每个是一组字段",
        ),
        may(
            "recurrence",
            Holds::One(&RECURRENCE),
            "How a matter found again is recognised",
            "如何认定复发",
        ),
        may(
            "round",
            Holds::One(&ROUND),
            "That its checklist is walked once a month at every place of a level",
            "每月逐地检查一轮",
        ),
        must(
            "fields",
            Holds::Many(&FIELD),
            "The fields, in their order",
            "字段，按次序",
        ),
        may(
            "rules",
            Holds::Many(&RULE),
            "What must hold of a record",
            "校验规则",
        ),
        may(
            "loop",
            Holds::One(&LOOP),
            "The loop its records move through",
            "记录流转的闭环",
        ),
    ],
};

pub(crate) static RECURRENCE: Keys = Keys {
    name: "recurrence",
    zh: "复发认定",
    keys: &[
        must("same", Holds::Texts, "Fields that must agree", "须相同的字段"),
        must(
            "on",
            Holds::Text,
            "The date field the window is counted on",
            "按哪个日期字段计算",
        ),
        must(
            "within_days",
            Holds::Integer(1, 36_600),
            "Days back",
            "多少天以内",
        ),
        must(
            "flag",
            Holds::Text,
            "Automatic yes-or-no field set on a relapse",
            "标记复发的是否字段（自动）",
        ),
        may(
            "link",
            Holds::Text,
            "Automatic link field set to the earlier record",
            "指向前次记录的关联字段（自动）",
        ),
    ],
};

pub(crate) static ROUND: Keys = Keys {
    name: "round",
    zh: "逐月检查",
    keys: &[
        must("month", Holds::Text, "Month field", "月份字段"),
        must(
            "each",
            Holds::Choice(&["town", "village", "grid"]),
            "Level of the places that are walked",
            "逐镇、逐村还是逐格",
        ),
        must(
            "findings",
            Holds::Text,
            "Checklist field that holds the findings",
            "填检查结果的检查表字段",
        ),
        must(
            "score",
            Holds::Text,
            "Computed number field that holds the points",
            "算出得分的数字字段",
        ),
        may(
            "rank",
            Holds::Text,
            "Whole number field that keeps the rank; a step that asks for it makes the round known",
            "记名次的整数字段，要求填它的环节即为通报",
        ),
    ],
};

const NAME: Key = must(
    "name",
    Holds::Name,
    "The column's name and the key in JSON; no reserved name",
    "标识，即列名和 JSON 键，不能用保留名",
);

pub(crate) static FIELD: Keys = Keys {
    name: "field",
    zh: "字段",
    keys: &[
        NAME,
        ZH,
        EN,
        must("type", Holds::FieldType, "What it holds", "类型"),
        may("help", Holds::Titles, "A sentence under the input", "填写说明"),
        may(
            "required",
            Holds::Bool,
            "Must be given when the record is made",
            "必填",
        ),
        may(
            "required_when",
            Holds::Expr,
            "Must be given when this holds",
            "满足条件时必填",
        ),
        may(
            "multiple",
            Holds::Bool,
            "Several values; of type code, link, office, file or photo",
            "可多值：限 code、link、office、file、photo 类型",
        ),
        may(
            "sensitive",
            Holds::Choice(&["name", "id", "phone", "account", "all"]),
            "Encrypted at rest and shown masked: 张*, 330226********1234, 138****1234, first six and last four, nothing",
            "敏感：加密存储，按姓名、证件、电话、账号、全部遮盖的方式显示",
        ),
        may(
            "default",
            Holds::Expr,
            "Taken when nothing is given; sees what was given, not other defaults",
            "未填时的值；只能看到已填的，看不到别的默认值",
        ),
        may(
            "computed",
            Holds::Expr,
            "Always worked out; reads computed fields that stand before it",
            "由其他字段算出；引用的计算字段须排在它前面",
        ),
        may(
            "min",
            Holds::Number,
            "Smallest value, of numbers",
            "最小值，限数字",
        ),
        may(
            "max",
            Holds::Number,
            "Largest value, of numbers",
            "最大值，限数字",
        ),
        may(
            "max_len",
            Holds::Integer(1, 1_000_000),
            "Most characters, of texts",
            "最多字数，限文字",
        ),
        may(
            "pattern",
            Holds::Text,
            "A regular expression that the whole text must match",
            "整个文字须符合的正则表达式",
        ),
        may(
            "unit",
            Holds::Text,
            "Unit shown after the value",
            "值后显示的单位",
        ),
        may(
            "also",
            Holds::Texts,
            "Other headers under which ledgers know it",
            "表格里的其他列名",
        ),
        may(
            "automatic",
            Holds::Bool,
            "Filled by the loop or the program only; refused from people",
            "只由闭环或系统填写，人不能填",
        ),
        may(
            "columns",
            Holds::Many(&FIELD),
            "The columns, of type table",
            "表格的列，限 table 类型",
        ),
    ],
};

pub(crate) static RULE: Keys = Keys {
    name: "rule",
    zh: "校验规则",
    keys: &[
        must("name", Holds::Slug, "Its name in messages to programs", "标识"),
        must("check", Holds::Expr, "What must hold", "须成立的条件"),
        may(
            "when",
            Holds::Expr,
            "Applies only when this holds",
            "满足此条件才校验",
        ),
        must(
            "zh",
            Holds::Told,
            "What a person is told when it does not hold, in Chinese",
            "不成立时的中文提示",
        ),
        must("en", Holds::Told, "The same in English", "不成立时的英文提示"),
        may(
            "severity",
            Holds::Choice(&["error", "warning"]),
            "Whether it stops the write (`error`, the default) or only warns",
            "error 不让保存（默认），warning 只提醒",
        ),
        may(
            "missing",
            Holds::Choice(&["skip_if_any", "skip_if_all", "never"]),
            "Skip the rule while any field it reads is not given (the default), while all are not, or never",
            "引用的字段有一个没填就不校验（默认）、全没填才不校验、总是校验",
        ),
        may(
            "fields",
            Holds::Texts,
            "Fields beside which the message is shown",
            "提示显示在哪些字段旁",
        ),
    ],
};
