//! Reading fields: their types, what goes with which type, and their expressions.

use super::notes::{Note, Notes};
use super::walk::Table;
use super::{Shared, keys};
use crate::Names;
use crate::diagnostic::{Mistake, did_you_mean};
use crate::model::{Field, FieldIx, FieldKind, Mask, Text};
use std::ops::Range;

/// Names that no field may have: columns that every register's table has, columns that databases keep to themselves, and
/// words of expressions.
pub const RESERVED_FIELD_NAMES: [&str; 40] = [
    "id",
    "town",
    "place_code",
    "number",
    "version",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "withdrawn",
    "key_text",
    "contested",
    "state",
    "level",
    "since_at",
    "due_at",
    "paused_at",
    "overdue",
    "counts",
    "signed",
    "brought",
    "touched",
    "rowid",
    "oid",
    "tableoid",
    "xmin",
    "xmax",
    "cmin",
    "cmax",
    "ctid",
    "created_on",
    "today",
    "reopened",
    "lifted",
    "settings",
    "ind",
    "in",
    "true",
    "false",
    "null",
];

/// A type of fields: its word, what stands in brackets after it, and what it holds.
pub(crate) struct FieldType {
    pub(crate) word: &'static str,
    pub(crate) argument: Option<&'static str>,
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
}

const fn plain(word: &'static str, en: &'static str, zh: &'static str) -> FieldType {
    FieldType {
        word,
        argument: None,
        en,
        zh,
    }
}

const fn of(word: &'static str, argument: &'static str, en: &'static str, zh: &'static str) -> FieldType {
    FieldType {
        word,
        argument: Some(argument),
        en,
        zh,
    }
}

/// Every type a field can have.
pub(crate) static TYPES: [FieldType; 27] = [
    plain("text", "one line of text", "一行文字"),
    plain("long_text", "text of several lines", "多行文字"),
    plain("bool", "yes or no", "是否"),
    plain("integer", "a whole number", "整数"),
    of("decimal", "2", "a decimal with 1 to 9 places", "小数，1 到 9 位"),
    plain("money", "money in 元, exact to the 分", "金额（元），精确到分"),
    plain("date", "a calendar day", "日期"),
    plain(
        "month",
        "a calendar month, kept as its first day",
        "月份，存为当月 1 日",
    ),
    plain("year", "a calendar year", "年份"),
    plain("time", "a moment", "时间"),
    of(
        "code",
        "list",
        "a code of a code list of this pack",
        "本业务包代码表里的代码",
    ),
    plain("place", "a place of the tree of divisions", "区划"),
    plain("point", "a position on the map", "点位"),
    plain("line", "a line on the map", "线"),
    plain("polygon", "an area on the map", "面"),
    plain("person", "a person's name", "姓名"),
    plain("citizen_id", "a citizen id, GB 11643", "公民身份号码"),
    plain("phone", "a telephone number", "电话"),
    plain(
        "enterprise",
        "an enterprise by its unified social credit code, GB 32100",
        "统一社会信用代码",
    ),
    plain("industry", "an industry, GB/T 4754", "国民经济行业代码"),
    plain("office", "an office or post of the town, by name", "科室"),
    of(
        "link",
        "register",
        "a record of another register, of any pack",
        "其他台账的记录",
    ),
    plain("file", "an attached file", "附件"),
    plain("photo", "an attached picture", "照片"),
    plain("signature", "a hand-written signature", "手写签名"),
    plain("table", "rows of `columns`", "表格，列写在 columns"),
    of(
        "checklist",
        "list",
        "the result of walking a checklist of this pack",
        "本业务包检查表的检查结果",
    ),
];

/// Notes a type that is not known or lacks what belongs in brackets.
pub(super) fn check_type(text: &str, span: &Range<usize>, notes: &Notes<'_>) {
    let (word, argument) = taken_apart(text);
    let Some(known) = TYPES.iter().find(|each| each.word == word) else {
        let note = Note::new(
            Mistake::WrongValue,
            format!("没有“{word}”这种字段类型"),
            format!("there is no type of fields `{word}`"),
        );
        let all: Vec<&str> = TYPES.iter().map(|each| each.word).collect();
        let listed = Text {
            zh: format!("可用：{}", all.join("、")),
            en: format!("there are {}", all.join(", ")),
        };
        notes.add(
            span.clone(),
            note.hint(Some(listed)).hint(did_you_mean(word, all.into_iter())),
        );
        return;
    };
    let written = known
        .argument
        .map_or_else(|| word.to_owned(), |argument| format!("{word}({argument})"));
    let places = argument.and_then(|places| places.parse::<u8>().ok());
    let fits = match known.word {
        "decimal" => places.is_some_and(|places| (1..=9).contains(&places)),
        _ => argument.is_some_and(|argument| !argument.is_empty()) == known.argument.is_some(),
    };
    if !fits {
        let note = Note::new(
            Mistake::WrongValue,
            format!("类型写作 {written}：{}", known.zh),
            format!("the type is written {written}: {}", known.en),
        );
        notes.add(span.clone(), note);
    }
}

/// `code(kind)` is `code` and `kind`.
fn taken_apart(text: &str) -> (&str, Option<&str>) {
    match text.split_once('(') {
        Some((word, rest)) => (word.trim(), Some(rest.strip_suffix(')').unwrap_or("").trim())),
        None => (text.trim(), None),
    }
}

/// Reads the fields of a register, or the columns of a table field. Expressions come later, when all fields are known.
pub(super) fn fields(table: &Table<'_>, key: &str, shared: Shared<'_>, inside_table: bool) -> Vec<Field> {
    let entries = table.many(key, &keys::FIELD);
    table.unique(entries.iter().filter_map(|entry| entry.placed("name")));
    entries
        .iter()
        .filter_map(|entry| field(entry, shared, inside_table))
        .collect()
}

fn field(table: &Table<'_>, shared: Shared<'_>, inside_table: bool) -> Option<Field> {
    let name = table.text("name")?;
    if RESERVED_FIELD_NAMES.contains(&&*name) && !inside_table {
        table.note(
            "name",
            Mistake::BadName,
            format!("“{name}”是系统保留名，请换一个"),
            format!("`{name}` is reserved; choose another name"),
        );
    }
    // What cannot be read is taken for text, so that what refers to it finds it; nothing is then said of its type.
    let kind = kind(table, shared, inside_table);
    let certain = kind.is_some();
    if !certain {
        table.notes.doubt(&name);
    }
    let masks = [
        ("name", Mask::Name),
        ("id", Mask::Id),
        ("phone", Mask::Phone),
        ("account", Mask::Account),
        ("all", Mask::All),
    ];
    let field = Field {
        title: table.title(),
        help: table.titles("help"),
        kind: kind.unwrap_or(FieldKind::Text),
        required: table.yes("required"),
        required_when: None,
        multiple: table.yes("multiple"),
        sensitive: table.choice("sensitive", &masks),
        default: None,
        computed: None,
        min: table.number("min"),
        max: table.number("max"),
        max_len: table.integer("max_len"),
        pattern: table.text("pattern"),
        unit: table.text("unit"),
        also_called: table.plain_texts("also"),
        automatic: table.yes("automatic"),
        name,
    };
    if certain {
        check(table, &field, inside_table);
    }
    Some(field)
}

fn kind(table: &Table<'_>, shared: Shared<'_>, inside_table: bool) -> Option<FieldKind> {
    let (text, span) = table.placed("type")?;
    let (word, argument) = taken_apart(&text);
    let list = || argument.map(|list| (list.to_owned(), span.clone()));
    if inside_table && matches!(word, "table" | "checklist") {
        table.note(
            "type",
            Mistake::Contradiction,
            "表格的列不能再是表格或检查结果",
            "a column is neither a table nor a checklist itself",
        );
        return None;
    }
    Some(match (word, argument) {
        ("text", None) => FieldKind::Text,
        ("long_text", None) => FieldKind::LongText,
        ("bool", None) => FieldKind::Bool,
        ("integer", None) => FieldKind::Integer,
        ("decimal", Some(places)) => FieldKind::Decimal {
            scale: places.parse().ok().filter(|places| (1..=9).contains(places))?,
        },
        ("money", None) => FieldKind::Money,
        ("date", None) => FieldKind::Date,
        ("month", None) => FieldKind::Month,
        ("year", None) => FieldKind::Year,
        ("time", None) => FieldKind::Time,
        ("code", Some(_)) => FieldKind::Code {
            list: table.find(&list()?, shared.codes, |list| &list.name, "代码表", "code list")?,
        },
        ("place", None) => FieldKind::Place,
        ("point", None) => FieldKind::Point,
        ("line", None) => FieldKind::Line,
        ("polygon", None) => FieldKind::Polygon,
        ("person", None) => FieldKind::Person,
        ("citizen_id", None) => FieldKind::CitizenId,
        ("phone", None) => FieldKind::Phone,
        ("enterprise", None) => FieldKind::Enterprise,
        ("industry", None) => FieldKind::Industry,
        ("office", None) => FieldKind::Office,
        ("link", Some(register)) => FieldKind::Link {
            register: register.to_owned(),
        },
        ("file", None) => FieldKind::File,
        ("photo", None) => FieldKind::Photo,
        ("signature", None) => FieldKind::Signature,
        ("table", None) => FieldKind::Table {
            columns: fields(table, "columns", shared, true),
        },
        ("checklist", Some(_)) => FieldKind::Checklist {
            list: table.find(
                &list()?,
                shared.checklists,
                |list| &list.name,
                "检查表",
                "checklist",
            )?,
        },
        _ => return None,
    })
}

/// Notes keys that do not go with the field's type or with each other.
fn check(table: &Table<'_>, field: &Field, inside_table: bool) {
    let kind = &field.kind;
    let clash = |key: &str, zh: &str, en: &str| table.note(key, Mistake::Contradiction, zh, en);
    let given = |key: &str| table.has(key);

    let number = field.scale().is_some();
    let written = matches!(kind, FieldKind::Text | FieldKind::LongText);
    let textual = written
        || matches!(
            kind,
            FieldKind::Person | FieldKind::CitizenId | FieldKind::Phone | FieldKind::Enterprise
        );
    let many = matches!(
        kind,
        FieldKind::Code { .. }
            | FieldKind::Link { .. }
            | FieldKind::File
            | FieldKind::Photo
            | FieldKind::Office
    );
    for key in ["min", "max"].into_iter().filter(|key| given(key) && !number) {
        clash(
            key,
            "只有数字有最小值、最大值",
            "only numbers have a smallest and a largest value",
        );
    }
    if field.min.zip(field.max).is_some_and(|(min, max)| min > max) {
        clash(
            "max",
            "最大值小于最小值",
            "the largest value is below the smallest",
        );
    }
    for key in ["max_len", "pattern"]
        .into_iter()
        .filter(|key| given(key) && !textual)
    {
        clash(
            key,
            "只有文字有字数和格式",
            "only texts have a length and a pattern",
        );
    }
    if let Some(Err(error)) = field.pattern.as_deref().map(regex_lite::Regex::new) {
        table.note(
            "pattern",
            Mistake::Pattern,
            format!("正则写法有误：{error}"),
            format!("the pattern: {error}"),
        );
    }
    if field.multiple && !many {
        clash(
            "multiple",
            "该类型只有一个值",
            "a field of this type holds one value",
        );
    }
    match kind {
        FieldKind::Table { columns } if columns.is_empty() => {
            clash("type", "表格要写明 columns（列）", "a table has `columns`");
        }
        FieldKind::Table { .. } => {}
        _ if given("columns") => clash("columns", "只有 table 类型有列", "only a table has columns"),
        _ => {}
    }
    if field.sensitive.is_some() {
        if !textual {
            clash(
                "sensitive",
                "只有文字类字段可以设为敏感",
                "only fields that hold text can be sensitive",
            );
        }
        for key in ["default", "computed", "multiple"]
            .into_iter()
            .filter(|key| given(key))
        {
            clash(
                key,
                "敏感字段的值只能由人填写，且只有一个",
                "a sensitive field holds one value, given by a person",
            );
        }
    }
    if given("computed") {
        for key in ["required", "required_when", "default", "automatic"]
            .into_iter()
            .filter(|key| given(key))
        {
            clash(
                key,
                "计算字段由系统算出，不必填写",
                "a computed field is never given, so this says nothing",
            );
        }
    }
    if field.automatic && (field.required || given("required_when")) {
        let key = if field.required {
            "required"
        } else {
            "required_when"
        };
        clash(
            key,
            "自动字段由系统填写，人不能填",
            "an automatic field cannot be asked of people",
        );
    }
    if inside_table {
        for key in [
            "required_when",
            "default",
            "computed",
            "automatic",
            "sensitive",
            "multiple",
        ] {
            if given(key) {
                clash(
                    key,
                    "表格的列不能有表达式、敏感、自动或多值，请另立字段或台账",
                    "a column has no expressions and is not sensitive, automatic or multiple; make it a field or a register",
                );
            }
        }
    }
}

/// Compiles the expressions of fields, now that all names are known.
pub(super) fn expressions(table: &Table<'_>, fields: &mut [Field], names: Names<'_>) {
    let entries = table.many("fields", &keys::FIELD);
    let place = |name: &str| names.fields.iter().position(|field| field.name == name);
    let computed = entries
        .iter()
        .filter(|entry| entry.has("computed"))
        .filter_map(|entry| place(&entry.text("name")?));
    let computed: Vec<usize> = computed.collect();
    for entry in &entries {
        let Some(name) = entry.text("name") else { continue };
        let Some(at) = fields.iter().position(|field| field.name == name) else {
            continue;
        };
        let Ok(ix) = u16::try_from(at).map(FieldIx) else {
            continue;
        };
        let now = Names { today: true, ..names };
        let later: Vec<usize> = computed.iter().copied().filter(|other| *other >= at).collect();
        let lasting = Names {
            today: false,
            later: &later,
            ..names
        };
        let worked = |key: &str, names: &Names<'_>| entry.expr_for(&entry.placed(key)?, names, ix);
        let default = worked("default", &now);
        if default
            .as_ref()
            .is_some_and(|default| default.reads().contains(&ix))
        {
            entry.note(
                "default",
                Mistake::Cycle,
                "默认值引用了字段自己",
                "the default reads its own field",
            );
        }
        fields[at].required_when = entry.condition("required_when", &now);
        fields[at].default = default;
        fields[at].computed = worked("computed", &lasting);
    }
}
