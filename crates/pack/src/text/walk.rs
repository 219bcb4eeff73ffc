//! Walking a pack's TOML: each value asked for by key, everything wrong noted at its place, nothing given up early.

use super::keys::Keys;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{FieldIx, Text};
use crate::{Expr, ExprError, Names, Type};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where everything wrong is noted.
pub(super) struct Notes<'s> {
    source: &'s str,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'s> Notes<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Notes {
            source,
            found: RefCell::default(),
        }
    }

    pub(super) fn add(&self, span: Range<usize>, zh: impl Into<String>, en: impl Into<String>) {
        self.add_with(span, zh, en, None);
    }

    pub(super) fn add_with(
        &self,
        span: Range<usize>,
        zh: impl Into<String>,
        en: impl Into<String>,
        hint: Option<Text>,
    ) {
        let message = Text {
            zh: zh.into(),
            en: en.into(),
        };
        self.found
            .borrow_mut()
            .push(Diagnostic::new(self.source, span, message, hint));
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|diagnostic| diagnostic.span.start);
        found
    }

    /// Where the text inside a TOML string begins.
    fn inside(&self, span: &Range<usize>) -> usize {
        let text = &self.source[span.clone()];
        let quotes = if text.starts_with("\"\"\"") || text.starts_with("'''") {
            3
        } else {
            1
        };
        span.start + quotes
    }
}

/// A table of the pack's text.
#[derive(Clone)]
pub(super) struct Table<'a> {
    table: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
    notes: &'a Notes<'a>,
    kind: &'static str,
}

/// A text with its place.
pub(super) type Placed = (String, Range<usize>);

impl<'a> Table<'a> {
    /// A table, after refusing keys it does not know and missing those it must have.
    pub(super) fn new(
        table: &'a DeTable<'a>,
        span: Range<usize>,
        keys: &'static Keys,
        notes: &'a Notes<'a>,
    ) -> Self {
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if keys.keys.iter().any(|known| known.name == name) {
                continue;
            }
            let hint = nearest(name, keys.keys.iter().map(|known| known.name)).map(|near| Text {
                zh: format!("是不是“{near}”？"),
                en: format!("did you mean `{near}`?"),
            });
            let known: Vec<&str> = keys.keys.iter().map(|known| known.name).collect();
            let hint = hint.unwrap_or_else(|| Text {
                zh: format!("可用：{}", known.join("、")),
                en: format!("it knows {}", known.join(", ")),
            });
            notes.add_with(
                key.span(),
                format!("{} 没有“{name}”这一项", keys.name),
                format!("a {} has no key `{name}`", keys.name),
                Some(hint),
            );
        }
        for key in keys
            .keys
            .iter()
            .filter(|key| key.required && !table.contains_key(key.name))
        {
            notes.add(
                span.clone(),
                format!("{} 缺少“{}”：{}", keys.name, key.name, key.about),
                format!("this {} lacks `{}`: {}", keys.name, key.name, key.about),
            );
        }
        Table {
            table,
            span,
            notes,
            kind: keys.name,
        }
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// The place of a key's value, or of the table.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        self.value(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    pub(super) fn note(&self, key: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.notes.add(self.at(key), zh, en);
    }

    fn wrong(&self, span: Range<usize>, zh: &str, en: &str) {
        self.notes
            .add(span, format!("此处应为{zh}"), format!("{en} is expected here"));
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.placed(key).map(|(text, _)| text)
    }

    pub(super) fn placed(&self, key: &str) -> Option<Placed> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some((text.to_owned(), value.span())),
            None => {
                self.wrong(value.span(), "文字", "a text");
                None
            }
        }
    }

    pub(super) fn yes(&self, key: &str) -> bool {
        let Some(value) = self.value(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(value.span(), "true 或 false", "true or false");
            false
        })
    }

    pub(super) fn number(&self, key: &str) -> Option<Decimal> {
        let value = self.value(key)?;
        let number = number_of(value.get_ref());
        if number.is_none() {
            self.wrong(value.span(), "数字", "a number");
        }
        number
    }

    pub(super) fn integer<T: TryFrom<i64>>(&self, key: &str) -> Option<T> {
        let value = self.value(key)?;
        let number = number_of(value.get_ref())
            .filter(|number| number.fract().is_zero())
            .and_then(|number| i64::try_from(number).ok())
            .and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.wrong(value.span(), "合适的整数", "a fitting whole number");
        }
        number
    }

    pub(super) fn texts(&self, key: &str) -> Vec<Placed> {
        self.items(key)
            .into_iter()
            .filter_map(|item| match item.get_ref().as_str() {
                Some(text) => Some((text.to_owned(), item.span())),
                None => {
                    self.wrong(item.span(), "文字", "a text");
                    None
                }
            })
            .collect()
    }

    pub(super) fn plain_texts(&self, key: &str) -> Vec<String> {
        self.texts(key).into_iter().map(|(text, _)| text).collect()
    }

    pub(super) fn text_lists(&self, key: &str) -> Vec<Vec<Placed>> {
        self.items(key)
            .into_iter()
            .map(|item| {
                let Some(list) = item.get_ref().as_array() else {
                    self.wrong(item.span(), "列表", "a list");
                    return Vec::new();
                };
                list.iter()
                    .filter_map(|each| each.get_ref().as_str().map(|text| (text.to_owned(), each.span())))
                    .collect()
            })
            .collect()
    }

    pub(super) fn integers(&self, key: &str) -> Vec<u16> {
        self.items(key)
            .into_iter()
            .filter_map(|item| {
                let number = number_of(item.get_ref()).and_then(|number| u16::try_from(number).ok());
                if number.is_none() {
                    self.wrong(item.span(), "整数", "a whole number");
                }
                number
            })
            .collect()
    }

    fn items(&self, key: &str) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        match value.get_ref().as_array() {
            Some(items) => items.iter().collect(),
            None => {
                self.wrong(value.span(), "列表 […]", "a list […]");
                Vec::new()
            }
        }
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
        let value = self.value(key)?;
        let part = |name: &str| {
            value
                .get_ref()
                .as_table()?
                .get(name)?
                .get_ref()
                .as_str()
                .map(str::to_owned)
        };
        match (part("zh"), part("en")) {
            (Some(zh), Some(en)) => Some(Text { zh, en }),
            _ => {
                self.wrong(
                    value.span(),
                    " { zh = \"…\", en = \"…\" }",
                    "{ zh = \"…\", en = \"…\" }",
                );
                None
            }
        }
    }

    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let (text, span) = self.placed(key)?;
        let found = choices
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.notes.add(
                span,
                format!("“{text}”不可用，可用：{}", names.join("、")),
                format!("`{text}` is none of {}", names.join(", ")),
            );
        }
        found
    }

    pub(super) fn one(&self, key: &str, keys: &'static Keys) -> Option<Table<'a>> {
        let value = self.value(key)?;
        self.as_table(value, keys)
    }

    pub(super) fn many(&self, key: &str, keys: &'static Keys) -> Vec<Table<'a>> {
        self.items(key)
            .into_iter()
            .filter_map(|item| self.as_table(item, keys))
            .collect()
    }

    fn as_table(&self, value: &'a Spanned<DeValue<'a>>, keys: &'static Keys) -> Option<Table<'a>> {
        match value.get_ref().as_table() {
            Some(table) => Some(Table::new(table, value.span(), keys, self.notes)),
            None => {
                self.wrong(value.span(), "表 { … }", "a table { … }");
                None
            }
        }
    }

    /// A table of named tables.
    pub(super) fn map(&self, key: &str, keys: &'static Keys) -> Vec<(Placed, Table<'a>)> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value.span(), "表 { … }", "a table { … }");
            return Vec::new();
        };
        table
            .iter()
            .filter_map(|(name, value)| {
                let inner = self.as_table(value, keys)?;
                Some(((name.get_ref().to_string(), name.span()), inner))
            })
            .collect()
    }

    /// A table of named texts.
    pub(super) fn text_map(&self, key: &str) -> Vec<(Placed, Placed)> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value.span(), "表 { … }", "a table { … }");
            return Vec::new();
        };
        table
            .iter()
            .filter_map(|(name, value)| match value.get_ref().as_str() {
                Some(text) => Some((
                    (name.get_ref().to_string(), name.span()),
                    (text.to_owned(), value.span()),
                )),
                None => {
                    self.wrong(value.span(), "写在引号里的表达式", "an expression in quotes");
                    None
                }
            })
            .collect()
    }

    /// A table of years and numbers.
    pub(super) fn years(&self, key: &str) -> Vec<(i16, Decimal)> {
        let Some(table) = self.value(key).and_then(|value| value.get_ref().as_table()) else {
            return Vec::new();
        };
        table
            .iter()
            .filter_map(|(year, value)| {
                let pair = year.get_ref().parse().ok().zip(number_of(value.get_ref()));
                if pair.is_none() {
                    self.wrong(value.span(), "年份 = 数字", "a year = a number");
                }
                pair
            })
            .collect()
    }

    /// A plain value.
    pub(super) fn scalar(&self, key: &str) -> Option<crate::Value> {
        let value = self.value(key)?;
        let found = match value.get_ref() {
            DeValue::String(text) => Some(crate::Value::Text(text.to_string())),
            DeValue::Boolean(yes) => Some(crate::Value::Bool(*yes)),
            DeValue::Integer(_) => number_of(value.get_ref())
                .and_then(|number| i64::try_from(number).ok())
                .map(crate::Value::Int),
            other => number_of(other).map(crate::Value::Decimal),
        };
        if found.is_none() {
            self.wrong(
                value.span(),
                "文字、数字或 true/false",
                "a text, a number or true/false",
            );
        }
        found
    }

    pub(super) fn expr(&self, key: &str, names: &Names<'_>) -> Option<Expr> {
        let (text, span) = self.placed(key)?;
        self.compile(&text, &span, names)
    }

    /// An expression that says yes or no.
    pub(super) fn condition(&self, key: &str, names: &Names<'_>) -> Option<Expr> {
        let expr = self.expr(key, names)?;
        if !matches!(expr.ty(), Type::Bool | Type::Null) {
            self.note(
                key,
                format!("此处应为条件（得出是或否），而不是{}", expr.ty().zh()),
                format!("a condition is expected here, not {}", expr.ty().en()),
            );
        }
        Some(expr)
    }

    /// An expression whose value a field is to hold.
    pub(super) fn compile_for(
        &self,
        (text, span): &Placed,
        names: &Names<'_>,
        field: FieldIx,
    ) -> Option<Expr> {
        self.told(Expr::compile_for(text, names, field), span)
    }

    /// Compiles an expression, telling what is wrong at its place in the pack.
    pub(super) fn compile(&self, text: &str, span: &Range<usize>, names: &Names<'_>) -> Option<Expr> {
        self.told(Expr::compile(text, names), span)
    }

    fn told(&self, compiled: Result<Expr, ExprError>, span: &Range<usize>) -> Option<Expr> {
        match compiled {
            Ok(expr) => Some(expr),
            Err(ExprError {
                span: inner,
                message,
                hint,
            }) => {
                let start = self.notes.inside(span);
                self.notes.add_with(
                    start + inner.start..start + inner.end,
                    message.zh,
                    message.en,
                    hint,
                );
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
        if found.is_none() {
            let hint = nearest(name, things.iter().map(&name_of)).map(|near| Text {
                zh: format!("是不是“{near}”？"),
                en: format!("did you mean `{near}`?"),
            });
            self.notes.add_with(
                span.clone(),
                format!("没有{zh}“{name}”"),
                format!("there is no {en} `{name}`"),
                hint,
            );
        }
        found
    }

    /// A lower-case ASCII name that SQL and paths can bear.
    pub(super) fn name(&self) -> Option<Placed> {
        let placed = self.placed("name")?;
        self.check_name(&placed);
        Some(placed)
    }

    pub(super) fn check_name(&self, (name, span): &Placed) {
        let fits = name.len() <= 40
            && name.starts_with(|each: char| each.is_ascii_lowercase())
            && name
                .chars()
                .all(|each| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '_' || each == '-');
        if !fits {
            self.notes.add(
                span.clone(),
                format!("“{name}”不能作标识：用小写字母开头，只含小写字母、数字、_，至多 40 个"),
                format!("`{name}` is no name: begin with a lower-case letter; letters, digits and _ only, 40 at most"),
            );
        }
    }

    /// Notes names given twice.
    pub(super) fn unique<'n>(&self, names: impl IntoIterator<Item = (&'n str, Range<usize>)>) {
        let mut seen = std::collections::HashSet::new();
        for (name, span) in names {
            if !seen.insert(name) {
                self.notes.add(
                    span,
                    format!("{} 中“{name}”出现两次", self.kind),
                    format!("`{name}` stands twice in this {}", self.kind),
                );
            }
        }
    }
}

fn number_of(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => {
            Decimal::from_str_exact(&number.as_str().replace(['_', '+'], "")).ok()
        }
        DeValue::Float(number) => Decimal::from_str_exact(&number.as_str().replace(['_', '+'], "")).ok(),
        _ => None,
    }
}
