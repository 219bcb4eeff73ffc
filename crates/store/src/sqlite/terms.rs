//! What of a record stands in the index of words, and what a filter asks of it.
//!
//! Chinese has no spaces to find words by, so every two characters that stand side by side in a text are a word: a text is
//! held only where all its pairs are. Values that are compared whole, such as codes, places and states, are a word each.

use super::columns::sql_type;
use super::read::parse_place;
use super::schema::{quoted, table_name};
use crate::{Column, Filter, Op, StoreError};
use pack::Value;
use pack::model::{Field, FieldIx, FieldKind, Register};
use rusqlite::types::ValueRef;
use standards::{PlaceCode, PlaceLevel};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Columns of every register that are compared whole.
const WHOLE: [(&str, Column); 4] = [
    ("state", Column::State),
    ("level", Column::Level),
    ("overdue", Column::Overdue),
    ("created_by", Column::CreatedBy),
];

/// The columns of a register that are indexed.
#[derive(Debug)]
pub(super) struct Terms {
    /// Texts, which are found by their pairs.
    texts: Vec<Column>,
    /// Columns that are compared whole, each with the beginning of its words.
    whole: Vec<(Column, String)>,
    /// What of a record goes into the index, after the entry that touched it last and the record's place.
    pub(super) select: String,
    /// The word that every document of the register has.
    mark: String,
}

impl Terms {
    pub(super) fn of(register: &Register) -> Self {
        let texts = register.search.iter().filter(|field| {
            let field = &register[**field];
            field.sensitive.is_none() && sql_type(field) == "TEXT"
        });
        let number = register.number.is_some().then_some(("number", Column::Number));
        let texts: Vec<(&str, Column)> = number
            .into_iter()
            .chain(texts.map(|field| (&*register[*field].name, Column::Field(*field))))
            .collect();
        let fields = (0u16..).map(FieldIx).zip(&register.fields);
        let fields = fields.filter(|(_, field)| is_compared_whole(field));
        let fields = fields.map(|(at, field)| (&*field.name, Column::Field(at)));
        let whole: Vec<(&str, Column)> = WHOLE.into_iter().chain(fields).collect();
        let names: Vec<String> = texts.iter().chain(&whole).map(|(name, _)| quoted(name)).collect();
        let mark = word(&["登记", &register.name]);
        Terms {
            select: format!(
                "SELECT touched, place_code, {} FROM {} WHERE town = ?1 AND id = ?2",
                names.join(", "),
                table_name(&register.name)
            ),
            texts: texts.into_iter().map(|(_, column)| column).collect(),
            whole: whole
                .into_iter()
                .map(|(name, column)| (column, word(&[&mark, name])))
                .collect(),
            mark,
        }
    }

    /// The document of a record that was selected.
    pub(super) fn document(&self, row: &rusqlite::Row<'_>) -> Result<String, StoreError> {
        let mut document = self.mark.clone();
        let mut add = |word: &str| {
            // Writing to a String cannot fail.
            let _ = write!(document, " {word}");
        };
        let place = parse_place(&row.get::<_, String>(1)?)?;
        for place in std::iter::once(place).chain(place.ancestors()) {
            if place.level() > PlaceLevel::Town {
                add(&self.within(place));
            }
        }
        let mut found = BTreeSet::new();
        for at in 0..self.texts.len() {
            if let ValueRef::Text(text) = row.get_ref(2 + at)? {
                found.extend(pairs(&String::from_utf8_lossy(text)));
            }
        }
        for pair in found {
            add(&pair);
        }
        for (at, (_, beginning)) in self.whole.iter().enumerate() {
            match row.get_ref(2 + self.texts.len() + at)? {
                ValueRef::Text(text) => add(&word(&[beginning, &String::from_utf8_lossy(text)])),
                ValueRef::Integer(number) => add(&word(&[beginning, &number.to_string()])),
                _ => {}
            }
        }
        Ok(document)
    }

    /// What a record's document must hold for the filter to hold, as the index is asked; none when it may hold anywhere.
    pub(super) fn asks(&self, filter: &Filter) -> Option<String> {
        match filter {
            Filter::Contains(column, part) | Filter::StartsWith(column, part)
                if self.texts.contains(column) =>
            {
                self.holds(part)
            }
            Filter::Is(column, Op::Eq, Value::Text(text)) if self.texts.contains(column) => self.holds(text),
            Filter::Is(column, Op::Eq, value) => self.is(*column, value),
            Filter::In(column, values) => {
                let each: Option<Vec<String>> = values.iter().map(|value| self.is(*column, value)).collect();
                joined(each?.into_iter(), " OR ")
            }
            Filter::Within(place) if place.level() > PlaceLevel::Town => {
                Some(format!("\"{}\"", self.within(*place)))
            }
            Filter::And(all) => joined(all.iter().filter_map(|each| self.asks(each)), " AND "),
            Filter::Or(all) => {
                let each: Option<BTreeSet<String>> = all.iter().map(|each| self.asks(each)).collect();
                joined(each?.into_iter(), " OR ")
            }
            _ => None,
        }
    }

    /// That a text of a record of this register holds another.
    fn holds(&self, text: &str) -> Option<String> {
        let pairs = joined(pairs(text).iter().map(|pair| format!("\"{pair}\"")), " AND ")?;
        Some(format!("(\"{}\" AND {pairs})", self.mark))
    }

    /// Whether the index knows the column's values as words.
    pub(super) fn compares(&self, column: Column) -> bool {
        self.whole.iter().any(|(each, _)| *each == column)
    }

    fn is(&self, column: Column, value: &Value) -> Option<String> {
        let (_, beginning) = self.whole.iter().find(|(each, _)| *each == column)?;
        let value = match value {
            Value::Text(text) => text.clone(),
            Value::Bool(yes) => i64::from(*yes).to_string(),
            Value::Int(number) => number.to_string(),
            Value::Place(place) => place.to_string(),
            _ => return None,
        };
        Some(format!("\"{}\"", word(&[beginning, &value])))
    }

    fn within(&self, place: PlaceCode) -> String {
        word(&[&self.mark, "place_code", place.as_str()])
    }
}

/// Whether a field's values are few or names, so that lists ask for one of them.
fn is_compared_whole(field: &Field) -> bool {
    let whole = matches!(
        field.kind,
        FieldKind::Bool
            | FieldKind::Year
            | FieldKind::Code { .. }
            | FieldKind::Place
            | FieldKind::Enterprise
            | FieldKind::Industry
            | FieldKind::Office
            | FieldKind::Link { .. }
    );
    whole && field.sensitive.is_none() && !field.multiple
}

/// Parts as one word of the index: its tokenizer takes for letters all characters beyond ASCII, and of ASCII the letters and
/// digits. Other characters become one and the same, so two values may share a word; a pair is never so long.
fn word(parts: &[&str]) -> String {
    let letter = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() || !letter.is_ascii() => letter,
        _ => '·',
    };
    parts.join("·").chars().map(letter).collect()
}

fn joined(parts: impl Iterator<Item = String>, by: &str) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| format!("({})", parts.join(by)))
}

/// The pairs of characters of a text. Marks and spaces part them.
fn pairs(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for run in text.split(|letter: char| !letter.is_alphanumeric()) {
        let letters = run.chars().zip(run.chars().skip(1));
        found.extend(letters.map(|(first, second)| String::from_iter([first, second])));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_pairs_and_marks_part_them() {
        let found = |text: &str| Vec::from_iter(pairs(text));
        assert_eq!(found("排水沟"), ["排水", "水沟"]);
        assert_eq!(found("后山，排水"), ["后山", "排水"]);
        assert_eq!(found("沟 a1-2"), ["a1"]);
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn whatever_a_value_holds_it_is_one_word() {
        assert_eq!(word(&["登记", "hazard", "a_b \"c\" *"]), "登记·hazard·a·b··c···");
    }
}
