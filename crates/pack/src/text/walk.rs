//! Walking a pack's TOML: each value asked for by key, everything wrong noted at its place, nothing given up early.
//! A table's keys and the shapes of their values are checked when it is met, so that asking for one is never noted again.

use super::keys::Keys;
use super::notes::{Note, Notes};
use super::shape;
use crate::diagnostic::{Mistake, did_you_mean};
use crate::model::{FieldIx, Text};
use crate::{Expr, ExprError, Names, Type, Value};
use rust_decimal::Decimal;
use std::collections::HashSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of the pack's text.
#[derive(Clone)]
pub(super) struct Table<'a> {
    table: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
    pub(super) notes: &'a Notes<'a>,
    keys: &'static Keys,
}

/// A text with its place.
pub(super) type Placed = (String, Range<usize>);

impl<'a> Table<'a> {
    /// A table, after noting keys it does not know, those it lacks, and values that are not what their keys hold.
    pub(super) fn new(
        table: &'a DeTable<'a>,
        span: Range<usize>,
        keys: &'static Keys,
        notes: &'a Notes<'a>,
    ) -> Self {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match keys.key(name) {
                Some(known) => shape::check(known, value, notes),
                None => {
                    let note = Note::new(
                        Mistake::UnknownKey,
                        format!("{}没有“{name}”这一项", keys.zh),
                        format!("{} has no key `{name}`", with_article(keys.name)),
                    );
                    let all: Vec<&str> = keys.names().collect();
                    let listed = Text {
                        zh: format!("可用：{}", all.join("、")),
                        en: format!("it knows {}", all.join(", ")),
                    };
                    notes.add(
                        key.span(),
                        note.hint(Some(listed)).hint(did_you_mean(name, keys.names())),
                    );
                }
            }
        }
        for key in keys
            .keys
            .iter()
            .filter(|key| key.required && !table.contains_key(key.name))
        {
            let note = Note::new(
                Mistake::MissingKey,
                format!("{}缺少 {}：{}", keys.zh, key.name, key.zh),
                format!("this {} lacks `{}`: {}", keys.name, key.name, key.en),
            );
            notes.add(span.clone(), note);
        }
        Table {
            table,
            span,
            notes,
            keys,
        }
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        debug_assert!(
            self.keys.key(key).is_some(),
            "{} has no key {key}",
            self.keys.name
        );
        self.table.get(key)
    }

    /// The place of a key's value, or of the table.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        self.value(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Notes something wrong with a key's value, or with the table where the key is not given.
    pub(super) fn note(&self, key: &str, code: Mistake, zh: impl Into<String>, en: impl Into<String>) {
        self.notes.add(self.at(key), Note::new(code, zh, en));
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.placed(key).map(|(text, _)| text)
    }

    pub(super) fn placed(&self, key: &str) -> Option<Placed> {
        let value = self.value(key)?;
        Some((value.get_ref().as_str()?.to_owned(), value.span()))
    }

    pub(super) fn yes(&self, key: &str) -> bool {
        self.value(key)
            .and_then(|value| value.get_ref().as_bool())
            .unwrap_or(false)
    }

    pub(super) fn number(&self, key: &str) -> Option<Decimal> {
        number_of(self.value(key)?.get_ref())
    }

    /// A whole number; the bounds of its key keep it within `T`.
    pub(super) fn integer<T: TryFrom<i64>>(&self, key: &str) -> Option<T> {
        let whole = self.number(key).filter(|number| number.fract().is_zero())?;
        T::try_from(i64::try_from(whole).ok()?).ok()
    }

    pub(super) fn texts(&self, key: &str) -> Vec<Placed> {
        texts_of(self.items(key))
    }

    pub(super) fn plain_texts(&self, key: &str) -> Vec<String> {
        self.texts(key).into_iter().map(|(text, _)| text).collect()
    }

    pub(super) fn text_lists(&self, key: &str) -> Vec<Vec<Placed>> {
        let lists = self
            .items(key)
            .iter()
            .filter_map(|item| item.get_ref().as_array());
        lists.map(|items| texts_of(items)).collect()
    }

    pub(super) fn integers(&self, key: &str) -> Vec<u16> {
        let numbers = self
            .items(key)
            .iter()
            .filter_map(|item| number_of(item.get_ref()));
        numbers.filter_map(|number| u16::try_from(number).ok()).collect()
    }

    fn items(&self, key: &str) -> &'a [Spanned<DeValue<'a>>] {
        self.value(key)
            .and_then(|value| value.get_ref().as_array())
            .map_or(&[], |items| items)
    }

    /// `zh` and `en` of this very table.
    pub(super) fn title(&self) -> Text {
        Text {
            zh: self.text("zh").unwrap_or_default(),
            en: self.text("en").unwrap_or_default(),
        }
    }

    /// A key that holds `{ zh = "…", en = "…" }`.
    pub(super) fn titles(&self, key: &str) -> Option<Text> {
        let table = self.value(key)?.get_ref().as_table()?;
        let part = |name: &str| {
            table
                .get(name)
                .and_then(|text| text.get_ref().as_str())
                .map(str::to_owned)
        };
        Some(Text {
            zh: part("zh")?,
            en: part("en")?,
        })
    }

    /// What a key's word stands for. The words are those that its key allows.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        choices
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, value)| *value)
    }

    pub(super) fn one(&self, key: &str, keys: &'static Keys) -> Option<Table<'a>> {
        self.table_of(self.value(key)?, keys)
    }

    pub(super) fn many(&self, key: &str, keys: &'static Keys) -> Vec<Table<'a>> {
        self.items(key)
            .iter()
            .filter_map(|item| self.table_of(item, keys))
            .collect()
    }

    fn table_of(&self, value: &'a Spanned<DeValue<'a>>, keys: &'static Keys) -> Option<Table<'a>> {
        Some(Table::new(
            value.get_ref().as_table()?,
            value.span(),
            keys,
            self.notes,
        ))
    }

    /// A table of named tables.
    pub(super) fn map(&self, key: &str, keys: &'static Keys) -> Vec<(Placed, Table<'a>)> {
        let Some(table) = self.value(key).and_then(|value| value.get_ref().as_table()) else {
            return Vec::new();
        };
        let entry = |(name, value): (&'a Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            if value.get_ref().as_table().is_none() {
                let note = Note::new(
                    Mistake::WrongValue,
                    "此处应为表 { … }",
                    "a table { … } is expected here",
                );
                self.notes.add(value.span(), note);
            }
            let inner = self.table_of(value, keys)?;
            let name: &Spanned<std::borrow::Cow<'a, str>> = name;
            Some(((name.get_ref().to_string(), name.span()), inner))
        };
        table.iter().filter_map(entry).collect()
    }

    /// A table of named texts.
    pub(super) fn text_map(&self, key: &str) -> Vec<(Placed, Placed)> {
        let Some(table) = self.value(key).and_then(|value| value.get_ref().as_table()) else {
            return Vec::new();
        };
        let pair = |(name, value): (&Spanned<std::borrow::Cow<'a, str>>, &Spanned<DeValue<'a>>)| {
            let text = value.get_ref().as_str()?.to_owned();
            Some(((name.get_ref().to_string(), name.span()), (text, value.span())))
        };
        table.iter().filter_map(pair).collect()
    }

    /// A table of years and numbers, in the order of years.
    pub(super) fn years(&self, key: &str) -> Vec<(i16, Decimal)> {
        let Some(table) = self.value(key).and_then(|value| value.get_ref().as_table()) else {
            return Vec::new();
        };
        let pairs = table
            .iter()
            .filter_map(|(year, value)| Some((year.get_ref().parse().ok()?, number_of(value.get_ref())?)));
        let mut years: Vec<(i16, Decimal)> = pairs.collect();
        years.sort_unstable_by_key(|(year, _)| *year);
        years
    }

    /// A plain value.
    pub(super) fn scalar(&self, key: &str) -> Option<Value> {
        match self.value(key)?.get_ref() {
            DeValue::String(text) => Some(Value::Text(text.to_string())),
            DeValue::Boolean(yes) => Some(Value::Bool(*yes)),
            other => {
                let number = number_of(other)?;
                let whole = i64::try_from(number).ok().filter(|_| number.scale() == 0);
                Some(whole.map_or(Value::Decimal(number), Value::Int))
            }
        }
    }

    pub(super) fn expr(&self, key: &str, names: &Names<'_>) -> Option<Expr> {
        let (text, span) = self.placed(key)?;
        self.told(Expr::compile(&text, names), &text, &span)
    }

    /// An expression that says yes or no.
    pub(super) fn condition(&self, key: &str, names: &Names<'_>) -> Option<Expr> {
        self.expr_of(key, names, &Type::Bool, "条件（得出是或否）", "a condition")
    }

    /// An expression that gives a number.
    pub(super) fn figure(&self, key: &str, names: &Names<'_>) -> Option<Expr> {
        self.expr_of(key, names, &Type::Number, "数字", "a number")
    }

    fn expr_of(&self, key: &str, names: &Names<'_>, wanted: &Type, zh: &str, en: &str) -> Option<Expr> {
        let expr = self.expr(key, names)?;
        let ty = expr.ty();
        if ty != wanted && *ty != Type::Null && !self.notes.doubts_in(expr.source()) {
            self.note(
                key,
                Mistake::Expression,
                format!("此处应为{zh}，而不是{}", ty.zh()),
                format!("{en} is expected here, not {}", ty.en()),
            );
        }
        Some(expr)
    }

    /// An expression whose value a field is to hold.
    pub(super) fn expr_for(&self, (text, span): &Placed, names: &Names<'_>, field: FieldIx) -> Option<Expr> {
        self.told(Expr::compile_for(text, names, field), text, span)
    }

    fn told(&self, compiled: Result<Expr, ExprError>, text: &str, span: &Range<usize>) -> Option<Expr> {
        match compiled {
            Ok(expr) => Some(expr),
            Err(_) if self.notes.doubts_in(text) => None,
            Err(ExprError {
                span: inner,
                message,
                hint,
            }) => {
                let note = Note {
                    code: Mistake::Expression,
                    message,
                    hint,
                };
                self.notes.add(self.notes.inside(span, &inner), note);
                None
            }
        }
    }

    /// The position of a named thing, or a note that there is none.
    pub(super) fn find<T>(
        &self,
        (name, span): &Placed,
        things: &[T],
        name_of: impl Fn(&T) -> &str,
        zh: &str,
        en: &str,
    ) -> Option<usize> {
        let found = things.iter().position(|thing| name_of(thing) == name);
        if found.is_none() && !self.notes.doubts(name) {
            let known: Vec<&str> = things.iter().map(&name_of).collect();
            let note = Note::new(
                Mistake::UnknownName,
                format!("没有{zh}“{name}”"),
                format!("there is no {en} `{name}`"),
            );
            let listed = Text {
                zh: format!("现有：{}", known.join("、")),
                en: format!("there are {}", known.join(", ")),
            };
            let listed = Some(listed).filter(|_| (1..=12).contains(&known.len()));
            self.notes.add(
                span.clone(),
                note.hint(listed).hint(did_you_mean(name, known.into_iter())),
            );
        }
        found
    }

    /// Notes the name of a thing in a map that nothing can bear.
    pub(super) fn check_name(&self, (name, span): &Placed, dashes: bool) {
        shape::check_name(name, dashes, span.clone(), self.notes);
    }

    /// Notes names given twice.
    pub(super) fn unique(&self, names: impl IntoIterator<Item = Placed>) {
        let mut seen = HashSet::new();
        for (name, span) in names {
            if !seen.insert(name.clone()) {
                let note = Note::new(
                    Mistake::Duplicate,
                    format!("{}里“{name}”写了两次", self.keys.zh),
                    format!("`{name}` stands twice in this {}", self.keys.name),
                );
                self.notes.add(span, note);
            }
        }
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

fn texts_of(items: &[Spanned<DeValue<'_>>]) -> Vec<Placed> {
    items
        .iter()
        .filter_map(|item| Some((item.get_ref().as_str()?.to_owned(), item.span())))
        .collect()
}

/// The exact number that is written; none for what is no number, or not to be written exactly.
pub(super) fn number_of(value: &DeValue<'_>) -> Option<Decimal> {
    let written = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    Decimal::from_str_exact(&written.replace(['_', '+'], "")).ok()
}
