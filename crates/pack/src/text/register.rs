//! Reading registers: what they are made of, and their rules.

use super::notes::Note;
use super::walk::{Placed, Table};
use super::{Shared, field, keys, looping, number};
use crate::Names;
use crate::diagnostic::Mistake;
use crate::model::{Field, FieldIx, FieldKind, Missing, Recurrence, Register, Round, Rule, Severity, Text};
use standards::PlaceLevel;

pub(super) fn read(
    name: &Placed,
    table: &Table<'_>,
    shared: Shared<'_>,
    documents: &[String],
) -> Option<Register> {
    table.check_name(name, false);
    let mut fields = field::fields(table, "fields", shared, false);
    let cycle = table.one("loop", &keys::LOOP);
    let named = |key: &str, kind: &'static keys::Keys| -> Vec<String> {
        let tables = cycle
            .as_ref()
            .map(|cycle| cycle.many(key, kind))
            .unwrap_or_default();
        tables.iter().filter_map(|each| each.text("name")).collect()
    };
    let (states, levels) = (named("states", &keys::STATE), named("levels", &keys::LEVEL));
    // Expressions read the fields as they are before they have expressions.
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

    let place = place(table, &fields);
    let rules = table.many("rules", &keys::RULE);
    table.unique(rules.iter().filter_map(|rule| rule.placed("name")));
    Some(Register {
        name: name.0.clone(),
        title: table.title(),
        record_title: table.titles("record").unwrap_or_else(|| Text { ..table.title() }),
        place: place.unwrap_or(FieldIx(0)),
        label: label(table, &fields),
        key: lists(table, "key", &fields),
        number: table
            .placed("number")
            .and_then(|written| number::read(table, &written, &fields)),
        columns: field_list(table, "columns", &fields),
        search: search(table, &fields),
        indexes: indexes(table, &fields),
        rules: rules.iter().filter_map(|rule| read_rule(rule, names)).collect(),
        recurrence: table
            .one("recurrence", &keys::RECURRENCE)
            .and_then(|recurrence| read_recurrence(&recurrence, &fields, place)),
        round: table
            .one("round", &keys::ROUND)
            .and_then(|round| read_round(&round, &fields)),
        cycle: cycle.and_then(|cycle| looping::read(&cycle, names, documents)),
        fields,
    })
}

/// The field a name stands for.
pub(super) fn field_ix(table: &Table<'_>, name: &Placed, fields: &[Field]) -> Option<FieldIx> {
    let at = table.find(name, fields, |field| &field.name, "字段", "field")?;
    u16::try_from(at).ok().map(FieldIx)
}

/// The fields a list of names stands for, each once.
pub(super) fn field_list(table: &Table<'_>, key: &str, fields: &[Field]) -> Vec<FieldIx> {
    let names = table.texts(key);
    table.unique(names.iter().cloned());
    names
        .iter()
        .filter_map(|name| field_ix(table, name, fields))
        .collect()
}

/// The field a key names, if it is fit for it.
pub(super) fn field_of(
    table: &Table<'_>,
    key: &str,
    fields: &[Field],
    fits: impl Fn(&Field) -> bool,
    zh: &str,
    en: &str,
) -> Option<FieldIx> {
    let placed = table.placed(key)?;
    let ix = field_ix(table, &placed, fields)?;
    fit(table, &placed, &fields[usize::from(ix.0)], fits, zh, en);
    Some(ix)
}

/// Notes a field that is not fit for its place. Of one that could not be read nothing is said.
fn fit(table: &Table<'_>, placed: &Placed, field: &Field, fits: impl Fn(&Field) -> bool, zh: &str, en: &str) {
    if !fits(field) && !table.notes.doubts(&field.name) {
        let note = Note::new(
            Mistake::WrongField,
            format!("“{}”不合用，此处应为{zh}", field.name),
            format!("`{}` does not fit; {en} is expected here", field.name),
        );
        table.notes.add(placed.1.clone(), note);
    }
}

/// Whether a field holds a day.
pub(super) fn is_day(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Date | FieldKind::Month)
}

/// Whether one value of the field can be told from another in plain sight: not sensitive, not multiple, no rows or shapes.
fn is_single(field: &Field) -> bool {
    !field.multiple
        && field.sensitive.is_none()
        && !matches!(
            field.kind,
            FieldKind::Table { .. }
                | FieldKind::Checklist { .. }
                | FieldKind::Point
                | FieldKind::Line
                | FieldKind::Polygon
        )
}

fn place(table: &Table<'_>, fields: &[Field]) -> Option<FieldIx> {
    let fits = |field: &Field| field.kind == FieldKind::Place && field.required && !field.multiple;
    field_of(
        table,
        "place",
        fields,
        fits,
        "必填的 place 类型字段",
        "a required field of type place",
    )
}

fn label(table: &Table<'_>, fields: &[Field]) -> Vec<FieldIx> {
    if table.has("label") && table.texts("label").is_empty() {
        table.note(
            "label",
            Mistake::WrongValue,
            "至少写一个字段",
            "name a field at least",
        );
    }
    field_list(table, "label", fields)
}

/// A list of fields each of which must be single.
fn lists(table: &Table<'_>, key: &str, fields: &[Field]) -> Vec<FieldIx> {
    let found = field_list(table, key, fields);
    for placed in table.texts(key) {
        if let Some(field) = fields.iter().find(|field| field.name == placed.0) {
            fit(
                table,
                &placed,
                field,
                is_single,
                "单值、不敏感的字段",
                "a single field that is not sensitive",
            );
        }
    }
    found
}

fn search(table: &Table<'_>, fields: &[Field]) -> Vec<FieldIx> {
    let found = field_list(table, "search", fields);
    for placed in table.texts("search") {
        if let Some(field) = fields.iter().find(|field| field.name == placed.0) {
            let open = |field: &Field| field.sensitive.is_none();
            fit(
                table,
                &placed,
                field,
                open,
                "不敏感的字段",
                "a field that is not sensitive",
            );
        }
    }
    found
}

fn indexes(table: &Table<'_>, fields: &[Field]) -> Vec<Vec<FieldIx>> {
    let read = |names: Vec<Placed>| {
        table.unique(names.iter().cloned());
        let one = |placed: &Placed| {
            let ix = field_ix(table, placed, fields)?;
            let field = &fields[usize::from(ix.0)];
            fit(
                table,
                placed,
                field,
                is_single,
                "单值、不敏感的字段",
                "a single field that is not sensitive",
            );
            Some(ix)
        };
        names.iter().filter_map(one).collect()
    };
    table.text_lists("indexes").into_iter().map(read).collect()
}

fn read_rule(table: &Table<'_>, names: Names<'_>) -> Option<Rule> {
    let names = Names { today: true, ..names };
    let severities = [("error", Severity::Error), ("warning", Severity::Warning)];
    let strategies = [
        ("skip_if_any", Missing::SkipIfAny),
        ("skip_if_all", Missing::SkipIfAll),
        ("never", Missing::Never),
    ];
    let (when, check) = (table.condition("when", &names), table.condition("check", &names));
    let fields = field_list(table, "fields", names.fields);
    Some(Rule {
        name: table.text("name")?,
        when,
        check: check?,
        message: table.title(),
        severity: table.choice("severity", &severities).unwrap_or(Severity::Error),
        missing: table.choice("missing", &strategies).unwrap_or(Missing::SkipIfAny),
        fields,
    })
}

fn read_recurrence(table: &Table<'_>, fields: &[Field], place: Option<FieldIx>) -> Option<Recurrence> {
    let flag = |field: &Field| field.kind == FieldKind::Bool && field.automatic;
    let flag = field_of(
        table,
        "flag",
        fields,
        flag,
        "自动的 bool 类型字段",
        "an automatic field of type bool",
    );
    let link =
        |field: &Field| matches!(field.kind, FieldKind::Link { .. }) && field.automatic && !field.multiple;
    let link = field_of(
        table,
        "link",
        fields,
        link,
        "自动的 link 类型字段",
        "an automatic field of type link",
    );
    let same = lists(table, "same", fields);
    if place.is_some_and(|place| !same.contains(&place)) && table.has("same") {
        table.note(
            "same",
            Mistake::Contradiction,
            "复发是同一地方再次发生，须包含区划字段",
            "a relapse is at the same place; the place field is among these",
        );
    }
    let on = field_of(
        table,
        "on",
        fields,
        is_day,
        "日期或月份字段",
        "a field of type date or month",
    );
    Some(Recurrence {
        same,
        on: on?,
        within_days: table.integer("within_days")?,
        flag: flag?,
        link,
    })
}

fn read_round(table: &Table<'_>, fields: &[Field]) -> Option<Round> {
    let levels = [
        ("town", PlaceLevel::Town),
        ("village", PlaceLevel::Village),
        ("grid", PlaceLevel::Grid),
    ];
    let month = |field: &Field| field.kind == FieldKind::Month && field.required;
    let month = field_of(
        table,
        "month",
        fields,
        month,
        "必填的 month 类型字段",
        "a required field of type month",
    );
    let walked = |field: &Field| matches!(field.kind, FieldKind::Checklist { .. });
    let findings = field_of(
        table,
        "findings",
        fields,
        walked,
        "checklist 类型的字段",
        "a field of type checklist",
    );
    let points = |field: &Field| {
        field.computed.is_some() && matches!(field.kind, FieldKind::Decimal { .. } | FieldKind::Integer)
    };
    let score = field_of(
        table,
        "score",
        fields,
        points,
        "算出的数字字段",
        "a computed number field",
    );
    let whole = |field: &Field| field.kind == FieldKind::Integer && field.is_given();
    let rank = field_of(
        table,
        "rank",
        fields,
        whole,
        "可填写的 integer 类型字段",
        "an integer field that is given",
    );
    Some(Round {
        month: month?,
        each: table.choice("each", &levels)?,
        findings: findings?,
        score: score?,
        rank,
    })
}
