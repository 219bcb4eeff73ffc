//! Every key a pack's text may use: read by the parser, which refuses others, by the published schema and by the
//! reference page.

mod figure;
mod looping;
mod register;

pub(crate) use figure::{EVALUATION, GRADE, INDICATOR, TERM};
pub(crate) use looping::{LEVEL, LIMIT, LOOP, STATE, STEP};
pub(crate) use register::{FIELD, RECURRENCE, REGISTER, ROUND, RULE};

/// What a key holds.
#[derive(Clone, Copy)]
pub(crate) enum Holds {
    Text,
    /// Text that a person reads; never empty.
    Told,
    /// A name that tables, columns and expressions can bear: lower-case letters, digits and `_`.
    Name,
    /// A name in messages and addresses: `-` may stand in it too.
    Slug,
    /// A field's type, such as `decimal(2)`.
    FieldType,
    Bool,
    /// A whole number in these bounds.
    Integer(i64, i64),
    Number,
    Texts,
    TextLists,
    Integers,
    Expr,
    /// Fields, and an expression for each.
    Exprs,
    /// `{ zh = "…", en = "…" }`
    Titles,
    Scalar,
    Choice(&'static [&'static str]),
    One(&'static Keys),
    Many(&'static Keys),
    Map(&'static Keys),
    /// Years, and a number for each.
    Years,
}

/// A key.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
    /// What it says, in English and Chinese.
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
}

/// The keys of one kind of table.
pub(crate) struct Keys {
    pub(crate) name: &'static str,
    /// What such a table is called in Chinese.
    pub(crate) zh: &'static str,
    pub(crate) keys: &'static [Key],
}

impl Keys {
    pub(crate) fn names(&'static self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }

    pub(crate) fn key(&'static self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

const fn must(name: &'static str, holds: Holds, en: &'static str, zh: &'static str) -> Key {
    Key {
        name,
        holds,
        required: true,
        en,
        zh,
    }
}

const fn may(name: &'static str, holds: Holds, en: &'static str, zh: &'static str) -> Key {
    Key {
        name,
        holds,
        required: false,
        en,
        zh,
    }
}

const ZH: Key = must("zh", Holds::Told, "Its name in Chinese", "中文名称");
const EN: Key = must("en", Holds::Told, "Its name in English", "英文名称");

pub(crate) static PACK: Keys = Keys {
    name: "pack",
    zh: "业务包",
    keys: &[
        must(
            "name",
            Holds::Name,
            "Unique among the packs in force",
            "标识，在用业务包中唯一",
        ),
        must(
            "version",
            Holds::Integer(1, 4_294_967_295),
            "Raised by the author at each change",
            "版本号，每改一次加一",
        ),
        ZH,
        EN,
        may("about", Holds::Titles, "What it is for", "做什么用"),
        may(
            "systems",
            Holds::Texts,
            "Systems of the town it serves, such as S29",
            "对应的系统编号，如 S29",
        ),
        may(
            "settings",
            Holds::Map(&SETTING),
            "Named values that differ from county to county; expressions read `settings.name`",
            "各县不同的取值，表达式写 settings.名称",
        ),
        may("codes", Holds::Map(&CODES), "Code lists, by name", "代码表"),
        may(
            "checklists",
            Holds::Map(&CHECKLIST),
            "Checklists with points, by name",
            "评分检查表",
        ),
        may(
            "registers",
            Holds::Map(&REGISTER),
            "Registers, by name; a register's name is unique among the packs in force",
            "台账；台账标识在用业务包中唯一",
        ),
        may(
            "indicators",
            Holds::Many(&INDICATOR),
            "Indicators: defined figures",
            "指标",
        ),
        may(
            "evaluations",
            Holds::Many(&EVALUATION),
            "Yearly evaluations by formula",
            "年度评价",
        ),
        may(
            "documents",
            Holds::Many(&DOCUMENT),
            "Documents made from a record",
            "由记录生成的文书",
        ),
    ],
};

pub(crate) static SETTING: Keys = Keys {
    name: "setting",
    zh: "设置项",
    keys: &[
        ZH,
        EN,
        must(
            "value",
            Holds::Scalar,
            "The value unless a town sets another",
            "取值，镇可另设",
        ),
        may(
            "source",
            Holds::Titles,
            "Where the value comes from",
            "取值的出处",
        ),
    ],
};

pub(crate) static CODES: Keys = Keys {
    name: "code list",
    zh: "代码表",
    keys: &[
        ZH,
        EN,
        may(
            "source",
            Holds::Titles,
            "The standard or practice it follows",
            "依据的标准或做法",
        ),
        must(
            "codes",
            Holds::Many(&CODE),
            "The codes, in the order in which they are offered",
            "代码，按显示次序",
        ),
    ],
};

pub(crate) static CODE: Keys = Keys {
    name: "code",
    zh: "代码",
    keys: &[
        must(
            "code",
            Holds::Text,
            "What is stored; never changes its meaning",
            "存储值，含义永不改变",
        ),
        ZH,
        EN,
        may(
            "also",
            Holds::Texts,
            "Other words ledgers use for it; each belongs to one code",
            "表格里的其他叫法，各归一个代码",
        ),
        may(
            "retired",
            Holds::Bool,
            "No longer offered; records that hold it keep it",
            "停用：不再可选，已有记录保留",
        ),
    ],
};

pub(crate) static CHECKLIST: Keys = Keys {
    name: "checklist",
    zh: "检查表",
    keys: &[
        ZH,
        EN,
        must("points", Holds::Number, "Full score", "总分"),
        must("items", Holds::Many(&ITEM), "The items", "检查项"),
    ],
};

pub(crate) static ITEM: Keys = Keys {
    name: "item",
    zh: "检查项",
    keys: &[
        must("code", Holds::Text, "What is stored", "存储值"),
        ZH,
        EN,
        may("group", Holds::Titles, "Group it stands under", "所属类别"),
        must(
            "each",
            Holds::Number,
            "Points taken off for each finding",
            "每处扣分",
        ),
        must("most", Holds::Number, "Most that can be taken off", "最多扣分"),
        may(
            "void",
            Holds::Bool,
            "A single finding takes off `most`",
            "一票否决：有一处即扣到最多",
        ),
    ],
};

pub(crate) static DOCUMENT: Keys = Keys {
    name: "document",
    zh: "文书",
    keys: &[
        must("name", Holds::Slug, "Its name in the API", "标识"),
        ZH,
        EN,
        must(
            "register",
            Holds::Text,
            "The register whose records it is made from",
            "取自哪个台账",
        ),
        must(
            "body",
            Holds::Text,
            "Markdown with `{{ field }}`; titles of codes and places are filled in",
            "正文（Markdown），用 {{ 字段 }} 取值，代码和区划显示名称",
        ),
    ],
};
