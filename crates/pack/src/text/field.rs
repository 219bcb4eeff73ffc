//! Reading fields.

use super::Shared;
use super::keys;
use super::walk::{Placed, Table};
use crate::Names;
use crate::model::{Field, FieldIx, FieldKind, Mask};
use std::ops::Range;

/// Names that a register's table uses itself.
const RESERVED: [&str; 30] = [
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
    "touched",
    "created_on",
    "today",
    "reopened",
    "lifted",
    "settings",
    "ind",
    "true",
    "false",
    "null",
];

/// Reads the fields of a register, or the columns of a table field. Expressions come later, when all fields are known.
pub(super) fn fields(table: &Table<'_>, key: &str, shared: Shared<'_>, inside_table: bool) -> Vec<Field> {
    let entries = table.many(key, &keys::FIELD);
    let names: Vec<Placed> = entries.iter().filter_map(Table::name).collect();
    table.unique(names.iter().map(|(name, span)| (&**name, span.clone())));
    entries
        .iter()
        .filter_map(|entry| field(entry, shared, inside_table))
        .collect()
}

fn field(table: &Table<'_>, shared: Shared<'_>, inside_table: bool) -> Option<Field> {
    let name = table.text("name")?;
    if (RESERVED.contains(&&*name) && !inside_table) || name.contains('-') {
        table.note(
            "name",
            format!("“{name}”是系统保留名，请换一个（字段名只含小写字母、数字、_）"),
            format!(
                "`{name}` is reserved or no field name; choose another of lower-case letters, digits and _"
            ),
        );
    }
    let kind = kind(table, shared, inside_table)?;
    let sensitive = table.choice(
        "sensitive",
        &[
            ("name", Mask::Name),
            ("id", Mask::Id),
            ("phone", Mask::Phone),
            ("account", Mask::Account),
            ("all", Mask::All),
        ],
    );
    let textual = matches!(
        kind,
        FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Person
            | FieldKind::CitizenId
            | FieldKind::Phone
            | FieldKind::Enterprise
    );
    if sensitive.is_some() && !textual {
        table.note(
            "sensitive",
            "只有文字类字段可以设为敏感",
            "only fields that hold text can be sensitive",
        );
    }
    let multiple = table.yes("multiple");
    let many = matches!(
        kind,
        FieldKind::Code { .. }
            | FieldKind::Link { .. }
            | FieldKind::File
            | FieldKind::Photo
            | FieldKind::Office
    );
    if multiple && (!many || sensitive.is_some()) {
        table.note(
            "multiple",
            "该类型不能多值",
            "a field of this type holds one value",
        );
    }
    if inside_table {
        for key in ["required_when", "default", "computed"]
            .into_iter()
            .filter(|key| table.has(key))
        {
            table.note(
                key,
                "表格列不能用表达式",
                "columns of a table have no expressions",
            );
        }
    }
    if let Some(pattern) = table.text("pattern")
        && let Err(error) = regex_lite::Regex::new(&pattern)
    {
        table.note(
            "pattern",
            format!("正则写法有误：{error}"),
            format!("the pattern: {error}"),
        );
    }
    Some(Field {
        name,
        title: table.title(),
        help: table.titles("help"),
        kind,
        required: table.yes("required"),
        required_when: None,
        multiple,
        sensitive,
        default: None,
        computed: None,
        min: table.number("min"),
        max: table.number("max"),
        max_len: table.integer("max_len"),
        pattern: table.text("pattern"),
        unit: table.text("unit"),
        also_called: table.plain_texts("also"),
        automatic: table.yes("automatic"),
    })
}

/// Compiles the expressions of fields, now that all names are known.
pub(super) fn expressions(table: &Table<'_>, fields: &mut [Field], names: Names<'_>) {
    let entries = table.many("fields", &keys::FIELD);
    // `names` borrows a copy of the fields, so that these can be filled in.
    for entry in &entries {
        let Some(name) = entry.text("name") else { continue };
        let Some(at) = fields.iter().position(|field| field.name == name) else {
            continue;
        };
        let now = Names { today: true, ..names };
        let Ok(ix) = u16::try_from(at).map(FieldIx) else {
            continue;
        };
        let worked = |key: &str, names: &Names<'_>| entry.compile_for(&entry.placed(key)?, names, ix);
        fields[at].required_when = entry.condition("required_when", &now);
        fields[at].default = worked("default", &now);
        fields[at].computed = worked(
            "computed",
            &Names {
                today: false,
                before: Some(at),
                ..names
            },
        );
        if fields[at].computed.is_some() && (fields[at].required || fields[at].default.is_some()) {
            entry.note(
                "computed",
                "计算字段不能必填，也没有默认值",
                "a computed field is neither required nor has a default",
            );
        }
    }
}

fn kind(table: &Table<'_>, shared: Shared<'_>, inside_table: bool) -> Option<FieldKind> {
    let (text, span) = table.placed("type")?;
    let (word, argument) = match text.split_once('(') {
        Some((word, rest)) => (
            word,
            Some((rest.trim_end_matches(')').trim().to_owned(), span.clone())),
        ),
        None => (&*text, None),
    };
    let plain = |kind: FieldKind| Some(kind);
    match (word, argument) {
        ("text", None) => plain(FieldKind::Text),
        ("long_text", None) => plain(FieldKind::LongText),
        ("bool", None) => plain(FieldKind::Bool),
        ("integer", None) => plain(FieldKind::Integer),
        ("money", None) => plain(FieldKind::Money),
        ("date", None) => plain(FieldKind::Date),
        ("month", None) => plain(FieldKind::Month),
        ("year", None) => plain(FieldKind::Year),
        ("time", None) => plain(FieldKind::Time),
        ("place", None) => plain(FieldKind::Place),
        ("point", None) => plain(FieldKind::Point),
        ("line", None) => plain(FieldKind::Line),
        ("polygon", None) => plain(FieldKind::Polygon),
        ("person", None) => plain(FieldKind::Person),
        ("citizen_id", None) => plain(FieldKind::CitizenId),
        ("phone", None) => plain(FieldKind::Phone),
        ("enterprise", None) => plain(FieldKind::Enterprise),
        ("industry", None) => plain(FieldKind::Industry),
        ("office", None) => plain(FieldKind::Office),
        ("file", None) => plain(FieldKind::File),
        ("photo", None) => plain(FieldKind::Photo),
        ("signature", None) => plain(FieldKind::Signature),
        ("decimal", Some((places, _))) => match places.parse::<u8>() {
            Ok(scale) if (1..=9).contains(&scale) => Some(FieldKind::Decimal { scale }),
            _ => wrong_kind(
                table,
                &span,
                "decimal(1) 到 decimal(9)",
                "decimal(1) to decimal(9)",
            ),
        },
        ("code", Some(list)) => table
            .find(&list, shared.codes, |list| &list.name, "代码表", "code list")
            .map(|list| FieldKind::Code { list }),
        ("checklist", Some(list)) if !inside_table => table
            .find(&list, shared.checklists, |list| &list.name, "检查表", "checklist")
            .map(|list| FieldKind::Checklist { list }),
        ("link", Some((register, _))) => Some(FieldKind::Link { register }),
        ("table", None) if !inside_table => {
            let columns = fields(table, "columns", shared, true);
            if columns.is_empty() {
                table.note("type", "表格字段须有 columns", "a table field has `columns`");
            }
            if columns
                .iter()
                .any(|column| column.sensitive.is_some() || column.multiple)
            {
                table.note(
                    "columns",
                    "表格列不能设为敏感或多值，请另立字段或台账",
                    "columns can be neither sensitive nor multiple; use a field or a register of their own",
                );
            }
            Some(FieldKind::Table { columns })
        }
        _ => wrong_kind(table, &span, keys::FIELD.keys[3].about, keys::FIELD.keys[3].about),
    }
}

fn wrong_kind(table: &Table<'_>, _: &Range<usize>, zh: &str, en: &str) -> Option<FieldKind> {
    table.note(
        "type",
        format!("没有这种类型，可用：{zh}"),
        format!("there is no such type; known are {en}"),
    );
    None
}
