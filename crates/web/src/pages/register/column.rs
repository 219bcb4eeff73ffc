//! The columns of a list: fields, and what every record has.

use super::ask::Ask;
use crate::pages::look::Look;
use crate::pages::parts::moment;
use crate::pages::parts::value::{Teller, is_figure, state_tags};
use crate::pages::words::Say;
use crate::pages::words::record as words;
use desk::RecordView;
use maud::{Markup, html};
use pack::model::{Field, FieldKind, Register};
use serde_json::Value as Json;

/// A column of a list.
#[derive(Clone, Copy)]
pub(super) enum Column<'a> {
    /// A field.
    Field(&'a Field),
    /// What every record has.
    Own(Own),
}

/// What every record has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Number,
    State,
    Level,
    Due,
    Made,
    MadeBy,
    Changed,
}

impl Own {
    const ALL: [Own; 7] = [
        Own::Number,
        Own::State,
        Own::Level,
        Own::Due,
        Own::Made,
        Own::MadeBy,
        Own::Changed,
    ];

    fn name(self) -> &'static str {
        match self {
            Own::Number => "number",
            Own::State => "state",
            Own::Level => "level",
            Own::Due => "due",
            Own::Made => "created_at",
            Own::MadeBy => "created_by",
            Own::Changed => "changed_at",
        }
    }

    fn title(self) -> Say {
        match self {
            Own::Number => words::NUMBER,
            Own::State => words::STATE,
            Own::Level => words::LEVEL,
            Own::Due => words::DUE,
            Own::Made => words::MADE,
            Own::MadeBy => words::MADE_BY,
            Own::Changed => words::CHANGED,
        }
    }

    fn fits(self, register: &Register) -> bool {
        match self {
            Own::Number => register.number.is_some(),
            Own::State | Own::Due => register.cycle.is_some(),
            Own::Level => register
                .cycle
                .as_ref()
                .is_some_and(|cycle| !cycle.levels.is_empty()),
            Own::Made | Own::MadeBy | Own::Changed => true,
        }
    }
}

impl<'a> Column<'a> {
    /// All columns a list of this register can show.
    pub(super) fn all(register: &'a Register) -> Vec<Self> {
        let own = Own::ALL
            .into_iter()
            .filter(|own| own.fits(register))
            .map(Column::Own);
        own.chain(register.fields.iter().map(Column::Field)).collect()
    }

    /// The columns asked for, or those a list begins with.
    pub(super) fn chosen(register: &'a Register, ask: &Ask) -> Vec<Self> {
        let all = Column::all(register);
        if ask.all("col").next().is_some() {
            let chosen: Vec<Self> = all
                .into_iter()
                .filter(|column| ask.has("col", column.name()))
                .collect();
            if !chosen.is_empty() {
                return chosen;
            }
        }
        let first = [Own::Number].into_iter();
        let last = [Own::State, Own::Due].into_iter();
        let fields = register
            .columns
            .iter()
            .map(|field| Column::Field(&register[*field]));
        let own = |own: Own| own.fits(register).then_some(Column::Own(own));
        first
            .filter_map(own)
            .chain(fields)
            .chain(last.filter_map(own))
            .collect()
    }

    pub(super) fn name(self) -> &'a str {
        match self {
            Column::Field(field) => &field.name,
            Column::Own(own) => own.name(),
        }
    }

    pub(super) fn title(self, look: Look) -> &'a str {
        match self {
            Column::Field(field) => look.text(&field.title),
            Column::Own(own) => look.say(own.title()),
        }
    }

    /// Whether a list can be put in its order.
    pub(super) fn sorts(self) -> bool {
        match self {
            Column::Own(_) => true,
            Column::Field(field) => {
                field.sensitive.is_none()
                    && !field.multiple
                    && matches!(
                        field.kind,
                        FieldKind::Text
                            | FieldKind::Bool
                            | FieldKind::Integer
                            | FieldKind::Decimal { .. }
                            | FieldKind::Money
                            | FieldKind::Date
                            | FieldKind::Month
                            | FieldKind::Year
                            | FieldKind::Time
                            | FieldKind::Code { .. }
                            | FieldKind::Place
                            | FieldKind::Person
                            | FieldKind::Office
                            | FieldKind::Enterprise
                            | FieldKind::Industry
                    )
            }
        }
    }

    /// Whether its values stand by their digits.
    pub(super) fn is_figure(self) -> bool {
        matches!(self, Column::Field(field) if is_figure(field))
    }

    /// The unit named in its heading.
    pub(super) fn unit(self) -> Option<&'a str> {
        match self {
            Column::Field(field) => field.unit.as_deref(),
            Column::Own(_) => None,
        }
    }

    /// A record's value.
    pub(super) fn cell(self, teller: &Teller<'_>, record: &RecordView) -> Markup {
        let look = teller.staff.look();
        match self {
            Column::Field(field) => teller.cell(field, record.fields.get(&field.name).unwrap_or(&Json::Null)),
            Column::Own(Own::Number) => html! { (record.number.as_deref().unwrap_or_default()) },
            Column::Own(Own::State) => state_tags(look, teller.register, record),
            Column::Own(Own::Level) => html! {
                @if let Some(level) = &record.level { (level_title(look, teller.register, level)) }
            },
            Column::Own(Own::Due) => html! { @if let Some(day) = &record.due_on { (moment(day)) } },
            Column::Own(Own::Made) => moment(&record.created_at),
            Column::Own(Own::MadeBy) => html! { (record.created_by) },
            Column::Own(Own::Changed) => moment(&record.changed_at),
        }
    }
}

/// What a level of the register's loop is called.
pub(super) fn level_title<'a>(look: Look, register: &'a Register, name: &'a str) -> &'a str {
    let cycle = register.cycle.as_ref();
    let level = cycle.and_then(|cycle| cycle.levels.iter().find(|level| level.name == name));
    level.map_or(name, |level| look.text(&level.title))
}
