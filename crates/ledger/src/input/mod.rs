//! Reading what people give: from JSON, a form, a spreadsheet or a command line, leniently in form and strictly in
//! meaning. Every field is read, so that everything wrong is told at once.

mod history;
mod single;

pub use history::read_history;

use crate::problem::Problem;
use crate::value_json::CHECKLIST_COLUMNS;
use pack::model::{Field, FieldIx, FieldKind, Pack, Register};
use pack::{Geometry, Value};
use serde_json::{Map, Value as Json};

/// Greatest number of rows in a table field.
const MOST_ROWS: usize = 2_000;

/// Values as given, by field.
pub type Given = Vec<(FieldIx, Value)>;

/// Reads the fields that `given` names.
///
/// # Errors
/// Every problem found: unknown fields, fields that are not given by people, wrong types, unknown codes, numbers out of
/// range.
pub fn read_fields(
    pack: &Pack,
    register: &Register,
    given: Map<String, Json>,
) -> Result<Given, Vec<Problem>> {
    read_each(pack, register, given, Field::is_given)
}

/// Reads the fields that `given` names among those that may be given here.
fn read_each(
    pack: &Pack,
    register: &Register,
    given: Map<String, Json>,
    may_be_given: fn(&Field) -> bool,
) -> Result<Given, Vec<Problem>> {
    let mut values = Given::with_capacity(given.len());
    let mut problems = Vec::new();
    for (name, json) in given {
        match read_named(pack, register, &name, json, may_be_given) {
            Ok(value) => values.push(value),
            Err(found) => problems.extend(found),
        }
    }
    values.sort_by_key(|(field, _)| *field);
    if problems.is_empty() {
        Ok(values)
    } else {
        Err(problems)
    }
}

fn read_named(
    pack: &Pack,
    register: &Register,
    name: &str,
    json: Json,
    may_be_given: fn(&Field) -> bool,
) -> Result<(FieldIx, Value), Vec<Problem>> {
    let Some((ix, field)) = register.field(name) else {
        return Err(vec![unknown_field(register, name)]);
    };
    if !may_be_given(field) {
        return Err(vec![
            Problem::new(
                "field.automatic",
                format!("“{}”由系统填写，请不要提交", field.title.zh),
                format!("`{name}` is filled by the program; leave it out"),
            )
            .at(name),
        ]);
    }
    read_value(pack, field, json)
        .map(|value| (ix, value))
        .map_err(|found| {
            found
                .into_iter()
                .map(|problem| {
                    let path = problem
                        .field
                        .as_ref()
                        .map_or_else(|| name.to_owned(), |rest| format!("{name}{rest}"));
                    problem.at(path)
                })
                .collect()
        })
}

fn unknown_field(register: &Register, name: &str) -> Problem {
    let nearest = register
        .fields
        .iter()
        .filter(|field| field.is_given())
        .map(|field| (distance(&field.name, name), field))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2 + name.len() / 4);
    let (zh, en) = nearest.map_or_else(Default::default, |(_, field)| {
        (
            format!("，是不是“{}”（{}）？", field.name, field.title.zh),
            format!("; did you mean `{}`?", field.name),
        )
    });
    Problem::new(
        "field.unknown",
        format!("台账“{}”没有字段“{name}”{zh}", register.title.zh),
        format!("the register `{}` has no field `{name}`{en}", register.name),
    )
    .at(name)
}

/// Number of single-letter edits between two names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = before + usize::from(left != *right);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Reads one value of `field`.
///
/// # Errors
/// Every problem found, each with the path below the field, such as `[2].name`; none for the field itself.
pub fn read_value(pack: &Pack, field: &Field, json: Json) -> Result<Value, Vec<Problem>> {
    match (&field.kind, json) {
        (_, Json::Null) => Ok(Value::Null),
        (_, Json::String(text)) if text.trim().is_empty() => Ok(Value::Null),
        (FieldKind::Table { columns }, json) => read_table(pack, columns, json),
        (FieldKind::Checklist { list }, json) => read_checklist(pack, *list, json),
        (_, Json::Array(items)) if field.multiple => read_list(pack, field, items),
        (FieldKind::Code { .. }, Json::String(text)) if field.multiple => {
            let items = text
                .split(['、', ',', '，', ';', '；'])
                .map(|part| Json::String(part.to_owned()))
                .collect();
            read_list(pack, field, items)
        }
        (_, json) if field.multiple => read_list(pack, field, vec![json]),
        (FieldKind::Point | FieldKind::Line | FieldKind::Polygon, json) => {
            read_shape(field, &json).map_err(|problem| vec![problem])
        }
        (_, json) => single::read(pack, field, &json).map_err(|problem| vec![problem]),
    }
}

fn read_list(pack: &Pack, field: &Field, items: Vec<Json>) -> Result<Value, Vec<Problem>> {
    let mut values = Vec::with_capacity(items.len());
    let mut problems = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        match single::read(pack, field, &item) {
            Ok(Value::Null) => {}
            Ok(value) if values.contains(&value) => {}
            Ok(value) => values.push(value),
            Err(problem) => problems.push(problem.at(format!("[{at}]"))),
        }
    }
    match (problems.is_empty(), values.is_empty()) {
        (true, true) => Ok(Value::Null),
        (true, false) => Ok(Value::List(values)),
        (false, _) => Err(problems),
    }
}

/// Rows given as JSON, or as JSON text from a form or a spreadsheet's cell.
fn rows_of(json: Json) -> Result<Vec<Json>, Problem> {
    let json = match json {
        Json::String(text) => serde_json::from_str(&text).unwrap_or(Json::String(text)),
        json => json,
    };
    match json {
        Json::Array(rows) if rows.len() <= MOST_ROWS => Ok(rows),
        Json::Array(rows) => Err(Problem::new(
            "table.long",
            format!("共 {} 行，最多 {MOST_ROWS} 行", rows.len()),
            format!("{} rows were given, {MOST_ROWS} are the most", rows.len()),
        )),
        _ => Err(Problem::new(
            "type",
            "应为若干行，每行是一组列值",
            "a list of rows is expected, each an object of columns",
        )),
    }
}

fn read_table(pack: &Pack, columns: &[Field], json: Json) -> Result<Value, Vec<Problem>> {
    let rows = rows_of(json).map_err(|problem| vec![problem])?;
    let mut table = Vec::with_capacity(rows.len());
    let mut problems = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        match read_row(pack, columns, row) {
            Ok(values) if values.iter().all(Value::is_null) => {}
            Ok(values) => table.push(values),
            Err(found) => problems.extend(found.into_iter().map(|problem| {
                let rest = problem
                    .field
                    .as_ref()
                    .map(|rest| format!(".{rest}"))
                    .unwrap_or_default();
                problem.at(format!("[{at}]{rest}"))
            })),
        }
    }
    match (problems.is_empty(), table.is_empty()) {
        (true, true) => Ok(Value::Null),
        (true, false) => Ok(Value::Table(table)),
        (false, _) => Err(problems),
    }
}

fn read_row(pack: &Pack, columns: &[Field], row: Json) -> Result<Vec<Value>, Vec<Problem>> {
    let Json::Object(mut object) = row else {
        return Err(vec![Problem::new(
            "type",
            "每行应为一组列值",
            "each row is an object of columns",
        )]);
    };
    let mut problems = Vec::new();
    let mut values = Vec::with_capacity(columns.len());
    for column in columns {
        match read_value(pack, column, object.remove(&column.name).unwrap_or_default()) {
            Ok(value) => values.push(value),
            Err(found) => problems.extend(found.into_iter().map(|problem| {
                let rest = problem.field.clone().unwrap_or_default();
                problem.at(format!("{}{rest}", column.name))
            })),
        }
    }
    for (column, value) in columns.iter().zip(&values) {
        if column.required && value.is_null() && values.iter().any(|value| !value.is_null()) {
            problems.push(required(column).at(&*column.name));
        }
    }
    problems.extend(object.keys().map(|name| {
        Problem::new(
            "field.unknown",
            format!("没有“{name}”这一列"),
            format!("there is no column `{name}`"),
        )
        .at(name)
    }));
    if problems.is_empty() {
        Ok(values)
    } else {
        Err(problems)
    }
}

/// The problem of a field that must be given and is not.
#[must_use]
pub(crate) fn required(field: &Field) -> Problem {
    Problem::new(
        "required",
        format!("请填写“{}”", field.title.zh),
        format!("`{}` ({}) must be given", field.name, field.title.en),
    )
}

fn read_checklist(pack: &Pack, list: usize, json: Json) -> Result<Value, Vec<Problem>> {
    let Some(checklist) = pack.checklists.get(list) else {
        return Ok(Value::Null);
    };
    let rows = rows_of(json).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut table: Vec<Vec<Value>> = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        let text = |key: &str| {
            row.get(key)
                .and_then(Json::as_str)
                .map(str::trim)
                .filter(|text| !text.is_empty())
        };
        let item = text(CHECKLIST_COLUMNS[0]).unwrap_or_default();
        if !checklist.items.iter().any(|each| each.code == item) {
            let codes: Vec<&str> = checklist.items.iter().map(|each| &*each.code).collect();
            problems.push(
                Problem::new(
                    "code.unknown",
                    format!("检查表没有“{item}”这一项，可用：{}", codes.join("、")),
                    format!("the checklist has no item `{item}`; it has {}", codes.join(", ")),
                )
                .at(format!("[{at}].item")),
            );
            continue;
        }
        let count = whole(row.get(CHECKLIST_COLUMNS[1]), 1);
        let Some(count) = count.filter(|count| (0..=10_000).contains(count)) else {
            problems.push(
                Problem::new(
                    "range",
                    "处数应为 0 到 10000 的整数",
                    "the count is a whole number from 0 to 10000",
                )
                .at(format!("[{at}].count")),
            );
            continue;
        };
        let relapse = whole(row.get(CHECKLIST_COLUMNS[4]), 0);
        let Some(relapse) = relapse.filter(|relapse| (0..=count).contains(relapse)) else {
            problems.push(
                Problem::new(
                    "range",
                    format!("复发处数应为 0 到 {count} 的整数"),
                    format!("the relapses are a whole number from 0 to {count}, the count"),
                )
                .at(format!("[{at}].relapse")),
            );
            continue;
        };
        let optional = |key: &str| text(key).map_or(Value::Null, |text| Value::Text(text.to_owned()));
        table.push(vec![
            Value::Text(item.to_owned()),
            Value::Int(count),
            optional(CHECKLIST_COLUMNS[2]),
            optional(CHECKLIST_COLUMNS[3]),
            if relapse == 0 {
                Value::Null
            } else {
                Value::Int(relapse)
            },
        ]);
    }
    // An empty list is an answer too: everything was looked at and nothing found.
    if problems.is_empty() {
        Ok(Value::Table(table))
    } else {
        Err(problems)
    }
}

/// A whole number as JSON or as text; `otherwise` where none is given.
fn whole(json: Option<&Json>, otherwise: i64) -> Option<i64> {
    match json {
        None | Some(Json::Null) => Some(otherwise),
        Some(Json::Number(number)) => number.as_i64(),
        Some(Json::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    }
}

fn read_shape(field: &Field, json: &Json) -> Result<Value, Problem> {
    let parsed;
    let json = match json {
        Json::String(text) => {
            if let (FieldKind::Point, Some(point)) = (&field.kind, point_of(text)) {
                return Ok(point);
            }
            parsed = serde_json::from_str(text).unwrap_or_default();
            &parsed
        }
        json => json,
    };
    let shape = crate::value_json::geometry_from_json(json);
    match (&field.kind, shape) {
        (FieldKind::Point, Some(shape @ Geometry::Point(_)))
        | (FieldKind::Line, Some(shape @ Geometry::Line(_)))
        | (FieldKind::Polygon, Some(shape @ Geometry::Polygon(_))) => Ok(Value::Geometry(shape)),
        (FieldKind::Point, _) => Err(Problem::new(
            "type",
            "应为经纬度，如 121.43,29.28，或 GeoJSON 点",
            "a position is expected: `121.43,29.28` (longitude first) or a GeoJSON point",
        )),
        (FieldKind::Line, _) => Err(Problem::new(
            "type",
            "应为 GeoJSON 线，至少两点",
            "a GeoJSON line of two points or more is expected",
        )),
        _ => Err(Problem::new(
            "type",
            "应为 GeoJSON 面，首尾相接",
            "a GeoJSON polygon is expected whose rings end where they begin",
        )),
    }
}

/// `121.43,29.28`: longitude first.
fn point_of(text: &str) -> Option<Value> {
    let (longitude, latitude) = text.split_once([',', '，', ' '])?;
    let json = serde_json::json!({ "type": "Point", "coordinates": [longitude.trim(), latitude.trim()] });
    crate::value_json::geometry_from_json(&json).map(Value::Geometry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn walked(row: &Json) -> Result<Value, Vec<Problem>> {
        let source = r#"
name = "walks"
version = 1
zh = "检查"
en = "Walks"
[checklists.walk]
zh = "检查表"
en = "Walk"
points = 10
items = [{ code = "litter", zh = "垃圾", en = "Litter", each = 1, most = 5 }]
"#;
        let pack = pack::parse(source).pack.expect("a pack without a mistake");
        read_checklist(&pack, 0, json!([row]))
    }

    #[test]
    fn relapses_are_kept_with_the_findings_they_are_among() {
        let row = |values: [Value; 5]| Ok(Value::Table(vec![values.to_vec()]));
        let litter = || Value::Text("litter".to_owned());
        let found = |count, relapse| row([litter(), Value::Int(count), Value::Null, Value::Null, relapse]);
        assert_eq!(
            walked(&json!({ "item": "litter", "count": 3, "relapse": "2" })),
            found(3, Value::Int(2))
        );
        assert_eq!(walked(&json!({ "item": "litter" })), found(1, Value::Null));
    }

    #[test]
    fn there_are_never_more_relapses_than_findings() {
        let problems = walked(&json!({ "item": "litter", "count": 1, "relapse": 2 })).expect_err("refused");
        assert_eq!(problems[0].field.as_deref(), Some("[0].relapse"));
        assert!(walked(&json!({ "item": "litter", "count": 1, "relapse": -1 })).is_err());
    }
}
