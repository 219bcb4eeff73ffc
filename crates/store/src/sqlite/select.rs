//! Listings as SQL. Pages are found by where the last one ended, never by counting rows away.

use super::columns::to_sql;
use super::plan::Lead;
use super::schema::quoted;
use crate::{Column, Filter, Listing, Op};
use ledger::Row;
use pack::Value;
use pack::model::Register;
use rusqlite::types::Value as Sql;
use standards::PlaceCode;

/// Values that are listed one by one.
const FEW: usize = 8;

/// A condition with its order, and the values of its holes; the first is the town.
pub(super) struct Part {
    pub(super) condition: String,
    pub(super) order: String,
    pub(super) values: Vec<Sql>,
}

struct Builder<'a> {
    register: &'a Register,
    lead: Lead,
    sort: Column,
    sql: String,
    values: Vec<Sql>,
}

/// The condition of a whole listing, without order or page.
pub(super) fn all(register: &Register, listing: &Listing, town: PlaceCode, lead: Lead) -> Part {
    let builder = base(register, listing, town, lead);
    Part {
        condition: builder.sql,
        order: String::new(),
        values: builder.values,
    }
}

/// The queries that together make a page, in order: values that are not given stand at one end of the order and need a
/// query of their own, so that each can walk an index.
pub(super) fn parts(register: &Register, listing: &Listing, town: PlaceCode, lead: Lead) -> Vec<Part> {
    let base = || base(register, listing, town, lead);
    let (column, name) = (base().name(listing.sort), base().name(Column::Id));
    let direction = if listing.descending { "DESC" } else { "ASC" };
    let by_name = format!(" ORDER BY {name} {direction}");
    let by_both = format!(" ORDER BY {column} {direction}, {name} {direction}");
    let beyond = if listing.descending { "<" } else { ">" };
    let finish = |mut builder: Builder<'_>, more: &str, order: &str| {
        builder.sql.push_str(more);
        Part {
            condition: builder.sql,
            order: order.to_owned(),
            values: builder.values,
        }
    };
    if listing.sort == Column::Id {
        let mut builder = base();
        let more = listing.after.as_ref().map_or_else(String::new, |after| {
            let id = builder.hole(Sql::Text(after.id.to_string()));
            format!(" AND {name} {beyond} {id}")
        });
        return vec![finish(builder, &more, &by_name)];
    }
    let given = |builder: &mut Builder<'_>| match &listing.after {
        Some(after) if !after.value.is_null() => {
            let value = builder.value(listing.sort, &after.value);
            let id = builder.hole(Sql::Text(after.id.to_string()));
            format!(" AND {column} {beyond}= {value} AND ({column} {beyond} {value} OR {name} {beyond} {id})")
        }
        _ => format!(" AND {column} IS NOT NULL"),
    };
    let missing = |builder: &mut Builder<'_>| match &listing.after {
        Some(after) if after.value.is_null() => {
            let id = builder.hole(Sql::Text(after.id.to_string()));
            format!(" AND {column} IS NULL AND {name} {beyond} {id}")
        }
        _ => format!(" AND {column} IS NULL"),
    };
    // Descending, what is not given comes last; ascending, too: a clerk looks for what is there.
    let past_given = listing.after.as_ref().is_some_and(|after| after.value.is_null());
    let mut parts = Vec::new();
    if !past_given {
        let mut builder = base();
        let more = given(&mut builder);
        parts.push(finish(builder, &more, &by_both));
    }
    if !is_given(listing.sort, &listing.filter) {
        let mut builder = base();
        let more = missing(&mut builder);
        parts.push(finish(builder, &more, &by_name));
    }
    parts
}

/// The order of a page whose records were found, which no index is to serve.
pub(super) fn sorted(register: &Register, listing: &Listing) -> String {
    let direction = if listing.descending { "DESC" } else { "ASC" };
    let column = column_name(register, listing.sort);
    format!(" ORDER BY +{column} {direction}, +id {direction}")
}

/// Whether a filter lets nothing pass in which the column is not given.
fn is_given(column: Column, filter: &Filter) -> bool {
    match filter {
        Filter::Is(other, op, _) => *other == column && *op != Op::Ne,
        Filter::In(other, _) | Filter::Contains(other, _) | Filter::StartsWith(other, _) => *other == column,
        Filter::And(all) => all.iter().any(|each| is_given(column, each)),
        Filter::Or(all) => all.iter().all(|each| is_given(column, each)),
        Filter::Not(_) | Filter::Null(_) | Filter::Within(_) => false,
    }
}

fn base<'a>(register: &'a Register, listing: &Listing, town: PlaceCode, lead: Lead) -> Builder<'a> {
    let mut builder = Builder {
        register,
        lead,
        sort: listing.sort,
        sql: String::new(),
        values: Vec::new(),
    };
    let hole = builder.hole(Sql::Text(town.to_string()));
    let aside = if lead == Lead::Nothing { "+" } else { "" };
    builder.sql = format!("{aside}town = {hole}");
    if !listing.withdrawn {
        builder.sql.push_str(" AND withdrawn = 0");
    }
    if listing.filter != Filter::all() {
        let condition = builder.filter(&listing.filter);
        builder.sql.push_str(" AND ");
        builder.sql.push_str(&condition);
    }
    builder
}

impl Builder<'_> {
    fn hole(&mut self, value: Sql) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    /// A column in a condition or an order.
    fn name(&self, column: Column) -> String {
        let name = column_name(self.register, column);
        match self.lead.by(column, self.sort) {
            true => name,
            false => format!("+{name}"),
        }
    }

    fn value(&mut self, column: Column, value: &Value) -> String {
        let sql = match (column, value) {
            (Column::Field(field), value) => owned(to_sql(&self.register[field], value)),
            (_, Value::Text(text)) => Sql::Text(text.clone()),
            (_, Value::Int(number) | Value::Time(number)) => Sql::Integer(*number),
            (_, Value::Bool(yes)) => Sql::Integer((*yes).into()),
            (_, Value::Place(place)) => Sql::Text(place.to_string()),
            _ => Sql::Null,
        };
        self.hole(sql)
    }

    /// The condition as SQL that is true or false, never unknown: what is not given satisfies no comparison but `!=`.
    fn filter(&mut self, filter: &Filter) -> String {
        match filter {
            Filter::And(all) if all.is_empty() => "1".to_owned(),
            Filter::Or(all) if all.is_empty() => "0".to_owned(),
            Filter::And(all) => self.join(all, " AND "),
            Filter::Or(all) => self.join(all, " OR "),
            Filter::Not(inner) => format!("NOT coalesce({}, 0)", self.filter(inner)),
            Filter::Null(column) => format!("{} IS NULL", self.name(*column)),
            Filter::Is(column, op, value) => {
                let name = self.name(*column);
                let value = self.value(*column, value);
                match op {
                    Op::Eq => format!("{name} = {value}"),
                    Op::Ne => format!("{name} IS NOT {value}"),
                    Op::Lt => format!("{name} < {value}"),
                    Op::Le => format!("{name} <= {value}"),
                    Op::Gt => format!("{name} > {value}"),
                    Op::Ge => format!("{name} >= {value}"),
                }
            }
            Filter::In(Column::Id, values) if values.len() > FEW => {
                // One hole for all: a statement of its own for each number of values would be prepared each time.
                let ids: Vec<&str> = values.iter().filter_map(Value::as_text).collect();
                let hole = self.hole(Sql::Text(serde_json::json!(ids).to_string()));
                let name = self.name(Column::Id);
                format!("{name} IN (SELECT value FROM json_each({hole}))")
            }
            Filter::In(column, values) => {
                let holes: Vec<String> = values.iter().map(|value| self.value(*column, value)).collect();
                format!("{} IN ({})", self.name(*column), holes.join(", "))
            }
            Filter::Contains(column, part) => {
                let name = self.name(*column);
                let hole = self.hole(Sql::Text(part.clone()));
                format!("instr({name}, {hole}) > 0")
            }
            Filter::StartsWith(column, part) => {
                let name = self.name(*column);
                let hole = self.hole(Sql::Text(part.clone()));
                format!("substr({name}, 1, length({hole})) = {hole}")
            }
            Filter::Within(place) => {
                // A grid's code goes on with a hyphen, a village's with digits: both sort before a colon.
                let from = self.hole(Sql::Text(place.to_string()));
                let to = self.hole(Sql::Text(format!("{place}:")));
                let place = self.name(Column::Place);
                format!("({place} >= {from} AND {place} < {to})")
            }
        }
    }

    fn join(&mut self, all: &[Filter], word: &str) -> String {
        let parts: Vec<String> = all.iter().map(|each| self.filter(each)).collect();
        format!("({})", parts.join(word))
    }
}

fn owned(value: rusqlite::types::ToSqlOutput<'_>) -> Sql {
    match value {
        rusqlite::types::ToSqlOutput::Owned(value) => value,
        rusqlite::types::ToSqlOutput::Borrowed(value) => value.try_into().unwrap_or(Sql::Null),
        _ => Sql::Null,
    }
}

/// The name of a column.
pub(super) fn column_name(register: &Register, column: Column) -> String {
    let system = match column {
        Column::Field(field) => return quoted(&register[field].name),
        Column::Id => "id",
        Column::Place => "place_code",
        Column::Number => "number",
        Column::State => "state",
        Column::Level => "level",
        Column::Due => "due_at",
        Column::Overdue => "overdue",
        Column::CreatedAt => "created_at",
        Column::CreatedBy => "created_by",
        Column::ChangedAt => "changed_at",
        Column::Contested => "(contested IS NOT NULL)",
    };
    system.to_owned()
}

/// The value of a column in a record.
pub(super) fn value_of(register: &Register, row: &Row, column: Column) -> Value {
    let case = row.case.as_ref().zip(register.cycle.as_ref());
    let time = |at: ledger::Moment| Value::Time(at.0);
    match column {
        Column::Field(field) => row.get(field).clone(),
        Column::Id => Value::Text(row.id.to_string()),
        Column::Place => Value::Place(row.place),
        Column::Number => row.number.clone().map_or(Value::Null, Value::Text),
        Column::State => case.map_or(Value::Null, |(case, cycle)| {
            Value::Text(cycle[case.state].name.clone())
        }),
        Column::Level => case
            .and_then(|(case, cycle)| cycle.levels.get(usize::from(case.level?.0)))
            .map_or(Value::Null, |level| Value::Text(level.name.clone())),
        Column::Due => case.and_then(|(case, _)| case.due).map_or(Value::Null, time),
        Column::Overdue => case.map_or(Value::Null, |(case, _)| Value::Bool(case.overdue)),
        Column::CreatedAt => time(row.created_at),
        Column::CreatedBy => Value::Text(row.created_by.clone()),
        Column::ChangedAt => time(row.changed_at),
        Column::Contested => Value::Bool(!row.contested.is_empty()),
    }
}
