//! Reading registers.

use super::walk::{Placed, Table};
use super::{Shared, field, keys, looping};
use crate::Names;
use crate::model::{
    Field, FieldIx, FieldKind, Missing, Number, NumberPart, Recurrence, Register, Rule, Severity, Text,
};

pub(super) fn read(
    name: &Placed,
    table: &Table<'_>,
    shared: Shared<'_>,
    documents: &[String],
) -> Option<Register> {
    table.check_name(name);
    let mut fields = field::fields(table, "fields", shared, false);
    let cycle_table = table.one("loop", &keys::LOOP);
    let named = |key: &str, kind: &'static keys::Keys| -> Vec<String> {
        cycle_table
            .as_ref()
            .map(|cycle| {
                cycle
                    .many(key, kind)
                    .iter()
                    .filter_map(|each| each.text("name"))
                    .collect()
            })
            .unwrap_or_default()
    };
    let (states, levels) = (named("states", &keys::STATE), named("levels", &keys::LEVEL));
    let known = fields.clone();
    let names = Names {
        fields: &known,
        codes: shared.codes,
        settings: shared.settings,
        checklists: shared.checklists,
        states: &states,
        levels: &levels,
        ..Names::default()
    };
    field::expressions(table, &mut fields, names);
    let names = Names {
        fields: &fields,
        ..names
    };

    let place = table
        .placed("place")
        .and_then(|place| field_ix(table, &place, &fields));
    if let Some(place) = place
        && fields
            .get(usize::from(place.0))
            .is_some_and(|field| field.kind != FieldKind::Place || !field.required)
    {
        table.note(
            "place",
            "区划字段须为必填的 place 类型",
            "the place field is a required field of type place",
        );
    }
    let label = field_list(table, "label", &fields);
    let rules = table
        .many("rules", &keys::RULE)
        .iter()
        .filter_map(|rule| read_rule(rule, names))
        .collect();
    let cycle = cycle_table.and_then(|cycle| looping::read(&cycle, names, documents));
    let search = field_list(table, "search", &fields);
    if search
        .iter()
        .any(|ix| fields[usize::from(ix.0)].sensitive.is_some())
    {
        table.note(
            "search",
            "敏感字段不能参与检索",
            "sensitive fields cannot be searched",
        );
    }
    let indexes = table
        .text_lists("indexes")
        .iter()
        .map(|list| {
            list.iter()
                .filter_map(|placed| field_ix(table, placed, &fields))
                .collect()
        })
        .collect();
    Some(Register {
        name: name.0.clone(),
        title: table.title(),
        record_title: table.titles("record").unwrap_or_else(|| Text { ..table.title() }),
        place: place?,
        label,
        key: field_list(table, "key", &fields),
        number: table
            .placed("number")
            .and_then(|number| read_number(table, &number, &fields)),
        columns: field_list(table, "columns", &fields),
        search,
        indexes,
        recurrence: table
            .one("recurrence", &keys::RECURRENCE)
            .and_then(|recurrence| read_recurrence(&recurrence, &fields)),
        rules,
        cycle,
        fields,
    })
}

/// The field a name stands for.
pub(super) fn field_ix(table: &Table<'_>, name: &Placed, fields: &[Field]) -> Option<FieldIx> {
    let at = table.find(name, fields, |field| &field.name, "字段", "field")?;
    u16::try_from(at).ok().map(FieldIx)
}

/// The fields a list of names stands for.
pub(super) fn field_list(table: &Table<'_>, key: &str, fields: &[Field]) -> Vec<FieldIx> {
    table
        .texts(key)
        .iter()
        .filter_map(|name| field_ix(table, name, fields))
        .collect()
}

/// The field a key names, of one of these kinds.
pub(super) fn field_of(
    table: &Table<'_>,
    key: &str,
    fields: &[Field],
    fits: impl Fn(&FieldKind) -> bool,
    zh: &str,
    en: &str,
) -> Option<FieldIx> {
    let ix = field_ix(table, &table.placed(key)?, fields)?;
    if !fits(&fields[usize::from(ix.0)].kind) {
        table.note(
            key,
            format!("此处应为{zh}字段"),
            format!("a field of {en} is expected here"),
        );
        return None;
    }
    Some(ix)
}

/// Whether a field holds a day.
pub(super) fn is_day(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Date | FieldKind::Month)
}

fn read_rule(table: &Table<'_>, names: Names<'_>) -> Option<Rule> {
    let names = Names { today: true, ..names };
    Some(Rule {
        name: table.name()?.0,
        when: table.condition("when", &names),
        check: table.condition("check", &names)?,
        message: table.title(),
        severity: table
            .choice(
                "severity",
                &[("error", Severity::Error), ("warning", Severity::Warning)],
            )
            .unwrap_or(Severity::Error),
        missing: table
            .choice(
                "missing",
                &[
                    ("skip_if_any", Missing::SkipIfAny),
                    ("skip_if_all", Missing::SkipIfAll),
                    ("never", Missing::Never),
                ],
            )
            .unwrap_or(Missing::SkipIfAny),
        fields: field_list(table, "fields", names.fields),
    })
}

fn read_recurrence(table: &Table<'_>, fields: &[Field]) -> Option<Recurrence> {
    let flag = field_of(
        table,
        "flag",
        fields,
        |kind| *kind == FieldKind::Bool,
        "是否",
        "type bool",
    )?;
    let link = field_of(
        table,
        "link",
        fields,
        |kind| matches!(kind, FieldKind::Link { .. }),
        "关联",
        "type link",
    );
    for (key, ix) in [("flag", Some(flag)), ("link", link)] {
        if ix.is_some_and(|ix| !fields[usize::from(ix.0)].automatic) {
            table.note(
                key,
                "复发标记由系统填写，该字段须设 automatic = true",
                "the field must be automatic",
            );
        }
    }
    Some(Recurrence {
        same: field_list(table, "same", fields),
        on: field_of(table, "on", fields, is_day, "日期", "type date")?,
        within_days: table.integer("within_days")?,
        flag,
        link,
    })
}

/// `{place}调〔{year}〕{serial:4}`
fn read_number(table: &Table<'_>, (text, span): &Placed, fields: &[Field]) -> Option<Number> {
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(NumberPart::Fixed(before.to_owned()));
        }
        let Some((word, after)) = after.split_once('}') else {
            table.note("number", "花括号没有闭合", "a brace is not closed");
            return None;
        };
        parts.push(match word.split_once(':').unwrap_or((word, "")) {
            ("year", "") => NumberPart::Year,
            ("month", "") => NumberPart::Month,
            ("place", "") => NumberPart::Place,
            ("serial", width) => NumberPart::Serial(width.parse().unwrap_or(1).clamp(1, 9)),
            (field, "") => NumberPart::Field(field_ix(table, &(field.to_owned(), span.clone()), fields)?),
            _ => {
                table.note(
                    "number",
                    format!("编号规则不认识“{{{word}}}”"),
                    format!("`{{{word}}}` is not known"),
                );
                return None;
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(NumberPart::Fixed(rest.to_owned()));
    }
    let serial = parts
        .iter()
        .position(|part| matches!(part, NumberPart::Serial(_)));
    let last = serial.is_some_and(|at| {
        parts[at + 1..]
            .iter()
            .all(|part| matches!(part, NumberPart::Fixed(_)))
    });
    if !last {
        table.note(
            "number",
            "编号须含一个 {serial}，其后只能是固定文字",
            "a number has one {serial}, with only fixed text after it",
        );
        return None;
    }
    Some(Number { parts })
}
